/* SPDX-License-Identifier: Apache-2.0 */
/* Text from outside: the only gate to C strings, and small things one does with them. */
#ifndef UTIL_TEXT_H
#define UTIL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;

/*
 * The n bytes at p as a C string: valid UTF-8, no NUL inside. Bytes that are not UTF-8, and
 * NUL, become U+FFFD. text_intern() always copies; text_borrow() returns p itself where p[n] is
 * NUL and nothing had to be mended, so the bytes at p must then outlive the string.
 */
const char *text_intern(struct arena *a, const char *p, size_t n);
const char *text_borrow(struct arena *a, const char *p, size_t n);
bool text_is_utf8(const char *p, size_t n);	/* false with a NUL inside too */

/* Length in bytes of the UTF-8 character at p (1 for a bad byte); n > 0 bytes are there. */
size_t text_char_len(const char *p, size_t n);
size_t text_columns(const char *s);	/* characters of a C string, as a terminal counts roughly */

bool text_starts(const char *s, const char *prefix);
bool text_ends(const char *s, const char *suffix);
int text_compare_lower(const char *a, const char *b);	/* ASCII case folded */
bool text_is_word(const char *words, const char *s);	/* s is one of "a|b|c" */
bool text_is_listed(const char *list, const char *s);	/* one of "a b c"; '' is none */

/* The first place of word between at and end; NULL where it is not there, or at lies beyond end. */
const char *text_find(const char *at, const char *end, const char *word);

/* A whole decimal integer (optional '-'), nothing around it; false if not or out of range. */
bool text_to_int(const char *s, int64_t *out);
/* The same for sizes with an optional suffix k, m or g (1024-based); false if not. */
bool text_to_size(const char *s, uint64_t *out);

bool text_is_day(const char *s);	/* a day that exists, as YYYY-MM-DD and no more */

/* The entry of the NULL-terminated list that is nearest to s by edits, or NULL if none is near. */
const char *text_nearest(const char *s, const char *const *list);

/*
 * Appends s for a terminal or a log: control characters, escape sequences, bidirectional
 * overrides and line breaks are written as visible \xNN, \n or \u{…}.
 */
void text_add_safe(struct buf *b, const char *s);

/*
 * The length of the character that s begins with where text_add_safe() would not show it as it
 * is, with its number in *code; 0 for any other, and at the end.
 */
size_t text_hidden(const char *s, uint32_t *code);

/* Appends n with thousands separators: 12,345. */
void text_add_grouped(struct buf *b, uint64_t n);

#endif
