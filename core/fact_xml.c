/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts as XML 1.0. Characters that XML cannot hold become U+FFFD when written. A stored document
 * is read without network, DTD or entities, and checked against the vocabulary.
 */
#include "core/fact_xml.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "core/limits.h"
#include "core/markup.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"
#include "util/text.h"

void fact_xml_escape(struct buf *out, const char *s)
{
	const char *run = s;
	size_t hidden;
	uint32_t code;

	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;
		const char *with = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" :
				   c == '"' ? "&quot;" : c == '\n' ? "&#10;" :
				   c == '\r' ? "&#13;" : c == '\t' ? "&#9;" :
				   c < 0x20 ? "\xef\xbf\xbd" : NULL;

		/* U+FFFE and U+FFFF are UTF-8 but not XML. */
		if (c == 0xef && (unsigned char)s[1] == 0xbf && (unsigned char)s[2] >= 0xbe) {
			buf_add(out, run, (size_t)(s - run));
			buf_puts(out, "\xef\xbf\xbd");
			s += 2;
			run = s + 1;
		} else if (with != NULL) {
			buf_add(out, run, (size_t)(s - run));
			buf_puts(out, with);
			run = s + 1;
		} else if (c >= 0x7f && (hidden = text_hidden(s, &code)) > 0) {
			/* The same to a reader of XML, and harmless to a terminal. */
			buf_add(out, run, (size_t)(s - run));
			buf_printf(out, "&#%u;", (unsigned)code);
			s += hidden - 1;
			run = s + 1;
		}
	}
	buf_add(out, run, (size_t)(s - run));
}

void fact_xml_write_one(struct buf *out, const struct fact *f, unsigned indent)
{
	const struct attr_def *attrs = f->def->attrs;

	buf_printf(out, "%*s<%s", (int)indent, "", f->def->name);
	for (size_t i = 0; attrs != NULL && attrs[i].name != NULL; i++) {
		if (f->values[i] == NULL)
			continue;
		buf_printf(out, " %s=\"", attrs[i].name);
		fact_xml_escape(out, f->values[i]);
		buf_putc(out, '"');
	}
	if (f->text != NULL) {
		buf_putc(out, '>');
		fact_xml_escape(out, f->text);
		buf_printf(out, "</%s>\n", f->def->name);
		return;
	}
	if (f->first == NULL) {
		buf_puts(out, "/>\n");
		return;
	}
	buf_puts(out, ">\n");
	for (const struct fact *c = f->first; c != NULL; c = c->next)
		fact_xml_write_one(out, c, indent + 2);
	buf_printf(out, "%*s</%s>\n", (int)indent, "", f->def->name);
}

void fact_xml_write(struct buf *out, const struct facts *fs)
{
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<facts>\n");
	for (size_t i = 0; i < fs->count; i++)
		fact_xml_write_one(out, fs->items[i], 2);
	buf_puts(out, "</facts>\n");
}

struct reader {
	struct facts *facts;
	const char *name;
	struct err *err;
};

static int fault(const struct reader *r, const xmlNode *node, const char *what,
		 const char *which)
{
	return err_set(r->err, "%s:%ld: %s '%s'", r->name, xmlGetLineNo(node), what, which);
}

static int read_attributes(const struct reader *r, const xmlNode *node, struct fact *f)
{
	const struct attr_def *attrs = f->def->attrs;

	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		int i = fact_def_attr(f->def, (const char *)a->name);
		xmlChar *value;

		if (i < 0)
			return fault(r, node, "unknown attribute", (const char *)a->name);
		value = xmlNodeListGetString(node->doc, a->children, 1);
		f->values[i] = arena_text(r->facts->arena,
					  value == NULL ? "" : (const char *)value);
		xmlFree(value);
		if (!attr_takes(&attrs[i], f->values[i]))
			return fault(r, node, "bad value of", attrs[i].name);
	}
	for (size_t i = 0; attrs != NULL && attrs[i].name != NULL; i++)
		if ((attrs[i].flags & ATTR_REQUIRED) != 0 && f->values[i] == NULL)
			return fault(r, node, "missing attribute", attrs[i].name);
	return 0;
}

