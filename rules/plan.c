/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan over one set of facts: which steps concern the app, what they list, and which are
 * proven. A step is done only where all that its condition rests on was read; what cannot be
 * evaluated leaves its step unknown.
 */
#include <string.h>

#include "rules/finding.h"
#include "rules/judge.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/map.h"

enum { TEXT_MAX = 65536 };

struct planning {
	struct judge *judge;
	const struct outcomes *outcomes;
	struct plan *plan;
};

static const char *keep(const struct planning *p, const char *text)
{
	return arena_text(p->judge->arena, text);
}

/* The message on that fact; with blanks for what is not known, unless it is about one fact. */
static const char *fill(const struct planning *p, const struct message *m, struct node *at)
{
	CLEANUP(buf_release) struct buf out = { .max = TEXT_MAX };
	struct err err = ERR_NONE;

	for (size_t i = 0; i < m->count && !err.set; i++) {
		size_t before = out.len;

		if (m->pieces[i].text != NULL)
			buf_puts(&out, m->pieces[i].text);
		else
			eval_text(p->judge->eval, &m->pieces[i].hole, at, &out, &err);
		if (m->pieces[i].text == NULL && at == NULL && out.len == before)
			buf_puts(&out, PLAN_BLANK);
	}
	return keep(p, err.set ? err.text : buf_text(&out));
}

/* The options that give what is missing; NULL where something of the package is missing, too. */
static const char *options_of(const struct planning *p, const struct gaps *g)
{
	return gaps_open(g) ? gaps_option(g, p->judge->arena) : NULL;
}

/* DONE: x holds. OPEN: it does not. UNKNOWN: what it rests on was not read. */
static enum plan_state ask(const struct planning *p, const struct expr *x, struct node *at)
{
	CLEANUP(gaps_release) struct gaps g = { 0 };
	struct err err = ERR_NONE;
	bool holds;

	judge_gaps(&g, p->judge, x);
	if (eval_boolean(p->judge->eval, x, at, &holds, &err) != 0)
		return PLAN_UNKNOWN;
	if (holds)
		return judge_unsafe(p->judge, x) ? PLAN_UNKNOWN : PLAN_DONE;
	return gaps_any(&g) ? PLAN_UNKNOWN : PLAN_OPEN;
}

/* Why x is unknown: a fault, or what was not read. */
static const char *reason_of(const struct planning *p, const struct expr *x)
{
	CLEANUP(gaps_release) struct gaps g = { 0 };
	struct err err = ERR_NONE;
	bool holds;

	judge_gaps(&g, p->judge, x);
	if (gaps_any(&g))
		return gaps_reason(&g, &p->judge->coverage);
	eval_boolean(p->judge->eval, x, NULL, &holds, &err);
	return keep(p, err.set ? err.text : "");
}

/* A state that is open or unknown outweighs one that is done. */
static enum plan_state worse(enum plan_state a, enum plan_state b)
{
	if (a == PLAN_OPEN || b == PLAN_OPEN)
		return PLAN_OPEN;
	return a == PLAN_UNKNOWN || b == PLAN_UNKNOWN ? PLAN_UNKNOWN : PLAN_DONE;
}

/* Items of the same text are one. */
static void add_item(struct plan_list *list, struct map *seen, const char *text,
		     enum plan_state state)
{
	struct plan_item *item = &list->items[list->count], *old;

	*item = (struct plan_item){ text, state };
	old = map_add(seen, text, item);
	if (old != NULL)
		old->state = worse(old->state, state);
	else
		list->count++;
}

static void take_nodes(const struct planning *p, const struct step_list *from,
		       const struct nodes *nodes, struct plan_list *list)
{
	CLEANUP(map_release) struct map seen = { 0 };

	list->items = arena_alloc(p->judge->arena, (nodes->count + 1) * sizeof(*list->items));
	for (size_t i = 0; i < nodes->count; i++) {
		enum plan_state state = PLAN_UNKNOWN;

		if (from->done.text != NULL)
			state = ask(p, &from->done, nodes->items[i]);
		add_item(list, &seen, fill(p, &from->message, nodes->items[i]), state);
	}
}

static void note(const struct planning *p, const char **slot, const char *text)
{
	if (text == NULL || (*slot != NULL && strstr(*slot, text) != NULL))
		return;
	*slot = *slot == NULL ? text : arena_printf(p->judge->arena, "%s; %s", *slot, text);
}

/* *title is the one that a list without title goes on under. */
static void take_list(const struct planning *p, const struct step_list *from, const char **title,
		      struct plan_step *out)
{
	CLEANUP(gaps_release) struct gaps g = { 0 };
	struct plan_list *list = &out->lists[out->list_count];
	struct nodes nodes = { 0 };
	struct err err = ERR_NONE;

