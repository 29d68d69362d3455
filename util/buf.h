/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing byte buffer with a maximum from birth. Going over the maximum sets `over`, drops
 * what does not fit and every later addition; test it once at the end.
 */
#ifndef UTIL_BUF_H
#define UTIL_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data;	/* NUL-terminated once something was added; may be NULL before */
	size_t len;	/* bytes, without that NUL */
	size_t size;	/* allocated */
	size_t max;	/* most that len may become */
	bool over;
};

void buf_init(struct buf *b, size_t max);
void buf_release(struct buf *b);	/* for CLEANUP() too; leaves an empty buffer */
void buf_clear(struct buf *b);		/* keeps the memory */

void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *buf_text(const struct buf *b);	/* "" for an empty buffer */

#endif
