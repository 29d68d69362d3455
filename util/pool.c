/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "util/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "util/alloc.h"

enum { WORKERS_MAX = 256 };

struct task {
	void *job;
	uint64_t weight;
	struct task *next;
};

struct worker {
	struct pool *pool;
	unsigned number;
	pthread_t thread;
};

struct pool {
	pool_work *work;
	void *data;
	uint64_t room, used;
	unsigned count;			/* of threads; 0: the caller works */
	struct worker *workers;
	struct task *first, **last;	/* not yet started */
	bool closed;			/* no job comes any more */
	pthread_mutex_t lock;
	pthread_cond_t more;		/* a job was given, or none will come */
	pthread_cond_t less;		/* a job was done */
};

unsigned pool_cores(void)
{
	cpu_set_t set;
	long online;

	if (sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) > 0)
		return (unsigned)CPU_COUNT(&set);
	online = sysconf(_SC_NPROCESSORS_ONLN);
	return online > 0 ? (unsigned)online : 1;
}

/* The next job, waiting for one; NULL when there will be none. Called with the lock. */
static struct task *next_task(struct pool *p)
{
	struct task *t;

	while (p->first == NULL && !p->closed)
		pthread_cond_wait(&p->more, &p->lock);
	t = p->first;
	if (t == NULL)
		return NULL;
	p->first = t->next;
	if (p->first == NULL)
		p->last = &p->first;
	return t;
}

static void *run(void *user)
{
	struct worker *w = user;
	struct pool *p = w->pool;
	struct task *t;

	pthread_mutex_lock(&p->lock);
	while ((t = next_task(p)) != NULL) {
		pthread_mutex_unlock(&p->lock);
		p->work(p->data, w->number, t->job);
		pthread_mutex_lock(&p->lock);
		p->used -= t->weight;
		free(t);
		pthread_cond_signal(&p->less);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

struct pool *pool_new(unsigned workers, uint64_t room, pool_work *work, void *data)
{
	struct pool *p = alloc_zero(1, sizeof(*p));

	p->work = work;
	p->data = data;
	p->room = room;
	p->last = &p->first;
	if (workers > WORKERS_MAX)
		workers = WORKERS_MAX;
	p->workers = alloc_zero(workers + 1, sizeof(*p->workers));
	if (pthread_mutex_init(&p->lock, NULL) != 0 || pthread_cond_init(&p->more, NULL) != 0 ||
	    pthread_cond_init(&p->less, NULL) != 0)
		BUG("the system gives no lock");
	while (workers > 1 && p->count < workers) {
		struct worker *w = &p->workers[p->count];

		*w = (struct worker){ .pool = p, .number = p->count };
		if (pthread_create(&w->thread, NULL, run, w) != 0)
			break;
		p->count++;
	}
	return p;
}

unsigned pool_workers(const struct pool *p)
{
	return p->count == 0 ? 1 : p->count;
}

void pool_reserve(struct pool *p, uint64_t weight)
{
	pthread_mutex_lock(&p->lock);
	while (p->used > 0 && (weight > p->room || p->used > p->room - weight))
		pthread_cond_wait(&p->less, &p->lock);
	p->used += weight;
	pthread_mutex_unlock(&p->lock);
}

void pool_return(struct pool *p, uint64_t weight)
{
	pthread_mutex_lock(&p->lock);
	p->used -= weight;
	pthread_cond_signal(&p->less);
	pthread_mutex_unlock(&p->lock);
}

void pool_give(struct pool *p, void *job, uint64_t weight)
{
	struct task *t;

	if (p->count == 0) {
		p->work(p->data, 0, job);
		pool_return(p, weight);
		return;
	}
	t = alloc_zero(1, sizeof(*t));
	*t = (struct task){ .job = job, .weight = weight };
	pthread_mutex_lock(&p->lock);
	*p->last = t;
	p->last = &t->next;
	pthread_cond_signal(&p->more);
	pthread_mutex_unlock(&p->lock);
}

void pool_finish(struct pool *p)
{
	if (p == NULL)
		return;
	pthread_mutex_lock(&p->lock);
	p->closed = true;
	pthread_cond_broadcast(&p->more);
	pthread_mutex_unlock(&p->lock);
	for (unsigned i = 0; i < p->count; i++)
		pthread_join(p->workers[i].thread, NULL);
	pthread_cond_destroy(&p->less);
	pthread_cond_destroy(&p->more);
	pthread_mutex_destroy(&p->lock);
	free(p->workers);
	free(p);
}
