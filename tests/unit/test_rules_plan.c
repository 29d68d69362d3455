/* SPDX-License-Identifier: Apache-2.0 */
/* The plan: reading steps, filling them in, what proves them; and which statement is answered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/selftest.h"
#include "tests/unit/rules_fixture.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"

#define SEE "<see title='S' href='https://example.com/'/>"
#define STEP(attrs, body) \
	"<step id='s' who='operator' " attrs "><title>T</title><text>Do it.</text>" SEE body \
	"</step>"
#define PHASE(steps) "<phase id='p' title='P'>" steps "</phase>"
#define ONE(attrs, body) PACK(PHASE(STEP(attrs, body)))

/* Facts come from the first test of the rule in the pack. */
#define FACTS(facts) \
	RULE("a/b", EACH("constant[@value='bad']", "@name", "{@name}") \
	     "<tests><quiet>" facts "</quiet></tests>")

struct planned {
	struct fixture_run run;
	struct plan plan;
	const struct plan_step *step;	/* the first */
};

static void plan_of(struct planned *p, const char *xml)
{
	struct outcomes outcomes = { .items = &p->run.outcome, .count = 1 };

	fixture_judge(&p->run, xml, "a/b", 0);
	rules_plan(p->run.rules, &p->run.test.facts, &p->run.test.sources, &outcomes,
		   p->run.test.arena, &p->plan);
	p->step = &p->plan.phases[0].steps[0];
}

static void done(struct planned *p)
{
	fixture_done(&p->run);
}

static void structure(void **state)
{
	(void)state;
	fixture_refuse(PACK(PHASE("")), "p.xml:1: 'phase' lacks 'step'");
	fixture_refuse(ONE("", ""), "p.xml:1: 'step' lacks attribute 'undo'");
	fixture_refuse(ONE("undo='maybe'", ""),
		       "p.xml:1: attribute 'undo' of 'step' is 'maybe', not one of yes|until|no");
	fixture_refuse(ONE("undo='yes' duration='2 days'", ""),
		       "p.xml:1: attribute 'duration' of 'step' is '2 days', not a duration such "
		       "as '30min', '2-6h', '1-2d' or '3w'");
	fixture_refuse(ONE("undo='no'", ""),
		       "p.xml:1: step 's': 'back' goes with undo=\"until\" or \"no\", and only "
		       "with these");
	fixture_refuse(ONE("undo='yes'", "<back>Never.</back>"),
		       "p.xml:1: step 's': 'back' goes with undo=\"until\" or \"no\", and only "
		       "with these");
	fixture_refuse(ONE("undo='yes' work='findings'", "<done select='app'>Yes.</done>"),
		       "p.xml:1: step 's': 'work' says itself when it is done, without 'done'");
	fixture_refuse(PACK(PHASE(STEP("undo='yes'", "") STEP("undo='yes'", ""))),
		       "p.xml:1: step 's' is already at p.xml:1");
	fixture_refuse(PACK(PHASE(STEP("undo='yes'", ""))
			    "<phase id='p' title='Q'>" STEP("undo='yes'", "") "</phase>"),
		       "p.xml:1: phase 'p' has another title at p.xml:1");
	fixture_refuse(ONE("undo='yes'", "<list select='constant'/>"), "p.xml:1: 'list' is empty");
}

