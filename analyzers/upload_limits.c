/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How large a file the upload widgets of a page take. The property has had the same name since
 * Mendix 5: "maxFileSize":5 in web/pages/en_US/Module/Page.page.xml, and maxFileSize={5} in the
 * scripts that replace those, web/pages/Module.Page.js.
 */
#include <ctype.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "package/package.h"
#include "util/arena.h"
#include "util/map.h"
#include "util/text.h"

enum { LIMIT_PAGE, LIMIT_MEGABYTES, LIMIT_ENTRY };
static const struct attr_def limit_attrs[] = {
	{ "page", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the page or snippet, as Module.Page",
	  NULL },
	{ "megabytes", ATTR_INT, ATTR_KEY | ATTR_REQUIRED, "largest file that the widget takes",
	  NULL },
	{ "entry", ATTR_NAME, ATTR_REQUIRED, "name of the entry, of one language", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_limit = {
	.name = "upload-limit", .source = SOURCE_WEB, .attrs = limit_attrs,
	.meaning = "A page lets people upload files up to a size; widgets of other makers are not "
		   "seen",
};
static const struct fact_def *const defs[] = { &fact_limit, NULL };

static const char PAGES[] = "web/pages/", PROPERTY[] = "maxFileSize";

static void *start(struct world *w)
{
	return arena_alloc(w->arena, sizeof(struct map));
}

static void stop(void *state)
{
	map_release(state);
}

static bool wants(void *state, struct world *w, const struct entry *e)
{
	(void)state;
	(void)w;
	return text_starts(e->name, PAGES) &&
	       (text_ends(e->name, ".xml") || text_ends(e->name, ".js"));
}

/* "en_US/Module/Page.page.xml" and "Module.Page.js" are both Module.Page. */
static const char *page_of(struct world *w, const char *entry)
{
	const char *name = entry + strlen(PAGES), *slash = strchr(name, '/'), *inner;
	char *page, *dot;

	if (slash != NULL && strchr(slash + 1, '/') != NULL)
		name = slash + 1;
	page = arena_text(w->arena, name);
	inner = strchr(page, '/');
	if (inner != NULL)
		page[inner - page] = '.';
	inner = strchr(page, '.');
	dot = inner == NULL ? NULL : strchr(inner + 1, '.');
	if (dot != NULL)
		*dot = '\0';
	return page;
}

/* The number behind the name: "name":5, name: 5 or name={5}; -1 where none stands there. */
static int64_t number_at(const char *at, const char *end)
{
	int64_t n = 0;
	int digits = 0;

	at += at < end && *at == '"';
	while (at < end && isspace((unsigned char)*at))
		at++;
	if (at == end || (*at != ':' && *at != '='))
		return -1;
	at++;
	while (at < end && (isspace((unsigned char)*at) || *at == '{'))
		at++;
	for (; at < end && isdigit((unsigned char)*at) && digits < 15; at++, digits++)
		n = n * 10 + (*at - '0');
	return digits == 0 ? -1 : n;
}

static void add(struct map *seen, struct world *w, const char *entry, int64_t megabytes)
{
	const char *page = page_of(w, entry);
	const char *key = arena_printf(w->arena, "%s %lld", page, (long long)megabytes);
	struct fact *f;

	if (map_add(seen, key, seen) != NULL)
		return;
	f = facts_add(w->facts, &fact_limit);
	fact_set(w->facts, f, LIMIT_PAGE, page);
	fact_set_int(w->facts, f, LIMIT_MEGABYTES, megabytes);
	fact_set(w->facts, f, LIMIT_ENTRY, entry);
}

static void scan(void *state, struct world *w, const struct entry *e, const struct blob *bytes)
{
	const char *at = bytes->data, *end = at + bytes->size;
	size_t n = strlen(PROPERTY);

	while ((at = memchr(at, PROPERTY[0], (size_t)(end - at))) != NULL) {
		int64_t megabytes;

		if ((size_t)(end - at) < n)
			return;
		if (memcmp(at, PROPERTY, n) != 0) {
			at++;
			continue;
		}
		at += n;
		megabytes = number_at(at, end);
		if (megabytes >= 0)
			add(state, w, e->name, megabytes);
	}
}

static void unread(void *state, struct world *w, const struct entry *e, const char *why)
{
	(void)state;
	source_partial(w->sources, SOURCE_WEB, "'%s' %s", e->name, why);
}

const struct analyzer analyzer_upload_limits = {
	.name = "upload-limits",
	.summary = "sizes of files that pages let people upload",
	.facts = defs,
	.start = start,
	.stop = stop,
	.wants = wants,
	.scan = scan,
	.unread = unread,
};
