/* SPDX-License-Identifier: Apache-2.0 */
/* A command: one const struct in one file, one line in cli/list.def. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

/* Exit statuses, as docs and man page list them. */
enum {
	EXIT_FINE = 0,		/* nothing gates */
	EXIT_GATED = 1,		/* a finding at or above --fail-on */
	EXIT_USAGE = 2,		/* usage, configuration, rule or settings file wrong */
	EXIT_INCOMPLETE = 3,	/* the package cannot be audited, or not completely */
	EXIT_UNDECIDED = 4,	/* a rule that could gate is undecided */
	EXIT_INTERNAL = 5	/* internal error, or a report could not be written */
};

struct options;

struct command {
	const char *name;
	const char *usage;	/* what follows the name: "PACKAGE [OPTION]…" */
	const char *summary;	/* one line */
	const char *details;	/* paragraphs for its own --help, NULL for none */
	unsigned groups;	/* option groups it takes: see cli/options.h */
	/* With its options read, --help answered; the exit status. It may add to them. */
	int (*run)(struct options *o);
};

extern const struct command *const commands[];	/* in list.def order, ends with NULL */

const struct command *command_by_name(const char *name);	/* NULL if unknown */

/* Prints "mxaudit: TEXT" to standard error and returns the status. */
int complain(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

void help_print(const struct command *c);	/* NULL: of the program */

#endif
