/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A Studio Pro project on disk: the .mpr file and, in storage format 2, the files of its units
 * in the folder mprcontents beside it. Files are only read, each whole and within the limits;
 * links are not followed, so nothing outside the folder is.
 */
#ifndef PACKAGE_PROJECT_H
#define PACKAGE_PROJECT_H

#include <stdbool.h>

#include "package/package.h"

struct project_files;

/*
 * Reads the .mpr file. -1 with err that names it: it cannot be read, is no regular file, or is
 * larger than --max-entry-size. limits must outlive it.
 */
int project_files_open(struct project_files **out, const char *path,
		       const struct limits *limits, struct err *err);
void project_files_free(struct project_files *p);	/* NULL is fine */
void project_files_cleanup(struct project_files **p);	/* for CLEANUP() */

const char *project_files_name(const struct project_files *p);	/* base name, valid UTF-8 */
const struct blob *project_files_index(const struct project_files *p);	/* the .mpr itself */

/* A rollback journal lies beside it: some of a write that did not end may be in its bytes. */
bool project_files_unsettled(const struct project_files *p);

/*
 * The unit of that id, as "1e76e271-c13e-…", into a blob to release. -1 with err, without a
 * name: there is no such file, it is over a limit, or cannot be read.
 */
int project_files_unit(struct project_files *p, const char *id, struct blob *out,
		       struct err *err);

#endif
