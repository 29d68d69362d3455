/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ends of a zip archive and its directory, as APPNOTE.TXT 4.3 has them: bytes around
 * the archive, why it is none, how many records there are before memory is spent on
 * them, names with a NUL inside, and whether there is anything about it that should be
 * left to libzip.
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
	/*
	 * No oddity at all: nothing around the archive, no comment, no zip64, nothing
	 * encrypted, no link, methods stored and deflated, names of printable ASCII.
	 */
	bool plain;
};

/* A record of the directory as it stands; the name is good until the next one. */
struct directory_record {
	const char *name;
	size_t name_len;
	uint32_t size, packed, crc;
	uint32_t local; /* where its local header is said to be */
	uint16_t flags, method;
	bool plain;
};

struct directory_reader {
	const struct span *span;
	uint64_t at, end;     /* of the next record; of the directory */
	unsigned char *chunk; /* a window that moves over it; NULL over memory */
	uint64_t chunk_at;
	size_t chunk_len;
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

/* The records in order; false behind the last one. */
void directory_start(struct directory_reader *r, const struct directory *d,
		     const struct span *s);
bool directory_next(struct directory_reader *r, struct directory_record *out);
void directory_stop(struct directory_reader *r); /* for CLEANUP() too */

#endif
