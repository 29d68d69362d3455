/* SPDX-License-Identifier: Apache-2.0 */
#include "core/library.h"

#include <ctype.h>
#include <string.h>

#include "core/pattern.h"
#include "core/version.h"
#include "util/arena.h"
#include "util/err.h"

enum { NAME_LONGEST = 200, GLOB_STEPS = 1 << 20 };

/* In the map, what a name stands for is told apart by its first byte. */
enum { KEY_POM = ':', KEY_ARTIFACT = '/', KEY_NAME = '.' };

struct glob {
	struct pattern *pattern;
	const struct library *library;
};

void libraries_init(struct libraries *l, struct arena *arena)
{
	memset(l, 0, sizeof(*l));
	l->arena = arena;
}

void libraries_release(struct libraries *l)
{
	for (size_t i = 0; i < l->globs.len; i++)
		pattern_free(((struct glob *)l->globs.items[i])->pattern);
	vec_release(&l->globs);
	map_release(&l->names);
}

/* The kind, then the name in small letters; false for one that is too long to be known. */
static bool fold(char key[NAME_LONGEST + 2], char kind, const char *name)
{
	size_t n = strlen(name);

	if (n > NAME_LONGEST)
		return false;
	key[0] = kind;
	for (size_t i = 0; i <= n; i++)
		key[i + 1] = (char)tolower((unsigned char)name[i]);
	return true;
}

static const struct library *look(const struct libraries *l, char kind, const char *name)
{
	char key[NAME_LONGEST + 2];

	return name != NULL && fold(key, kind, name) ? map_get(&l->names, key) : NULL;
}

static bool add_key(struct libraries *l, char kind, const char *name,
		    const struct library *library, const char **taken)
{
	char key[NAME_LONGEST + 2];
	const struct library *old;

	if (!fold(key, kind, name))
		return true;
	old = map_add(&l->names, arena_text(l->arena, key), (void *)(uintptr_t)library);
	if (old == NULL || old == library)
		return true;
	*taken = old->id;
	return false;
}

static void add_glob(struct libraries *l, const char *name, const struct library *library)
{
	struct glob *g = arena_alloc(l->arena, sizeof(*g));
	struct err err = ERR_NONE;
	char folded[NAME_LONGEST + 2];

	g->library = library;
	if (fold(folded, KEY_NAME, name) && pattern_new(&g->pattern, folded + 1, true, &err) == 0)
		vec_push(&l->globs, g);
}

bool libraries_add_name(struct libraries *l, const char *name, const struct library *library,
			const char **taken)
{
	const char *colon = strchr(name, ':');
	char *dotted;

	if (colon == NULL && strpbrk(name, "*?") != NULL) {
		add_glob(l, name, library);
		return true;
	}
	if (colon == NULL)
		return add_key(l, KEY_NAME, name, library, taken);
	dotted = arena_text(l->arena, name);
	dotted[colon - name] = '.';
	/* Groups share artifacts; where no group is known, the first one stands for all. */
	add_key(l, KEY_ARTIFACT, colon + 1, library, &(const char *){ NULL });
	return add_key(l, KEY_POM, name, library, taken) &&
	       add_key(l, KEY_NAME, dotted, library, taken);
}

static const struct library *look_globs(const struct libraries *l, struct pattern_scratch *s,
					const char *name)
{
	char folded[NAME_LONGEST + 2];

	if (name == NULL || !fold(folded, KEY_NAME, name))
		return NULL;
	for (size_t i = 0; i < l->globs.len; i++) {
		const struct glob *g = l->globs.items[i];

		if (pattern_matches(g->pattern, s, folded + 1, strlen(name)) == 1)
			return g->library;
	}
	return NULL;
}

const struct library *libraries_find(const struct libraries *l, const struct library_names *n)
{
	const struct library *found = look(l, KEY_POM, n->pom);
	struct pattern_scratch *scratch;

	if (found == NULL && n->pom == NULL)
		found = look(l, KEY_ARTIFACT, n->file);
	if (found == NULL)
		found = look(l, KEY_NAME, n->file);
	if (found == NULL)
		found = look(l, KEY_NAME, n->bundle);
	if (found != NULL || l->globs.len == 0)
		return found;
	scratch = pattern_scratch_new(GLOB_STEPS);
	found = look_globs(l, scratch, n->file);
	if (found == NULL)
		found = look_globs(l, scratch, n->bundle);
	pattern_scratch_free(scratch);
	return found;
}

bool library_concerns(const struct library_concern *c, const char *version)
{
	return c->versions == NULL || version == NULL || version_within(version, c->versions);
}
