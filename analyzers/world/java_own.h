/* SPDX-License-Identifier: Apache-2.0 */
/* What is of interest in the app's own classes, whatever rules look for. */
#ifndef ANALYZERS_WORLD_JAVA_OWN_H
#define ANALYZERS_WORLD_JAVA_OWN_H

#include <stdbool.h>

#include "formats/classfile.h"

struct java_part;

struct java_own {
	struct java_part *part;
	struct classfile *c;
	const char *class;
};

/* A field that can change, or what it refers to: not final, or an array or collection. */
bool java_own_mutable(const struct class_member *field);
void java_own_field(struct java_own *o, const struct class_member *field);

/* Addresses of other systems in its strings. */
void java_own_addresses(struct java_own *o);

/* Marks the calls that open something. */
void java_own_mark(const struct classfile *c, unsigned char *marks);
void java_own_summary(struct java_own *o, const struct class_member *method,
		      const struct class_summary *summary);

#endif
