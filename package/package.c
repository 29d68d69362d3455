/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The package as its users see it: opening, look-up by name, and the gate every read
 * passes.
 */
#include "package/package.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "package/container.h"
#include "package/folder.h"
#include "package/input.h"
#include "package/names.h"
#include "package/private.h"
#include "package/span.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/aside.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

enum {
	NOTES_MAX = 1000,    /* diagnostics of one level in one run */
	RATIO_FREE = 1 << 20 /* the ratio of smaller entries does not matter */
};

/* -- saying things -- */

const char *package_place(struct package *p, const char *name)
{
	if (p->place == NULL)
		return name;
	return name[0] == '\0' ? p->place
			       : arena_printf(p->arena, "%s!/%s", p->place, name);
}

static void add_at(struct package *p, enum diag_level level, const char *place,
		   const char *text)
{
	unsigned *count = level == DIAG_NOTE ? &p->budget->notes : &p->budget->failures;

	if (*count >= NOTES_MAX) {
		diag_add(p->diags, level, "", "more than %d %s: the rest is not listed",
			 (int)NOTES_MAX,
			 level == DIAG_NOTE ? "oddities" : "unread entries");
		return;
	}
	++*count;
	diag_add(p->diags, level, place, "%s", text);
}

static void add_note(struct package *p, enum diag_level level, const char *name,
		     const char *text)
{
	add_at(p, level, package_place(p, name), text);
}

void package_note(struct package *p, enum diag_level level, const char *name,
		  const char *format, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	add_note(p, level, name, text);
}

int package_over(struct package *p, const char *name, struct err *err,
		 const char *format, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	add_note(p, DIAG_INCOMPLETE, name, text);
	p->hit_limit = true;
	return err_set(err, "%s", text);
}

const char *entry_problem_name(enum entry_problem p)
{
	static const char *const names[] = {
		[ENTRY_FINE] = "fine",		 [ENTRY_DIRECTORY] = "directory",
		[ENTRY_UNSAFE] = "unsafe",	 [ENTRY_TWICE] = "twice",
		[ENTRY_ENCRYPTED] = "encrypted", [ENTRY_METHOD] = "method",
	};

	return names[p];
}

/* -- opening -- */

static struct package *new_package(const struct limits *limits, struct diags *diags,
				   struct arena *arena)
{
	struct package *p = alloc_zero(1, sizeof(*p));

	p->limits = limits;
	p->diags = diags;
	p->arena = arena;
	p->fd = -1;
	return p;
}

void package_free(struct package *p)
{
	if (p == NULL)
		return;
	container_free(p->container);
	folder_free(p->folder);
	vec_release(&p->entries);
	span_digest_free(p->digest);
	if (p->fd >= 0)
		close(p->fd);
	free(p);
}

void package_cleanup(struct package **p)
{
	package_free(*p);
}

struct entry *package_add(struct package *p, const char *raw_name)
{
	struct entry *e = arena_alloc(p->arena, sizeof(*e));

	e->raw_name = raw_name;
	e->name = raw_name;
	vec_push(&p->entries, e);
	return e;
}

static void sum_sizes(struct package *p)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < p->entries.len; i++) {
		const struct entry *e = p->entries.items[i];

		sum = e->size > UINT64_MAX - sum ? UINT64_MAX : sum + e->size;
	}
	p->info.uncompressed = sum;
	if (p->folder != NULL)
		p->info.bytes = sum;
}

/* Lists an archive into p; the sizes of doubled entries and directories count too. */
static int open_span(struct package *p, const struct span *s, bool *over,
		     struct err *err)
{
	p->info.bytes = s->size;
	if (container_open(&p->container, p, s, over, err) < 0)
		return -1;
	sum_sizes(p);
	return names_settle(p, err);
}

static int open_top(struct package *p, const struct span *s, struct err *err)
{
	bool over = false;

	p->info.is_mda = true;
	p->span = *s;
	return open_span(p, s, &over, err);
}

