/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts: the contract between analyzers, rules and reports. A fact is an element with
 * attributes and children; its definition says what each of them means.
 *
 * Each analyzer defines the facts it owns as `static const struct fact_def` tables in its own
 * file; the vocabulary is those tables in the order of analyzers/list.def, after the facts
 * about the run (source, diagnostic, search, match) that core/run_facts.c defines.
 */
#ifndef CORE_FACT_H
#define CORE_FACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/source.h"

struct arena;
struct buf;
struct err;
struct limits;

enum attr_type {
	ATTR_STRING,	/* free text; secrets in it are masked on the way in */
	ATTR_NAME,	/* a name of the model, a path, a class: only masked where it holds a URL */
	ATTR_ENUM,	/* one of the words in `words` */
	ATTR_BOOL,	/* "yes" or "no" */
	ATTR_INT,	/* decimal integer */
	ATTR_BYTES,	/* decimal integer, a size in bytes */
	ATTR_TIME,	/* UTC, YYYY-MM-DDThh:mm:ssZ */
	ATTR_DIGEST	/* hex; never masked */
};

/* Flags; a key is part of what identifies the fact. */
enum { ATTR_REQUIRED = 1, ATTR_KEY = 2 };

struct attr_def {
	const char *name;	/* NULL ends the table */
	enum attr_type type;
	unsigned flags;
	const char *meaning;	/* one line for docs/facts.md */
	const char *words;	/* ATTR_ENUM: "a|b|c" */
};

/* True for a value that the attribute's type allows. */
bool attr_takes(const struct attr_def *def, const char *value);

struct fact_def {
	const char *name;	/* element name; unique over the vocabulary, children included */
	enum source source;	/* a child may have another source than its parent */
	const char *meaning;
	const struct attr_def *attrs;	/* ends with name NULL; NULL for none */
	const struct fact_def *const *children;	/* ends with NULL; NULL for none */
	bool text;		/* has character content (no children then) */
	const char *search;	/* it rests on the search of that name as well; NULL: on none */
};

struct vocabulary_item {
	const struct fact_def *def;
	const char *owner;	/* name of the analyzer, or "run" */
};

/* Top-level facts in vocabulary order. */
struct vocabulary {
	const struct vocabulary_item *items;
	size_t count;
};

/* The top-level fact of that name; NULL if there is none. */
const struct fact_def *vocabulary_find(const struct vocabulary *v, const char *name);
int fact_def_attr(const struct fact_def *def, const char *name);	/* index, or -1 */
size_t fact_def_attr_count(const struct fact_def *def);
const struct fact_def *fact_def_child(const struct fact_def *def, const char *name);

struct fact {
	const struct fact_def *def;
	struct fact *first, *last;	/* children, in the order they were added */
	struct fact *next;		/* sibling; for a top-level fact not used */
	const char *text;		/* character content, NULL for none */
	const char **values;		/* one for each attribute of the definition; NULL: absent */
	bool dropped;			/* over a limit: it goes nowhere and takes no values */
};

struct facts {
	struct arena *arena;		/* owns everything here */
	const struct vocabulary *vocabulary;
	struct fact **items;		/* top level; sorted after facts_sort() */
	size_t count;
	size_t size;			/* allocated */
	uint64_t total;			/* children included */
	uint64_t max;
	uint64_t bytes;			/* of values set so far */
	uint64_t max_bytes;		/* no limit after facts_init(); over it no more facts */
	bool over;			/* a limit was reached: later facts were dropped */
};

void facts_init(struct facts *fs, const struct vocabulary *v, uint64_t max);
void facts_release(struct facts *fs);

/*
 * A new fact, never NULL: over the limit it is one that goes nowhere. def must be in the
 * vocabulary; a child's def in the parent's children.
 */
struct fact *facts_add(struct facts *fs, const struct fact_def *def);
struct fact *fact_child(struct facts *fs, struct fact *parent, const struct fact_def *def);

/*
 * Values are copied and pass core/secret.h on the way. NULL leaves the attribute absent.
 * `attr` is the index in the definition's table.
 */
void fact_set(struct facts *fs, struct fact *f, unsigned attr, const char *value);
/* The same where another word says what the value is ("Mail.Password"): masked by that name too. */
void fact_set_named(struct facts *fs, struct fact *f, unsigned attr, const char *name,
		    const char *value);
void fact_set_int(struct facts *fs, struct fact *f, unsigned attr, int64_t value);
void fact_set_bool(struct facts *fs, struct fact *f, unsigned attr, bool value);
/* Milliseconds since 1970; a year without four digits leaves the attribute absent. */
void fact_set_time(struct facts *fs, struct fact *f, unsigned attr, int64_t ms);
void fact_set_text(struct facts *fs, struct fact *f, const char *text);

/* The value of a named attribute, NULL when absent or not defined. */
const char *fact_get(const struct fact *f, const char *attr);

/* Vocabulary order, then key attributes as bytes, then all the rest: the same for any run. */
void facts_sort(struct facts *fs);

/* After facts_sort(): the first fact of that name and how many follow; NULL and 0 for none. */
struct fact *const *facts_of(const struct facts *fs, const char *name, size_t *count);
const struct fact *facts_first(const struct facts *fs, const char *name);	/* or NULL */

#endif
