/* SPDX-License-Identifier: Apache-2.0 */
/* Destructors at the end of scope: declare and initialise together. */
#ifndef UTIL_CLEANUP_H
#define UTIL_CLEANUP_H

#include <stdio.h>
#include <stdlib.h>

/* fn is called with the address of the variable when it leaves scope. */
#define CLEANUP(fn) __attribute__((cleanup(fn)))

/* The value of p; p itself becomes NULL, so its destructor has nothing to do. */
#define TAKE(p) (__extension__({ __typeof__(p) taken_ = (p); (p) = NULL; taken_; }))

/* For `CLEANUP(cleanup_free) char *s = NULL;` */
static inline void cleanup_free(void *pp)
{
	free(*(void **)pp);
}

static inline void cleanup_file(FILE **f)
{
	if (*f != NULL)
		fclose(*f);
}

#endif
