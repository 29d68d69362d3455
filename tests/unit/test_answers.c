/* SPDX-License-Identifier: Apache-2.0 */
/* The file of answers: what it says, and what is wrong with it; messages hold no value. */
#include "formats/answers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "core/limits.h"
#include "core/reply.h"
#include "util/arena.h"
#include "util/err.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static int read_text(struct replies *out, const char *yaml, struct err *err)
{
	struct limits limits = limits_default();

	return answers_read(out, "a.yaml", yaml, strlen(yaml), &limits, arena, err);
}

static struct replies reads(const char *yaml)
{
	struct replies out = { NULL, 0 };
	struct err err = ERR_NONE;

	if (read_text(&out, yaml, &err) != 0)
		fail_msg("%s", err.text);
	return out;
}

static void refuses(const char *yaml, const char *message)
{
	struct replies out = { NULL, 0 };
	struct err err = ERR_NONE;

	assert_int_equal(read_text(&out, yaml, &err), -1);
	assert_string_equal(err.text, message);
	assert_int_equal(out.count, 0);
	assert_null(strstr(err.text, "geheim"));
}

#define HEAD "by: A\non: 2026-11-20\nanswers:\n"
#define Q "  - question: q\n"

static void answers(void **state)
{
	struct replies r = reads("by: A\non: 2026-11-20\nanswers:\n"
				 "  - question: one\n    value: yes\n"
				 "  - rule: a/b\n    value: fine\n    by: B\n    on: 2026-11-19\n"
				 "    until: 2027-01-01\n    comment: so\n"
				 "  - question: open\n    value:\n"
				 "  - question: risk\n    accept:\n      reason: later\n"
				 "      until: 2027-02-28\n");

	(void)state;
	assert_int_equal(r.count, 3);
	assert_string_equal(r.items[0].question, "one");
	assert_null(r.items[0].rule);
	assert_string_equal(r.items[0].value, "yes");
	assert_string_equal(r.items[0].by, "A");
	assert_string_equal(r.items[0].on, "2026-11-20");
	assert_string_equal(r.items[0].place, "a.yaml:4");
	assert_string_equal(r.items[1].rule, "a/b");
	assert_string_equal(r.items[1].by, "B");
	assert_string_equal(r.items[1].on, "2026-11-19");
	assert_string_equal(r.items[1].until, "2027-01-01");
	assert_string_equal(r.items[1].comment, "so");
	assert_null(r.items[2].value);
	assert_string_equal(r.items[2].reason, "later");
	assert_string_equal(r.items[2].until, "2027-02-28");
	assert_int_equal(r.items[2].line, 14);
}

static void nothing(void **state)
{
	(void)state;
	assert_int_equal(reads("answers:\n").count, 0);
	assert_int_equal(reads("answers: []\n").count, 0);
	/* Neither answered nor accepted: both may stand there, empty. */
	assert_int_equal(reads("answers:\n" Q "    value:\n    accept:\n      reason:\n"
			       "      until:\n").count, 0);
	assert_int_equal(reads(HEAD Q "    value: '  '\n").count, 0);
	refuses("", "is empty, not a file of answers");
	refuses("- a\n", "is a list, not a file of answers");
	refuses("by: A\n", "has no 'answers'");
	refuses("answers: yes\n", "line 1: 'answers' is a text, not a list");
}

static void keys(void **state)
{
	(void)state;
	refuses("answer: []\n", "line 1: unknown key 'answer'; did you mean 'answers'?");
	refuses(HEAD "  - qestion: q\n",
		"line 4: unknown key 'qestion'; did you mean 'question'?");
	refuses(HEAD Q "    accept:\n      untill: 2026-12-01\n",
		"line 6: unknown key 'untill'; did you mean 'until'?");
	refuses(HEAD "  - value: geheim\n", "line 4: an answer names either 'question' or 'rule'");
	refuses(HEAD Q "    rule: a/b\n", "line 4: an answer names either 'question' or 'rule'");
	refuses(HEAD "  - geheim\n", "line 4: an answer is a text, not keys and values");
	refuses(HEAD Q "    value: [geheim]\n", "line 5: 'value' is a list, not one value");
	refuses(HEAD Q "    accept: geheim\n",
		"line 5: 'accept' is a text, not 'reason' and 'until'");
	refuses(HEAD Q "    value: 1\n" Q "    value: 2\n", "line 6: question q is answered twice");
	refuses(HEAD Q "    value:\n" Q "    value: 2\n", "line 6: question q is answered twice");
	refuses(HEAD Q "    value: 1\n    value: 2\n", "line 6: the same name as in line 5");
}

static void days(void **state)
{
	static const char *const wrong[] = { "today", "2026-13-01", "2026-02-29", "2026-1-01",
					     "20261-1-01", "2026-11-20T00:00:00Z", "geheim" };
	struct replies r;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		refuses(arena_printf(arena, "answers:\n" Q "    value: 1\n    by: A\n    on: %s\n",
				     wrong[i]), "line 5: 'on' is no day as YYYY-MM-DD");
	r = reads("by: A\nanswers:\n" Q "    value: 1\n    on: 2028-02-29\n");
	assert_int_equal(r.count, 1);
	refuses("on: soon\nanswers:\n", "line 1: 'on' is no day as YYYY-MM-DD");
	refuses(HEAD Q "    value: 1\n    until: 2026-11-19\n", "line 4: 'until' is before 'on'");
}

static void signs(void **state)
{
	(void)state;
	refuses("answers:\n" Q "    value: geheim\n", "line 2: 'by' is missing: who says so?");
	refuses("by: A\nanswers:\n" Q "    value: geheim\n",
		"line 3: 'on' is missing: on which day, as YYYY-MM-DD?");
}

static void risks(void **state)
{
	(void)state;
	refuses(HEAD Q "    value: geheim\n    accept:\n      reason: x\n      until: 2027-01-01\n",
		"line 6: 'value' and 'accept' do not go together: what is known is no risk to "
		"accept");
	refuses(HEAD Q "    accept:\n      reason: x\n",
		"line 5: 'accept' needs 'reason' and 'until'");
	refuses(HEAD Q "    accept:\n      until: 2027-01-01\n",
		"line 5: 'accept' needs 'reason' and 'until'");
	refuses(HEAD Q "    until: 2027-01-02\n    accept:\n      reason: x\n      until: "
		"2027-01-01\n", "line 6: 'until' stands twice: the one inside 'accept' counts");
}

/* Something typed in the wrong place may be a secret. */
static void secrets(void **state)
{
	struct replies out = { NULL, 0 };
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(read_text(&out, "answers:\n  - AKq8Zp3xW7LmN2vR9tYb5cD1eF4gH6jK0sU: x\n",
				   &err), -1);
	assert_null(strstr(err.text, "AKq8"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers), cmocka_unit_test(nothing), cmocka_unit_test(keys),
		cmocka_unit_test(days), cmocka_unit_test(signs), cmocka_unit_test(risks),
		cmocka_unit_test(secrets),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
