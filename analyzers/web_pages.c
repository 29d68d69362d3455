/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages that a person wrote: those of the theme at the top of web/, and the error pages. Not the
 * client of Mendix, widgets, or pages of the model.
 */
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "formats/web_page.h"
#include "package/package.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/text.h"

enum { COOKIE_NAME, COOKIE_LINE, COOKIE_SAME_SITE, COOKIE_SECURE };
static const struct attr_def cookie_attrs[] = {
	{ "name", ATTR_NAME, 0, "name of the cookie, where the script writes it out", NULL },
	{ "line", ATTR_INT, ATTR_REQUIRED, "line in the page", NULL },
	{ "same-site", ATTR_BOOL, ATTR_REQUIRED, "the statement mentions SameSite", NULL },
	{ "secure", ATTR_BOOL, ATTR_REQUIRED, "the statement mentions Secure", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_cookie = {
	.name = "page-cookie", .source = SOURCE_WEB, .attrs = cookie_attrs,
	.meaning = "A cookie that a script of the page sets",
};

enum { FRAME_TARGET, FRAME_LINE, FRAME_REACH };
static const struct attr_def frame_attrs[] = {
	{ "target", ATTR_STRING, 0, "the page in the frame; absent where a script chooses it",
	  NULL },
	{ "line", ATTR_INT, ATTR_REQUIRED, "line in the page", NULL },
	{ "reach", ATTR_ENUM, ATTR_REQUIRED, "a page of the app, of another site, or not stated",
	  "own|external|unknown" },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_frame = {
	.name = "page-frame", .source = SOURCE_WEB, .attrs = frame_attrs,
	.meaning = "A frame on the page",
};

enum { LINK_TARGET, LINK_LINE, LINK_REACH };
static const struct attr_def link_attrs[] = {
	{ "target", ATTR_STRING, ATTR_REQUIRED, "what it loads, as written", NULL },
	{ "line", ATTR_INT, ATTR_REQUIRED, "line in the page", NULL },
	{ "reach", ATTR_ENUM, ATTR_REQUIRED,
	  "own: /error_page/… and in the package; missing: there, but not in the package; "
	  "external: another site; app: the running app has to answer",
	  "own|missing|external|app" },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_link = {
	.name = "page-link", .source = SOURCE_WEB, .attrs = link_attrs,
	.meaning = "A style, script or image that an error page loads",
};

enum { PAGE_PATH, PAGE_NAME, PAGE_KIND, PAGE_ASKS };
static const struct attr_def page_attrs[] = {
	{ "path", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name of the entry", NULL },
	{ "name", ATTR_NAME, ATTR_REQUIRED, "file name without ending", NULL },
	{ "kind", ATTR_ENUM, ATTR_REQUIRED,
	  "entry: index*.html; login: login*.html; error: in error_page/; preview: Mendix's own "
	  "for developers", "entry|login|error|preview|other" },
	{ "asks-for-frame", ATTR_BOOL, ATTR_REQUIRED,
	  "a script in it looks at the window around the page", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def *const page_children[] = {
	&fact_cookie, &fact_frame, &fact_link, NULL
};
static const struct fact_def fact_page = {
	.name = "web-page", .source = SOURCE_WEB, .attrs = page_attrs, .children = page_children,
	.meaning = "A page of the theme, as index.html, or an error page",
};

static const struct fact_def *const defs[] = { &fact_page, NULL };

static const char ERROR_PAGES[] = "web/error_page/";

static const char *base_of(const char *path)
{
	return strrchr(path, '/') + 1;
}

static bool wants(void *state, struct world *w, const struct entry *e)
{
	const char *name = e->name;

	(void)state;
	(void)w;
	if (!text_starts(name, "web/") || (!text_ends(name, ".html") && !text_ends(name, ".htm")))
		return false;
	if (text_starts(base_of(name), "._"))
		return false;
	return text_starts(name, ERROR_PAGES) || text_starts(name, "web/preview/") ||
	       strchr(name + strlen("web/"), '/') == NULL;
}

static const char *kind_of(const char *path)
{
	const char *base = base_of(path);

	if (text_starts(path, ERROR_PAGES))
		return "error";
	if (text_starts(path, "web/preview/") || text_ends(base, "-preview.html"))
		return "preview";
	return text_starts(base, "index") ? "entry" :
	       text_starts(base, "login") ? "login" : "other";
}

/* -- where a reference leads -- */

static bool has_scheme(const char *target)
{
	return target[strspn(target, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "0123456789+.-")] == ':';
}

static bool is_inside(const char *target)
{
	return target[0] == '\0' || target[0] == '#' || text_starts(target, "data:") ||
	       text_starts(target, "about:") || text_starts(target, "javascript:") ||
	       text_starts(target, "blob:");
}

static bool is_external(const char *target)
{
	return text_starts(target, "//") || has_scheme(target);
}

static bool is_packed(struct world *w, const char *path)
{
	size_t n = strcspn(path, "?#");
	const char *name = arena_printf(w->arena, "web%.*s", (int)n, path);

	return package_entry_by_name(w->package, name) != NULL;
}

/* A relative one is asked for under whatever address the visitor had called. */
static const char *link_reach(struct world *w, const struct web_page *page, const char *target)
{
	if (page->base != NULL && target[0] != '/' && !has_scheme(target))
		target = arena_printf(w->arena, "%s%s", page->base, target);
	if (is_external(target))
		return "external";
	if (!text_starts(target, "/error_page/"))
		return "app";
	return is_packed(w, target) ? "own" : "missing";
}

/* -- facts -- */

static void add_links(struct world *w, struct fact *parent, const struct web_page *page)
{
	for (size_t i = 0; i < page->links.len; i++) {
		const struct web_link *l = page->links.items[i];
		struct fact *f;

		if (is_inside(l->target))
			continue;
		f = fact_child(w->facts, parent, &fact_link);
		fact_set(w->facts, f, LINK_TARGET, l->target);
		fact_set_int(w->facts, f, LINK_LINE, l->line);
		fact_set(w->facts, f, LINK_REACH, link_reach(w, page, l->target));
	}
}

static void add_frames(struct world *w, struct fact *parent, const struct web_page *page)
{
	for (size_t i = 0; i < page->frames.len; i++) {
		const struct web_link *l = page->frames.items[i];
		struct fact *f = fact_child(w->facts, parent, &fact_frame);
		bool inside = is_inside(l->target);

		fact_set(w->facts, f, FRAME_TARGET, inside ? NULL : l->target);
		fact_set_int(w->facts, f, FRAME_LINE, l->line);
		fact_set(w->facts, f, FRAME_REACH, inside ? "unknown" :
			 is_external(l->target) ? "external" : "own");
	}
}

static void add_cookies(struct world *w, struct fact *parent, const struct web_page *page)
{
	for (size_t i = 0; i < page->cookies.len; i++) {
		const struct web_cookie *c = page->cookies.items[i];
		struct fact *f = fact_child(w->facts, parent, &fact_cookie);

		emit_text(w->facts, f, COOKIE_NAME, c->name);
		fact_set_int(w->facts, f, COOKIE_LINE, c->line);
		fact_set_bool(w->facts, f, COOKIE_SAME_SITE, c->same_site);
		fact_set_bool(w->facts, f, COOKIE_SECURE, c->secure);
	}
}

static void scan(void *state, struct world *w, const struct entry *e, const struct blob *bytes)
{
	CLEANUP(web_page_release) struct web_page page = { .base = NULL };
	const char *kind = kind_of(e->name), *base = base_of(e->name);
	struct fact *f = facts_add(w->facts, &fact_page);

	(void)state;
	web_page_read(&page, bytes->data, bytes->size, w->arena);
	fact_set(w->facts, f, PAGE_PATH, e->name);
	fact_set(w->facts, f, PAGE_NAME,
		 arena_text_n(w->arena, base, (size_t)(strrchr(base, '.') - base)));
	fact_set(w->facts, f, PAGE_KIND, kind);
	fact_set_bool(w->facts, f, PAGE_ASKS, page.asks_for_frame);
	add_cookies(w, f, &page);
	add_frames(w, f, &page);
	if (strcmp(kind, "error") == 0)
		add_links(w, f, &page);
}

static void unread(void *state, struct world *w, const struct entry *e, const char *why)
{
	(void)state;
	source_partial(w->sources, SOURCE_WEB, "'%s' %s", e->name, why);
}

const struct analyzer analyzer_web_pages = {
	.name = "web-pages",
	.summary = "pages of the theme and error pages: cookies, frames, what they load",
	.facts = defs,
	.wants = wants,
	.scan = scan,
	.unread = unread,
};
