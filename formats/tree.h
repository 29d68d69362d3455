/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a YAML or JSON file says, as one tree that knows its lines. Files that people or other
 * programs hand to an audit are read through it: settings, answers and the like. YAML is read
 * without anchors, aliases, tags and merge keys, so a file costs no more than its bytes.
 *
 * Messages of the readers name a line and never what stands there: it may be a secret.
 */
#ifndef FORMATS_TREE_H
#define FORMATS_TREE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;
struct limits;

enum tree_kind { TREE_NULL, TREE_BOOL, TREE_NUMBER, TREE_TEXT, TREE_LIST, TREE_MAP };

struct tree {
	enum tree_kind kind;
	const char *key;	/* its name in a map, NULL anywhere else */
	const char *text;	/* of a single value: as written, "true" or "false" for a Boolean;
				   "" for anything else */
	unsigned line;		/* from 1; in a map that of the key */
	size_t count;		/* items of a list, members of a map */
	struct tree *first, *last, *next, *parent;
};

/*
 * The one document of a file, in the arena; an empty file is TREE_NULL. -1 with err, which begins
 * with "line N: " where that is known. A key that stands twice in a map is refused, unless
 * `again`: then the later one counts, as most programs have it.
 */
int tree_from_yaml(struct tree **out, const char *bytes, size_t len, bool again,
		   const struct limits *limits, struct arena *arena, struct err *err);
int tree_from_json(struct tree **out, const char *bytes, size_t len,
		   const struct limits *limits, struct arena *arena, struct err *err);

/* A node of that kind at the end of the parent (which may be NULL). For readers of formats. */
struct tree *tree_add(struct arena *arena, struct tree *parent, enum tree_kind kind,
		      const char *key);
/* What a plain word of YAML is: null, a Boolean, a number or a text. */
enum tree_kind tree_kind_of(const char *word);

/* The member of a map; NULL where there is none, and for a node that is no map or NULL. */
struct tree *tree_get(const struct tree *t, const char *key);
/* The text of a single value, NULL where the member is absent, null, a list or a map. */
const char *tree_text(const struct tree *t, const char *key);
bool tree_is_single(const struct tree *t);	/* Boolean, number or text */
const char *tree_kind_name(enum tree_kind kind);	/* "a text", "a list" … */

/* "Constants[3].Name" into path, keys masked where they look like secrets. */
void tree_path(const struct tree *t, struct arena *arena, char *path, size_t size);

#endif
