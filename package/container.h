/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A zip archive over a span: libzip lists it and gives packed bytes, libdeflate
 * inflates.
 */
#ifndef PACKAGE_CONTAINER_H
#define PACKAGE_CONTAINER_H

#include <stdbool.h>

struct blob;
struct container;
struct entry;
struct err;
struct package;
struct span;

/*
 * Opens the archive and adds its entries and what is odd around it to p. -1 with err,
 * without the name of what was opened; *over then says whether a limit was the cause.
 * The bytes under the span must outlive the container.
 */
int container_open(struct container **out, struct package *p, const struct span *s,
		   bool *over, struct err *err);
void container_free(struct container *c); /* NULL is fine */

/* The bytes of an entry that passed the limits; err without its name. */
int container_read(struct container *c, struct package *p, const struct entry *e,
		   struct blob *out, struct err *err);

#endif
