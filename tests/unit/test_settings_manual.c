/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The manual of the settings file, its JSON Schema and the reader know the same keys; so do the
 * schema and the reader of answers. Tests run in the root of the tree.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "core/limits.h"
#include "formats/answers.h"
#include "formats/settings_read.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/text.h"

static json_t *load(const char *path)
{
	json_error_t why;
	json_t *schema = json_load_file(path, JSON_REJECT_DUPLICATES, &why);

	if (schema == NULL)
		fail_msg("%s:%d: %s", path, why.line, why.text);
	return schema;
}

static json_t *definition(const json_t *schema, const char *name)
{
	json_t *d = json_object_get(json_object_get(schema, "$defs"), name);

	if (d == NULL)
		fail_msg("the schema has no definition '%s'", name);
	return d;
}

/* The members of an object are those of the list, and no others are allowed. */
static void has_members(const json_t *object, const char *const *keys)
{
	const json_t *members = json_object_get(object, "properties");
	size_t count = 0;

	assert_true(json_is_false(json_object_get(object, "additionalProperties")));
	for (; keys[count] != NULL; count++)
		if (json_object_get(members, keys[count]) == NULL)
			fail_msg("the schema has no '%s'", keys[count]);
	assert_int_equal(json_object_size(members), count);
}

static void schema_of_settings(void **state)
{
	json_t *schema = load("docs/settings.schema.json");
	const json_t *members = json_object_get(schema, "properties");
	const struct settings_key *k;
	size_t count = 0;

	(void)state;
	assert_true(json_is_false(json_object_get(schema, "additionalProperties")));
	for (; (k = settings_own_key(count)) != NULL; count++) {
		const json_t *member = json_object_get(members, k->name);
		const char *kind = json_string_value(json_object_get(member, "$ref"));
		char wanted[80];

		if (kind == NULL)
			fail_msg("the schema has no '%s'", k->name);
		snprintf(wanted, sizeof(wanted), "#/$defs/%s", k->kind);
		assert_string_equal(kind, wanted);
		definition(schema, k->kind);
	}
	assert_int_equal(json_object_size(members), count);
	has_members(definition(schema, "certificate"), settings_certificate_keys);
	has_members(definition(schema, "restriction"), settings_restriction_keys);
	json_decref(schema);
}

static void schema_of_answers(void **state)
{
	json_t *schema = load("docs/answers.schema.json");

	(void)state;
	has_members(schema, answers_file_keys);
	has_members(definition(schema, "answer"), answers_entry_keys);
	has_members(definition(schema, "risk"), answers_risk_keys);
	json_decref(schema);
}

static int read_text(const char *text)
{
	struct arena *arena = arena_new();
	struct limits limits = limits_default();
	struct err err = ERR_NONE;
	struct settings s;
	int result;

	settings_init(&s, arena, NULL);
	result = settings_read(&s, "own.yaml", text, strlen(text), &limits, &err);
	if (result != 0)
		print_message("%s\n", err.text);
	settings_release(&s);
	arena_free(arena);
	return result;
}

/* Each word of an enumeration is one that the reader takes. */
static void takes_words(const json_t *words, const char *before, const char *after)
{
	assert_true(json_array_size(words) > 1);
	for (size_t i = 0; i < json_array_size(words); i++) {
		char text[200];

		snprintf(text, sizeof(text), "%s%s%s", before,
			 json_string_value(json_array_get(words, i)), after);
		assert_int_equal(read_text(text), 0);
	}
}

static void words_of_the_schema(void **state)
{
	json_t *schema = load("docs/settings.schema.json");
	const json_t *certificate = json_object_get(definition(schema, "certificate"),
						    "properties");
	const json_t *switches = json_array_get(json_object_get(definition(schema, "switch"),
								"anyOf"), 1);
	const json_t *events = json_array_get(json_object_get(definition(schema, "events"),
							      "anyOf"), 0);

	(void)state;
	takes_words(json_object_get(definition(schema, "status"), "enum"), "status: ", "\n");
	takes_words(json_object_get(json_object_get(certificate, "kind"), "enum"),
		    "certificates: [{name: x, kind: ", "}]\n");
	takes_words(json_object_get(switches, "enum"), "request-handlers: {/ws/: ", "}\n");
	takes_words(json_object_get(events, "enum"), "scheduled-events: ", "\n");
	json_decref(schema);
}

static const char *manual_text(struct arena *arena)
{
	FILE *f = fopen("docs/settings.md", "re");
	char block[16384];
	size_t n;

	assert_non_null(f);
	n = fread(block, 1, sizeof(block), f);
	fclose(f);
	assert_true(n > 0 && n < sizeof(block));
	return text_intern(arena, block, n);
}

static bool is_key(const char *name)
{
	const struct settings_key *k;

	for (size_t i = 0; (k = settings_own_key(i)) != NULL; i++)
		if (strcmp(k->name, name) == 0)
			return true;
	return false;
}

/* Each row of its tables of keys is one of the reader's, and each of those has a row. */
static void rows_of_the_manual(void **state)
{
	struct arena *arena = arena_new();
	const char *at = strstr(manual_text(arena), "\n## Keys\n");
	size_t rows = 0, keys = 0;

	(void)state;
	assert_non_null(at);
	for (; (at = strstr(at, "\n| `")) != NULL; rows++) {
		const char *name;

		at += strlen("\n| `");
		name = arena_text_n(arena, at, strcspn(at, "`"));
		if (!is_key(name))
			fail_msg("docs/settings.md: the reader does not know '%s'", name);
	}
	while (settings_own_key(keys) != NULL)
		keys++;
	assert_int_equal(rows, keys);
	arena_free(arena);
}

static void names_inner_keys(const char *manual, const char *const *keys)
{
	for (; *keys != NULL; keys++) {
		char wanted[80];

		snprintf(wanted, sizeof(wanted), "`%s`", *keys);
		if (strstr(manual, wanted) == NULL)
			fail_msg("docs/settings.md does not name '%s'", *keys);
	}
}

static void example_of_the_manual(void **state)
{
	static const char fence[] = "```yaml\n";
	struct arena *arena = arena_new();
	const char *manual = manual_text(arena), *start = strstr(manual, fence), *end;

	(void)state;
	names_inner_keys(manual, settings_certificate_keys);
	names_inner_keys(manual, settings_restriction_keys);
	assert_non_null(start);
	start += strlen(fence);
	end = strstr(start, "```");
	assert_non_null(end);
	assert_int_equal(read_text(arena_text_n(arena, start, (size_t)(end - start))), 0);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(schema_of_settings),  cmocka_unit_test(schema_of_answers),
		cmocka_unit_test(words_of_the_schema), cmocka_unit_test(rows_of_the_manual),
		cmocka_unit_test(example_of_the_manual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
