/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XPath 1.0's grammar by recursive descent (sections 2 and 3 of the recommendation), computing
 * for each part which types of nodes it yields. Every mention of a source or a find is noted in
 * order, so a construct that turns absence into presence can mark what stands inside it.
 * The first fault moves to the end of the tokens, and the descent unwinds by itself.
 */
#include "rules/names.h"

#include <string.h>

#include "rules/names_step.h"
#include "rules/names_value.h"
#include "rules/xpath_lex.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/vec.h"

enum { DEPTH_MAX = 32 };

static struct value parse_expr(struct names_parser *p);

static const struct xpath_token *peek(const struct names_parser *p)
{
	return &p->tokens[p->at];
}

static bool is_symbol(const struct names_parser *p, size_t ahead, const char *text)
{
	for (size_t i = 0; i < ahead; i++)
		if (p->tokens[p->at + i].kind == LEX_END)
			return false;
	return p->tokens[p->at + ahead].kind == LEX_SYMBOL &&
	       strcmp(p->tokens[p->at + ahead].text, text) == 0;
}

static bool accept(struct names_parser *p, const char *symbol)
{
	if (!is_symbol(p, 0, symbol))
		return false;
	p->at++;
	return true;
}

static void fail_here(struct names_parser *p, const char *what)
{
	const struct xpath_token *t = peek(p);

	if (t->kind == LEX_END)
		names_fail(p, t->at, "%s, but the expression ends", what);
	else
		names_fail(p, t->at, "%s, not '%.*s'", what, (int)t->len, p->expr + t->at);
}

static void expect(struct names_parser *p, const char *symbol)
{
	if (!accept(p, symbol))
		fail_here(p, strcmp(symbol, "]") == 0 ? "']' expected" :
			     strcmp(symbol, ")") == 0 ? "')' expected" : "'(' expected");
}

/* Positions of one set of nodes change with every node that is missing. */
static void parse_predicate(struct names_parser *p, struct node_types *types, size_t first)
{
	struct node_types *outer = p->context;
	struct value v;
	bool positional = p->positional;

	p->context = types;
	p->positional = false;
	p->in_predicate++;
	v = parse_expr(p);
	expect(p, "]");
	if (p->positional || v.type == NAMES_NUMBER || v.type == NAMES_ANY)
		names_mark(p, first);
	p->in_predicate--;
	p->context = outer;
	p->positional = positional;
}

/* "[@find='id']" comes next: the id, or NULL with an error. */
static const char *parse_find_id(struct names_parser *p, const char *fact)
{
	const struct xpath_token *t = peek(p);

	if (!is_symbol(p, 0, "[") || !is_symbol(p, 1, "@") || t[2].kind != LEX_NAME ||
	    strcmp(t[2].text, "find") != 0 || !is_symbol(p, 3, "=") ||
	    t[4].kind != LEX_LITERAL || !is_symbol(p, 5, "]")) {
		names_fail(p, t->at, "'%s' must be followed by [@find='…']", fact);
		return NULL;
	}
	p->at += 6;
	return names_use_find(p, t[4].text, t[4].at) ? t[4].text : NULL;
}

static bool needs_find(const struct node_types *types)
{
	const struct names_node *e = types->count == 1 ? types->items[0].element : NULL;

	return e != NULL && types->items[0].kind == NODE_ELEMENT && e->def != NULL &&
	       e->parent == &names_facts &&
	       (strcmp(e->def->name, "match") == 0 || strcmp(e->def->name, "search") == 0);
}

/* Facts without a key stand alone; lines of text never do. */
static bool may_be_many(const struct node_types *types)
{
	const struct fact_def *def;

	for (size_t i = 0; i < types->count; i++) {
		def = types->items[i].element == NULL ? NULL : types->items[i].element->def;
		if (types->items[i].kind == NODE_ELEMENT && def != NULL &&
		    (def->text || names_has_key(def)))
			return true;
	}
	return false;
}

