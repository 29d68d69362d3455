/* SPDX-License-Identifier: Apache-2.0 */
/* Questions of a pack, what answers may be, and what they do to a rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "core/reply.h"
#include "tests/unit/rules_fixture.h"
#include "util/arena.h"
#include "util/err.h"

#define QUESTION(id, attrs) \
	"<question id='" id "'" attrs "><text>What of " id "?</text><why>So.</why></question>"
#define QUESTIONS QUESTION("instances", " type='number' fact='environment/@instances'") \
	QUESTION("memory", " type='bytes' fact='environment/@memory'") \
	QUESTION("ready", " type='yes-no'") QUESTION("framed", " type='yes-no' fine='no'") \
	QUESTION("version", " type='text' fact='app/@runtime-version'") \
	QUESTION("start", " type='date' fact='scheduled-event/@start'") \
	QUESTION("level", " type='choice' choices='low|high' fact='app/@name'")
#define CASE(body, facts) \
	PACK(QUESTIONS RULE("a/b", body "<tests><fires>" facts "</fires></tests>"))
#define GIVEN "<source name='answers' state='complete'/>"
#define ANSWER(question, value) "<answer question='" question "' value='" value \
	"' by='M. Smit' on='2026-11-20' place='a.yaml:3'/>"
#define READY "<needs question='ready'/>"
#define SCALED "<needs select='environment/@instances' question='instances'/>" \
	EACH("environment[@instances &gt; 1]", "'many'", "on {@instances}")
#define CALLED "<needs select=\"mx:given('graph')\" question='ready'/>" \
	EACH("rest-call", "@url", "{@url}")
#define NO_GRAPH "<source name='graph' state='absent'/>"

static struct fixture_run *judge(struct fixture_run *run, const char *xml)
{
	fixture_judge(run, xml, "a/b", 0);
	return run;
}

static void expect(const char *xml, enum outcome_state state, size_t stated)
{
	struct fixture_run run;

	judge(&run, xml);
	if (run.outcome.state != state || run.outcome.stated_count != stated)
		fail_msg("%s, %zu stated (%s)", outcome_state_name(run.outcome.state),
			 run.outcome.stated_count,
			 run.outcome.reason == NULL ? "" : run.outcome.reason);
	fixture_done(&run);
}

static void asked(void **state)
{
	struct fixture_run run;

	(void)state;
	judge(&run, CASE("<needs select='environment/@memory' question='memory'/>" READY, ""));
	assert_int_equal(run.outcome.state, OUTCOME_UNDECIDED);
	assert_string_equal(run.outcome.question, "What of memory?");
	assert_string_equal(run.outcome.ask_option, "--v4 FILE or --answers FILE");
	assert_int_equal(run.outcome.ask_count, 2);
	assert_string_equal(run.outcome.asks[0].question, "memory");
	assert_string_equal(run.outcome.asks[0].takes, "a size, such as 512m or 2g");
	assert_string_equal(run.outcome.asks[1].question, "ready");
	assert_string_equal(run.outcome.asks[1].why, "So.");
	fixture_done(&run);

	/* A file of answers need not have them all. */
	judge(&run, CASE(READY, GIVEN));
	assert_int_equal(run.outcome.state, OUTCOME_UNDECIDED);
	assert_true(run.outcome.open);
	assert_string_equal(run.outcome.reason, "nobody has answered it");
	assert_string_equal(run.outcome.ask_option, "--answers FILE");
	fixture_done(&run);
}

