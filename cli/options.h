/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Options of all commands, from one table. A report format brings its own option (--json FILE),
 * and so does a limit (--max-entries N): neither stands here.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/limits.h"
#include "core/outcome.h"
#include "util/vec.h"

struct err;

/* Which options a command takes. */
enum {
	GROUP_RULES = 1,	/* which packs, which rules of them */
	GROUP_JUDGE = 2,	/* parameters of judging */
	GROUP_GATE = 4,		/* when the exit status is not 0 */
	GROUP_REPORT = 8,	/* reports and their look */
	GROUP_LIMIT = 16,
	GROUP_FACTS = 32,	/* of `facts` alone */
	GROUP_LINT = 64,	/* of `rules lint` alone */
	GROUP_READ = 128,	/* how a package is read */
	GROUP_INPUT = 256,	/* what is given beside a package */
	GROUP_PLAN = 512,	/* of `plan`, some of them of reports too */
	GROUP_SETTINGS = 1024	/* of inputs, those that tell of environments */
};

enum { REPORTS_MAX = 32 };

enum gate_undecided { UNDECIDED_GIVEN, UNDECIDED_BLOCKER, UNDECIDED_ANY, UNDECIDED_NEVER };
enum fail_on { FAIL_ON_NEVER, FAIL_ON_VERIFY, FAIL_ON_ACTION, FAIL_ON_BLOCKER };
enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
	struct vec operands;		/* what is no option, in order */
	struct vec rules;		/* --rules */
	const char *pack;		/* --pack, NULL: the shipped one */
	struct vec select;
	struct vec params;
	struct vec v3, v4;		/* files of settings */
	const char *environment;	/* which one a file lists, NULL: production */
	const char *edition;
	const char *as_of;
	const char *name;
	int fail_on;			/* enum fail_on */
	int fail_on_undecided;		/* enum gate_undecided */
	int color;			/* enum color */
	bool exit_zero;
	bool quiet;
	bool help;
	bool vocabulary;
	bool strict_dates;
	bool markdown;
	bool of_settings;		/* set by a command: there is no package */
	bool with_tests;		/* set by a command: those inside rules are wanted */
	unsigned verbose;
	unsigned jobs;			/* --jobs; 0: one for each core */
	const char *mpr;		/* --mpr FILE */
	const char *answers;		/* --answers FILE */
	const char *xpath;
	const char *facts;		/* --facts FILE */
	const char *outputs[REPORTS_MAX];	/* by index of reports[], NULL: not wanted */
	struct limits limits;
};

struct option {
	const char *name;		/* without "--"; NULL ends the table */
	char letter;			/* '\0' for none */
	const char *argument;		/* "FILE", NULL for a flag */
	unsigned group;			/* 0: every command */
	const char *help;
	int kind;			/* private */
	size_t offset;			/* private: in struct options */
	const char *const *words;	/* private: the values it takes, NULL for any */
};

extern const struct option option_defs[];

void options_init(struct options *o);
void options_release(struct options *o);

/* argv[1…] into o. -1 with err: unknown, doubled or without its value. Strings are borrowed. */
int options_parse(struct options *o, unsigned groups, int argc, char **argv, struct err *err);

#endif
