/* SPDX-License-Identifier: Apache-2.0 */
/* `mxaudit version`. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"

static int run(int argc, char **argv)
{
	if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		help_print(command_by_name("version"));
		return EXIT_FINE;
	}
	if (argc > 1)
		return complain(EXIT_USAGE, "version takes nothing, not '%s'", argv[1]);
	puts("mxaudit " MXAUDIT_VERSION);
	return EXIT_FINE;
}

const struct command command_version = {
	.name = "version",
	.usage = "",
	.summary = "print the version",
	.run = run,
};
