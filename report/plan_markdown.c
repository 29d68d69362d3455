/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan as a checklist. Text from anywhere is escaped in one function, so that a name of a
 * package can be no markup, no address to follow and no mention of a person.
 */
#include "report/plan.h"

#include <string.h>

#include "report/plan_words.h"
#include "report/words.h"
#include "report/wrap.h"
#include "util/buf.h"
#include "util/text.h"

enum { WORDS_MAX = 1 << 20 };

/* Every sign that Markdown, HTML, a terminal or the log of a build gives a meaning. */
static void add(struct buf *out, const char *text)
{
	struct buf safe;

	buf_init(&safe, WORDS_MAX);
	wrap_safe(&safe, text);
	for (const char *p = buf_text(&safe); *p != '\0'; p++) {
		if (*p == '<')
			buf_puts(out, "&lt;");
		else if (*p == '&')
			buf_puts(out, "&amp;");
		else if (*p == '@')
			buf_puts(out, "&#64;");
		else if (text_starts(p, "://"))
			buf_puts(out, "&#58;");
		else if (strchr("\\`*_[]#>|~!", *p) != NULL)
			buf_printf(out, "\\%c", *p);
		else
			buf_putc(out, *p);
	}
	buf_release(&safe);
}

static void tick(struct buf *out, unsigned indent, enum plan_state state)
{
	buf_printf(out, "%*s- [%c] ", (int)indent, "", state == PLAN_DONE ? 'x' : ' ');
}

/* A paragraph that belongs to the step above. */
static void paragraph(struct buf *out, const char *text)
{
	if (text[0] == '\0')
		return;
	buf_puts(out, "\n  ");
	add(out, text);
	buf_putc(out, '\n');
}

static void phrase(struct buf *out, const struct plan_step *step,
		   void (*words)(struct buf *, const struct plan_step *))
{
	struct buf text;

	buf_init(&text, WORDS_MAX);
	words(&text, step);
	paragraph(out, buf_text(&text));
	buf_release(&text);
}

static void list(struct buf *out, const struct plan_list *l)
{
	buf_puts(out, "\n");
	if (l->title != NULL) {
		buf_puts(out, "  ");
		add(out, l->title);
		buf_puts(out, ":\n\n");
	}
	for (size_t i = 0; i < l->count; i++) {
		if (l->tick)
			tick(out, 2, l->items[i].state);
		else
			buf_puts(out, "  - ");
		add(out, l->items[i].text);
		buf_putc(out, '\n');
	}
}

static void request(struct buf *out, const struct plan_request *r)
{
	buf_puts(out, "\n  > **To ");
	add(out, r->to);
	buf_puts(out, ": ");
	add(out, r->subject);
	buf_puts(out, "**\n");
	for (size_t i = 0; i < r->count; i++) {
		buf_puts(out, "  >\n  > ");
		if (r->lines[i].field != NULL) {
			add(out, r->lines[i].field);
			buf_puts(out, ": ");
		}
		add(out, r->lines[i].text);
		buf_putc(out, '\n');
	}
}

static void step(struct buf *out, const struct plan_step *s)
{
	struct buf facts;

	buf_init(&facts, WORDS_MAX);
	plan_words_facts(&facts, s->info);
	buf_putc(out, '\n');
	tick(out, 0, s->state);
	buf_printf(out, "**%u. ", s->number);
	add(out, s->title);
	buf_puts(out, "** (");
	add(out, buf_text(&facts));
	buf_puts(out, ")\n");
	for (size_t i = 0; s->texts[i] != NULL; i++)
		paragraph(out, s->texts[i]);
	phrase(out, s, plan_words_back);
	for (size_t i = 0; i < s->list_count; i++)
		list(out, &s->lists[i]);
	if (s->request != NULL)
		request(out, s->request);
	phrase(out, s, plan_words_doubt);
	phrase(out, s, plan_words_state);
	buf_release(&facts);
}

static void inputs(struct buf *out, const struct audit *audit)
{
	struct buf text;

	buf_init(&text, WORDS_MAX);
	plan_words_inputs(&text, audit);
	if (text.len > 0) {
		buf_putc(out, '\n');
		add(out, buf_text(&text));
		buf_putc(out, '\n');
	}
	buf_release(&text);
}

void plan_write_markdown(struct buf *out, const struct audit *audit)
{
	const struct plan *plan = audit->plan;

	buf_puts(out, "# Plan of the move: ");
	add(out, audit->app);
	buf_puts(out, "\n\n");
	if (plan->count == 0)
		buf_puts(out, "No pack has a plan, or nothing could be read");
	else
		plan_words_counts(out, plan);
	buf_puts(out, ".\n");
	if (plan->count > 0)
		inputs(out, audit);
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_phase *ph = &plan->phases[i];

		buf_puts(out, "\n## ");
		add(out, ph->title);
		buf_putc(out, '\n');
		if (ph->intro != NULL) {
			buf_putc(out, '\n');
			add(out, ph->intro);
			buf_putc(out, '\n');
		}
		for (size_t k = 0; k < ph->count; k++)
			if (ph->steps[k].state != PLAN_NOT_APPLICABLE)
				step(out, &ph->steps[k]);
	}
}
