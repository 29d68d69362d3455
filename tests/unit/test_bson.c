/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of BSON, and their framing in model.mdp. */
#include "formats/bson.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "formats/mdp.h"
#include "tests/unit/bson_json.h"
#include "util/arena.h"
#include "util/err.h"

enum { DEPTH = 200 };

static struct doc view(const bson_t *b)
{
	return (struct doc){bson_get_data(b), b->len};
}

static void assert_broken(struct doc d, const char *why)
{
	struct err err = ERR_NONE;

	assert_int_equal(doc_check(d, DEPTH, &err), -1);
	assert_string_equal(err.text, why);
}

/* One of every type of the specification, between two strings. */
static bson_t *every_type(void)
{
	bson_t *b = bson_new(), *inner = BCON_NEW("x", BCON_INT64(1));
	bson_t *list = BCON_NEW("0", "one", "1", "{", "}");
	bson_decimal128_t decimal = {.low = 1, .high = 2};
	bson_oid_t oid = {.bytes = {1, 2, 3}};

	BSON_APPEND_UTF8(b, "first", "a");
	BSON_APPEND_DOUBLE(b, "double", 1.5);
	BSON_APPEND_DOCUMENT(b, "document", inner);
	BSON_APPEND_ARRAY(b, "array", list);
	BSON_APPEND_BINARY(b, "binary", BSON_SUBTYPE_BINARY,
			   (const uint8_t *)"0123456789abcdef", 16);
	BSON_APPEND_UNDEFINED(b, "undefined");
	BSON_APPEND_OID(b, "oid", &oid);
	BSON_APPEND_BOOL(b, "bool", true);
	BSON_APPEND_DATE_TIME(b, "time", -5);
	BSON_APPEND_NULL(b, "null");
	BSON_APPEND_REGEX(b, "regex", "a.b", "i");
	BSON_APPEND_DBPOINTER(b, "pointer", "db.c", &oid);
	BSON_APPEND_CODE(b, "code", "return");
	BSON_APPEND_SYMBOL(b, "symbol", "sym");
	BSON_APPEND_CODE_WITH_SCOPE(b, "scoped", "return x", inner);
	BSON_APPEND_INT32(b, "int32", -7);
	BSON_APPEND_TIMESTAMP(b, "stamp", 1, 2);
	BSON_APPEND_INT64(b, "int64", INT64_MIN);
	BSON_APPEND_DECIMAL128(b, "decimal", &decimal);
	BSON_APPEND_MINKEY(b, "min");
	BSON_APPEND_MAXKEY(b, "max");
	BSON_APPEND_UTF8(b, "digits", "42");
	BSON_APPEND_UTF8(b, "last", "z");
	bson_destroy(inner);
	bson_destroy(list);
	return b;
}

static void test_every_type(void **state)
{
	struct arena *a = *state;
	bson_t *b = every_type();
	struct doc d = view(b);
	struct err err = ERR_NONE;

	assert_int_equal(doc_check(d, DEPTH, &err), 0);
	assert_string_equal(doc_str(d, "first", a), "a");
	assert_string_equal(doc_str(d, "last", a), "z");
	assert_true(doc_bool(d, "bool", false));
	assert_int_equal(doc_int(d, "int32", 0), -7);
	assert_true(doc_int(d, "int64", 0) == INT64_MIN);
	assert_int_equal(doc_int(d, "digits", 0), 42);
	assert_int_equal(doc_time(d, "time", 0), -5);
	assert_int_equal(doc_int(doc_doc(d, "document"), "x", 0), 1);
	assert_memory_equal(doc_id(d, "binary"), "0123456789abcdef", 16);
	bson_destroy(b);
}

static void test_wrong_type_is_absent(void **state)
{
	struct arena *a = *state;
	bson_t *b = every_type();
	struct doc d = view(b), none = {NULL, 0};

	assert_string_equal(doc_str(d, "int64", a), "");
	assert_string_equal(doc_str(d, "symbol", a), "");
	assert_string_equal(doc_str(d, "nothing", a), "");
	assert_string_equal(doc_str(none, "first", a), "");
	assert_string_equal(doc_type(d), "");
	assert_true(doc_bool(d, "first", true));
	assert_int_equal(doc_int(d, "first", 9), 9);
	assert_int_equal(doc_int(d, "double", 9), 9);
	assert_int_equal(doc_int(d, "bool", 9), 9);
	assert_int_equal(doc_time(d, "int64", 9), 9);
	assert_null(doc_doc(d, "array").data);
	assert_null(doc_doc(d, "null").data);
	assert_null(doc_id(d, "first"));
	assert_false(doc_has(d, "null"));
	assert_false(doc_has(d, "nothing"));
	assert_true(doc_has(d, "min"));
	assert_int_equal(doc_array_len(d, "document"), 0);
	bson_destroy(b);
}

