/* SPDX-License-Identifier: Apache-2.0 */
/* The worker pool: every job is done once, and what is under way stays within its room. */
#include "util/pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { JOBS = 200, ROOM = 10 };

struct job {
	uint64_t weight;
	_Atomic unsigned done;
};

struct watch {
	_Atomic uint64_t under_way, most;
	_Atomic unsigned alone;		/* heavier than the room, and not alone */
	unsigned workers;
	_Atomic unsigned strangers;	/* numbers that no worker has */
};

static void work(void *data, unsigned worker, void *user)
{
	struct watch *w = data;
	struct job *job = user;
	uint64_t now = atomic_fetch_add(&w->under_way, job->weight) + job->weight;
	uint64_t most = atomic_load(&w->most);

	while (now > most && !atomic_compare_exchange_weak(&w->most, &most, now))
		;
	if (job->weight > ROOM && now > job->weight)
		atomic_fetch_add(&w->alone, 1);
	if (worker >= w->workers)
		atomic_fetch_add(&w->strangers, 1);
	usleep(100);
	atomic_fetch_sub(&w->under_way, job->weight);
	atomic_fetch_add(&job->done, 1);
}

static void run_with(unsigned workers)
{
	static struct job jobs[JOBS];
	struct watch w = { .workers = workers };
	struct pool *p = pool_new(workers, ROOM, work, &w);

	assert_in_range(pool_workers(p), 1, workers == 0 ? 1 : workers);
	w.workers = pool_workers(p);
	for (int i = 0; i < JOBS; i++) {
		jobs[i] = (struct job){ .weight = i % 50 == 0 ? 2 * ROOM : (uint64_t)(1 + i % 4) };
		pool_reserve(p, jobs[i].weight);
		if (i % 10 == 9)
			pool_return(p, jobs[i].weight);
		else
			pool_give(p, &jobs[i], jobs[i].weight);
	}
	pool_finish(p);
	for (int i = 0; i < JOBS; i++)
		assert_int_equal(jobs[i].done, i % 10 != 9);
	assert_int_equal(w.alone, 0);
	assert_int_equal(w.strangers, 0);
	assert_int_equal(w.under_way, 0);
	assert_true(w.most <= 2 * ROOM);
}

static void one(void **state)
{
	(void)state;
	run_with(0);
	run_with(1);
}

static void several(void **state)
{
	(void)state;
	run_with(2);
	run_with(7);
}

/* The first job keeps a part of what was reserved, until it has seen the second one begin. */
struct parts {
	struct pool *pool;
	_Atomic unsigned begun;
};

static void return_part(void *data, unsigned worker, void *user)
{
	struct parts *p = data;

	(void)worker;
	(void)user;
	atomic_fetch_add(&p->begun, 1);
	pool_return(p->pool, ROOM - 1);
	while (atomic_load(&p->begun) < 2)
		usleep(100);
}

static void returned_early(void **state)
{
	struct parts p = { .begun = 0 };

	(void)state;
	p.pool = pool_new(2, ROOM, return_part, &p);
	if (pool_workers(p.pool) == 2) {
		pool_reserve(p.pool, ROOM);
		pool_give(p.pool, &p, 1);
		pool_reserve(p.pool, ROOM - 1);
		pool_give(p.pool, &p, 0);
		assert_in_range(atomic_load(&p.begun), 1, 2);
	}
	pool_finish(p.pool);
}

static void nothing(void **state)
{
	(void)state;
	pool_finish(NULL);
	pool_finish(pool_new(4, ROOM, work, NULL));
	assert_true(pool_cores() >= 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(one), cmocka_unit_test(several),
		cmocka_unit_test(returned_early), cmocka_unit_test(nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
