/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/reports.h"

#include <stdio.h>
#include <string.h>

#include "cli/audit.h"
#include "cli/command.h"
#include "cli/output.h"
#include "core/fact_xml.h"
#include "report/report.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"

enum { REPORT_MAX = 1 << 30 };
enum { TEXT_REPORT = 0 };	/* report/list.def has it first */

/* Where report i goes, NULL: nowhere. Text fills standard output when nothing else does. */
static const char *target(const struct options *o, size_t i)
{
	if (i != TEXT_REPORT || o->outputs[i] != NULL)
		return o->outputs[i];
	if (o->facts != NULL && strcmp(o->facts, "-") == 0)
		return NULL;
	for (size_t k = 0; reports[k] != NULL; k++)
		if (o->outputs[k] != NULL && strcmp(o->outputs[k], "-") == 0)
			return NULL;
	return "-";
}

/* The second would replace the first; a device takes both. */
static bool same_file(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0 && strncmp(a, "/dev/", 5) != 0;
}

int reports_check(const struct options *o, struct err *err)
{
	unsigned to_stdout = o->facts != NULL && strcmp(o->facts, "-") == 0;

	for (size_t i = 0; reports[i] != NULL; i++)
		to_stdout += o->outputs[i] != NULL && strcmp(o->outputs[i], "-") == 0;
	if (to_stdout > 1)
		return err_set(err, "only one report can go to standard output");
	for (size_t i = 0; reports[i] != NULL; i++) {
		if (same_file(o->outputs[i], o->facts))
			return err_set(err, "'%s': takes one report", o->facts);
		for (size_t k = 0; k < i; k++)
			if (same_file(o->outputs[i], o->outputs[k]))
				return err_set(err, "'%s': takes one report", o->outputs[k]);
	}
	return 0;
}

static int write_facts(const struct audit_run *run, struct err *err)
{
	CLEANUP(buf_release) struct buf out = { .max = REPORT_MAX };

	if (run->options->facts == NULL)
		return 0;
	fact_xml_write(&out, &run->facts);
	return output_write(run->options->facts, &out, err);
}

static int write_report(const struct audit_run *run, size_t i, struct err *err)
{
	const char *path = target(run->options, i);
	CLEANUP(buf_release) struct buf out = { .max = REPORT_MAX };
	struct report_style style;

	if (path == NULL)
		return 0;
	style = output_style(run->options, path);
	reports[i]->write(&out, &run->audit, &style);
	return output_write(path, &out, err);
}

int reports_write(const struct audit_run *run)
{
	int status = run->audit.exit_status;
	struct err err = ERR_NONE;

	if (write_facts(run, &err) != 0)
		status = complain(EXIT_INTERNAL, "%s", err.text);
	for (size_t i = 0; reports[i] != NULL; i++) {
		err.set = false;
		if (write_report(run, i, &err) != 0)
			status = complain(EXIT_INTERNAL, "%s", err.text);
	}
	return status;
}
