/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Steps over types of nodes: what a step of an XPath expression can yield is known from the
 * vocabulary alone. Errors say what and the nearest name; the caller adds the column.
 */
#ifndef RULES_NAMES_STEP_H
#define RULES_NAMES_STEP_H

#include <stdbool.h>
#include <stddef.h>

#include "rules/names.h"

enum node_kind { NODE_ROOT, NODE_ELEMENT, NODE_ATTRIBUTE, NODE_TEXT };

struct node_type {
	enum node_kind kind;
	const struct names_node *element;	/* it, or the owner; NULL for the root */
	const struct attr_def *attr;		/* NODE_ATTRIBUTE */
};

/* Types a path can yield, each once. */
struct node_types {
	struct node_type *items;
	size_t count;
};

struct node_steps {
	const struct vocabulary *vocabulary;
	struct arena *arena;
	struct err *err;
};

extern const struct names_node names_facts;	/* the element <facts> */

/* Each returns -1 with an error when the step can yield nothing for one of the types. */
int step_child(struct node_steps *s, const struct node_types *from, const char *name,
	       struct node_types *to);
int step_attribute(struct node_steps *s, const struct node_types *from, const char *name,
		   struct node_types *to);
int step_text(struct node_steps *s, const struct node_types *from, struct node_types *to);
/* name NULL: any element, or the root. */
int step_parent(struct node_steps *s, const struct node_types *from, const char *name,
		struct node_types *to);
int step_self(struct node_steps *s, const struct node_types *from, const char *name,
	      struct node_types *to);

void node_types_join(struct node_steps *s, struct node_types *to, const struct node_types *more);
const char *node_type_name(const struct node_type *t);	/* "constant", "facts", "/" */

/* The top-level fact of that name, or NULL with an error. */
const struct fact_def *step_fact(struct node_steps *s, const char *name);
/* The attribute of that fact, or NULL with an error. */
const struct attr_def *step_attr(struct node_steps *s, const struct fact_def *def,
				 const char *name);
/* -1 with an error where the attribute has a fixed set of words and word is none of them. */
int step_word(struct node_steps *s, const struct fact_def *def, const struct attr_def *attr,
	      const char *word);

#endif
