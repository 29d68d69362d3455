/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the text report share: the page they write on and its columns. A line has a
 * state at the left, text in the middle and hours at the right.
 */
#ifndef REPORT_TEXT_PAGE_H
#define REPORT_TEXT_PAGE_H

#include "core/audit.h"
#include "report/report.h"
#include "report/words.h"
#include "report/wrap.h"

enum {
	TEXT_STATE = 2,		/* column of glyph and word */
	TEXT_BODY = 15,		/* column of text */
	TEXT_MORE = 17,		/* what belongs to the line above */
	TEXT_FINDINGS = 10,	/* findings of one rule that are listed */
	TEXT_PLACES = 5,	/* places of one finding */
	TEXT_EVIDENCE = 3,	/* evidence lines of one place */
	TEXT_DIAGS = 20		/* diagnostics */
};

struct text_page {
	struct wrap w;
	struct buf words;	/* for one phrase at a time */
	const struct audit *audit;
	const struct report_style *style;
};

/* State words: "blocker" … "info", "undecided", "error", "clear", "n/a", "waived", "note". */
void text_state(struct text_page *p, const char *state);
void text_head(struct text_page *p, const char *title, uint64_t count, const char *none);
/* A labelled paragraph at a column: "why  Because …"; nothing for NULL or "". */
void text_field(struct text_page *p, unsigned column, const char *label, const char *text);
void text_strong(struct text_page *p, const char *text);
/* "and 12 more places" at a column, nothing for 0. */
void text_rest(struct text_page *p, unsigned column, uint64_t n, const char *one,
	       const char *many);
const char *text_hours(struct text_page *p, struct hours hours);	/* until the next phrase */

/* text_rules.c: one section a severity, then undecided, waived, clear, not applicable. */
void text_findings(struct text_page *p, enum severity severity, const char *title,
		   const char *none);
void text_undecided(struct text_page *p);
void text_waived(struct text_page *p);
void text_clear(struct text_page *p);

/* text_said.c: what people stated; nothing where nobody did */
void text_said(struct text_page *p);

/* text_compare.c: settings name by name; nothing where one environment gave none */
void text_compare(struct text_page *p);

/* text_effort.c */
void text_effort(struct text_page *p);

#endif
