/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model/metadata.json of Mendix 5 to 11. Unknown keys are ignored: each release adds some.
 * A byte-order mark is skipped, CR LF is fine.
 */
#ifndef FORMATS_METADATA_H
#define FORMATS_METADATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;
struct limits;

struct md_constant {
	const char *name;	/* Module.Constant */
	const char *type;	/* "String", "Integer", "Boolean", "Decimal", "DateTime" … */
	const char *value;	/* DefaultValue as text, "" when empty: nothing else has it */
	bool has_value;		/* false: key absent or null */
};

struct md_event {
	const char *name;	/* Module.Event */
	const char *description;
};

struct md_handler {
	const char *name;	/* "/ws/" */
	bool enabled;		/* DefaultEnabled */
	bool exact;		/* MatchExactly */
};

struct md_role {
	const char *id, *name;
	size_t manageable;
};

struct metadata {
	const char *runtime_version;	/* "" when absent; the rest NULL when absent */
	const char *project_id, *project_name, *model_version, *description;
	const char *admin_user, *admin_role;
	int64_t java_version;		/* 0 when absent */
	struct md_constant *constants;
	size_t constant_count;
	struct md_event *events;
	size_t event_count;
	struct md_handler *handlers;
	size_t handler_count;
	bool has_handlers;		/* the key exists (5.15 on) */
	struct md_role *roles;
	size_t role_count;
	const char **languages;
	size_t language_count;
	/* Configuration: the local database the package was made with */
	const char *source_database_type, *source_database_name;
	bool source_database_path;	/* SourceBuiltInDatabasePath is given (never its value) */
};

/*
 * Fills *out from the bytes of the file; strings live in the arena. -1 with err: not JSON, not
 * an object, or a wanted key of the wrong type (the message names it and its line).
 */
int metadata_read(struct metadata *out, const void *bytes, size_t len, const struct limits *limits,
		  struct arena *arena, struct err *err);

#endif
