/* SPDX-License-Identifier: Apache-2.0 */
/* From the nodes that a for-each selects to findings: keys, places, messages, evidence. */
#ifndef RULES_FINDING_H
#define RULES_FINDING_H

#include "rules/eval.h"
#include "rules/pack.h"

struct finding_job {
	struct eval *eval;
	const struct rule *rule;
	const struct part *part;
	const char *partial;	/* what each finding says about its sources, or NULL */
	struct arena *arena;	/* findings live here */
};

/* Adds the findings (struct finding) that the nodes make to list. -1: fault or limit. */
int finding_make(struct vec *list, const struct finding_job *job, const struct nodes *nodes,
		 struct err *err);

/* Sixteen hex digits into f, of its rule, part and key. */
void finding_fingerprint(struct finding *f, const struct rule *rule);

/* Worst severity first, then key, then part. */
int finding_compare(const void *a, const void *b);

/* The message for that node (NULL: <facts>) appended to out. */
int message_write(struct buf *out, struct eval *e, const struct message *m, struct node *at,
		  struct err *err);

#endif
