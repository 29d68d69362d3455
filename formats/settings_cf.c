/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The environment of an app on Cloud Foundry: what `cf env` prints, the same as JSON, a manifest,
 * or lines NAME=value. The Mendix buildpack takes all it needs from environment variables, each
 * of which sets something of one group. Bound services are passed over: they hold logins only.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/limits.h"
#include "formats/settings_read.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

enum { LISTING_MAX = 1 << 26, NAME_MAX = 256 };

static const char *const wrappers[] = {
	"environment_json", "environment_variables", "var", "system_env_json",
	"application_env_json", NULL,
};

/* A map of variables as the buildpack knows them, and nothing else in it. */
static bool is_variables(const struct tree *t)
{
	bool known = false;

	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (c->key == NULL || c->key[0] == '\0' || strpbrk(c->key, " -/") != NULL)
			return false;
		known |= text_starts(c->key, "MXRUNTIME_") || text_starts(c->key, "MX_") ||
			 text_starts(c->key, "VCAP_") ||
			 text_is_word("CONSTANTS|SCHEDULED_EVENTS|CUSTOM_RUNTIME_SETTINGS|"
				      "HTTP_RESPONSE_HEADERS|ACCESS_RESTRICTIONS", c->key);
	}
	return known;
}

bool settings_is_cloud_foundry(const struct tree *t)
{
	for (size_t i = 0; wrappers[i] != NULL; i++)
		if (tree_get(t, wrappers[i]) != NULL)
			return true;
	return tree_get(t, "applications") != NULL || (t->kind == TREE_MAP && is_variables(t));
}

/* The buildpack's groups are known when all variables are. */
static int give_all(struct settings_reader *r, bool events)
{
	static const enum settings_group told[] = {
		SETTINGS_SETTINGS, SETTINGS_CONSTANTS, SETTINGS_EVENTS, SETTINGS_HEADERS,
		SETTINGS_RESTRICTIONS, SETTINGS_VARIABLES, SETTINGS_LOG_LEVELS,
		SETTINGS_CERTIFICATES,
	};

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		settings_give(r, told[i]);
	/* Without a word the buildpack switches every event on. */
	return events ? 0 : settings_put(r, SETTINGS_EVENTS, SETTINGS_OTHERS, "yes", 0);
}

int settings_read_variables(struct settings_reader *r, const struct tree *map)
{
	for (const struct tree *c = map->first; c != NULL; c = c->next)
		if (c->key != NULL && settings_put_variable(r, c->key, c) != 0)
			return -1;
	return give_all(r, tree_get(map, "SCHEDULED_EVENTS") != NULL);
}

static int read_route(struct settings_reader *r, const char *host, unsigned line, bool first)
{
	if (first) {
		const char *url = strstr(host, "://") != NULL ? host :
				  arena_printf(r->arena, "https://%s", host);

		if (settings_put(r, SETTINGS_ENVIRONMENT, "url", url, line) != 0)
			return -1;
	}
	if (text_ends(host, ".mendixcloud.com") || text_ends(host, ".mxapps.io") ||
	    text_ends(host, ".mendix.com"))
		return 0;
	return settings_put(r, SETTINGS_DOMAINS, host, NULL, line);
}

static int read_routes(struct settings_reader *r, const struct tree *list)
{
	if (list == NULL || list->kind != TREE_LIST)
		return 0;
	settings_give(r, SETTINGS_DOMAINS);
	for (const struct tree *c = list->first; c != NULL; c = c->next) {
		const char *host = tree_is_single(c) ? c->text : tree_text(c, "route");

		if (host != NULL && read_route(r, host, c->line, c == list->first) != 0)
			return -1;
	}
	return 0;
}

static int put_name(struct settings_reader *r, const struct tree *t, const char *key)
{
	const char *name = tree_text(t, key);

	return name == NULL ? 0 :
	       settings_put(r, SETTINGS_ENVIRONMENT, "name", name, tree_get(t, key)->line);
}

