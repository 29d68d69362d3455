/* SPDX-License-Identifier: Apache-2.0 */
/* The section of the text report that tells what people stated, and what became of it. */
#include "report/said.h"

#include <string.h>

#include "report/text_page.h"
#include "util/arena.h"
#include "util/text.h"

static void add_rules(struct text_page *p, const struct said *s, enum stated_effect effect,
		      const char *label)
{
	buf_clear(&p->words);
	said_rules(&p->words, s, effect);
	text_field(p, TEXT_BODY, label, buf_text(&p->words));
}

/* An earlier rule of the list read the very same. */
static bool said_before(const struct said *s, size_t i)
{
	const struct stated *stated = ((struct said_rule *)s->rules.items[i])->stated;

	for (size_t k = 0; k < i; k++) {
		const struct said_rule *r = s->rules.items[k];

		if (r->stated->effect == STATED_OVERRULED && r->stated->found != NULL &&
		    stated->found != NULL && strcmp(r->stated->found, stated->found) == 0)
			return true;
	}
	return false;
}

/* What was read says otherwise; several rules may have read the same. */
static void add_overruled(struct text_page *p, const struct said *s)
{
	add_rules(p, s, STATED_OVERRULED, "overruled by");
	for (size_t i = 0; i < s->rules.len; i++) {
		const struct said_rule *r = s->rules.items[i];

		if (r->stated->effect == STATED_OVERRULED && !said_before(s, i))
			text_field(p, TEXT_BODY, "was read    ", r->stated->found);
	}
}

static void add_said(struct text_page *p, const struct said *s)
{
	wrap_blank(&p->w);
	text_state(p, s->worst == STATED_OVERRULED ? "overruled" :
		      s->answer->value == NULL ? "waived" : "stated");
	text_strong(p, s->answer->text);
	wrap_end(&p->w);
	buf_clear(&p->words);
	said_answer(&p->words, s->answer);
	text_field(p, TEXT_BODY, "answer      ", buf_text(&p->words));
	buf_clear(&p->words);
	said_by(&p->words, s->answer);
	text_field(p, TEXT_BODY, "stated by   ", buf_text(&p->words));
	add_rules(p, s, STATED_DECIDES, "decides     ");
	add_rules(p, s, STATED_SUPPLIES, "used by     ");
	add_rules(p, s, STATED_ACCEPTED, "leaves open ");
	add_overruled(p, s);
}

void text_said(struct text_page *p)
{
	struct vec list = { 0 };

	said_collect(&list, p->audit, p->audit->arena);
	if (list.len > 0)
		text_head(p, "Stated by people, not found", list.len, "");
	for (size_t i = 0; i < list.len; i++)
		add_said(p, list.items[i]);
	said_release(&list);
}
