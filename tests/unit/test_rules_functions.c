/* SPDX-License-Identifier: Apache-2.0 */
/* Each function of ours, over expressions as rules write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/document.h"
#include "rules/functions.h"
#include "rules/value.h"
#include "core/version.h"
#include "tests/unit/rules_fixture.h"
#include "util/buf.h"
#include "util/cleanup.h"

/* The message that a rule with this hole gives for one constant. */
static void hole(const char *expr, const char *facts, const char *wanted)
{
	CLEANUP(buf_release) struct buf xml = { .max = 8192 };
	struct fixture_run run;

	buf_printf(&xml, "<pack xmlns='urn:mxaudit:rules:1' id='p' title='P'><rule "
			 "id='a/b'" RULE_ATTRS
		   "><title>T</title>" WORDS "<find id='f' in='entry' entry='web/*'/>"
		   "<find id='g' in='entry' entry='model/*'/>"
		   "<for-each select='constant' key='\"k\"'><message>{%s}</message></for-each>"
		   "<tests><fires>%s</fires></tests></rule></pack>", expr, facts);
	fixture_judge(&run, xml.data, "a/b", 0);
	if (run.outcome.state != OUTCOME_FINDINGS)
		fail_msg("%s: %s", expr, run.outcome.reason);
	assert_string_equal(run.outcome.findings[0].message, wanted);
	fixture_done(&run);
}

#define ONE "<constant name='A' value='Smtp.Example.COM' size='1073741824' type='7.18.1.40272'/>"

static void versions(void **state)
{
	(void)state;
	hole("mx:version-less('7.18.1.40272', '8.0')", ONE, "true");
	hole("mx:version-less(@type, '7.18.1.40273')", ONE, "true");
	hole("mx:version-less(@type, '7.18.1.40272')", ONE, "false");
	hole("mx:version-less(@origin, '8')", ONE, "false");
	hole("mx:version-less('8', @origin)", ONE, "false");
}

static void check_order(const char *a, const char *b, int wanted)
{
	int order = 99;

	assert_true(version_compare(a, b, &order));
	order = order < 0 ? -1 : order > 0;
	if (order != wanted)
		fail_msg("%s and %s: %d", a, b, order);
}

static void version_order(void **state)
{
	static const char *const ascending[] = {
		"0", "5.21", "6.0.0-beta", "6.0.0-beta2", "6.0.0-beta10", "6", "6.0.1", "6.2",
		"6.10", "7.18.1.9", "7.18.1.40272", "10.0.0-rc1", "10.0.0.1", "10.6",
		"123456789012345678901234567890",
	};
	size_t n = sizeof(ascending) / sizeof(ascending[0]);
	int order = 7;

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			check_order(ascending[i], ascending[k], i < k ? -1 : i > k);
	check_order("6", "6.0.0.0", 0);
	check_order("06.01", "6.1", 0);
	check_order("6.0.0-RC1", "6-rc1", 0);
	check_order("6.1-rc1", "6.0", 1);
	assert_false(version_compare("", "1", &order));
	assert_false(version_compare("1", "v1", &order));
	assert_int_equal(order, 7);
}

static void patterns(void **state)
{
	(void)state;
	hole("mx:matches(@value, '^Smtp[.]')", ONE, "true");
	hole("mx:matches(@value, '^smtp[.]')", ONE, "false");
	hole("mx:matches(@value, '(?i)^smtp.*com$')", ONE, "true");
	hole("mx:matches('a/b', '^a/b$')", ONE, "true");
}

static void lookups(void **state)
{
	(void)state;
	hole("mx:found('f')", ONE "<match find='f' entry='web/x'/>", "true");
	hole("mx:found('f')", ONE "<match find='g' entry='web/x'/>", "false");
	hole("mx:found('f', 'a/B$1')", ONE "<match find='f' class='a/B$2'/>", "true");
	hole("mx:found('f', 'a/C')", ONE "<match find='f' class='a/B'/>", "false");
	hole("mx:found('g', 'a/B')", ONE "<match find='f' class='a/B' method='m'/>", "false");
	hole("mx:found('f', 'a/B', 'm')", ONE "<match find='f' class='a/B' method='m'/>", "true");
	hole("mx:found('f', 'a/B', 'n')", ONE "<match find='f' class='a/B' method='m'/>", "false");
	hole("mx:found('f', 'a/B', 'm')", ONE "<match find='f' class='a/B'/>", "false");
	hole("mx:given('metadata')", ONE, "true");
	hole("mx:given('v4-constants')", ONE, "false");
	hole("mx:has('microflow')", ONE, "false");
	hole("mx:has('microflow')", ONE "<microflow name='M'/>", "true");
	hole("mx:has('microflow', 'loops')", ONE "<microflow name='M'/>", "false");
	hole("mx:has('microflow', 'name', @name)", ONE "<microflow name='A'/>", "true");
	hole("mx:has('microflow', 'name', 'B')", ONE "<microflow name='A'/>", "false");
	hole("mx:has('microflow', 'name', @origin)", ONE "<microflow name='A'/>", "false");
	hole("mx:has('microflow', 'name', /facts/rest-call/@microflow)",
	     ONE "<microflow name='B'/><rest-call microflow='A'/><rest-call "
		 "microflow='B'/>", "true");
}

