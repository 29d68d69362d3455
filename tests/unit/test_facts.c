/* SPDX-License-Identifier: Apache-2.0 */
/* The fact store: order, limits, masks, and the way to XML and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/diag.h"
#include "core/fact.h"
#include "core/fact_xml.h"
#include "core/limits.h"
#include "core/run_facts.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"

enum { NAME, KIND, COUNT, WHEN, SEEN };
static const struct attr_def thing_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "its name", NULL },
	{ "kind", ATTR_ENUM, 0, "its kind", "red|green" },
	{ "count", ATTR_INT, 0, "how many", NULL },
	{ "when", ATTR_TIME, 0, "when", NULL },
	{ "seen", ATTR_BOOL, 0, "whether", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def way = {
	.name = "way", .source = SOURCE_GRAPH, .meaning = "A way", .text = true,
};
static const struct fact_def *const thing_children[] = { &way, NULL };
static const struct fact_def thing = {
	.name = "thing", .source = SOURCE_MODEL, .meaning = "A thing", .attrs = thing_attrs,
	.children = thing_children,
};
static const struct attr_def note_attrs[] = {
	{ "text", ATTR_STRING, ATTR_KEY, "what it says", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def note = {
	.name = "note", .source = SOURCE_METADATA, .meaning = "A note", .attrs = note_attrs,
};
static const struct vocabulary_item items[] = {
	{ &fact_source, "run" }, { &fact_diagnostic, "run" }, { &note, "notes" },
	{ &thing, "things" },
};
static const struct vocabulary vocabulary = { items, 4 };

static void add_thing(struct facts *fs, const char *name, int64_t count)
{
	struct fact *f = facts_add(fs, &thing);

	fact_set(fs, f, NAME, name);
	fact_set_int(fs, f, COUNT, count);
}

static void order(void **state)
{
	struct facts fs;
	struct fact *const *found;
	size_t n;

	(void)state;
	facts_init(&fs, &vocabulary, 100);
	add_thing(&fs, "b", 1);
	add_thing(&fs, "a", 2);
	add_thing(&fs, "a", 1);
	fact_set(&fs, facts_add(&fs, &note), 0, "first");
	facts_sort(&fs);
	assert_string_equal(fs.items[0]->def->name, "note");
	found = facts_of(&fs, "thing", &n);
	assert_int_equal(n, 3);
	assert_string_equal(fact_get(found[0], "name"), "a");
	assert_string_equal(fact_get(found[0], "count"), "1");
	assert_string_equal(fact_get(found[2], "name"), "b");
	assert_null(fact_get(found[0], "kind"));
	assert_null(fact_get(found[0], "unknown"));
	assert_null(facts_of(&fs, "unknown", &n));
	assert_int_equal(n, 0);
	assert_null(facts_first(&fs, "source"));
	facts_release(&fs);
}

static void limit(void **state)
{
	struct facts fs;
	struct fact *f;

	(void)state;
	facts_init(&fs, &vocabulary, 2);
	add_thing(&fs, "a", 1);
	f = facts_add(&fs, &thing);
	fact_set(&fs, fact_child(&fs, f, &way), 0, NULL);
	assert_true(fs.over);
	add_thing(&fs, "c", 1);
	assert_int_equal(fs.count, 2);
	assert_null(f->first);
	facts_release(&fs);
}

static void bytes(void **state)
{
	struct facts fs;
	struct fact *f;

	(void)state;
	facts_init(&fs, &vocabulary, 100);
	fs.max_bytes = 5;
	add_thing(&fs, "four", 1);
	assert_false(fs.over);
	add_thing(&fs, "more", 1);
	assert_false(fs.over);
	f = facts_add(&fs, &thing);
	fact_set(&fs, f, NAME, "dropped");
	assert_true(fs.over);
	assert_null(fact_get(f, "name"));
	assert_int_equal(fs.count, 2);
	facts_release(&fs);
}

static void masks(void **state)
{
	struct facts fs;
	struct fact *f;

	(void)state;
	facts_init(&fs, &vocabulary, 10);
	f = facts_add(&fs, &note);
	fact_set_named(&fs, f, 0, "Mail.Password", "hunter2");
	assert_string_equal(fact_get(f, "text"), "‹secret›");
	fact_set(&fs, f, 0, "https://u:p@host/");
	assert_string_equal(fact_get(f, "text"), "https://‹secret›@host/");
	fact_set(&fs, f, 0, NULL);
	assert_string_equal(fact_get(f, "text"), "https://‹secret›@host/");
	facts_release(&fs);
}

static void times(void **state)
{
	struct facts fs;
	struct fact *f;

	(void)state;
	facts_init(&fs, &vocabulary, 10);
	f = facts_add(&fs, &thing);
	fact_set_time(&fs, f, WHEN, INT64_C(1519869600123));
	assert_string_equal(fact_get(f, "when"), "2018-03-01T02:00:00Z");
	fact_set_time(&fs, f, WHEN, -1);
	assert_string_equal(fact_get(f, "when"), "1969-12-31T23:59:59Z");
	f = facts_add(&fs, &thing);
	fact_set_time(&fs, f, WHEN, INT64_MAX);
	assert_null(fact_get(f, "when"));
	facts_release(&fs);
}

static void there_and_back(void **state)
{
	struct facts fs, again;
	struct buf first, second;
	struct err err = ERR_NONE;
	struct fact *f;

	(void)state;
	facts_init(&fs, &vocabulary, 100);
	f = facts_add(&fs, &thing);
	fact_set(&fs, f, NAME, "<&\"'>\n\t\x01 \xef\xbf\xbe gr\xc3\xbc\xc3\x9f");
	fact_set(&fs, f, KIND, "green");
	fact_set_bool(&fs, f, SEEN, true);
	fact_set_text(&fs, fact_child(&fs, f, &way), "a › b & c");
	f = facts_add(&fs, &thing);
	fact_set(&fs, f, NAME, "x\x7f \xc2\x9b \xe2\x80\xae.");
	facts_sort(&fs);
	buf_init(&first, 10000);
	buf_init(&second, 10000);
	fact_xml_write(&first, &fs);
	facts_init(&again, &vocabulary, 100);
	assert_int_equal(fact_xml_read(&again, "x.xml", first.data, first.len, &err), 0);
	fact_xml_write(&second, &again);
	assert_string_equal(buf_text(&first), buf_text(&second));
	assert_string_equal(again.items[0]->first->text, "a › b & c");
	assert_string_equal(fact_get(again.items[1], "name"), "x\x7f \xc2\x9b \xe2\x80\xae.");
	assert_non_null(strstr(buf_text(&first), "\"x&#127; &#155; &#8238;.\""));
	buf_release(&first);
	buf_release(&second);
	facts_release(&fs);
	facts_release(&again);
}

static void refuses(const char *xml, const char *want)
{
	struct facts fs;
	struct err err = ERR_NONE;

	facts_init(&fs, &vocabulary, 3);
	assert_int_equal(fact_xml_read(&fs, "x.xml", xml, strlen(xml), &err), -1);
	assert_string_equal(err.text, want);
	facts_release(&fs);
}

static void bad_documents(void **state)
{
	(void)state;
	refuses("<facts>\n<thin name='a'/></facts>", "x.xml:2: unknown fact 'thin'");
	refuses("<facts><thing/></facts>", "x.xml:1: missing attribute 'name'");
	refuses("<facts><thing name='a' size='1'/></facts>", "x.xml:1: unknown attribute 'size'");
	refuses("<facts><thing name='a' kind='blue'/></facts>", "x.xml:1: bad value of 'kind'");
	refuses("<facts><thing name='a' kind='red|green'/></facts>",
		"x.xml:1: bad value of 'kind'");
	refuses("<facts><thing name='a' count='x'/></facts>", "x.xml:1: bad value of 'count'");
	refuses("<facts><thing name='a' seen='true'/></facts>", "x.xml:1: bad value of 'seen'");
	refuses("<facts><thing name='a'><note/></thing></facts>", "x.xml:1: unknown fact 'note'");
	refuses("<fakts/>", "x.xml:1: expected 'facts', not 'fakts'");
	refuses("<facts><note/><note/><note/><note/></facts>",
		"x.xml:1: more facts than --max-facts at 'note'");
	refuses("<!DOCTYPE facts [<!ENTITY a 'b'>]><facts/>", "x.xml: has a document type");
}

/* Refused before the XML reader has them in memory, or compares each with all others. */
static void costly_documents(void **state)
{
	struct buf text = { .max = 1 << 20 };

	(void)state;
	buf_puts(&text, "<!-- don't --><facts><thing");
	for (int i = 0; i < 200; i++)
		buf_printf(&text, " a%d='>'", i);
	buf_puts(&text, "/></facts>");
	refuses(buf_text(&text), "x.xml: a tag without an end, or with more than 100 attributes");
	buf_clear(&text);
	buf_puts(&text, "<?xml version='1.0'?><facts>");
	for (int i = 0; i < 20; i++)
		buf_puts(&text, "<![CDATA[<]]><other/>");
	buf_puts(&text, "</facts>");
	refuses(buf_text(&text), "x.xml: more facts than --max-facts 3");
	buf_release(&text);
}

