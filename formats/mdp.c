/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model.mdp has no header, no count and no trailer: a document's length leads to the
 * next one. Studio Pro writes $ID and $Type first, so the type's name stands at
 * byte 41.
 */
#include "formats/mdp.h"

#include <string.h>

#include "util/cursor.h"
#include "util/err.h"
#include "util/text.h"

enum { SMALLEST = 5, TYPE_LENGTH_AT = 37, TYPE_AT = 41 };

void mdp_begin(struct mdp_walk *w, const void *bytes, size_t len, struct arena *arena)
{
	w->data = bytes;
	w->len = len;
	w->at = 0;
	w->arena = arena;
}

/* The type where Studio Pro puts it, NULL when the document starts otherwise. */
static const char *type_in_place(struct doc d, struct arena *arena)
{
	static const char id[] = "\x05$ID\0\x10\0\0", type[] = "\x02$Type";
	struct cursor c;
	uint32_t n;

	if (d.len <= TYPE_AT || memcmp(d.data + 4, id, sizeof(id)) != 0 ||
	    memcmp(d.data + 30, type, sizeof(type)) != 0)
		return NULL;
	cursor_init(&c, d.data, d.len);
	cursor_skip(&c, TYPE_LENGTH_AT);
	n = cursor_le32(&c);
	if (n == 0 || n > cursor_left(&c) || d.data[TYPE_AT + n - 1] != 0)
		return NULL;
	return text_borrow(arena, (const char *)d.data + TYPE_AT, n - 1);
}

int mdp_next(struct mdp_walk *w, struct mdp_unit *out, struct err *err)
{
	size_t left = w->len - w->at;
	struct cursor c;
	struct doc d;

	if (left == 0)
		return 0;
	cursor_init(&c, w->data + w->at, left);
	d.data = w->data + w->at;
	d.len = cursor_le32(&c);
	if (c.bad)
		return err_set(err, "byte %zu: %zu bytes left, too few for a document",
			       w->at, left);
	if (d.len < SMALLEST || d.len > left)
		return err_set(err, "byte %zu: document of %zu bytes, %zu are left",
			       w->at, d.len, left);
	if (d.data[d.len - 1] != 0)
		return err_set(err,
			       "byte %zu: document of %zu bytes does not end there",
			       w->at, d.len);
	out->doc = d;
	out->offset = w->at;
	out->type = type_in_place(d, w->arena);
	if (out->type == NULL)
		out->type = doc_str(d, "$Type", w->arena);
	w->at += d.len;
	return 1;
}
