/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was not looked at: for sources and finds that an expression rests on, how they stand, and
 * the sentences that say so.
 */
#ifndef RULES_GAPS_H
#define RULES_GAPS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/find.h"
#include "core/source.h"
#include "rules/names.h"
#include "util/map.h"
#include "util/vec.h"

struct arena;
struct facts;
struct rules;

/* The state of everything, for one set of facts. */
struct coverage {
	struct arena *arena;
	enum source_state state[SOURCE_COUNT];
	const char *reason[SOURCE_COUNT];
	struct map finds;	/* id → struct coverage_find */
};

/* How one find stands: absent where it was not searched for, or for something else. */
struct coverage_find {
	const struct find *find;
	enum source_state state;
	const char *reason;
};

void coverage_init(struct coverage *c, const struct rules *r, const struct facts *facts,
		   const struct sources *sources, struct arena *arena);
void coverage_release(struct coverage *c);
/* The sources that those finds rest on. */
source_set coverage_find_sources(const struct coverage *c, const char *const *finds);

struct gaps {
	source_set absent, partial;	/* bits SOURCE_BIT() */
	struct vec finds;		/* struct coverage_find that are not complete */
	bool find_absent;		/* one of them was not searched for */
};

void gaps_release(struct gaps *g);
void gaps_add(struct gaps *g, const struct coverage *c, source_set sources,
	      const char *const *finds);
/* One source alone, where it is not complete. */
void gaps_add_source(struct gaps *g, enum source which, const struct coverage *c);
void gaps_join(struct gaps *g, const struct gaps *other);
bool gaps_any(const struct gaps *g);
bool gaps_absent(const struct gaps *g);	/* a source or a search is missing as a whole */
/* Only inputs that were not given are missing. */
bool gaps_open(const struct gaps *g);

/* What would give the inputs that are missing: "--v3 FILE, --v4 FILE"; NULL: no option does. */
const char *gaps_option(const struct gaps *g, struct arena *arena);

/* In the arena of the coverage: "the model was not read: …; --v4 FILE was not given". */
const char *gaps_reason(const struct gaps *g, const struct coverage *c);

#endif
