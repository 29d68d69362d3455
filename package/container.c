/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libzip is asked where an archive or an entry is not plain. It gets a source of ours,
 * so that it never sees a path, reads ahead while it lists, and is shown the archive
 * alone when there are bytes around it.
 */
#include "package/container.h"

#include <errno.h>
#include <inttypes.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zip.h>

#include "package/directory.h"
#include "package/plain.h"
#include "package/private.h"
#include "package/span.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

enum { AHEAD = 32 * 1024 };

/* What libzip reads from. */
struct feed {
	struct span span;
	uint64_t at;
	uint64_t ahead_at; /* where the bytes in ahead come from */
	size_t ahead_len;
	struct err err; /* of the last failed read */
	unsigned char ahead[AHEAD];
};

struct container {
	struct span span; /* the archive, without what stands around it */
	bool plain;
	struct feed *feed; /* with libzip: NULL until it is asked */
	zip_t *zip;
	struct libdeflate_decompressor *inflater; /* made when first needed */
};

static int feed_fill(struct feed *f)
{
	size_t n =
		f->span.size - f->at < AHEAD ? (size_t)(f->span.size - f->at) : AHEAD;

	f->ahead_len = 0;
	if (span_read(&f->span, f->at, f->ahead, n, &f->err) < 0)
		return -1;
	f->ahead_at = f->at;
	f->ahead_len = n;
	return 0;
}

static zip_int64_t feed_read(struct feed *f, void *to, uint64_t n)
{
	if (n > f->span.size - f->at)
		n = f->span.size - f->at;
	if (n >= AHEAD || f->span.bytes != NULL) {
		if (span_read(&f->span, f->at, to, (size_t)n, &f->err) < 0)
			return -1;
	} else if (n > 0) {
		bool held = f->at >= f->ahead_at &&
			    f->at - f->ahead_at <= f->ahead_len &&
			    n <= f->ahead_len - (f->at - f->ahead_at);

		if (!held && feed_fill(f) < 0)
			return -1;
		memcpy(to, f->ahead + (f->at - f->ahead_at), (size_t)n);
	}
	f->at += n;
	return (zip_int64_t)n;
}

static zip_int64_t feed_seek(struct feed *f, void *data, zip_uint64_t n)
{
	zip_error_t error;
	zip_int64_t to =
		zip_source_seek_compute_offset(f->at, f->span.size, data, n, &error);

	if (to < 0)
		return -1;
	f->at = (uint64_t)to;
	return 0;
}

static zip_int64_t feed_stat(const struct feed *f, void *data, zip_uint64_t n)
{
	zip_stat_t *st = data;

	if (n < sizeof(*st))
		return -1;
	zip_stat_init(st);
	st->size = f->span.size;
	st->valid = ZIP_STAT_SIZE;
	return (zip_int64_t)sizeof(*st);
}

/* Only reads can fail, and what libzip makes of their code is never shown. */
static zip_int64_t feed_error(void *data, zip_uint64_t n)
{
	zip_error_t error;

	zip_error_init(&error);
	zip_error_set(&error, ZIP_ER_READ, EIO);
	return zip_error_to_data(&error, data, n);
}

static zip_int64_t feed_call(void *user, void *data, zip_uint64_t n,
			     zip_source_cmd_t command)
{
	struct feed *f = user;

	switch (command) {
	case ZIP_SOURCE_OPEN:
		f->at = 0;
		return 0;
	case ZIP_SOURCE_READ:
		return feed_read(f, data, n);
	case ZIP_SOURCE_SEEK:
		return feed_seek(f, data, n);
	case ZIP_SOURCE_TELL:
		return (zip_int64_t)f->at;
	case ZIP_SOURCE_STAT:
		return feed_stat(f, data, n);
	case ZIP_SOURCE_ERROR:
		return feed_error(data, n);
	case ZIP_SOURCE_CLOSE:
	case ZIP_SOURCE_FREE:
		return 0;
	case ZIP_SOURCE_SUPPORTS:
		return zip_source_make_command_bitmap(
			ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
			ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
			ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS, -1);
	default:
		return -1;
	}
}

/*
 * libzip's codes in words for the owner of the file; the archive's ends were found
 * already.
 */
static int zip_failed(const struct container *c, int code, struct err *err)
{
	if (c->feed != NULL && c->feed->err.set)
		return err_set(err, "%s", c->feed->err.text);
	switch (code) {
	case ZIP_ER_MEMORY:
		return err_set(err, "does not fit into memory");
	case ZIP_ER_MULTIDISK:
		return err_set(err, "is one part of a split zip archive");
	case ZIP_ER_CRC:
		return err_set(err, "is damaged: CRC-32 does not match");
	case ZIP_ER_EOF:
	case ZIP_ER_READ:
	case ZIP_ER_SEEK:
		return err_set(
			err,
			"is damaged: its bytes reach beyond the end of the archive");
	case ZIP_ER_NOZIP:
		return err_set(err,
			       "is damaged: a header is not where the directory says");
	case ZIP_ER_INCONS:
		return err_set(err, "is damaged: its directory contradicts itself");
	default:
		return err_set(err, "cannot be read as a zip archive (code %d)", code);
	}
}

