/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a pack: refused with a word, or loaded, tested and linted. A rule that has loaded
 * is decided in one of the five ways, and never as clear where nothing was looked at.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "rules/rules.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"

enum { TEXT_MAX = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void run_tests(struct rules *r)
{
	CLEANUP(buf_release) struct buf text = { .max = TEXT_MAX };
	struct rules_report report = { .text = &text };

	rules_test(r, &report);
	rules_lint(r, "2026-11-24", false, &report);
	rules_coverage_write(r, &text);
}

/* Over no facts at all; counted once, each step in one state. */
static void plan_nothing(struct rules *r, const struct facts *facts,
			 const struct sources *sources, const struct outcomes *outcomes)
{
	CLEANUP(arena_cleanup) struct arena *arena = arena_new();
	struct plan plan;
	size_t steps = 0;

	rules_plan(r, facts, sources, outcomes, arena, &plan);
	for (size_t i = 0; i < plan.count; i++)
		steps += plan.phases[i].count;
	if (steps != plan_count(&plan) + plan.steps[PLAN_NOT_APPLICABLE])
		BUG("a step is in no state");
}

static void judge_nothing(struct rules *r)
{
	CLEANUP(arena_cleanup) struct arena *arena = arena_new();
	struct outcomes out = { 0 };
	struct err err = ERR_NONE;
	struct facts facts;
	struct sources sources;

	facts_init(&facts, analyzers_vocabulary(), 10);
	sources_init(&sources, arena);
	if (rules_judge(r, &facts, &sources, arena, &out, &err) != 0 ||
	    out.count != rules_count(r))
		BUG("not every rule was decided");
	for (size_t i = 0; i < out.count; i++) {
		const struct outcome *o = &out.items[i];

		if (o->input_count > 0 && o->state == OUTCOME_CLEAR)
			BUG("clear, and nothing was looked at");
		if ((o->state == OUTCOME_UNDECIDED || o->state == OUTCOME_ERROR) &&
		    o->reason == NULL)
			BUG("no reason is given");
	}
	plan_nothing(r, &facts, &sources, &out);
	facts_release(&facts);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct limits limits = limits_default();
	struct rules_options options = { .as_of = "2026-11-24",
					 .vocabulary = analyzers_vocabulary(),
					 .limits = &limits };
	struct err err = ERR_NONE;
	struct rules *r = NULL;

	limits.xpath_steps = 20000;
	limits.pattern_steps = 1000;
	if (rules_load_bytes(&r, &options, "fuzz.xml", bytes, size, &err) != 0) {
		if (!err.set || r != NULL)
			BUG("refused without a word");
		return 0;
	}
	judge_nothing(r);
	run_tests(r);
	rules_free(r);
	return 0;
}
