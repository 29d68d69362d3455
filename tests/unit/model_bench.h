/* SPDX-License-Identifier: Apache-2.0 */
/* A model of JSON documents, read; for the unit tests of the model's readers. */
#ifndef TESTS_UNIT_MODEL_BENCH_H
#define TESTS_UNIT_MODEL_BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "analyzers/world/model.h"
#include "core/diag.h"
#include "core/limits.h"
#include "core/source.h"
#include "tests/unit/bson_json.h"
#include "util/arena.h"

struct bench {
	struct arena *arena;
	struct limits limits;
	struct sources sources;
	struct diags diags;
	struct buf mdp;
	struct model *m;
};

#define MODULE(name) "{'$Type':'Projects$ModuleImpl','Name':'" name "'}"
#define NAMED(type, name) \
	"{'$Type':'" type "','Name':'" name "','QualifiedName':'Shop." name "'"

static inline int setup(void **state)
{
	struct bench *b = alloc_zero(1, sizeof(*b));

	b->arena = arena_new();
	b->limits = limits_default();
	buf_init(&b->mdp, 1 << 20);
	diags_init(&b->diags, b->arena);
	*state = b;
	return 0;
}

static inline int teardown(void **state)
{
	struct bench *b = *state;

	model_release(b->m);
	diags_release(&b->diags);
	buf_release(&b->mdp);
	arena_free(b->arena);
	free(b);
	return 0;
}

/* Reads n bytes as a new model; what was said before is forgotten. */
static inline struct model *read_bytes(struct bench *b, const void *bytes, size_t n)
{
	model_release(b->m);
	diags_release(&b->diags);
	diags_init(&b->diags, b->arena);
	sources_init(&b->sources, b->arena);
	b->m = model_read(bytes, n, &b->limits, &b->sources, &b->diags, b->arena);
	return b->m;
}

/* Reads documents in JSON, the last of them NULL. */
static inline struct model *read_model(struct bench *b, const char *const *documents)
{
	buf_clear(&b->mdp);
	for (; *documents != NULL; documents++)
		add_json(&b->mdp, *documents);
	return read_bytes(b, b->mdp.data, b->mdp.len);
}

#define READ(b, ...) read_model(b, (const char *const[]){__VA_ARGS__, NULL})

static inline void assert_complete(const struct bench *b)
{
	assert_int_equal(b->diags.list.len, 0);
	assert_int_equal(b->sources.state[SOURCE_MODEL], SOURCE_COMPLETE);
	assert_int_equal(b->sources.state[SOURCE_GRAPH], SOURCE_COMPLETE);
}

static inline void assert_diag(const struct bench *b, size_t at, enum diag_level level,
			       const char *message)
{
	const struct diag *d;

	assert_true(at < b->diags.list.len);
	d = b->diags.list.items[at];
	assert_int_equal(d->level, level);
	assert_string_equal(d->place, "model/model.mdp");
	assert_string_equal(d->message, message);
}

#endif
