/* SPDX-License-Identifier: Apache-2.0 */
/* A world to try analyzers on: with a package where a test makes one, and with finds. */
#ifndef TESTS_UNIT_STAGE_H
#define TESTS_UNIT_STAGE_H

#include <stdio.h>

#include "analyzers/analyzer.h"
#include "analyzers/world/graph.h"
#include "core/pattern.h"
#include "core/run_facts.h"
#include "tests/unit/package_bench.h"

enum { FINDS_MAX = 12 };

/* A package under test, and the world that is made of it. */
struct stage {
	struct bench *b;
	struct sources sources;
	struct facts facts;
	struct find finds[FINDS_MAX];
	const struct find *list[FINDS_MAX];
	size_t find_count;
	struct world w;
	struct buf inner;	/* bytes of an archive inside */
};

static inline int stage_setup(void **state)
{
	struct stage *s = alloc_zero(1, sizeof(*s));

	setup((void **)&s->b);
	sources_init(&s->sources, s->b->arena);
	facts_init(&s->facts, analyzers_vocabulary(), s->b->limits.facts);
	buf_init(&s->inner, SIZE_MAX / 4);
	s->w = (struct world){ .arena = s->b->arena, .limits = &s->b->limits,
			       .sources = &s->sources, .diags = &s->b->diags,
			       .facts = &s->facts, .finds = s->list };
	s->w.scratch = pattern_scratch_new(s->b->limits.pattern_steps);
	*state = s;
	return 0;
}

static inline int stage_teardown(void **state)
{
	struct stage *s = *state;
	void *bench = s->b;

	for (size_t i = 0; i < s->find_count; i++)
		for (int f = 0; f < FIND_FIELD_COUNT; f++)
			pattern_free(s->finds[i].pattern[f]);
	pattern_scratch_free(s->w.scratch);
	graph_release(s->w.graph);
	facts_release(&s->facts);
	buf_release(&s->inner);
	free(s);
	return teardown(&bench);
}

static inline struct pattern *pattern(const char *text)
{
	struct err err = ERR_NONE;
	struct pattern *p = NULL;

	if (text != NULL && pattern_new(&p, text, false, &err) != 0)
		fail_msg("%s", err.text);
	return p;
}

static inline void add_find(struct stage *s, const char *id, const char *entry, const char *string)
{
	struct find *f = &s->finds[s->find_count];

	f->id = id;
	f->kind = string == NULL ? FIND_ENTRY : FIND_TEXT;
	f->pattern[FIND_F_ENTRY] = pattern(entry);
	f->pattern[FIND_F_STRING] = pattern(string);
	snprintf(f->digest, sizeof(f->digest), "%s", "00ff");
	s->list[s->find_count++] = f;
	s->w.find_count = s->find_count;
}

/* Finishes the archive, opens it and reads it. */
static inline int run(struct stage *s)
{
	struct err err = ERR_NONE;

	finish(&s->b->m);
	assert_opens(s->b);
	s->w.package = s->b->p;
	return analyzers_run(&s->w, &err);
}

static inline const struct analyzer *analyzer_named(const char *name)
{
	for (size_t i = 0; analyzers[i] != NULL; i++)
		if (strcmp(analyzers[i]->name, name) == 0)
			return analyzers[i];
	fail_msg("no analyzer '%s'", name);
	return NULL;
}

/* One analyzer over what is in the world. */
static inline void derive(struct stage *s, const char *name)
{
	analyzer_named(name)->derive(NULL, &s->w);
	facts_sort(&s->facts);
}

/* The only fact of that name. */
static inline const struct fact *only(struct stage *s, const char *name)
{
	size_t n;
	struct fact *const *found = facts_of(&s->facts, name, &n);

	assert_int_equal(n, 1);
	return found[0];
}

static inline size_t count(struct stage *s, const char *name)
{
	size_t n;

	facts_of(&s->facts, name, &n);
	return n;
}

/* The nth fact of that name, as sorted. */
static inline const struct fact *nth(struct stage *s, const char *name, size_t i)
{
	size_t n;
	struct fact *const *found = facts_of(&s->facts, name, &n);

	assert_true(i < n);
	return found[i];
}

static inline void assert_attr(const struct fact *f, const char *attr, const char *value)
{
	assert_int_not_equal(fact_def_attr(f->def, attr), -1);
	if (value == NULL) {
		assert_null(fact_get(f, attr));
		return;
	}
	assert_non_null(fact_get(f, attr));
	assert_string_equal(fact_get(f, attr), value);
}

static inline void assert_source(struct stage *s, enum source which, enum source_state wanted)
{
	if (s->sources.state[which] != wanted)
		fail_msg("source %s is %s", source_name(which),
			 source_state_name(s->sources.state[which]));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

#endif
