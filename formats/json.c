/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON through jansson. Jansson forgets where a value stood, but keeps the order of members; so
 * the text, known to be valid, is walked once more beside its values. Numbers stand as written.
 */
#include "formats/tree.h"

#include <string.h>

#include <jansson.h>

#include "core/limits.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

struct walk {
	const char *at, *end;
	unsigned line;
	uint64_t depth;
	const struct limits *limits;
	struct arena *arena;
	struct err *err;
};

static void release_json(json_t **j)
{
	json_decref(*j);
}

/* Over blanks, commas and colons to the next value or bracket. */
static void skip(struct walk *w)
{
	for (; w->at < w->end && memchr(" \t\r\n,:", *w->at, 6) != NULL; w->at++)
		w->line += *w->at == '\n';
}

static void skip_text(struct walk *w)
{
	for (w->at++; w->at < w->end && *w->at != '"'; w->at++)
		w->at += *w->at == '\\';
	w->at++;
}

static void skip_word(struct walk *w)
{
	while (w->at < w->end && memchr(" \t\r\n,:]}", *w->at, 8) == NULL)
		w->at++;
}

static int copy(struct walk *w, const json_t *j, struct tree *parent, const char *key,
		struct tree **out);

static int copy_members(struct walk *w, const json_t *j, struct tree *t)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)j, key, value) {
		unsigned line;
		struct tree *c;

		skip(w);
		line = w->line;
		skip_text(w);
		skip(w);
		if (copy(w, value, t, text_intern(w->arena, key, strlen(key)), &c) != 0)
			return -1;
		c->line = line;
	}
	return 0;
}

static int copy_items(struct walk *w, const json_t *j, struct tree *t)
{
	struct tree *c;

	for (size_t i = 0; i < json_array_size(j); i++) {
		skip(w);
		if (copy(w, json_array_get(j, i), t, NULL, &c) != 0)
			return -1;
	}
	return 0;
}

static int copy_inside(struct walk *w, const json_t *j, struct tree *t)
{
	int result;

	if (w->depth >= w->limits->depth)
		return err_set(w->err, "line %u: nested deeper than --max-depth allows", w->line);
	w->depth++;
	w->at++;
	result = json_is_object(j) ? copy_members(w, j, t) : copy_items(w, j, t);
	skip(w);
	w->at++;
	w->depth--;
	return result;
}

static enum tree_kind kind_of(const json_t *j)
{
	switch (json_typeof(j)) {
	case JSON_OBJECT:
		return TREE_MAP;
	case JSON_ARRAY:
		return TREE_LIST;
	case JSON_STRING:
		return TREE_TEXT;
	case JSON_INTEGER:
	case JSON_REAL:
		return TREE_NUMBER;
	case JSON_TRUE:
	case JSON_FALSE:
		return TREE_BOOL;
	default:
		return TREE_NULL;
	}
}

/* The value at w->at and all in it; leaves w->at behind it. */
static int copy(struct walk *w, const json_t *j, struct tree *parent, const char *key,
		struct tree **out)
{
	struct tree *t = tree_add(w->arena, parent, kind_of(j), key);
	const char *start = w->at;

	*out = t;
	t->line = w->line;
	if (t->kind == TREE_MAP || t->kind == TREE_LIST)
		return copy_inside(w, j, t);
	if (t->kind == TREE_TEXT)
		skip_text(w);
	else
		skip_word(w);
	if (t->kind == TREE_TEXT)
		t->text = text_intern(w->arena, json_string_value(j), json_string_length(j));
	else if (t->kind != TREE_NULL)
		t->text = arena_text_n(w->arena, start, (size_t)(w->at - start));
	return 0;
}

/* Jansson cites what it stumbled over; that is left out, since it may be a secret. */
static int broken(const json_error_t *e, struct err *err)
{
	const char *near = strstr(e->text, " near ");
	int n = near == NULL ? (int)strlen(e->text) : (int)(near - e->text);

	if (json_error_code(e) == json_error_duplicate_key)
		return err_set(err, "line %d: a name stands twice", e->line);
	return err_set(err, "line %d: %.*s", e->line, n, e->text);
}

int tree_from_json(struct tree **out, const char *bytes, size_t len,
		   const struct limits *limits, struct arena *arena, struct err *err)
{
	CLEANUP(release_json) json_t *j = NULL;
	json_error_t why;
	struct tree *root;
	struct walk w = { .line = 1, .limits = limits, .arena = arena, .err = err };

	j = json_loadb(bytes, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY |
		       JSON_DECODE_INT_AS_REAL, &why);
	if (j == NULL)
		return broken(&why, err);
	w.at = bytes;
	w.end = bytes + len;
	skip(&w);
	if (copy(&w, j, NULL, NULL, &root) != 0)
		return -1;
	*out = root;
	return 0;
}
