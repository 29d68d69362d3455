/* SPDX-License-Identifier: Apache-2.0 */
/* `rules test` and `rules lint`: what passes, what does not, and what is said about it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/rules_fixture.h"
#include "util/buf.h"
#include "util/cleanup.h"

static void check_tests(const char *xml, unsigned passed, unsigned failed, const char *text)
{
	CLEANUP(buf_release) struct buf out = { .max = 1 << 16 };
	struct rules_report report = { .text = &out };
	struct rules *r = fixture_load(xml);

	rules_test(r, &report);
	assert_string_equal(buf_text(&out), text);
	assert_int_equal(report.passed, passed);
	assert_int_equal(report.failed, failed);
	rules_free(r);
}

static void check_lint(const char *xml, bool strict, const char *text, unsigned failed,
		     unsigned warnings)
{
	CLEANUP(buf_release) struct buf out = { .max = 1 << 16 };
	struct rules_report report = { .text = &out };
	struct rules *r = fixture_load(xml);

	rules_lint(r, "2026-11-24", strict, &report);
	assert_string_equal(buf_text(&out), text);
	assert_int_equal(report.failed, failed);
	assert_int_equal(report.warnings, warnings);
	rules_free(r);
}

#define CONSTANTS \
	"<applies select='app'/>" EACH("constant[@value='bad']", "@name", "{@name}")
#define BAD "<constant name='A' value='bad'/>"
#define APP "<app name='Shop'/>"
#define ALL_KINDS \
	"<tests><fires findings='1' key='A'>" APP BAD "</fires>" \
	"<quiet>" APP "<constant name='A' value='good'/></quiet><not-applicable>" BAD \
	"</not-applicable><undecided><source name='metadata' state='partial'/></undecided></tests>"
#define ONE_TEST(test) PACK(RULE("a/b", CONSTANTS "<tests>\n" test "</tests>"))

static void all_kinds_pass(void **state)
{
	(void)state;
	check_tests(PACK(RULE("a/b", CONSTANTS ALL_KINDS)), 4, 0, "");
	check_lint(PACK(RULE("a/b", CONSTANTS ALL_KINDS)), false, "", 0, 0);
}

static void failures_name_the_fact(void **state)
{
	(void)state;
	check_tests(ONE_TEST("<quiet>" APP "\n" BAD "</quiet>"), 0, 1,
		  "p.xml:2: a/b: quiet: expected clear, got findings, 1 of them, key 'A'; "
		  "'constant' in line 3 makes the difference: without it clear\n");
	check_tests(ONE_TEST("<fires key='B'>" APP "\n" BAD "</fires>"), 0, 1,
		  "p.xml:2: a/b: fires: expected findings, key 'B', got findings, 1 of them, key "
		  "'A'; "
		  "'app' in line 2 makes the difference: without it not-applicable\n");
	check_tests(ONE_TEST("<fires findings='2'>" APP BAD "</fires>"), 0, 1,
		  "p.xml:2: a/b: fires: expected findings, 2 of them, got findings, 1 of them, key "
		  "'A'; 'app' in line 2 makes the difference: without it not-applicable\n");
	check_tests(ONE_TEST("<fires/>"), 0, 1, "p.xml:2: a/b: fires: expected findings, got "
		  "not-applicable; the test has no facts\n");
	check_tests(ONE_TEST("<fires><microflow name='M'/></fires>"), 0, 1,
		  "p.xml:2: a/b: fires: expected findings, got not-applicable; no single fact "
		  "makes a "
		  "difference\n");
	check_tests(ONE_TEST("<undecided>" BAD "<source name='model' "
					       "state='absent'/></undecided>"), 0,
		  1, "p.xml:2: a/b: undecided: expected undecided, got not-applicable; no single "
		     "fact "
		  "makes a difference\n");
}

static void failures_name_a_child(void **state)
{
	(void)state;
	check_tests(PACK(RULE("a/b", EACH("scheduled-event[reach/@loops &gt; "
					  "1]", "@name", "{@name}")
			    "<tests><fires findings='2'><scheduled-event name='F'/>\n"
			    "<scheduled-event name='E'>\n<reach "
			    "loops='2'/></scheduled-event></fires>"
			    "</tests>")), 0, 1,
		  "p.xml:1: a/b: fires: expected findings, 2 of them, got findings, 1 of them, key "
		  "'E'; 'scheduled-event' in line 2 makes the difference: without it clear\n");
}

#define DATED(attrs, tests) \
	PACK("<param name='max' type='int'><value edition='2019'>10</value>" \
	     "<value edition='2024'>5</value></param><rule id='a/b'" RULE_ATTRS attrs ">" \
	     "<title>T</title>" WORDS EACH("constant[@size &gt; $max]", "@name", "{@name}") \
	     "<tests>" tests "</tests></rule>")
#define SEVEN "<constant name='A' size='7'/>"

static void editions_of_tests(void **state)
{
	(void)state;
	check_tests(DATED("", "<fires>" SEVEN "</fires><quiet "
					      "edition='2019'>" SEVEN "</quiet>"), 2, 0,
		  "");
	/* A rule of the past is tested at its last edition. */
	check_tests(DATED(" until='2019'", "<quiet>" SEVEN "</quiet>"), 1, 0, "");
	check_tests(DATED(" until='2019'", "<quiet edition='2024'>" SEVEN "</quiet>"), 0, 1,
		  "p.xml:1: a/b: quiet: the rule is not in force in edition 2024\n");
}

