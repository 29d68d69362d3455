/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packs in memory: what the files say, and what compiling adds. Everything lives in the arena of
 * the set of rules, but for what the lists in struct rules own.
 */
#ifndef RULES_PACK_H
#define RULES_PACK_H

#include <stdbool.h>
#include <stddef.h>

#include "core/find.h"
#include "core/library.h"
#include "core/outcome.h"
#include "core/plan.h"
#include "rules/expr.h"
#include "rules/rules.h"
#include "util/buf.h"
#include "util/map.h"
#include "util/vec.h"

struct digest;
struct pattern;
struct _xmlNode;

struct spot {
	const char *file;
	int line;
};

/* What of the outcomes a step lists. */
enum step_work { STEP_WORK_NONE, STEP_WORK_FINDINGS, STEP_WORK_QUESTIONS };

struct pack {
	const char *id;
	const char *title;
	struct spot spot;	/* of its first file */
};

struct param_value {
	const char *edition;	/* NULL: for every edition that none is nearer to */
	const char *text;
};

struct param {
	const char *name;
	const char *type;
	struct vec values;	/* struct param_value */
	const char *override;	/* --param, or NULL */
	struct spot spot;
};

/* A message with holes: text and expressions in turn. */
struct piece {
	const char *text;	/* NULL: a hole */
	struct expr hole;
};

struct message {
	const char *source;	/* as written; NULL: there is none */
	struct spot spot;
	struct piece *pieces;
	size_t count;
	bool holes;
};

/* An expression as it stands in the file, and where. */
struct written {
	const char *text;	/* NULL: not given */
	struct spot spot;
};

/* A for-each. */
struct part {
	const char *id;		/* "" where it has none */
	enum severity severity;
	struct written select_text, key_text, evidence_text;
	struct expr select, key, evidence;
	struct message message;
	source_set used;		/* sources of the message and the evidence */
	const char *as;		/* what a comparison of settings calls what it finds, or NULL */
	struct spot spot;
};

/* What an answer may be. */
enum question_type {
	QUESTION_YES_NO, QUESTION_NUMBER, QUESTION_BYTES, QUESTION_TEXT, QUESTION_CHOICE,
	QUESTION_DATE, QUESTION_TYPE_COUNT
};

/* Something that people know and several rules may ask. */
struct question {
	const char *id;
	enum question_type type;
	const char *fine;	/* yes or no: the answer that means no problem */
	const char *choices;	/* "a|b|c", or NULL */
	const char *fact_text;	/* "v4-environment/@instances" or NULL */
	const struct fact_def *fact;	/* that an answer stands in for, or NULL */
	const char *attribute;
	const char *text, *why;
	enum severity worst;	/* of the rules that ask it */
	bool asked;
	struct spot spot;
};

struct need {
	struct written select_text;	/* text NULL: only people know */
	struct expr select;
	const char *ask;	/* the rule's own words, or those of the question */
	const char *question_id;	/* or NULL: only this rule asks */
	const char *fine;	/* of such an own one: yes or no, which means no problem */
	struct question *question;
	const char *option;	/* or NULL */
	const char *const *covers;	/* statements its question answers, ends with NULL */
	struct spot spot;
};

struct rule_find {
	struct find find;
	struct spot spot;
	const char *pack;
};

/* A fact of a test. */
struct given {
	const struct fact_def *def;
	const char **values;	/* one for each attribute; NULL: not given */
	const char *text;	/* or NULL */
	struct given *first, *next;	/* children; the next of its parent or of the test */
	int line;
};

enum test_kind { TEST_FIRES, TEST_QUIET, TEST_NOT_APPLICABLE, TEST_UNDECIDED, TEST_KIND_COUNT };

struct test {
	enum test_kind kind;
	long findings;		/* -1: not stated */
	const char *key;	/* or NULL */
	const char *as_of, *edition;	/* or NULL */
	struct given *facts;
	struct spot spot;
};

struct rule {
	struct rule_info info;
	struct pack *pack;
	const char *since, *until;	/* editions, or NULL */
	struct written applies_text;
	struct expr applies;
	struct vec needs;	/* struct need */
	struct vec parts;	/* struct part; at least one */
	struct vec finds;	/* struct rule_find, its own */
	struct message clear;
	struct vec tests;	/* struct test */
	const char *const *variables;	/* mentioned anywhere; ends with NULL */
	bool selected;		/* by the options; in force or not */
	struct spot spot;
};

/*
 * Something that is said about the platform and that a move has to reckon with. Rules, their
 * questions and steps of the plan say which they answer.
 */