/* from: where the path began, if this is its first step from <facts>; else -1. */
static void finish_step(struct names_parser *p, struct node_types *types, size_t first, long from)
{
	const char *find = NULL;
	const struct names_node *e;

	names_use_types(p, types);
	p->many |= may_be_many(types);
	if (needs_find(types) && (p->env->finds != NULL || is_symbol(p, 0, "[")))
		find = parse_find_id(p, types->items[0].element->def->name);
	e = types->count == 1 ? types->items[0].element : NULL;
	if (from >= 0 && e != NULL && types->items[0].kind == NODE_ELEMENT &&
	    e->parent == &names_facts)
		names_add_span(p, (size_t)from, e->def, find);
	while (accept(p, "["))
		parse_predicate(p, types, first);
}

static const char *const allowed_axes[] = { "child", "attribute", "self", "parent", NULL };

static bool axis_allowed(const char *axis)
{
	for (size_t i = 0; allowed_axes[i] != NULL; i++)
		if (strcmp(axis, allowed_axes[i]) == 0)
			return true;
	return false;
}

/* node() and text() after an axis. */
static int node_test(struct names_parser *p, const char *axis, const struct node_types *from,
		     struct node_types *to)
{
	const struct xpath_token *t = peek(p);

	p->at++;
	expect(p, "(");
	expect(p, ")");
	if (strcmp(t->text, "text") == 0 && strcmp(axis, "child") == 0)
		return step_text(&p->steps, from, to);
	if (strcmp(t->text, "node") == 0 && strcmp(axis, "self") == 0)
		return step_self(&p->steps, from, NULL, to);
	if (strcmp(t->text, "node") == 0 && strcmp(axis, "parent") == 0)
		return step_parent(&p->steps, from, NULL, to);
	return err_set(p->err, "'%s()' is not allowed on axis '%s'", t->text, axis);
}

static int name_test(struct names_parser *p, const char *axis, const struct node_types *from,
		     struct node_types *to)
{
	const char *name = p->tokens[p->at++].text;

	if (strchr(name, ':') != NULL)
		return err_set(p->err, "'%s': names of facts have no prefix", name);
	if (strcmp(axis, "attribute") == 0)
		return step_attribute(&p->steps, from, name, to);
	if (strcmp(axis, "self") == 0)
		return step_self(&p->steps, from, name, to);
	if (strcmp(axis, "parent") == 0)
		return step_parent(&p->steps, from, name, to);
	return step_child(&p->steps, from, name, to);
}

static const char *parse_axis(struct names_parser *p)
{
	const struct xpath_token *t = peek(p);

	if (t->kind == LEX_AXIS) {
		if (!axis_allowed(t->text))
			names_fail(p, t->at, "axis '%s' is not allowed (child, attribute, self "
				   "and parent are)", t->text);
		else
			p->at++;
		return t->text;
	}
	return accept(p, "@") ? "attribute" : "child";
}

/* One step after the nodes in *types. */
static void parse_step(struct names_parser *p, struct node_types *types, size_t first, long from)
{
	struct node_types to = { 0 };
	const char *axis;
	size_t at;
	int bad;

	at = peek(p)->at;
	if (is_symbol(p, 0, ".") || is_symbol(p, 0, "..")) {
		bad = accept(p, ".") ? step_self(&p->steps, types, NULL, &to)
				     : (p->at++, step_parent(&p->steps, types, NULL, &to));
		if (bad != 0)
			names_fail_at(p, at);
		*types = to;
		return;
	}
	axis = parse_axis(p);
	at = peek(p)->at;
	if (peek(p)->kind == LEX_STAR) {
		names_fail(p, at, "'*' is not allowed; name the fact or attribute");
		return;
	}
	if (peek(p)->kind != LEX_NAME && peek(p)->kind != LEX_NODE) {
		fail_here(p, "a name expected");
		return;
	}
	bad = peek(p)->kind == LEX_NODE ? node_test(p, axis, types, &to)
					  : name_test(p, axis, types, &to);
	if (bad != 0) {
		names_fail_at(p, at);
		return;
	}
	*types = to;
	finish_step(p, types, first, from);
}

static bool at_step(const struct names_parser *p)
{
	const struct xpath_token *t = peek(p);

	return t->kind == LEX_NAME || t->kind == LEX_STAR || t->kind == LEX_AXIS ||
	       t->kind == LEX_NODE || is_symbol(p, 0, "@") || is_symbol(p, 0, ".") ||
	       is_symbol(p, 0, "..");
}

