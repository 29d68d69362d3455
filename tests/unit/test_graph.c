/* SPDX-License-Identifier: Apache-2.0 */
/* The call graph over models made by hand: what is counted, and the ways that are told. */
#include "analyzers/world/graph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "analyzers/analyzer.h"
#include "analyzers/world/model.h"
#include "util/alloc.h"
#include "util/arena.h"

enum { ACTIVITIES_MAX = 8 };

struct bench {
	struct arena *arena;
	struct model m;
	struct graph *g;
};

static int setup(void **state)
{
	struct bench *b = alloc_zero(1, sizeof(*b));

	b->arena = arena_new();
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bench *b = *state;

	graph_release(b->g);
	vec_release(&b->m.flows);
	vec_release(&b->m.entities);
	arena_free(b->arena);
	free(b);
	return 0;
}

/* -- making models -- */

static struct flow *add_flow(struct bench *b, const char *name)
{
	struct flow *f = arena_alloc(b->arena, sizeof(*f));

	f->name = arena_text(b->arena, name);
	f->activities = arena_alloc(b->arena, ACTIVITIES_MAX * sizeof(*f->activities));
	vec_push(&b->m.flows, f);
	return f;
}

/* An activity in that many loops, which the flow then has. */
static struct activity *act(struct flow *f, enum activity_kind kind, const char *target,
			    unsigned loops)
{
	struct activity *a = &f->activities[f->activity_count++];

	assert_true(f->activity_count <= ACTIVITIES_MAX);
	*a = (struct activity){ .kind = kind, .type = "", .caption = "", .target = target,
				.entity = "", .queue = "", .loops = loops };
	if (loops > f->loop_depth) {
		f->loop_count += loops - f->loop_depth;
		f->loop_depth = loops;
	}
	return a;
}

static struct activity *call(struct flow *f, const char *target, unsigned loops)
{
	return act(f, ACT_MICROFLOW, target, loops);
}

static struct activity *rest(struct bench *b, struct flow *f, const char *url, unsigned loops)
{
	struct http_call *http = arena_alloc(b->arena, sizeof(*http));
	struct activity *a = act(f, ACT_REST, "", loops);

	http->url = url;
	http->method = "Post";
	a->call = http;
	return a;
}

static struct entity *add_entity(struct bench *b, const char *name, const char *parent,
				 const char *commit_handler)
{
	struct entity *e = arena_alloc(b->arena, sizeof(*e));

	e->name = name;
	e->parent = parent;
	e->events = arena_alloc(b->arena, sizeof(*e->events));
	if (commit_handler != NULL)
		e->events[e->event_count++] = (struct entity_event){
			"Before", "Commit", commit_handler, HANDLERS_COMMIT };
	vec_push(&b->m.entities, e);
	return e;
}

static struct activity *commit(struct flow *f, const char *entity, unsigned handlers,
			       unsigned loops)
{
	struct activity *a = act(f, ACT_COMMIT, "", loops);

	a->entity = entity;
	a->handlers = handlers;
	return a;
}

static const struct reach *reach(struct bench *b, const char *start)
{
	if (b->g == NULL)
		b->g = graph_new(&b->m, b->arena);
	return graph_reach(b->g, start);
}

/* The text of the nth path of that kind, NULL when there is none. */
static const char *path(const struct reach *r, const char *kind, size_t n)
{
	for (size_t i = 0; i < r->paths.len; i++) {
		const struct reach_path *p = r->paths.items[i];

		if (strcmp(p->kind, kind) == 0 && n-- == 0)
			return p->text;
	}
	return NULL;
}

/* -- counting -- */

static void test_alone(void **state)
{
	struct bench *b = *state;
	const struct reach *r;

	add_flow(b, "M.A");
	r = reach(b, "M.A");
	assert_non_null(r);
	assert_int_equal(r->microflows, 1);
	assert_int_equal(r->depth, 0);
	assert_false(r->recursive);
	assert_int_equal(r->paths.len, 0);
	assert_ptr_equal(reach(b, "M.A"), r);
	assert_null(reach(b, "M.Other"));
}

