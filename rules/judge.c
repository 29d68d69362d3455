/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/judge.h"

#include <string.h>

#include "rules/deciding.h"
#include "rules/finding.h"
#include "rules/value.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"

enum { CLEAR_MAX = 16384 };

static bool variable(const void *data, const char *name, struct eval_value *out)
{
	const struct judge *j = data;
	const struct param *p;

	if (strcmp(name, "as-of") == 0) {
		out->text = j->as_of;
		return true;
	}
	p = map_get(&j->rules->params_by_name, name);
	if (p == NULL)
		return false;
	out->text = j->overrides && p->override != NULL ? p->override
							: param_value(p, j->edition);
	if (out->text == NULL)
		return false;
	if (value_param_number(p->type, out->text, &out->number))
		out->text = NULL;
	return true;
}

void judge_init(struct judge *j, const struct rules *r, const struct facts *facts,
		const struct sources *sources, const char *as_of, struct arena *arena)
{
	struct eval_setup setup = {
		.facts = &j->answers.facts,
		.groups = &r->groups,
		.words = &r->words,
		.patterns = &r->patterns,
		.variable = variable,
		.data = j,
		.max_steps = r->limits.xpath_steps,
		.max_pattern_steps = r->limits.pattern_steps,
	};

	*j = (struct judge){ .rules = r, .arena = arena, .edition = r->edition,
			     .as_of = as_of == NULL ? r->as_of : as_of, .overrides = true };
	answers_init(&j->answers, r, facts, sources->state[SOURCE_ANSWERS] != SOURCE_ABSENT,
		     j->as_of, arena);
	coverage_init(&j->coverage, r, facts, sources, arena);
	j->eval = eval_new(&setup);
}

void judge_release(struct judge *j)
{
	eval_free(j->eval);
	coverage_release(&j->coverage);
	answers_release(&j->answers);
}

source_set judge_sources(const struct judge *j, const struct expr *x)
{
	if (x->text == NULL)
		return 0;
	return x->names.sources | coverage_find_sources(&j->coverage, x->names.finds);
}

void judge_gaps(struct gaps *g, const struct judge *j, const struct expr *x)
{
	gaps_add(g, &j->coverage, x->names.sources, x->names.finds);
}

bool judge_unsafe(const struct judge *j, const struct expr *x)
{
	CLEANUP(gaps_release) struct gaps negated = { 0 };
	CLEANUP(gaps_release) struct gaps all = { 0 };

	gaps_add(&negated, &j->coverage, x->names.negated, x->names.negated_finds);
	judge_gaps(&all, j, x);
	/* Matches of a search for something else are not this find's. */
	return gaps_any(&negated) || all.find_absent;
}

static void decide(struct deciding *d, enum outcome_state state)
{
	d->out->state = state;
}

static void undecided(struct deciding *d, const struct gaps *g)
{
	const struct coverage *c = &d->judge->coverage;

	decide(d, OUTCOME_UNDECIDED);
	d->out->question = NULL;
	d->out->reason = gaps_reason(g, c);
	d->out->open = gaps_open(g);
	d->out->ask_option = gaps_option(g, d->judge->arena);
}

static void failed(struct deciding *d)
{
	decide(d, OUTCOME_ERROR);
	d->out->reason = arena_text(d->judge->arena, d->err.text);
}

/* Steps 1 and 2. True: decided. */
static bool decide_applies(struct deciding *d)
{
	const struct expr *x = &d->rule->applies;
	bool holds;

	if (x->text == NULL || d->judge->rules->of_settings)
		return false;
	judge_gaps(&d->applies, d->judge, x);
	if (eval_boolean(d->judge->eval, x, NULL, &holds, &d->err) != 0)
		failed(d);
	else if ((!holds && gaps_any(&d->applies)) || judge_unsafe(d->judge, x))
		undecided(d, &d->applies);
	else if (!holds)
		decide(d, OUTCOME_NOT_APPLICABLE);
	else
		return false;
	return true;
}

/* -- step 3: what must be known -- */

static void decide_need(struct deciding *d, const struct need *n)
{
	struct answered *a = answers_question(&d->judge->answers, n->question);
	bool holds = false;

	if (n->select.text != NULL &&
	    eval_boolean(d->judge->eval, &n->select, NULL, &holds, &d->err) != 0)
		return;
	if (holds && !judge_unsafe(d->judge, &n->select))
		people_need_holds(d, a);
	else if (a != NULL && (a->value == NULL || n->question->type == QUESTION_YES_NO))
		people_need_answered(d, n, a);
	else
		people_need_open(d, n);
}

