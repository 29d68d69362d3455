/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Units are read one after the other and only what is wanted of them is kept. They name the unit
 * they stand in, in any order, so the names of documents are put together at the end. A unit is
 * told by its hash: with version control, index and files can be of different states.
 */
#include "analyzers/world/project.h"

#include <inttypes.h>
#include <string.h>

#include "core/diag.h"
#include "core/limits.h"
#include "core/source.h"
#include "formats/bson.h"
#include "formats/mpr.h"
#include "package/project.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/digest.h"
#include "util/err.h"
#include "util/map.h"
#include "util/text.h"

enum { DEEPEST_FOLDER = 100, NAME_LONGEST = 1000 };
enum { STEPS_PER_UNIT = 1000 };

const struct project_kind project_kinds[] = {
	{ "microflow", "Microflows$Microflow" },
	{ "rule", "Microflows$Rule" },
	{ "nanoflow", "Microflows$Nanoflow" },
	{ "java-action", "JavaActions$JavaAction" },
	{ "scheduled-event", "ScheduledEvents$ScheduledEvent" },
	{ "constant", "Constants$Constant" },
	{ "entity", "DomainModels$DomainModel" },
	{ NULL, NULL },
};

/* What is kept of a unit until all are known. */
struct unit {
	char id[MPR_ID_TEXT], container[MPR_ID_TEXT];
	const char *module;	/* its name, for a module; else NULL */
	const char *kind;	/* for a document that is compared; else NULL */
	const char *name;	/* of the document */
	struct vec entities;	/* of a domain model: names */
	const char *microflow;	/* of an event */
	bool enabled;
};

struct reader {
	struct project *project;
	struct project_files *files;
	const struct limits *limits;
	struct sources *sources;
	struct diags *diags;
	struct arena *arena;
	struct mpr *mpr;
	struct vec units;
	struct map by_id;
	uint64_t total;		/* bytes of contents in the database */
	size_t unread;
	const char *why;	/* of the first that could not be read */
};

static void release(struct reader *r)
{
	for (size_t i = 0; i < r->units.len; i++)
		vec_release(&((struct unit *)r->units.items[i])->entities);
	vec_release(&r->units);
	map_release(&r->by_id);
	mpr_close(r->mpr);
	project_files_free(r->files);
}

static void refuse(struct reader *r, const struct unit *u, const char *why)
{
	if (r->unread++ == 0)
		r->why = arena_printf(r->arena, "unit %s: %s", u->id, why);
}

/* A name of its own: the bytes of a unit are gone when the next one is read. */
static const char *name_of(struct reader *r, struct doc d, const char *field)
{
	const char *name = doc_str(d, field, r->arena);
	size_t n = strlen(name);

	return arena_text_n(r->arena, name, n > NAME_LONGEST ? NAME_LONGEST : n);
}

static void take_module(struct reader *r, struct unit *u, struct doc d)
{
	struct project_module *m = arena_alloc(r->arena, sizeof(*m));

	u->module = m->name = name_of(r, d, "Name");
	m->marketplace = doc_bool(d, "FromAppStore", false);
	m->version = name_of(r, d, "AppStoreVersion");
	m->package = doc_int(d, "AppStorePackageId", 0);
	vec_push(&r->project->modules, m);
}

static void take_entities(struct reader *r, struct unit *u, struct doc d)
{
	struct doc_iter list = doc_array(d, "Entities");
	struct doc entity;

	while (doc_next(&list, &entity))
		vec_push(&u->entities, (char *)(uintptr_t)name_of(r, entity, "Name"));
}

static void take_document(struct reader *r, struct unit *u, struct doc d, const char *kind)
{
	if (doc_bool(d, "Excluded", false)) {
		r->project->excluded++;
		return;
	}
	u->kind = kind;
	u->name = name_of(r, d, "Name");
	u->microflow = name_of(r, d, "Microflow");
	u->enabled = doc_bool(d, "Enabled", false);
	take_entities(r, u, d);
}

/* Documents of other types only count where they are left out of the export. */
static void take_contents(struct reader *r, struct unit *u, struct doc d)
{
	const char *type = doc_type(d);
	const struct project_kind *k = project_kinds;
	struct err why = ERR_NONE;
	bool module = strcmp(type, "Projects$ModuleImpl") == 0;

	while (k->kind != NULL && strcmp(k->type, type) != 0)
		k++;
	if (!module && k->kind == NULL) {
		r->project->excluded += doc_bool(d, "Excluded", false);
		return;
	}
	if (doc_check(d, r->limits->depth, &why) != 0)
		refuse(r, u, why.text);
	else if (module)
		take_module(r, u, d);
	else
		take_document(r, u, d, k->kind);
}

static bool is_hash(const struct blob *bytes, const char *hash)
{
	char digest[DIGEST_BASE64];

	if (hash[0] == '\0')
		return true;
	digest_base64(bytes->data, bytes->size, digest);
	return strcmp(digest, hash) == 0;
}

static void read_contents(struct reader *r, struct unit *u, const struct mpr_unit *row,
			  const struct blob *bytes)
{
	struct doc d = { (const unsigned char *)bytes->data, bytes->size };
	uint32_t size = 0;

	for (size_t i = 0; i < 4 && bytes->size >= 5; i++)
		size |= (uint32_t)d.data[i] << 8 * i;
	if (!is_hash(bytes, row->hash))
		refuse(r, u, "is not the state that the project file names");
	else if (bytes->size < 5 || size != bytes->size)
		refuse(r, u, "is no BSON document");
	else
		take_contents(r, u, d);
}

