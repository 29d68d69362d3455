/* SPDX-License-Identifier: Apache-2.0 */
/* Wording about steps of the plan that its reports share; raw, as in report/words.h. */
#ifndef REPORT_PLAN_WORDS_H
#define REPORT_PLAN_WORDS_H

#include "core/audit.h"

struct buf;

const char *plan_words_who(const char *who);	/* "Technical Contact", "operator" … */
void plan_words_duration(struct buf *out, const char *duration);	/* "1-2w": "1–2 weeks" */
/* "operator · 2–4 hours · begin 4–6 weeks ahead" */
void plan_words_facts(struct buf *out, const struct plan_step_info *info);
/* "47 steps: 3 done, 2 open, 42 that only people can confirm" */
void plan_words_counts(struct buf *out, const struct plan *plan);
/* "Settings of v3 and v4 were not given: …"; empty when some of both were. */
void plan_words_inputs(struct buf *out, const struct audit *audit);
/* What proves it, or why nothing does; empty when there is nothing to say. */
void plan_words_state(struct buf *out, const struct plan_step *step);
/* "No way back: …", "Way back: until …"; empty when it can be undone. */
void plan_words_back(struct buf *out, const struct plan_step *step);
/* What may be missing of it: "May not concern this app: …"; may be empty. */
void plan_words_doubt(struct buf *out, const struct plan_step *step);

#endif
