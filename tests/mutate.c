/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Do the tests inside the rules notice a condition that is wrong? Each expression of each rule is
 * changed in one place at a time, compiled as the loader does, and judged by the rule's own
 * tests; a change that no test notices survives and is listed with the line it stands in.
 *
 *	mutate LIST DIR…	LIST: survivors that were looked at, see tests/mutate.list
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "core/limits.h"
#include "rules/compile.h"
#include "rules/pack.h"
#include "rules/rules.h"
#include "rules/selftest.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"
#include "util/map.h"

enum { TEXT_MAX = 1 << 16, LINE_LONGEST = 1 << 14 };

/* An expression of a rule, where it is kept. */
struct slot {
	struct rule *rule;
	const char *what;		/* "applies", "needs", "select", "key" */
	const struct written *written;
	struct expr *expr;
	const struct names_node *const *context;	/* NULL for <facts> */
};

struct run {
	struct rules *rules;
	struct compiler compiler;
	struct map listed;		/* mutants that were looked at: text -> itself */
	struct map seen;		/* those of the list that still survive */
	struct vec lines;		/* the list in its order */
	unsigned made, killed, survived, equivalent, stale;
};

/* -- one mutant -- */

static bool compiles(struct run *run, const struct slot *s, const char *text, struct expr *out)
{
	struct written w = *s->written;
	struct err err = ERR_NONE;
	bool is_select = strcmp(s->what, "select") == 0;

	w.text = arena_text(run->rules->arena, text);
	run->compiler.rule = s->rule;
	run->compiler.err = &err;
	run->compiler.variables.len = 0;
	return (is_select ? compile_select(&run->compiler, out, &w)
			  : compile_expr(&run->compiler, out, &w, s->context)) == 0;
}

static bool notices(const struct run *run, const struct rule *rule)
{
	for (size_t i = 0; i < rule->tests.len; i++)
		if (!selftest_passes(run->rules, rule, rule->tests.items[i]))
			return true;
	return false;
}

/* "RULE PART MUTANT" on one line. */
static const char *key_of(struct run *run, const struct slot *s, const char *text)
{
	struct buf b;
	const char *key;

	buf_init(&b, TEXT_MAX);
	buf_printf(&b, "%s %s ", s->rule->info.id, s->what);
	for (; *text != '\0'; text++)
		if (!isspace((unsigned char)*text))
			buf_putc(&b, *text);
		else if (!isspace((unsigned char)text[1]))
			buf_putc(&b, ' ');
	key = arena_text(run->rules->arena, buf_text(&b));
	buf_release(&b);
	return key;
}

static void tell(struct run *run, const struct slot *s, const char *text)
{
	const char *key = key_of(run, s, text);

	if (map_get(&run->listed, key) != NULL) {
		map_add(&run->seen, key, run);
		run->equivalent++;
		return;
	}
	run->survived++;
	printf("%s:%d: %s\n", s->written->spot.file, s->written->spot.line, key);
}

static void try_mutant(struct run *run, const struct slot *s, const char *text)
{
	struct expr before = *s->expr, mutant;

	if (strcmp(text, before.text) == 0 || !compiles(run, s, text, &mutant))
		return;
	run->made++;
	*s->expr = mutant;
	if (notices(run, s->rule))
		run->killed++;
	else
		tell(run, s, text);
	*s->expr = before;
}

/* Puts `with` in the place of n bytes at `at`. */
static void replace(struct run *run, const struct slot *s, size_t at, size_t n, const char *with)
{
	const char *text = s->expr->text;
	struct buf b;

	buf_init(&b, TEXT_MAX);
	buf_add(&b, text, at);
	buf_puts(&b, with);
	buf_puts(&b, text + at + n);
	try_mutant(run, s, buf_text(&b));
	buf_release(&b);
}

/* -- where to change what -- */

/* Behind the literal that begins at `at`. */
static size_t skip_literal(const char *text, size_t at)
{
	const char *end = strchr(text + at + 1, text[at]);

	return end == NULL ? strlen(text) : (size_t)(end - text) + 1;
}

/* Behind the bracket that closes the one at `at`. */
static size_t skip_bracket(const char *text, size_t at)
{
	int depth = 0;

	while (text[at] != '\0') {
		char c = text[at];

		at = c == '\'' || c == '"' ? skip_literal(text, at) : at + 1;
		depth += (c == '[' || c == '(') - (c == ']' || c == ')');
		if (depth == 0)
			break;
	}
	return at;
}

static void change_predicate(struct run *run, const struct slot *s, size_t at)
{
	size_t n = skip_bracket(s->expr->text, at) - at;
	struct buf b;

	replace(run, s, at, n, "");
	buf_init(&b, TEXT_MAX);
	buf_printf(&b, "[not(%.*s)]", (int)n - 2, s->expr->text + at + 1);
	replace(run, s, at, n, buf_text(&b));
	buf_release(&b);
}

static size_t change_literal(struct run *run, const struct slot *s, size_t at)
{
	size_t end = skip_literal(s->expr->text, at);

	replace(run, s, at, end - at, "'mutant'");
	return end;
}

static size_t change_number(struct run *run, const struct slot *s, size_t at)
{
	const char *text = s->expr->text;
	size_t n = strspn(text + at, "0123456789.");
	char more[32];

	snprintf(more, sizeof(more), "%.0f", strtod(text + at, NULL) + 1);
	replace(run, s, at, n, more);
	return at + n;
}

