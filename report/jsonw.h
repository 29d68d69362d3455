/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON (RFC 8259), written as it comes: UTF-8, keys in the order of the calls, one line for each
 * member except inside what was opened flat. Strings are escaped in one function, so that they
 * also do no harm to a terminal or to the log of a build server.
 */
#ifndef REPORT_JSONW_H
#define REPORT_JSONW_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

enum { JSONW_DEPTH = 24 };

struct jsonw {
	struct buf *out;
	char close[JSONW_DEPTH];		/* '}' or ']' for each level that is open */
	bool members[JSONW_DEPTH];	/* this level has members already */
	unsigned depth;
	unsigned flat;			/* levels from here on one line; 0: none */
};

void jsonw_init(struct jsonw *j, struct buf *out);

/* key is NULL inside an array and for the whole document. */
void jsonw_object(struct jsonw *j, const char *key);
void jsonw_array(struct jsonw *j, const char *key);
/* The object and all inside it on one line. */
void jsonw_flat_object(struct jsonw *j, const char *key);
void jsonw_close(struct jsonw *j);

void jsonw_text(struct jsonw *j, const char *key, const char *value);	/* NULL: null */
void jsonw_count(struct jsonw *j, const char *key, uint64_t value);
void jsonw_bool(struct jsonw *j, const char *key, bool value);
void jsonw_null(struct jsonw *j, const char *key);

/* value between quotes; what is not UTF-8 becomes U+FFFD. */
void jsonw_quote(struct buf *out, const char *value);

#endif