static void test_diamond(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A"), *left = add_flow(b, "M.Left");
	struct flow *right = add_flow(b, "M.Right"), *end = add_flow(b, "M.End");
	const struct reach *r;

	call(a, "M.Left", 0);
	call(a, "M.Right", 0);
	call(left, "M.End", 0);
	call(right, "M.End", 0);
	act(end, ACT_COMMIT, "", 0);
	act(end, ACT_JAVA, "M.Java", 0);
	act(right, ACT_JAVA, "M.Java", 0);
	r = reach(b, "M.A");
	assert_int_equal(r->microflows, 4);
	assert_int_equal(r->depth, 2);
	assert_int_equal(r->commits, 1);
	assert_int_equal(r->commits_in_loops, 0);
	assert_int_equal(r->java_actions, 1);
	assert_false(r->recursive);
	assert_string_equal(path(r, "commit", 0), "M.A › M.Left › M.End › commit");
	assert_string_equal(path(r, "java", 0), "M.A › M.Right › Java action M.Java");
}

/* One way to the end is in a loop, a shorter one is not: the end is in a loop all the same. */
static void test_two_ways(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A"), *middle = add_flow(b, "M.Middle");
	struct flow *end = add_flow(b, "M.End");
	const struct reach *r;

	call(a, "M.End", 0);
	call(a, "M.Middle", 1);
	call(middle, "M.End", 0);
	act(end, ACT_COMMIT, "", 0)->entity = "M.Order";
	rest(b, end, "https://example.com/a", 0);
	r = reach(b, "M.A");
	assert_int_equal(r->microflows, 3);
	assert_int_equal(r->depth, 1);
	assert_int_equal(r->commits, 1);
	assert_int_equal(r->commits_in_loops, 1);
	assert_int_equal(r->outbound_calls, 1);
	assert_int_equal(r->outbound_in_loops, 1);
	assert_string_equal(path(r, "commit", 0),
			    "M.A › loop › M.Middle › M.End › commit M.Order");
	assert_int_equal(reach(b, "M.Middle")->commits_in_loops, 0);
}

static void test_loops_calling_loops(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A"), *each = add_flow(b, "M.Each");
	struct flow *line = add_flow(b, "M.Line");
	const struct reach *r;

	call(a, "M.Each", 1);
	call(each, "M.Line", 2);
	act(line, ACT_COMMIT, "", 1);
	act(line, ACT_COMMIT, "", 0);
	r = reach(b, "M.A");
	assert_int_equal(r->loops, 4);
	assert_int_equal(r->nested_loops, 4);
	assert_int_equal(r->commits_in_loops, 2);
	assert_int_equal(reach(b, "M.Line")->commits_in_loops, 1);
	assert_int_equal(reach(b, "M.Line")->nested_loops, 1);
	assert_string_equal(path(r, "loop", 0), "M.A › loop › M.Each › 2 nested loops");
	assert_string_equal(path(r, "commit", 0),
			    "M.A › loop › M.Each › 2 nested loops › M.Line › loop › commit");
}

static void test_retrieves(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A");
	const struct reach *r;

	act(a, ACT_RETRIEVE, "", 0);
	act(a, ACT_RETRIEVE, "", 0)->unbounded = true;
	a->activities[1].entity = "M.Order";
	r = reach(b, "M.A");
	assert_int_equal(r->unbounded_retrieves, 1);
	assert_string_equal(path(r, "retrieve", 0), "M.A › retrieve all M.Order");
}

static void test_missing_and_unknown(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A");
	const struct reach *r;

	add_flow(b, "M.Nano")->kind = FLOW_NANOFLOW;
	call(a, "M.Gone", 0);
	call(a, "M.Gone", 0);
	call(a, "M.Nano", 0);
	act(a, ACT_UNKNOWN, "", 0);
	r = reach(b, "M.A");
	assert_int_equal(r->microflows, 1);
	assert_int_equal(r->missing, 3);
	assert_int_equal(r->unknown, 1);
}

static void test_rule_and_queue(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A"), *push = add_flow(b, "M.Push");
	const struct reach *r;

	add_flow(b, "M.IsOpen")->kind = FLOW_RULE;
	act(a, ACT_RULE, "M.IsOpen", 0);
	call(a, "M.Push", 0)->queue = "M.Queue";
	rest(b, push, "https://example.com/a", 0)->caption = "Post order";
	r = reach(b, "M.A");
	assert_int_equal(r->microflows, 3);
	assert_int_equal(r->outbound_calls, 1);
	assert_string_equal(path(r, "outbound", 0),
			    "M.A › M.Push (task queue M.Queue) › 'Post order' REST POST "
			    "https://example.com/a");
}

