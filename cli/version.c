/* SPDX-License-Identifier: Apache-2.0 */
/* `mxaudit version`. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/options.h"

static int run(struct options *o)
{
	if (o->operands.len > 0)
		return complain(EXIT_USAGE, "version takes nothing, not '%s'",
				(const char *)o->operands.items[0]);
	puts("mxaudit " MXAUDIT_VERSION);
	return EXIT_FINE;
}

const struct command command_version = {
	.name = "version",
	.usage = "",
	.summary = "print the version",
	.run = run,
};
