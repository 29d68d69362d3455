/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of package/ share: archives written byte by byte, so that each can lie
 * in its own way, and a package over them with everything it needs.
 */
#ifndef TESTS_UNIT_PACKAGE_BENCH_H
#define TESTS_UNIT_PACKAGE_BENCH_H

#include <libdeflate.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/diag.h"
#include "package/package.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* -- writing archives -- */

enum { STORED = 0, DEFLATED = 8, BZIP2 = 12 };
enum { FLAG_ENCRYPTED = 1, FLAG_DESCRIPTOR = 8, FLAG_UTF8 = 1 << 11 };

struct item {
	const char *name;
	size_t name_len; /* 0: strlen(name) */
	const char *text;
	size_t size; /* 0: strlen(text) */
	unsigned method;
	unsigned flags;
	uint32_t crc_add; /* makes the CRC wrong */
	int64_t size_add; /* makes the declared size wrong */
	bool zip64;
	uint32_t attributes; /* Unix mode << 16 */
};

struct maker {
	struct buf out;
	struct buf directory;
	unsigned count;
	uint64_t base; /* subtracted from offsets */
};

static inline void le(struct buf *b, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_putc(b, (char)(value >> (8 * i)));
}

static inline void maker_init(struct maker *m)
{
	memset(m, 0, sizeof(*m));
	buf_init(&m->out, SIZE_MAX / 4);
	buf_init(&m->directory, SIZE_MAX / 4);
}

static inline void maker_release(struct maker *m)
{
	buf_release(&m->out);
	buf_release(&m->directory);
}

static inline size_t pack(const struct item *it, size_t size, char **packed)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(6);
	size_t most = libdeflate_deflate_compress_bound(c, size), n;

	*packed = alloc_bytes(most);
	n = libdeflate_deflate_compress(c, it->text, size, *packed, most);
	libdeflate_free_compressor(c);
	return n;
}

/* What both headers of an entry say after the signature and the versions. */
static inline void common(struct buf *b, const struct item *it, uint32_t crc,
			  uint64_t packed, uint64_t size)
{
	le(b, it->flags, 2);
	le(b, it->method, 2);
	le(b, 0x5a210000, 4);
	le(b, crc, 4);
	le(b, it->zip64 ? 0xffffffff : packed, 4);
	le(b, it->zip64 ? 0xffffffff : size, 4);
	le(b, it->name_len, 2);
	le(b, it->zip64 ? 20 : 0, 2);
}

static inline void zip64_extra(struct buf *b, const struct item *it, uint64_t packed,
			       uint64_t size)
{
	if (!it->zip64)
		return;
	le(b, 1, 2);
	le(b, 16, 2);
	le(b, size, 8);
	le(b, packed, 8);
}

static inline void add(struct maker *m, struct item it)
{
	size_t len = it.size == 0 ? strlen(it.text) : it.size, packed = len;
	uint64_t at = m->out.len - m->base,
		 size = (uint64_t)((int64_t)len + it.size_add);
	uint32_t crc = libdeflate_crc32(0, it.text, len) + it.crc_add;
	bool later = (it.flags & FLAG_DESCRIPTOR) != 0;
	char *bytes = NULL;

	it.name_len = it.name_len == 0 ? strlen(it.name) : it.name_len;
	if (it.method == DEFLATED)
		packed = pack(&it, len, &bytes);
	buf_puts(&m->out, "PK\3\4");
	le(&m->out, 45, 2);
	common(&m->out, &it, later ? 0 : crc, later ? 0 : packed, later ? 0 : size);
	buf_add(&m->out, it.name, it.name_len);
	zip64_extra(&m->out, &it, packed, size);
	buf_add(&m->out, bytes == NULL ? it.text : bytes, packed);
	free(bytes);
	if (later) {
		buf_puts(&m->out, "PK\7\10");
		le(&m->out, crc, 4);
		le(&m->out, packed, 4);
		le(&m->out, size, 4);
	}
	buf_puts(&m->directory, "PK\1\2");
	le(&m->directory, 0x032d, 2);
	le(&m->directory, 45, 2);
	common(&m->directory, &it, crc, packed, size);
	le(&m->directory, 0, 6);
	le(&m->directory, it.attributes, 4);
	le(&m->directory, at, 4);
	buf_add(&m->directory, it.name, it.name_len);
	zip64_extra(&m->directory, &it, packed, size);
	m->count++;
}

static inline void add_text(struct maker *m, const char *name, const char *text)
{
	add(m, (struct item){ .name = name, .text = text, .method = DEFLATED });
}