/* A password that the cut would part from its '@' is not shown. */
static void test_long_words(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A");
	char url[1001] = "https://user:";

	memset(url + 13, 'p', sizeof(url) - 14);
	memcpy(url + 900, "@h/", 3);
	url[sizeof(url) - 1] = '\0';
	rest(b, a, url, 0);
	assert_string_equal(path(reach(b, "M.A"), "outbound", 0),
			    "M.A › REST POST https://‹secret›@h/"
			    "pppppppppppppppppppppppppppppppppppppppppppppppppp"
			    "ppppppppppppppppppppppppppppppppppppppppppppppp");
}

static void test_disabled(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A"), *end = add_flow(b, "M.End");
	const struct reach *r;

	call(a, "M.End", 1)->disabled = true;
	call(a, "M.Gone", 0)->disabled = true;
	act(a, ACT_COMMIT, "", 0)->disabled = true;
	act(a, ACT_JAVA, "M.Java", 0)->disabled = true;
	act(a, ACT_UNKNOWN, "", 0)->disabled = true;
	rest(b, a, "https://example.com/a", 0)->disabled = true;
	act(end, ACT_COMMIT, "", 0);
	r = reach(b, "M.A");
	assert_int_equal(r->microflows, 1);
	assert_int_equal(r->commits + r->java_actions + r->outbound_calls, 0);
	assert_int_equal(r->missing + r->unknown, 0);
	assert_int_equal(r->nested_loops, 1);
	assert_null(path(r, "outbound", 0));
}

/* -- recursion -- */

static void test_self(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A"), *self = add_flow(b, "M.Self");
	const struct reach *r;

	call(a, "M.Self", 0);
	call(self, "M.Self", 1);
	r = reach(b, "M.A");
	assert_true(r->recursive);
	assert_int_equal(r->microflows, 2);
	assert_int_equal(r->nested_loops, 2);
	assert_string_equal(path(r, "recursion", 0), "M.A › M.Self › loop › M.Self");
}

static void test_cycle(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A"), *one = add_flow(b, "M.One");
	struct flow *two = add_flow(b, "M.Two"), *three = add_flow(b, "M.Three");
	struct flow *after = add_flow(b, "M.After");
	const struct reach *r;

	call(a, "M.One", 0);
	call(one, "M.Two", 0);
	call(two, "M.Three", 0);
	call(two, "M.After", 1);
	call(three, "M.One", 0);
	act(after, ACT_COMMIT, "", 1);
	r = reach(b, "M.A");
	assert_true(r->recursive);
	assert_int_equal(r->microflows, 5);
	assert_int_equal(r->depth, 3);
	assert_int_equal(r->nested_loops, 2);
	assert_string_equal(path(r, "recursion", 0), "M.A › M.One › M.Two › M.Three › M.One");
	assert_false(reach(b, "M.After")->recursive);
	assert_string_equal(path(reach(b, "M.Three"), "recursion", 0),
			    "M.Three › M.One › M.Two › M.Three");
}

/* -- paths -- */

static void test_outbound_paths(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A"), *end = add_flow(b, "M.End");
	const struct reach *r;

	rest(b, a, "https://example.com/near", 0);
	rest(b, a, "https://example.com/near", 0);
	act(a, ACT_APP_SERVICE, "M.Service.Do", 0);
	call(a, "M.End", 0);
	rest(b, end, "https://example.com/looped", 1);
	act(end, ACT_EXTERNAL, "M.Action", 0)->type = "Microflows$CallExternalAction";
	r = reach(b, "M.A");
	assert_int_equal(r->outbound_calls, 5);
	assert_int_equal(r->outbound_in_loops, 1);
	assert_string_equal(path(r, "outbound", 0),
			    "M.A › M.End › loop › REST POST https://example.com/looped");
	assert_string_equal(path(r, "outbound", 1), "M.A › REST POST https://example.com/near");
	assert_string_equal(path(r, "outbound", 2), "M.A › app service M.Service.Do");
	assert_null(path(r, "outbound", 3));
}

