/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ways.h"

#include <stdbool.h>
#include <string.h>

#include "core/fact.h"
#include "util/arena.h"

static bool is_way(const struct fact *f, const char *name)
{
	return strcmp(f->def->name, name) == 0 && f->text != NULL;
}

static bool goes_on(const char *way, const char *from)
{
	static const char separator[] = " › ";
	size_t n = strlen(from);

	return strncmp(way, from, n) == 0 && strncmp(way + n, separator, strlen(separator)) == 0;
}

/* The first way through Java that begins like this one, which ends at a Java action. */
static const char *longest(const struct fact *f, const struct fact *path)
{
	const char *way = path->text, *kind = fact_get(path, "kind");

	if (kind == NULL || strcmp(kind, "java") != 0)
		return way;
	for (const struct fact *c = f->first; c != NULL; c = c->next)
		if (is_way(c, "java-path") && goes_on(c->text, way))
			return c->text;
	return way;
}

static void add(const char **list, size_t *count, const char *way)
{
	for (size_t i = 0; i < *count; i++)
		if (list[i] == way)
			return;
	list[(*count)++] = way;
}

const char *const *ways_of(const struct fact *f, struct arena *arena)
{
	const char **list;
	size_t count = 0;

	for (const struct fact *c = f->first; c != NULL; c = c->next)
		count += is_way(c, "path") || is_way(c, "java-path");
	if (count == 0)
		return NULL;
	list = arena_alloc(arena, (count + 1) * sizeof(*list));
	count = 0;
	for (const struct fact *c = f->first; c != NULL; c = c->next)
		if (is_way(c, "path"))
			add(list, &count, longest(f, c));
	for (const struct fact *c = f->first; c != NULL; c = c->next)
		if (is_way(c, "java-path"))
			add(list, &count, c->text);
	return list;
}
