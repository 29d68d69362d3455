/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One class: first its constant pool is asked which finds have anything to do with it; only where
 * one has, or the class is the app's own, its instructions are walked.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/world/java_finds.h"
#include "analyzers/world/java_own.h"
#include "analyzers/world/java_scan.h"
#include "core/find.h"
#include "core/limits.h"
#include "core/run_facts.h"
#include "package/package.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

enum { KEY_MAX = 1 << 20, NAME_MAX_LEN = 200 };

/* An entry of the constant pool that a find takes. */
struct hit {
	unsigned index, find;
	bool seen;
};

struct reading {
	struct java_scan *s;
	struct classfile *c;
	enum java_scope scope;
	struct hit *hits;	/* in order of index */
	size_t hit_count, hit_size;
	bool arguments;
	bool targets;		/* some find could take a class that this one refers to */
	struct map told;	/* of struct java_match, by what tells them apart */
	const char *class;	/* interned when first needed */
	struct java_own own;
};

static void release(struct reading *r)
{
	free(r->hits);
	map_release(&r->told);
}

static enum java_scope scope_of(const struct java_archive *a, struct class_text name)
{
	static const char proxies[] = "proxies/";
	const char *at = name.bytes;
	size_t left = name.len;

	if (!a->own)
		return JAVA_LIBRARY;
	/* Old versions of Mendix put classes of their API into project.jar. */
	if (class_text_is(name, "UserActionRegistrar") || class_text_starts(name, "com/mendix/"))
		return JAVA_GENERATED;
	while (left >= sizeof(proxies)) {
		const char *slash;

		if (memcmp(at, proxies, sizeof(proxies) - 1) == 0)
			return JAVA_GENERATED;
		slash = memchr(at, '/', left);
		if (slash == NULL)
			break;
		left -= (size_t)(slash - at) + 1;
		at = slash + 1;
	}
	return JAVA_OWN;
}

/* The class in "[[La/B;"; empty for an array of numbers. */
static struct class_text element_of(struct class_text t)
{
	size_t n = 0;

	if (t.len == 0 || t.bytes[0] != '[')
		return t;
	while (n < t.len && t.bytes[n] == '[')
		n++;
	if (t.len - n < 3 || t.bytes[n] != 'L')
		return (struct class_text){ "", 0 };
	return (struct class_text){ t.bytes + n + 1, t.len - n - 2 };
}

/* -- references -- */

static bool is_jdk(struct class_text t)
{
	return class_text_starts(t, "java/");
}

static bool looks_like_name(struct class_text t)
{
	bool separator = false;

	if (t.len < 3 || t.len > NAME_MAX_LEN)
		return false;
	for (size_t i = 0; i < t.len; i++) {
		unsigned char c = (unsigned char)t.bytes[i];

		if (c == '.' || c == '/')
			separator = i > 0 && i + 1 < t.len;
		else if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
			 !(c >= '0' && c <= '9') && c != '_' && c != '$')
			return false;
	}
	return separator;
}

static void add_edges(struct reading *r)
{
	struct java_links *l = r->s->links;
	struct java_node *n;

	if (l->node_count == l->node_size) {
		l->node_size = l->node_size == 0 ? 64 : l->node_size * 2;
		l->nodes = alloc_resize(l->nodes, l->node_size * sizeof(*l->nodes));
	}
	n = &l->nodes[l->node_count++];
	*n = (struct java_node){ .hash = class_text_hash(r->c->name),
				 .first_edge = l->edges.len, .root = r->scope == JAVA_OWN };
	for (size_t i = 0; i < r->c->ref_count; i++)
		if (!is_jdk(r->c->refs[i].name) && r->c->refs[i].hash != n->hash)
			java_hashes_add(&l->edges, r->c->refs[i].hash);
	n->edge_count = l->edges.len - n->first_edge;
	if (r->scope == JAVA_GENERATED)
		return;
	for (unsigned i = 1; i < r->c->pool_count; i++)
		if (r->c->pool[i].tag == CLASS_TAG_STRING &&
		    looks_like_name(classfile_text(r->c, i)))
			java_names_in(&l->names, classfile_text(r->c, i).bytes,
				      classfile_text(r->c, i).len);
}

/* -- what finds take -- */

static bool is_open(const struct reading *r, size_t find)
{
	return !r->s->part->truncated[find];
}

