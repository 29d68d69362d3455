/* SPDX-License-Identifier: Apache-2.0 */
/* A growing list of pointers; it does not own what they point to. */
#ifndef UTIL_VEC_H
#define UTIL_VEC_H

#include <stddef.h>

struct vec {
	void **items;
	size_t len;
	size_t size;
};

void vec_push(struct vec *v, void *item);
void vec_release(struct vec *v);	/* for CLEANUP() too; frees the list, not the items */

/* Stable merge sort; compare gets two items (not their addresses). */
void vec_sort(struct vec *v, int (*compare)(const void *, const void *));

#endif
