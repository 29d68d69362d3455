/* SPDX-License-Identifier: Apache-2.0 */
/* More than a third of a pack are tests, which nobody needs to judge a package. */
#ifndef RULES_PACK_SKIP_H
#define RULES_PACK_SKIP_H

#include <stddef.h>

/* Puts spaces in place of what stands in <tests> elements; lines stay where they are. */
void pack_skip_tests(char *bytes, size_t len);

#endif
