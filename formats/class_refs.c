/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The set of classes that a class names. Each text of the pool is looked through once, however
 * often it is used, so the work is linear in the size of the file.
 */
#include "formats/class_internal.h"

#include <string.h>

#include "util/cursor.h"
#include "util/err.h"

enum { MAX_REFS = 65535, FIRST_SLOTS = 256, MAX_NESTING = 100 };

struct gather {
	struct classfile *c;
	unsigned from;		/* of what is being read */
	unsigned wanted;
	struct err *err;
};

static void place(struct class_scratch *s, const struct class_ref *ref, uint32_t number)
{
	size_t i = ref->hash & (s->slot_count - 1);

	while (s->slots[i] != 0)
		i = (i + 1) & (s->slot_count - 1);
	s->slots[i] = number;
}

/* Twice the slots, and everything in its place again. */
static void rehash(struct classfile *c)
{
	struct class_scratch *s = c->scratch;

	s->slot_count = s->slot_count == 0 ? FIRST_SLOTS : 2 * s->slot_count;
	class_grow(&s->slots, &s->slot_size, s->slot_count, sizeof(*s->slots));
	memset(s->slots, 0, s->slot_count * sizeof(*s->slots));
	for (size_t i = 0; i < c->ref_count; i++)
		place(s, &c->refs[i], (uint32_t)i + 1);
}

static int add_name(void *data, struct class_text name)
{
	struct gather *g = data;
	struct classfile *c = g->c;
	struct class_scratch *s = c->scratch;
	uint64_t hash = class_text_hash(name);
	size_t i;

	if (2 * c->ref_count >= s->slot_count)
		rehash(c);
	for (i = hash & (s->slot_count - 1); s->slots[i] != 0; i = (i + 1) & (s->slot_count - 1)) {
		struct class_ref *ref = &c->refs[s->slots[i] - 1];

		if (ref->hash == hash && class_text_same(ref->name, name)) {
			ref->from |= g->from;
			return 0;
		}
	}
	if (c->ref_count == MAX_REFS)
		return err_set(g->err, "names over %d classes", MAX_REFS);
	class_grow(&c->refs, &s->ref_size, c->ref_count + 1, sizeof(*c->refs));
	c->refs[c->ref_count] = (struct class_ref){.name = name, .hash = hash, .from = g->from};
	s->slots[i] = (uint32_t)++c->ref_count;
	return 0;
}

/* The descriptor at a text entry; again only to add where else it is used. */
static int add_descriptor(struct gather *g, unsigned index, unsigned from)
{
	struct class_constant *k = &g->c->pool[index];
	uint16_t bit = from == CLASS_FROM_TYPE	      ? CLASS_STATE_TYPE
		       : from == CLASS_FROM_DECLARED ? CLASS_STATE_DECLARED
						     : CLASS_STATE_METHOD_TYPE;
	struct class_text d = class_utf8(g->c, index);
	char shown[CLASS_SHOWN];

	if (!(g->wanted & from) || (k->state & bit))
		return 0;
	k->state |= bit;
	g->from = from;
	if (class_descriptor_each(d, add_name, g) == 0)
		return 0;
	return err_set(g->err, "constant pool entry %u: '%s' is not a descriptor", index,
		       class_text_show(shown, d));
}

static int add_class(struct gather *g, unsigned index)
{
	struct class_text name = classfile_text(g->c, index);
	char shown[CLASS_SHOWN];

	g->from = CLASS_FROM_POOL;
	if (name.len == 0 || name.bytes[0] != '[')
		return add_name(g, name);
	if (class_descriptor_each(name, add_name, g) == 0)
		return 0;
	return err_set(g->err, "constant pool entry %u: '%s' is not an array", index,
		       class_text_show(shown, name));
}

static int add_pool(struct gather *g)
{
	const struct classfile *c = g->c;

	for (unsigned i = 1; i < c->pool_count; i++) {
		int status = 0;

		if (c->pool[i].tag == CLASS_TAG_CLASS && (g->wanted & CLASS_FROM_POOL))
			status = add_class(g, i);
		else if (c->pool[i].tag == CLASS_TAG_NAME_AND_TYPE)
			status = add_descriptor(g, class_u2(c, c->pool[i].at + 2),
						CLASS_FROM_TYPE);
		else if (c->pool[i].tag == CLASS_TAG_METHOD_TYPE)
			status = add_descriptor(g, class_u2(c, c->pool[i].at),
						CLASS_FROM_METHOD_TYPE);
		if (status < 0)
			return -1;
	}
	return 0;
}

/* A bound of a type parameter of the class. */
static int add_bound(void *data, struct class_text name)
{
	struct gather *g = data;
	int status = 0;

	g->from = CLASS_FROM_BOUND;
	if (g->wanted & CLASS_FROM_BOUND)
		status = add_name(g, name);
	g->from = CLASS_FROM_SIGNATURE;
	return status;
}

