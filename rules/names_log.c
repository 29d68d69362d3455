/* SPDX-License-Identifier: Apache-2.0 */
/* What an expression mentions: noted while it is read, summed up at the end. */
#include "rules/names_value.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/source.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/text.h"

void names_fail_at(struct names_parser *p, size_t at)
{
	if (!p->failed)
		err_in(p->err, "column %zu", at + 1);
	p->failed = true;
	p->at = p->end;
}

void names_fail(struct names_parser *p, size_t at, const char *format, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	err_set(p->err, "%s", text);
	names_fail_at(p, at);
}

static void add_use(struct names_parser *p, enum source source, const char *find)
{
	if (p->use_count == p->use_size) {
		p->use_size = p->use_size == 0 ? 16 : p->use_size * 2;
		p->uses = alloc_resize(p->uses, p->use_size * sizeof(*p->uses));
	}
	p->uses[p->use_count++] = (struct names_use){ source, find, false };
}

void names_use_types(struct names_parser *p, const struct node_types *types)
{
	for (size_t i = 0; i < types->count; i++) {
		const struct names_node *e = types->items[i].element;

		if (e == NULL || e->def == NULL || e->def->source == SOURCE_NONE)
			continue;
		add_use(p, e->def->source, NULL);
		if (e->def->search != NULL)
			add_use(p, SOURCE_NONE, e->def->search);
	}
}

static bool listed(const char *const *list, const char *name)
{
	for (; list != NULL && *list != NULL; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

static const char *hint(struct names_parser *p, const char *name, const char *const *list,
			const char *before)
{
	const char *near = list == NULL ? NULL : text_nearest(name, list);

	return near == NULL ? "" : arena_printf(p->arena, "; did you mean '%s%s'?", before, near);
}

bool names_use_find(struct names_parser *p, const char *id, size_t at)
{
	if (p->env->finds != NULL && !listed(p->env->finds, id)) {
		names_fail(p, at, "unknown find '%s'%s", id, hint(p, id, p->env->finds, ""));
		return false;
	}
	add_use(p, SOURCE_NONE, id);
	return true;
}

bool names_use_source(struct names_parser *p, const char *name, size_t at)
{
	const char *all[SOURCE_COUNT + 1] = { NULL };
	enum source source = source_by_name(name);

	if (source == SOURCE_NONE) {
		for (int i = 0; i < SOURCE_COUNT; i++)
			all[i] = source_name((enum source)i);
		names_fail(p, at, "unknown source '%s'%s", name, hint(p, name, all, ""));
		return false;
	}
	add_use(p, source, NULL);
	return true;
}

void names_use_variable(struct names_parser *p, const struct xpath_token *t)
{
	if (listed(p->env->variables, t->text))
		vec_push(&p->variables, (void *)t->text);
	else
		names_fail(p, t->at, "unknown variable '$%s'%s", t->text,
			   hint(p, t->text, p->env->variables, "$"));
}

void names_mark(struct names_parser *p, size_t first)
{
	for (size_t i = first; i < p->use_count; i++)
		p->uses[i].negated = true;
}

void names_add_span(struct names_parser *p, size_t from, const struct fact_def *def,
		    const char *find)
{
	const struct xpath_token *last = &p->tokens[p->at - 1];
	struct names_span *span = arena_alloc(p->arena, sizeof(*span));

	*span = (struct names_span){ from, last->at + last->len - from, def, find };
	vec_push(&p->spans, span);
}

static int compare_spans(const void *a, const void *b)
{
	const struct names_span *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

static const struct names_span *copy_spans(struct names_parser *p)
{
	struct names_span *spans = arena_alloc(p->arena, (p->spans.len + 1) * sizeof(*spans));

	vec_sort(&p->spans, compare_spans);
	for (size_t i = 0; i < p->spans.len; i++)
		spans[i] = *(const struct names_span *)p->spans.items[i];
	return spans;
}

/* The strings of the list, each once, ending with NULL. */
static const char *const *each_once(struct names_parser *p, const struct vec *list)
{
	const char **out = arena_alloc(p->arena, (list->len + 1) * sizeof(*out));
	size_t count = 0;

	for (size_t i = 0; i < list->len; i++)
		if (!listed(out, list->items[i]))
			out[count++] = list->items[i];
	return out;
}

static void finish_uses(struct names_parser *p, struct names_result *out)
{
	struct vec all = { 0 }, negated = { 0 };

	for (size_t i = 0; i < p->use_count; i++) {
		const struct names_use *u = &p->uses[i];

		if (u->find != NULL) {
			vec_push(&all, (void *)u->find);
			if (u->negated)
				vec_push(&negated, (void *)u->find);
			continue;
		}
		out->sources |= SOURCE_BIT(u->source);
		if (u->negated)
			out->negated |= SOURCE_BIT(u->source);
	}
	out->finds = each_once(p, &all);
	out->negated_finds = each_once(p, &negated);
	vec_release(&all);
	vec_release(&negated);
}

static void finish_selects(struct names_parser *p, const struct value *v, struct names_result *out)
{
	const struct names_node **list = arena_alloc(p->arena,
						     (v->nodes.count + 1) * sizeof(*list));
	size_t count = 0;

	for (size_t i = 0; i < v->nodes.count; i++) {
		const struct node_type *t = &v->nodes.items[i];

		if (t->kind == NODE_ELEMENT && t->element->def != NULL)
			list[count++] = t->element;
		else
			out->selects_other = true;
	}
	out->selects = list;
}

void names_finish(struct names_parser *p, const struct value *v, struct names_result *out)
{
	memset(out, 0, sizeof(*out));
	out->type = v->type;
	finish_selects(p, v, out);
	finish_uses(p, out);
	out->variables = each_once(p, &p->variables);
	out->patterns = each_once(p, &p->patterns);
	out->spans = copy_spans(p);
	out->span_count = p->spans.len;
}

void names_parser_release(struct names_parser *p)
{
	free(p->uses);
	vec_release(&p->variables);
	vec_release(&p->patterns);
	vec_release(&p->spans);
}
