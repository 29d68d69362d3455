/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/reader.h"

#include <string.h>

#include "util/arena.h"

struct spot reader_spot(const struct reader *r, const xmlNode *node)
{
	return (struct spot){ r->file, (int)xmlGetLineNo(node) };
}

bool reader_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

size_t reader_count(const xmlNode *node, const char *child)
{
	size_t n = 0;

	for (const xmlNode *c = node->children; c != NULL; c = c->next)
		n += reader_is(c, child);
	return n;
}

const char *reader_attr(const struct reader *r, const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
	const char *copy = arena_text(r->rules->arena, (const char *)value);

	xmlFree(value);
	return copy;
}

const char *reader_line(const struct reader *r, const xmlNode *node, const char *name)
{
	const char *text = reader_attr(r, node, name);

	return text == NULL ? NULL : pack_collapse(r->rules, text);
}

const char *reader_content(const struct reader *r, const xmlNode *node)
{
	xmlChar *text = xmlNodeGetContent(node);
	const char *copy = pack_collapse(r->rules, text == NULL ? "" : (const char *)text);

	xmlFree(text);
	return copy;
}

struct written reader_written(const struct reader *r, const xmlNode *node, const char *name)
{
	return (struct written){ reader_attr(r, node, name), reader_spot(r, node) };
}

struct message reader_message(const struct reader *r, const xmlNode *node)
{
	return (struct message){ .source = reader_content(r, node), .spot = reader_spot(r, node) };
}

const struct rule_link *reader_links(const struct reader *r, const xmlNode *node, size_t *count)
{
	size_t n = reader_count(node, "see");
	struct rule_link *links = arena_alloc(r->rules->arena, (n + 1) * sizeof(*links));

	*count = 0;
	for (const xmlNode *c = node->children; c != NULL; c = c->next)
		if (reader_is(c, "see"))
			links[(*count)++] = (struct rule_link){ reader_line(r, c, "title"),
								reader_attr(r, c, "href") };
	return links;
}

const char *const *reader_words(const struct reader *r, const xmlNode *node, const char *name)
{
	const char *text = reader_line(r, node, name);
	const char **words;
	size_t n = 1;

	if (text == NULL)
		text = "";
	for (const char *p = text; *p != '\0'; p++)
		n += *p == ' ';
	words = arena_alloc(r->rules->arena, (n + 1) * sizeof(*words));
	n = 0;
	while (*text != '\0') {
		size_t len = strcspn(text, " ");

		words[n++] = arena_text_n(r->rules->arena, text, len);
		text += len + (text[len] == ' ');
	}
	words[n] = NULL;
	return words;
}
