/* SPDX-License-Identifier: Apache-2.0 */
/* What it means that a wanted entry could not be read. */
#ifndef ANALYZERS_UNREAD_H
#define ANALYZERS_UNREAD_H

#include "core/diag.h"

struct entry;
struct err;
struct package;
struct world;

/*
 * Adds the diagnostic at `place` for an entry of p that package_read() failed on; nothing where a
 * limit was the cause, since that is said already. A jar, class or WSDL, an encrypted entry and
 * an unsafe one leave a note, since the source tells that it is partial; all else makes the
 * audit incomplete. Returns the reason without the place in front of it; it lives in w->arena.
 */
const char *unread_add(struct world *w, const struct package *p, const struct entry *e,
		       const char *place, const struct err *err);

/* The same where the limit was not the cause, with the reason alone. */
void unread_say(struct world *w, const struct entry *e, const char *place, const char *why);

/* err's text without "'place': " in front of it, in the same memory. */
const char *unread_reason(const struct err *err, const char *place);

/*
 * The diagnostic itself. The problem of an entry is noted when it is listed, whether anybody
 * needs it or not; so a worse one says that it is needed, and a further note is left out.
 */
void unread_tell(struct world *w, enum diag_level level, const struct entry *e,
		 const char *place, const char *why);

#endif
