/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packs of rules: loaded and checked completely before anything is judged. See
 * docs/writing-a-rule.md for the language.
 */
#ifndef RULES_RULES_H
#define RULES_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/fact.h"
#include "core/find.h"
#include "core/limits.h"
#include "core/outcome.h"
#include "core/plan.h"
#include "core/source.h"

struct buf;
struct err;
struct libraries;
struct rules;

struct rules_options {
	const char *const *dirs;	/* folders or single .xml files, in order */
	size_t dir_count;
	const char *edition;		/* YYYY, or NULL for the newest */
	const char *const *params;	/* "name=value" */
	size_t param_count;
	const char *const *select;	/* areas or ids; none: all */
	size_t select_count;
	/*
	 * Only rules that look at nothing but settings of environments. No package says whether
	 * they apply, so `applies` is not asked.
	 */
	bool of_settings;
	bool without_tests;		/* to judge; what stands in <tests> is not even checked */
	const char *as_of;		/* YYYY-MM-DD */
	const struct vocabulary *vocabulary;
	const struct limits *limits;
};

/*
 * Loads every *.xml under the folders, in order of names. -1 with the first fault in err:
 * "FILE:LINE: what, 'name'; did you mean 'other'?". What the options point to must outlive it.
 */
int rules_load(struct rules **out, const struct rules_options *options, struct err *err);
/* The same for one file that is in memory; options->dirs is not looked at. */
int rules_load_bytes(struct rules **out, const struct rules_options *options, const char *name,
		     const void *bytes, size_t len, struct err *err);
void rules_free(struct rules *r);		/* NULL is fine */

size_t rules_count(const struct rules *r);
const struct rule_info *rules_info(const struct rules *r, size_t i);	/* by id */
const struct rule_info *rules_by_id(const struct rules *r, const char *id);	/* or NULL */
const char *rules_nearest_id(const struct rules *r, const char *id);		/* or NULL */
/* A parameter of the packs as it is in force; value NULL where that edition has none. */
struct rules_param {
	const char *name, *value;
};
size_t rules_param_count(const struct rules *r);
struct rules_param rules_param(const struct rules *r, size_t i);
const char *rules_edition(const struct rules *r);	/* in force; "" where the packs name none */
const char *rules_digest(const struct rules *r);	/* of all pack files, hex */
const struct find *const *rules_finds(const struct rules *r, size_t *count);
/* Libraries that the packs describe; *search stands for looking them up, in its digest all. */
const struct libraries *rules_libraries(const struct rules *r, const struct find **search);

/*
 * Judges sorted facts (with their <source> and <search> facts, which say what was looked at).
 * out->items are in order of ids. Faults of a rule end in its outcome, never here.
 */
int rules_judge(struct rules *r, const struct facts *facts, const struct sources *sources,
		struct arena *arena, struct outcomes *out, struct err *err);

/*
 * Checks an answer by the packs' questions and rules, brings its value into one form and notes
 * what it stands in for. -1 with err that names neither place nor value.
 */
struct reply;
int rules_check_reply(const struct rules *r, struct reply *a, struct arena *arena,
		      struct err *err);

/*
 * The plan of the packs over the same facts; outcomes give it what is still to be done. A step
 * that cannot be evaluated is unknown and says why.
 */
void rules_plan(struct rules *r, const struct facts *facts, const struct sources *sources,
		const struct outcomes *outcomes, struct arena *arena, struct plan *out);

/* One rule alone, for `rules try`: -1 when the id is unknown. */
int rules_judge_one(struct rules *r, const char *id, const struct facts *facts,
		    const struct sources *sources, struct arena *arena, struct outcomes *out,
		    struct err *err);

struct rules_report {
	unsigned passed, failed, warnings;
	struct buf *text;	/* one line a failure or warning: "FILE:LINE: rule: what" */
};

/* Runs the tests inside the rules. A test that fails names the fact that made the difference. */
void rules_test(struct rules *r, struct rules_report *report);
/* docs/coverage.md: every statement of the packs and what answers it, as Markdown. */
void rules_coverage_write(const struct rules *r, struct buf *out);
/* What load does not refuse: missing tests, weak quiets, style, age of `verified`. */
void rules_lint(struct rules *r, const char *as_of, bool strict_dates, struct rules_report *report);

#endif
