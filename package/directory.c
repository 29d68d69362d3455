/* SPDX-License-Identifier: Apache-2.0 */
/*
 * End record: APPNOTE.TXT 4.3.16; its zip64 forms: 4.3.14 and 4.3.15; directory
 * records: 4.3.12. Offsets in them count from the start of the archive, which need not
 * be the start of the file.
 */
#include "package/directory.h"

#include <inttypes.h>
#include <string.h>

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
	WALK_CHUNK = 256 * 1024, /* holds any record */
	FLAG_UTF8 = 1 << 11
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

/* Candidates from the end of the file: the one it ends with wins, else the last. */
static int choose_end(struct directory *d, const struct span *s,
		      const unsigned char *tail, size_t len, struct err *err)
{
	enum fit best = FIT_NO;
	bool any = false;

	for (size_t at = len - END_SIZE + 1; at-- > 0;) {
		struct directory found = *d;
		struct end e;
		enum fit how;

		if (memcmp(tail + at, SIG_END, 4) != 0)
			continue;
		any = true;
		read_end(&e, s, tail + at, s->size - len + at);
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
	if (best >= FIT_LOOSE)
		return 0;
	if (best == FIT_SPLIT)
		return err_set(err, "is one part of a split zip archive");
	if (any && is_sig(s, 0, SIG_LOCAL))
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

/* A window that moves over the directory. */
struct walk {
	const struct span *span;
	unsigned char *chunk;
	uint64_t at; /* of the chunk, in the span */
	size_t len;
	uint64_t end; /* of the directory */
};

/* The n bytes at `at`, or NULL when the directory is shorter or cannot be read. */
static const unsigned char *look(struct walk *w, uint64_t at, size_t n)
{
	if (at > w->end || n > w->end - at)
		return NULL;
	if (at < w->at || at + n > w->at + w->len) {
		w->len = w->end - at < WALK_CHUNK ? (size_t)(w->end - at) : WALK_CHUNK;
		w->at = at;
		if (span_read(w->span, at, w->chunk, w->len, NULL) < 0) {
			w->len = 0;
			return NULL;
		}
	}
	return w->chunk + (at - w->at);
}

static int check_name(struct directory *d, const char *name, size_t n, uint16_t flags,
		      struct arena *arena, struct err *err)
{
	struct nul_name *odd;

	if ((flags & FLAG_UTF8) != 0 && memchr(name, '\0', n) == NULL &&
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

static int walk_records(struct directory *d, struct walk *w,
			const struct limits *limits, struct arena *arena,
			struct err *err)
{
	const unsigned char *raw;
	struct cursor c;

	for (uint64_t at = d->at; (raw = look(w, at, RECORD_SIZE)) != NULL;
	     d->count++) {
		uint16_t flags, name, extra, comment;

		if (memcmp(raw, SIG_RECORD, 4) != 0)
			break;
		if (d->count >= limits->entries) {
			d->over = true;
			return err_set(err,
				       "holds more than %" PRIu64
				       " entries, over --max-entries %" PRIu64,
				       d->count, limits->entries);
		}
		cursor_init(&c, raw + 8, 2);
		flags = cursor_le16(&c);
		cursor_init(&c, raw + 28, 6);
		name = cursor_le16(&c);
		extra = cursor_le16(&c);
		comment = cursor_le16(&c);
		raw = look(w, at, RECORD_SIZE + (size_t)name);
		if (raw == NULL)
			break;
		if (check_name(d, (const char *)raw + RECORD_SIZE, name, flags, arena,
			       err) < 0)
			return -1;
		at += RECORD_SIZE + (uint64_t)name + extra + comment;
	}
	return 0;
}

int directory_walk(struct directory *d, const struct span *s,
		   const struct limits *limits, struct arena *arena, struct err *err)
{
	CLEANUP(cleanup_free) unsigned char *chunk = alloc_bytes(WALK_CHUNK);
	struct walk w = {
		.span = s, .chunk = chunk, .at = d->at, .end = d->at + d->size
	};

	if (d->size > limits->entry_size) {
		d->over = true;
		return err_set(err,
			       "has a directory of %" PRIu64
			       " bytes, over --max-entry-size %" PRIu64,
			       d->size, limits->entry_size);
	}
	if (walk_records(d, &w, limits, arena, err) < 0)
		return -1;
	/* Some writers leave out zip64 and count modulo 65536. */
	if (d->declared != d->count && d->declared != (d->count & 0xffff))
		return err_set(err,
			       "is damaged: its directory has %" PRIu64
			       " entries, its end record says %" PRIu64,
			       d->count, d->declared);
	return 0;
}

void directory_release(struct directory *d)
{
	vec_release(&d->nul_names);
}
