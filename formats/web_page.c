/* SPDX-License-Identifier: Apache-2.0 */
/* Tags and their attributes; see HTML standard, 13.2.5 "Tokenization". */
#include "formats/web_page.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "util/arena.h"
#include "util/text.h"

enum { NAME_MAX_BYTES = 16, STATEMENT_MAX = 1000, TARGET_MAX = 2000 };

/* A page on its way through. */
struct reading {
	struct web_page *out;
	struct arena *arena;
	const char *at, *end;
	const char *counted;	/* lines are counted up to here */
	int64_t line;
};

/* A piece of it. */
struct part {
	const char *text;
	size_t size;
};

struct tag {
	char name[NAME_MAX_BYTES];
	struct part src, href, data, style;
};

void web_page_release(struct web_page *p)
{
	vec_release(&p->links);
	vec_release(&p->frames);
	vec_release(&p->cookies);
}

/* Lines are asked for in order; what lies before the last one counted is on that line. */
static int64_t line_at(struct reading *r, const char *at)
{
	const char *p = r->counted;

	while (p < at && (p = memchr(p, '\n', (size_t)(at - p))) != NULL) {
		r->line++;
		p++;
	}
	if (at > r->counted)
		r->counted = at;
	return r->line;
}

static struct part trimmed(struct part p)
{
	while (p.size > 0 && isspace((unsigned char)p.text[0])) {
		p.text++;
		p.size--;
	}
	while (p.size > 0 && isspace((unsigned char)p.text[p.size - 1]))
		p.size--;
	return p;
}

static void add_link(struct reading *r, struct vec *to, struct part target)
{
	struct web_link *link = arena_alloc(r->arena, sizeof(*link));

	if (target.size > TARGET_MAX)
		target.size = TARGET_MAX;
	link->line = line_at(r, target.text);
	link->target = text_intern(r->arena, target.text, target.size);
	vec_push(to, link);
}

/* -- styles -- */

/* The text between two of those words. */
static struct part without(struct part p, const char *quote)
{
	size_t n = strlen(quote);

	if (p.size < 2 * n || memcmp(p.text, quote, n) != 0 ||
	    memcmp(p.text + p.size - n, quote, n) != 0)
		return p;
	return (struct part){ p.text + n, p.size - 2 * n };
}

static void read_style(struct reading *r, struct part style)
{
	static const char *const quotes[] = { "\"", "'", "&quot;", "&#39;", NULL };
	const char *at = style.text, *end = at + style.size, *close;

	while ((at = text_find(at, end, "url(")) != NULL) {
		struct part target;

		at += 4;
		close = memchr(at, ')', (size_t)(end - at));
		if (close == NULL)
			return;
		target = trimmed((struct part){ at, (size_t)(close - at) });
		for (int i = 0; quotes[i] != NULL; i++)
			target = without(target, quotes[i]);
		if (target.size > 0)
			add_link(r, &r->out->links, target);
		at = close;
	}
}

/* -- scripts -- */

/* Up to the ';' that ends a statement: one outside quotes, or the end of the script. */
static struct part statement(const char *at, const char *end)
{
	const char *start = at;
	char quote = '\0';

	for (; at < end && at - start < STATEMENT_MAX; at++) {
		if (*at == '\\' && at + 1 < end)
			at++;
		else if (quote != '\0')
			quote = *at == quote ? '\0' : quote;
		else if (*at == '"' || *at == '\'' || *at == '`')
			quote = *at;
		else if (*at == ';' || *at == '}')
			break;
	}
	return (struct part){ start, (size_t)(at - start) };
}

static bool says(struct part p, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= p.size; i++)
		if (strncasecmp(p.text + i, word, n) == 0)
			return true;
	return false;
}

/* The name that a quoted text begins with: of "originURI=/login.html". */
static const char *cookie_name(struct reading *r, struct part p)
{
	size_t n = 1;

	p = trimmed(p);
	if (p.size == 0 || strchr("\"'`", p.text[0]) == NULL)
		return NULL;
	while (n < p.size && (isalnum((unsigned char)p.text[n]) ||
			      strchr("-_.", p.text[n]) != NULL))
		n++;
	if (n == 1 || n == p.size || p.text[n] != '=')
		return NULL;
	return text_intern(r->arena, p.text + 1, n - 1);
}

static void read_cookies(struct reading *r, struct part script)
{
	const char *at = script.text, *end = at + script.size;

	while ((at = text_find(at, end, "document.cookie")) != NULL) {
		struct web_cookie *c;
		struct part value;

		at += strlen("document.cookie");
		while (at < end && isspace((unsigned char)*at))
			at++;
		if (end - at < 2 || at[0] != '=' || at[1] == '=')
			continue;
		value = statement(at + 1, end);
		c = arena_alloc(r->arena, sizeof(*c));
		c->line = line_at(r, at);
		c->name = cookie_name(r, value);
		c->same_site = says(value, "samesite");
		c->secure = says(value, "secure");
		vec_push(&r->out->cookies, c);
	}
}

