/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan of the move, with this app's names in it: what has to be done, in which order, by
 * whom, and which of it is proven. Made by the rules, told by reports. All text is UTF-8 owned by
 * the ruleset or by the arena of the audit.
 */
#ifndef CORE_PLAN_H
#define CORE_PLAN_H

#include <stdbool.h>
#include <stddef.h>

struct rule_link;

/* What stands in the place of a value that nobody knows. */
#define PLAN_BLANK "________"

enum plan_state {
	PLAN_DONE,		/* proven by what was read */
	PLAN_OPEN,		/* proven not to be done */
	PLAN_UNKNOWN,		/* nothing given can tell */
	PLAN_NOT_APPLICABLE,	/* does not concern this app */
	PLAN_STATE_COUNT
};

enum plan_undo { PLAN_UNDO_YES, PLAN_UNDO_UNTIL, PLAN_UNDO_NO };

/* The same for every app. */
struct plan_step_info {
	const char *id;		/* "link-app"; unique over all packs */
	const char *who;	/* "technical-contact", "operator" … */
	const char *duration;	/* "2-6h", "1-2w"; NULL: not stated */
	const char *ahead;	/* how long before the cut-over it has to be begun, or NULL */
	enum plan_undo undo;
	const char *back;	/* until when, or what is lost; NULL for PLAN_UNDO_YES */
	const struct rule_link *links;
	size_t link_count;
	const char *const *covers;	/* statements it answers, ends with NULL */
};

struct plan_item {
	const char *text;
	enum plan_state state;
};

struct plan_list {
	const char *title;	/* or NULL */
	bool tick;		/* items are to be done; else they only inform */
	struct plan_item *items;
	size_t count;
};

struct plan_line {
	const char *field;	/* its name; NULL: a line of text */
	const char *text;	/* PLAN_BLANK where the value is not known */
};

/* A letter to send: known values filled in, blanks for the rest. */
struct plan_request {
	const char *to;
	const char *subject;
	struct plan_line *lines;
	size_t count;
};

struct plan_step {
	const struct plan_step_info *info;
	unsigned number;	/* from 1, over the steps that concern the app; else 0 */
	enum plan_state state;
	const char *title;
	const char *const *texts;	/* paragraphs, ends with NULL */
	const char *proof;	/* done: by what; or NULL */
	const char *reason;	/* unknown: what was not read or given; NULL: only people know */
	const char *option;	/* unknown for want of inputs alone: their options; or NULL */
	const char *perhaps;	/* why it may not concern the app at all, or NULL */
	const char *partial;	/* why what it lists may not be all, or NULL */
	struct plan_list *lists;	/* none of them empty */
	size_t list_count;
	const struct plan_request *request;	/* or NULL */
};

struct plan_phase {
	const char *id;
	const char *title;
	const char *intro;	/* or NULL */
	struct plan_step *steps;
	size_t count;
};

struct plan {
	struct plan_phase *phases;
	size_t count;		/* 0: no pack has a plan, or nothing was judged */
	unsigned steps[PLAN_STATE_COUNT];
};

const char *plan_state_name(enum plan_state state);	/* "done", "open", "unknown" … */
const char *plan_undo_name(enum plan_undo undo);	/* "yes", "until", "no" */
/* Steps that concern the app. */
unsigned plan_count(const struct plan *plan);

#endif
