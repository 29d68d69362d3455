/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What went wrong with a call that returned -1. The first cause wins; callers add where.
 * Messages: where, what, details; names in single quotes; lower case; no full stop.
 */
#ifndef UTIL_ERR_H
#define UTIL_ERR_H

#include <stdbool.h>

struct err {
	bool set;
	char text[1024];	/* UTF-8, NUL-terminated, cut when longer */
};

#define ERR_NONE { .set = false }

/* Sets the text unless one is set already. Always returns -1, for `return err_set(…)`. */
int err_set(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts "PLACE: " before the text. Always returns -1. */
int err_in(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
