/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON report, read back with another library: whole, exact, the same each time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>
#include <string.h>

#include "report/jsonw.h"
#include "report/report.h"
#include "tests/unit/audit_fixture.h"
#include "util/buf.h"
#include "util/text.h"

extern const struct report report_json;

enum { OUT_MAX = 1 << 26 };

struct fixture {
	struct audit_fixture f;
	struct buf out;
	json_t *root;
};

static int setup(void **state)
{
	static struct fixture x;

	fixture_init(&x.f);
	buf_init(&x.out, OUT_MAX);
	x.root = NULL;
	*state = &x;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *x = *state;

	json_decref(x->root);
	buf_release(&x->out);
	fixture_release(&x->f);
	return 0;
}

static json_t *print(struct fixture *x, int exit_status)
{
	struct report_style style = { 0 };
	json_error_t error;

	fixture_finish(&x->f, exit_status);
	report_json.write(&x->out, &x->f.audit, &style);
	assert_false(x->out.over);
	x->root = json_loadb(x->out.data, x->out.len, JSON_REJECT_DUPLICATES, &error);
	if (x->root == NULL)
		fail_msg("line %d: %s", error.line, error.text);
	return x->root;
}

static const char *text_at(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value))
		fail_msg("'%s' is no string", key);
	return json_string_value(value);
}

static json_int_t count_at(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_integer(value))
		fail_msg("'%s' is no integer", key);
	return json_integer_value(value);
}

static void assert_null_at(const json_t *object, const char *key)
{
	assert_true(json_is_null(json_object_get(object, key)));
}

static json_t *outcome_of(json_t *root, const char *id)
{
	json_t *all = json_object_get(root, "outcomes"), *one;
	size_t i;

	json_array_foreach(all, i, one)
		if (strcmp(text_at(json_object_get(one, "rule"), "id"), id) == 0)
			return one;
	fail_msg("no outcome of '%s'", id);
	return NULL;
}

static void test_head(void **state)
{
	struct fixture *x = *state;
	json_t *root, *input;

	fixture_fill_demo(&x->f);
	root = print(x, 1);
	assert_string_equal(text_at(root, "schema"), "mxaudit-report/1");
	assert_string_equal(text_at(root, "tool"), "mxaudit");
	assert_string_equal(text_at(root, "version"), "0.1.0");
	assert_string_equal(text_at(root, "app"), "Shop");
	assert_string_equal(text_at(root, "asOf"), "2026-11-24");
	assert_string_equal(text_at(root, "edition"), "2024");
	assert_int_equal(count_at(root, "exitStatus"), 1);
	input = json_array_get(json_object_get(root, "inputs"), 1);
	assert_string_equal(text_at(input, "option"), "rules");
	assert_int_equal(strlen(text_at(input, "sha256")), 64);
}

static void test_verdict(void **state)
{
	struct fixture *x = *state;
	json_t *verdict;
	struct buf line;

	buf_init(&line, 1000);
	fixture_fill_demo(&x->f);
	verdict = json_object_get(print(x, 1), "verdict");
	assert_string_equal(text_at(verdict, "name"), "blocked");
	assert_string_equal(text_at(verdict, "scope"), "package");
	assert_string_equal(text_at(verdict, "why"),
			    "A project file lies at the root of the package.");
	tally_line(&line, &x->f.audit);
	assert_string_equal(text_at(verdict, "line"), buf_text(&line));
	buf_release(&line);
}

static void test_counts_add_up(void **state)
{
	static const char *const classes[] = {
		"blocker", "action", "verify", "info", "undecided", "open", "error", "waived",
		"clear", "notApplicable",
	};
	struct fixture *x = *state;
	json_t *root, *counts;
	json_int_t sum = 0;

	fixture_fill_demo(&x->f);
	root = print(x, 1);
	counts = json_object_get(root, "counts");
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		sum += count_at(counts, classes[i]);
	assert_int_equal(sum, count_at(counts, "rules"));
	assert_int_equal(sum, json_array_size(json_object_get(root, "outcomes")));
	assert_int_equal(sum, 22);
}

