/* SPDX-License-Identifier: Apache-2.0 */
/* `mxaudit plan`: the steps of the move, with this app's names and what is proven. */
#include "cli/audit.h"
#include "cli/command.h"
#include "cli/output.h"
#include "report/plan.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"

enum { OUTPUT_MAX = 1 << 30 };

static int print_plan(const struct audit_run *run)
{
	CLEANUP(buf_release) struct buf out = { .max = OUTPUT_MAX };
	const struct report_style style = output_style(run->options, "-");
	struct err err = ERR_NONE;

	if (run->options->markdown)
		plan_write_markdown(&out, &run->audit);
	else
		plan_write_text(&out, &run->audit, &style);
	if (output_write("-", &out, &err) != 0)
		return complain(EXIT_INTERNAL, "%s", err.text);
	return diags_worst(&run->diags) == DIAG_NOTE ? EXIT_FINE : EXIT_INCOMPLETE;
}

static int plan_of_one(const struct options *o)
{
	struct audit_run run;
	int status = audit_whole(&run, o, o->operands.items[0]);

	if (status == EXIT_FINE) {
		audit_plan(&run);
		audit_tell(&run, DIAG_INCOMPLETE);
		status = print_plan(&run);
	}
	audit_close(&run);
	return status;
}

static int run_plan(struct options *o)
{
	if (o->operands.len != 1)
		return complain(EXIT_USAGE, "plan takes one package, not %zu; "
				"'mxaudit plan --help' explains it", o->operands.len);
	return plan_of_one(o);
}

const struct command command_plan = {
	.name = "plan",
	.usage = "PACKAGE [OPTION]…",
	.summary = "print the steps of the move, with the names of this app",
	.details = "A step that what was read proves is ticked; '________' stands for what has to\n"
		   "be filled in. Exit status 3 where the package could not be read completely.",
	.groups = GROUP_RULES | GROUP_JUDGE | GROUP_INPUT | GROUP_PLAN | GROUP_READ |
		  GROUP_LIMIT,
	.run = run_plan,
};
