/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

#define REPORT(symbol) extern const struct report report_##symbol;
#include "report/list.def"
#undef REPORT

const struct report *const reports[] = {
#define REPORT(symbol) &report_##symbol,
#include "report/list.def"
#undef REPORT
	NULL
};
