/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of modules that neither run nor talk: entities, Java actions, constants,
 * queues. */
#include "analyzers/world/model_read.h"

#include <inttypes.h>
#include <string.h>

#include "util/arena.h"
#include "util/text.h"

static unsigned handlers_of(const char *type)
{
	static const char *const types[] = { "Create", "Commit", "Delete", "RollBack" };

	for (unsigned i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(type, types[i]) == 0)
			return 1u << i;
	return 0;
}

static void read_entity_events(struct reader *r, struct doc d, struct entity *e)
{
	struct doc_iter events = doc_array(d, "Events");
	struct doc event;

	e->events =
		arena_alloc(r->arena, doc_array_len(d, "Events") * sizeof(*e->events));
	while (doc_next(&events, &event)) {
		struct entity_event *v = &e->events[e->event_count++];

		v->moment = doc_str(event, "Moment", r->arena);
		v->type = doc_str(event, "Type", r->arena);
		v->microflow = doc_str(event, "Microflow", r->arena);
		v->handlers = handlers_of(v->type);
	}
}

/*
 * 7.18 to 8.6 say IsRemote, later ones have a Source. The Source of a view entity is a
 * query on the app's own data.
 */
static bool is_remote(struct doc d)
{
	struct doc source = doc_doc(d, "Source");

	return doc_bool(d, "IsRemote", false) ||
	       (source.data != NULL && strstr(doc_type(source), "View") == NULL);
}

static void read_entity(struct reader *r, struct doc d)
{
	struct entity *e = model_add(r, &r->m->entities, sizeof(*e));
	struct doc general = doc_doc(d, "MaybeGeneralization");

	e->name = model_name(r, d);
	e->module = model_module_of(r, e->name);
	e->parent = doc_str(general, "Generalization", r->arena);
	e->persistable = doc_bool(general, "Persistable", true);
	e->remote = is_remote(d);
	read_entity_events(r, d, e);
	if (r->module != NULL)
		r->module->entities++;
}

void read_domain_model(struct reader *r, struct doc d)
{
	struct doc_iter entities = doc_array(d, "Entities");
	struct doc entity;

	while (doc_next(&entities, &entity))
		read_entity(r, entity);
	r->m->associations += doc_array_len(d, "Associations") +
			      doc_array_len(d, "CrossAssociations");
}

void read_java_action(struct reader *r, struct doc d)
{
	struct java_action *j = model_add(r, &r->m->java_actions, sizeof(*j));

	j->name = model_name(r, d);
	j->module = model_module_of(r, j->name);
	j->parameters = doc_array_len(d, "Parameters");
	if (r->module != NULL)
		r->module->java_actions++;
}

void read_constant(struct reader *r, struct doc d)
{
	struct model_constant *c = model_add(r, &r->m->constants, sizeof(*c));

	c->name = model_name(r, d);
	c->type = doc_str(d, "DataType", r->arena);
	c->exposed = doc_bool(d, "ExposedToClient", false);
}

/* Parallelism is a number up to 9.10, an expression later. */
void read_queue(struct reader *r, struct doc d)
{
	struct queue *q = model_add(r, &r->m->queues, sizeof(*q));
	struct doc config = doc_doc(d, "Config");
	int64_t number = doc_int(config, "Parallelism", -1);

	q->name = model_name(r, d);
	q->parallelism = doc_str(config, "ParallelismExpression", r->arena);
	if (q->parallelism[0] == '\0' && number >= 0)
		q->parallelism = arena_printf(r->arena, "%" PRId64, number);
	q->cluster_wide = doc_bool(config, "ClusterWide", false);
}

struct gathering {
	struct reader *r;
	struct vec names;
	struct map seen;
};

static void gather(void *arg, const char *field, const char *text, size_t n)
{
	struct gathering *g = arg;
	const char *name;

	if (strcmp(field, "Microflow") != 0 || n == 0)
		return;
	name = text_borrow(g->r->arena, text, n);
	if (map_add(&g->seen, name, g) == NULL)
		vec_push(&g->names, (void *)(uintptr_t)name);
}

/*
 * Flows in flows, outcomes, boundary events, sources of users, handlers: the names of
 * these elements changed a lot, but what they call is always a field Microflow.
 */
void read_workflow(struct reader *r, struct doc d)
{
	struct workflow *w = model_add(r, &r->m->workflows, sizeof(*w));
	struct gathering g = {.r = r};

	w->name = model_name(r, d);
	doc_each_string(d, gather, &g);
	w->microflow_count = g.names.len;
	w->microflows = arena_alloc(r->arena, g.names.len * sizeof(*w->microflows));
	for (size_t i = 0; i < g.names.len; i++)
		w->microflows[i] = g.names.items[i];
	vec_release(&g.names);
	map_release(&g.seen);
}