/* What stands in a loop goes first, whatever its kind; the rest keeps the order of kinds. */
static void test_order_of_kinds(void **state)
{
	static const char *const kinds[] = { "outbound", "java",     "outbound",
					     "commit",	 "retrieve", "loop" };
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A"), *end = add_flow(b, "M.End");
	const struct reach *r;

	act(a, ACT_COMMIT, "", 0);
	act(a, ACT_JAVA, "M.Near", 0);
	rest(b, a, "https://example.com/near", 0);
	call(a, "M.End", 0);
	act(end, ACT_JAVA, "M.Looped", 1);
	act(end, ACT_RETRIEVE, "", 0)->unbounded = true;
	rest(b, end, "https://example.com/looped", 1);
	r = reach(b, "M.A");
	assert_int_equal(r->paths.len, 6);
	for (size_t i = 0; i < 6; i++)
		assert_string_equal(((const struct reach_path *)r->paths.items[i])->kind,
				    kinds[i]);
	assert_string_equal(path(r, "outbound", 0),
			    "M.A › M.End › loop › REST POST https://example.com/looped");
	assert_string_equal(path(r, "java", 0), "M.A › M.End › loop › Java action M.Looped");
	assert_string_equal(path(r, "outbound", 1), "M.A › REST POST https://example.com/near");
}

/* The same activity in a loop and without one: told once, as in the loop. */
static void test_one_end(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A"), *end = add_flow(b, "M.End");
	const struct reach *r;

	call(a, "M.End", 0);
	call(a, "M.End", 1);
	rest(b, end, "https://example.com/a", 0);
	rest(b, end, "https://example.com/b", 0);
	r = reach(b, "M.A");
	assert_string_equal(path(r, "outbound", 0),
			    "M.A › loop › M.End › REST POST https://example.com/a");
	assert_string_equal(path(r, "outbound", 1),
			    "M.A › loop › M.End › REST POST https://example.com/b");
	assert_null(path(r, "outbound", 2));
}

/* Eight at most: three calls outside, then one of each kind. */
static void test_eight(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A"), *end = add_flow(b, "M.End");
	const struct reach *r;

	for (size_t i = 0; i < 5; i++)
		rest(b, a, arena_printf(b->arena, "https://example.com/%zu", i), i > 2);
	call(a, "M.End", 0);
	act(end, ACT_COMMIT, "", 1);
	act(end, ACT_COMMIT, "", 0);
	act(end, ACT_RETRIEVE, "", 1)->unbounded = true;
	act(end, ACT_JAVA, "M.Java", 0);
	call(end, "M.A", 0);
	r = reach(b, "M.A");
	assert_int_equal(r->paths.len, 8);
	assert_non_null(strstr(path(r, "outbound", 0), "/3"));
	assert_non_null(strstr(path(r, "outbound", 1), "/4"));
	assert_non_null(strstr(path(r, "outbound", 2), "/0"));
	assert_null(path(r, "outbound", 3));
	assert_null(path(r, "commit", 1));
	assert_non_null(path(r, "recursion", 0));
	assert_non_null(path(r, "loop", 0));
}

static void test_words(void **state)
{
	static const struct {
		const char *type, *text;
	} commits[] = {
		{ "Microflows$CommitAction", "M.A › commit M.E" },
		{ "Microflows$DeleteAction", "M.B › delete M.E" },
		{ "Microflows$CreateChangeAction", "M.C › create and commit M.E" },
		{ "Microflows$ChangeAction", "M.D › change and commit M.E" },
	};
	struct http_call soap = { .url = "", .service = "M.Orders", .operation = "Get" };
	struct bench *b = *state;
	struct flow *s = add_flow(b, "M.S");

	act(s, ACT_SOAP, "", 0)->call = &soap;
	act(s, ACT_EXTERNAL, "M.X", 0)->type = "Microflows$CallExternalAction";
	for (size_t i = 0; i < 4; i++) {
		const char name[] = { 'M', '.', (char)('A' + i), '\0' };
		struct activity *a = act(add_flow(b, name), ACT_COMMIT, "", 0);

		a->type = commits[i].type;
		a->entity = "M.E";
	}
	for (size_t i = 0; i < 4; i++) {
		const char name[] = { 'M', '.', (char)('A' + i), '\0' };

		assert_string_equal(path(reach(b, name), "commit", 0), commits[i].text);
	}
	assert_string_equal(path(reach(b, "M.S"), "outbound", 0), "M.S › SOAP M.Orders Get");
	assert_string_equal(path(reach(b, "M.S"), "outbound", 1),
			    "M.S › CallExternalAction M.X");
}