/* True: decided. */
static bool decide_needs(struct deciding *d)
{
	struct people *p = &d->people;

	for (size_t i = 0; !d->err.set && i < d->rule->needs.len; i++)
		decide_need(d, d->rule->needs.items[i]);
	if (d->err.set) {
		failed(d);
	} else if (p->problem != NULL) {
		people_problem(d, p->problem);
	} else if (p->asks.len > 0) {
		const char *question = d->out->question;

		undecided(d, &p->gaps);
		d->out->question = question;
		/* A file of answers need not have them all. */
		d->out->open |= p->human;
		if (!gaps_any(&p->gaps))
			d->out->reason = p->human ? "nobody has answered it"
						  : "what was read does not tell";
		d->out->ask_option = p->option;
	} else if (p->risk != NULL) {
		people_risk(d, p->risk);
	} else {
		return false;
	}
	return true;
}

static const char *partial_note(const struct deciding *d, const struct part *p,
				const struct gaps *g)
{
	CLEANUP(gaps_release) struct gaps all = { 0 };
	static const char *const no_finds[] = { NULL };

	gaps_join(&all, g);
	gaps_add(&all, &d->judge->coverage, p->used, no_finds);
	if (!gaps_any(&all))
		return NULL;
	return arena_printf(d->judge->arena, "over a partial source: %s",
			    gaps_reason(&all, &d->judge->coverage));
}

/* Steps 4 to 6, for one part: its findings, or what keeps it undecided. */
static void decide_part(struct deciding *d, const struct part *p)
{
	CLEANUP(gaps_release) struct gaps g = { 0 };
	struct nodes nodes = { 0 };

	/* Somebody said that all is fine about it. */
	if (((judge_sources(d->judge, &p->select) | judge_sources(d->judge, &p->key)) &
	     d->people.settled) != 0)
		return;
	judge_gaps(&g, d->judge, &p->select);
	judge_gaps(&g, d->judge, &p->key);
	if (gaps_absent(&g)) {
		gaps_join(&d->open, &g);
		return;
	}
	if (eval_nodes(d->judge->eval, &p->select, NULL, d->judge->arena, &nodes, &d->err) != 0)
		return;
	if (nodes.count > 0 ? judge_unsafe(d->judge, &p->select) : gaps_any(&g))
		gaps_join(&d->open, &g);
	else if (nodes.count > 0)
		finding_make(&d->findings, &(struct finding_job){
			.eval = d->judge->eval, .rule = d->rule, .part = p,
			.partial = partial_note(d, p, &g), .arena = d->judge->arena,
		}, &nodes, &d->err);
}

static void take_findings(struct deciding *d)
{
	struct outcome *out = d->out;

	vec_sort(&d->findings, finding_compare);
	out->finding_count = d->findings.len;
	out->findings = arena_alloc(d->judge->arena, d->findings.len * sizeof(*out->findings));
	for (size_t i = 0; i < d->findings.len; i++)
		out->findings[i] = *(struct finding *)d->findings.items[i];
	decide(d, OUTCOME_FINDINGS);
}

/* Some parts found something, others could not be decided: each finding says that, too. */
static void note_open(struct deciding *d)
{
	struct arena *arena = d->judge->arena;
	const char *reason = gaps_reason(&d->open, &d->judge->coverage);

	d->out->reason = arena_printf(arena, "not everything was looked at: %s", reason);
	for (size_t i = 0; i < d->out->finding_count; i++) {
		struct finding *f = &d->out->findings[i];

		if (f->partial == NULL)
			f->partial = arena_printf(arena, "over a partial source: %s", reason);
		else if (strstr(f->partial, reason) == NULL)
			f->partial = arena_printf(arena, "%s; %s", f->partial, reason);
	}
}

