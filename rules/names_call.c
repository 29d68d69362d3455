/* SPDX-License-Identifier: Apache-2.0 */
/* Functions: their arguments, and what a missing node does to their results. */
#include "rules/names_value.h"

#include <string.h>

#include "core/source.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/text.h"

enum core_kind {
	CORE_POSITION,	/* position, last */
	CORE_COUNT,	/* takes a node set; grows with it */
	CORE_TEXT,	/* '' when its first argument is */
	CORE_JOIN,	/* text whatever is missing */
	CORE_LENGTH,	/* 0 when the argument is '' */
	CORE_TEST,	/* true for every text when the second argument is '' */
	CORE_NUMBER,	/* NaN when a node is missing */
	CORE_BOOLEAN, CORE_NOT, CORE_TRUE, CORE_FALSE
};

struct core_function {
	const char *name;
	enum core_kind kind;
	unsigned min, max;
	enum names_type result;
};

static const struct core_function core_functions[] = {
	{ "last", CORE_POSITION, 0, 0, NAMES_NUMBER },
	{ "position", CORE_POSITION, 0, 0, NAMES_NUMBER },
	{ "count", CORE_COUNT, 1, 1, NAMES_NUMBER },
	{ "sum", CORE_COUNT, 1, 1, NAMES_NUMBER },
	{ "string", CORE_TEXT, 0, 1, NAMES_STRING },
	{ "concat", CORE_JOIN, 2, NAMES_ARGS_MAX, NAMES_STRING },
	{ "starts-with", CORE_TEST, 2, 2, NAMES_BOOLEAN },
	{ "contains", CORE_TEST, 2, 2, NAMES_BOOLEAN },
	{ "substring-before", CORE_TEXT, 2, 2, NAMES_STRING },
	{ "substring-after", CORE_TEXT, 2, 2, NAMES_STRING },
	{ "substring", CORE_TEXT, 2, 3, NAMES_STRING },
	{ "string-length", CORE_LENGTH, 0, 1, NAMES_NUMBER },
	{ "normalize-space", CORE_TEXT, 0, 1, NAMES_STRING },
	{ "translate", CORE_TEXT, 3, 3, NAMES_STRING },
	{ "boolean", CORE_BOOLEAN, 1, 1, NAMES_BOOLEAN },
	{ "not", CORE_NOT, 1, 1, NAMES_BOOLEAN },
	{ "true", CORE_TRUE, 0, 0, NAMES_BOOLEAN },
	{ "false", CORE_FALSE, 0, 0, NAMES_BOOLEAN },
	{ "number", CORE_NUMBER, 0, 1, NAMES_NUMBER },
	{ "floor", CORE_NUMBER, 1, 1, NAMES_NUMBER },
	{ "ceiling", CORE_NUMBER, 1, 1, NAMES_NUMBER },
	{ "round", CORE_NUMBER, 1, 1, NAMES_NUMBER },
};

enum { CORE_COUNT_ALL = sizeof(core_functions) / sizeof(core_functions[0]) };

static const char *const refused[] = {
	"id", "lang", "local-name", "name", "namespace-uri", NULL
};

static const char *nearest_function(struct names_parser *p, const char *name)
{
	struct vec names = { 0 };
	const struct names_function *f = p->env->functions;
	const char *near;

	for (size_t i = 0; i < CORE_COUNT_ALL; i++)
		vec_push(&names, (void *)core_functions[i].name);
	for (; f != NULL && f->name != NULL; f++)
		vec_push(&names, (void *)f->name);
	vec_push(&names, NULL);
	near = text_nearest(name, (const char *const *)names.items);
	vec_release(&names);
	return near == NULL ? "" : arena_printf(p->arena, "; did you mean '%s'?", near);
}

bool names_find_function(struct names_parser *p, struct names_call *call)
{
	const char *name = call->name->text;
	const struct names_function *f = p->env->functions;

	for (size_t i = 0; refused[i] != NULL; i++)
		if (strcmp(name, refused[i]) == 0)
			names_fail(p, call->name->at, "function '%s' is not allowed", name);
	for (size_t i = 0; i < CORE_COUNT_ALL; i++)
		if (strcmp(name, core_functions[i].name) == 0)
			call->core = &core_functions[i];
	for (; f != NULL && f->name != NULL; f++)
		if (strcmp(name, f->name) == 0)
			call->ours = f;
	if (call->core == NULL && call->ours == NULL)
		names_fail(p, call->name->at, "unknown function '%s'%s", name,
			   nearest_function(p, name));
	return !p->failed;
}

static void check_count(struct names_parser *p, const struct names_call *call, unsigned min,
			unsigned max)
{
	const char *name = call->name->text;

	if (call->count >= min && call->count <= max)
		return;
	if (min == max)
		names_fail(p, call->name->at, "%s() takes %u argument%s, not %u", name, min,
			   min == 1 ? "" : "s", call->count);
	else
		names_fail(p, call->name->at, "%s() takes %u to %u arguments, not %u", name, min,
			   max, call->count);
}

static bool all_constant(const struct names_call *call)
{
	for (unsigned i = 0; i < call->count; i++)
		if (!call->args[i].constant)
			return false;
	return true;
}

/* The first of several nodes is another one when that is missing. */
static bool takes_first_of_many(const struct names_call *call)
{
	for (unsigned i = 0; i < call->count; i++)
		if (call->args[i].type == NAMES_NODES && call->args[i].many)
			return true;
	return false;
}

static void call_position(struct names_parser *p, const struct names_call *call)
{
	if (p->in_predicate == 0)
		names_fail(p, call->name->at, "%s() makes sense in a predicate only",
			   call->name->text);
	p->positional = true;
}

