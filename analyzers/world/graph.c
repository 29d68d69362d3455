/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Built once: each flow is a node, each enabled call of a flow that the model has an edge. Flows
 * that call each other in a ring are found beforehand, so that the deepest nesting of loops is
 * known from the ring's end backwards, and a ring counts once. Nothing here recurses: a chain of
 * calls may be as long as the model.
 */
#include "analyzers/world/graph.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/world/graph_walk.h"
#include "util/alloc.h"
#include "util/arena.h"

static const uint64_t STEPS = 200000000;

enum {
	PARENTS_MAX = 64,	/* entities that one specialises, for their event handlers */
	HANDLING_MAX = 1 << 22	/* handlers looked at for all activities together */
};

enum deed graph_deed(const struct activity *a)
{
	if (a->disabled)
		return DEED_NONE;
	switch (a->kind) {
	case ACT_REST:
	case ACT_SOAP:
	case ACT_APP_SERVICE:
	case ACT_EXTERNAL:
		return DEED_OUTBOUND;
	case ACT_COMMIT:
		return DEED_COMMIT;
	case ACT_RETRIEVE:
		return a->unbounded ? DEED_RETRIEVE : DEED_NONE;
	case ACT_JAVA:
		return DEED_JAVA;
	default:
		return DEED_NONE;
	}
}

static bool is_call(const struct activity *a)
{
	return !a->disabled && (a->kind == ACT_MICROFLOW || a->kind == ACT_RULE);
}

/* -- building -- */

/* Microflows and rules first, since a nanoflow may have the name of one. */
static void add_names(struct graph *g)
{
	for (int nano = 0; nano <= 1; nano++) {
		for (size_t i = 0; i < g->count; i++) {
			const struct flow *f = g->nodes[i].flow;

			if ((f->kind == FLOW_NANOFLOW) == (nano == 1))
				map_add(&g->by_name, f->name, &g->nodes[i]);
		}
	}
}

struct building {
	struct graph *g;
	struct map java;	/* name -> struct java_callee */
	struct map entities;	/* name -> struct entity, of those with handlers or a parent */
	size_t edges, javas, handling;
	size_t edge_size;
};

static void add_edge(struct building *b, struct node *n, const struct activity *a,
		     const char *name)
{
	const struct node *to = map_get(&b->g->by_name, name);
	struct graph *g = b->g;

	if (to == NULL || to->flow->kind == FLOW_NANOFLOW) {
		n->missing++;
		return;
	}
	if (b->edges == b->edge_size) {
		b->edge_size = b->edge_size * 2 + 64;
		g->edges = alloc_resize(g->edges, b->edge_size * sizeof(*g->edges));
	}
	g->edges[b->edges++] = (struct edge){ (unsigned)(to - g->nodes), a->loops > 0, a };
}

/* False where there is too much of it. */
static bool add_handlers_of(struct building *b, struct node *n, const struct activity *a,
			    const struct entity *e)
{
	for (size_t i = 0; i < e->event_count; i++) {
		const struct entity_event *event = &e->events[i];

		if (b->handling++ == HANDLING_MAX) {
			b->g->over = true;
			return false;
		}
		if ((event->handlers & a->handlers) != 0 && event->microflow[0] != '\0')
			add_edge(b, n, a, event->microflow);
	}
	return true;
}

/* Those of the entity and of all that it specialises. */
static void add_handlers(struct building *b, struct node *n, const struct activity *a)
{
	const struct entity *e = map_get(&b->entities, a->entity);

	for (int i = 0; i < PARENTS_MAX && e != NULL && add_handlers_of(b, n, a, e); i++)
		e = e->parent[0] == '\0' ? NULL : map_get(&b->entities, e->parent);
}

static unsigned number_action(struct building *b, const char *name)
{
	struct java_callee *callee = map_get(&b->java, name);

	if (callee == NULL) {
		callee = &b->g->actions[b->g->action_count++];
		callee->name = name;
		map_add(&b->java, name, callee);
	}
	return (unsigned)(callee - b->g->actions);
}

