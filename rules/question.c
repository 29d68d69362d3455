/* SPDX-License-Identifier: Apache-2.0 */
/* Questions of the packs: how they stand in a file, who asks them, and what answers them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/reply.h"
#include "rules/reader.h"
#include "rules/table.h"
#include "rules/value.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

enum { RISK_DAYS = 366, BLOCKER_RISK_DAYS = 180 };

static const char *const types[QUESTION_TYPE_COUNT] = { "yes-no", "number", "bytes", "text",
							"choice", "date" };

/* -- as they stand in a file -- */

static int check_question(struct reader *r, const struct question *q)
{
	bool choice = q->type == QUESTION_CHOICE;

	if (choice != (q->choices != NULL))
		return table_fault(r->err, r->file, q->spot.line,
				   choice ? "question '%s' lacks attribute 'choices'"
					  : "question '%s' is no choice and takes no 'choices'",
				   q->id);
	if (q->fine != NULL && q->type != QUESTION_YES_NO)
		return table_fault(r->err, r->file, q->spot.line,
				   "question '%s': 'fine' goes with type yes-no only", q->id);
	if ((q->type == QUESTION_YES_NO) == (q->fact_text != NULL))
		return table_fault(r->err, r->file, q->spot.line,
				   q->fact_text != NULL
				   ? "question '%s': yes or no stands in for no fact"
				   : "question '%s' lacks attribute 'fact': what does its answer "
				     "stand in for?", q->id);
	return 0;
}

int read_question(struct reader *r, const xmlNode *node)
{
	struct question *q = arena_alloc(r->rules->arena, sizeof(*q)), *old;
	const char *type = reader_attr(r, node, "type");

	q->id = reader_attr(r, node, "id");
	while (strcmp(types[q->type], type) != 0)
		q->type++;
	q->fine = reader_attr(r, node, "fine");
	q->choices = reader_attr(r, node, "choices");
	q->fact_text = reader_attr(r, node, "fact");
	q->spot = reader_spot(r, node);
	for (const xmlNode *c = node->children; c != NULL; c = c->next) {
		if (reader_is(c, "text"))
			q->text = reader_content(r, c);
		else if (reader_is(c, "why"))
			q->why = reader_content(r, c);
	}
	if (check_question(r, q) != 0)
		return -1;
	if (q->type == QUESTION_YES_NO && q->fine == NULL)
		q->fine = "yes";
	old = map_add(&r->rules->questions_by_id, q->id, q);
	if (old != NULL)
		return table_fault(r->err, r->file, q->spot.line,
				   "question '%s' is already at %s:%d", q->id, old->spot.file,
				   old->spot.line);
	vec_push(&r->rules->questions, q);
	return 0;
}

/* -- who asks them -- */

/* "fact/@attribute" of the vocabulary. */
static int link_fact(const struct rules *r, struct question *q, struct err *err)
{
	const char *slash = strstr(q->fact_text, "/@");
	const char *name;

	if (slash == NULL)
		return table_fault(err, q->spot.file, q->spot.line,
				   "question '%s': '%s' is not like 'fact/@attribute'", q->id,
				   q->fact_text);
	name = arena_text_n(r->arena, q->fact_text, (size_t)(slash - q->fact_text));
	q->fact = vocabulary_find(r->vocabulary, name);
	q->attribute = slash + 2;
	if (q->fact == NULL || fact_def_attr(q->fact, q->attribute) < 0)
		return table_fault(err, q->spot.file, q->spot.line,
				   "question '%s': there is no '%s' that an answer could stand "
				   "in for", q->id, q->fact_text);
	return 0;
}

static int link_need(const struct rules *r, const struct rule *rule, struct need *n,
		     struct err *err)
{
	if (n->question_id == NULL)
		return 0;
	n->question = map_get(&r->questions_by_id, n->question_id);
	if (n->question == NULL)
		return table_fault(err, n->spot.file, n->spot.line, "unknown question '%s'",
				   n->question_id);
	if (n->select_text.text == NULL && n->question->type != QUESTION_YES_NO)
		return table_fault(err, n->spot.file, n->spot.line,
				   "'needs' lacks attribute 'select': an answer to '%s' stands in "
				   "for a fact", n->question_id);
	if (n->ask == NULL)
		n->ask = n->question->text;
	if (!n->question->asked || rule->info.severity > n->question->worst)
		n->question->worst = rule->info.severity;
	n->question->asked = true;
	return 0;
}

int questions_link(struct rules *r, struct err *err)
{
	for (size_t i = 0; i < r->questions.len; i++) {
		struct question *q = r->questions.items[i];

		if (q->fact_text != NULL && link_fact(r, q, err) != 0)
			return -1;
	}
	for (size_t i = 0; i < r->all.len; i++) {
		const struct rule *rule = r->all.items[i];

		for (size_t k = 0; k < rule->needs.len; k++)
			if (link_need(r, rule, rule->needs.items[k], err) != 0)
				return -1;
	}
	return 0;
}

/* -- what answers them -- */