	judge_gaps(&g, p->judge, &from->select);
	if (gaps_any(&g) && !gaps_open(&g))
		note(p, &out->partial, gaps_reason(&g, &p->judge->coverage));
	if (eval_nodes(p->judge->eval, &from->select, NULL, p->judge->arena, &nodes, &err) != 0)
		note(p, &out->partial, keep(p, err.text));
	*title = from->title != NULL ? from->title : *title;
	list->title = *title;
	list->tick = from->tick;
	take_nodes(p, from, &nodes, list);
	if (list->count > 0) {
		out->list_count++;
		*title = NULL;
	}
}

/* What a step lists of the outcomes: the text, or NULL. */
static const char *work_of(const struct planning *p, enum step_work work, const struct outcome *o)
{
	enum severity worst;

	if (work == STEP_WORK_QUESTIONS)
		return o->state == OUTCOME_UNDECIDED ? o->question : NULL;
	if (!outcome_worst(o, &worst) || worst < SEVERITY_ACTION)
		return NULL;
	return arena_printf(p->judge->arena, "%s (%s, %s)", o->rule->title,
			    severity_name(worst), o->rule->id);
}

/* Rules of that weight that nobody decided. */
static unsigned not_decided(const struct planning *p, enum step_work work)
{
	enum severity least = work == STEP_WORK_FINDINGS ? SEVERITY_ACTION : SEVERITY_INFO;
	unsigned n = 0;

	for (size_t i = 0; i < p->outcomes->count; i++) {
		const struct outcome *o = &p->outcomes->items[i];

		n += (o->state == OUTCOME_UNDECIDED || o->state == OUTCOME_ERROR) &&
		     o->rule->severity >= least;
	}
	return n;
}

/* Rules that are in force and were not asked. */
static unsigned not_judged(const struct planning *p)
{
	const struct rules *r = p->judge->rules;
	unsigned n = 0;

	for (size_t i = 0; i < r->all.len; i++)
		n += rule_in_force(r->all.items[i], r->edition);
	return n - (unsigned)p->outcomes->count;
}

static void take_work(const struct planning *p, enum step_work work, struct plan_step *out)
{
	CLEANUP(map_release) struct map seen = { 0 };
	struct plan_list *list = &out->lists[out->list_count];
	unsigned open = not_decided(p, work), left = not_judged(p);

	list->items = arena_alloc(p->judge->arena,
				  (p->outcomes->count + 1) * sizeof(*list->items));
	for (size_t i = 0; i < p->outcomes->count; i++) {
		const char *text = work_of(p, work, &p->outcomes->items[i]);

		if (text != NULL)
			add_item(list, &seen, text, PLAN_OPEN);
	}
	if (list->count > 0) {
		out->list_count++;
		list->tick = true;
		out->state = PLAN_OPEN;
	} else if (left > 0 || p->outcomes->count == 0) {
		out->reason = arena_printf(p->judge->arena, "%zu of %zu rules were judged",
					   p->outcomes->count, p->outcomes->count + left);
	} else if (open > 0) {
		out->reason = arena_printf(p->judge->arena, "%u %s not decided", open,
					   open == 1 ? "rule is" : "rules are");
	} else {
		out->state = PLAN_DONE;
	}
}

/* What keeps the items of the lists, or the lists themselves, from being known. */
static void lists_gaps(const struct planning *p, const struct step *s, struct gaps *g)
{
	for (size_t i = 0; i < s->lists.len; i++) {
		const struct step_list *list = s->lists.items[i];

		judge_gaps(g, p->judge, &list->select);
		judge_gaps(g, p->judge, &list->done);
	}
}

static bool lists_have_conditions(const struct step *s)
{
	for (size_t i = 0; i < s->lists.len; i++)
		if (((const struct step_list *)s->lists.items[i])->done.text == NULL)
			return false;
	return s->lists.len > 0;
}

/* The state of a step that has no condition of its own: that of its items. */
static void take_item_states(const struct planning *p, const struct step *s, struct plan_step *out)
{
	CLEANUP(gaps_release) struct gaps g = { 0 };
	enum plan_state state = PLAN_DONE;

	if (!lists_have_conditions(s))
		return;
	lists_gaps(p, s, &g);
	for (size_t i = 0; i < out->list_count; i++)
		for (size_t k = 0; k < out->lists[i].count; k++)
			state = worse(state, out->lists[i].items[k].state);
	if (state == PLAN_DONE && !gaps_any(&g) && out->partial == NULL)
		out->state = PLAN_DONE;
	else if (state == PLAN_OPEN)
		out->state = PLAN_OPEN;
	else if (gaps_any(&g))
		out->reason = gaps_reason(&g, &p->judge->coverage);
	if (out->state == PLAN_UNKNOWN)
		out->option = options_of(p, &g);
}

