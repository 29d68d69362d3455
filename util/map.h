/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A map from C strings to pointers. Keys are not copied: they must outlive the map.
 * Iteration is not offered, so no output can depend on hash order.
 */
#ifndef UTIL_MAP_H
#define UTIL_MAP_H

#include <stddef.h>

struct map_slot {
	const char *key;
	void *value;
};

struct map {
	struct map_slot *slots;
	size_t len;
	size_t size;
};

void *map_get(const struct map *m, const char *key);	/* NULL when absent */
/* Returns the value that was there before (and is kept), or NULL after adding. */
void *map_add(struct map *m, const char *key, void *value);
void map_release(struct map *m);

#endif
