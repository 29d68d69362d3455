/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which value of an environment may be seen. core/secret.h masks what looks like a secret; what
 * is set in production is held to more: a value is shown only where it plainly is none.
 */
#ifndef ANALYZERS_SHOWN_H
#define ANALYZERS_SHOWN_H

struct arena;

/*
 * The value itself where it is a number, a Boolean, a size, a host name, a path or a word that
 * runtimes know; of an address scheme, host and port, with '/...'
 * for what follows; NULL for anything else, and where the name
 * speaks of a secret.
 */
const char *shown_value(struct arena *a, const char *name, const char *value);

#endif
