/* SPDX-License-Identifier: Apache-2.0 */
/* Static fields that can change, and streams and files that a method leaves behind. */
#include "analyzers/world/java_own.h"

#include <string.h>

#include "analyzers/world/java_scan.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"

enum {
	TYPE_MAX = 4096,
	BACK_MAX = 256		/* patterns looked through for the same one */
};

/* -- fields -- */

static bool ends(struct class_text t, const char *suffix)
{
	size_t n = strlen(suffix);

	return t.len > n && memcmp(t.bytes + t.len - n, suffix, n) == 0;
}

/* Collections by name, as the JDK calls them. */
static bool is_collection(struct class_text d)
{
	static const char *const endings[] = {
		"Map;", "List;", "Set;", "Queue;", "Deque;", "Vector;", "Stack;", "Hashtable;",
		"Collection;", "Properties;", "BitSet;", NULL
	};

	if (!class_text_starts(d, "Ljava/util/"))
		return false;
	for (int i = 0; endings[i] != NULL; i++)
		if (ends(d, endings[i]))
			return true;
	return false;
}

bool java_own_mutable(const struct class_member *f)
{
	struct class_text d = f->descriptor;

	if ((f->access & CLASS_ACC_FINAL) == 0)
		return true;
	return class_text_starts(d, "[") || is_collection(d) ||
	       class_text_starts(d, "Ljava/util/concurrent/atomic/") ||
	       class_text_starts(d, "Ljava/lang/StringBu") ||
	       class_text_is(d, "Ljava/lang/ThreadLocal;");
}

static const char *primitive(char c)
{
	static const char letters[] = "ZBCSIJFD";
	static const char *const names[] = {
		"boolean", "byte", "char", "short", "int", "long", "float", "double",
	};
	const char *at = c == '\0' ? NULL : strchr(letters, c);

	return at == NULL ? "?" : names[at - letters];
}

/* "java/util/Map", "int[]" */
static const char *type_of(struct arena *a, struct class_text d)
{
	CLEANUP(buf_release) struct buf b = { .max = TYPE_MAX };
	size_t dimensions = 0;

	while (dimensions < d.len && d.bytes[dimensions] == '[')
		dimensions++;
	if (d.len - dimensions > 2 && d.bytes[dimensions] == 'L')
		class_text_add(&b, (struct class_text){ d.bytes + dimensions + 1,
							d.len - dimensions - 2 });
	else
		buf_puts(&b, primitive(dimensions < d.len ? d.bytes[dimensions] : '\0'));
	for (size_t i = 0; i < dimensions; i++)
		buf_puts(&b, "[]");
	return arena_text_n(a, buf_text(&b), b.len);
}

void java_own_field(struct java_own *o, const struct class_member *m)
{
	struct arena *a = o->part->arena;
	struct java_field *f;

	if ((m->access & CLASS_ACC_STATIC) == 0 || !java_own_mutable(m))
		return;
	f = arena_alloc(a, sizeof(*f));
	*f = (struct java_field){
		.class = o->class, .name = class_text_intern(a, m->name),
		.type = type_of(a, m->descriptor),
		.is_final = (m->access & CLASS_ACC_FINAL) != 0,
	};
	vec_push(&o->part->fields, f);
}

/* -- addresses -- */

static void see_address(void *arg, const struct url *u)
{
	struct java_own *o = arg;
	struct address address;
	struct java_address *kept;

	if (o->part->addresses.len >= o->part->limits->facts) {
		/* The class counts as one that was not read to its end. */
		o->part->unread += !o->part->over_addresses;
		o->part->over_addresses = true;
		return;
	}
	if (!address_read(&address, o->part->arena, u))
		return;
	kept = arena_alloc(o->part->arena, sizeof(*kept));
	*kept = (struct java_address){ .class = o->class, .address = address };
	vec_push(&o->part->addresses, kept);
}

/* Java 9 and later write a byte of 1 or 2 for each value that is put into a text. */
static void add_string(struct buf *b, struct class_text t)
{
	buf_clear(b);
	for (size_t i = 0; i < t.len; i++) {
		if (t.bytes[i] == 1 || t.bytes[i] == 2)
			buf_puts(b, "{}");
		else
			buf_putc(b, t.bytes[i]);
	}
}

