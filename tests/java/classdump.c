/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the class-file reader finds, one line each, for comparison with the tools of the JDK:
 *
 *   classdump WHAT [FILE…]	(without FILE, names are read from standard input)
 *
 * refs		class, class referred to as jdeps counts
 * more		class, class referred to that jdeps does not count
 * name		class
 * members	class, owner, name, descriptor of each member entry of the pool
 * strings	class, each string constant
 * own		class, access, name, descriptor of each field and method
 * code		class, method number, pc, opcode, event kind, pool index, for each event
 * calls	class, method, owner, name, constant arguments
 * open		class, method, what stays open or lies about
 * time		nothing; how long reading, gathering and walking took
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "formats/classfile.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"

enum { LARGEST = 1 << 28 };

struct dump {
	struct classfile c;
	const char *what;
	unsigned char *marks;
	double read, refs, walk, calls;
	size_t entries, classes, events;
};

static int failed;

/* Text in UTF-8, with control characters and backslashes as \xNN. */
static void put_text(struct class_text t)
{
	CLEANUP(buf_release) struct buf b;

	buf_init(&b, LARGEST);
	class_text_add(&b, t);
	for (size_t i = 0; i < b.len; i++) {
		unsigned char byte = (unsigned char)b.data[i];

		if (byte < 0x20 || byte == 0x7f || byte == '\\')
			printf("\\x%02x", byte);
		else
			putchar(byte);
	}
}

static void put_line(struct dump *d, const struct class_text *parts, size_t count)
{
	put_text(d->c.name);
	for (size_t i = 0; i < count; i++) {
		putchar('\t');
		put_text(parts[i]);
	}
	putchar('\n');
}

static void dump_refs(struct dump *d)
{
	for (size_t i = 0; i < d->c.ref_count; i++)
		put_line(d, &d->c.refs[i].name, 1);
}

static void dump_more(struct dump *d)
{
	for (size_t i = 0; i < d->c.ref_count; i++)
		if ((d->c.refs[i].from & CLASS_FROM_JDEPS) == 0)
			put_line(d, &d->c.refs[i].name, 1);
}

static void dump_members(struct dump *d)
{
	struct class_target t;

	for (unsigned i = 1; i < d->c.pool_count; i++) {
		enum class_tag tag = classfile_tag(&d->c, i);

		if (tag < CLASS_TAG_FIELD || tag > CLASS_TAG_INTERFACE_METHOD)
			continue;
		if (classfile_target(&d->c, i, &t))
			put_line(d, (struct class_text[]){t.owner, t.name, t.descriptor}, 3);
	}
}

static void dump_strings(struct dump *d)
{
	for (unsigned i = 1; i < d->c.pool_count; i++)
		if (classfile_tag(&d->c, i) == CLASS_TAG_STRING)
			put_line(d, (struct class_text[]){classfile_text(&d->c, i)}, 1);
}

static void dump_own(struct dump *d)
{
	struct class_member f = {.number = 0}, m = {.number = 0};

	while (classfile_next_field(&d->c, &f)) {
		printf("%04x\t", f.access);
		put_line(d, (struct class_text[]){f.name, f.descriptor}, 2);
	}
	while (classfile_next_method(&d->c, &m)) {
		printf("%04x\t", m.access);
		put_line(d, (struct class_text[]){m.name, m.descriptor}, 2);
	}
}

static void put_value(const struct classfile *c, const struct class_value *v)
{
	switch ((enum class_value_kind)v->kind) {
	case CLASS_VALUE_UNKNOWN:
		putchar('?');
		break;
	case CLASS_VALUE_NULL:
		printf("null");
		break;
	case CLASS_VALUE_INT:
	case CLASS_VALUE_LONG:
		printf("%lld", (long long)v->integer);
		break;
	case CLASS_VALUE_FLOAT:
	case CLASS_VALUE_DOUBLE:
		printf("%g", v->real);
		break;
	case CLASS_VALUE_STRING:
		putchar('"');
		put_text(classfile_text(c, v->index));
		putchar('"');
		break;
	case CLASS_VALUE_CLASS:
		put_text(classfile_text(c, v->index));
		printf(".class");
		break;
	}
}

static void put_event(void *data, const struct class_member *m, const struct class_event *e)
{
	struct dump *d = data;

	d->events++;
	if (strcmp(d->what, "code") == 0) {
		put_text(d->c.name);
		printf("\t%u\t%u\t%u\t%u\t%u\n", m->number, e->pc, e->opcode, e->kind,
		       e->index);
	} else if (strcmp(d->what, "calls") == 0) {
		put_text(d->c.name);
		putchar('\t');
		put_text(m->name);
		putchar('\t');
		put_text(e->target.owner);
		putchar('\t');
		put_text(e->target.name);
		for (unsigned i = 0; i < e->arg_count; i++) {
			putchar('\t');
			put_value(&d->c, &e->args[i]);
		}
		putchar('\n');
	}
}

