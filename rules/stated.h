/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people answered, while rules are judged: which answers hold on the day of the audit, what
 * they stand in for, and which of them did anything.
 */
#ifndef RULES_STATED_H
#define RULES_STATED_H

#include <stdbool.h>

#include "core/fact.h"
#include "core/outcome.h"
#include "rules/pack.h"
#include "util/map.h"
#include "util/vec.h"

/* One answer; its texts are those of the fact. */
struct answered {
	const struct fact *fact;
	const struct question *question;	/* NULL: it is about a rule */
	const char *subject;	/* id of the question or rule */
	const char *asks;	/* the question, or what the rule asks or is called */
	const char *fine;	/* the answer that means no problem, beside the word fine itself */
	const char *value;	/* NULL: a risk is accepted */
	const char *read;	/* what was read in place of what it stands in for, or NULL */
	bool supplied;		/* nobody had read that: its value stands there now */
	bool expired;		/* it holds no longer */
	bool used;		/* it concerned a rule */
};

struct answers {
	struct arena *arena;
	struct vec list;	/* struct answered */
	struct map by_question, by_rule;	/* those that hold */
	struct facts facts;	/* what is judged: with the values that answers supply */
};

/*
 * Takes the answers out of the facts. Where the source answers was not given there are none, and
 * facts is what was passed. Everything lives in the arena.
 */
void answers_init(struct answers *a, const struct rules *r, const struct facts *facts,
		  bool given, const char *as_of, struct arena *arena);
void answers_release(struct answers *a);

/* The answer that holds; NULL for none. */
struct answered *answers_question(const struct answers *a, const struct question *q);
struct answered *answers_rule(const struct answers *a, const char *rule);

/* "yes" where no is the answer that means a problem, or the word fine. */
bool answered_fine(const struct answered *a);
/* "M. Smit on 2026-11-20" */
const char *answered_by(const struct answered *a, struct arena *arena);

/* For a report; marks it as used. */
struct stated *answered_state(struct answered *a, enum stated_effect effect,
			      struct arena *arena);

/* What did nothing, and why: in the order of the file. */
void answers_notes(const struct answers *a, const struct rules *r, struct outcomes *out);

#endif