static void names(void **state)
{
	(void)state;
	fixture_refuse(ONE("undo='yes'", "<applies select='konstant'/>"),
		       "p.xml:1: 'konstant': column 1: unknown fact 'konstant'; did you mean "
		       "'constant'?");
	fixture_refuse(ONE("undo='yes'", "<list select='constant'>{@nam}</list>"),
		       "p.xml:1: '{@nam}': column 2: unknown attribute 'nam' of 'constant'; did "
		       "you mean 'name'?");
	fixture_refuse(ONE("undo='yes'", "<list select='constant/@name'>x</list>"),
		       "p.xml:1: 'constant/@name' selects attributes or text, not facts");
	fixture_refuse(ONE("undo='yes'", "<list select='constant' done='@sise'>x</list>"),
		       "p.xml:1: '@sise': column 2: unknown attribute 'sise' of 'constant'; did "
		       "you mean 'size'?");
	fixture_refuse(ONE("undo='yes'", "<done select='$limit'>x</done>"),
		       "p.xml:1: '$limit': column 1: unknown variable '$limit'");
	fixture_refuse(ONE("undo='yes'", "<request to='S' subject='A'><field name='N' "
					 "value='app/@nane'/></request>"),
		       "p.xml:1: '{app/@nane}': column 6: unknown attribute 'nane' of 'app'; did "
		       "you mean 'name'?");
}

static void filled(void **state)
{
	struct planned p;

	(void)state;
	plan_of(&p, PACK(FACTS("<app name='Shop'/><constant name='B'/><constant name='A'/>")
			 PHASE("<step id='s' who='operator' undo='until' duration='2-6h'>"
			       "<title>Set {count(constant)} values of {app/@name}</title>"
			       "<text>One: {app/@runtime-version}.</text><text>Two.</text>"
			       "<back>Until later.</back>"
			       "<list title='Values' select='constant'>{@name}{@value}</list>"
			       "<request to='Support' subject='Move'><line>Move it.</line>"
			       "<field name='App' value='app/@name'/>"
			       "<field name='Version' value='app/@runtime-version'/>"
			       "<field name='Day'/></request>" SEE "</step>")));
	assert_string_equal(p.step->title, "Set 2 values of Shop");
	assert_string_equal(p.step->texts[0], "One: " PLAN_BLANK ".");
	assert_string_equal(p.step->texts[1], "Two.");
	assert_null(p.step->texts[2]);
	assert_int_equal(p.step->info->undo, PLAN_UNDO_UNTIL);
	assert_string_equal(p.step->info->back, "Until later.");
	assert_string_equal(p.step->info->duration, "2-6h");
	assert_int_equal(p.step->list_count, 1);
	assert_int_equal(p.step->lists[0].count, 2);
	assert_string_equal(p.step->lists[0].title, "Values");
	assert_string_equal(p.step->lists[0].items[0].text, "A");
	assert_int_equal(p.step->state, PLAN_UNKNOWN);
	assert_null(p.step->reason);
	assert_int_equal(p.step->request->count, 4);
	assert_null(p.step->request->lines[0].field);
	assert_string_equal(p.step->request->lines[1].text, "Shop");
	assert_string_equal(p.step->request->lines[2].text, PLAN_BLANK);
	assert_string_equal(p.step->request->lines[3].text, PLAN_BLANK);
	assert_int_equal(plan_count(&p.plan), 1);
	done(&p);
}

#define PROOF \
	"<done select=\"mx:has('constant')\">There are {count(constant)}.</done>"

static void proven(void **state)
{
	struct planned p;

	(void)state;
	plan_of(&p, PACK(FACTS("<constant name='A'/>") PHASE(STEP("undo='yes'", PROOF))));
	assert_int_equal(p.step->state, PLAN_DONE);
	assert_string_equal(p.step->proof, "There are 1.");
	done(&p);
	plan_of(&p, PACK(FACTS("<app name='Shop'/>") PHASE(STEP("undo='yes'", PROOF))));
	assert_int_equal(p.step->state, PLAN_OPEN);
	assert_null(p.step->proof);
	assert_null(p.step->option);
	done(&p);
	plan_of(&p, PACK(FACTS("<source name='metadata' state='partial'/>")
			 PHASE(STEP("undo='yes'", PROOF))));
	assert_int_equal(p.step->state, PLAN_UNKNOWN);
	assert_string_equal(p.step->reason, "the package's metadata was read in part");
	assert_null(p.step->option);
	done(&p);
}

