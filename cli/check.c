/* SPDX-License-Identifier: Apache-2.0 */
/* `mxaudit check`: audits one package and writes the reports that are wanted. */
#include "cli/audit.h"
#include "cli/command.h"
#include "cli/reports.h"
#include "util/err.h"

static int audit_one(const struct options *o)
{
	struct audit_run run;
	int status = audit_whole(&run, o, o->operands.items[0]);

	if (status == EXIT_FINE) {
		/* Where a pipeline looks; reports have the rest. */
		audit_tell(&run, DIAG_FATAL);
		status = reports_write(&run);
	}
	audit_close(&run);
	return status;
}

static int run_check(struct options *o)
{
	struct err err = ERR_NONE;

	if (o->operands.len != 1)
		return complain(EXIT_USAGE, "check takes one package, not %zu; "
				"'mxaudit check --help' explains it", o->operands.len);
	if (reports_check(o, &err) != 0)
		return complain(EXIT_USAGE, "%s", err.text);
	return audit_one(o);
}

const struct command command_check = {
	.name = "check",
	.usage = "PACKAGE [OPTION]…",
	.summary = "audit a package and write readiness reports",
	.details = "PACKAGE is a .mda file, an unpacked deployment folder, a folder that\n"
		   "holds one .mda, '-' for standard input, or facts stored with --facts.",
	.groups = GROUP_RULES | GROUP_JUDGE | GROUP_GATE | GROUP_REPORT | GROUP_LIMIT |
		  GROUP_READ | GROUP_INPUT,
	.run = run_check,
};
