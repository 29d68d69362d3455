/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Constants for which it does not hold that another environment should have the same value, or
 * one that means the same: they are told by their names.
 */
#ifndef ANALYZERS_BOUND_H
#define ANALYZERS_BOUND_H

/*
 * "data": a key of encryption, or the prefix beside it; what modules stored in the database can be
 * read with the same bytes alone. "environment": it tells the modules that sign people in which
 * environment is calling. NULL for all others.
 */
const char *bound_to(const char *constant);

#endif
