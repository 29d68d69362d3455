/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/gaps.h"

#include <string.h>

#include "core/fact.h"
#include "rules/pack.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"

enum { TEXT_MAX = 8192 };

static void take_states(struct coverage *c, const struct facts *facts,
			const struct sources *sources)
{
	for (int i = 0; i < SOURCE_COUNT; i++) {
		c->state[i] = sources->state[i];
		c->reason[i] = sources->reason[i];
		/* Nobody knows whose facts were dropped at the limit. */
		if (facts->over && c->state[i] == SOURCE_COMPLETE) {
			c->state[i] = SOURCE_PARTIAL;
			c->reason[i] = "the limit of facts was reached (--max-facts)";
		}
	}
}

static void take_search(struct coverage_find *cf, const struct fact *search)
{
	const char *digest = fact_get(search, "digest"), *cut = fact_get(search, "truncated");

	if (digest == NULL || strcmp(digest, cf->find->digest) != 0) {
		cf->state = SOURCE_ABSENT;
		cf->reason = "something else was searched for under this name";
	} else if (cf->reason == NULL || cf->state != SOURCE_ABSENT) {
		bool whole = cut != NULL && strcmp(cut, "no") == 0;

		cf->state = whole && cf->state != SOURCE_PARTIAL ? SOURCE_COMPLETE : SOURCE_PARTIAL;
		cf->reason = cf->state == SOURCE_COMPLETE ? ""
				: "more was found than was kept (--max-matches)";
	}
}

/* A second search of the same id must not hide what the first one says. */
static void take_searches(struct coverage *c, const struct facts *facts)
{
	size_t count;
	struct fact *const *list = facts_of(facts, "search", &count);

	for (size_t i = 0; i < count; i++) {
		const char *id = fact_get(list[i], "find");
		struct coverage_find *cf = id == NULL ? NULL : map_get(&c->finds, id);

		if (cf != NULL)
			take_search(cf, list[i]);
	}
}

void coverage_init(struct coverage *c, const struct rules *r, const struct facts *facts,
		   const struct sources *sources, struct arena *arena)
{
	memset(c, 0, sizeof(*c));
	c->arena = arena;
	take_states(c, facts, sources);
	for (size_t i = 0; i < r->all_finds.len; i++) {
		struct coverage_find *cf = arena_alloc(arena, sizeof(*cf));

		cf->find = &((struct rule_find *)r->all_finds.items[i])->find;
		cf->state = SOURCE_ABSENT;
		map_add(&c->finds, cf->find->id, cf);
	}
	take_searches(c, facts);
}

void coverage_release(struct coverage *c)
{
	map_release(&c->finds);
}

source_set coverage_find_sources(const struct coverage *c, const char *const *finds)
{
	source_set sources = 0;

	for (; *finds != NULL; finds++) {
		const struct coverage_find *cf = map_get(&c->finds, *finds);

		if (cf != NULL)
			sources |= find_sources(cf->find);
	}
	return sources;
}

void gaps_release(struct gaps *g)
{
	vec_release(&g->finds);
}

static void add_find(struct gaps *g, struct coverage_find *cf)
{
	for (size_t i = 0; i < g->finds.len; i++)
		if (g->finds.items[i] == cf)
			return;
	vec_push(&g->finds, cf);
	g->find_absent |= cf->state == SOURCE_ABSENT;
}

void gaps_add_source(struct gaps *g, enum source which, const struct coverage *c)
{
	if (c->state[which] == SOURCE_ABSENT)
		g->absent |= SOURCE_BIT(which);
	else if (c->state[which] == SOURCE_PARTIAL)
		g->partial |= SOURCE_BIT(which);
}

