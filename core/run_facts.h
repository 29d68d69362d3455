/* SPDX-License-Identifier: Apache-2.0 */
/* Facts about the run itself: <source>, <diagnostic>, <search> and <match>. */
#ifndef CORE_RUN_FACTS_H
#define CORE_RUN_FACTS_H

#include "core/diag.h"
#include "core/fact.h"
#include "core/find.h"
#include "core/source.h"

/* The search that facts about well-known libraries rest on; no find of a rule has this id. */
#define KNOWN_LIBRARY_SEARCH "known-library"

extern const struct fact_def fact_source, fact_diagnostic, fact_search, fact_match;
extern const struct fact_def *const run_facts[];	/* the four, then NULL */

enum {
	MATCH_FIND, MATCH_ENTRY, MATCH_LINE, MATCH_ARCHIVE, MATCH_CLASS, MATCH_METHOD,
	MATCH_TARGET, MATCH_MEMBER, MATCH_ARGUMENT, MATCH_TEXT, MATCH_DESCRIPTOR, MATCH_VERSION,
	MATCH_MODULE, MATCH_SCOPE, MATCH_REACHED, MATCH_COUNT
};

/* Words of the attributes `scope` and `reached`, of facts about archives too. */
#define RUN_SCOPE_WORDS "own|generated|library"
#define RUN_REACHED_WORDS "code|name|not-seen"

/* One <source> for each source and one <diagnostic> for each diagnostic. */
void run_facts_add(struct facts *fs, const struct sources *sources, const struct diags *diags);
void run_facts_add_search(struct facts *fs, const struct find *find, uint64_t matches,
			  bool truncated);

/*
 * What matched, as it may be shown: at most 120 characters, masked before it is cut, since half a
 * secret looks like none.
 */
const char *run_facts_shown(struct arena *a, const char *p, size_t n);

/* The way back, from a stored document; facts must be sorted. */
int run_facts_read(const struct facts *fs, struct sources *sources, struct diags *diags,
		   struct err *err);

#endif
