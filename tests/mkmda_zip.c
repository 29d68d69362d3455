/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A zip writer that can lie: APPNOTE.TXT's records by hand, so that every field can be wrong on
 * purpose. Time stamps are fixed; folders are stored, all else deflated where that is smaller.
 */
#include "tests/mkmda.h"

#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#include "util/alloc.h"
#include "util/arena.h"

enum {
	LOCAL_SIGNATURE = 0x04034b50,
	CENTRAL_SIGNATURE = 0x02014b50,
	END_SIGNATURE = 0x06054b50,
	DESCRIPTOR_SIGNATURE = 0x08074b50,
	ZIP64_END_SIGNATURE = 0x06064b50,
	ZIP64_LOCATOR_SIGNATURE = 0x07064b50,
	FLAG_ENCRYPTED = 1,
	FLAG_DESCRIPTOR = 8,
	FLAG_UTF8 = 0x800,
	DOS_TIME = 2 << 11,			/* 02:00:00 */
	DOS_DATE = (38 << 9) | (3 << 5) | 1,	/* 2018-03-01 */
	UNIX_LINK = 0120777
};

/* What both headers of an entry say. */
struct record {
	const struct item *item;
	const char *name;
	uint64_t size, packed, offset;
	uint32_t crc;
	unsigned method, flags;
};

static void put(struct buf *out, uint64_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		buf_putc(out, (char)(value >> (8 * i) & 0xff));
}

/* Appends the packed bytes; returns the method they are packed with. */
static unsigned pack(const struct item *it, struct buf *out)
{
	if (!it->stored && it->kind == ITEM_FILE && it->bytes.len >= 32)
		mk_deflate(out, it->bytes.data, it->bytes.len);
	if (out->len > 0 && out->len < it->bytes.len)
		return 8;
	buf_clear(out);
	buf_add(out, it->bytes.data, it->bytes.len);
	return 0;
}

static const char *full_name(const struct box *b, const char *name, enum item_kind kind)
{
	const char *tail = kind == ITEM_FOLDER ? "/" : "";
	char *s = b->wrap == NULL ? arena_printf(b->arena, "%s%s", name, tail)
				  : arena_printf(b->arena, "%s/%s%s", b->wrap, name, tail);

	for (char *p = s; b->backslash && *p != '\0'; p++)
		if (*p == '/')
			*p = '\\';
	return s;
}

static bool is_ascii(const char *s)
{
	while (*s != '\0')
		if (*s++ & 0x80)
			return false;
	return true;
}

static struct record describe(const struct box *b, const struct item *it)
{
	struct record r = { .item = it };

	r.name = it->raw_name != NULL ? it->raw_name : full_name(b, it->name, it->kind);
	r.size = it->size >= 0 ? (uint64_t)it->size : it->bytes.len;
	r.crc = libdeflate_crc32(0, it->bytes.data, it->bytes.len);
	if (it->wrong_crc)
		r.crc ^= 0x5a5a5a5a;
	r.flags = (it->encrypted ? FLAG_ENCRYPTED : 0u) |
		  (it->descriptor ? FLAG_DESCRIPTOR : 0u) |
		  (is_ascii(r.name) ? 0u : FLAG_UTF8);
	return r;
}

/* The fields that local and central header share, from "version needed" to the extra length. */
static void put_common(struct buf *out, const struct record *r, const char *name, bool local)
{
	bool zip64 = r->item->zip64, later = local && r->item->descriptor;

	put(out, zip64 ? 45 : 20, 2);
	put(out, r->flags, 2);
	put(out, r->method, 2);
	put(out, DOS_TIME, 2);
	put(out, DOS_DATE, 2);
	put(out, later ? 0 : r->crc, 4);
	put(out, zip64 ? 0xffffffff : later ? 0 : r->packed, 4);
	put(out, zip64 ? 0xffffffff : later ? 0 : r->size, 4);
	put(out, strlen(name), 2);
	put(out, zip64 ? (local ? 20 : 28) : 0, 2);
}

static void put_zip64_extra(struct buf *out, const struct record *r, bool local)
{
	bool later = local && r->item->descriptor;

	if (!r->item->zip64)
		return;
	put(out, 1, 2);
	put(out, local ? 16 : 24, 2);
	put(out, later ? 0 : r->size, 8);
	put(out, later ? 0 : r->packed, 8);
	if (!local)
		put(out, r->offset, 8);
}

static void put_descriptor(struct buf *out, const struct record *r)
{
	unsigned width = r->item->zip64 ? 8 : 4;

	if (!r->item->descriptor)
		return;
	put(out, DESCRIPTOR_SIGNATURE, 4);
	put(out, r->crc, 4);
	put(out, r->packed, width);
	put(out, r->size, width);
}

