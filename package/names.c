/* SPDX-License-Identifier: Apache-2.0 */
/* Names, layout and doubled entries; knows nothing of how the entries are stored. */
#include "package/names.h"

#include <string.h>

#include "package/private.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/text.h"

/* Entries named for one kind of oddity; the rest are counted. */
enum { NOTES_EACH = 20 };

static const char METADATA[] = "model/metadata.json";

static bool is_separator(char c)
{
	return c == '/' || c == '\\';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_part(const char *part, size_t n, const char *what)
{
	return strlen(what) == n && memcmp(part, what, n) == 0;
}

static bool is_unsafe(const char *raw)
{
	size_t n;

	if (raw[0] == '\0' || is_separator(raw[0]) ||
	    (is_letter(raw[0]) && raw[1] == ':'))
		return true;
	for (const char *part = raw; *part != '\0'; part += n + (part[n] != '\0')) {
		n = strcspn(part, "/\\");
		if (is_part(part, n, ".."))
			return true;
	}
	return false;
}

/* Whether normalising would change a safe name; a '/' at the end is kept. */
static bool is_plain(const char *raw)
{
	size_t n;

	if (strchr(raw, '\\') != NULL)
		return false;
	for (const char *part = raw; *part != '\0'; part += n + (part[n] != '\0')) {
		n = strcspn(part, "/");
		if (n == 0 || is_part(part, n, "."))
			return false;
	}
	return true;
}

const char *name_normalise(struct arena *arena, const char *raw,
			   enum entry_problem *problem)
{
	char *name;
	size_t n, len = 0;

	if (is_unsafe(raw)) {
		*problem = ENTRY_UNSAFE;
		return raw;
	}
	if (is_plain(raw))
		return raw;
	name = arena_text(arena, raw);
	for (const char *part = raw; *part != '\0'; part += n + (part[n] != '\0')) {
		n = strcspn(part, "/\\");
		if (n == 0 || is_part(part, n, "."))
			continue;
		memcpy(name + len, part, n);
		len += n;
		if (part[n] != '\0')
			name[len++] = '/';
	}
	name[len] = '\0';
	return name;
}

const char *name_short(struct arena *arena, const char *name, size_t max)
{
	size_t n = max;

	if (strlen(name) <= max)
		return name;
	while (n > 0 && ((unsigned char)name[n] & 0xc0) == 0x80)
		n--;
	return arena_printf(arena, "%.*s…", (int)n, name);
}

static const char *shown(const struct package *p, const char *name)
{
	return name_short(p->arena, name, NAME_SHOWN);
}

static bool is_directory(const char *name)
{
	size_t n = strlen(name);

	return n == 0 || name[n - 1] == '/';
}

/* Safe names everywhere, directories out; true when a backslash separated anything. */
static bool normalise_all(struct package *p)
{
	bool backslash = false;
	size_t kept = 0;

	for (size_t i = 0; i < p->entries.len; i++) {
		struct entry *e = p->entries.items[i];

		if (e->problem != ENTRY_UNSAFE)
			e->name = name_normalise(p->arena, e->raw_name, &e->problem);
		if (e->problem != ENTRY_UNSAFE && strchr(e->raw_name, '\\') != NULL)
			backslash = true;
		if (e->problem == ENTRY_UNSAFE || !is_directory(e->name))
			p->entries.items[kept++] = e;
	}
	p->entries.len = kept;
	return backslash;
}

/* The entries that show where model/ is. */
struct anchors {
	bool root;
	const char *wrapped; /* "X/model/metadata.json" */
	const char *second;  /* another such one */
	const char *deep;    /* further down */
	const char *unsafe;
	bool link; /* model itself leads out of the folder */
};

static void find_anchors(const struct package *p, struct anchors *a)
{
	memset(a, 0, sizeof(*a));
	for (size_t i = 0; i < p->entries.len; i++) {
		const struct entry *e = p->entries.items[i];
		size_t before = strlen(e->name);
		const char *slash = strchr(e->name, '/');

		if (e->problem == ENTRY_UNSAFE && strcmp(e->name, "model") == 0)
			a->link = true;
		if (before < sizeof(METADATA) - 1 || !text_ends(e->name, METADATA))
			continue;
		before -= sizeof(METADATA) - 1;
		if (before > 0 && e->name[before - 1] != '/')
			continue;
		if (before == 0)
			a->root = true;
		else if (e->problem == ENTRY_UNSAFE)
			a->unsafe = e->name;
		else if (slash != e->name + before - 1)
			a->deep = e->name;
		else if (a->wrapped == NULL)
			a->wrapped = e->name;
		else if (strcmp(a->wrapped, e->name) != 0)
			a->second = e->name;
	}
}

static const char *find_ending(const struct package *p, const char *ending)
{
	for (size_t i = 0; i < p->entries.len; i++) {
		const struct entry *e = p->entries.items[i];

		if (strchr(e->name, '/') == NULL && text_ends(e->name, ending))
			return e->name;
	}
	return NULL;
}

/* Says what was opened instead of a package, as far as its names tell. */
static int no_metadata(const struct package *p, const struct anchors *a,
		       struct err *err)
{
	const char *inner = find_ending(p, ".mda"), *project = find_ending(p, ".mpr");

	if (p->entries.len == 0)
		return err_set(err, "holds no file at all");
	if (a->link)
		return err_set(err, "holds no %s: model is a link out of it", METADATA);
	if (a->deep != NULL)
		return err_set(err, "holds no %s but further down: '%s'", METADATA,
			       shown(p, a->deep));
	if (a->unsafe != NULL)
		return err_set(err, "holds no %s but under the unsafe name '%s'",
			       METADATA, shown(p, a->unsafe));
	if (inner != NULL)
		return err_set(err, "holds no %s, but a package: '%s'; give that file",
			       METADATA, shown(p, inner));
	if (project != NULL)
		return err_set(err,
			       "holds no %s, but a Mendix project: '%s'; "
			       "create a deployment package from it",
			       METADATA, shown(p, project));
	if (find_ending(p, "package.xml") != NULL)
		return err_set(err, "holds no %s; is it a module package (.mpk)?",
			       METADATA);
	return err_set(err, "holds no %s", METADATA);
}

/* Makes names relative to the wrapping folder; the rest is no part of the package. */
static void unwrap(struct package *p)
{
	size_t n = strlen(p->info.wrapper), kept = 0;
	size_t outside = 0;

	for (size_t i = 0; i < p->entries.len; i++) {
		struct entry *e = p->entries.items[i];
		bool inside =
			strncmp(e->name, p->info.wrapper, n) == 0 && e->name[n] == '/';

		if (e->problem != ENTRY_UNSAFE && inside)
			e->name += n + 1;
		else if (e->problem != ENTRY_UNSAFE && outside++ < NOTES_EACH)
			package_note(
				p, DIAG_NOTE, e->name,
				"stands outside of the package's folder '%s'; not read",
				shown(p, p->info.wrapper));
		if (e->problem == ENTRY_UNSAFE || inside)
			p->entries.items[kept++] = e;
	}
	p->entries.len = kept;
	if (outside > NOTES_EACH)
		package_note(p, DIAG_NOTE, "",
			     "%zu more entries stand outside of the folder '%s'",
			     outside - NOTES_EACH, shown(p, p->info.wrapper));
}

static int find_layout(struct package *p, bool backslash, struct err *err)
{
	struct anchors a;

	find_anchors(p, &a);
	if (!a.root && a.wrapped != NULL && a.second != NULL)
		return err_set(err, "holds two packages: '%s' and '%s'",
			       shown(p, a.wrapped), shown(p, a.second));
	if (!a.root && a.wrapped == NULL)
		return no_metadata(p, &a, err);
	p->info.layout = backslash ? LAYOUT_BACKSLASH
			 : a.root  ? LAYOUT_ROOT
				   : LAYOUT_WRAPPED;
	if (a.root)
		return 0;
	p->info.wrapper =
		arena_text_n(p->arena, a.wrapped, strlen(a.wrapped) - sizeof(METADATA));
	unwrap(p);
	return 0;
}

static int by_name(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Of entries with one name the first is kept, and marked. */
/*
 * Inside archives of Java some build tools leave the same file twice; whichever is used, the
 * content is the same.
 */
static bool is_copy(const struct package *p, const struct entry *a, const struct entry *b)
{
	return p->place != NULL && a->problem == ENTRY_FINE && b->problem == ENTRY_FINE &&
	       a->size == b->size && a->crc == b->crc;
}

static void mark_doubled(struct package *p)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->entries.len; i++) {
		struct entry *e = p->entries.items[i];
		struct entry *last = kept == 0 ? NULL : p->entries.items[kept - 1];

		if (last == NULL || strcmp(last->name, e->name) != 0)
			p->entries.items[kept++] = e;
		else if (last->problem != ENTRY_UNSAFE && !is_copy(p, last, e))
			last->problem = ENTRY_TWICE;
	}
	p->entries.len = kept;
}

