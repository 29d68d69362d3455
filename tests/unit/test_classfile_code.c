/* SPDX-License-Identifier: Apache-2.0 */
/* Class files: instructions, events with constant arguments, what stays open. */
#include "formats/classfile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/unit/test_classfile_build.h"
#include "util/cleanup.h"
#include "util/err.h"

enum { MAX_LOG = 4000 };

struct fixture {
	struct classfile c;
	struct build b;
	struct err err;
	struct buf log;		/* an event a line */
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	classfile_init(&f->c);
	build_init(&f->b);
	buf_init(&f->log, MAX_LOG);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	classfile_release(&f->c);
	build_release(&f->b);
	buf_release(&f->log);
	free(f);
	return 0;
}

static void log_value(struct fixture *f, const struct class_value *v)
{
	switch ((enum class_value_kind)v->kind) {
	case CLASS_VALUE_UNKNOWN:
		buf_puts(&f->log, " ?");
		break;
	case CLASS_VALUE_NULL:
		buf_puts(&f->log, " null");
		break;
	case CLASS_VALUE_INT:
	case CLASS_VALUE_LONG:
		buf_printf(&f->log, " %lld", (long long)v->integer);
		break;
	case CLASS_VALUE_FLOAT:
	case CLASS_VALUE_DOUBLE:
		buf_printf(&f->log, " %g", v->real);
		break;
	case CLASS_VALUE_STRING:
	case CLASS_VALUE_CLASS:
		buf_putc(&f->log, ' ');
		class_text_add(&f->log, classfile_text(&f->c, v->index));
		break;
	}
}

static void log_event(void *data, const struct class_member *m, const struct class_event *e)
{
	struct fixture *f = data;

	assert_true(class_text_is(m->name, "m"));
	buf_printf(&f->log, "%u:%u", e->pc, e->kind);
	if (e->kind & (CLASS_EVENT_CLASS | CLASS_EVENT_STRING)) {
		buf_putc(&f->log, ' ');
		class_text_add(&f->log, e->text);
	} else if (e->kind == CLASS_EVENT_NUMBER) {
		log_value(f, &e->value);
	} else {
		buf_putc(&f->log, ' ');
		class_text_add(&f->log, e->target.owner);
		buf_putc(&f->log, '.');
		class_text_add(&f->log, e->target.name);
		buf_puts(&f->log, e->bootstrap ? " bootstrap" : "");
	}
	for (unsigned i = 0; i < e->arg_count; i++)
		log_value(f, &e->args[i]);
	buf_putc(&f->log, '\n');
}

static void log_summary(void *data, const struct class_member *m, const struct class_summary *s)
{
	struct fixture *f = data;

	assert_true(class_text_is(m->name, "m"));
	buf_printf(&f->log, "does %u", s->does);
	for (size_t i = 0; i < s->resource_count; i++)
		buf_printf(&f->log, ", %u fate %u%s", s->resources[i].pc, s->resources[i].fate,
			   s->resources[i].reader != 0 ? " read" : "");
	buf_putc(&f->log, '\n');
}

/* One method with the code, and no attributes of the class unless `bootstraps` are given. */
static void finish(struct fixture *f, const void *code, size_t n, const struct buf *bootstraps)
{
	unsigned word = bootstraps == NULL ? 0 : add_text(&f->b, "BootstrapMethods");
	const struct buf *b;

	put_head(&f->b);
	put_be(&f->b.rest, 2, 0);
	put_be(&f->b.rest, 2, 1);
	put_method(&f->b, code, n);
	put_be(&f->b.rest, 2, bootstraps != NULL);
	if (bootstraps != NULL) {
		put_be(&f->b.rest, 2, word);
		put_be(&f->b.rest, 4, bootstraps->len);
		buf_add(&f->b.rest, bootstraps->data, bootstraps->len);
	}
	b = class_done(&f->b);
	assert_int_equal(classfile_read(&f->c, b->data, b->len, &f->err), 0);
}

static int walk(struct fixture *f, unsigned kinds, bool arguments)
{
	struct class_walk w = {.kinds = kinds, .arguments = arguments, .event = log_event,
			       .data = f};

	buf_clear(&f->log);
	f->err.set = false;
	return classfile_walk(&f->c, &w, &f->err);
}

