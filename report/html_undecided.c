/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What could not be decided: the question, why it matters, what decides it and the option to
 * type. Rules that one answer decides stand under one question, those that want the same part
 * of the package under what is missing. Rules that failed stand here too, because nobody knows
 * what they would have found.
 */
#include "report/html_page.h"

#include <string.h>

#include "report/words.h"
#include "util/cleanup.h"
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
	  "These need something that was not given." },
};

static const char *option_of(const struct outcome *o)
{
	return o->ask_option == NULL ? "" : o->ask_option;
}

static const char *reason_of(const struct outcome *o)
{
	return o->reason == NULL ? "" : o->reason;
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

/* True where one thing decides both: an answer, or what could not be read. */
static bool same_cause(const struct outcome *a, const struct outcome *b)
{
	const char *left = a->question != NULL ? a->question : a->reason;
	const char *right = b->question != NULL ? b->question : b->reason;

	return a->state == OUTCOME_UNDECIDED && (a->question == NULL) == (b->question == NULL) &&
	       left != NULL && right != NULL && strcmp(left, right) == 0;
}

/* Of "the model was not read: model.mdp is missing" what stands behind the colon. */
static const char *missing(const char *reason)
{
	const char *colon = strstr(reason, ": ");

	return colon == NULL || strstr(reason, "; ") != NULL ? reason : colon + 2;
}

static void heading(struct html *h, const struct outcome *o)
{
	html_raw(h, "<h4>");
	if (o->question != NULL)
		html_text(h, o->question);
	else if (o->state == OUTCOME_ERROR)
		html_text(h, o->rule->title);
	else if (o->reason != NULL)
		html_add(h, "Not decided: %s", missing(o->reason));
	else
		html_raw(h, "Not decided");
	html_raw(h, "</h4>\n");
}

/* What the first members of a cause have said is not said again. */
static bool said(const struct vec *cause, size_t member,
		 const char *(*what)(const struct outcome *))
{
	const char *words = what(cause->items[member]);

	for (size_t i = 0; i < member; i++)
		if (strcmp(what(cause->items[i]), words) == 0)
			return true;
	return words[0] == '\0';
}

static void decides(struct html *h, const struct vec *cause)
{
	const struct outcome *o = cause->items[0];

	html_raw(h, "<div class=\"dec\"><b>");
	html_raw(h, o->state == OUTCOME_ERROR ? "What failed" : "What decides this");
	html_raw(h, "</b>");
	for (size_t i = 0; i < cause->len; i++)
		if (!said(cause, i, reason_of))
			html_add(h, "<p>%s</p>", reason_of(cause->items[i]));
	for (size_t i = 0; i < cause->len; i++)
		if (!said(cause, i, option_of))
			html_add(h, "<code class=\"opt\">%s</code>", option_of(cause->items[i]));
	html_raw(h, "</div>\n");
}

/* "a blocker": what the rule could come to, with glyph. */
static void could_be(struct html *h, const struct outcome *o)
{
	static const char *const words[SEVERITY_COUNT] = {
		[SEVERITY_INFO] = "information",
		[SEVERITY_VERIFY] = "a point to verify",
		[SEVERITY_ACTION] = "an action",
		[SEVERITY_BLOCKER] = "a blocker",
	};

	html_state(h, severity_name(o->rule->severity), words[o->rule->severity]);
}

/* Its hours; false where it states none, or they are counted with another rule. */
static bool hours(struct html *h, const struct outcome *o, const char *lead)
{
	const struct effort_line *effort = words_effort(&h->audit->tally, o);

	if (effort == NULL || effort->outcome != o)
		return false;
	html_add(h, "%s<span class=\"nw\">", lead);
	html_hours(h, effort->hours);
	html_raw(h, "</span>");
	return true;
}

static void single(struct html *h, const struct outcome *o)
{
	if (o->question != NULL)
		html_add(h, "<p class=\"if\"><small>If it turns out badly:</small> %s</p>\n",
			 o->rule->title);
	else if (o->state != OUTCOME_ERROR)
		html_add(h, "<p class=\"if\">%s</p>\n", o->rule->title);
	html_add(h, "<p>%s</p>\n<p class=\"rule\"><code>%s</code> \xc2\xb7 could be ",
		 o->rule->why, o->rule->id);
	could_be(h, o);
	hours(h, o, " \xc2\xb7 ");
	html_raw(h, "</p>");
}

static void waiting_row(struct html *h, const struct outcome *o)
{
	html_add(h, "<tr id=\"q-%s\"><th scope=\"row\">%s</th><td data-l=\"Area\">"
		    "<span class=\"nw\">%s</span></td><td data-l=\"Could be\">",
		 o->rule->id, o->rule->title, o->rule->area);
	could_be(h, o);
	html_raw(h, "</td><td class=\"n\" data-l=\"Hours\">");
	if (!hours(h, o, ""))
		html_raw(h, "<span class=\"unknown dash\">\xe2\x80\x93</span>");
	html_raw(h, "</td></tr>\n");
}

/* Several rules that one thing decides: a line each, and folded what they are about. */
static void several(struct html *h, const struct vec *rules)
{
	html_raw(h, "<table class=\"t stack waits\"><caption>");
	html_count(h, rules->len, "rule waits", "rules wait");
	html_raw(h, " for this.</caption><thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">"
		    "Area</th><th scope=\"col\">Could be</th><th scope=\"col\" class=\"n\">Hours"
		    "</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < rules->len; i++)
		waiting_row(h, rules->items[i]);
	html_raw(h, "</tbody></table>\n<details><summary>Why, and what they could need</summary>"
		    "<dl class=\"needs\">\n");
	for (size_t i = 0; i < rules->len; i++) {
		const struct rule_info *rule = ((struct outcome *)rules->items[i])->rule;

		html_add(h, "<dt>%s</dt><dd><p>%s</p><p>%s</p><p class=\"rule\"><code>%s</code></p>"
			    "</dd>\n", rule->title, rule->why, rule->fix, rule->id);
	}
	html_raw(h, "</dl></details>");
}

static void cause(struct html *h, const struct vec *rules, const char *glyph)
{
	const struct outcome *first = rules->items[0];

	if (rules->len == 1)
		html_add(h, "<li id=\"q-%s\" class=\"qu\">", first->rule->id);
	else
		html_raw(h, "<li class=\"qu\">");
	html_glyph(h, glyph);
	html_raw(h, "<div>");
	heading(h, first);
	if (rules->len == 1)
		single(h, first);
	else
		several(h, rules);
	html_raw(h, "</div>\n");
	decides(h, rules);
	html_raw(h, "</li>\n");
}

/* The cause of list[first] with all rules that share it; they are taken out of the list. */
static void take_cause(struct html *h, struct vec *list, size_t first, const char *glyph)
{
	CLEANUP(vec_release) struct vec rules = { NULL, 0, 0 };
	const struct outcome *head = list->items[first];

	for (size_t i = first; i < list->len; i++) {
		struct outcome *o = list->items[i];

		if (o == NULL || (o != head && !same_cause(head, o)))
			continue;
		vec_push(&rules, o);
		list->items[i] = NULL;
	}
	cause(h, &rules, glyph);
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
			if (list.items[i] != NULL)
				take_cause(h, &list, i, g->glyph);
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
		html_count(h, n, "rule", "rules");
		html_raw(h, n == 1 ? " was not decided. Until it is, it does not count as clear."
				   : " were not decided. Until they are, none counts as clear.");
	}
	html_raw(h, "</p>");
	html_section_body(h);
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		group(h, &groups[i]);
	html_section_end(h);
}
