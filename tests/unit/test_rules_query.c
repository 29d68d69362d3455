/* SPDX-License-Identifier: Apache-2.0 */
/* `facts --xpath`: nodes, values, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/query.h"
#include "tests/unit/rules_fixture.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"

static void fill(struct facts *fs)
{
	const struct vocabulary *v = fixture_vocabulary();
	struct fact *f;

	facts_init(fs, v, 100);
	f = facts_add(fs, vocabulary_find(v, "constant"));
	fact_set(fs, f, 0, "B");
	f = facts_add(fs, vocabulary_find(v, "constant"));
	fact_set(fs, f, 0, "A");
	facts_sort(fs);
}

static void query(const char *expr, const char *wanted)
{
	CLEANUP(buf_release) struct buf out = { .max = 4096 };
	struct limits limits = limits_default();
	struct facts facts;
	struct err err = ERR_NONE;

	fill(&facts);
	if (rules_query(&out, &facts, expr, &limits, &err) != 0)
		fail_msg("%s", err.text);
	assert_string_equal(buf_text(&out), wanted);
	facts_release(&facts);
}

static void refuse(const char *expr, const char *part)
{
	CLEANUP(buf_release) struct buf out = { .max = 4096 };
	struct limits limits = limits_default();
	struct facts facts;
	struct err err = ERR_NONE;

	fill(&facts);
	assert_int_equal(rules_query(&out, &facts, expr, &limits, &err), -1);
	if (strstr(err.text, part) == NULL)
		fail_msg("%s", err.text);
	facts_release(&facts);
}

static void answers(void **state)
{
	(void)state;
	query("constant/@name", "A\nB\n");
	query("count(constant)", "2\n");
	query("constant[mx:matches(@name, '^B$')]/@name", "B\n");
	query("mx:has('constant', 'name', 'C')", "false\n");
	query("concat('a', 'b')", "ab\n");
	query("concat('a\xc2\x9b', '\n::b')", "a\\u{9b}\\n::b\n");
	query("app", "");
	query("constant[@name='A']", "<constant name=\"A\"/>\n");
}

static void faults(void **state)
{
	(void)state;
	refuse("constnat", "did you mean 'constant'?");
	refuse("constant[mx:matches(@name, '(')]", "pattern");
	refuse("$limit", "limit");
	refuse("constant[", "expression");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(answers), cmocka_unit_test(faults) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