static void put_summary(void *data, const struct class_member *m, const struct class_summary *s)
{
	struct dump *d = data;

	if (strcmp(d->what, "open") != 0)
		return;
	for (size_t i = 0; i < s->resource_count; i++) {
		struct class_target t;

		if (s->resources[i].fate == 0 && classfile_target(&d->c, s->resources[i].index, &t))
			put_line(d, (struct class_text[]){m->name, class_text_of("open"),
							  t.owner, t.name}, 4);
		if (classfile_target(&d->c, s->resources[i].reader, &t))
			put_line(d, (struct class_text[]){m->name, class_text_of("read"),
							  t.owner, t.name}, 4);
	}
	if (s->does & CLASS_DOES_DELETE)
		put_line(d, (struct class_text[]){m->name, class_text_of("delete")}, 2);
	if (s->cast_of != 0)
		put_line(d, (struct class_text[]){m->name, class_text_of("stream-cast")}, 2);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* All three steps, so that each file is read whole whatever is asked for. */
static int read_class(struct dump *d, const struct buf *bytes, struct err *err)
{
	struct class_walk w = {.event = put_event, .data = d, .kinds = CLASS_EVENT_ALL};
	double start = now(), walked;

	if (classfile_read(&d->c, bytes->data, bytes->len, err) < 0)
		return -1;
	d->read += now() - start;
	d->entries += d->c.pool_count;
	d->classes++;
	start = now();
	if (classfile_refs(&d->c, strcmp(d->what, "more") == 0 ? CLASS_FROM_ALL : CLASS_FROM_JDEPS,
			   err) < 0)
		return -1;
	d->refs += now() - start;
	walked = now();
	if (strcmp(d->what, "calls") != 0 && classfile_walk(&d->c, &w, err) < 0)
		return -1;
	start = now();
	d->walk += start - walked;
	if (strcmp(d->what, "code") == 0)
		return 0;
	w.kinds = CLASS_EVENT_CALL;
	w.arguments = true;
	w.summary = put_summary;
	d->marks = realloc(d->marks, d->c.pool_count);
	if (d->marks == NULL)
		return err_set(err, "out of memory");
	memset(d->marks, CLASS_MARK_EVENT, d->c.pool_count);
	classfile_mark(&d->c, d->marks, CLASS_MARK_OPENS, class_openers, class_opener_count);
	classfile_mark(&d->c, d->marks, CLASS_MARK_READS, class_readers, class_reader_count);
	classfile_mark(&d->c, d->marks, CLASS_MARK_WRAPS, class_wrappers, class_wrapper_count);
	w.marks = d->marks;
	if (classfile_walk(&d->c, &w, err) < 0)
		return -1;
	d->calls += now() - start;
	return 0;
}

static void dump_file(struct dump *d, const char *path)
{
	CLEANUP(buf_release) struct buf bytes;
	CLEANUP(cleanup_file) FILE *f = fopen(path, "rb");
	struct err err = ERR_NONE;
	char block[65536];
	size_t n;

	buf_init(&bytes, LARGEST);
	while (f != NULL && (n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(&bytes, block, n);
	if (f == NULL || bytes.over)
		err_set(&err, "cannot be read");
	if (err.set || read_class(d, &bytes, &err) < 0) {
		fprintf(stderr, "'%s': %s\n", path, err.text);
		failed = 1;
	} else if (strcmp(d->what, "refs") == 0) {
		dump_refs(d);
	} else if (strcmp(d->what, "more") == 0) {
		dump_more(d);
	} else if (strcmp(d->what, "name") == 0) {
		put_line(d, NULL, 0);
	} else if (strcmp(d->what, "members") == 0) {
		dump_members(d);
	} else if (strcmp(d->what, "strings") == 0) {
		dump_strings(d);
	} else if (strcmp(d->what, "own") == 0) {
		dump_own(d);
	}
}

static void dump_named(struct dump *d)
{
	char path[4096];

	while (fgets(path, sizeof(path), stdin) != NULL) {
		path[strcspn(path, "\n")] = '\0';
		dump_file(d, path);
	}
}

int main(int argc, char **argv)
{
	struct dump d = {.what = argc > 1 ? argv[1] : "time"};

	classfile_init(&d.c);
	for (int i = 2; i < argc; i++)
		dump_file(&d, argv[i]);
	if (argc <= 2)
		dump_named(&d);
	if (strcmp(d.what, "time") == 0)
		printf("%zu classes, %zu entries, %zu events: read %.1f, refs %.1f, walk %.1f, "
		       "calls %.1f ms\n", d.classes, d.entries, d.events, d.read * 1e3,
		       d.refs * 1e3, d.walk * 1e3, d.calls * 1e3);
	classfile_release(&d.c);
	free(d.marks);
	return failed;
}
