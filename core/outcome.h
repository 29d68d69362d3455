/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the rules concluded. Everything a report tells about a rule is here: reports know
 * neither packs nor XPath. All text is UTF-8 owned by the ruleset or by the outcomes' arena.
 */
#ifndef CORE_OUTCOME_H
#define CORE_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/source.h"
#include "util/vec.h"

struct arena;
struct fact;

/* Ordered: a worse one is greater. */
enum severity { SEVERITY_INFO, SEVERITY_VERIFY, SEVERITY_ACTION, SEVERITY_BLOCKER, SEVERITY_COUNT };

/* Ordered as reports list them. */
enum outcome_state {
	OUTCOME_FINDINGS, OUTCOME_UNDECIDED, OUTCOME_ERROR, OUTCOME_CLEAR, OUTCOME_NOT_APPLICABLE,
	OUTCOME_STATE_COUNT
};

enum effort_per { EFFORT_PER_RULE, EFFORT_PER_FINDING, EFFORT_PER_PLACE };

/* Hours; min <= max. All zero: no effort stated. */
struct effort {
	unsigned min, max;
	enum effort_per per;
	unsigned cap;		/* most hours in all, 0 for none */
};

struct rule_link {
	const char *title;
	const char *href;	/* https only */
};

struct rule_info {
	const char *id;		/* "scheduled-events/long-running" */
	const char *area;	/* the id up to the first '/' */
	const char *pack;	/* id of its pack */
	const char *title;	/* what is wrong, as a sentence: "An event may run longer than …" */
	const char *clear;	/* what was looked at when nothing was found, NULL if not given */
	const char *why;
	const char *fix;
	const char *owner;	/* developer, operator, security, business … */
	const char *basis;	/* documented, code, inferred */
	const char *verified;	/* YYYY-MM-DD */
	const char *fix_id;	/* rules with the same one share their effort; NULL */
	const char *const *covers;	/* statements it answers, ends with NULL */
	enum severity severity;	/* the worst of its for-each */
	struct effort effort;
	const struct rule_link *links;
	size_t link_count;
	const char *file;	/* pack file and line, for messages */
	int line;
};

struct place {
	const char *message;	/* the message for this node */
	const char *origin;	/* where in the package: entry, microflow, event; "" if unknown */
	const struct fact *fact;	/* the fact, or the parent of the child that was selected */
	const char *const *evidence;	/* ends with NULL: <path> texts and the like; may be NULL */
};

struct finding {
	char fingerprint[17];	/* 16 hex digits */
	const char *key;	/* what identifies it: names of the model, hosts, settings */
	const char *part;	/* id of the for-each, "" when the rule has one */
	const char *as;		/* what a comparison of settings calls it: "refused"; or NULL */
	enum severity severity;
	const char *message;	/* of the first place */
	struct place *places;	/* sorted; at least one */
	size_t place_count;
	const char *partial;	/* "over a partial source: …", or NULL */
	const char *stated;	/* "as M. Smit stated on 2026-11-20: …", or NULL */
	bool waived;
};

/* A source that the rule rests on, as it was. */
struct outcome_input {
	enum source source;
	enum source_state state;
	const char *reason;	/* why it is not complete, or NULL */
};

struct outcome {
	const struct rule_info *rule;
	enum outcome_state state;
	struct finding *findings;	/* severity (worst first), then key */
	size_t finding_count;
	const char *question;	/* undecided: what people or settings decide; NULL: see reason */
	const char *reason;	/* undecided: what was not read or given; error: what failed */
	bool open;		/* undecided only for want of an input that was not given */
	const char *ask_option;	/* the option or file that would decide it, NULL if none */
	const struct ask *asks;	/* all that is asked; question is the first of them, or NULL */
	size_t ask_count;
	const struct stated *stated;	/* answers that concern it */
	size_t stated_count;
	bool by_statement;	/* people's word alone decided it: say so */
	struct outcome_input *inputs;
	size_t input_count;
};

/* What is asked where a rule is undecided. */
struct ask {
	const char *question;	/* id of the pack's question; NULL: of this rule alone */
	const char *text;
	const char *why;	/* why it matters, or NULL: the rule's own why */
	const char *takes;	/* "yes or no", "a whole number, such as 2" … */
};

/* What became of an answer for one rule. */
enum stated_effect {
	STATED_DECIDES,		/* the rule is clear, or finds something, because of it */
	STATED_SUPPLIES,	/* it stood in for a fact that was not read */
	STATED_ACCEPTED,	/* nobody knows, and somebody takes the risk */
	STATED_OVERRULED	/* what was read says otherwise, and counts */
};

/* Something that people stated. Nobody found it. */
struct stated {
	enum stated_effect effect;
	const char *subject;	/* id of the question, or of the rule */
	const char *text;	/* the question, or the title of the rule */
	const char *value;	/* NULL: a risk is accepted */
	const char *by, *on;
	const char *until, *reason, *comment;	/* or NULL */
	const char *place;	/* "answers.yaml:12" */
	const char *found;	/* overruled: what was read, or NULL */
};

/* An answer that did nothing: "answers.yaml:12", and why. */
struct outcome_note {
	const char *place, *message;
};

struct outcomes {
	struct arena *arena;
	struct outcome_note *notes;
	size_t note_count;
	struct outcome *items;	/* by rule id */
	size_t count;
};

const char *stated_effect_name(enum stated_effect e);	/* "decides", "supplies" … */
const char *severity_name(enum severity s);	/* "info" … "blocker" */
bool severity_by_name(const char *name, enum severity *out);
const char *outcome_state_name(enum outcome_state s);	/* "findings", "not-applicable" … */

/* The worst severity of the unwaived findings; false when there is none. */
bool outcome_worst(const struct outcome *o, enum severity *out);

#endif
