/* SPDX-License-Identifier: Apache-2.0 */
/* What of XML 1.0 begins with '<' and is no tag, for those who look over bytes unparsed. */
#ifndef CORE_MARKUP_H
#define CORE_MARKUP_H

/*
 * Past the comment, CDATA section or instruction that begins at `at`, a '<' before end; `at`
 * itself where none of them does; NULL where it has no end.
 */
const char *markup_past(const char *at, const char *end);

#endif
