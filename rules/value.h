/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The forms that words in a pack may have: ids, dates, editions, efforts. One row a form says
 * how it reads in a message and as a pattern of rules.rng; value_ok() accepts the same.
 */
#ifndef RULES_VALUE_H
#define RULES_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/outcome.h"

enum value_form {
	VALUE_TEXT,	/* anything but blank */
	VALUE_ANY,	/* anything, also nothing */
	VALUE_ID,	/* mail/javamail */
	VALUE_NAME,	/* package-limit */
	VALUE_WORD,	/* one of a list that the table gives */
	VALUE_DATE,	/* 2026-11-20 */
	VALUE_EDITION,	/* 2024 */
	VALUE_EFFORT,	/* 2-6h */
	VALUE_HOURS,	/* 40h */
	VALUE_COUNT,	/* 3 */
	VALUE_HTTPS,	/* https://… */
	VALUE_YES,	/* yes or no */
	VALUE_DURATION,	/* 30min, 2-6h, 1-2d, 3w */
	VALUE_STATEMENT,	/* NET-001 */
	VALUE_STATEMENTS,	/* NET-001 URL-012 */
	VALUE_FORM_COUNT
};

struct value_def {
	const char *pattern;	/* for rules.rng (XML Schema); NULL: no pattern */
	const char *like;	/* for messages: "a date such as 2026-11-20" */
};

extern const struct value_def value_defs[VALUE_FORM_COUNT];

/* words: "a|b|c" for VALUE_WORD, NULL otherwise. */
bool value_ok(enum value_form form, const char *words, const char *text);

/* Days from 1970-01-01 to YYYY-MM-DD, with or without a time behind; false if it is no date. */
bool value_days(const char *text, int64_t *days);

/* Both need text that value_ok() accepts. */
void value_effort(const char *text, unsigned *min, unsigned *max);
unsigned value_hours(const char *text);

/* Types of parameters: "bytes", "int", "string", "version", "date". */
bool value_param_ok(const char *type, const char *text);
bool value_param_number(const char *type, const char *text, double *out);	/* false: text */

#endif