/* An operator, longest first, and what it is taken for. */
static const struct {
	const char *from, *to;
} swaps[] = {
	{ "<=", "<" }, { ">=", ">" }, { "!=", "=" }, { "<", "<=" }, { ">", ">=" }, { "=", "!=" },
	{ "not(", "boolean(" }, { " and ", " or " }, { " or ", " and " },
};

static size_t change_operator(struct run *run, const struct slot *s, size_t at)
{
	for (size_t i = 0; i < sizeof(swaps) / sizeof(swaps[0]); i++) {
		size_t n = strlen(swaps[i].from);

		if (strncmp(s->expr->text + at, swaps[i].from, n) != 0)
			continue;
		replace(run, s, at, n, swaps[i].to);
		return swaps[i].from[0] == ' ' ? at + n - 1 : at + n;
	}
	return at + 1;
}

static bool in_name(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.' || c == '$';
}

/* Each branch of a union on its own left out. */
static void drop_branches(struct run *run, const struct slot *s)
{
	const char *text = s->expr->text;
	size_t start = 0, at = 0;
	bool any = false;

	while (text[at] != '\0') {
		char c = text[at];

		if (c == '|') {
			replace(run, s, start, at + 1 - start, "");
			start = at + 1;
			any = true;
		}
		at = c == '\'' || c == '"' ? skip_literal(text, at)
		     : c == '(' || c == '[' ? skip_bracket(text, at) : at + 1;
	}
	if (any)
		replace(run, s, start - 1, at - start + 1, "");
}

static void mutate(struct run *run, const struct slot *s)
{
	const char *text = s->expr->text;

	/* A key that is the same for all finds nothing and tells nothing apart. */
	if (text == NULL || s->expr->constant)
		return;
	drop_branches(run, s);
	for (size_t at = 0; text[at] != '\0';) {
		char c = text[at];

		if (c == '[')
			change_predicate(run, s, at++);
		else if (c == '\'' || c == '"')
			at = change_literal(run, s, at);
		else if (isdigit((unsigned char)c) && (at == 0 || !in_name(text[at - 1])))
			at = change_number(run, s, at);
		else
			at = change_operator(run, s, at);
	}
}

static void mutate_rule(struct run *run, struct rule *rule)
{
	mutate(run, &(struct slot){ rule, "applies", &rule->applies_text, &rule->applies, NULL });
	for (size_t i = 0; i < rule->needs.len; i++) {
		struct need *n = rule->needs.items[i];

		mutate(run, &(struct slot){ rule, "needs", &n->select_text, &n->select, NULL });
	}
	for (size_t i = 0; i < rule->parts.len; i++) {
		struct part *p = rule->parts.items[i];

		mutate(run, &(struct slot){ rule, "select", &p->select_text, &p->select, NULL });
		mutate(run, &(struct slot){ rule, "key", &p->key_text, &p->key,
					    p->select.names.selects });
	}
}

/* -- the list -- */

/* Lines "RULE PART MUTANT" as they are printed; what begins with '#' is the reason for them. */
static int read_list(struct run *run, const char *path)
{
	char line[LINE_LONGEST];
	FILE *f = fopen(path, "re");

	if (f == NULL) {
		fprintf(stderr, "mutate: '%s': cannot be read\n", path);
		return -1;
	}
	while (fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		vec_push(&run->lines, arena_text(run->rules->arena, line));
		map_add(&run->listed, run->lines.items[run->lines.len - 1], run);
	}
	fclose(f);
	return 0;
}

static void set_environment(struct run *run)
{
	struct rules *r = run->rules;
	struct compiler *c = &run->compiler;

	c->rules = r;
	c->names = arena_alloc(r->arena, (r->params.len + 2) * sizeof(*c->names));
	c->finds = arena_alloc(r->arena, (r->all_finds.len + 1) * sizeof(*c->finds));
	for (size_t i = 0; i < r->params.len; i++)
		c->names[i] = ((struct param *)r->params.items[i])->name;
	c->names[r->params.len] = "as-of";
	for (size_t i = 0; i < r->all_finds.len; i++)
		c->finds[i] = ((struct rule_find *)r->all_finds.items[i])->find.id;
}

int main(int argc, char **argv)
{
	struct limits limits = limits_default();
	struct run run = { .made = 0 };
	struct err err = ERR_NONE;
	struct rules_options o = {
		.dirs = (const char *const *)argv + 2, .as_of = "2026-11-24",
		.vocabulary = analyzers_vocabulary(), .limits = &limits,
	};

	if (argc < 3) {
		fprintf(stderr, "usage: mutate LIST DIR…\n");
		return 2;
	}
	o.dir_count = (size_t)argc - 2;
	if (rules_load(&run.rules, &o, &err) != 0) {
		fprintf(stderr, "mutate: %s\n", err.text);
		return 2;
	}
	set_environment(&run);
	if (read_list(&run, argv[1]) != 0)
		return 2;
	for (size_t i = 0; i < run.rules->all.len; i++)
		mutate_rule(&run, run.rules->all.items[i]);
	for (size_t i = 0; i < run.lines.len; i++)
		if (map_get(&run.seen, run.lines.items[i]) == NULL) {
			printf("%s: no such survivor any more: %s\n", argv[1],
			       (const char *)run.lines.items[i]);
			run.stale++;
		}
	printf("%u changes, %u of the list\n", run.made, run.equivalent);
	printf("%u passed, %u failed\n", run.killed, run.survived + run.stale);
	map_release(&run.listed);
	map_release(&run.seen);
	vec_release(&run.lines);
	vec_release(&run.compiler.variables);
	rules_free(run.rules);
	return run.survived + run.stale > 0 ? 1 : 0;
}
