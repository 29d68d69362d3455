/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Audits made by hand, for the tests of the tally and of the reports. The vocabulary is a small
 * one of its own, with the names that reports look for; neither packs nor packages are needed.
 */
#ifndef TESTS_UNIT_AUDIT_FIXTURE_H
#define TESTS_UNIT_AUDIT_FIXTURE_H

#include "core/audit.h"

enum { FIXTURE_RULES = 512, FIXTURE_ITEMS = 512 };

struct audit_fixture {
	struct arena *arena;
	struct facts facts;
	struct sources sources;
	struct diags diags;
	struct outcomes outcomes;
	struct plan plan;
	struct audit_input inputs[2];
	struct audit audit;
};

/* An audit of nothing yet: no rule, no fact, the sources of a package complete. */
void fixture_init(struct audit_fixture *f);
void fixture_release(struct audit_fixture *f);
/* Sorts, adds the facts about the run and computes the tally; once, after all else. */
void fixture_finish(struct audit_fixture *f, int exit_status);

/* A rule with all its texts; they can be changed through the pointer afterwards. */
struct rule_info *fixture_rule(struct audit_fixture *f, const char *id, enum severity severity,
			       const char *owner);
struct outcome *fixture_outcome(struct audit_fixture *f, const struct rule_info *rule,
				enum outcome_state state);
/* A finding with one place; more places with fixture_place(). At most FIXTURE_ITEMS of each. */
struct finding *fixture_finding(struct audit_fixture *f, struct outcome *o, enum severity severity,
				const char *key, const char *message);
struct place *fixture_place(struct audit_fixture *f, struct finding *finding,
			    const char *message, const char *origin);
void fixture_input(struct audit_fixture *f, struct outcome *o, enum source source);

/* A top-level fact with attributes by name: "name", "value", … ending with NULL. */
struct fact *fixture_fact(struct audit_fixture *f, const char *name, ...);
struct fact *fixture_child(struct audit_fixture *f, struct fact *parent, const char *name,
			   const char *text, ...);

/* A phase: a step that is done, one that has everything else; text stands in all. */
void fixture_plan(struct audit_fixture *f, const char *text);

/* Whole audits, to be finished by the caller. */
void fixture_fill_demo(struct audit_fixture *f);	/* life-like: every state and severity */
void fixture_fill_large(struct audit_fixture *f);	/* one rule, 300 findings of 20 places */
void fixture_fill_hostile(struct audit_fixture *f);	/* every text from outside is an attack */
extern const char fixture_attack[];			/* the text that stands everywhere */

#endif
