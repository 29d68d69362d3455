/* SPDX-License-Identifier: Apache-2.0 */
/* The functions and types of expressions that XPath 1.0 does not have. */
#ifndef RULES_FUNCTIONS_H
#define RULES_FUNCTIONS_H

#include <stddef.h>

#include "rules/names.h"
#include "util/err.h"

struct buf;
struct document;
struct facts;
struct map;
struct pattern_scratch;
struct _xmlXPathContext;

#define FUNCTIONS_NAMESPACE "urn:mxaudit:functions:1"

/* What the functions look at; the userData of the XPath context. */
struct function_env {
	const struct facts *facts;
	struct document *document;
	const struct fact_def *match;		/* definition of <match>, or NULL */
	const struct map *patterns;		/* literal → struct pattern */
	struct pattern_scratch *scratch;
	size_t places;
	struct err err;				/* of the evaluation under way */
};

extern const struct names_function functions_all[];	/* everywhere; ends with name NULL */
extern const struct names_function functions_message[];	/* those and mx:places() */

void functions_register(struct _xmlXPathContext *context);

/* A number as a decimal integer, or "unknown" when it is none. */
void functions_write_int(struct buf *out, double n);
void functions_write_bytes(struct buf *out, double n);	/* "512 B", "1.0 GB" */

#endif
