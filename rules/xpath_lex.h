/* SPDX-License-Identifier: Apache-2.0 */
/* The tokens of an XPath 1.0 expression: section 3.7 of the recommendation. */
#ifndef RULES_XPATH_LEX_H
#define RULES_XPATH_LEX_H

#include <stddef.h>

struct arena;
struct err;

enum { LEX_MAX = 8192 };	/* bytes of an expression */

enum xpath_kind {
	LEX_END,
	LEX_SYMBOL,	/* operators and punctuation; and, or, div, mod, '*' as operators */
	LEX_NAME,	/* in a name test, with its prefix if there is one */
	LEX_STAR,	/* '*' as a name test */
	LEX_CALL,	/* name of a function: '(' follows */
	LEX_NODE,	/* text, node, comment or processing-instruction: '(' follows */
	LEX_AXIS,	/* name of an axis; covers '::' too */
	LEX_VARIABLE,	/* text without '$' */
	LEX_LITERAL,	/* text without quotes */
	LEX_NUMBER
};

struct xpath_token {
	enum xpath_kind kind;
	size_t at, len;		/* bytes of the expression it covers */
	const char *text;
};

/* The tokens, the last of kind LEX_END; -1 with "column 3: …". */
int xpath_lex(const char *expr, struct arena *arena, const struct xpath_token **out,
	      struct err *err);

#endif
