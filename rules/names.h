/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names in an XPath expression, checked against the vocabulary before anything runs: libxml2
 * takes an unknown name for an empty result and would call a misspelt rule clear.
 *
 * The subset: axes child, attribute, self and parent; names of facts and attributes, '.', '..'
 * and text(); predicates, unions, operators and the core functions but for those that ask for
 * names, ids or languages. Not '//', not '*', no other axis, no comparison of two node sets.
 * The document element is <facts>; '/facts/constant' and, from there, 'constant' are the same.
 * `match` must be narrowed at once by a literal: match[@find='javamail'].
 *
 * Checked too: literals compared with an attribute that has a fixed set of words, the fact and
 * attribute given to mx:has(), ids of finds, patterns being literals.
 */
#ifndef RULES_NAMES_H
#define RULES_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/fact.h"

struct arena;
struct err;

enum names_type { NAMES_NODES, NAMES_STRING, NAMES_NUMBER, NAMES_BOOLEAN, NAMES_ANY };

enum names_special {
	NAMES_PLAIN,
	NAMES_HAS,	/* argument 1 a fact, 2 (if given) an attribute of it: literals */
	NAMES_FOUND,	/* argument 1 the id of a find: a literal */
	NAMES_GIVEN,	/* argument 1 the name of a source: a literal */
	NAMES_MATCHES	/* argument 2 a pattern: a literal */
};

/* A function of ours; the core functions are known already. */
struct names_function {
	const char *name;	/* "mx:lower"; NULL ends a table */
	unsigned min, max;	/* arguments */
	enum names_type result;
	enum names_special special;
	bool empty;		/* may be true, or a match, when an argument selects no node */
};

/* What an expression may mention. */
struct names_env {
	const struct vocabulary *vocabulary;
	const struct names_function *functions;	/* ends with name NULL */
	const char *const *variables;	/* without '$', ends with NULL; NULL: none */
	const char *const *finds;	/* ids, ends with NULL; NULL: any, or not narrowed */
};

/* The type of an element: its definition and how it was reached. */
struct names_node {
	const struct fact_def *def;		/* NULL: the element <facts> */
	const struct names_node *parent;	/* NULL for <facts> */
};

/*
 * A part of the expression that starts at <facts> and yields all facts of one name, or all matches
 * of one find: "/facts/constant", "match[@find='javamail']". It can be replaced by anything that
 * yields the same nodes in document order.
 */
struct names_span {
	size_t at, len;			/* bytes of the expression */
	const struct fact_def *def;
	const char *find;		/* id, or NULL */
};

/* Everything here lives in the arena given to names_check(). */
struct names_result {
	enum names_type type;			/* of the whole expression */
	const struct names_node *const *selects;	/* elements it yields, ends with NULL */
	bool selects_other;			/* it may yield attributes, text or <facts> too */
	source_set sources;		/* bits SOURCE_BIT(), of all that is mentioned */
	/*
	 * Those among them where a node that was not read, or a number that is too small because
	 * not everything was counted, could make the expression true or add nodes: inside not(),
	 * count(), compared with false() and the like. Errs on the side of naming too many.
	 */
	source_set negated;
	const char *const *finds;		/* ids mentioned, each once, ends with NULL */
	const char *const *negated_finds;	/* those of them that stand in a negated place */
	const char *const *variables;		/* mentioned, each once, ends with NULL */
	const char *const *patterns;	/* literals given to NAMES_MATCHES, ends with NULL */
	const struct names_span *spans;		/* in order, never nested in one another */
	size_t span_count;
};

/*
 * Checks expr. context is what "." stands for: the `selects` of another result, or NULL for
 * <facts>; a name must be right for each of them. -1 with "column 12: unknown attribute 'langs' of
 * 'constant'; did you mean 'language'?" in err; out is untouched then.
 */
int names_check(const struct names_env *env, const struct names_node *const *context,
		const char *expr, struct arena *arena, struct names_result *out, struct err *err);

const char *names_type_name(enum names_type type);	/* "node set", "string" … */

#endif
