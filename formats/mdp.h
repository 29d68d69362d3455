/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model.mdp: concatenated BSON documents. Only lengths and the type at a fixed offset are read
 * here, so documents nobody wants (image collections are most of the bytes) are never walked.
 */
#ifndef FORMATS_MDP_H
#define FORMATS_MDP_H

#include <stddef.h>

#include "formats/bson.h"

struct mdp_unit {
	struct doc doc;
	const char *type;	/* "Microflows$Microflow"; borrowed, or interned where odd */
	size_t offset;		/* of the document in the file */
};

struct mdp_walk {
	const unsigned char *data;
	size_t len, at;
	struct arena *arena;
};

void mdp_begin(struct mdp_walk *w, const void *bytes, size_t len, struct arena *arena);
/* 1 and the unit; 0 at the end; -1 with err "byte N: why" (the rest cannot be framed). */
int mdp_next(struct mdp_walk *w, struct mdp_unit *out, struct err *err);

#endif
