/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ends of a zip archive and the outline of its directory, as APPNOTE.TXT 4.3 has
 * them. Listing and reading entries is libzip's work; this finds out what libzip does
 * not tell: bytes around the archive, why it is none, how many records there are before
 * memory is spent on them, and names with a NUL inside.
 */
#ifndef PACKAGE_DIRECTORY_H
#define PACKAGE_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/vec.h"

struct arena;
struct err;
struct limits;
struct span;

struct nul_name {
	uint64_t index;	  /* of the record */
	const char *name; /* the whole of it, each NUL as U+FFFD */
};

struct directory {
	uint64_t start;	      /* where the archive begins in the span */
	uint64_t end;	      /* where its end record, comment included, ends */
	uint64_t at;	      /* of the directory, in the span */
	uint64_t size;	      /* of the directory */
	uint64_t declared;    /* records, as the end record says */
	uint64_t count;	      /* records, counted rather than believed */
	struct vec nul_names; /* of struct nul_name, by index */
	bool over;	      /* directory_walk() failed because of a limit */
};

/*
 * -1 with err, in words for the file's owner ("is truncated: …"), when there is no
 * archive.
 */
int directory_find(struct directory *d, const struct span *s, struct err *err);
/*
 * Counts the records and looks at their names; -1 over a limit or at an impossible
 * name.
 */
int directory_walk(struct directory *d, const struct span *s,
		   const struct limits *limits, struct arena *arena, struct err *err);
void directory_release(struct directory *d); /* for CLEANUP() too */

#endif
