/* SPDX-License-Identifier: Apache-2.0 */
/* The table as a RELAX NG grammar in XML syntax, for editors: rules.d/rules.rng. */
#include <stdio.h>
#include <string.h>

#include "rules/table.h"
#include "util/buf.h"

enum { NAME_MAX = 64 };

static void write_escaped(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '<')
			buf_puts(out, "&lt;");
		else if (*s == '&')
			buf_puts(out, "&amp;");
		else if (*s == '"')
			buf_puts(out, "&quot;");
		else
			buf_putc(out, *s);
	}
}

static void write_words(struct buf *out, const char *words)
{
	buf_puts(out, "<choice>");
	while (*words != '\0') {
		size_t n = strcspn(words, "|");

		buf_printf(out, "<value>%.*s</value>", (int)n, words);
		words += n + (words[n] == '|');
	}
	buf_puts(out, "</choice>");
}

static void write_value(struct buf *out, enum value_form form, const char *words)
{
	if (form == VALUE_WORD) {
		write_words(out, words);
	} else if (value_defs[form].pattern == NULL) {
		buf_puts(out, "<text/>");
	} else {
		buf_puts(out, "<data type=\"string\"><param name=\"pattern\">");
		write_escaped(out, value_defs[form].pattern);
		buf_puts(out, "</param></data>");
	}
}

static void write_attr(struct buf *out, const struct table_attr *a)
{
	buf_puts(out, a->required ? "      " : "      <optional>");
	buf_printf(out, "<attribute name=\"%s\">", a->name);
	write_value(out, a->form, a->words);
	buf_puts(out, a->required ? "</attribute>\n" : "</attribute></optional>\n");
}

static const char *repeat(const struct table_element *e)
{
	if (e->many)
		return e->required ? "oneOrMore" : "zeroOrMore";
	return e->required ? NULL : "optional";
}

/* Elements of one name may stand in several others, and differ. */
static const char *define(const struct table_element *e, char name[NAME_MAX])
{
	snprintf(name, NAME_MAX, "%s%s%s", e->parent, e->parent[0] == '\0' ? "" : ".", e->name);
	return name;
}

static void write_children(struct buf *out, const struct table_element *parent)
{
	buf_puts(out, "      <interleave>\n");
	for (const struct table_element *e = table_elements; e->name != NULL; e++) {
		const char *how = repeat(e);
		char name[NAME_MAX];

		if (strcmp(e->parent, parent->name) != 0)
			continue;
		if (how == NULL)
			buf_printf(out, "        <ref name=\"%s\"/>\n", define(e, name));
		else
			buf_printf(out, "        <%s><ref name=\"%s\"/></%s>\n", how,
				   define(e, name), how);
	}
	buf_puts(out, "      </interleave>\n");
}

static bool has_children(const struct table_element *parent)
{
	for (const struct table_element *e = table_elements; e->name != NULL; e++)
		if (strcmp(e->parent, parent->name) == 0)
			return true;
	return false;
}

static void write_element(struct buf *out, const struct table_element *e)
{
	char name[NAME_MAX];

	buf_printf(out, "  <define name=\"%s\">\n    <element name=\"%s\">\n",
		   define(e, name), e->name);
	for (const struct table_attr *a = e->attrs; a->name != NULL; a++)
		write_attr(out, a);
	if (e->content == TABLE_LINE) {
		buf_puts(out, "      ");
		write_value(out, VALUE_TEXT, NULL);
		buf_putc(out, '\n');
	} else if (e->content == TABLE_FACTS) {
		buf_puts(out, "      <zeroOrMore><ref name=\"any-fact\"/></zeroOrMore>\n");
	} else if (has_children(e)) {
		write_children(out, e);
	} else {
		buf_puts(out, "      <empty/>\n");
	}
	buf_puts(out, "    </element>\n  </define>\n");
}

static const char head[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
	"<!-- The structure of a pack of rules, for editors. Printed from rules/table.c; names in\n"
	"     expressions and in tests are checked by the program alone. -->\n"
	"<grammar xmlns=\"http://relaxng.org/ns/structure/1.0\"\n"
	"         ns=\"" PACK_NAMESPACE "\"\n"
	"         datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\">\n"
	"  <start><ref name=\"pack\"/></start>\n";

static const char tail[] =
	"  <define name=\"any-fact\">\n"
	"    <element>\n"
	"      <nsName/>\n"
	"      <zeroOrMore><attribute><anyName/></attribute></zeroOrMore>\n"
	"      <zeroOrMore><choice><text/><ref name=\"any-fact\"/></choice></zeroOrMore>\n"
	"    </element>\n"
	"  </define>\n"
	"</grammar>\n";

void table_write_rng(struct buf *out)
{
	buf_puts(out, head);
	for (const struct table_element *e = table_elements; e->name != NULL; e++)
		write_element(out, e);
	buf_puts(out, tail);
}
