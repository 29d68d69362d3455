/* SPDX-License-Identifier: Apache-2.0 */
#include "report/jsonw.h"

#include <inttypes.h>
#include <string.h>

#include "util/alloc.h"
#include "util/buf.h"
#include "util/text.h"

void jsonw_init(struct jsonw *j, struct buf *out)
{
	memset(j, 0, sizeof(*j));
	j->out = out;
}

/* The code point of n bytes of valid UTF-8. */
static uint32_t code_of(const unsigned char *p, size_t n)
{
	uint32_t code = n == 1 ? p[0] : p[0] & (0x7fu >> n);

	for (size_t i = 1; i < n; i++)
		code = code << 6 | (p[i] & 0x3f);
	return code;
}

/* What a terminal would act on, or not show: controls, separators, marks of direction. */
static bool is_hidden(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c ||
	       (code >= 0x200b && code < 0x2010) || (code >= 0x2028 && code < 0x202f) ||
	       (code >= 0x2066 && code < 0x206a) || code == 0xfeff;
}

static void quote_char(struct buf *out, const char *at, size_t n)
{
	uint32_t code = code_of((const unsigned char *)at, n);

	if (code == '"' || code == '\\')
		buf_printf(out, "\\%c", (char)code);
	else if (code == '\n')
		buf_puts(out, "\\n");
	else if (code == '\t')
		buf_puts(out, "\\t");
	else if (is_hidden(code))
		buf_printf(out, "\\u%04x", (unsigned)code);
	else
		buf_add(out, at, n);
}

void jsonw_quote(struct buf *out, const char *value)
{
	size_t n = strlen(value), len;

	buf_putc(out, '"');
	for (size_t at = 0; at < n; at += len) {
		len = text_char_len(value + at, n - at);
		if (len == 1 && (value[at] & 0x80) != 0)
			buf_puts(out, "\\ufffd");
		else if (value[at] == '#' && at > 0 && value[at - 1] == '#')
			buf_puts(out, "\\u0023");	/* "##[" is a command to a build server */
		else
			quote_char(out, value + at, len);
	}
	buf_putc(out, '"');
}

static void new_line(struct jsonw *j)
{
	if (j->flat > 0)
		return;
	buf_putc(j->out, '\n');
	for (unsigned i = 0; i < j->depth; i++)
		buf_puts(j->out, "  ");
}

/* Comma, line and key of what comes next. */
static void begin(struct jsonw *j, const char *key)
{
	if (j->depth > 0) {
		if (j->members[j->depth - 1])
			buf_puts(j->out, j->flat > 0 ? ", " : ",");
		j->members[j->depth - 1] = true;
		new_line(j);
	}
	if (key == NULL)
		return;
	jsonw_quote(j->out, key);
	buf_puts(j->out, ": ");
}

static void open_level(struct jsonw *j, const char *key, char open, char close)
{
	begin(j, key);
	if (j->depth == JSONW_DEPTH)
		BUG("the report nests deeper than its writer");
	buf_putc(j->out, open);
	j->close[j->depth] = close;
	j->members[j->depth] = false;
	j->depth++;
	if (j->flat > 0)
		j->flat++;
}

void jsonw_object(struct jsonw *j, const char *key)
{
	open_level(j, key, '{', '}');
}

void jsonw_array(struct jsonw *j, const char *key)
{
	open_level(j, key, '[', ']');
}

void jsonw_flat_object(struct jsonw *j, const char *key)
{
	jsonw_object(j, key);
	if (j->flat == 0)
		j->flat = 1;
}

void jsonw_close(struct jsonw *j)
{
	j->depth--;
	if (j->members[j->depth])
		new_line(j);
	buf_putc(j->out, j->close[j->depth]);
	if (j->flat > 0)
		j->flat--;
	if (j->depth == 0)
		buf_putc(j->out, '\n');
}

void jsonw_text(struct jsonw *j, const char *key, const char *value)
{
	begin(j, key);
	if (value == NULL)
		buf_puts(j->out, "null");
	else
		jsonw_quote(j->out, value);
}

void jsonw_count(struct jsonw *j, const char *key, uint64_t value)
{
	begin(j, key);
	buf_printf(j->out, "%" PRIu64, value);
}

void jsonw_bool(struct jsonw *j, const char *key, bool value)
{
	begin(j, key);
	buf_puts(j->out, value ? "true" : "false");
}

void jsonw_null(struct jsonw *j, const char *key)
{
	jsonw_text(j, key, NULL);
}
