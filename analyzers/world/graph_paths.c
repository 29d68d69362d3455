/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ways through the graph in the words that a developer sees in Studio Pro:
 * "Sync.RunAll › Sync.EachCustomer › loop › 'Post order' REST POST https://10.20.0.7/orders".
 * States are in the order they were met, nearest first, so the first that fits gives a shortest
 * way. All that stands in a loop goes before all that does not, of whatever kind.
 */
#include "analyzers/world/graph_walk.h"

#include <stdlib.h>
#include <string.h>

#include "core/secret.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/text.h"

enum {
	PATHS_MAX = 8,
	SHOWN_MAX = 12,		/* calls that are written out; of more the middle is left out */
	SHOWN_END = 5,
	TRIES_MAX = 64,		/* activities looked at for one kind of path */
	WORD_MAX = 400,		/* bytes of one name, caption or address */
	WORD_COST = 8,		/* bytes of longer ones that cost a step */
	TEXT_MAX = 1 << 16
};

static const char SEPARATOR[] = " › ";

/* Calls from the start to a state, in order. */
struct way {
	const struct edge **edges;
	size_t count;
};

static void way_release(struct way *w)
{
	free(w->edges);
}

static struct way way_to(const struct graph *g, unsigned state)
{
	struct way w = { .count = g->arrivals[state].distance };
	size_t at = w.count;

	w.edges = alloc_zero(w.count + 1, sizeof(struct edge *));
	for (; at > 0; state = g->arrivals[state].from)
		w.edges[--at] = &g->edges[g->arrivals[state].edge];
	return w;
}

/*
 * What is long is cut, after secrets in it are masked: half a secret looks like none. Many
 * starts may come by it, so it costs steps.
 */
static void add_word(struct buf *b, struct graph *g, const char *s)
{
	CLEANUP(arena_cleanup) struct arena *scratch = NULL;
	size_t n = strlen(s), cost = n / WORD_COST;
	const char *masked;

	if (n <= WORD_MAX) {
		buf_puts(b, s);
		return;
	}
	if (g->steps < cost) {
		g->over = true;
		buf_puts(b, "…");
		return;
	}
	g->steps -= cost;
	scratch = arena_new();
	masked = secret_mask(scratch, NULL, s, true);
	n = strnlen(masked, WORD_MAX);
	while (n > 0 && ((unsigned char)masked[n] & 0xc0) == 0x80)
		n--;
	buf_add(b, masked, n);
	if (masked[n] != '\0')
		buf_puts(b, "…");
}

static void add_loops(struct buf *b, unsigned loops)
{
	if (loops == 1)
		buf_printf(b, "%sloop", SEPARATOR);
	else if (loops > 1)
		buf_printf(b, "%s%u nested loops", SEPARATOR, loops);
}

static void add_queue(struct buf *b, struct graph *g, const struct activity *a)
{
	if (a->queue[0] == '\0')
		return;
	buf_puts(b, " (task queue ");
	add_word(b, g, a->queue);
	buf_putc(b, ')');
}

/* "Microflows$CallExternalAction" as "CallExternalAction" */
static const char *short_type(const char *type)
{
	const char *mark = strchr(type, '$');

	return mark == NULL ? type : mark + 1;
}

static const char *commit_word(const struct activity *a)
{
	static const struct {
		const char *type, *word;
	} words[] = {
		{ "Microflows$CreateChangeAction", "create and commit" },
		{ "Microflows$ChangeAction", "change and commit" },
		{ "Microflows$DeleteAction", "delete" },
		{ "Microflows$RollbackAction", "roll back" },
	};

	if (a->kind == ACT_OTHER && strcmp(words[0].type, a->type) == 0)
		return "create";
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].type, a->type) == 0)
			return words[i].word;
	return "commit";
}