static void assert_log(struct fixture *f, const char *expected)
{
	assert_string_equal(buf_text(&f->log), expected);
}

static void assert_bad_code(struct fixture *f, const char *code, size_t n, const char *why)
{
	char whole[200];

	build_release(&f->b);
	build_init(&f->b);
	finish(f, code, n, NULL);
	assert_int_equal(walk(f, CLASS_EVENT_ALL, true), -1);
	snprintf(whole, sizeof(whole), "method 1 'm': %s", why);
	assert_string_equal(f->err.text, whole);
}

#define BAD(code, why) assert_bad_code(f, code, sizeof(code) - 1, why)

static void test_bad_code(void **state)
{
	struct fixture *f = *state;

	BAD("", "code of 0 bytes");
	BAD("\xca", "code at 0: unknown opcode 202");
	BAD("\0\xff", "code at 1: unknown opcode 255");
	BAD("\x11\0", "code at 0: opcode 17: cut off or out of range");
	BAD("\xa7\0\3", "code at 0: jumps out of the code");
	BAD("\xa7\xff\xff", "code at 0: jumps out of the code");
	BAD("\xc8\x7f\xff\xff\xff", "code at 0: jumps out of the code");
	BAD("\xaa\0\0\0\0\0\0\0\0\0\0\0\x7f\xff\xff\xff",
	    "code at 0: opcode 170: cut off or out of range");
	BAD("\xaa\0\0\0\0\0\0\0\0\0\0\5\0\0\0\0",
	    "code at 0: opcode 170: cut off or out of range");
	BAD("\xab\0\0\0\0\0\0\0\xff\xff\xff\xff",
	    "code at 0: opcode 171: cut off or out of range");
	BAD("\xab\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\x63", "code at 0: jumps out of the code");
	BAD("\xc4\x60\0\0", "code at 0: opcode 196: cut off or out of range");
	BAD("\xc4\x84\0\0\0", "code at 0: opcode 196: cut off or out of range");
	BAD("\xb8\0\1", "code at 0: entry 1 is not a method");
	BAD("\xb2\xff\xff", "code at 0: entry 65535 is not a field");
	BAD("\xbb\0\1", "code at 0: entry 1 is not a class");
	BAD("\x12\1", "code at 0: entry 1 is not a constant");
	BAD("\xba\0\1\0\0", "code at 0: entry 1 is not a method");
}

/* A length that says more than there is, and one that no method may have. */
static void test_gigantic_code(void **state)
{
	struct fixture *f = *state;
	char *at;

	finish(f, "\xb1", 1, NULL);
	at = f->b.whole.data + f->b.whole.len - 11;
	assert_int_equal((unsigned char)at[4], 0xb1);
	at[3] = 9;
	assert_int_equal(walk(f, CLASS_EVENT_ALL, true), -1);
	assert_string_equal(f->err.text, "method 1 'm': code: cut off");
	at[0] = 0x7f;
	assert_int_equal(walk(f, CLASS_EVENT_ALL, true), -1);
	assert_string_equal(f->err.text, "method 1 'm': code of 2130706441 bytes");
}

static void test_bad_handler(void **state)
{
	struct fixture *f = *state;
	char code[] = "\xb1\xb1\xb1\xb1\xb1\xb1\xb1\xb1\xb1";

	finish(f, code, 9, NULL);
	/* One byte of code and eight of a handler in place of nine bytes of code. */
	f->b.whole.data[f->b.whole.len - 16] = 1;
	memcpy(f->b.whole.data + f->b.whole.len - 14, "\0\1\0\0\0\0\0\0\0\1", 10);
	assert_int_equal(walk(f, CLASS_EVENT_ALL, true), -1);
	assert_string_equal(f->err.text, "method 1 'm': handler 1: entry 1 is not a class");
}

