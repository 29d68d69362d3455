/* SPDX-License-Identifier: Apache-2.0 */
#include "report/wrap.h"

#include <string.h>

#include "util/text.h"

enum { SCRATCH_MAX = 1 << 24, PHRASE_MOST = 2000 };

void wrap_init(struct wrap *w, struct buf *out, unsigned columns, bool color)
{
	memset(w, 0, sizeof(*w));
	w->out = out;
	w->columns = columns;
	w->color = color;
	buf_init(&w->scratch, SCRATCH_MAX);
}

void wrap_release(struct wrap *w)
{
	buf_release(&w->scratch);
}

static void pad(struct wrap *w, unsigned column)
{
	for (; w->at < column; w->at++)
		buf_putc(w->out, ' ');
}

void wrap_line(struct wrap *w, unsigned indent, unsigned hang)
{
	w->at = 0;
	w->hang = hang;
	w->blank = true;
	w->space = false;
	pad(w, indent);
}

void wrap_end(struct wrap *w)
{
	buf_putc(w->out, '\n');
	w->at = 0;
}

void wrap_blank(struct wrap *w)
{
	wrap_end(w);
}

static void break_line(struct wrap *w)
{
	wrap_end(w);
	pad(w, w->hang);
	w->blank = true;
	w->space = false;
}

void wrap_to(struct wrap *w, unsigned column)
{
	pad(w, w->at + 2 > column ? w->at + 2 : column);
	w->blank = true;
	w->space = false;
}

void wrap_right(struct wrap *w, const char *text)
{
	unsigned width = (unsigned)text_columns(text);
	unsigned column = w->columns > width ? w->columns - width : 0;

	if (width == 0)
		return;
	if (w->at + 2 > column && !w->blank)
		break_line(w);
	pad(w, column);
	buf_puts(w->out, text);
	w->at += width;
}

/* True where a "::" could come to stand at the start of a line. */
static bool begins(const char *text, const char *at)
{
	unsigned char before;

	if (at == text)
		return true;
	before = (unsigned char)at[-1];
	return before == ' ' || before == ':' || before >= 0x80;
}

void wrap_safe(struct buf *out, const char *text)
{
	struct buf plain;
	const char *at;

	buf_init(&plain, SCRATCH_MAX);
	text_add_safe(&plain, text);
	text = buf_text(&plain);
	for (at = text; *at != '\0'; at++) {
		if (at[0] == '#' && at > text && at[-1] == '#')
			buf_puts(out, "\\x23");
		else if (at[0] == ':' && at[1] == ':' && begins(text, at))
			buf_puts(out, "\\x3a");
		else
			buf_putc(out, *at);
	}
	buf_release(&plain);
}

/* Bytes of the longest beginning of a word that fits, at least one character. */
static size_t fitting(const struct wrap *w, const char *word, size_t n)
{
	size_t left = w->columns > w->at ? w->columns - w->at : 0, bytes = 0;

	for (; left > 0 && bytes < n; left--)
		bytes += text_char_len(word + bytes, n - bytes);
	while (bytes > 0 && bytes < n && (word[bytes] == ':' || (word[bytes] & 0xc0) == 0x80))
		bytes--;
	return bytes > 0 ? bytes : text_char_len(word, n);
}

static unsigned columns_of(const char *word, size_t n)
{
	unsigned columns = 0;

	for (size_t at = 0; at < n; at += text_char_len(word + at, n - at))
		columns++;
	return columns;
}

static void put(struct wrap *w, const char *word, size_t n)
{
	buf_add(w->out, word, n);
	w->at += columns_of(word, n);
	w->blank = false;
}

static void add_word(struct wrap *w, const char *word, size_t n)
{
	unsigned width = columns_of(word, n);

	if (!w->blank && w->at + w->space + width > w->columns)
		break_line(w);
	if (w->space)
		put(w, " ", 1);
	w->space = false;
	while (!w->whole && w->at + width > w->columns) {
		size_t part = fitting(w, word, n);

		put(w, word, part);
		word += part;
		n -= part;
		if (n == 0)
			return;
		width = columns_of(word, n);
		break_line(w);
	}
	put(w, word, n);
}

/* A name of a megabyte is for the JSON report. */
static void cut(struct buf *b)
{
	size_t n = PHRASE_MOST;

	while (n > 0 && (b->data[n] & 0xc0) == 0x80)
		n--;
	b->len = n;
	buf_puts(b, "…");
}

void wrap_add(struct wrap *w, const char *text)
{
	const char *at;

	buf_clear(&w->scratch);
	wrap_safe(&w->scratch, text);
	if (w->scratch.len > PHRASE_MOST)
		cut(&w->scratch);
	for (at = buf_text(&w->scratch); *at != '\0';) {
		size_t n = strcspn(at, " ");

		if (n > 0) {
			add_word(w, at, n);
			w->space = true;
		}
		at += n;
		at += strspn(at, " ");
	}
}

void wrap_style(struct wrap *w, const char *codes)
{
	if (!w->color)
		return;
	buf_printf(w->out, "\x1b[%sm", codes[0] == '\0' ? "0" : codes);
}