static void add_hit(struct reading *r, unsigned index, size_t find)
{
	if (r->hit_count == r->hit_size) {
		r->hit_size = r->hit_size == 0 ? 64 : r->hit_size * 2;
		r->hits = alloc_resize(r->hits, r->hit_size * sizeof(*r->hits));
	}
	r->hits[r->hit_count++] = (struct hit){ .index = index, .find = (unsigned)find };
	r->arguments |= r->s->worker->finds->all[find]->kind == FIND_JAVA_CALL;
}

static bool takes_text(struct reading *r, size_t find, int field, struct class_text t)
{
	t = java_text(r->s, t);
	return java_find_takes(r->s, find, field, t.bytes, t.len);
}

static bool is_class_alone(const struct find *f)
{
	return f->kind == FIND_JAVA_REFERENCE && f->text[FIND_F_MEMBER] == NULL &&
	       f->text[FIND_F_DESCRIPTOR] == NULL;
}

static bool takes_member(struct reading *r, size_t find, const struct class_target *t, bool self)
{
	const struct find *f = r->s->worker->finds->all[find];

	if (f->kind == FIND_JAVA_CALL ? t->tag == CLASS_TAG_FIELD : self)
		return false;
	return takes_text(r, find, FIND_F_MEMBER, t->name) &&
	       takes_text(r, find, FIND_F_DESCRIPTOR, t->descriptor);
}

static void ask_target(struct reading *r, unsigned index)
{
	const struct java_finds *f = r->s->worker->finds;
	struct class_target t = { .tag = classfile_tag(r->c, index) };
	struct class_text owner;
	const uint64_t *bits;
	bool self;

	if (t.tag == CLASS_TAG_CLASS)
		owner = classfile_text(r->c, index);
	else if (t.tag >= CLASS_TAG_FIELD && t.tag <= CLASS_TAG_INTERFACE_METHOD &&
		 classfile_target(r->c, index, &t))
		owner = t.owner;
	else
		return;
	owner = element_of(owner);
	self = class_text_same(owner, r->c->name);
	bits = java_names_ask(r->s, r->scope, owner, class_text_hash(owner));
	for (size_t i = 0; i < f->count; i++) {
		if (bits[i / 64] == 0)
			i |= 63;
		else if (!java_finds_has(bits, i) || !is_open(r, i))
			continue;
		else if (t.tag == CLASS_TAG_CLASS ? is_class_alone(f->all[i]) && !self :
						    takes_member(r, i, &t, self))
			add_hit(r, index, i);
	}
}

static void ask_string(struct reading *r, unsigned index)
{
	const struct java_find_list *l = &r->s->worker->finds->strings[r->scope];
	struct class_text t = java_text(r->s, classfile_text(r->c, index));

	for (size_t i = 0; i < l->count; i++)
		if (is_open(r, l->items[i]) &&
		    java_find_takes(r->s, l->items[i], FIND_F_STRING, t.bytes, t.len))
			add_hit(r, index, l->items[i]);
}

/* Whether any find could take any class that this one refers to. */
static bool any_target(struct reading *r)
{
	const struct java_finds *f = r->s->worker->finds;

	for (size_t i = 0; f->targets[r->scope].count > 0 && i < r->c->ref_count; i++) {
		const uint64_t *bits = java_names_ask(r->s, r->scope, r->c->refs[i].name,
						      r->c->refs[i].hash);

		for (size_t k = 0; k < f->words; k++)
			if (bits[k] != 0)
				return true;
	}
	return false;
}

static void ask_pool(struct reading *r)
{
	bool strings = r->s->worker->finds->strings[r->scope].count > 0;

	r->targets = any_target(r);
	for (unsigned i = 1; (r->targets || strings) && i < r->c->pool_count; i++) {
		if (strings && r->c->pool[i].tag == CLASS_TAG_STRING)
			ask_string(r, i);
		else if (r->targets)
			ask_target(r, i);
	}
}

/* -- matches -- */

static const char *kept(struct reading *r, struct class_text t)
{
	return t.len == 0 ? NULL : class_text_intern(r->s->part->arena, t);
}

static const char *class_of(struct reading *r)
{
	if (r->class == NULL)
		r->class = class_text_intern(r->s->part->arena, r->c->name);
	return r->class;
}

