/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libxml2's own way to build a tree copies every name and value. Here nodes are laid out in an
 * arena and point to the facts' strings: XPath only reads them, and nothing of the tree is ever
 * given to a function of libxml2 that frees or changes nodes.
 */
#include "rules/document.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/tree.h>

#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/map.h"
#include "util/vec.h"

enum { ATTRS_MAX = 64 };	/* of one definition; further ones are always shown */

struct node {
	xmlNode xml;		/* first: a pointer to one is a pointer to the other */
	const struct fact *fact;
};

/* All facts of one definition, or those of them with one value of `find`. */
struct group {
	const struct fact_def *def;
	const char *find;
	struct nodes nodes;
};

/* Values that an attribute has, for mx:has(). */
struct value_index {
	const char *fact;
	const char *attr;
	bool any;		/* some fact has the attribute */
	struct map values;
};

struct document {
	xmlDoc xml;
	struct arena *arena;
	const struct facts *facts;
	const struct map *words;
	const struct fact_def *shown_def;	/* `shown` is about it */
	bool shown[ATTRS_MAX];	/* which attributes an expression could look at */
	struct node *root;
	size_t *order;		/* for each top-level fact its place in document order */
	struct vec groups;	/* struct group; few, so looked through in order */
	struct vec indexes;	/* struct value_index */
	struct map found;	/* "find\nclass" and "find\nclass\nmethod" of matches */
	bool found_known;
	bool complete;
};

static size_t count_facts(const struct fact *f)
{
	size_t n = 1 + (f->text != NULL);

	for (const struct fact *c = f->first; c != NULL; c = c->next)
		n += count_facts(c);
	return n;
}

struct document *document_new(const struct facts *facts, const struct map *words)
{
	struct document *d = alloc_zero(1, sizeof(*d));
	size_t at = 2;

	d->arena = arena_new();
	d->facts = facts;
	d->words = words;
	d->order = alloc_zero(facts->count + 1, sizeof(*d->order));
	for (size_t i = 0; i < facts->count; i++) {
		d->order[i] = at;
		at += count_facts(facts->items[i]);
	}
	d->root = arena_alloc(d->arena, sizeof(*d->root));
	d->root->xml.type = XML_ELEMENT_NODE;
	d->root->xml.name = (const xmlChar *)"facts";
	d->root->xml.doc = &d->xml;
	d->root->xml.parent = (xmlNode *)&d->xml;
	d->root->xml.content = (xmlChar *)(intptr_t)-1;
	d->xml.type = XML_DOCUMENT_NODE;
	d->xml.doc = &d->xml;
	d->xml.children = d->xml.last = &d->root->xml;
	return d;
}

void document_free(struct document *d)
{
	if (d == NULL)
		return;
	for (size_t i = 0; i < d->indexes.len; i++)
		map_release(&((struct value_index *)d->indexes.items[i])->values);
	vec_release(&d->indexes);
	map_release(&d->found);
	vec_release(&d->groups);
	free(d->order);
	arena_free(d->arena);
	free(d);
}

struct _xmlDoc *document_xml(struct document *d)
{
	return &d->xml;
}

struct node *document_root(struct document *d)
{
	return d->root;
}

static xmlNode *text_node(struct document *d, xmlNode *at, const char *text)
{
	at->type = XML_TEXT_NODE;
	at->name = (const xmlChar *)"text";
	at->doc = &d->xml;
	at->content = (xmlChar *)(uintptr_t)text;
	return at;
}

struct attr_node {
	xmlAttr attr;
	xmlNode text;
};

/* Facts of one definition come one after the other, children in between. */
static const bool *shown_attrs(struct document *d, const struct fact_def *def)
{
	if (d->shown_def == def)
		return d->shown;
	d->shown_def = def;
	for (size_t i = 0; i < fact_def_attr_count(def) && i < ATTRS_MAX; i++)
		d->shown[i] = d->words == NULL || map_get(d->words, def->attrs[i].name) != NULL;
	return d->shown;
}

