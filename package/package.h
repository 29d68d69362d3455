/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A deployment package: a .mda file, a stream, or an unpacked folder; and, with the
 * same code over memory, a container inside it. Entries are listed once; a wanted one
 * is inflated once, in memory, never to disk. All container I/O of the program is
 * behind this header.
 */
#ifndef PACKAGE_PACKAGE_H
#define PACKAGE_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/limits.h"
#include "util/digest.h"

struct arena;
struct aside;
struct diags;
struct err;

enum package_kind { PACKAGE_FILE, PACKAGE_FOLDER, PACKAGE_STREAM, PACKAGE_NESTED };
enum package_layout {
	LAYOUT_ROOT,		/* model/ at the root, as it should be */
	LAYOUT_WRAPPED,		/* everything in one folder: read through it */
	LAYOUT_BACKSLASH,	/* backslashes in names: read as if slashes */
	LAYOUT_NONE		/* no model/metadata.json anywhere (fatal), or nested */
};

/* Why an entry is listed but not read; the first that holds. */
enum entry_problem {
	ENTRY_FINE,
	ENTRY_DIRECTORY,
	ENTRY_UNSAFE,		/* absolute, "..", NUL, or a link out of the folder */
	ENTRY_TWICE,		/* the name stands twice: neither copy is used */
	ENTRY_ENCRYPTED,
	ENTRY_METHOD		/* neither stored nor deflated */
};

struct entry {
	const char *name;	/* from the root that holds model/; with '/'; UTF-8 */
	const char *raw_name;	/* as it stands in the container, made valid UTF-8 */
	uint64_t size;		/* inflated, as declared */
	uint64_t packed;	/* in the container */
	enum entry_problem problem;
	/* private to package/ */
	uint64_t index;
	uint32_t local;		/* header of a plain archive's entry */
	uint32_t crc;
	uint16_t method;
};

struct package;

struct package_info {
	enum package_kind kind;
	enum package_layout layout;
	const char *name;	/* base name of what was opened; "-" for a stream */
	const char *wrapper;	/* the wrapping folder, or NULL */
	const char *sha256;	/* of the file's or stream's bytes; NULL for a folder, and
				   before package_digest() */
	uint64_t bytes;		/* of the file; for a folder the sum of its files */
	uint64_t entries;	/* directories included */
	uint64_t uncompressed;	/* sum of declared sizes */
	bool is_mda;		/* a file or stream, not a folder */
};

/* Bytes of one entry; data[size] is a NUL that is not part of it. */
struct blob {
	char *data;
	size_t size;
};

/*
 * Opens `path` ("-": standard input; a folder holding exactly one .mda and no model/ is
 * taken as that file). Odd things become diagnostics. -1 with err: it cannot be opened
 * as a package at all (not a zip, truncated, empty, git-lfs pointer, over a limit, no
 * model/metadata.json anywhere); err then names the file and says which. limits, diags
 * and arena must outlive the package; names live in the arena.
 */
int package_open(struct package **out, const char *path, const struct limits *limits,
		 struct diags *diags, struct arena *arena, struct err *err);

/*
 * The same over the bytes of a package file, which must outlive it; `name` stands for
 * the file's base name.
 */
int package_open_memory(struct package **out, const char *name,
			const struct blob *bytes, const struct limits *limits,
			struct diags *diags, struct arena *arena, struct err *err);

/*
 * A container inside an entry, over bytes that must outlive it. `place` names it in
 * messages ("model/bundles/project.jar!/lib/a.jar"). Counts on the parent's total and
 * nesting; over a limit, package_hit_limit(parent) is true.
 */
int package_open_nested(struct package **out, struct package *parent, const char *place,
			const void *bytes, size_t size, struct err *err);

/*
 * The same for another thread, which then has arena and diags to itself: nothing is
 * shared with the package the bytes come from but its limits. `inflated` is what was
 * spent of --max-total before. Afterwards package_adopt() brings both together.
 */
struct package_apart {
	const struct limits *limits;
	struct diags *diags;
	struct arena *arena;
	uint64_t inflated;
};
int package_open_apart(struct package **out, const struct package_apart *how,
		       const char *place, const struct blob *bytes, struct err *err);
uint64_t package_inflated(const struct package *p);	/* spent so far */
void package_adopt(struct package *p, uint64_t inflated, const struct diags *diags);

void package_free(struct package *p);		/* NULL is fine */
void package_cleanup(struct package **p);	/* for CLEANUP() */

const struct package_info *package_info(const struct package *p);

/*
 * Fills in info->sha256. A step of its own since it takes long for a large file and may
 * as well be done while other threads work; as far as that goes where `until` is not NULL: it
 * stops when that is done, and another call goes on. -1 with err when the file cannot be read.
 */
int package_digest(struct package *p, const struct aside *until, struct err *err);

/* Entries by name (as bytes), directories left out; unsafe and doubled ones are in. */
size_t package_count(const struct package *p);
const struct entry *package_entry(const struct package *p, size_t i);
/* NULL when there is none. */
const struct entry *package_entry_by_name(const struct package *p, const char *name);
/* Whether any name begins with prefix. */
bool package_has_under(const struct package *p, const char *prefix);

/*
 * Inflates an entry, checks its size and CRC. -1 with err "'name': why", also for an
 * entry with a problem. Release the blob.
 */
int package_read(struct package *p, const struct entry *e, struct blob *out,
		 struct err *err);
void blob_release(struct blob *b);		/* for CLEANUP() too */

/*
 * Memory for one entry after the other: package_read_into() leaves the content in
 * room->data, good until the next one, with a NUL behind it as in a blob.
 */
struct room {
	char *data;
	size_t size;	/* bytes there are, not those in use */
};

int package_read_into(struct package *p, const struct entry *e, struct room *room,
		      struct err *err);
void room_release(struct room *room);		/* for CLEANUP() too */

/*
 * A read in two halves. package_take() does all that touches the package; then
 * package_unpack() may be done on any thread, with err without the name; at last
 * package_settle(), where the package is at home, frees what is left.
 */
struct packed {
	const struct entry *entry;
	char *bytes;
	size_t size;	/* private from here on */
	size_t left;
	bool whole;
};

int package_take(struct package *p, const struct entry *e, struct packed *out,
		 struct err *err);
/* What was taken before, without counting it on the total once more. */
int package_take_again(struct package *p, const struct entry *e, struct packed *out,
		       struct err *err);
int package_unpack(struct packed *in, struct blob *out, struct err *err);
void package_settle(struct package *p, struct packed *in);

const char *entry_problem_name(enum entry_problem p);	/* "encrypted" … */
/* True when the failed read was a limit; the diagnostic naming its flag is added. */
bool package_hit_limit(const struct package *p);

#endif
