/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/stated.h"

#include <string.h>

#include "util/arena.h"
#include "util/text.h"

static const char *get(const struct answered *a, const char *attr)
{
	return fact_get(a->fact, attr);
}

static void describe(struct answered *a, const struct rule *rule)
{
	const struct need *own = a->question != NULL ? NULL : rule_own_question(rule);

	if (a->question != NULL) {
		a->subject = a->question->id;
		a->asks = a->question->text;
		a->fine = a->question->fine;
	} else {
		a->subject = rule->info.id;
		a->asks = own == NULL ? rule->info.title : own->ask;
		a->fine = own == NULL ? NULL : own->fine;
	}
}

/* What a hand-written fact document may lack or name wrongly is no answer. */
static struct answered *take(const struct rules *r, const struct fact *f, const char *as_of,
			     struct arena *arena)
{
	const char *question = fact_get(f, "question"), *id = fact_get(f, "rule");
	const char *until = fact_get(f, "until");
	const struct rule *rule = id == NULL ? NULL : map_get(&r->rules_by_id, id);
	struct answered *a = arena_alloc(arena, sizeof(*a));

	a->fact = f;
	a->question = question == NULL ? NULL : map_get(&r->questions_by_id, question);
	if (a->question == NULL && rule == NULL)
		return NULL;
	describe(a, rule);
	a->value = fact_get(f, "value");
	if (a->value == NULL && fact_get(f, "reason") == NULL)
		return NULL;
	a->expired = until != NULL && strcmp(until, as_of) < 0;
	return a;
}

static struct fact *copy_of(const struct fact *f, struct arena *arena)
{
	size_t n = fact_def_attr_count(f->def);
	struct fact *copy = arena_alloc(arena, sizeof(*copy));

	*copy = *f;
	copy->values = arena_alloc(arena, (n + 1) * sizeof(*copy->values));
	memcpy(copy->values, f->values, n * sizeof(*copy->values));
	return copy;
}

/* The place of the only fact of that definition; count where there is none. */
static size_t place_of(const struct facts *fs, const struct fact_def *def)
{
	size_t i = 0;

	while (i < fs->count && fs->items[i]->def != def)
		i++;
	return i;
}

/* A fact gets the value that was stated, unless it has one that was read. */
static void supply(struct answers *all, struct answered *a)
{
	const struct question *q = a->question;
	int attr = fact_def_attr(q->fact, q->attribute);
	size_t i = place_of(&all->facts, q->fact);
	struct fact *f;

	if (i < all->facts.count) {
		const char *old = all->facts.items[i]->values[attr];

		if (old != NULL && old[0] != '\0') {
			a->read = old;
			return;
		}
		f = copy_of(all->facts.items[i], all->arena);
	} else {
		f = arena_alloc(all->arena, sizeof(*f));
		f->def = q->fact;
		f->values = arena_alloc(all->arena, (fact_def_attr_count(q->fact) + 1) *
							    sizeof(*f->values));
		all->facts.count++;
	}
	f->values[attr] = a->value;
	all->facts.items[i] = f;
	a->supplied = true;
}

/* The same facts in a list of their own, with room for one more each answer. */
static void own_list(struct answers *all, size_t more)
{
	size_t n = all->facts.count + more;
	struct fact **items = arena_alloc(all->arena, (n + 1) * sizeof(*items));

	if (all->facts.count > 0)
		memcpy(items, all->facts.items, all->facts.count * sizeof(*items));
	all->facts.items = items;
	all->facts.size = n + 1;
}

