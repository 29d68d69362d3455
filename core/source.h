/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where facts come from, and whether that was looked at. Each fact belongs to one source. A
 * source that nobody vouched for is absent: what was not looked at never reads as clear.
 */
#ifndef CORE_SOURCE_H
#define CORE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum source {
	SOURCE_PACKAGE,		/* the container: names, sizes, layout */
	SOURCE_METADATA,	/* model/metadata.json */
	SOURCE_MODEL,		/* documents of model/model.mdp */
	SOURCE_GRAPH,		/* activities of microflows and what they reach */
	SOURCE_JAVA,		/* archives under model/bundles and model/lib */
	SOURCE_WEB,		/* files under web/ */
	SOURCE_RESOURCES,	/* files under model/resources */
	SOURCE_V3,		/* settings of the environment that is left; an input of its own,
				   like all that follow */
	SOURCE_V4,		/* settings of the environment that is moved to */
	SOURCE_ANSWERS,		/* what only people know */
	SOURCE_MPR,		/* the project file */
	SOURCE_LOG,		/* access logs */
	SOURCE_BACKUP,		/* a backup file */
	SOURCE_PROBE,		/* TLS and address probe of found hosts */
	SOURCE_COUNT,
	SOURCE_NONE = SOURCE_COUNT	/* facts about the run itself: source, search, diagnostic */
};

enum source_state { SOURCE_ABSENT, SOURCE_PARTIAL, SOURCE_COMPLETE };

struct sources {
	struct arena *arena;
	enum source_state state[SOURCE_COUNT];
	const char *reason[SOURCE_COUNT];	/* "; "-joined, NULL when there is none */
};

void sources_init(struct sources *s, struct arena *arena);	/* all absent */

/* The source was looked at; stays partial if it already is. */
void source_complete(struct sources *s, enum source which);
/* Part of it could not be read; wins over complete, in any order. Reasons add up, each once. */
void source_partial(struct sources *s, enum source which, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Why an absent source is absent; keeps the state. */
void source_absent(struct sources *s, enum source which, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

const char *source_name(enum source which);	/* "package" … "probe" */
enum source source_by_name(const char *name);	/* SOURCE_NONE if unknown */
const char *source_state_name(enum source_state state);
bool source_state_by_name(const char *name, enum source_state *out);

/* True for what comes out of the package itself: it was given whenever there is an audit. */
bool source_is_package(enum source which);

#endif
