/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The project's own settings file, docs/settings.md. It is written by hand, so whatever it cannot
 * mean is an error with its line: an unknown key, a value of the wrong kind, a group left blank.
 */
#include <stdio.h>
#include <string.h>

#include "formats/settings_read.h"
#include "util/arena.h"
#include "util/text.h"

struct own_key;
typedef int own_reader(struct settings_reader *r, const struct own_key *k, const struct tree *t);

static own_reader read_word, read_count, read_size, read_status, read_values, read_switches,
	read_events, read_domains, read_certificates, read_restrictions, read_window;

struct own_key {
	struct settings_key key;
	own_reader *read;
	enum settings_group group;
	const char *attribute;
};

#define KEY(name, kind, group, attribute) \
	{ { name, #kind }, read_##kind, SETTINGS_##group, attribute }
static const struct own_key keys[] = {
	KEY("environment", word, ENVIRONMENT, "name"),
	KEY("plan", word, ENVIRONMENT, "plan"),
	KEY("region", word, ENVIRONMENT, "region"),
	KEY("url", word, ENVIRONMENT, "url"),
	KEY("instances", count, ENVIRONMENT, "instances"),
	KEY("memory", size, ENVIRONMENT, "memory"),
	KEY("heap", size, ENVIRONMENT, "heap"),
	KEY("database-memory", size, ENVIRONMENT, "database-memory"),
	KEY("database-storage", size, ENVIRONMENT, "database-storage"),
	KEY("database-size", size, ENVIRONMENT, "database-size"),
	KEY("file-storage", size, ENVIRONMENT, "file-storage"),
	KEY("file-size", size, ENVIRONMENT, "file-size"),
	KEY("mendix-version", word, ENVIRONMENT, "mendix-version"),
	KEY("model-version", word, ENVIRONMENT, "model-version"),
	KEY("status", status, ENVIRONMENT, "status"),
	KEY("constants", values, CONSTANTS, NULL),
	KEY("runtime-settings", values, SETTINGS, NULL),
	KEY("scheduled-events", events, EVENTS, NULL),
	KEY("request-handlers", switches, HANDLERS, NULL),
	KEY("domains", domains, DOMAINS, NULL),
	KEY("certificates", certificates, CERTIFICATES, NULL),
	KEY("headers", values, HEADERS, NULL),
	KEY("path-restrictions", restrictions, RESTRICTIONS, NULL),
	KEY("environment-variables", values, VARIABLES, NULL),
	KEY("log-levels", values, LOG_LEVELS, NULL),
	KEY("maintenance-window", window, MAINTENANCE, NULL),
};
#undef KEY

const char *const settings_certificate_keys[] = { "kind", "name", "expires", NULL };
const char *const settings_restriction_keys[] = { "ipfilter", "basic_auth", "client_cert",
						  "issuer_dn", "satisfy", NULL };

enum { KEY_COUNT = sizeof(keys) / sizeof(keys[0]) };

static int wrong_kind(struct settings_reader *r, const char *name, const struct tree *t,
		      const char *wanted)
{
	return settings_wrong(r, t->line, "'%s' has to be %s, is %s", settings_cite(r, name),
			      wanted, tree_kind_name(t->kind));
}

static int read_word(struct settings_reader *r, const struct own_key *k, const struct tree *t)
{
	if (!tree_is_single(t))
		return wrong_kind(r, k->key.name, t, "a text");
	return settings_put(r, k->group, k->attribute, t->text, t->line);
}

static int read_count(struct settings_reader *r, const struct own_key *k, const struct tree *t)
{
	return settings_put_count(r, k->attribute, t);
}

static int read_size(struct settings_reader *r, const struct own_key *k, const struct tree *t)
{
	return settings_put_size(r, k->attribute, t, 0);
}

static int read_status(struct settings_reader *r, const struct own_key *k, const struct tree *t)
{
	if (!text_is_word("empty|stopped|running", t->text))
		return settings_wrong(r, t->line, "'%s' has to be empty, stopped or running",
				      k->key.name);
	return settings_put(r, k->group, k->attribute, t->text, t->line);
}

/* Nothing is set, and that is known. */
static bool is_none(const struct tree *t)
{
	return (t->kind == TREE_TEXT && strcmp(t->text, "none") == 0) ||
	       (t->kind == TREE_LIST && t->count == 0);
}

/* The group is given; what it holds has to be a map, or `none`. */
static int open_map(struct settings_reader *r, const struct own_key *k, const struct tree *t)
{
	if (t->kind == TREE_NULL)
		return settings_wrong(r, t->line, "'%s' is left blank; write none where nothing "
				      "is set, or leave the key out", k->key.name);
	if (t->kind != TREE_MAP && !is_none(t))
		return wrong_kind(r, k->key.name, t, "a map of names and values, or none");
	settings_give(r, k->group);
	return 0;
}

static int read_values(struct settings_reader *r, const struct own_key *k, const struct tree *t)
{
	if (open_map(r, k, t) != 0)
		return -1;
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (!tree_is_single(c) && c->kind != TREE_NULL)
			return wrong_kind(r, c->key, c, "a single value");
		if (settings_put(r, k->group, c->key, c->text, c->line) != 0)
			return -1;
	}
	return 0;
}

/* Names with on and off. */
static int read_switches(struct settings_reader *r, const struct own_key *k,
			 const struct tree *t)
{
	bool on = false;

	if (open_map(r, k, t) != 0)
		return -1;
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (!settings_switch(c->text, &on))
			return settings_wrong(r, c->line, "'%s' has to be on or off",
					      settings_cite(r, c->key));
		if (settings_put(r, k->group, c->key, on ? "yes" : "no", c->line) != 0)
			return -1;
	}
	return 0;
}

