/* SPDX-License-Identifier: Apache-2.0 */
/*
 * metadata.json through jansson. Jansson forgets where a value stood, so the few
 * messages that name a line look the key up in the text again; the same small scan
 * bounds the nesting before jansson sees it. Numbers and Booleans stand for their text
 * in DefaultValue.
 */
#include "formats/metadata.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include <jansson.h>

#include "core/limits.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

static void release_json(json_t **j)
{
	json_decref(*j);
}

struct scan {
	const char *at, *end;
	unsigned line;
	uint64_t depth, deepest;
};

static void scan_init(struct scan *s, const char *text, size_t len)
{
	*s = (struct scan){.at = text, .end = text + len, .line = 1};
}

static void scan_mark(struct scan *s, char c)
{
	if (c == '\n')
		s->line++;
	if (c == '{' || c == '[')
		s->depth++;
	if ((c == '}' || c == ']') && s->depth > 0)
		s->depth--;
	if (s->depth > s->deepest)
		s->deepest = s->depth;
}

/* The next string, between its quotes and with its escapes; false at the end of the
 * text. */
static bool scan_string(struct scan *s, const char **start, size_t *len)
{
	while (s->at < s->end && *s->at != '"')
		scan_mark(s, *s->at++);
	if (s->at == s->end)
		return false;
	*start = ++s->at;
	while (s->at < s->end && *s->at != '"') {
		if (*s->at == '\\' && s->end - s->at > 1)
			s->at++;
		s->at++;
	}
	*len = (size_t)(s->at - *start);
	if (s->at < s->end)
		s->at++;
	return true;
}

static uint64_t deepest(const char *text, size_t len)
{
	struct scan s;
	const char *start;
	size_t n;

	scan_init(&s, text, len);
	while (scan_string(&s, &start, &n))
		;
	return s.deepest;
}

static bool colon_follows(const struct scan *s)
{
	const char *p = s->at;

	while (p < s->end && strchr(" \t\r\n", *p) != NULL && *p != '\0')
		p++;
	return p < s->end && *p == ':';
}

/* Line of a key of the outermost object; the last one, as jansson takes it too. */
static unsigned line_of(const char *text, size_t len, const char *key)
{
	struct scan s;
	const char *start;
	size_t n;
	unsigned line = 0;

	scan_init(&s, text, len);
	while (scan_string(&s, &start, &n))
		if (s.depth == 1 && n == strlen(key) && memcmp(start, key, n) == 0 &&
		    colon_follows(&s))
			line = s.line;
	return line;
}

struct reading {
	const char *text;
	size_t len;
	struct arena *arena;
	struct err *err;
	bool bad;
};

/* Where a key is looked up: the outermost object, or element `at` of the list there. */
struct place {
	const json_t *object;
	const char *list; /* NULL: the outermost object */
	size_t at;
};

enum want { WANT_TEXT, WANT_BOOL, WANT_NUMBER, WANT_LIST, WANT_OBJECT, WANT_VALUE };

static bool fits(const json_t *j, enum want want)
{
	switch (want) {
	case WANT_TEXT:
		return json_is_string(j);
	case WANT_BOOL:
		return json_is_boolean(j);
	case WANT_NUMBER:
		return json_is_number(j);
	case WANT_LIST:
		return json_is_array(j);
	case WANT_OBJECT:
		return json_is_object(j);
	default:
		return !json_is_array(j) && !json_is_object(j);
	}
}

static const char *kind_of(const json_t *j)
{
	static const char *const kinds[] = {"an object", "a list",   "a text",
					    "a number",	 "a number", "a Boolean",
					    "a Boolean", "null"};

	return kinds[json_typeof(j)];
}

static void wrong(struct reading *r, struct place p, const char *key, enum want want,
		  const json_t *has)
{
	static const char *const wanted[] = {"a text", "a Boolean", "a number",
					     "a list", "an object", "a single value"};
	const char *top = p.list == NULL ? key : p.list;
	const char *dot = p.list != NULL && key[0] != '\0' ? "." : "";
	unsigned line = line_of(r->text, r->len, top);
	char where[32] = "", index[32] = "";

	r->bad = true;
	if (p.list != NULL)
		snprintf(index, sizeof(index), "[%zu]", p.at);
	if (line > 0)
		snprintf(where, sizeof(where), " (line %u)", line);
	err_set(r->err, "'%s%s%s%s': has to be %s, is %s%s", top, index, dot,
		p.list == NULL ? "" : key, wanted[want], kind_of(has), where);
}

