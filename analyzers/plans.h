/* SPDX-License-Identifier: Apache-2.0 */
/* Plans of v4 and what each of them has room for. */
#ifndef ANALYZERS_PLANS_H
#define ANALYZERS_PLANS_H

#include <stdint.h>

struct plan {
	const char *name;
	/* In GB, 0 where it is not known. */
	int64_t memory, database_memory, database_storage, file_storage;
	int burstable;	/* 0, 1, or -1 where that is not stated */
};

/*
 * The plan whose name is a word of what settings call it: "Standard S20 (EU)". NULL for NULL, and
 * for a text that names none.
 */
const struct plan *plan_of(const char *text);

/* What the plan says of an attribute of the environment, in bytes; -1 where it says nothing. */
int64_t plan_bytes(const struct plan *p, const char *attribute);

#endif
