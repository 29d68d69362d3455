/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operators: which operands make sense, and where a node that is missing, or a count that is too
 * small, could turn the result from false to true. A comparison of a node set with a literal is
 * true when some node is, so more nodes never make it false; everything else is suspect until
 * shown otherwise.
 */
#include "rules/names_value.h"

#include <string.h>

#include "util/err.h"
#include "util/text.h"

const char *names_type_name(enum names_type type)
{
	static const char *const names[] = {
		[NAMES_NODES] = "node set", [NAMES_STRING] = "string",
		[NAMES_NUMBER] = "number", [NAMES_BOOLEAN] = "boolean", [NAMES_ANY] = "value",
	};

	return names[type];
}

bool names_has_key(const struct fact_def *def)
{
	for (size_t i = 0; i < fact_def_attr_count(def); i++)
		if ((def->attrs[i].flags & ATTR_KEY) != 0)
			return true;
	return false;
}

static bool is_number(const struct attr_def *attr)
{
	return attr->type == ATTR_INT || attr->type == ATTR_BYTES;
}

/* The numbers of a fact without a key sum up what was read. */
static bool is_count(const struct node_type *t)
{
	return t->kind == NODE_ATTRIBUTE && is_number(t->attr) && !names_has_key(t->element->def);
}

bool names_is_counted(const struct value *v)
{
	for (size_t i = 0; i < v->nodes.count; i++)
		if (is_count(&v->nodes.items[i]))
			return true;
	return v->counted;
}

/* A "no" that turns into "yes" with what was not read. */
static bool is_summary_no(const struct value *v, const char *literal)
{
	for (size_t i = 0; literal != NULL && i < v->nodes.count; i++) {
		const struct node_type *t = &v->nodes.items[i];

		if (t->kind == NODE_ATTRIBUTE && t->attr->type == ATTR_BOOL &&
		    strcmp(literal, "no") == 0 && !names_has_key(t->element->def))
			return true;
	}
	return false;
}

void names_need_numbers(struct names_parser *p, size_t at, const char *what, const struct value *v)
{
	for (size_t i = 0; i < v->nodes.count; i++) {
		const struct node_type *t = &v->nodes.items[i];

		if (t->kind == NODE_ATTRIBUTE && !is_number(t->attr))
			names_fail(p, at, "'%s' needs numbers, but attribute '%s' of '%s' is text",
				   what, t->attr->name, t->element->def->name);
		else if (t->kind != NODE_ATTRIBUTE)
			names_fail(p, at, "'%s' needs numbers, but '%s' has no value", what,
				   node_type_name(t));
	}
}

static bool is_numeric(const char *literal)
{
	size_t n = strspn(literal, "0123456789.");

	return n > 0 && literal[n] == '\0';
}

/* -1 when that attribute never has this value. */
static int check_value(struct names_parser *p, const struct node_type *t, const char *literal,
		       struct err *err)
{
	struct node_steps steps = p->steps;

	steps.err = err;
	if (t->kind != NODE_ATTRIBUTE)
		return 0;
	if (is_number(t->attr) && !is_numeric(literal))
		return err_set(err, "'%s' is no number, as attribute '%s' of '%s' is", literal,
			       t->attr->name, t->element->def->name);
	return step_word(&steps, t->element->def, t->attr, literal);
}

/* The literal must be possible for one of the attributes at least. */
static void check_literal(struct names_parser *p, size_t at, const struct value *v,
			  const char *literal)
{
	struct err err = ERR_NONE;

	for (size_t i = 0; i < v->nodes.count; i++)
		if (check_value(p, &v->nodes.items[i], literal, &err) == 0)
			return;
	if (err.set)
		names_fail(p, at, "%s", err.text);
}

static size_t first_of(const struct value *a, const struct value *b)
{
	return a->first < b->first ? a->first : b->first;
}

