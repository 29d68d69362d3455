/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One rule on its way through judge.c, and what people know about it: what it asks, what they
 * answered, and what becomes of both beside what was read.
 */
#ifndef RULES_DECIDING_H
#define RULES_DECIDING_H

#include "rules/judge.h"
#include "util/err.h"
#include "util/vec.h"

/* What a rule asks people, and what they answered. */
struct people {
	struct gaps gaps;	/* of the first need that nobody answered */
	struct vec asks;	/* struct ask: needs that nobody answered */
	const char *option;	/* of the first of them */
	struct vec stated;	/* struct stated */
	source_set settled;	/* what answers say all is fine about */
	struct answered *fine, *problem, *risk;	/* the first of each, or NULL */
	struct vec measured;	/* struct answered: what was read decides in their place */
	bool supplied;		/* an answer stands in for a fact */
	bool human;		/* the first that nobody answered is for people alone */
};

/* One rule being decided. */
struct deciding {
	struct judge *judge;
	const struct rule *rule;
	struct outcome *out;
	struct err err;
	struct gaps applies;	/* of `applies` */
	struct gaps open;	/* of the parts that could not be decided */
	struct vec findings;
	struct people people;	/* what people know about it */
};

/* All sources that an expression rests on, its finds included; none for one that is not given. */
source_set judge_sources(const struct judge *j, const struct expr *x);

/* An answer took part: it is told in the report. */
void people_state(struct deciding *d, struct answered *a, enum stated_effect effect);
/* What was read tells the need. An answer has stood in for it, or is compared at the end. */
void people_need_holds(struct deciding *d, struct answered *a);
/* It does not, and an answer decides instead, or takes the risk. */
void people_need_answered(struct deciding *d, const struct need *n, struct answered *a);
void people_need_open(struct deciding *d, const struct need *n);

/* The outcome is what somebody stated. */
void people_problem(struct deciding *d, const struct answered *a);
void people_risk(struct deciding *d, const struct answered *a);
void people_fine(struct deciding *d, const struct answered *a);

/*
 * Once the rule applies: what an answer stands in for counts as read, as far as this rule needs it.
 * Returns what was changed, to be put back by people_uncover().
 */
source_set people_cover(struct deciding *d);
void people_uncover(struct deciding *d, source_set covered);
/* After it: answers to the rule itself, those that what was read overrules, and the lists. */
void people_finish(struct deciding *d);
void people_release(struct people *p);

#endif
