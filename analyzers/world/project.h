/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The project world: what the .mpr file of Studio Pro says beyond the package that was made from
 * it. An input of its own: the export leaves these things out. Strings live in the arena and are
 * never NULL ("" = not stated).
 */
#ifndef ANALYZERS_WORLD_PROJECT_H
#define ANALYZERS_WORLD_PROJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/vec.h"

struct arena;
struct diags;
struct err;
struct limits;
struct sources;

struct project_module {
	const char *name;
	bool marketplace;	/* taken from the Marketplace */
	const char *version;	/* that was taken; "" not stated, as up to Mendix 7 */
	int64_t package;	/* its number in the Marketplace; 0 not stated */
};

struct project_event {
	const char *name, *microflow;	/* qualified */
	bool enabled;
};

/* A document that the export takes over, by name. */
struct project_document {
	const char *kind;	/* "microflow", "entity" …: see project_kinds */
	const char *name;	/* qualified */
};

struct project {
	const char *name;	/* base name of the file */
	const char *sha256;	/* of the .mpr; in format 2 the hashes of all units are in it */
	const char *id;		/* as the metadata of a package has it */
	const char *version;	/* of Studio Pro */
	int64_t format;		/* 1: units in the database; 2: in files beside it */
	size_t units;
	size_t excluded;	/* documents that the export leaves out */
	struct vec modules;	/* struct project_module */
	struct vec events;	/* struct project_event, those left out not among them */
	struct vec documents;	/* struct project_document, likewise */
};

/* Kinds of documents that are compared, and what the model calls them; ends with NULL. */
struct project_kind {
	const char *kind, *type;
};
extern const struct project_kind project_kinds[];

/*
 * Reads a project, the files of its units included. Units that cannot be read, or are not what
 * the index says, make source mpr partial and leave a note. -1 with err that names the file: it
 * is no project at all.
 */
int project_read(struct project **out, const char *path, const struct limits *limits,
		 struct sources *sources, struct diags *diags, struct arena *arena,
		 struct err *err);
void project_release(struct project *p);	/* vectors; NULL is fine */

#endif
