/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One file of a pack while it is read. Its structure is checked by the table already, so what is
 * required is there. Texts live in the arena of the rules.
 */
#ifndef RULES_READER_H
#define RULES_READER_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "rules/pack.h"

struct reader {
	struct rules *rules;
	const char *file;
	struct err *err;
	struct pack *pack;
};

struct spot reader_spot(const struct reader *r, const xmlNode *node);
bool reader_is(const xmlNode *node, const char *name);
size_t reader_count(const xmlNode *node, const char *child);
const char *reader_attr(const struct reader *r, const xmlNode *node, const char *name);
/* An attribute whose white space collapses; NULL where it is not given. */
const char *reader_line(const struct reader *r, const xmlNode *node, const char *name);
const char *reader_content(const struct reader *r, const xmlNode *node);
struct written reader_written(const struct reader *r, const xmlNode *node, const char *name);
struct message reader_message(const struct reader *r, const xmlNode *node);
const struct rule_link *reader_links(const struct reader *r, const xmlNode *node, size_t *count);
/* The words of an attribute, ends with NULL; empty where it is not given. */
const char *const *reader_words(const struct reader *r, const xmlNode *node, const char *name);

/*
 * library_read.c, question.c, statement_read.c and plan_read.c: the children of a pack that are
 * no rules.
 */
int read_library(struct reader *r, const xmlNode *node);
int read_question(struct reader *r, const xmlNode *node);
int read_topic(struct reader *r, const xmlNode *node);
int read_phase(struct reader *r, const xmlNode *node);

#endif
