/* SPDX-License-Identifier: Apache-2.0 */
/* Class files: text, the constant pool, the frame, the classes named. */
#include "formats/classfile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/unit/test_classfile_build.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"

struct fixture {
	struct classfile c;
	struct build b;
	struct arena *arena;
	struct err err;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	classfile_init(&f->c);
	build_init(&f->b);
	f->arena = arena_new();
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	classfile_release(&f->c);
	build_release(&f->b);
	arena_free(f->arena);
	free(f);
	return 0;
}

/* Reads the class from a block of just its size. */
static int read_bytes(struct fixture *f, const struct buf *b, size_t n)
{
	CLEANUP(cleanup_free) void *copy = malloc(n + (n == 0));
	int status;

	assert_non_null(copy);
	if (n > 0)
		memcpy(copy, b->data, n);
	f->err.set = false;
	status = classfile_read(&f->c, copy, n, &f->err);
	if (status == 0)
		status = classfile_read(&f->c, b->data, n, &f->err);
	return status;
}

static int read_whole(struct fixture *f)
{
	const struct buf *b = class_done(&f->b);

	return read_bytes(f, b, b->len);
}

static void assert_refused(struct fixture *f, const char *why)
{
	assert_int_equal(read_whole(f), -1);
	assert_string_equal(f->err.text, why);
}

static void assert_text(struct class_text t, const char *s)
{
	assert_int_equal(t.len, strlen(s));
	assert_memory_equal(t.bytes, s, t.len);
}

/* No fields, methods or attributes. */
static void put_nothing(struct build *b)
{
	put_be(&b->rest, 6, 0);
}

static void test_text(void **state)
{
	struct fixture *f = *state;
	const char wild[] = "a\xc0\x80\xed\xa0\xbd\xed\xb8\x80\xc3\xa9\xed\xa0\x80z\xff\xe2\x82";
	struct class_text t = {wild, sizeof(wild) - 1};
	CLEANUP(buf_release) struct buf out;

	buf_init(&out, 1000);
	class_text_add(&out, t);
	assert_int_equal(out.len, 21);
	assert_memory_equal(out.data, "a\0\xf0\x9f\x98\x80\xc3\xa9\xef\xbf\xbdz\xef\xbf\xbd"
				      "\xef\xbf\xbd\xef\xbf\xbd", out.len);
	assert_false(class_text_ascii(t));
	assert_true(class_text_ascii(class_text_of("java/lang/Object")));
	assert_true(class_text_ascii(class_text_of("")));
	assert_false(class_text_ascii((struct class_text){"12345678\0", 9}));
	assert_false(class_text_ascii(class_text_of("1234567890\xc3\xa9")));
	assert_string_equal(class_text_intern(f->arena, class_text_of("plain")), "plain");
	assert_string_equal(class_text_intern(f->arena, (struct class_text){"a\xc0\x80", 3}),
			    "a\xef\xbf\xbd");
	assert_true(class_text_hash(class_text_of("java/io/File")) ==
		    class_text_hash((struct class_text){"java/io/Files", 12}));
	assert_true(class_text_hash(class_text_of("java/io/File")) !=
		    class_text_hash(class_text_of("java/io/Filf")));
	assert_true(class_text_starts(class_text_of("java/io/File"), "java/"));
	assert_false(class_text_starts(class_text_of("java"), "java/"));
}

