/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/selftest.h"

#include <string.h>

#include "rules/judge.h"
#include "util/arena.h"
#include "util/buf.h"

enum { TEXT_MAX = 2048 };

static void set(struct facts *fs, struct fact *f, const char *name, const char *value)
{
	int i = fact_def_attr(f->def, name);

	if (i >= 0)
		fact_set(fs, f, (unsigned)i, value);
}

static void copy(struct facts *fs, struct fact *f, const struct given *g,
		 const struct given *without)
{
	for (size_t i = 0; i < fact_def_attr_count(g->def); i++)
		fact_set(fs, f, (unsigned)i, g->values[i]);
	if (g->text != NULL)
		fact_set_text(fs, f, g->text);
	for (const struct given *c = g->first; c != NULL; c = c->next)
		if (c != without)
			copy(fs, fact_child(fs, f, c->def), c, without);
}

static void set_source(struct sources *s, const struct fact *f)
{
	enum source which = source_by_name(fact_get(f, "name"));
	const char *reason = fact_get(f, "reason");

	source_state_by_name(fact_get(f, "state"), &s->state[which]);
	s->reason[which] = reason;
}

/* Every source has a <source>, as in a real run. */
static void add_sources(struct selftest *s)
{
	const struct fact_def *def = vocabulary_find(s->facts.vocabulary, "source");
	bool stated[SOURCE_COUNT] = { false };

	for (int i = 0; i < SOURCE_COUNT; i++)
		if (source_is_package((enum source)i))
			s->sources.state[i] = SOURCE_COMPLETE;
	for (size_t i = 0; i < s->facts.count; i++) {
		if (s->facts.items[i]->def != def)
			continue;
		set_source(&s->sources, s->facts.items[i]);
		stated[source_by_name(fact_get(s->facts.items[i], "name"))] = true;
	}
	for (int i = 0; def != NULL && i < SOURCE_COUNT; i++) {
		struct fact *f;

		if (stated[i])
			continue;
		f = facts_add(&s->facts, def);
		set(&s->facts, f, "name", source_name((enum source)i));
		set(&s->facts, f, "state", source_state_name(s->sources.state[i]));
	}
}

static struct fact *find_search(struct selftest *s, const struct fact_def *def, const char *id)
{
	for (size_t i = 0; i < s->facts.count; i++)
		if (s->facts.items[i]->def == def &&
		    strcmp(fact_get(s->facts.items[i], "find"), id) == 0)
			return s->facts.items[i];
	return NULL;
}

static void set_missing(struct selftest *s, struct fact *f, const char *name, const char *value)
{
	if (fact_get(f, name) == NULL)
		set(&s->facts, f, name, value);
}

static void add_searches(struct selftest *s, const struct rules *r)
{
	const struct fact_def *def = vocabulary_find(s->facts.vocabulary, "search");

	for (size_t i = 0; def != NULL && i < r->all_finds.len; i++) {
		const struct find *find = &((struct rule_find *)r->all_finds.items[i])->find;
		struct fact *f = find_search(s, def, find->id);

		if (f == NULL) {
			f = facts_add(&s->facts, def);
			set(&s->facts, f, "find", find->id);
		}
		set_missing(s, f, "digest", find->digest);
		set_missing(s, f, "matches", "0");
		set_missing(s, f, "truncated", "no");
	}
}

void selftest_init(struct selftest *s, const struct rules *r, const struct test *t,
		   const struct given *without)
{
	s->arena = arena_new();
	facts_init(&s->facts, r->vocabulary, r->limits.facts);
	sources_init(&s->sources, s->arena);
	for (const struct given *g = t->facts; g != NULL; g = g->next)
		if (g != without)
			copy(&s->facts, facts_add(&s->facts, g->def), g, without);
	add_sources(s);
	add_searches(s, r);
	facts_sort(&s->facts);
}

void selftest_release(struct selftest *s)
{
	facts_release(&s->facts);
	arena_free(s->arena);
}

const char *selftest_edition(const struct rules *r, const struct rule *rule,
			     const struct test *t)
{
	if (t->edition != NULL)
		return t->edition;
	if (rule_in_force(rule, r->edition))
		return r->edition;
	return rule->until != NULL ? rule->until : rule->since;
}

void selftest_judge(struct selftest *s, const struct rules *r, const struct rule *rule,
		    const struct test *t, struct outcome *out)
{
	struct judge j;

	judge_init(&j, r, &s->facts, &s->sources, t->as_of, s->arena);
	j.edition = selftest_edition(r, rule, t);
	j.overrides = false;
	judge_rule(&j, rule, out);
	judge_release(&j);
}

static const enum outcome_state expected[TEST_KIND_COUNT] = {
	[TEST_FIRES] = OUTCOME_FINDINGS, [TEST_QUIET] = OUTCOME_CLEAR,
	[TEST_NOT_APPLICABLE] = OUTCOME_NOT_APPLICABLE, [TEST_UNDECIDED] = OUTCOME_UNDECIDED,
};