void java_own_addresses(struct java_own *o)
{
	CLEANUP(buf_release) struct buf b = { .max = 2 * UINT16_MAX };

	for (unsigned i = 1; i < o->c->pool_count; i++) {
		struct class_text t;

		if (o->c->pool[i].tag != CLASS_TAG_STRING)
			continue;
		t = classfile_text(o->c, i);
		if (memchr(t.bytes, '.', t.len) == NULL && memchr(t.bytes, '/', t.len) == NULL &&
		    memchr(t.bytes, '\\', t.len) == NULL && !class_text_starts(t, "localhost"))
			continue;
		add_string(&b, t);
		address_each(buf_text(&b), b.len, see_address, o);
	}
}

/* -- streams and files -- */

static const struct class_method_name runtime_openers[] = {
	{ "com/mendix/core/Core", "getFileDocumentContent" },
	{ "com/mendix/core/Core", "getImage" },
};

static const struct class_method_name temp_files[] = {
	{ "java/io/File", "createTempFile" },
	{ "java/nio/file/Files", "createTempFile" },
};

void java_own_mark(const struct classfile *c, unsigned char *marks)
{
	classfile_mark(c, marks, CLASS_MARK_OPENS, class_openers, class_opener_count);
	classfile_mark(c, marks, CLASS_MARK_OPENS, runtime_openers,
		       sizeof(runtime_openers) / sizeof(runtime_openers[0]));
	classfile_mark(c, marks, CLASS_MARK_OPENS, temp_files,
		       sizeof(temp_files) / sizeof(temp_files[0]));
	classfile_mark(c, marks, CLASS_MARK_READS, class_readers, class_reader_count);
	classfile_mark(c, marks, CLASS_MARK_WRAPS, class_wrappers, class_wrapper_count);
}

static bool same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* new: its kind, and where it is known what opens and what reads. */
static void add_pattern(struct java_own *o, const struct class_member *m,
			const struct java_pattern *new)
{
	struct java_pattern *p;
	const char *method = class_text_intern(o->part->arena, m->name);

	for (size_t i = o->part->patterns.len, back = 0; i > 0 && back < BACK_MAX; i--, back++) {
		p = o->part->patterns.items[i - 1];
		if (p->class != o->class)
			break;
		if (same(p->kind, new->kind) && same(p->method, method) &&
		    same(p->opened, new->opened) && same(p->read_by, new->read_by)) {
			p->count++;
			return;
		}
	}
	p = arena_alloc(o->part->arena, sizeof(*p));
	*p = *new;
	p->class = o->class;
	p->method = method;
	p->count = 1;
	vec_push(&o->part->patterns, p);
}

/* NULL for 0 */
static const char *method_at(struct java_own *o, unsigned index)
{
	CLEANUP(buf_release) struct buf b = { .max = TYPE_MAX };
	struct class_target t;

	if (!classfile_target(o->c, index, &t))
		return NULL;
	class_text_add(&b, t.owner);
	buf_putc(&b, '.');
	class_text_add(&b, t.name);
	return arena_text_n(o->part->arena, buf_text(&b), b.len);
}

static bool is_temp_file(const struct java_own *o, unsigned index)
{
	struct class_target t;

	return classfile_target(o->c, index, &t) && class_text_is(t.name, "createTempFile");
}

/* A file that is given to others is theirs to delete; that it is written to says nothing. */
static bool stays_behind(const struct class_summary *s, const struct class_resource *file)
{
	return (s->does & CLASS_DOES_DELETE) == 0 &&
	       (file->fate & (CLASS_RES_RETURNED | CLASS_RES_STORED | CLASS_RES_LOST)) == 0;
}

void java_own_summary(struct java_own *o, const struct class_member *m,
		      const struct class_summary *s)
{
	for (size_t i = 0; i < s->resource_count; i++) {
		const struct class_resource *r = &s->resources[i];
		bool temp = is_temp_file(o, r->index);
		struct java_pattern p = { .kind = temp ? "temp-file" : "stream-open" };

		if (temp ? !stays_behind(s, r) : r->fate != 0)
			continue;
		p.opened = method_at(o, r->index);
		p.read_by = method_at(o, r->reader);
		add_pattern(o, m, &p);
	}
	if (s->cast_of != 0)
		add_pattern(o, m, &(struct java_pattern){ .kind = "stream-cast",
							  .opened = method_at(o, s->cast_of) });
	if ((s->does & CLASS_DOES_LOCK) != 0 || (m->access & CLASS_ACC_SYNCHRONIZED) != 0)
		add_pattern(o, m, &(struct java_pattern){ .kind = "lock" });
}
