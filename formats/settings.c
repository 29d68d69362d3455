/* SPDX-License-Identifier: Apache-2.0 */
/* What files say of one environment, put together; and which kind of file each is. */
#include "formats/settings.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/limits.h"
#include "core/secret.h"
#include "formats/settings_read.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

enum { CITED_MAX = 80 };

static const char *const group_names[SETTINGS_GROUPS] = {
#define GROUP(symbol, name, what, plural) [SETTINGS_##symbol] = name,
#include "core/settings.def"
#undef GROUP
};

static const char *const item_names[SETTINGS_GROUPS] = {
	[SETTINGS_ENVIRONMENT] = "setting", [SETTINGS_CONSTANTS] = "constant",
	[SETTINGS_SETTINGS] = "custom runtime setting", [SETTINGS_EVENTS] = "scheduled event",
	[SETTINGS_HANDLERS] = "request handler", [SETTINGS_DOMAINS] = "domain",
	[SETTINGS_CERTIFICATES] = "certificate", [SETTINGS_HEADERS] = "header",
	[SETTINGS_RESTRICTIONS] = "restriction of path",
	[SETTINGS_VARIABLES] = "environment variable", [SETTINGS_LOG_LEVELS] = "log level of",
	[SETTINGS_MAINTENANCE] = "maintenance",
};

const char *settings_group_name(enum settings_group group)
{
	return group_names[group];
}

void settings_init(struct settings *s, struct arena *arena, const char *environment)
{
	memset(s, 0, sizeof(*s));
	s->arena = arena;
	s->environment = environment;
}

void settings_release(struct settings *s)
{
	for (int i = 0; i < SETTINGS_GROUPS; i++) {
		vec_release(&s->groups[i].items);
		map_release(&s->groups[i].by_name);
	}
}

int settings_wrong(struct settings_reader *r, unsigned line, const char *format, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	if (line == 0)
		return err_set(r->err, "'%s': %s", r->file, text);
	return err_set(r->err, "'%s': line %u: %s", r->file, line, text);
}

const char *settings_cite(struct settings_reader *r, const char *name)
{
	CLEANUP(buf_release) struct buf b = { .max = CITED_MAX };
	const char *masked = secret_mask(r->arena, NULL, name, false);

	for (size_t n; *masked != '\0' && b.len + 4 < b.max; masked += n) {
		n = text_char_len(masked, strlen(masked));
		buf_add(&b, masked, n);
	}
	return arena_printf(r->arena, "%s%s", buf_text(&b), *masked == '\0' ? "" : "…");
}

void settings_give(struct settings_reader *r, enum settings_group group)
{
	r->to->groups[group].given = true;
}

void settings_give_part(struct settings_reader *r, enum settings_group group, const char *why)
{
	struct setting_list *list = &r->to->groups[group];

	list->given = true;
	if (list->partial == NULL)
		list->partial = arena_printf(r->arena, "'%s': %s", r->file, why);
}

bool settings_same(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	if (strcmp(a, b) == 0)
		return true;
	return tree_kind_of(a) == TREE_BOOL && strcasecmp(a, b) == 0;
}

static int conflict(struct settings_reader *r, enum settings_group group,
		    const struct setting *old, unsigned line)
{
	const char *name = settings_cite(r, old->name);

	if (strcmp(old->file, r->file) == 0)
		return settings_wrong(r, line, "%s '%s' has another value than in line %u",
				      item_names[group], name, old->line);
	return settings_wrong(r, line, "%s '%s' has another value than in '%s', line %u",
			      item_names[group], name, old->file, old->line);
}

struct setting *settings_item(struct settings_reader *r, enum settings_group group,
			      const char *name, const char *value, unsigned line)
{
	struct setting_list *list = &r->to->groups[group];
	struct setting *s = map_get(&list->by_name, name);

	list->given = true;
	if (s != NULL && value != NULL && s->value != NULL && !settings_same(s->value, value)) {
		conflict(r, group, s, line);
		return NULL;
	}
	if (s == NULL) {
		s = arena_alloc(r->arena, sizeof(*s));
		s->name = arena_text(r->arena, name);
		vec_push(&list->items, s);
		map_add(&list->by_name, s->name, s);
	}
	if (s->value == NULL) {
		s->value = arena_text(r->arena, value);
		s->file = r->file;
		s->line = line;
	}
	return s;
}

int settings_put(struct settings_reader *r, enum settings_group group, const char *name,
		 const char *value, unsigned line)
{
	return settings_item(r, group, name, value, line) == NULL ? -1 : 0;
}

const struct setting *settings_find(const struct settings *s, enum settings_group group,
				    const char *name)
{
	return map_get(&s->groups[group].by_name, name);
}

const char *settings_of(const struct settings *s, const char *attribute)
{
	const struct setting *item = settings_find(s, SETTINGS_ENVIRONMENT, attribute);

	return item == NULL ? NULL : item->value;
}

