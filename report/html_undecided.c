/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What could not be decided: the question, why it matters, what decides it and the option to
 * type. Rules that failed stand here too, because nobody knows what they would have found.
 */
#include "report/html_page.h"

#include <string.h>

#include "util/vec.h"

struct group {
	enum outcome_state state;
	bool open;
	const char *glyph, *title, *note;
};

static const struct group groups[] = {
	{ OUTCOME_ERROR, false, "error", "Rules that failed",
	  "Nobody knows what they would have found." },
	{ OUTCOME_UNDECIDED, false, "undecided", "Undecided with what was given",
	  "What was given should have decided these, but could not." },
	{ OUTCOME_UNDECIDED, true, "open", "Open until more is given",
	  "These need something that is not in the package." },
};

static const char *option_of(const struct outcome *o)
{
	return o->ask_option == NULL ? "" : o->ask_option;
}

static int by_weight(const void *left, const void *right)
{
	const struct outcome *a = left, *b = right;

	if (a->rule->severity != b->rule->severity)
		return a->rule->severity > b->rule->severity ? -1 : 1;
	if (strcmp(option_of(a), option_of(b)) != 0)
		return strcmp(option_of(a), option_of(b));
	return strcmp(a->rule->id, b->rule->id);
}

static void heading(struct html *h, const struct outcome *o)
{
	html_raw(h, "<h4>");
	if (o->question != NULL)
		html_text(h, o->question);
	else
		html_text(h, o->rule->title);
	html_raw(h, "</h4>\n");
	if (o->question == NULL)
		return;
	html_add(h, "<p class=\"if\"><small>If it turns out badly:</small> %s</p>\n",
		 o->rule->title);
}

static void decides(struct html *h, const struct outcome *o)
{
	html_raw(h, "<div class=\"dec\"><b>");
	html_raw(h, o->state == OUTCOME_ERROR ? "What failed" : "What decides this");
	html_raw(h, "</b>");
	if (o->reason != NULL)
		html_add(h, "<p>%s</p>", o->reason);
	if (o->ask_option != NULL)
		html_add(h, "<code class=\"opt\">%s</code>", o->ask_option);
	html_raw(h, "</div>\n");
}

static void question(struct html *h, const struct outcome *o, const char *glyph)
{
	const char *severity = severity_name(o->rule->severity);

	html_add(h, "<li id=\"q-%s\" class=\"qu\">", o->rule->id);
	html_glyph(h, glyph);
	html_raw(h, "<div>");
	heading(h, o);
	html_add(h, "<p>%s</p>\n<p class=\"rule\"><code>%s</code> \xc2\xb7 could be ",
		 o->rule->why, o->rule->id);
	html_state(h, severity, o->rule->severity == SEVERITY_BLOCKER ? "a blocker" :
		   o->rule->severity == SEVERITY_ACTION ? "an action" :
		   o->rule->severity == SEVERITY_VERIFY ? "a point to verify" : "information");
	html_raw(h, "</p></div>\n");
	decides(h, o);
	html_raw(h, "</li>\n");
}

static bool belongs(const struct outcome *o, const struct group *g)
{
	return o->state == g->state && (g->state == OUTCOME_ERROR || o->open == g->open);
}

static void group(struct html *h, const struct group *g)
{
	const struct outcomes *all = h->audit->outcomes;
	struct vec list = { NULL, 0, 0 };

	for (size_t i = 0; i < all->count; i++)
		if (belongs(&all->items[i], g))
			vec_push(&list, &all->items[i]);
	vec_sort(&list, by_weight);
	if (list.len > 0) {
		html_add(h, "<div class=\"group\"><header><h3>%s</h3><p>%'u</p></header>"
			    "<p class=\"note\">%s</p>\n<ul class=\"qs\">\n",
			 g->title, (unsigned)list.len, g->note);
		for (size_t i = 0; i < list.len; i++)
			question(h, list.items[i], g->glyph);
		html_raw(h, "</ul></div>\n");
	}
	vec_release(&list);
}

void html_undecided(struct html *h)
{
	const struct tally *t = &h->audit->tally;
	unsigned n = t->undecided + t->open + t->error;

	html_section(h, "undecided", "Undecided");
	html_raw(h, "<p>");
	if (n == 0 && t->verdict == VERDICT_NONE) {
		html_raw(h, "No rule was judged.");
	} else if (n == 0) {
		html_raw(h, "Every rule that applies was decided.");
	} else {
		html_count(h, n, "question", "questions");
		html_raw(h, n == 1 ? " was not decided. Until it is, it does not count as clear."
				   : " were not decided. Until they are, none counts as clear.");
	}
	html_raw(h, "</p>");
	html_section_body(h);
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		group(h, &groups[i]);
	html_section_end(h);
}
