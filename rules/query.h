/* SPDX-License-Identifier: Apache-2.0 */
/* One XPath expression over facts, for people who look around: the full subset of the rules. */
#ifndef RULES_QUERY_H
#define RULES_QUERY_H

#include "core/fact.h"

struct buf;
struct err;
struct limits;

/*
 * Writes what expr yields: nodes as XML or, for attributes, their values, one a line; a number,
 * text or boolean as itself. facts must be sorted. -1 with err: unknown name, bad expression.
 */
int rules_query(struct buf *out, const struct facts *facts, const char *expr,
		const struct limits *limits, struct err *err);

#endif
