/* SPDX-License-Identifier: Apache-2.0 */
#include "util/vec.h"

#include <stdlib.h>
#include <string.h>

#include "util/alloc.h"

void vec_push(struct vec *v, void *item)
{
	if (v->len == v->size) {
		v->size = v->size == 0 ? 16 : v->size * 2;
		v->items = alloc_resize(v->items, v->size * sizeof(void *));
	}
	v->items[v->len++] = item;
}

void vec_release(struct vec *v)
{
	free(v->items);
	memset(v, 0, sizeof(*v));
}

static void merge(void **items, void **spare, size_t n,
		  int (*compare)(const void *, const void *))
{
	size_t half = n / 2, a = 0, b = half, at = 0;

	if (n < 2)
		return;
	merge(items, spare, half, compare);
	merge(items + half, spare, n - half, compare);
	if (compare(items[half - 1], items[half]) <= 0)
		return;
	memcpy(spare, items, n * sizeof(void *));
	while (a < half && b < n)
		items[at++] = compare(spare[a], spare[b]) <= 0 ? spare[a++] : spare[b++];
	while (a < half)
		items[at++] = spare[a++];
	while (b < n)
		items[at++] = spare[b++];
}

void vec_sort(struct vec *v, int (*compare)(const void *, const void *))
{
	void **spare;

	if (v->len < 2)
		return;
	spare = alloc_bytes(v->len * sizeof(void *));
	merge(v->items, spare, v->len, compare);
	free(spare);
}
