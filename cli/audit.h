/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pipeline of one audit: packs, package, facts, outcomes, tally. Commands take the part they
 * need: audit_open() loads the packs, audit_read() finds the facts, audit_judge() judges them.
 */
#ifndef CLI_AUDIT_H
#define CLI_AUDIT_H

#include "cli/options.h"
#include "core/audit.h"
#include "core/diag.h"
#include "core/fact.h"
#include "core/outcome.h"
#include "core/source.h"
#include "rules/rules.h"

struct audit_run {
	const struct options *options;
	struct arena *arena;
	struct rules *rules;
	const char *path;		/* of what is audited; NULL: of nothing */
	bool stored;			/* that are stored facts, not a package */
	struct package *package;	/* opened and not yet read; NULL: neither */
	struct settings *v3, *v4;	/* NULL: no file of that environment */
	struct sources sources;
	struct diags diags;
	struct facts facts;
	struct outcomes outcomes;
	struct plan plan;
	struct vec inputs;		/* of struct audit_input */
	const char *as_of;
	bool fatal;			/* nothing can be judged */
	struct audit audit;		/* complete after audit_judge() */
};

/*
 * Loads the packs and the settings that the options name. At path, NULL for none, is a package,
 * which is opened while packs are loaded, or a stored fact document (a file whose first character
 * is '<'). -1 with err: status 2.
 */
int audit_open(struct audit_run *run, const struct options *options, const char *path,
	       struct err *err);

/*
 * The facts of what stands at the path. What is wrong with a package ends in diagnostics; -1 with
 * err only for what else was given.
 */
int audit_read(struct audit_run *run, struct err *err);

/* The facts of the settings alone, for a command that takes no package. */
void audit_read_settings(struct audit_run *run);

/* Outcomes, tally and exit status. -1 with err: internal. */
int audit_judge(struct audit_run *run, struct err *err);
/* Fills in run->plan, for a command; audit_judge() does it where a report tells it. */
void audit_plan(struct audit_run *run);

/* All three, for a command that takes one package: EXIT_FINE, or the status of what it told. */
int audit_whole(struct audit_run *run, const struct options *options, const char *path);

/* What is wrong with the package, from that level on, to standard error. */
void audit_tell(const struct audit_run *run, enum diag_level least);
void audit_close(struct audit_run *run);

/* The exit status of a judged audit: the one place that decides it. */
int audit_exit_status(const struct audit *audit, const struct options *options);

#endif
