/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <libxml/tree.h>

#include "core/library.h"
#include "util/err.h"
#include "util/text.h"

enum { NAMES_MAX = 24 };

#define END { NULL, false, VALUE_ANY, NULL }
#define TEST_ATTRS \
	{ "as-of", false, VALUE_DATE, NULL }, { "edition", false, VALUE_EDITION, NULL }

static const struct table_attr no_attrs[] = { END };
static const struct table_attr pack_attrs[] = {
	{ "id", true, VALUE_NAME, NULL }, { "title", true, VALUE_TEXT, NULL }, END
};
static const struct table_attr param_attrs[] = {
	{ "name", true, VALUE_NAME, NULL },
	{ "type", true, VALUE_WORD, "bytes|int|string|version|date" }, END
};
static const struct table_attr value_attrs[] = {
	{ "edition", false, VALUE_EDITION, NULL }, END
};
static const struct table_attr library_attrs[] = {
	{ "id", true, VALUE_NAME, NULL }, { "title", true, VALUE_TEXT, NULL },
	{ "href", true, VALUE_HTTPS, NULL }, END
};
static const struct table_attr concern_attrs[] = {
	{ "word", true, VALUE_WORD, LIBRARY_CONCERN_WORDS },
	{ "versions", false, VALUE_TEXT, NULL }, END
};
static const struct table_attr rule_attrs[] = {
	{ "id", true, VALUE_ID, NULL },
	{ "severity", true, VALUE_WORD, "blocker|action|verify|info" },
	{ "effort", false, VALUE_EFFORT, NULL },
	{ "per", false, VALUE_WORD, "rule|finding|place" },
	{ "cap", false, VALUE_HOURS, NULL },
	{ "owner", true, VALUE_NAME, NULL },
	{ "verified", true, VALUE_DATE, NULL },
	{ "basis", true, VALUE_WORD, "documented|code|inferred" },
	{ "since", false, VALUE_EDITION, NULL },
	{ "until", false, VALUE_EDITION, NULL },
	{ "fix-id", false, VALUE_NAME, NULL },
	{ "covers", false, VALUE_STATEMENTS, NULL }, END
};
static const struct table_attr topic_attrs[] = {
	{ "title", true, VALUE_TEXT, NULL }, END
};
static const struct table_attr statement_attrs[] = {
	{ "id", true, VALUE_STATEMENT, NULL }, END
};
static const struct table_attr phase_attrs[] = {
	{ "id", true, VALUE_NAME, NULL }, { "title", true, VALUE_TEXT, NULL }, END
};
static const struct table_attr step_attrs[] = {
	{ "id", true, VALUE_NAME, NULL },
	{ "who", true, VALUE_WORD,
	  "technical-contact|operator|developer|business|security|support" },
	{ "duration", false, VALUE_DURATION, NULL },
	{ "ahead", false, VALUE_DURATION, NULL },
	{ "undo", true, VALUE_WORD, "yes|until|no" },
	{ "work", false, VALUE_WORD, "findings|questions" },
	{ "covers", false, VALUE_STATEMENTS, NULL }, END
};
static const struct table_attr list_attrs[] = {
	{ "title", false, VALUE_TEXT, NULL }, { "select", true, VALUE_TEXT, NULL },
	{ "done", false, VALUE_TEXT, NULL }, { "tick", false, VALUE_YES, NULL }, END
};
static const struct table_attr request_attrs[] = {
	{ "to", true, VALUE_TEXT, NULL }, { "subject", true, VALUE_TEXT, NULL }, END
};
static const struct table_attr field_attrs[] = {
	{ "name", true, VALUE_TEXT, NULL }, { "value", false, VALUE_TEXT, NULL }, END
};
static const struct table_attr select_attrs[] = {
	{ "select", true, VALUE_TEXT, NULL }, END
};
static const struct table_attr question_attrs[] = {
	{ "id", true, VALUE_NAME, NULL },
	{ "type", true, VALUE_WORD, "yes-no|number|bytes|text|choice|date" },
	{ "fine", false, VALUE_YES, NULL }, { "choices", false, VALUE_TEXT, NULL },
	{ "fact", false, VALUE_TEXT, NULL }, END
};
static const struct table_attr needs_attrs[] = {
	{ "select", false, VALUE_TEXT, NULL }, { "ask", false, VALUE_TEXT, NULL },
	{ "question", false, VALUE_NAME, NULL }, { "fine", false, VALUE_YES, NULL },
	{ "option", false, VALUE_TEXT, NULL },
	{ "covers", false, VALUE_STATEMENTS, NULL }, END
};
/* The attributes after `in` are those of core/find.h. */
static const struct table_attr find_attrs[] = {
	{ "id", true, VALUE_NAME, NULL },
	{ "in", true, VALUE_WORD,
	  "text|entry|java-reference|java-string|java-field|java-call|archive" },
	{ "slow", false, VALUE_YES, NULL }, { "entry", false, VALUE_TEXT, NULL },
	{ "string", false, VALUE_TEXT, NULL }, { "class", false, VALUE_TEXT, NULL },
	{ "member", false, VALUE_TEXT, NULL }, { "descriptor", false, VALUE_TEXT, NULL },
	{ "argument", false, VALUE_TEXT, NULL }, { "position", false, VALUE_WORD, "1|2|3|4|5|6" },
	{ "name", false, VALUE_TEXT, NULL },
	{ "version", false, VALUE_TEXT, NULL }, { "static", false, VALUE_WORD, "yes|no" },
	{ "mutable", false, VALUE_WORD, "yes|no" },
	{ "scope", false, VALUE_WORD, "own|library|any" }, END
};
static const struct table_attr each_attrs[] = {
	{ "id", false, VALUE_NAME, NULL },
	{ "severity", false, VALUE_WORD, "blocker|action|verify|info" },
	{ "select", true, VALUE_TEXT, NULL }, { "key", true, VALUE_TEXT, NULL },
	{ "evidence", false, VALUE_TEXT, NULL },
	{ "as", false, VALUE_WORD, "refused" }, END
};
static const struct table_attr see_attrs[] = {
	{ "title", true, VALUE_TEXT, NULL }, { "href", true, VALUE_HTTPS, NULL }, END
};
static const struct table_attr fires_attrs[] = {
	{ "findings", false, VALUE_COUNT, NULL }, { "key", false, VALUE_ANY, NULL },
	TEST_ATTRS, END
};
static const struct table_attr test_attrs[] = { TEST_ATTRS, END };