/* VCAP_APPLICATION: an object, or one as text. */
static int read_application(struct settings_reader *r, const struct tree *value)
{
	const struct tree *t = value, *memory;
	struct tree *parsed = NULL;
	struct err ignored = ERR_NONE;

	if (value->kind == TREE_TEXT &&
	    tree_from_json(&parsed, value->text, strlen(value->text), r->limits, r->arena,
			   &ignored) == 0)
		t = parsed;
	if (t->kind != TREE_MAP)
		return settings_wrong(r, value->line, "'VCAP_APPLICATION' holds no JSON object");
	settings_give(r, SETTINGS_ENVIRONMENT);
	memory = tree_get(tree_get(t, "limits"), "mem");
	if (memory != NULL && settings_put_size(r, "memory", memory, 1 << 20) != 0)
		return -1;
	if (put_name(r, t, "application_name") != 0)
		return -1;
	return read_routes(r, tree_get(t, "application_uris"));
}

static int read_wrapped(struct settings_reader *r, const struct tree *t)
{
	static const char *const variables[] = { "environment_json", "environment_variables",
						 "var" };
	const struct tree *application = tree_get(tree_get(t, "application_env_json"),
						  "VCAP_APPLICATION");

	if (application != NULL && read_application(r, application) != 0)
		return -1;
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		const struct tree *map = tree_get(t, variables[i]);

		if (map != NULL && settings_read_variables(r, map) != 0)
			return -1;
	}
	return 0;
}

/* One application of a manifest. */
static int read_manifest(struct settings_reader *r, const struct tree *list)
{
	const struct tree *app = NULL;
	size_t count = 0;

	for (const struct tree *c = list->first; c != NULL; c = c->next) {
		const char *name = tree_text(c, "name"), *wanted = r->to->environment;

		if (wanted != NULL && list->count > 1 &&
		    (name == NULL || strcasecmp(name, wanted) != 0))
			continue;
		app = c;
		count++;
	}
	if (count != 1 || app->kind != TREE_MAP)
		return settings_wrong(r, list->line, "holds %zu applications; --environment names "
				      "the one that is meant", list->count);
	settings_give(r, SETTINGS_ENVIRONMENT);
	if (put_name(r, app, "name") != 0 ||
	    (tree_get(app, "instances") != NULL &&
	     settings_put_count(r, "instances", tree_get(app, "instances")) != 0) ||
	    (tree_get(app, "memory") != NULL &&
	     settings_put_size(r, "memory", tree_get(app, "memory"), 0) != 0) ||
	    read_routes(r, tree_get(app, "routes")) != 0)
		return -1;
	return tree_get(app, "env") == NULL ? 0 :
	       settings_read_variables(r, tree_get(app, "env"));
}

int settings_read_cloud_foundry(struct settings_reader *r, const struct tree *t)
{
	const struct tree *list = tree_get(t, "applications");

	if (list != NULL)
		return read_manifest(r, list);
	for (size_t i = 0; wrappers[i] != NULL; i++)
		if (tree_get(t, wrappers[i]) != NULL)
			return read_wrapped(r, t);
	if (tree_get(t, "VCAP_APPLICATION") != NULL &&
	    read_application(r, tree_get(t, "VCAP_APPLICATION")) != 0)
		return -1;
	/* The system's own part alone says nothing of what the user has set. */
	for (const struct tree *c = t->first; c != NULL; c = c->next)
		if (!text_starts(c->key, "VCAP_"))
			return settings_read_variables(r, t);
	return 0;
}

/* A listing, line by line; its variables go into one map. */
struct listing {
	struct settings_reader *r;
	struct tree *map;
	struct map names;
	struct buf value;
	int depth;		/* how many brackets of the value are open */
	bool quoted;		/* it stands inside a text */
	bool armoured;		/* inside a key or certificate: its lines are no names */
	char quote;		/* around a value of several lines; else 0 */
	char name[NAME_MAX];	/* of the variable whose value is being read; "" for none */
	unsigned line, start;
	bool user;		/* the part of the user's own variables was seen */
	bool ours;		/* the line stands in a part that counts */
	char mark;		/* between name and value */
};

