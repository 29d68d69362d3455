/* SPDX-License-Identifier: Apache-2.0 */
/* From the nodes that a for-each selects to findings: keys, places, messages, evidence. */
#ifndef RULES_FINDING_H
#define RULES_FINDING_H

#include "rules/eval.h"
#include "rules/pack.h"

/* Adds the findings of one part to list (struct finding, in arena). -1: fault or limit. */
int finding_make(struct vec *list, struct eval *e, const struct rule *rule,
		 const struct part *part, const struct nodes *nodes, const char *partial,
		 struct arena *arena, struct err *err);

/* Worst severity first, then key, then part. */
int finding_compare(const void *a, const void *b);

/* The message for that node (NULL: <facts>) appended to out. */
int message_write(struct buf *out, struct eval *e, const struct message *m, struct node *at,
		  struct err *err);

#endif
