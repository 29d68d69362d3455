/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chunks in a list, each twice as large as the one before up to a bound, since many arenas
 * hold little. A request over a quarter of the largest gets a chunk of its own.
 */
#include "util/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/alloc.h"

enum { CHUNK_FIRST = 2 * 1024, CHUNK = 64 * 1024, ALIGN = 16 };

struct chunk {
	struct chunk *next;
	_Alignas(ALIGN) unsigned char data[];
};

struct arena {
	struct chunk *chunks;
	unsigned char *at;
	size_t left;
	size_t size;	/* of the last chunk that is shared */
};

struct arena *arena_new(void)
{
	return alloc_zero(1, sizeof(struct arena));
}

void arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	for (struct chunk *c = a->chunks, *next; c != NULL; c = next) {
		next = c->next;
		free(c);
	}
	free(a);
}

void arena_cleanup(struct arena **a)
{
	arena_free(*a);
}

static struct chunk *add_chunk(struct arena *a, size_t size)
{
	struct chunk *c = alloc_zero(1, sizeof(*c) + size);

	c->next = a->chunks;
	a->chunks = c;
	return c;
}

void *arena_alloc(struct arena *a, size_t size)
{
	void *p;

	if (size > SIZE_MAX - sizeof(struct chunk) - ALIGN)
		BUG("arena request without a limit");
	size = (size / ALIGN + 1) * ALIGN;
	if (size > CHUNK / 4)
		return add_chunk(a, size)->data;
	if (size > a->left) {
		do
			a->size = a->size == 0 ? CHUNK_FIRST : a->size * 2;
		while (a->size < size);
		if (a->size > CHUNK)
			a->size = CHUNK;
		a->at = add_chunk(a, a->size)->data;
		a->left = a->size;
	}
	p = a->at;
	a->at += size;
	a->left -= size;
	return p;
}

char *arena_text_n(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	memcpy(copy, s, n);
	return copy;
}

char *arena_text(struct arena *a, const char *s)
{
	return s == NULL ? NULL : arena_text_n(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list ap;
	char *text;
	int n;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n < 0)
		BUG("bad format");
	text = arena_alloc(a, (size_t)n + 1);
	va_start(ap, format);
	vsnprintf(text, (size_t)n + 1, format, ap);
	va_end(ap);
	return text;
}
