/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of the kinds of settings files share. */
#ifndef FORMATS_SETTINGS_READ_H
#define FORMATS_SETTINGS_READ_H

#include "formats/settings.h"
#include "formats/tree.h"

struct settings_reader {
	struct settings *to;
	const char *file;
	const struct limits *limits;
	struct arena *arena;
	struct err *err;
};

/* Each reads a whole file of its kind. */
int settings_read_own(struct settings_reader *r, const struct tree *t);
int settings_read_deploy(struct settings_reader *r, const struct tree *t);
int settings_read_m2ee(struct settings_reader *r, const struct tree *t);
int settings_read_cloud_foundry(struct settings_reader *r, const struct tree *t);
int settings_read_listing(struct settings_reader *r, const char *text, size_t len);

/* True where a file is of that kind. */
bool settings_is_deploy(const struct tree *t);
bool settings_is_m2ee(const struct tree *t);
bool settings_is_cloud_foundry(const struct tree *t);
bool settings_is_listing(const char *text, size_t len);

void settings_give(struct settings_reader *r, enum settings_group group);
/* The group was spoken of, but not all of it is known. */
void settings_give_part(struct settings_reader *r, enum settings_group group, const char *why);

/*
 * Name and value of a group, which is given with it. Another value for a name that is there
 * already is an error that names both places; value NULL: only the name is known.
 */
int settings_put(struct settings_reader *r, enum settings_group group, const char *name,
		 const char *value, unsigned line);
/* The same, giving the item for what else it holds; NULL on error. */
struct setting *settings_item(struct settings_reader *r, enum settings_group group,
			      const char *name, const char *value, unsigned line);

/* A message "'FILE': line N: …"; returns -1. line 0 leaves it out. */
int settings_wrong(struct settings_reader *r, unsigned line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* A name out of a file as it may stand in a message. */
const char *settings_cite(struct settings_reader *r, const char *name);

/* An attribute of the environment in bytes: "2 GB", "512M"; `unit` for a bare number, 0: none. */
int settings_put_size(struct settings_reader *r, const char *name, const struct tree *t,
		      uint64_t unit);
/* A whole number above 0. */
int settings_put_count(struct settings_reader *r, const char *name, const struct tree *t);
/* The words of a switch, in any case: on, off, true, no, Enabled …; false if it is none. */
bool settings_switch(const char *word, bool *on);

/* All in one text: lists joined with ',', maps sorted, so that order does not count. */
const char *settings_text(struct settings_reader *r, const struct tree *t);

/* Who may pass a restriction, in words and without logins. */
const char *settings_access(struct settings_reader *r, const struct tree *t);

/* Events that are on: their names with commas between them. */
int settings_put_events(struct settings_reader *r, const char *names, unsigned line);

/*
 * What the project's own format knows; docs/settings.md and docs/settings.schema.json have the
 * same keys, which tests/unit/test_settings_manual.c checks. A kind is a definition of the schema.
 */
struct settings_key {
	const char *name, *kind;
};
const struct settings_key *settings_own_key(size_t i);	/* NULL behind the last */
extern const char *const settings_certificate_keys[];	/* ends with NULL */
extern const char *const settings_restriction_keys[];

/* Environment variables of an app on Cloud Foundry: each to the group that it sets. */
int settings_read_variables(struct settings_reader *r, const struct tree *map);
int settings_put_variable(struct settings_reader *r, const char *name, const struct tree *value);

#endif
