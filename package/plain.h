/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archives without any oddity, as nearly all packages and jars are: listed from their
 * directory and read where it says, without libzip, which spends more on a small entry
 * than inflating it takes. directory_walk() says which are plain. Where an entry's own
 * header then turns out not to fit, libzip is asked after all.
 */
#ifndef PACKAGE_PLAIN_H
#define PACKAGE_PLAIN_H

#include <stdbool.h>
#include <stdint.h>

struct directory;
struct entry;
struct err;
struct package;
struct span;

/* Adds the entries of a plain directory to p; false when they cannot be read again. */
bool plain_list(struct package *p, const struct span *s, const struct directory *d);

/*
 * Where the packed bytes of an entry so listed begin, all of them inside the span: 1 and
 * *at, 0 when there is no header of it where the directory says, -1 with err when the
 * span cannot be read.
 */
int plain_find(const struct span *s, const struct entry *e, uint64_t *at,
	       struct err *err);

#endif
