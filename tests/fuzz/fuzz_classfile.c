/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a class file, and any bytes as the code of a method in a sound class file: what
 * comes out stays inside the bytes, and both ways of walking give the same events.
 */
#include "formats/classfile.h"

#include <string.h>

#include "util/alloc.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"

enum { LARGEST_CODE = 60000, LARGEST = 1 << 20 };

struct seen {
	const struct classfile *c;
	size_t events;
	unsigned sum;		/* so that no read is optimised away */
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void look(struct seen *s, struct class_text t)
{
	for (size_t i = 0; i < t.len; i++)
		s->sum += (unsigned char)t.bytes[i];
}

static void look_target(struct seen *s, const struct class_target *t)
{
	look(s, t->owner);
	look(s, t->name);
	look(s, t->descriptor);
}

static void see_event(void *data, const struct class_member *m, const struct class_event *e)
{
	struct seen *s = data;

	s->events++;
	look(s, m->name);
	look(s, e->text);
	if (e->kind & (CLASS_EVENT_FIELD | CLASS_EVENT_CALL | CLASS_EVENT_HANDLE))
		look_target(s, &e->target);
	if (e->arg_count > 255)
		BUG("a call of more arguments than there can be");
	for (unsigned i = 0; i < e->arg_count; i++) {
		if (e->args[i].kind > CLASS_VALUE_CLASS)
			BUG("an argument of no kind");
		look(s, classfile_text(s->c, e->args[i].index));
	}
}

static void see_summary(void *data, const struct class_member *m, const struct class_summary *sum)
{
	struct seen *s = data;
	struct class_target t;

	look(s, m->descriptor);
	for (size_t i = 0; i < sum->resource_count; i++) {
		if (!classfile_target(s->c, sum->resources[i].index, &t))
			BUG("a resource that no method opened");
		look_target(s, &t);
		if (sum->resources[i].reader != 0 &&
		    !classfile_target(s->c, sum->resources[i].reader, &t))
			BUG("a resource that no method reads");
	}
	if (sum->cast_of != 0 && !classfile_target(s->c, sum->cast_of, &t))
		BUG("a cast of what no call gave");
}

static void look_pool(struct seen *s)
{
	struct class_member f = {.number = 0};
	struct class_target t;
	CLEANUP(buf_release) struct buf decoded;

	buf_init(&decoded, LARGEST);
	for (unsigned i = 0; i < s->c->pool_count; i++) {
		look(s, classfile_text(s->c, i));
		if (classfile_tag(s->c, i) == CLASS_TAG_UTF8)
			class_text_add(&decoded, classfile_text(s->c, i));
		if (classfile_target(s->c, i, &t))
			look_target(s, &t);
		s->sum += (unsigned)classfile_integer(s->c, i);
		s->sum += classfile_real(s->c, i) > 0;
	}
	while (classfile_next_field(s->c, &f)) {
		look(s, f.name);
		look(s, classfile_text(s->c, f.constant));
	}
}

static void look_refs(struct seen *s)
{
	for (size_t i = 0; i < s->c->ref_count; i++) {
		look(s, s->c->refs[i].name);
		if (s->c->refs[i].from == 0 ||
		    s->c->refs[i].hash != class_text_hash(s->c->refs[i].name))
			BUG("a reference from nowhere");
	}
}

static void walk(struct classfile *c, struct seen *s)
{
	struct class_walk w = {.kinds = CLASS_EVENT_ALL, .event = see_event, .data = s};
	CLEANUP(cleanup_free) unsigned char *marks = alloc_bytes(c->pool_count);
	struct err err = ERR_NONE, again = ERR_NONE;
	size_t first;
	int status = classfile_walk(c, &w, &err);

	if ((status < 0) != err.set)
		BUG("a failure without a word, or a word without one");
	first = s->events;
	s->events = 0;
	for (unsigned i = 0; i < c->pool_count; i++)
		marks[i] = (unsigned char)(CLASS_MARK_EVENT | CLASS_MARK_OPENS |
					   (i % 3 == 1 ? CLASS_MARK_READS : 0) |
					   (i % 3 == 2 ? CLASS_MARK_WRAPS : 0));
	w.marks = marks;
	w.arguments = true;
	w.summary = see_summary;
	if (classfile_walk(c, &w, &again) == 0 && (status < 0 || first != s->events))
		BUG("the two walks differ");
}

static void take(struct classfile *c, const void *bytes, size_t size)
{
	struct seen s = {.c = c};
	struct err err = ERR_NONE;

	if (classfile_read(c, bytes, size, &err) < 0) {
		if (!err.set)
			BUG("a failure without a word");
		return;
	}
	look_pool(&s);
	if (classfile_refs(c, CLASS_FROM_ALL, &err) == 0)
		look_refs(&s);
	walk(c, &s);
}

/* Entries 1 to 16 of the pool below, one or two bytes of index away from any code. */
static const unsigned char pool[] =
	"\xca\xfe\xba\xbe\0\0\0\x34\0\x12"
	"\1\0\1A"			/* 1 */
	"\7\0\1"			/* 2 class A */
	"\1\0\3()V"			/* 3 */
	"\1\0\4Code"			/* 4 */
	"\1\0\7(IJ[A)J"			/* 5 is no descriptor */
	"\1\0\7(IJ[I)J"			/* 6 */
	"\x0c\0\1\0\3"			/* 7 A ()V */
	"\x0c\0\1\0\6"			/* 8 */
	"\x0a\0\2\0\7"			/* 9 A.A()V */
	"\x0a\0\2\0\x08"		/* 10 */
	"\x0f\6\0\x0a"			/* 11 handle */
	"\x12\0\0\0\7"			/* 12 invokedynamic */
	"\x11\0\1\0\7"			/* 13 dynamic, its own argument */
	"\x08\0\1"			/* 14 string */
	"\1\0\x10" "BootstrapMethods"	/* 15 */
	"\3\0\0\0\7"			/* 16 */
	"\x09\0\2\0\7"			/* 17 field */
	"\0\x21\0\2\0\0\0\0\0\0\0\1"	/* public class A, one method: */
	"\0\x09\0\1\0\3\0\1\0\4";	/* public static A()V, one attribute: */
static const unsigned char bootstraps[] =
	"\0\0\0\0\0\1\0\x0f\0\0\0\x12"
	"\0\2\0\x0b\0\3\0\x0e\0\x0b\0\x10\0\x0b\0\1\0\x0d";

static void put_be(struct buf *b, size_t n, unsigned bytes)
{
	while (bytes-- > 0)
		buf_putc(b, (char)(n >> 8 * bytes & 0xff));
}

static void take_code(struct classfile *c, const uint8_t *code, size_t size)
{
	CLEANUP(buf_release) struct buf b;

	buf_init(&b, LARGEST);
	size = size < LARGEST_CODE ? size : LARGEST_CODE;
	buf_add(&b, pool, sizeof(pool) - 1);
	put_be(&b, 12 + size, 4);
	put_be(&b, 8, 2);
	put_be(&b, 8, 2);
	put_be(&b, size, 4);
	buf_add(&b, code, size);
	buf_add(&b, bootstraps, sizeof(bootstraps) - 1);
	take(c, b.data, b.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct classfile c;

	classfile_init(&c);
	take(&c, bytes, size);
	take_code(&c, bytes, size);
	classfile_release(&c);
	return 0;
}
