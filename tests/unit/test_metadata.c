/* SPDX-License-Identifier: Apache-2.0 */
/* metadata.json: what is read, what is forgiven, what is refused and how that is said.
 */
#include "formats/metadata.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "core/limits.h"
#include "util/arena.h"
#include "util/err.h"

static struct metadata read_bytes(struct arena *a, const char *text, size_t len)
{
	struct limits limits = limits_default();
	struct metadata md = {0};
	struct err err = ERR_NONE;

	if (metadata_read(&md, text, len, &limits, a, &err) != 0)
		fail_msg("refused: %s", err.text);
	return md;
}

static struct metadata read_text(struct arena *a, const char *text)
{
	return read_bytes(a, text, strlen(text));
}

static void assert_refused(struct arena *a, const char *text, const char *why)
{
	struct limits limits = limits_default();
	struct metadata md = {.java_version = 99};
	struct err err = ERR_NONE;

	assert_int_equal(metadata_read(&md, text, strlen(text), &limits, a, &err), -1);
	assert_string_equal(err.text, why);
	assert_int_equal(md.java_version, 99);
}

static const char whole[] =
	"\xef\xbb\xbf{\r\n"
	"  \"RuntimeVersion\": \"10.12.1.39914\",\r\n"
	"  \"ProjectID\": \"p-1\", \"ProjectName\": \"Shop\",\r\n"
	"  \"ModelVersion\": \"1.0.0.37\", \"Description\": \"\",\r\n"
	"  \"AdminUser\": \"MxAdmin\", \"AdminRole\": \"r-1\", \"JavaVersion\": 21,\r\n"
	"  \"Roles\": {\"r-1\": {\"Name\": \"Admin\", \"ManageableRoles\": [\"r-1\", "
	"\"r-2\"]},"
	" \"r-2\": {\"Name\": \"User\"}},\r\n"
	"  \"Constants\": [{\"Name\": \"A.Url\", \"Type\": \"String\", "
	"\"DefaultValue\": \"x\"},"
	"{\"Name\": \"A.Empty\", \"Type\": \"String\", \"DefaultValue\": \"\"},"
	"{\"Name\": \"A.None\", \"Type\": \"String\", \"DefaultValue\": null},"
	"{\"Name\": \"A.Number\", \"Type\": \"Integer\", \"DefaultValue\": 30},"
	"{\"Name\": \"A.Real\", \"Type\": \"Decimal\", \"DefaultValue\": 1.5},"
	"{\"Name\": \"A.Flag\", \"Type\": \"Boolean\", \"DefaultValue\": true}],\r\n"
	"  \"ScheduledEvents\": [{\"Name\": \"A.Nightly\", \"Description\": "
	"\"d\"}],\r\n"
	"  \"RequestHandlers\": [{\"Name\": \"/ws/\", \"DefaultEnabled\": true,"
	" \"MatchExactly\": false}, {\"Name\": \"/p/\", \"MatchExactly\": true}],\r\n"
	"  \"Languages\": [\"en_US\", \"nl_NL\"],\r\n"
	"  \"Configuration\": {\"SourceDatabaseType\": \"HSQLDB\","
	" \"SourceDatabaseName\": \"default\", \"SourceBuiltInDatabasePath\": "
	"\"C:\\\\x\"},\r\n"
	"  \"SomethingNew\": [[{\"Name\": 5}]]\r\n"
	"}\r\n";

static void test_strings(void **state)
{
	struct metadata md = read_text(*state, whole);

	assert_string_equal(md.runtime_version, "10.12.1.39914");
	assert_string_equal(md.project_id, "p-1");
	assert_string_equal(md.project_name, "Shop");
	assert_string_equal(md.model_version, "1.0.0.37");
	assert_string_equal(md.description, "");
	assert_string_equal(md.admin_user, "MxAdmin");
	assert_string_equal(md.admin_role, "r-1");
	assert_int_equal(md.java_version, 21);
	assert_string_equal(md.source_database_type, "HSQLDB");
	assert_string_equal(md.source_database_name, "default");
	assert_true(md.source_database_path);
}

static void test_constants(void **state)
{
	static const char *const values[] = {"x", "", "", "30", "1.5", "true"};
	struct metadata md = read_text(*state, whole);

	assert_int_equal(md.constant_count, 6);
	for (size_t i = 0; i < 6; i++) {
		assert_string_equal(md.constants[i].value, values[i]);
		assert_int_equal(md.constants[i].has_value, i != 2);
	}
	assert_string_equal(md.constants[3].name, "A.Number");
	assert_string_equal(md.constants[3].type, "Integer");
}

static void test_lists(void **state)
{
	struct metadata md = read_text(*state, whole);

	assert_int_equal(md.event_count, 1);
	assert_string_equal(md.events[0].name, "A.Nightly");
	assert_string_equal(md.events[0].description, "d");
	assert_true(md.has_handlers);
	assert_int_equal(md.handler_count, 2);
	assert_string_equal(md.handlers[0].name, "/ws/");
	assert_true(md.handlers[0].enabled);
	assert_false(md.handlers[0].exact);
	assert_false(md.handlers[1].enabled);
	assert_true(md.handlers[1].exact);
	assert_int_equal(md.role_count, 2);
	assert_string_equal(md.roles[0].id, "r-1");
	assert_string_equal(md.roles[0].name, "Admin");
	assert_int_equal(md.roles[0].manageable, 2);
	assert_int_equal(md.roles[1].manageable, 0);
	assert_int_equal(md.language_count, 2);
	assert_string_equal(md.languages[1], "nl_NL");
}