static int open_zip(struct container *c, struct err *err)
{
	zip_error_t error;
	zip_source_t *source;
	int code;

	if (c->zip != NULL)
		return 0;
	if (c->feed == NULL)
		c->feed = alloc_zero(1, sizeof(*c->feed));
	c->feed->span = c->span;
	zip_error_init(&error);
	source = zip_source_function_create(feed_call, c->feed, &error);
	if (source != NULL)
		c->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
	code = zip_error_code_zip(&error);
	zip_error_fini(&error);
	if (c->zip != NULL)
		return 0;
	zip_source_free(source);
	return zip_failed(c, code, err);
}

/* A link in a zip has its target as content: reading it as a file would be wrong. */
static bool is_link(const struct container *c, uint64_t index)
{
	zip_uint8_t system;
	zip_uint32_t attributes;

	return zip_file_get_external_attributes(c->zip, index, 0, &system,
						&attributes) == 0 &&
	       system == ZIP_OPSYS_UNIX && S_ISLNK(attributes >> 16);
}

static void list_entry(struct container *c, struct package *p, const zip_stat_t *st,
		       const struct nul_name *odd)
{
	const char *name = odd != NULL ? odd->name : st->name;
	struct entry *e = package_add(p, text_intern(p->arena, name, strlen(name)));

	e->index = st->index;
	e->size = st->size;
	e->packed = st->comp_size;
	e->crc = st->crc;
	e->method = st->comp_method;
	if (odd != NULL || (p->place == NULL && is_link(c, st->index)))
		e->problem = ENTRY_UNSAFE;
	else if (st->encryption_method != ZIP_EM_NONE)
		e->problem = ENTRY_ENCRYPTED;
	else if (st->comp_method != ZIP_CM_STORE && st->comp_method != ZIP_CM_DEFLATE)
		e->problem = ENTRY_METHOD;
}

static int list(struct container *c, struct package *p, const struct directory *d,
		struct err *err)
{
	zip_int64_t n = zip_get_num_entries(c->zip, 0);
	size_t odd = 0;

	if (n < 0 || (uint64_t)n != d->count)
		return err_set(err, "is damaged: its directory contradicts itself");
	for (uint64_t i = 0; i < d->count; i++) {
		const struct nul_name *name =
			odd < d->nul_names.len ? d->nul_names.items[odd] : NULL;
		zip_stat_t st;

		if (zip_stat_index(c->zip, i, 0, &st) < 0)
			return err_set(err,
				       "is damaged: entry %" PRIu64 " cannot be listed",
				       i);
		if (name != NULL && name->index != i)
			name = NULL;
		odd += name != NULL;
		list_entry(c, p, &st, name);
	}
	return 0;
}

static void note_surroundings(struct package *p, const struct directory *d,
			      uint64_t size)
{
	if (d->start > 0)
		package_note(p, DIAG_NOTE, "",
			     "%" PRIu64 " bytes stand before the zip archive",
			     d->start);
	if (d->end < size)
		package_note(p, DIAG_NOTE, "",
			     "%" PRIu64 " bytes stand after the end of the zip "
			     "archive",
			     size - d->end);
}

static void free_container(struct container **c)
{
	container_free(*c);
}

int container_open(struct container **out, struct package *p, const struct span *s,
		   bool *over, struct err *err)
{
	CLEANUP(free_container) struct container *c = alloc_zero(1, sizeof(*c));
	CLEANUP(directory_release) struct directory d = { .start = 0 };

	if (directory_find(&d, s, err) < 0)
		return -1;
	if (directory_walk(&d, s, p->limits, p->arena, err) < 0) {
		*over = d.over;
		return -1;
	}
	c->span = span_part(s, d.start, d.end);
	c->plain = d.plain && plain_list(p, &c->span, &d);
	if (!c->plain && (open_zip(c, err) < 0 || list(c, p, &d, err) < 0))
		return -1;
	p->info.entries = d.count;
	note_surroundings(p, &d, s->size);
	*out = TAKE(c);
	return 0;
}

void container_free(struct container *c)
{
	if (c == NULL)
		return;
	zip_discard(c->zip);
	free(c->feed);
	libdeflate_free_decompressor(c->inflater);
	free(c);
}

static void close_file(zip_file_t **f)
{
	if (*f != NULL)
		zip_fclose(*f);
}

/* The entry's bytes as they stand in the archive. */
static int read_packed(struct container *c, const struct entry *e, char *to,
		       struct err *err)
{
	CLEANUP(close_file) zip_file_t *f = NULL;
	int found = 0;
	uint64_t at;

