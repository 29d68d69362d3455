/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts that several sections of the HTML report share: states with their glyphs, heads of
 * sections, chains of evidence, values of facts.
 */
#include "report/html_page.h"

#include <string.h>

#include "core/ways.h"
#include "report/words.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/text.h"

enum { SHORT = 14 };	/* a value of so many characters is not broken */

const char *html_severity_word(enum severity s)
{
	static const char *const words[SEVERITY_COUNT] = {
		[SEVERITY_INFO] = "Info",
		[SEVERITY_VERIFY] = "Verify",
		[SEVERITY_ACTION] = "Action",
		[SEVERITY_BLOCKER] = "Blocker",
	};

	return words[s];
}

void html_glyph(struct html *h, const char *state)
{
	html_add(h, "<svg class=\"g %s\" aria-hidden=\"true\"><use href=\"#g-%s\"/></svg>",
		 state, state);
}

void html_state(struct html *h, const char *state, const char *word)
{
	html_add(h, "<span class=\"st %s\">", state);
	html_glyph(h, state);
	html_add(h, "%s</span>", word);
}

/* Each state has a shape of its own, so that it is told without colour. */
void html_glyphs(struct html *h)
{
	static const struct {
		const char *id, *shape;
	} glyphs[] = {
		{ "blocker", "<path class=\"sol\" d=\"M5 .8h6L15.200 5v6L11 15.200H5L.8 11V5z\"/>"
			     "<path class=\"cut\" d=\"M4.200 8h7.600\"/>" },
		{ "action", "<path class=\"sol\" d=\"M8 .6 15.400 8 8 15.400.6 8z\"/>" },
		{ "verify", "<circle class=\"out\" cx=\"8\" cy=\"8\" r=\"6.300\"/>"
			    "<path class=\"sol\" d=\"M8 1.700a6.300 6.300 0 0 1 0 12.600z\"/>" },
		{ "undecided", "<circle class=\"out dots\" cx=\"8\" cy=\"8\" r=\"6.500\"/>"
			       "<path class=\"out\" "
			       "d=\"M6 6.400a2 2 0 1 1 2.900 1.800q-.9.5-.9 1.400\"/>"
			       "<circle class=\"sol\" cx=\"8\" cy=\"11.600\" r=\".9\"/>" },
		{ "open", "<circle class=\"out dots\" cx=\"8\" cy=\"8\" r=\"6.500\"/>" },
		{ "error", "<path class=\"out\" d=\"M8 1.600 15 14.200H1z\"/>"
			   "<path class=\"out\" d=\"M8 6v4.200M8 11.300v1.400\"/>" },
		{ "clear", "<path class=\"out bold\" d=\"M2 8.700l4 4 8-9\"/>" },
		{ "info", "<circle class=\"out\" cx=\"8\" cy=\"8\" r=\"6.500\"/>"
			  "<path class=\"out\" d=\"M8 7v4.700\"/>"
			  "<circle class=\"sol\" cx=\"8\" cy=\"4.600\" r=\"1\"/>" },
		{ "waived", "<circle class=\"out\" cx=\"8\" cy=\"8\" r=\"6.500\"/>"
			    "<path class=\"out\" d=\"M3.500 12.500l9-9\"/>" },
		{ "na", "<path class=\"out bold\" d=\"M2.500 8h11\"/>" },
	};

	for (size_t i = 0; i < sizeof(glyphs) / sizeof(glyphs[0]); i++) {
		html_add(h, "<symbol id=\"g-%s\" viewBox=\"0 0 16 16\">", glyphs[i].id);
		html_raw(h, glyphs[i].shape);
		html_raw(h, "</symbol>\n");
	}
}

void html_section(struct html *h, const char *id, const char *title)
{
	html_add(h, "\n<section id=\"%s\" aria-labelledby=\"h-%s\"><header><h2 id=\"h-%s\">%s"
		    "</h2>", id, id, id, title);
}

void html_section_body(struct html *h)
{
	html_raw(h, "</header>\n");
}

void html_section_end(struct html *h)
{
	html_raw(h, "</section>\n");
}

/* Words that say what a step is, ahead of its name. */
static size_t kind_length(const char *step, size_t n)
{
	static const char *const kinds[] = {
		"microflow", "rule", "nanoflow", "Java action", "REST", "SOAP", "OData",
		"app service", "create and commit", "change and commit", "commit", "delete",
		"retrieve", "loop", NULL,
	};
	static const char nested[] = " nested loops";

	if (n > strlen(nested) && memcmp(step + n - strlen(nested), nested, strlen(nested)) == 0)
		return n;
	for (size_t i = 0; kinds[i] != NULL; i++) {
		size_t len = strlen(kinds[i]);

		if (n >= len && memcmp(step, kinds[i], len) == 0 &&
		    (n == len || step[len] == ' '))
			return len;
	}
	return 0;
}

