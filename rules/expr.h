/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One XPath expression: its names checked, its walks from <facts> replaced by ready node sets,
 * compiled once. Shared read-only by everything that evaluates it.
 */
#ifndef RULES_EXPR_H
#define RULES_EXPR_H

#include <stdbool.h>

#include "rules/names.h"
#include "util/map.h"
#include "util/vec.h"

struct expr {
	const char *text;	/* as written, white space trimmed; NULL: there is none */
	const char *attr;	/* where it is "@name" alone: that name */
	bool constant;		/* a literal or a number */
	bool walks;		/* goes from a fact to <facts> and down again */
	struct names_result names;
	void *compiled;		/* of libxml2; owned by the store of the builder */
};

/* The nodes that variable '$_N' of a compiled expression stands for. */
struct expr_group {
	const struct fact_def *def;
	const char *find;
};

/* Compiled expressions, and what libxml2 wants for compiling the next one. */
struct expr_store {
	struct vec compiled;
	void *context;		/* private; NULL: not made yet */
};

/* What expressions share; lists and map belong to the caller. */
struct expr_builder {
	struct arena *arena;
	struct vec *groups;	/* struct expr_group */
	struct expr_store *store;
	struct map *words;	/* every name written in an expression; may be NULL */
};

/* text must outlive the expression; "column 3: …" in err. */
int expr_build(struct expr *out, const struct expr_builder *b, const struct names_env *env,
	       const struct names_node *const *context, const char *text, struct err *err);

/*
 * Compiles the patterns that x gives to mx:matches(), each once: literal → struct pattern in
 * `patterns`, and in the list `owned`.
 */
int expr_patterns(const struct expr *x, struct map *patterns, struct vec *owned, struct err *err);
void expr_free_patterns(struct vec *owned);

void expr_store_release(struct expr_store *s);

#endif