static void add_rest(struct buf *b, struct graph *g, const struct http_call *call)
{
	char method[16];
	size_t n = 0;

	for (; n < sizeof(method) - 1 && call->method[n] != '\0'; n++) {
		char c = call->method[n];

		method[n] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	method[n] = '\0';
	buf_printf(b, "REST %s ", method);
	add_word(b, g, call->url);
}

static void add_two(struct buf *b, struct graph *g, const char *lead, const char *word)
{
	buf_printf(b, "%s ", lead);
	add_word(b, g, word);
}

/* "REST POST https://…", and the same for the others; the last word may be missing. */
static void add_deed(struct buf *b, struct graph *g, const struct activity *a)
{
	if (a->caption[0] != '\0') {
		buf_putc(b, '\'');
		add_word(b, g, a->caption);
		buf_puts(b, "' ");
	}
	if (a->kind == ACT_REST) {
		add_rest(b, g, a->call);
	} else if (a->kind == ACT_SOAP) {
		add_two(b, g, "SOAP", a->call->service);
		add_two(b, g, "", a->call->operation);
	} else if (a->kind == ACT_APP_SERVICE) {
		add_two(b, g, "app service", a->target);
	} else if (a->kind == ACT_JAVA) {
		add_two(b, g, "Java action", a->target);
		add_queue(b, g, a);
	} else if (a->kind == ACT_RETRIEVE) {
		add_two(b, g, "retrieve all", a->entity);
	} else if (a->kind == ACT_COMMIT || a->handlers != 0) {
		add_two(b, g, commit_word(a), a->entity);
	} else {
		add_word(b, g, short_type(a->type));
		add_two(b, g, "", a->target);
	}
	while (b->len > 0 && b->data[b->len - 1] == ' ')
		b->data[--b->len] = '\0';
}

static void add_call(struct buf *b, struct graph *g, const struct edge *e)
{
	const struct activity *a = e->activity;

	add_loops(b, a->loops);
	buf_puts(b, SEPARATOR);
	if (a->kind == ACT_MICROFLOW || a->kind == ACT_RULE) {
		buf_puts(b, a->kind == ACT_RULE ? "rule " : "");
		add_word(b, g, a->target);
		add_queue(b, g, a);
		return;
	}
	add_deed(b, g, a);
	buf_printf(b, "%sevent handler ", SEPARATOR);
	add_word(b, g, g->nodes[e->to].flow->name);
}

static void add_way(struct buf *b, struct graph *g, const struct way *w)
{
	add_word(b, g, g->nodes[g->queue[0] / 2].flow->name);
	for (size_t i = 0; i < w->count; i++) {
		if (w->count > SHOWN_MAX && i == SHOWN_MAX - SHOWN_END) {
			size_t left_out = w->count - SHOWN_MAX;

			buf_printf(b, "%s… %zu more …", SEPARATOR, left_out);
			i += left_out;
		}
		add_call(b, g, w->edges[i]);
	}
}

/* Whatever way leads there: a second one tells nothing new. */
static bool is_end_told(const struct reach *r, const struct activity *end)
{
	for (size_t i = 0; i < r->paths.len; i++)
		if (((const struct reach_path *)r->paths.items[i])->end == end)
			return true;
	return false;
}

static bool is_told(const struct reach *r, const char *kind, const char *text)
{
	for (size_t i = 0; i < r->paths.len; i++) {
		const struct reach_path *p = r->paths.items[i];

		if (strcmp(p->kind, kind) == 0 && strcmp(p->text, text) == 0)
			return true;
	}
	return false;
}

/* `end` is NULL where no activity is at the end. */
static void keep(struct graph *g, struct reach *r, const char *kind, const struct buf *b,
		 const struct activity *end)
{
	/* What was cut may end inside a character. */
	const char *text = text_intern(g->arena, buf_text(b), b->len);
	struct reach_path *p;

	if (r->paths.len == PATHS_MAX || is_told(r, kind, text))
		return;
	p = arena_alloc(g->arena, sizeof(*p));
	p->kind = kind;
	p->text = text;
	p->end = end;
	vec_push(&r->paths, p);
}

void graph_words(struct buf *b, struct graph *g, unsigned state, const struct activity *a)
{
	CLEANUP(way_release) struct way w = way_to(g, state);

	add_way(b, g, &w);
	add_loops(b, a->loops);
	buf_puts(b, SEPARATOR);
	add_deed(b, g, a);
}

static void tell_deed(struct graph *g, struct reach *r, const char *kind, unsigned state,
		      const struct activity *a)
{
	CLEANUP(buf_release) struct buf b = { .max = TEXT_MAX };

	graph_words(&b, g, state, a);
	keep(g, r, kind, &b, a);
}

/* The paths of one deed that are looked for. */
struct told {
	enum deed deed;
	const char *kind;
	size_t most;		/* to different ends */
	bool in_loop;		/* only those in loops */
};

struct search {
	struct told want;
	size_t enough;		/* paths of the reach, then it ends */
	size_t tries;		/* activities that may still be looked at */
};

static bool goes_on(const struct search *s, const struct reach *r)
{
	return r->paths.len < s->enough && s->tries > 0;
}

static void tell_deeds_of(struct graph *g, struct reach *r, struct search *s, unsigned state)
{
	const struct flow *f = g->nodes[state / 2].flow;

	for (size_t i = 0; i < f->activity_count && goes_on(s, r); i++) {
		const struct activity *a = &f->activities[i];

		if (graph_deed(a) != s->want.deed || is_end_told(r, a) ||
		    (s->want.in_loop && state % 2 == 0 && a->loops == 0))
			continue;
		s->tries--;
		tell_deed(g, r, s->want.kind, state, a);
	}
}

static void tell_deeds(struct graph *g, struct reach *r, const struct told *want)
{
	struct search s = { *want, r->paths.len + want->most, TRIES_MAX };

	for (size_t i = 0; i < g->met && goes_on(&s, r); i++) {
		const struct node *n = &g->nodes[g->queue[i] / 2];
		bool in_loop = want->in_loop && g->queue[i] % 2 == 0;

		if ((in_loop ? n->looped : n->deeds)[want->deed] > 0)
			tell_deeds_of(g, r, &s, g->queue[i]);
	}
}

/* -- recursion -- */

/* A shortest way from a node back to itself inside its ring; found by nearest first. */
struct round {
	const struct graph *g;
	unsigned home;
	size_t *by;		/* edge + 1 that led to a node; 0: not met */
	unsigned *from, *queue;
	size_t met;
};

/* True when the edge leads home. */
static bool go_on(struct round *o, unsigned node, size_t edge)
{
	unsigned to = o->g->edges[edge].to;

	if (o->g->nodes[to].component != o->g->nodes[node].component || o->by[to] != 0)
		return false;
	o->by[to] = edge + 1;
	o->from[to] = node;
	o->queue[o->met++] = to;
	return to == o->home;
}

static void find_round(struct round *o)
{
	o->queue[0] = o->home;
	o->met = 1;
	for (size_t at = 0; at < o->met; at++) {
		const struct node *n = &o->g->nodes[o->queue[at]];

		for (size_t i = n->first; i < n->end; i++)
			if (go_on(o, o->queue[at], i))
				return;
	}
}

static struct way way_round(const struct round *o)
{
	struct way w = { .count = 0 };
	unsigned node = o->home;
	size_t at;

	do {
		w.count++;
		node = o->from[node];
	} while (node != o->home);
	w.edges = alloc_zero(w.count, sizeof(struct edge *));
	for (at = w.count; at > 0; node = o->from[node])
		w.edges[--at] = &o->g->edges[o->by[node] - 1];
	return w;
}

static void add_round(struct graph *g, struct way *w, unsigned home)
{
	struct round o = { .g = g, .home = home };
	struct way back;

	o.by = alloc_zero(g->count, sizeof(*o.by));
	o.from = alloc_zero(g->count, sizeof(*o.from));
	o.queue = alloc_zero(g->count + 1, sizeof(*o.queue));
	find_round(&o);
	back = way_round(&o);
	w->edges = alloc_resize(w->edges, (w->count + back.count) * sizeof(struct edge *));
	memcpy(w->edges + w->count, back.edges, back.count * sizeof(struct edge *));
	w->count += back.count;
	way_release(&back);
	free(o.by);
	free(o.from);
	free(o.queue);
}

static void tell_recursion(struct graph *g, struct reach *r)
{
	CLEANUP(buf_release) struct buf b = { .max = TEXT_MAX };
	struct way w;
	size_t i = 0;

	if (!r->recursive)
		return;
	while (!g->components[g->nodes[g->queue[i] / 2].component].cyclic)
		i++;
	w = way_to(g, g->queue[i]);
	add_round(g, &w, g->queue[i] / 2);
	g->steps -= g->steps < g->size ? g->steps : g->size;
	add_way(&b, g, &w);
	keep(g, r, "recursion", &b, NULL);
	way_release(&w);
}

/* -- loops -- */

/* How good a state shows a loop: called from one and looping, nested, plain; 0 for none. */
static unsigned loop_rank(const struct graph *g, unsigned state)
{
	const struct flow *f = g->nodes[state / 2].flow;

	if (f->loop_depth == 0)
		return 0;
	return state % 2 == 1 ? 3 : f->loop_depth > 1 ? 2 : 1;
}

static void tell_loop(struct graph *g, struct reach *r)
{
	CLEANUP(buf_release) struct buf b = { .max = TEXT_MAX };
	struct way w;
	unsigned best = 0, rank = 0;

	for (size_t i = 0; i < g->met; i++) {
		unsigned own = loop_rank(g, g->queue[i]);

		if (own > rank) {
			rank = own;
			best = g->queue[i];
		}
	}
	if (rank == 0)
		return;
	w = way_to(g, best);
	add_way(&b, g, &w);
	add_loops(&b, g->nodes[best / 2].flow->loop_depth);
	keep(g, r, "loop", &b, NULL);
	way_release(&w);
}

/* Takes what it tells off `most`. */
static void tell_some(struct graph *g, struct reach *r, struct told *want, bool in_loop)
{
	size_t before = r->paths.len;

	want->in_loop = in_loop;
	tell_deeds(g, r, want);
	want->most -= r->paths.len - before;
}

void graph_paths(struct graph *g, struct reach *r)
{
	struct told told[] = {
		{ DEED_OUTBOUND, "outbound", 3, false },
		{ DEED_COMMIT, "commit", 1, false },
		{ DEED_RETRIEVE, "retrieve", 1, false },
		{ DEED_JAVA, "java", 1, false },
	};

	for (int in_loop = 1; in_loop >= 0; in_loop--)
		for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
			tell_some(g, r, &told[i], in_loop == 1);
	tell_recursion(g, r);
	tell_loop(g, r);
}