static void test_pool(void **state)
{
	struct fixture *f = *state;
	struct class_target t;
	unsigned string = add_string(&f->b, "text");
	unsigned big = add_wide(&f->b, 5, UINT64_MAX - 4);
	unsigned real = add_wide(&f->b, 6, 0x4004000000000000);
	unsigned method = add_member(&f->b, 11, "a/B", "run", "(J)V");
	unsigned handle = add_handle(&f->b, 9, method);
	unsigned dynamic = add_entry(&f->b, 18, 3, (int)method - 1);

	put_head(&f->b);
	put_nothing(&f->b);
	assert_int_equal(read_whole(f), 0);
	assert_text(f->c.name, "T");
	assert_text(f->c.super, "S");
	assert_int_equal(f->c.major, 52);
	assert_text(classfile_text(&f->c, string), "text");
	assert_text(classfile_text(&f->c, big), "");
	assert_true(classfile_integer(&f->c, big) == -5);
	assert_int_equal(classfile_tag(&f->c, big + 1), CLASS_TAG_NONE);
	assert_true(classfile_real(&f->c, real) > 2.49 && classfile_real(&f->c, real) < 2.51);
	assert_true(classfile_target(&f->c, handle, &t));
	assert_int_equal(t.tag, CLASS_TAG_INTERFACE_METHOD);
	assert_text(t.owner, "a/B");
	assert_text(t.descriptor, "(J)V");
	assert_true(classfile_target(&f->c, dynamic, &t));
	assert_text(t.owner, "");
	assert_text(t.name, "run");
	assert_false(classfile_target(&f->c, string, &t));
	assert_false(classfile_target(&f->c, 65535, &t));
	assert_int_equal(classfile_tag(&f->c, 65535), CLASS_TAG_NONE);
}