bool settings_any(const struct settings *s)
{
	for (int i = 0; i < SETTINGS_GROUPS; i++)
		if (s->groups[i].given)
			return true;
	return false;
}

static int compare_names(const void *left, const void *right)
{
	const struct setting *a = left, *b = right;

	return strcmp(a->name, b->name);
}

void settings_sort(struct settings *s)
{
	for (int i = 0; i < SETTINGS_GROUPS; i++)
		vec_sort(&s->groups[i].items, compare_names);
}

static const char *flattened(struct arena *arena, const char *name)
{
	char *flat = arena_text(arena, name);

	for (char *c = flat; *c != '\0'; c++)
		*c = *c == '.' ? '_' : *c;
	return flat;
}

void settings_resolve(struct settings *s, const char *const *names, size_t count)
{
	struct setting_list *list = &s->groups[SETTINGS_CONSTANTS];
	CLEANUP(map_release) struct map by_flat = { 0 };

	for (size_t i = 0; i < count; i++)
		map_add(&by_flat, flattened(s->arena, names[i]), (void *)(uintptr_t)names[i]);
	for (size_t i = 0; i < list->items.len; i++) {
		struct setting *item = list->items.items[i];
		const char *name = !item->flat ? NULL :
				   map_get(&by_flat, flattened(s->arena, item->name));

		if (name == NULL || map_get(&list->by_name, name) != NULL)
			continue;
		item->name = arena_text(s->arena, name);
		map_add(&list->by_name, item->name, item);
	}
	settings_sort(s);
}

static bool is_error_answer(const struct tree *t)
{
	return tree_get(t, "errorMessage") != NULL || tree_get(t, "errorCode") != NULL ||
	       (tree_get(t, "error") != NULL && t->count == 1);
}

/* Apps, packages, backups and jobs of the Deploy API: what other calls answer. */
static bool is_other_answer(const struct tree *t)
{
	static const char *const marks[] = { "AppId", "PackageId", "SnapshotID", "JobId",
					     "snapshots", "snapshot_id" };

	t = t->kind == TREE_LIST ? t->first : t;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (tree_get(t, marks[i]) != NULL)
			return true;
	return false;
}

static int read_tree(struct settings_reader *r, const struct tree *t)
{
	if (is_error_answer(t))
		return settings_wrong(r, 0, "is the answer to a call that failed");
	if (settings_is_deploy(t))
		return settings_read_deploy(r, t);
	if (settings_is_m2ee(t))
		return settings_read_m2ee(r, t);
	if (settings_is_cloud_foundry(t))
		return settings_read_cloud_foundry(r, t);
	if (t->kind == TREE_NULL || (t->kind == TREE_LIST && t->count == 0))
		return settings_wrong(r, 0, "holds no settings");
	if (is_other_answer(t))
		return settings_wrong(r, 0, "is an answer of the Deploy API without settings");
	if (t->kind != TREE_MAP)
		return settings_wrong(r, 0, "is no kind of settings file that is known");
	return settings_read_own(r, t);
}

static bool begins_as_json(const char *text, size_t len)
{
	while (len > 0 && memchr(" \t\r\n", *text, 4) != NULL) {
		text++;
		len--;
	}
	return len > 0 && (*text == '{' || *text == '[');
}

/* Of two values in m2ee.yaml the later one counts, as for the program that it is made for. */
static int parse(struct settings_reader *r, const char *text, size_t len, struct tree **t)
{
	struct err err = ERR_NONE;
	int result;

	if (begins_as_json(text, len)) {
		result = tree_from_json(t, text, len, r->limits, r->arena, &err);
	} else {
		result = tree_from_yaml(t, text, len, true, r->limits, r->arena, &err);
		if (result == 0 && !settings_is_m2ee(*t))
			result = tree_from_yaml(t, text, len, false, r->limits, r->arena, &err);
	}
	return result == 0 ? 0 : err_set(r->err, "'%s': %s", r->file, err.text);
}

/* What a file is that no text stands in; NULL for text. */
static const char *other_than_text(const char *bytes, size_t len)
{
	if (len >= 4 && memcmp(bytes, "PK\3\4", 4) == 0)
		return "is an archive, not a file of settings";
	if (len >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
		return "is written in UTF-16; store it as UTF-8";
	return memchr(bytes, '\0', len) == NULL ? NULL : "is no text";
}

int settings_read(struct settings *s, const char *file, const char *bytes, size_t len,
		  const struct limits *limits, struct err *err)
{
	struct settings_reader r = {
		.to = s, .file = arena_text(s->arena, file), .limits = limits,
		.arena = s->arena, .err = err,
	};
	const char *other = other_than_text(bytes, len);
	struct tree *t = NULL;

	if (other != NULL)
		return settings_wrong(&r, 0, "%s", other);
	if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		bytes += 3;
		len -= 3;
	}
	if (settings_is_listing(bytes, len))
		return settings_read_listing(&r, bytes, len);
	if (parse(&r, bytes, len, &t) != 0)
		return -1;
	return read_tree(&r, t);
}
