/* SPDX-License-Identifier: Apache-2.0 */
/* Evaluating compiled expressions over one fact document, within limits. */
#ifndef RULES_EVAL_H
#define RULES_EVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/fact.h"
#include "rules/document.h"
#include "rules/expr.h"

struct arena;
struct buf;
struct err;
struct eval;
struct map;

/* The value of a variable. */
struct eval_value {
	const char *text;	/* NULL: it is the number */
	double number;
};

struct eval_setup {
	const struct facts *facts;	/* sorted */
	const struct vec *groups;	/* of the expressions' builder */
	const struct map *words;	/* names of the attributes to show; NULL: all */
	const struct map *patterns;	/* literals of mx:matches() → struct pattern */
	/* False for an unknown name. */
	bool (*variable)(const void *data, const char *name, struct eval_value *out);
	const void *data;
	uint64_t max_steps, max_pattern_steps;
};

struct eval *eval_new(const struct eval_setup *setup);
void eval_free(struct eval *e);		/* NULL is fine */

void eval_restart(struct eval *e);	/* operations are counted from 0 again */
void eval_places(struct eval *e, size_t places);	/* what mx:places() gives */

/* at: the node that '.' is; NULL for <facts>. -1 with err for a fault or a limit. */
int eval_boolean(struct eval *e, const struct expr *x, struct node *at, bool *out,
		 struct err *err);
/* Elements, in document order; *out lives in arena. */
int eval_nodes(struct eval *e, const struct expr *x, struct node *at, struct arena *arena,
	       struct nodes *out, struct err *err);
/* As text: the first node's, "" for none; numbers without exponent. */
int eval_text(struct eval *e, const struct expr *x, struct node *at, struct buf *out,
	      struct err *err);

/* What an expression of any type gives, one call each: a node's text and, for an element, it. */
typedef void eval_visit(void *data, struct node *element, const char *text);
int eval_each(struct eval *e, const struct expr *x, struct node *at, eval_visit *visit, void *data,
	      struct err *err);

#endif
