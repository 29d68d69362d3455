/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The m2ee.yaml that m2ee-tools starts an app by: section mxruntime is what the runtime is told,
 * section m2ee how its Java process is started. A file it includes was not given, so what
 * might stand there is known in part only.
 */
#include <stdio.h>
#include <string.h>

#include "formats/settings_read.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/text.h"

bool settings_is_m2ee(const struct tree *t)
{
	return tree_get(t, "mxruntime") != NULL || tree_get(t, "m2ee") != NULL ||
	       tree_get(t, "mxnode") != NULL;
}

static int wrong_kind(struct settings_reader *r, const struct tree *t, const char *wanted)
{
	return settings_wrong(r, t->line, "'%s' has to be %s, is %s", t->key, wanted,
			      tree_kind_name(t->kind));
}

static int read_constants(struct settings_reader *r, const struct tree *t)
{
	if (t != NULL && t->kind != TREE_MAP && t->kind != TREE_NULL)
		return wrong_kind(r, t, "a map");
	settings_give(r, SETTINGS_CONSTANTS);
	for (const struct tree *c = t == NULL ? NULL : t->first; c != NULL; c = c->next)
		if (settings_put(r, SETTINGS_CONSTANTS, c->key, settings_text(r, c),
				 c->line) != 0)
			return -1;
	return 0;
}

static int put_events(struct settings_reader *r, const struct tree *list)
{
	if (tree_is_single(list))
		return settings_put_events(r, list->text, list->line);
	for (const struct tree *c = list->first; c != NULL; c = c->next) {
		if (list->kind != TREE_LIST || c->kind != TREE_TEXT)
			return wrong_kind(r, list, "names of events");
		if (settings_put(r, SETTINGS_EVENTS, c->text, "yes", c->line) != 0)
			return -1;
	}
	return 0;
}

/* Without a word the runtime runs no event. */
static int read_events(struct settings_reader *r, const struct tree *t)
{
	const struct tree *how = tree_get(t, "ScheduledEventExecution");
	const struct tree *list = tree_get(t, "MyScheduledEvents");
	const char *word = how == NULL || how->kind == TREE_NULL ? "NONE" : how->text;
	bool all = strcmp(word, "ALL") == 0;

	if (!text_is_word("ALL|NONE|SPECIFIED", word))
		return settings_wrong(r, how->line, "'%s' has to be ALL, NONE or SPECIFIED",
				      how->key);
	if (settings_put(r, SETTINGS_EVENTS, SETTINGS_OTHERS, all ? "yes" : "no",
			 how == NULL ? t->line : how->line) != 0)
		return -1;
	return list == NULL || strcmp(word, "SPECIFIED") != 0 ? 0 : put_events(r, list);
}

static int read_runtime(struct settings_reader *r, const struct tree *t)
{
	if (t->kind != TREE_MAP)
		return t->kind == TREE_NULL ? 0 : wrong_kind(r, t, "a map");
	settings_give(r, SETTINGS_SETTINGS);
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (text_is_word("MicroflowConstants|ScheduledEventExecution|MyScheduledEvents",
				 c->key))
			continue;
		if (settings_put(r, SETTINGS_SETTINGS, c->key, settings_text(r, c), c->line) != 0)
			return -1;
	}
	if (read_constants(r, tree_get(t, "MicroflowConstants")) != 0)
		return -1;
	return read_events(r, t);
}

/* Levels that are set for one log node each; they hold for every subscriber. */
static int read_logging(struct settings_reader *r, const struct tree *t)
{
	if (t == NULL || t->kind == TREE_NULL)
		return 0;
	if (t->kind != TREE_LIST)
		return wrong_kind(r, t, "a list");
	settings_give(r, SETTINGS_LOG_LEVELS);
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		const struct tree *levels = tree_get(c, "loglevel");

		if (levels == NULL || levels->kind != TREE_MAP)
			continue;
		for (const struct tree *l = levels->first; l != NULL; l = l->next)
			if (settings_find(r->to, SETTINGS_LOG_LEVELS, l->key) == NULL)
				settings_put(r, SETTINGS_LOG_LEVELS, l->key, l->text, l->line);
	}
	return 0;
}

/* What everybody sets, and no part of an app rests on. */
static bool is_usual_option(const char *option)
{
	return !text_starts(option, "-D") || text_starts(option, "-Dfile.encoding=") ||
	       text_starts(option, "-Djava.io.tmpdir=");
}

static int read_options(struct settings_reader *r, const struct tree *t)
{
	CLEANUP(buf_release) struct buf own = { .max = 1 << 16 };

	if (t != NULL && t->kind != TREE_LIST && t->kind != TREE_NULL)
		return wrong_kind(r, t, "a list");
	for (const struct tree *c = t == NULL ? NULL : t->first; c != NULL; c = c->next) {
		struct tree heap = { .kind = TREE_TEXT, .line = c->line };

		if (text_starts(c->text, "-Xmx")) {
			heap.text = c->text + 4;
			if (settings_put_size(r, "heap", &heap, 1) != 0)
				return -1;
		} else if (c->kind == TREE_TEXT && !is_usual_option(c->text)) {
			buf_printf(&own, "%s%s", own.len > 0 ? " " : "", c->text);
		}
	}
	if (own.len == 0)
		return 0;
	return settings_put(r, SETTINGS_VARIABLES, "JAVA_OPTS", buf_text(&own), t->line);
}

static int read_process(struct settings_reader *r, const struct tree *t)
{
	const struct tree *variables = tree_get(t, "custom_environment");

	if (t->kind != TREE_MAP)
		return t->kind == TREE_NULL ? 0 : wrong_kind(r, t, "a map");
	if (variables != NULL && variables->kind != TREE_MAP && variables->kind != TREE_NULL)
		return wrong_kind(r, variables, "a map");
	settings_give(r, SETTINGS_ENVIRONMENT);
	settings_give(r, SETTINGS_VARIABLES);
	for (const struct tree *c = variables == NULL ? NULL : variables->first; c != NULL;
	     c = c->next)
		if (settings_put(r, SETTINGS_VARIABLES, c->key, settings_text(r, c),
				 c->line) != 0)
			return -1;
	return read_options(r, tree_get(t, "javaopts"));
}

int settings_read_m2ee(struct settings_reader *r, const struct tree *t)
{
	static const enum settings_group told[] = {
		SETTINGS_SETTINGS, SETTINGS_CONSTANTS, SETTINGS_EVENTS, SETTINGS_VARIABLES,
		SETTINGS_LOG_LEVELS,
	};
	const struct tree *include = tree_get(t, "include");

	if (tree_get(t, "mxruntime") != NULL && read_runtime(r, tree_get(t, "mxruntime")) != 0)
		return -1;
	if (tree_get(t, "m2ee") != NULL && read_process(r, tree_get(t, "m2ee")) != 0)
		return -1;
	if (read_logging(r, tree_get(t, "logging")) != 0)
		return -1;
	if (include == NULL || include->kind == TREE_NULL)
		return 0;
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		settings_give_part(r, told[i], "includes other files; give them too, without "
				   "that line");
	return 0;
}
