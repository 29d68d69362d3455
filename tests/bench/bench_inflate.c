/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The least that an audit can take: inflates and checks every archive of a package and every
 * class in them, on all cores, and looks at nothing: bench_inflate PACKAGE.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/world/java.h"
#include "core/diag.h"
#include "core/limits.h"
#include "package/package.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/pool.h"

enum { ROOM = 16 << 20 };

struct job {
	struct packed packed;
	const struct limits *limits;
};

static void inflate_classes(const struct job *job, const struct blob *bytes)
{
	CLEANUP(arena_cleanup) struct arena *arena = arena_new();
	CLEANUP(package_cleanup) struct package *p = NULL;
	CLEANUP(room_release) struct room room = { NULL, 0 };
	struct diags diags;
	struct package_apart how = { job->limits, &diags, arena, 0 };

	diags_init(&diags, arena);
	if (package_open_apart(&p, &how, "archive", bytes, NULL) == 0)
		for (size_t i = 0; i < package_count(p); i++) {
			const struct entry *e = package_entry(p, i);
			size_t n = strlen(e->name);

			if (n > 6 && strcmp(e->name + n - 6, ".class") == 0)
				package_read_into(p, e, &room, NULL);
		}
	diags_release(&diags);
}

static void do_job(void *data, unsigned worker, void *user)
{
	CLEANUP(blob_release) struct blob bytes = { NULL, 0 };
	struct job *job = user;

	(void)data;
	(void)worker;
	if (package_unpack(&job->packed, &bytes, NULL) == 0)
		inflate_classes(job, &bytes);
	free(job->packed.bytes);
	free(job);
}

static void give(struct pool *pool, struct package *p, const struct entry *e,
		 const struct limits *limits)
{
	struct job *job = alloc_zero(1, sizeof(*job));

	job->limits = limits;
	pool_reserve(pool, e->size + e->packed);
	if (package_take(p, e, &job->packed, NULL) == 0) {
		pool_give(pool, job, e->size + e->packed);
		return;
	}
	pool_return(pool, e->size + e->packed);
	free(job);
}

static int inflate(const char *path, const struct limits *limits)
{
	CLEANUP(arena_cleanup) struct arena *arena = arena_new();
	CLEANUP(package_cleanup) struct package *p = NULL;
	struct diags diags;
	struct err err = ERR_NONE;
	struct pool *pool;

	diags_init(&diags, arena);
	if (package_open(&p, path, limits, &diags, arena, &err) != 0) {
		fprintf(stderr, "bench_inflate: %s\n", err.text);
		return 1;
	}
	pool = pool_new(pool_cores(), ROOM, do_job, NULL);
	for (size_t i = 0; i < package_count(p); i++)
		if (java_is_folder(package_entry(p, i)->name) &&
		    java_is_archive(package_entry(p, i)->name))
			give(pool, p, package_entry(p, i), limits);
	pool_finish(pool);
	diags_release(&diags);
	return 0;
}

int main(int argc, char **argv)
{
	struct limits limits = limits_default();

	return argc == 2 ? inflate(argv[1], &limits) : 2;
}
