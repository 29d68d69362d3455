/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one pass over a package. Metadata and model come first, since analyzers may need them to
 * know what they want; then each wanted entry is inflated once, in order of names, and given to
 * all who want it, while workers read the Java archives; then everybody derives. Which entry
 * could not be read, and what that does to the audit, is decided here and in unread.c.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/unread.h"
#include "analyzers/world/graph.h"
#include "analyzers/world/java.h"
#include "analyzers/world/model.h"
#include "core/run_facts.h"
#include "formats/metadata.h"
#include "formats/settings.h"
#include "package/package.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"

enum { STEPS_PER_ACTIVITY = 100 };

static const char METADATA[] = "model/metadata.json";
static const char MODEL[] = "model/model.mdp";

/* An entry that is read before its turn and kept until then. */
struct kept {
	const struct entry *entry;	/* NULL: not there or not readable */
	struct blob blob;
};

struct pass {
	struct world *w;
	size_t count;		/* analyzers */
	void **states;
	bool *wanted;		/* of the entry at hand, for each analyzer */
	struct kept metadata, model;
	struct model *model_world;
	struct java *java_world;
	int digest;		/* what package_digest() returned, with its reason */
	struct err digest_err;
};

static void start(struct pass *p, struct world *w)
{
	memset(p, 0, sizeof(*p));
	p->w = w;
	while (analyzers[p->count] != NULL)
		p->count++;
	p->states = alloc_zero(p->count, sizeof(*p->states));
	p->wanted = alloc_zero(p->count, sizeof(*p->wanted));
	for (size_t i = 0; i < p->count; i++)
		if (analyzers[i]->start != NULL)
			p->states[i] = analyzers[i]->start(w);
}

static void stop(struct pass *p)
{
	for (size_t i = 0; i < p->count; i++)
		if (analyzers[i]->stop != NULL)
			analyzers[i]->stop(p->states[i]);
	graph_release(p->w->graph);
	model_release(p->model_world);
	java_release(p->java_world);
	blob_release(&p->metadata.blob);
	blob_release(&p->model.blob);
	free(p->states);
	free(p->wanted);
	p->w->graph = NULL;
	p->w->model = NULL;
	p->w->java = NULL;
	p->w->class_names = NULL;
}

/* -- metadata and model -- */

static int fatal(struct world *w, const struct entry *e, const char *why, struct err *err)
{
	if (e == NULL)
		diag_add(w->diags, DIAG_FATAL, METADATA, "%s", why);
	else
		unread_tell(w, DIAG_FATAL, e, METADATA, why);
	source_absent(w->sources, SOURCE_METADATA, "%s", why);
	return err_set(err, "'%s': %s", METADATA, why);
}

static int read_metadata(struct pass *p, struct err *err)
{
	struct world *w = p->w;
	const struct entry *e = package_entry_by_name(w->package, METADATA);
	struct metadata *md = arena_alloc(w->arena, sizeof(*md));
	struct err why = ERR_NONE;

	if (e == NULL)
		return fatal(w, NULL, "is missing", err);
	if (package_read(w->package, e, &p->metadata.blob, &why) != 0 ||
	    metadata_read(md, p->metadata.blob.data, p->metadata.blob.size, w->limits, w->arena,
			  &why) != 0)
		return fatal(w, e, unread_reason(&why, METADATA), err);
	p->metadata.entry = e;
	w->metadata = md;
	source_complete(w->sources, SOURCE_METADATA);
	return 0;
}

static void no_model(struct world *w, const char *why)
{
	source_absent(w->sources, SOURCE_MODEL, "%s %s", MODEL, why);
	source_absent(w->sources, SOURCE_GRAPH, "%s %s", MODEL, why);
}

static void read_model(struct pass *p)
{
	struct world *w = p->w;
	const struct entry *e = package_entry_by_name(w->package, MODEL);
	struct err why = ERR_NONE;

	if (e == NULL) {
		diag_add(w->diags, DIAG_INCOMPLETE, MODEL, "is missing");
		no_model(w, "is missing");
		return;
	}
	if (package_read(w->package, e, &p->model.blob, &why) != 0) {
		if (!package_hit_limit(w->package))
			unread_tell(w, DIAG_INCOMPLETE, e, MODEL, unread_reason(&why, MODEL));
		no_model(w, unread_reason(&why, MODEL));
		return;
	}
	p->model.entry = e;
	p->model_world = model_read(p->model.blob.data, p->model.blob.size, w->limits, w->sources,
				    w->diags, w->arena);
	w->model = p->model_world;
}

/* -- entries -- */

static bool ask(struct pass *p, const struct entry *e)
{
	bool any = false;

	for (size_t i = 0; i < p->count; i++) {
		const struct analyzer *a = analyzers[i];

		p->wanted[i] = a->wants != NULL && a->wants(p->states[i], p->w, e);
		any |= p->wanted[i];
	}
	return any;
}

static void give(struct pass *p, const struct entry *e, const struct blob *blob)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->wanted[i])
			analyzers[i]->scan(p->states[i], p->w, e, blob);
}

static void refuse(struct pass *p, const struct entry *e, const struct err *err)
{
	const char *why = unread_add(p->w, p->w->package, e, e->name, err);

	for (size_t i = 0; i < p->count; i++)
		if (p->wanted[i] && analyzers[i]->unread != NULL)
			analyzers[i]->unread(p->states[i], p->w, e, why);
}

