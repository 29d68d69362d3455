/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The frame of a class file, JVM specification 4.1 and 4.5 to 4.7: what follows the constant pool.
 * classfile_read() walks it once and checks every length and index, so what comes after can
 * trust them.
 */
#include "formats/class_internal.h"

#include <stdlib.h>
#include <string.h>

#include "util/alloc.h"
#include "util/arena.h"
#include "util/err.h"

enum { MAGIC = 0xcafebabe, OLDEST = 45 };

struct frame {
	struct classfile *c;
	size_t at;
	struct err *err;
};

void class_grow(void *items, size_t *size, size_t need, size_t each)
{
	void *p;

	if (need <= *size)
		return;
	*size = need < 64 ? 64 : need + need / 2;
	memcpy(&p, items, sizeof(p));
	p = alloc_resize(p, *size * each);
	memcpy(items, &p, sizeof(p));
}

void classfile_init(struct classfile *c)
{
	*c = (struct classfile){.scratch = alloc_zero(1, sizeof(struct class_scratch))};
}

void classfile_release(struct classfile *c)
{
	struct class_scratch *s = c->scratch;

	free(c->pool);
	free(c->refs);
	if (s != NULL) {
		arena_free(s->names);
		free(s->slots);
		free(s->outer.items);
		free(s->bootstraps.at);
		free(s->jumped_to);
		free(s->values);
		free(s->stamps);
		free(s->nodes);
		free(s->resources);
	}
	free(s);
	*c = (struct classfile){.bytes = NULL};
}

static bool has(const struct frame *f, size_t n)
{
	return n <= f->c->len - f->at;
}

static int check_attributes(struct frame *f, const char *what, unsigned number)
{
	unsigned count, name;
	uint32_t len;

	if (!has(f, 2))
		return err_set(f->err, "%s %u: cut off", what, number);
	count = class_u2(f->c, f->at);
	f->at += 2;
	for (unsigned i = 1; i <= count; i++) {
		if (!has(f, 6))
			return err_set(f->err, "%s %u: attribute %u: cut off", what, number, i);
		name = class_u2(f->c, f->at);
		len = class_u4(f->c, f->at + 2);
		f->at += 6;
		if (classfile_tag(f->c, name) != CLASS_TAG_UTF8)
			return err_set(f->err, "%s %u: attribute %u: entry %u is not a text",
				       what, number, i, name);
		if (!has(f, len))
			return err_set(f->err, "%s %u: attribute %u: cut off", what, number, i);
		f->at += len;
	}
	return 0;
}

/* Fields or methods: access, name, descriptor, attributes. */
static int check_members(struct frame *f, const char *what)
{
	unsigned count;

	if (!has(f, 2))
		return err_set(f->err, "%ss: cut off", what);
	count = class_u2(f->c, f->at);
	f->at += 2;
	for (unsigned i = 1; i <= count; i++) {
		if (!has(f, 6))
			return err_set(f->err, "%s %u: cut off", what, i);
		for (unsigned part = 2; part <= 4; part += 2) {
			unsigned index = class_u2(f->c, f->at + part);

			if (classfile_tag(f->c, index) != CLASS_TAG_UTF8)
				return err_set(f->err, "%s %u: entry %u is not a text", what, i,
					       index);
		}
		f->at += 6;
		if (check_attributes(f, what, i) < 0)
			return -1;
	}
	return 0;
}

/* Access flags, this, super and the interfaces. */
static int read_names(struct frame *f)
{
	struct classfile *c = f->c;
	unsigned this, super;

	if (!has(f, 8))
		return err_set(f->err, "cut off after the constant pool");
	c->access = class_u2(c, f->at);
	this = class_u2(c, f->at + 2);
	super = class_u2(c, f->at + 4);
	c->interface_count = class_u2(c, f->at + 6);
	f->at += 8;
	if (classfile_tag(c, this) != CLASS_TAG_CLASS)
		return err_set(f->err, "this class: entry %u is not a class", this);
	if (super != 0 && classfile_tag(c, super) != CLASS_TAG_CLASS)
		return err_set(f->err, "super class: entry %u is not a class", super);
	c->name = classfile_text(c, this);
	c->super = classfile_text(c, super);
	if (!has(f, 2 * (size_t)c->interface_count))
		return err_set(f->err, "interfaces: cut off");
	for (unsigned i = 0; i < c->interface_count; i++, f->at += 2)
		if (classfile_tag(c, class_u2(c, f->at)) != CLASS_TAG_CLASS)
			return err_set(f->err, "interface %u: entry %u is not a class", i + 1,
				       class_u2(c, f->at));
	return 0;
}

