/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a rule is decided, one rule at a time over one set of facts. The order is
 * that of docs/writing-a-rule.md, and of the functions in judge.c.
 */
#ifndef RULES_JUDGE_H
#define RULES_JUDGE_H

#include "rules/eval.h"
#include "rules/gaps.h"
#include "rules/pack.h"
#include "rules/stated.h"

struct judge {
	const struct rules *rules;
	struct eval *eval;
	struct coverage coverage;
	struct answers answers;
	struct arena *arena;	/* outcomes live here */
	const char *edition, *as_of;
	bool overrides;		/* parameters as --param says */
};

/* The day is as_of, NULL: that of the rules. */
void judge_init(struct judge *j, const struct rules *r, const struct facts *facts,
		const struct sources *sources, const char *as_of, struct arena *arena);
void judge_release(struct judge *j);
/* What x rests on and was not looked at. */
void judge_gaps(struct gaps *g, const struct judge *j, const struct expr *x);
/* What was not looked at could have made x hold that does not, or the other way round. */
bool judge_unsafe(const struct judge *j, const struct expr *x);
void judge_rule(struct judge *j, const struct rule *rule, struct outcome *out);

#endif