static void test_arguments(void **state)
{
	struct fixture *f = *state;
	unsigned text = add_string(&f->b, "TLSv1");
	unsigned big = add_wide(&f->b, 5, 77);
	unsigned call = add_member(&f->b, 10, "a/B", "c", "(Ljava/lang/String;IJZ)V");
	unsigned box = add_member(&f->b, 10, "java/lang/Integer", "valueOf",
				  "(I)Ljava/lang/Integer;");
	unsigned one = add_member(&f->b, 10, "a/B", "d", "(Ljava/lang/Object;)I");
	char code[] = {
		0x12, (char)text, 0x10, -5, 0x14, 0, (char)big, 0x04, (char)0xb8, 0, (char)call,
		0x11, 1, 0, (char)0xb8, 0, (char)box, 0x59, 0x4b, (char)0xb8, 0, (char)one, 0x57,
		0x2a, (char)0xb8, 0, (char)one, (char)0x99, 0, 3,
		0x2a, (char)0xb8, 0, (char)one, 0x57, (char)0xb1};

	finish(f, code, sizeof(code), NULL);
	assert_int_equal(walk(f, CLASS_EVENT_CALL, true), 0);
	assert_log(f, "8:4 a/B.c TLSv1 -5 77 1\n"
		      "14:4 java/lang/Integer.valueOf 256\n"
		      "19:4 a/B.d 256\n"
		      "24:4 a/B.d 256\n"
		      "31:4 a/B.d ?\n");
	assert_int_equal(walk(f, CLASS_EVENT_CALL, false), 0);
	assert_log(f, "8:4 a/B.c\n14:4 java/lang/Integer.valueOf\n19:4 a/B.d\n24:4 a/B.d\n"
		      "31:4 a/B.d\n");
	assert_int_equal(walk(f, CLASS_EVENT_STRING | CLASS_EVENT_NUMBER, false), 0);
	assert_log(f, "0:16 TLSv1\n2:32 -5\n4:32 77\n7:32 1\n11:32 256\n");
}

/* The stack is longer than declared, or shorter than popped: unknown, never outside. */
static void test_odd_stack(void **state)
{
	struct fixture *f = *state;
	unsigned call = add_member(&f->b, 10, "a/B", "c", "(II)V");
	char code[] = {0x57, 0x58, 0x5e, 0x5f, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, (char)0xb6, 0,
		       (char)call, (char)0xc4, 0x15, -1, -1, 0x36, -1, (char)0x84, 99, 1,
		       (char)0xb1};

	finish(f, code, sizeof(code), NULL);
	assert_int_equal(walk(f, CLASS_EVENT_CALL, true), 0);
	assert_log(f, "10:4 a/B.c 4 5\n");
}

static void test_marks(void **state)
{
	struct fixture *f = *state;
	unsigned one = add_string(&f->b, "one"), two = add_string(&f->b, "two");
	char code[] = {0x12, (char)one, 0x13, 0, (char)two, 0x57, 0x57, (char)0xb1};
	unsigned char marks[100] = {0};
	struct class_walk w = {.kinds = CLASS_EVENT_ALL, .event = log_event, .data = f,
			       .marks = marks};

	finish(f, code, sizeof(code), NULL);
	assert_true(f->c.pool_count <= sizeof(marks));
	marks[two] = CLASS_MARK_EVENT;
	assert_int_equal(classfile_walk(&f->c, &w, &f->err), 0);
	assert_log(f, "2:16 two\n");
}

static void test_dynamic(void **state)
{
	struct fixture *f = *state;
	unsigned factory = add_member(&f->b, 10, "j/Factory", "make", "()V");
	unsigned lambda = add_member(&f->b, 10, "T", "lambda$0", "()V");
	unsigned made = add_handle(&f->b, 6, factory), body = add_handle(&f->b, 6, lambda);
	unsigned recipe = add_string(&f->b, "jdbc:\1");
	unsigned run = add_entry(&f->b, 12, add_text(&f->b, "run"),
				 (int)add_text(&f->b, "(I)Ljava/lang/Runnable;"));
	unsigned call = add_entry(&f->b, 18, 0, (int)run);
	char code[] = {0x08, (char)0xba, 0, (char)call, 0, 0, 0x57, (char)0xb1};
	CLEANUP(buf_release) struct buf boots;

	buf_init(&boots, 100);
	put_be(&boots, 2, 1);
	put_be(&boots, 2, made);
	put_be(&boots, 2, 2);
	put_be(&boots, 2, body);
	put_be(&boots, 2, recipe);
	finish(f, code, sizeof(code), &boots);
	assert_int_equal(walk(f, CLASS_EVENT_ALL & ~(unsigned)CLASS_EVENT_NUMBER, true), 0);
	assert_log(f, "1:8 j/Factory.make bootstrap\n1:8 T.lambda$0\n1:16 jdbc:\1\n1:4 .run 5\n");
}