/* The caption of an activity stands in quotes ahead of what it is; returns what it takes. */
static size_t caption(struct html *h, const char *step, size_t n)
{
	const char *end = NULL;

	for (size_t i = 1; n > 0 && step[0] == '\'' && i + 1 < n; i++)
		if (step[i] == '\'' && step[i + 1] == ' ')
			end = step + i;
	if (end == NULL)
		return 0;
	html_raw(h, "<q>");
	html_text_n(h, step + 1, (size_t)(end - step) - 1);
	html_raw(h, "</q> ");
	return (size_t)(end - step) + 2;
}

static void chain_step(struct html *h, const char *step, size_t n, bool last)
{
	size_t at, kind;

	html_raw(h, last ? "<li class=\"end\">" : "<li>");
	at = caption(h, step, n);
	kind = kind_length(step + at, n - at);
	if (kind > 0) {
		html_raw(h, "<small>");
		html_text_n(h, step + at, kind);
		html_raw(h, "</small>");
		at += kind;
	}
	if (kind > 0 && at < n) {
		html_raw(h, " ");
		at++;
	}
	if (at < n) {
		html_raw(h, "<code>");
		html_breakable(h, step + at, n - at);
		html_raw(h, "</code>");
	}
	html_raw(h, "</li>");
}

void html_chain(struct html *h, const char *path)
{
	static const char mark[] = " \xe2\x80\xba ";
	const char *next;

	html_raw(h, "<ol class=\"chain\">");
	while ((next = strstr(path, mark)) != NULL) {
		chain_step(h, path, (size_t)(next - path), false);
		path = next + strlen(mark);
	}
	chain_step(h, path, strlen(path), true);
	html_raw(h, "</ol>");
}

static void grouped(struct html *h, const char *value)
{
	int64_t number;

	if (text_to_int(value, &number) && number >= 0 && number <= UINT32_MAX)
		html_add(h, "%'u", (unsigned)number);
	else
		html_text(h, value);
}

/* 2018-03-01T02:00:00Z as 2018-03-01 02:00. */
static void moment(struct html *h, const char *value)
{
	if (strlen(value) == strlen("2018-03-01T02:00:00Z") && value[10] == 'T') {
		html_text_n(h, value, 10);
		html_raw(h, " ");
		html_text_n(h, value + 11, strcmp(value + 16, ":00Z") == 0 ? 5 : 8);
	} else {
		html_text(h, value);
	}
}

/* A short word stays whole, an address breaks where its parts end. */
static void word_or_text(struct html *h, const char *value)
{
	size_t n = strlen(value);

	if (n > 0 && n <= SHORT && strpbrk(value, "./_") == NULL) {
		html_add(h, "<span class=\"nw\">%s</span>", value);
	} else if (strchr(value, ' ') != NULL) {
		html_text(h, value);
	} else {
		html_raw(h, "<span class=\"word\">");
		html_breakable(h, value, n);
		html_raw(h, "</span>");
	}
}

/* The release of Java that the version of a class file stands for. */
static void class_major(struct html *h, const char *value)
{
	int64_t major;

	if (text_to_int(value, &major) && major >= 49 && major <= 999)
		html_add(h, "<span class=\"nw\">%s (Java %u)</span>", value,
			 (unsigned)major - 44);
	else
		html_text(h, value);
}

/* Attributes that say more than their number. */
static bool known_value(struct html *h, const char *attr, const char *value)
{
	if (strncmp(attr, "timeout", strlen("timeout")) == 0 && strcmp(value, "0") == 0)
		html_raw(h, "<span class=\"nw\">none</span>");
	else if (strcmp(attr, "class-major") == 0)
		class_major(h, value);
	else if (strcmp(attr, "port") == 0 || strcmp(attr, "line") == 0)
		html_text(h, value);	/* names a place; nobody counts it */
	else
		return false;
	return true;
}

void html_value(struct html *h, const struct attr_def *attr, const char *value)
{
	int64_t number;

	if (known_value(h, attr->name, value))
		return;
	if (attr->type == ATTR_NAME || attr->type == ATTR_DIGEST)
		html_name(h, value);
	else if (attr->type == ATTR_INT)
		grouped(h, value);
	else if (attr->type == ATTR_BYTES && text_to_int(value, &number) && number >= 0)
		html_bytes(h, (uint64_t)number);
	else if (attr->type == ATTR_TIME)
		moment(h, value);
	else
		word_or_text(h, value);
}

