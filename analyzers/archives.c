/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Java archives: those under model/bundles and model/lib, and the archives inside them, where
 * Mendix keeps user libraries up to version 6. Empty marker files beside a library tell which
 * module asked for it. What is in them was read by world/java.c.
 */
#include <stdlib.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "analyzers/world/java.h"
#include "core/run_facts.h"
#include "core/version.h"
#include "package/package.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/map.h"

enum {
	ARCHIVE_PATH, ARCHIVE_NAME, ARCHIVE_VERSION, ARCHIVE_OWN, ARCHIVE_MODULE, ARCHIVE_REACHED,
	ARCHIVE_MAJOR, ARCHIVE_LOWEST, ARCHIVE_SIGNED, ARCHIVE_NATIVES, ARCHIVE_ENTRIES,
	ARCHIVE_CLASSES, ARCHIVE_REFERENCES, ARCHIVE_NESTED, ARCHIVE_BYTES
};
static const struct attr_def archive_attrs[] = {
	[ARCHIVE_PATH] = { "path", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED,
			   "where it is; inside another one, as outer.jar!/inner.jar", NULL },
	[ARCHIVE_NAME] = { "name", ATTR_NAME, ATTR_REQUIRED,
			   "file name without ending and version", NULL },
	[ARCHIVE_VERSION] = { "version", ATTR_NAME, 0,
			      "as its manifest, pom.properties or file name say, in that order",
			      NULL },
	[ARCHIVE_OWN] = { "own", ATTR_BOOL, ATTR_REQUIRED,
			  "holds the app's own classes: model/bundles/project.jar", NULL },
	[ARCHIVE_MODULE] = { "module", ATTR_NAME, 0,
			     "module whose marker file asks for it; the first of several", NULL },
	[ARCHIVE_REACHED] = { "reached", ATTR_ENUM, 0,
			      "how the app's own code comes to it: by references of classes, by a "
			      "name in text, or not that one sees; absent where there are too many "
			      "references to follow", RUN_REACHED_WORDS },
	[ARCHIVE_MAJOR] = { "class-major", ATTR_INT, 0,
			    "highest class-file version, of classes for all Java releases; 52 is "
			    "Java 8", NULL },
	[ARCHIVE_LOWEST] = { "class-major-lowest", ATTR_INT, 0,
			     "lowest class-file version of these; some may be left from an older "
			     "build", NULL },
	[ARCHIVE_SIGNED] = { "signed", ATTR_BOOL, ATTR_REQUIRED, "holds a signature", NULL },
	[ARCHIVE_NATIVES] = { "natives", ATTR_INT, ATTR_REQUIRED,
			      "libraries of machine code in it: .so, .dll, .dylib, .jnilib", NULL },
	[ARCHIVE_ENTRIES] = { "entries", ATTR_INT, ATTR_REQUIRED, "files in it", NULL },
	[ARCHIVE_CLASSES] = { "classes", ATTR_INT, ATTR_REQUIRED,
			      "class files in it, those of nested archives not counted", NULL },
	[ARCHIVE_REFERENCES] = { "references", ATTR_INT, ATTR_REQUIRED,
				 "pairs of a class in it and another class that it names, classes "
				 "for all Java releases only", NULL },
	[ARCHIVE_NESTED] = { "nested", ATTR_INT, ATTR_REQUIRED, "archives directly in it", NULL },
	[ARCHIVE_BYTES] = { "bytes", ATTR_BYTES, ATTR_REQUIRED, "its size", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_archive = {
	.name = "java-archive", .source = SOURCE_JAVA, .attrs = archive_attrs,
	.meaning = "A Java archive that the app brings along",
};

enum { DUPLICATE_NAME, DUPLICATE_VERSIONS, DUPLICATE_ARCHIVES };
static const struct attr_def duplicate_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name of the library, without version",
	  NULL },
	{ "versions", ATTR_NAME, ATTR_REQUIRED, "its versions, oldest first, as 14.0.1, 19.0",
	  NULL },
	{ "archives", ATTR_INT, ATTR_REQUIRED, "archives of that name", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_duplicate = {
	.name = "duplicate-library", .source = SOURCE_JAVA, .attrs = duplicate_attrs,
	.meaning = "A library that the app brings along in several versions, of which one is "
		   "loaded",
};

enum { LIBRARY_MODULE, LIBRARY_PATH };
static const struct attr_def library_attrs[] = {
	{ "module", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "module that asks for it", NULL },
	{ "path", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the archive it asks for", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_library = {
	.name = "module-library", .source = SOURCE_JAVA, .attrs = library_attrs,
	.meaning = "A module that says by a marker file, as x.jar.Module.RequiredLib, that it "
		   "needs an archive",
};

static const struct fact_def *const defs[] = {
	&fact_archive, &fact_duplicate, &fact_library, NULL
};

/* -- markers -- */

struct markers {
	struct map told;	/* module and path */
	struct map modules;	/* path -> first module by name */
};

static void add_marker(struct markers *k, struct world *w, const struct java_marker *m)
{
	const char *key = arena_printf(w->arena, "%s\n%s", m->module, m->path), *first;
	struct fact *f;

	if (map_add(&k->told, key, k) != NULL)
		return;
	first = map_get(&k->modules, m->path);
	if (first == NULL)
		map_add(&k->modules, m->path, (void *)(uintptr_t)m->module);
	f = facts_add(w->facts, &fact_library);
	fact_set(w->facts, f, LIBRARY_MODULE, m->module);
	fact_set(w->facts, f, LIBRARY_PATH, m->path);
}

static void add_markers(struct markers *k, struct world *w)
{
	for (size_t i = 0; i < package_count(w->package); i++) {
		const struct entry *e = package_entry(w->package, i);
		struct java_marker m;

		if (java_is_folder(e->name) && !java_is_archive(e->name) &&
		    java_marker_of(&m, w->arena, "", e->name, e->size))
			add_marker(k, w, &m);
	}
	for (size_t i = 0; i < w->java->markers.len; i++)
		add_marker(k, w, w->java->markers.items[i]);
}

/* -- archives -- */

static void add_archive(const struct markers *k, struct world *w, const struct java_archive *a)
{
	struct facts *fs = w->facts;
	struct fact *f = facts_add(fs, &fact_archive);

	fact_set(fs, f, ARCHIVE_PATH, a->path);
	fact_set(fs, f, ARCHIVE_NAME, a->name);
	fact_set(fs, f, ARCHIVE_VERSION, a->version);
	fact_set_bool(fs, f, ARCHIVE_OWN, a->own);
	fact_set(fs, f, ARCHIVE_MODULE, map_get(&k->modules, a->path));
	fact_set(fs, f, ARCHIVE_REACHED, java_reached_names[a->reached]);
	if (a->class_major > 0)
		fact_set_int(fs, f, ARCHIVE_MAJOR, a->class_major);
	if (a->class_major_lowest > 0)
		fact_set_int(fs, f, ARCHIVE_LOWEST, a->class_major_lowest);
	fact_set_bool(fs, f, ARCHIVE_SIGNED, a->is_signed);
	fact_set_int(fs, f, ARCHIVE_NATIVES, (int64_t)a->natives);
	fact_set_int(fs, f, ARCHIVE_ENTRIES, (int64_t)a->entries);
	fact_set_int(fs, f, ARCHIVE_CLASSES, (int64_t)a->classes);
	fact_set_int(fs, f, ARCHIVE_REFERENCES, (int64_t)a->references);
	fact_set_int(fs, f, ARCHIVE_NESTED, (int64_t)a->nested);
	fact_set_int(fs, f, ARCHIVE_BYTES, (int64_t)a->bytes);
}

/* -- the same library twice -- */

static int by_name_and_version(const void *left, const void *right)
{
	const struct java_archive *a = left, *b = right;
	int c = strcmp(a->name, b->name), order;

	if (c != 0)
		return c;
	if (version_compare(a->version, b->version, &order) && order != 0)
		return order;
	return strcmp(a->version, b->version);
}

/* items[from] up to items[to] are of one name. */
static void add_duplicate(struct world *w, const struct vec *sorted, size_t from, size_t to)
{
	CLEANUP(buf_release) struct buf versions = { .max = 1 << 16 };
	const struct java_archive *first = sorted->items[from], *last = NULL;
	size_t distinct = 0;
	struct fact *f;

	for (size_t i = from; i < to; i++) {
		const struct java_archive *a = sorted->items[i];

		if (last != NULL && strcmp(last->version, a->version) == 0)
			continue;
		buf_printf(&versions, "%s%s", last == NULL ? "" : ", ", a->version);
		last = a;
		distinct++;
	}
	if (distinct < 2)
		return;
	f = facts_add(w->facts, &fact_duplicate);
	fact_set(w->facts, f, DUPLICATE_NAME, first->name);
	fact_set(w->facts, f, DUPLICATE_VERSIONS, buf_text(&versions));
	fact_set_int(w->facts, f, DUPLICATE_ARCHIVES, (int64_t)(to - from));
}

static void add_duplicates(struct world *w)
{
	CLEANUP(vec_release) struct vec sorted = { 0 };
	size_t from = 0;

	for (size_t i = 0; i < w->java->archives.len; i++) {
		struct java_archive *a = w->java->archives.items[i];

		if (a->version != NULL && !a->own)
			vec_push(&sorted, a);
	}
	vec_sort(&sorted, by_name_and_version);
	for (size_t i = 1; i <= sorted.len; i++) {
		const struct java_archive *a = sorted.items[from];
		const struct java_archive *b = i < sorted.len ? sorted.items[i] : NULL;

		if (b != NULL && strcmp(a->name, b->name) == 0)
			continue;
		add_duplicate(w, &sorted, from, i);
		from = i;
	}
}

static void derive(void *state, struct world *w)
{
	struct markers k = { .told = { 0 } };

	(void)state;
	add_markers(&k, w);
	for (size_t i = 0; i < w->java->archives.len; i++)
		add_archive(&k, w, w->java->archives.items[i]);
	add_duplicates(w);
	map_release(&k.told);
	map_release(&k.modules);
}

const struct analyzer analyzer_archives = {
	.name = "archives",
	.summary = "Java archives, those inside others too, and which module asked for them",
	.facts = defs,
	.derive = derive,
};
