/* SPDX-License-Identifier: Apache-2.0 */
/* The order in which a rule is decided, and what an outcome says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/rules_fixture.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/digest.h"
#include "util/err.h"

/* Judges the only test of the only rule. */
static void judge(struct fixture_run *run, const char *xml)
{
	fixture_judge(run, xml, "a/b", 0);
}

static void expect(const char *xml, enum outcome_state state)
{
	struct fixture_run run;

	judge(&run, xml);
	if (run.outcome.state != state)
		fail_msg("%s (%s)", outcome_state_name(run.outcome.state),
			 run.outcome.reason == NULL ? "" : run.outcome.reason);
	fixture_done(&run);
}

/* A rule with one test of the kind fires; the kind does not matter here. */
#define CASE(body, facts) PACK(RULE("a/b", body "<tests><fires>" facts "</fires></tests>"))
#define CONSTANTS EACH("constant[@value='bad']", "@name", "{@name} is {@value}")
#define BAD "<constant name='A' value='bad'/>"
#define GOOD "<constant name='A' value='good'/>"
#define SOURCE(name, state) "<source name='" name "' state='" state "' reason='torn'/>"
#define ON_9 "<applies select=\"app[starts-with(@runtime-version, '9.')]\"/>"
#define APP(version) "<app name='Shop' runtime-version='" version "'/>"

static void findings_and_clear(void **state)
{
	(void)state;
	expect(CASE(CONSTANTS, BAD), OUTCOME_FINDINGS);
	expect(CASE(CONSTANTS, GOOD), OUTCOME_CLEAR);
	expect(CASE(CONSTANTS, ""), OUTCOME_CLEAR);
}

static void step_1_and_2_applies(void **state)
{
	struct fixture_run run;

	(void)state;
	expect(CASE(ON_9 CONSTANTS, BAD APP("9.1")), OUTCOME_FINDINGS);
	expect(CASE(ON_9 CONSTANTS, BAD APP("8.1")), OUTCOME_NOT_APPLICABLE);
	expect(CASE(ON_9 CONSTANTS, BAD APP("8.1") SOURCE("metadata", "partial")),
	       OUTCOME_UNDECIDED);
	/* It holds, so what is missing cannot make it fail. */
	expect(CASE(ON_9 CONSTANTS, BAD APP("9.1") SOURCE("metadata", "partial")),
	       OUTCOME_FINDINGS);
	/* But no node is no proof then. */
	expect(CASE(ON_9 EACH("microflow", "@name", "{@name}"),
		    APP("9.1") SOURCE("metadata", "partial")), OUTCOME_UNDECIDED);
	judge(&run, CASE(ON_9 CONSTANTS, SOURCE("metadata", "absent")));
	assert_int_equal(run.outcome.state, OUTCOME_UNDECIDED);
	assert_null(run.outcome.question);
	assert_string_equal(run.outcome.reason, "the package's metadata was not read: torn");
	assert_false(run.outcome.open);
	assert_null(run.outcome.ask_option);
	fixture_done(&run);
}

static void applies_by_absence(void **state)
{
	(void)state;
	expect(CASE("<applies select=\"not(rest-call)\"/>" CONSTANTS, GOOD), OUTCOME_CLEAR);
	/* Calls that were not read could make the rule not applicable. */
	expect(CASE("<applies select=\"not(rest-call)\"/>" CONSTANTS,
		    BAD SOURCE("graph", "partial")), OUTCOME_UNDECIDED);
}

#define NEEDS "<needs select=\"environment/@memory\" ask=\"How much memory?\"/>"

