/* SPDX-License-Identifier: Apache-2.0 */
/* `mxaudit rules list|show|lint|test|try`: for whoever reads or writes rules. */
#include <stdio.h>
#include <string.h>

#include "cli/audit.h"
#include "cli/command.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

enum { TEXT_MAX = 1 << 26 };

/* Package text may stand in messages: it is written so that no terminal obeys it. */
static void print_safe(const char *s)
{
	CLEANUP(buf_release) struct buf b = { .max = TEXT_MAX };

	text_add_safe(&b, s);
	fputs(buf_text(&b), stdout);
}

static int list(struct audit_run *run)
{
	for (size_t i = 0; i < rules_count(run->rules); i++) {
		const struct rule_info *r = rules_info(run->rules, i);

		printf("%-40s %-8s %s\n", r->id, severity_name(r->severity), r->title);
	}
	return EXIT_FINE;
}

static void print_effort(const struct effort *e)
{
	static const char *const per[] = { "rule", "finding", "place" };

	if (e->max == 0)
		return;
	printf("effort    %u-%u hours per %s", e->min, e->max, per[e->per]);
	if (e->cap > 0)
		printf(", at most %u", e->cap);
	putchar('\n');
}

static void print_covers(const char *const *covers)
{
	for (size_t i = 0; covers[i] != NULL; i++)
		printf("%s%s", i == 0 ? "covers    " : " ", covers[i]);
	if (covers[0] != NULL)
		putchar('\n');
}

static int show(struct audit_run *run)
{
	const char *id = run->options->operands.items[1];
	const struct rule_info *r = rules_by_id(run->rules, id);
	const char *near = rules_nearest_id(run->rules, id);

	if (r == NULL && near != NULL)
		return complain(EXIT_USAGE, "no rule '%s'; did you mean '%s'?", id, near);
	if (r == NULL)
		return complain(EXIT_USAGE, "no rule '%s'; 'mxaudit rules list' names them", id);
	printf("%s\n%s\n\n", r->id, r->title);
	printf("pack      %s\nseverity  %s\nowner     %s\n", r->pack, severity_name(r->severity),
	       r->owner);
	print_effort(&r->effort);
	print_covers(r->covers);
	printf("basis     %s, verified %s\nfile      %s:%d\n", r->basis, r->verified, r->file,
	       r->line);
	printf("\nWhy: %s\n\nFix: %s\n", r->why, r->fix);
	for (size_t i = 0; i < r->link_count; i++)
		printf("\nSee: %s\n     %s\n", r->links[i].title, r->links[i].href);
	return EXIT_FINE;
}

/* Lines of a lint or test run, then the count that scripts look for. */
static int print_report(const struct rules_report *report, const char *what)
{
	fputs(buf_text(report->text), stdout);
	printf("%s: %u passed, %u failed", what, report->passed, report->failed);
	if (report->warnings > 0)
		printf(", %u warning%s", report->warnings, report->warnings == 1 ? "" : "s");
	putchar('\n');
	return report->failed == 0 ? EXIT_FINE : EXIT_USAGE;
}

static int lint(struct audit_run *run)
{
	CLEANUP(buf_release) struct buf text = { .max = TEXT_MAX };
	struct rules_report report = { .text = &text };

	rules_lint(run->rules, run->as_of, run->options->strict_dates, &report);
	return print_report(&report, "rules lint");
}

static int test(struct audit_run *run)
{
	CLEANUP(buf_release) struct buf text = { .max = TEXT_MAX };
	struct rules_report report = { .text = &text };

	rules_test(run->rules, &report);
	return print_report(&report, "rules test");
}

static int coverage(struct audit_run *run)
{
	CLEANUP(buf_release) struct buf text = { .max = TEXT_MAX };

	rules_coverage_write(run->rules, &text);
	fputs(buf_text(&text), stdout);
	return EXIT_FINE;
}

static void print_inputs(const struct outcome *o)
{
	printf("  rests on");
	for (size_t i = 0; i < o->input_count; i++) {
		printf("%s %s %s", i == 0 ? "" : ",", source_name(o->inputs[i].source),
		       source_state_name(o->inputs[i].state));
		if (o->inputs[i].reason != NULL) {
			fputs(" (", stdout);
			print_safe(o->inputs[i].reason);
			putchar(')');
		}
	}
	puts(o->input_count == 0 ? " nothing" : "");
}

