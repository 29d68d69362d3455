/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/deciding.h"

#include <string.h>

#include "rules/finding.h"
#include "util/arena.h"

void people_state(struct deciding *d, struct answered *a, enum stated_effect effect)
{
	vec_push(&d->people.stated, answered_state(a, effect, d->judge->arena));
}

/* What was read tells it. An answer has stood in for that, or is compared with it at the end. */
void people_need_holds(struct deciding *d, struct answered *a)
{
	if (a == NULL || a->value == NULL)
		return;
	if (a->supplied) {
		people_state(d, a, STATED_SUPPLIES);
		d->people.supplied = true;
	} else if (a->read != NULL && strcmp(a->read, a->value) != 0) {
		people_state(d, a, STATED_OVERRULED);
	} else if (a->read == NULL) {
		vec_push(&d->people.measured, a);
	}
	a->used = true;
}

void people_need_answered(struct deciding *d, const struct need *n, struct answered *a)
{
	struct people *p = &d->people;

	if (a->value == NULL) {
		p->risk = p->risk == NULL ? a : p->risk;
		people_state(d, a, STATED_ACCEPTED);
		return;
	}
	people_state(d, a, STATED_DECIDES);
	if (answered_fine(a)) {
		p->fine = p->fine == NULL ? a : p->fine;
		p->settled |= judge_sources(d->judge, &n->select);
	} else if (p->problem == NULL) {
		p->problem = a;
	}
}

/* What answers it: an input that was not given, or people, whom nobody asks of settings alone. */
static const char *option_of(const struct deciding *d, const struct need *n)
{
	const struct gaps *g = &d->people.gaps;
	struct arena *arena = d->judge->arena;
	const char *input = n->option != NULL ? n->option : gaps_option(g, arena);

	if (d->judge->rules->of_settings)
		return input;
	if (n->select.text == NULL)
		return input == NULL ? "--answers FILE" : input;
	return input == NULL ? "--answers FILE"
			     : arena_printf(arena, "%s or --answers FILE", input);
}

void people_need_open(struct deciding *d, const struct need *n)
{
	struct people *p = &d->people;
	struct arena *arena = d->judge->arena;
	struct ask *ask = arena_alloc(arena, sizeof(*ask));

	*ask = (struct ask){ .text = n->ask, .takes = rule_own_question(d->rule) == NULL
							     ? "fine or problem" : "yes or no" };
	if (n->question != NULL)
		*ask = (struct ask){
			.question = n->question->id, .text = n->question->text,
			.why = n->question->why, .takes = question_takes(n->question, arena),
		};
	if (p->asks.len == 0) {
		p->human = n->select.text == NULL;
		if (p->human)
			gaps_add_source(&p->gaps, SOURCE_ANSWERS, &d->judge->coverage);
		else
			judge_gaps(&p->gaps, d->judge, &n->select);
		p->option = option_of(d, n);
		d->out->question = n->ask;
	}
	vec_push(&p->asks, ask);
}

/* A finding that nobody found. */
static struct finding *finding_of(struct deciding *d, const struct answered *a,
				  const char *message)
{
	struct arena *arena = d->judge->arena;
	struct finding *f = arena_alloc(arena, sizeof(*f));
	const char *place = fact_get(a->fact, "place");

	f->key = "stated";
	f->part = "";
	f->severity = d->rule->info.severity;
	finding_fingerprint(f, d->rule);
	f->message = message;
	f->places = arena_alloc(arena, sizeof(*f->places));
	f->place_count = 1;
	*f->places = (struct place){ .message = message, .fact = a->fact,
				     .origin = place == NULL ? "" : place };
	return f;
}

static void take_stated(struct deciding *d, struct finding *f)
{
	d->out->findings = f;
	d->out->finding_count = 1;
	d->out->by_statement = true;
	d->out->state = OUTCOME_FINDINGS;
}

/* ": the scales use TLS 1.0", or nothing. */
static const char *tail(const struct answered *a, const char *attr, struct arena *arena)
{
	const char *text = fact_get(a->fact, attr);

	return text == NULL ? "" : arena_printf(arena, ": %s", text);
}

void people_problem(struct deciding *d, const struct answered *a)
{
	struct arena *arena = d->judge->arena;

	take_stated(d, finding_of(d, a, arena_printf(arena, "%s – '%s' was stated by %s%s",
						     a->asks, a->value, answered_by(a, arena),
						     tail(a, "comment", arena))));
}

void people_risk(struct deciding *d, const struct answered *a)
{
	struct arena *arena = d->judge->arena;
	const char *until = fact_get(a->fact, "until");
	struct finding *f;

	f = finding_of(d, a, arena_printf(arena, "%s – not known; accepted as a risk until %s "
					  "by %s%s", a->asks,
					  until == NULL ? "further notice" : until,
					  answered_by(a, arena), tail(a, "reason", arena)));
	f->waived = true;
	take_stated(d, f);
}

