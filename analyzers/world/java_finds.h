/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What rules look for in archives, arranged for speed: all finds that name a class are asked
 * once for each name, and the answer is kept as bits; the names that classes refer to are few.
 */
#ifndef ANALYZERS_WORLD_JAVA_FINDS_H
#define ANALYZERS_WORLD_JAVA_FINDS_H

#include "analyzers/world/java.h"
#include "formats/classfile.h"

struct find;
struct java_scan;
struct pattern_scratch;

/* Positions of finds in java_finds.all. */
struct java_find_list {
	unsigned *items;
	size_t count;
};

struct java_finds {
	const struct find *const *all;	/* of the world */
	size_t count;
	size_t words;			/* 64 finds each */
	/* By the classes they take: finds that look at what these refer to, and others. */
	struct java_find_list targets[JAVA_SCOPES], strings[JAVA_SCOPES], fields[JAVA_SCOPES];
};

void java_finds_init(struct java_finds *f, const struct find *const *all, size_t count);
void java_finds_release(struct java_finds *f);

static inline bool java_finds_has(const uint64_t *bits, size_t i)
{
	return (bits[i / 64] >> (i % 64) & 1) != 0;
}

/* Answers kept by a worker, for classes of one scope. */
struct java_names *java_names_new(enum java_scope scope, size_t words);
void java_names_free(struct java_names *n);	/* NULL is fine */

/*
 * Bits of the finds whose class takes the name, to which classes of that scope refer; good until
 * the next call.
 */
const uint64_t *java_names_ask(struct java_scan *s, enum java_scope scope, struct class_text name,
			       uint64_t hash);

/* One field of a find on a text; true where it is not given. Giving up is written down. */
bool java_find_takes(struct java_scan *s, size_t find, int field, const char *text, size_t n);

/* A class's text in real UTF-8, in the worker's memory until the next call. */
struct class_text java_text(struct java_scan *s, struct class_text t);

#endif
