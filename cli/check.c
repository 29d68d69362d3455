/* SPDX-License-Identifier: Apache-2.0 */
/* `mxaudit check`: audits one package and writes the reports that are wanted. */
#include "cli/audit.h"
#include "cli/command.h"
#include "cli/reports.h"
#include "util/err.h"

static int audit_one(const struct options *o)
{
	const char *path = o->operands.items[0];
	struct err err = ERR_NONE;
	struct audit_run run;
	int status;

	if (audit_open(&run, o, path, &err) != 0 || audit_read(&run, path, &err) != 0) {
		status = complain(EXIT_USAGE, "%s", err.text);
	} else if (audit_judge(&run, &err) != 0) {
		status = complain(EXIT_INTERNAL, "%s", err.text);
	} else {
		reports_tell_fatal(&run);
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
