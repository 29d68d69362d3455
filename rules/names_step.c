/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vocabulary as a tree of node types: the root, <facts>, facts, their children, attributes
 * and text. A type keeps the way it was reached, so that '..' is exact for children that several
 * facts share.
 */
#include "rules/names_step.h"

#include <string.h>

#include "util/arena.h"
#include "util/err.h"
#include "util/text.h"
#include "util/vec.h"

const struct names_node names_facts = { NULL, NULL };

static bool is_facts(const struct node_type *t)
{
	return t->kind == NODE_ELEMENT && t->element->def == NULL;
}

const char *node_type_name(const struct node_type *t)
{
	if (t->kind == NODE_ROOT)
		return "/";
	if (t->kind == NODE_ATTRIBUTE)
		return t->attr->name;
	if (t->kind == NODE_TEXT)
		return "text()";
	return is_facts(t) ? "facts" : t->element->def->name;
}

static bool same_element(const struct names_node *a, const struct names_node *b)
{
	while (a != b && a != NULL && b != NULL && a->def == b->def) {
		a = a->parent;
		b = b->parent;
	}
	return a == b;
}

static void add_type(struct node_steps *s, struct node_types *to, struct node_type type)
{
	struct node_type *grown;

	for (size_t i = 0; i < to->count; i++)
		if (to->items[i].kind == type.kind && to->items[i].attr == type.attr &&
		    same_element(to->items[i].element, type.element))
			return;
	grown = arena_alloc(s->arena, (to->count + 1) * sizeof(*grown));
	if (to->count > 0)
		memcpy(grown, to->items, to->count * sizeof(*grown));
	grown[to->count] = type;
	to->items = grown;
	to->count++;
}

void node_types_join(struct node_steps *s, struct node_types *to, const struct node_types *more)
{
	for (size_t i = 0; i < more->count; i++)
		add_type(s, to, more->items[i]);
}

static void add_element(struct node_steps *s, struct node_types *to, const struct fact_def *def,
			const struct names_node *parent)
{
	struct names_node *node = arena_alloc(s->arena, sizeof(*node));

	node->def = def;
	node->parent = parent;
	add_type(s, to, (struct node_type){ NODE_ELEMENT, node, NULL });
}

/* "; did you mean 'x'?" for the nearest of the names (which must end with NULL), or "". */
static const char *hint(struct node_steps *s, const char *name, struct vec *names)
{
	const char *nearest;

	vec_push(names, NULL);
	nearest = text_nearest(name, (const char *const *)names->items);
	vec_release(names);
	return nearest == NULL ? "" : arena_printf(s->arena, "; did you mean '%s'?", nearest);
}

static void push_attrs(struct node_steps *s, struct vec *names, const struct fact_def *def,
		       const char *before)
{
	for (size_t i = 0; i < fact_def_attr_count(def); i++)
		vec_push(names, arena_printf(s->arena, "%s%s", before, def->attrs[i].name));
}

static void push_children(struct node_steps *s, struct vec *names, const struct fact_def *def,
			  const char *before, const char *between)
{
	for (size_t i = 0; def->children != NULL && def->children[i] != NULL; i++)
		vec_push(names, arena_printf(s->arena, "%s%s%s", before, between,
					     def->children[i]->name));
}

/* Where a child of that name stands: "scheduled-event/reach". */
static const char *child_hint(struct node_steps *s, const char *name)
{
	for (size_t i = 0; i < s->vocabulary->count; i++) {
		const struct fact_def *def = s->vocabulary->items[i].def;

		if (fact_def_child(def, name) != NULL)
			return arena_printf(s->arena, "; did you mean '%s/%s'?", def->name, name);
	}
	return NULL;
}

const struct fact_def *step_fact(struct node_steps *s, const char *name)
{
	const struct fact_def *def = vocabulary_find(s->vocabulary, name);
	struct vec names = { 0 };
	const char *more;

	if (def != NULL)
		return def;
	more = child_hint(s, name);
	for (size_t i = 0; i < s->vocabulary->count; i++)
		vec_push(&names, arena_text(s->arena, s->vocabulary->items[i].def->name));
	if (more == NULL)
		more = hint(s, name, &names);
	vec_release(&names);
	err_set(s->err, "unknown fact '%s'%s", name, more);
	return NULL;
}

const struct attr_def *step_attr(struct node_steps *s, const struct fact_def *def,
				 const char *name)
{
	int at = fact_def_attr(def, name);
	struct vec names = { 0 };

	if (at >= 0)
		return &def->attrs[at];
	push_attrs(s, &names, def, "");
	if (fact_def_child(def, name) != NULL)
		push_children(s, &names, def, "", "");
	err_set(s->err, "unknown attribute '%s' of '%s'%s", name, def->name,
		hint(s, name, &names));
	return NULL;
}

