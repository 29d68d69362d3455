/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers of the Deploy API as they come: the settings of an environment (API 1), environments
 * and apps (API 1 and 4), and what a scale call gives. Other programs made them: keys nobody knows
 * are passed over, numbers may stand as texts and values may be null.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "formats/settings_read.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/text.h"

static bool has_any(const struct tree *t, const char *const *names)
{
	for (; *names != NULL; names++)
		if (tree_get(t, *names) != NULL)
			return true;
	return false;
}

static bool is_settings(const struct tree *t)
{
	static const char *const names[] = { "Constants", "CustomSettings", "ScheduledEvents",
					     NULL };

	return has_any(t, names);
}

static bool is_environment(const struct tree *t)
{
	static const char *const names[] = { "EnvironmentId", "Mode", "MendixVersion",
					     "RuntimeLayer", "isProduction", "planName", NULL };

	return has_any(t, names);
}

static bool is_app(const struct tree *t)
{
	return tree_get(t, "licenseType") != NULL ||
	       (tree_get(t, "region") != NULL && tree_get(t, "subdomain") != NULL);
}

static bool is_scale(const struct tree *t)
{
	return tree_get(t, "Instances") != NULL && tree_get(t, "MemoryPerInstance") != NULL;
}

bool settings_is_deploy(const struct tree *t)
{
	if (t->kind == TREE_LIST)
		return t->first != NULL && is_environment(t->first);
	return is_settings(t) || is_environment(t) || is_app(t) || is_scale(t) ||
	       tree_get(t, "environments") != NULL || tree_get(t, "apps") != NULL;
}

/* The text of a member, NULL where there is none or it is null. */
static const char *value_of(struct settings_reader *r, const struct tree *t, const char *key)
{
	const struct tree *value = tree_get(t, key);

	return value == NULL || value->kind == TREE_NULL ? NULL : settings_text(r, value);
}

/* One constant or setting of a list; one without any value is not set. */
static int put_named(struct settings_reader *r, enum settings_group group, const struct tree *t)
{
	const char *name = tree_text(t, "Name"), *value = value_of(r, t, "Value");
	const char *deployed = value_of(r, t, "DeployedValue");
	struct setting *s;

	if (name == NULL)
		return settings_wrong(r, t->line, "an item without a 'Name'");
	if (value == NULL && deployed == NULL)
		return 0;
	s = settings_item(r, group, name, value == NULL ? deployed : value, t->line);
	if (s == NULL)
		return -1;
	if (value != NULL && deployed != NULL)
		s->deployed = deployed;
	return 0;
}

static int put_switch(struct settings_reader *r, const char *name, const char *value,
		      unsigned line)
{
	bool on;

	if (value != NULL && settings_switch(value, &on))
		return settings_put(r, SETTINGS_EVENTS, name, on ? "yes" : "no", line);
	settings_give_part(r, SETTINGS_EVENTS, "does not say for each event whether it is on");
	return 0;
}

static int put_event(struct settings_reader *r, const struct tree *t)
{
	const char *name = tree_text(t, "Name"), *value = tree_text(t, "Value");

	if (name == NULL)
		return settings_wrong(r, t->line, "an item without a 'Name'");
	return put_switch(r, name, value == NULL ? tree_text(t, "DeployedValue") : value, t->line);
}

/* A member of a group that is a map; null is not set. */
static int put_member(struct settings_reader *r, enum settings_group group, const struct tree *t)
{
	if (group == SETTINGS_EVENTS)
		return put_switch(r, t->key, t->text, t->line);
	return t->kind == TREE_NULL ? 0 :
	       settings_put(r, group, t->key, settings_text(r, t), t->line);
}

static int put_item(struct settings_reader *r, enum settings_group group, const struct tree *t)
{
	if (t->kind != TREE_MAP)
		return settings_wrong(r, t->line, "an item that is no object");
	return group == SETTINGS_EVENTS ? put_event(r, t) : put_named(r, group, t);
}

/* A list of items with names, or a map of names and values; null tells nothing of the group. */
static int read_group(struct settings_reader *r, enum settings_group group,
		      const struct tree *t)
{
	if (t == NULL || t->kind == TREE_NULL)
		return 0;
	if (t->kind != TREE_LIST && t->kind != TREE_MAP)
		return settings_wrong(r, t->line, "'%s' has to be a list, is %s", t->key,
				      tree_kind_name(t->kind));
	settings_give(r, group);
	for (const struct tree *c = t->first; c != NULL; c = c->next)
		if ((t->kind == TREE_LIST ? put_item(r, group, c)
					  : put_member(r, group, c)) != 0)
			return -1;
	return 0;
}

static int read_settings(struct settings_reader *r, const struct tree *t)
{
	if (read_group(r, SETTINGS_CONSTANTS, tree_get(t, "Constants")) != 0 ||
	    read_group(r, SETTINGS_SETTINGS, tree_get(t, "CustomSettings")) != 0)
		return -1;
	return read_group(r, SETTINGS_EVENTS, tree_get(t, "ScheduledEvents"));
}

