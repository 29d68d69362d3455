/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking anything away never turns findings or an undecided rule into clear or not applicable:
 * for each test inside each rule, without each source, fact, child and optional attribute in
 * turn, and with an attribute of an environment that its files do not tell. Over the shipped
 * rules, and over a pack made of conditions that invite the mistake.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "tests/unit/rules_fixture.h"
#include "util/err.h"

enum kind {
	CUT_NOTHING,
	CUT_PARTIAL,	/* a source was read in part; its facts are still there */
	CUT_ABSENT,	/* a source was not read; its facts are still there */
	CUT_SOURCE,	/* a source was not read, and its facts are gone */
	CUT_FACT,	/* a fact or child is gone */
	CUT_ATTR,	/* an optional attribute is gone */
	CUT_UNTOLD,	/* the same, and what was read whole just did not tell it */
	CUT_SEARCH,	/* a search kept less than it found */
	CUT_KINDS
};

/* One way to take something away: the n-th of its kind. */
struct cut {
	enum kind kind;
	size_t n;
	size_t seen;	/* candidates met while looking for it */
	char what[200];
};

static void tear(struct sources *s, enum source which)
{
	if (which < SOURCE_COUNT && s->state[which] == SOURCE_COMPLETE)
		s->state[which] = SOURCE_PARTIAL;
}

/* What a fact rests on: its own source, or those of the find that it is a match of. */
static void tear_of(struct selftest *s, const struct rules *r, const struct fact *f)
{
	const struct rule_find *find;

	tear(&s->sources, f->def->source);
	if (strcmp(f->def->name, "match") != 0)
		return;
	find = map_get(&r->finds_by_id, fact_get(f, "find"));
	for (int i = 0; find != NULL && i < SOURCE_COUNT; i++)
		if ((find_sources(&find->find) & SOURCE_BIT(i)) != 0)
			tear(&s->sources, (enum source)i);
}

static bool about_the_run(const struct fact *f)
{
	return strcmp(f->def->name, "source") == 0 || strcmp(f->def->name, "search") == 0;
}

static void remove_top(struct facts *fs, size_t i)
{
	memmove(fs->items + i, fs->items + i + 1, (fs->count - i - 1) * sizeof(*fs->items));
	fs->count--;
}

static void remove_child(struct fact *parent, struct fact *before, struct fact *child)
{
	if (before == NULL)
		parent->first = child->next;
	else
		before->next = child->next;
	if (parent->last == child)
		parent->last = before;
}

static bool is_it(struct cut *c, const char *what, const char *detail)
{
	if (c->seen++ != c->n)
		return false;
	snprintf(c->what, sizeof(c->what), "%s %s", what, detail);
	return true;
}

static bool cut_child(struct cut *c, struct selftest *s, const struct rules *r, struct fact *f)
{
	struct fact *before = NULL;

	for (struct fact *child = f->first; child != NULL; before = child, child = child->next) {
		if (is_it(c, "child", child->def->name)) {
			tear_of(s, r, child);
			remove_child(f, before, child);
			return true;
		}
		if (cut_child(c, s, r, child))
			return true;
	}
	return false;
}

static bool cut_fact(struct cut *c, struct selftest *s, const struct rules *r)
{
	for (size_t i = 0; i < s->facts.count; i++) {
		struct fact *f = s->facts.items[i];

		if (strcmp(f->def->name, "source") == 0)
			continue;
		if (is_it(c, "fact", f->def->name)) {
			tear_of(s, r, f);
			remove_top(&s->facts, i);
			return true;
		}
		if (cut_child(c, s, r, f))
			return true;
	}
	return false;
}

/* Files tell of an environment what somebody wrote down; the rest is not known. */
static bool may_be_untold(const struct fact *f)
{
	return strcmp(f->def->name, "v3-environment") == 0 ||
	       strcmp(f->def->name, "v4-environment") == 0 ||
	       strcmp(f->def->name, "capacity") == 0;
}

static bool cut_attr_of(struct cut *c, struct selftest *s, const struct rules *r, struct fact *f)
{
	for (size_t i = 0; i < fact_def_attr_count(f->def); i++) {
		const struct attr_def *a = &f->def->attrs[i];

		if ((a->flags & ATTR_REQUIRED) != 0 || f->values[i] == NULL)
			continue;
		if (is_it(c, f->def->name, a->name)) {
			if (c->kind == CUT_ATTR)
				tear_of(s, r, f);
			f->values[i] = NULL;
			return true;
		}
	}
	for (struct fact *child = f->first; child != NULL; child = child->next)
		if (cut_attr_of(c, s, r, child))
			return true;
	return false;
}

