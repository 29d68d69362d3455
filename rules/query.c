/* SPDX-License-Identifier: Apache-2.0 */
/* An expression of a person, checked and evaluated just as one of a rule. */
#include "rules/query.h"

#include "core/fact_xml.h"
#include "core/limits.h"
#include "rules/eval.h"
#include "rules/expr.h"
#include "rules/functions.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/map.h"
#include "util/text.h"
#include "util/vec.h"

static void print(void *data, struct node *element, const char *text)
{
	struct buf *out = data;

	if (element != NULL && node_fact(element) != NULL) {
		fact_xml_write_one(out, node_fact(element), 0);
		return;
	}
	text_add_safe(out, text);
	buf_putc(out, '\n');
}

static bool no_variable(const void *data, const char *name, struct eval_value *out)
{
	(void)data;
	(void)name;
	(void)out;
	return false;
}

int rules_query(struct buf *out, const struct facts *facts, const char *expr,
		const struct limits *limits, struct err *err)
{
	CLEANUP(arena_cleanup) struct arena *arena = arena_new();
	CLEANUP(vec_release) struct vec groups = { 0 };
	CLEANUP(expr_store_release) struct expr_store store = { .context = NULL };
	CLEANUP(map_release) struct map patterns = { 0 };
	CLEANUP(expr_free_patterns) struct vec owned = { 0 };
	const struct names_env env = {
		.vocabulary = facts->vocabulary,
		.functions = functions_all,
	};
	const struct expr_builder builder = { arena, &groups, &store, NULL };
	const struct eval_setup setup = {
		.facts = facts,
		.groups = &groups,
		.patterns = &patterns,
		.variable = no_variable,
		.max_steps = limits->xpath_steps,
		.max_pattern_steps = limits->pattern_steps,
	};
	struct eval *eval;
	struct expr x;
	int result;

	if (expr_build(&x, &builder, &env, NULL, expr, err) != 0 ||
	    expr_patterns(&x, &patterns, &owned, err) != 0)
		return -1;
	eval = eval_new(&setup);
	result = eval_each(eval, &x, NULL, print, out, err);
	eval_free(eval);
	return result;
}
