/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Workers for jobs that know nothing of each other. Jobs are started in the order they were
 * given and end in any; so each writes only into memory of its own, and whoever gave them looks
 * at it after pool_finish(), in an order that is fixed. With one worker the job is done at once
 * by the caller's thread.
 */
#ifndef UTIL_POOL_H
#define UTIL_POOL_H

#include <stddef.h>
#include <stdint.h>

struct pool;

/* The cores that this process may use, at least 1. */
unsigned pool_cores(void);

/*
 * `work` is called with `data`, the number of the worker from 0 on, and the job. `room` is the
 * weight that jobs given and not yet done may have together.
 */
typedef void pool_work(void *data, unsigned worker, void *job);
struct pool *pool_new(unsigned workers, uint64_t room, pool_work *work, void *data);

/* How many workers there really are: fewer where the system gives no more threads. */
unsigned pool_workers(const struct pool *p);

/* Waits until there is room for the weight, or nothing else is under way. */
void pool_reserve(struct pool *p, uint64_t weight);
/* Gives a job for which at least that weight was reserved; its end returns it. */
void pool_give(struct pool *p, void *job, uint64_t weight);
/* Returns what else was reserved, from any thread. */
void pool_return(struct pool *p, uint64_t weight);

void pool_finish(struct pool *p);	/* waits for all jobs and frees the pool; NULL is fine */

#endif
