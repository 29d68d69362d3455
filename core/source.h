/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where facts come from, and whether that was looked at. Each fact belongs to one source. A
 * source that nobody vouched for is absent: what was not looked at never reads as clear.
 */
#ifndef CORE_SOURCE_H
#define CORE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum source {
#define SOURCE(symbol, name, noun, plural, label) SOURCE_##symbol,
#include "core/sources.def"
#undef SOURCE
	SOURCE_COUNT,
	SOURCE_NONE = SOURCE_COUNT,	/* facts about the run itself: source, search, diagnostic */

	/* The groups of settings of one environment stand together. */
	SOURCE_V3_FIRST = SOURCE_V3_ENVIRONMENT, SOURCE_V3_LAST = SOURCE_V3_MAINTENANCE,
	SOURCE_V4_FIRST = SOURCE_V4_ENVIRONMENT, SOURCE_V4_LAST = SOURCE_V4_MAINTENANCE
};

/* Some of them: bits SOURCE_BIT(which). */
typedef uint64_t source_set;
#define SOURCE_BIT(which) (UINT64_C(1) << (which))

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
const char *source_noun(enum source which);	/* "the model", "the Java archives" … */
bool source_is_plural(enum source which);	/* "were read", not "was read" */
const char *source_label(enum source which);	/* in lists: "Java archives" …; "run" for none */
enum source source_by_name(const char *name);	/* SOURCE_NONE if unknown */
const char *source_state_name(enum source_state state);
bool source_state_by_name(const char *name, enum source_state *out);

/* True for what comes out of the package itself: it was given whenever there is an audit. */
bool source_is_package(enum source which);

/*
 * For lists that name inputs: the label of the role ("settings of the v3 environment") where
 * `which` is its first group and none of its groups is in any other state than `state`, with
 * *last set to its last group; else the source's own label, with *last = which.
 */
const char *source_label_all(const struct sources *s, enum source which, enum source *last);

/* True where any group of settings of that environment was given. */
bool sources_any(const struct sources *s, enum source first, enum source last);

#endif
