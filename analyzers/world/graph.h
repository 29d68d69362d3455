/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The call graph over the model: which microflow calls which, and what a start reaches. Edges
 * are calls of microflows, rules and Java actions, and event handlers where the flow tells which
 * entity it creates, commits, deletes or rolls back; what runs on another thread by a task queue
 * is followed too. Disabled activities are not. From a Java action on, the app's own classes are
 * followed where graph_follow_java() gave them (java_code.h).
 */
#ifndef ANALYZERS_WORLD_GRAPH_H
#define ANALYZERS_WORLD_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/vec.h"

struct activity;
struct arena;
struct facts;
struct fact;
struct fact_def;
struct graph;
struct java_code;
struct model;

struct graph *graph_new(const struct model *m, struct arena *arena);
void graph_release(struct graph *g);	/* NULL is fine */

/*
 * Each reach is a walk of its own, so many starts over a large model could take for ever: flows
 * and activities that all walks together may look at. Over it there is no further reach.
 */
void graph_limit(struct graph *g, uint64_t steps);
bool graph_over(const struct graph *g);

/* Before the first reach; code is borrowed, and may be NULL. */
void graph_follow_java(struct graph *g, struct java_code *code);

/* What the code of the reached Java actions leads to; each action counts once. */
struct reach_java {
	bool known;		/* false: there is no code to follow */
	unsigned followed;	/* their classes are there */
	unsigned missing;	/* they are not */
	unsigned outbound, outbound_in_loops, processes, threads;
	const char *libraries;	/* names of archives: "commons-email, jsch"; "" for none */
};

struct reach {
	unsigned microflows;	/* distinct, the start included; rules too */
	unsigned depth;		/* longest shortest way, in calls */
	bool recursive;		/* a microflow can come to call itself */
	unsigned loops;		/* loops in all reached microflows */
	unsigned nested_loops;	/* deepest nesting, calls out of a loop included */
	unsigned unbounded_retrieves;
	unsigned commits, commits_in_loops;	/* "in loops": of the caller's loops too */
	unsigned java_actions;	/* distinct */
	unsigned outbound_calls;	/* REST, SOAP, app service and external activities */
	unsigned outbound_in_loops;
	unsigned missing;	/* calls of microflows that the model does not have */
	unsigned unknown;	/* unknown activities on the way */
	struct vec paths;	/* of struct reach_path, at most 8: in loops, worst kinds first */
	struct reach_java java;
	struct vec java_paths;	/* of struct reach_path, at most 4: in loops first */
};

struct reach_path {
	const char *kind;	/* "outbound", "commit", "retrieve", "java", "recursion", "loop";
				 * of java_paths a java_purpose_names[] */
	const struct activity *end;	/* NULL for recursion and loop */
	const char *text;	/* "Sync.RunAll › Sync.Each › loop › REST GET https://10.20.0.7/" */
};

/*
 * What `start` (a qualified name) reaches; computed once and kept. NULL when it is not in the
 * model, or over the limit.
 */
const struct reach *graph_reach(struct graph *g, const char *start);

/* The children every fact with a reach has: the first two of source graph, two of source java. */
extern const struct fact_def fact_reach, fact_path, fact_java_reach, fact_java_path;
extern const struct fact_def *const reach_children[];	/* the four, then NULL */

/*
 * Adds <reach> and <path> to parent, and <java-reach> and <java-path> where there are Java
 * actions; where the start is not in the model, <reach missing="1">; nothing without a graph, or
 * over the limit.
 */
void graph_add_reach(struct graph *g, struct facts *fs, struct fact *parent, const char *start);

#endif