static bool cut_attr(struct cut *c, struct selftest *s, const struct rules *r)
{
	for (size_t i = 0; i < s->facts.count; i++)
		if (!about_the_run(s->facts.items[i]) &&
		    (c->kind == CUT_ATTR || may_be_untold(s->facts.items[i])) &&
		    cut_attr_of(c, s, r, s->facts.items[i]))
			return true;
	return false;
}

static void drop_children(struct fact *f, enum source which)
{
	struct fact *before = NULL;

	for (struct fact *child = f->first; child != NULL; child = child->next) {
		drop_children(child, which);
		if (child->def->source == which)
			remove_child(f, before, child);
		else
			before = child;
	}
}

static void drop_facts(struct facts *fs, enum source which)
{
	for (size_t i = fs->count; i-- > 0;) {
		drop_children(fs->items[i], which);
		if (fs->items[i]->def->source == which)
			remove_top(fs, i);
	}
}

static bool cut_source(struct cut *c, struct selftest *s)
{
	enum source which = (enum source)c->n;

	if (c->n >= SOURCE_COUNT)
		return false;
	snprintf(c->what, sizeof(c->what), "source %s", source_name(which));
	if (c->kind == CUT_PARTIAL) {
		tear(&s->sources, which);
	} else {
		s->sources.state[which] = SOURCE_ABSENT;
		if (c->kind == CUT_SOURCE)
			drop_facts(&s->facts, which);
	}
	return true;
}

static bool cut_search(struct cut *c, struct selftest *s)
{
	for (size_t i = 0; i < s->facts.count; i++) {
		struct fact *f = s->facts.items[i];

		if (strcmp(f->def->name, "search") != 0 || !is_it(c, "search", "truncated"))
			continue;
		fact_set_bool(&s->facts, f, (unsigned)fact_def_attr(f->def, "truncated"), true);
		return true;
	}
	return false;
}

/* False: there is no n-th of that kind. */
static bool apply(struct cut *c, struct selftest *s, const struct rules *r)
{
	bool done;

	switch (c->kind) {
	case CUT_NOTHING:
		return true;
	case CUT_FACT:
		done = cut_fact(c, s, r);
		break;
	case CUT_ATTR:
	case CUT_UNTOLD:
		done = cut_attr(c, s, r);
		break;
	case CUT_SEARCH:
		done = cut_search(c, s);
		break;
	default:
		done = cut_source(c, s);
		break;
	}
	facts_sort(&s->facts);
	return done;
}

static bool judge_cut(struct cut *c, const struct rules *r, const struct rule *rule,
		      const struct test *t, enum outcome_state *state)
{
	struct selftest s;
	struct outcome out;
	bool there;

	selftest_init(&s, r, t, NULL);
	there = apply(c, &s, r);
	if (there) {
		selftest_judge(&s, r, rule, t, &out);
		*state = out.state;
	}
	selftest_release(&s);
	return there;
}

/* How many ways there are to take something away from the test. */
static size_t check_test(const struct rules *r, const struct rule *rule, const struct test *t)
{
	struct cut c = { CUT_NOTHING, 0, 0, "" };
	enum outcome_state whole = OUTCOME_ERROR, state = OUTCOME_ERROR;
	size_t count = 0;

	assert_true(judge_cut(&c, r, rule, t, &whole));
	if (whole != OUTCOME_FINDINGS && whole != OUTCOME_UNDECIDED)
		return 0;
	for (c.kind = CUT_PARTIAL; c.kind < CUT_KINDS; c.kind++) {
		for (c.n = 0;; c.n++, count++) {
			c.seen = 0;
			if (!judge_cut(&c, r, rule, t, &state))
				break;
			if (state == OUTCOME_CLEAR || state == OUTCOME_NOT_APPLICABLE)
				fail_msg("%s:%d: %s is %s, and %s without %s (%d)", t->spot.file,
					 t->spot.line, rule->info.id, outcome_state_name(whole),
					 outcome_state_name(state), c.what, (int)c.kind);
		}
	}
	return count;
}

