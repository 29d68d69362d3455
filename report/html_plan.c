/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan of the move: what cannot be taken back first, then each phase with its steps, to be
 * printed and ticked off.
 */
#include "report/html_page.h"

#include <string.h>

#include "report/plan_words.h"
#include "util/buf.h"

enum { FOLD = 12, WORDS_MAX = 1 << 20 };

static bool is_done(enum plan_state state)
{
	return state == PLAN_DONE;
}

/* A box to tick; ticked where the step is proven. */
static void box(struct html *h, enum plan_state state)
{
	html_add(h, "<svg class=\"box%s\" viewBox=\"0 0 16 16\" role=\"img\" aria-label=\"%s\">"
		    "<rect x=\"1\" y=\"1\" width=\"14\" height=\"14\"/>",
		 is_done(state) ? " done" : "", is_done(state) ? "Done" : "To do");
	if (is_done(state))
		html_raw(h, "<path d=\"M3.500 8.500l3 3 6-7\"/>");
	html_raw(h, "</svg>");
}

/* Text in which a blank to fill in is told from the rest. */
static void filled(struct html *h, const char *text)
{
	const char *blank;

	while ((blank = strstr(text, PLAN_BLANK)) != NULL) {
		html_text_n(h, text, (size_t)(blank - text));
		html_raw(h, "<span class=\"blank\"><span class=\"vh\">to be filled in</span>"
			    "</span>");
		text = blank + strlen(PLAN_BLANK);
	}
	html_text(h, text);
}

static void paragraph(struct html *h, const char *class, const char *text)
{
	if (text[0] == '\0')
		return;
	html_add(h, "<p class=\"%s\">", class);
	filled(h, text);
	html_raw(h, "</p>\n");
}

static void phrase(struct html *h, const char *class, const struct plan_step *step,
		   void (*words)(struct buf *, const struct plan_step *))
{
	struct buf text;

	buf_init(&text, WORDS_MAX);
	words(&text, step);
	paragraph(h, class, buf_text(&text));
	buf_release(&text);
}

static void items(struct html *h, const struct plan_list *l)
{
	html_raw(h, "<ul class=\"ticks\">\n");
	for (size_t i = 0; i < l->count && i < HTML_CAP; i++) {
		html_raw(h, "<li>");
		if (l->tick)
			box(h, l->items[i].state);
		html_raw(h, "<span>");
		html_breakable(h, l->items[i].text, strlen(l->items[i].text));
		html_raw(h, "</span></li>\n");
	}
	html_raw(h, "</ul>\n");
	if (l->count > HTML_CAP)
		html_more(h, l->count - HTML_CAP, "items");
}

/* Long lists are folded on the screen; on paper they stand open. */
static void list(struct html *h, const struct plan_list *l)
{
	const char *title = l->title == NULL ? "" : l->title;

	if (l->count <= FOLD) {
		paragraph(h, "lt", title);
		items(h, l);
		return;
	}
	html_add(h, "<details class=\"fold\"><summary>%s%s%'u items</summary><div class=\"in\" "
		    "data-t=\"%s\">\n",
		 title, title[0] == '\0' ? "" : ": ", (unsigned)l->count, title);
	items(h, l);
	html_raw(h, "</div></details>\n");
}

static void request(struct html *h, const struct plan_request *r)
{
	html_add(h, "<div class=\"letter\"><p><small>To %s</small></p><p><b>%s</b></p>\n", r->to,
		 r->subject);
	for (size_t i = 0; i < r->count; i++) {
		if (r->lines[i].field != NULL)
			html_add(h, "<p class=\"fill\"><span>%s</span> ", r->lines[i].field);
		else
			html_raw(h, "<p>");
		filled(h, r->lines[i].text);
		html_raw(h, "</p>\n");
	}
	html_raw(h, "</div>\n");
}

static void facts(struct html *h, const struct plan_step_info *info)
{
	struct buf text;

	buf_init(&text, WORDS_MAX);
	plan_words_facts(&text, info);
	html_add(h, "<p class=\"who\">%s</p>\n", buf_text(&text));
	buf_release(&text);
}

