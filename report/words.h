/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Wording that the reports for people share. What is added to a buf is raw: it may hold text
 * from the package, so the report that takes it escapes it.
 */
#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

#include <stdint.h>

#include "core/audit.h"

struct buf;

const char *words_verdict(enum verdict v);	/* "Blocked", …, "Not judged" */
const char *words_severity(enum severity s, uint64_t count);	/* "blocker", "blockers", … */
const char *words_basis(const char *basis);	/* "stated by documentation" */
const char *words_per(enum effort_per per);	/* "rule", "finding", "place" */

void words_count(struct buf *out, uint64_t n, const char *one, const char *many);
void words_hours(struct buf *out, struct hours hours);	/* "4–8 h", "2 h" */
void words_bytes(struct buf *out, uint64_t bytes);	/* "143.7 MB", decimal units */
void words_room(struct buf *out, uint64_t bytes);	/* "2.0 GB" of 1,024 MB, as plans count */
/* How an addend came about: "3 findings × 4–8 h, at most 16 h; …"; empty when it is plain. */
void words_addend(struct buf *out, const struct effort_line *line);
/* "read in part: 1 of 158 archives unreadable"; empty for a complete source. */
void words_source_state(struct buf *out, enum source_state state, const char *reason);

/* What was judged from: "the package alone", "the package and the project file" … */
void words_scope(struct buf *out, const struct audit *audit);

/* One sentence: what stands against the move, worst first. */
void words_why(struct buf *out, const struct audit *audit);
/* What remains once that is done, or is not known; may be empty. */
void words_after(struct buf *out, const struct audit *audit);

/* Where a rule's hours are counted (for a shared fix: the line of the group); NULL for none. */
const struct effort_line *words_effort(const struct tally *t, const struct outcome *o);
/* The first to be named: worst unwaived finding, then most hours, then id; NULL for none. */
const struct outcome *words_worst(const struct audit *audit);
/* Rules not decided (or failed) that could be a blocker. */
unsigned words_open_blockers(const struct audit *audit);

#endif
