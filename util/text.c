/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#define _GNU_SOURCE
#include "util/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/alloc.h"
#include "util/arena.h"
#include "util/buf.h"

static const char REPLACEMENT[] = "\xef\xbf\xbd";

/* Length of the valid character at p, or 0; its code point in *code. */
static size_t decode(const char *text, size_t n, uint32_t *code)
{
	const unsigned char *p = (const unsigned char *)text;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len;

	if (p[0] < 0x80) {
		*code = p[0];
		return 1;
	}
	len = p[0] >= 0xf0 && p[0] < 0xf8 ? 4 : p[0] >= 0xe0 && p[0] < 0xf0 ? 3 :
	      p[0] >= 0xc2 && p[0] < 0xe0 ? 2 : 0;
	if (len == 0 || len > n)
		return 0;
	*code = p[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (p[i] & 0x3f);
	}
	if (*code < least[len] || *code > 0x10ffff || (*code >= 0xd800 && *code < 0xe000))
		return 0;
	return len;
}

bool text_is_utf8(const char *p, size_t n)
{
	uint32_t code;

	for (size_t at = 0, len; at < n; at += len) {
		len = decode(p + at, n - at, &code);
		if (len == 0 || code == 0)
			return false;
	}
	return true;
}

const char *text_intern(struct arena *a, const char *p, size_t n)
{
	struct buf b;
	uint32_t code;
	char *copy;

	if (text_is_utf8(p, n))
		return arena_text_n(a, p, n);
	buf_init(&b, n * 3);
	for (size_t at = 0, len; at < n; at += len) {
		len = decode(p + at, n - at, &code);
		if (len > 0 && code != 0) {
			buf_add(&b, p + at, len);
			continue;
		}
		buf_puts(&b, REPLACEMENT);
		len = 1;
	}
	copy = arena_text_n(a, b.data, b.len);
	buf_release(&b);
	return copy;
}

const char *text_borrow(struct arena *a, const char *p, size_t n)
{
	if (p[n] == '\0' && text_is_utf8(p, n))
		return p;
	return text_intern(a, p, n);
}

size_t text_char_len(const char *p, size_t n)
{
	uint32_t code;
	size_t len = decode(p, n, &code);

	return len == 0 ? 1 : len;
}

size_t text_columns(const char *s)
{
	size_t n = strlen(s), columns = 0;

	for (size_t at = 0; at < n; at += text_char_len(s + at, n - at))
		columns++;
	return columns;
}

bool text_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n >= m && strcmp(s + n - m, suffix) == 0;
}

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

int text_compare_lower(const char *a, const char *b)
{
	while (*a != '\0' && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return lower(*a) - lower(*b);
}

static bool is_word(const char *words, const char *between, const char *s)
{
	size_t n = strlen(s);

	while (*words != '\0') {
		size_t word = strcspn(words, between);

		if (word == n && strncmp(words, s, n) == 0)
			return true;
		words += word + (words[word] != '\0');
	}
	return false;
}

bool text_is_word(const char *words, const char *s)
{
	return is_word(words, "|", s);
}

bool text_is_listed(const char *list, const char *s)
{
	return *s != '\0' && is_word(list, " \t\r\n", s);
}

const char *text_find(const char *at, const char *end, const char *word)
{
	return at < end ? memmem(at, (size_t)(end - at), word, strlen(word)) : NULL;
}

bool text_to_int(const char *s, int64_t *out)
{
	char *end;
	long long value;

	if (!isdigit((unsigned char)s[s[0] == '-']))
		return false;
	errno = 0;
	value = strtoll(s, &end, 10);
	if (errno != 0 || *end != '\0')
		return false;
	*out = value;
	return true;
}

bool text_to_size(const char *s, uint64_t *out)
{
	static const char units[] = "kmgt";
	char *end;
	unsigned long long value;
	const char *unit;
	unsigned shift = 0;

	if (!isdigit((unsigned char)s[0]))
		return false;
	errno = 0;
	value = strtoull(s, &end, 10);
	if (errno != 0)
		return false;
	if (*end != '\0') {
		unit = strchr(units, lower(*end));
		if (unit == NULL || end[1] != '\0')
			return false;
		shift = 10 * (unsigned)(unit - units + 1);
	}
	if (value > UINT64_MAX >> shift)
		return false;
	*out = (uint64_t)value << shift;
	return true;
}

static int two_digits(const char *s)
{
	return (s[0] - '0') * 10 + s[1] - '0';
}

bool text_is_day(const char *s)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	static const char form[] = "dddd-dd-dd";
	int year, month, day;
	bool leap;

	for (size_t i = 0; i < sizeof(form); i++)
		if (form[i] == 'd' ? !isdigit((unsigned char)s[i]) : s[i] != form[i])
			return false;
	year = two_digits(s) * 100 + two_digits(s + 2);
	month = two_digits(s + 5);
	day = two_digits(s + 8);
	leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return year > 0 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days[month - 1] + (month == 2 && leap);
}

enum { NEAR_MAX = 64 };

/* Edits from a to b (insert, delete, replace); more than NEAR_MAX long counts as far. */
static size_t distance(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), row[NEAR_MAX + 1];

	if (n > NEAR_MAX || m > NEAR_MAX)
		return NEAR_MAX;
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = corner + (lower(a[i - 1]) != lower(b[j - 1]));

			corner = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[m];
}

const char *text_nearest(const char *s, const char *const *list)
{
	size_t limit = strlen(s) / 3 + 1, best = limit + 1;
	const char *nearest = NULL;

	for (; *list != NULL; list++) {
		size_t d = distance(s, *list);

		if (d < best) {
			best = d;
			nearest = *list;
		}
	}
	return nearest;
}

/* Characters that change what a terminal shows around them. */
static bool is_unsafe(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xad || code == 0x61c ||
	       (code >= 0x200b && code < 0x2010) ||
	       (code >= 0x2028 && code < 0x202f) || (code >= 0x2066 && code < 0x206a) ||
	       code == 0xfeff;
}

size_t text_hidden(const char *s, uint32_t *code)
{
	size_t len = *s == '\0' ? 0 : decode(s, strnlen(s, 4), code);

	return len > 0 && is_unsafe(*code) ? len : 0;
}

void text_add_safe(struct buf *b, const char *s)
{
	size_t n = strlen(s), len;
	uint32_t code;

	for (size_t at = 0; at < n; at += len) {
		len = decode(s + at, n - at, &code);
		if (len == 0) {
			buf_printf(b, "\\x%02x", (unsigned)(unsigned char)s[at]);
			len = 1;
		} else if (!is_unsafe(code)) {
			buf_add(b, s + at, len);
		} else if (code == '\n') {
			buf_puts(b, "\\n");
		} else if (code == '\t') {
			buf_puts(b, "\\t");
		} else if (code < 0x80) {
			buf_printf(b, "\\x%02x", (unsigned)code);
		} else {
			buf_printf(b, "\\u{%x}", (unsigned)code);
		}
	}
}

void text_add_grouped(struct buf *b, uint64_t n)
{
	char digits[32];
	size_t len = 0;

	do {
		if (len % 4 == 3)
			digits[len++] = ',';
		digits[len++] = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	while (len > 0)
		buf_putc(b, digits[--len]);
}
