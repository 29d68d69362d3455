/* SPDX-License-Identifier: Apache-2.0 */
/* The one place that meets an empty heap. */
#include "util/alloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATUS_INTERNAL = 5 };

static void *check(void *p)
{
	if (p == NULL) {
		fputs("mxaudit: out of memory\n", stderr);
		exit(STATUS_INTERNAL);
	}
	return p;
}

void *alloc_bytes(size_t size)
{
	return check(malloc(size == 0 ? 1 : size));
}

void *alloc_zero(size_t count, size_t size)
{
	return check(calloc(count == 0 ? 1 : count, size == 0 ? 1 : size));
}

void *alloc_resize(void *old, size_t size)
{
	return check(realloc(old, size == 0 ? 1 : size));
}

char *alloc_text_n(const char *s, size_t n)
{
	char *copy = alloc_bytes(n + 1);

	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *alloc_text(const char *s)
{
	return alloc_text_n(s, strlen(s));
}

void alloc_bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "mxaudit: bug at %s:%d: %s\n", file, line, what);
	abort();
}