static void test_pool_refused(void **state)
{
	static const struct {
		unsigned tag, first;
		int second;
		const char *why;
	} wrong[] = {
		{99, 1, -1, "constant pool entry 2: unknown tag 99"},
		{2, 1, -1, "constant pool entry 2: unknown tag 2"},
		{7, 2, -1, "constant pool entry 2: entry 2 is not a text"},
		{8, 900, -1, "constant pool entry 2: entry 900 is not a text"},
		{12, 1, 0, "constant pool entry 2: entry 0 is not a text"},
		{10, 1, 1, "constant pool entry 2: entry 1 is not a class"},
		{17, 0, 2, "constant pool entry 2: entry 2 is not a name and type"},
		{18, 0, 1, "constant pool entry 2: entry 1 is not a name and type"},
		{20, 65535, -1, "constant pool entry 2: entry 65535 is not a text"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		build_release(&f->b);
		build_init(&f->b);
		add_text(&f->b, "x");
		add_entry(&f->b, wrong[i].tag, wrong[i].first, wrong[i].second);
		put_head(&f->b);
		put_nothing(&f->b);
		assert_refused(f, wrong[i].why);
	}
}

static void test_handles_refused(void **state)
{
	struct fixture *f = *state;
	unsigned method = add_member(&f->b, 10, "A", "b", "()V");

	add_handle(&f->b, 1, method);
	put_head(&f->b);
	put_nothing(&f->b);
	assert_refused(f, "constant pool entry 7: entry 6 is not a field");
	build_release(&f->b);
	build_init(&f->b);
	add_handle(&f->b, 10, 1);
	put_head(&f->b);
	put_nothing(&f->b);
	assert_refused(f, "constant pool entry 1: unknown kind of handle 10");
}

static void test_frame_refused(void **state)
{
	struct fixture *f = *state;
	const struct buf *b;

	put_head(&f->b);
	put_nothing(&f->b);
	buf_putc(&f->b.rest, 'x');
	assert_refused(f, "1 bytes after the end");
	b = &f->b.whole;
	for (size_t n = 0; n + 1 < b->len; n++)
		assert_int_equal(read_bytes(f, b, n), -1);
	assert_int_equal(read_bytes(f, b, b->len - 1), 0);
	b->data[7] = 44;
	assert_int_equal(read_bytes(f, b, b->len - 1), -1);
	assert_string_equal(f->err.text, "class file version 44.0 is older than Java");
	b->data[0] = 'P';
	assert_int_equal(read_bytes(f, b, b->len - 1), -1);
	assert_string_equal(f->err.text, "not a class file");
}

/* As many entries as there can be, and many times the same class. */
static void test_largest_pool(void **state)
{
	struct fixture *f = *state;
	unsigned text = add_text(&f->b, "a/B");

	put_head(&f->b);
	while (f->b.count < 65535)
		add_entry(&f->b, 7, text, -1);
	put_nothing(&f->b);
	assert_int_equal(read_whole(f), 0);
	assert_int_equal(f->c.pool_count, 65535);
	assert_int_equal(classfile_refs(&f->c, CLASS_FROM_ALL, &f->err), 0);
	assert_int_equal(f->c.ref_count, 3);
}

static void put_field(struct build *b, unsigned access, unsigned name, unsigned type,
		      unsigned attribute, unsigned value)
{
	put_be(&b->rest, 2, access);
	put_be(&b->rest, 2, name);
	put_be(&b->rest, 2, type);
	put_be(&b->rest, 2, attribute != 0);
	if (attribute == 0)
		return;
	put_be(&b->rest, 2, attribute);
	put_be(&b->rest, 4, 2);
	put_be(&b->rest, 2, value);
}

static void test_members(void **state)
{
	struct fixture *f = *state;
	struct class_member field = {.number = 0}, method = {.number = 0};
	unsigned name = add_text(&f->b, "limit"), type = add_text(&f->b, "I");
	unsigned value = add_text(&f->b, "ConstantValue"), text = add_string(&f->b, "x");

	put_head(&f->b);
	put_be(&f->b.rest, 2, 2);
	put_field(&f->b, CLASS_ACC_STATIC | CLASS_ACC_FINAL, name, type, value, text);
	put_field(&f->b, 0, name, type, 0, 0);
	put_be(&f->b.rest, 2, 1);
	put_method(&f->b, "\xb1", 1);
	put_be(&f->b.rest, 2, 0);
	assert_int_equal(read_whole(f), 0);
	assert_true(classfile_next_field(&f->c, &field));
	assert_text(field.name, "limit");
	assert_text(field.descriptor, "I");
	assert_int_equal(field.access, CLASS_ACC_STATIC | CLASS_ACC_FINAL);
	assert_text(classfile_text(&f->c, field.constant), "x");
	assert_true(classfile_next_field(&f->c, &field));
	assert_int_equal(field.constant, 0);
	assert_false(classfile_next_field(&f->c, &field));
	assert_true(classfile_next_method(&f->c, &method));
	assert_text(method.name, "m");
	assert_int_equal(method.code_len, 13);
	assert_false(classfile_next_method(&f->c, &method));
}

static bool names(const struct classfile *c, const char *name, unsigned from)
{
	for (size_t i = 0; i < c->ref_count; i++)
		if (class_text_is(c->refs[i].name, name))
			return c->refs[i].from == from;
	return false;
}

/* A class attribute of one index. */
static void put_attribute(struct build *b, unsigned name, unsigned index)
{
	put_be(&b->rest, 2, name);
	put_be(&b->rest, 4, 2);
	put_be(&b->rest, 2, index);
}

static void test_refs(void **state)
{
	struct fixture *f = *state;
	unsigned word = add_text(&f->b, "Signature"), signature;

	add_member(&f->b, 9, "[[La/Array;", "f", "[La/Type;");
	add_entry(&f->b, 16, add_text(&f->b, "(Lm/Type;)V"), -1);
	signature = add_text(&f->b, "<K:La/Bound<La/InBound;>;V::TK;>La/Super<TK;+[Lb/Arg;>.In<*>"
				    ".Most;La/Array;");
	put_head(&f->b);
	put_be(&f->b.rest, 4, 0);
	put_be(&f->b.rest, 2, 1);
	put_attribute(&f->b, word, signature);
	assert_int_equal(read_whole(f), 0);
	assert_int_equal(classfile_refs(&f->c, CLASS_FROM_ALL, &f->err), 0);
	assert_true(names(&f->c, "T", CLASS_FROM_POOL));
	assert_true(names(&f->c, "a/Array", CLASS_FROM_POOL | CLASS_FROM_SIGNATURE));
	assert_true(names(&f->c, "a/Type", CLASS_FROM_TYPE));
	assert_true(names(&f->c, "m/Type", CLASS_FROM_METHOD_TYPE));
	assert_true(names(&f->c, "a/Bound", CLASS_FROM_BOUND));
	assert_true(names(&f->c, "a/InBound", CLASS_FROM_BOUND));
	assert_true(names(&f->c, "a/Super", CLASS_FROM_SIGNATURE));
	assert_true(names(&f->c, "b/Arg", CLASS_FROM_SIGNATURE));
	assert_true(names(&f->c, "a/Super$In", CLASS_FROM_SIGNATURE));
	assert_true(names(&f->c, "a/Super$In$Most", CLASS_FROM_SIGNATURE));
	assert_int_equal(f->c.ref_count, 11);
	assert_int_equal(classfile_refs(&f->c, CLASS_FROM_JDEPS, &f->err), 0);
	assert_int_equal(f->c.ref_count, 8);
	assert_int_equal(classfile_refs(&f->c, CLASS_FROM_POOL, &f->err), 0);
	assert_int_equal(f->c.ref_count, 3);
}

static void test_refs_refused(void **state)
{
	static const char *const wrong[] = {"", "La/B", "(I", "()", "II", "(V)V", "L;", "[",
					   "(I)VV"};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		char why[100];

		build_release(&f->b);
		build_init(&f->b);
		add_member(&f->b, 10, "A", "b", wrong[i]);
		put_head(&f->b);
		put_nothing(&f->b);
		assert_int_equal(read_whole(f), 0);
		assert_int_equal(classfile_refs(&f->c, CLASS_FROM_ALL, &f->err), -1);
		snprintf(why, sizeof(why), "constant pool entry 4: '%s' is not a descriptor",
			 wrong[i]);
		assert_string_equal(f->err.text, why);
	}
}

