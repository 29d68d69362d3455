/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the command and runs it. */
#include <errno.h>
#include <libxml/parser.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/options.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

static const struct command *command_of(const char *word)
{
	if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
		return command_by_name("version");
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		return command_by_name("help");
	return command_by_name(word);
}

static int unknown(const char *word)
{
	const char *names[64];
	const char *near;
	size_t n = 0;

	while (commands[n] != NULL && n < 63) {
		names[n] = commands[n]->name;
		n++;
	}
	names[n] = NULL;
	near = text_nearest(word, names);
	if (near != NULL)
		return complain(EXIT_USAGE, "unknown command '%s'; did you mean '%s'?", word, near);
	return complain(EXIT_USAGE, "unknown command '%s'; 'mxaudit help' lists them", word);
}

/* Reads the command's options, so that none has to; argv[0] is its name. */
static int run(const struct command *c, int argc, char **argv)
{
	CLEANUP(options_release) struct options o;
	struct err err = ERR_NONE;

	options_init(&o);
	if (options_parse(&o, c->groups, argc, argv, &err) != 0)
		return complain(EXIT_USAGE, "%s", err.text);
	if (o.help) {
		help_print(c);
		return EXIT_FINE;
	}
	return c->run(&o);
}

int main(int argc, char **argv)
{
	const struct command *c;
	int status;

	/* A reader that went away is a report that could not be written, not a death. */
	signal(SIGPIPE, SIG_IGN);
	if (argc < 2) {
		help_print(NULL);
		return EXIT_USAGE;
	}
	c = command_of(argv[1]);
	if (c == NULL)
		return unknown(argv[1]);
	/* All times are UTC; libzip would look at /etc/localtime for each entry. */
	setenv("TZ", "UTC0", 1);
	xmlInitParser();
	status = run(c, argc - 1, argv + 1);
	xmlCleanupParser();
	errno = 0;
	if (fflush(stdout) != 0 || ferror(stdout))
		return complain(EXIT_INTERNAL, "standard output: %s", strerror(errno));
	return status;
}