static json_int_t sum_of(const json_t *array, const char *key)
{
	json_int_t sum = 0;
	const json_t *one;
	size_t i;

	json_array_foreach(array, i, one)
		sum += count_at(one, key);
	return sum;
}

static void test_effort_is_the_sum_of_its_addends(void **state)
{
	static const char *const totals[] = { "work", "check", "unknown" };
	struct fixture *x = *state;
	json_t *effort, *owners;

	fixture_fill_demo(&x->f);
	effort = json_object_get(print(x, 1), "effort");
	for (size_t i = 0; i < 3; i++) {
		const json_t *total = json_object_get(effort, totals[i]);
		const json_t *addends = json_object_get(total, "addends");

		assert_int_equal(count_at(total, "min"), sum_of(addends, "min"));
		assert_int_equal(count_at(total, "max"), sum_of(addends, "max"));
		assert_true(count_at(total, "max") > 0);
	}
	owners = json_object_get(effort, "owners");
	assert_int_equal(sum_of(owners, "max"),
			 count_at(json_object_get(effort, "work"), "max"));
}

static void test_finding(void **state)
{
	struct fixture *x = *state;
	json_t *o, *finding, *place, *fact;

	fixture_fill_demo(&x->f);
	o = outcome_of(print(x, 1), "scheduled-events/long-running");
	assert_string_equal(text_at(o, "state"), "findings");
	assert_string_equal(text_at(o, "worst"), "action");
	assert_null_at(o, "question");
	assert_int_equal(json_array_size(json_object_get(o, "findings")), 2);
	finding = json_array_get(json_object_get(o, "findings"), 0);
	assert_string_equal(text_at(finding, "key"), "Sync.Nightly");
	assert_string_equal(text_at(finding, "fingerprint"), "9dead9e57bc93870");
	assert_true(json_is_false(json_object_get(finding, "waived")));
	assert_null_at(finding, "partial");
	place = json_array_get(json_object_get(finding, "places"), 0);
	assert_string_equal(text_at(place, "origin"), "Sync.RunAll");
	assert_int_equal(json_array_size(json_object_get(place, "evidence")), 2);
	finding = json_array_get(json_object_get(o, "findings"), 1);
	assert_true(text_starts(text_at(finding, "partial"), "over a partial source"));
	fact = json_object_get(json_array_get(json_object_get(finding, "places"), 0), "fact");
	assert_true(json_is_null(fact));
}

static void test_cited_fact(void **state)
{
	struct fixture *x = *state;
	struct outcome *o = fixture_outcome(&x->f, fixture_rule(&x->f, "a/b", SEVERITY_ACTION,
								"x"), OUTCOME_FINDINGS);
	struct finding *f = fixture_finding(&x->f, o, SEVERITY_ACTION, "k", "m");
	struct fact *event = fixture_fact(&x->f, "scheduled-event", "name", "A.B", "start",
					  "2018-03-01T02:00:00Z", NULL);
	json_t *fact, *place;

	fixture_child(&x->f, event, "reach", NULL, "loops", "3", NULL);
	f->places[0].fact = event;
	place = json_array_get(json_object_get(json_array_get(json_object_get(
		outcome_of(print(x, 1), "a/b"), "findings"), 0), "places"), 0);
	fact = json_object_get(place, "fact");
	assert_string_equal(text_at(fact, "name"), "scheduled-event");
	fact = json_object_get(fact, "attributes");
	assert_int_equal(json_object_size(fact), 2);
	assert_string_equal(text_at(fact, "name"), "A.B");
	assert_string_equal(text_at(fact, "start"), "2018-03-01T02:00:00Z");
	assert_null(json_object_get(json_object_get(place, "fact"), "children"));
}

static void test_undecided(void **state)
{
	struct fixture *x = *state;
	json_t *o, *source, *effort;

	fixture_fill_demo(&x->f);
	o = outcome_of(print(x, 1), "backup/fits-plan");
	assert_string_equal(text_at(o, "state"), "undecided");
	assert_null_at(o, "worst");
	assert_string_equal(text_at(o, "question"), "Does the database fit into the new plan?");
	assert_string_equal(text_at(o, "reason"), "no backup was given");
	assert_string_equal(text_at(o, "decideBy"), "--backup FILE");
	assert_true(json_is_true(json_object_get(o, "open")));
	source = json_array_get(json_object_get(o, "sources"), 0);
	assert_string_equal(text_at(source, "name"), "backup");
	assert_string_equal(text_at(source, "state"), "absent");
	effort = json_object_get(json_object_get(o, "rule"), "effort");
	assert_int_equal(count_at(effort, "max"), 4);
	assert_string_equal(text_at(effort, "per"), "rule");
	assert_null_at(effort, "cap");
}

