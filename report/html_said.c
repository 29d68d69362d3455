/* SPDX-License-Identifier: Apache-2.0 */
/* What people stated: kept apart from all that was found, with what became of each answer. */
#include "report/html_page.h"
#include "report/said.h"
#include "util/buf.h"
#include "util/cleanup.h"

enum { WORDS_MAX = 1 << 16 };

static void answer(struct html *h, const struct stated *s)
{
	CLEANUP(buf_release) struct buf text = { .max = WORDS_MAX };

	said_answer(&text, s);
	html_text(h, buf_text(&text));
}

static void rules(struct html *h, const struct said *s, enum stated_effect effect,
		  const char *label)
{
	CLEANUP(buf_release) struct buf text = { .max = WORDS_MAX };

	said_rules(&text, s, effect);
	if (text.len > 0)
		html_add(h, "<p><small>%s</small> <code>%s</code></p>", label, buf_text(&text));
}

/* What was read says otherwise. */
static void overruled(struct html *h, const struct said *s)
{
	for (size_t i = 0; i < s->rules.len; i++) {
		const struct said_rule *r = s->rules.items[i];

		if (r->stated->effect == STATED_OVERRULED)
			html_add(h, "<p>%s <small>was read by <code>%s</code></small></p>",
				 r->stated->found == NULL ? "" : r->stated->found,
				 r->outcome->rule->id);
	}
}

static void row(struct html *h, const struct said *s)
{
	bool contradicted = s->worst == STATED_OVERRULED;

	html_add(h, "<tr><th scope=\"row\">%s</th><td data-l=\"Answer\">", s->answer->text);
	answer(h, s->answer);
	html_raw(h, "</td><td data-l=\"Stated by\">");
	html_text(h, s->answer->by);
	if (s->answer->on[0] != '\0')
		html_add(h, ", <span class=\"nw\">%s</span>", s->answer->on);
	if (s->answer->place[0] != '\0')
		html_add(h, " <small class=\"nw\">%s</small>", s->answer->place);
	html_raw(h, "</td><td data-l=\"Effect\">");
	if (contradicted)
		html_state(h, "error", "What was read says otherwise, and counts");
	rules(h, s, STATED_DECIDES, "decides");
	rules(h, s, STATED_SUPPLIES, "used by");
	rules(h, s, STATED_ACCEPTED, "leaves open");
	overruled(h, s);
	html_raw(h, "</td></tr>\n");
}

unsigned html_said_count(const struct html *h)
{
	struct vec list = { 0 };
	unsigned n;

	said_collect(&list, h->audit, h->arena);
	n = (unsigned)list.len;
	said_release(&list);
	return n;
}

void html_said(struct html *h)
{
	struct vec list = { 0 };

	said_collect(&list, h->audit, h->arena);
	html_section(h, "said", "What people stated");
	if (list.len > 0)
		html_raw(h, "<p>Nobody found this. It rests on the word of those who are named; "
			    "where what was read says otherwise, that counts.</p>");
	else
		html_raw(h, "<p>Nothing: no answers were given. <code>mxaudit answers init</code> "
			    "writes the questions as a file to fill in.</p>");
	html_section_body(h);
	if (list.len > 0) {
		html_raw(h, "<table class=\"t stack\"><thead><tr><th scope=\"col\">Question</th>"
			    "<th scope=\"col\">Answer</th><th scope=\"col\">Stated by</th>"
			    "<th scope=\"col\">Effect</th></tr></thead><tbody>\n");
		for (size_t i = 0; i < list.len; i++)
			row(h, list.items[i]);
		html_raw(h, "</tbody></table>\n");
	}
	html_section_end(h);
	said_release(&list);
}
