/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From text to checked expressions: what a rule may mention, what its parts rest on, and whether
 * each parameter has a value wherever the rule is in force.
 */
#include "rules/compile.h"

#include <stdlib.h>
#include <string.h>

#include "rules/functions.h"
#include "rules/table.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/err.h"

static struct names_env env_of(const struct compiler *c, bool message)
{
	return (struct names_env){
		.vocabulary = c->rules->vocabulary,
		.functions = message ? functions_message : functions_all,
		.variables = c->names,
		.finds = c->finds,
	};
}

static int add_patterns(struct compiler *c, const struct spot *spot, const struct expr *x)
{
	struct err cause = ERR_NONE;

	if (expr_patterns(x, &c->rules->patterns, &c->rules->owned_patterns, &cause) != 0)
		return table_fault(c->err, spot->file, spot->line, "%s", cause.text);
	return 0;
}

static void add_variables(struct compiler *c, const struct names_result *names)
{
	for (size_t i = 0; names->variables[i] != NULL; i++) {
		size_t k = 0;

		while (k < c->variables.len &&
		       strcmp(c->variables.items[k], names->variables[i]) != 0)
			k++;
		if (k == c->variables.len)
			vec_push(&c->variables, (char *)(uintptr_t)names->variables[i]);
	}
}

/* <source>, <search> and <diagnostic> tell about the run; a rule that judged by them would read
 * something that was not looked at as an answer. */
static int refuse_run_facts(struct compiler *c, const struct written *w, const struct expr *x)
{
	static const char *const names[] = { "source", "search", "diagnostic" };

	for (size_t i = 0; i < x->names.span_count; i++) {
		const struct fact_def *def = x->names.spans[i].def;

		for (size_t k = 0; def != NULL && k < sizeof(names) / sizeof(names[0]); k++)
			if (strcmp(def->name, names[k]) == 0)
				return table_fault(c->err, w->spot.file, w->spot.line,
						   "'%.200s': rules judge the app, not the run; "
						   "'%s' may only stand in messages", x->text,
						   names[k]);
	}
	return 0;
}

int compile_expr(struct compiler *c, struct expr *out, const struct written *w,
		 const struct names_node *const *context)
{
	const struct expr_builder b = { c->rules->arena, &c->rules->groups, &c->rules->store,
					&c->rules->words };
	const struct names_env env = env_of(c, false);
	struct err cause = ERR_NONE;

	if (expr_build(out, &b, &env, context, w->text, &cause) != 0)
		return table_fault(c->err, w->spot.file, w->spot.line, "'%.200s': %s", w->text,
				   cause.text);
	add_variables(c, &out->names);
	/* What an answer means stands with its question, and it never counts as read. */
	if (c->rule != NULL && (out->names.sources & SOURCE_BIT(SOURCE_ANSWERS)) != 0)
		return table_fault(c->err, w->spot.file, w->spot.line,
				   "'%.200s': answers are not looked at; let a 'needs' name a "
				   "question of the pack", w->text);
	if (refuse_run_facts(c, w, out) != 0)
		return -1;
	return add_patterns(c, &w->spot, out);
}

int compile_message(struct compiler *c, struct message *m,
		    const struct names_node *const *context, source_set *used)
{
	const struct names_env env = env_of(c, context != NULL);

	if (message_build(m, c->rules, &env, context, c->err) != 0)
		return -1;
	for (size_t i = 0; i < m->count; i++) {
		if (m->pieces[i].text != NULL)
			continue;
		add_variables(c, &m->pieces[i].hole.names);
		*used |= m->pieces[i].hole.names.sources;
		if (add_patterns(c, &m->spot, &m->pieces[i].hole) != 0)
			return -1;
	}
	return 0;
}

