/* SPDX-License-Identifier: Apache-2.0 */
/* The tests inside rules, made into facts and sources that a rule can be judged over. */
#ifndef RULES_SELFTEST_H
#define RULES_SELFTEST_H

#include "rules/pack.h"

struct selftest {
	struct arena *arena;
	struct facts facts;
	struct sources sources;
};

/*
 * The facts of the test but for `without` (NULL: all of them). Sources of the package are
 * complete and every find was searched for, unless a <source> or <search> of the test says else.
 */
void selftest_init(struct selftest *s, const struct rules *r, const struct test *t,
		   const struct given *without);
void selftest_release(struct selftest *s);

/* The outcome of the rule at the test's edition and day; it lives in s. */
void selftest_judge(struct selftest *s, const struct rules *r, const struct rule *rule,
		    const struct test *t, struct outcome *out);

/* Whether the outcome is the one that the test expects. */
bool selftest_passes(const struct rules *r, const struct rule *rule, const struct test *t);

/* The edition that a test runs at. */
const char *selftest_edition(const struct rules *r, const struct rule *rule,
			     const struct test *t);

#endif
