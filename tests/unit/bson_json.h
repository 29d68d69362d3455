/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BSON out of JSON for unit tests, by libbson, so that another hand than ours writes
 * what ours reads. In the JSON a single quote stands for a double one, and a backquote
 * for a single one.
 */
#ifndef TESTS_UNIT_BSON_JSON_H
#define TESTS_UNIT_BSON_JSON_H

#include <string.h>

#include <bson/bson.h>

#include "util/alloc.h"
#include "util/buf.h"

/* The value of an $ID: n is one of the characters A to Z. */
#define ID(n) "{'$binary':{'base64':'AAAAAAAAAAAAAAAAAAAA" n "A==','subType':'00'}}"

static inline void add_json(struct buf *out, const char *json)
{
	char *text = alloc_text(json);
	bson_error_t why;
	bson_t *doc;

	for (char *p = text; *p != '\0'; p++)
		*p = *p == '\'' ? '"' : *p == '`' ? '\'' : *p;
	doc = bson_new_from_json((const uint8_t *)text, -1, &why);
	if (doc == NULL)
		BUG(why.message);
	buf_add(out, bson_get_data(doc), doc->len);
	bson_destroy(doc);
	free(text);
}

#endif
