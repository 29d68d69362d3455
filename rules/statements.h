/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which statement about the platform is answered where: by a rule, by the question of one, by a
 * step of the plan, or by a reason why it is left out.
 */
#ifndef RULES_STATEMENTS_H
#define RULES_STATEMENTS_H

#include "rules/pack.h"

/* Something that names statements. One of rule and step is set. */
struct answerer {
	const struct rule *rule;
	const struct need *need;	/* of the rule: its question; NULL: the rule itself */
	const struct step *step;
	const char *const *covers;	/* ends with NULL */
	struct spot spot;
};

/* Calls visit for all that name any statement: rules by id, then steps as they stand. */
void answers_visit(const struct rules *r, void (*visit)(void *data, const struct answerer *a),
		   void *data);
/* Some rule, question or step does. */
bool statement_answered(const struct rules *r, const struct statement *s);
bool answer_covers(const struct answerer *a, const char *statement);

#endif