void answers_init(struct answers *all, const struct rules *r, const struct facts *facts,
		  bool given, const char *as_of, struct arena *arena)
{
	size_t count = 0;
	struct fact *const *list = given ? facts_of(facts, "answer", &count) : NULL;

	memset(all, 0, sizeof(*all));
	all->arena = arena;
	all->facts = *facts;
	if (count == 0)
		return;
	own_list(all, count);
	for (size_t i = 0; i < count; i++) {
		struct answered *a = take(r, list[i], as_of, arena);

		if (a == NULL)
			continue;
		vec_push(&all->list, a);
		if (a->expired)
			continue;
		if (map_add(a->question != NULL ? &all->by_question : &all->by_rule, a->subject,
			    a) == NULL && a->question != NULL && a->question->fact != NULL &&
		    a->value != NULL)
			supply(all, a);
	}
	facts_sort(&all->facts);
}

void answers_release(struct answers *all)
{
	vec_release(&all->list);
	map_release(&all->by_question);
	map_release(&all->by_rule);
}

struct answered *answers_question(const struct answers *all, const struct question *q)
{
	return q == NULL ? NULL : map_get(&all->by_question, q->id);
}

struct answered *answers_rule(const struct answers *all, const char *rule)
{
	return map_get(&all->by_rule, rule);
}

bool answered_fine(const struct answered *a)
{
	if (a->value == NULL)
		return false;
	return strcmp(a->value, "fine") == 0 ||
	       (a->fine != NULL && strcmp(a->value, a->fine) == 0);
}

const char *answered_by(const struct answered *a, struct arena *arena)
{
	const char *by = get(a, "by"), *on = get(a, "on");

	return arena_printf(arena, "%s%s%s", by == NULL ? "somebody" : by,
			    on == NULL ? "" : " on ", on == NULL ? "" : on);
}

/* A size as people write it: in the largest unit that it is a whole number of. */
static const char *shown_value(const struct answered *a, struct arena *arena)
{
	static const char units[] = "\0kmg";
	size_t unit = 0;
	int64_t n;

	if (a->value == NULL || a->question == NULL || a->question->type != QUESTION_BYTES ||
	    !text_to_int(a->value, &n))
		return a->value;
	while (unit < 3 && n > 0 && n % 1024 == 0) {
		n /= 1024;
		unit++;
	}
	return arena_printf(arena, "%lld%.1s", (long long)n, &units[unit]);
}

struct stated *answered_state(struct answered *a, enum stated_effect effect,
			      struct arena *arena)
{
	struct stated *s = arena_alloc(arena, sizeof(*s));
	const char *by = get(a, "by"), *on = get(a, "on"), *place = get(a, "place");

	a->used = true;
	*s = (struct stated){
		.effect = effect, .subject = a->subject, .text = a->asks,
		.value = shown_value(a, arena), .by = by == NULL ? "somebody" : by,
		.on = on == NULL ? "" : on, .until = get(a, "until"),
		.reason = get(a, "reason"), .comment = get(a, "comment"),
		.place = place == NULL ? "" : place, .found = a->read,
	};
	return s;
}

/* With a selection of rules, nobody knows whether another one asks. */
static bool all_selected(const struct rules *r)
{
	for (size_t i = 0; i < r->all.len; i++)
		if (!((struct rule *)r->all.items[i])->selected)
			return false;
	return true;
}

static const char *note_of(const struct answered *a, bool all, struct arena *arena)
{
	if (a->expired)
		return arena_printf(arena, "the answer to '%s' held until %s and counts no more",
				    a->subject, get(a, "until"));
	if (a->used || !all)
		return NULL;
	return arena_printf(arena, "the answer to '%s' decides nothing: with this app and what was "
			    "read no rule asks for it", a->subject);
}

void answers_notes(const struct answers *all, const struct rules *r, struct outcomes *out)
{
	bool whole = all_selected(r);

	out->notes = arena_alloc(out->arena, (all->list.len + 1) * sizeof(*out->notes));
	for (size_t i = 0; i < all->list.len; i++) {
		const struct answered *a = all->list.items[i];
		const char *message = note_of(a, whole, out->arena);

		if (message != NULL)
			out->notes[out->note_count++] =
				(struct outcome_note){ get(a, "place"), message };
	}
}