/* Inner names that repeat a long outer one, level by level. */
static void test_long_inner_names(void **state)
{
	struct fixture *f = *state;
	CLEANUP(buf_release) struct buf s;
	unsigned word = add_text(&f->b, "Signature"), signature;

	buf_init(&s, 65535);
	buf_puts(&s, "La");
	while (s.len < 60000)
		buf_puts(&s, ".b");
	buf_putc(&s, ';');
	signature = add_bytes(&f->b, s.data, s.len);
	put_head(&f->b);
	put_be(&f->b.rest, 4, 0);
	put_be(&f->b.rest, 2, 1);
	put_attribute(&f->b, word, signature);
	assert_int_equal(read_whole(f), 0);
	assert_int_equal(classfile_refs(&f->c, CLASS_FROM_ALL, &f->err), -1);
	assert_string_equal(f->err.text, "signatures: too many names of inner classes");
}

/* Eight descriptors of nearly as many classes as a text can hold. */
static void test_too_many_refs(void **state)
{
	struct fixture *f = *state;
	unsigned name = add_text(&f->b, "n");

	for (unsigned i = 0; i < 8; i++) {
		CLEANUP(buf_release) struct buf d;

		buf_init(&d, 65535);
		buf_putc(&d, '(');
		for (unsigned n = 0; d.len < 65500; n++)
			buf_printf(&d, "L%u%x;", i, n);
		buf_puts(&d, ")V");
		add_entry(&f->b, 12, name, (int)add_bytes(&f->b, d.data, d.len));
	}
	put_head(&f->b);
	put_nothing(&f->b);
	assert_int_equal(read_whole(f), 0);
	assert_int_equal(classfile_refs(&f->c, CLASS_FROM_JDEPS, &f->err), -1);
	assert_string_equal(f->err.text, "names over 65535 classes");
}

/* Annotations: an array of arrays, deeper than any compiler writes. */
static void test_deep_annotation(void **state)
{
	struct fixture *f = *state;
	unsigned word = add_text(&f->b, "RuntimeVisibleAnnotations");
	unsigned type = add_text(&f->b, "La/N;");

	put_head(&f->b);
	put_be(&f->b.rest, 4, 0);
	put_be(&f->b.rest, 2, 1);
	put_be(&f->b.rest, 2, word);
	put_be(&f->b.rest, 4, 8 + 3000);
	put_be(&f->b.rest, 2, 1);
	put_be(&f->b.rest, 2, type);
	put_be(&f->b.rest, 2, 1);
	put_be(&f->b.rest, 2, type);
	for (int i = 0; i < 1000; i++) {
		buf_putc(&f->b.rest, '[');
		put_be(&f->b.rest, 2, 1);
	}
	assert_int_equal(read_whole(f), 0);
	assert_int_equal(classfile_refs(&f->c, CLASS_FROM_JDEPS, &f->err), -1);
	assert_string_equal(f->err.text, "annotations: cut off, or nested too deep");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_pool, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_pool_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_handles_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_frame_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_largest_pool, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_members, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_refs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_refs_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_long_inner_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_too_many_refs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_deep_annotation, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
