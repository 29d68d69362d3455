/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a start reaches through Java actions, in numbers and in ways: the ways of the microflows,
 * as graph_paths.c writes them, with the way through own classes behind. Of each action first the
 * most telling purpose, then, where there is room, the others.
 */
#include "analyzers/world/graph_walk.h"

#include <string.h>

#include "analyzers/world/java.h"
#include "analyzers/world/java_code.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/text.h"

enum {
	PATHS_MAX = 4,
	CALLS_MAX = 64,		/* calls of actions looked at for them */
	LIBRARIES_MAX = 40,	/* names written out */
	TEXT_MAX = 1 << 16
};

static const struct java_trail *trail_of(struct graph *g, struct java_callee *callee)
{
	if (callee->trail == NULL)
		callee->trail = java_code_trail(g->code, callee->name, &g->steps);
	/* Its archives are gone through for every start that comes by. */
	if (callee->trail == NULL || g->steps < callee->trail->archives.len) {
		g->over = true;
		return NULL;
	}
	g->steps -= callee->trail->archives.len;
	return callee->trail;
}

/* -- numbers -- */

static int compare_names(const void *a, const void *b)
{
	return strcmp(a, b);
}

static const char *join(struct arena *a, struct vec *names)
{
	CLEANUP(buf_release) struct buf b = { .max = TEXT_MAX };
	const char *last = NULL;
	size_t shown = 0, left_out = 0;

	vec_sort(names, compare_names);
	for (size_t i = 0; i < names->len; i++) {
		const char *name = names->items[i];

		if (last != NULL && strcmp(last, name) == 0)
			continue;
		last = name;
		if (shown == LIBRARIES_MAX)
			left_out++;
		else
			buf_printf(&b, "%s%s", shown++ == 0 ? "" : ", ", name);
	}
	if (left_out > 0)
		buf_printf(&b, ", … %zu more …", left_out);
	return text_intern(a, buf_text(&b), b.len);
}

static void add_trail(struct reach_java *j, const struct java_trail *t, bool in_loop)
{
	bool outbound = false;

	j->followed += t->found;
	j->missing += !t->found;
	for (size_t i = 0; i < t->steps.len; i++) {
		const struct java_step *s = t->steps.items[i];

		outbound |= java_purpose_outbound(s->purpose);
		j->processes += s->purpose == JAVA_PROCESS;
		j->threads += s->purpose == JAVA_THREAD;
	}
	j->outbound += outbound;
	j->outbound_in_loops += outbound && in_loop;
}

static bool add_numbers(struct graph *g, struct reach_java *j)
{
	CLEANUP(vec_release) struct vec names = { 0 };

	for (size_t i = 0; i < g->java_met_count; i++) {
		struct java_callee *callee = &g->actions[g->java_met[i]];
		const struct java_trail *t = trail_of(g, callee);

		if (t == NULL)
			return false;
		add_trail(j, t, callee->loop_stamp == g->stamp);
		for (size_t k = 0; k < t->archives.len; k++) {
			const struct java_archive *a = t->archives.items[k];

			vec_push(&names, (void *)(uintptr_t)a->name);
		}
	}
	j->libraries = join(g->arena, &names);
	return true;
}

/* -- ways -- */

/* A call of an action with somewhere to go. */
struct call {
	unsigned state;
	const struct activity *activity;
	const struct java_trail *trail;
};

struct calls {
	struct call items[CALLS_MAX];
	size_t count;
};

static void add_call(struct calls *calls, const struct call *call)
{
	if (calls->count == CALLS_MAX || call->trail->steps.len == 0)
		return;
	for (size_t i = 0; i < calls->count; i++)
		if (calls->items[i].trail == call->trail)
			return;
	calls->items[calls->count++] = *call;
}

static void collect_of(struct graph *g, struct calls *calls, unsigned state, bool in_loop)
{
	const struct node *n = &g->nodes[state / 2];
	size_t java = n->first_java;

	for (size_t i = 0; i < n->flow->activity_count; i++) {
		const struct activity *a = &n->flow->activities[i];

		if (graph_deed(a) != DEED_JAVA)
			continue;
		if (!in_loop || state % 2 == 1 || a->loops > 0)
			add_call(calls, &(struct call){
				state, a, g->actions[g->java[java].action].trail });
		java++;
	}
}

/* Those in loops first, then nearest first. */
static void collect(struct graph *g, struct calls *calls)
{
	for (int in_loop = 1; in_loop >= 0; in_loop--)
		for (size_t i = 0; i < g->met && calls->count < CALLS_MAX; i++)
			if (g->nodes[g->queue[i] / 2].deeds[DEED_JAVA] > 0)
				collect_of(g, calls, g->queue[i], in_loop == 1);
}

static void tell(struct graph *g, struct reach *r, const struct call *call, size_t step)
{
	CLEANUP(buf_release) struct buf b = { .max = TEXT_MAX };
	const struct java_step *s = call->trail->steps.items[step];
	struct reach_path *p;

	graph_words(&b, g, call->state, call->activity);
	buf_printf(&b, " › %s", s->text);
	p = arena_alloc(g->arena, sizeof(*p));
	p->kind = java_purpose_names[s->purpose];
	p->end = call->activity;
	p->text = text_intern(g->arena, buf_text(&b), b.len);
	vec_push(&r->java_paths, p);
}

static void tell_all(struct graph *g, struct reach *r)
{
	struct calls calls = { .count = 0 };

	collect(g, &calls);
	for (size_t step = 0; step < JAVA_PURPOSE_COUNT; step++)
		for (size_t i = 0; i < calls.count && r->java_paths.len < PATHS_MAX; i++)
			if (step < calls.items[i].trail->steps.len)
				tell(g, r, &calls.items[i], step);
}

void graph_java(struct graph *g, struct reach *r)
{
	r->java = (struct reach_java){ .libraries = "" };
	if (g->code == NULL || !add_numbers(g, &r->java))
		return;
	r->java.known = true;
	tell_all(g, r);
}
