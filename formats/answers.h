/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The YAML file that people answer questions in:
 *
 *	by: M. Smit          # who and when, where an answer does not say otherwise
 *	on: 2026-11-20
 *	answers:
 *	  - question: v4-instances
 *	    value: 2
 *	  - rule: services/callers
 *	    by: J. Jansen
 *	    accept:
 *	      reason: the callers are asked in January
 *	      until: 2027-02-01
 *
 * An entry without value and accept is a question that is still open, and left out.
 */
#ifndef FORMATS_ANSWERS_H
#define FORMATS_ANSWERS_H

#include <stddef.h>

struct arena;
struct err;
struct limits;
struct replies;

/*
 * Reads `len` bytes; `name` is what places begin with. Forms and dates are checked here, what an
 * answer may be only the packs know. -1 with err "line N: what", which holds nothing that
 * somebody typed as a value.
 */
int answers_read(struct replies *out, const char *name, const char *bytes, size_t len,
		 const struct limits *limits, struct arena *arena, struct err *err);

/*
 * The keys of a file, of an answer and of a risk, each list ended by NULL. docs/answers.schema.json
 * has the same ones, which tests/unit/test_settings_manual.c checks.
 */
extern const char *const answers_file_keys[], *const answers_entry_keys[],
	*const answers_risk_keys[];

#endif
