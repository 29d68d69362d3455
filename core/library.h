/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Well-known Java libraries, as packs of rules describe them: by which names an archive is known
 * to be one, and what about it concerns the move, in which versions.
 *
 * A name is "group:artifact", or a name alone. "group:artifact" is that of pom.properties; for an
 * archive that has none, its file name without version may be the artifact (of the first library
 * that has one of that name), or both with a dot between. A name alone is the file name without
 * version or the Bundle-SymbolicName, and may be a glob. Case does not matter.
 */
#ifndef CORE_LIBRARY_H
#define CORE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#include "util/map.h"
#include "util/vec.h"

struct arena;

#define LIBRARY_CONCERN_WORDS \
	"abandoned|cache|cloud-storage|database|directory|file-transfer|fonts|http-client|" \
	"kerberos|local-database|logging|mail|mail-server|messaging|native|" \
	"network-share|none|old-tls|scheduler|server|single-sign-on|system|temp-files|" \
	"test|threads"

struct library_concern {
	const char *word;	/* one of LIBRARY_CONCERN_WORDS */
	const char *versions;	/* bounds of core/version.h, or NULL for all */
	const char *note;	/* a sentence */
};

struct library {
	const char *id;
	const char *title;	/* what people call it */
	const char *href;	/* where what is said here can be read */
	struct library_concern *concerns;	/* at least one; owned by the arena, like all */
	size_t concern_count;
};

struct libraries {
	struct arena *arena;	/* of names */
	struct map names;	/* private: folded name -> struct library */
	struct vec globs;	/* private */
};

void libraries_init(struct libraries *l, struct arena *arena);
void libraries_release(struct libraries *l);

/* False where the name is another library's already, whose id is then in *taken. */
bool libraries_add_name(struct libraries *l, const char *name, const struct library *library,
			const char **taken);

/* What is known of an archive; any of them may be NULL. */
struct library_names {
	const char *file;	/* its name without ending and version */
	const char *bundle;	/* Bundle-SymbolicName */
	const char *pom;	/* "group:artifact" */
};

/* NULL: not known. */
const struct library *libraries_find(const struct libraries *l, const struct library_names *n);

/* Whether it concerns that version; NULL, which nobody knows, may be any. */
bool library_concerns(const struct library_concern *c, const char *version);

#endif