static void refuse_descendants(struct names_parser *p)
{
	if (is_symbol(p, 0, "//"))
		names_fail(p, peek(p)->at, "'//' is not allowed; write the whole path");
}

/* from: where the path began, if it has come to <facts> and nowhere else; else -1. */
static void parse_more_steps(struct names_parser *p, struct node_types *types, size_t first,
			     long from)
{
	refuse_descendants(p);
	while (accept(p, "/")) {
		parse_step(p, types, first, from);
		from = -1;
		refuse_descendants(p);
	}
}

static bool at_facts(const struct node_types *types)
{
	return types->count == 1 && types->items[0].element == &names_facts;
}

static void parse_absolute(struct names_parser *p, struct value *v, size_t at)
{
	struct node_type root = { NODE_ROOT, NULL, NULL };
	bool plain;

	node_types_join(&p->steps, &v->nodes, &(struct node_types){ &root, 1 });
	if (!at_step(p))
		return;
	parse_step(p, &v->nodes, v->first, -1);
	plain = at_facts(&v->nodes) && p->tokens[p->at - 1].kind == LEX_NAME;
	parse_more_steps(p, &v->nodes, v->first, plain ? (long)at : -1);
}

static struct value parse_location(struct names_parser *p)
{
	struct value v = { .type = NAMES_NODES, .first = p->use_count };
	const struct xpath_token *t = peek(p);
	bool outer = p->many;

	p->many = false;
	refuse_descendants(p);
	if (accept(p, "/")) {
		parse_absolute(p, &v, t->at);
	} else {
		v.nodes = *p->context;
		parse_step(p, &v.nodes, v.first, at_facts(&v.nodes) ? (long)t->at : -1);
		parse_more_steps(p, &v.nodes, v.first, -1);
	}
	v.many = p->many;
	p->many = outer;
	return v;
}

static void parse_argument(struct names_parser *p, struct names_call *call)
{
	if (call->count > 0 && !accept(p, ",")) {
		fail_here(p, "',' or ')' expected");
		return;
	}
	if (call->count == NAMES_ARGS_MAX) {
		names_fail(p, peek(p)->at, "more than %d arguments", NAMES_ARGS_MAX);
		return;
	}
	call->tokens[call->count] = peek(p);
	call->args[call->count++] = parse_expr(p);
}

static struct value parse_call(struct names_parser *p)
{
	struct names_call call = { .name = peek(p) };

	p->at++;
	expect(p, "(");
	call.first = p->use_count;
	if (!names_find_function(p, &call))
		return (struct value){ .type = NAMES_ANY, .first = p->use_count };
	while (!p->failed && !is_symbol(p, 0, ")"))
		parse_argument(p, &call);
	expect(p, ")");
	return names_call_value(p, &call);
}

static struct value parse_primary(struct names_parser *p)
{
	const struct xpath_token *t = peek(p);
	struct value v = { .type = NAMES_STRING, .first = p->use_count, .constant = true };

	if (accept(p, "(")) {
		v = parse_expr(p);
		expect(p, ")");
		return v;
	}
	if (t->kind == LEX_CALL)
		return parse_call(p);
	p->at++;
	if (t->kind == LEX_LITERAL) {
		v.literal = t->text;
	} else if (t->kind == LEX_NUMBER) {
		v.type = NAMES_NUMBER;
	} else {
		v.type = NAMES_ANY;
		names_use_variable(p, t);
	}
	return v;
}

static bool at_primary(const struct names_parser *p)
{
	const struct xpath_token *t = peek(p);

	return is_symbol(p, 0, "(") || t->kind == LEX_CALL || t->kind == LEX_LITERAL ||
	       t->kind == LEX_NUMBER || t->kind == LEX_VARIABLE;
}

static struct value parse_path(struct names_parser *p)
{
	struct value v;
	size_t at = peek(p)->at;
	bool outer;

