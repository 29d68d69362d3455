/* SPDX-License-Identifier: Apache-2.0 */
/* `mxaudit answers init`: a file with just the questions that are left, to be filled in. */
#include <stdio.h>
#include <string.h>

#include "cli/audit.h"
#include "cli/command.h"
#include "cli/output.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"
#include "util/vec.h"

enum { OUTPUT_MAX = 1 << 26, COLUMNS = 96 };

/* A question, or a rule that asks for itself, and the rules that wait for it. */
struct item {
	const struct ask *ask;		/* NULL: the rule waits for an input, not for people */
	const struct outcome *first;
	struct vec rules;		/* struct outcome */
	enum severity worst;
};

static bool is_question(const struct item *it)
{
	return it->ask != NULL && it->ask->question != NULL;
}

static const char *id_of(const struct item *it)
{
	return is_question(it) ? it->ask->question : it->first->rule->id;
}

/* Worst first; questions that several rules share before rules of the same weight. */
static int compare_items(const void *left, const void *right)
{
	const struct item *a = left, *b = right;

	if (a->worst != b->worst)
		return a->worst > b->worst ? -1 : 1;
	if (is_question(a) != is_question(b))
		return is_question(a) ? -1 : 1;
	return strcmp(id_of(a), id_of(b));
}

static void add_item(struct vec *items, const struct ask *ask, const struct outcome *o,
		     struct arena *arena)
{
	struct item new = { .ask = ask, .first = o, .worst = o->rule->severity }, *it = NULL;

	for (size_t i = 0; i < items->len && it == NULL; i++) {
		struct item *old = items->items[i];

		if (is_question(old) == is_question(&new) && strcmp(id_of(old), id_of(&new)) == 0)
			it = old;
	}
	if (it == NULL) {
		it = arena_alloc(arena, sizeof(*it));
		*it = new;
		vec_push(items, it);
	}
	if (o->rule->severity > it->worst)
		it->worst = o->rule->severity;
	if (it->rules.len == 0 || it->rules.items[it->rules.len - 1] != o)
		vec_push(&it->rules, (void *)(uintptr_t)o);
}

/* What people can answer: not what could not be read of the package. */
static void collect(const struct audit_run *run, struct vec *items)
{
	for (size_t i = 0; i < run->outcomes.count; i++) {
		const struct outcome *o = &run->outcomes.items[i];

		if (o->state != OUTCOME_UNDECIDED)
			continue;
		for (size_t k = 0; k < o->ask_count; k++)
			add_item(items, &o->asks[k], o, run->arena);
		if (o->ask_count == 0 && o->open)
			add_item(items, NULL, o, run->arena);
	}
	vec_sort(items, compare_items);
}

/* A comment: lines that begin alike, words that are data and no more. */
static void add_comment(struct buf *out, const char *text)
{
	CLEANUP(buf_release) struct buf safe = { .max = OUTPUT_MAX };
	const char *word;
	size_t column = 0;

	text_add_safe(&safe, text);
	for (word = buf_text(&safe); *word != '\0';) {
		size_t n = strcspn(word, " ");

		if (column == 0 || column + n + 1 > COLUMNS) {
			buf_puts(out, column == 0 ? "  #" : "\n  #");
			column = 3;
		}
		buf_printf(out, " %.*s", (int)n, word);
		column += n + 1;
		word += n;
		word += strspn(word, " ");
	}
	buf_putc(out, '\n');
}

static void add_rules(struct buf *out, const struct item *it, struct arena *arena)
{
	for (size_t i = 0; i < it->rules.len; i++) {
		const struct outcome *o = it->rules.items[i];

		add_comment(out, arena_printf(arena, "%s %s (%s): %s",
					      i == 0 ? "Asked by" : "and by", o->rule->id,
					      severity_name(o->rule->severity), o->rule->title));
	}
}

static void add_question(struct buf *out, const struct item *it, struct arena *arena)
{
	add_comment(out, it->ask->text);
	add_comment(out, arena_printf(arena, "Why: %s", it->ask->why));
	add_rules(out, it, arena);
	add_comment(out, arena_printf(arena, "Takes %s.", it->ask->takes));
	buf_printf(out, "  - question: %s\n    value:\n", it->ask->question);
}

