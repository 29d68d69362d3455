/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between graph.c, which knows what calls what, and graph_paths.c, which puts a way through it
 * into words; nobody else includes it.
 *
 * A walk goes over states: a flow, and whether a loop of a caller is around it. So each flow is
 * met at most twice, and what it does is in a loop when it is met in the second way.
 */
#ifndef ANALYZERS_WORLD_GRAPH_WALK_H
#define ANALYZERS_WORLD_GRAPH_WALK_H

#include <stdint.h>

#include "analyzers/world/graph.h"
#include "analyzers/world/model.h"
#include "util/map.h"

/* What an activity does, as far as a reach tells it. */
enum deed { DEED_OUTBOUND, DEED_COMMIT, DEED_RETRIEVE, DEED_JAVA, DEED_COUNT, DEED_NONE };

struct edge {
	unsigned to;			/* node */
	bool looped;			/* a loop is around the call */
	const struct activity *activity;	/* the call */
};

struct node {
	const struct flow *flow;
	size_t first, end;		/* in graph.edges */
	size_t first_java, end_java;	/* in graph.java */
	unsigned deeds[DEED_COUNT];	/* activities of it */
	unsigned looped[DEED_COUNT];	/* those in a loop of this flow */
	unsigned missing;		/* calls of what the model does not have */
	unsigned unknown;
	unsigned component;
};

/* Flows that can all come to call each other; mostly just one, that cannot. */
struct component {
	bool cyclic;
	unsigned nesting;		/* deepest nesting of loops from here on */
};

/* How a state was come to; state = node * 2 + 1 in a loop of a caller. */
struct arrival {
	unsigned stamp;			/* of the walk that came here */
	unsigned from;			/* state; itself at the start */
	unsigned distance;		/* in calls */
	size_t edge;			/* in graph.edges */
};

struct graph {
	struct arena *arena;
	struct node *nodes;
	size_t count;
	struct map by_name;		/* -> struct node; microflows and rules first */
	struct edge *edges;
	unsigned *java;			/* numbers of Java actions */
	struct component *components;
	uint64_t size;			/* nodes and edges */
	uint64_t steps;			/* that walks may still take */
	bool over;

	/* Of the last walk. */
	unsigned stamp;
	struct arrival *arrivals;	/* two for each node */
	unsigned *queue;		/* states, in the order they were met */
	size_t met;
	unsigned *java_stamps;		/* for each Java action */

	struct map reaches;		/* start -> struct reach */
	struct vec reach_list;
};

enum deed graph_deed(const struct activity *a);	/* DEED_NONE for a disabled one, too */

/* Fills r->paths from the last walk. */
void graph_paths(struct graph *g, struct reach *r);

#endif