static void test_rule_file_has_no_folder(void **state)
{
	struct fixture *x = *state;
	json_t *rule;

	fixture_fill_demo(&x->f);
	rule = json_object_get(outcome_of(print(x, 1), "calls/proxy"), "rule");
	assert_string_equal(text_at(rule, "file"), "test.xml");
	assert_int_equal(count_at(rule, "line"), 10);
	assert_null_at(rule, "effort");
}

static void test_inventory(void **state)
{
	struct fixture *x = *state;
	json_t *inventory, *events, *constants, *one;
	size_t i;

	fixture_fill_demo(&x->f);
	inventory = json_object_get(print(x, 1), "inventory");
	assert_string_equal(text_at(json_object_get(json_object_get(inventory, "app"),
						    "attributes"), "runtime-version"),
			    "7.18.1.40272");
	assert_int_equal(json_array_size(json_object_get(inventory, "modules")), 2);
	events = json_object_get(inventory, "scheduledEvents");
	one = json_object_get(json_array_get(events, 0), "children");
	assert_int_equal(json_array_size(one), 2);
	assert_true(text_starts(text_at(json_array_get(one, 1), "text"), "Sync.RunAll › "));
	constants = json_object_get(inventory, "constants");
	assert_int_equal(json_array_size(constants), 3);
	json_array_foreach(constants, i, one) {
		const json_t *attributes = json_object_get(one, "attributes");

		assert_non_null(json_object_get(attributes, "state"));
		assert_null(json_object_get(attributes, "value"));
	}
}

static void test_sources_and_diagnostics(void **state)
{
	struct fixture *x = *state;
	json_t *root, *sources, *java, *diagnostic;

	fixture_fill_demo(&x->f);
	root = print(x, 1);
	sources = json_object_get(root, "sources");
	assert_int_equal(json_array_size(sources), SOURCE_COUNT);
	java = json_array_get(sources, SOURCE_JAVA);
	assert_string_equal(text_at(java, "name"), "java");
	assert_string_equal(text_at(java, "state"), "partial");
	assert_string_equal(text_at(java, "reason"), "1 of 158 archives unreadable");
	diagnostic = json_array_get(json_object_get(root, "diagnostics"), 0);
	assert_string_equal(text_at(diagnostic, "level"), "note");
	assert_string_equal(text_at(diagnostic, "place"), "model/lib/userlib/old.jar");
}

static void test_empty_audit(void **state)
{
	struct fixture *x = *state;
	json_t *root;

	x->f.audit.edition = NULL;
	root = print(x, 0);
	assert_null_at(root, "edition");
	assert_null_at(json_object_get(root, "inventory"), "package");
	assert_int_equal(json_array_size(json_object_get(root, "outcomes")), 0);
	assert_string_equal(text_at(json_object_get(root, "verdict"), "name"), "none");
	assert_non_null(strstr(buf_text(&x->out), "\"outcomes\": []\n}\n"));
}

static void test_large_audit_keeps_everything(void **state)
{
	struct fixture *x = *state;
	json_t *findings;

	fixture_fill_large(&x->f);
	findings = json_object_get(outcome_of(print(x, 1), "calls/many"), "findings");
	assert_int_equal(json_array_size(findings), 300);
	assert_int_equal(json_array_size(json_object_get(json_array_get(findings, 299),
							 "places")), 20);
}

static void test_same_audit_same_bytes(void **state)
{
	struct fixture *x = *state;
	struct report_style style = { 0 };
	struct buf again;

	buf_init(&again, OUT_MAX);
	fixture_fill_demo(&x->f);
	print(x, 1);
	report_json.write(&again, &x->f.audit, &style);
	assert_int_equal(again.len, x->out.len);
	assert_memory_equal(again.data, x->out.data, again.len);
	buf_release(&again);
}