static void back(struct html *h, const struct plan_step *s)
{
	if (s->info->undo == PLAN_UNDO_YES)
		return;
	html_add(h, "<p class=\"back\"><strong class=\"%s\">%s</strong> %s</p>\n",
		 s->info->undo == PLAN_UNDO_NO ? "blocker" : "action",
		 s->info->undo == PLAN_UNDO_NO ? "No way back." : "Way back:", s->info->back);
}

static void links(struct html *h, const struct plan_step_info *info)
{
	html_raw(h, "<p class=\"src\">");
	for (size_t i = 0; i < info->link_count; i++)
		html_add(h, "%s<a href=\"%s\" rel=\"noreferrer\">%s</a>", i == 0 ? "" : " · ",
			 info->links[i].href, info->links[i].title);
	html_raw(h, "</p>\n");
}

static void step(struct html *h, const struct plan_step *s)
{
	html_add(h, "<li class=\"step%s\" id=\"p-%s\"><span class=\"no\">%u</span>",
		 is_done(s->state) ? " done" : "", s->info->id, s->number);
	box(h, s->state);
	html_raw(h, "<div><h4>");
	filled(h, s->title);
	html_raw(h, "</h4>\n");
	facts(h, s->info);
	phrase(h, "state", s, plan_words_state);
	for (size_t i = 0; s->texts[i] != NULL; i++)
		paragraph(h, "tx", s->texts[i]);
	back(h, s);
	for (size_t i = 0; i < s->list_count; i++)
		list(h, &s->lists[i]);
	if (s->request != NULL)
		request(h, s->request);
	phrase(h, "doubt", s, plan_words_doubt);
	links(h, s->info);
	html_raw(h, "</div></li>\n");
}

static void phase(struct html *h, const struct plan_phase *p)
{
	html_add(h, "<div class=\"group phase\" id=\"phase-%s\"><header><h3>%s</h3></header>",
		 p->id, p->title);
	paragraph(h, "note", p->intro == NULL ? "" : p->intro);
	html_raw(h, "<ol class=\"steps\">\n");
	for (size_t i = 0; i < p->count; i++)
		if (p->steps[i].state != PLAN_NOT_APPLICABLE)
			step(h, &p->steps[i]);
	html_raw(h, "</ol></div>\n");
}

static void no_return(struct html *h, const struct plan *plan)
{
	html_raw(h, "<div class=\"sub ponr\"><h3>Steps that cannot be taken back</h3><ul>\n");
	for (size_t i = 0; i < plan->count; i++) {
		for (size_t k = 0; k < plan->phases[i].count; k++) {
			const struct plan_step *s = &plan->phases[i].steps[k];

			if (s->state == PLAN_NOT_APPLICABLE || s->info->undo != PLAN_UNDO_NO)
				continue;
			html_add(h, "<li><a href=\"#p-%s\">%u. ", s->info->id, s->number);
			filled(h, s->title);
			html_add(h, "</a> %s</li>\n", s->info->back);
		}
	}
	html_raw(h, "</ul></div>\n");
}

void html_plan(struct html *h)
{
	const struct plan *plan = h->audit->plan;
	struct buf counts;

	html_section(h, "plan", "Plan of the move");
	html_raw(h, "<p>");
	buf_init(&counts, WORDS_MAX);
	plan_words_counts(&counts, plan);
	html_text(h, plan->count == 0 ? "No pack has a plan, or nothing was judged"
				      : buf_text(&counts));
	html_raw(h, ".</p>\n");
	buf_clear(&counts);
	plan_words_inputs(&counts, h->audit);
	if (plan->count > 0)
		paragraph(h, "note", buf_text(&counts));
	buf_release(&counts);
	html_section_body(h);
	if (plan->count > 0)
		no_return(h, plan);
	for (size_t i = 0; i < plan->count; i++)
		phase(h, &plan->phases[i]);
	html_section_end(h);
}