static void step_3_needs(void **state)
{
	struct fixture_run run;

	(void)state;
	judge(&run, CASE(NEEDS CONSTANTS, BAD));
	assert_int_equal(run.outcome.state, OUTCOME_UNDECIDED);
	assert_string_equal(run.outcome.question, "How much memory?");
	assert_string_equal(run.outcome.reason,
			    "the plan, memory and instances of the v4 environment were not given");
	assert_string_equal(run.outcome.ask_option, "--v4 FILE or --answers FILE");
	assert_true(run.outcome.open);
	fixture_done(&run);

	/* Given, but it does not tell: that input should have decided it. */
	judge(&run, CASE(NEEDS CONSTANTS, BAD "<source name='v4-environment' state='complete'/>"));
	assert_int_equal(run.outcome.state, OUTCOME_UNDECIDED);
	assert_string_equal(run.outcome.reason, "what was read does not tell");
	assert_false(run.outcome.open);
	fixture_done(&run);

	expect(CASE(NEEDS CONSTANTS, BAD "<environment memory='1'/>"), OUTCOME_FINDINGS);
	/* Another source would do as well, so the one that is missing does not matter. */
	expect(CASE("<needs select=\"environment/@memory or app\" ask=\"?\"/>" CONSTANTS,
		    GOOD APP("9.1")), OUTCOME_CLEAR);
	/* A need that holds because something was not read. */
	expect(CASE("<needs select=\"not(rest-call)\" ask=\"Why?\"/>" CONSTANTS,
		    GOOD SOURCE("graph", "absent")), OUTCOME_UNDECIDED);
}

static void needs_option(void **state)
{
	struct fixture_run run;

	(void)state;
	judge(&run, CASE("<needs select=\"environment\" ask=\"?\" option=\"plan.yaml\"/>" CONSTANTS,
			 BAD));
	assert_string_equal(run.outcome.ask_option, "plan.yaml or --answers FILE");
	fixture_done(&run);
}

static void step_4_absent_source(void **state)
{
	struct fixture_run run;

	(void)state;
	judge(&run, CASE(CONSTANTS, BAD SOURCE("metadata", "absent")));
	assert_int_equal(run.outcome.state, OUTCOME_UNDECIDED);
	assert_false(run.outcome.open);
	assert_int_equal(run.outcome.input_count, 1);
	assert_int_equal(run.outcome.inputs[0].source, SOURCE_METADATA);
	assert_int_equal(run.outcome.inputs[0].state, SOURCE_ABSENT);
	assert_string_equal(run.outcome.inputs[0].reason, "torn");
	fixture_done(&run);
	judge(&run, CASE(EACH("environment[@memory &lt; 10]", "'memory'", "{@memory}"), ""));
	assert_int_equal(run.outcome.state, OUTCOME_UNDECIDED);
	assert_true(run.outcome.open);
	fixture_done(&run);
	/* One input that was not given, and one that was but is torn: somebody has to act. */
	judge(&run, CASE(EACH("environment[/facts/rest-call]", "'x'", "x"),
			 SOURCE("graph", "partial")));
	assert_int_equal(run.outcome.state, OUTCOME_UNDECIDED);
	assert_false(run.outcome.open);
	fixture_done(&run);
}

#define FIND "<find id='smtp' in='text' entry='web/*' string='smtp'/>"
#define MATCHES EACH("match[@find='smtp']", "@entry", "{@entry} line {@line}")
#define MATCH "<match find='smtp' entry='web/a.js' line='3' text='smtp' count='1'/>"

static void step_4_search(void **state)
{
	struct fixture_run run;

	(void)state;
	expect(CASE(FIND MATCHES, MATCH), OUTCOME_FINDINGS);
	expect(CASE(FIND MATCHES, ""), OUTCOME_CLEAR);
	judge(&run, CASE(FIND MATCHES, MATCH "<search find='smtp' digest='00'/>"));
	assert_int_equal(run.outcome.state, OUTCOME_UNDECIDED);
	assert_string_equal(run.outcome.reason, "the search 'smtp' was not made: something else "
			    "was searched for under this name");
	assert_null(run.outcome.question);
	assert_false(run.outcome.open);
	fixture_done(&run);
	judge(&run, CASE(FIND MATCHES, MATCH "<search find='smtp' truncated='yes'/>"));
	assert_int_equal(run.outcome.state, OUTCOME_FINDINGS);
	assert_string_equal(run.outcome.findings[0].partial,
			    "over a partial source: the search 'smtp' was cut short: more was "
			    "found than was kept (--max-matches)");
	fixture_done(&run);
	expect(CASE(FIND MATCHES, "<search find='smtp' truncated='yes'/>"), OUTCOME_UNDECIDED);
	expect(CASE(FIND MATCHES, SOURCE("web", "partial")), OUTCOME_UNDECIDED);
	/* Searched for twice, once for something else: nobody knows whose matches these are. */
	expect(CASE(FIND MATCHES, MATCH "<search find='smtp'/><search find='smtp' digest='00'/>"),
	       OUTCOME_UNDECIDED);
	expect(CASE(FIND "<applies select=\"mx:found('smtp')\"/>" CONSTANTS,
		    MATCH "<search find='smtp' digest='00'/>"), OUTCOME_UNDECIDED);
	expect(CASE(FIND "<applies select=\"mx:found('smtp')\"/>" CONSTANTS, ""),
	       OUTCOME_NOT_APPLICABLE);
	expect(CASE(FIND "<applies select=\"mx:found('smtp')\"/>" CONSTANTS, MATCH BAD),
	       OUTCOME_FINDINGS);
}

