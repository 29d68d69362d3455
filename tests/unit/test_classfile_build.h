/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Class files put together byte by byte. Pool entries are added in order and give their index;
 * class_done() puts them before what was added with the put functions.
 */
#ifndef TESTS_UNIT_TEST_CLASSFILE_BUILD_H
#define TESTS_UNIT_TEST_CLASSFILE_BUILD_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "util/buf.h"

struct build {
	struct buf pool, rest, whole;
	unsigned count;
};

static inline void put_be(struct buf *b, unsigned bytes, uint64_t n)
{
	while (bytes-- > 0)
		buf_putc(b, (char)(n >> 8 * bytes & 0xff));
}

static inline void build_init(struct build *b)
{
	*b = (struct build){.count = 1};
	buf_init(&b->pool, 1 << 24);
	buf_init(&b->rest, 1 << 24);
	buf_init(&b->whole, 1 << 25);
}

static inline void build_release(struct build *b)
{
	buf_release(&b->pool);
	buf_release(&b->rest);
	buf_release(&b->whole);
}

static inline unsigned add_bytes(struct build *b, const void *text, size_t n)
{
	put_be(&b->pool, 1, 1);
	put_be(&b->pool, 2, n);
	buf_add(&b->pool, text, n);
	return b->count++;
}

static inline unsigned add_text(struct build *b, const char *text)
{
	return add_bytes(b, text, strlen(text));
}

/* An entry of one or two indexes; the second is left out when it is negative. */
static inline unsigned add_entry(struct build *b, unsigned tag, unsigned first, int second)
{
	put_be(&b->pool, 1, tag);
	put_be(&b->pool, 2, first);
	if (second >= 0)
		put_be(&b->pool, 2, (unsigned)second);
	return b->count++;
}

static inline unsigned add_class(struct build *b, const char *name)
{
	return add_entry(b, 7, add_text(b, name), -1);
}

static inline unsigned add_string(struct build *b, const char *text)
{
	return add_entry(b, 8, add_text(b, text), -1);
}

static inline unsigned add_member(struct build *b, unsigned tag, const char *owner,
				  const char *name, const char *descriptor)
{
	unsigned class = add_class(b, owner), word = add_text(b, name);
	unsigned both = add_entry(b, 12, word, (int)add_text(b, descriptor));

	return add_entry(b, tag, class, (int)both);
}

static inline unsigned add_handle(struct build *b, unsigned kind, unsigned member)
{
	put_be(&b->pool, 1, 15);
	put_be(&b->pool, 1, kind);
	put_be(&b->pool, 2, member);
	return b->count++;
}

static inline unsigned add_wide(struct build *b, unsigned tag, uint64_t bits)
{
	put_be(&b->pool, 1, tag);
	put_be(&b->pool, 8, bits);
	b->count += 2;
	return b->count - 2;
}

/* public class T extends S, and no interfaces; what follows goes to rest. */
static inline void put_head(struct build *b)
{
	unsigned this = add_class(b, "T"), super = add_class(b, "S");

	put_be(&b->rest, 2, 0x21);
	put_be(&b->rest, 2, this);
	put_be(&b->rest, 2, super);
	put_be(&b->rest, 2, 0);
}

/* static void m() with this code: 6 of stack, 4 locals, no handlers. */
static inline void put_method(struct build *b, const void *code, size_t n)
{
	unsigned name = add_text(b, "m"), type = add_text(b, "()V"), word = add_text(b, "Code");

	put_be(&b->rest, 2, 8);
	put_be(&b->rest, 2, name);
	put_be(&b->rest, 2, type);
	put_be(&b->rest, 2, 1);
	put_be(&b->rest, 2, word);
	put_be(&b->rest, 4, 12 + n);
	put_be(&b->rest, 4, 6 << 16 | 4);
	put_be(&b->rest, 4, n);
	buf_add(&b->rest, code, n);
	put_be(&b->rest, 4, 0);
}

static inline const struct buf *class_done(struct build *b)
{
	put_be(&b->whole, 4, 0xcafebabe);
	put_be(&b->whole, 4, 52);
	put_be(&b->whole, 2, b->count);
	buf_add(&b->whole, b->pool.data, b->pool.len);
	buf_add(&b->whole, b->rest.data, b->rest.len);
	return &b->whole;
}

#endif
