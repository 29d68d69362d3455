/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A zip archive over a span: plain.c or else libzip lists it and finds packed bytes,
 * libdeflate inflates.
 */
#ifndef PACKAGE_CONTAINER_H
#define PACKAGE_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>

struct container;
struct entry;
struct err;
struct package;
struct room;
struct span;

/*
 * Opens the archive and adds its entries and what is odd around it to p. -1 with err,
 * without the name of what was opened; *over then says whether a limit was the cause.
 * The bytes under the span must outlive the container.
 */
int container_open(struct container **out, struct package *p, const struct span *s,
		   bool *over, struct err *err);
void container_free(struct container *c); /* NULL is fine */

/*
 * The content of an entry that passed the limits into room->data, with a NUL behind it;
 * *left: bytes that stood after the deflated ones. err is without the entry's name.
 */
int container_read(struct container *c, const struct entry *e, struct room *room,
		   size_t *left, struct err *err);
/*
 * The same in two halves: the bytes as they stand in the archive, to be freed; and, on
 * any thread, the content, which may take them over.
 */
int container_take(struct container *c, const struct entry *e, char **out,
		   struct err *err);
int container_unpack(const struct entry *e, char **packed, struct room *room,
		     size_t *left, struct err *err);

#endif