static void no_search_is_not_clear(void **state)
{
	static const char xml[] = PACK(RULE("a/b", FIND MATCHES));
	struct rules *rules = fixture_load(xml);
	struct arena *arena = arena_new();
	struct facts facts;
	struct sources sources;
	struct outcomes out = { 0 };
	struct err err = ERR_NONE;

	(void)state;
	facts_init(&facts, fixture_vocabulary(), 100);
	sources_init(&sources, arena);
	for (int i = 0; i < SOURCE_COUNT; i++)
		source_complete(&sources, (enum source)i);
	assert_int_equal(rules_judge(rules, &facts, &sources, arena, &out, &err), 0);
	assert_int_equal(out.count, 1);
	assert_int_equal(out.items[0].state, OUTCOME_UNDECIDED);
	assert_string_equal(out.items[0].reason, "the search 'smtp' was not made");
	assert_int_equal(rules_judge_one(rules, "a/c", &facts, &sources, arena, &out, &err), -1);
	assert_string_equal(err.text, "unknown rule 'a/c'");
	facts_release(&facts);
	rules_free(rules);
	arena_free(arena);
}

static void dropped_facts_are_not_clear(void **state)
{
	static const char xml[] = PACK(RULE("a/b", CONSTANTS));
	struct rules *rules = fixture_load(xml);
	struct arena *arena = arena_new();
	struct facts facts;
	struct sources sources;
	struct outcomes out = { 0 };
	struct err err = ERR_NONE;

	(void)state;
	facts_init(&facts, fixture_vocabulary(), 0);
	facts_add(&facts, vocabulary_find(fixture_vocabulary(), "constant"));
	assert_true(facts.over);
	sources_init(&sources, arena);
	source_complete(&sources, SOURCE_METADATA);
	rules_judge(rules, &facts, &sources, arena, &out, &err);
	assert_int_equal(out.items[0].state, OUTCOME_UNDECIDED);
	assert_non_null(strstr(out.items[0].reason, "--max-facts"));
	facts_release(&facts);
	rules_free(rules);
	arena_free(arena);
}

static void step_5_limit(void **state)
{
	static const char xml[] = PACK(
		RULE("a/b", EACH("microflow[count(/facts/microflow[@loops &gt; 1]) &gt; "
				 "0]", "@name",
				 "{@name}"))
		RULE("a/c", EACH("microflow[@name='M1']", "@name", "{@name}")));
	struct rules_options options = fixture_options();
	struct limits limits = *options.limits;
	struct rules *rules = NULL;
	struct arena *arena = arena_new();
	struct facts facts;
	struct sources sources;
	struct outcomes out = { 0 };
	struct err err = ERR_NONE;

	(void)state;
	limits.xpath_steps = 20000;
	options.limits = &limits;
	assert_int_equal(rules_load_bytes(&rules, &options, "p.xml", xml, strlen(xml), &err), 0);
	facts_init(&facts, fixture_vocabulary(), 10000);
	for (int i = 0; i < 1000; i++) {
		struct fact *f = facts_add(&facts, vocabulary_find(fixture_vocabulary(),
								   "microflow"));
		char name[16];

		snprintf(name, sizeof(name), "M%d", i);
		fact_set(&facts, f, 0, name);
	}
	facts_sort(&facts);
	sources_init(&sources, arena);
	source_complete(&sources, SOURCE_MODEL);
	rules_judge(rules, &facts, &sources, arena, &out, &err);
	assert_int_equal(out.items[0].state, OUTCOME_ERROR);
	assert_non_null(strstr(out.items[0].reason, "--max-xpath-steps"));
	/* The next rule counts from 0 again. */
	assert_int_equal(out.items[1].state, OUTCOME_FINDINGS);
	facts_release(&facts);
	rules_free(rules);
	arena_free(arena);
}

