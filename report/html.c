/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The readiness report as one HTML file: no request to anywhere, complete without script. The
 * policy in its head allows one style sheet and one script, both by digest, and nothing else.
 */
#include "report/report.h"

#include <stdlib.h>
#include <string.h>

#include "report/html_assets.h"
#include "report/html_page.h"
#include "report/words.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/digest.h"
#include "util/vec.h"

static unsigned to_do(const struct html *h)
{
	const unsigned *n = h->audit->tally.by_severity;

	return n[SEVERITY_BLOCKER] + n[SEVERITY_ACTION] + n[SEVERITY_VERIFY];
}

static unsigned not_decided(const struct html *h)
{
	const struct tally *t = &h->audit->tally;

	return t->undecided + t->open + t->error;
}

static unsigned count_clear(const struct html *h)
{
	return h->audit->tally.clear - html_clear_stated(h);
}

static unsigned count_events(const struct html *h)
{
	return (unsigned)html_fact_count(h, "scheduled-event");
}

static unsigned count_services(const struct html *h)
{
	return (unsigned)(html_fact_count(h, "published-service") +
			  html_fact_count(h, "consumed-service"));
}

static unsigned count_steps(const struct html *h)
{
	return plan_count(h->audit->plan);
}

static bool is_always(const struct html *h)
{
	(void)h;
	return true;
}

/* A part of a page. One that belongs to the section above it has no writer of its own. */
struct section {
	const char *id, *title;
	unsigned (*count)(const struct html *);	/* NULL: no number beside it */
	void (*write)(struct html *);
	bool (*shown)(const struct html *);
};

/* Each page in its order; title NULL ends it. */
static const struct section readiness[] = {
	{ "verdict", "Verdict", NULL, html_verdict, is_always },
	{ "actions", "Actions by owner", to_do, html_actions, is_always },
	{ "undecided", "Undecided", not_decided, html_undecided, is_always },
	{ "said", "What people stated", html_said_count, html_said, is_always },
	{ "plan", "Plan of the move", count_steps, html_plan, is_always },
	{ "settings", "Settings of v3 and v4", NULL, html_compare, html_has_settings },
	{ "capacity", "Room on v4", NULL, NULL, html_has_settings },
	{ "evidence", "Evidence", NULL, html_evidence, is_always },
	{ "events", "Scheduled events", count_events, NULL, is_always },
	{ "hooks", "Start and health", NULL, NULL, is_always },
	{ "services", "Services", count_services, NULL, is_always },
	{ "calls", "Outgoing calls", NULL, NULL, is_always },
	{ "java", "Java", NULL, NULL, is_always },
	{ "inventory", "Inventory", NULL, html_inventory, is_always },
	{ "clear", "Checked and clear", count_clear, html_clear, is_always },
	{ "unread", "Not read", NULL, html_unread, is_always },
	{ "about", "About and sign-off", NULL, html_about, is_always },
	{ NULL, NULL, NULL, NULL, NULL },
};

static const struct section comparison[] = {
	{ "verdict", "Verdict", NULL, html_verdict, is_always },
	{ "settings", "Settings of v3 and v4", NULL, html_compare, is_always },
	{ "capacity", "Room on v4", NULL, NULL, is_always },
	{ "actions", "Actions by owner", to_do, html_actions, is_always },
	{ "undecided", "Undecided", not_decided, html_undecided, is_always },
	{ "clear", "Checked and clear", count_clear, html_clear, is_always },
	{ "unread", "Not read", NULL, html_unread, is_always },
	{ "about", "About and sign-off", NULL, html_about, is_always },
	{ NULL, NULL, NULL, NULL, NULL },
};

static const struct section *sections_of(const struct html *h)
{
	return h->audit->of_settings ? comparison : readiness;
}

enum { MANY = 500 };	/* findings from which the browser lays out only what is seen */

static void rail(struct html *h)
{
	html_add(h, "<nav class=\"rail\" aria-label=\"Contents\"><p class=\"mark\">mxaudit "
		    "<span>%s</span></p><ul>\n",
		 h->audit->of_settings ? "Settings compared" : "Readiness report");
	for (const struct section *s = sections_of(h); s->title != NULL; s++) {
		if (!s->shown(h))
			continue;
		html_raw(h, s->write == NULL ? "<li class=\"part\">" : "<li>");
		html_add(h, "<a href=\"#%s\">%s", s->id, s->title);
		if (s->count != NULL)
			html_add(h, " <b>%'u</b>", s->count(h));
		html_raw(h, "</a></li>\n");
	}
	html_raw(h, "</ul></nav>\n");
}