static int put_word(struct settings_reader *r, const char *attribute, const struct tree *t,
		    const char *key)
{
	const char *value = tree_text(t, key);

	if (value == NULL || value[0] == '\0')
		return 0;
	return settings_put(r, SETTINGS_ENVIRONMENT, attribute, value, tree_get(t, key)->line);
}

static int put_status(struct settings_reader *r, const struct tree *t)
{
	const char *word = tree_text(t, "Status");
	const char *known = NULL;

	if (word == NULL)
		word = tree_text(t, "state");
	if (word == NULL)
		return 0;
	if (strcasecmp(word, "running") == 0)
		known = "running";
	else if (strcasecmp(word, "stopped") == 0)
		known = "stopped";
	else if (strcasecmp(word, "empty") == 0 || strcasecmp(word, "notdeployed") == 0)
		known = "empty";
	return known == NULL ? 0 : settings_put(r, SETTINGS_ENVIRONMENT, "status", known, t->line);
}

static int read_scale(struct settings_reader *r, const struct tree *t)
{
	const struct tree *memory = tree_get(t, "MemoryPerInstance");

	if (tree_get(t, "Instances") != NULL &&
	    settings_put_count(r, "instances", tree_get(t, "Instances")) != 0)
		return -1;
	return memory == NULL ? 0 : settings_put_size(r, "memory", memory, 1 << 20);
}

static int read_environment(struct settings_reader *r, const struct tree *t)
{
	static const char *const words[][2] = {
		{ "name", "Mode" }, { "name", "name" }, { "url", "Url" }, { "url", "url" },
		{ "model-version", "ModelVersion" }, { "mendix-version", "MendixVersion" },
		{ "plan", "planName" },
	};
	const struct tree *package = tree_get(t, "package");

	settings_give(r, SETTINGS_ENVIRONMENT);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (put_word(r, words[i][0], t, words[i][1]) != 0)
			return -1;
	if (put_word(r, "model-version", package, "modelVersion") != 0 ||
	    put_word(r, "mendix-version", package, "runtimeVersion") != 0 ||
	    put_status(r, t) != 0)
		return -1;
	return read_scale(r, t);
}

static const char *name_of(const struct tree *t)
{
	const char *name = tree_text(t, "Mode");

	return name != NULL ? name : tree_text(t, "name");
}

static bool is_production(const struct tree *t)
{
	const char *name = name_of(t), *word = tree_text(t, "isProduction");
	bool on;

	if (word == NULL)
		word = tree_text(t, "Production");
	if (word != NULL && settings_switch(word, &on))
		return on;
	return name != NULL && strcasecmp(name, "production") == 0;
}

/* "Production, Acceptance, Test" */
static const char *list_names(struct settings_reader *r, const struct tree *list)
{
	CLEANUP(buf_release) struct buf out = { .max = 400 };

	for (const struct tree *c = list->first; c != NULL; c = c->next)
		if (name_of(c) != NULL)
			buf_printf(&out, "%s%s", out.len > 0 ? ", " : "",
				   settings_cite(r, name_of(c)));
	return arena_text(r->arena, buf_text(&out));
}

/* The environment that is wanted; the only one, or the one for production. */
static int choose(struct settings_reader *r, const struct tree *list)
{
	const char *wanted = r->to->environment;
	const struct tree *found = NULL;
	size_t count = 0;

	for (const struct tree *c = list->first; c != NULL; c = c->next) {
		const char *name = name_of(c);
		bool fits = wanted != NULL ? name != NULL && strcasecmp(name, wanted) == 0
					   : is_production(c) || list->count == 1;

		count += fits;
		found = fits ? c : found;
	}
	if (count == 1)
		return read_environment(r, found);
	if (list->count == 0)
		return settings_wrong(r, 0, "lists no environment");
	if (wanted != NULL)
		return settings_wrong(r, 0, "--environment: no '%s' among %s",
				      settings_cite(r, wanted), list_names(r, list));
	return settings_wrong(r, 0, "lists %zu environments, %s; --environment names one",
			      list->count, list_names(r, list));
}

static int read_app(struct settings_reader *r, const struct tree *t)
{
	settings_give(r, SETTINGS_ENVIRONMENT);
	return put_word(r, "region", t, "region");
}

int settings_read_deploy(struct settings_reader *r, const struct tree *t)
{
	const struct tree *list = tree_get(t, "environments"), *apps = tree_get(t, "apps");

	if (t->kind == TREE_LIST)
		return choose(r, t);
	if (list != NULL && list->kind == TREE_LIST)
		return choose(r, list);
	if (apps != NULL && apps->count == 1)
		return read_app(r, apps->first);
	if (apps != NULL)
		return settings_wrong(r, 0, "lists %zu apps; one is wanted", apps->count);
	if (is_settings(t))
		return read_settings(r, t);
	if (is_environment(t))
		return read_environment(r, t);
	if (is_scale(t)) {
		settings_give(r, SETTINGS_ENVIRONMENT);
		return read_scale(r, t);
	}
	return read_app(r, t);
}