static void step_6_partial(void **state)
{
	struct fixture_run run;

	(void)state;
	judge(&run, CASE(CONSTANTS, BAD SOURCE("metadata", "partial")));
	assert_int_equal(run.outcome.state, OUTCOME_FINDINGS);
	assert_string_equal(run.outcome.findings[0].partial, "over a partial source: the package's "
			    "metadata was read in part: torn");
	fixture_done(&run);
	expect(CASE(EACH("constant[not(@value)]", "@name", "{@name}"),
		    "<constant name='A'/>"), OUTCOME_FINDINGS);
	expect(CASE(EACH("constant[not(@value)]", "@name", "{@name}"),
		    "<constant name='A'/>" SOURCE("metadata", "partial")), OUTCOME_UNDECIDED);
	expect(CASE(EACH("app[count(/facts/constant) &lt; 2]", "'few'", "few"),
		    APP("9") BAD SOURCE("metadata", "partial")), OUTCOME_UNDECIDED);
}

static void step_7_partial(void **state)
{
	(void)state;
	expect(CASE(CONSTANTS, GOOD SOURCE("metadata", "partial")), OUTCOME_UNDECIDED);
	expect(CASE(EACH("scheduled-event[reach/@loops &gt; 2]", "@name", "{@name}"),
		    "<scheduled-event name='E'/>" SOURCE("graph", "partial")), OUTCOME_UNDECIDED);
	expect(CASE(EACH("scheduled-event[reach/@loops &gt; 2]", "@name", "{@name}"),
		    "<scheduled-event name='E'><reach loops='2'/></scheduled-event>"),
	       OUTCOME_CLEAR);
}

#define TWO \
	"<for-each id='one' severity='verify' select=\"constant[@value='bad']\" key=\"@name\">" \
	"<message>{@name}</message></for-each>" \
	"<for-each id='two' severity='blocker' select=\"rest-call[@url='x']\" key=\"@microflow\">" \
	"<message>{@microflow}</message></for-each>"

static void several_parts(void **state)
{
	struct fixture_run run;

	(void)state;
	judge(&run, CASE(TWO, BAD "<rest-call microflow='M' url='x'/>"));
	assert_int_equal(run.outcome.finding_count, 2);
	assert_string_equal(run.outcome.findings[0].part, "two");
	assert_int_equal(run.outcome.findings[0].severity, SEVERITY_BLOCKER);
	assert_string_equal(run.outcome.findings[1].part, "one");
	assert_int_equal(run.outcome.rule->severity, SEVERITY_BLOCKER);
	fixture_done(&run);
	/* What is known stays known; each finding says that not everything was looked at. */
	judge(&run, CASE(TWO, BAD SOURCE("graph", "absent")));
	assert_int_equal(run.outcome.state, OUTCOME_FINDINGS);
	assert_int_equal(run.outcome.finding_count, 1);
	assert_string_equal(run.outcome.findings[0].partial, "over a partial source: the "
			    "activities of microflows were not read: torn");
	assert_string_equal(run.outcome.reason, "not everything was looked at: the "
			    "activities of microflows were not read: torn");
	fixture_done(&run);
	expect(CASE(TWO, GOOD SOURCE("graph", "absent")), OUTCOME_UNDECIDED);
	expect(CASE(TWO, GOOD), OUTCOME_CLEAR);
}

static void keys_and_places(void **state)
{
	struct fixture_run run;
	const struct finding *f;
	char hex[DIGEST_HEX];

	(void)state;
	judge(&run, CASE(EACH("rest-call", "@url", "{@microflow} calls {@url} ({mx:places()} "
						   "places)"),
			 "<rest-call microflow='C' url='u'/><rest-call microflow='A' url='u'/>"
			 "<rest-call microflow='B' url='t'/>"));
	assert_int_equal(run.outcome.finding_count, 2);
	f = &run.outcome.findings[1];
	assert_string_equal(f->key, "u");
	assert_int_equal(f->place_count, 2);
	assert_string_equal(f->places[0].message, "A calls u (2 places)");
	assert_string_equal(f->places[1].message, "C calls u (2 places)");
	assert_string_equal(f->message, "A calls u (2 places)");
	assert_string_equal(f->places[0].origin, "A");
	assert_string_equal(fact_get(f->places[0].fact, "microflow"), "A");
	assert_string_equal(f->part, "");
	assert_null(f->partial);
	digest_of("p\0a/b\0\0u", 8, hex);
	assert_memory_equal(f->fingerprint, hex, 16);
	assert_int_equal(strlen(f->fingerprint), 16);
	fixture_done(&run);
}

