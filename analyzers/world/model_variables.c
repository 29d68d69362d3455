/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A variable has the value it was made with when its name is in no other field of the
 * flow: every field that makes, changes or takes a variable by name (parameters, loops,
 * results) holds the bare name, expressions hold $name. A field that holds the same
 * word for another reason costs no more than the address.
 */
#include "analyzers/world/model_variables.h"

#include <ctype.h>
#include <string.h>

#include "analyzers/world/model_read.h"
#include "core/secret.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/text.h"

enum {
	DEPTH_MAX = 16,	  /* variables made of variables */
	VALUE_MAX = 4096, /* bytes of one value */
	URL_MAX = 16384,
	BYTE_COST = 16 /* of the search: what is inlined stays in memory */
};

enum state { STATE_NEW, STATE_OPEN, STATE_DONE };

struct variable {
	const char *name;
	const char *type;
	const char *expression;
	const char *text; /* once done: NULL when it cannot be told */
	size_t namings;	  /* fields that hold the name, the making one included */
	enum state state;
};

void variables_add(struct variables *v, struct reader *r, struct doc action)
{
	const char *name = doc_str(action, "VariableName", r->arena);
	struct variable *made;

	/* Inlined, a secret would no longer be known by its name. */
	if (name[0] == '\0' || secret_name(name))
		return;
	made = arena_alloc(r->arena, sizeof(*made));
	made->name = name;
	made->type = doc_str(action, "Type", r->arena);
	made->expression = doc_str(action, "InitialValue", r->arena);
	map_add(&v->by_name, name, made);
}

void variables_release(struct variables *v)
{
	map_release(&v->by_name);
}

static void count_naming(void *arg, const char *field, const char *text, size_t n)
{
	struct variable *v = map_get(arg, text);

	(void)n;
	if (v != NULL && strcmp(field, "Caption") != 0)
		v->namings++;
}

static size_t name_length(const char *s)
{
	size_t n = 0;

	while (s[n] == '_' || (s[n] & 0x80) != 0 || isalnum((unsigned char)s[n]))
		n++;
	return n;
}

/* Length of "Module.Constant" or "Order/Shop.Order_Customer/Name". */
static size_t path_length(const char *s)
{
	size_t n = 0, part;

	while ((part = name_length(s + n)) > 0) {
		n += part;
		if ((s[n] != '.' && s[n] != '/') || name_length(s + n + 1) == 0)
			break;
		n++;
	}
	return n;
}

struct inlining {
	struct variables *v;
	struct reader *r;
};

static const char *value_of(struct inlining *in, const char *name, size_t n,
			    unsigned depth);

/* The term at s: its length, 0 for what is not understood. */
static size_t add_literal(struct buf *b, const char *s)
{
	size_t n = 1;

	for (; s[n] != '\0'; n++) {
		if (s[n] == '\'' && s[++n] != '\'')
			return n;
		buf_putc(b, s[n]);
	}
	return 0;
}

static size_t add_named(struct inlining *in, struct buf *b, const char *s,
			unsigned depth)
{
	size_t n = path_length(s + 1);
	const char *value = NULL;

	if (n > 0 && s[0] == '$' && name_length(s + 1) == n)
		value = value_of(in, s + 1, n, depth + 1);
	if (value != NULL) {
		buf_puts(b, value);
	} else if (n > 0) {
		buf_putc(b, '{');
		buf_add(b, s, n + 1);
		buf_putc(b, '}');
	}
	return n == 0 ? 0 : n + 1;
}

/* Terms with '+' between them; a sum of anything but texts may be one of numbers. */
static bool add_sum(struct inlining *in, struct buf *b, const struct variable *v,
		    unsigned depth)
{
	const char *s = tidy_text(in->r->arena, v->expression);
	bool text = strcmp(v->type, "String") == 0;

	while (!b->over) {
		size_t n = 0;

		if (*s == '\'')
			n = add_literal(b, s);
		else if (*s == '$' || *s == '@')
			n = add_named(in, b, s, depth);
		if (n == 0)
			return false;
		s += n;
		s += *s == ' ';
		if (*s == '\0')
			return !b->over;
		if (*s++ != '+' || !text)
			return false;
		s += *s == ' ';
	}
	return false;
}

/* False when what all flows together inline would be too much. */
static bool afford(struct reader *r, size_t bytes)
{
	if (r->search_left / BYTE_COST < bytes)
		return false;
	r->search_left -= bytes * BYTE_COST;
	return true;
}

static const char *value_of(struct inlining *in, const char *name, size_t n,
			    unsigned depth)
{
	struct variable *v =
		map_get(&in->v->by_name, arena_text_n(in->r->arena, name, n));

	if (v == NULL || v->namings != 1 || v->state == STATE_OPEN || depth > DEPTH_MAX)
		return NULL;
	if (v->state == STATE_NEW) {
		CLEANUP(buf_release) struct buf b = {.max = VALUE_MAX};

		v->state = STATE_OPEN;
		if (add_sum(in, &b, v, depth) && afford(in->r, b.len))
			v->text = arena_text_n(in->r->arena, buf_text(&b), b.len);
		v->state = STATE_DONE;
	}
	return v->text;
}

/* The address with what is known put in, or itself. */
static const char *inlined(struct inlining *in, const char *url)
{
	CLEANUP(buf_release) struct buf b = {.max = URL_MAX};
	bool found = false;

	for (const char *s = url; *s != '\0' && !b.over;) {
		size_t n = text_starts(s, "{$") ? name_length(s + 2) : 0;
		const char *value = NULL;

		if (n > 0 && s[n + 2] == '}')
			value = value_of(in, s + 2, n, 0);
		if (value == NULL) {
			buf_putc(&b, *s++);
			continue;
		}
		buf_puts(&b, value);
		found = true;
		s += n + 3;
	}
	if (!found || b.over || !afford(in->r, b.len))
		return url;
	return arena_text_n(in->r->arena, buf_text(&b), b.len);
}

static void inline_call(struct inlining *in, struct activity *a)
{
	const char *url = inlined(in, a->call->url);
	struct http_call *call;

	if (url == a->call->url)
		return;
	call = arena_alloc(in->r->arena, sizeof(*call));
	*call = *a->call;
	call->url = url;
	a->call = call;
}

static bool has_variable(const struct activity *a)
{
	return a->call != NULL && strstr(a->call->url, "{$") != NULL;
}

void variables_inline(struct variables *v, struct reader *r, struct doc d,
		      struct flow *f)
{
	struct inlining in = {v, r};
	bool counted = false;

	if (v->by_name.len == 0)
		return;
	for (size_t i = 0; i < f->activity_count; i++) {
		if (!has_variable(&f->activities[i]))
			continue;
		if (!counted)
			doc_each_string(d, count_naming, &v->by_name);
		counted = true;
		inline_call(&in, &f->activities[i]);
	}
}