/* The value of a key, NULL when it is absent, null, or of the wrong type (then r->bad).
 */
static const json_t *find(struct reading *r, struct place p, const char *key,
			  enum want want)
{
	const json_t *j = json_object_get(p.object, key);

	if (j == NULL || json_is_null(j))
		return NULL;
	if (fits(j, want))
		return j;
	wrong(r, p, key, want, j);
	return NULL;
}

static const char *copy(struct reading *r, const json_t *text)
{
	return text_intern(r->arena, json_string_value(text), json_string_length(text));
}

/* The text of a key, or `otherwise`. */
static const char *find_text(struct reading *r, struct place p, const char *key,
			     const char *otherwise)
{
	const json_t *j = find(r, p, key, WANT_TEXT);

	return j == NULL ? otherwise : copy(r, j);
}

static bool find_bool(struct reading *r, struct place p, const char *key)
{
	return json_is_true(find(r, p, key, WANT_BOOL));
}

/* A list of the outermost object, and its length in *len. */
static const json_t *find_list(struct reading *r, struct place top, const char *key,
			       size_t *len)
{
	const json_t *list = find(r, top, key, WANT_LIST);

	*len = json_array_size(list);
	return list;
}

static void *rows(struct reading *r, size_t count, size_t size)
{
	return count == 0 ? NULL : arena_alloc(r->arena, count * size);
}

/* Element `at` of a list, which has to be an object. */
static struct place element(struct reading *r, const json_t *list, const char *name,
			    size_t at)
{
	struct place p = {json_array_get(list, at), name, at};

	if (!json_is_object(p.object)) {
		wrong(r, p, "", WANT_OBJECT, p.object);
		p.object = NULL;
	}
	return p;
}

static const char *value_text(struct reading *r, const json_t *j)
{
	if (json_is_string(j))
		return copy(r, j);
	if (json_is_boolean(j))
		return json_is_true(j) ? "true" : "false";
	if (json_is_integer(j))
		return arena_printf(r->arena, "%" JSON_INTEGER_FORMAT,
				    json_integer_value(j));
	return arena_printf(r->arena, "%.17g", json_real_value(j));
}

static void read_constants(struct metadata *out, struct reading *r, struct place top)
{
	const json_t *list = find_list(r, top, "Constants", &out->constant_count);

	out->constants = rows(r, out->constant_count, sizeof(*out->constants));
	for (size_t i = 0; i < out->constant_count && !r->bad; i++) {
		struct place p = element(r, list, "Constants", i);
		const json_t *value = find(r, p, "DefaultValue", WANT_VALUE);

		out->constants[i].name = find_text(r, p, "Name", "");
		out->constants[i].type = find_text(r, p, "Type", "");
		out->constants[i].has_value = value != NULL;
		out->constants[i].value = value == NULL ? "" : value_text(r, value);
	}
}

static void read_events(struct metadata *out, struct reading *r, struct place top)
{
	const json_t *list = find_list(r, top, "ScheduledEvents", &out->event_count);

	out->events = rows(r, out->event_count, sizeof(*out->events));
	for (size_t i = 0; i < out->event_count && !r->bad; i++) {
		struct place p = element(r, list, "ScheduledEvents", i);

		out->events[i].name = find_text(r, p, "Name", "");
		out->events[i].description = find_text(r, p, "Description", "");
	}
}

static void read_handlers(struct metadata *out, struct reading *r, struct place top)
{
	const json_t *list = find_list(r, top, "RequestHandlers", &out->handler_count);

	out->has_handlers = list != NULL;
	out->handlers = rows(r, out->handler_count, sizeof(*out->handlers));
	for (size_t i = 0; i < out->handler_count && !r->bad; i++) {
		struct place p = element(r, list, "RequestHandlers", i);

		out->handlers[i].name = find_text(r, p, "Name", "");
		out->handlers[i].enabled = find_bool(r, p, "DefaultEnabled");
		out->handlers[i].exact = find_bool(r, p, "MatchExactly");
	}
}

static void read_languages(struct metadata *out, struct reading *r, struct place top)
{
	const json_t *list = find_list(r, top, "Languages", &out->language_count);

	out->languages = rows(r, out->language_count, sizeof(*out->languages));
	for (size_t i = 0; i < out->language_count && !r->bad; i++) {
		const json_t *code = json_array_get(list, i);

		if (json_is_string(code))
			out->languages[i] = copy(r, code);
		else
			wrong(r, (struct place){NULL, "Languages", i}, "", WANT_TEXT,
			      code);
	}
}