/* Adds to the value, and counts the brackets that are open if it is JSON. */
static void add_value(struct listing *l, const char *text)
{
	bool json;

	if (l->value.len > 0)
		buf_putc(&l->value, '\n');
	buf_puts(&l->value, text);
	if (strstr(text, "-----BEGIN ") != NULL)
		l->armoured = true;
	if (strstr(text, "-----END ") != NULL)
		l->armoured = false;
	json = buf_text(&l->value)[0] == '{' || buf_text(&l->value)[0] == '[';
	for (const char *s = text; json && *s != '\0'; s++) {
		if (l->quoted && *s == '\\' && s[1] != '\0')
			s++;
		else if (*s == '"')
			l->quoted = !l->quoted;
		else if (!l->quoted)
			l->depth += (*s == '{' || *s == '[') - (*s == '}' || *s == ']');
	}
}

/* Length of the name that a line begins with, 0 where it begins with none. */
static size_t name_length(const char *line, char mark)
{
	size_t n = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_."
			  "0123456789");

	if (n == 0 || n >= NAME_MAX || (line[0] >= '0' && line[0] <= '9') || line[n] != mark)
		return 0;
	if (mark == ':' && line[n + 1] != ' ' && line[n + 1] != '\0')
		return 0;
	return n;
}

static void strip_quotes(struct buf *b)
{
	if (b->len < 2 || (b->data[0] != '"' && b->data[0] != '\'') ||
	    b->data[b->len - 1] != b->data[0])
		return;
	memmove(b->data, b->data + 1, b->len - 2);
	b->len -= 2;
	b->data[b->len] = '\0';
}

static void end_variable(struct listing *l)
{
	struct tree *t;

	if (l->name[0] == '\0')
		return;
	if (l->mark == '=')
		strip_quotes(&l->value);
	if (map_get(&l->names, l->name) == NULL || l->name[0] == '{') {
		t = tree_add(l->r->arena, l->map, TREE_TEXT, arena_text(l->r->arena, l->name));
		map_add(&l->names, t->key, t);
		t->text = text_intern(l->r->arena, buf_text(&l->value), l->value.len);
		t->line = l->start;
	}
	l->name[0] = '\0';
	l->depth = 0;
	l->quote = '\0';
	l->quoted = l->armoured = false;
	buf_clear(&l->value);
}

/* "User-Provided:" and its like; true for a line that is one. */
static bool take_part(struct listing *l, const char *line)
{
	if (text_starts(line, "User-Provided:") || strstr(line, "user-provided env") != NULL ||
	    strstr(line, "user-defined env") != NULL) {
		end_variable(l);
		l->user = l->ours = true;
		return true;
	}
	if (text_starts(line, "System-Provided:")) {
		l->ours = true;
		return true;
	}
	if (strstr(line, "Environment Variable Groups:") != NULL) {
		end_variable(l);
		l->ours = false;
		return true;
	}
	return false;
}

static void take_line(struct listing *l, const char *line)
{
	size_t n;

	if (l->name[0] != '\0' && (l->depth > 0 || l->quote != '\0' || l->armoured)) {
		add_value(l, line);
		if (line[0] != '\0' && line[strlen(line) - 1] == l->quote)
			l->quote = '\0';
		return;
	}
	if (take_part(l, line) || !l->ours)
		return;
	if (l->mark == '=' && text_starts(line, "export "))
		line += strlen("export ");
	n = name_length(line, l->mark);
	if (n == 0 && l->name[0] != '\0' && line[0] != '\0') {
		add_value(l, line);
		return;
	}
	end_variable(l);
	/* An older cf prints its own part as JSON objects. */
	if (n == 0 && line[0] != '{')
		return;
	memcpy(l->name, n == 0 ? "{" : line, n == 0 ? 1 : n);
	l->name[n == 0 ? 1 : n] = '\0';
	l->start = l->line;
	line += n == 0 ? 0 : n + 1;
	line += strspn(line, " ");
	add_value(l, line);
	if (l->mark == '=' && (line[0] == '"' || line[0] == '\'') &&
	    (line[1] == '\0' || line[strlen(line) - 1] != line[0]))
		l->quote = line[0];
}

