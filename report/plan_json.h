/* SPDX-License-Identifier: Apache-2.0 */
/* The member "plan" of the JSON report. */
#ifndef REPORT_PLAN_JSON_H
#define REPORT_PLAN_JSON_H

#include "core/plan.h"
#include "report/jsonw.h"

void plan_json(struct jsonw *j, const struct plan *plan);
/* "links": of a rule or a step. */
void plan_json_links(struct jsonw *j, const struct rule_link *links, size_t count);
/* "covers": statements, a list that ends with NULL. */
void plan_json_covers(struct jsonw *j, const char *const *covers);

#endif
