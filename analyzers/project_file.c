/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the project file says and the export leaves out: which scheduled events are switched on,
 * which modules came from the Marketplace and in which version. All of it only holds for the
 * package where both are the same state of one app, so where they differ is found as well.
 */
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "analyzers/world/model.h"
#include "analyzers/world/project.h"
#include "formats/metadata.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/map.h"
#include "util/text.h"

enum { MISMATCH_WHAT, MISMATCH_KIND, MISMATCH_NAME, MISMATCH_IN, MISMATCH_PROJECT,
       MISMATCH_PACKAGE };
static const struct attr_def mismatch_attrs[] = {
	{ "what", ATTR_ENUM, ATTR_KEY | ATTR_REQUIRED, "what differs", "id|version|document" },
	{ "kind", ATTR_STRING, ATTR_KEY, "kind of the document, as microflow or entity", NULL },
	{ "name", ATTR_NAME, ATTR_KEY, "the document, as Module.Document", NULL },
	{ "in", ATTR_ENUM, 0, "which of the two has the document", "project|package" },
	{ "project", ATTR_STRING, 0, "id or version of the project", NULL },
	{ "package", ATTR_STRING, 0, "id or version of the package", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_mismatch = {
	.name = "mismatch", .source = SOURCE_MPR, .attrs = mismatch_attrs,
	.meaning = "Something that is not the same in the project file and in the package",
};

static const struct fact_def *const project_children[] = { &fact_mismatch, NULL };

enum {
	PROJECT_NAME, PROJECT_ID, PROJECT_VERSION, PROJECT_FORMAT, PROJECT_UNITS, PROJECT_EXCLUDED
};
static const struct attr_def project_attrs[] = {
	{ "name", ATTR_NAME, ATTR_REQUIRED, "base name of the project file", NULL },
	{ "id", ATTR_NAME, 0, "id of the project, a GUID", NULL },
	{ "version", ATTR_STRING, ATTR_REQUIRED, "version of Studio Pro that it is kept in", NULL },
	{ "format", ATTR_INT, ATTR_REQUIRED,
	  "storage format: 1 is one file, 2 has a folder of units beside it", NULL },
	{ "units", ATTR_INT, ATTR_REQUIRED, "documents, folders, modules and the like in it",
	  NULL },
	{ "excluded", ATTR_INT, ATTR_REQUIRED, "documents that the export leaves out", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_project = {
	.name = "project", .source = SOURCE_MPR, .attrs = project_attrs,
	.children = project_children,
	.meaning = "The Studio Pro project that was given beside the package",
};

enum { MODULE_NAME, MODULE_MARKETPLACE, MODULE_VERSION, MODULE_PACKAGE };
static const struct attr_def module_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the module", NULL },
	{ "marketplace", ATTR_BOOL, ATTR_REQUIRED, "it was taken from the Marketplace", NULL },
	{ "version", ATTR_STRING, 0,
	  "version that was taken; projects of Mendix 7 and older do not always state it", NULL },
	{ "package", ATTR_INT, 0, "its number in the Marketplace", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_module = {
	.name = "project-module", .source = SOURCE_MPR, .attrs = module_attrs,
	.meaning = "A module of the project, and where it comes from",
};

enum { EVENT_NAME, EVENT_ENABLED };
static const struct attr_def event_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the event, as Module.Event", NULL },
	{ "enabled", ATTR_BOOL, ATTR_REQUIRED, "it is switched on in the project", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_event = {
	.name = "project-event", .source = SOURCE_MPR, .attrs = event_attrs,
	.meaning = "A scheduled event of the project; an environment can switch it otherwise",
};

static const struct fact_def *const defs[] = { &fact_project, &fact_module, &fact_event, NULL };

static struct fact *add_project(struct facts *fs, const struct project *p)
{
	struct fact *f = facts_add(fs, &fact_project);

	fact_set(fs, f, PROJECT_NAME, p->name);
	emit_text(fs, f, PROJECT_ID, p->id);
	fact_set(fs, f, PROJECT_VERSION, p->version);
	fact_set_int(fs, f, PROJECT_FORMAT, p->format);
	fact_set_int(fs, f, PROJECT_UNITS, (int64_t)p->units);
	fact_set_int(fs, f, PROJECT_EXCLUDED, (int64_t)p->excluded);
	return f;
}

static void add_modules(struct facts *fs, const struct project *p)
{
	for (size_t i = 0; i < p->modules.len; i++) {
		const struct project_module *m = p->modules.items[i];
		struct fact *f = facts_add(fs, &fact_module);

		fact_set(fs, f, MODULE_NAME, m->name);
		fact_set_bool(fs, f, MODULE_MARKETPLACE, m->marketplace);
		emit_text(fs, f, MODULE_VERSION, m->version);
		if (m->package > 0)
			fact_set_int(fs, f, MODULE_PACKAGE, m->package);
	}
}

static void add_events(struct facts *fs, const struct project *p)
{
	for (size_t i = 0; i < p->events.len; i++) {
		const struct project_event *e = p->events.items[i];
		struct fact *f = facts_add(fs, &fact_event);

		fact_set(fs, f, EVENT_NAME, e->name);
		fact_set_bool(fs, f, EVENT_ENABLED, e->enabled);
	}
}

/* -- where both differ -- */

static void add_values(struct facts *fs, struct fact *parent, const char *what,
		       const char *project, const char *package)
{
	struct fact *f = fact_child(fs, parent, &fact_mismatch);

	fact_set(fs, f, MISMATCH_WHAT, what);
	fact_set(fs, f, MISMATCH_PROJECT, project);
	fact_set(fs, f, MISMATCH_PACKAGE, package);
}

/* A package says 10.24.9.81004 where older projects say 10.24.9, or both the other way round. */
static bool same_version(const char *a, const char *b)
{
	size_t n = strlen(a) < strlen(b) ? strlen(a) : strlen(b);

	return strncmp(a, b, n) == 0 && (a[n] == '\0' || a[n] == '.') &&
	       (b[n] == '\0' || b[n] == '.');
}

/* True where both tell their id and it is not the same. */
static bool is_other_app(const struct project *p, const struct metadata *md)
{
	return p->id[0] != '\0' && md->project_id != NULL && md->project_id[0] != '\0' &&
	       text_compare_lower(p->id, md->project_id) != 0;
}

static void compare_values(struct world *w, struct fact *parent, const struct metadata *md)
{
	const struct project *p = w->project;

	if (is_other_app(p, md)) {
		add_values(w->facts, parent, "id", p->id, md->project_id);
		source_partial(w->sources, SOURCE_MPR, "'%s' is the project of another app",
			       p->name);
	}
	if (p->version[0] != '\0' && md->runtime_version[0] != '\0' &&
	    !same_version(p->version, md->runtime_version))
		add_values(w->facts, parent, "version", p->version, md->runtime_version);
}

struct both {
	struct world *w;
	struct fact *parent;
	struct map project, package;	/* "kind name" of each document */
	struct vec documents;		/* of the package, struct project_document */
};

static void release(struct both *b)
{
	map_release(&b->project);
	map_release(&b->package);
	vec_release(&b->documents);
}

/* Each once: a name may stand twice in one model. */
static bool learn(struct both *b, struct map *known, const struct project_document *d)
{
	char *key = arena_printf(b->w->arena, "%s %s", d->kind, d->name);

	return map_add(known, key, key) == NULL;
}

static bool knows(struct both *b, const struct map *known, const struct project_document *d)
{
	return map_get(known, arena_printf(b->w->arena, "%s %s", d->kind, d->name)) != NULL;
}

/*
 * No project holds module System, which is part of the runtime, nor the modules that the export
 * makes of consumed app services, each named like the service.
 */
static bool is_made(const struct model *m, const char *name)
{
	size_t n = strcspn(name, ".");

	if (text_starts(name, "System."))
		return true;
	for (size_t i = 0; i < m->consumed.len; i++) {
		const struct consumed_service *s = m->consumed.items[i];
		const char *dot = strrchr(s->name, '.'), *last = dot == NULL ? s->name : dot + 1;

		if (strcmp(s->kind, "app") == 0 && strlen(last) == n &&
		    strncmp(last, name, n) == 0)
			return true;
	}
	return false;
}

static void take(struct both *b, const char *kind, const char *name)
{
	struct project_document *d = arena_alloc(b->w->arena, sizeof(*d));

	if (is_made(b->w->model, name))
		return;
	*d = (struct project_document){ kind, name };
	if (learn(b, &b->package, d))
		vec_push(&b->documents, d);
}

static void take_package(struct both *b, const struct model *m)
{
	static const char *const flows[] = { [FLOW_MICROFLOW] = "microflow", [FLOW_RULE] = "rule",
					     [FLOW_NANOFLOW] = "nanoflow" };

	for (size_t i = 0; i < m->flows.len; i++) {
		const struct flow *f = m->flows.items[i];

		take(b, flows[f->kind], f->name);
	}
	for (size_t i = 0; i < m->java_actions.len; i++)
		take(b, "java-action", ((struct java_action *)m->java_actions.items[i])->name);
	for (size_t i = 0; i < m->events.len; i++)
		take(b, "scheduled-event", ((struct scheduled_event *)m->events.items[i])->name);
	for (size_t i = 0; i < m->constants.len; i++)
		take(b, "constant", ((struct model_constant *)m->constants.items[i])->name);
	for (size_t i = 0; i < m->entities.len; i++)
		take(b, "entity", ((struct entity *)m->entities.items[i])->name);
}

static void add_document(struct both *b, const struct project_document *d, const char *in)
{
	struct facts *fs = b->w->facts;
	struct fact *f = fact_child(fs, b->parent, &fact_mismatch);

	fact_set(fs, f, MISMATCH_WHAT, "document");
	fact_set(fs, f, MISMATCH_KIND, d->kind);
	fact_set(fs, f, MISMATCH_NAME, d->name);
	fact_set(fs, f, MISMATCH_IN, in);
}

/* Two apps, or a half-read one, differ in everything: that is said, not listed. */
static bool comparable(const struct world *w)
{
	return w->model != NULL && w->metadata != NULL &&
	       !is_other_app(w->project, w->metadata) &&
	       w->sources->state[SOURCE_MPR] == SOURCE_COMPLETE &&
	       w->sources->state[SOURCE_MODEL] == SOURCE_COMPLETE;
}

static void compare_documents(struct world *w, struct fact *parent)
{
	CLEANUP(release) struct both b = { .w = w, .parent = parent };
	const struct vec *project = &w->project->documents;

	take_package(&b, w->model);
	for (size_t i = 0; i < project->len; i++) {
		const struct project_document *d = project->items[i];

		if (learn(&b, &b.project, d) && !knows(&b, &b.package, d))
			add_document(&b, d, "project");
	}
	for (size_t i = 0; i < b.documents.len; i++) {
		const struct project_document *d = b.documents.items[i];

		if (!knows(&b, &b.project, d))
			add_document(&b, d, "package");
	}
}

static void derive(void *state, struct world *w)
{
	struct fact *f;

	(void)state;
	if (w->project == NULL)
		return;
	f = add_project(w->facts, w->project);
	add_modules(w->facts, w->project);
	add_events(w->facts, w->project);
	if (w->metadata != NULL)
		compare_values(w, f, w->metadata);
	if (comparable(w))
		compare_documents(w, f);
}

const struct analyzer analyzer_project_file = {
	.name = "project-file",
	.summary = "the Studio Pro project beside the package, and where both differ",
	.facts = defs,
	.derive = derive,
};
