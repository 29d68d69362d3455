/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses inside text: scheme://user@host:port/path. Nothing is copied or decoded; what a
 * template leaves open, {1}, {$Host}, ${host}, belongs to the address and may hold anything but
 * a line's end.
 */
#ifndef UTIL_URL_H
#define UTIL_URL_H

#include <stdbool.h>
#include <stddef.h>

struct span {
	const char *at;
	size_t len;
};

struct url {
	struct span all;	/* from the scheme to the end of the path, no query */
	struct span scheme;	/* "https", "jdbc:postgresql"; empty: none stated */
	struct span host;	/* without user and brackets; may be empty or hold braces */
	struct span path;	/* from its '/' on, or empty */
	unsigned port;		/* 0: none stated */
};

/*
 * The next address with a scheme at or after *at; moves *at behind it. An address ends at white
 * space, quotes and angle brackets; punctuation at its end is not part of it. False: no more.
 */
bool url_next(const char *text, size_t n, size_t *at, struct url *out);

/* All n bytes as host[:port][/path], with or without scheme; false when they are something else. */
bool url_whole(const char *text, size_t n, struct url *out);

#endif