static void test_arrays(void **state)
{
	struct buf b;
	struct doc d, inner;
	struct doc_iter it;
	const char *text;

	buf_init(&b, 10000);
	add_json(&b, "{'list':[{'n':1},'one',null,{'n':2},'two',[{'n':9}]],'no':{}}");
	d = (struct doc){(const unsigned char *)b.data, b.len};
	assert_int_equal(doc_array_len(d, "list"), 6);
	it = doc_array(d, "list");
	assert_true(doc_next(&it, &inner));
	assert_int_equal(doc_int(inner, "n", 0), 1);
	assert_true(doc_next(&it, &inner));
	assert_int_equal(doc_int(inner, "n", 0), 2);
	assert_false(doc_next(&it, &inner));
	assert_false(doc_next(&it, &inner));
	it = doc_array(d, "list");
	assert_true(doc_next_str(&it, *state, &text));
	assert_string_equal(text, "one");
	assert_true(doc_next_str(&it, *state, &text));
	assert_string_equal(text, "two");
	assert_false(doc_next_str(&it, *state, &text));
	it = doc_array(d, "no");
	assert_false(doc_next(&it, &inner));
	buf_release(&b);
}

static void collect(void *arg, const char *field, const char *text, size_t n)
{
	buf_printf(arg, "%s=%.*s;", field, (int)n, text);
}

static void test_each_string(void **state)
{
	struct buf b, seen;

	(void)state;
	buf_init(&b, 10000);
	buf_init(&seen, 10000);
	add_json(&b, "{'a':'1','b':{'c':['2',{'d':'3'}],'e':4},'f':'5'}");
	doc_each_string((struct doc){(const unsigned char *)b.data, b.len}, collect,
			&seen);
	assert_string_equal(buf_text(&seen), "a=1;0=2;d=3;f=5;");
	buf_release(&b);
	buf_release(&seen);
}

static void test_odd_text(void **state)
{
	bson_t *b = bson_new();

	bson_append_utf8(b, "nul", -1, "a\0b", 3);
	bson_append_utf8(b, "digits", -1,
			 "4\0"
			 "2",
			 3);
	bson_append_utf8(b, "latin", -1, "caf\xe9", 4);
	bson_append_utf8(b, "$Type", -1, "A$\xff", 3);
	assert_string_equal(doc_str(view(b), "nul", *state), "a\xef\xbf\xbd"
							     "b");
	assert_string_equal(doc_str(view(b), "latin", *state), "caf\xef\xbf\xbd");
	assert_int_equal(doc_int(view(b), "digits", -1), -1);
	assert_string_equal(doc_type(view(b)), "");
	bson_destroy(b);
}

static void test_broken(void **state)
{
	static const unsigned char odd_bool[] = {9, 0, 0, 0, 8, 'b', 0, 2, 0},
				   odd_type[] = {8, 0, 0, 0, 0x30, 'x', 0, 0},
				   no_nul[] = {14, 0, 0, 0, 2,	 's', 0,
					       2,  0, 0, 0, 'a', 'b', 0},
				   long_string[] = {14, 0, 0, 0, 2,   's', 0,
						    3,	0, 0, 0, 'a', 'b', 0},
				   no_name[] = {7, 0, 0, 0, 10, 'n', 0},
				   self[] = {12, 0, 0, 0, 3, 'd', 0, 12, 0, 0, 0, 0},
				   small[] = {12, 0, 0, 0, 3, 'd', 0, 4, 0, 0, 0, 0},
				   code[] = {22,  0, 0, 0, 15, 'c', 0, 14, 0, 0, 0,
					     200, 0, 0, 0, 0,  5,   0, 0,  0, 0, 0},
				   no_end[] = {5, 0, 0, 0, 1};

	(void)state;
#define BROKEN(bytes, why) assert_broken((struct doc){bytes, sizeof(bytes)}, why)
	BROKEN(odd_bool, "byte 7 of the document: neither true nor false");
	BROKEN(odd_type, "byte 4 of the document: unknown element type");
	BROKEN(no_nul,
	       "byte 4 of the document: value does not fit, or a string without "
	       "its end");
	BROKEN(long_string, "byte 4 of the document: value does not fit, or a string "
			    "without its end");
	BROKEN(no_name, "byte 4 of the document: field name without its end");
	BROKEN(self, "byte 4 of the document: value does not fit, or a string without "
		     "its end");
	BROKEN(small, "byte 4 of the document: value does not fit, or a string without "
		      "its end");
	BROKEN(code, "byte 7 of the document: code without its end");
	BROKEN(no_end, "byte 0 of the document: length and end of the document differ");
#undef BROKEN
	assert_broken((struct doc){NULL, 0}, "no document");
}