const struct table_element table_elements[] = {
	{ "pack", "", true, false, TABLE_CHILDREN, pack_attrs },
	{ "param", "pack", false, true, TABLE_CHILDREN, param_attrs },
	{ "value", "param", true, true, TABLE_LINE, value_attrs },
	{ "library", "pack", false, true, TABLE_CHILDREN, library_attrs },
	{ "name", "library", true, true, TABLE_LINE, no_attrs },
	{ "concern", "library", true, true, TABLE_LINE, concern_attrs },
	{ "rule", "pack", false, true, TABLE_CHILDREN, rule_attrs },
	{ "title", "rule", true, false, TABLE_LINE, no_attrs },
	{ "applies", "rule", false, false, TABLE_CHILDREN, select_attrs },
	{ "needs", "rule", false, true, TABLE_CHILDREN, needs_attrs },
	{ "find", "rule", false, true, TABLE_CHILDREN, find_attrs },
	{ "for-each", "rule", false, true, TABLE_CHILDREN, each_attrs },
	{ "message", "for-each", true, false, TABLE_LINE, no_attrs },
	{ "clear", "rule", false, false, TABLE_LINE, no_attrs },
	{ "why", "rule", true, false, TABLE_LINE, no_attrs },
	{ "fix", "rule", true, false, TABLE_LINE, no_attrs },
	{ "see", "rule", false, true, TABLE_CHILDREN, see_attrs },
	{ "tests", "rule", false, false, TABLE_CHILDREN, no_attrs },
	{ "fires", "tests", false, true, TABLE_FACTS, fires_attrs },
	{ "quiet", "tests", false, true, TABLE_FACTS, test_attrs },
	{ "not-applicable", "tests", false, true, TABLE_FACTS, test_attrs },
	{ "undecided", "tests", false, true, TABLE_FACTS, test_attrs },
	{ "question", "pack", false, true, TABLE_CHILDREN, question_attrs },
	{ "text", "question", true, false, TABLE_LINE, no_attrs },
	{ "why", "question", true, false, TABLE_LINE, no_attrs },
	{ "topic", "pack", false, true, TABLE_CHILDREN, topic_attrs },
	{ "statement", "topic", true, true, TABLE_CHILDREN, statement_attrs },
	{ "text", "statement", true, false, TABLE_LINE, no_attrs },
	{ "note", "statement", false, false, TABLE_LINE, no_attrs },
	{ "left-out", "statement", false, false, TABLE_LINE, no_attrs },
	{ "see", "statement", true, true, TABLE_CHILDREN, see_attrs },
	{ "phase", "pack", false, true, TABLE_CHILDREN, phase_attrs },
	{ "intro", "phase", false, false, TABLE_LINE, no_attrs },
	{ "step", "phase", true, true, TABLE_CHILDREN, step_attrs },
	{ "title", "step", true, false, TABLE_LINE, no_attrs },
	{ "applies", "step", false, false, TABLE_CHILDREN, select_attrs },
	{ "text", "step", true, true, TABLE_LINE, no_attrs },
	{ "list", "step", false, true, TABLE_LINE, list_attrs },
	{ "done", "step", false, false, TABLE_LINE, select_attrs },
	{ "back", "step", false, false, TABLE_LINE, no_attrs },
	{ "request", "step", false, false, TABLE_CHILDREN, request_attrs },
	{ "line", "request", false, true, TABLE_LINE, no_attrs },
	{ "field", "request", false, true, TABLE_CHILDREN, field_attrs },
	{ "see", "step", true, true, TABLE_CHILDREN, see_attrs },
	{ NULL, NULL, false, false, TABLE_CHILDREN, NULL },
};

