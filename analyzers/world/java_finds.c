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
	uint32_t len, row;
};

/* Most names are of no interest to any find: they share the first row. */
struct java_names {
	struct kept *slots;
	uint64_t *rows;		/* words for each */
	uint64_t *at_hand;	/* of the name that was asked last */
	size_t size, len, words;
	size_t row_count, row_size;
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
	n->row_count = n->row_size = 1;
	n->rows = alloc_zero(words, sizeof(*n->rows));
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
	free(n->rows);
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
	/* Pages that are read before they are written fault twice, the second time on all cores. */
	n->slots = alloc_bytes(n->size * sizeof(*n->slots));
	memset(n->slots, 0, n->size * sizeof(*n->slots));
	for (size_t i = 0; i < old.size; i++) {
		const struct kept *k = &old.slots[i];

		if (k->name != NULL)
			n->slots[place_of(n, (struct class_text){ k->name, k->len }, k->hash)] = *k;
	}
	free(old.slots);
}

/* The row of the answer at hand. */
static uint32_t keep_row(struct java_names *n)
{
	size_t bytes = n->words * sizeof(*n->rows);

	if (memcmp(n->rows, n->at_hand, bytes) == 0)
		return 0;
	if (n->row_count == n->row_size) {
		n->row_size *= 2;
		n->rows = alloc_resize(n->rows, n->row_size * bytes);
	}
	memcpy(n->rows + n->row_count * n->words, n->at_hand, bytes);
	return (uint32_t)n->row_count++;
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

static void ask_finds(struct java_scan *s, struct java_names *n, struct class_text name)
{
	const struct java_find_list *l = &s->worker->finds->targets[n->scope];
	struct class_text text = java_text(s, name);

	memset(n->at_hand, 0, n->words * sizeof(*n->at_hand));
	for (size_t i = 0; i < l->count; i++) {
		unsigned find = l->items[i];

		if (java_find_takes(s, find, FIND_F_CLASS, text.bytes, text.len))
			n->at_hand[find / 64] |= UINT64_C(1) << find % 64;
	}
}

const uint64_t *java_names_ask(struct java_scan *s, enum java_scope scope, struct class_text name,
			       uint64_t hash)
{
	struct java_names *n = s->worker->names[scope];
	size_t at = place_of(n, name, hash);

	if (n->slots[at].name != NULL)
		return n->rows + n->slots[at].row * n->words;
	ask_finds(s, n, name);
	if (n->len >= KEPT_MAX)
		return n->at_hand;
	if (n->len * 2 >= n->size) {
		grow(n);
		at = place_of(n, name, hash);
	}
	n->slots[at] = (struct kept){ hash, arena_text_n(n->arena, name.bytes, name.len),
				      (uint32_t)name.len, keep_row(n) };
	n->len++;
	return n->at_hand;
}