/* A dynamic constant that is its own argument, once and many times over. */
static void test_dynamic_circle(void **state)
{
	struct fixture *f = *state;

	for (unsigned times = 1; times <= 200; times += 199) {
		CLEANUP(buf_release) struct buf boots;
		unsigned made, type, loop;
		char code[] = {0x12, 0, (char)0xb1};

		build_release(&f->b);
		build_init(&f->b);
		made = add_handle(&f->b, 6, add_member(&f->b, 10, "A", "b", "()V"));
		type = add_entry(&f->b, 12, add_text(&f->b, "x"), (int)add_text(&f->b, "I"));
		loop = add_entry(&f->b, 17, 0, (int)type);
		code[1] = (char)loop;
		buf_init(&boots, 1000);
		put_be(&boots, 2, 1);
		put_be(&boots, 2, made);
		put_be(&boots, 2, times);
		for (unsigned i = 0; i < times; i++)
			put_be(&boots, 2, loop);
		finish(f, code, sizeof(code), &boots);
		assert_int_equal(walk(f, 0, false), -1);
		assert_non_null(strstr(f->err.text, "dynamic constants go in circles"));
	}
}

/* Few bytes of code that ask for sixty thousand arguments each time. */
static void test_too_many_arguments(void **state)
{
	struct fixture *f = *state;
	unsigned made = add_handle(&f->b, 6, add_member(&f->b, 10, "A", "b", "()V"));
	unsigned type = add_entry(&f->b, 12, add_text(&f->b, "x"), (int)add_text(&f->b, "()V"));
	unsigned call = add_entry(&f->b, 18, 0, (int)type), text = add_string(&f->b, "s");
	CLEANUP(buf_release) struct buf boots;
	CLEANUP(buf_release) struct buf code;

	buf_init(&boots, 1 << 20);
	buf_init(&code, 1000);
	put_be(&boots, 2, 1);
	put_be(&boots, 2, made);
	put_be(&boots, 2, 60000);
	for (unsigned i = 0; i < 60000; i++)
		put_be(&boots, 2, text);
	for (unsigned i = 0; i < 20; i++)
		put_be(&code, 5, (uint64_t)0xba << 32 | call << 16);
	finish(f, code.data, code.len, &boots);
	assert_int_equal(walk(f, 0, false), -1);
	assert_string_equal(f->err.text, "method 1 'm': bootstrap methods take over 1048576 "
					 "arguments");
}

static void test_bad_bootstraps(void **state)
{
	struct fixture *f = *state;
	CLEANUP(buf_release) struct buf boots;
	unsigned type = add_entry(&f->b, 12, add_text(&f->b, "x"), (int)add_text(&f->b, "()I"));
	unsigned call = add_entry(&f->b, 18, 4, (int)type);
	char code[] = {(char)0xba, 0, (char)call, 0, 0, (char)0xb1};

	buf_init(&boots, 100);
	put_be(&boots, 2, 1);
	put_be(&boots, 2, type);
	put_be(&boots, 2, 0);
	finish(f, code, sizeof(code), &boots);
	for (int again = 0; again < 2; again++) {
		assert_int_equal(walk(f, 0, false), -1);
		assert_string_equal(f->err.text, "method 1 'm': bootstrap method 0: entry 3 is "
						 "not a method handle");
	}
}

struct stream {
	unsigned class, init, close, read, pass, give, gone;
};

static struct stream add_stream(struct build *b)
{
	struct stream s;

	s.init = add_member(b, 10, "java/io/FileInputStream", "<init>", "()V");
	s.class = s.init - 4;
	s.close = add_member(b, 10, "java/io/InputStream", "close", "()V");
	s.read = add_member(b, 10, "java/io/InputStream", "read", "()I");
	s.pass = add_member(b, 10, "a/B", "use", "(Ljava/lang/Object;)V");
	s.give = add_member(b, 10, "a/B", "give", "(Ljava/lang/Object;)Ljava/lang/Object;");
	s.gone = add_member(b, 10, "java/io/File", "delete", "()Z");
	return s;
}

