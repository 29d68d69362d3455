/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between graph.c, which knows what calls what, graph_paths.c, which puts a way through it into
 * words, and graph_java.c, which goes on from Java actions; nobody else includes it.
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
	const struct activity *activity;	/* the call, or what runs an event handler */
};

struct java_call {
	unsigned action;		/* in graph.actions */
	bool looped;			/* a loop of the flow is around it */
};

/* A Java action that is called from anywhere. */
struct java_callee {
	const char *name;
	const struct java_trail *trail;	/* NULL: not asked for yet */
	unsigned stamp, loop_stamp;	/* of the walk that met it, and in a loop */
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
	struct java_call *java;
	struct java_callee *actions;
	size_t action_count;
	struct java_code *code;		/* NULL: Java is not followed */
	struct component *components;
	uint64_t size;			/* nodes and edges */
	uint64_t steps;			/* that walks may still take */
	bool over;

	/* Of the last walk. */
	unsigned stamp;
	struct arrival *arrivals;	/* two for each node */
	unsigned *queue;		/* states, in the order they were met */
	size_t met;
	unsigned *java_met;		/* actions, in the order they were met */
	size_t java_met_count;

	struct map reaches;		/* start -> struct reach */
	struct vec reach_list;
};

enum deed graph_deed(const struct activity *a);	/* DEED_NONE for a disabled one, too */

/* Fills r->paths from the last walk. */
void graph_paths(struct graph *g, struct reach *r);

struct buf;

/* The way of the last walk to a state, and on to an activity there. */
void graph_words(struct buf *b, struct graph *g, unsigned state, const struct activity *a);

/* Fills r->java and r->java_paths from the last walk. */
void graph_java(struct graph *g, struct reach *r);

#endif