static void test_hostile_text_comes_back_as_it_was(void **state)
{
	struct fixture *x = *state;
	json_t *root, *finding, *place;

	fixture_fill_hostile(&x->f);
	root = print(x, 3);
	assert_string_equal(text_at(root, "app"), fixture_attack);
	finding = json_array_get(json_object_get(outcome_of(root, "hostile/text"), "findings"), 0);
	assert_string_equal(text_at(finding, "key"), fixture_attack);
	assert_string_equal(text_at(finding, "message"), fixture_attack);
	place = json_array_get(json_object_get(finding, "places"), 0);
	assert_string_equal(text_at(place, "origin"), fixture_attack);
	assert_string_equal(json_string_value(json_array_get(json_object_get(place, "evidence"),
							     0)), fixture_attack);
}

static void test_hostile_bytes_do_not_get_out(void **state)
{
	static const char *const never[] = {
		"##", "\x1b", "\r", "\t", "\x7f", "\xc2\x9b", "\xe2\x80\xae", "\xe2\x80\xa8",
	};
	struct fixture *x = *state;
	const char *text;

	fixture_fill_hostile(&x->f);
	print(x, 3);
	text = buf_text(&x->out);
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		assert_null(strstr(text, never[i]));
	for (const char *line = text; *line != '\0'; line = strchr(line, '\n') + 1)
		assert_non_null(strchr("{}[]\"", line[strspn(line, " ")]));
}

static void check_quote(struct buf *out, const char *value, const char *expected)
{
	buf_clear(out);
	jsonw_quote(out, value);
	assert_string_equal(buf_text(out), expected);
}

static void test_quote(void **state)
{
	struct buf *out = &((struct fixture *)*state)->out;

	check_quote(out, "", "\"\"");
	check_quote(out, "a\"b\\c/d", "\"a\\\"b\\\\c/d\"");
	check_quote(out, "\n\t\r\x01\x1f\x7f", "\"\\n\\t\\u000d\\u0001\\u001f\\u007f\"");
	check_quote(out, "é € 😀", "\"é € 😀\"");
	check_quote(out, "\xc2\x80\xe2\x80\xa8\xef\xbb\xbf", "\"\\u0080\\u2028\\ufeff\"");
	check_quote(out, "a\xff" "b\xc3", "\"a\\ufffdb\\ufffd\"");
	check_quote(out, "###", "\"#\\u0023\\u0023\"");
}

static void test_writer_lays_out(void **state)
{
	struct buf *out = &((struct fixture *)*state)->out;
	struct jsonw j;

	jsonw_init(&j, out);
	jsonw_object(&j, NULL);
	jsonw_array(&j, "none");
	jsonw_close(&j);
	jsonw_array(&j, "two");
	jsonw_flat_object(&j, NULL);
	jsonw_array(&j, "x");
	jsonw_count(&j, NULL, 1);
	jsonw_count(&j, NULL, UINT64_MAX);
	jsonw_close(&j);
	jsonw_bool(&j, "y", true);
	jsonw_close(&j);
	jsonw_null(&j, NULL);
	jsonw_close(&j);
	jsonw_close(&j);
	assert_string_equal(buf_text(out),
			    "{\n  \"none\": [],\n  \"two\": [\n"
			    "    {\"x\": [1, 18446744073709551615], \"y\": true},\n"
			    "    null\n  ]\n}\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_head), TEST(test_verdict), TEST(test_counts_add_up),
		TEST(test_effort_is_the_sum_of_its_addends), TEST(test_finding),
		TEST(test_cited_fact), TEST(test_undecided), TEST(test_rule_file_has_no_folder),
		TEST(test_inventory), TEST(test_sources_and_diagnostics), TEST(test_empty_audit),
		TEST(test_large_audit_keeps_everything), TEST(test_same_audit_same_bytes),
		TEST(test_hostile_text_comes_back_as_it_was),
		TEST(test_hostile_bytes_do_not_get_out), TEST(test_quote),
		TEST(test_writer_lays_out),
	};

	return cmocka_run_group_tests_name("json report", tests, NULL, NULL);
}