/* new, dup, init, astore_1, then `rest`, in which '#' is the index of `which` and '@' a zero. */
static void assert_fate(struct fixture *f, const char *rest, unsigned which, const char *expected)
{
	CLEANUP(buf_release) struct buf code;
	unsigned char marks[200] = {0};
	struct class_walk w = {.arguments = true, .summary = log_summary, .data = f,
			       .marks = marks};
	struct stream s;
	unsigned last;

	build_release(&f->b);
	build_init(&f->b);
	s = add_stream(&f->b);
	last = which == 'c' ? s.close : which == 'r' ? s.read : which == 'p' ? s.pass
	       : which == 'g' ? s.gone : which == 'w' ? s.give : s.pass;
	buf_init(&code, 100);
	buf_add(&code, (char[]){(char)0xbb, 0, (char)s.class, 0x59, (char)0xb7, 0, (char)s.init,
				0x4c}, 8);
	for (; *rest != '\0'; rest++)
		if (*rest == '#')
			put_be(&code, 2, last);
		else
			buf_putc(&code, *rest == '@' ? '\0' : *rest);
	finish(f, code.data, code.len, NULL);
	assert_int_equal(classfile_mark(&f->c, marks, CLASS_MARK_OPENS, class_openers,
					class_opener_count), 1);
	marks[s.pass] |= which == 'u' ? CLASS_MARK_READS : 0;
	marks[s.give] |= CLASS_MARK_WRAPS;
	buf_clear(&f->log);
	assert_int_equal(classfile_walk(&f->c, &w, &f->err), 0);
	assert_log(f, expected);
}

static void test_resources(void **state)
{
	struct fixture *f = *state;

	assert_fate(f, "\xb1", 'c', "does 0, 4 fate 0\n");
	assert_fate(f, "\x2b\xb6#\x57\xb1", 'r', "does 0, 4 fate 0\n");
	assert_fate(f, "\x2b\xb6#\xb1", 'c', "does 0, 4 fate 1\n");
	assert_fate(f, "\x2b\xb0", 'c', "does 0, 4 fate 2\n");
	assert_fate(f, "\x2b\xb8#\xb1", 'p', "does 0, 4 fate 8\n");
	assert_fate(f, "\x01\x03\x2b\x53\xb1", 'c', "does 0, 4 fate 4\n");
	/* Closed behind a jump, through another variable; on the stack at a jump. */
	assert_fate(f, "\x03\x99@\4@\x2b\xb6#\xb1", 'c', "does 0, 4 fate 1\n");
	assert_fate(f, "\x2b\x4d\x03\x99@\4@\x2c\xb6#\xb1", 'c', "does 0, 4 fate 1\n");
	assert_fate(f, "\x2b\x03\x99@\4@\x57\xb1", 'c', "does 0, 4 fate 16\n");
}

/* Calls that use the stream and leave it open, or give another around it. */
static void test_readers(void **state)
{
	struct fixture *f = *state;

	assert_fate(f, "\x2b\xb8#\xb1", 'u', "does 0, 4 fate 0 read\n");
	assert_fate(f, "\x2b\xb8#\x2b\xb0", 'u', "does 0, 4 fate 2 read\n");
	assert_fate(f, "\x2b\xb8#\x57\xb1", 'w', "does 0, 4 fate 0\n");
	assert_fate(f, "\x2b\xb8#\xb0", 'w', "does 0, 4 fate 2\n");
}

static void test_summary(void **state)
{
	struct fixture *f = *state;

	assert_fate(f, "\x2b\xb6#\x57\xb1", 'g', "does 2, 4 fate 0\n");
	assert_fate(f, "\x2b\xc2\xb1", 'c', "does 1, 4 fate 0\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_bad_code, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_gigantic_code, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bad_handler, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_arguments, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_odd_stack, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_marks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_dynamic, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_dynamic_circle, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_too_many_arguments, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bad_bootstraps, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_resources, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_readers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_summary, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