/* The same, or `all` and `none` for every event there is. */
static int read_events(struct settings_reader *r, const struct own_key *k, const struct tree *t)
{
	if (t->kind != TREE_TEXT || !text_is_word("all|none", t->text))
		return read_switches(r, k, t);
	return settings_put(r, k->group, SETTINGS_OTHERS,
			    strcmp(t->text, "all") == 0 ? "yes" : "no", t->line);
}

static int read_domains(struct settings_reader *r, const struct own_key *k, const struct tree *t)
{
	if (t->kind != TREE_LIST && !is_none(t))
		return wrong_kind(r, k->key.name, t, "a list of domains, or none");
	settings_give(r, k->group);
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (c->kind != TREE_TEXT)
			return wrong_kind(r, k->key.name, c, "a list of domains");
		if (settings_put(r, k->group, c->text, NULL, c->line) != 0)
			return -1;
	}
	return 0;
}

/* Where it stands in a list that ends with NULL; the place of that NULL where it is not there. */
static size_t index_of(const char *key, const char *const *known)
{
	size_t i = 0;

	while (known[i] != NULL && strcmp(known[i], key) != 0)
		i++;
	return i;
}

static int unknown_key(struct settings_reader *r, const struct tree *t, const char *const *known)
{
	const char *near = text_nearest(t->key, known);
	const char *cited = settings_cite(r, t->key);

	if (near == NULL)
		return settings_wrong(r, t->line, "unknown key '%s'", cited);
	return settings_wrong(r, t->line, "unknown key '%s'; did you mean '%s'?", cited, near);
}

