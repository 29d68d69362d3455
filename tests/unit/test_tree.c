/* SPDX-License-Identifier: Apache-2.0 */
/* YAML and JSON as one tree: values, lines, and refusals that cite nothing of the file. */
#include "formats/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/limits.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"

typedef int reader(struct tree **out, const char *bytes, size_t len, struct arena *arena,
		   const struct limits *limits, struct err *err);

static int yaml(struct tree **out, const char *bytes, size_t len, struct arena *arena,
		const struct limits *limits, struct err *err)
{
	return tree_from_yaml(out, bytes, len, false, limits, arena, err);
}

static int json(struct tree **out, const char *bytes, size_t len, struct arena *arena,
		const struct limits *limits, struct err *err)
{
	return tree_from_json(out, bytes, len, limits, arena, err);
}

static struct tree *read_whole(reader *read, struct arena *a, const char *text)
{
	struct limits limits = limits_default();
	struct err err = ERR_NONE;
	struct tree *t = NULL;

	if (read(&t, text, strlen(text), a, &limits, &err) != 0)
		fail_msg("refused: %s", err.text);
	return t;
}

static void refused(reader *read, const char *text, const char *why)
{
	CLEANUP(arena_cleanup) struct arena *a = arena_new();
	struct limits limits = limits_default();
	struct err err = ERR_NONE;
	struct tree *t = NULL;

	limits.depth = 5;
	assert_int_equal(read(&t, text, strlen(text), a, &limits, &err), -1);
	assert_null(t);
	assert_string_equal(err.text, why);
}

static void is(const struct tree *t, enum tree_kind kind, const char *text, unsigned line)
{
	assert_non_null(t);
	assert_int_equal(t->kind, kind);
	assert_string_equal(t->text, text);
	assert_int_equal(t->line, line);
}

static void yaml_values(void **state)
{
	CLEANUP(arena_cleanup) struct arena *a = arena_new();
	struct tree *t = read_whole(yaml, a,
		"---\n# a comment\nname: Shop  # of ours\nsize: 1.5e3\non: True\noff: \"false\"\n"
		"no: no\nnothing: ~\nblank:\ntext: |\n  two\n  lines\nlist:\n- 1\n"
		"- {a: b, c: [d]}\n'<<': x\n");

	(void)state;
	assert_int_equal(t->kind, TREE_MAP);
	assert_int_equal(t->count, 10);
	is(tree_get(t, "name"), TREE_TEXT, "Shop", 3);
	is(tree_get(t, "size"), TREE_NUMBER, "1.5e3", 4);
	is(tree_get(t, "on"), TREE_BOOL, "true", 5);
	is(tree_get(t, "off"), TREE_TEXT, "false", 6);
	is(tree_get(t, "no"), TREE_TEXT, "no", 7);
	is(tree_get(t, "nothing"), TREE_NULL, "", 8);
	is(tree_get(t, "blank"), TREE_NULL, "", 9);
	is(tree_get(t, "text"), TREE_TEXT, "two\nlines\n", 10);
	is(tree_get(t, "list")->first, TREE_NUMBER, "1", 14);
	is(tree_get(tree_get(t, "list")->last, "c")->first, TREE_TEXT, "d", 15);
	is(tree_get(t, "<<"), TREE_TEXT, "x", 16);
	assert_null(tree_get(t, "missing"));
	assert_null(tree_text(t, "list"));
	assert_null(tree_text(t, "nothing"));
	assert_string_equal(tree_text(t, "off"), "false");
}

static void json_values(void **state)
{
	CLEANUP(arena_cleanup) struct arena *a = arena_new();
	struct tree *t = read_whole(json, a, "{\n \"a:\\\"b\" : \"x,]}\\u00e9\",\n \"n\":-1.50E+3,"
				    "\"big\":123456789012345678901234567890,\n \"t\":true, \"f\":"
				    "false,\n\"z\":null ,\"l\":[ 1 ,\n{ },[],\"\"]\n}\n");

	(void)state;
	assert_int_equal(t->count, 7);
	is(tree_get(t, "a:\"b"), TREE_TEXT, "x,]}\xc3\xa9", 2);
	is(tree_get(t, "n"), TREE_NUMBER, "-1.50E+3", 3);
	is(tree_get(t, "big"), TREE_NUMBER, "123456789012345678901234567890", 3);
	is(tree_get(t, "t"), TREE_BOOL, "true", 4);
	is(tree_get(t, "f"), TREE_BOOL, "false", 4);
	is(tree_get(t, "z"), TREE_NULL, "", 5);
	is(tree_get(t, "l"), TREE_LIST, "", 5);
	is(tree_get(t, "l")->first, TREE_NUMBER, "1", 5);
	is(tree_get(t, "l")->first->next, TREE_MAP, "", 6);
	is(tree_get(t, "l")->last, TREE_TEXT, "", 6);
	is(read_whole(json, a, " 7"), TREE_NUMBER, "7", 1);
}

static void empty_file(void **state)
{
	CLEANUP(arena_cleanup) struct arena *a = arena_new();

	(void)state;
	assert_int_equal(read_whole(yaml, a, "")->kind, TREE_NULL);
	assert_int_equal(read_whole(yaml, a, "# nothing\n")->kind, TREE_NULL);
	refused(json, "", "line 1: unexpected token");
}