static int add_signature(struct gather *g, uint32_t attributes_at)
{
	class_name_fn *bound = attributes_at == g->c->attributes_at ? add_bound : add_name;
	struct class_constant *k;
	uint32_t len, at = class_attribute(g->c, attributes_at, CLASS_ATTRIBUTE_SIGNATURE,
					    &len);
	unsigned index;

	if (at == 0)
		return 0;
	index = len == 2 ? class_u2(g->c, at) : 0;
	if (classfile_tag(g->c, index) != CLASS_TAG_UTF8)
		return err_set(g->err, "signature: entry %u is not a text", index);
	k = &g->c->pool[index];
	if (k->state & CLASS_STATE_SIGNATURE)
		return 0;
	k->state |= CLASS_STATE_SIGNATURE;
	g->from = CLASS_FROM_SIGNATURE;
	if (class_signature_each(g->c, class_utf8(g->c, index), add_name, bound, g) == 0)
		return 0;
	return err_set(g->err, "signatures: too many names of inner classes");
}

static void skip_annotation(struct cursor *in, unsigned depth);

static void skip_value(struct cursor *in, unsigned depth)
{
	unsigned tag = cursor_u8(in), count;

	if (depth > MAX_NESTING)
		in->bad = true;
	if (in->bad)
		return;
	if (tag == 'e') {
		cursor_skip(in, 4);
	} else if (tag == '@') {
		cursor_skip(in, 2);
		skip_annotation(in, depth + 1);
	} else if (tag == '[') {
		for (count = cursor_be16(in); count > 0 && !in->bad; count--)
			skip_value(in, depth + 1);
	} else {
		cursor_skip(in, 2);
	}
}

/* An annotation behind its type: pairs of a name and a value. */
static void skip_annotation(struct cursor *in, unsigned depth)
{
	for (unsigned count = cursor_be16(in); count > 0 && !in->bad; count--) {
		cursor_skip(in, 2);
		skip_value(in, depth);
	}
}

static int add_annotations(struct gather *g, struct cursor *in)
{
	for (unsigned count = cursor_be16(in); count > 0 && !in->bad; count--) {
		unsigned type = cursor_be16(in);

		skip_annotation(in, 0);
		if (in->bad)
			break;
		if (classfile_tag(g->c, type) != CLASS_TAG_UTF8)
			return err_set(g->err, "annotations: entry %u is not a text", type);
		g->from = CLASS_FROM_ANNOTATION;
		if (class_descriptor_each(class_utf8(g->c, type), add_name, g) < 0)
			return err_set(g->err, "annotations: entry %u is not a descriptor", type);
	}
	return in->bad ? err_set(g->err, "annotations: cut off, or nested too deep") : 0;
}

static int add_annotated(struct gather *g, uint32_t attributes_at)
{
	struct cursor in;
	uint32_t len, at;

	at = class_attribute(g->c, attributes_at, CLASS_ATTRIBUTE_ANNOTATIONS, &len);
	if (at != 0) {
		cursor_init(&in, g->c->bytes + at, len);
		if (add_annotations(g, &in) < 0)
			return -1;
	}
	at = class_attribute(g->c, attributes_at, CLASS_ATTRIBUTE_PARAMETER_ANNOTATIONS,
			     &len);
	if (at == 0)
		return 0;
	cursor_init(&in, g->c->bytes + at, len);
	for (unsigned count = cursor_u8(&in); count > 0; count--)
		if (add_annotations(g, &in) < 0)
			return -1;
	return 0;
}

static int add_attributes(struct gather *g, uint32_t attributes_at)
{
	if ((g->wanted & CLASS_FROM_SIGNATURE) && add_signature(g, attributes_at) < 0)
		return -1;
	if (g->wanted & CLASS_FROM_ANNOTATION)
		return add_annotated(g, attributes_at);
	return 0;
}

/* A field or method that classfile_read() checked: its descriptor stands at attributes_at - 2. */
static int add_member(struct gather *g, const char *what, const struct class_member *m)
{
	const unsigned telling = 1u << CLASS_ATTRIBUTE_SIGNATURE |
				 1u << CLASS_ATTRIBUTE_ANNOTATIONS |
				 1u << CLASS_ATTRIBUTE_PARAMETER_ANNOTATIONS;

	if (add_descriptor(g, class_u2(g->c, m->attributes_at - 2), CLASS_FROM_DECLARED) == 0 &&
	    ((m->attributes & telling) == 0 || add_attributes(g, m->attributes_at) == 0))
		return 0;
	return err_in(g->err, "%s %u", what, m->number);
}

int classfile_refs(struct classfile *c, unsigned from, struct err *err)
{
	struct gather g = {.c = c, .wanted = from, .err = err};
	struct class_member f = {.number = 0}, m = {.number = 0};

	c->ref_count = 0;
	c->scratch->slot_count = 0;
	for (unsigned i = 0; i < c->pool_count; i++)
		c->pool[i].state &= (uint16_t)~CLASS_STATE_GATHERED;
	if (add_pool(&g) < 0)
		return -1;
	while (classfile_next_field(c, &f))
		if (add_member(&g, "field", &f) < 0)
			return -1;
	while (classfile_next_method(c, &m))
		if (add_member(&g, "method", &m) < 0)
			return -1;
	return add_attributes(&g, c->attributes_at);
}
