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
	read_domains, read_certificates, read_restrictions, read_window;

static const struct own_key {
	const char *name;
	own_reader *read;
	enum settings_group group;
	const char *attribute;
} keys[] = {
	{ "environment", read_word, SETTINGS_ENVIRONMENT, "name" },
	{ "plan", read_word, SETTINGS_ENVIRONMENT, "plan" },
	{ "region", read_word, SETTINGS_ENVIRONMENT, "region" },
	{ "url", read_word, SETTINGS_ENVIRONMENT, "url" },
	{ "instances", read_count, SETTINGS_ENVIRONMENT, "instances" },
	{ "memory", read_size, SETTINGS_ENVIRONMENT, "memory" },
	{ "heap", read_size, SETTINGS_ENVIRONMENT, "heap" },
	{ "database-memory", read_size, SETTINGS_ENVIRONMENT, "database-memory" },
	{ "database-storage", read_size, SETTINGS_ENVIRONMENT, "database-storage" },
	{ "database-size", read_size, SETTINGS_ENVIRONMENT, "database-size" },
	{ "file-storage", read_size, SETTINGS_ENVIRONMENT, "file-storage" },
	{ "file-size", read_size, SETTINGS_ENVIRONMENT, "file-size" },
	{ "mendix-version", read_word, SETTINGS_ENVIRONMENT, "mendix-version" },
	{ "model-version", read_word, SETTINGS_ENVIRONMENT, "model-version" },
	{ "status", read_status, SETTINGS_ENVIRONMENT, "status" },
	{ "constants", read_values, SETTINGS_CONSTANTS, NULL },
	{ "runtime-settings", read_values, SETTINGS_SETTINGS, NULL },
	{ "scheduled-events", read_switches, SETTINGS_EVENTS, NULL },
	{ "request-handlers", read_switches, SETTINGS_HANDLERS, NULL },
	{ "domains", read_domains, SETTINGS_DOMAINS, NULL },
	{ "certificates", read_certificates, SETTINGS_CERTIFICATES, NULL },
	{ "headers", read_values, SETTINGS_HEADERS, NULL },
	{ "path-restrictions", read_restrictions, SETTINGS_RESTRICTIONS, NULL },
	{ "environment-variables", read_values, SETTINGS_VARIABLES, NULL },
	{ "log-levels", read_values, SETTINGS_LOG_LEVELS, NULL },
	{ "maintenance-window", read_window, SETTINGS_MAINTENANCE, NULL },
};

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
		return wrong_kind(r, k->name, t, "a text");
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
				      k->name);
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
				      "is set, or leave the key out", k->name);
	if (t->kind != TREE_MAP && !is_none(t))
		return wrong_kind(r, k->name, t, "a map of names and values, or none");
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

/* Names with on and off; `all` and `none` for every event there is. */
static int read_switches(struct settings_reader *r, const struct own_key *k,
			 const struct tree *t)
{
	bool on = false;

	if (k->group == SETTINGS_EVENTS && t->kind == TREE_TEXT &&
	    text_is_word("all|none", t->text))
		return settings_put(r, k->group, SETTINGS_OTHERS,
				    strcmp(t->text, "all") == 0 ? "yes" : "no", t->line);
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

static int read_domains(struct settings_reader *r, const struct own_key *k, const struct tree *t)
{
	if (t->kind != TREE_LIST && !is_none(t))
		return wrong_kind(r, k->name, t, "a list of domains, or none");
	settings_give(r, k->group);
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (c->kind != TREE_TEXT)
			return wrong_kind(r, k->name, c, "a list of domains");
		if (settings_put(r, k->group, c->text, NULL, c->line) != 0)
			return -1;
	}
	return 0;
}

static bool is_one_of(const char *key, const char *const *known)
{
	while (*known != NULL && strcmp(*known, key) != 0)
		known++;
	return *known != NULL;
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
	static const char *const known[] = { "kind", "name", "expires", NULL };
	const char *kind = tree_text(t, "kind"), *name = tree_text(t, "name");
	const char *expires = tree_text(t, "expires");

	if (t->kind != TREE_MAP)
		return wrong_kind(r, "certificates", t, "a list of maps");
	for (const struct tree *c = t->first; c != NULL; c = c->next)
		if (!is_one_of(c->key, known))
			return unknown_key(r, c, known);
	if (kind == NULL || !text_is_word("client|authority|domain", kind))
		return settings_wrong(r, t->line, "'kind' has to be client, authority or domain");
	if (name == NULL)
		return settings_wrong(r, t->line, "a certificate needs a 'name'");
	if (expires != NULL && !text_is_day(expires))
		return settings_wrong(r, tree_get(t, "expires")->line,
				      "'expires' has to be a day as YYYY-MM-DD");
	return settings_put(r, SETTINGS_CERTIFICATES,
			    arena_printf(r->arena, "%s %s", kind, name), expires, t->line);
}

static int read_certificates(struct settings_reader *r, const struct own_key *k,
			     const struct tree *t)
{
	if (t->kind != TREE_LIST && !is_none(t))
		return wrong_kind(r, k->name, t, "a list, or none");
	settings_give(r, k->group);
	for (const struct tree *c = t->first; c != NULL; c = c->next)
		if (read_certificate(r, c) != 0)
			return -1;
	return 0;
}

static int check_restriction(struct settings_reader *r, const struct tree *t)
{
	static const char *const known[] = {
		"ipfilter", "basic_auth", "client_cert", "issuer_dn", "satisfy", NULL
	};

	if (t->kind == TREE_NULL)
		return wrong_kind(r, t->key, t, "who may pass");
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (t->kind == TREE_MAP && !is_one_of(c->key, known))
			return unknown_key(r, c, known);
		if (t->kind == TREE_LIST && c->kind != TREE_TEXT)
			return wrong_kind(r, t->key, c, "a list of addresses");
	}
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
		return wrong_kind(r, k->name, t, "a day and time, or none");
	settings_give(r, k->group);
	if (is_none(t))
		return 0;
	return settings_put(r, k->group, "window", t->text, t->line);
}

static const struct own_key *find_key(const char *name)
{
	for (size_t i = 0; i < KEY_COUNT; i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

int settings_read_own(struct settings_reader *r, const struct tree *t)
{
	const char *known[KEY_COUNT + 1];

	for (size_t i = 0; i < KEY_COUNT; i++)
		known[i] = keys[i].name;
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
