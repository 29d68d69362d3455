/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/statements.h"

#include <string.h>

#include "util/buf.h"

static void visit_rule(const struct rule *rule, void (*visit)(void *, const struct answerer *),
		       void *data)
{
	struct answerer a = { .rule = rule, .covers = rule->info.covers, .spot = rule->spot };

	if (a.covers[0] != NULL)
		visit(data, &a);
	for (size_t i = 0; i < rule->needs.len; i++) {
		a.need = rule->needs.items[i];
		a.covers = a.need->covers;
		a.spot = a.need->spot;
		if (a.covers[0] != NULL)
			visit(data, &a);
	}
}

static void visit_phase(const struct phase *phase, void (*visit)(void *, const struct answerer *),
			void *data)
{
	for (size_t i = 0; i < phase->steps.len; i++) {
		const struct step *step = phase->steps.items[i];
		const struct answerer a = {
			.step = step, .covers = step->info.covers, .spot = step->spot,
		};

		if (a.covers[0] != NULL)
			visit(data, &a);
	}
}

void answers_visit(const struct rules *r, void (*visit)(void *data, const struct answerer *a),
		   void *data)
{
	for (size_t i = 0; i < r->all.len; i++)
		visit_rule(r->all.items[i], visit, data);
	for (size_t i = 0; i < r->phases.len; i++)
		visit_phase(r->phases.items[i], visit, data);
}

bool answer_covers(const struct answerer *a, const char *statement)
{
	for (size_t i = 0; a->covers[i] != NULL; i++)
		if (strcmp(a->covers[i], statement) == 0)
			return true;
	return false;
}

/* How the statements are answered. */
struct kinds {
	const struct rules *rules;
	const char *statement;
	bool rule, question, step;
};

static void note_answer(void *data, const struct answerer *a)
{
	struct kinds *t = data;

	if (!answer_covers(a, t->statement))
		return;
	t->step |= a->step != NULL;
	t->question |= a->need != NULL || (a->rule != NULL && a->rule->needs.len > 0);
	t->rule |= a->rule != NULL && a->need == NULL;
}

static struct kinds kinds_of(const struct rules *r, const struct statement *s)
{
	struct kinds t = { .rules = r, .statement = s->id };

	answers_visit(r, note_answer, &t);
	return t;
}

bool statement_answered(const struct rules *r, const struct statement *s)
{
	const struct kinds k = kinds_of(r, s);

	return k.rule || k.question || k.step;
}

static void write_counts(struct buf *out, const struct rules *r)
{
	unsigned rule = 0, question = 0, step = 0, left_out = 0;

	for (size_t i = 0; i < r->statements.len; i++) {
		const struct statement *s = r->statements.items[i];
		const struct kinds t = kinds_of(r, s);

		rule += t.rule;
		question += t.question;
		step += t.step;
		left_out += s->left_out != NULL;
	}
	buf_printf(out, "%zu statements. Answered by a rule: %u, by a question: %u, by a step of "
		   "the plan: %u; an\nanswer may be all three. Left out: %u.\n",
		   r->statements.len, rule, question, step, left_out);
}

/* A cell of a table: a '|' would end it. */
static void write_cell(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '|')
			buf_putc(out, '\\');
		buf_putc(out, *text);
	}
}

struct row {
	struct buf *out;
	const char *statement;
	unsigned answers;
};

static void write_answer(void *data, const struct answerer *a)
{
	struct row *row = data;

	if (!answer_covers(a, row->statement))
		return;
	if (row->answers++ > 0)
		buf_puts(row->out, "; ");
	if (a->step != NULL) {
		buf_printf(row->out, "step `%s`", a->step->info.id);
	} else if (a->need != NULL) {
		buf_printf(row->out, "question of `%s`", a->rule->info.id);
	} else {
		buf_printf(row->out, "`%s` (%s%s)", a->rule->info.id,
			   severity_name(a->rule->info.severity),
			   a->rule->needs.len > 0 ? ", asks" : "");
	}
}

static void write_statement(struct buf *out, const struct rules *r, const struct statement *s)
{
	struct row row = { .out = out, .statement = s->id };

	buf_printf(out, "| %s | ", s->id);
	write_cell(out, s->text);
	for (size_t i = 0; i < s->link_count; i++)
		buf_printf(out, "%s[%s](%s)", i == 0 ? " (" : ", ", s->links[i].title,
			   s->links[i].href);
	buf_puts(out, s->link_count > 0 ? ") | " : " | ");
	answers_visit(r, write_answer, &row);
	if (s->left_out != NULL) {
		buf_puts(out, row.answers > 0 ? "; left out: " : "Left out: ");
		write_cell(out, s->left_out);
	}
	if (s->note != NULL) {
		buf_puts(out, row.answers > 0 ? ". " : "");
		write_cell(out, s->note);
	}
	buf_puts(out, " |\n");
}

void rules_coverage_write(const struct rules *r, struct buf *out)
{
	const char *topic = "";

	buf_puts(out, "# What the pack answers\n\nEvery statement about the platform that a move "
		 "has to reckon with, and what answers it: a rule\n(with its severity; \"asks\" "
		 "where it may need people or settings), a question, a step of the plan,\nor the "
		 "reason why nothing does. Printed by `mxaudit rules coverage`; do not edit.\n\n");
	write_counts(out, r);
	for (size_t i = 0; i < r->statements.len; i++) {
		const struct statement *s = r->statements.items[i];

		if (strcmp(topic, s->topic) != 0)
			buf_printf(out, "\n## %s\n\n| id | statement | answer |\n"
				   "| --- | --- | --- |\n", s->topic);
		topic = s->topic;
		write_statement(out, r, s);
	}
}
