/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The main section of a jar's META-INF/MANIFEST.MF (JAR file specification, "Name-Value pairs and
 * sections"), and Java property files as far as `key=value` on one line goes.
 */
#ifndef FORMATS_MANIFEST_H
#define FORMATS_MANIFEST_H

#include <stddef.h>

struct arena;

/* Value of a header, names in any case, continuation lines joined; NULL when it is not there. */
const char *manifest_get(const char *text, size_t n, const char *header, struct arena *arena);

/* Value of a key, blanks around it left out; NULL when it is not there. */
const char *properties_get(const char *text, size_t n, const char *key, struct arena *arena);

#endif
