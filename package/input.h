/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what stands on the command line to an open descriptor: a file, a stream or a
 * folder.
 */
#ifndef PACKAGE_INPUT_H
#define PACKAGE_INPUT_H

#include "package/package.h"
#include "package/span.h"

struct arena;
struct err;
struct limits;

struct input {
	enum package_kind kind;
	int fd;		  /* owned by who called input_open() */
	const char *name; /* base name, or "-"; in the arena */
	const char *path; /* of a folder */
	struct span span; /* of a file or stream */
};

/*
 * -1 with err, which names the input ("'shop.mda': no such file"); nothing is open
 * then.
 */
int input_open(struct input *in, const char *path, const struct limits *limits,
	       struct arena *arena, struct err *err);

#endif