static void read_lines(struct listing *l, const char *text, size_t len)
{
	CLEANUP(buf_release) struct buf line = { .max = LISTING_MAX };
	const char *end = text + len;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t n = (size_t)((stop == NULL ? end : stop) - text);

		buf_clear(&line);
		buf_add(&line, text, n);
		while (line.len > 0 && strchr(" \t\r", line.data[line.len - 1]) != NULL)
			line.data[--line.len] = '\0';
		l->line++;
		take_line(l, buf_text(&line));
		text += n + (stop != NULL);
	}
	end_variable(l);
}

static int read_old_part(struct settings_reader *r, const struct tree *map)
{
	for (const struct tree *c = map->first; c != NULL; c = c->next) {
		struct tree *t = NULL;
		struct err ignored = ERR_NONE;

		if (strcmp(c->key, "{") == 0 &&
		    tree_from_json(&t, c->text, strlen(c->text), r->limits, r->arena,
				   &ignored) == 0 &&
		    tree_get(t, "VCAP_APPLICATION") != NULL &&
		    read_application(r, tree_get(t, "VCAP_APPLICATION")) != 0)
			return -1;
	}
	return 0;
}

static bool has_line(const char *text, size_t len, const char *start)
{
	size_t n = strlen(start);

	for (const char *p = text; p != NULL && (size_t)(text + len - p) >= n;) {
		if (memcmp(p, start, n) == 0)
			return true;
		p = memchr(p, '\n', (size_t)(text + len - p));
		p = p == NULL ? NULL : p + 1;
	}
	return false;
}

/* By cf itself, with its headings. */
static bool is_printed(const char *text, size_t len)
{
	return has_line(text, len, "System-Provided:") || has_line(text, len, "User-Provided:") ||
	       has_line(text, len, "Getting env variables for app ");
}

int settings_read_listing(struct settings_reader *r, const char *text, size_t len)
{
	struct listing l = { .r = r, .value = { .max = LISTING_MAX } };
	const struct tree *application;
	int result = 0;

	l.map = tree_add(r->arena, NULL, TREE_MAP, NULL);
	l.mark = is_printed(text, len) ? ':' : '=';
	l.ours = l.user = l.mark == '=';
	read_lines(&l, text, len);
	buf_release(&l.value);
	map_release(&l.names);
	application = tree_get(l.map, "VCAP_APPLICATION");
	if (application != NULL)
		result = read_application(r, application);
	if (result == 0)
		result = read_old_part(r, l.map);
	if (result == 0 && l.user)
		result = settings_read_variables(r, l.map);
	return result;
}

/* The first line that is neither blank nor a comment. */
static bool first_assigns(const char *text, size_t len)
{
	char line[NAME_MAX + 16] = "";

	for (size_t at = 0; at < len;) {
		const char *stop = memchr(text + at, '\n', len - at);
		size_t n = stop == NULL ? len - at : (size_t)(stop - text) - at;

		if (n > 0 && text[at] != '#' && text[at] != '\r') {
			n = n < sizeof(line) - 1 ? n : sizeof(line) - 1;
			memcpy(line, text + at, n);
			line[n] = '\0';
			return name_length(line + (text_starts(line, "export ") ? 7 : 0), '=') > 0;
		}
		at += n + 1;
	}
	return false;
}

bool settings_is_listing(const char *text, size_t len)
{
	return is_printed(text, len) || first_assigns(text, len);
}
