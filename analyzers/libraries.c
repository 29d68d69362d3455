/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Libraries that packs of rules describe, by name and version: what an archive is, whatever its
 * classes mention.
 */
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/world/java.h"
#include "core/library.h"
#include "core/run_facts.h"

enum {
	KNOWN_LIBRARY, KNOWN_CONCERN, KNOWN_PATH, KNOWN_TITLE, KNOWN_NAME, KNOWN_VERSION,
	KNOWN_REACHED, KNOWN_NOTE, KNOWN_SEE
};
static const struct attr_def known_attrs[] = {
	[KNOWN_LIBRARY] = { "library", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED,
			    "id of the library in the pack of rules", NULL },
	[KNOWN_CONCERN] = { "concern", ATTR_ENUM, ATTR_KEY | ATTR_REQUIRED,
			    "what about it matters for the move; one fact for each; none: nothing "
			    "that is known", LIBRARY_CONCERN_WORDS },
	[KNOWN_PATH] = { "path", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED,
			 "the archive, as in java-archive", NULL },
	[KNOWN_TITLE] = { "title", ATTR_STRING, ATTR_REQUIRED, "what people call it", NULL },
	[KNOWN_NAME] = { "name", ATTR_NAME, ATTR_REQUIRED,
			 "file name of the archive without ending and version", NULL },
	[KNOWN_VERSION] = { "version", ATTR_NAME, 0, "version of the archive, where known", NULL },
	[KNOWN_REACHED] = { "reached", ATTR_ENUM, 0,
			    "how the app's own code comes to the archive, as in java-archive",
			    RUN_REACHED_WORDS },
	[KNOWN_NOTE] = { "note", ATTR_STRING, ATTR_REQUIRED, "why it matters, as a sentence",
			 NULL },
	[KNOWN_SEE] = { "see", ATTR_NAME, ATTR_REQUIRED, "address where that can be read", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_known = {
	.name = "known-library", .source = SOURCE_JAVA, .attrs = known_attrs,
	.search = KNOWN_LIBRARY_SEARCH,
	.meaning = "A well-known library among the archives, and one thing about its version that "
		   "matters for the move",
};

static const struct fact_def *const defs[] = { &fact_known, NULL };

static void add_known(struct world *w, const struct java_archive *a, const struct library *l,
		      const struct library_concern *c)
{
	struct facts *fs = w->facts;
	struct fact *f = facts_add(fs, &fact_known);

	fact_set(fs, f, KNOWN_LIBRARY, l->id);
	fact_set(fs, f, KNOWN_CONCERN, c->word);
	fact_set(fs, f, KNOWN_PATH, a->path);
	fact_set(fs, f, KNOWN_TITLE, l->title);
	fact_set(fs, f, KNOWN_NAME, a->name);
	fact_set(fs, f, KNOWN_VERSION, a->version);
	fact_set(fs, f, KNOWN_REACHED, java_reached_names[a->reached]);
	fact_set(fs, f, KNOWN_NOTE, c->note);
	fact_set(fs, f, KNOWN_SEE, l->href);
}

/* Of a version that nobody knows several may hold; the first of a word stands for all. */
static bool holds(const struct library *l, size_t i, const char *version)
{
	if (!library_concerns(&l->concerns[i], version))
		return false;
	for (size_t k = 0; k < i; k++)
		if (strcmp(l->concerns[k].word, l->concerns[i].word) == 0 &&
		    library_concerns(&l->concerns[k], version))
			return false;
	return true;
}

/* A library of which nothing holds for the version at hand is known all the same. */
static uint64_t add_archive(struct world *w, const struct java_archive *a)
{
	static const struct library_concern nothing = {
		.word = "none", .note = "Nothing about this version is known to matter.",
	};
	struct library_names names = { a->name, a->bundle, a->pom };
	const struct library *l = a->own ? NULL : libraries_find(w->libraries, &names);
	uint64_t added = 0;

	if (l == NULL)
		return 0;
	for (size_t i = 0; i < l->concern_count; i++) {
		if (!holds(l, i, a->version))
			continue;
		add_known(w, a, l, &l->concerns[i]);
		added++;
	}
	if (added > 0)
		return added;
	add_known(w, a, l, &nothing);
	return 1;
}

static void derive(void *state, struct world *w)
{
	uint64_t added = 0;

	(void)state;
	if (w->libraries == NULL)
		return;
	for (size_t i = 0; i < w->java->archives.len; i++)
		added += add_archive(w, w->java->archives.items[i]);
	run_facts_add_search(w->facts, w->library_search, added, false);
}

const struct analyzer analyzer_libraries = {
	.name = "libraries",
	.summary = "well-known libraries, by name and version",
	.facts = defs,
	.derive = derive,
};
