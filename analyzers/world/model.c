/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames model.mdp and hands each document to the reader of its type. Types are
 * compared in full at their fixed place, so images and pages are passed over by length.
 * The first document is an index of all that follow: a file cut between two documents
 * is noticed by it.
 */
#include "analyzers/world/model_read.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/diag.h"
#include "core/limits.h"
#include "core/source.h"
#include "formats/mdp.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/text.h"

enum { PROVEN_MAJOR = 10, PROVEN_MINOR = 18, UNKNOWN_SHOWN = 20, UNREAD_SHOWN = 50 };
enum { NAME_MOST = 1024 }; /* Studio Pro takes some hundred characters */

static const size_t SEARCH_MAX = (size_t)256 << 20;

struct wanted {
	const char *type; /* may end in '*' */
	void (*read)(struct reader *r, struct doc d);
	bool flow; /* of the graph too */
};

static const struct wanted wanted[] = {
	{"Microflows$Microflow", read_microflow, true},
	{"Microflows$Rule", read_rule, true},
	{"Microflows$Nanoflow", read_nanoflow, true},
	{"Projects$Project", read_project, false},
	{"Projects$ModuleImpl", read_module, false},
	{"Projects$Module", read_module, false},
	{"DomainModels$DomainModel", read_domain_model, false},
	{"JavaActions$JavaAction", read_java_action, false},
	{"Constants$Constant", read_constant, false},
	{"ScheduledEvents$ScheduledEvent", read_scheduled_event, false},
	{"Queues$Queue", read_queue, false},
	{"Workflows$Workflow", read_workflow, false},
	{"Settings$ProjectSettings", read_settings, false},
	{"Security$ProjectSecurity", read_security, false},
	{"Navigation$NavigationDocument", read_navigation, false},
	{"Rest$PublishedRestService*", read_published_rest, false},
	{"Rest$PublishedOData*", read_published_odata, false},
	{"Rest$PublishedOdata*", read_published_odata, false},
	{"ODataPublish$*", read_published_odata, false},
	{"WebServices$Published*", read_published_soap, false},
	{"AppServices$Published*", read_published_soap, false},
	{"WebServices$Imported*", read_imported_soap, false},
	{"AppServices$Consumed*", read_consumed_app, false},
};

static const char *const harmless[] = {
#define KNOWN_DOCUMENT(type) type,
#include "analyzers/world/known_types.def"
	NULL,
};

static const struct {
	const char *type, *kind;
} outward[] = {
#define OUTWARD_SERVICE(type, kind) {type, kind},
#include "analyzers/world/known_types.def"
};

bool type_matches(const char *name, const char *pattern)
{
	size_t n = strlen(pattern);

	if (n > 0 && pattern[n - 1] == '*')
		return strncmp(name, pattern, n - 1) == 0;
	return strcmp(name, pattern) == 0;
}

void *model_add(struct reader *r, struct vec *list, size_t size)
{
	void *item = arena_alloc(r->arena, size);

	vec_push(list, item);
	return item;
}

const char *model_sane(struct reader *r, const char *name)
{
	size_t n = NAME_MOST;

	if (strlen(name) <= NAME_MOST)
		return name;
	diag_add(r->diags, DIAG_INCOMPLETE, MODEL_PLACE,
		 "a name of more than %d bytes was cut", NAME_MOST);
	source_partial(r->sources, SOURCE_MODEL, "names that are too long");
	source_partial(r->sources, SOURCE_GRAPH, "names that are too long");
	while (n > 0 && ((unsigned char)name[n] & 0xc0) == 0x80)
		n--;
	return arena_text_n(r->arena, name, n);
}

const char *model_name(struct reader *r, struct doc d)
{
	const char *name = model_sane(r, doc_str(d, "QualifiedName", r->arena));

	if (name[0] != '\0')
		return name;
	name = model_sane(r, doc_str(d, "Name", r->arena));
	if (r->module == NULL || name[0] == '\0')
		return name;
	return arena_printf(r->arena, "%s.%s", r->module->name, name);
}

const char *model_module_of(const struct reader *r, const char *name)
{
	const char *dot = strchr(name, '.');

	if (r->module != NULL &&
	    (dot == NULL ||
	     (strlen(r->module->name) == (size_t)(dot - name) &&
	      strncmp(r->module->name, name, (size_t)(dot - name)) == 0)))
		return r->module->name;
	return dot == NULL ? "" : arena_text_n(r->arena, name, (size_t)(dot - name));
}

void unknown_add(struct reader *r, struct unknown_types *u, const char *type)
{
	struct unknown_type *t = map_get(&u->by_name, type);

	if (t == NULL) {
		t = model_add(r, &u->list, sizeof(*t));
		t->type = type;
		map_add(&u->by_name, type, t);
	}
	t->count++;
}