static int open_input(struct package *p, const struct input *in, struct err *err)
{
	if (in->kind != PACKAGE_FOLDER)
		return open_top(p, &in->span, err);
	if (folder_open(&p->folder, p, in->fd, in->path, err) < 0)
		return -1;
	sum_sizes(p);
	return names_settle(p, err);
}

/* Puts what was opened before the reason. Always -1. */
static int name_top(const struct package *p, struct err *err)
{
	if (p->info.kind == PACKAGE_STREAM)
		return err_in(err, "standard input");
	return err_in(err, "'%s'", name_short(p->arena, p->info.name, PLACE_SHOWN));
}

int package_open(struct package **out, const char *path, const struct limits *limits,
		 struct diags *diags, struct arena *arena, struct err *err)
{
	CLEANUP(package_cleanup) struct package *p = new_package(limits, diags, arena);
	struct input in;

	if (input_open(&in, path, limits, arena, err) < 0)
		return -1;
	p->fd = in.fd;
	p->budget = arena_alloc(arena, sizeof(*p->budget));
	p->info.kind = in.kind;
	p->info.name = in.name;
	if (open_input(p, &in, err) < 0)
		return name_top(p, err);
	*out = TAKE(p);
	return 0;
}

int package_open_memory(struct package **out, const char *name,
			const struct blob *bytes, const struct limits *limits,
			struct diags *diags, struct arena *arena, struct err *err)
{
	CLEANUP(package_cleanup) struct package *p = new_package(limits, diags, arena);
	struct span s = span_of_memory(bytes->data, bytes->size);

	p->budget = arena_alloc(arena, sizeof(*p->budget));
	p->info.kind = PACKAGE_FILE;
	p->info.name = text_intern(arena, name, strlen(name));
	if (open_top(p, &s, err) < 0)
		return name_top(p, err);
	*out = TAKE(p);
	return 0;
}

int package_open_nested(struct package **out, struct package *parent, const char *place,
			const void *bytes, size_t size, struct err *err)
{
	CLEANUP(package_cleanup)
	struct package *p = new_package(parent->limits, parent->diags, parent->arena);
	struct span s = span_of_memory(bytes, size);
	const char *base = strrchr(place, '/');
	struct err why = ERR_NONE;
	bool over = false;

	parent->hit_limit = false;
	p->budget = parent->budget;
	p->place = arena_text(p->arena, place);
	p->depth = parent->depth + 1;
	p->info.kind = PACKAGE_NESTED;
	p->info.name = arena_text(p->arena, base == NULL ? place : base + 1);
	if (p->depth > p->limits->nesting) {
		package_over(p, "", &why,
			     "container is %" PRIu64
			     " deep, over --max-nesting %" PRIu64,
			     p->depth, p->limits->nesting);
		over = true;
	} else if (open_span(p, &s, &over, &why) == 0) {
		*out = TAKE(p);
		return 0;
	} else if (over) {
		package_over(p, "", NULL, "%s", why.text);
	}
	parent->hit_limit = over;
	err_in(&why, "'%s'", name_short(p->arena, p->place, PLACE_SHOWN));
	return err_set(err, "%s", why.text);
}

int package_open_apart(struct package **out, const struct package_apart *how,
		       const char *place, const struct blob *bytes, struct err *err)
{
	struct package parent = {
		.limits = how->limits, .diags = how->diags, .arena = how->arena,
	};

	parent.budget = arena_alloc(how->arena, sizeof(*parent.budget));
	parent.budget->inflated = how->inflated;
	return package_open_nested(out, &parent, place, bytes->data, bytes->size, err);
}

/* -- looking -- */

const struct package_info *package_info(const struct package *p)
{
	return &p->info;
}

