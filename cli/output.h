/* SPDX-License-Identifier: Apache-2.0 */
/* Where reports go: standard output, or a file that appears only when it is complete. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "report/report.h"

struct buf;
struct err;
struct options;

/*
 * "-" is standard output (flushed and checked). A file is written under a temporary name in its
 * folder and renamed; a device or pipe is written in place. -1 with err.
 */
int output_write(const char *path, const struct buf *bytes, struct err *err);

/* How text that goes there looks: colour and width of a terminal, and what the options say. */
struct report_style output_style(const struct options *o, const char *path);

#endif