/* Where all that lacks is an input, its option is named. */
static void provable(void **state)
{
	struct planned p;

	(void)state;
	plan_of(&p, PACK(FACTS("<app name='A'/>")
			 PHASE(STEP("undo='yes'", "<done select='environment'>x</done>"))));
	assert_int_equal(p.step->state, PLAN_UNKNOWN);
	assert_string_equal(p.step->option, "--v4 FILE");
	done(&p);
	plan_of(&p, PACK(FACTS("<source name='metadata' state='partial'/>")
			 PHASE(STEP("undo='yes'",
				    "<done select='environment and constant'>x</done>"))));
	assert_null(p.step->option);
	assert_non_null(p.step->reason);
	done(&p);
}

/* What was not read could have made it false. */
static void never_proven_in_part(void **state)
{
	struct planned p;

	(void)state;
	plan_of(&p, PACK(FACTS("<source name='metadata' state='partial'/>")
			 PHASE(STEP("undo='yes'", "<done select='not(constant)'>None.</done>"))));
	assert_int_equal(p.step->state, PLAN_UNKNOWN);
	done(&p);
}

#define SET "<list select='constant' done=\"@state='default'\">{@name}</list>"

static void items(void **state)
{
	struct planned p;

	(void)state;
	plan_of(&p, PACK(FACTS("<constant name='A' state='default'/><constant name='B'/>")
			 PHASE(STEP("undo='yes'", SET))));
	assert_int_equal(p.step->lists[0].items[0].state, PLAN_DONE);
	assert_int_equal(p.step->lists[0].items[1].state, PLAN_OPEN);
	assert_int_equal(p.step->state, PLAN_OPEN);
	done(&p);
	plan_of(&p, PACK(FACTS("<constant name='A' state='default'/>")
			 PHASE(STEP("undo='yes'", SET))));
	assert_int_equal(p.step->state, PLAN_DONE);
	done(&p);
	plan_of(&p, PACK(FACTS("<constant name='A' state='default'/>"
			       "<source name='metadata' state='partial'/>")
			 PHASE(STEP("undo='yes'", SET))));
	assert_int_equal(p.step->state, PLAN_UNKNOWN);
	assert_string_equal(p.step->partial, "the package's metadata was read in part");
	done(&p);
	plan_of(&p, PACK(FACTS("<constant name='A' value='x'/><constant name='B' value='x'/>")
			 PHASE(STEP("undo='yes'", "<list select='constant'>{@value}</list>"))));
	assert_int_equal(p.step->lists[0].count, 1);
	done(&p);
}

static void titles(void **state)
{
	struct planned p;

	(void)state;
	plan_of(&p, PACK(FACTS("<constant name='A'/>")
			 PHASE(STEP("undo='yes'",
				    "<list title='One' select='microflow'>{@name}</list>"
				    "<list tick='no' select='constant'>{@name}</list>"
				    "<list select='constant'>again {@name}</list>"))));
	assert_int_equal(p.step->list_count, 2);
	assert_string_equal(p.step->lists[0].title, "One");
	assert_false(p.step->lists[0].tick);
	assert_null(p.step->lists[1].title);
	assert_true(p.step->lists[1].tick);
	done(&p);
}

static void applies(void **state)
{
	struct planned p;

	(void)state;
	plan_of(&p, PACK(FACTS("<app name='Shop'/>")
			 PHASE(STEP("undo='yes'", "<applies select='constant'/>"))));
	assert_int_equal(p.step->state, PLAN_NOT_APPLICABLE);
	assert_int_equal(p.step->number, 0);
	assert_int_equal(plan_count(&p.plan), 0);
	done(&p);
	plan_of(&p, PACK(FACTS("<source name='metadata' state='absent'/>")
			 PHASE(STEP("undo='yes'", "<applies select='constant'/>"))));
	assert_int_equal(p.step->state, PLAN_UNKNOWN);
	assert_int_equal(p.step->number, 1);
	assert_string_equal(p.step->perhaps, "the package's metadata was not read");
	done(&p);
}