static void add_activity(struct building *b, struct node *n, const struct activity *a)
{
	enum deed deed = graph_deed(a);

	if (is_call(a))
		add_edge(b, n, a, a->target);
	if (a->handlers != 0 && !a->disabled && !b->g->over)
		add_handlers(b, n, a);
	if (a->kind == ACT_UNKNOWN && !a->disabled)
		n->unknown++;
	if (deed == DEED_NONE)
		return;
	n->deeds[deed]++;
	if (a->loops > 0)
		n->looped[deed]++;
	if (deed == DEED_JAVA)
		b->g->java[b->javas++] = (struct java_call){
			number_action(b, a->target), a->loops > 0 };
}

static void add_activities(struct building *b)
{
	for (size_t i = 0; i < b->g->count; i++) {
		struct node *n = &b->g->nodes[i];

		n->first = b->edges;
		n->first_java = b->javas;
		for (size_t j = 0; j < n->flow->activity_count; j++)
			add_activity(b, n, &n->flow->activities[j]);
		n->end = b->edges;
		n->end_java = b->javas;
	}
}

static void build(struct graph *g, const struct model *m)
{
	struct building b = { .g = g };
	size_t java = 0;

	for (size_t i = 0; i < g->count; i++) {
		const struct flow *f = m->flows.items[i];

		g->nodes[i].flow = f;
		for (size_t j = 0; j < f->activity_count; j++)
			java += f->activities[j].kind == ACT_JAVA;
	}
	for (size_t i = 0; i < m->entities.len; i++) {
		struct entity *e = m->entities.items[i];

		if (e->event_count > 0 || e->parent[0] != '\0')
			map_add(&b.entities, e->name, e);
	}
	g->java = alloc_zero(java + 1, sizeof(*g->java));
	g->actions = alloc_zero(java + 1, sizeof(*g->actions));
	add_names(g);
	add_activities(&b);
	g->java_met = alloc_zero(g->action_count + 1, sizeof(*g->java_met));
	g->size = g->count + b.edges;
	map_release(&b.java);
	map_release(&b.entities);
}

/* -- rings: Tarjan's components, with a stack of our own -- */

struct visit {
	unsigned index, low;	/* 0: not visited */
	bool open;		/* not in a component yet */
	size_t next;		/* edge to follow */
};

struct rings {
	struct graph *g;
	struct visit *visits;
	unsigned *path, *open;	/* stacks of nodes */
	size_t depth, opened;
	unsigned index, components;
};

static unsigned add_capped(unsigned a, unsigned b)
{
	return a > UINT_MAX - b ? UINT_MAX : a + b;
}

static void enter(struct rings *r, unsigned node)
{
	struct visit *v = &r->visits[node];

	v->index = v->low = ++r->index;
	v->next = r->g->nodes[node].first;
	v->open = true;
	r->path[r->depth++] = node;
	r->open[r->opened++] = node;
}

/*
 * Deepest nesting from one node on. An edge inside the ring counts once for the whole ring:
 * how often it goes round is known to nobody.
 */
static void measure(struct graph *g, unsigned node, unsigned *deepest, unsigned *inside)
{
	const struct node *n = &g->nodes[node];
	struct component *own = &g->components[n->component];

	if (n->flow->loop_depth > *deepest)
		*deepest = n->flow->loop_depth;
	for (size_t i = n->first; i < n->end; i++) {
		unsigned loops = g->edges[i].activity->loops;
		unsigned to = g->nodes[g->edges[i].to].component, deep;

		if (to == n->component) {
			own->cyclic = true;
			*inside = loops > *inside ? loops : *inside;
			continue;
		}
		deep = add_capped(loops, g->components[to].nesting);
		*deepest = deep > *deepest ? deep : *deepest;
	}
}

