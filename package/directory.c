/* SPDX-License-Identifier: Apache-2.0 */
/*
 * End record: APPNOTE.TXT 4.3.16; its zip64 forms: 4.3.14 and 4.3.15; directory
 * records: 4.3.12. Offsets in them count from the start of the archive, which need not
 * be the start of the file.
 */
#define _GNU_SOURCE
#include "package/directory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/limits.h"
#include "package/names.h"
#include "package/span.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/cursor.h"
#include "util/err.h"
#include "util/text.h"

enum {
	END_SIZE = 22,
	END_REACH = END_SIZE + 0xffff, /* an end record and the longest comment */
	LOCATOR_SIZE = 20,
	END64_SIZE = 56,
	RECORD_SIZE = 46,
	WALK_CHUNK = 256 * 1024 /* holds any record */
};

enum { FLAGS_LEVEL = 3 << 1, FLAG_DESCRIPTOR = 1 << 3, FLAG_UTF8 = 1 << 11 };
enum { METHOD_STORED = 0, METHOD_DEFLATED = 8, SYSTEM_UNIX = 3 };
/* Extra fields that change what the record says. */
enum {
	EXTRA_ZIP64 = 0x0001,
	EXTRA_COMMENT = 0x6375,
	EXTRA_NAME = 0x7075,
	EXTRA_AES = 0x9901
};

static const char SIG_LOCAL[] = "PK\3\4", SIG_RECORD[] = "PK\1\2", SIG_END[] = "PK\5\6",
		  SIG_END64[] = "PK\6\6", SIG_LOCATOR[] = "PK\6\7",
		  SIG_SPLIT[] = "PK\7\10";

/* What an end record says. */
struct end {
	uint64_t at;  /* of the record, or of the zip64 record before it */
	uint64_t end; /* behind the comment */
	uint64_t count;
	uint64_t size;
	uint64_t offset;
	bool split;
};

enum fit {
	FIT_NO,
	FIT_SPLIT,
	FIT_LOOSE,
	FIT_EXACT
}; /* exact: the file ends there too */

static bool is_sig(const struct span *s, uint64_t at, const char *sig)
{
	char found[4];

	return span_read(s, at, found, sizeof(found), NULL) == 0 &&
	       memcmp(found, sig, 4) == 0;
}

/* Replaces what the end record leaves to its zip64 form, if there is one. */
static void read_end64(struct end *e, const struct span *s)
{
	unsigned char raw[END64_SIZE];
	uint64_t at, last;
	struct cursor c;
	uint32_t disk;

	if (e->at < END64_SIZE + LOCATOR_SIZE ||
	    !is_sig(s, e->at - LOCATOR_SIZE, SIG_LOCATOR))
		return;
	last = e->at - LOCATOR_SIZE - END64_SIZE;
	span_read(s, e->at - LOCATOR_SIZE + 8, raw, 8, NULL);
	cursor_init(&c, raw, 8);
	at = cursor_le64(&c);
	if (at > last || !is_sig(s, at, SIG_END64))
		at = last; /* bytes before the archive move it */
	if (!is_sig(s, at, SIG_END64) || span_read(s, at, raw, sizeof(raw), NULL) < 0)
		return;
	cursor_init(&c, raw, sizeof(raw));
	cursor_skip(&c, 16);
	disk = cursor_le32(&c);
	e->split = disk != cursor_le32(&c);
	cursor_skip(&c, 8);
	e->count = cursor_le64(&c);
	e->size = cursor_le64(&c);
	e->offset = cursor_le64(&c);
	e->at = at;
}

static void read_end(struct end *e, const struct span *s, const unsigned char *raw,
		     uint64_t at)
{
	struct cursor c;
	uint16_t disk, first, here;

	cursor_init(&c, raw, END_SIZE);
	cursor_skip(&c, 4);
	disk = cursor_le16(&c);
	first = cursor_le16(&c);
	here = cursor_le16(&c);
	e->count = cursor_le16(&c);
	e->split = disk != first || here != e->count || (disk != 0 && disk != 0xffff);
	e->size = cursor_le32(&c);
	e->offset = cursor_le32(&c);
	e->end = at + END_SIZE + cursor_le16(&c);
	e->at = at;
	if (e->count == 0xffff || e->size == 0xffffffff || e->offset == 0xffffffff)
		read_end64(e, s);
}