static void work(void **state)
{
	struct planned p;

	(void)state;
	plan_of(&p, PACK(RULE("a/b", EACH("constant", "@name", "{@name}")
			      "<tests><fires><constant name='A'/></fires></tests>")
			 PHASE(STEP("undo='yes' work='findings'", ""))));
	assert_int_equal(p.step->state, PLAN_OPEN);
	assert_string_equal(p.step->lists[0].items[0].text, "T (action, a/b)");
	done(&p);
	plan_of(&p, PACK(RULE("a/b", EACH("constant", "@name", "{@name}")
			      "<tests><quiet><app name='A'/></quiet></tests>")
			 PHASE(STEP("undo='yes' work='findings'", ""))));
	assert_int_equal(p.step->state, PLAN_DONE);
	done(&p);
	plan_of(&p, PACK(RULE("a/b", "<needs select='constant' ask='Which one?'/>"
			      EACH("constant", "@name", "{@name}")
			      "<tests><undecided><app name='A'/></undecided></tests>")
			 PHASE(STEP("undo='yes' work='questions'", ""))));
	assert_int_equal(p.step->state, PLAN_OPEN);
	assert_string_equal(p.step->lists[0].items[0].text, "Which one?");
	done(&p);
	plan_of(&p, PACK(RULE("a/b", "<needs select='constant' ask='Which one?'/>"
			      EACH("constant", "@name", "{@name}")
			      "<tests><undecided><app name='A'/></undecided></tests>")
			 PHASE(STEP("undo='yes' work='findings'", ""))));
	assert_int_equal(p.step->state, PLAN_UNKNOWN);
	assert_string_equal(p.step->reason, "1 rule is not decided");
	rules_plan(p.run.rules, &p.run.test.facts, &p.run.test.sources,
		   &(struct outcomes){ .count = 0 }, p.run.test.arena, &p.plan);
	assert_int_equal(p.plan.phases[0].steps[0].state, PLAN_UNKNOWN);
	assert_string_equal(p.plan.phases[0].steps[0].reason, "0 of 1 rules were judged");
	done(&p);
}

/* What cannot be evaluated is unknown, and says why. */
static void limits(void **state)
{
	struct planned p;

	(void)state;
	plan_of(&p, PACK(FACTS("<constant name='A'/><constant name='B'/>")
			 PHASE(STEP("undo='yes'",
				    "<done select='constant[@name != 1]'>x</done>"))));
	p.run.rules->limits.xpath_steps = 1;
	rules_plan(p.run.rules, &p.run.test.facts, &p.run.test.sources,
		   &(struct outcomes){ .count = 0 }, p.run.test.arena, &p.plan);
	assert_int_equal(p.plan.phases[0].steps[0].state, PLAN_UNKNOWN);
	assert_non_null(strstr(p.plan.phases[0].steps[0].reason, "--max-xpath-steps"));
	done(&p);
}

#define STATEMENT(id, more) \
	"<statement id='" id "'><text>It | so.</text>" SEE more "</statement>"
#define TOPIC(statements) "<topic title='Net'>" statements "</topic>"
#define COVERING(attrs, body) \
	"<rule id='a/b'" RULE_ATTRS " " attrs "><title>T</title>" WORDS \
	EACH("constant[@value='bad']", "@name", "{@name}") body \
	"<tests><fires><constant name='A' value='bad'/></fires>" \
	"<quiet><constant name='A' value='x'/></quiet>" \
	"<undecided><source name='metadata' state='absent'/></undecided></tests></rule>"

static void lint_of(const char *xml, const char *expected)
{
	struct rules *r = fixture_load(xml);
	CLEANUP(buf_release) struct buf text = { .max = 1 << 16 };
	struct rules_report report = { .text = &text };

	rules_lint(r, "2026-11-24", false, &report);
	assert_string_equal(buf_text(&text), expected);
	rules_free(r);
}