/* The open nodes down to `root` are one component; all it leads to is known already. */
static void close_ring(struct rings *r, unsigned root)
{
	unsigned deepest = 0, inside = 0;
	size_t bottom = r->opened;

	do {
		bottom--;
		r->visits[r->open[bottom]].open = false;
		r->g->nodes[r->open[bottom]].component = r->components;
	} while (r->open[bottom] != root);
	for (size_t i = bottom; i < r->opened; i++)
		measure(r->g, r->open[i], &deepest, &inside);
	r->g->components[r->components++].nesting = add_capped(deepest, inside);
	r->opened = bottom;
}

static void leave(struct rings *r, unsigned node)
{
	const struct visit *v = &r->visits[node];

	r->depth--;
	if (v->low == v->index)
		close_ring(r, node);
	if (r->depth > 0) {
		struct visit *caller = &r->visits[r->path[r->depth - 1]];

		caller->low = v->low < caller->low ? v->low : caller->low;
	}
}

static void follow(struct rings *r, unsigned node)
{
	struct visit *v = &r->visits[node], *to;

	if (v->next == r->g->nodes[node].end) {
		leave(r, node);
		return;
	}
	to = &r->visits[r->g->edges[v->next].to];
	if (to->index == 0)
		enter(r, r->g->edges[v->next].to);
	else if (to->open && to->index < v->low)
		v->low = to->index;
	v->next++;
}

static void find_rings(struct graph *g)
{
	struct rings r = { .g = g };

	r.visits = alloc_zero(g->count + 1, sizeof(*r.visits));
	r.path = alloc_zero(g->count + 1, sizeof(*r.path));
	r.open = alloc_zero(g->count + 1, sizeof(*r.open));
	for (size_t i = 0; i < g->count; i++) {
		if (r.visits[i].index == 0)
			enter(&r, (unsigned)i);
		while (r.depth > 0)
			follow(&r, r.path[r.depth - 1]);
	}
	free(r.visits);
	free(r.path);
	free(r.open);
}

struct graph *graph_new(const struct model *m, struct arena *arena)
{
	struct graph *g = alloc_zero(1, sizeof(*g));

	if (m->flows.len > UINT_MAX / 4)
		BUG("more flows than a model of any limit has");
	g->arena = arena;
	g->steps = STEPS;
	g->count = m->flows.len;
	g->nodes = alloc_zero(g->count + 1, sizeof(*g->nodes));
	g->components = alloc_zero(g->count + 1, sizeof(*g->components));
	g->arrivals = alloc_zero(2 * g->count + 1, sizeof(*g->arrivals));
	g->queue = alloc_zero(2 * g->count + 1, sizeof(*g->queue));
	build(g, m);
	find_rings(g);
	return g;
}

static void release_reach(struct reach *r)
{
	vec_release(&r->paths);
	vec_release(&r->java_paths);
}

void graph_release(struct graph *g)
{
	if (g == NULL)
		return;
	for (size_t i = 0; i < g->reach_list.len; i++)
		release_reach(g->reach_list.items[i]);
	vec_release(&g->reach_list);
	map_release(&g->reaches);
	map_release(&g->by_name);
	free(g->nodes);
	free(g->edges);
	free(g->java);
	free(g->components);
	free(g->arrivals);
	free(g->queue);
	free(g->actions);
	free(g->java_met);
	free(g);
}

void graph_limit(struct graph *g, uint64_t steps)
{
	g->steps = steps;
}

void graph_follow_java(struct graph *g, struct java_code *code)
{
	g->code = code;
}

bool graph_over(const struct graph *g)
{
	return g->over;
}

/* -- walking -- */

static void meet(struct graph *g, unsigned state, unsigned from, size_t edge)
{
	struct arrival *a = &g->arrivals[state];

	if (a->stamp == g->stamp)
		return;
	a->stamp = g->stamp;
	a->from = from;
	a->edge = edge;
	a->distance = state == from ? 0 : g->arrivals[from].distance + 1;
	g->queue[g->met++] = state;
}