static int unknown(const struct rules *r, const struct reply *a, struct err *err)
{
	size_t count = a->rule != NULL ? r->all.len : r->questions.len;
	CLEANUP(cleanup_free) const char **names = alloc_zero(count + 1, sizeof(*names));
	const char *kind = a->rule != NULL ? "rule" : "question", *near;

	for (size_t i = 0; i < count; i++)
		names[i] = a->rule != NULL ? ((struct rule *)r->all.items[i])->info.id
					   : ((struct question *)r->questions.items[i])->id;
	near = text_nearest(a->rule != NULL ? a->rule : a->question, names);
	return near == NULL ? err_set(err, "no pack has this %s", kind)
			    : err_set(err, "no pack has this %s; did you mean '%s'?", kind, near);
}

static bool yes_or_no(const char **value)
{
	if (text_compare_lower(*value, "yes") == 0 || text_compare_lower(*value, "true") == 0)
		*value = "yes";
	else if (text_compare_lower(*value, "no") == 0 ||
		 text_compare_lower(*value, "false") == 0)
		*value = "no";
	else
		return false;
	return true;
}

static bool to_number(struct arena *arena, const char **value, bool bytes)
{
	int64_t number;
	uint64_t size;

	if (bytes ? !text_to_size(*value, &size) || size > INT64_MAX
		  : !text_to_int(*value, &number) || number < 0)
		return false;
	*value = bytes ? arena_printf(arena, "%llu", (unsigned long long)size)
		       : arena_printf(arena, "%lld", (long long)number);
	return true;
}

const char *question_takes(const struct question *q, struct arena *arena)
{
	CLEANUP(cleanup_free) char *list = NULL;

	switch (q->type) {
	case QUESTION_YES_NO:
		return "yes or no";
	case QUESTION_NUMBER:
		return "a whole number, such as 2";
	case QUESTION_BYTES:
		return "a size, such as 512m or 2g";
	case QUESTION_DATE:
		return "a day, as YYYY-MM-DD";
	case QUESTION_CHOICE:
		list = alloc_text(q->choices);
		for (char *bar = list; (bar = strchr(bar, '|')) != NULL;)
			*bar = '/';
		return arena_printf(arena, "one of %s", list);
	default:
		return "a text";
	}
}

static int check_value(const struct question *q, struct reply *a, struct arena *arena,
		       struct err *err)
{
	bool right = true;
	int64_t days;

	if (q->type == QUESTION_YES_NO)
		right = yes_or_no(&a->value);
	else if (q->type == QUESTION_NUMBER || q->type == QUESTION_BYTES)
		right = to_number(arena, &a->value, q->type == QUESTION_BYTES);
	else if (q->type == QUESTION_CHOICE)
		right = text_is_word(q->choices, a->value);
	else if (q->type == QUESTION_DATE)
		right = strlen(a->value) == 10 && value_days(a->value, &days);
	if (!right)
		return err_set(err, "'%s' takes %s", q->id, question_takes(q, arena));
	return 0;
}

static int check_risk(const struct reply *a, enum severity worst, struct err *err)
{
	int64_t from = 0, to = 0, most = worst == SEVERITY_BLOCKER ? BLOCKER_RISK_DAYS : RISK_DAYS;

	value_days(a->on, &from);
	value_days(a->until, &to);
	if (to - from <= most)
		return 0;
	return worst == SEVERITY_BLOCKER
		? err_set(err, "what could be a blocker may be accepted for %d days at most",
			  (int)BLOCKER_RISK_DAYS)
		: err_set(err, "a risk may be accepted for a year at most");
}

const struct need *rule_own_question(const struct rule *rule)
{
	const struct need *own = NULL;

	for (size_t i = 0; i < rule->needs.len; i++) {
		const struct need *n = rule->needs.items[i];

		if (n->question_id != NULL)
			continue;
		if (own != NULL)
			return NULL;
		own = n;
	}
	return own;
}

/* A rule is answered with a word of its own, or as what it asks. */
static int check_rule_value(const struct rule *rule, struct reply *a, struct err *err)
{
	if (strcmp(a->value, "fine") == 0 || strcmp(a->value, "problem") == 0)
		return 0;
	if (rule_own_question(rule) == NULL)
		return err_set(err, "a rule takes fine or problem");
	return yes_or_no(&a->value) ? 0 : err_set(err, "'%s' takes yes or no", rule->info.id);
}

int rules_check_reply(const struct rules *r, struct reply *a, struct arena *arena,
		      struct err *err)
{
	const struct rule *rule = a->rule == NULL ? NULL : map_get(&r->rules_by_id, a->rule);
	struct question *q = a->question == NULL ? NULL
						 : map_get(&r->questions_by_id, a->question);

	if (rule == NULL && q == NULL)
		return unknown(r, a, err);
	if (strcmp(a->on, r->as_of) > 0)
		return err_set(err, "'on' is after the day of the audit, %s", r->as_of);
	if (a->value == NULL)
		return check_risk(a, rule != NULL ? rule->info.severity : q->worst, err);
	if (rule != NULL)
		return check_rule_value(rule, a, err);
	return check_value(q, a, arena, err);
}
