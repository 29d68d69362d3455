/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines of a text report. All text that anybody else wrote goes through wrap_add(): it is made
 * safe for terminals and for the logs of build servers, and broken between words. A build
 * server acts on lines that begin with "::" (leading blanks do not help: GitHub's runner skips
 * them), or that hold "##[" or "##vso[" anywhere; both are written so that they no longer match.
 */
#ifndef REPORT_WRAP_H
#define REPORT_WRAP_H

#include <stdbool.h>

#include "util/buf.h"

struct wrap {
	struct buf *out;
	struct buf scratch;
	unsigned columns;	/* width of a line */
	unsigned hang;		/* indent of lines that go on */
	unsigned at;		/* column reached */
	bool blank;		/* nothing to break the line after: only blanks came last */
	bool space;		/* a blank is due before the next word */
	bool color;
	bool whole;		/* words are not broken: addresses to be copied */
};

void wrap_init(struct wrap *w, struct buf *out, unsigned columns, bool color);
void wrap_release(struct wrap *w);

void wrap_line(struct wrap *w, unsigned indent, unsigned hang);	/* begins a line */
void wrap_end(struct wrap *w);					/* ends it */
void wrap_blank(struct wrap *w);				/* an empty line */
void wrap_to(struct wrap *w, unsigned column);	/* blanks up to a column, at least two */
void wrap_right(struct wrap *w, const char *text);	/* our own text, flush right; "" for none */

/* Words, a blank before them if one is due; cut with an ellipsis after 2,000 bytes. */
void wrap_add(struct wrap *w, const char *text);
void wrap_style(struct wrap *w, const char *codes);	/* "1;31"; "" ends it; colour only */

/* text as wrap_add() would write it, on one line. */
void wrap_safe(struct buf *out, const char *text);

#endif