/* depth documents, each in the one before */
static void nest(struct buf *b, size_t depth)
{
	for (size_t i = 0; i < depth; i++) {
		uint32_t len = 5 + 7 * (uint32_t)(depth - 1 - i);
		unsigned char head[7] = {(unsigned char)len,
					 (unsigned char)(len >> 8),
					 (unsigned char)(len >> 16),
					 0,
					 3,
					 0,
					 0};

		/* An empty name: type, NUL, then the document itself. */
		buf_add(b, head, i + 1 < depth ? 6 : 4);
	}
	for (size_t i = 0; i < depth; i++)
		buf_putc(b, '\0');
}

static void test_depth(void **state)
{
	struct err err = ERR_NONE;
	struct doc d;
	struct buf b;

	(void)state;
	buf_init(&b, 100000);
	nest(&b, 50);
	d = (struct doc){(const unsigned char *)b.data, b.len};
	assert_int_equal(b.len, 5 + 7 * 49);
	assert_int_equal(doc_check(d, 50, &err), 0);
	assert_int_equal(doc_check(d, 49, &err), -1);
	assert_string_equal(err.text,
			    "byte 294 of the document: more than 49 documents "
			    "inside one another (--max-depth)");
	buf_clear(&b);
	err.set = false;
	nest(&b, 3000);
	d = (struct doc){(const unsigned char *)b.data, b.len};
	assert_int_equal(doc_check(d, UINT64_MAX, &err), -1);
	assert_non_null(strstr(err.text, "more than 2000 documents"));
	doc_each_string(d, collect, &b);
	buf_release(&b);
}

/* All the getters at once; they must stay inside whatever the bytes say. */
static void look_around(struct doc d, struct arena *a)
{
	struct doc_iter it = doc_array(d, "array");
	struct doc inner;
	const char *text;

	doc_str(d, "last", a);
	doc_int(d, "digits", 0);
	doc_time(d, "time", 0);
	doc_id(d, "binary");
	doc_bool(d, "bool", false);
	doc_doc(d, "document");
	while (doc_next(&it, &inner))
		doc_type(inner);
	it = doc_array(d, "array");
	while (doc_next_str(&it, a, &text))
		assert_non_null(text);
}

/* A copy of its own, so that a sanitizer sees a step outside. */
static bool survives(const unsigned char *bytes, size_t len, struct arena *a)
{
	unsigned char *copy = alloc_bytes(len + 1);
	struct doc d = {copy, len};
	struct err err = ERR_NONE;
	bool good;

	memcpy(copy, bytes, len);
	copy = alloc_resize(copy, len == 0 ? 1 : len);
	d.data = copy;
	good = doc_check(d, DEPTH, &err) == 0;
	assert_int_equal(good, !err.set);
	look_around(d, a);
	free(copy);
	return good;
}

static void test_chopped(void **state)
{
	bson_t *b = every_type();
	unsigned char *bytes = alloc_bytes(b->len);

	memcpy(bytes, bson_get_data(b), b->len);
	assert_true(survives(bytes, b->len, *state));
	for (uint32_t n = 0; n < b->len; n++) {
		assert_false(survives(bytes, n, *state));
		if (n < 5)
			continue;
		/* With a length and an end that fit, only the fields give it away. */
		memcpy(bytes, &n, 4);
		unsigned char last = bytes[n - 1];

		bytes[n - 1] = 0;
		survives(bytes, n, *state);
		bytes[n - 1] = last;
	}
	free(bytes);
	bson_destroy(b);
}