static void read_script(struct reading *r, struct part script)
{
	static const char *const words[] = {
		"window.top", "window.parent", "top.location", "parent.location",
		"self !== top", "self != top", "top !== self", "top != self", NULL
	};

	read_cookies(r, script);
	for (int i = 0; words[i] != NULL; i++)
		if (text_find(script.text, script.text + script.size, words[i]) != NULL)
			r->out->asks_for_frame = true;
}

/* -- tags -- */

static void skip_space(struct reading *r)
{
	while (r->at < r->end && (isspace((unsigned char)*r->at) || *r->at == '/'))
		r->at++;
}

static struct part read_value(struct reading *r)
{
	const char *start;
	char quote;

	while (r->at < r->end && isspace((unsigned char)*r->at))
		r->at++;
	if (r->at == r->end)
		return (struct part){ r->at, 0 };
	quote = *r->at;
	if (quote == '"' || quote == '\'') {
		const char *close;

		start = ++r->at;
		close = memchr(start, quote, (size_t)(r->end - start));
		r->at = close == NULL ? r->end : close + 1;
		return (struct part){ start, (size_t)((close == NULL ? r->end : close) - start) };
	}
	start = r->at;
	while (r->at < r->end && !isspace((unsigned char)*r->at) && *r->at != '>')
		r->at++;
	return (struct part){ start, (size_t)(r->at - start) };
}

static void keep(struct tag *t, struct part name, struct part value)
{
	static const char *const names[] = { "src", "href", "data", "style" };
	struct part *const places[] = { &t->src, &t->href, &t->data, &t->style };

	for (int i = 0; i < 4; i++)
		if (name.size == strlen(names[i]) &&
		    strncasecmp(name.text, names[i], name.size) == 0 &&
		    places[i]->text == NULL)
			*places[i] = value;
}

static void read_attribute(struct reading *r, struct tag *t)
{
	struct part name = { r->at, 0 }, value = { r->at, 0 };
	const char *after;

	while (r->at < r->end && !isspace((unsigned char)*r->at) &&
	       strchr("=>/", *r->at) == NULL)
		r->at++;
	name.size = (size_t)(r->at - name.text);
	after = r->at;
	while (after < r->end && isspace((unsigned char)*after))
		after++;
	if (after < r->end && *after == '=') {
		r->at = after + 1;
		value = read_value(r);
	}
	keep(t, name, trimmed(value));
}

static void read_tag(struct reading *r, struct tag *t)
{
	size_t n = 0;

	memset(t, 0, sizeof(*t));
	while (r->at < r->end && isalnum((unsigned char)*r->at)) {
		if (n + 1 < sizeof(t->name))
			t->name[n++] = (char)tolower((unsigned char)*r->at);
		r->at++;
	}
	for (skip_space(r); r->at < r->end && *r->at != '>'; skip_space(r)) {
		const char *before = r->at;

		read_attribute(r, t);
		if (r->at == before)
			r->at++;
	}
	if (r->at < r->end)
		r->at++;
}

static bool is(const struct tag *t, const char *name)
{
	return strcmp(t->name, name) == 0;
}

static void take(struct reading *r, const struct tag *t)
{
	struct web_page *out = r->out;

	if (is(t, "iframe") || is(t, "frame"))
		add_link(r, &out->frames, t->src.text == NULL ? (struct part){ r->at, 0 } : t->src);
	else if (t->src.text != NULL && t->src.size > 0)
		add_link(r, &out->links, t->src);
	if (is(t, "link") && t->href.size > 0)
		add_link(r, &out->links, t->href);
	if (is(t, "object") && t->data.size > 0)
		add_link(r, &out->links, t->data);
	if (is(t, "base") && t->href.size > 0 && out->base == NULL)
		out->base = text_intern(r->arena, t->href.text, t->href.size);
	if (t->style.size > 0)
		read_style(r, t->style);
}

/* What stands between <script> and its end, which nothing inside it can hide. */
static struct part body_of(struct reading *r, const char *name)
{
	const char *start = r->at;
	size_t n = strlen(name);

	while ((r->at = text_find(r->at, r->end, "</")) != NULL) {
		if ((size_t)(r->end - r->at) >= n + 2 &&
		    strncasecmp(r->at + 2, name, n) == 0)
			return (struct part){ start, (size_t)(r->at - start) };
		r->at += 2;
	}
	r->at = r->end;
	return (struct part){ start, (size_t)(r->end - start) };
}

static void read_element(struct reading *r)
{
	struct tag t;

	read_tag(r, &t);
	take(r, &t);
	if (is(&t, "script"))
		read_script(r, body_of(r, "script"));
	else if (is(&t, "style"))
		read_style(r, body_of(r, "style"));
}

void web_page_read(struct web_page *out, const void *bytes, size_t size, struct arena *arena)
{
	struct reading r = { out, arena, bytes, (const char *)bytes + size, bytes, 1 };

	memset(out, 0, sizeof(*out));
	while (r.at < r.end && (r.at = memchr(r.at, '<', (size_t)(r.end - r.at))) != NULL) {
		r.at++;
		if (r.end - r.at >= 3 && memcmp(r.at, "!--", 3) == 0) {
			const char *close = text_find(r.at + 3, r.end, "-->");

			r.at = close == NULL ? r.end : close;
		} else if (r.at < r.end && isalpha((unsigned char)*r.at)) {
			read_element(&r);
		}
	}
}