static void take_done(const struct planning *p, const struct step *s, struct plan_step *out)
{
	CLEANUP(gaps_release) struct gaps g = { 0 };

	out->state = ask(p, &s->done, NULL);
	if (out->state == PLAN_DONE)
		out->proof = fill(p, &s->proof, NULL);
	if (out->state != PLAN_UNKNOWN)
		return;
	out->reason = reason_of(p, &s->done);
	judge_gaps(&g, p->judge, &s->done);
	out->option = options_of(p, &g);
}

static void take_state(const struct planning *p, const struct step *s, struct plan_step *out)
{
	if (s->work != STEP_WORK_NONE)
		take_work(p, s->work, out);
	else if (s->done.text != NULL)
		take_done(p, s, out);
	else
		take_item_states(p, s, out);
}

static void take_request(const struct planning *p, const struct step_request *from,
			 struct plan_step *out)
{
	struct plan_request *request;

	if (from->to == NULL)
		return;
	request = arena_alloc(p->judge->arena, sizeof(*request));
	request->to = from->to;
	request->subject = from->subject;
	request->lines = arena_alloc(p->judge->arena,
				     (from->lines.len + 1) * sizeof(*request->lines));
	for (size_t i = 0; i < from->lines.len; i++) {
		const struct step_line *line = from->lines.items[i];

		request->lines[request->count++] = (struct plan_line){
			line->field,
			line->text.source == NULL ? PLAN_BLANK : fill(p, &line->text, NULL),
		};
	}
	out->request = request;
}

static void take_texts(const struct planning *p, const struct step *s, struct plan_step *out)
{
	const char **texts = arena_alloc(p->judge->arena, (s->texts.len + 1) * sizeof(*texts));

	out->title = fill(p, &s->title, NULL);
	for (size_t i = 0; i < s->texts.len; i++)
		texts[i] = fill(p, s->texts.items[i], NULL);
	out->texts = texts;
}

/* What of the package the texts rest on and was not read; other inputs leave blanks. */
static void note_texts(const struct planning *p, const struct step *s, struct plan_step *out)
{
	CLEANUP(gaps_release) struct gaps g = { 0 };
	static const char *const no_finds[] = { NULL };
	source_set used = 0;

	for (int i = 0; i < SOURCE_COUNT; i++)
		if (source_is_package((enum source)i))
			used |= s->used & SOURCE_BIT(i);
	gaps_add(&g, &p->judge->coverage, used, no_finds);
	if (gaps_any(&g))
		note(p, &out->partial, gaps_reason(&g, &p->judge->coverage));
}

static bool concerns(const struct planning *p, const struct step *s, struct plan_step *out)
{
	enum plan_state state = s->applies.text == NULL ? PLAN_DONE : ask(p, &s->applies, NULL);

	if (state == PLAN_UNKNOWN)
		out->perhaps = reason_of(p, &s->applies);
	return state != PLAN_OPEN;
}

static void make_step(const struct planning *p, const struct step *s, struct plan_step *out)
{
	const char *title = NULL;

	eval_restart(p->judge->eval);
	out->info = &s->info;
	out->state = PLAN_UNKNOWN;
	take_texts(p, s, out);
	if (!concerns(p, s, out)) {
		out->state = PLAN_NOT_APPLICABLE;
	} else {
		out->lists = arena_alloc(p->judge->arena,
					 (s->lists.len + 1) * sizeof(*out->lists));
		for (size_t i = 0; i < s->lists.len; i++)
			take_list(p, s->lists.items[i], &title, out);
		take_state(p, s, out);
		take_request(p, &s->request, out);
		note_texts(p, s, out);
		out->number = plan_count(p->plan) + 1;
	}
	p->plan->steps[out->state]++;
}

static void make_phase(const struct planning *p, const struct phase *from, struct plan_phase *out)
{
	out->id = from->id;
	out->title = from->title;
	out->intro = from->intro;
	out->steps = arena_alloc(p->judge->arena, (from->steps.len + 1) * sizeof(*out->steps));
	for (size_t i = 0; i < from->steps.len; i++)
		make_step(p, from->steps.items[i], &out->steps[out->count++]);
}

void rules_plan(struct rules *r, const struct facts *facts, const struct sources *sources,
		const struct outcomes *outcomes, struct arena *arena, struct plan *out)
{
	struct judge j;
	const struct planning p = { .judge = &j, .outcomes = outcomes, .plan = out };

	memset(out, 0, sizeof(*out));
	out->phases = arena_alloc(arena, (r->phases.len + 1) * sizeof(*out->phases));
	judge_init(&j, r, facts, sources, NULL, arena);
	for (size_t i = 0; i < r->phases.len; i++)
		make_phase(&p, r->phases.items[i], &out->phases[out->count++]);
	judge_release(&j);
}
