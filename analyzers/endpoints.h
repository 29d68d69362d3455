/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between the files of the analyzer endpoints: endpoints.c owns the facts, endpoints_constant.c
 * knows what a default may be, endpoints_file.c looks into files.
 */
#ifndef ANALYZERS_ENDPOINTS_H
#define ANALYZERS_ENDPOINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/address.h"

struct blob;

/* A kind of fact: one for each source that addresses come from. */
enum endpoint_kind {
	ENDPOINT_CONSTANT, ENDPOINT_CALL, ENDPOINT_SERVICE, ENDPOINT_EXPRESSION, ENDPOINT_JAVA,
	ENDPOINT_WEB, ENDPOINT_RESOURCE, ENDPOINT_KINDS
};

/* Where an address stands; NULL and -1 for what is not stated. */
struct place {
	enum endpoint_kind kind;
	struct address address;
	const char *origin;	/* constant, microflow, service, class or entry */
	const char *module;
	const char *what;	/* "rest-call", "soap-call", "consumed-service", "wsdl" */
	const char *constant;	/* whose default the host is */
	int disabled, calls, link;
	int64_t count;		/* set by places_add(), like the two below */
	int64_t files;
	const char *last;	/* origin of the last one counted */
};

#define PLACE_NONE { .disabled = -1, .calls = -1, .link = -1 }

/* endpoints_constant.c: the addresses in a constant's default. */
typedef void endpoint_fn(void *arg, const struct url *url);
void endpoints_of_constant(const char *name, const char *value, endpoint_fn *see, void *arg);

/* endpoints_file.c: files of the app's own that may hold addresses. */
bool endpoints_wants_web(const char *entry);
bool endpoints_wants_resource(const char *entry);
/*
 * Calls see() for each address in a file; `link` is true where it is the target of a link.
 * Comments and names of namespaces are passed over.
 */
typedef void endpoint_file_fn(void *arg, const struct url *url, bool link);
void endpoints_of_file(const char *entry, const struct blob *bytes, endpoint_file_fn *see,
		       void *arg);

#endif
