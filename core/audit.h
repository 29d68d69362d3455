/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One audit, complete: what reports are written from. Every number is computed once, in
 * core/tally.c, and used everywhere.
 */
#ifndef CORE_AUDIT_H
#define CORE_AUDIT_H

#include "core/diag.h"
#include "core/fact.h"
#include "core/outcome.h"
#include "core/plan.h"
#include "core/source.h"

enum verdict { VERDICT_READY, VERDICT_CONDITIONAL, VERDICT_BLOCKED, VERDICT_NONE };

struct hours {
	unsigned min, max;
};

/* One addend of an effort total: a rule, or a group of rules that share a fix. */
struct effort_line {
	const struct outcome *outcome;	/* the first of the group */
	struct hours hours;
	unsigned times;			/* how often it counts: 1, findings or places */
	unsigned shared;		/* further rules of the same fix-id counted here */
};

struct effort_total {
	struct hours hours;
	struct effort_line *lines;
	size_t count;
};

struct owner_total {
	const char *owner;
	unsigned by_severity[SEVERITY_COUNT];	/* rules with findings, by worst */
	struct hours hours;			/* blockers and actions */
};

struct tally {
	enum verdict verdict;
	const char *scope;		/* "package", "settings", "full" */
	unsigned rules;			/* all; the following add up to it */
	unsigned by_severity[SEVERITY_COUNT];	/* rules by worst unwaived finding */
	unsigned undecided;		/* an input that was given should have decided it */
	unsigned open;			/* undecided for want of an input that was not given */
	unsigned error;
	unsigned waived;		/* rules with waived findings only */
	unsigned clear;
	unsigned not_applicable;
	unsigned findings;		/* unwaived findings of all rules */
	unsigned decided, applicable;	/* rules: decided out of applicable */
	struct effort_total work;	/* unwaived blockers and actions */
	struct effort_total check;	/* verify */
	struct effort_total unknown;	/* undecided: what would come if it fires */
	struct owner_total *owners;	/* worst severity first, then effort */
	size_t owner_count;
};

struct audit_input {
	const char *option;	/* "package", "rules", "pack" … */
	const char *name;	/* as given */
	const char *digest;	/* SHA-256, or NULL */
};

/* A parameter of the packs as it was in force; value NULL where its edition has none. */
struct audit_param {
	const char *name, *value;
};

struct audit {
	struct arena *arena;
	bool of_settings;	/* settings of two environments were compared, without a package */
	const char *version;	/* of the program */
	const char *app;	/* display name: --name, the metadata's, or the package's */
	const char *as_of;	/* YYYY-MM-DD */
	const char *edition;
	const struct audit_input *inputs;
	size_t input_count;
	const struct audit_param *params;
	size_t param_count;
	const struct facts *facts;	/* sorted */
	const struct sources *sources;
	const struct diags *diags;
	const struct outcomes *outcomes;
	const struct plan *plan;	/* empty unless a report asks for it */
	struct tally tally;
	int exit_status;
};

/* Counts, verdict and effort of the outcomes; lists live in the arena. */
void tally_compute(struct tally *t, const struct audit *audit, struct arena *arena);

/* "VERDICT conditional scope=package blockers=0 …", without a line end. */
void tally_line(struct buf *out, const struct audit *audit);
const char *verdict_name(enum verdict v);	/* "ready", …, "none" when nothing was judged */

#endif