int compile_select(struct compiler *c, struct expr *out, const struct written *w)
{
	const struct names_node *const *nodes;

	if (compile_expr(c, out, w, NULL) != 0)
		return -1;
	if (out->names.type != NAMES_NODES || out->names.selects_other)
		return table_fault(c->err, w->spot.file, w->spot.line,
				   "'%.200s' selects %s, not facts", out->text,
				   out->names.type == NAMES_NODES
					   ? "attributes or text"
					   : names_type_name(out->names.type));
	nodes = out->names.selects;
	for (size_t i = 0; nodes[i] != NULL; i++)
		if (nodes[i]->def == NULL)
			return table_fault(c->err, w->spot.file, w->spot.line,
					   "'%.200s' selects all facts at once", out->text);
	return 0;
}

static int compile_part(struct compiler *c, struct part *p)
{
	const struct names_node *const *nodes;

	if (compile_select(c, &p->select, &p->select_text) != 0)
		return -1;
	nodes = p->select.names.selects;
	if (compile_expr(c, &p->key, &p->key_text, nodes) != 0)
		return -1;
	if (p->evidence_text.text != NULL) {
		if (compile_expr(c, &p->evidence, &p->evidence_text, nodes) != 0)
			return -1;
		p->used |= p->evidence.names.sources;
	}
	return compile_message(c, &p->message, nodes, &p->used);
}

static int check_variables(struct compiler *c)
{
	const struct rules *r = c->rules;

	for (size_t i = 0; i < c->variables.len; i++) {
		const struct param *p = map_get(&r->params_by_name, c->variables.items[i]);

		for (size_t k = 0; p != NULL && k < r->editions.len; k++) {
			const char *edition = r->editions.items[k];

			if ((c->rule != NULL && !rule_in_force(c->rule, edition)) ||
			    param_value(p, edition) != NULL)
				continue;
			if (c->rule == NULL)
				return table_fault(c->err, p->spot.file, p->spot.line,
						   "parameter '%s' has no value for edition %s, "
						   "where the plan uses it", p->name, edition);
			return table_fault(c->err, p->spot.file, p->spot.line,
					   "parameter '%s' has no value for edition %s, "
					   "where rule '%s' uses it", p->name, edition,
					   c->rule->info.id);
		}
	}
	return 0;
}

int compile_variables(struct compiler *c, const char *const **out)
{
	const char **list = arena_alloc(c->rules->arena,
					(c->variables.len + 1) * sizeof(*list));

	if (check_variables(c) != 0)
		return -1;
	for (size_t i = 0; i < c->variables.len; i++)
		list[i] = c->variables.items[i];
	*out = list;
	c->variables.len = 0;
	return 0;
}

static int compile_rule(struct compiler *c, struct rule *rule)
{
	source_set used = 0;

	c->rule = rule;
	if (rule->applies_text.text != NULL &&
	    compile_expr(c, &rule->applies, &rule->applies_text, NULL) != 0)
		return -1;
	for (size_t i = 0; i < rule->needs.len; i++) {
		struct need *n = rule->needs.items[i];

		if (n->select_text.text != NULL &&
		    compile_expr(c, &n->select, &n->select_text, NULL) != 0)
			return -1;
	}
	for (size_t i = 0; i < rule->parts.len; i++)
		if (compile_part(c, rule->parts.items[i]) != 0)
			return -1;
	if (rule->clear.source != NULL && compile_message(c, &rule->clear, NULL, &used) != 0)
		return -1;
	return compile_variables(c, &rule->variables);
}

int rules_compile(struct rules *r, struct err *err)
{
	struct compiler c = { .rules = r, .err = err };
	int bad = 0;

	c.names = alloc_zero(r->params.len + 2, sizeof(*c.names));
	c.finds = alloc_zero(r->all_finds.len + 1, sizeof(*c.finds));
	for (size_t i = 0; i < r->params.len; i++)
		c.names[i] = ((struct param *)r->params.items[i])->name;
	c.names[r->params.len] = "as-of";
	for (size_t i = 0; i < r->all_finds.len; i++)
		c.finds[i] = ((struct rule_find *)r->all_finds.items[i])->find.id;
	bad = questions_link(r, err);
	for (size_t i = 0; bad == 0 && i < r->all.len; i++)
		bad = compile_rule(&c, r->all.items[i]);
	if (bad == 0)
		bad = plan_compile(&c);
	free(c.names);
	free(c.finds);
	vec_release(&c.variables);
	return bad;
}
