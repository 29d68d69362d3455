/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses in variables: which are told, and which stay as they are. */
#include "tests/unit/model_bench.h"

#include <time.h>

#define OBJECTS_OPEN "{'$Type':'Microflows$Microflow','ObjectCollection':{'Objects':["
#define FLOW(objects) OBJECTS_OPEN objects "]},'QualifiedName':'Shop.Main'}"
#define ACTION(type, fields) \
	"{'$Type':'Microflows$ActionActivity','Action':{'$Type':'Microflows$" type \
	"'," fields "}}"
#define MAKE_AS(name, type, value)                                                 \
	ACTION("CreateVariableAction", "'VariableName':'" name "','Type':'" type \
				       "','InitialValue':'" value "'")
#define MAKE(name, value) MAKE_AS(name, "String", value)
#define REST(url)                                                            \
	ACTION("RestCallAction", "'HttpConfiguration':{'HttpMethod':'Get'," \
				 "'CustomLocation':'" url "'}")

/* The address of the last activity of a microflow with these objects. */
static const char *url_of(struct bench *b, const char *objects)
{
	const struct flow *f;

	READ(b, MODULE("Shop"), arena_printf(b->arena, FLOW("%s"), objects));
	assert_complete(b);
	assert_int_equal(b->m->flows.len, 1);
	f = b->m->flows.items[0];
	assert_true(f->activity_count > 0);
	return f->activities[f->activity_count - 1].call->url;
}

struct row {
	const char *objects, *url;
};

static void check(struct bench *b, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_string_equal(url_of(b, rows[i].objects), rows[i].url);
}

#define CHECK(b, rows) check(b, rows, sizeof(rows) / sizeof((rows)[0]))

static void test_told(void **state)
{
	static const struct row rows[] = {
		{MAKE("URL", "`http://x/a`") "," REST("$URL"), "http://x/a"},
		{MAKE("URL", "`it``s`") "," REST("$URL"), "it's"},
		{MAKE("URL", "@Shop.Base") "," REST("$URL"), "{@Shop.Base}"},
		{MAKE("URL", "$Given") "," REST("$URL"), "{$Given}"},
		{MAKE("URL", "`http://x/` + $Id") "," REST("$URL"), "http://x/{$Id}"},
		{MAKE("URL", "`http://x/?q=`+$Order/Shop.Order_City/Name +\\n`&k=`"
			     " +@Shop.Key") "," REST("$URL"),
		 "http://x/?q={$Order/Shop.Order_City/Name}&k={@Shop.Key}"},
		{MAKE("Host", "`http://x`") "," MAKE("URL", "$Host + `/` + $Host") ","
		 REST("$URL"), "http://x/http://x"},
		{MAKE("URL", "`http://x/a`") ","
		 ACTION("CallWebServiceAction", "'Location':'$URL'"), "http://x/a"},
		{MAKE("Base", "@Shop.Base") ","
		 ACTION("RestCallAction",
			"'HttpConfiguration':{'CustomLocationTemplate':{'Text':"
			"'{1}/b/{2}','Parameters':[{'Expression':'$Base'},"
			"{'Expression':'$Id'}]}}"), "{@Shop.Base}/b/{$Id}"},
		{MAKE_AS("Port", "Integer", "@Shop.Port") "," REST("$Port"),
		 "{@Shop.Port}"},
	};

	CHECK(*state, rows);
}

#define HTTP_X MAKE("URL", "`http://x`")

