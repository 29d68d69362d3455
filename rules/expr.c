/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/expr.h"

#include <ctype.h>
#include <string.h>

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "core/pattern.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

enum { EXPR_MAX = 16384 };

static size_t group_index(const struct expr_builder *b, const struct names_span *span)
{
	struct expr_group *g;

	for (size_t i = 0; i < b->groups->len; i++) {
		g = b->groups->items[i];
		if (g->def == span->def &&
		    (g->find == NULL) == (span->find == NULL) &&
		    (g->find == NULL || strcmp(g->find, span->find) == 0))
			return i;
	}
	g = arena_alloc(b->arena, sizeof(*g));
	*g = (struct expr_group){ span->def, span->find };
	vec_push(b->groups, g);
	return b->groups->len - 1;
}

static void rewrite(struct buf *out, const struct expr_builder *b, const struct expr *e)
{
	size_t at = 0;

	for (size_t i = 0; i < e->names.span_count; i++) {
		const struct names_span *span = &e->names.spans[i];

		if (span->def == NULL)
			continue;
		buf_add(out, e->text + at, span->at - at);
		buf_printf(out, " $_%zu ", group_index(b, span));
		at = span->at + span->len;
	}
	buf_puts(out, e->text + at);
}

/* The expression without what stands in its literals. */
static void add_outside(struct buf *out, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "'\"");
		const char *end = text[n] == '\0' ? NULL : strchr(text + n + 1, text[n]);

		buf_add(out, text, n);
		text = end == NULL ? text + strlen(text) : end + 1;
	}
}

/* Errs on the side of yes: then only the whole document is built, where a part would do. */
static bool may_walk(const char *rewritten, bool at_facts)
{
	static const char *const signs[] = { "..", "parent", "self", "/facts", NULL };
	CLEANUP(buf_release) struct buf outside = { .max = 2 * EXPR_MAX };
	const char *text;

	add_outside(&outside, rewritten);
	text = buf_text(&outside);
	for (size_t i = 0; signs[i] != NULL; i++)
		if (strstr(text, signs[i]) != NULL)
			return true;
	return at_facts && strchr(text, '.') != NULL;
}

static const char *attr_alone(struct arena *arena, const char *text)
{
	if (text[0] != '@' || text[1] == '\0')
		return NULL;
	for (const char *p = text + 1; *p != '\0'; p++)
		if (!isalnum((unsigned char)*p) && *p != '-' && *p != '_')
			return NULL;
	return arena_text(arena, text + 1);
}

static bool is_constant(const char *text)
{
	size_t n = strlen(text);
	int64_t number;

	if (text_to_int(text, &number))
		return true;
	return n >= 2 && (text[0] == '\'' || text[0] == '"') &&
	       strchr(text + 1, text[0]) == text + n - 1;
}

/* All that could be a name, so also functions and words of literals: too many do no harm. */
static void add_words(const struct expr_builder *b, const char *text)
{
	while (*text != '\0') {
		size_t n = 0;

		while (isalnum((unsigned char)text[n]) ||
		       (n > 0 && (text[n] == '-' || text[n] == '_' || text[n] == '.')))
			n++;
		if (n > 0)
			map_add(b->words, arena_text_n(b->arena, text, n), b->words);
		text += n > 0 ? n : 1;
	}
}

static void take_error(void *user, xmlErrorPtr e)
{
	size_t n = e->message == NULL ? 0 : strcspn(e->message, "\r\n");

	err_set(user, "%.*s", (int)n, e->message == NULL ? "" : e->message);
}

/* After an error the context counts wrong how deep an expression is nested. */
static void drop_context(struct expr_store *s)
{
	xmlXPathFreeContext(s->context);
	s->context = NULL;
}

/* A context holds all functions of XPath, so that one for each expression would cost the most. */
static void *compile(struct expr_store *s, const char *text, struct err *err)
{
	xmlXPathContextPtr context = s->context != NULL ? s->context : xmlXPathNewContext(NULL);
	xmlXPathCompExprPtr compiled = NULL;
	struct err cause = ERR_NONE;

	s->context = context;
	if (context != NULL) {
		context->userData = &cause;
		context->error = take_error;
		compiled = xmlXPathCtxtCompile(context, (const xmlChar *)text);
		context->userData = NULL;
	}
	if (compiled != NULL)
		return compiled;
	drop_context(s);
	err_set(err, "%s", cause.set ? cause.text : "the expression cannot be compiled");
	return NULL;
}

static const char *trimmed(struct arena *arena, const char *text)
{
	size_t n;

	text += strspn(text, " \t\r\n");
	n = strlen(text);
	while (n > 0 && strchr(" \t\r\n", text[n - 1]) != NULL)
		n--;
	return arena_text_n(arena, text, n);
}

int expr_build(struct expr *out, const struct expr_builder *b, const struct names_env *env,
	       const struct names_node *const *context, const char *text, struct err *err)
{
	CLEANUP(buf_release) struct buf rewritten = { .max = 2 * EXPR_MAX };
	struct expr e = { .text = trimmed(b->arena, text) };

	if (strlen(e.text) > EXPR_MAX)
		return err_set(err, "the expression is longer than %d bytes", EXPR_MAX);
	if (names_check(env, context, e.text, b->arena, &e.names, err) != 0)
		return -1;
	e.attr = attr_alone(b->arena, e.text);
	e.constant = is_constant(e.text);
	rewrite(&rewritten, b, &e);
	e.walks = may_walk(buf_text(&rewritten), context == NULL);
	e.compiled = compile(b->store, buf_text(&rewritten), err);
	if (e.compiled == NULL)
		return -1;
	vec_push(&b->store->compiled, e.compiled);
	if (b->words != NULL)
		add_words(b, e.text);
	*out = e;
	return 0;
}

int expr_patterns(const struct expr *x, struct map *patterns, struct vec *owned, struct err *err)
{
	for (size_t i = 0; x->names.patterns[i] != NULL; i++) {
		const char *text = x->names.patterns[i];
		CLEANUP(buf_release) struct buf slashed = { .max = 2 * EXPR_MAX };
		struct err cause = ERR_NONE;
		struct pattern *p;

		if (map_get(patterns, text) != NULL)
			continue;
		buf_printf(&slashed, "/%s/", text);
		if (pattern_new(&p, buf_text(&slashed), true, &cause) != 0)
			return err_set(err, "pattern '%.200s': %s", text, cause.text);
		vec_push(owned, p);
		map_add(patterns, text, p);
	}
	return 0;
}

void expr_free_patterns(struct vec *owned)
{
	for (size_t i = 0; i < owned->len; i++)
		pattern_free(owned->items[i]);
	vec_release(owned);
}

void expr_store_release(struct expr_store *s)
{
	for (size_t i = 0; i < s->compiled.len; i++)
		xmlXPathFreeCompExpr(s->compiled.items[i]);
	vec_release(&s->compiled);
	drop_context(s);
}