int table_fault(struct err *err, const char *file, int line, const char *format, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	return err_set(err, "%s:%d: %s", file, line, text);
}

const struct table_element *table_find(const char *name, const char *parent)
{
	for (const struct table_element *e = table_elements; e->name != NULL; e++)
		if (strcmp(e->name, name) == 0 && strcmp(e->parent, parent) == 0)
			return e;
	return NULL;
}

struct check {
	const char *file;
	struct err *err;
};

static int line_of(const xmlNode *node)
{
	return (int)xmlGetLineNo(node);
}

static const char *name_of(const xmlNode *node)
{
	return (const char *)node->name;
}

/* "; did you mean 'x'?" or "" */
static const char *hint(char *out, size_t size, const char *name, const char *const *names)
{
	const char *near = text_nearest(name, names);

	out[0] = '\0';
	if (near != NULL)
		snprintf(out, size, "; did you mean '%s'?", near);
	return out;
}

static int unknown_element(struct check *c, const xmlNode *node, const char *parent)
{
	const char *names[NAMES_MAX] = { NULL };
	char near[160];
	size_t n = 0;

	for (const struct table_element *e = table_elements; e->name != NULL; e++)
		if (strcmp(e->parent, parent) == 0)
			names[n++] = e->name;
	hint(near, sizeof(near), name_of(node), names);
	if (parent[0] == '\0')
		return table_fault(c->err, c->file, line_of(node),
				   "the root is '%s', not 'pack'", name_of(node));
	return table_fault(c->err, c->file, line_of(node), "unknown element '%s' in '%s'%s",
			   name_of(node), parent, near);
}

static const struct table_attr *find_attr(const struct table_element *e, const xmlAttr *a)
{
	for (const struct table_attr *t = e->attrs; t->name != NULL; t++)
		if (a->ns == NULL && strcmp(t->name, (const char *)a->name) == 0)
			return t;
	return NULL;
}

static int unknown_attr(struct check *c, const xmlNode *node, const struct table_element *e,
			const xmlAttr *a)
{
	const char *names[NAMES_MAX] = { NULL };
	char near[160];
	size_t n = 0;

	for (const struct table_attr *t = e->attrs; t->name != NULL; t++)
		names[n++] = t->name;
	hint(near, sizeof(near), (const char *)a->name, names);
	return table_fault(c->err, c->file, line_of(node), "unknown attribute '%s' of '%s'%s",
			   (const char *)a->name, e->name, near);
}

