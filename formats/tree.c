/* SPDX-License-Identifier: Apache-2.0 */
/* The tree itself, and what plain words mean: the core schema of YAML 1.2. */
#include "formats/tree.h"

#include <stdio.h>
#include <string.h>

#include "core/secret.h"
#include "util/arena.h"
#include "util/text.h"

enum { PATH_DEPTH = 16 };

struct tree *tree_add(struct arena *arena, struct tree *parent, enum tree_kind kind,
		      const char *key)
{
	struct tree *t = arena_alloc(arena, sizeof(*t));
	struct tree *last;

	t->kind = kind;
	t->key = key;
	t->text = "";
	t->parent = parent;
	if (parent == NULL)
		return t;
	last = parent->last;
	if (last == NULL)
		parent->first = t;
	else
		last->next = t;
	parent->last = t;
	parent->count++;
	return t;
}

static size_t digits(const char *s)
{
	return strspn(s, "0123456789");
}

static bool is_number(const char *s)
{
	size_t whole, part = 0;

	s += *s == '-' || *s == '+';
	whole = digits(s);
	s += whole;
	if (*s == '.') {
		part = digits(s + 1);
		s += 1 + part;
	}
	if (whole + part == 0)
		return false;
	if (*s == 'e' || *s == 'E') {
		s += 1 + (s[1] == '-' || s[1] == '+');
		if (digits(s) == 0)
			return false;
		s += digits(s);
	}
	return *s == '\0';
}

enum tree_kind tree_kind_of(const char *word)
{
	if (word[0] == '\0' || text_is_word("~|null|Null|NULL", word))
		return TREE_NULL;
	if (text_is_word("true|True|TRUE|false|False|FALSE", word))
		return TREE_BOOL;
	return is_number(word) ? TREE_NUMBER : TREE_TEXT;
}

struct tree *tree_get(const struct tree *t, const char *key)
{
	if (t == NULL || t->kind != TREE_MAP)
		return NULL;
	for (struct tree *c = t->first; c != NULL; c = c->next)
		if (strcmp(c->key, key) == 0)
			return c;
	return NULL;
}

bool tree_is_single(const struct tree *t)
{
	return t->kind == TREE_BOOL || t->kind == TREE_NUMBER || t->kind == TREE_TEXT;
}

const char *tree_text(const struct tree *t, const char *key)
{
	const struct tree *c = tree_get(t, key);

	return c != NULL && tree_is_single(c) ? c->text : NULL;
}

const char *tree_kind_name(enum tree_kind kind)
{
	static const char *const names[] = {
		[TREE_NULL] = "empty", [TREE_BOOL] = "true or false", [TREE_NUMBER] = "a number",
		[TREE_TEXT] = "a text", [TREE_LIST] = "a list", [TREE_MAP] = "a map",
	};

	return names[kind];
}

static size_t place_in(const struct tree *t)
{
	size_t i = 0;

	for (const struct tree *c = t->parent->first; c != t; c = c->next)
		i++;
	return i;
}

void tree_path(const struct tree *t, struct arena *arena, char *path, size_t size)
{
	const struct tree *way[PATH_DEPTH];
	size_t n = 0, at = 0;

	for (; t->parent != NULL && n < PATH_DEPTH; t = t->parent)
		way[n++] = t;
	path[0] = '\0';
	while (n-- > 0 && at < size) {
		if (way[n]->key == NULL)
			at += (size_t)snprintf(path + at, size - at, "[%zu]", place_in(way[n]));
		else
			at += (size_t)snprintf(path + at, size - at, "%s%.80s",
					       at > 0 ? "." : "",
					       secret_mask(arena, NULL, way[n]->key, false));
	}
}
