/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An analyzer: one concern, one file, one line in analyzers/list.def. It defines the facts it
 * owns, may look at entries as they are read, and adds its facts once everything was.
 */
#ifndef ANALYZERS_ANALYZER_H
#define ANALYZERS_ANALYZER_H

#include <stdbool.h>
#include <stddef.h>

#include "analyzers/world/world.h"
#include "core/fact.h"

struct blob;
struct entry;
struct err;

struct analyzer {
	const char *name;	/* file and symbol name, with '-' for '_' */
	const char *summary;	/* one line */
	const struct fact_def *const *facts;	/* owned, ends with NULL */

	/* Memory between the calls for one package; NULL where none is needed. */
	void *(*start)(struct world *w);
	void (*stop)(void *state);

	/* True for an entry it wants to see. Both or neither of wants and scan. */
	bool (*wants)(void *state, struct world *w, const struct entry *e);
	/* Called once for each wanted entry that could be read, in order of names. */
	void (*scan)(void *state, struct world *w, const struct entry *e, const struct blob *bytes);
	/* Called for each wanted entry that could not; the diagnostic is already added. */
	void (*unread)(void *state, struct world *w, const struct entry *e, const char *why);

	/* Called once, after every entry, with the worlds built. */
	void (*derive)(void *state, struct world *w);
	bool of_settings;	/* derive() needs no state, and no package where there is none */
};

extern const struct analyzer *const analyzers[];	/* in list.def order, ends with NULL */

/* Facts of core and all analyzers, in order; owners named. The same object each time. */
const struct vocabulary *analyzers_vocabulary(void);

/*
 * Reads the opened package once and fills facts (sorted, the facts about the run included),
 * sources and diags. 0, or -1 with err where nothing can be judged (metadata unreadable); that is
 * in diags as fatal, too. w: arena, limits, package, finds, sources, diags, facts are set.
 */
int analyzers_run(struct world *w, struct err *err);

/* The facts of settings alone, without a package: w->package and what is read of it are NULL. */
void analyzers_run_settings(struct world *w);

#endif