static int read_fact(const struct reader *r, const xmlNode *node, struct fact *parent)
{
	const char *name = (const char *)node->name;
	const struct fact_def *def = parent == NULL ?
		vocabulary_find(r->facts->vocabulary, name) : fact_def_child(parent->def, name);
	struct fact *f;

	if (def == NULL)
		return fault(r, node, "unknown fact", name);
	f = parent == NULL ? facts_add(r->facts, def) : fact_child(r->facts, parent, def);
	if (r->facts->over)
		return fault(r, node, "more facts than --max-facts at", name);
	if (read_attributes(r, node, f) != 0)
		return -1;
	if (def->text) {
		xmlChar *text = xmlNodeGetContent(node);

		f->text = arena_text(r->facts->arena, (const char *)text);
		xmlFree(text);
		return 0;
	}
	for (const xmlNode *c = node->children; c != NULL; c = c->next)
		if (c->type == XML_ELEMENT_NODE && read_fact(r, c, f) != 0)
			return -1;
	return 0;
}

static int read_root(const struct reader *r, const xmlDoc *doc)
{
	const xmlNode *root = xmlDocGetRootElement(doc);

	if (doc->intSubset != NULL)
		return err_set(r->err, "%s: has a document type", r->name);
	if (strcmp((const char *)root->name, "facts") != 0)
		return fault(r, root, "expected 'facts', not", (const char *)root->name);
	for (const xmlNode *c = root->children; c != NULL; c = c->next)
		if (c->type == XML_ELEMENT_NODE && read_fact(r, c, NULL) != 0)
			return -1;
	return 0;
}

enum { TAG_ATTRIBUTES = 100 };

/* Past a tag; NULL where it has no end, or more attributes than any fact. */
static const char *past_tag(const char *at, const char *end)
{
	unsigned values = 0;

	for (; at != NULL && at < end && *at != '>'; at++) {
		if (*at != '"' && *at != '\'')
			continue;
		if (++values > TAG_ATTRIBUTES)
			return NULL;
		at = memchr(at + 1, *at, (size_t)(end - at - 1));
		if (at == NULL)
			return NULL;
	}
	return at == end ? NULL : at + 1;
}

/*
 * Looks over the tags before the XML reader does: it would keep any number of them in memory,
 * and compares each attribute of a tag with all others.
 */
static int check_tags(const struct reader *r, const char *at, size_t len)
{
	const char *end = at + len;
	uint64_t tags = 0;

	while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
		const char *next = markup_past(at, end);

		if (next != at)
			at = next;
		else if (end - at >= 2 && at[1] == '!')
			return err_set(r->err, "%s: has a document type", r->name);
		else if (++tags / 2 > r->facts->max + 1)
			return err_set(r->err, "%s: more facts than --max-facts %" PRIu64,
				       r->name, r->facts->max);
		else
			at = past_tag(at + 1, end);
		if (at == NULL)
			return err_set(r->err, "%s: a tag without an end, or with more than %d "
				       "attributes", r->name, TAG_ATTRIBUTES);
	}
	return 0;
}

int fact_xml_read(struct facts *fs, const char *name, const void *bytes, size_t len,
		  struct err *err)
{
	const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
			    XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES;
	struct reader r = { fs, name, err };
	xmlParserCtxt *ctxt = xmlNewParserCtxt();
	xmlDoc *doc = NULL;
	int result = -1;

	if (ctxt == NULL || len > INT_MAX) {
		err_set(err, "%s: too large for the XML reader", name);
	} else if (check_tags(&r, bytes, len) == 0) {
		doc = xmlCtxtReadMemory(ctxt, bytes, (int)len, name, "UTF-8", options);
		if (doc == NULL)
			err_set(err, "%s:%d: %.*s", name, ctxt->lastError.line,
				(int)strcspn(ctxt->lastError.message == NULL ? "not XML" :
					     ctxt->lastError.message, "\n"),
				ctxt->lastError.message == NULL ? "not XML" :
				ctxt->lastError.message);
		else
			result = read_root(&r, doc);
	}
	xmlFreeDoc(doc);
	xmlFreeParserCtxt(ctxt);
	if (result == 0)
		facts_sort(fs);
	return result;
}
