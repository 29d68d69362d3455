/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The package is odd: said once, and the audit carries on. Diagnostics become <diagnostic>
 * facts, so a stored fact document still has them.
 */
#ifndef CORE_DIAG_H
#define CORE_DIAG_H

#include <stddef.h>

#include "util/map.h"
#include "util/vec.h"

struct arena;

enum diag_level {
	DIAG_NOTE,		/* worth saying; no effect on the exit status */
	DIAG_INCOMPLETE,	/* something wanted could not be read: exit status 3 */
	DIAG_FATAL		/* cannot be audited: exit status 3, nothing is judged */
};

struct diag {
	enum diag_level level;
	const char *place;	/* entry, or entry and unit; "" for the package itself */
	const char *message;
};

struct diags {
	struct arena *arena;
	struct vec list;	/* of struct diag, in order of discovery */
	struct map known;	/* the same, by place and message */
};

void diags_init(struct diags *d, struct arena *arena);
void diags_release(struct diags *d);
/* The same diagnostic twice is kept once, at its worst level. */
void diag_add(struct diags *d, enum diag_level level, const char *place, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
enum diag_level diags_worst(const struct diags *d);	/* DIAG_NOTE when there is none */
const char *diag_level_name(enum diag_level level);	/* "note", "incomplete", "fatal" */

#endif