static int read_head(struct frame *f)
{
	struct classfile *c = f->c;

	if (c->len > UINT32_MAX)
		return err_set(f->err, "over 4 GB");
	if (!has(f, 8) || class_u4(c, 0) != MAGIC)
		return err_set(f->err, "not a class file");
	c->minor = class_u2(c, 4);
	c->major = class_u2(c, 6);
	if (c->major < OLDEST)
		return err_set(f->err, "class file version %u.%u is older than Java", c->major,
			       c->minor);
	f->at = 8;
	return class_pool_read(c, &f->at, f->err);
}

static void forget(struct classfile *c)
{
	struct class_scratch *s = c->scratch;

	arena_free(s->names);
	s->names = NULL;
	s->composed = 0;
	s->slot_count = 0;
	s->bootstraps.known = false;
	c->ref_count = 0;
	c->pool_count = 0;
}

int classfile_read(struct classfile *c, const void *bytes, size_t len, struct err *err)
{
	struct frame f = {.c = c, .err = err};

	forget(c);
	c->bytes = bytes;
	c->len = len;
	if (read_head(&f) < 0 || read_names(&f) < 0)
		return -1;
	c->fields_at = (uint32_t)f.at;
	if (check_members(&f, "field") < 0)
		return -1;
	c->methods_at = (uint32_t)f.at;
	if (check_members(&f, "method") < 0)
		return -1;
	c->attributes_at = (uint32_t)f.at;
	if (check_attributes(&f, "class", 1) < 0)
		return -1;
	if (f.at != len)
		return err_set(err, "%zu bytes after the end", len - f.at);
	return 0;
}

uint32_t class_attribute(const struct classfile *c, uint32_t at, enum class_attribute_name name,
			 uint32_t *len)
{
	unsigned count = class_u2(c, at);

	for (at += 2; count > 0; count--, at += 6 + class_u4(c, at + 2)) {
		if (class_attribute_name(c, at) != name)
			continue;
		*len = class_u4(c, at + 2);
		return at + 6;
	}
	return 0;
}

/* One pass over a member's attributes; *next is behind them. */
static void read_member(const struct classfile *c, uint32_t at, struct class_member *m, bool field)
{
	unsigned count = class_u2(c, at + 6);

	m->access = class_u2(c, at);
	m->name = class_utf8(c, class_u2(c, at + 2));
	m->descriptor = class_utf8(c, class_u2(c, at + 4));
	m->attributes_at = at + 6;
	m->constant = 0;
	m->code_at = m->code_len = 0;
	m->attributes = 0;
	for (at += 8; count > 0; count--) {
		uint32_t len = class_u4(c, at + 2);
		enum class_attribute_name name = class_attribute_name(c, at);

		m->attributes |= 1u << name;
		if (field && len == 2 && name == CLASS_ATTRIBUTE_CONSTANT_VALUE)
			m->constant = class_u2(c, at + 6);
		if (!field && m->code_at == 0 && name == CLASS_ATTRIBUTE_CODE) {
			m->code_at = at + 6;
			m->code_len = len;
		}
		at += 6 + len;
	}
	m->next = at;
	m->number++;
}

bool classfile_next_field(const struct classfile *c, struct class_member *f)
{
	uint32_t at = f->number == 0 ? c->fields_at + 2 : f->next;

	if (f->number >= class_u2(c, c->fields_at))
		return false;
	read_member(c, at, f, true);
	return true;
}

bool classfile_next_method(const struct classfile *c, struct class_member *m)
{
	uint32_t at = m->number == 0 ? c->methods_at + 2 : m->next;

	if (m->number >= class_u2(c, c->methods_at))
		return false;
	read_member(c, at, m, false);
	return true;
}
