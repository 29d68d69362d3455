/* SPDX-License-Identifier: Apache-2.0 */
/* Version numbers, by their components: 7.18.1.40272, 10.0.0-rc1. */
#ifndef RULES_VERSION_H
#define RULES_VERSION_H

#include <stdbool.h>

/*
 * Below, equal to or above zero as a is older than, the same as or newer than b. Missing
 * components are 0; what follows '-' (rc1, SNAPSHOT) is before the release. False, and *order
 * untouched, where one of them does not begin with a digit.
 */
bool version_compare(const char *a, const char *b, int *order);

#endif