/* -- size -- */

static char *chain_name(struct bench *b, size_t i)
{
	return arena_printf(b->arena, "M.F%zu", i);
}

static void test_chain(void **state)
{
	enum { LENGTH = 20000 };
	struct bench *b = *state;
	const struct reach *r;

	for (size_t i = 0; i < LENGTH; i++)
		call(add_flow(b, chain_name(b, i)), chain_name(b, i + 1), 1);
	act(add_flow(b, chain_name(b, LENGTH)), ACT_COMMIT, "", 0);
	r = reach(b, "M.F0");
	assert_int_equal(r->microflows, LENGTH + 1);
	assert_int_equal(r->depth, LENGTH);
	assert_int_equal(r->nested_loops, LENGTH);
	assert_int_equal(r->commits_in_loops, 1);
	assert_non_null(strstr(path(r, "commit", 0), "M.F7 › … 19988 more … › loop › M.F19996"));
	assert_true(strlen(path(r, "commit", 0)) < 400);
}

/* Every flow of a ring of thousands reaches all the others. */
static void test_ring(void **state)
{
	enum { LENGTH = 20000 };
	struct bench *b = *state;

	for (size_t i = 0; i < LENGTH; i++)
		call(add_flow(b, chain_name(b, i)), chain_name(b, (i + 1) % LENGTH), i == 0);
	assert_true(reach(b, "M.F5")->recursive);
	assert_int_equal(reach(b, "M.F5")->microflows, LENGTH);
	assert_int_equal(reach(b, "M.F5")->nested_loops, 2);
	assert_non_null(strstr(path(reach(b, "M.F5"), "recursion", 0), "M.F5 › M.F6"));
}

/* 200 starts over 5000 flows with 4 calls each; the bound is far above what it takes. */
static void test_many_starts(void **state)
{
	enum { FLOWS = 5000, STARTS = 200 };
	struct bench *b = *state;
	uint32_t random = 1;
	clock_t before;

	for (size_t i = 0; i < FLOWS; i++) {
		struct flow *f = add_flow(b, chain_name(b, i));

		for (int j = 0; j < 4; j++) {
			random = random * 1664525 + 1013904223;
			call(f, chain_name(b, (random >> 8) % FLOWS), j == 0);
		}
		act(f, ACT_COMMIT, "", 0);
	}
	before = clock();
	for (size_t i = 0; i < STARTS; i++)
		assert_true(reach(b, chain_name(b, i))->microflows > FLOWS / 2);
	assert_true(clock() - before < 5 * CLOCKS_PER_SEC);
}

static void test_limit(void **state)
{
	struct bench *b = *state;

	call(add_flow(b, "M.A"), "M.B", 0);
	call(add_flow(b, "M.B"), "M.C", 0);
	add_flow(b, "M.C");
	b->g = graph_new(&b->m, b->arena);
	graph_limit(b->g, 3);
	assert_non_null(graph_reach(b->g, "M.C"));
	assert_false(graph_over(b->g));
	assert_null(graph_reach(b->g, "M.A"));
	assert_true(graph_over(b->g));
	assert_non_null(graph_reach(b->g, "M.C"));
}

/* -- facts -- */

static const struct fact *child(const struct fact *f, const char *name)
{
	for (f = f->first; f != NULL; f = f->next)
		if (strcmp(f->def->name, name) == 0)
			return f;
	return NULL;
}

static void test_facts(void **state)
{
	struct bench *b = *state;
	const struct fact_def *hook = vocabulary_find(analyzers_vocabulary(), "hook");
	const struct fact *told;
	struct facts fs;
	struct fact *f;

	rest(b, add_flow(b, "M.A"), "https://me:hidden@example.com/a", 1);
	b->g = graph_new(&b->m, b->arena);
	facts_init(&fs, analyzers_vocabulary(), 100);
	f = facts_add(&fs, hook);
	graph_add_reach(b->g, &fs, f, "M.A");
	assert_string_equal(fact_get(child(f, "reach"), "outbound-in-loops"), "1");
	assert_string_equal(fact_get(child(f, "reach"), "missing"), "0");
	told = child(f, "path");
	assert_string_equal(fact_get(told, "kind"), "outbound");
	assert_non_null(strstr(told->text, "M.A › loop › REST POST https://"));
	assert_null(strstr(told->text, "hidden"));
	f = facts_add(&fs, hook);
	graph_add_reach(b->g, &fs, f, "M.Gone");
	assert_string_equal(fact_get(child(f, "reach"), "missing"), "1");
	assert_string_equal(fact_get(child(f, "reach"), "microflows"), "0");
	f = facts_add(&fs, hook);
	graph_add_reach(NULL, &fs, f, "M.A");
	assert_null(f->first);
	facts_release(&fs);
}

