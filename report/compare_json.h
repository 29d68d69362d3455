/* SPDX-License-Identifier: Apache-2.0 */
/* The member "comparison" of the JSON report. */
#ifndef REPORT_COMPARE_JSON_H
#define REPORT_COMPARE_JSON_H

#include "core/audit.h"
#include "report/jsonw.h"

/* null where settings of one environment were not given. */
void compare_json(struct jsonw *j, const struct audit *audit);

#endif