static void yes_and_no(void **state)
{
	struct fixture_run run;

	(void)state;
	judge(&run, CASE(READY, GIVEN ANSWER("ready", "yes")));
	assert_int_equal(run.outcome.state, OUTCOME_CLEAR);
	assert_true(run.outcome.by_statement);
	assert_string_equal(run.outcome.rule->clear,
			    "What of ready? – 'yes' was stated by M. Smit on 2026-11-20");
	assert_int_equal(run.outcome.stated[0].effect, STATED_DECIDES);
	assert_string_equal(run.outcome.stated[0].place, "a.yaml:3");
	fixture_done(&run);

	judge(&run, CASE(READY, GIVEN ANSWER("ready", "no")));
	assert_int_equal(run.outcome.state, OUTCOME_FINDINGS);
	assert_int_equal(run.outcome.finding_count, 1);
	assert_string_equal(run.outcome.findings[0].message,
			    "What of ready? – 'no' was stated by M. Smit on 2026-11-20");
	assert_int_equal(run.outcome.findings[0].severity, SEVERITY_ACTION);
	assert_string_equal(run.outcome.findings[0].places[0].origin, "a.yaml:3");
	assert_int_equal(strlen(run.outcome.findings[0].fingerprint), 16);
	fixture_done(&run);

	expect(CASE("<needs question='framed'/>", GIVEN ANSWER("framed", "no")), OUTCOME_CLEAR, 1);
	expect(CASE("<needs question='framed'/>", GIVEN ANSWER("framed", "yes")),
	       OUTCOME_FINDINGS, 1);
	/* The file was not given: what stands in the facts counts for nothing. */
	expect(CASE(READY, ANSWER("ready", "yes")), OUTCOME_UNDECIDED, 0);
	/* One of two is not enough, a problem is. */
	expect(CASE(READY "<needs question='framed'/>", GIVEN ANSWER("ready", "yes")),
	       OUTCOME_UNDECIDED, 1);
	expect(CASE(READY "<needs question='framed'/>", GIVEN ANSWER("ready", "no")),
	       OUTCOME_FINDINGS, 1);
}

/* What is fine about a source settles the parts that rest on it, and no others. */
static void settled(void **state)
{
	(void)state;
	expect(CASE(CALLED, NO_GRAPH GIVEN ANSWER("ready", "yes")), OUTCOME_CLEAR, 1);
	expect(CASE("<needs select=\"mx:given('graph')\" question='ready'/>"
		    EACH("microflow", "@name", "{@name}"),
		    NO_GRAPH "<microflow name='M'/>" GIVEN ANSWER("ready", "yes")),
	       OUTCOME_FINDINGS, 1);
	expect(CASE("<needs select=\"mx:given('graph')\" question='ready'/>"
		    EACH("microflow", "@name", "{@name}"),
		    NO_GRAPH "<source name='model' state='absent'/>" GIVEN
		    ANSWER("ready", "yes")), OUTCOME_UNDECIDED, 1);
}

static void stands_in(void **state)
{
	struct fixture_run run;

	(void)state;
	judge(&run, CASE(SCALED, GIVEN ANSWER("instances", "2")));
	assert_int_equal(run.outcome.state, OUTCOME_FINDINGS);
	assert_false(run.outcome.by_statement);
	assert_int_equal(run.outcome.stated[0].effect, STATED_SUPPLIES);
	assert_string_equal(run.outcome.findings[0].message, "on 2");
	assert_string_equal(run.outcome.findings[0].stated,
			    "'2' was stated by M. Smit on 2026-11-20");
	fixture_done(&run);

	judge(&run, CASE(SCALED, GIVEN ANSWER("instances", "1")));
	assert_int_equal(run.outcome.state, OUTCOME_CLEAR);
	assert_true(run.outcome.by_statement);
	fixture_done(&run);

	/* Beside an attribute that was read, and in place of an empty one. */
	expect(CASE(SCALED, "<source name='v4-environment' state='complete'/>"
		    "<environment memory='7'/>" GIVEN ANSWER("instances", "2")),
	       OUTCOME_FINDINGS, 1);
	expect(CASE("<needs select=\"app[@runtime-version != '']\" question='version'/>"
		    EACH("app[mx:version-less(@runtime-version, '8')]", "'v'", "old"),
		    "<app name='S' runtime-version=''/>" GIVEN ANSWER("version", "7.1")),
	       OUTCOME_FINDINGS, 1);
	/* Not enough for the need: still asked. */
	expect(CASE("<needs select='environment[@instances][@memory]' question='instances'/>"
		    EACH("environment", "'x'", "x"), GIVEN ANSWER("instances", "2")),
	       OUTCOME_UNDECIDED, 0);
	/* Whether the rule applies at all is not what was asked. */
	expect(CASE("<applies select='environment/@memory'/>" SCALED,
		    GIVEN ANSWER("instances", "2")), OUTCOME_UNDECIDED, 0);
	/* Another rule that looks at the same source without asking is as blind as before. */
	expect(CASE(EACH("environment[@instances &gt; 1]", "'x'", "x"),
		    GIVEN ANSWER("instances", "2")), OUTCOME_UNDECIDED, 0);
}

