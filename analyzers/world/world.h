/* SPDX-License-Identifier: Apache-2.0 */
/* All that analyzers may look at, after the package was read. */
#ifndef ANALYZERS_WORLD_WORLD_H
#define ANALYZERS_WORLD_WORLD_H

#include <stddef.h>

#include "core/diag.h"
#include "core/fact.h"
#include "core/find.h"
#include "core/limits.h"
#include "core/source.h"

struct graph;
struct java;
struct java_names_outside;
struct libraries;
struct metadata;
struct model;
struct package;
struct pattern_scratch;
struct project;
struct replies;
struct settings;

struct world {
	struct arena *arena;
	const struct limits *limits;
	struct package *package;
	const struct metadata *metadata;	/* NULL: unreadable (then the audit is fatal) */
	const struct model *model;		/* NULL: absent or unreadable */
	struct graph *graph;			/* NULL with the model */
	const struct java *java;		/* NULL only before it is read */
	struct java_names_outside *class_names;	/* filled while entries are read; may be NULL */
	const struct project *project;		/* NULL: --mpr was not given */
	struct settings *v3, *v4;	/* of each environment; NULL: not given */
	const struct replies *replies;		/* NULL: --answers was not given */
	unsigned jobs;				/* workers; 0: one for each core */
	const struct find *const *finds;
	size_t find_count;
	const struct libraries *libraries;	/* NULL: none are described */
	const struct find *library_search;	/* with them: what is written down of the search */
	struct pattern_scratch *scratch;
	struct sources *sources;
	struct diags *diags;
	struct facts *facts;
};

#endif
