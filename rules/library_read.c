/* SPDX-License-Identifier: Apache-2.0 */
/* Libraries; all that is said of them is kept as text for the digest of their search. */
#include "core/version.h"
#include "rules/reader.h"
#include "rules/table.h"
#include "util/arena.h"

static int read_name(struct reader *r, const struct library *l, const xmlNode *node)
{
	const char *name = reader_content(r, node), *taken = NULL;

	buf_printf(&r->rules->library_text, "%s\n", name);
	if (libraries_add_name(&r->rules->libraries, name, l, &taken))
		return 0;
	return table_fault(r->err, r->file, reader_spot(r, node).line,
			   "library '%s': the name '%s' is library '%s''s", l->id, name, taken);
}

static int read_concern(struct reader *r, struct library *l, const xmlNode *node)
{
	struct library_concern *c = &l->concerns[l->concern_count++];

	c->word = reader_attr(r, node, "word");
	c->versions = reader_line(r, node, "versions");
	c->note = reader_content(r, node);
	buf_printf(&r->rules->library_text, "%s\n%s\n%s\n", c->word,
		   c->versions == NULL ? "" : c->versions, c->note);
	if (c->versions == NULL || version_bounds_ok(c->versions))
		return 0;
	return table_fault(r->err, r->file, reader_spot(r, node).line,
			   "library '%s': '%.100s' is not like '<2.17.1' or '>=2.0 <2.17.1'", l->id,
			   c->versions);
}

int read_library(struct reader *r, const xmlNode *node)
{
	struct arena *arena = r->rules->arena;
	struct library *l = arena_alloc(arena, sizeof(*l));
	struct spot *spot = arena_alloc(arena, sizeof(*spot)), *old;

	*spot = reader_spot(r, node);
	l->id = reader_attr(r, node, "id");
	l->title = reader_line(r, node, "title");
	l->href = reader_attr(r, node, "href");
	old = map_add(&r->rules->libraries_by_id, l->id, spot);
	if (old != NULL)
		return table_fault(r->err, r->file, spot->line, "library '%s' is already at %s:%d",
				   l->id, old->file, old->line);
	l->concerns = arena_alloc(arena, reader_count(node, "concern") * sizeof(*l->concerns));
	buf_printf(&r->rules->library_text, "%s\n%s\n%s\n", l->id, l->title, l->href);
	for (const xmlNode *c = node->children; c != NULL; c = c->next)
		if ((reader_is(c, "name") && read_name(r, l, c) != 0) ||
		    (reader_is(c, "concern") && read_concern(r, l, c) != 0))
			return -1;
	return 0;
}
