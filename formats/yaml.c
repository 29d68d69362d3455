/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML through the events of libyaml. One document, names of members are single values, and
 * nothing that makes a small file large: no anchors, aliases, tags or merge keys.
 */
#include "formats/tree.h"

#include <string.h>

#include <yaml.h>

#include "core/limits.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/map.h"
#include "util/text.h"
#include "util/vec.h"

struct reader {
	yaml_parser_t parser;
	const char *bytes;
	size_t len;
	const struct limits *limits;
	struct arena *arena;
	struct err *err;
	struct vec open;	/* struct level, outermost first */
	struct tree *root;
	bool again;
};

/* A list or map that is not closed yet. */
struct level {
	struct tree *node;
	struct map names;	/* of a map, to see one that stands twice */
	const char *key;	/* of the member whose value comes next; NULL: its name comes */
	unsigned line;		/* of that name */
};

static void reader_release(struct reader *r)
{
	for (size_t i = 0; i < r->open.len; i++)
		map_release(&((struct level *)r->open.items[i])->names);
	vec_release(&r->open);
	yaml_parser_delete(&r->parser);
}

static unsigned line_of(const yaml_event_t *e)
{
	return (unsigned)e->start_mark.line + 1;
}

static int refuse(struct reader *r, const yaml_event_t *e, const char *what)
{
	return err_set(r->err, "line %u: %s", line_of(e), what);
}

static struct level *top(struct reader *r)
{
	return r->open.len == 0 ? NULL : r->open.items[r->open.len - 1];
}

/* A member that stands there already: it takes the later value. */
static int add_again(struct reader *r, const struct level *l, struct tree *old)
{
	if (!r->again)
		return err_set(r->err, "line %u: the same name as in line %u", l->line, old->line);
	old->first = old->last = NULL;
	old->count = 0;
	old->text = "";
	old->line = l->line;
	return 0;
}

/* A node where the document stands now. */
static int add(struct reader *r, const yaml_event_t *e, enum tree_kind kind, struct tree **out)
{
	struct level *l = top(r);
	struct tree *old = l == NULL || l->key == NULL ? NULL : map_get(&l->names, l->key);

	if (old != NULL) {
		if (add_again(r, l, old) != 0)
			return -1;
		old->kind = kind;
		*out = old;
	} else {
		*out = tree_add(r->arena, l == NULL ? NULL : l->node, kind,
				l == NULL ? NULL : l->key);
		(*out)->line = l == NULL || l->key == NULL ? line_of(e) : l->line;
		if (l == NULL)
			r->root = *out;
		else if (l->key != NULL)
			map_add(&l->names, l->key, *out);
	}
	if (l != NULL)
		l->key = NULL;
	return 0;
}

static bool is_plain(const yaml_event_t *e)
{
	return e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

static int read_name(struct reader *r, const yaml_event_t *e, struct level *l)
{
	l->key = text_intern(r->arena, (const char *)e->data.scalar.value, e->data.scalar.length);
	l->line = line_of(e);
	if (is_plain(e) && strcmp(l->key, "<<") == 0)
		return refuse(r, e, "a merge key; write the values out");
	return 0;
}

static int read_scalar(struct reader *r, const yaml_event_t *e)
{
	struct level *l = top(r);
	struct tree *t;
	const char *text;
	enum tree_kind kind;

	if (l != NULL && l->node->kind == TREE_MAP && l->key == NULL)
		return read_name(r, e, l);
	text = text_intern(r->arena, (const char *)e->data.scalar.value, e->data.scalar.length);
	kind = is_plain(e) ? tree_kind_of(text) : TREE_TEXT;
	if (add(r, e, kind, &t) != 0)
		return -1;
	if (kind == TREE_BOOL)
		text = text[0] == 't' || text[0] == 'T' ? "true" : "false";
	t->text = kind == TREE_NULL ? "" : text;
	return 0;
}

static int begin(struct reader *r, const yaml_event_t *e, enum tree_kind kind)
{
	struct level *above = top(r), *l;
	struct tree *t;

	if (above != NULL && above->node->kind == TREE_MAP && above->key == NULL)
		return refuse(r, e, "a list or map as a name");
	if (r->open.len >= r->limits->depth)
		return refuse(r, e, "nested deeper than --max-depth allows");
	if (add(r, e, kind, &t) != 0)
		return -1;
	l = arena_alloc(r->arena, sizeof(*l));
	l->node = t;
	vec_push(&r->open, l);
	return 0;
}

static int end(struct reader *r)
{
	map_release(&top(r)->names);
	r->open.len--;
	return 0;
}

static int refuse_shorthand(struct reader *r, const yaml_event_t *e)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	if (e->type == YAML_SCALAR_EVENT) {
		anchor = e->data.scalar.anchor;
		tag = e->data.scalar.tag;
	} else if (e->type == YAML_SEQUENCE_START_EVENT) {
		anchor = e->data.sequence_start.anchor;
		tag = e->data.sequence_start.tag;
	} else if (e->type == YAML_MAPPING_START_EVENT) {
		anchor = e->data.mapping_start.anchor;
		tag = e->data.mapping_start.tag;
	}
	if (anchor != NULL || e->type == YAML_ALIAS_EVENT)
		return refuse(r, e, "an anchor or alias; write the value out in each place");
	return tag == NULL ? 0 : refuse(r, e, "a tag; a plain value is wanted");
}

static int take(struct reader *r, const yaml_event_t *e)
{
	if (refuse_shorthand(r, e) != 0)
		return -1;
	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		return r->root == NULL ? 0 : refuse(r, e, "a second document");
	case YAML_SCALAR_EVENT:
		return read_scalar(r, e);
	case YAML_SEQUENCE_START_EVENT:
		return begin(r, e, TREE_LIST);
	case YAML_MAPPING_START_EVENT:
		return begin(r, e, TREE_MAP);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return end(r);
	default:
		return 0;
	}
}

/* The line of a byte that the reader stumbled over, which the parser has not come to. */
static size_t line_of_byte(const struct reader *r, size_t offset)
{
	size_t line = 1;

	for (size_t i = 0; i < offset && i < r->len; i++)
		line += r->bytes[i] == '\n';
	return line;
}

/* What libyaml says of its own words; it cites nothing of the file. */
static int broken(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;

	if (p->error == YAML_READER_ERROR)
		return err_set(r->err, "line %zu: %s", line_of_byte(r, p->problem_offset),
			       p->problem);
	return err_set(r->err, "line %zu: %s", p->problem_mark.line + 1,
		       p->problem == NULL ? "cannot be read" : p->problem);
}

static int read_events(struct reader *r)
{
	for (bool more = true; more;) {
		yaml_event_t event;
		int result;

		if (!yaml_parser_parse(&r->parser, &event))
			return broken(r);
		result = take(r, &event);
		more = event.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
		if (result != 0)
			return -1;
	}
	return 0;
}

int tree_from_yaml(struct tree **out, const char *bytes, size_t len, bool again,
		   const struct limits *limits, struct arena *arena, struct err *err)
{
	CLEANUP(reader_release) struct reader r = {
		.bytes = bytes, .len = len, .limits = limits, .arena = arena, .err = err,
		.again = again,
	};

	if (!yaml_parser_initialize(&r.parser))
		return err_set(err, "no memory for a reader of YAML");
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes, len);
	if (read_events(&r) != 0)
		return -1;
	*out = r.root == NULL ? tree_add(arena, NULL, TREE_NULL, NULL) : r.root;
	return 0;
}
