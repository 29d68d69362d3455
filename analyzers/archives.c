/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Java archives: those under model/bundles and model/lib, and the archives inside them, where
 * Mendix keeps user libraries up to version 6. Names and sizes are taken and the bytes let go.
 * Empty marker files beside a library tell which module asked for it.
 */
#include <ctype.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/unread.h"
#include "package/package.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/map.h"
#include "util/text.h"

enum {
	ARCHIVE_PATH, ARCHIVE_NAME, ARCHIVE_ENTRIES, ARCHIVE_CLASSES, ARCHIVE_NESTED, ARCHIVE_BYTES
};
static const struct attr_def archive_attrs[] = {
	{ "path", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED,
	  "where it is; inside another one, as outer.jar!/inner.jar", NULL },
	{ "name", ATTR_NAME, ATTR_REQUIRED, "file name without ending and version", NULL },
	{ "entries", ATTR_INT, ATTR_REQUIRED, "files in it", NULL },
	{ "classes", ATTR_INT, ATTR_REQUIRED, "class files in it, those of nested archives not "
	  "counted", NULL },
	{ "nested", ATTR_INT, ATTR_REQUIRED, "archives directly in it", NULL },
	{ "bytes", ATTR_BYTES, ATTR_REQUIRED, "its size", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_archive = {
	.name = "java-archive", .source = SOURCE_JAVA, .attrs = archive_attrs,
	.meaning = "A Java archive that the app brings along",
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

static const struct fact_def *const defs[] = { &fact_archive, &fact_library, NULL };

static const char PROJECT_JAR[] = "model/bundles/project.jar";

struct state {
	size_t total, unreadable;
	bool has_project;
	struct map libraries;	/* module and path that were told */
};

static void *start(struct world *w)
{
	return arena_alloc(w->arena, sizeof(struct state));
}

static void stop(void *state)
{
	struct state *s = state;

	map_release(&s->libraries);
}

static bool is_jar(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && text_compare_lower(name + n - 4, ".jar") == 0;
}

static bool is_java_folder(const char *name)
{
	return text_starts(name, "model/bundles/") || text_starts(name, "model/lib/");
}

static bool wants(void *state, struct world *w, const struct entry *e)
{
	(void)state;
	(void)w;
	return is_java_folder(e->name) && is_jar(e->name);
}

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* "jsch-0.1.53.jar" as "jsch": up to a '-' or '_' before a digit. */
static const char *name_of(struct arena *a, const char *path)
{
	const char *base = base_of(path);
	size_t n = 0, end = strlen(base) - strlen(".jar");

	while (n < end && !(n > 0 && (base[n] == '-' || base[n] == '_') &&
			    isdigit((unsigned char)base[n + 1])))
		n++;
	return arena_text_n(a, base, n);
}

/* -- markers -- */

/* Length of the module's name at the start of s, 0 when there is none. */
static size_t module_len(const char *s)
{
	size_t n = 0;

	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	return s[n] == '.' || s[n] == '\0' ? n : 0;
}

/*
 * What follows ".jar." in the marker's name: Module.RequiredLib, Required.by.Module.1.2, or just
 * Module, where only an empty file with a name like a module's is taken for a marker. Moves *s to
 * the module and returns its length, or 0.
 */
static size_t find_module(const char **s, uint64_t size)
{
	if (text_starts(*s, "Required.by.")) {
		*s += strlen("Required.by.");
		return module_len(*s);
	}
	if (text_starts(*s, "Required"))
		return 0;
	if (text_ends(*s, "RequiredLib"))
		return module_len(*s);
	if (size == 0 && isupper((unsigned char)**s) && strchr(*s, '.') == NULL)
		return module_len(*s);
	return 0;
}

/* `prefix` goes before the path of the archive: "model/bundles/project.jar!/" or "". */
static void add_marker(struct state *s, struct world *w, const char *prefix, const struct entry *e)
{
	const char *jar = strstr(base_of(e->name), ".jar."), *module, *path, *key;
	size_t n;

	if (jar == NULL)
		return;
	module = jar + strlen(".jar.");
	n = find_module(&module, e->size);
	if (n == 0)
		return;
	path = arena_printf(w->arena, "%s%.*s.jar", prefix, (int)(jar - e->name), e->name);
	module = arena_text_n(w->arena, module, n);
	key = arena_printf(w->arena, "%s\n%s", module, path);
	if (map_add(&s->libraries, key, s) == NULL) {
		struct fact *f = facts_add(w->facts, &fact_library);

		fact_set(w->facts, f, LIBRARY_MODULE, module);
		fact_set(w->facts, f, LIBRARY_PATH, path);
	}
}

/* -- archives -- */

struct archive {
	const char *place;
	struct package *package;
	size_t bytes;
};

static void add_archive(struct world *w, const struct archive *a)
{
	struct fact *f = facts_add(w->facts, &fact_archive);
	int64_t classes = 0, nested = 0;

	for (size_t i = 0; i < package_count(a->package); i++) {
		const char *name = package_entry(a->package, i)->name;

		classes += text_ends(name, ".class");
		nested += is_jar(name);
	}
	fact_set(w->facts, f, ARCHIVE_PATH, a->place);
	fact_set(w->facts, f, ARCHIVE_NAME, name_of(w->arena, a->place));
	fact_set_int(w->facts, f, ARCHIVE_ENTRIES, (int64_t)package_count(a->package));
	fact_set_int(w->facts, f, ARCHIVE_CLASSES, classes);
	fact_set_int(w->facts, f, ARCHIVE_NESTED, nested);
	fact_set_int(w->facts, f, ARCHIVE_BYTES, (int64_t)a->bytes);
}

static void open_archive(struct state *s, struct world *w, struct package *parent,
			 const char *place, const struct blob *bytes);

static void open_inner(struct state *s, struct world *w, const struct archive *outer,
		       const struct entry *e)
{
	CLEANUP(blob_release) struct blob bytes = { NULL, 0 };
	const char *place = arena_printf(w->arena, "%s!/%s", outer->place, e->name);
	struct err err = ERR_NONE;

	if (package_read(outer->package, e, &bytes, &err) == 0) {
		open_archive(s, w, outer->package, place, &bytes);
		return;
	}
	unread_add(w, outer->package, e, place, &err);
	s->total++;
	s->unreadable++;
}

/* Deeper only as far as package/ opens containers in containers. */
static void open_archive(struct state *s, struct world *w, struct package *parent,
			 const char *place, const struct blob *bytes)
{
	CLEANUP(package_cleanup) struct package *package = NULL;
	const char *prefix = arena_printf(w->arena, "%s!/", place);
	struct archive a = { place, NULL, bytes->size };
	struct err err = ERR_NONE;

	s->total++;
	if (package_open_nested(&package, parent, place, bytes->data, bytes->size, &err) != 0) {
		s->unreadable++;
		if (!package_hit_limit(parent))
			diag_add(w->diags, DIAG_NOTE, place, "cannot be opened: %s",
				 unread_reason(&err, place));
		return;
	}
	a.package = package;
	add_archive(w, &a);
	for (size_t i = 0; i < package_count(package); i++) {
		const struct entry *e = package_entry(package, i);

		if (is_jar(e->name))
			open_inner(s, w, &a, e);
		else
			add_marker(s, w, prefix, e);
	}
}

static void scan(void *state, struct world *w, const struct entry *e, const struct blob *bytes)
{
	struct state *s = state;

	s->has_project |= strcmp(e->name, PROJECT_JAR) == 0;
	open_archive(s, w, w->package, e->name, bytes);
}

static void unread(void *state, struct world *w, const struct entry *e, const char *why)
{
	struct state *s = state;

	(void)w;
	(void)why;
	s->has_project |= strcmp(e->name, PROJECT_JAR) == 0;
	s->total++;
	s->unreadable++;
}

static void derive(void *state, struct world *w)
{
	struct state *s = state;

	for (size_t i = 0; i < package_count(w->package); i++) {
		const struct entry *e = package_entry(w->package, i);

		if (is_java_folder(e->name) && !is_jar(e->name))
			add_marker(s, w, "", e);
	}
	if (s->total == 0) {
		source_absent(w->sources, SOURCE_JAVA, "the package has no Java archive");
		return;
	}
	source_complete(w->sources, SOURCE_JAVA);
	if (!s->has_project)
		source_partial(w->sources, SOURCE_JAVA, "%s is missing", PROJECT_JAR);
	if (s->unreadable > 0)
		source_partial(w->sources, SOURCE_JAVA, "%zu of %zu archives unreadable",
			       s->unreadable, s->total);
}

const struct analyzer analyzer_archives = {
	.name = "archives",
	.summary = "Java archives, those inside others too, and which module asked for them",
	.facts = defs,
	.start = start,
	.stop = stop,
	.wants = wants,
	.scan = scan,
	.unread = unread,
	.derive = derive,
};
