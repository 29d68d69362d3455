/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of facts for the HTML report: a column is an attribute, its type settles the rest. */
#include "report/html_page.h"

#include <string.h>

size_t html_fact_count(const struct html *h, const char *fact)
{
	size_t n = 0;

	facts_of(h->audit->facts, fact, &n);
	return n;
}

bool html_looked_at(const struct html *h, const char *fact)
{
	const struct fact_def *def = vocabulary_find(h->audit->facts->vocabulary, fact);

	return def == NULL || def->source == SOURCE_NONE ||
	       h->audit->sources->state[def->source] != SOURCE_ABSENT;
}

/* The definition that holds the column's attribute, and in *attr its index there or -1. */
static const struct fact_def *column_def(const struct fact_def *def,
					 const struct html_column *column, int *attr)
{
	const char *slash = strchr(column->attr, '/');

	if (slash == NULL) {
		*attr = fact_def_attr(def, column->attr);
		return def;
	}
	*attr = -1;
	for (size_t i = 0; def->children != NULL && def->children[i] != NULL; i++) {
		const struct fact_def *child = def->children[i];

		if (strncmp(child->name, column->attr, (size_t)(slash - column->attr)) != 0 ||
		    child->name[slash - column->attr] != '\0')
			continue;
		*attr = fact_def_attr(child, slash + 1);
		return child;
	}
	return def;
}

static bool right_aligned(const struct fact_def *def, const struct html_column *column)
{
	int attr;
	const struct fact_def *d = column_def(def, column, &attr);

	return attr >= 0 && (d->attrs[attr].type == ATTR_INT || d->attrs[attr].type == ATTR_BYTES);
}

static void table_head(struct html *h, const struct html_table *t, const struct fact_def *def)
{
	html_raw(h, "<table class=\"t stack\"><thead><tr>");
	for (size_t i = 0; t->columns[i].attr != NULL; i++) {
		html_raw(h, right_aligned(def, &t->columns[i]) ? "<th scope=\"col\" class=\"n\">"
							       : "<th scope=\"col\">");
		html_add(h, "%s</th>", t->columns[i].head);
	}
	html_raw(h, "</tr></thead><tbody>\n");
}

static void cell_value(struct html *h, const struct fact *f, const struct html_column *column)
{
	int attr;
	const struct fact_def *def = column_def(f->def, column, &attr);
	const struct fact *holder = def == f->def ? f : html_child(f, def->name);
	const char *value = attr < 0 || holder == NULL ? NULL : holder->values[attr];

	if (value == NULL && strncmp(column->attr, "timeout", strlen("timeout")) == 0)
		html_raw(h, "<span class=\"unknown\">not stated</span>");
	else if (value == NULL)
		html_raw(h, "<span class=\"unknown dash\">\xe2\x80\x93</span>");
	else
		html_value(h, &def->attrs[attr], value);
}

static void table_row(struct html *h, const struct html_table *t, const struct fact *f)
{
	html_raw(h, "<tr>");
	for (size_t i = 0; t->columns[i].attr != NULL; i++) {
		if (i == 0)
			html_raw(h, "<th scope=\"row\">");
		else if (right_aligned(f->def, &t->columns[i]))
			html_add(h, "<td class=\"n\" data-l=\"%s\">", t->columns[i].head);
		else
			html_add(h, "<td data-l=\"%s\">", t->columns[i].head);
		cell_value(h, f, &t->columns[i]);
		html_raw(h, i == 0 ? "</th>" : "</td>");
	}
	html_raw(h, "</tr>\n");
}

static void none(struct html *h, const struct html_table *t, enum source source)
{
	if (source == SOURCE_NONE || h->audit->sources->state[source] != SOURCE_ABSENT)
		html_add(h, "<p class=\"none\">No %s in what was read.</p>\n", t->one);
	html_not_read(h, source);
}

void html_fact_table(struct html *h, const struct html_table *t)
{
	const struct fact_def *def = vocabulary_find(h->audit->facts->vocabulary, t->fact);
	struct fact *const *facts;
	size_t n = 0, shown;

	facts = facts_of(h->audit->facts, t->fact, &n);
	if (n == 0) {
		none(h, t, def == NULL ? SOURCE_PACKAGE : def->source);
		return;
	}
	table_head(h, t, facts[0]->def);
	shown = n < HTML_CAP ? n : HTML_CAP;
	for (size_t i = 0; i < shown; i++)
		table_row(h, t, facts[i]);
	html_raw(h, "</tbody></table>\n");
	html_more(h, n - shown, t->many);
	html_not_read(h, facts[0]->def->source);
}
