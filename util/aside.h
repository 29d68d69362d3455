/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One piece of work beside what the caller does. Until aside_finish() the work alone may touch
 * what it was given.
 */
#ifndef UTIL_ASIDE_H
#define UTIL_ASIDE_H

#include <stdbool.h>

struct aside;

/* Starts work(data); where it may have no thread, or the system gives none, it is done at once. */
struct aside *aside_start(bool thread, void (*work)(void *data), void *data);

/* The work is done; for an aside, as a condition to go on with something else. */
bool aside_done(const struct aside *a);

void aside_finish(struct aside *a);	/* waits for it, and frees a */

#endif