static void put_local(struct buf *out, struct record *r)
{
	const char *name = r->item->local_name != NULL ? r->item->local_name : r->name;
	struct buf body;

	buf_init(&body, SIZE_MAX / 4);
	r->offset = out->len;
	r->method = pack(r->item, &body);
	r->packed = r->item->packed >= 0 ? (uint64_t)r->item->packed : body.len;
	if (r->item->broken)
		for (size_t i = body.len / 2; i < body.len / 2 + 8 && i < body.len; i++)
			body.data[i] = (char)~body.data[i];
	if (r->item->method >= 0)
		r->method = (unsigned)r->item->method;
	put(out, LOCAL_SIGNATURE, 4);
	put_common(out, r, name, true);
	buf_puts(out, name);
	put_zip64_extra(out, r, true);
	buf_add(out, body.data, body.len);
	put_descriptor(out, r);
	buf_release(&body);
}

static void put_central(struct buf *out, const struct record *r)
{
	bool link = r->item->kind == ITEM_LINK;

	put(out, CENTRAL_SIGNATURE, 4);
	put(out, link ? 3 << 8 | 45 : 45, 2);
	put_common(out, r, r->name, false);
	put(out, 0, 2);		/* comment */
	put(out, 0, 2);		/* disk */
	put(out, 0, 2);
	put(out, link ? (uint64_t)UNIX_LINK << 16 : r->item->kind == ITEM_FOLDER ? 0x10 : 0, 4);
	put(out, r->item->zip64 ? 0xffffffff : r->offset, 4);
	buf_puts(out, r->name);
	put_zip64_extra(out, r, false);
}

static void put_end(const struct box *b, struct buf *out, uint64_t count, uint64_t start)
{
	uint64_t end = out->len;
	bool zip64 = b->zip64 || count >= 0xffff;

	if (zip64) {
		put(out, ZIP64_END_SIGNATURE, 4);
		put(out, 44, 8);
		put(out, 45, 2);
		put(out, 45, 2);
		put(out, 0, 8);		/* both disks */
		put(out, count, 8);
		put(out, count, 8);
		put(out, end - start, 8);
		put(out, start, 8);
		put(out, ZIP64_LOCATOR_SIGNATURE, 4);
		put(out, 0, 4);
		put(out, end, 8);
		put(out, 1, 4);
	}
	put(out, END_SIGNATURE, 4);
	put(out, 0, 4);
	put(out, zip64 ? 0xffff : count, 2);
	put(out, zip64 ? 0xffff : count, 2);
	put(out, zip64 ? 0xffffffff : end - start, 4);
	put(out, zip64 ? 0xffffffff : start, 4);
	put(out, b->comment == NULL ? 0 : strlen(b->comment), 2);
	if (b->comment != NULL)
		buf_puts(out, b->comment);
}

void mk_cut(struct buf *b, const char *spec)
{
	size_t n = strlen(spec), keep;
	char number[32];

	if (n > 1 && n < sizeof(number) && spec[n - 1] == '%') {
		memcpy(number, spec, n - 1);
		number[n - 1] = '\0';
		keep = b->len * mk_number(number) / 100;
	} else if (spec[0] == '-') {
		keep = mk_number(spec + 1);
		keep = keep > b->len ? 0 : b->len - keep;
	} else {
		keep = mk_number(spec);
	}
	if (keep < b->len)
		b->len = keep;
}

static void put_filler(struct buf *out, uint64_t n, char c)
{
	for (uint64_t i = 0; i < n; i++)
		buf_putc(out, c);
}

void box_write(const struct box *b, struct buf *out)
{
	struct record *records = alloc_zero(b->items.len + 1, sizeof(*records));
	struct buf zip;
	uint64_t start;

	buf_init(&zip, SIZE_MAX / 4);
	for (size_t i = 0; i < b->items.len; i++) {
		records[i] = describe(b, b->items.items[i]);
		put_local(&zip, &records[i]);
	}
	start = zip.len;
	for (size_t i = 0; i < b->items.len; i++)
		put_central(&zip, &records[i]);
	put_end(b, &zip, b->items.len, start);
	free(records);
	put_filler(out, b->prefix, '#');
	buf_add(out, zip.data, zip.len);
	put_filler(out, b->trailing, '#');
	buf_release(&zip);
	if (b->truncate != NULL)
		mk_cut(out, b->truncate);
	if (b->flip >= 0 && (uint64_t)b->flip / 8 < out->len)
		out->data[b->flip / 8] = (char)(out->data[b->flip / 8] ^ 1 << b->flip % 8);
}
