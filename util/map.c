/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Open addressing, FNV-1a, at most half full. The hash begins with the address of the slots, which
 * nobody outside knows, so a package cannot bring names that were made to collide.
 */
#include "util/map.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "util/alloc.h"

static uint64_t hash(const struct map *m, const char *s)
{
	uint64_t h = 1469598103934665603u ^ (uintptr_t)m->slots * 0x9e3779b97f4a7c15u;

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h ^ (h >> 29);
}

static struct map_slot *slot(const struct map *m, const char *key)
{
	size_t at = (size_t)hash(m, key) & (m->size - 1);

	while (m->slots[at].key != NULL && strcmp(m->slots[at].key, key) != 0)
		at = (at + 1) & (m->size - 1);
	return &m->slots[at];
}

static void grow(struct map *m)
{
	struct map old = *m;

	m->size = old.size == 0 ? 64 : old.size * 2;
	m->slots = alloc_zero(m->size, sizeof(*m->slots));
	for (size_t i = 0; i < old.size; i++)
		if (old.slots[i].key != NULL)
			*slot(m, old.slots[i].key) = old.slots[i];
	free(old.slots);
}

void *map_get(const struct map *m, const char *key)
{
	return m->size == 0 ? NULL : slot(m, key)->value;
}

void *map_add(struct map *m, const char *key, void *value)
{
	struct map_slot *s;

	if (m->len * 2 >= m->size)
		grow(m);
	s = slot(m, key);
	if (s->key != NULL)
		return s->value;
	s->key = key;
	s->value = value;
	m->len++;
	return NULL;
}

void map_release(struct map *m)
{
	free(m->slots);
	memset(m, 0, sizeof(*m));
}
