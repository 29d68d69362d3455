/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/java_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/mkmda_class.c"

enum { WORDS_MAX = 64 };

void mk_fail(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vprint_error(format, ap);
	va_end(ap);
	abort();
}

uint64_t mk_number(const char *text)
{
	return strtoull(text, NULL, 10);
}

void java_class_bytes(struct buf *out, const char *directive)
{
	char copy[2048], *words[WORDS_MAX], *at = copy;
	size_t n = 0;

	assert_true(strlen(directive) < sizeof(copy));
	memcpy(copy, directive, strlen(directive) + 1);
	while (*at != '\0' && n < WORDS_MAX) {
		words[n++] = at;
		at += strcspn(at, " ");
		if (*at == ' ')
			*at++ = '\0';
	}
	buf_clear(out);
	class_write(out, words, n);
}