static void read_roles(struct metadata *out, struct reading *r, struct place top)
{
	json_t *roles = (json_t *)(uintptr_t)find(r, top, "Roles", WANT_OBJECT);
	const char *id;
	json_t *role;
	size_t i = 0;

	out->role_count = json_object_size(roles);
	out->roles = rows(r, out->role_count, sizeof(*out->roles));
	json_object_foreach(roles, id, role)
	{
		struct place p = {role, "Roles", i};

		if (!json_is_object(role)) {
			wrong(r, p, "", WANT_OBJECT, role);
			return;
		}
		out->roles[i].id = text_intern(r->arena, id, strlen(id));
		out->roles[i].name = find_text(r, p, "Name", "");
		out->roles[i].manageable =
			json_array_size(find(r, p, "ManageableRoles", WANT_LIST));
		i++;
	}
}

static void read_configuration(struct metadata *out, struct reading *r,
			       struct place top)
{
	struct place p = {find(r, top, "Configuration", WANT_OBJECT), NULL, 0};
	const json_t *path = find(r, p, "SourceBuiltInDatabasePath", WANT_TEXT);

	out->source_database_type = find_text(r, p, "SourceDatabaseType", NULL);
	out->source_database_name = find_text(r, p, "SourceDatabaseName", NULL);
	out->source_database_path = path != NULL && json_string_length(path) > 0;
}

static int64_t whole(const json_t *number)
{
	double value;

	if (number == NULL)
		return 0;
	if (json_is_integer(number))
		return json_integer_value(number);
	value = json_real_value(number);
	return fabs(value) < 1e9 ? (int64_t)value : 0;
}

static void read_all(struct metadata *out, struct reading *r, const json_t *root)
{
	struct place top = {root, NULL, 0};

	out->runtime_version = find_text(r, top, "RuntimeVersion", "");
	out->project_id = find_text(r, top, "ProjectID", NULL);
	out->project_name = find_text(r, top, "ProjectName", NULL);
	out->model_version = find_text(r, top, "ModelVersion", NULL);
	out->description = find_text(r, top, "Description", NULL);
	out->admin_user = find_text(r, top, "AdminUser", NULL);
	out->admin_role = find_text(r, top, "AdminRole", NULL);
	out->java_version = whole(find(r, top, "JavaVersion", WANT_NUMBER));
	read_constants(out, r, top);
	read_events(out, r, top);
	read_handlers(out, r, top);
	read_roles(out, r, top);
	read_languages(out, r, top);
	read_configuration(out, r, top);
}

/* What a repository holds in place of a file that it keeps elsewhere. */
static bool is_pointer(const char *text, size_t len)
{
	static const char start[] = "version https://git-lfs";

	return len >= sizeof(start) - 1 && memcmp(text, start, sizeof(start) - 1) == 0;
}

int metadata_read(struct metadata *out, const void *bytes, size_t len,
		  const struct limits *limits, struct arena *arena, struct err *err)
{
	struct reading r = {bytes, len, arena, err, false};
	CLEANUP(release_json) json_t *root = NULL;
	struct metadata md = {0};
	json_error_t bad;

	if (r.len >= 3 && memcmp(r.text, "\xef\xbb\xbf", 3) == 0) {
		r.text += 3;
		r.len -= 3;
	}
	if (r.len == 0)
		return err_set(err, "empty");
	if (deepest(r.text, r.len) > limits->depth)
		return err_set(err,
			       "more than %" PRIu64
			       " values inside one another (--max-depth)",
			       limits->depth);
	if (is_pointer(r.text, r.len))
		return err_set(err, "a Git LFS pointer, not the file itself");
	root = json_loadb(r.text, r.len, JSON_ALLOW_NUL, &bad);
	if (root == NULL && json_error_code(&bad) == json_error_premature_end_of_input)
		return err_set(err, "line %d: ends before its JSON is complete", bad.line);
	if (root == NULL)
		return err_set(err, "line %d: not JSON", bad.line);
	if (!json_is_object(root))
		return err_set(err, "has to be an object, is %s", kind_of(root));
	read_all(&md, &r, root);
	if (r.bad)
		return -1;
	*out = md;
	return 0;
}