static void test_flipped(void **state)
{
	bson_t *b = every_type();
	unsigned char *bytes = alloc_bytes(b->len);
	size_t broken = 0;

	memcpy(bytes, bson_get_data(b), b->len);
	for (size_t bit = 0; bit < (size_t)b->len * 8; bit++) {
		bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
		broken += !survives(bytes, b->len, *state);
		bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
	}
	assert_in_range(broken, 300, (size_t)b->len * 8 - 1);
	free(bytes);
	bson_destroy(b);
}

/* -- model.mdp -- */

#define IN_PLACE "{'$ID':" ID("A") ",'$Type':'A$Here','x':1}"

static void test_framing(void **state)
{
	struct err err = ERR_NONE;
	struct mdp_walk w;
	struct mdp_unit u;
	size_t first;
	struct buf b;

	buf_init(&b, 10000);
	add_json(&b, IN_PLACE);
	first = b.len;
	add_json(&b, "{'$Type':'B$First','$ID':" ID("A") "}");
	add_json(&b, "{'y':1,'$Type':'C$Late'}");
	add_json(&b, "{}");
	mdp_begin(&w, b.data, b.len, *state);
	assert_int_equal(mdp_next(&w, &u, &err), 1);
	assert_string_equal(u.type, "A$Here");
	assert_int_equal(u.offset, 0);
	assert_int_equal(u.doc.len, first);
	assert_int_equal(doc_int(u.doc, "x", 0), 1);
	assert_int_equal(mdp_next(&w, &u, &err), 1);
	assert_string_equal(u.type, "B$First");
	assert_int_equal(u.offset, first);
	assert_int_equal(mdp_next(&w, &u, &err), 1);
	assert_string_equal(u.type, "C$Late");
	assert_int_equal(mdp_next(&w, &u, &err), 1);
	assert_string_equal(u.type, "");
	assert_int_equal(mdp_next(&w, &u, &err), 0);
	assert_false(err.set);
	buf_release(&b);
}

static void assert_unframed(struct arena *a, const void *bytes, size_t len,
			    const char *why)
{
	struct err err = ERR_NONE;
	struct mdp_walk w;
	struct mdp_unit u;
	int got;

	mdp_begin(&w, bytes, len, a);
	while ((got = mdp_next(&w, &u, &err)) == 1)
		;
	assert_int_equal(got, -1);
	assert_string_equal(err.text, why);
}

static void test_framing_broken(void **state)
{
	struct buf b;

	buf_init(&b, 10000);
	add_json(&b, "{'a':1}");
	assert_int_equal(b.len, 12);
	buf_add(&b, "\5\0\0", 3);
	assert_unframed(*state, b.data, b.len,
			"byte 12: 3 bytes left, too few for a document");
	buf_add(&b, "\0\0\4\0\0\0\0", 7);
	assert_unframed(*state, b.data, b.len,
			"byte 17: document of 4 bytes, 5 are left");
	b.data[17] = 6;
	assert_unframed(*state, b.data, b.len,
			"byte 17: document of 6 bytes, 5 are left");
	b.data[17] = 5;
	b.data[21] = 1;
	assert_unframed(*state, b.data, b.len,
			"byte 17: document of 5 bytes does not end there");
	buf_release(&b);
}

/* The type in its place, with lengths that lie. */
static void test_type_out_of_bounds(void **state)
{
	struct err err = ERR_NONE;
	struct mdp_walk w;
	struct mdp_unit u;
	struct buf b;

	buf_init(&b, 10000);
	add_json(&b, IN_PLACE);
	b.data[37] = 120;
	mdp_begin(&w, b.data, b.len, *state);
	assert_int_equal(mdp_next(&w, &u, &err), 1);
	assert_string_equal(u.type, "");
	b.data[37] = 0;
	mdp_begin(&w, b.data, b.len, *state);
	assert_int_equal(mdp_next(&w, &u, &err), 1);
	assert_string_equal(u.type, "");
	buf_release(&b);
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
		cmocka_unit_test(test_every_type),
		cmocka_unit_test(test_wrong_type_is_absent),
		cmocka_unit_test(test_arrays),
		cmocka_unit_test(test_each_string),
		cmocka_unit_test(test_odd_text),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_chopped),
		cmocka_unit_test(test_flipped),
		cmocka_unit_test(test_framing),
		cmocka_unit_test(test_framing_broken),
		cmocka_unit_test(test_type_out_of_bounds),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