struct statement {
	const char *id;		/* "NET-001" */
	const char *topic;	/* under which it is listed */
	const char *text;
	const char *note;	/* what the answers leave open, or NULL */
	const char *left_out;	/* why nothing answers it, or NULL */
	const struct rule_link *links;
	size_t link_count;
	struct spot spot;
};

/* What a step of the plan lists: one item for each fact. */
struct step_list {
	const char *title;	/* or NULL */
	bool tick;		/* its items are to be done */
	struct written select_text, done_text;
	struct expr select;
	struct expr done;	/* on the fact; text NULL: nothing proves it */
	struct message message;
	struct spot spot;
};

/* A line of a request: text, or a field with its value. */
struct step_line {
	const char *field;	/* NULL: text */
	struct message text;	/* source NULL: a field whose value nobody can know */
};

struct step_request {
	const char *to;		/* NULL: the step has none */
	const char *subject;
	struct vec lines;	/* struct step_line */
};

struct step {
	struct plan_step_info info;
	struct message title;
	struct vec texts;	/* struct message */
	struct written applies_text, done_text;
	struct expr applies, done;	/* text NULL: not given */
	struct message proof;	/* source NULL without `done` */
	struct vec lists;	/* struct step_list */
	enum step_work work;
	struct step_request request;
	source_set used;		/* sources of all its texts */
	struct spot spot;
};

struct phase {
	const char *id;
	const char *title;
	const char *intro;	/* or NULL */
	struct vec steps;	/* struct step */
	struct spot spot;
};

struct rules {
	struct arena *arena;
	const struct vocabulary *vocabulary;
	struct limits limits;
	const char *as_of;
	const char *edition;	/* in force; "" where no pack names one */
	bool of_settings;	/* no package: see struct rules_options */
	char digest[65];
	struct vec packs;	/* struct pack */
	struct vec params;	/* struct param */
	struct map params_by_name;
	struct vec all;		/* struct rule, of every edition, by id */
	struct map rules_by_id;
	struct vec chosen;	/* those in force and selected, by id */
	struct vec all_finds;	/* struct rule_find, by id */
	struct map finds_by_id;
	struct vec finds;	/* struct find that the chosen rules mention */
	struct vec questions;	/* struct question, as read */
	struct map questions_by_id;
	struct vec statements;	/* struct statement, as read */
	struct map statements_by_id;
	struct vec phases;	/* struct phase, as read */
	struct map steps_by_id;
	const char *const *plan_variables;	/* mentioned in steps; ends with NULL */
	struct libraries libraries;
	struct map libraries_by_id;	/* struct spot */
	struct buf library_text;	/* all that is said of them, for the digest */
	struct rule_find library_search;	/* among all_finds, never searched for */
	struct vec editions;	/* const char *, in order */
	struct map patterns;	/* literals of mx:matches() */
	struct vec owned_patterns;	/* struct pattern */
	struct vec groups;	/* struct expr_group */
	struct map words;	/* names that stand in expressions */
	struct expr_store store;
};

extern const char *const test_kind_names[TEST_KIND_COUNT];	/* elements: "fires" … */

/* Reads one file's bytes into r. "FILE:LINE: what" in err. */
int pack_read(struct rules *r, const char *file, const void *bytes, size_t len, struct err *err);

/* Facts inside a test element; checked against the vocabulary. */
int given_read(struct rules *r, const char *file, struct _xmlNode *test, struct given **out,
	       struct err *err);

/* After all files are read: expressions, messages, parameters, finds of every rule. */
int rules_compile(struct rules *r, struct err *err);

/* Each need gets the question that it names; the facts that questions stand in for are checked. */
int questions_link(struct rules *r, struct err *err);

/* The need that asks what no other rule asks; NULL where there is none, or several. */
const struct need *rule_own_question(const struct rule *rule);
/* "yes or no", "a whole number, such as 2" … */
const char *question_takes(const struct question *q, struct arena *arena);

int message_build(struct message *m, struct rules *r, const struct names_env *env,
		  const struct names_node *const *context, struct err *err);

/* NULL where the parameter has no value for that edition ("" stands for none). */
const char *param_value(const struct param *p, const char *edition);
bool rule_in_force(const struct rule *rule, const char *edition);
bool rule_mentions(const struct rule *rule, const struct rule_find *f);

/* Copies that live as long as the rules; runs of white space become one space. */
const char *pack_collapse(struct rules *r, const char *text);

#endif
