/* SPDX-License-Identifier: Apache-2.0 */
/* `mxaudit compare`: the settings of two environments, name by name, without a package. */
#include <string.h>

#include "cli/audit.h"
#include "cli/command.h"
#include "cli/reports.h"
#include "util/err.h"

/* The operand is the first file of its environment; options name the others. */
static void give(struct vec *files, void *file)
{
	vec_push(files, NULL);
	memmove(files->items + 1, files->items, (files->len - 1) * sizeof(*files->items));
	files->items[0] = file;
}

static int compare_two(const struct options *o)
{
	struct err err = ERR_NONE;
	struct audit_run run;
	int status;

	if (audit_open(&run, o, NULL, &err) != 0) {
		status = complain(EXIT_USAGE, "%s", err.text);
	} else {
		audit_read_settings(&run);
		status = audit_judge(&run, &err) != 0
				 ? complain(EXIT_INTERNAL, "%s", err.text)
				 : reports_write(&run);
	}
	audit_close(&run);
	return status;
}

static int run_compare(struct options *o)
{
	struct err err = ERR_NONE;

	if (o->operands.len != 2)
		return complain(EXIT_USAGE, "compare takes two files of settings, not %zu; "
				"'mxaudit compare --help' explains it", o->operands.len);
	if (reports_check(o, &err) != 0)
		return complain(EXIT_USAGE, "%s", err.text);
	give(&o->v3, o->operands.items[0]);
	give(&o->v4, o->operands.items[1]);
	o->of_settings = true;
	return compare_two(o);
}

const struct command command_compare = {
	.name = "compare",
	.usage = "V3 V4 [OPTION]…",
	.summary = "compare the settings of both environments, name by name",
	.details = "V3 and V4 are files of settings, of any kind that --v3 and --v4 take; these\n"
		   "two options add further files. What differs is judged by the rules that need\n"
		   "no package. Values are shown only where they plainly are no secret.",
	.groups = GROUP_RULES | GROUP_JUDGE | GROUP_GATE | GROUP_REPORT | GROUP_LIMIT |
		  GROUP_SETTINGS,
	.run = run_compare,
};