void unknown_release(struct unknown_types *u)
{
	vec_release(&u->list);
	map_release(&u->by_name);
}

static void report_type(struct reader *r, enum source source, const char *what)
{
	diag_add(r->diags, DIAG_NOTE, MODEL_PLACE, "%s", what);
	source_partial(r->sources, source, "%s", what);
}

/* One note a type; over UNKNOWN_SHOWN of them the rest is one number. */
static void report_unknown(struct reader *r, const struct unknown_types *u,
			   enum source source, const char *one, const char *many)
{
	for (size_t i = 0; i < u->list.len && i < UNKNOWN_SHOWN; i++) {
		const struct unknown_type *t = u->list.items[i];

		report_type(r, source,
			    arena_printf(r->arena, "%zu %s of the unknown type '%s'",
					 t->count, t->count == 1 ? one : many,
					 t->type[0] == '\0' ? "(none)" : t->type));
	}
	if (u->list.len > UNKNOWN_SHOWN)
		report_type(r, source,
			    arena_printf(r->arena, "%s of %zu more unknown types", many,
					 u->list.len - UNKNOWN_SHOWN));
}

static void add_unread(struct reader *r, const struct mdp_unit *u, bool flow,
		       const char *why)
{
	const char *type = u->type[0] == '\0' ? "document without a type" : u->type;

	source_partial(r->sources, SOURCE_MODEL, "broken documents");
	if (flow)
		source_partial(r->sources, SOURCE_GRAPH, "broken documents of flows");
	if (++r->m->unread_documents <= UNREAD_SHOWN)
		diag_add(r->diags, DIAG_INCOMPLETE, MODEL_PLACE, "byte %zu: %s: %s",
			 u->offset, type, why);
}

static bool whole(struct reader *r, const struct mdp_unit *u, bool flow)
{
	struct err err = ERR_NONE;

	if (doc_check(u->doc, r->limits->depth, &err) == 0)
		return true;
	add_unread(r, u, flow, err.text);
	return false;
}

static void read_wanted(struct reader *r, const struct mdp_unit *u,
			const struct wanted *w)
{
	if (whole(r, u, w->flow))
		w->read(r, u->doc);
	else if (w->read == read_module)
		r->module = NULL;
}

/* What is only counted. */
static void count_harmless(struct reader *r, const struct mdp_unit *u)
{
	struct model *m = r->m;

	if (strcmp(u->type, "Forms$Page") == 0 || strcmp(u->type, "Pages$Page") == 0)
		m->pages++;
	else if (strcmp(u->type, "Forms$Snippet") == 0 ||
		 strcmp(u->type, "Pages$Snippet") == 0)
		m->snippets++;
	else if (type_matches(u->type, "Images$*"))
		m->image_bytes += u->doc.len;
}

static void dispatch_rest(struct reader *r, const struct mdp_unit *u)
{
	for (size_t i = 0; harmless[i] != NULL; i++) {
		if (type_matches(u->type, harmless[i])) {
			count_harmless(r, u);
			return;
		}
	}
	for (size_t i = 0; i < sizeof(outward) / sizeof(outward[0]); i++) {
		if (type_matches(u->type, outward[i].type)) {
			if (whole(r, u, false))
				read_consumed_other(r, u->doc, outward[i].kind);
			return;
		}
	}
	if (u->type[0] == '\0') {
		add_unread(r, u, true, "nothing tells what it is");
		return;
	}
	r->m->unknown_documents++;
	unknown_add(r, &r->documents, u->type);
}

static bool in_module(const struct mdp_unit *u)
{
	return !type_matches(u->type, "Projects$*") &&
	       strcmp(u->type, "DomainModels$DomainModel") != 0;
}

static void dispatch(struct reader *r, const struct mdp_unit *u)
{
	r->m->documents++;
	if (r->module != NULL && in_module(u))
		r->module->documents++;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		if (type_matches(u->type, wanted[i].type)) {
			read_wanted(r, u, &wanted[i]);
			return;
		}
	}
	dispatch_rest(r, u);
}

static void broken_off(struct reader *r, const char *why)
{
	diag_add(r->diags, DIAG_INCOMPLETE, MODEL_PLACE,
		 "%s; what stands before it was read", why);
	source_partial(r->sources, SOURCE_MODEL, "%s", why);
	source_partial(r->sources, SOURCE_GRAPH, "%s", why);
}

/* Documents that the index names and the file does not have. */
static void check_promise(struct reader *r)
{
	size_t has = r->m->documents;

	if (has >= r->promised)
		return;
	diag_add(r->diags, DIAG_INCOMPLETE, MODEL_PLACE,
		 "the index names %zu documents, the file has %zu", r->promised, has);
	source_partial(r->sources, SOURCE_MODEL, "%zu of %zu documents are missing",
		       r->promised - has, r->promised);
	source_partial(r->sources, SOURCE_GRAPH, "%zu of %zu documents are missing",
		       r->promised - has, r->promised);
}