/* Nearest first. False when the steps do not suffice. */
static bool walk(struct graph *g, unsigned start)
{
	g->stamp++;
	g->met = g->java_met_count = 0;
	meet(g, start * 2, start * 2, 0);
	for (size_t at = 0; at < g->met; at++) {
		unsigned state = g->queue[at];
		const struct node *n = &g->nodes[state / 2];
		uint64_t cost = 1 + n->flow->activity_count;

		if (cost > g->steps) {
			g->over = true;
			return false;
		}
		g->steps -= cost;
		for (size_t i = n->first; i < n->end; i++) {
			unsigned looped = state % 2 == 1 || g->edges[i].looped;

			meet(g, g->edges[i].to * 2 + looped, state, i);
		}
	}
	return true;
}

static bool was_met(const struct graph *g, unsigned state)
{
	return g->arrivals[state].stamp == g->stamp;
}

static unsigned distance_of(const struct graph *g, unsigned node)
{
	const struct arrival *plain = &g->arrivals[node * 2], *looped = plain + 1;

	if (plain->stamp != g->stamp)
		return looped->distance;
	if (looped->stamp != g->stamp || plain->distance < looped->distance)
		return plain->distance;
	return looped->distance;
}

/* How many that were not met before. */
static unsigned meet_java(struct graph *g, const struct node *n, bool in_loop)
{
	size_t before = g->java_met_count;

	for (size_t i = n->first_java; i < n->end_java; i++) {
		struct java_callee *callee = &g->actions[g->java[i].action];

		if (in_loop || g->java[i].looped)
			callee->loop_stamp = g->stamp;
		if (callee->stamp == g->stamp)
			continue;
		callee->stamp = g->stamp;
		g->java_met[g->java_met_count++] = g->java[i].action;
	}
	return (unsigned)(g->java_met_count - before);
}

static void add_node(struct graph *g, struct reach *r, unsigned node)
{
	const struct node *n = &g->nodes[node];
	bool in_loop = was_met(g, node * 2 + 1);
	const unsigned *looped = in_loop ? n->deeds : n->looped;
	unsigned distance = distance_of(g, node);

	r->microflows++;
	r->depth = distance > r->depth ? distance : r->depth;
	r->recursive |= g->components[n->component].cyclic;
	r->loops += n->flow->loop_count;
	r->unbounded_retrieves += n->deeds[DEED_RETRIEVE];
	r->commits += n->deeds[DEED_COMMIT];
	r->commits_in_loops += looped[DEED_COMMIT];
	r->java_actions += meet_java(g, n, in_loop);
	r->outbound_calls += n->deeds[DEED_OUTBOUND];
	r->outbound_in_loops += looped[DEED_OUTBOUND];
	r->missing += n->missing;
	r->unknown += n->unknown;
}

static struct reach *measure_reach(struct graph *g, unsigned start)
{
	struct reach *r = arena_alloc(g->arena, sizeof(*r));

	vec_push(&g->reach_list, r);
	r->nested_loops = g->components[g->nodes[start].component].nesting;
	for (size_t i = 0; i < g->met; i++) {
		unsigned state = g->queue[i];

		/* A flow met both ways counts once, with its plain state. */
		if (state % 2 == 0 || !was_met(g, state - 1))
			add_node(g, r, state / 2);
	}
	graph_paths(g, r);
	graph_java(g, r);
	return r;
}

const struct reach *graph_reach(struct graph *g, const char *start)
{
	const struct node *n = map_get(&g->by_name, start);
	struct reach *r = map_get(&g->reaches, start);

	if (r != NULL || n == NULL)
		return r;
	if (!walk(g, (unsigned)(n - g->nodes)))
		return NULL;
	r = measure_reach(g, (unsigned)(n - g->nodes));
	map_add(&g->reaches, n->flow->name, r);
	return r;
}
