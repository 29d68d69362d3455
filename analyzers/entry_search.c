/* SPDX-License-Identifier: Apache-2.0 */
/* Finds with in="entry": names of entries, whatever is in them. */
#include <inttypes.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "core/pattern.h"
#include "core/run_facts.h"
#include "package/package.h"

static const struct fact_def *const defs[] = { NULL };

/* False where the pattern gave up. */
static bool matches(struct world *w, const struct find *find, const struct entry *e, bool *found)
{
	int result = pattern_matches(find->pattern[FIND_F_ENTRY], w->scratch, e->name,
				     strlen(e->name));

	*found = result == 1;
	return result >= 0;
}

static void give_up(struct world *w, const struct find *find, const struct entry *e)
{
	diag_add(w->diags, DIAG_INCOMPLETE, e->name,
		 "find '%s' takes more than --max-pattern-steps %" PRIu64, find->id,
		 w->limits->pattern_steps);
	source_partial(w->sources, SOURCE_PACKAGE, "find '%s' gave up on names", find->id);
}

static void add_match(struct world *w, const struct find *find, const struct entry *e)
{
	struct fact *f = facts_add(w->facts, &fact_match);

	fact_set(w->facts, f, MATCH_FIND, find->id);
	fact_set(w->facts, f, MATCH_ENTRY, e->name);
}

static void tell_truncated(struct world *w, const struct find *find)
{
	diag_add(w->diags, DIAG_INCOMPLETE, "",
		 "find '%s' has more matches than --max-matches %" PRIu64, find->id,
		 w->limits->matches);
}

static void search(struct world *w, const struct find *find)
{
	const char *last = "";
	uint64_t count = 0;
	bool found, truncated = false;

	for (size_t i = 0; i < package_count(w->package) && !truncated; i++) {
		const struct entry *e = package_entry(w->package, i);

		if (!matches(w, find, e, &found))
			give_up(w, find, e);
		if (!found || strcmp(last, e->name) == 0)
			continue;
		last = e->name;
		if (count == w->limits->matches) {
			truncated = true;
		} else {
			add_match(w, find, e);
			count++;
		}
	}
	if (truncated)
		tell_truncated(w, find);
	run_facts_add_search(w->facts, find, count, truncated);
}

static void derive(void *state, struct world *w)
{
	(void)state;
	for (size_t i = 0; i < w->find_count; i++)
		if (w->finds[i]->kind == FIND_ENTRY)
			search(w, w->finds[i]);
}

const struct analyzer analyzer_entry_search = {
	.name = "entry-search",
	.summary = "names of entries that rules ask for; fills <search> and <match>",
	.facts = defs,
	.derive = derive,
};
