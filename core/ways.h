/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ways that a fact tells in children <path> and <java-path>, as one who reads them wants
 * them: a way that goes on in Java stands once, with its longer text.
 */
#ifndef CORE_WAYS_H
#define CORE_WAYS_H

#include <stddef.h>

struct arena;
struct fact;

/* Texts in order, ends with NULL; NULL where the fact has none. The texts are the fact's. */
const char *const *ways_of(const struct fact *f, struct arena *arena);

#endif
