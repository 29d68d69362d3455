/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that is freed all at once. What an arena gives out stays valid and in place until
 * arena_free(). Not safe for use by two threads at a time.
 */
#ifndef UTIL_ARENA_H
#define UTIL_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);	/* NULL is fine */
void arena_cleanup(struct arena **a);	/* for CLEANUP() */

void *arena_alloc(struct arena *a, size_t size);	/* zeroed, aligned for any type */
char *arena_text(struct arena *a, const char *s);	/* copy; NULL gives NULL */
char *arena_text_n(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