static void texts(void **state)
{
	(void)state;
	hole("mx:lower(@value)", ONE, "smtp.example.com");
	hole("mx:lower('ÄB')", ONE, "Äb");
	hole("mx:host-scope(@value)", ONE, "documentation");
	hole("string(mx:host-in(@value, '.example.com'))", ONE, "true");
	hole("string(mx:listed(mx:lower(@value), 'a smtp.example.com b'))", ONE, "true");
	hole("string(mx:listed('a', 'aa ba ab'))", ONE, "false");
	hole("string(mx:listed(@origin, 'a  b'))", ONE, "false");
	hole("mx:outermost('shop/actions/Work$1')", ONE, "shop");
	hole("mx:outermost('Shop.Send/x')", ONE, "Shop");
	hole("mx:outermost('Work')", ONE, "Work");
	hole("mx:outermost(@origin)", ONE, "");
	hole("mx:bytes(@size)", ONE, "1.0 GB");
	hole("mx:bytes(@size * 1.5)", ONE, "1.5 GB");
	hole("mx:bytes(1023)", ONE, "1023 B");
	hole("mx:bytes(1048575)", ONE, "1.0 MB");
	hole("mx:bytes(@origin)", ONE, "unknown");
	hole("mx:int(@size * 1000000)", ONE, "1073741824000000");
	hole("mx:int(1 div 0)", ONE, "unknown");
	hole("mx:int(2.5 - 2.5)", ONE, "0");
	hole("mx:count(0, 'loop')", ONE, "no loops");
	hole("mx:count(1, 'loop')", ONE, "1 loop");
	hole("mx:count(2, 'loop')", ONE, "2 loops");
	hole("mx:count(3, 'entity', 'entities')", ONE, "3 entities");
	hole("mx:count(1, 'entity', 'entities')", ONE, "1 entity");
	hole("mx:count(0 div 0, 'loop')", ONE, "unknown loops");
	hole("mx:places()", ONE, "1");
	hole("number(@origin)", ONE, "unknown");
	hole("7 div 2", ONE, "3.5");
	hole("$as-of", ONE, "2026-11-24");
	hole("/facts/source[@name='v4-settings']/@state", ONE, "absent");
	hole("count(/facts/search[@find='f'])", ONE, "1");
}

static void days(void **state)
{
	int64_t n = 7;

	(void)state;
	hole("mx:days('1970-01-02')", ONE, "1");
	hole("mx:days('2024-02-29T23:59:59Z')", ONE, "19782");
	hole("mx:days($as-of) - mx:days('2026-11-20')", ONE, "4");
	hole("mx:days('tomorrow')", ONE, "unknown");
	assert_true(value_days("1900-03-01", &n));
	assert_int_equal(n, -25508);
	assert_true(value_days("2000-02-29", &n));
	assert_false(value_days("1900-02-29", &n));
	assert_false(value_days("2026-13-01", &n));
	assert_false(value_days("2026-00-01", &n));
	assert_false(value_days("2026-1-01", &n));
	assert_false(value_days("2026-11-20x", &n));
}

static void documents(void **state)
{
	const struct vocabulary *v = fixture_vocabulary();
	const struct fact_def *constant = vocabulary_find(v, "constant");
	const struct fact_def *event = vocabulary_find(v, "scheduled-event");
	struct facts facts;
	struct document *d;
	const struct nodes *n;
	struct fact *f;

	(void)state;
	facts_init(&facts, v, 100);
	f = facts_add(&facts, event);
	fact_set(&facts, f, 0, "E");
	fact_set_int(&facts, fact_child(&facts, f, fact_def_child(event, "reach")), 0, 3);
	f = facts_add(&facts, constant);
	fact_set(&facts, f, 0, "A");
	facts_sort(&facts);
	d = document_new(&facts, NULL);
	assert_null(node_fact(document_root(d)));
	assert_null(node_parent(document_root(d)));
	n = document_group(d, constant, NULL);
	assert_int_equal(n->count, 1);
	assert_ptr_equal(node_fact(n->items[0]), f);
	assert_ptr_equal(node_parent(n->items[0]), document_root(d));
	assert_ptr_equal(document_group(d, constant, NULL), n);
	assert_int_equal(document_group(d, vocabulary_find(v, "app"), NULL)->count, 0);
	assert_true(document_has(d, "constant", NULL, NULL));
	assert_true(document_has(d, "constant", "name", NULL));
	assert_false(document_has(d, "constant", "value", NULL));
	assert_true(document_has(d, "constant", "name", "A"));
	assert_false(document_has(d, "constant", "name", "B"));
	assert_false(document_has(d, "app", NULL, NULL));
	document_complete(d);
	document_complete(d);
	document_free(d);
	facts_release(&facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions), cmocka_unit_test(version_order),
		cmocka_unit_test(patterns), cmocka_unit_test(lookups), cmocka_unit_test(texts),
		cmocka_unit_test(days),
		cmocka_unit_test(documents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
