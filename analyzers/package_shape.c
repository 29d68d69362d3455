/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The container itself: what kind it is, how large, where model/ stands in it, and entries that
 * do not belong into a package or that tools may read differently.
 */
#include <inttypes.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "package/package.h"
#include "util/text.h"

enum {
	PACKAGE_NAME, PACKAGE_KIND, PACKAGE_SHA256, PACKAGE_ENTRIES, PACKAGE_BYTES,
	PACKAGE_UNCOMPRESSED, PACKAGE_LAYOUT, PACKAGE_WRAPPER, PACKAGE_WEB, PACKAGE_PROJECT_JAR
};
static const struct attr_def package_attrs[] = {
	{ "name", ATTR_STRING, ATTR_REQUIRED,
	  "base name of what was opened; '-' for standard input", NULL },
	{ "kind", ATTR_ENUM, ATTR_REQUIRED, "an archive, an unpacked folder or standard input",
	  "file|folder|stream" },
	{ "sha256", ATTR_DIGEST, 0, "SHA-256 of the archive's bytes; a folder has none", NULL },
	{ "entries", ATTR_INT, ATTR_REQUIRED,
	  "entries in the container, directories included", NULL },
	{ "bytes", ATTR_BYTES, 0, "size of the archive; of a folder, the sum of its files",
	  NULL },
	{ "uncompressed", ATTR_BYTES, ATTR_REQUIRED,
	  "sum of the sizes that the entries have when inflated", NULL },
	{ "layout", ATTR_ENUM, ATTR_REQUIRED,
	  "model/ stands at the root, inside one folder around everything, or names are "
	  "written with backslashes", "root|wrapped|backslash" },
	{ "wrapper", ATTR_STRING, 0, "name of the folder around everything", NULL },
	{ "web", ATTR_BOOL, ATTR_REQUIRED, "has files under web/", NULL },
	{ "project-jar", ATTR_BOOL, ATTR_REQUIRED, "has model/bundles/project.jar", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_package = {
	.name = "package", .source = SOURCE_PACKAGE, .attrs = package_attrs,
	.meaning = "The deployment package as a container",
};

enum { UNSAFE_NAME, UNSAFE_PROBLEM };
static const struct attr_def unsafe_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the entry's name as it stands", NULL },
	{ "problem", ATTR_ENUM, ATTR_REQUIRED,
	  "an absolute name, one with '..', or a link that leads out of the folder", "unsafe" },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_unsafe = {
	.name = "unsafe-name", .source = SOURCE_PACKAGE, .attrs = unsafe_attrs,
	.meaning = "An entry that points out of the package; it was not read",
};

enum { DOUBLED_NAME };
static const struct attr_def doubled_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name of the entry", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_doubled = {
	.name = "doubled-entry", .source = SOURCE_PACKAGE, .attrs = doubled_attrs,
	.meaning = "A name that stands twice in the archive; neither copy was used, because "
		   "tools disagree which one counts",
};

enum { PROJECT_PATH };
static const struct attr_def project_attrs[] = {
	{ "path", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name of the entry", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_project = {
	.name = "project-file", .source = SOURCE_PACKAGE, .attrs = project_attrs,
	.meaning = "A Studio Pro project (.mpr) at the root of the package",
};

enum { DEVELOPER_PATH };
static const struct attr_def developer_attrs[] = {
	{ "path", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name of the entry", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_developer = {
	.name = "developer-file", .source = SOURCE_PACKAGE, .attrs = developer_attrs,
	.meaning = "A file of a developer's local run inside the archive; it can hold real "
		   "passwords and was not read",
};

enum { SAMPLE_PATH, SAMPLE_ENTRIES, SAMPLE_BYTES };
static const struct attr_def sample_attrs[] = {
	{ "path", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "folder of the snapshot", NULL },
	{ "entries", ATTR_INT, ATTR_REQUIRED, "files in it", NULL },
	{ "bytes", ATTR_BYTES, ATTR_REQUIRED, "sum of their sizes when inflated", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_sample = {
	.name = "sample-data", .source = SOURCE_PACKAGE, .attrs = sample_attrs,
	.meaning = "A snapshot of a local database inside the package",
};

static const struct fact_def *const defs[] = {
	&fact_package, &fact_unsafe, &fact_doubled, &fact_project, &fact_developer, &fact_sample,
	NULL,
};

static const char SAMPLES[] = "model/sampledata/";
static const char PROJECT_JAR[] = "model/bundles/project.jar";
static const char DEVELOPER_FILE[] = "model/config.json";

static const char *kind_name(enum package_kind kind)
{
	return kind == PACKAGE_FOLDER ? "folder" : kind == PACKAGE_STREAM ? "stream" : "file";
}

static const char *layout_name(enum package_layout layout)
{
	return layout == LAYOUT_WRAPPED ? "wrapped" :
	       layout == LAYOUT_BACKSLASH ? "backslash" : "root";
}

static void add_package(struct world *w)
{
	const struct package_info *info = package_info(w->package);
	struct fact *f = facts_add(w->facts, &fact_package);

	fact_set(w->facts, f, PACKAGE_NAME, info->name);
	fact_set(w->facts, f, PACKAGE_KIND, kind_name(info->kind));
	fact_set(w->facts, f, PACKAGE_SHA256, info->sha256);
	fact_set_int(w->facts, f, PACKAGE_ENTRIES, (int64_t)info->entries);
	fact_set_int(w->facts, f, PACKAGE_BYTES, (int64_t)info->bytes);
	fact_set_int(w->facts, f, PACKAGE_UNCOMPRESSED, (int64_t)info->uncompressed);
	fact_set(w->facts, f, PACKAGE_LAYOUT, layout_name(info->layout));
	emit_text(w->facts, f, PACKAGE_WRAPPER, info->wrapper);
	fact_set_bool(w->facts, f, PACKAGE_WEB, package_has_under(w->package, "web/"));
	fact_set_bool(w->facts, f, PACKAGE_PROJECT_JAR,
		      package_entry_by_name(w->package, PROJECT_JAR) != NULL);
}

static void add_name(struct world *w, const struct fact_def *def, const char *name)
{
	fact_set(w->facts, facts_add(w->facts, def), 0, name);
}

/* The last name of each problem, since the same one may be listed more than once. */
struct last {
	const char *unsafe, *doubled;
};

static bool is_new(const char **last, const char *name)
{
	bool new = *last == NULL || strcmp(*last, name) != 0;

	*last = name;
	return new;
}

static void add_problem(struct world *w, const struct entry *e, struct last *last)
{
	if (e->problem == ENTRY_UNSAFE && is_new(&last->unsafe, e->raw_name)) {
		struct fact *f = facts_add(w->facts, &fact_unsafe);

		fact_set(w->facts, f, UNSAFE_NAME, e->raw_name);
		fact_set(w->facts, f, UNSAFE_PROBLEM, "unsafe");
	}
	if (e->problem == ENTRY_TWICE && is_new(&last->doubled, e->name))
		add_name(w, &fact_doubled, e->name);
}

static bool is_project_file(const char *name)
{
	size_t n = strlen(name);

	return strchr(name, '/') == NULL && n > 4 && text_compare_lower(name + n - 4, ".mpr") == 0;
}

static void add_samples(struct world *w, uint64_t entries, uint64_t bytes)
{
	struct fact *f;

	if (entries == 0)
		return;
	f = facts_add(w->facts, &fact_sample);
	fact_set(w->facts, f, SAMPLE_PATH, SAMPLES);
	fact_set_int(w->facts, f, SAMPLE_ENTRIES, (int64_t)entries);
	fact_set_int(w->facts, f, SAMPLE_BYTES, (int64_t)bytes);
}

static void derive(void *state, struct world *w)
{
	bool is_mda = package_info(w->package)->is_mda;
	uint64_t entries = 0, bytes = 0;
	struct last last = { NULL, NULL };

	(void)state;
	add_package(w);
	for (size_t i = 0; i < package_count(w->package); i++) {
		const struct entry *e = package_entry(w->package, i);

		add_problem(w, e, &last);
		if (is_project_file(e->name))
			add_name(w, &fact_project, e->name);
		if (is_mda && strcmp(e->name, DEVELOPER_FILE) == 0)
			add_name(w, &fact_developer, e->name);
		if (text_starts(e->name, SAMPLES)) {
			entries++;
			bytes = e->size > INT64_MAX - bytes ? INT64_MAX : bytes + e->size;
		}
	}
	add_samples(w, entries, bytes);
}

const struct analyzer analyzer_package_shape = {
	.name = "package-shape",
	.summary = "the container: size, layout, and entries that do not belong there",
	.facts = defs,
	.derive = derive,
};