static void overruled(void **state)
{
	struct fixture_run run;

	(void)state;
	judge(&run, CASE(SCALED, "<source name='v4-environment' state='complete'/>"
			 "<environment instances='1'/>" GIVEN ANSWER("instances", "2")));
	assert_int_equal(run.outcome.state, OUTCOME_CLEAR);
	assert_false(run.outcome.by_statement);
	assert_int_equal(run.outcome.stated[0].effect, STATED_OVERRULED);
	assert_string_equal(run.outcome.stated[0].found, "1");
	fixture_done(&run);

	judge(&run, CASE(CALLED, "<rest-call microflow='M' url='u'/>" GIVEN
			 ANSWER("ready", "yes")));
	assert_int_equal(run.outcome.state, OUTCOME_FINDINGS);
	assert_int_equal(run.outcome.stated[0].effect, STATED_OVERRULED);
	assert_string_equal(run.outcome.stated[0].found, "u");
	fixture_done(&run);

	expect(CASE(CALLED, GIVEN ANSWER("ready", "no")), OUTCOME_CLEAR, 1);
	/* What was read agrees: nothing to tell. */
	expect(CASE(CALLED, GIVEN ANSWER("ready", "yes")), OUTCOME_CLEAR, 0);
}

#define OF_RULE(value) "<answer rule='a/b' value='" value "' by='M. Smit' on='2026-11-20'/>"
#define RISK(attr, until) "<answer " attr " reason='later' until='" until \
	"' by='M. Smit' on='2026-11-01' place='a.yaml:9'/>"

static void of_rule(void **state)
{
	(void)state;
	expect(CASE(EACH("rest-call", "@url", "u"), NO_GRAPH GIVEN OF_RULE("fine")),
	       OUTCOME_CLEAR, 1);
	expect(CASE(EACH("rest-call", "@url", "u"), NO_GRAPH GIVEN OF_RULE("problem")),
	       OUTCOME_FINDINGS, 1);
	expect(CASE(EACH("rest-call", "@url", "u"), "<rest-call microflow='M' url='u'/>" GIVEN
		    OF_RULE("fine")), OUTCOME_FINDINGS, 1);
	expect(CASE("<applies select='app'/>" EACH("rest-call", "@url", "u"), GIVEN
		    OF_RULE("problem")), OUTCOME_NOT_APPLICABLE, 0);
}

#define OWN(fine) "<needs select=\"mx:given('graph')\" ask='Is it so?'" fine "/>" \
	EACH("rest-call", "@url", "u")

/* A rule's own question takes yes or no. */
static void own_question(void **state)
{
	struct fixture_run run;

	(void)state;
	judge(&run, CASE(OWN(""), NO_GRAPH GIVEN));
	assert_string_equal(run.outcome.asks[0].takes, "yes or no");
	assert_null(run.outcome.asks[0].question);
	fixture_done(&run);
	judge(&run, CASE(OWN(""), NO_GRAPH GIVEN OF_RULE("no")));
	assert_int_equal(run.outcome.state, OUTCOME_FINDINGS);
	assert_string_equal(run.outcome.findings[0].message,
			    "Is it so? – 'no' was stated by M. Smit on 2026-11-20");
	fixture_done(&run);
	expect(CASE(OWN(""), NO_GRAPH GIVEN OF_RULE("yes")), OUTCOME_CLEAR, 1);
	expect(CASE(OWN(""), NO_GRAPH GIVEN OF_RULE("fine")), OUTCOME_CLEAR, 1);
	expect(CASE(OWN(" fine='no'"), NO_GRAPH GIVEN OF_RULE("no")), OUTCOME_CLEAR, 1);
	expect(CASE(OWN(" fine='no'"), NO_GRAPH GIVEN OF_RULE("yes")), OUTCOME_FINDINGS, 1);
	expect(CASE(OWN(" fine='no'"), NO_GRAPH GIVEN OF_RULE("problem")), OUTCOME_FINDINGS, 1);
}

