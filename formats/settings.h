/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is set for one environment, gathered from the files that were given for it. Each file is
 * of one kind, told by its content: an answer of the Deploy API, the m2ee.yaml of a node, a Cloud
 * Foundry environment, or the project's own YAML (docs/settings.md). Groups come from
 * core/settings.def; a group is given when some file spoke of it, be it to say that it is empty.
 *
 * Values are here as they are, secrets too: they are compared, and whoever shows one asks
 * analyzers/shown.h first. No message of the reader holds a value.
 */
#ifndef FORMATS_SETTINGS_H
#define FORMATS_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/map.h"
#include "util/vec.h"

struct arena;
struct err;
struct limits;

enum settings_group {
#define GROUP(symbol, name, what, plural) SETTINGS_##symbol,
#include "core/settings.def"
#undef GROUP
	SETTINGS_GROUPS
};

/* Events whose state follows from a word for all of them stand under this name. */
#define SETTINGS_OTHERS "*"

struct setting {
	const char *name;	/* of a certificate "client NAME"; of a header as written */
	const char *value;	/* "yes" or "no" of a switch; canonical where it has structure */
	const char *shown;	/* restriction: who may pass, without logins; else NULL */
	const char *deployed;	/* what runs now, where a file tells it beside the value */
	const char *file;	/* where it stands */
	unsigned line;
	bool flat;		/* a constant that has '_' for the dot, or for any other */
};

struct setting_list {
	bool given;
	const char *partial;	/* why some of it is not known, NULL when all is */
	struct vec items;	/* struct setting, by name */
	struct map by_name;
};

struct settings {
	struct arena *arena;
	const char *environment;	/* which one of several a file lists; NULL: production */
	struct setting_list groups[SETTINGS_GROUPS];
};

/* environment may be NULL. */
void settings_init(struct settings *s, struct arena *arena, const char *environment);
void settings_release(struct settings *s);

/* Adds what a file says. -1 with err, which names the file and where it can the line. */
int settings_read(struct settings *s, const char *file, const char *bytes, size_t len,
		  const struct limits *limits, struct err *err);

/*
 * Gives constants that were written with '_' for the dot their names in the model, where one
 * fits; names are those of the model.
 */
void settings_resolve(struct settings *s, const char *const *names, size_t count);

/* After the last file: items of each group in the order of names. */
void settings_sort(struct settings *s);

const struct setting *settings_find(const struct settings *s, enum settings_group group,
				    const char *name);	/* NULL: not set */
/* The value of an attribute of the environment, NULL where no file states it. */
const char *settings_of(const struct settings *s, const char *attribute);
bool settings_any(const struct settings *s);	/* some group was given */
const char *settings_group_name(enum settings_group group);	/* "constants" … */
/* Two values that mean the same: case of a Boolean does not count. */
bool settings_same(const char *a, const char *b);

#endif