static void yaml_refusals(void **state)
{
	static const char anchor[] =
		"line 2: an anchor or alias; write the value out in each place";

	(void)state;
	refused(yaml, "a: 1\nb: &x 2\n", anchor);
	refused(yaml, "a: 1\nb: *x\n", anchor);
	refused(yaml, "a: 1\nb: &x [1]\n", anchor);
	refused(yaml, "a: 1\nb: &x {c: 1}\n", anchor);
	refused(yaml, "a: !!str 1\n", "line 1: a tag; a plain value is wanted");
	refused(yaml, "<<: {a: 1}\n", "line 1: a merge key; write the values out");
	refused(yaml, "[1]: 2\n", "line 1: a list or map as a name");
	refused(yaml, "a: 1\nb: 2\na: 3\n", "line 3: the same name as in line 1");
	refused(yaml, "a: 1\n--- \nb: 2\n", "line 2: a second document");
	refused(yaml, "a: [[[[[1]]]]]\n", "line 1: nested deeper than --max-depth allows");
	refused(yaml, "secret: 'abc\n", "line 2: found unexpected end of stream");
	refused(yaml, "a: b: secret\n", "line 1: mapping values are not allowed in this context");
	refused(yaml, "a: \xff\n", "line 1: invalid leading UTF-8 octet");
	refused(yaml, "a: \x01\n", "line 1: control characters are not allowed");
}

static void json_refusals(void **state)
{
	(void)state;
	refused(json, "{\"Password\": hunter2}", "line 1: invalid token");
	refused(json, "{\"Password\": \"hunter2", "line 1: premature end of input");
	refused(json, "{\"a\": 1,\n\"a\": 2}", "line 2: a name stands twice");
	refused(json, "{\"a\": 1} hunter2", "line 1: end of file expected");
	refused(json, "[[[[[[1]]]]]]", "line 1: nested deeper than --max-depth allows");
	refused(json, "{\"a\": 1e999}", "line 1: real number overflow");
}

/* What many programs write is read as they do: the later value counts. */
static void a_name_again(void **state)
{
	CLEANUP(arena_cleanup) struct arena *a = arena_new();
	struct limits limits = limits_default();
	static const char text[] = "a: 1\nb: 2\na: [3, 4]\nc:\n  a: 5\na:\n  d: 6\nb: []\n";
	struct err err = ERR_NONE;
	struct tree *t = NULL;

	(void)state;
	assert_int_equal(tree_from_yaml(&t, text, strlen(text), true, &limits, a, &err), 0);
	assert_int_equal(t->count, 3);
	assert_int_equal(tree_get(t, "a")->count, 1);
	is(tree_get(tree_get(t, "a"), "d"), TREE_NUMBER, "6", 7);
	assert_int_equal(tree_get(t, "a")->line, 6);
	is(tree_get(t, "b"), TREE_LIST, "", 8);
}

static void paths(void **state)
{
	CLEANUP(arena_cleanup) struct arena *a = arena_new();
	struct tree *t = read_whole(yaml, a, "a:\n- b: {c: 1}\n- 2\n"
				    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig: 3\n");
	char path[64];

	(void)state;
	tree_path(tree_get(tree_get(tree_get(t, "a")->first, "b"), "c"), a, path, sizeof(path));
	assert_string_equal(path, "a[0].b.c");
	tree_path(tree_get(t, "a")->last, a, path, sizeof(path));
	assert_string_equal(path, "a[1]");
	tree_path(t->last, a, path, sizeof(path));
	assert_string_equal(path, "‹secret›");
	tree_path(t, a, path, sizeof(path));
	assert_string_equal(path, "");
	tree_path(tree_get(t, "a")->last, a, path, 4);
	assert_string_equal(path, "a[1");
}

static void plain_words(void **state)
{
	static const struct {
		const char *word;
		enum tree_kind kind;
	} words[] = {
		{ "", TREE_NULL }, { "~", TREE_NULL }, { "null", TREE_NULL }, { "nul", TREE_TEXT },
		{ "true", TREE_BOOL }, { "FALSE", TREE_BOOL }, { "yes", TREE_TEXT },
		{ "0", TREE_NUMBER }, { "-12", TREE_NUMBER }, { "+1.", TREE_NUMBER },
		{ ".5", TREE_NUMBER }, { "1e9", TREE_NUMBER }, { "1e", TREE_TEXT },
		{ ".", TREE_TEXT }, { "-", TREE_TEXT }, { "1.2.3", TREE_TEXT },
		{ "0x10", TREE_TEXT }, { "7.18", TREE_NUMBER }, { "1G", TREE_TEXT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (tree_kind_of(words[i].word) != words[i].kind)
			fail_msg("'%s' is %s", words[i].word,
				 tree_kind_name(tree_kind_of(words[i].word)));
}

/* A map with many members is read in one pass. */
static void many_members(void **state)
{
	CLEANUP(arena_cleanup) struct arena *a = arena_new();
	CLEANUP(cleanup_free) char *text = malloc(100000 * 16);
	struct tree *t;
	size_t at = 0;

	(void)state;
	assert_non_null(text);
	for (int i = 0; i < 100000; i++)
		at += (size_t)snprintf(text + at, 16, "k%d: %d\n", i, i);
	t = read_whole(yaml, a, text);
	assert_int_equal(t->count, 100000);
	is(t->last, TREE_NUMBER, "99999", 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(yaml_values), cmocka_unit_test(json_values),
		cmocka_unit_test(empty_file), cmocka_unit_test(yaml_refusals),
		cmocka_unit_test(json_refusals), cmocka_unit_test(a_name_again),
		cmocka_unit_test(paths), cmocka_unit_test(plain_words),
		cmocka_unit_test(many_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
