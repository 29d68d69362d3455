/* SPDX-License-Identifier: Apache-2.0 */
/* The plan of the move alone, to be read in a terminal or ticked off. */
#ifndef REPORT_PLAN_H
#define REPORT_PLAN_H

#include "report/report.h"

/* Items of a list beyond the first ones are counted; style->verbose shows all. */
void plan_write_text(struct buf *out, const struct audit *audit, const struct report_style *style);
/* A checklist in Markdown (GitHub's): what is proven is ticked. */
void plan_write_markdown(struct buf *out, const struct audit *audit);

#endif
