/* SPDX-License-Identifier: Apache-2.0 */
/* Allocation that never returns NULL: out of memory ends the program with status 5. */
#ifndef UTIL_ALLOC_H
#define UTIL_ALLOC_H

#include <stddef.h>

void *alloc_bytes(size_t size);
void *alloc_zero(size_t count, size_t size);	/* overflow of count * size ends the program */
void *alloc_resize(void *old, size_t size);
char *alloc_text(const char *s);		/* copy of a C string, free() it */
char *alloc_text_n(const char *s, size_t n);	/* copy of n bytes and a NUL */

/* Our own bug, never bad input: prints file and line, then aborts. */
_Noreturn void alloc_bug(const char *file, int line, const char *what);
#define BUG(what) alloc_bug(__FILE__, __LINE__, (what))

#endif
