/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptions of web services, WSDL 1.1: where the service listens. */
#ifndef FORMATS_WSDL_H
#define FORMATS_WSDL_H

#include <stddef.h>

#include "util/vec.h"

struct arena;
struct err;

/*
 * Adds the location of every <address> to out, as const char * of the arena, in order. -1 with
 * err where the text is no well-formed XML; some of what stands before the fault may be added.
 */
int wsdl_locations(struct vec *out, const void *bytes, size_t len, struct arena *a,
		   struct err *err);

#endif