static bool has_key(const struct outcome *o, const char *key)
{
	for (size_t i = 0; i < o->finding_count; i++)
		if (strcmp(o->findings[i].key, key) == 0)
			return true;
	return false;
}

static bool passes(const struct test *t, const struct outcome *o)
{
	return o->state == expected[t->kind] &&
	       (t->findings < 0 || (size_t)t->findings == o->finding_count) &&
	       (t->key == NULL || has_key(o, t->key));
}

bool selftest_passes(const struct rules *r, const struct rule *rule, const struct test *t)
{
	struct selftest s;
	struct outcome got;
	bool pass;

	if (!rule_in_force(rule, selftest_edition(r, rule, t)))
		return false;
	selftest_init(&s, r, t, NULL);
	selftest_judge(&s, r, rule, t, &got);
	pass = passes(t, &got);
	selftest_release(&s);
	return pass;
}

static void write_expected(struct buf *out, const struct test *t)
{
	buf_puts(out, outcome_state_name(expected[t->kind]));
	if (t->findings >= 0)
		buf_printf(out, ", %ld of them", t->findings);
	if (t->key != NULL)
		buf_printf(out, ", key '%s'", t->key);
}

static void write_got(struct buf *out, const struct outcome *o)
{
	buf_puts(out, outcome_state_name(o->state));
	if (o->state == OUTCOME_FINDINGS)
		buf_printf(out, ", %zu of them", o->finding_count);
	for (size_t i = 0; i < o->finding_count && i < 5; i++)
		buf_printf(out, "%s '%s'", i == 0 ? ", key" : ",", o->findings[i].key);
	if (o->reason != NULL)
		buf_printf(out, " (%s)", o->reason);
}

/* Does the test pass without the fact, or is the outcome at least another? */
static bool differs(const struct test *t, const struct outcome *got, const struct outcome *other,
		    bool pass)
{
	if (pass)
		return passes(t, other);
	return got->state != other->state || got->finding_count != other->finding_count;
}

struct search {
	const struct rules *rules;
	const struct rule *rule;
	const struct test *test;
	const struct outcome *got;
	bool pass;		/* look for one without which the test passes */
	struct buf then;	/* what comes out without the fact */
};

/* The first fact, children included, whose absence does that. */
static const struct given *difference(struct search *d, const struct given *list)
{
	for (const struct given *g = list; g != NULL; g = g->next) {
		const struct given *below;
		struct selftest s;
		struct outcome other;
		bool found;

		selftest_init(&s, d->rules, d->test, g);
		selftest_judge(&s, d->rules, d->rule, d->test, &other);
		found = differs(d->test, d->got, &other, d->pass);
		if (found)
			write_got(&d->then, &other);
		selftest_release(&s);
		if (found)
			return g;
		below = difference(d, g->first);
		if (below != NULL)
			return below;
	}
	return NULL;
}

static void write_difference(struct buf *out, const struct rules *r, const struct rule *rule,
			     const struct test *t, const struct outcome *got)
{
	struct search d = { .rules = r, .rule = rule, .test = t, .got = got, .pass = true,
			    .then = { .max = TEXT_MAX } };
	const struct given *g = difference(&d, t->facts);

	d.pass = false;
	if (g == NULL)
		g = difference(&d, t->facts);
	if (g == NULL && t->facts == NULL)
		buf_puts(out, "; the test has no facts");
	else if (g == NULL)
		buf_puts(out, "; no single fact makes a difference");
	else
		buf_printf(out, "; '%s' in line %d makes the difference: without it %s",
			   g->def->name, g->line, buf_text(&d.then));
	buf_release(&d.then);
}

static void run(const struct rules *r, const struct rule *rule, const struct test *t,
		struct rules_report *report)
{
	struct selftest s;
	struct outcome got;

	if (!rule_in_force(rule, selftest_edition(r, rule, t))) {
		report->failed++;
		buf_printf(report->text, "%s:%d: %s: %s: the rule is not in force in edition %s\n",
			   t->spot.file, t->spot.line, rule->info.id, test_kind_names[t->kind],
			   t->edition);
		return;
	}
	selftest_init(&s, r, t, NULL);
	selftest_judge(&s, r, rule, t, &got);
	if (passes(t, &got)) {
		report->passed++;
	} else {
		report->failed++;
		buf_printf(report->text, "%s:%d: %s: %s: expected ", t->spot.file, t->spot.line,
			   rule->info.id, test_kind_names[t->kind]);
		write_expected(report->text, t);
		buf_puts(report->text, ", got ");
		write_got(report->text, &got);
		write_difference(report->text, r, rule, t, &got);
		buf_putc(report->text, '\n');
	}
	selftest_release(&s);
}

void rules_test(struct rules *r, struct rules_report *report)
{
	for (size_t i = 0; i < r->all.len; i++) {
		const struct rule *rule = r->all.items[i];

		for (size_t k = 0; rule->selected && k < rule->tests.len; k++)
			run(r, rule, rule->tests.items[k], report);
	}
}