static void statements(void **state)
{
	(void)state;
	fixture_refuse(PACK(TOPIC(STATEMENT("net-001", ""))),
		       "p.xml:1: attribute 'id' of 'statement' is 'net-001', not the id of a "
		       "statement such as 'NET-001'");
	fixture_refuse(PACK(TOPIC(STATEMENT("NET-001", "") STATEMENT("NET-001", ""))),
		       "p.xml:1: statement 'NET-001' is already at p.xml:1");
	fixture_refuse(PACK(COVERING("covers='NET-1'", "")),
		       "p.xml:1: attribute 'covers' of 'rule' is 'NET-1', not ids of statements "
		       "such as 'NET-001 URL-012'");
	lint_of(PACK(TOPIC(STATEMENT("NET-001", ""))),
		"p.xml:1: pack: statement 'NET-001' has no answer: no rule, question or step "
		"covers it, and no reason says why\n");
	lint_of(PACK(TOPIC(STATEMENT("NET-001", "<left-out>No.</left-out>"))), "");
	lint_of(PACK(TOPIC(STATEMENT("NET-001", "")) COVERING("covers='NET-001'", "")), "");
	lint_of(PACK(TOPIC(STATEMENT("NET-001", "")) PHASE(STEP("undo='yes' covers='NET-001'",
								 ""))), "");
	lint_of(PACK(TOPIC(STATEMENT("NET-001", "<left-out>No.</left-out>"))
		     COVERING("covers='NET-001'", "")),
		"p.xml:1: pack: statement 'NET-001' is left out and answered, too\n");
	lint_of(PACK(COVERING("covers='NET-001'", "")),
		"p.xml:1: a/b: covers 'NET-001', which no pack states\n");
	lint_of(PACK(TOPIC(STATEMENT("NET-001", ""))
		     COVERING("", "<needs select='app' ask='?' covers='NET-001 NET-001'/>")),
		"p.xml:1: a/b: covers 'NET-001' twice\n");
}

static void coverage(void **state)
{
	struct rules *r = fixture_load(PACK(
		TOPIC(STATEMENT("NET-001", "") STATEMENT("NET-002", "<left-out>No.</left-out>")
		      STATEMENT("NET-003", "<note>In part.</note>"))
		COVERING("covers='NET-001'", "<needs select='app' ask='?' covers='NET-003'/>")
		PHASE(STEP("undo='yes' covers='NET-001'", ""))));
	CLEANUP(buf_release) struct buf text = { .max = 1 << 16 };

	(void)state;
	rules_coverage_write(r, &text);
	assert_non_null(strstr(buf_text(&text), "3 statements. Answered by a rule: 1, "
			       "by a question: 2, by a step of the plan: 1; an\nanswer may be all "
			       "three. Left out: 1.\n"));
	assert_non_null(strstr(buf_text(&text), "\n## Net\n\n| id | statement | answer |\n"
		"| --- | --- | --- |\n"
		"| NET-001 | It \\| so. ([S](https://example.com/)) | `a/b` (action, asks); "
		"step `s` |\n"
		"| NET-002 | It \\| so. ([S](https://example.com/)) | Left out: No. |\n"
		"| NET-003 | It \\| so. ([S](https://example.com/)) | question of `a/b`. In part. "
		"|\n"));
	rules_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(structure), cmocka_unit_test(names), cmocka_unit_test(filled),
		cmocka_unit_test(proven), cmocka_unit_test(provable),
		cmocka_unit_test(never_proven_in_part), cmocka_unit_test(items),
		cmocka_unit_test(titles),
		cmocka_unit_test(applies), cmocka_unit_test(work),
		cmocka_unit_test(limits), cmocka_unit_test(statements), cmocka_unit_test(coverage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