static int check_value(struct check *c, const xmlNode *node, const struct table_attr *t,
		       const char *value)
{
	const char *like = t->form == VALUE_WORD ? t->words : value_defs[t->form].like;

	if (value_ok(t->form, t->words, value))
		return 0;
	return table_fault(c->err, c->file, line_of(node),
			   "attribute '%s' of '%s' is '%.200s', not %s%s", t->name, name_of(node),
			   value, t->form == VALUE_WORD ? "one of " : "", like);
}

static int check_attrs(struct check *c, const xmlNode *node, const struct table_element *e)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		if (find_attr(e, a) == NULL)
			return unknown_attr(c, node, e, a);
	for (const struct table_attr *t = e->attrs; t->name != NULL; t++) {
		xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)t->name);
		int bad = 0;

		if (value != NULL)
			bad = check_value(c, node, t, (const char *)value);
		else if (t->required)
			bad = table_fault(c->err, c->file, line_of(node),
					  "'%s' lacks attribute '%s'", e->name, t->name);
		xmlFree(value);
		if (bad != 0)
			return -1;
	}
	return 0;
}

static bool in_namespace(const xmlNode *node)
{
	return node->ns != NULL && node->ns->href != NULL &&
	       strcmp((const char *)node->ns->href, PACK_NAMESPACE) == 0;
}

static bool is_text(const xmlNode *node)
{
	return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

static bool blank(const xmlNode *node)
{
	const char *s = node->content == NULL ? "" : (const char *)node->content;

	return s[strspn(s, " \t\r\n")] == '\0';
}

static size_t count_children(const xmlNode *node, const char *name)
{
	size_t n = 0;

	for (const xmlNode *child = node->children; child != NULL; child = child->next)
		if (child->type == XML_ELEMENT_NODE && strcmp(name_of(child), name) == 0)
			n++;
	return n;
}

static int check_counts(struct check *c, const xmlNode *node, const struct table_element *e)
{
	/* Most elements can have no children: their rows are not looked for. */
	if (e->content != TABLE_CHILDREN)
		return 0;
	for (const struct table_element *t = table_elements; t->name != NULL; t++) {
		size_t n;

		if (strcmp(t->parent, e->name) != 0)
			continue;
		n = count_children(node, t->name);
		if (n == 0 && t->required)
			return table_fault(c->err, c->file, line_of(node), "'%s' lacks '%s'",
					   e->name, t->name);
		if (n > 1 && !t->many)
			return table_fault(c->err, c->file, line_of(node),
					   "'%s' has %zu '%s'; one is allowed", e->name, n,
					   t->name);
	}
	return 0;
}

static int check_element(struct check *c, xmlNode *node, const char *parent);

static int check_children(struct check *c, xmlNode *node, const struct table_element *e)
{
	bool text = false;

	for (xmlNode *child = node->children; child != NULL; child = child->next) {
		if (child->type == XML_COMMENT_NODE)
			continue;
		if (is_text(child) && blank(child))
			continue;
		if (is_text(child) && e->content != TABLE_LINE)
			return table_fault(c->err, c->file, line_of(node),
					   "'%s' may not hold text", e->name);
		if (is_text(child)) {
			text = true;
			continue;
		}
		if (child->type != XML_ELEMENT_NODE)
			return table_fault(c->err, c->file, line_of(node),
					   "'%s' holds something that is neither element nor "
					   "text", e->name);
		if (e->content == TABLE_LINE)
			return table_fault(c->err, c->file, line_of(child),
					   "'%s' may not hold elements, '%s'", e->name,
					   name_of(child));
		if (e->content == TABLE_CHILDREN && check_element(c, child, e->name) != 0)
			return -1;
	}
	if (e->content == TABLE_LINE && !text)
		return table_fault(c->err, c->file, line_of(node), "'%s' is empty", e->name);
	return check_counts(c, node, e);
}

static int check_element(struct check *c, xmlNode *node, const char *parent)
{
	const struct table_element *e = table_find(name_of(node), parent);

	if (e == NULL)
		return unknown_element(c, node, parent);
	if (!in_namespace(node))
		return table_fault(c->err, c->file, line_of(node),
				   "'%s' is not in namespace '" PACK_NAMESPACE "'", e->name);
	if (check_attrs(c, node, e) != 0)
		return -1;
	return check_children(c, node, e);
}

int table_check(const char *file, struct _xmlNode *root, struct err *err)
{
	struct check c = { .file = file, .err = err };

	return check_element(&c, root, "");
}
