/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The structure of a pack: which element stands where, how often, with which attributes. The
 * loader checks against this table and rules.d/rules.rng is printed from it.
 */
#ifndef RULES_TABLE_H
#define RULES_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "rules/value.h"

struct buf;
struct err;
struct _xmlNode;

#define PACK_NAMESPACE "urn:mxaudit:rules:1"

struct table_attr {
	const char *name;	/* NULL ends a table */
	bool required;
	enum value_form form;
	const char *words;	/* VALUE_WORD: "a|b|c" */
};

enum table_content {
	TABLE_CHILDREN,		/* elements of this table */
	TABLE_LINE,		/* text, not blank; white space collapses */
	TABLE_FACTS		/* facts of the vocabulary */
};

struct table_element {
	const char *name;
	const char *parent;	/* "" for the root */
	bool required, many;
	enum table_content content;
	const struct table_attr *attrs;
};

extern const struct table_element table_elements[];	/* ends with name NULL */

const struct table_element *table_find(const char *name, const char *parent);	/* or NULL */

/* Checks the whole tree below root; "FILE:LINE: what" in err. Facts in tests are left out. */
int table_check(const char *file, struct _xmlNode *root, struct err *err);

/* "FILE:LINE: …" of a node, always -1. */
int table_fault(struct err *err, const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

void table_write_rng(struct buf *out);

#endif
