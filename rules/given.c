/* SPDX-License-Identifier: Apache-2.0 */
/* Facts inside a test: elements of the pack's namespace that are named like facts. */
#include <string.h>

#include <libxml/tree.h>

#include "rules/pack.h"
#include "rules/table.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/text.h"

enum { NAMES_MAX = 200, DEPTH_MAX = 16 };

struct reader {
	struct rules *rules;
	const char *file;
	struct err *err;
};

static int fault(struct reader *r, const xmlNode *node, const char *what, const char *name,
		 const char *where, const char *const *names)
{
	const char *near = text_nearest(name, names);

	return table_fault(r->err, r->file, (int)xmlGetLineNo(node), "%s '%s'%s%s%s%s%s%s", what,
			   name, where[0] != '\0' ? " of '" : "", where,
			   where[0] != '\0' ? "'" : "", near != NULL ? "; did you mean '" : "",
			   near != NULL ? near : "", near != NULL ? "'?" : "");
}

static int unknown_fact(struct reader *r, const xmlNode *node, const struct fact_def *parent)
{
	const char *names[NAMES_MAX + 1] = { NULL };
	const struct vocabulary *v = r->rules->vocabulary;
	size_t n = 0;

	for (size_t i = 0; parent == NULL && i < v->count && n < NAMES_MAX; i++)
		names[n++] = v->items[i].def->name;
	for (size_t i = 0; parent != NULL && parent->children != NULL &&
	     parent->children[i] != NULL && n < NAMES_MAX; i++)
		names[n++] = parent->children[i]->name;
	return fault(r, node, parent == NULL ? "unknown fact" : "unknown child",
		     (const char *)node->name, parent == NULL ? "" : parent->name, names);
}

static int unknown_attr(struct reader *r, const xmlNode *node, const struct fact_def *def,
			const xmlAttr *a)
{
	const char *names[NAMES_MAX + 1] = { NULL };

	for (size_t i = 0; i < fact_def_attr_count(def) && i < NAMES_MAX; i++)
		names[i] = def->attrs[i].name;
	return fault(r, node, "unknown attribute", (const char *)a->name, def->name, names);
}

static const char *wanted(const struct attr_def *def)
{
	static const char *const like[] = {
		[ATTR_BOOL] = "yes or no", [ATTR_INT] = "an integer",
		[ATTR_BYTES] = "a size in bytes", [ATTR_TIME] = "a time YYYY-MM-DDThh:mm:ssZ",
		[ATTR_DIGEST] = "hex digits",
	};

	return def->type == ATTR_ENUM ? def->words : like[def->type];
}

static int read_attr(struct reader *r, const xmlNode *node, struct given *g, const xmlAttr *a)
{
	int i = a->ns == NULL ? fact_def_attr(g->def, (const char *)a->name) : -1;
	xmlChar *value;

	if (i < 0)
		return unknown_attr(r, node, g->def, a);
	value = xmlNodeListGetString(node->doc, a->children, 1);
	g->values[i] = arena_text(r->rules->arena, value == NULL ? "" : (const char *)value);
	xmlFree(value);
	if (attr_takes(&g->def->attrs[i], g->values[i]))
		return 0;
	return table_fault(r->err, r->file, g->line, "attribute '%s' of '%s' is '%.200s', not %s",
			   g->def->attrs[i].name, g->def->name, g->values[i],
			   wanted(&g->def->attrs[i]));
}

/* What is not stated is absent, but for what says which fact it is. */
static int check_keys(struct reader *r, const struct given *g)
{
	for (size_t i = 0; i < fact_def_attr_count(g->def); i++) {
		const struct attr_def *a = &g->def->attrs[i];
		bool key = (a->flags & ATTR_KEY) != 0 && (a->flags & ATTR_REQUIRED) != 0;

		if (key && g->values[i] == NULL)
			return table_fault(r->err, r->file, g->line, "'%s' lacks attribute '%s'",
					   g->def->name, a->name);
	}
	return 0;
}

/* A <source> sets how a source stands in the test. */
static int check_source(struct reader *r, const struct given *g)
{
	int name = fact_def_attr(g->def, "name"), state = fact_def_attr(g->def, "state");

	if (strcmp(g->def->name, "source") != 0 || name < 0 || state < 0)
		return 0;
	if (source_by_name(g->values[name]) == SOURCE_NONE)
		return table_fault(r->err, r->file, g->line, "unknown source '%s'",
				   g->values[name]);
	if (g->values[state] == NULL)
		return table_fault(r->err, r->file, g->line, "'source' lacks attribute 'state'");
	return 0;
}

static int read_fact(struct reader *r, xmlNode *node, const struct fact_def *parent,
		     unsigned depth, struct given **out);

static bool blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

static int read_content(struct reader *r, xmlNode *node, struct given *g, unsigned depth)
{
	struct given **link = &g->first;
	xmlChar *text;

	if (g->def->text) {
		text = xmlNodeGetContent(node);
		g->text = pack_collapse(r->rules, text == NULL ? "" : (const char *)text);
		xmlFree(text);
		return 0;
	}
	for (xmlNode *c = node->children; c != NULL; c = c->next) {
		if (c->type == XML_ELEMENT_NODE) {
			if (read_fact(r, c, g->def, depth + 1, link) != 0)
				return -1;
			link = &(*link)->next;
		} else if (c->type == XML_TEXT_NODE && !blank((const char *)c->content)) {
			return table_fault(r->err, r->file, g->line, "'%s' may not hold text",
					   g->def->name);
		}
	}
	return 0;
}

static int read_fact(struct reader *r, xmlNode *node, const struct fact_def *parent,
		     unsigned depth, struct given **out)
{
	const char *name = (const char *)node->name;
	struct given *g = arena_alloc(r->rules->arena, sizeof(*g));

	g->line = (int)xmlGetLineNo(node);
	g->def = parent == NULL ? vocabulary_find(r->rules->vocabulary, name)
				: fact_def_child(parent, name);
	if (g->def == NULL)
		return unknown_fact(r, node, parent);
	if (depth > DEPTH_MAX)
		return table_fault(r->err, r->file, g->line, "facts nest deeper than %d",
				   DEPTH_MAX);
	g->values = arena_alloc(r->rules->arena,
				(fact_def_attr_count(g->def) + 1) * sizeof(*g->values));
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		if (read_attr(r, node, g, a) != 0)
			return -1;
	if (check_keys(r, g) != 0 || check_source(r, g) != 0 ||
	    read_content(r, node, g, depth) != 0)
		return -1;
	*out = g;
	return 0;
}

int given_read(struct rules *rules, const char *file, struct _xmlNode *test, struct given **out,
	       struct err *err)
{
	struct reader r = { .rules = rules, .file = file, .err = err };

	for (xmlNode *c = test->children; c != NULL; c = c->next) {
		if (c->type != XML_ELEMENT_NODE)
			continue;
		if (read_fact(&r, c, NULL, 0, out) != 0)
			return -1;
		out = &(*out)->next;
	}
	return 0;
}
