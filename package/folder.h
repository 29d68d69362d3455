/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An unpacked deployment folder: listed once; files are read when wanted and checked
 * not to have changed.
 */
#ifndef PACKAGE_FOLDER_H
#define PACKAGE_FOLDER_H

#include <stdbool.h>

#include "util/vec.h"

struct arena;
struct blob;
struct entry;
struct err;
struct folder;
struct package;

/* The names in a folder but "." and "..", sorted as bytes, in the arena. -1 with err.
 */
int folder_names(struct vec *names, int fd, struct arena *arena, struct err *err);

/*
 * Lists the folder behind fd, which stays the caller's, into p. -1 with err, without
 * its name.
 */
int folder_open(struct folder **out, struct package *p, int fd, const char *path,
		struct err *err);
void folder_free(struct folder *f); /* NULL is fine */

/* The bytes of an entry that passed the limits; err without its name. */
int folder_read(struct folder *f, const struct entry *e, struct blob *out,
		struct err *err);

#endif