static void add_rule(struct buf *out, const struct item *it, struct arena *arena)
{
	const struct outcome *o = it->first;

	add_comment(out, it->ask != NULL ? it->ask->text
					 : arena_printf(arena, "Is it so? %s", o->rule->title));
	add_comment(out, arena_printf(arena, "Why: %s", o->rule->why));
	add_rules(out, it, arena);
	if (o->reason != NULL)
		add_comment(out, arena_printf(arena, "Not known because %s.", o->reason));
	if (it->ask != NULL && strcmp(it->ask->takes, "yes or no") == 0)
		add_comment(out, "Takes yes or no.");
	else
		add_comment(out, "Takes fine where somebody looked into it and it is not so, "
			    "problem where it is.");
	buf_printf(out, "  - rule: %s\n    value:\n", o->rule->id);
}

static const char head[] =
	"#\n"
	"# Write a value where you know it, and who says so on which day. Leave others\n"
	"# empty: they stay open. Give the file back with mxaudit check PACKAGE --answers FILE\n"
	"#\n"
	"# Where nobody knows and the risk can be taken, write this in place of the value:\n"
	"#\n"
	"#    accept:\n"
	"#      reason: why it can wait\n"
	"#      until: 2027-01-31   # for a year at most; 180 days where it could be a blocker\n"
	"#\n"
	"# An answer may have a 'comment', 'by' and 'on' of its own, and 'until', its last day.\n"
	"# No passwords or keys: the file is meant to be kept with the project.\n\n"
	"by:        # who answers\n"
	"on:        # the day, as YYYY-MM-DD\n\n"
	"answers:\n";

static void add_head(struct buf *out, const struct audit_run *run, size_t count)
{
	CLEANUP(buf_release) struct buf app = { .max = OUTPUT_MAX };

	text_add_safe(&app, run->audit.app);
	buf_printf(out, "# Before %s moves to Mendix Cloud v4: ", buf_text(&app));
	if (count == 0) {
		buf_puts(out, "nothing is left to ask.\nanswers: []\n");
		return;
	}
	buf_printf(out, "%zu question%s that what was read does not answer.\n", count,
		   count == 1 ? "" : "s");
	buf_puts(out, head);
}

static int print_questions(struct audit_run *run)
{
	CLEANUP(buf_release) struct buf out = { .max = OUTPUT_MAX };
	CLEANUP(vec_release) struct vec items = { 0 };
	struct err err = ERR_NONE;

	collect(run, &items);
	add_head(&out, run, items.len);
	for (size_t i = 0; i < items.len; i++) {
		struct item *it = items.items[i];

		if (i > 0)
			buf_putc(&out, '\n');
		if (is_question(it))
			add_question(&out, it, run->arena);
		else
			add_rule(&out, it, run->arena);
		vec_release(&it->rules);
	}
	if (output_write("-", &out, &err) != 0)
		return complain(EXIT_INTERNAL, "%s", err.text);
	return diags_worst(&run->diags) == DIAG_NOTE ? EXIT_FINE : EXIT_INCOMPLETE;
}

static int init(const struct options *o)
{
	struct audit_run run;
	int status = audit_whole(&run, o, o->operands.items[1]);

	if (status == EXIT_FINE) {
		audit_tell(&run, DIAG_INCOMPLETE);
		status = run.fatal ? EXIT_INCOMPLETE : print_questions(&run);
	}
	audit_close(&run);
	return status;
}

static int run_answers(struct options *o)
{
	if (o->operands.len != 2 || strcmp(o->operands.items[0], "init") != 0)
		return complain(EXIT_USAGE, "usage: mxaudit answers init PACKAGE [OPTION]…");
	return init(o);
}

const struct command command_answers = {
	.name = "answers",
	.usage = "init PACKAGE [OPTION]…",
	.summary = "write the questions that are left as a file to fill in",
	.details = "With the package and the inputs that 'check' gets, prints as YAML just the\n"
		   "questions that these leave open; with --answers, what that file leaves\n"
		   "open. Filled in, it is given to 'check --answers'.",
	.groups = GROUP_RULES | GROUP_JUDGE | GROUP_LIMIT | GROUP_READ | GROUP_INPUT,
	.run = run_answers,
};
