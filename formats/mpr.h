/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index of a Studio Pro project: an .mpr file is an SQLite database with one row for each
 * unit (the project, a module, a document, a folder …). In storage format 1 a row holds the
 * unit's BSON; in format 2 it stands in a file beside the database, mprcontents/ab/cd/ID.mxunit.
 * The bytes are read in place and never altered; nothing else is opened.
 */
#ifndef FORMATS_MPR_H
#define FORMATS_MPR_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;

enum { MPR_ID = 16, MPR_ID_TEXT = 37 };

struct mpr_info {
	int64_t format;			/* 1 or 2 */
	const char *product_version;	/* of Studio Pro, as "10.24.9.81004"; "" not stated */
};

struct mpr_unit {
	unsigned char id[MPR_ID];
	unsigned char container[MPR_ID];	/* the unit it stands in; its own id: the project */
	const char *containment;	/* "Modules", "Documents" …; "" for the project */
	const char *hash;		/* SHA-256 of the contents in base64; "" not stated */
	const void *contents;		/* BSON; NULL in format 2 and where there are none */
	size_t size;
};

struct mpr;

/*
 * Opens a database of `len` bytes, which outlive it; strings live in the arena. No step of
 * SQLite is made beyond `max_steps`. -1 with err, which does not name the file.
 */
int mpr_open(struct mpr **out, const void *bytes, size_t len, uint64_t max_steps,
	     struct arena *arena, struct err *err);
void mpr_close(struct mpr *m);		/* NULL is fine */
void mpr_cleanup(struct mpr **m);	/* for CLEANUP() */

const struct mpr_info *mpr_info(const struct mpr *m);

/*
 * The next unit: 1; 0 at the end; -1 with err where the database is damaged. Contents are good
 * until the next call. Rows without two ids of 16 bytes are no units and are counted instead.
 */
int mpr_next(struct mpr *m, struct mpr_unit *out, struct err *err);
uint64_t mpr_odd_rows(const struct mpr *m);

/* An id as people write it; the first three groups are stored with the lowest byte first. */
void mpr_id_text(const unsigned char id[MPR_ID], char out[MPR_ID_TEXT]);

#endif