int package_digest(struct package *p, const struct aside *until, struct err *err)
{
	char hex[DIGEST_HEX];
	int more = 1;

	if (!p->info.is_mda || p->info.sha256 != NULL)
		return 0;
	if (p->digest == NULL)
		p->digest = span_digest_new(&p->span);
	while (more > 0 && (until == NULL || !aside_done(until)))
		more = span_digest_step(p->digest, hex, err);
	if (more < 0)
		return name_top(p, err);
	if (more == 0)
		p->info.sha256 = arena_text(p->arena, hex);
	return 0;
}

size_t package_count(const struct package *p)
{
	return p->entries.len;
}

const struct entry *package_entry(const struct package *p, size_t i)
{
	if (i >= p->entries.len)
		BUG("no such entry");
	return p->entries.items[i];
}

/* The first entry whose name is not before `name`, or NULL. */
static const struct entry *lower_bound(const struct package *p, const char *name)
{
	size_t low = 0, high = p->entries.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct entry *e = p->entries.items[middle];

		if (strcmp(e->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < p->entries.len ? p->entries.items[low] : NULL;
}

const struct entry *package_entry_by_name(const struct package *p, const char *name)
{
	const struct entry *e = lower_bound(p, name);

	return e != NULL && strcmp(e->name, name) == 0 ? e : NULL;
}

bool package_has_under(const struct package *p, const char *prefix)
{
	const struct entry *e = lower_bound(p, prefix);

	return e != NULL && text_starts(e->name, prefix);
}

/* -- reading -- */

static int check_problem(const struct entry *e, struct err *err)
{
	switch (e->problem) {
	case ENTRY_FINE:
		return 0;
	case ENTRY_UNSAFE:
		return err_set(
			err,
			"has an unsafe name or leads out of the package; not read");
	case ENTRY_TWICE:
		return err_set(err,
			       "stands twice in the package; neither copy is used");
	case ENTRY_ENCRYPTED:
		return err_set(err, "is encrypted");
	case ENTRY_METHOD:
		return err_set(
			err,
			"is packed with method %u; only stored and deflated are read",
			(unsigned)e->method);
	default:
		return err_set(err, "is a directory");
	}
}

static bool over_ratio(const struct entry *e, uint64_t ratio)
{
	if (e->size <= RATIO_FREE)
		return false;
	return ratio == 0 || (e->size - 1) / ratio >= e->packed;
}

/* Every bound on one read; counts its bytes on the run's total. */
static int check_limits(struct package *p, const struct entry *e, struct err *err)
{
	const struct limits *l = p->limits;
	uint64_t most = l->entry_size < SIZE_MAX / 4 ? l->entry_size : SIZE_MAX / 4;

	if (e->size > most)
		return package_over(p, e->name, err,
				    "entry is %" PRIu64
				    " bytes inflated, over --max-entry-size %" PRIu64,
				    e->size, most);
	if (e->packed > most)
		return package_over(p, e->name, err,
				    "entry is %" PRIu64
				    " bytes packed, over --max-entry-size %" PRIu64,
				    e->packed, most);
	if (over_ratio(e, l->ratio))
		return package_over(p, e->name, err,
				    "entry is %" PRIu64 " bytes inflated and %" PRIu64
				    " packed, over --max-ratio %" PRIu64,
				    e->size, e->packed, l->ratio);
	if (e->size > l->total || p->budget->inflated > l->total - e->size)
		return package_over(p, e->name, err,
				    "entry is %" PRIu64 " bytes inflated, %" PRIu64
				    " were read before, over --max-total %" PRIu64,
				    e->size, p->budget->inflated, l->total);
	p->budget->inflated += e->size;
	return 0;
}

static void note_left(struct package *p, const struct entry *e, size_t left)
{
	if (left > 0)
		package_note(p, DIAG_NOTE, e->name,
			     "%zu bytes stand after its deflated bytes", left);
}

static int read_file(struct package *p, const struct entry *e, struct room *room,
		     struct err *err)
{
	struct blob whole;

	if (folder_read(p->folder, e, &whole, err) < 0)
		return -1;
	free(room->data);
	*room = (struct room){ whole.data, whole.size + 1 };
	return 0;
}

static int read_entry(struct package *p, const struct entry *e, struct room *room,
		      struct err *err)
{
	size_t left;

	if (check_problem(e, err) < 0 || check_limits(p, e, err) < 0)
		return -1;
	if (p->folder != NULL)
		return read_file(p, e, room, err);
	if (container_read(p->container, e, room, &left, err) < 0)
		return -1;
	note_left(p, e, left);
	return 0;
}

/* The entry as named in messages goes before the reason. Always -1. */
static int read_failed(struct package *p, const struct entry *e, struct err *why,
		       struct err *err)
{
	err_in(why, "'%s'",
	       name_short(p->arena, package_place(p, e->name), PLACE_SHOWN));
	return err_set(err, "%s", why->text);
}

int package_read_into(struct package *p, const struct entry *e, struct room *room,
		      struct err *err)
{
	struct err why = ERR_NONE;

	p->hit_limit = false;
	if (read_entry(p, e, room, &why) == 0)
		return 0;
	return read_failed(p, e, &why, err);
}

int package_read(struct package *p, const struct entry *e, struct blob *out,
		 struct err *err)
{
	CLEANUP(room_release) struct room own = { NULL, 0 };

	if (package_read_into(p, e, &own, err) < 0)
		return -1;
	*out = (struct blob){ TAKE(own.data), (size_t)e->size };
	return 0;
}

static int take_entry(struct package *p, const struct entry *e, struct packed *out,
		      struct err *err)
{
	struct blob whole;

	if (check_problem(e, err) < 0 || check_limits(p, e, err) < 0)
		return -1;
	*out = (struct packed){ .entry = e, .whole = p->folder != NULL };
	if (p->folder == NULL)
		return container_take(p->container, e, &out->bytes, err);
	if (folder_read(p->folder, e, &whole, err) < 0)
		return -1;
	out->bytes = whole.data;
	out->size = whole.size;
	return 0;
}

int package_take(struct package *p, const struct entry *e, struct packed *out,
		 struct err *err)
{
	struct err why = ERR_NONE;

	p->hit_limit = false;
	if (take_entry(p, e, out, &why) == 0)
		return 0;
	return read_failed(p, e, &why, err);
}

int package_take_again(struct package *p, const struct entry *e, struct packed *out,
		       struct err *err)
{
	uint64_t spent = p->budget->inflated;
	int result;

	p->budget->inflated = 0;
	result = package_take(p, e, out, err);
	p->budget->inflated = spent;
	return result;
}

int package_unpack(struct packed *in, struct blob *out, struct err *err)
{
	CLEANUP(room_release) struct room own = { NULL, 0 };

	if (in->whole) {
		*out = (struct blob){ TAKE(in->bytes), in->size };
		return 0;
	}
	if (container_unpack(in->entry, &in->bytes, &own, &in->left, err) < 0)
		return -1;
	*out = (struct blob){ TAKE(own.data), (size_t)in->entry->size };
	return 0;
}

void package_settle(struct package *p, struct packed *in)
{
	note_left(p, in->entry, in->left);
	free(in->bytes);
	in->bytes = NULL;
}

uint64_t package_inflated(const struct package *p)
{
	return p->budget->inflated;
}

void package_adopt(struct package *p, uint64_t inflated, const struct diags *diags)
{
	uint64_t *sum = &p->budget->inflated;

	*sum = inflated > UINT64_MAX - *sum ? UINT64_MAX : *sum + inflated;
	for (size_t i = 0; i < diags->list.len; i++) {
		const struct diag *d = diags->list.items[i];

		add_at(p, d->level, d->place, d->message);
	}
}

void blob_release(struct blob *b)
{
	free(b->data);
	b->data = NULL;
	b->size = 0;
}

void room_release(struct room *room)
{
	free(room->data);
	*room = (struct room){ NULL, 0 };
}

bool package_hit_limit(const struct package *p)
{
	return p->hit_limit;
}