static void test_nothing_there(void **state)
{
	struct metadata md = read_text(*state, "{}");

	assert_string_equal(md.runtime_version, "");
	assert_null(md.project_name);
	assert_null(md.admin_user);
	assert_null(md.source_database_type);
	assert_int_equal(md.java_version, 0);
	assert_int_equal(md.constant_count, 0);
	assert_false(md.has_handlers);
	md = read_text(*state, "{\"RuntimeVersion\": null, \"RequestHandlers\": [],"
			       " \"Roles\": null, \"JavaVersion\": 11.0}");
	assert_string_equal(md.runtime_version, "");
	assert_true(md.has_handlers);
	assert_int_equal(md.java_version, 11);
}

static void test_forgiven(void **state)
{
	static const char nul[] = "{\"AdminUser\": \"a\\u0000b\"}";
	struct metadata md;

	md = read_text(*state, "{\"AdminUser\": \"first\", \"AdminUser\": \"second\"}");
	assert_string_equal(md.admin_user, "second");
	md = read_text(*state, nul);
	assert_string_equal(md.admin_user, "a\xef\xbf\xbd"
					   "b");
}

static void test_not_json(void **state)
{
	assert_refused(*state, "", "empty");
	assert_refused(*state, "\xef\xbb\xbf", "empty");
	assert_refused(*state, "version https://git-lfs.github.com/spec/v1\noid",
		       "a Git LFS pointer, not the file itself");
	assert_refused(*state, "{\n\"A\": 1,\n\"B\": oops}", "line 3: not JSON");
	assert_refused(*state, "{\n\"A\": 1,\n\"B\": [",
		       "line 3: ends before its JSON is complete");
	assert_refused(*state, "{\"A\": \"cut off", "line 1: ends before its JSON is complete");
	assert_refused(*state, "[1]", "has to be an object, is a list");
	assert_refused(*state, "{\"Description\": \"\xff\"}", "line 1: not JSON");
}

static void test_wrong_types(void **state)
{
	assert_refused(*state, "{\n\n \"Constants\": {}}",
		       "'Constants': has to be a list, is an object (line 3)");
	assert_refused(*state, "{\"RuntimeVersion\":\n 7}",
		       "'RuntimeVersion': has to be a text, is a number (line 1)");
	assert_refused(*state, "{\"JavaVersion\": \"21\"}",
		       "'JavaVersion': has to be a number, is a text (line 1)");
	assert_refused(*state, "{\"Constants\": [{}, 5]}",
		       "'Constants[1]': has to be an object, is a number (line 1)");
	assert_refused(*state, "{\"Constants\": [{\"Name\": true}]}",
		       "'Constants[0].Name': has to be a text, is a Boolean (line 1)");
	assert_refused(
		*state, "{\"Constants\": [{\"DefaultValue\": []}]}",
		"'Constants[0].DefaultValue': has to be a single value, is a list "
		"(line 1)");
	assert_refused(
		*state, "{\"RequestHandlers\": [{\"DefaultEnabled\": \"yes\"}]}",
		"'RequestHandlers[0].DefaultEnabled': has to be a Boolean, is a text "
		"(line 1)");
	assert_refused(*state, "{\"ScheduledEvents\": [[]]}",
		       "'ScheduledEvents[0]': has to be an object, is a list (line 1)");
	assert_refused(*state, "{\"Languages\": [\"a\", null]}",
		       "'Languages[1]': has to be a text, is null (line 1)");
	assert_refused(*state, "{\"Roles\": {\"x\": {}, \"y\": 1}}",
		       "'Roles[1]': has to be an object, is a number (line 1)");
	assert_refused(*state, "{\"Configuration\": []}",
		       "'Configuration': has to be an object, is a list (line 1)");
}

/* The name of the key in values, deeper objects and strings does not mislead. */
static void test_line_of_key(void **state)
{
	assert_refused(*state,
		       "{\"Description\": \"Roles\",\n"
		       "\"X\": {\"Roles\": 1},\n"
		       "\"Y\": \"\\\"Roles\\\":\",\n"
		       "\"Roles\" : 5}",
		       "'Roles': has to be an object, is a number (line 4)");
}

static void test_depth(void **state)
{
	struct limits limits = limits_default();
	struct metadata md;
	struct err err = ERR_NONE;
	static const char text[] = "{\"X\": [[\"]]]]]]]]\", [{}]]]}";

	limits.depth = 5;
	assert_int_equal(metadata_read(&md, text, strlen(text), &limits, *state, &err),
			 0);
	limits.depth = 4;
	assert_int_equal(metadata_read(&md, text, strlen(text), &limits, *state, &err),
			 -1);
	assert_string_equal(err.text,
			    "more than 4 values inside one another (--max-depth)");
}

static void test_chopped(void **state)
{
	struct limits limits = limits_default();
	size_t end = strlen(whole) - 2;

	for (size_t n = 0; n < end; n++) {
		struct metadata md;
		struct err err = ERR_NONE;

		assert_int_equal(metadata_read(&md, whole, n, &limits, *state, &err),
				 -1);
		assert_true(err.set);
	}
	assert_int_equal(read_bytes(*state, whole, end).role_count, 2);
}

static int setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int teardown(void **state)
{
	arena_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_strings, setup, teardown),
		cmocka_unit_test_setup_teardown(test_constants, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lists, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nothing_there, setup, teardown),
		cmocka_unit_test_setup_teardown(test_forgiven, setup, teardown),
		cmocka_unit_test_setup_teardown(test_not_json, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_types, setup, teardown),
		cmocka_unit_test_setup_teardown(test_line_of_key, setup, teardown),
		cmocka_unit_test_setup_teardown(test_depth, setup, teardown),
		cmocka_unit_test_setup_teardown(test_chopped, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