/* "nodes = constant": true when one node is, whatever else there may be. */
static bool is_existential(const struct value *a, const struct value *b)
{
	if (a->type != NAMES_NODES || !b->constant || b->constant_false)
		return false;
	return !names_is_counted(a) && !is_summary_no(a, b->literal);
}

/* Text that is '' for want of a node equals no other text. */
static bool is_safe_text(const struct value *a, const struct value *b)
{
	return a->empty && b->literal != NULL && b->literal[0] != '\0';
}

static bool is_true_test(const struct value *a, const struct value *b)
{
	return a->type == NAMES_BOOLEAN && b->type == NAMES_BOOLEAN && b->constant &&
	       !b->constant_false;
}

static bool is_monotone(const struct value *a, const struct value *b)
{
	return is_existential(a, b) || is_safe_text(a, b) || is_true_test(a, b);
}

static void compare_equal(struct names_parser *p, const struct xpath_token *op,
			  const struct value *a, const struct value *b)
{
	if (a->literal != NULL)
		check_literal(p, op->at, b, a->literal);
	if (b->literal != NULL)
		check_literal(p, op->at, a, b->literal);
	if (a->constant && b->constant)
		return;
	if (op->text[0] == '!' || (!is_monotone(a, b) && !is_monotone(b, a)))
		names_mark(p, first_of(a, b));
}

/* Nodes that are missing give NaN, and that is neither less nor more than anything. */
static void compare_order(struct names_parser *p, const struct xpath_token *op,
			  const struct value *a, const struct value *b)
{
	const struct value *small = op->text[0] == '<' ? a : b;

	names_need_numbers(p, op->at, op->text, a);
	names_need_numbers(p, op->at, op->text, b);
	if ((a->literal != NULL && !is_numeric(a->literal)) ||
	    (b->literal != NULL && !is_numeric(b->literal)))
		names_fail(p, op->at, "'%s' needs numbers, but one side is other text", op->text);
	if (names_is_counted(small) || small->type == NAMES_BOOLEAN)
		names_mark(p, first_of(a, b));
}

static struct value compare(struct names_parser *p, const struct xpath_token *op, struct value a,
			    struct value b)
{
	struct value v = { .type = NAMES_BOOLEAN, .constant = a.constant && b.constant,
			   .first = first_of(&a, &b) };

	if (a.type == NAMES_NODES && b.type == NAMES_NODES)
		names_fail(p, op->at, "'%s' between two node sets; use mx:has(), or string() on "
			   "one side", op->text);
	else if (op->text[0] == '=' || op->text[0] == '!')
		compare_equal(p, op, &a, &b);
	else
		compare_order(p, op, &a, &b);
	return v;
}

static struct value arithmetic(struct names_parser *p, const struct xpath_token *op,
			       struct value a, struct value b)
{
	struct value v = { .type = NAMES_NUMBER, .constant = a.constant && b.constant,
			   .counted = names_is_counted(&a) || names_is_counted(&b),
			   .first = first_of(&a, &b) };

	names_need_numbers(p, op->at, op->text, &a);
	names_need_numbers(p, op->at, op->text, &b);
	if (v.counted && op->text[0] != '+')
		names_mark(p, v.first);
	return v;
}

struct value names_binary(struct names_parser *p, const struct xpath_token *op, struct value a,
			  struct value b)
{
	struct value v = { .type = NAMES_BOOLEAN, .constant = a.constant && b.constant,
			   .first = first_of(&a, &b) };

	if (strcmp(op->text, "or") == 0 || strcmp(op->text, "and") == 0)
		return v;
	if (strchr("=!<>", op->text[0]) != NULL)
		return compare(p, op, a, b);
	return arithmetic(p, op, a, b);
}

struct value names_negative(struct names_parser *p, size_t at, struct value v)
{
	struct value n = { .type = NAMES_NUMBER, .constant = v.constant, .first = v.first };

	names_need_numbers(p, at, "-", &v);
	n.counted = names_is_counted(&v);
	if (n.counted)
		names_mark(p, n.first);
	return n;
}