static void key_part(struct buf *b, const char *s)
{
	buf_putc(b, '\n');
	buf_puts(b, s == NULL ? "" : s);
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* One more of it; false where no further one is kept. */
static bool add_match(struct reading *r, const struct java_match *m)
{
	CLEANUP(buf_release) struct buf key = { .max = KEY_MAX };
	struct java_part *p = r->s->part;
	struct java_match *old;

	buf_printf(&key, "%u", m->find);
	key_part(&key, m->method);
	key_part(&key, m->target);
	key_part(&key, m->member);
	key_part(&key, m->argument);
	key_part(&key, m->text);
	old = map_get(&r->told, buf_text(&key));
	if (old != NULL) {
		old->count++;
		if (!same_text(old->descriptor, m->descriptor))
			old->descriptor = NULL;
		return true;
	}
	if (p->counts[m->find] >= p->limits->matches) {
		p->truncated[m->find] = true;
		return false;
	}
	p->counts[m->find]++;
	old = arena_alloc(p->arena, sizeof(*old));
	*old = *m;
	old->archive = r->s->links->archive;
	old->class = class_of(r);
	old->scope = r->scope;
	old->count = 1;
	map_add(&r->told, arena_text(p->arena, buf_text(&key)), old);
	vec_push(&p->matches, old);
	return true;
}

/* That a find and a class were told together, in whatever method. */
static bool is_told(struct reading *r, unsigned find, const char *target, bool add)
{
	char *key = arena_printf(r->s->part->arena, "%u %s", find, target);

	return add ? map_add(&r->told, key, r) != NULL : map_get(&r->told, key) != NULL;
}

static const char *method_of(struct reading *r, const struct class_member *m)
{
	return m == NULL ? NULL : kept(r, m->name);
}

static const struct find *find_at(const struct reading *r, const struct hit *h)
{
	return r->s->worker->finds->all[h->find];
}

static void tell_target(struct reading *r, const struct hit *h, const struct class_member *m)
{
	struct class_target t = { .tag = CLASS_TAG_NONE };
	struct java_match match = { .find = h->find, .method = method_of(r, m) };

	if (classfile_tag(r->c, h->index) == CLASS_TAG_CLASS)
		match.target = kept(r, element_of(classfile_text(r->c, h->index)));
	else if (classfile_target(r->c, h->index, &t))
		match.target = kept(r, element_of(t.owner));
	if (t.tag != CLASS_TAG_NONE) {
		match.member = kept(r, t.name);
		match.descriptor = kept(r, t.descriptor);
	}
	if (match.target != NULL)
		is_told(r, h->find, match.target, true);
	add_match(r, &match);
}

/* Where Java 9 and later put values together, a byte of 1 or 2 stands for each of them. */
static const char *shown_string(struct reading *r, struct class_text t)
{
	CLEANUP(buf_release) struct buf b = { .max = KEY_MAX };

	for (size_t i = 0; i < t.len; i++) {
		if (t.bytes[i] == 1 || t.bytes[i] == 2)
			buf_puts(&b, "…");
		else
			buf_putc(&b, t.bytes[i]);
	}
	return run_facts_shown(r->s->part->arena, buf_text(&b), b.len);
}

static void tell_string(struct reading *r, const struct hit *h, const struct class_member *m,
			const char *field)
{
	struct class_text t = java_text(r->s, classfile_text(r->c, h->index));
	struct java_match match = { .find = h->find, .method = method_of(r, m),
				    .member = field };

	match.text = shown_string(r, t);
	add_match(r, &match);
}

/* -- calls with constant arguments -- */

/* The type of the parameter at a position: its first character, or 0. */
static char parameter_type(struct class_text d, unsigned position)
{
	size_t i = 1;

	for (unsigned n = 0; i < d.len && d.bytes[i] != ')'; n++) {
		if (n == position)
			return d.bytes[i];
		while (i < d.len && d.bytes[i] == '[')
			i++;
		if (i < d.len && d.bytes[i] == 'L')
			while (i < d.len && d.bytes[i] != ';')
				i++;
		i++;
	}
	return 0;
}

/* The constant as text: "TLSv1", "0", "true", "null", "a/b/C". False where it is none. */
static bool argument_text(struct reading *r, const struct class_event *e, unsigned i,
			  struct buf *out)
{
	const struct class_value *v = &e->args[i];

	switch (v->kind) {
	case CLASS_VALUE_STRING:
	case CLASS_VALUE_CLASS:
		class_text_add(out, classfile_text(r->c, v->index));
		return true;
	case CLASS_VALUE_INT:
		if (parameter_type(e->target.descriptor, i) == 'Z')
			buf_puts(out, v->integer != 0 ? "true" : "false");
		else
			buf_printf(out, "%" PRId64, v->integer);
		return true;
	case CLASS_VALUE_LONG:
		buf_printf(out, "%" PRId64, v->integer);
		return true;
	case CLASS_VALUE_FLOAT:
	case CLASS_VALUE_DOUBLE:
		buf_printf(out, "%.15g", v->real);
		return true;
	case CLASS_VALUE_NULL:
		buf_puts(out, "null");
		return true;
	default:
		return false;
	}
}

static void tell_call(struct reading *r, const struct hit *h, const struct class_member *m,
		      const struct class_event *e)
{
	CLEANUP(buf_release) struct buf text = { .max = UINT16_MAX * 3 };
	const char *position = find_at(r, h)->text[FIND_F_POSITION];	/* one digit */
	struct java_match match = { .find = h->find, .method = method_of(r, m) };

	for (unsigned i = 0; i < e->arg_count; i++) {
		buf_clear(&text);
		if (position != NULL && *position != (char)('1' + i))
			continue;
		if (!argument_text(r, e, i, &text) ||
		    !java_find_takes(r->s, h->find, FIND_F_ARGUMENT, buf_text(&text), text.len))
			continue;
		match.target = kept(r, element_of(e->target.owner));
		match.member = kept(r, e->target.name);
		match.descriptor = kept(r, e->target.descriptor);
		match.argument = run_facts_shown(r->s->part->arena, buf_text(&text), text.len);
		add_match(r, &match);
	}
}

/* -- the walk -- */

/* The first hit at that index or after it. */
static size_t first_hit(const struct reading *r, unsigned index)
{
	size_t low = 0, high = r->hit_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->hits[middle].index < index)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void take_event(void *data, const struct class_member *m, const struct class_event *e)
{
	struct reading *r = data;

	if (r->scope == JAVA_OWN)
		java_uses_event(&r->s->links->uses, r->s->part->arena, m, e);
	for (size_t i = first_hit(r, e->index); i < r->hit_count && r->hits[i].index == e->index;
	     i++) {
		struct hit *h = &r->hits[i];
		enum find_kind kind = find_at(r, h)->kind;

		if (!is_open(r, h->find))
			continue;
		h->seen = true;
		if (kind == FIND_JAVA_STRING)
			tell_string(r, h, m, NULL);
		else if (kind == FIND_JAVA_REFERENCE)
			tell_target(r, h, m);
		else if (e->kind == CLASS_EVENT_CALL)
			tell_call(r, h, m, e);
	}
}

static void take_summary(void *data, const struct class_member *m, const struct class_summary *s)
{
	struct reading *r = data;

	java_own_summary(&r->own, m, s);
}

static int walk(struct reading *r, struct err *err)
{
	struct java_worker *w = r->s->worker;
	bool own = r->scope == JAVA_OWN;
	struct class_walk how = {
		.kinds = CLASS_EVENT_CLASS | CLASS_EVENT_FIELD | CLASS_EVENT_CALL |
			 CLASS_EVENT_HANDLE | CLASS_EVENT_STRING,
		.arguments = r->arguments || own,
		.event = take_event, .summary = own ? take_summary : NULL, .data = r,
	};

	if (r->hit_count == 0 && !own)
		return 0;
	if (w->marks_size < r->c->pool_count) {
		w->marks_size = r->c->pool_count;
		w->marks = alloc_resize(w->marks, w->marks_size);
	}
	memset(w->marks, 0, r->c->pool_count);
	for (size_t i = 0; i < r->hit_count; i++)
		w->marks[r->hits[i].index] |= CLASS_MARK_EVENT;
	if (own) {
		java_own_mark(r->c, w->marks);
		java_uses_mark(r->c, w->marks);
	}
	how.marks = w->marks;
	return classfile_walk(r->c, &how, err);
}

/* -- what no instruction showed -- */

/* Constants of static fields, which the compiler copied to where they are used. */
static void tell_field_strings(struct reading *r)
{
	struct class_member f = { 0 };

	while (r->hit_count > 0 && classfile_next_field(r->c, &f)) {
		size_t i = f.constant == 0 ? r->hit_count : first_hit(r, f.constant);

		for (; i < r->hit_count && r->hits[i].index == f.constant; i++) {
			struct hit *h = &r->hits[i];

			if (find_at(r, h)->kind != FIND_JAVA_STRING || !is_open(r, h->find))
				continue;
			h->seen = true;
			tell_string(r, h, NULL, kept(r, f.name));
		}
	}
}

static void tell_unseen(struct reading *r)
{
	tell_field_strings(r);
	for (size_t i = 0; i < r->hit_count; i++) {
		const struct hit *h = &r->hits[i];
		const struct find *f = find_at(r, h);

		if (h->seen || !is_open(r, h->find))
			continue;
		if (f->kind == FIND_JAVA_STRING)
			tell_string(r, h, NULL, NULL);
		else if (f->kind == FIND_JAVA_REFERENCE && !is_class_alone(f))
			tell_target(r, h, NULL);
	}
}

/* Classes named in types, as parents, in annotations: where no method showed them. */
static void tell_ref(struct reading *r, const struct class_ref *ref)
{
	const struct java_finds *f = r->s->worker->finds;
	const uint64_t *bits = java_names_ask(r->s, r->scope, ref->name, ref->hash);
	struct java_match match = { .target = NULL };

	for (size_t i = 0; i < f->count; i++) {
		if (bits[i / 64] == 0) {
			i |= 63;
			continue;
		}
		if (!java_finds_has(bits, i) || !is_open(r, i) || !is_class_alone(f->all[i]))
			continue;
		if (match.target == NULL)
			match.target = kept(r, ref->name);
		match.find = (unsigned)i;
		if (match.target != NULL && !is_told(r, match.find, match.target, false))
			add_match(r, &match);
	}
}

/* -- fields -- */

static bool takes_field(struct reading *r, size_t find, const struct class_member *m)
{
	const struct find *f = r->s->worker->finds->all[find];
	bool is_static = (m->access & CLASS_ACC_STATIC) != 0, mutable = java_own_mutable(m);

	if (!is_open(r, find) ||
	    find_says(f, FIND_F_STATIC, is_static ? "no" : "yes") ||
	    find_says(f, FIND_F_MUTABLE, mutable ? "no" : "yes"))
		return false;
	return takes_text(r, find, FIND_F_CLASS, r->c->name) &&
	       takes_text(r, find, FIND_F_NAME, m->name) &&
	       takes_text(r, find, FIND_F_DESCRIPTOR, m->descriptor);
}

static void read_fields(struct reading *r)
{
	const struct java_find_list *l = &r->s->worker->finds->fields[r->scope];
	struct class_member m = { 0 };

	if (l->count == 0 && r->scope != JAVA_OWN)
		return;
	while (classfile_next_field(r->c, &m)) {
		if ((m.access & CLASS_ACC_SYNTHETIC) != 0)
			continue;
		if (r->scope == JAVA_OWN)
			java_own_field(&r->own, &m);
		for (size_t i = 0; i < l->count; i++)
			if (takes_field(r, l->items[i], &m))
				add_match(r, &(struct java_match){
					.find = l->items[i], .member = kept(r, m.name),
					.descriptor = kept(r, m.descriptor) });
	}
}

/* -- all of it -- */

/* What an archive says of its classes as a whole. */
static void count_class(struct java_archive *a, const char *name, const struct classfile *c)
{
	if (text_starts(name, "META-INF/versions/") || text_ends(name, "module-info.class"))
		return;
	if (c->major > a->class_major)
		a->class_major = c->major;
	if (a->class_major_lowest == 0 || c->major < a->class_major_lowest)
		a->class_major_lowest = c->major;
	for (size_t i = 0; i < c->ref_count; i++)
		a->references += (c->refs[i].from & CLASS_FROM_JDEPS) != 0 &&
				 !class_text_same(c->refs[i].name, c->name);
}

int java_class(struct java_scan *s, const char *name, const struct blob *bytes, struct err *err)
{
	CLEANUP(release) struct reading r = { .s = s, .c = &s->worker->class };
	int result;

	if (classfile_read(r.c, bytes->data, bytes->size, err) != 0)
		return -1;
	r.scope = scope_of(s->links->archive, r.c->name);
	if (classfile_refs(r.c, CLASS_FROM_ALL, err) != 0)
		return -1;
	count_class(s->links->archive, name, r.c);
	r.own = (struct java_own){ s->part, r.c, r.scope == JAVA_OWN ? class_of(&r) : NULL };
	add_edges(&r);
	if (r.scope == JAVA_OWN)
		java_uses_class(&s->links->uses, r.c, r.own.class);
	read_fields(&r);
	if (r.scope == JAVA_OWN)
		java_own_addresses(&r.own);
	ask_pool(&r);
	result = walk(&r, err);
	tell_unseen(&r);
	for (size_t i = 0; r.targets && i < r.c->ref_count; i++)
		if (!class_text_same(r.c->refs[i].name, r.c->name))
			tell_ref(&r, &r.c->refs[i]);
	return result;
}