static void scan_entry(struct pass *p, const struct entry *e)
{
	CLEANUP(blob_release) struct blob own = { NULL, 0 };
	struct err err = ERR_NONE;

	if (!ask(p, e))
		return;
	if (e == p->metadata.entry)
		give(p, e, &p->metadata.blob);
	else if (e == p->model.entry)
		give(p, e, &p->model.blob);
	else if (package_read(p->w->package, e, &own, &err) == 0)
		give(p, e, &own);
	else
		refuse(p, e, &err);
}

/* What this thread does while others read archives. */
static void scan_entries(void *user)
{
	struct pass *p = user;

	for (size_t i = 0; i < package_count(p->w->package); i++)
		scan_entry(p, package_entry(p->w->package, i));
	p->digest = package_digest(p->w->package, NULL, &p->digest_err);
}

static int scan(struct pass *p, struct err *err)
{
	struct sources *s = p->w->sources;

	p->java_world = java_read(p->w, scan_entries, p);
	if (p->digest != 0)
		return err_set(err, "%s", p->digest_err.text);
	p->w->java = p->java_world;
	source_complete(s, SOURCE_PACKAGE);
	source_complete(s, SOURCE_RESOURCES);
	source_complete(s, SOURCE_CERTIFICATES);
	if (package_has_under(p->w->package, "web/"))
		source_complete(s, SOURCE_WEB);
	else
		source_absent(s, SOURCE_WEB, "the package has nothing under web/");
	return 0;
}

/* -- facts -- */

static void check_graph(struct world *w)
{
	if (w->graph == NULL || !graph_over(w->graph))
		return;
	diag_add(w->diags, DIAG_INCOMPLETE, MODEL,
		 "what microflows reach is too much to follow for --max-activities %" PRIu64,
		 w->limits->activities);
	source_partial(w->sources, SOURCE_GRAPH, "calls that were not followed");
}

/* Names that an environment writes as the model does. */
static void add_names(struct vec *names, const struct settings *s)
{
	const struct vec *items = s == NULL ? NULL : &s->groups[SETTINGS_CONSTANTS].items;

	for (size_t i = 0; items != NULL && i < items->len; i++) {
		const struct setting *item = items->items[i];

		if (!item->flat)
			vec_push(names, (void *)(uintptr_t)item->name);
	}
}

/*
 * Gives constants of settings their names in the package, or without one those that the other
 * environment has for them; and all settings their order.
 */
static void name_settings(struct world *w)
{
	const struct metadata *md = w->metadata;
	CLEANUP(vec_release) struct vec names = { 0 };

	for (size_t i = 0; md != NULL && i < md->constant_count; i++)
		vec_push(&names, (void *)(uintptr_t)md->constants[i].name);
	if (md == NULL) {
		add_names(&names, w->v3);
		add_names(&names, w->v4);
	}
	if (w->v3 != NULL)
		settings_resolve(w->v3, (const char *const *)names.items, names.len);
	if (w->v4 != NULL)
		settings_resolve(w->v4, (const char *const *)names.items, names.len);
}

static void derive(struct pass *p)
{
	struct world *w = p->w;

	name_settings(w);
	if (w->model != NULL) {
		w->graph = graph_new(w->model, w->arena);
		if (w->limits->activities < UINT64_MAX / STEPS_PER_ACTIVITY)
			graph_limit(w->graph, w->limits->activities * STEPS_PER_ACTIVITY);
		graph_follow_java(w->graph, w->java->code);
	}
	for (size_t i = 0; i < p->count; i++)
		if (analyzers[i]->derive != NULL)
			analyzers[i]->derive(p->states[i], w);
	check_graph(w);
}

/* Nobody knows which facts were dropped, so no source that gave any is whole any more. */
static void check_facts(struct world *w)
{
	if (!w->facts->over)
		return;
	if (w->facts->bytes >= w->facts->max_bytes)
		diag_add(w->diags, DIAG_INCOMPLETE, "",
			 "facts of more bytes than --max-fact-bytes %" PRIu64,
			 w->limits->fact_bytes);
	else
		diag_add(w->diags, DIAG_INCOMPLETE, "", "more facts than --max-facts %" PRIu64,
			 w->limits->facts);
	for (int i = 0; i < SOURCE_COUNT; i++)
		if (w->sources->state[i] != SOURCE_ABSENT)
			source_partial(w->sources, (enum source)i, "more facts than the limit");
}

/* What tells of the run has its place also where the limit is reached. */
static void tell_run(struct world *w)
{
	struct facts *fs = w->facts;
	uint64_t needed = fs->total + SOURCE_COUNT + w->diags->list.len;

	if (fs->max < needed)
		fs->max = needed;
	fs->max_bytes = UINT64_MAX;
	run_facts_add(fs, w->sources, w->diags);
	facts_sort(fs);
}

void analyzers_run_settings(struct world *w)
{
	name_settings(w);
	for (size_t i = 0; analyzers[i] != NULL; i++)
		if (analyzers[i]->of_settings)
			analyzers[i]->derive(NULL, w);
	check_facts(w);
	tell_run(w);
}

int analyzers_run(struct world *w, struct err *err)
{
	struct pass p;
	int result;

	start(&p, w);
	result = read_metadata(&p, err);
	if (result == 0) {
		read_model(&p);
		result = scan(&p, err);
	}
	if (result == 0) {
		derive(&p);
		check_facts(w);
		tell_run(w);
	}
	stop(&p);
	return result;
}