static int read_certificate(struct settings_reader *r, const struct tree *t)
{
	const char *kind = tree_text(t, "kind"), *name = tree_text(t, "name");
	const struct tree *expires = tree_get(t, "expires");

	if (t->kind != TREE_MAP)
		return wrong_kind(r, "certificates", t, "a list of maps");
	for (const struct tree *c = t->first; c != NULL; c = c->next)
		if (settings_certificate_keys[index_of(c->key, settings_certificate_keys)] == NULL)
			return unknown_key(r, c, settings_certificate_keys);
	if (kind == NULL || !text_is_word("client|authority|domain", kind))
		return settings_wrong(r, t->line, "'kind' has to be client, authority or domain");
	if (name == NULL)
		return settings_wrong(r, t->line, "a certificate needs a 'name'");
	if (expires != NULL && !text_is_day(expires->text))
		return settings_wrong(r, expires->line, "'expires' has to be a day as YYYY-MM-DD");
	return settings_put(r, SETTINGS_CERTIFICATES,
			    arena_printf(r->arena, "%s %s", kind, name),
			    expires == NULL ? NULL : expires->text, t->line);
}

static int read_certificates(struct settings_reader *r, const struct own_key *k,
			     const struct tree *t)
{
	if (t->kind != TREE_LIST && !is_none(t))
		return wrong_kind(r, k->key.name, t, "a list, or none");
	settings_give(r, k->group);
	for (const struct tree *c = t->first; c != NULL; c = c->next)
		if (read_certificate(r, c) != 0)
			return -1;
	return 0;
}

static int check_restriction_map(struct settings_reader *r, const struct tree *t)
{
	static const enum tree_kind kinds[] = { TREE_LIST, TREE_MAP, TREE_BOOL, TREE_TEXT,
						TREE_TEXT };

	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		size_t i = index_of(c->key, settings_restriction_keys);

		if (settings_restriction_keys[i] == NULL)
			return unknown_key(r, c, settings_restriction_keys);
		if (c->kind != kinds[i])
			return wrong_kind(r, c->key, c, tree_kind_name(kinds[i]));
	}
	return 0;
}

static int check_restriction(struct settings_reader *r, const struct tree *t)
{
	if (t->kind == TREE_MAP)
		return check_restriction_map(r, t);
	if (t->kind != TREE_LIST && t->kind != TREE_TEXT)
		return wrong_kind(r, t->key, t, "who may pass");
	for (const struct tree *c = t->first; c != NULL; c = c->next)
		if (c->kind != TREE_TEXT)
			return wrong_kind(r, t->key, c, "a list of addresses");
	return 0;
}

static int read_restrictions(struct settings_reader *r, const struct own_key *k,
			     const struct tree *t)
{
	if (open_map(r, k, t) != 0)
		return -1;
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		struct setting *s;

		if (check_restriction(r, c) != 0)
			return -1;
		s = settings_item(r, k->group, c->key, settings_text(r, c), c->line);
		if (s == NULL)
			return -1;
		s->shown = settings_access(r, c);
	}
	return 0;
}

static int read_window(struct settings_reader *r, const struct own_key *k, const struct tree *t)
{
	if (!tree_is_single(t))
		return wrong_kind(r, k->key.name, t, "a day and time, or none");
	settings_give(r, k->group);
	if (is_none(t))
		return 0;
	return settings_put(r, k->group, "window", t->text, t->line);
}

static const struct own_key *find_key(const char *name)
{
	for (size_t i = 0; i < KEY_COUNT; i++)
		if (strcmp(keys[i].key.name, name) == 0)
			return &keys[i];
	return NULL;
}

const struct settings_key *settings_own_key(size_t i)
{
	return i < KEY_COUNT ? &keys[i].key : NULL;
}

int settings_read_own(struct settings_reader *r, const struct tree *t)
{
	const char *known[KEY_COUNT + 1];

	for (size_t i = 0; i < KEY_COUNT; i++)
		known[i] = keys[i].key.name;
	known[KEY_COUNT] = NULL;
	if (t->count == 0)
		return settings_wrong(r, 0, "holds no settings");
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		const struct own_key *k = find_key(c->key);

		if (k == NULL)
			return unknown_key(r, c, known);
		if (k->read(r, k, c) != 0)
			return -1;
	}
	return 0;
}
