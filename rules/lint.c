/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a rule although it can be judged. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "rules/pack.h"
#include "rules/statements.h"
#include "rules/value.h"
#include "util/buf.h"
#include "util/text.h"

enum { TITLE_MAX = 100, WHY_MAX = 700, FIX_MAX = 1200, YEAR = 366 };

struct linter {
	const struct rules *rules;
	const struct rule *rule;
	struct rules_report *report;
	const char *as_of;
	bool strict_dates;
	bool bad;
};

static void say(struct linter *l, struct spot spot, bool warning, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static void say(struct linter *l, struct spot spot, bool warning, const char *format, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	buf_printf(l->report->text, "%s:%d: %s: %s%s\n", spot.file, spot.line,
		   l->rule != NULL ? l->rule->info.id : "pack", warning ? "warning: " : "", text);
	if (warning) {
		l->report->warnings++;
	} else {
		l->report->failed++;
		l->bad = true;
	}
}

static bool has_test(const struct rule *rule, enum test_kind kind)
{
	for (size_t i = 0; i < rule->tests.len; i++)
		if (((struct test *)rule->tests.items[i])->kind == kind)
			return true;
	return false;
}

static void lint_kinds(struct linter *l)
{
	for (int kind = 0; kind < TEST_KIND_COUNT; kind++) {
		if (kind == TEST_NOT_APPLICABLE && l->rule->applies.text == NULL)
			continue;
		if (!has_test(l->rule, (enum test_kind)kind))
			say(l, l->rule->spot, false, "no test of kind '%s'",
			    test_kind_names[kind]);
	}
}

/* The test has a fact of a kind that the selection starts from. */
static bool touches(const struct test *t, const struct expr *select)
{
	for (const struct given *g = t->facts; g != NULL; g = g->next)
		for (size_t i = 0; i < select->names.span_count; i++)
			if (select->names.spans[i].def == g->def)
				return true;
	return false;
}

/* Somebody answered what the rule asks. */
static bool is_answered(const struct test *t)
{
	for (const struct given *g = t->facts; g != NULL; g = g->next)
		if (strcmp(g->def->name, "answer") == 0)
			return true;
	return false;
}

static void lint_quiet(struct linter *l, const struct test *t)
{
	if (is_answered(t))
		return;
	for (size_t i = 0; i < l->rule->parts.len; i++)
		if (touches(t, &((struct part *)l->rule->parts.items[i])->select))
			return;
	say(l, t->spot, true, "this quiet would be quiet without any fact, too: give it one that "
	    "the rule looks at and passes over");
}

static void lint_tests(struct linter *l)
{
	lint_kinds(l);
	for (size_t i = 0; i < l->rule->tests.len; i++) {
		const struct test *t = l->rule->tests.items[i];

		if (t->kind == TEST_QUIET)
			lint_quiet(l, t);
	}
}

static void lint_verified(struct linter *l)
{
	const char *verified = l->rule->info.verified;
	int64_t then, today;

	if (!value_days(verified, &then) || !value_days(l->as_of, &today))
		return;
	if (today - then > YEAR)
		say(l, l->rule->spot, !l->strict_dates, "verified %s, more than a year before %s",
		    verified, l->as_of);
	else if (then > today)
		say(l, l->rule->spot, true, "verified %s, after %s", verified, l->as_of);
}

static void lint_length(struct linter *l, const char *what, const char *text, size_t max)
{
	size_t n = text_columns(text);

	if (n > max)
		say(l, l->rule->spot, true, "'%s' has %zu characters, more than %zu", what, n, max);
}

static bool names_attr(const char *key, const char *attr)
{
	size_t n = strlen(attr);

	for (const char *at = key; (at = strstr(at, attr)) != NULL; at += n) {
		char after = at[n];

		if (at > key && at[-1] == '@' && after != '-' &&
		    !(after >= 'a' && after <= 'z'))
			return true;
	}
	return false;
}

static void lint_key(struct linter *l, const struct part *p)
{
	static const char *const fleeting[] = {
		"version", "runtime-version", "model-version", "path", "count", "line", "entry",
		"offset", "bytes", "sha256", "digest", "matches",
	};

	for (size_t i = 0; i < sizeof(fleeting) / sizeof(fleeting[0]); i++)
		if (names_attr(p->key.text, fleeting[i]))
			say(l, p->spot, true, "key '%.200s' holds '@%s', which changes without the "
			    "finding being another", p->key.text, fleeting[i]);
	if (!p->key.constant && !p->message.holes)
		say(l, p->message.spot, true, "the message is the same for every key; say which "
		    "one it is");
}

static void lint_finds(struct linter *l)
{
	for (size_t i = 0; i < l->rule->finds.len; i++) {
		const struct rule_find *f = l->rule->finds.items[i];
		struct rule bare = *l->rule;

		bare.finds = (struct vec){ 0 };
		if (!rule_mentions(&bare, f))
			say(l, f->spot, true, "find '%s' is used by no expression of the rule",
			    f->find.id);
	}
}

static void lint_rule(struct linter *l)
{
	const struct rule_info *i = &l->rule->info;

	l->bad = false;
	lint_tests(l);
	lint_verified(l);
	lint_length(l, "title", i->title, TITLE_MAX);
	lint_length(l, "why", i->why, WHY_MAX);
	lint_length(l, "fix", i->fix, FIX_MAX);
	if (i->effort.max == 0 && i->severity >= SEVERITY_ACTION)
		say(l, l->rule->spot, true, "severity %s without 'effort'",
		    severity_name(i->severity));
	for (size_t k = 0; k < l->rule->parts.len; k++)
		lint_key(l, l->rule->parts.items[k]);
	lint_finds(l);
	if (!l->bad)
		l->report->passed++;
}

static void lint_covers(void *data, const struct answerer *a)
{
	struct linter *l = data;

	l->rule = a->rule;
	for (size_t i = 0; a->covers[i] != NULL; i++) {
		if (map_get(&l->rules->statements_by_id, a->covers[i]) == NULL)
			say(l, a->spot, false, "covers '%s', which no pack states", a->covers[i]);
		for (size_t k = 0; k < i; k++)
			if (strcmp(a->covers[i], a->covers[k]) == 0)
				say(l, a->spot, false, "covers '%s' twice", a->covers[i]);
	}
}

static void lint_statement(struct linter *l, const struct statement *s)
{
	bool answered = statement_answered(l->rules, s);

	l->rule = NULL;
	if (!answered && s->left_out == NULL)
		say(l, s->spot, false, "statement '%s' has no answer: no rule, question or step "
		    "covers it, and no reason says why", s->id);
	if (answered && s->left_out != NULL)
		say(l, s->spot, false, "statement '%s' is left out and answered, too", s->id);
}

/* Answers are looked for in all rules, whatever was selected. */
static void lint_statements(struct linter *l)
{
	answers_visit(l->rules, lint_covers, l);
	for (size_t i = 0; i < l->rules->statements.len; i++)
		lint_statement(l, l->rules->statements.items[i]);
}

static bool is_named(const char *const *names, const char *name)
{
	for (; *names != NULL; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

static bool is_used(const struct rules *r, const char *param)
{
	for (size_t i = 0; i < r->all.len; i++)
		if (is_named(((struct rule *)r->all.items[i])->variables, param))
			return true;
	return is_named(r->plan_variables, param);
}

void rules_lint(struct rules *r, const char *as_of, bool strict_dates,
		struct rules_report *report)
{
	struct linter l = { .rules = r, .report = report, .as_of = as_of,
			    .strict_dates = strict_dates };

	for (size_t i = 0; i < r->params.len; i++) {
		const struct param *p = r->params.items[i];

		if (!is_used(r, p->name))
			say(&l, p->spot, true, "parameter '%s' is used by no rule and no step",
			    p->name);
	}
	for (size_t i = 0; i < r->questions.len; i++) {
		const struct question *q = r->questions.items[i];

		if (!q->asked)
			say(&l, q->spot, true, "question '%s' is asked by no rule", q->id);
	}
	for (size_t i = 0; i < r->all.len; i++) {
		l.rule = r->all.items[i];
		if (l.rule->selected)
			lint_rule(&l);
	}
	lint_statements(&l);
}
