/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses of other systems in text that people wrote: code, expressions, files. What only looks
 * like an address, since it serves as a name, is told apart: namespaces, schemas, licences.
 */
#ifndef CORE_ADDRESS_H
#define CORE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "util/url.h"

struct arena;

typedef void address_fn(void *arg, const struct url *url);

/*
 * Calls see() for each address in text[0..n): those with a scheme of a network protocol wherever
 * they stand; and where the whole text, or a part of it in quotes, is an address and nothing
 * else: localhost, \\host\share, jdbc: of Oracle, IPv4 addresses that are not public or have a
 * port (a public one without is as likely a version). Names are left out.
 */
void address_each(const char *text, size_t n, address_fn *see, void *arg);

/* The same for files of any size: only those with a scheme. */
void address_each_scheme(const char *text, size_t n, address_fn *see, void *arg);

/* The protocol is one of a network: https, sftp, jdbc:postgresql; file:// is none. */
bool address_is_network(const struct url *u);

/* What is kept of an address. Neither user nor query: both can hold secrets. */
struct address {
	const char *scheme;	/* lower case; "" for none */
	const char *host;	/* lower case; what a template leaves open as '*': "*.crm.eu" */
	const char *scope;	/* host_scope(), '*' standing for some name */
	const char *url;	/* scheme, host, port and path, which may hold {…} */
	unsigned port;		/* 0: none stated */
};

/* False where the host is left open, or is none. Text lives in the arena. */
bool address_read(struct address *out, struct arena *a, const struct url *u);

#endif
