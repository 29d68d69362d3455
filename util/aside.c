/* SPDX-License-Identifier: Apache-2.0 */
#include "util/aside.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "util/alloc.h"

struct aside {
	void (*work)(void *data);
	void *data;
	atomic_bool done;
	bool threaded;
	pthread_t thread;
};

static void *run(void *user)
{
	struct aside *a = user;

	a->work(a->data);
	atomic_store(&a->done, true);
	return NULL;
}

struct aside *aside_start(bool thread, void (*work)(void *data), void *data)
{
	struct aside *a = alloc_zero(1, sizeof(*a));

	a->work = work;
	a->data = data;
	a->threaded = thread && pthread_create(&a->thread, NULL, run, a) == 0;
	if (!a->threaded)
		run(a);
	return a;
}

bool aside_done(const struct aside *a)
{
	return atomic_load(&a->done);
}

void aside_finish(struct aside *a)
{
	if (a->threaded)
		pthread_join(a->thread, NULL);
	free(a);
}
