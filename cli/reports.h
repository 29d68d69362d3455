/* SPDX-License-Identifier: Apache-2.0 */
/* The reports that the options of a command ask for, once an audit is complete. */
#ifndef CLI_REPORTS_H
#define CLI_REPORTS_H

struct audit_run;
struct err;
struct options;

/* Before anything is read: no two reports go to one place. -1 with err: status 2. */
int reports_check(const struct options *o, struct err *err);

/*
 * Writes all of them, the facts too; text fills standard output when nothing else does. Each is
 * tried: one that fails loses no other. Returns the exit status.
 */
int reports_write(const struct audit_run *run);

#endif