#define EVENT \
	"<scheduled-event name='E'><reach loops='3'/><path>E › A</path><path>E › B</path>" \
	"</scheduled-event>"

static void evidence(void **state)
{
	struct fixture_run run;
	const struct place *p;

	(void)state;
	/* A child was selected: the place is the fact it stands in. */
	judge(&run, CASE(EACH("scheduled-event/reach[@loops &gt; 2]", "../@name",
			      "{../@name} has {@loops} loops"), EVENT));
	assert_int_equal(run.outcome.state, OUTCOME_FINDINGS);
	p = &run.outcome.findings[0].places[0];
	assert_string_equal(p->fact->def->name, "scheduled-event");
	assert_string_equal(p->message, "E has 3 loops");
	assert_string_equal(p->origin, "E");
	assert_string_equal(p->evidence[0], "E › A");
	assert_string_equal(p->evidence[1], "E › B");
	assert_null(p->evidence[2]);
	fixture_done(&run);
	judge(&run, CASE("<for-each select='scheduled-event' key='@name' evidence='reach/@loops'>"
			 "<message>{@name}</message></for-each>", EVENT));
	p = &run.outcome.findings[0].places[0];
	assert_string_equal(p->evidence[0], "3");
	assert_null(p->evidence[1]);
	fixture_done(&run);
	judge(&run, CASE(FIND MATCHES, MATCH));
	p = &run.outcome.findings[0].places[0];
	assert_string_equal(p->origin, "web/a.js:3");
	assert_null(p->evidence);
	fixture_done(&run);
	judge(&run, CASE(CONSTANTS, "<constant name='A' value='bad' origin='m.json'/>"));
	assert_string_equal(run.outcome.findings[0].places[0].origin, "m.json");
	fixture_done(&run);
}

static void messages(void **state)
{
	struct fixture_run run;

	(void)state;
	judge(&run, CASE(EACH("constant", "@name",
			      "{{{@name}}} is  {concat('}', @value)}\n of {mx:bytes(@size)}, "
			      "{@size * 2}, {@size div 3}, {mx:int(@size * 4)}"),
			 "<constant name='A' value='v' size='6442450944'/>"));
	assert_string_equal(run.outcome.findings[0].message, "{A} is }v of 6.0 GB, 12884901888, "
			    "2147483648, 25769803776");
	fixture_done(&run);
	judge(&run, CASE("<clear>{count(constant)} constants, {{none}} bad</clear>" CONSTANTS,
			 GOOD "<constant name='B' value='good'/>"));
	assert_int_equal(run.outcome.state, OUTCOME_CLEAR);
	assert_string_equal(run.outcome.rule->clear, "2 constants, {none} bad");
	assert_string_equal(run.outcome.rule->id, "a/b");
	fixture_done(&run);
}

static void walks(void **state)
{
	(void)state;
	expect(CASE(EACH("constant[../app/@name='Shop']", "@name", "{@name}"), APP("9") BAD),
	       OUTCOME_FINDINGS);
	expect(CASE(EACH("constant[../app/@name='Shed']", "@name", "{@name}"), APP("9") BAD),
	       OUTCOME_CLEAR);
	expect(CASE(EACH("app | constant[@value = 'bad'] | microflow", "@name", "{@name}"), BAD),
	       OUTCOME_FINDINGS);
	expect(CASE(EACH("/facts/constant[2]", "@name", "{@name}"), BAD), OUTCOME_CLEAR);
	expect(CASE(EACH("/facts/constant[2]", "@name", "{@name}"), BAD
		    "<constant name='B'/>"), OUTCOME_FINDINGS);
	expect(CASE(EACH("scheduled-event[path='E › B']", "@name", "{path}"), EVENT),
	       OUTCOME_FINDINGS);
}

#define LATE \
	EACH("scheduled-event[mx:days($as-of) - mx:days(@start) &gt; 365]", "@name", "{@start}")
#define OLD "<scheduled-event name='E' start='2018-03-01T02:00:00Z'/>"

static void as_of(void **state)
{
	(void)state;
	expect(CASE(LATE, OLD), OUTCOME_FINDINGS);
	expect(PACK(RULE("a/b", LATE "<tests><quiet as-of='2018-06-01'>" OLD "</quiet></tests>")),
	       OUTCOME_CLEAR);
}