static size_t check_rules(const struct rules *r)
{
	size_t count = 0;

	for (size_t i = 0; i < r->all.len; i++) {
		const struct rule *rule = r->all.items[i];

		for (size_t k = 0; k < rule->tests.len; k++)
			count += check_test(r, rule, rule->tests.items[k]);
	}
	return count;
}

#define FIND(id) "<find id='" id "' in='text' entry='web/*' string='x'/>"
#define CALL "<rest-call microflow='M' url='u'/>"
#define FLOW "<microflow name='M' concurrent='no' loops='2'/>"
#define EVENT "<scheduled-event name='E' every-seconds='60'><reach loops='3'/></scheduled-event>"
#define FIRES(facts) "<tests><fires>" facts "</fires></tests>"
#define CASE(id, body, facts) RULE("x/" id, body FIRES(facts))

#define GIVEN "<source name='answers' state='complete'/>"
#define ASK(id, attrs) "<question id='" id "'" attrs "><text>?</text><why>So.</why></question>"

static const char tempting[] = PACK(
	ASK("instances", " type='number' fact='environment/@instances'")
	ASK("ready", " type='yes-no'")
	CASE("not", EACH("microflow[not(@concurrent='yes')]", "@name", "{@name}"), FLOW)
	CASE("no-calls", EACH("microflow[not(mx:has('rest-call', 'microflow', @name))]", "@name",
			      "{@name}"), FLOW)
	CASE("count", EACH("app[count(/facts/microflow) &lt; 2]", "'few'", "few"),
	     "<app name='S'/>" FLOW)
	CASE("sum", EACH("app[sum(/facts/microflow/@loops) &gt;= 2]", "'many'", "many"),
	     "<app name='S'/>" FLOW)
	CASE("reach", EACH("scheduled-event[reach/@loops &gt; 2]", "@name", "{@name}"), EVENT)
	CASE("child", EACH("scheduled-event/reach[@loops &gt; 2]", "../@name", "{@loops}"), EVENT)
	CASE("differs", EACH("microflow[@concurrent != 'yes']", "@name", "{@name}"), FLOW)
	CASE("empty", EACH("microflow[string(@concurrent) != 'yes']", "@name", "{@name}"), FLOW)
	CASE("length", EACH("constant[string-length(@value) &lt; 3]", "@name", "{@name}"),
	     "<constant name='A' value='ab'/>")
	CASE("older", EACH("app[mx:version-less(@runtime-version, "
			   "'8')]", "'v'", "{@runtime-version}"),
	     "<app name='S' runtime-version='7.1'/>")
	CASE("newer", EACH("app[not(mx:version-less(@runtime-version, '8'))]", "'v'", "{@name}"),
	     "<app name='S' runtime-version='9.1'/>")
	CASE("applies-not", "<applies select='not(rest-call)'/>"
	     EACH("microflow", "@name", "{@name}"), FLOW)
	CASE("applies", "<applies select=\"app[mx:version-less(@runtime-version, '8')]\"/>"
	     EACH("microflow", "@name", "{@name}"), "<app name='S' runtime-version='7.1'/>" FLOW)
	CASE("applies-held", "<applies select='not(rest-call)'/>"
	     EACH("constant[@value='x']", "@name", "{@name}"), CALL "<source name='graph' "
	     "state='partial'/><constant name='A' value='y'/>")
	CASE("needs", "<needs select='environment/@memory' ask='?'/>"
	     EACH("microflow[@loops &gt; 1]", "@name", "{@name}"), "<environment memory='1'/>" FLOW)
	CASE("needs-not", "<needs select='not(rest-call)' ask='?'/>"
	     EACH("constant[@value='x']", "@name", "{@name}"), CALL
	     "<constant name='A' value='y'/>")
	CASE("needs-or", "<needs select='environment or app' ask='?'/>"
	     EACH("microflow[@loops &gt; 1]", "@name", "{@name}"), "<app name='S'/>" FLOW)
	CASE("stands-in", "<needs select='environment/@instances' question='instances'/>"
	     EACH("microflow[/facts/environment/@instances &gt; 1]", "@name", "{@name}"),
	     GIVEN "<answer question='instances' value='2' by='A' on='2026-01-01'/>" FLOW)
	CASE("stands-in-not", "<needs select='environment/@instances' question='instances'/>"
	     EACH("microflow[not(/facts/environment/@instances = 1)]", "@name", "{@name}"),
	     GIVEN "<answer question='instances' value='2' by='A' on='2026-01-01'/>" FLOW)
	CASE("stated", "<needs question='ready'/>",
	     GIVEN "<answer question='ready' value='no' by='A' on='2026-01-01'/>")
	CASE("stated-fine", "<needs question='ready'/>"
	     EACH("microflow[@loops &gt; 1]", "@name", "{@name}"),
	     GIVEN "<answer question='ready' value='yes' by='A' on='2026-01-01'/>" FLOW)
	CASE("stated-half", "<needs question='ready'/><needs select='rest-call' ask='?'/>"
	     EACH("microflow[@loops &gt; 1]", "@name", "{@name}"),
	     GIVEN "<answer question='ready' value='yes' by='A' on='2026-01-01'/>" FLOW)
	CASE("stated-of-rule", "<needs select='environment/@memory' ask='?'/>"
	     EACH("microflow[@loops &gt; 1]", "@name", "{@name}"),
	     GIVEN "<answer rule='x/stated-of-rule' value='problem' by='A' on='2026-01-01'/>" FLOW)
	CASE("risk", "<needs question='ready'/>", GIVEN "<answer question='ready' "
	     "reason='later' until='2027-01-01' by='A' on='2026-11-01'/>")
	CASE("found", FIND("f1") EACH("app[mx:found('f1')]", "'x'", "x"),
	     "<app name='S'/><match find='f1' entry='web/a' line='1' text='x' count='1'/>")
	CASE("not-found", FIND("f2") EACH("app[not(mx:found('f2'))]", "'x'", "x"), "<app "
		"name='S'/>")
	CASE("match", FIND("f3") EACH("match[@find='f3'][@text='x']", "@text", "{@entry}"),
	     "<match find='f3' entry='web/a' line='1' text='x' count='1'/>")
	CASE("applies-found", FIND("f4") "<applies select=\"mx:found('f4')\"/>"
	     EACH("microflow", "@name", "{@name}"),
	     "<match find='f4' entry='web/a' line='1' text='x' count='1'/>" FLOW)
	CASE("union", EACH("constant[@value='x'] | microflow[@loops &gt; 1]", "@name", "{@name}"),
	     "<constant name='A' value='x'/>" FLOW)
	CASE("last", EACH("microflow[last()]", "@name", "{@name}"), FLOW)
	CASE("false", EACH("microflow[(@concurrent='yes') = false()]", "@name", "{@name}"), FLOW)
	CASE("lower", EACH("constant[mx:lower(@value) != 'x']", "@name", "{@name}"),
	     "<constant name='A' value='Y'/>")
	CASE("listed", EACH("constant[not(mx:listed(@value, 'x y'))]", "@name", "{@name}"),
	     "<constant name='A' value='z'/>")
	CASE("outermost", EACH("constant[mx:outermost(@value) != 'x']", "mx:outermost(@name)",
	     "{@name}"), "<constant name='A.B' value='y/z'/>")
	CASE("scope", EACH("rest-call[mx:host-scope(@url) = 'none']", "@microflow", "{@url}"),
	     "<rest-call microflow='M' url='{1}'/>")
	CASE("days", EACH("scheduled-event[mx:days(@start) &lt; 20000]", "@name", "{@name}"),
	     "<scheduled-event name='E' start='2018-03-01T02:00:00Z'/>")
	CASE("two", "<for-each id='one' select=\"constant[@value='x']\" "
		    "key='@name'><message>{@name}"
	     "</message></for-each><for-each id='two' select='rest-call' key='@url'><message>{@url}"
	     "</message></for-each>", "<constant name='A' value='x'/>" CALL));

static void tempting_conditions(void **state)
{
	struct rules *r = fixture_load(tempting);
	size_t count = check_rules(r);

	(void)state;
	rules_free(r);
	assert_true(count > 1000);
}

/* Tests run in the root of the tree. */
static void shipped_rules(void **state)
{
	static const char *const dirs[] = { "rules.d" };
	struct limits limits = limits_default();
	const struct rules_options options = {
		.dirs = dirs, .dir_count = 1, .as_of = "2026-11-24",
		.vocabulary = analyzers_vocabulary(), .limits = &limits,
	};
	struct err err = ERR_NONE;
	struct rules *r = NULL;
	size_t count;

	(void)state;
	if (rules_load(&r, &options, &err) != 0)
		fail_msg("%s", err.text);
	count = check_rules(r);
	assert_true(count > 10 * r->all.len);
	rules_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tempting_conditions), cmocka_unit_test(shipped_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
