/* SPDX-License-Identifier: Apache-2.0 */
/* Version numbers, by their components: 7.18.1.40272, 10.0.0-rc1. */
#ifndef CORE_VERSION_H
#define CORE_VERSION_H

#include <stdbool.h>

/*
 * Below, equal to or above zero as a is older than, the same as or newer than b. Missing
 * components are 0; what follows '-' (rc1, SNAPSHOT) is before the release. False, and *order
 * untouched, where one of them does not begin with a digit.
 */
bool version_compare(const char *a, const char *b, int *order);

/*
 * Bounds that all must hold: "<2.17.1", ">=2.0 <2.17.1", "=1.2". True for text that begins like
 * bounds, be they right or wrong.
 */
bool version_is_bounds(const char *s);
bool version_bounds_ok(const char *bounds);	/* each is an operator and a version */
/* Whether v is within; false for a version that does not begin with a digit. */
bool version_within(const char *v, const char *bounds);

#endif