void people_fine(struct deciding *d, const struct answered *a)
{
	struct arena *arena = d->judge->arena;
	struct rule_info *info = arena_alloc(arena, sizeof(*info));

	d->out->state = OUTCOME_CLEAR;
	*info = d->rule->info;
	info->clear = arena_printf(arena, "%s – '%s' was stated by %s%s", a->asks, a->value,
				   answered_by(a, arena), tail(a, "comment", arena));
	d->out->rule = info;
	d->out->by_statement = true;
}

/* -- what people said, beside what was read -- */

static const char *found_text(const struct deciding *d)
{
	if (d->out->state == OUTCOME_FINDINGS)
		return d->out->findings[0].message;
	return d->out->rule->clear != NULL ? d->out->rule->clear : "nothing was found";
}

/* What was read decided the rule: an answer that says otherwise is told so. */
static void compare(struct deciding *d, struct answered *a)
{
	bool found = d->out->state == OUTCOME_FINDINGS;
	const char *read = a->read;

	if (a->value == NULL || (!found && d->out->state != OUTCOME_CLEAR))
		return;
	a->used = true;
	if (found != answered_fine(a))
		return;
	a->read = found_text(d);
	people_state(d, a, STATED_OVERRULED);
	a->read = read;
}

/* An answer to the rule itself decides what is left undecided. */
static void use_rule_answer(struct deciding *d)
{
	struct answered *a = answers_rule(&d->judge->answers, d->rule->info.id);

	if (a == NULL)
		return;
	if (d->out->state != OUTCOME_UNDECIDED) {
		compare(d, a);
		return;
	}
	d->out->question = d->out->reason = d->out->ask_option = NULL;
	d->out->open = false;
	d->people.asks.len = 0;
	people_state(d, a, a->value == NULL ? STATED_ACCEPTED : STATED_DECIDES);
	if (a->value == NULL)
		people_risk(d, a);
	else if (answered_fine(a))
		people_fine(d, a);
	else
		people_problem(d, a);
}

/* Findings that rest on what was stated say whose word that is. */
static void note_supplied(struct deciding *d)
{
	struct arena *arena = d->judge->arena;
	const char *note = NULL;

	for (size_t i = 0; i < d->people.stated.len; i++) {
		const struct stated *s = d->people.stated.items[i];

		if (s->effect == STATED_SUPPLIES)
			note = arena_printf(arena, "%s%s'%s' was stated by %s%s%s",
					    note == NULL ? "" : note, note == NULL ? "" : "; ",
					    s->value, s->by, s->on[0] == '\0' ? "" : " on ", s->on);
	}
	for (size_t i = 0; i < d->out->finding_count; i++)
		d->out->findings[i].stated = note;
}

void people_finish(struct deciding *d)
{
	struct outcome *out = d->out;
	struct people *p = &d->people;
	struct ask *asks = arena_alloc(d->judge->arena, (p->asks.len + 1) * sizeof(*asks));
	struct stated *stated;

	for (size_t i = 0; i < p->measured.len; i++)
		compare(d, p->measured.items[i]);
	use_rule_answer(d);
	note_supplied(d);
	stated = arena_alloc(d->judge->arena, (p->stated.len + 1) * sizeof(*stated));
	for (size_t i = 0; i < p->asks.len; i++)
		asks[i] = *(struct ask *)p->asks.items[i];
	for (size_t i = 0; i < p->stated.len; i++)
		stated[i] = *(struct stated *)p->stated.items[i];
	out->asks = asks;
	out->ask_count = p->asks.len;
	out->stated = stated;
	out->stated_count = p->stated.len;
}

/* What an answer stands in for was read, as far as this rule needs it. Returns what was changed. */
source_set people_cover(struct deciding *d)
{
	struct coverage *c = &d->judge->coverage;
	source_set covered = 0;

	for (size_t i = 0; i < d->rule->needs.len; i++) {
		const struct need *n = d->rule->needs.items[i];
		const struct answered *a = answers_question(&d->judge->answers, n->question);

		if (a == NULL || !a->supplied ||
		    c->state[n->question->fact->source] != SOURCE_ABSENT)
			continue;
		c->state[n->question->fact->source] = SOURCE_COMPLETE;
		covered |= SOURCE_BIT(n->question->fact->source);
	}
	return covered;
}

void people_uncover(struct deciding *d, source_set covered)
{
	for (int i = 0; i < SOURCE_COUNT; i++)
		if ((covered & SOURCE_BIT(i)) != 0)
			d->judge->coverage.state[i] = SOURCE_ABSENT;
}

void people_release(struct people *p)
{
	gaps_release(&p->gaps);
	vec_release(&p->asks);
	vec_release(&p->stated);
	vec_release(&p->measured);
}