static void accepted(void **state)
{
	struct fixture_run run;

	(void)state;
	judge(&run, CASE(READY, GIVEN RISK("question='ready'", "2027-01-01")));
	assert_int_equal(run.outcome.state, OUTCOME_FINDINGS);
	assert_true(run.outcome.findings[0].waived);
	assert_string_equal(run.outcome.findings[0].message,
			    "What of ready? – not known; accepted as a risk until 2027-01-01 by "
			    "M. Smit on 2026-11-01: later");
	assert_int_equal(run.outcome.stated[0].effect, STATED_ACCEPTED);
	fixture_done(&run);

	expect(CASE(READY, GIVEN RISK("rule='a/b'", "2027-01-01")), OUTCOME_FINDINGS, 1);
	/* The day of these audits is 2026-11-24. */
	expect(CASE(READY, GIVEN RISK("question='ready'", "2026-11-24")), OUTCOME_FINDINGS, 1);
	expect(CASE(READY, GIVEN RISK("question='ready'", "2026-11-23")), OUTCOME_UNDECIDED, 0);
	expect(CASE(READY "<needs question='framed'/>",
		    GIVEN RISK("question='ready'", "2027-01-01")), OUTCOME_UNDECIDED, 1);
}

static void packs(void **state)
{
#define REFUSE(xml, message) fixture_refuse(PACK(xml), "p.xml:1: " message)
	(void)state;
	REFUSE(QUESTION("q", " type='choice' fact='app/@name'"),
	       "question 'q' lacks attribute 'choices'");
	REFUSE(QUESTION("q", " type='text' choices='a|b' fact='app/@name'"),
	       "question 'q' is no choice and takes no 'choices'");
	REFUSE(QUESTION("q", " type='text' fine='yes' fact='app/@name'"),
	       "question 'q': 'fine' goes with type yes-no only");
	REFUSE(QUESTION("q", " type='number'"),
	       "question 'q' lacks attribute 'fact': what does its answer stand in for?");
	REFUSE(QUESTION("q", " type='yes-no' fact='app/@name'"),
	       "question 'q': yes or no stands in for no fact");
	REFUSE(QUESTION("q", " type='text' fact='app'"),
	       "question 'q': 'app' is not like 'fact/@attribute'");
	REFUSE(QUESTION("q", " type='text' fact='app/@nom'"),
	       "question 'q': there is no 'app/@nom' that an answer could stand in for");
	REFUSE(QUESTION("q", " type='yes-no'") QUESTION("q", " type='yes-no'"),
	       "question 'q' is already at p.xml:1");
	REFUSE(RULE("a/b", "<needs question='q'/>"), "unknown question 'q'");
	REFUSE(QUESTIONS RULE("a/b", "<needs question='ready' fine='no'/>"),
	       "'fine' stands with the question 'ready' itself");
	REFUSE(RULE("a/b", "<needs select='app'/>"), "'needs' lacks attribute 'ask' or 'question'");
	REFUSE(RULE("a/b", "<needs ask='?'/>"),
	       "'needs' lacks attribute 'select'; only a question of the pack can do without");
	REFUSE(QUESTIONS RULE("a/b", "<needs question='memory'/>"),
	       "'needs' lacks attribute 'select': an answer to 'memory' stands in for a fact");
	REFUSE(RULE("a/b", EACH("answer", "@rule", "x")),
	       "'answer': answers are not looked at; let a 'needs' name a question of the pack");
}

