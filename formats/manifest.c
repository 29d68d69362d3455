/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/manifest.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/text.h"

enum { VALUE_MAX = 4096 };

struct line {
	const char *at;
	size_t len;
};

/* The next line of what is left in *text, *n; false at the end. */
static bool next_line(const char **text, size_t *n, struct line *out)
{
	const char *end;
	size_t used;

	if (*n == 0)
		return false;
	end = memchr(*text, '\n', *n);
	used = end == NULL ? *n : (size_t)(end - *text) + 1;
	out->at = *text;
	out->len = end == NULL ? *n : used - 1;
	if (out->len > 0 && out->at[out->len - 1] == '\r')
		out->len--;
	*text += used;
	*n -= used;
	return true;
}

/* Where the value begins after `header` and a colon; 0 where it is another header. */
static size_t value_at(struct line l, const char *header)
{
	size_t n = strlen(header);

	if (l.len <= n || strncasecmp(l.at, header, n) != 0 || l.at[n] != ':')
		return 0;
	n++;
	return n < l.len && l.at[n] == ' ' ? n + 1 : n;
}

const char *manifest_get(const char *text, size_t n, const char *header, struct arena *arena)
{
	CLEANUP(buf_release) struct buf value = { .max = VALUE_MAX };
	struct line l;
	bool found = false;

	while (next_line(&text, &n, &l) && l.len > 0) {
		size_t at;

		if (found) {
			if (l.at[0] != ' ')
				break;
			buf_add(&value, l.at + 1, l.len - 1);
			continue;
		}
		at = value_at(l, header);
		if (at == 0)
			continue;
		found = true;
		buf_add(&value, l.at + at, l.len - at);
	}
	return found ? text_intern(arena, buf_text(&value), value.len) : NULL;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\f';
}

static struct line trimmed(struct line l)
{
	while (l.len > 0 && is_blank(l.at[0])) {
		l.at++;
		l.len--;
	}
	while (l.len > 0 && is_blank(l.at[l.len - 1]))
		l.len--;
	return l;
}

const char *properties_get(const char *text, size_t n, const char *key, struct arena *arena)
{
	size_t size = strlen(key);
	struct line l;

	while (next_line(&text, &n, &l)) {
		struct line rest;

		l = trimmed(l);
		if (l.len <= size || memcmp(l.at, key, size) != 0)
			continue;
		rest = trimmed((struct line){ l.at + size, l.len - size });
		if (rest.len == 0 || (rest.at[0] != '=' && rest.at[0] != ':'))
			continue;
		rest = trimmed((struct line){ rest.at + 1, rest.len - 1 });
		return text_intern(arena, rest.at, rest.len < VALUE_MAX ? rest.len : VALUE_MAX);
	}
	return NULL;
}