/* -- event handlers -- */

static void test_handlers(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A"), *f = add_flow(b, "M.Before");
	const struct reach *r;

	add_entity(b, "M.Order", "", "M.Before");
	commit(a, "M.Order", HANDLERS_COMMIT, 1)->type = "Microflows$ChangeAction";
	rest(b, f, "https://a.example/", 0);
	r = reach(b, "M.A");
	assert_int_equal(r->microflows, 2);
	assert_int_equal(r->depth, 1);
	assert_int_equal(r->missing, 0);
	assert_int_equal(r->outbound_calls, 1);
	assert_int_equal(r->outbound_in_loops, 1);
	assert_string_equal(path(r, "outbound", 0),
			    "M.A › loop › change and commit M.Order › event handler M.Before › "
			    "REST POST https://a.example/");
}

/* Only what is done runs handlers, and only where events are on. */
static void test_handlers_that_do_not_run(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A");

	add_flow(b, "M.Before");
	add_entity(b, "M.Order", "", "M.Before");
	commit(a, "M.Order", 0, 0);
	commit(a, "M.Order", HANDLERS_DELETE, 0);
	commit(a, "M.Line", HANDLERS_COMMIT, 0);
	commit(a, "M.Order", HANDLERS_COMMIT, 0)->disabled = true;
	assert_int_equal(reach(b, "M.A")->microflows, 1);
}

static void test_handlers_of_parents(void **state)
{
	struct bench *b = *state;
	struct flow *a = add_flow(b, "M.A");
	struct activity *made;

	add_flow(b, "M.Own");
	add_flow(b, "M.Parent");
	add_entity(b, "M.Order", "M.Base", "M.Own");
	add_entity(b, "M.Base", "M.Order", "M.Parent")->events[0].handlers = HANDLERS_CREATE;
	add_entity(b, "M.Gone", "M.Order", "M.Missing");
	made = commit(a, "M.Order", HANDLERS_CREATE | HANDLERS_COMMIT, 0);
	made->kind = ACT_OTHER;
	made->type = "Microflows$CreateChangeAction";
	assert_int_equal(reach(b, "M.A")->microflows, 3);
	assert_int_equal(reach(b, "M.A")->missing, 0);
	assert_int_equal(reach(b, "M.A")->paths.len, 0);
}

static void test_too_many_handlers(void **state)
{
	struct bench *b = *state;
	struct entity *e = add_entity(b, "M.Order", "M.Order", NULL);
	enum { EVENTS = 1 << 17 };

	add_flow(b, "M.Before");
	e->event_count = EVENTS;
	e->events = arena_alloc(b->arena, EVENTS * sizeof(*e->events));
	for (int i = 0; i < EVENTS; i++)
		e->events[i] = (struct entity_event){ "", "", "M.Before", HANDLERS_DELETE };
	commit(add_flow(b, "M.A"), "M.Order", HANDLERS_COMMIT, 0);
	assert_int_equal(reach(b, "M.A")->microflows, 1);
	assert_true(graph_over(b->g));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_alone),
		TEST(test_diamond),
		TEST(test_two_ways),
		TEST(test_loops_calling_loops),
		TEST(test_retrieves),
		TEST(test_missing_and_unknown),
		TEST(test_rule_and_queue),
		TEST(test_long_words),
		TEST(test_disabled),
		TEST(test_self),
		TEST(test_cycle),
		TEST(test_outbound_paths),
		TEST(test_order_of_kinds),
		TEST(test_one_end),
		TEST(test_eight),
		TEST(test_words),
		TEST(test_chain),
		TEST(test_ring),
		TEST(test_many_starts),
		TEST(test_limit),
		TEST(test_facts),
		TEST(test_handlers),
		TEST(test_handlers_that_do_not_run),
		TEST(test_handlers_of_parents),
		TEST(test_too_many_handlers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