static int child_of(struct node_steps *s, const struct node_type *t, const char *name,
		    struct node_types *to)
{
	const struct fact_def *def, *child;
	struct vec names = { 0 };

	if (is_facts(t)) {
		child = step_fact(s, name);
		if (child != NULL)
			add_element(s, to, child, &names_facts);
		return child != NULL ? 0 : -1;
	}
	def = t->element->def;
	child = fact_def_child(def, name);
	if (child != NULL) {
		add_element(s, to, child, t->element);
		return 0;
	}
	push_children(s, &names, def, "", "");
	if (fact_def_attr(def, name) >= 0)
		push_attrs(s, &names, def, "@");
	return err_set(s->err, "unknown child '%s' of '%s'%s", name, def->name,
		       hint(s, name, &names));
}

int step_child(struct node_steps *s, const struct node_types *from, const char *name,
	       struct node_types *to)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct node_type *t = &from->items[i];

		if (t->kind == NODE_ROOT && strcmp(name, "facts") == 0) {
			add_type(s, to, (struct node_type){ NODE_ELEMENT, &names_facts, NULL });
			continue;
		}
		if (t->kind == NODE_ROOT)
			return err_set(s->err, "'/%s': the document element is 'facts'; did you "
				       "mean '/facts/%s'?", name, name);
		if (t->kind != NODE_ELEMENT)
			return err_set(s->err, "'%s' has no children", node_type_name(t));
		if (child_of(s, t, name, to) != 0)
			return -1;
	}
	return 0;
}

int step_attribute(struct node_steps *s, const struct node_types *from, const char *name,
		   struct node_types *to)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct node_type *t = &from->items[i];
		const struct attr_def *attr;

		if (t->kind != NODE_ELEMENT || is_facts(t))
			return err_set(s->err, "'%s' has no attributes", node_type_name(t));
		attr = step_attr(s, t->element->def, name);
		if (attr == NULL)
			return -1;
		add_type(s, to, (struct node_type){ NODE_ATTRIBUTE, t->element, attr });
	}
	return 0;
}

int step_text(struct node_steps *s, const struct node_types *from, struct node_types *to)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct node_type *t = &from->items[i];

		if (t->kind != NODE_ELEMENT || is_facts(t) || !t->element->def->text)
			return err_set(s->err, "'%s' has no text", node_type_name(t));
		add_type(s, to, (struct node_type){ NODE_TEXT, t->element, NULL });
	}
	return 0;
}

static const struct names_node *parent_of(const struct node_type *t)
{
	return t->kind == NODE_ELEMENT ? t->element->parent : t->element;
}

int step_parent(struct node_steps *s, const struct node_types *from, const char *name,
		struct node_types *to)
{
	for (size_t i = 0; i < from->count; i++) {
		struct node_type up = { NODE_ELEMENT, parent_of(&from->items[i]), NULL };

		if (from->items[i].kind == NODE_ROOT || up.element == NULL)
			return err_set(s->err, "'%s' has no parent",
				       node_type_name(&from->items[i]));
		if (name != NULL && strcmp(name, node_type_name(&up)) != 0)
			return err_set(s->err, "the parent of '%s' is '%s', never '%s'",
				       node_type_name(&from->items[i]), node_type_name(&up), name);
		add_type(s, to, up);
	}
	return 0;
}

int step_self(struct node_steps *s, const struct node_types *from, const char *name,
	      struct node_types *to)
{
	for (size_t i = 0; i < from->count; i++)
		if (name == NULL || (from->items[i].kind == NODE_ELEMENT &&
				     strcmp(name, node_type_name(&from->items[i])) == 0))
			add_type(s, to, from->items[i]);
	if (to->count == 0 && from->count > 0)
		return err_set(s->err, "'%s' is never '%s' here", node_type_name(&from->items[0]),
			       name);
	return 0;
}

static void push_words(struct node_steps *s, struct vec *names, const char *words)
{
	while (*words != '\0') {
		size_t n = strcspn(words, "|");

		vec_push(names, arena_text_n(s->arena, words, n));
		words += n + (words[n] == '|');
	}
}

int step_word(struct node_steps *s, const struct fact_def *def, const struct attr_def *attr,
	      const char *word)
{
	const char *words = attr->type == ATTR_BOOL ? "yes|no" : attr->words;
	struct vec names = { 0 };
	const char *more;

	if ((attr->type != ATTR_BOOL && attr->type != ATTR_ENUM) || text_is_word(words, word))
		return 0;
	push_words(s, &names, words);
	more = hint(s, word, &names);
	return err_set(s->err, "'%s' is not among the values of attribute '%s' of '%s' (%s)%s",
		       word, attr->name, def->name, words, more);
}