static void test_changed(void **state)
{
	static const struct row rows[] = {
		{HTTP_X "," HTTP_X "," REST("$URL"), "{$URL}"},
		{HTTP_X "," ACTION("ChangeVariableAction",
				   "'ChangeVariableName':'URL','Value':'`b`'") ","
		 REST("$URL"), "{$URL}"},
		{HTTP_X ",{'$Type':'Microflows$MicroflowParameter','Name':'URL'},"
		 REST("$URL"), "{$URL}"},
		{HTTP_X ",{'$Type':'Microflows$LoopedActivity','LoopSource':"
			"{'$Type':'Microflows$IterableList','VariableName':'URL'}},"
		 REST("$URL"), "{$URL}"},
		{HTTP_X "," ACTION("MicroflowCallAction", "'ResultVariableName':'URL'")
		 "," REST("$URL"), "{$URL}"},
		{"{'$Type':'Microflows$ActionActivity','Disabled':true,'Action':{'$Type':"
		 "'Microflows$CreateVariableAction','VariableName':'URL','Type':'String',"
		 "'InitialValue':'`http://x`'}}," REST("$URL"), "{$URL}"},
		{MAKE("Other", "`http://x`") "," REST("$URL"), "{$URL}"},
		{HTTP_X "," REST("$URL/Name"), "{$URL/Name}"},
		{HTTP_X "," REST("$url"), "{$url}"},
	};

	CHECK(*state, rows);
}

static void test_not_understood(void **state)
{
	static const char *const values[] = {
		"",	  "empty",	  "`a` + ",	  "`a",	      "`a` `b`",
		"toString(1)", "`a` + toString($Id)", "(`a`)", "$Id - 1", "@", "$",
		"if $a then `b` else `c`",
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		const char *objects = arena_printf(
			b->arena, MAKE("URL", "%s") "," REST("$URL"), values[i]);

		assert_string_equal(url_of(b, objects), "{$URL}");
	}
	assert_string_equal(
		url_of(b, MAKE_AS("Sum", "Integer", "$a + $b") "," REST("$Sum")),
		"{$Sum}");
}

/* A literal that only the variable's name tells to be a secret stays hidden by it. */
static void test_secret(void **state)
{
	static const struct row rows[] = {
		{MAKE("ApiKey", "`hunter2`") "," MAKE("URL", "`http://x/` + $ApiKey") ","
		 REST("$URL"), "http://x/{$ApiKey}"},
		{MAKE("Password", "`hunter2`") "," REST("$Password"), "{$Password}"},
	};

	CHECK(*state, rows);
}

static void test_rings(void **state)
{
	static const struct row rows[] = {
		{MAKE("URL", "`a` + $URL") "," REST("$URL"), "a{$URL}"},
		{MAKE("A", "`a` + $B") "," MAKE("B", "`b` + $A") "," REST("$A"),
		 "ab{$A}"},
	};

	CHECK(*state, rows);
}

/* Each variable is the one before it twice over, or with one more letter. */
static const char *chain(struct bench *b, const char *value, int length)
{
	struct buf out;
	const char *objects;

	buf_init(&out, 1 << 24);
	buf_puts(&out, MAKE("V0", "`x`") ",");
	for (int i = 1; i <= length; i++) {
		buf_printf(&out, "%s'VariableName':'V%d','Type':'String','InitialValue':'",
			   "{'$Type':'Microflows$ActionActivity','Action':{'$Type':"
			   "'Microflows$CreateVariableAction',", i);
		for (const char *s = value; *s != '\0'; s++) {
			if (*s == '#')
				buf_printf(&out, "$V%d", i - 1);
			else
				buf_putc(&out, *s);
		}
		buf_puts(&out, "'}},");
	}
	buf_printf(&out, REST("$V%d"), length);
	assert_false(out.over);
	objects = arena_text(b->arena, buf_text(&out));
	buf_release(&out);
	return objects;
}

static void test_chains(void **state)
{
	struct bench *b = *state;
	clock_t before = clock();

	assert_string_equal(url_of(b, chain(b, "# + `y`", 10)), "xyyyyyyyyyy");
	assert_string_equal(url_of(b, chain(b, "# + `y`", 2000)),
			    "{$V1983}yyyyyyyyyyyyyyyyy");
	assert_int_equal(strlen(url_of(b, chain(b, "# + #", 12))), 4096);
	assert_string_equal(url_of(b, chain(b, "# + #", 13)), "{$V13}");
	url_of(b, chain(b, "# + # + # + # + # + # + # + #", 2000));
	/* Far above what it takes. */
	assert_true(clock() - before < 10 * CLOCKS_PER_SEC);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_told),   TEST(test_changed), TEST(test_not_understood),
		TEST(test_secret), TEST(test_rings),   TEST(test_chains),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