static void check(struct rules *r, struct reply a, const char *message, const char *value)
{
	struct arena *arena = arena_new();
	struct err err = ERR_NONE;

	if (a.by == NULL)
		a.by = "M. Smit";
	if (a.on == NULL)
		a.on = "2026-11-20";
	if (rules_check_reply(r, &a, arena, &err) == 0) {
		assert_null(message);
		if (value != NULL)
			assert_string_equal(a.value, value);
	} else {
		assert_non_null(message);
		assert_string_equal(err.text, message);
	}
	arena_free(arena);
}

static void replies(void **state)
{
	struct rules *r = fixture_load(PACK(QUESTIONS
		"<rule id='a/b' severity='blocker' owner='o' verified='2026-11-20' basis='code'>"
		"<title>T</title>" WORDS READY "</rule>"
		RULE("a/c", "<needs select='app' ask='Is it?'/>" EACH("app", "'x'", "x"))));
	(void)state;
#define Q(q, v) (struct reply){ .question = q, .value = v }
	check(r, Q("ready", "YES"), NULL, "yes");
	check(r, Q("ready", "false"), NULL, "no");
	check(r, Q("ready", "perhaps"), "'ready' takes yes or no", NULL);
	check(r, Q("instances", "02"), NULL, "2");
	check(r, Q("instances", "-1"), "'instances' takes a whole number, such as 2", NULL);
	check(r, Q("instances", "2.5"), "'instances' takes a whole number, such as 2", NULL);
	check(r, Q("memory", "2g"), NULL, "2147483648");
	check(r, Q("memory", "much"), "'memory' takes a size, such as 512m or 2g", NULL);
	check(r, Q("level", "high"), NULL, "high");
	check(r, Q("level", "higher"), "'level' takes one of low/high", NULL);
	check(r, Q("start", "2026-02-29"), "'start' takes a day, as YYYY-MM-DD", NULL);
	check(r, Q("version", "any words"), NULL, "any words");
	check(r, Q("raedy", "yes"), "no pack has this question; did you mean 'ready'?", NULL);
	check(r, (struct reply){ .rule = "a/d", .value = "fine" },
	      "no pack has this rule; did you mean 'a/b'?", NULL);
	check(r, (struct reply){ .rule = "a/b", .value = "yes" }, "a rule takes fine or problem",
	      NULL);
	check(r, (struct reply){ .rule = "a/c", .value = "True" }, NULL, "yes");
	check(r, (struct reply){ .rule = "a/c", .value = "problem" }, NULL, "problem");
	check(r, (struct reply){ .rule = "a/c", .value = "maybe" }, "'a/c' takes yes or no", NULL);
	check(r, (struct reply){ .rule = "a/b", .value = "fine" }, NULL, "fine");
	check(r, (struct reply){ .rule = "a/b", .value = "fine", .on = "2026-11-25" },
	      "'on' is after the day of the audit, 2026-11-24", NULL);
#define ACCEPT(q, day) (struct reply){ .question = q, .reason = "later", .until = day }
	check(r, ACCEPT("ready", "2027-05-19"), NULL, NULL);
	check(r, ACCEPT("ready", "2027-05-20"),
	      "what could be a blocker may be accepted for 180 days at most", NULL);
	check(r, ACCEPT("framed", "2027-11-21"), NULL, NULL);
	check(r, ACCEPT("framed", "2027-11-22"), "a risk may be accepted for a year at most", NULL);
	rules_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asked), cmocka_unit_test(yes_and_no), cmocka_unit_test(settled),
		cmocka_unit_test(stands_in), cmocka_unit_test(overruled), cmocka_unit_test(of_rule),
		cmocka_unit_test(own_question), cmocka_unit_test(accepted), cmocka_unit_test(packs),
		cmocka_unit_test(replies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
