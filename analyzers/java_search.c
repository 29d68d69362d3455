/* SPDX-License-Identifier: Apache-2.0 */
/* Finds in Java archives: what world/java.c found for them becomes facts. */
#include "analyzers/analyzer.h"
#include "analyzers/world/java.h"
#include "core/run_facts.h"

static const struct fact_def *const defs[] = { NULL };

static void add_match(struct world *w, const struct java_match *m)
{
	struct facts *fs = w->facts;
	struct fact *f = facts_add(fs, &fact_match);

	fact_set(fs, f, MATCH_FIND, w->finds[m->find]->id);
	fact_set(fs, f, MATCH_ENTRY, m->archive->path);
	fact_set(fs, f, MATCH_ARCHIVE, m->archive->name);
	fact_set(fs, f, MATCH_CLASS, m->class);
	fact_set(fs, f, MATCH_METHOD, m->method);
	fact_set(fs, f, MATCH_TARGET, m->target);
	fact_set(fs, f, MATCH_MEMBER, m->member);
	fact_set(fs, f, MATCH_ARGUMENT, m->argument);
	fact_set(fs, f, MATCH_TEXT, m->text);
	fact_set(fs, f, MATCH_DESCRIPTOR, m->descriptor);
	fact_set(fs, f, MATCH_VERSION, m->archive->version);
	fact_set(fs, f, MATCH_MODULE, m->module);
	fact_set(fs, f, MATCH_SCOPE, java_scope_names[m->scope]);
	fact_set(fs, f, MATCH_REACHED, java_reached_names[m->archive->reached]);
	fact_set_int(fs, f, MATCH_COUNT, m->count);
}

static void derive(void *state, struct world *w)
{
	const struct java *j = w->java;

	(void)state;
	for (size_t i = 0; i < j->matches.len; i++)
		add_match(w, j->matches.items[i]);
	for (size_t i = 0; i < w->find_count; i++)
		if (j->searches[i].find != NULL)
			run_facts_add_search(w->facts, j->searches[i].find,
					     j->searches[i].matches, j->searches[i].truncated);
}

const struct analyzer analyzer_java_search = {
	.name = "java-search",
	.summary = "what rules ask for in Java archives; fills <search> and <match>",
	.facts = defs,
	.derive = derive,
};
