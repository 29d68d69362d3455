/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of web/ and model/resources. Left out are the Mendix client, widgets and libraries, style
 * sheets, and the page for old browsers, which hold nothing but addresses of their makers.
 */
#include <ctype.h>
#include <string.h>

#include "analyzers/endpoints.h"
#include "package/package.h"
#include "util/text.h"

enum { BACK_MAX = 400 };

static bool ends_any(const char *s, const char *const *endings)
{
	size_t n = strlen(s);

	for (; *endings != NULL; endings++) {
		size_t m = strlen(*endings);

		if (n > m && text_compare_lower(s + n - m, *endings) == 0)
			return true;
	}
	return false;
}

bool endpoints_wants_web(const char *entry)
{
	static const char *const folders[] = {
		"web/mxclientsystem/", "web/mxclient/", "web/widgets/", "web/lib/", "web/dist/",
		"web/preview/", "web/img/", "web/fonts/", "web/css/", NULL
	};
	static const char *const endings[] = {
		".html", ".htm", ".xhtml", ".js", ".mjs", ".json", ".xml", NULL
	};
	static const char *const others[] = {
		"/unsupported-browser.html", "/package.json", "/package-lock.json",
		"/components.json", "/gulpfile.js", "/gruntfile.js", NULL
	};
	const char *slash = strrchr(entry, '/');

	/* "._index.html": what macOS leaves beside a file. */
	if (!text_starts(entry, "web/") || text_starts(slash, "/._") ||
	    !ends_any(entry, endings) ||
	    ends_any(entry, others))
		return false;
	for (size_t i = 0; folders[i] != NULL; i++)
		if (text_starts(entry, folders[i]))
			return false;
	return true;
}

static const char *const line_endings[] = {
	".properties", ".conf", ".cfg", ".ini", ".config", ".env", NULL
};

bool endpoints_wants_resource(const char *entry)
{
	static const char *const endings[] = {
		".xml", ".json", ".yaml", ".yml", ".html", ".htm", ".txt", ".vm", ".js", NULL
	};

	return text_starts(entry, "model/resources/") &&
	       (ends_any(entry, endings) || ends_any(entry, line_endings));
}

struct file {
	const char *text, *end;
	const char *comment, *after;	/* the <!-- … --> at or before the address at hand */
	bool marked_up;			/* has such comments and attributes */
	endpoint_file_fn *see;
	void *arg;
};

/* Moves on to the last comment that begins before `at`; linear over the whole file. */
static bool in_comment(struct file *f, const char *at)
{
	while (f->comment != NULL && f->after <= at) {
		f->comment = text_find(f->after, f->end, "<!--");
		if (f->comment == NULL)
			break;
		f->after = text_find(f->comment, f->end, "-->");
		if (f->after == NULL)
			f->after = f->end;
	}
	return f->comment != NULL && f->comment < at && at < f->after;
}

/* The line begins with what begins a comment in scripts and properties. */
static bool in_comment_line(const struct file *f, const char *at)
{
	const char *s = at;

	while (s > f->text && s[-1] != '\n' && at - s < BACK_MAX)
		s--;
	if (s > f->text && s[-1] != '\n')
		return false;
	while (s < at && isspace((unsigned char)*s))
		s++;
	if (s == at)
		return false;
	return f->marked_up ? *s == '*' : (*s == '*' || *s == '#' || *s == '!' ||
					   (*s == '/' && (s[1] == '/' || s[1] == '*')));
}

/* The name of the attribute whose value the address stands in; empty where it is in none. */
static struct span attribute_of(const struct file *f, const char *at)
{
	const char *s = at, *end;

	while (s > f->text && s[-1] != '"' && s[-1] != '\'' && at - s < BACK_MAX) {
		if (*s == '<' || *s == '>')
			return (struct span){ s, 0 };
		s--;
	}
	if (s == f->text)
		return (struct span){ s, 0 };
	for (s--; s > f->text && isspace((unsigned char)s[-1]); s--)
		;
	if (s == f->text || s[-1] != '=')
		return (struct span){ s, 0 };
	for (s--; s > f->text && isspace((unsigned char)s[-1]); s--)
		;
	end = s;
	while (s > f->text && (isalnum((unsigned char)s[-1]) || strchr(":-_", s[-1]) != NULL) &&
	       end - s < BACK_MAX)
		s--;
	return (struct span){ s, (size_t)(end - s) };
}

static bool is_word(struct span s, const char *word)
{
	return s.len == strlen(word) && strncasecmp(s.at, word, s.len) == 0;
}

static bool names_only(struct span attribute)
{
	static const char *const names[] = {
		"targetNamespace", "schemaLocation", "noNamespaceSchemaLocation", "namespace",
		"xsi:schemaLocation", "xsi:noNamespaceSchemaLocation", "helpUrl", NULL
	};

	if (attribute.len >= 5 && strncasecmp(attribute.at, "xmlns", 5) == 0)
		return true;
	for (size_t i = 0; names[i] != NULL; i++)
		if (is_word(attribute, names[i]))
			return true;
	return false;
}

static void see_url(void *arg, const struct url *u)
{
	struct file *f = arg;
	const char *at = u->all.at;
	struct span attribute = { at, 0 };

	if (in_comment_line(f, at) || (f->marked_up && in_comment(f, at)))
		return;
	attribute = attribute_of(f, at);
	if (!names_only(attribute))
		f->see(f->arg, u, is_word(attribute, "href"));
}

static void see_value(void *arg, const struct url *u)
{
	struct file *f = arg;

	f->see(f->arg, u, false);
}

/* key = value, one a line; comments begin with '#', '!' or ';'. */
static void see_lines(struct file *f)
{
	const char *at = f->text, *end;

	for (; at < f->end; at = end + 1) {
		const char *mark;

		end = memchr(at, '\n', (size_t)(f->end - at));
		end = end == NULL ? f->end : end;
		while (at < end && isspace((unsigned char)*at))
			at++;
		if (at == end || strchr("#!;", *at) != NULL)
			continue;
		mark = memchr(at, '=', (size_t)(end - at));
		mark = mark == NULL ? at : mark + 1;
		while (mark < end && isspace((unsigned char)*mark))
			mark++;
		for (at = end; at > mark && isspace((unsigned char)at[-1]); at--)
			;
		address_each(mark, (size_t)(at - mark), see_value, f);
	}
}

void endpoints_of_file(const char *entry, const struct blob *bytes, endpoint_file_fn *see,
		       void *arg)
{
	static const char *const marked_up[] = { ".html", ".htm", ".xhtml", ".xml", NULL };
	struct file f = {
		.text = bytes->data, .end = bytes->data + bytes->size, .comment = bytes->data,
		.after = bytes->data, .marked_up = ends_any(entry, marked_up), .see = see,
		.arg = arg,
	};

	if (ends_any(entry, line_endings))
		see_lines(&f);
	else
		address_each_scheme(f.text, bytes->size, see_url, &f);
}