static void lint_kinds(void **state)
{
	(void)state;
	check_lint(PACK(RULE("a/b", CONSTANTS)), false,
		 "p.xml:1: a/b: no test of kind 'fires'\np.xml:1: a/b: no test of kind 'quiet'\n"
		 "p.xml:1: a/b: no test of kind 'not-applicable'\n"
		 "p.xml:1: a/b: no test of kind 'undecided'\n", 4, 0);
}

#define KINDS(quiet) \
	"<tests><fires>" BAD "</fires><quiet>" quiet "</quiet><undecided>" \
	"<source name='metadata' state='absent'/></undecided></tests>"

static void lint_quiet(void **state)
{
	(void)state;
	check_lint(PACK(RULE("a/b", EACH("constant[@value='bad']", "@name", "{@name}")
			   KINDS("<microflow name='M'/>"))), false,
		 "p.xml:1: a/b: warning: this quiet would be quiet without any fact, too: give it "
		 "one "
		 "that the rule looks at and passes over\n", 0, 1);
}

#define STYLED(attrs, body) \
	PACK("<rule id='a/b' severity='action' owner='o' basis='code' " attrs "><title>T</title>" \
	     WORDS body KINDS("<constant name='A'/>") "</rule>")

static void lint_style(void **state)
{
	(void)state;
	check_lint(STYLED("verified='2025-11-20' "
			  "effort='1h'", EACH("constant[@value='bad']", "@name",
								  "{@name}")), false,
		 "p.xml:1: a/b: warning: verified 2025-11-20, more than a year before "
		 "2026-11-24\n", 0,
		 1);
	check_lint(STYLED("verified='2025-11-20' "
			  "effort='1h'", EACH("constant[@value='bad']", "@name",
								  "{@name}")), true,
		 "p.xml:1: a/b: verified 2025-11-20, more than a year before 2026-11-24\n", 1, 0);
	check_lint(STYLED("verified='2027-01-01' "
			  "effort='1h'", EACH("constant[@value='bad']", "@name",
								  "{@name}")), true,
		 "p.xml:1: a/b: warning: verified 2027-01-01, after 2026-11-24\n", 0, 1);
	check_lint(STYLED("verified='2026-11-20'", EACH("constant[@value='bad']", "@name", "bad")),
		 false,
		 "p.xml:1: a/b: warning: severity action without 'effort'\n"
		 "p.xml:1: a/b: warning: the message is the same for every key; say which one it "
		 "is\n",
		 0, 2);
	check_lint(STYLED("verified='2026-11-20' effort='1h'",
			EACH("app[@runtime-version]", "@runtime-version", "{@name}")
			"<find id='f' in='entry' entry='a'/>"), false,
		 "p.xml:1: a/b: warning: this quiet would be quiet without any fact, too: give it "
		 "one "
		 "that the rule looks at and passes over\n"
		 "p.xml:1: a/b: warning: key '@runtime-version' holds '@runtime-version', which "
		 "changes "
		 "without the finding being another\n"
		 "p.xml:1: a/b: warning: find 'f' is used by no expression of the rule\n", 0, 3);
	check_lint(PACK("<param name='x' type='int'><value>1</value></param>"), false,
		 "p.xml:1: pack: warning: parameter 'x' is used by no rule and no step\n", 0, 1);
	check_lint(PACK("<question id='q' type='yes-no'><text>?</text><why>So.</why></question>"),
		   false, "p.xml:1: pack: warning: question 'q' is asked by no rule\n", 0, 1);
}

#define TEN "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

static void lint_lengths(void **state)
{
	(void)state;
	check_lint(PACK("<rule id='a/b'" RULE_ATTRS "><title>" HUNDRED "x</title>" WORDS
		      EACH("constant[@value='bad']", "@name", "{@name}")
		      KINDS("<constant name='A'/>") "</rule>"), false,
		 "p.xml:1: a/b: warning: 'title' has 101 characters, more than 100\n", 0, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_kinds_pass), cmocka_unit_test(failures_name_the_fact),
		cmocka_unit_test(failures_name_a_child), cmocka_unit_test(editions_of_tests),
		cmocka_unit_test(lint_kinds), cmocka_unit_test(lint_quiet),
		cmocka_unit_test(lint_style), cmocka_unit_test(lint_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
