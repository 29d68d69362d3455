/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a rule's find looks for: a glob by default ('*' any run, '?' one byte; nothing else is
 * special), or PCRE2 between slashes ("/mail\..*host/"; "/…/i" folds case). A PCRE2 pattern must
 * hold a literal of three characters, which is looked for first, or the find says slow="yes".
 * Subjects are bytes; patterns are shared read-only between threads, match data is not.
 */
#ifndef CORE_PATTERN_H
#define CORE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct pattern;
struct pattern_scratch;		/* one for each thread */

int pattern_new(struct pattern **out, const char *text, bool slow, struct err *err);
void pattern_free(struct pattern *p);		/* NULL is fine */

struct pattern_scratch *pattern_scratch_new(uint64_t max_steps);
void pattern_scratch_free(struct pattern_scratch *s);

/* Whole subject for a glob, anywhere in it for PCRE2. 1 yes, 0 no, -1 a limit was reached. */
int pattern_matches(const struct pattern *p, struct pattern_scratch *s, const char *subject,
		    size_t n);

/*
 * The next place in subject at or after *at where the pattern matches (a glob is then matched
 * without anchors; its literal runs must be there). 1 and the span in *at, *len; 0; -1 limit.
 */
int pattern_find(const struct pattern *p, struct pattern_scratch *s, const char *subject, size_t n,
		 size_t *at, size_t *len);

#endif