void html_fact(struct html *h, const struct fact *f)
{
	const struct attr_def *attrs = f->def->attrs;

	if (attrs == NULL)
		return;
	html_raw(h, "<table class=\"kv\"><caption class=\"vh\">Fact: ");
	html_title_case(h, f->def->name);
	html_raw(h, "</caption><tbody>");
	for (size_t i = 0; attrs[i].name != NULL; i++) {
		if (f->values[i] == NULL)
			continue;
		html_raw(h, "<tr><th scope=\"row\">");
		html_title_case(h, attrs[i].name);
		html_raw(h, "</th><td>");
		html_value(h, &attrs[i], f->values[i]);
		html_raw(h, "</td></tr>");
	}
	html_raw(h, "</tbody></table>");
}

void html_more(struct html *h, size_t left, const char *what)
{
	if (left > 0)
		html_add(h, "<p class=\"more\">%'u more %s in the JSON report.</p>",
			 (unsigned)left, what);
}

const struct fact *html_child(const struct fact *f, const char *name)
{
	for (const struct fact *c = f->first; c != NULL; c = c->next)
		if (strcmp(c->def->name, name) == 0)
			return c;
	return NULL;
}

uint64_t html_number(const struct fact *f, const char *attr)
{
	const char *value = f == NULL ? NULL : fact_get(f, attr);
	int64_t number;

	return value != NULL && text_to_int(value, &number) && number > 0 ? (uint64_t)number : 0;
}

/* "; 2 calls out, 1 in a loop": a part of the sentence, left out when the number is 0. */
static void reach_part(struct html *h, const struct fact *reach, const char *attr,
		       const char *singular, const char *plural)
{
	unsigned n = (unsigned)html_number(reach, attr);

	if (n > 0)
		html_add(h, "; %'u %s", n, n == 1 ? singular : plural);
}

void html_reach(struct html *h, const struct fact *f)
{
	const struct fact *reach = html_child(f, "reach"), *java = html_child(f, "java-reach");
	const char *recursive;

	if (reach == NULL) {
		html_raw(h, "<span class=\"unknown\">not known</span>");
		return;
	}
	html_count(h, html_number(reach, "microflows"), "microflow", "microflows");
	recursive = fact_get(reach, "recursive");
	if (recursive != NULL && strcmp(recursive, "yes") == 0)
		html_raw(h, ", calling itself");
	reach_part(h, reach, "outbound-calls", "call out", "calls out");
	reach_part(h, reach, "outbound-in-loops", "of them in a loop", "of them in loops");
	reach_part(h, reach, "java-actions", "Java action", "Java actions");
	reach_part(h, java, "outbound", "of them calls out", "of them call out");
	reach_part(h, java, "processes", "of them starts programs", "of them start programs");
	reach_part(h, java, "threads", "of them starts threads", "of them start threads");
	reach_part(h, reach, "loops", "loop", "loops");
	if (html_number(reach, "nested-loops") > 1)
		html_add(h, ", nested %'u deep", (unsigned)html_number(reach, "nested-loops"));
	reach_part(h, reach, "unbounded-retrieves", "retrieve without a limit",
		   "retrieves without a limit");
	reach_part(h, reach, "commits", "commit or delete", "commits and deletes");
	reach_part(h, reach, "commits-in-loops", "of them in a loop", "of them in loops");
	reach_part(h, reach, "missing", "microflow that the model lacks",
		   "microflows that the model lacks");
	reach_part(h, reach, "unknown", "activity of an unknown type",
		   "activities of unknown types");
}

void html_paths(struct html *h, const struct fact *f)
{
	CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
	const char *const *ways = ways_of(f, scratch);

	for (; ways != NULL && *ways != NULL; ways++)
		html_chain(h, *ways);
}

bool html_not_read(struct html *h, enum source source)
{
	const struct sources *s = h->audit->sources;

	if (source == SOURCE_NONE || s->state[source] == SOURCE_COMPLETE)
		return false;
	html_raw(h, "<p class=\"unread\">");
	html_glyph(h, "undecided");
	html_add(h, s->state[source] == SOURCE_ABSENT ? "Not known: nothing was read of the %s"
						      : "Perhaps not all: read in part, the %s",
		 source_label(source));
	if (s->reason[source] != NULL)
		html_add(h, " (%s)", s->reason[source]);
	html_raw(h, ".</p>\n");
	return true;
}

void html_entry_hours(struct html *h, const struct outcome *o, const struct effort_line *effort)
{
	if (effort == NULL)
		return;
	if (effort->outcome == o)
		html_hours(h, effort->hours);
	else
		html_add(h, "<a href=\"#r-%s\">same fix</a>", effort->outcome->rule->id);
}
