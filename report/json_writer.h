/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON (RFC 8259), written as it comes: UTF-8, keys in the order of the calls, one line for each
 * member except inside what was opened flat. Strings are escaped in one function, so that they
 * also do no harm to a terminal or to the log of a build server.
 */
#ifndef REPORT_JSON_WRITER_H
#define REPORT_JSON_WRITER_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

enum { JSON_DEPTH = 24 };

struct json_writer {
	struct buf *out;
	char close[JSON_DEPTH];		/* '}' or ']' for each level that is open */
	bool members[JSON_DEPTH];	/* this level has members already */
	unsigned depth;
	unsigned flat;			/* levels from here on one line; 0: none */
};

void json_writer_init(struct json_writer *j, struct buf *out);

/* key is NULL inside an array and for the whole document. */
void json_object(struct json_writer *j, const char *key);
void json_array(struct json_writer *j, const char *key);
/* The object and all inside it on one line. */
void json_flat_object(struct json_writer *j, const char *key);
void json_close(struct json_writer *j);

void json_text(struct json_writer *j, const char *key, const char *value);	/* NULL: null */
void json_count(struct json_writer *j, const char *key, uint64_t value);
void json_bool(struct json_writer *j, const char *key, bool value);
void json_null(struct json_writer *j, const char *key);

/* value between quotes; what is not UTF-8 becomes U+FFFD. */
void json_quote(struct buf *out, const char *value);

#endif
