/* SPDX-License-Identifier: Apache-2.0 */
/* What people stated, as facts of their own: what it decides is a matter of the rules. */
#include "analyzers/answers.h"

#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "core/reply.h"

enum {
	ANSWER_QUESTION, ANSWER_RULE, ANSWER_VALUE, ANSWER_BY, ANSWER_ON, ANSWER_UNTIL,
	ANSWER_REASON, ANSWER_COMMENT, ANSWER_PLACE
};
static const struct attr_def answer_attrs[] = {
	{ "question", ATTR_NAME, ATTR_KEY, "question of a pack that it answers", NULL },
	{ "rule", ATTR_NAME, ATTR_KEY, "or the rule: its value is then fine or problem", NULL },
	{ "value", ATTR_STRING, 0, "the answer, secrets masked; absent where a risk is accepted",
	  NULL },
	{ "by", ATTR_STRING, ATTR_REQUIRED, "who stated it", NULL },
	{ "on", ATTR_STRING, ATTR_REQUIRED, "day it was stated, YYYY-MM-DD", NULL },
	{ "until", ATTR_STRING, 0, "last day that it holds", NULL },
	{ "reason", ATTR_STRING, 0, "why the risk is accepted as long as nobody knows", NULL },
	{ "comment", ATTR_STRING, 0, "what else was said", NULL },
	{ "place", ATTR_NAME, ATTR_REQUIRED, "file and line that it stands in", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_answer = {
	.name = "answer", .source = SOURCE_ANSWERS, .attrs = answer_attrs,
	.meaning = "What somebody stated; nobody found it",
};
static const struct fact_def *const defs[] = { &fact_answer, NULL };

static void add_answer(struct facts *fs, const struct reply *a)
{
	struct fact *f = facts_add(fs, &fact_answer);

	fact_set(fs, f, ANSWER_QUESTION, a->question);
	fact_set(fs, f, ANSWER_RULE, a->rule);
	emit_text(fs, f, ANSWER_VALUE, a->value);
	fact_set(fs, f, ANSWER_BY, a->by);
	fact_set(fs, f, ANSWER_ON, a->on);
	emit_text(fs, f, ANSWER_UNTIL, a->until);
	emit_text(fs, f, ANSWER_REASON, a->reason);
	emit_text(fs, f, ANSWER_COMMENT, a->comment);
	fact_set(fs, f, ANSWER_PLACE, a->place);
}

void answers_add(struct facts *fs, struct sources *sources, const struct replies *replies)
{
	source_complete(sources, SOURCE_ANSWERS);
	for (size_t i = 0; i < replies->count; i++)
		add_answer(fs, &replies->items[i]);
}

static void derive(void *state, struct world *w)
{
	(void)state;
	if (w->replies != NULL)
		answers_add(w->facts, w->sources, w->replies);
}

const struct analyzer analyzer_answers = {
	.name = "answers",
	.summary = "what people stated",
	.facts = defs,
	.derive = derive,
};
