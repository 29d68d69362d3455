/* SPDX-License-Identifier: Apache-2.0 */
/* What compiling rules and compiling the plan share: text to checked expressions. */
#ifndef RULES_COMPILE_H
#define RULES_COMPILE_H

#include "rules/pack.h"

struct compiler {
	struct rules *rules;
	const struct rule *rule;	/* NULL: the plan */
	struct vec variables;		/* of the rule or the plan, each once */
	const char **names, **finds;	/* of all packs, for the environment */
	struct err *err;
};

/* context: what "." may be; NULL for <facts>. -1 with "FILE:LINE: …". */
int compile_expr(struct compiler *c, struct expr *out, const struct written *w,
		 const struct names_node *const *context);
/* An expression that selects facts. */
int compile_select(struct compiler *c, struct expr *out, const struct written *w);
/* Adds the sources that the holes rest on to *used. */
int compile_message(struct compiler *c, struct message *m,
		    const struct names_node *const *context, source_set *used);
/* Ends a rule or the plan: the variables it mentions, each of which needs a value. */
int compile_variables(struct compiler *c, const char *const **out);

int plan_compile(struct compiler *c);

#endif
