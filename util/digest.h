/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256, in pieces or at once, as lower-case hex. */
#ifndef UTIL_DIGEST_H
#define UTIL_DIGEST_H

#include <stddef.h>

enum {
	DIGEST_HEX = 65,	/* 64 digits and a NUL */
	DIGEST_BASE64 = 45	/* 44 characters and a NUL */
};

struct digest;

struct digest *digest_new(void);
void digest_free(struct digest *d);		/* NULL is fine */
void digest_add(struct digest *d, const void *bytes, size_t n);
void digest_finish(struct digest *d, char hex[DIGEST_HEX]);	/* once */

void digest_of(const void *bytes, size_t n, char hex[DIGEST_HEX]);
/* The same digest in base64, as content security policies want it. */
void digest_base64(const void *bytes, size_t n, char out[DIGEST_BASE64]);

#endif
