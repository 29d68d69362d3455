/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One BSON document of model.mdp, looked at in place. A `struct bson_doc` is a view: pointer and
 * length into bytes that outlive it. All look-ups take fields by name, since their order differs
 * between versions. A wrong type reads as absent; a broken document is told by doc_check().
 */
#ifndef FORMATS_BSON_H
#define FORMATS_BSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;

struct doc {
	const unsigned char *data;	/* the 4-byte length and all after it; NULL: absent */
	size_t len;
};

/*
 * Walks the whole document: lengths, types, strings, depth. -1 with the byte in err, counted from
 * the start of the document. The getters stay inside the bytes of an unchecked document too.
 */
int doc_check(struct doc d, uint64_t max_depth, struct err *err);

const char *doc_type(struct doc d);	/* its $Type, "" when absent */
/* "" for absent, null or not a string. Borrowed from the bytes where these are clean. */
const char *doc_str(struct doc d, const char *field, struct arena *a);
bool doc_has(struct doc d, const char *field);			/* there, and not null */
bool doc_bool(struct doc d, const char *field, bool otherwise);
/* An int64, an int32, or a string of digits. */
int64_t doc_int(struct doc d, const char *field, int64_t otherwise);
int64_t doc_time(struct doc d, const char *field, int64_t otherwise);	/* Unix ms */
struct doc doc_doc(struct doc d, const char *field);		/* .data NULL when absent or null */
const unsigned char *doc_id(struct doc d, const char *field);	/* 16 bytes, or NULL */

/* Walks an array field: elements that are documents, or strings. */
struct doc_iter {
	const unsigned char *at, *end;
};
struct doc_iter doc_array(struct doc d, const char *field);
bool doc_next(struct doc_iter *it, struct doc *out);		/* skips elements of other types */
bool doc_next_str(struct doc_iter *it, struct arena *a, const char **out);
size_t doc_array_len(struct doc d, const char *field);		/* elements of any type */

typedef void doc_string_fn(void *arg, const char *field, const char *text, size_t n);
/* Calls see() for every string in d and in the documents inside it; text is n bytes, then NUL. */
void doc_each_string(struct doc d, doc_string_fn *see, void *arg);

#endif