static void print_finding(const struct finding *f)
{
	printf("  %s %s  key ", severity_name(f->severity), f->fingerprint);
	print_safe(f->key);
	putchar('\n');
	for (size_t i = 0; i < f->place_count; i++) {
		fputs("    ", stdout);
		print_safe(f->places[i].message);
		if (f->places[i].origin[0] != '\0') {
			fputs("  [", stdout);
			print_safe(f->places[i].origin);
			putchar(']');
		}
		putchar('\n');
	}
}

static void print_outcome(const struct outcome *o)
{
	printf("%s: %s\n", o->rule->id, outcome_state_name(o->state));
	print_inputs(o);
	if (o->question != NULL)
		printf("  asks: %s\n", o->question);
	if (o->reason != NULL) {
		fputs("  because ", stdout);
		print_safe(o->reason);
		putchar('\n');
	}
	for (size_t i = 0; i < o->finding_count; i++)
		print_finding(&o->findings[i]);
}

static int try_package(struct audit_run *run)
{
	struct err err = ERR_NONE;
	int status;

	if (audit_read(run, &err) != 0)
		return complain(EXIT_USAGE, "%s", err.text);
	audit_tell(run, DIAG_NOTE);
	if (run->fatal)
		return EXIT_INCOMPLETE;
	if (audit_judge(run, &err) != 0)
		return complain(EXIT_INTERNAL, "%s", err.text);
	for (size_t i = 0; i < run->outcomes.count; i++)
		print_outcome(&run->outcomes.items[i]);
	status = test(run);
	return status != EXIT_FINE ? status :
	       diags_worst(&run->diags) != DIAG_NOTE ? EXIT_INCOMPLETE : EXIT_FINE;
}

static const struct action {
	const char *name;
	size_t operands;	/* its own name included */
	const char *usage;
	int (*run)(struct audit_run *run);
} actions[] = {
	{ "list", 1, "rules list", list },
	{ "show", 2, "rules show RULE", show },
	{ "lint", 1, "rules lint", lint },
	{ "test", 1, "rules test", test },
	{ "coverage", 1, "rules coverage", coverage },
	{ "try", 3, "rules try FILE PACKAGE", try_package },
	{ NULL, 0, NULL, NULL },
};

static const struct action *find_action(const char *name)
{
	for (const struct action *a = actions; a->name != NULL; a++)
		if (strcmp(a->name, name) == 0)
			return a;
	return NULL;
}

static int run_action(const struct action *action, struct options *o)
{
	const char *package = NULL;
	struct err err = ERR_NONE;
	struct audit_run run;
	int status;

	/* The rule that is tried stands alone: the shipped pack would drown it. */
	if (action->run == try_package) {
		vec_push(&o->rules, o->operands.items[1]);
		package = o->operands.items[2];
		if (o->pack == NULL)
			o->pack = "none";
	}
	if (audit_open(&run, o, package, &err) != 0)
		status = complain(EXIT_USAGE, "%s", err.text);
	else
		status = action->run(&run);
	audit_close(&run);
	return status;
}

static int run_rules(struct options *o)
{
	const struct action *action;

	if (o->operands.len == 0)
		return complain(EXIT_USAGE, "rules needs one of: list, show, lint, test, "
				"coverage, try");
	action = find_action(o->operands.items[0]);
	if (action == NULL)
		return complain(EXIT_USAGE, "rules: unknown action '%s'; there are list, show, "
				"lint, test, coverage, try", (const char *)o->operands.items[0]);
	if (o->operands.len != action->operands)
		return complain(EXIT_USAGE, "usage: mxaudit %s", action->usage);
	o->with_tests = true;
	return run_action(action, o);
}

const struct command command_rules = {
	.name = "rules",
	.usage = "list|show RULE|lint|test|coverage|try FILE PACKAGE [OPTION]…",
	.summary = "list, explain, check and try rules",
	.details = "list      id, severity and title of every loaded rule\n"
		   "show      all that one rule says\n"
		   "lint      what loading does not refuse: missing or weak tests, old sources,\n"
		   "          statements without an answer\n"
		   "test      runs the tests that stand in the rules\n"
		   "coverage  what answers each statement of the packs, as Markdown\n"
		   "try       judges a package by the rules of FILE alone, and runs their tests\n\n"
		   "Rules come from the shipped pack and from --rules; 'lint' and 'test' exit 2\n"
		   "on a failure.",
	.groups = GROUP_RULES | GROUP_JUDGE | GROUP_LINT | GROUP_LIMIT,
	.run = run_rules,
};
