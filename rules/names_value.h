/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is known about the value of a part of an expression, and the log of what it mentions.
 * Shared by the grammar (names.c) and the rules about operators and functions (names_value.c).
 */
#ifndef RULES_NAMES_VALUE_H
#define RULES_NAMES_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "rules/names.h"
#include "rules/names_step.h"
#include "rules/xpath_lex.h"
#include "util/vec.h"

enum { NAMES_ARGS_MAX = 8 };

struct value {
	enum names_type type;
	struct node_types nodes;	/* NAMES_NODES */
	const char *literal;		/* a literal, else NULL */
	bool constant;			/* no node takes part */
	bool constant_false;		/* false() */
	bool counted;			/* a number that grows with what was read */
	bool empty;			/* a string that is '' where a node is missing */
	bool many;			/* nodes: there can be several */
	size_t first;			/* its first entry in the log */
};

/* One mention: of a source, or of a find. */
struct names_use {
	enum source source;
	const char *find;
	bool negated;
};

struct names_parser {
	const struct names_env *env;
	const char *expr;
	struct arena *arena;
	struct err *err;		/* set: everything else is meaningless */
	struct node_steps steps;
	const struct xpath_token *tokens;
	size_t at, end;			/* tokens: the next one, the last one */
	unsigned depth, in_predicate;
	bool failed;			/* the error has its column */
	bool many;			/* the path being read can yield several nodes */
	bool positional;		/* position() or last() in this predicate */
	struct node_types *context;	/* what '.' is */
	struct names_use *uses;
	size_t use_count, use_size;
	struct vec variables, patterns, spans;
};

struct names_call {
	const struct xpath_token *name;
	const struct core_function *core;	/* one of the two */
	const struct names_function *ours;
	struct value args[NAMES_ARGS_MAX];
	const struct xpath_token *tokens[NAMES_ARGS_MAX];	/* where each begins */
	unsigned count;
	size_t first;				/* log entry of the first argument */
};

/* The first failure counts; the parser then stands at the end. Columns are counted from 1. */
void names_fail(struct names_parser *p, size_t at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void names_fail_at(struct names_parser *p, size_t at);	/* the error is set already */

void names_use_types(struct names_parser *p, const struct node_types *types);
/* False, with the fault noted, for a name that no source has. */
bool names_use_source(struct names_parser *p, const char *name, size_t at);
bool names_use_find(struct names_parser *p, const char *id, size_t at);
void names_use_variable(struct names_parser *p, const struct xpath_token *t);
void names_mark(struct names_parser *p, size_t first);	/* all from there on as negated */
void names_add_span(struct names_parser *p, size_t from, const struct fact_def *def,
		    const char *find);

/* Fails where a text attribute stands where a number is needed. */
void names_need_numbers(struct names_parser *p, size_t at, const char *what,
			const struct value *v);
bool names_is_counted(const struct value *v);
bool names_has_key(const struct fact_def *def);
struct value names_negative(struct names_parser *p, size_t at, struct value v);
struct value names_binary(struct names_parser *p, const struct xpath_token *op, struct value a,
			  struct value b);

/* core or ours is set; false when the function is unknown. */
bool names_find_function(struct names_parser *p, struct names_call *call);
struct value names_call_value(struct names_parser *p, struct names_call *call);

void names_finish(struct names_parser *p, const struct value *v, struct names_result *out);
void names_parser_release(struct names_parser *p);

#endif