static void check_version(struct reader *r)
{
	const char *version = r->m->runtime_version;
	unsigned major, minor;

	if (sscanf(version, "%5u.%5u", &major, &minor) != 2)
		return;
	if (major > PROVEN_MAJOR || (major == PROVEN_MAJOR && minor > PROVEN_MINOR))
		diag_add(
			r->diags, DIAG_NOTE, MODEL_PLACE,
			"the model is of runtime %s; its reader was proven up to %d.%d",
			version, PROVEN_MAJOR, PROVEN_MINOR);
}

static struct model *model_new(struct arena *arena, size_t len)
{
	struct model *m = arena_alloc(arena, sizeof(*m));
	struct model_settings *s = &m->settings;
	struct model_security *c = &m->security;

	m->arena = arena;
	m->bytes = len;
	m->runtime_version = m->model_version = m->deployment_id = "";
	s->after_startup = s->before_shutdown = s->health_check = "";
	s->event_time_zone = s->default_time_zone = s->hash_algorithm = "";
	s->default_language = s->rounding = s->first_day = "";
	s->bcrypt_cost = -1;
	s->multiple_sessions = s->optimistic_locking = s->system_context_tasks = -1;
	s->foreign_keys = s->oql_version2 = -1;
	c->level = c->guest_role = c->admin_user = "";
	c->strict_mode = -1;
	c->password_length = -1;
	return m;
}

/* Why there is no model in these bytes, NULL when there may be one. */
static const char *not_a_model(const char *bytes, size_t len)
{
	static const char pointer[] = "version https://git-lfs";

	if (len == 0)
		return "empty file";
	if (len >= sizeof(pointer) - 1 &&
	    memcmp(bytes, pointer, sizeof(pointer) - 1) == 0)
		return "a Git LFS pointer, not the file itself";
	return NULL;
}

static struct model *absent(struct sources *sources, struct diags *diags,
			    const char *why)
{
	diag_add(diags, DIAG_INCOMPLETE, MODEL_PLACE, "%s", why);
	source_absent(sources, SOURCE_MODEL, "%s: %s", MODEL_PLACE, why);
	source_absent(sources, SOURCE_GRAPH, "%s: %s", MODEL_PLACE, why);
	return NULL;
}

static void finish(struct reader *r)
{
	size_t unread = r->m->unread_documents;

	if (unread > UNREAD_SHOWN)
		diag_add(r->diags, DIAG_INCOMPLETE, MODEL_PLACE,
			 "%zu more broken documents", unread - UNREAD_SHOWN);
	check_promise(r);
	check_version(r);
	report_unknown(r, &r->documents, SOURCE_MODEL, "document", "documents");
	report_unknown(r, &r->schedules, SOURCE_MODEL, "schedule", "schedules");
	report_unknown(r, &r->actions, SOURCE_GRAPH, "activity", "activities");
	flows_finish(r->m);
	source_complete(r->sources, SOURCE_MODEL);
	source_complete(r->sources, SOURCE_GRAPH);
	unknown_release(&r->documents);
	unknown_release(&r->actions);
	unknown_release(&r->schedules);
}

struct model *model_read(const void *bytes, size_t len, const struct limits *limits,
			 struct sources *sources, struct diags *diags,
			 struct arena *arena)
{
	struct reader r = {.arena = arena,
			   .limits = limits,
			   .sources = sources,
			   .diags = diags,
			   .search_left = SEARCH_MAX};
	const char *why = not_a_model(bytes, len);
	struct err err = ERR_NONE;
	struct mdp_walk walk;
	struct mdp_unit unit;
	int got;

	if (why != NULL)
		return absent(sources, diags, why);
	mdp_begin(&walk, bytes, len, arena);
	got = mdp_next(&walk, &unit, &err);
	if (got != 1)
		return absent(sources, diags, err.text);
	r.m = model_new(arena, len);
	for (; got == 1; got = mdp_next(&walk, &unit, &err))
		dispatch(&r, &unit);
	if (got < 0)
		broken_off(&r, err.text);
	finish(&r);
	return r.m;
}

void model_release(struct model *m)
{
	if (m == NULL)
		return;
	vec_release(&m->modules);
	vec_release(&m->flows);
	map_release(&m->flow_by_name);
	vec_release(&m->addresses);
	vec_release(&m->events);
	vec_release(&m->published);
	vec_release(&m->consumed);
	vec_release(&m->queues);
	vec_release(&m->entities);
	vec_release(&m->java_actions);
	vec_release(&m->constants);
	vec_release(&m->profiles);
	vec_release(&m->workflows);
	vec_release(&m->security.demo_users);
}
