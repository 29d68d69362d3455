/* SPDX-License-Identifier: Apache-2.0 */
/* A report format: one const struct in one file, one line in report/list.def. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "core/audit.h"

struct buf;

struct report_style {
	bool color;		/* text only: escape sequences for colour */
	bool quiet;		/* text only: the verdict line alone */
	unsigned verbose;	/* text only: 1 also clear and not-applicable rules */
	unsigned columns;	/* text only: width to wrap at */
};

struct report {
	const char *name;	/* "json": the option is --json FILE */
	const char *summary;	/* for --help and the manual */
	bool plan;		/* tells the plan: else audit->plan may be empty */
	void (*write)(struct buf *out, const struct audit *audit, const struct report_style *style);
};

extern const struct report *const reports[];	/* in list.def order, ends with NULL */

#endif