/*
 * Whether a directory stands where the end record says, or that far from where it
 * stands.
 */
static enum fit fit(struct directory *d, const struct span *s, const struct end *e)
{
	uint64_t shift;

	if (e->end > s->size)
		return FIT_NO;
	if (e->split)
		return FIT_SPLIT;
	if (e->size > e->at || e->offset > e->at - e->size)
		return FIT_NO;
	shift = e->at - e->size - e->offset;
	if (e->size > 0 && !is_sig(s, e->offset + shift, SIG_RECORD)) {
		if (!is_sig(s, e->offset, SIG_RECORD))
			return FIT_NO;
		shift = 0; /* something between the directory and its end record */
	}
	d->start = shift;
	d->at = e->offset + shift;
	d->size = e->size;
	d->end = e->end;
	d->declared = e->count;
	return e->end == s->size ? FIT_EXACT : FIT_LOOSE;
}

/* Files that people take for a package, by their first bytes. */
static int not_a_zip(const struct span *s, struct err *err)
{
	static const struct {
		const char *bytes, *what;
	} known[] = {
		{ "version https://git-lfs.github.com/spec/v1",
		  "is a git-lfs pointer, not a package; run git lfs pull" },
		{ "SQLite format 3",
		  "is a Mendix project or another SQLite file, not a package; "
		  "create a deployment package from it" },
		{ "\x1f\x8b", "is a gzip file, not a package" },
		{ "7z\xbc\xaf\x27\x1c", "is a 7-Zip archive, not a package" },
		{ "Rar!\x1a\x07", "is a RAR archive, not a package" },
		{ "<!DOCTYPE html",
		  "is a web page, not a package; was the download refused?" },
		{ "<!doctype html",
		  "is a web page, not a package; was the download refused?" },
		{ "<html", "is a web page, not a package; was the download refused?" },
	};
	char head[64] = "";
	size_t n = s->size < sizeof(head) ? (size_t)s->size : sizeof(head);

	if (n == 0)
		return err_set(err, "is empty");
	if (span_read(s, 0, head, n, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t len = strlen(known[i].bytes);

		if (n >= len && memcmp(head, known[i].bytes, len) == 0)
			return err_set(err, "%s", known[i].what);
	}
	if (is_sig(s, 0, SIG_SPLIT))
		return err_set(err, "is one part of a split zip archive");
	if (is_sig(s, 0, SIG_LOCAL) || is_sig(s, 0, SIG_RECORD))
		return err_set(err, "is truncated: a zip archive without its end");
	return err_set(err, "is not a zip archive");
}

/* Moves *at back to where an end record may begin; false when there is no place more. */
static bool find_end(const unsigned char *tail, size_t *at)
{
	const unsigned char *p;

	while ((p = memrchr(tail, SIG_END[0], *at)) != NULL) {
		*at = (size_t)(p - tail);
		if (memcmp(p, SIG_END, 4) == 0)
			return true;
	}
	return false;
}

/* Whether a directory stands where this says, taking the file for the archive. */
static bool is_rooted(const struct span *s, const struct end *e)
{
	return e->count == 0 || e->size == 0 || is_sig(s, e->offset, SIG_RECORD);
}

/* Candidates from the end of the file: the one it ends with wins, else the last. */
static int choose_end(struct directory *d, const struct span *s,
		      const unsigned char *tail, size_t len, struct err *err)
{
	enum fit best = FIT_NO;
	size_t ends = 0, rooted = 0;

	for (size_t at = len - END_SIZE + 1; find_end(tail, &at);) {
		struct directory found = *d;
		struct end e;
		enum fit how;

		read_end(&e, s, tail + at, s->size - len + at);
		ends++;
		rooted += is_rooted(s, &e);
		how = fit(&found, s, &e);
		if (how == FIT_EXACT && best == FIT_EXACT)
			return err_set(
				err,
				"has two end records: tools disagree which counts");
		if (how <= best)
			continue;
		best = how;
		if (how >= FIT_LOOSE)
			*d = found;
	}
	/* A jar that is stored at the end has an end record, too, but not for this file. */
	d->plain = rooted == 1 && best == FIT_EXACT && d->start == 0 &&
		   d->end - END_SIZE == d->at + d->size;
	if (best >= FIT_LOOSE)
		return 0;
	if (best == FIT_SPLIT)
		return err_set(err, "is one part of a split zip archive");
	if (ends > 0 && is_sig(s, 0, SIG_LOCAL))
		return err_set(err,
			       "is damaged: no directory where its end record says");
	return not_a_zip(s, err);
}

int directory_find(struct directory *d, const struct span *s, struct err *err)
{
	CLEANUP(cleanup_free) unsigned char *tail = NULL;
	size_t len = s->size < END_REACH ? (size_t)s->size : END_REACH;

	memset(d, 0, sizeof(*d));
	if (len < END_SIZE)
		return not_a_zip(s, err);
	tail = alloc_bytes(len);
	if (span_read(s, s->size - len, tail, len, err) < 0)
		return -1;
	if (choose_end(d, s, tail, len, err) < 0)
		return -1;
	/*
	 * The end of an archive stored inside another one that was cut short looks like
	 * this.
	 */
	if (d->start > 0 && is_sig(s, 0, SIG_LOCAL))
		return err_set(err,
			       "is damaged: its end does not belong to its beginning "
			       "(cut short, or two archives in one file)");
	return 0;
}

/* -- records -- */

void directory_start(struct directory_reader *r, const struct directory *d,
		     const struct span *s)
{
	*r = (struct directory_reader){ .span = s, .at = d->at, .end = d->at + d->size };
	if (s->bytes == NULL)
		r->chunk = alloc_bytes(WALK_CHUNK);
}

void directory_stop(struct directory_reader *r)
{
	free(r->chunk);
	r->chunk = NULL;
}

/* The n bytes at r->at, or NULL when the directory is shorter or cannot be read. */
static const unsigned char *look(struct directory_reader *r, size_t n)
{
	uint64_t at = r->at, left = r->end - at;

	if (n > left)
		return NULL;
	if (r->chunk == NULL)
		return r->span->bytes + at;
	if (at < r->chunk_at || at + n > r->chunk_at + r->chunk_len) {
		r->chunk_len = left < WALK_CHUNK ? (size_t)left : WALK_CHUNK;
		r->chunk_at = at;
		if (span_read(r->span, at, r->chunk, r->chunk_len, NULL) < 0) {
			r->chunk_len = 0;
			return NULL;
		}
	}
	return r->chunk + (at - r->chunk_at);
}

/* Fields that change nothing of what the record says. */
static bool is_plain_extra(const unsigned char *extra, size_t n)
{
	struct cursor c;

	cursor_init(&c, extra, n);
	while (cursor_left(&c) > 0 && !c.bad) {
		uint16_t id = cursor_le16(&c);

		if (id == EXTRA_ZIP64 || id == EXTRA_AES || id == EXTRA_NAME ||
		    id == EXTRA_COMMENT)
			return false;
		cursor_skip(&c, cursor_le16(&c));
	}
	return !c.bad;
}

static bool is_plain_name(const char *name, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (name[i] < ' ' || name[i] > '~')
			return false;
	return n > 0;
}

/* What stands in the record and tells nothing further: all else is in `r`. */
static bool is_plain_rest(const unsigned char *raw)
{
	struct cursor c;
	uint8_t system;
	uint16_t comment, disk;

	cursor_init(&c, raw, RECORD_SIZE);
	cursor_skip(&c, 5);
	system = cursor_u8(&c);
	cursor_skip(&c, 26);
	comment = cursor_le16(&c);
	disk = cursor_le16(&c);
	cursor_skip(&c, 4);
	return comment == 0 && disk == 0 &&
	       !(system == SYSTEM_UNIX && S_ISLNK(cursor_le16(&c)));
}

static bool is_plain(const struct directory_record *r)
{
	const unsigned fine = FLAGS_LEVEL | FLAG_DESCRIPTOR | FLAG_UTF8;

	return (r->flags & ~fine) == 0 &&
	       (r->method == METHOD_STORED || r->method == METHOD_DEFLATED) &&
	       r->size != UINT32_MAX && r->packed != UINT32_MAX &&
	       r->local != UINT32_MAX && is_plain_name(r->name, r->name_len);
}

bool directory_next(struct directory_reader *r, struct directory_record *out)
{
	const unsigned char *raw = look(r, RECORD_SIZE);
	size_t extra, comment, size;
	struct cursor c;

	if (raw == NULL || memcmp(raw, SIG_RECORD, 4) != 0)
		return false;
	cursor_init(&c, raw, RECORD_SIZE);
	cursor_skip(&c, 8);
	out->flags = cursor_le16(&c);
	out->method = cursor_le16(&c);
	cursor_skip(&c, 4);
	out->crc = cursor_le32(&c);
	out->packed = cursor_le32(&c);
	out->size = cursor_le32(&c);
	out->name_len = cursor_le16(&c);
	extra = cursor_le16(&c);
	comment = cursor_le16(&c);
	cursor_skip(&c, 8);
	out->local = cursor_le32(&c);
	size = RECORD_SIZE + out->name_len;
	if (look(r, size) == NULL)
		return false;
	raw = look(r, size + extra);
	out->plain = raw != NULL && is_plain_rest(raw) && is_plain_extra(raw + size, extra);
	raw = look(r, size);
	out->name = (const char *)raw + RECORD_SIZE;
	out->plain = out->plain && is_plain(out);
	size += extra + comment;
	r->at = size < r->end - r->at ? r->at + size : r->end;
	return true;
}

static int check_name(struct directory *d, const struct directory_record *r,
		      struct arena *arena, struct err *err)
{
	const char *name = r->name;
	size_t n = r->name_len;
	struct nul_name *odd;

	if (r->plain)
		return 0;
	d->plain = false;
	if ((r->flags & FLAG_UTF8) != 0 && memchr(name, '\0', n) == NULL &&
	    !text_is_utf8(name, n))
		return err_set(
			err,
			"is damaged: the name of entry %" PRIu64
			" is marked as UTF-8 and is not: '%s'",
			d->count,
			name_short(arena, text_intern(arena, name, n), NAME_SHOWN));
	if (memchr(name, '\0', n) == NULL)
		return 0;
	odd = arena_alloc(arena, sizeof(*odd));
	odd->index = d->count;
	odd->name = text_intern(arena, name, n);
	vec_push(&d->nul_names, odd);
	return 0;
}

int directory_walk(struct directory *d, const struct span *s,
		   const struct limits *limits, struct arena *arena, struct err *err)
{
	CLEANUP(directory_stop) struct directory_reader r = { .chunk = NULL };
	struct directory_record record;

	if (d->size > limits->entry_size) {
		d->over = true;
		return err_set(err,
			       "has a directory of %" PRIu64
			       " bytes, over --max-entry-size %" PRIu64,
			       d->size, limits->entry_size);
	}
	directory_start(&r, d, s);
	for (; directory_next(&r, &record); d->count++) {
		if (d->count >= limits->entries) {
			d->over = true;
			return err_set(err,
				       "holds more than %" PRIu64
				       " entries, over --max-entries %" PRIu64,
				       d->count, limits->entries);
		}
		if (check_name(d, &record, arena, err) < 0)
			return -1;
	}
	/* Some writers leave out zip64 and count modulo 65536. */
	if (d->declared != d->count && d->declared != (d->count & 0xffff))
		return err_set(err,
			       "is damaged: its directory has %" PRIu64
			       " entries, its end record says %" PRIu64,
			       d->count, d->declared);
	d->plain = d->plain && d->declared == d->count && r.at == r.end;
	return 0;
}

void directory_release(struct directory *d)
{
	vec_release(&d->nul_names);
}