static void diagnostics(void **state)
{
	struct arena *a = arena_new();
	struct sources sources, back;
	struct diags diags, diags_back;
	struct facts fs;
	struct err err = ERR_NONE;

	(void)state;
	sources_init(&sources, a);
	sources_init(&back, a);
	diags_init(&diags, a);
	diags_init(&diags_back, a);
	assert_int_equal(diags_worst(&diags), DIAG_NOTE);
	diag_add(&diags, DIAG_NOTE, "x", "odd");
	diag_add(&diags, DIAG_INCOMPLETE, "x", "odd");
	diag_add(&diags, DIAG_NOTE, "x", "odd");
	assert_int_equal(diags.list.len, 1);
	assert_int_equal(diags_worst(&diags), DIAG_INCOMPLETE);
	source_complete(&sources, SOURCE_MODEL);
	source_partial(&sources, SOURCE_MODEL, "1 of %d", 2);
	source_complete(&sources, SOURCE_MODEL);
	source_partial(&sources, SOURCE_MODEL, "1 of %d", 2);
	source_partial(&sources, SOURCE_MODEL, "more");
	source_absent(&sources, SOURCE_WEB, "no web/");
	assert_string_equal(sources.reason[SOURCE_MODEL], "1 of 2; more");
	facts_init(&fs, &vocabulary, 100);
	run_facts_add(&fs, &sources, &diags);
	facts_sort(&fs);
	assert_int_equal(run_facts_read(&fs, &back, &diags_back, &err), 0);
	for (int i = 0; i < SOURCE_COUNT; i++)
		assert_int_equal(back.state[i], sources.state[i]);
	assert_string_equal(back.reason[SOURCE_WEB], "no web/");
	assert_int_equal(diags_worst(&diags_back), DIAG_INCOMPLETE);
	facts_release(&fs);
	diags_release(&diags);
	diags_release(&diags_back);
	arena_free(a);
}

static void names(void **state)
{
	const struct limits l = limits_default();

	(void)state;
	for (int i = 0; i < SOURCE_COUNT; i++) {
		assert_int_equal(source_by_name(source_name((enum source)i)), i);
	}
	assert_int_equal(source_by_name("no"), SOURCE_NONE);
	assert_true(source_is_package(SOURCE_GRAPH));
	assert_false(source_is_package(SOURCE_V4_ENVIRONMENT));
	for (const struct limit_def *d = limit_defs; d->flag != NULL; d++)
		assert_true(*(const uint64_t *)((const char *)&l + d->offset) == d->value);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order),	  cmocka_unit_test(limit),
		cmocka_unit_test(bytes),	  cmocka_unit_test(costly_documents),
		cmocka_unit_test(masks),	  cmocka_unit_test(times),
		cmocka_unit_test(there_and_back), cmocka_unit_test(bad_documents),
		cmocka_unit_test(diagnostics),	  cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