static void note_problem(struct package *p, const struct entry *e)
{
	if (e->problem == ENTRY_UNSAFE)
		package_note(p, DIAG_NOTE, e->name, "unsafe name; not read");
	else if (e->problem == ENTRY_TWICE)
		package_note(p, DIAG_NOTE, e->name,
			     "stands twice; neither copy is used");
	else if (e->problem == ENTRY_ENCRYPTED)
		package_note(p, DIAG_NOTE, e->name, "is encrypted; not read");
	else
		package_note(
			p, DIAG_NOTE, e->name,
			"is packed with method %u; only stored and deflated are read",
			(unsigned)e->method);
}

/* Unsafe names at the top are facts of their own; further inside a note tells. */
static void note_problems(struct package *p)
{
	size_t seen[ENTRY_METHOD + 1] = { 0 };

	for (size_t i = 0; i < p->entries.len; i++) {
		const struct entry *e = p->entries.items[i];

		if (e->problem == ENTRY_FINE ||
		    (e->problem == ENTRY_UNSAFE && p->place == NULL))
			continue;
		if (seen[e->problem]++ < NOTES_EACH)
			note_problem(p, e);
	}
	for (size_t i = 0; i <= ENTRY_METHOD; i++)
		if (seen[i] > NOTES_EACH)
			package_note(p, DIAG_NOTE, "",
				     "%zu more entries are not read: %s",
				     seen[i] - NOTES_EACH,
				     entry_problem_name((enum entry_problem)i));
}

int names_settle(struct package *p, struct err *err)
{
	bool backslash = normalise_all(p);

	p->info.layout = LAYOUT_NONE;
	if (p->info.kind != PACKAGE_NESTED && find_layout(p, backslash, err) < 0)
		return -1;
	vec_sort(&p->entries, by_name);
	mark_doubled(p);
	note_problems(p);
	return 0;
}