static void head(struct html *h)
{
	char style[DIGEST_BASE64], script[DIGEST_BASE64];

	digest_base64(html_style, html_style_len, style);
	digest_base64(html_script, html_script_len, script);
	html_raw(h, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
		    "<meta http-equiv=\"Content-Security-Policy\" content=\"");
	html_add(h, "default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; "
		    "base-uri 'none'; form-action 'none'\">\n", style, script);
	html_raw(h, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
		    "<meta name=\"color-scheme\" content=\"light dark\">\n"
		    "<meta name=\"referrer\" content=\"no-referrer\">\n"
		    "<meta name=\"robots\" content=\"noindex\">\n");
	html_add(h, "<meta name=\"generator\" content=\"mxaudit %s\">\n", h->audit->version);
	html_add(h, "<title>%s: %s for Mendix Cloud v4</title>\n<style>", h->audit->app,
		 words_verdict(h->audit->tally.verdict));
	html_raw(h, html_style);
	html_raw(h, "</style></head>\n");
}

/* Shapes that pictures refer to; out of sight, but not out of the page. */
static void shapes(struct html *h)
{
	html_raw(h, "<svg class=\"vh\" aria-hidden=\"true\" width=\"0\" height=\"0\"><defs>\n");
	html_glyphs(h);
	html_raw(h, "<pattern id=\"hatch\" width=\"5\" height=\"5\" "
		    "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
		    "<path class=\"hatchline\" d=\"M1 0V5\"/>"
		    "</pattern></defs></svg>\n");
}

static void body(struct html *h)
{
	html_raw(h, "<body>\n<a class=\"skip\" href=\"#actions\">Skip to the actions</a>\n");
	shapes(h);
	html_raw(h, "<div class=\"page\">");
	rail(h);
	html_raw(h, h->audit->tally.findings > MANY ? "<main id=\"verdict\" class=\"many\">\n" :
						       "<main id=\"verdict\">\n");
	for (const struct section *s = sections_of(h); s->title != NULL; s++)
		if (s->write != NULL)
			s->write(h);
	html_raw(h, "<footer>mxaudit opens nothing on the network while it judges a package. "
		    "This file asks for nothing either: no font, picture or script is loaded."
		    "</footer>\n</main></div>\n<script>");
	html_raw(h, html_script);
	html_raw(h, "</script></body></html>\n");
}

static void add_entry(struct html *h, const struct outcome *o)
{
	struct html_entry *e = &h->entries[h->entry_count];

	if (o->state != OUTCOME_FINDINGS || !outcome_worst(o, &e->worst))
		return;
	e->outcome = o;
	e->effort = words_effort(&h->audit->tally, o);
	e->findings = e->places = 0;
	for (size_t i = 0; i < o->finding_count; i++) {
		if (o->findings[i].waived)
			continue;
		e->findings++;
		e->places += (unsigned)o->findings[i].place_count;
	}
	h->entry_count++;
}

static int compare_entries(const void *left, const void *right)
{
	const struct html_entry *a = left, *b = right;
	unsigned a_hours = a->effort == NULL ? 0 : a->effort->hours.max;
	unsigned b_hours = b->effort == NULL ? 0 : b->effort->hours.max;

	if (a->worst != b->worst)
		return a->worst > b->worst ? -1 : 1;
	if (a_hours != b_hours)
		return a_hours > b_hours ? -1 : 1;
	return strcmp(a->outcome->rule->id, b->outcome->rule->id);
}

static void collect(struct html *h)
{
	const struct outcomes *all = h->audit->outcomes;

	h->entries = arena_alloc(h->arena, (all->count + 1) * sizeof(*h->entries));
	for (size_t i = 0; i < all->count; i++)
		add_entry(h, &all->items[i]);
	qsort(h->entries, h->entry_count, sizeof(*h->entries), compare_entries);
}

static void write_html(struct buf *out, const struct audit *audit, const struct report_style *style)
{
	struct html h = { .out = out, .audit = audit, .arena = arena_new() };

	(void)style;
	collect(&h);
	head(&h);
	body(&h);
	arena_free(h.arena);
}

const struct report report_html = {
	.name = "html",
	.summary = "the readiness report to read, search and print, as one file",
	.plan = true,
	.write = write_html,
};