static inline void add_metadata(struct maker *m)
{
	add_text(m, "model/metadata.json", "{}");
}

static inline void finish64(struct maker *m, uint64_t at, uint64_t size)
{
	uint64_t end = m->out.len - m->base;

	buf_puts(&m->out, "PK\6\6");
	le(&m->out, 44, 8);
	le(&m->out, 45, 2);
	le(&m->out, 45, 2);
	le(&m->out, 0, 8);
	le(&m->out, m->count, 8);
	le(&m->out, m->count, 8);
	le(&m->out, size, 8);
	le(&m->out, at, 8);
	buf_puts(&m->out, "PK\6\7");
	le(&m->out, 0, 4);
	le(&m->out, end, 8);
	le(&m->out, 1, 4);
}

static inline void finish_as(struct maker *m, bool zip64, const char *comment)
{
	uint64_t at = m->out.len - m->base, size = m->directory.len;

	buf_add(&m->out, m->directory.data, m->directory.len);
	if (zip64)
		finish64(m, at, size);
	buf_puts(&m->out, "PK\5\6");
	le(&m->out, 0, 4);
	le(&m->out, zip64 ? 0xffff : m->count, 2);
	le(&m->out, zip64 ? 0xffff : m->count, 2);
	le(&m->out, zip64 ? 0xffffffff : size, 4);
	le(&m->out, zip64 ? 0xffffffff : at, 4);
	le(&m->out, strlen(comment), 2);
	buf_puts(&m->out, comment);
}

static inline void finish(struct maker *m)
{
	finish_as(m, false, "");
}

/* -- a package under test -- */

struct bench {
	struct arena *arena;
	struct diags diags;
	struct limits limits;
	struct maker m;
	struct package *p;
	struct err err;
	char *folder; /* of tests that need one */
};

static inline int setup(void **state)
{
	struct bench *b = alloc_zero(1, sizeof(*b));

	b->arena = arena_new();
	diags_init(&b->diags, b->arena);
	b->limits = limits_default();
	maker_init(&b->m);
	*state = b;
	return 0;
}

static inline int teardown(void **state)
{
	struct bench *b = *state;

	package_free(b->p);
	maker_release(&b->m);
	diags_release(&b->diags);
	arena_free(b->arena);
	free(b);
	return 0;
}

static inline int open_bytes(struct bench *b)
{
	const struct blob bytes = { b->m.out.data, b->m.out.len };

	return package_open_memory(&b->p, "shop.mda", &bytes, &b->limits, &b->diags,
				   b->arena, &b->err);
}

static inline void assert_opens(struct bench *b)
{
	if (open_bytes(b) < 0)
		fail_msg("not opened: %s", b->err.text);
}

static inline void assert_refused(struct bench *b, const char *why)
{
	assert_int_equal(open_bytes(b), -1);
	assert_string_equal(b->err.text, why);
	assert_null(b->p);
}

static inline void assert_reads(struct package *p, const char *name, const char *text)
{
	const struct entry *e = package_entry_by_name(p, name);
	struct err err = ERR_NONE;
	struct blob blob;

	assert_non_null(e);
	if (package_read(p, e, &blob, &err) < 0)
		fail_msg("not read: %s", err.text);
	assert_int_equal(blob.size, strlen(text));
	assert_string_equal(blob.data, text);
	blob_release(&blob);
}

static inline void assert_unread(struct package *p, const char *name, const char *why)
{
	const struct entry *e = package_entry_by_name(p, name);
	struct blob blob = { .data = NULL };
	struct err err = ERR_NONE;

	assert_non_null(e);
	assert_int_equal(package_read(p, e, &blob, &err), -1);
	assert_string_equal(err.text, why);
	assert_null(blob.data);
}

static inline bool has_diag(const struct bench *b, enum diag_level level,
			    const char *place, const char *message)
{
	for (size_t i = 0; i < b->diags.list.len; i++) {
		const struct diag *d = b->diags.list.items[i];

		if (d->level == level && strcmp(d->place, place) == 0 &&
		    strcmp(d->message, message) == 0)
			return true;
	}
	return false;
}

/* The one diagnostic there is. */
static inline void assert_diag(const struct bench *b, enum diag_level level,
			       const char *place, const char *message)
{
	const struct diag *d;

	assert_int_equal(b->diags.list.len, 1);
	d = b->diags.list.items[0];
	assert_string_equal(d->message, message);
	assert_string_equal(d->place, place);
	assert_int_equal(d->level, level);
}

#endif
