/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of Java classes in text outside archives: constants and strings of the model, and
 * configuration files beside it. Java loads classes by name, so an archive that is named there is
 * in use though no code refers to it. A name is what looks like one, com.mysql.jdbc.Driver, and is
 * that of a class of some archive; a word of prose may be one by chance.
 */
#include <ctype.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/world/java.h"
#include "formats/classfile.h"
#include "package/package.h"
#include "util/arena.h"
#include "util/map.h"
#include "util/text.h"

enum {
	TEXT_MAX = 1 << 20,	/* larger files are not looked through; the model is */
	NAME_BYTES = 256,
	NAMES_MAX = 1 << 16	/* kept of all files together */
};

enum { NAMED_CLASS, NAMED_ENTRY, NAMED_ARCHIVE };
static const struct attr_def named_attrs[] = {
	{ "class", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the class, as a/b/C", NULL },
	{ "entry", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the file that names it", NULL },
	{ "archive", ATTR_NAME, ATTR_REQUIRED,
	  "path of the archive that has it; the first of several", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_named = {
	.name = "named-class", .source = SOURCE_JAVA, .attrs = named_attrs,
	.meaning = "A class of an archive that text outside archives names: in the model, or in a "
		   "configuration file beside it",
};

static const struct fact_def *const defs[] = { &fact_named, NULL };

struct state {
	struct java_names_outside names;
	struct map seen;	/* of the file at hand */
};

static void *start(struct world *w)
{
	struct state *s = arena_alloc(w->arena, sizeof(*s));

	w->class_names = &s->names;
	return s;
}

static void stop(void *state)
{
	struct state *s = state;

	vec_release(&s->names.list);
	map_release(&s->seen);
}

static bool wants(void *state, struct world *w, const struct entry *e)
{
	static const char *const endings[] = {
		".properties", ".xml", ".conf", ".cfg", ".config", ".ini", ".json", ".yaml", ".yml",
		".policy", ".txt", NULL
	};

	(void)state;
	if (!text_starts(e->name, "model/"))
		return false;
	/* One that could not be read is not asked for again. */
	if (strcmp(e->name, "model/model.mdp") == 0)
		return w->model != NULL;
	if (strcmp(e->name, "model/metadata.json") == 0)
		return true;
	if (e->size > TEXT_MAX)
		return false;
	for (int i = 0; endings[i] != NULL; i++)
		if (text_ends(e->name, endings[i]))
			return true;
	return strstr(e->name, "META-INF/services/") != NULL;
}

/* -- names -- */

static bool is_name_byte(unsigned char c)
{
	return isalnum(c) || c == '_' || c == '$' || c == '.';
}

/* Packages in small letters, then a class with a large one; no part empty. */
static bool looks_like_class(const char *p, size_t n)
{
	size_t last = 0;

	if (n < 3 || n > NAME_BYTES || !islower((unsigned char)p[0]))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (p[i] != '.')
			continue;
		if (i + 1 == n || p[i + 1] == '.')
			return false;
		last = i + 1;
	}
	return last > 0 && isupper((unsigned char)p[last]);
}

static void add_name(struct state *s, struct world *w, const struct entry *e, const char *p,
		     size_t n)
{
	struct java_named *named;
	char slashed[NAME_BYTES + 1];

	for (size_t i = 0; i < n; i++)
		slashed[i] = p[i] == '.' ? '/' : p[i];
	slashed[n] = '\0';
	if (map_get(&s->seen, slashed) != NULL)
		return;
	if (s->names.list.len == NAMES_MAX) {
		s->names.over = true;
		return;
	}
	named = arena_alloc(w->arena, sizeof(*named));
	named->class = arena_text(w->arena, slashed);
	named->hash = class_text_hash(class_text_of(named->class));
	named->entry = e->name;
	map_add(&s->seen, named->class, named);
	vec_push(&s->names.list, named);
}

/* From one full stop to the next, so that bytes without one cost next to nothing. */
static void scan(void *state, struct world *w, const struct entry *e, const struct blob *blob)
{
	const char *at = blob->data, *end = at + blob->size;
	const char *dot, *from, *to;
	struct state *s = state;

	map_release(&s->seen);
	for (; at < end && (dot = memchr(at, '.', (size_t)(end - at))) != NULL; at = to) {
		for (from = dot; from > at && is_name_byte((unsigned char)from[-1]);)
			from--;
		for (to = dot + 1; to < end && is_name_byte((unsigned char)*to);)
			to++;
		while (from < to && to[-1] == '.' && to - 1 > dot)
			to--;
		if (looks_like_class(from, (size_t)(to - from)))
			add_name(s, w, e, from, (size_t)(to - from));
	}
}

static void derive(void *state, struct world *w)
{
	const struct state *s = state;

	if (s->names.over)
		source_partial(w->sources, SOURCE_JAVA,
			       "more names of classes in text than can be kept");
	for (size_t i = 0; i < s->names.list.len; i++) {
		const struct java_named *named = s->names.list.items[i];
		struct fact *f;

		if (named->archive == NULL)
			continue;
		f = facts_add(w->facts, &fact_named);
		fact_set(w->facts, f, NAMED_CLASS, named->class);
		fact_set(w->facts, f, NAMED_ENTRY, named->entry);
		fact_set(w->facts, f, NAMED_ARCHIVE, named->archive->path);
	}
}

const struct analyzer analyzer_class_names = {
	.name = "class-names",
	.summary = "Java classes that the model and configuration files name",
	.facts = defs,
	.start = start,
	.stop = stop,
	.wants = wants,
	.scan = scan,
	.derive = derive,
};