/* One constant over everything complete; the options are those of one who runs the program. */
static enum outcome_state judge_constant(const struct rules_options *options, const char *xml,
					 const char *value, const char *reason)
{
	struct rules *rules = NULL;
	struct arena *arena = arena_new();
	struct facts facts;
	struct sources sources;
	struct outcomes out = { 0 };
	struct err err = ERR_NONE;
	enum outcome_state result;
	struct fact *f;

	if (rules_load_bytes(&rules, options, "p.xml", xml, strlen(xml), &err) != 0)
		fail_msg("%s", err.text);
	facts_init(&facts, fixture_vocabulary(), 100);
	f = facts_add(&facts, vocabulary_find(fixture_vocabulary(), "constant"));
	fact_set(&facts, f, 0, "A");
	fact_set(&facts, f, (unsigned)fact_def_attr(f->def, "value"), value);
	fact_set_int(&facts, f, (unsigned)fact_def_attr(f->def, "size"), 700);
	facts_sort(&facts);
	sources_init(&sources, arena);
	source_complete(&sources, SOURCE_METADATA);
	assert_int_equal(rules_judge_one(rules, "a/b", &facts, &sources, arena, &out, &err), 0);
	assert_int_equal(out.count, 1);
	result = out.items[0].state;
	if (reason != NULL && (out.items[0].reason == NULL ||
			       strstr(out.items[0].reason, reason) == NULL))
		fail_msg("%s: %s", outcome_state_name(result), out.items[0].reason);
	facts_release(&facts);
	rules_free(rules);
	arena_free(arena);
	return result;
}

static void parameters(void **state)
{
	static const char xml[] = PACK(
		"<param name='max' type='bytes'><value edition='2019'>500</value>"
		"<value edition='2024'>1k</value></param>"
		"<param name='word' type='string'><value>bad</value></param>"
		RULE("a/b", EACH("constant[@size &gt; $max and @value = $word]", "@name",
			 "{$max}")));
	static const char *const override[] = { "max=600" }, *const word[] = { "word=good" };
	struct rules_options o = fixture_options();

	(void)state;
	assert_int_equal(judge_constant(&o, xml, "bad", NULL), OUTCOME_CLEAR);
	o.edition = "2019";
	assert_int_equal(judge_constant(&o, xml, "bad", NULL), OUTCOME_FINDINGS);
	assert_int_equal(judge_constant(&o, xml, "good", NULL), OUTCOME_CLEAR);
	o.edition = NULL;
	o.params = override;
	o.param_count = 1;
	assert_int_equal(judge_constant(&o, xml, "bad", NULL), OUTCOME_FINDINGS);
	o.edition = "2019";
	o.params = word;
	assert_int_equal(judge_constant(&o, xml, "good", NULL), OUTCOME_FINDINGS);
}

#define SLOW "mx:matches(@value, '^(a|aa)+$')"

static void faults_end_in_the_outcome(void **state)
{
	static const char *const packs[] = {
		PACK(RULE("a/b", EACH("constant[" SLOW "]", "@name", "m"))),
		PACK(RULE("a/b", EACH("constant", SLOW, "m"))),
		PACK(RULE("a/b", EACH("constant", "@name", "{" SLOW "}"))),
		PACK(RULE("a/b", "<for-each select='constant' key='@name' evidence=\"" SLOW "\">"
			  "<message>m</message></for-each>")),
		PACK(RULE("a/b", "<applies select=\"constant[" SLOW "]\"/>" CONSTANTS)),
		PACK(RULE("a/b", "<needs ask='?' select=\"constant[" SLOW "]\"/>" CONSTANTS)),
		PACK(RULE("a/b", "<clear>{boolean(constant[" SLOW "])}</clear>" CONSTANTS)),
	};
	struct rules_options o = fixture_options();
	struct limits limits = *o.limits;
	char value[64];

	(void)state;
	limits.pattern_steps = 100;
	o.limits = &limits;
	memset(value, 'a', sizeof(value) - 1);
	value[sizeof(value) - 2] = 'c';
	value[sizeof(value) - 1] = '\0';
	for (size_t i = 0; i < sizeof(packs) / sizeof(packs[0]); i++)
		assert_int_equal(judge_constant(&o, packs[i], value, "--max-pattern-steps"),
				 OUTCOME_ERROR);
}