	if (c->plain)
		found = plain_find(&c->span, e, &at, err);
	if (found == 1)
		return span_read(&c->span, at, to, (size_t)e->packed, err);
	if (found < 0 || open_zip(c, err) < 0)
		return -1;
	c->feed->err.set = false;
	f = zip_fopen_index(c->zip, e->index, ZIP_FL_COMPRESSED);
	if (f == NULL)
		return zip_failed(c, zip_error_code_zip(zip_get_error(c->zip)), err);
	for (at = 0; at < e->packed;) {
		zip_int64_t n = zip_fread(f, to + at, e->packed - at);

		if (n < 0)
			return zip_failed(c, zip_error_code_zip(zip_file_get_error(f)),
					  err);
		if (n == 0)
			return zip_failed(c, ZIP_ER_EOF, err);
		at += (uint64_t)n;
	}
	return 0;
}

/* *left: bytes that stand after the deflated ones. */
static int inflate(struct libdeflate_decompressor *inflater, const struct entry *e,
		   const char *packed, char *to, size_t *left, struct err *err)
{
	size_t used = 0, made = 0;
	enum libdeflate_result result;

	result = libdeflate_deflate_decompress_ex(inflater, packed, (size_t)e->packed, to,
						  (size_t)e->size, &used, &made);
	if (result == LIBDEFLATE_INSUFFICIENT_SPACE)
		return err_set(err,
			       "is damaged: inflates to more than the declared %" PRIu64
			       " bytes",
			       e->size);
	if (result != LIBDEFLATE_SUCCESS)
		return err_set(err, "is damaged: its deflated bytes are broken");
	if (made != e->size)
		return err_set(
			err,
			"is damaged: inflates to %zu bytes, not the declared %" PRIu64,
			made, e->size);
	*left = (size_t)e->packed - used;
	return 0;
}

static int check_stored(const struct entry *e, struct err *err)
{
	if (e->method != ZIP_CM_STORE || e->packed == e->size)
		return 0;
	return err_set(err,
		       "is damaged: stored, but %" PRIu64 " bytes stand for %" PRIu64,
		       e->packed, e->size);
}

int container_take(struct container *c, const struct entry *e, char **out,
		   struct err *err)
{
	CLEANUP(cleanup_free) char *packed = NULL;

	if (e->packed > c->span.size)
		return zip_failed(c, ZIP_ER_EOF, err);
	if (check_stored(e, err) < 0)
		return -1;
	packed = alloc_bytes((size_t)e->packed + 1);
	if (read_packed(c, e, packed, err) < 0)
		return -1;
	*out = TAKE(packed);
	return 0;
}

static int check_crc(const struct entry *e, const char *data, struct err *err)
{
	uint32_t crc = libdeflate_crc32(0, data, (size_t)e->size);

	if (crc == e->crc)
		return 0;
	return err_set(err,
		       "is damaged: CRC-32 is %08" PRIx32
		       ", not the declared %08" PRIx32,
		       crc, e->crc);
}

/* Room for the entry and a NUL; what was there before is lost. */
static char *make_room(struct room *room, const struct entry *e)
{
	if (room->size <= e->size) {
		free(room->data);
		room->size = (size_t)e->size + 1;
		room->data = alloc_bytes(room->size);
	}
	room->data[e->size] = '\0';
	return room->data;
}

static int unpack(struct libdeflate_decompressor *inflater, const struct entry *e,
		  const char *packed, struct room *room, size_t *left, struct err *err)
{
	char *to = make_room(room, e);

	*left = 0;
	if (e->method == ZIP_CM_STORE)
		memcpy(to, packed, (size_t)e->size);
	else if (inflate(inflater, e, packed, to, left, err) < 0)
		return -1;
	return check_crc(e, to, err);
}

int container_unpack(const struct entry *e, char **packed, struct room *room,
		     size_t *left, struct err *err)
{
	struct libdeflate_decompressor *inflater;
	int result;

	if (e->method == ZIP_CM_STORE) {
		*left = 0;
		free(room->data);
		*room = (struct room){ TAKE(*packed), (size_t)e->size + 1 };
		room->data[e->size] = '\0';
		return check_crc(e, room->data, err);
	}
	inflater = libdeflate_alloc_decompressor();
	if (inflater == NULL)
		return err_set(err, "does not fit into memory");
	result = unpack(inflater, e, *packed, room, left, err);
	libdeflate_free_decompressor(inflater);
	return result;
}

int container_read(struct container *c, const struct entry *e, struct room *room,
		   size_t *left, struct err *err)
{
	CLEANUP(cleanup_free) char *packed = NULL;
	uint64_t at;

	if (c->inflater == NULL)
		c->inflater = libdeflate_alloc_decompressor();
	if (c->inflater == NULL)
		return zip_failed(c, ZIP_ER_MEMORY, err);
	if (c->plain && c->span.bytes != NULL && plain_find(&c->span, e, &at, err) == 1) {
		if (check_stored(e, err) < 0)
			return -1;
		return unpack(c->inflater, e, (const char *)c->span.bytes + at, room, left,
			      err);
	}
	if (container_take(c, e, &packed, err) < 0)
		return -1;
	return unpack(c->inflater, e, packed, room, left, err);
}
