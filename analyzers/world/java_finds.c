/* SPDX-License-Identifier: Apache-2.0 */
#include "analyzers/world/java_finds.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/world/java_scan.h"
#include "core/find.h"
#include "core/pattern.h"
#include "util/alloc.h"
#include "util/arena.h"

enum { KEPT_MAX = 1 << 16 };

static bool in_scope(const struct find *f, enum java_scope scope)
{
	if (find_says(f, FIND_F_SCOPE, "own"))
		return scope == JAVA_OWN;
	if (find_says(f, FIND_F_SCOPE, "library"))
		return scope == JAVA_LIBRARY;
	return true;
}

static bool looks_at_targets(const struct find *f)
{
	return f->kind == FIND_JAVA_REFERENCE || f->kind == FIND_JAVA_CALL;
}

static void list_find(struct java_find_list *l, size_t find)
{
	l->items = alloc_resize(l->items, (l->count + 1) * sizeof(*l->items));
	l->items[l->count++] = (unsigned)find;
}

static void use_find(struct java_finds *f, size_t find, enum java_scope scope)
{
	if (looks_at_targets(f->all[find]))
		list_find(&f->targets[scope], find);
	if (f->all[find]->kind == FIND_JAVA_STRING)
		list_find(&f->strings[scope], find);
	if (f->all[find]->kind == FIND_JAVA_FIELD)
		list_find(&f->fields[scope], find);
}

void java_finds_init(struct java_finds *f, const struct find *const *all, size_t count)
{
	memset(f, 0, sizeof(*f));
	f->all = all;
	f->count = count;
	f->words = count / 64 + 1;
	for (size_t i = 0; i < count; i++)
		for (int scope = 0; scope < JAVA_SCOPES; scope++)
			if (in_scope(all[i], (enum java_scope)scope))
				use_find(f, i, (enum java_scope)scope);
}

void java_finds_release(struct java_finds *f)
{
	for (int scope = 0; scope < JAVA_SCOPES; scope++) {
		free(f->targets[scope].items);
		free(f->strings[scope].items);
		free(f->fields[scope].items);
	}
	memset(f, 0, sizeof(*f));
}

/* -- answers -- */

struct kept {
	uint64_t hash;
	const char *name;	/* NULL: free */
	size_t len;
};

struct java_names {
	struct kept *slots;
	uint64_t *bits;		/* words for each slot */
	uint64_t *at_hand;	/* where nothing may be kept any more */
	size_t size, len, words;
	enum java_scope scope;
	struct arena *arena;
};

struct java_names *java_names_new(enum java_scope scope, size_t words)
{
	struct java_names *n = alloc_zero(1, sizeof(*n));

	n->scope = scope;
	n->words = words;
	n->size = 1024;
	n->slots = alloc_zero(n->size, sizeof(*n->slots));
	n->bits = alloc_zero(n->size * words, sizeof(*n->bits));
	n->at_hand = alloc_zero(words, sizeof(*n->at_hand));
	n->arena = arena_new();
	return n;
}

void java_names_free(struct java_names *n)
{
	if (n == NULL)
		return;
	arena_free(n->arena);
	free(n->slots);
	free(n->bits);
	free(n->at_hand);
	free(n);
}

static size_t place_of(const struct java_names *n, struct class_text name, uint64_t hash)
{
	size_t at = (size_t)(hash ^ hash >> 32) & (n->size - 1);

	while (n->slots[at].name != NULL &&
	       (n->slots[at].hash != hash || n->slots[at].len != name.len ||
		memcmp(n->slots[at].name, name.bytes, name.len) != 0))
		at = (at + 1) & (n->size - 1);
	return at;
}

static void grow(struct java_names *n)
{
	struct java_names old = *n;

	n->size *= 2;
	n->slots = alloc_zero(n->size, sizeof(*n->slots));
	n->bits = alloc_zero(n->size * n->words, sizeof(*n->bits));
	for (size_t i = 0; i < old.size; i++) {
		const struct kept *k = &old.slots[i];
		size_t at;

		if (k->name == NULL)
			continue;
		at = place_of(n, (struct class_text){ k->name, k->len }, k->hash);
		n->slots[at] = *k;
		memcpy(n->bits + at * n->words, old.bits + i * n->words,
		       n->words * sizeof(*n->bits));
	}
	free(old.slots);
	free(old.bits);
}

struct class_text java_text(struct java_scan *s, struct class_text t)
{
	struct buf *b = &s->worker->text;

	if (class_text_ascii(t))
		return t;
	buf_clear(b);
	class_text_add(b, t);
	return (struct class_text){ buf_text(b), b->len };
}

bool java_find_takes(struct java_scan *s, size_t find, int field, const char *text, size_t n)
{
	const struct find *f = s->worker->finds->all[find];
	int result;

	if (f->pattern[field] == NULL)
		return true;
	result = pattern_matches(f->pattern[field], s->worker->scratch, text, n);
	s->part->gave_up[find] |= result < 0;
	return result == 1;
}

static void ask_finds(struct java_scan *s, const struct java_names *n, struct class_text name,
		      uint64_t *bits)
{
	const struct java_find_list *l = &s->worker->finds->targets[n->scope];
	struct class_text text = java_text(s, name);

	memset(bits, 0, n->words * sizeof(*bits));
	for (size_t i = 0; i < l->count; i++) {
		unsigned find = l->items[i];

		if (java_find_takes(s, find, FIND_F_CLASS, text.bytes, text.len))
			bits[find / 64] |= UINT64_C(1) << find % 64;
	}
}

const uint64_t *java_names_ask(struct java_scan *s, enum java_scope scope, struct class_text name,
			       uint64_t hash)
{
	struct java_names *n = s->worker->names[scope];
	size_t at = place_of(n, name, hash);

	if (n->slots[at].name != NULL)
		return n->bits + at * n->words;
	if (n->len >= KEPT_MAX) {
		ask_finds(s, n, name, n->at_hand);
		return n->at_hand;
	}
	if (n->len * 2 >= n->size) {
		grow(n);
		at = place_of(n, name, hash);
	}
	n->slots[at] = (struct kept){ hash, arena_text_n(n->arena, name.bytes, name.len),
				      name.len };
	n->len++;
	ask_finds(s, n, name, n->bits + at * n->words);
	return n->bits + at * n->words;
}