static void read_unit(struct reader *r, struct unit *u, const struct mpr_unit *row)
{
	CLEANUP(blob_release) struct blob own = { NULL, 0 };
	/* Only looked at; an empty one is told by its size. */
	struct blob inside = { (char *)(uintptr_t)row->contents, row->size };
	struct err why = ERR_NONE;

	if (r->project->format == 1) {
		read_contents(r, u, row, &inside);
		return;
	}
	if (project_files_unit(r->files, u->id, &own, &why) != 0)
		refuse(r, u, why.text);
	else
		read_contents(r, u, row, &own);
}

static struct unit *add_unit(struct reader *r, const struct mpr_unit *row)
{
	struct unit *u = arena_alloc(r->arena, sizeof(*u));

	mpr_id_text(row->id, u->id);
	mpr_id_text(row->container, u->container);
	vec_push(&r->units, u);
	map_add(&r->by_id, u->id, u);
	if (strcmp(u->id, u->container) == 0)
		r->project->id = u->id;
	return u;
}

static int read_units(struct reader *r, struct err *err)
{
	struct mpr_unit row;
	int more;

	while ((more = mpr_next(r->mpr, &row, err)) == 1) {
		struct unit *u;

		r->total += row.size;
		if (r->units.len >= r->limits->entries)
			return err_set(err, "more units than --max-entries %" PRIu64,
				       r->limits->entries);
		if (r->total > r->limits->total)
			return err_set(err, "all units together are over --max-total %" PRIu64,
				       r->limits->total);
		u = add_unit(r, &row);
		read_unit(r, u, &row);
	}
	return more;
}

/* -- names -- */

/* The name of the module that a unit stands in, however deep in folders; NULL for none. */
static const char *module_of(const struct reader *r, const struct unit *u)
{
	for (int i = 0; u != NULL && i < DEEPEST_FOLDER; i++) {
		if (u->module != NULL)
			return u->module;
		u = map_get(&r->by_id, u->container);
	}
	return NULL;
}

static void add_document(struct reader *r, const struct unit *u, const char *module,
			 const char *name)
{
	struct project_document *d = arena_alloc(r->arena, sizeof(*d));

	d->kind = u->kind;
	d->name = arena_printf(r->arena, "%s.%s", module, name);
	vec_push(&r->project->documents, d);
	if (strcmp(u->kind, "scheduled-event") == 0) {
		struct project_event *e = arena_alloc(r->arena, sizeof(*e));

		*e = (struct project_event){ d->name, u->microflow, u->enabled };
		vec_push(&r->project->events, e);
	}
}

static void name_documents(struct reader *r)
{
	for (size_t i = 0; i < r->units.len; i++) {
		const struct unit *u = r->units.items[i];
		const char *module = u->kind == NULL ? NULL : module_of(r, u);

		if (u->kind == NULL)
			continue;
		if (module == NULL) {
			refuse(r, u, "stands in no module");
			continue;
		}
		for (size_t k = 0; k < u->entities.len; k++)
			add_document(r, u, module, u->entities.items[k]);
		if (strcmp(u->kind, "entity") != 0)
			add_document(r, u, module, u->name);
	}
}

/* -- as a whole -- */

static void note(struct reader *r, const char *what)
{
	diag_add(r->diags, DIAG_NOTE, r->project->name, "%s", what);
	source_partial(r->sources, SOURCE_MPR, "'%s': %s", r->project->name, what);
}

static void settle(struct reader *r)
{
	uint64_t odd = mpr_odd_rows(r->mpr);

	r->project->units = r->units.len;
	source_complete(r->sources, SOURCE_MPR);
	if (project_files_unsettled(r->files))
		note(r, "a write to it did not end, as the journal beside it shows");
	if (r->unread > 0)
		note(r, arena_printf(r->arena, "%zu of %zu units could not be read, the first: %s",
				     r->unread, r->units.len, r->why));
	if (odd > 0)
		note(r, arena_printf(r->arena, "%" PRIu64 " rows are no units", odd));
	if (r->project->id[0] == '\0')
		note(r, "does not tell the id of the project");
}

static int read_all(struct reader *r, struct err *err)
{
	const struct blob *index = project_files_index(r->files);
	uint64_t units = r->limits->entries;
	char digest[DIGEST_HEX];

	if (mpr_open(&r->mpr, index->data, index->size,
		     units > UINT64_MAX / STEPS_PER_UNIT ? UINT64_MAX : units * STEPS_PER_UNIT,
		     r->arena, err) != 0)
		return -1;
	r->project->format = mpr_info(r->mpr)->format;
	r->project->version = mpr_info(r->mpr)->product_version;
	digest_of(index->data, index->size, digest);
	r->project->sha256 = arena_text(r->arena, digest);
	if (read_units(r, err) != 0)
		return -1;
	name_documents(r);
	settle(r);
	return 0;
}

int project_read(struct project **out, const char *path, const struct limits *limits,
		 struct sources *sources, struct diags *diags, struct arena *arena,
		 struct err *err)
{
	CLEANUP(release) struct reader r = { .limits = limits, .sources = sources,
					     .diags = diags, .arena = arena };

	if (project_files_open(&r.files, path, limits, err) != 0)
		return -1;
	r.project = arena_alloc(arena, sizeof(*r.project));
	r.project->name = arena_text(arena, project_files_name(r.files));
	r.project->id = "";
	if (read_all(&r, err) != 0) {
		project_release(r.project);
		return err_in(err, "'%s'", path);
	}
	*out = r.project;
	return 0;
}

void project_release(struct project *p)
{
	if (p == NULL)
		return;
	vec_release(&p->modules);
	vec_release(&p->events);
	vec_release(&p->documents);
}
