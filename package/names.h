/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From names as they were listed to names an analyzer can rely on: safe, '/' separated,
 * relative to the folder that holds model/, sorted, each once.
 */
#ifndef PACKAGE_NAMES_H
#define PACKAGE_NAMES_H

#include <stddef.h>

#include "package/package.h"

struct arena;
struct err;

/*
 * The name with '/' for each separator, without empty and "." parts; raw itself where
 * that changes nothing. An absolute name, one with a drive letter or a ".." part is
 * given back as it is and *problem says so.
 */
const char *name_normalise(struct arena *arena, const char *raw,
			   enum entry_problem *problem);

enum {
	NAME_SHOWN = 200, /* bytes of a name inside a message */
	PLACE_SHOWN = 400 /* of the place before one */
};

/* The name, cut between characters, with an ellipsis, when it has over max bytes. */
const char *name_short(struct arena *arena, const char *name, size_t max);

/*
 * Settles the names of p->entries, leaves directories out, finds the layout (not in a
 * nested container) and notes what is odd. -1 with err when there is no
 * model/metadata.json.
 */
int names_settle(struct package *p, struct err *err);

#endif
