/* SPDX-License-Identifier: Apache-2.0 */
/* `mxaudit check`: audits one package and writes the reports that are wanted. */
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

static int check_targets(const struct options *o, struct err *err)
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

/* Every report is tried: one that fails loses no other. */
static int write_all(const struct audit_run *run)
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

/* What makes the audit impossible is said on standard error too, where a pipeline looks. */
static void tell_fatal(const struct audit_run *run)
{
	for (size_t i = 0; i < run->diags.list.len; i++) {
		const struct diag *d = run->diags.list.items[i];

		if (d->level == DIAG_FATAL)
			complain(0, "%s%s%s", d->place, d->place[0] == '\0' ? "" : ": ",
				 d->message);
	}
}

static int audit_one(const struct options *o)
{
	struct err err = ERR_NONE;
	struct audit_run run;
	int status;

	if (audit_open(&run, o, &err) != 0 || audit_read(&run, o->operands.items[0], &err) != 0) {
		status = complain(EXIT_USAGE, "%s", err.text);
	} else if (audit_judge(&run, &err) != 0) {
		status = complain(EXIT_INTERNAL, "%s", err.text);
	} else {
		tell_fatal(&run);
		status = write_all(&run);
	}
	audit_close(&run);
	return status;
}

static int run_check(int argc, char **argv)
{
	CLEANUP(options_release) struct options o;
	struct err err = ERR_NONE;

	options_init(&o);
	if (options_parse(&o, command_by_name("check")->groups, argc, argv, &err) != 0)
		return complain(EXIT_USAGE, "%s", err.text);
	if (o.help) {
		help_print(command_by_name("check"));
		return EXIT_FINE;
	}
	if (o.operands.len != 1)
		return complain(EXIT_USAGE, "check takes one package, not %zu; "
				"'mxaudit check --help' explains it", o.operands.len);
	if (check_targets(&o, &err) != 0)
		return complain(EXIT_USAGE, "%s", err.text);
	return audit_one(&o);
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
