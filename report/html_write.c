/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Characters of the HTML report. html_text() is the only way for text from outside onto the
 * page: markup loses its meaning, and what cannot be seen (control characters, bidirectional
 * overrides) is shown as a code, so that a name reads as what it is.
 */
#include "report/html_page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "report/words.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/text.h"

enum {
	LONG_PART = 12,		/* bytes of a name with no mark between them */
	WIDE_PART = 32		/* with no capital either: no column has to be wider */
};

void html_raw(struct html *h, const char *markup)
{
	buf_puts(h->out, markup);
}

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static uint32_t code_point(const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s;

	switch (len) {
	case 2:
		return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
	case 3:
		return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	case 4:
		return (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 |
		       (p[3] & 0x3fu);
	default:
		return p[0];
	}
}

/* Characters that would hide or reorder what stands around them. */
static bool unseen(uint32_t code)
{
	if (code < 0x20)
		return code != '\t' && code != '\n';
	return (code >= 0x7f && code < 0xa0) || code == 0xad || code == 0x61c ||
	       (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
	       (code >= 0x2060 && code <= 0x2069) || code == 0xfeff ||
	       (code >= 0xe0000 && code <= 0xe007f);
}

/* The character at s; returns its bytes. */
static size_t put_char(struct html *h, const char *s, size_t n)
{
	const char *known = entity(*s);
	size_t len = text_char_len(s, n);
	uint32_t code = code_point(s, len);

	if (known != NULL)
		buf_puts(h->out, known);
	else if (len == 1 && (unsigned char)*s >= 0x80)
		buf_puts(h->out, "\xef\xbf\xbd");
	else if (unseen(code))
		buf_printf(h->out, "\\u{%x}", (unsigned)code);
	else
		buf_add(h->out, s, len);
	return len;
}

void html_text_n(struct html *h, const char *s, size_t n)
{
	for (size_t at = 0; at < n;)
		at += put_char(h, s + at, n - at);
}

void html_text(struct html *h, const char *s)
{
	html_text_n(h, s, strlen(s));
}

static bool parts(char c)
{
	return c == '.' || c == '_' || c == '/';
}

/*
 * True where a line may break ahead of s[at]: after the marks that part a name, and between
 * two words of a part that is too long for a column. `part` counts from the last such place, or
 * from a space, where lines break by themselves.
 */
static bool breaks(const char *s, size_t at, size_t part)
{
	if (parts(s[at]))
		return false;
	return parts(s[at - 1]) || part >= WIDE_PART ||
	       (part >= LONG_PART && s[at] >= 'A' && s[at] <= 'Z' && s[at - 1] >= 'a' &&
		s[at - 1] <= 'z');
}

void html_breakable(struct html *h, const char *s, size_t n)
{
	size_t part = 0;

	for (size_t at = 0, len; at < n; at += len, part += len) {
		if (at > 0 && breaks(s, at, part)) {
			html_raw(h, "<wbr>");
			part = 0;
		}
		if (s[at] == ' ')
			part = 0;
		len = put_char(h, s + at, n - at);
	}
}

void html_name(struct html *h, const char *name)
{
	html_raw(h, "<code>");
	html_breakable(h, name, strlen(name));
	html_raw(h, "</code>");
}

/* One conversion at p, after its '%'; returns what follows it. */
static const char *convert(struct html *h, const char *p, va_list *ap)
{
	switch (*p) {
	case 's':
		html_text(h, va_arg(*ap, const char *));
		return p + 1;
	case 'u':
		buf_printf(h->out, "%u", va_arg(*ap, unsigned));
		return p + 1;
	case 'd':
		buf_printf(h->out, "%d", va_arg(*ap, int));
		return p + 1;
	case '%':
		buf_putc(h->out, '%');
		return p + 1;
	case '\'':
		text_add_grouped(h->out, va_arg(*ap, unsigned));
		return p + 2;
	default:
		BUG("unknown conversion");
	}
}

void html_add(struct html *h, const char *format, ...)
{
	const char *p = format, *hole;
	va_list ap;

	va_start(ap, format);
	while ((hole = strchr(p, '%')) != NULL) {
		buf_add(h->out, p, (size_t)(hole - p));
		p = convert(h, hole + 1, &ap);
	}
	buf_puts(h->out, p);
	va_end(ap);
}

/* Wording is made in a buffer of its own and escaped on its way to the page. */
static void take(struct html *h, struct buf *words)
{
	html_text_n(h, buf_text(words), words->len);
	buf_release(words);
}

void html_bytes(struct html *h, uint64_t bytes)
{
	struct buf words;

	buf_init(&words, 64);
	words_bytes(&words, bytes);
	take(h, &words);
}

void html_hours(struct html *h, struct hours hours)
{
	struct buf words;

	buf_init(&words, 64);
	words_hours(&words, hours);
	take(h, &words);
}

void html_count(struct html *h, uint64_t count, const char *one, const char *many)
{
	struct buf words;

	buf_init(&words, 256);
	words_count(&words, count, one, many);
	take(h, &words);
}

void html_words(struct html *h, void (*words)(struct buf *, const struct audit *))
{
	struct buf text;

	buf_init(&text, SIZE_MAX);
	words(&text, h->audit);
	take(h, &text);
}

void html_title_case(struct html *h, const char *word)
{
	char first = word[0];

	if (first >= 'a' && first <= 'z') {
		first = (char)(first - 'a' + 'A');
		html_text_n(h, &first, 1);
		word++;
	}
	for (const char *dash; (dash = strchr(word, '-')) != NULL; word = dash + 1) {
		html_text_n(h, word, (size_t)(dash - word));
		html_raw(h, " ");
	}
	html_text(h, word);
}
