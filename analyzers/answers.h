/* SPDX-License-Identifier: Apache-2.0 */
/* Answers of people as facts: for an audit of a package, and for one of stored facts. */
#ifndef ANALYZERS_ANSWERS_H
#define ANALYZERS_ANSWERS_H

struct facts;
struct replies;
struct sources;

/* Adds a fact for each answer; the source is complete then. The facts have to be sorted again. */
void answers_add(struct facts *fs, struct sources *sources, const struct replies *replies);

#endif
