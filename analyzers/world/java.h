/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Java world: every archive under model/bundles and model/lib, and those inside them, with
 * what was looked for in their classes. Archives are read by several threads, each one by one
 * thread, and put together in the order of their names, so nothing here depends on scheduling.
 *
 * The app's own classes are those of project.jar itself; what Mendix generates there, proxies and
 * the registrar of actions, is told apart.
 */
#ifndef ANALYZERS_WORLD_JAVA_H
#define ANALYZERS_WORLD_JAVA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/address.h"
#include "formats/certificate.h"
#include "util/map.h"
#include "util/vec.h"

struct arena;
struct find;
struct java_code;
struct world;

enum java_scope { JAVA_OWN, JAVA_GENERATED, JAVA_LIBRARY, JAVA_SCOPES };
extern const char *const java_scope_names[];	/* "own" … */

enum java_reached {
	JAVA_CODE,		/* references of classes lead there from own classes */
	JAVA_NAME,		/* text names a class of it, or of what uses it */
	JAVA_NOT_SEEN,
	JAVA_UNKNOWN		/* too many references to follow */
};
extern const char *const java_reached_names[];	/* "code" …; NULL for unknown */

struct java_archive {
	const char *path;	/* "model/bundles/project.jar!/lib/a.jar" */
	const char *name;	/* file name without ending and version */
	const char *version;	/* NULL: none stated */
	const char *bundle;	/* Bundle-SymbolicName, or NULL */
	const char *pom;	/* "group:artifact" of its pom.properties, or NULL */
	size_t bytes, entries, classes, nested;
	size_t natives;		/* libraries of machine code in it */
	/* Of classes outside META-INF/versions, module-info left out: */
	unsigned class_major, class_major_lowest;	/* 0: no class */
	size_t references;	/* to other classes, as `jdeps -v` counts them */
	bool own;		/* project.jar */
	bool is_signed;
	enum java_reached reached;
};

/* Found by a find: once for each archive, class, method, target, member and argument. */
struct java_match {
	const struct java_archive *archive;
	const char *class, *method, *target, *member, *argument, *text, *descriptor;
	const char *module;	/* of own classes, where the model has it */
	enum java_scope scope;
	int64_t count;
	unsigned find;		/* index in the world's finds */
};

/* A static field of an own class whose value can change. */
struct java_field {
	const char *class, *name, *type, *module;
	bool is_final;		/* what it refers to can change */
};

/* A way of handling streams, files and threads, in a method of an own class. */
struct java_pattern {
	const char *kind;	/* "stream-open", "temp-file", "stream-cast", "lock" */
	const char *class, *method, *opened, *module;
	const char *read_by;	/* what uses the stream and leaves it open */
	int64_t count;
};

/* An address in a string of an own class. */
struct java_address {
	const char *class, *module;
	struct address address;
};

/* A marker file beside an archive. */
struct java_marker {
	const char *module, *path;
};

/* A file in an archive that holds certificates or keys. */
struct java_certificates {
	const char *path;	/* "model/lib/userlib/a.jar!/ca.pem" */
	bool own;		/* in project.jar */
	struct certificate_file file;
};

/* A class that text outside archives names. */
struct java_named {
	const char *class, *entry;	/* "a/b/C", and the file */
	uint64_t hash;			/* class_text_hash() of class */
	const struct java_archive *archive;	/* that has it; set by java_read(), NULL: none */
};

struct java_names_outside {
	struct vec list;	/* of struct java_named */
	bool over;		/* there are more than are kept */
};

struct java_search {
	const struct find *find;	/* NULL: not one of this world */
	uint64_t matches;
	bool truncated;
};

struct java {
	struct vec archives;	/* of struct java_archive, by path */
	struct vec matches;	/* of struct java_match */
	struct vec fields;	/* of struct java_field */
	struct vec patterns;	/* of struct java_pattern */
	struct vec addresses;	/* of struct java_address */
	struct vec markers;	/* of struct java_marker: those inside archives */
	struct vec certificates;	/* of struct java_certificates */
	struct java_code *code;	/* NULL: own classes are not there, or cannot be followed */
	struct java_search *searches;	/* one for each find of the world */
	struct vec parts;		/* private: the memory of all this */
	struct map modules;		/* private */
	size_t total, unreadable;	/* archives */
	bool has_project;		/* project.jar is there, readable or not */
};

/*
 * Reads the archives of w->package with w->jobs workers and sets source java. `other` is called
 * once, on the caller's thread, while the workers are busy. Never NULL; memory is the arena's
 * but for what java_release() frees.
 */
struct java *java_read(struct world *w, void (*other)(void *), void *data);
void java_release(struct java *j);	/* NULL is fine */

bool java_is_archive(const char *name);	/* ends in .jar */
bool java_is_folder(const char *name);	/* under model/bundles/ or model/lib/ */
/* A marker's module and path into out; false where the name is none. prefix: "a.jar!/" or "". */
bool java_marker_of(struct java_marker *out, struct arena *arena, const char *prefix,
		    const char *name, uint64_t size);

#endif
