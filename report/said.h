/* SPDX-License-Identifier: Apache-2.0 */
/* Answers as reports tell them: each once, with the rules that it concerns. */
#ifndef REPORT_SAID_H
#define REPORT_SAID_H

#include "core/audit.h"
#include "util/vec.h"

struct arena;
struct buf;

/* What an answer did for one rule. */
struct said_rule {
	const struct outcome *outcome;
	const struct stated *stated;
};

struct said {
	const struct stated *answer;	/* of the first rule */
	struct vec rules;		/* struct said_rule, by rule id */
	enum stated_effect worst;	/* overruled before all others */
};

/* In the order of the file that they stand in. Release each one's list, and the list. */
void said_collect(struct vec *list, const struct audit *audit, struct arena *arena);
void said_release(struct vec *list);

/* "2", "no: the scales use TLS 1.0", "until 2027-02-01: the module is replaced" */
void said_answer(struct buf *out, const struct stated *s);
/* "M. Smit, 2026-11-20 (all.yaml:4)" */
void said_by(struct buf *out, const struct stated *s);
/* "scaling/concurrency, services/callers": those rules of it with that effect; empty for none. */
void said_rules(struct buf *out, const struct said *s, enum stated_effect effect);

#endif