	if (!at_primary(p)) {
		if (!at_step(p) && !is_symbol(p, 0, "/") && !is_symbol(p, 0, "//"))
			fail_here(p, "an expression expected");
		return parse_location(p);
	}
	v = parse_primary(p);
	if (!is_symbol(p, 0, "[") && !is_symbol(p, 0, "/") && !is_symbol(p, 0, "//"))
		return v;
	if (v.type != NAMES_NODES)
		names_fail(p, at, "a %s has no predicates and no steps", names_type_name(v.type));
	outer = p->many;
	p->many = v.many;
	while (accept(p, "["))
		parse_predicate(p, &v.nodes, v.first);
	parse_more_steps(p, &v.nodes, v.first, -1);
	v.many = p->many;
	p->many = outer;
	return v;
}

static struct value parse_union(struct names_parser *p)
{
	size_t at = peek(p)->at;
	struct value v = parse_path(p), right;

	while (accept(p, "|")) {
		size_t right_at = peek(p)->at;

		right = parse_path(p);
		if (v.type != NAMES_NODES || right.type != NAMES_NODES)
			names_fail(p, v.type != NAMES_NODES ? at : right_at,
				   "'|' joins node sets");
		node_types_join(&p->steps, &v.nodes, &right.nodes);
		v.many = true;
	}
	return v;
}

static struct value parse_unary(struct names_parser *p)
{
	struct value v;
	size_t at = peek(p)->at;
	bool minus = false;

	while (accept(p, "-"))
		minus = true;
	v = parse_union(p);
	if (minus)
		v = names_negative(p, at, v);
	return v;
}

/* Binary operators, loosest first; each level's operators end with NULL. */
static const char *const levels[][5] = {
	{ "or", NULL }, { "and", NULL }, { "=", "!=", NULL }, { "<", "<=", ">", ">=", NULL },
	{ "+", "-", NULL }, { "*", "div", "mod", NULL },
};

enum { LEVELS = sizeof(levels) / sizeof(levels[0]) };

static const struct xpath_token *accept_one(struct names_parser *p, const char *const *symbols)
{
	const struct xpath_token *t = peek(p);

	for (; *symbols != NULL; symbols++)
		if (accept(p, *symbols))
			return t;
	return NULL;
}

static struct value parse_level(struct names_parser *p, size_t level)
{
	struct value v, right;
	const struct xpath_token *op;

	if (level == LEVELS)
		return parse_unary(p);
	v = parse_level(p, level + 1);
	while ((op = accept_one(p, levels[level])) != NULL) {
		right = parse_level(p, level + 1);
		v = names_binary(p, op, v, right);
	}
	return v;
}

static struct value parse_expr(struct names_parser *p)
{
	struct value v = { .type = NAMES_ANY, .first = p->use_count };

	if (++p->depth > DEPTH_MAX)
		names_fail(p, peek(p)->at, "nested deeper than %d", DEPTH_MAX);
	else
		v = parse_level(p, 0);
	p->depth--;
	return v;
}

static void set_context(struct names_parser *p, const struct names_node *const *context,
			struct node_types *types)
{
	static const struct names_node *const facts[] = { &names_facts, NULL };

	for (context = context == NULL ? facts : context; *context != NULL; context++) {
		struct node_type type = { NODE_ELEMENT, *context, NULL };

		node_types_join(&p->steps, types, &(struct node_types){ &type, 1 });
	}
	p->context = types;
}

int names_check(const struct names_env *env, const struct names_node *const *context,
		const char *expr, struct arena *arena, struct names_result *out, struct err *err)
{
	struct err own = ERR_NONE;
	struct names_parser p = { .env = env, .expr = expr, .arena = arena, .err = &own };
	struct node_types types = { 0 };
	struct value v;

	if (xpath_lex(expr, arena, &p.tokens, &own) != 0)
		return err_set(err, "%s", own.text);
	while (p.tokens[p.end].kind != LEX_END)
		p.end++;
	p.steps = (struct node_steps){ env->vocabulary, arena, &own };
	set_context(&p, context, &types);
	v = parse_expr(&p);
	if (!own.set && peek(&p)->kind != LEX_END)
		fail_here(&p, "end of the expression expected");
	if (!own.set)
		names_finish(&p, &v, out);
	names_parser_release(&p);
	return own.set ? err_set(err, "%s", own.text) : 0;
}