static void build_attrs(struct document *d, struct node *n)
{
	const struct fact *f = n->fact;
	const bool *shown = shown_attrs(d, f->def);
	xmlAttr **link = &n->xml.properties, *last = NULL;
	size_t count = 0;
	struct attr_node *at;

	for (size_t i = 0; f->def->attrs != NULL && f->def->attrs[i].name != NULL; i++)
		count += f->values[i] != NULL && (i >= ATTRS_MAX || shown[i]);
	at = count == 0 ? NULL : arena_alloc(d->arena, count * sizeof(*at));
	for (size_t i = 0; count > 0 && f->def->attrs[i].name != NULL; i++) {
		if (f->values[i] == NULL || (i < ATTRS_MAX && !shown[i]))
			continue;
		at->attr.type = XML_ATTRIBUTE_NODE;
		at->attr.name = (const xmlChar *)f->def->attrs[i].name;
		at->attr.parent = &n->xml;
		at->attr.doc = &d->xml;
		at->attr.prev = last;
		at->attr.children = at->attr.last = text_node(d, &at->text, f->values[i]);
		at->text.parent = (xmlNode *)&at->attr;
		*link = last = &at->attr;
		link = &last->next;
		at++;
	}
}

static void append(xmlNode *parent, xmlNode *child)
{
	child->parent = parent;
	child->prev = parent->last;
	if (parent->last == NULL)
		parent->children = child;
	else
		parent->last->next = child;
	parent->last = child;
}

/* libxml2 takes a negative content of an element as its place in document order. */
static struct node *build_node(struct document *d, const struct fact *f, size_t *order)
{
	struct node *n = arena_alloc(d->arena, sizeof(*n));

	n->fact = f;
	n->xml.type = XML_ELEMENT_NODE;
	n->xml.name = (const xmlChar *)f->def->name;
	n->xml.doc = &d->xml;
	n->xml.content = (xmlChar *)-(intptr_t)(*order)++;
	build_attrs(d, n);
	if (f->text != NULL) {
		append(&n->xml, text_node(d, arena_alloc(d->arena, sizeof(xmlNode)), f->text));
		(*order)++;
	}
	for (const struct fact *c = f->first; c != NULL; c = c->next)
		append(&n->xml, &build_node(d, c, order)->xml);
	return n;
}

static struct group *find_group(const struct document *d, const struct fact_def *def,
				const char *find)
{
	for (size_t i = 0; i < d->groups.len; i++) {
		struct group *g = d->groups.items[i];

		if (g->def == def && (g->find == find || (g->find != NULL && find != NULL &&
							  strcmp(g->find, find) == 0)))
			return g;
	}
	return NULL;
}

static struct group *add_group(struct document *d, const struct fact_def *def, const char *find,
			       size_t max)
{
	struct group *g = arena_alloc(d->arena, sizeof(*g));

	g->def = def;
	g->find = find == NULL ? NULL : arena_text(d->arena, find);
	g->nodes.items = arena_alloc(d->arena, (max + 1) * sizeof(*g->nodes.items));
	vec_push(&d->groups, g);
	return g;
}

static struct group *build_all(struct document *d, const struct fact_def *def)
{
	size_t count;
	struct fact *const *list = facts_of(d->facts, def->name, &count);
	struct group *g = add_group(d, def, NULL, count);

	for (size_t i = 0; i < count; i++) {
		size_t order = d->order[(size_t)(list - d->facts->items) + i];
		struct node *n = build_node(d, list[i], &order);

		n->xml.parent = &d->root->xml;
		g->nodes.items[g->nodes.count++] = n;
	}
	return g;
}

static const struct group *group_all(struct document *d, const struct fact_def *def)
{
	struct group *g = find_group(d, def, NULL);

	return g != NULL ? g : build_all(d, def);
}

