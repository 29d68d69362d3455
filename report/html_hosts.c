/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hosts that the package names, each once: where it can be reached from, and what names it.
 * Those that a private network alone knows come first: they are what a planner has to solve.
 * Targets of links are left out, since the browser follows them, not the app.
 */
#include "report/html_page.h"

#include <string.h>

#include "util/cleanup.h"
#include "util/vec.h"

enum { PLACES_SHOWN = 6 };

/* A kind of place, in the order in which a row names them. */
static const struct kind {
	const char *fact;
	const char *word;	/* before the origin */
} kinds[] = {
	{ "call-endpoint", "call" }, { "service-endpoint", "service" },
	{ "constant-endpoint", "constant" }, { "expression-endpoint", "expression" },
	{ "java-endpoint", "Java" }, { "resource-endpoint", "file" },
	{ "web-endpoint", "page" },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static const struct scope {
	const char *name, *words;
	bool away;		/* v4 has no way to it */
} scopes[] = {
	{ "private", "private network", true }, { "unique-local", "private network", true },
	{ "carrier-nat", "private network", true }, { "link-local", "private network", true },
	{ "internal-suffix", "internal name", true },
	{ "single-label", "name without domain", true },
	{ "loopback", "the app's own machine", true },
	{ "unspecified", "the app's own machine", true }, { "public", "public", false },
	{ "multicast", "multicast", false }, { "reserved", "reserved", false },
	{ "documentation", "for examples", false },
};

enum { SCOPES = sizeof(scopes) / sizeof(scopes[0]) };

static size_t scope_of(const struct fact *f)
{
	const char *name = fact_get(f, "scope");

	for (size_t i = 0; i < SCOPES; i++)
		if (name != NULL && strcmp(scopes[i].name, name) == 0)
			return i;
	return SCOPES - 1;
}

static const char *host_of(const struct fact *f)
{
	const char *host = fact_get(f, "host");

	return host == NULL ? "" : host;
}

/* By scope, then host; kinds and origins keep the order they came in. */
static int compare(const void *a, const void *b)
{
	size_t x = scope_of(a), y = scope_of(b);

	if (x != y)
		return x < y ? -1 : 1;
	return strcmp(host_of(a), host_of(b));
}

static bool is_yes(const struct fact *f, const char *attr)
{
	const char *value = fact_get(f, attr);

	return value != NULL && strcmp(value, "yes") == 0;
}

static void collect(struct html *h, struct vec *out)
{
	for (size_t k = 0; k < KINDS; k++) {
		size_t n = 0;
		struct fact *const *list = facts_of(h->audit->facts, kinds[k].fact, &n);

		for (size_t i = 0; i < n; i++)
			if (!is_yes(list[i], "link"))
				vec_push(out, list[i]);
	}
	vec_sort(out, compare);
}

static size_t rest_of_host(const struct vec *v, size_t first)
{
	size_t n = 1;

	while (first + n < v->len && compare(v->items[first], v->items[first + n]) == 0)
		n++;
	return n;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* "https, sftp :2222": each pair once. */
static void protocols(struct html *h, void **places, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		const char *scheme = fact_get(places[i], "scheme");
		const char *port = fact_get(places[i], "port");
		bool told = scheme == NULL && port == NULL;

		for (size_t k = 0; k < i && !told; k++)
			told = same_text(scheme, fact_get(places[k], "scheme")) &&
			       same_text(port, fact_get(places[k], "port"));
		if (told)
			continue;
		html_raw(h, any ? ", " : "");
		html_text(h, scheme == NULL ? "" : scheme);
		if (port != NULL)
			html_add(h, scheme == NULL ? ":%s" : " :%s", port);
		any = true;
	}
	if (!any)
		html_raw(h, "<span class=\"unknown dash\">\xe2\x80\x93</span>");
}

static const char *word_of(const struct fact *f)
{
	const char *kind = fact_get(f, "kind");

	if (kind != NULL && strcmp(kind, "wsdl") == 0)
		return "description";
	for (size_t k = 0; k < KINDS; k++)
		if (strcmp(kinds[k].fact, f->def->name) == 0)
			return kinds[k].word;
	return "";
}

static void place(struct html *h, const struct fact *f)
{
	const char *constant = fact_get(f, "constant");

	html_add(h, "<p>%s ", word_of(f));
	html_name(h, fact_get(f, "origin"));
	if (constant != NULL) {
		html_raw(h, ", by constant ");
		html_name(h, constant);
	}
	html_raw(h, is_yes(f, "disabled") ? " (switched off)</p>" : "</p>");
}

static void row(struct html *h, void **places, size_t n)
{
	const struct scope *scope = &scopes[scope_of(places[0])];
	size_t shown = n < PLACES_SHOWN ? n : PLACES_SHOWN;

	html_raw(h, "<tr><th scope=\"row\">");
	html_name(h, host_of(places[0]));
	html_raw(h, "</th><td data-l=\"Protocol\">");
	protocols(h, places, n);
	html_raw(h, "</td><td data-l=\"Where it is\">");
	html_raw(h, scope->away ? "<span class=\"away\">" : "<span>");
	html_add(h, "%s</span></td><td data-l=\"Named by\">", scope->words);
	for (size_t i = 0; i < shown; i++)
		place(h, places[i]);
	if (n > shown)
		html_add(h, "<p>and %'u more places</p>", (unsigned)(n - shown));
	html_raw(h, "</td></tr>\n");
}

static void unread(struct html *h)
{
	bool told[SOURCE_COUNT] = { false };

	for (size_t k = 0; k < KINDS; k++) {
		const struct fact_def *def =
			vocabulary_find(h->audit->facts->vocabulary, kinds[k].fact);

		if (def == NULL || def->source >= SOURCE_COUNT || told[def->source])
			continue;
		told[def->source] = true;
		html_not_read(h, def->source);
	}
}

static size_t count_hosts(const struct vec *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->len; i += rest_of_host(v, i))
		n++;
	return n;
}

static void table(struct html *h, const struct vec *v, size_t hosts)
{
	size_t rows = 0;

	html_raw(h, "<table class=\"t stack hosts\"><thead><tr><th scope=\"col\">Host</th>"
		    "<th scope=\"col\">Protocol</th><th scope=\"col\">Where it is</th>"
		    "<th scope=\"col\">Named by</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < v->len && rows < HTML_CAP; rows++) {
		size_t n = rest_of_host(v, i);

		row(h, v->items + i, n);
		i += n;
	}
	html_raw(h, "</tbody></table>\n");
	if (hosts > rows)
		html_add(h, "<p class=\"more\">%'u more hosts; <code>mxaudit facts</code> lists "
			    "them.</p>", (unsigned)(hosts - rows));
}

void html_hosts(struct html *h)
{
	CLEANUP(vec_release) struct vec v = { 0 };
	size_t hosts;

	collect(h, &v);
	hosts = count_hosts(&v);
	html_raw(h, "<div class=\"sub\"><h3>Other systems</h3>\n");
	if (hosts == 0)
		html_raw(h, "<p class=\"none\">No host is named in what was read.</p>\n");
	else
		table(h, &v, hosts);
	unread(h);
	html_raw(h, "</div>\n");
}