void gaps_add(struct gaps *g, const struct coverage *c, source_set sources,
	      const char *const *finds)
{
	sources |= coverage_find_sources(c, finds);
	for (int i = 0; i < SOURCE_COUNT; i++) {
		if ((sources & SOURCE_BIT(i)) == 0 || c->state[i] == SOURCE_COMPLETE)
			continue;
		if (c->state[i] == SOURCE_ABSENT)
			g->absent |= SOURCE_BIT(i);
		else
			g->partial |= SOURCE_BIT(i);
	}
	for (; *finds != NULL; finds++) {
		struct coverage_find *cf = map_get(&c->finds, *finds);

		if (cf != NULL && cf->state != SOURCE_COMPLETE)
			add_find(g, cf);
	}
}

void gaps_join(struct gaps *g, const struct gaps *other)
{
	g->absent |= other->absent;
	g->partial |= other->partial;
	for (size_t i = 0; i < other->finds.len; i++)
		add_find(g, other->finds.items[i]);
}

bool gaps_any(const struct gaps *g)
{
	return g->absent != 0 || g->partial != 0 || g->finds.len > 0;
}

bool gaps_absent(const struct gaps *g)
{
	return g->absent != 0 || g->find_absent;
}

bool gaps_open(const struct gaps *g)
{
	for (int i = 0; i < SOURCE_COUNT; i++)
		if ((g->absent & SOURCE_BIT(i)) != 0 && source_is_package((enum source)i))
			return false;
	return g->absent != 0 && g->partial == 0 && g->finds.len == 0;
}

const char *gaps_option(const struct gaps *g, struct arena *arena)
{
	static const struct {
		enum source first, last;
		const char *option;
	} inputs[] = {
		{ SOURCE_V3_FIRST, SOURCE_V3_LAST, "--v3 FILE" },
		{ SOURCE_V4_FIRST, SOURCE_V4_LAST, "--v4 FILE" },
		{ SOURCE_ANSWERS, SOURCE_ANSWERS, "--answers FILE" },
		{ SOURCE_MPR, SOURCE_MPR, "--mpr FILE" },
	};
	const char *all = NULL;

	for (size_t i = 0; i < sizeof(inputs) / sizeof(inputs[0]); i++) {
		bool missing = false;

		for (int s = inputs[i].first; s <= (int)inputs[i].last; s++)
			missing |= (g->absent & SOURCE_BIT(s)) != 0;
		if (missing)
			all = all == NULL ? inputs[i].option
					  : arena_printf(arena, "%s, %s", all, inputs[i].option);
	}
	return all;
}

static void write_source(struct buf *out, const struct coverage *c, int i)
{
	const char *be = source_is_plural((enum source)i) ? "were" : "was";

	if (c->state[i] == SOURCE_PARTIAL)
		buf_printf(out, "%s %s read in part", source_noun((enum source)i), be);
	else if (!source_is_package((enum source)i))
		buf_printf(out, "%s %s not given", source_noun((enum source)i), be);
	else
		buf_printf(out, "%s %s not read", source_noun((enum source)i), be);
	if (c->reason[i] != NULL)
		buf_printf(out, ": %s", c->reason[i]);
}

static void write_find(struct buf *out, const struct coverage_find *cf)
{
	if (cf->state == SOURCE_PARTIAL)
		buf_printf(out, "the search '%s' was cut short: %s", cf->find->id, cf->reason);
	else
		buf_printf(out, "the search '%s' was not made%s%s", cf->find->id,
			   cf->reason == NULL ? "" : ": ", cf->reason == NULL ? "" : cf->reason);
}

const char *gaps_reason(const struct gaps *g, const struct coverage *c)
{
	CLEANUP(buf_release) struct buf out = { .max = TEXT_MAX };

	for (int i = 0; i < SOURCE_COUNT; i++) {
		if (((g->absent | g->partial) & SOURCE_BIT(i)) == 0)
			continue;
		buf_puts(&out, out.len > 0 ? "; " : "");
		write_source(&out, c, i);
	}
	for (size_t i = 0; i < g->finds.len; i++) {
		buf_puts(&out, out.len > 0 ? "; " : "");
		write_find(&out, g->finds.items[i]);
	}
	return arena_text(c->arena, buf_text(&out));
}
