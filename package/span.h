/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes one can read at any place: part of an open file, or memory. Never a mapping. */
#ifndef PACKAGE_SPAN_H
#define PACKAGE_SPAN_H

#include <stddef.h>
#include <stdint.h>

#include "util/digest.h"

struct err;

struct span {
	int fd;			    /* not owned; unused when bytes is set */
	const unsigned char *bytes; /* not owned; NULL for a file */
	uint64_t base;		    /* where the span begins in the file */
	uint64_t size;
};

struct span span_of_file(int fd, uint64_t base, uint64_t size);
struct span span_of_memory(const void *bytes, size_t size);
/* The part from start up to end; both are inside the span. */
struct span span_part(const struct span *s, uint64_t start, uint64_t end);

/* Exactly n bytes from `at`. -1 with err when they are not there or cannot be read. */
int span_read(const struct span *s, uint64_t at, void *to, size_t n, struct err *err);

/* The SHA-256 of a span, a piece at a time, so that other work can come between. */
struct span_digest;
struct span_digest *span_digest_new(const struct span *s);
void span_digest_free(struct span_digest *d);	/* NULL is fine */
/* 1: there is more; 0: that was all, and hex is filled in, once; -1 with err. */
int span_digest_step(struct span_digest *d, char hex[DIGEST_HEX], struct err *err);

#endif
