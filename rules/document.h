/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facts as the tree that XPath walks. Elements are built over the facts' own strings, one
 * kind of fact at a time and only when an expression asks for it; matches are kept by find.
 * The facts must be sorted and outlive the document.
 */
#ifndef RULES_DOCUMENT_H
#define RULES_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/fact.h"

struct document;
struct map;
struct node;			/* an element; an xmlNode to libxml2 */
struct _xmlDoc;
struct _xmlNode;

struct nodes {
	struct node **items;	/* in document order */
	size_t count;
};

/* Only attributes whose names are keys of `words` are shown; NULL shows all. */
struct document *document_new(const struct facts *facts, const struct map *words);
void document_free(struct document *d);		/* NULL is fine */
struct _xmlDoc *document_xml(struct document *d);
struct node *document_root(struct document *d);	/* <facts> */

/* All top-level facts of that definition; those with that `find` when it is not NULL. */
const struct nodes *document_group(struct document *d, const struct fact_def *def,
				   const char *find);
/* Puts every fact under <facts>, for expressions that walk there by themselves. */
void document_complete(struct document *d);

/* attr may be NULL: any such fact; value may be NULL: any with that attribute. By hash. */
bool document_has(struct document *d, const char *fact, const char *attr, const char *value);

/*
 * Whether a find matched in a class or one inside it, up to the first '$' of both; method may be
 * NULL: in any of its methods. By hash.
 */
bool document_found(struct document *d, const char *find, const char *class,
		    const char *method);

struct _xmlNode *node_xml(struct node *n);
struct node *node_of_xml(struct _xmlNode *xml);		/* an element of this document */
const struct fact *node_fact(const struct node *n);	/* NULL for <facts> */
const struct node *node_parent(const struct node *n);	/* NULL for <facts> */
const struct fact *node_top(const struct node *n);	/* the top-level fact it stands in */

#endif