static void call_count(struct names_parser *p, const struct names_call *call)
{
	const char *name = call->name->text;

	if (call->args[0].type != NAMES_NODES)
		names_fail(p, call->tokens[0]->at, "%s() needs a node set, not a %s", name,
			   names_type_name(call->args[0].type));
	else if (strcmp(name, "sum") == 0)
		names_need_numbers(p, call->tokens[0]->at, "sum()", &call->args[0]);
	names_mark(p, call->first);
}

/* True where a node is missing? */
static bool test_is_risky(const struct names_call *call)
{
	const struct value *what = &call->args[1];

	return takes_first_of_many(call) || !what->constant ||
	       (what->literal != NULL && what->literal[0] == '\0');
}

static bool text_is_risky(const struct names_call *call)
{
	for (unsigned i = 1; i < call->count; i++)
		if (!call->args[i].constant)
			return true;
	return takes_first_of_many(call);
}

static struct value core_value(struct names_parser *p, const struct names_call *call)
{
	const struct core_function *f = call->core;
	struct value v = { .type = f->result, .first = call->first };

	v.constant = all_constant(call) && (call->count > 0 || f->kind == CORE_TRUE ||
					    f->kind == CORE_FALSE);
	v.constant_false = f->kind == CORE_FALSE;
	v.empty = f->kind == CORE_TEXT;
	v.counted = f->kind == CORE_COUNT || f->kind == CORE_LENGTH || f->kind == CORE_POSITION;
	if (f->kind == CORE_NUMBER && call->count > 0)
		v.counted = names_is_counted(&call->args[0]);
	if (f->kind == CORE_POSITION)
		call_position(p, call);
	else if (f->kind == CORE_COUNT)
		call_count(p, call);
	else if (f->kind == CORE_NOT || (f->kind == CORE_TEST && test_is_risky(call)) ||
		 (f->kind != CORE_BOOLEAN && f->kind != CORE_TEST && text_is_risky(call)))
		names_mark(p, call->first);
	return v;
}

static const char *literal_arg(struct names_parser *p, const struct names_call *call, unsigned i,
			       const char *what)
{
	if (i < call->count && call->args[i].literal == NULL && !p->failed)
		names_fail(p, call->tokens[i]->at, "argument %u of %s() must be %s in quotes",
			   i + 1, call->name->text, what);
	return i < call->count ? call->args[i].literal : NULL;
}

static void call_has(struct names_parser *p, const struct names_call *call)
{
	const char *name = literal_arg(p, call, 0, "the name of a fact");
	const char *attr_name = literal_arg(p, call, 1, "the name of an attribute");
	const struct fact_def *def;
	const struct attr_def *attr;
	struct node_type type = { NODE_ELEMENT, NULL, NULL };

	if (p->failed)
		return;
	if (strcmp(name, "match") == 0 || strcmp(name, "search") == 0) {
		names_fail(p, call->tokens[0]->at, "'%s' cannot be asked for with mx:has(); use "
			   "mx:found()", name);
		return;
	}
	def = step_fact(&p->steps, name);
	if (def == NULL) {
		names_fail_at(p, call->tokens[0]->at);
		return;
	}
	type.element = &(struct names_node){ def, &names_facts };
	names_use_types(p, &(struct node_types){ &type, 1 });
	attr = attr_name == NULL ? NULL : step_attr(&p->steps, def, attr_name);
	if (attr_name != NULL && attr == NULL)
		names_fail_at(p, call->tokens[1]->at);
	else if (attr != NULL && call->count > 2 && call->args[2].literal != NULL &&
		 step_word(&p->steps, def, attr, call->args[2].literal) != 0)
		names_fail_at(p, call->tokens[2]->at);
}

static void call_special(struct names_parser *p, const struct names_call *call)
{
	const char *literal;

	if (call->ours->special == NAMES_HAS) {
		call_has(p, call);
	} else if (call->ours->special == NAMES_FOUND) {
		literal = literal_arg(p, call, 0, "the id of a find");
		if (literal != NULL)
			names_use_find(p, literal, call->tokens[0]->at);
	} else if (call->ours->special == NAMES_GIVEN) {
		literal = literal_arg(p, call, 0, "the name of a source");
		if (literal != NULL)
			names_use_source(p, literal, call->tokens[0]->at);
	} else if (call->ours->special == NAMES_MATCHES) {
		literal = literal_arg(p, call, 1, "a pattern");
		if (literal != NULL)
			vec_push(&p->patterns, (void *)literal);
	}
}

static struct value our_value(struct names_parser *p, const struct names_call *call)
{
	const struct names_function *f = call->ours;
	struct value v = { .type = f->result, .first = call->first };

	v.constant = f->special == NAMES_PLAIN && call->count > 0 && all_constant(call);
	v.empty = f->result == NAMES_STRING && !f->empty;
	v.counted = f->result == NAMES_NUMBER && !v.constant;
	call_special(p, call);
	if (!all_constant(call) && (f->empty || takes_first_of_many(call)))
		names_mark(p, call->first);
	return v;
}

struct value names_call_value(struct names_parser *p, struct names_call *call)
{
	unsigned min = call->core != NULL ? call->core->min : call->ours->min;
	unsigned max = call->core != NULL ? call->core->max : call->ours->max;

	if (!p->failed)
		check_count(p, call, min, max);
	if (p->failed)
		return (struct value){ .type = NAMES_ANY, .first = call->first };
	return call->core != NULL ? core_value(p, call) : our_value(p, call);
}
