/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of package/ share: the package itself, its budget, and how it says
 * things.
 */
#ifndef PACKAGE_PRIVATE_H
#define PACKAGE_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/diag.h"
#include "package/package.h"
#include "package/span.h"
#include "util/vec.h"

struct container;
struct folder;

/* Spent by a package and everything inside it. Lives in the arena. */
struct budget {
	uint64_t inflated; /* bytes, counted before they are inflated */
	unsigned notes;	   /* diagnostics added */
	unsigned failures; /* of those that make the audit incomplete */
};

struct package {
	struct package_info info;
	const struct limits *limits;
	struct diags *diags;
	struct arena *arena;
	struct budget *budget;
	const char *place; /* of a nested container; NULL at the top */
	uint64_t depth;	   /* containers around this one */
	bool hit_limit;
	struct vec entries;	     /* of struct entry; see names.h */
	struct container *container; /* or */
	struct folder *folder;
	struct span span;	     /* of a file, stream or memory, all of it */
	struct span_digest *digest;  /* begun and not ended; NULL: neither */
	int fd; /* of the file or folder, owned; -1 over memory */
};

/* "PLACE!/NAME" in a nested container, else name. */
const char *package_place(struct package *p, const char *name);

/*
 * A diagnostic about an entry ("" for the package itself); a run has a bounded number
 * of them.
 */
void package_note(struct package *p, enum diag_level level, const char *name,
		  const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The entry is over a limit: a diagnostic, the same in err, hit_limit. Always -1. */
int package_over(struct package *p, const char *name, struct err *err,
		 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Adds an entry as it was listed; names are settled later. */
struct entry *package_add(struct package *p, const char *raw_name);

#endif