/* What was looked at; its holes are this run's, so the outcome gets its own copy of the rule. */
static void decide_clear(struct deciding *d)
{
	CLEANUP(buf_release) struct buf text = { .max = CLEAR_MAX };
	struct rule_info *info;

	decide(d, OUTCOME_CLEAR);
	if (d->people.fine != NULL) {
		people_fine(d, d->people.fine);
		return;
	}
	d->out->by_statement = d->people.supplied;
	if (d->rule->clear.source == NULL)
		return;
	if (message_write(&text, d->judge->eval, &d->rule->clear, NULL, &d->err) != 0) {
		failed(d);
		return;
	}
	info = arena_alloc(d->judge->arena, sizeof(*info));
	*info = d->rule->info;
	info->clear = arena_text(d->judge->arena, buf_text(&text));
	d->out->rule = info;
}

static void decide_parts(struct deciding *d)
{
	for (size_t i = 0; !d->err.set && i < d->rule->parts.len; i++)
		decide_part(d, d->rule->parts.items[i]);
	if (d->err.set) {
		failed(d);
	} else if (d->findings.len > 0) {
		take_findings(d);
		if (gaps_any(&d->open))
			note_open(d);
	} else if (gaps_any(&d->open) || gaps_any(&d->applies)) {
		gaps_join(&d->open, &d->applies);
		undecided(d, &d->open);
	} else {
		decide_clear(d);
	}
}

static void decide_rule(struct deciding *d)
{
	source_set covered;

	if (decide_applies(d))
		return;
	covered = people_cover(d);
	if (!decide_needs(d))
		decide_parts(d);
	people_uncover(d, covered);
}

static void list_inputs(const struct judge *j, const struct rule *rule, struct outcome *out)
{
	source_set all = j->rules->of_settings ? 0 : judge_sources(j, &rule->applies);

	for (size_t i = 0; i < rule->needs.len; i++) {
		const struct need *n = rule->needs.items[i];

		all |= n->select.text == NULL ? SOURCE_BIT(SOURCE_ANSWERS)
					      : judge_sources(j, &n->select);
	}
	for (size_t i = 0; i < rule->parts.len; i++) {
		const struct part *p = rule->parts.items[i];

		all |= judge_sources(j, &p->select) | judge_sources(j, &p->key);
	}
	out->inputs = arena_alloc(j->arena, SOURCE_COUNT * sizeof(*out->inputs));
	for (int i = 0; i < SOURCE_COUNT; i++) {
		if ((all & SOURCE_BIT(i)) == 0)
			continue;
		out->inputs[out->input_count++] = (struct outcome_input){
			.source = (enum source)i,
			.state = j->coverage.state[i],
			.reason = j->coverage.state[i] == SOURCE_COMPLETE ? NULL
									   : j->coverage.reason[i],
		};
	}
}

void judge_rule(struct judge *j, const struct rule *rule, struct outcome *out)
{
	struct deciding d = { .judge = j, .rule = rule, .out = out };

	memset(out, 0, sizeof(*out));
	out->rule = &rule->info;
	eval_restart(j->eval);
	list_inputs(j, rule, out);
	decide_rule(&d);
	people_finish(&d);
	gaps_release(&d.applies);
	gaps_release(&d.open);
	vec_release(&d.findings);
	people_release(&d.people);
}

static void start(struct outcomes *out, struct arena *arena, size_t count)
{
	out->arena = arena;
	out->count = count;
	out->items = arena_alloc(arena, (count + 1) * sizeof(*out->items));
}

int rules_judge(struct rules *r, const struct facts *facts, const struct sources *sources,
		struct arena *arena, struct outcomes *out, struct err *err)
{
	struct judge j;

	(void)err;
	start(out, arena, r->chosen.len);
	judge_init(&j, r, facts, sources, NULL, arena);
	for (size_t i = 0; i < r->chosen.len; i++)
		judge_rule(&j, r->chosen.items[i], &out->items[i]);
	answers_notes(&j.answers, r, out);
	judge_release(&j);
	return 0;
}

int rules_judge_one(struct rules *r, const char *id, const struct facts *facts,
		    const struct sources *sources, struct arena *arena, struct outcomes *out,
		    struct err *err)
{
	struct judge j;

	for (size_t i = 0; i < r->chosen.len; i++) {
		const struct rule *rule = r->chosen.items[i];

		if (strcmp(rule->info.id, id) != 0)
			continue;
		start(out, arena, 1);
		judge_init(&j, r, facts, sources, NULL, arena);
		judge_rule(&j, rule, &out->items[0]);
		judge_release(&j);
		return 0;
	}
	return err_set(err, "unknown rule '%s'", id);
}
