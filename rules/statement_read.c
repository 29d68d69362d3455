/* SPDX-License-Identifier: Apache-2.0 */
/* Statements about the platform, by topic. */
#include "rules/reader.h"
#include "rules/table.h"
#include "util/arena.h"

static int read_statement(struct reader *r, const char *topic, const xmlNode *node)
{
	struct statement *s = arena_alloc(r->rules->arena, sizeof(*s)), *old;

	s->id = reader_attr(r, node, "id");
	s->topic = topic;
	s->spot = reader_spot(r, node);
	s->links = reader_links(r, node, &s->link_count);
	for (const xmlNode *c = node->children; c != NULL; c = c->next) {
		if (reader_is(c, "text"))
			s->text = reader_content(r, c);
		else if (reader_is(c, "note"))
			s->note = reader_content(r, c);
		else if (reader_is(c, "left-out"))
			s->left_out = reader_content(r, c);
	}
	old = map_add(&r->rules->statements_by_id, s->id, s);
	if (old != NULL)
		return table_fault(r->err, r->file, s->spot.line,
				   "statement '%s' is already at %s:%d", s->id, old->spot.file,
				   old->spot.line);
	vec_push(&r->rules->statements, s);
	return 0;
}

int read_topic(struct reader *r, const xmlNode *node)
{
	const char *title = reader_line(r, node, "title");

	for (const xmlNode *c = node->children; c != NULL; c = c->next)
		if (reader_is(c, "statement") && read_statement(r, title, c) != 0)
			return -1;
	return 0;
}
