/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses that a flow puts into a variable first: {$URL} where $URL is made once, from
 * something that can be told, and never changed.
 */
#ifndef ANALYZERS_WORLD_MODEL_VARIABLES_H
#define ANALYZERS_WORLD_MODEL_VARIABLES_H

#include "formats/bson.h"
#include "util/map.h"

struct flow;
struct reader;

/* What one flow makes. Starts zeroed. */
struct variables {
	struct map by_name;
};

/* A CreateVariableAction that is not disabled. */
void variables_add(struct variables *v, struct reader *r, struct doc action);
/* Rewrites the addresses of f, which d is the document of, once all of it was read. */
void variables_inline(struct variables *v, struct reader *r, struct doc d,
		      struct flow *f);
void variables_release(struct variables *v);

#endif
