/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The settings of two environments, name by name, as reports tell them: the command `compare`
 * and every report of `check` alike. What is the same was found by analyzers; what v4 refuses, and
 * how grave a difference is, was said by rules. Here both are only put side by side.
 */
#ifndef REPORT_COMPARE_H
#define REPORT_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/audit.h"

struct buf;

enum compare_verdict {
	COMPARE_SAME,
	COMPARE_DIFFERS,
	COMPARE_MISSING,	/* on v4 */
	COMPARE_ONLY_V4,
	COMPARE_REFUSED,	/* v4 does not take it */
	COMPARE_MUST_DIFFER,	/* it identifies an environment */
	COMPARE_MUST_MATCH,	/* stored data can be read with the same bytes alone */
	COMPARE_UNKNOWN,	/* v4 was read in part and does not tell */
	COMPARE_VERDICTS
};

enum compare_side_state {
	COMPARE_ABSENT,		/* nothing of that name there, or not known */
	COMPARE_EMPTY,
	COMPARE_PRESENT,	/* there, and has no value: a domain */
	COMPARE_HIDDEN,		/* has one that nobody is shown */
	COMPARE_SHOWN
};

/* What one environment has. */
struct compare_side {
	enum compare_side_state state;
	const char *value;	/* COMPARE_SHOWN: as the fact has it; else NULL */
	const struct attr_def *attr;	/* its type, where the vocabulary knows one; or NULL */
};

struct compare_row {
	const char *name;		/* of a certificate with its kind before it */
	enum compare_verdict verdict;
	const char *result;	/* "same", "differs", "missing"; NULL: not known, or only v4 */
	struct compare_side v3, v4;
	const struct outcome *outcome;	/* of the worst unwaived finding about it; NULL: none */
	const struct finding *finding;
};

struct compare_group {
	const char *name;		/* as in core/settings.def: "constants" */
	const char *what;		/* "values of constants" */
	enum source v3, v4;
	bool compared;			/* both environments gave it */
	struct compare_row *rows;	/* by name */
	size_t count;
	unsigned counts[COMPARE_VERDICTS];	/* they add up to count */
};

struct compare {
	struct compare_group *groups;	/* in the order of core/settings.def */
	size_t count;
	bool any;			/* settings of both environments were given */
};

/* Everything lives in the audit's arena. */
void compare_collect(struct compare *c, const struct audit *audit);

const char *compare_verdict_name(enum compare_verdict v);	/* "must-match": for programs */
const char *compare_state_name(enum compare_side_state s);	/* "absent" … "shown" */

/* "must be identical, and is": for people. */
const char *compare_word(const struct compare_row *row);
/* It is as it should be: the same, or another where it must be another. */
bool compare_is_fine(const struct compare_row *row);
/* Both sides have one and the same, so that one value tells both. */
bool compare_is_alike(const struct compare_row *row);
/* Has to be shown where there is little room: anything but plainly the same. */
bool compare_is_told(const struct compare_row *row);

/* "17 names: 12 the same, 3 differ, 2 missing on v4". */
void compare_counts(struct buf *out, const struct compare_group *g);
/* Why there is no table, or that it may lack something; empty for neither. */
void compare_note(struct buf *out, const struct compare_group *g, const struct sources *s);
/* "2 GB", "on", "not shown"; empty where there is nothing. */
void compare_value(struct buf *out, const struct compare_side *side);

#endif
