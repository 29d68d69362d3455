/* SPDX-License-Identifier: Apache-2.0 */
/* The plan in a terminal. */
#include "report/plan.h"

#include "report/plan_words.h"
#include "report/words.h"
#include "report/wrap.h"
#include "util/buf.h"

enum { STEP = 9, ITEM = 11, ITEMS = 12, WORDS_MAX = 1 << 20 };

struct page {
	struct wrap w;
	struct buf words;
	const struct audit *audit;
	const struct report_style *style;
};

static void line(struct page *p, unsigned column, unsigned hang, const char *text)
{
	if (text[0] == '\0')
		return;
	wrap_line(&p->w, column, hang);
	wrap_add(&p->w, text);
	wrap_end(&p->w);
}

static void strong(struct page *p, const char *codes, const char *text)
{
	wrap_style(&p->w, codes);
	wrap_add(&p->w, text);
	wrap_style(&p->w, "");
}

/* A phrase of plan_words.h about the step. */
static void phrase(struct page *p, const struct plan_step *step,
		   void (*words)(struct buf *, const struct plan_step *))
{
	buf_clear(&p->words);
	words(&p->words, step);
	line(p, STEP, STEP, buf_text(&p->words));
}

static const char *box(enum plan_state state)
{
	return state == PLAN_DONE ? "[x]" : "[ ]";
}

static void list(struct page *p, const struct plan_list *l)
{
	size_t shown = 0;

	if (l->title != NULL) {
		buf_clear(&p->words);
		buf_printf(&p->words, "%s:", l->title);
		line(p, STEP, STEP, buf_text(&p->words));
	}
	for (; shown < l->count && (shown < ITEMS || p->style->verbose > 0); shown++) {
		wrap_line(&p->w, STEP, ITEM + 2);
		wrap_add(&p->w, l->tick ? box(l->items[shown].state) : "·");
		wrap_add(&p->w, l->items[shown].text);
		wrap_end(&p->w);
	}
	if (shown < l->count) {
		buf_clear(&p->words);
		buf_printf(&p->words, "and %zu more (-v shows all)", l->count - shown);
		line(p, ITEM + 2, ITEM + 2, buf_text(&p->words));
	}
}

static void request(struct page *p, const struct plan_request *r)
{
	buf_clear(&p->words);
	buf_printf(&p->words, "To send to %s: %s", r->to, r->subject);
	line(p, STEP, ITEM, buf_text(&p->words));
	for (size_t i = 0; i < r->count; i++) {
		buf_clear(&p->words);
		if (r->lines[i].field != NULL)
			buf_printf(&p->words, "%s: %s", r->lines[i].field, r->lines[i].text);
		else
			buf_puts(&p->words, r->lines[i].text);
		line(p, ITEM, ITEM + 2, buf_text(&p->words));
	}
}

static void heading(struct page *p, const struct plan_step *step)
{
	wrap_blank(&p->w);
	wrap_line(&p->w, 0, STEP);
	buf_clear(&p->words);
	buf_printf(&p->words, "%3u", step->number);
	wrap_add(&p->w, buf_text(&p->words));
	wrap_to(&p->w, STEP - 4);
	wrap_add(&p->w, box(step->state));
	wrap_to(&p->w, STEP);
	strong(p, "1", step->title);
	wrap_end(&p->w);
	buf_clear(&p->words);
	plan_words_facts(&p->words, step->info);
	line(p, STEP, STEP, buf_text(&p->words));
}

static void step(struct page *p, const struct plan_step *s)
{
	heading(p, s);
	for (size_t i = 0; s->texts[i] != NULL; i++)
		line(p, STEP, STEP, s->texts[i]);
	for (size_t i = 0; i < s->list_count; i++)
		list(p, &s->lists[i]);
	if (s->request != NULL)
		request(p, s->request);
	phrase(p, s, plan_words_doubt);
	phrase(p, s, plan_words_state);
	wrap_style(&p->w, "31");
	phrase(p, s, plan_words_back);
	wrap_style(&p->w, "");
}

static void phase(struct page *p, const struct plan_phase *ph)
{
	wrap_blank(&p->w);
	wrap_line(&p->w, 0, 0);
	strong(p, "1", ph->title);
	wrap_end(&p->w);
	if (ph->intro != NULL)
		line(p, 0, 0, ph->intro);
	for (size_t i = 0; i < ph->count; i++)
		if (ph->steps[i].state != PLAN_NOT_APPLICABLE)
			step(p, &ph->steps[i]);
}

void plan_write_text(struct buf *out, const struct audit *audit, const struct report_style *style)
{
	struct page p = { .audit = audit, .style = style };
	const struct plan *plan = audit->plan;

	buf_init(&p.words, WORDS_MAX);
	wrap_init(&p.w, out, style->columns, style->color);
	buf_printf(&p.words, "Plan of the move: %s", audit->app);
	wrap_line(&p.w, 0, 0);
	strong(&p, "1", buf_text(&p.words));
	wrap_end(&p.w);
	buf_clear(&p.words);
	if (plan->count == 0)
		buf_puts(&p.words, "No pack has a plan, or nothing could be read.");
	else
		plan_words_counts(&p.words, plan);
	line(&p, 0, 0, buf_text(&p.words));
	buf_clear(&p.words);
	plan_words_inputs(&p.words, audit);
	line(&p, 0, 0, plan->count == 0 ? "" : buf_text(&p.words));
	for (size_t i = 0; i < plan->count; i++)
		phase(&p, &plan->phases[i]);
	wrap_release(&p.w);
	buf_release(&p.words);
}