/* How many of the matches, which are in order of `find`, stand before it; or up to its last. */
static size_t count_before(const struct nodes *all, const char *find, bool with)
{
	size_t low = 0, high = all->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *value = fact_get(all->items[middle]->fact, "find");
		int c = strcmp(value == NULL ? "" : value, find);

		if (c < 0 || (with && c == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct group *build_find(struct document *d, const struct fact_def *def, const char *find)
{
	const struct nodes *all = &group_all(d, def)->nodes;
	size_t first = count_before(all, find, false);
	struct group *g = add_group(d, def, find, 0);

	g->nodes.items = all->items + first;
	g->nodes.count = count_before(all, find, true) - first;
	return g;
}

const struct nodes *document_group(struct document *d, const struct fact_def *def,
				   const char *find)
{
	struct group *g;

	if (find == NULL)
		return &group_all(d, def)->nodes;
	g = find_group(d, def, find);
	return &(g != NULL ? g : build_find(d, def, find))->nodes;
}

void document_complete(struct document *d)
{
	const struct fact_def *last = NULL;

	if (d->complete)
		return;
	d->complete = true;
	for (size_t i = 0; i < d->facts->count; i++) {
		const struct nodes *nodes;

		if (d->facts->items[i]->def == last)
			continue;
		last = d->facts->items[i]->def;
		nodes = &group_all(d, last)->nodes;
		for (size_t k = 0; k < nodes->count; k++)
			append(&d->root->xml, &nodes->items[k]->xml);
	}
}

static struct value_index *find_index(const struct document *d, const char *fact,
				      const char *attr)
{
	for (size_t i = 0; i < d->indexes.len; i++) {
		struct value_index *x = d->indexes.items[i];

		if (strcmp(x->fact, fact) == 0 && strcmp(x->attr, attr) == 0)
			return x;
	}
	return NULL;
}

static struct value_index *build_index(struct document *d, const char *fact, const char *attr)
{
	struct value_index *x = arena_alloc(d->arena, sizeof(*x));
	size_t count;
	struct fact *const *list = facts_of(d->facts, fact, &count);

	x->fact = arena_text(d->arena, fact);
	x->attr = arena_text(d->arena, attr);
	for (size_t i = 0; i < count; i++) {
		const char *value = fact_get(list[i], attr);

		if (value == NULL)
			continue;
		x->any = true;
		map_add(&x->values, value, list[i]);
	}
	vec_push(&d->indexes, x);
	return x;
}

bool document_has(struct document *d, const char *fact, const char *attr, const char *value)
{
	struct value_index *x;
	size_t count;

	if (attr == NULL) {
		facts_of(d->facts, fact, &count);
		return count > 0;
	}
	x = find_index(d, fact, attr);
	if (x == NULL)
		x = build_index(d, fact, attr);
	return value == NULL ? x->any : map_get(&x->values, value) != NULL;
}

static char *found_key(struct arena *a, const char *find, const char *class, const char *method)
{
	int outer = (int)strcspn(class, "$");

	return method == NULL ? arena_printf(a, "%s\n%.*s", find, outer, class)
			      : arena_printf(a, "%s\n%.*s\n%s", find, outer, class, method);
}

static void learn_found(struct document *d)
{
	size_t count;
	struct fact *const *list = facts_of(d->facts, "match", &count);

	d->found_known = true;
	for (size_t i = 0; i < count; i++) {
		const char *find = fact_get(list[i], "find"), *class = fact_get(list[i], "class");
		const char *method = fact_get(list[i], "method");

		if (find == NULL || class == NULL)
			continue;
		map_add(&d->found, found_key(d->arena, find, class, NULL), d);
		if (method != NULL)
			map_add(&d->found, found_key(d->arena, find, class, method), d);
	}
}

bool document_found(struct document *d, const char *find, const char *class, const char *method)
{
	CLEANUP(arena_cleanup) struct arena *arena = arena_new();

	if (!d->found_known)
		learn_found(d);
	return map_get(&d->found, found_key(arena, find, class, method)) != NULL;
}

struct _xmlNode *node_xml(struct node *n)
{
	return &n->xml;
}

struct node *node_of_xml(struct _xmlNode *xml)
{
	return (struct node *)(void *)xml;
}

const struct fact *node_fact(const struct node *n)
{
	return n->fact;
}

const struct node *node_parent(const struct node *n)
{
	if (n->fact == NULL)
		return NULL;
	return (const struct node *)(const void *)n->xml.parent;
}

const struct fact *node_top(const struct node *n)
{
	const struct fact *top = n->fact;

	for (; n != NULL && n->fact != NULL; n = node_parent(n))
		top = n->fact;
	return top;
}