static void long_texts(void **state)
{
	static const char message[] = PACK(
		RULE("a/b", EACH("constant", "@name", "{@value}{@value}")));
	static const char key[] = PACK(RULE("a/b", EACH("constant", "@value", "{@name}")));
	struct rules_options o = fixture_options();
	static char value[40000];

	(void)state;
	for (size_t i = 0; i < sizeof(value) - 1; i++)
		value[i] = i % 2 == 0 ? 'a' : ' ';
	assert_int_equal(judge_constant(&o, message, value, "a message is longer"),
			 OUTCOME_ERROR);
	assert_int_equal(judge_constant(&o, key, value, "a key is longer"), OUTCOME_ERROR);
}

/* Without a package: which rules there are, and that no `applies` stands in their way. */
static void settings_alone(void **state)
{
	static const char xml[] = PACK(
		RULE("a/clear", "<applies select='constant'/>"
		     "<needs select='environment/@memory' ask='?'/>"
		     EACH("environment[@instances &gt; 9]", "'i'", "m"))
		RULE("a/found", "<applies select='constant'/>"
		     "<for-each select='environment' key=\"'e'\" as='refused'>"
		     "<message>m</message></for-each>")
		RULE("a/message", EACH("environment", "'e'", "{count(/facts/constant)}"))
		RULE("a/need", "<needs select='app' ask='?'/>" EACH("environment", "'e'", "m"))
		RULE("a/package", EACH("constant", "@name", "m"))
		"<question id='q' type='yes-no' fine='yes'><text>T?</text><why>W.</why></question>"
		RULE("a/people", "<needs question='q'/>" EACH("environment", "'e'", "m"))
		RULE("a/unknown", "<needs select='environment/@instances' ask='?'/>"
		     EACH("environment[@instances &gt; 9]", "'i'", "m")));
	struct rules_options options = fixture_options();
	struct rules *rules = NULL;
	struct arena *arena = arena_new();
	struct facts facts;
	struct sources sources;
	struct outcomes out = { 0 };
	struct err err = ERR_NONE;

	(void)state;
	options.of_settings = true;
	if (rules_load_bytes(&rules, &options, "p.xml", xml, strlen(xml), &err) != 0)
		fail_msg("%s", err.text);
	facts_init(&facts, fixture_vocabulary(), 10);
	fact_set(&facts, facts_add(&facts, vocabulary_find(fixture_vocabulary(), "environment")),
		 0, "1024");
	facts_sort(&facts);
	sources_init(&sources, arena);
	source_complete(&sources, SOURCE_V4_ENVIRONMENT);
	rules_judge(rules, &facts, &sources, arena, &out, &err);
	assert_int_equal(out.count, 3);
	assert_string_equal(out.items[0].rule->id, "a/clear");
	assert_int_equal(out.items[0].state, OUTCOME_CLEAR);
	assert_int_equal(out.items[1].state, OUTCOME_FINDINGS);
	assert_string_equal(out.items[1].findings[0].as, "refused");
	assert_string_equal(out.items[2].rule->id, "a/unknown");
	assert_int_equal(out.items[2].state, OUTCOME_UNDECIDED);
	/* Nobody can give answers there. */
	assert_null(out.items[2].ask_option);
	facts_release(&facts);
	rules_free(rules);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(findings_and_clear), cmocka_unit_test(step_1_and_2_applies),
		cmocka_unit_test(applies_by_absence), cmocka_unit_test(step_3_needs),
		cmocka_unit_test(needs_option), cmocka_unit_test(step_4_absent_source),
		cmocka_unit_test(step_4_search), cmocka_unit_test(no_search_is_not_clear),
		cmocka_unit_test(dropped_facts_are_not_clear), cmocka_unit_test(step_5_limit),
		cmocka_unit_test(step_6_partial), cmocka_unit_test(step_7_partial),
		cmocka_unit_test(several_parts), cmocka_unit_test(keys_and_places),
		cmocka_unit_test(evidence), cmocka_unit_test(messages), cmocka_unit_test(walks),
		cmocka_unit_test(as_of), cmocka_unit_test(parameters),
		cmocka_unit_test(faults_end_in_the_outcome), cmocka_unit_test(long_texts),
		cmocka_unit_test(settings_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
