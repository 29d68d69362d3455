/* SPDX-License-Identifier: Apache-2.0 */
/* The effort section of the text report: every total with what it is the sum of. */
#include "report/text_page.h"

#include "util/text.h"

enum { ADDEND = 4, ID_MOST = 40 };

/* The longest rule id: where the way an addend came about is written. */
static unsigned id_columns(const struct tally *t)
{
	const struct effort_total *const totals[] = { &t->work, &t->check, &t->unknown };
	size_t most = 0;

	for (size_t k = 0; k < 3; k++) {
		for (size_t i = 0; i < totals[k]->count; i++) {
			size_t n = text_columns(totals[k]->lines[i].outcome->rule->id);

			most = n > most ? n : most;
		}
	}
	return most > ID_MOST ? ID_MOST : (unsigned)most;
}

static void add_total(struct text_page *p, const char *title, const struct effort_total *total)
{
	unsigned column = ADDEND + id_columns(&p->audit->tally) + 2;

	if (total->count == 0)
		return;
	wrap_line(&p->w, TEXT_STATE, ADDEND);
	wrap_add(&p->w, title);
	wrap_right(&p->w, text_hours(p, total->hours));
	wrap_end(&p->w);
	for (size_t i = 0; i < total->count; i++) {
		const struct effort_line *line = &total->lines[i];

		wrap_line(&p->w, ADDEND, ADDEND + 2);
		wrap_add(&p->w, line->outcome->rule->id);
		buf_clear(&p->words);
		words_addend(&p->words, line);
		if (p->words.len > 0)
			wrap_to(&p->w, column);
		wrap_add(&p->w, buf_text(&p->words));
		wrap_right(&p->w, text_hours(p, line->hours));
		wrap_end(&p->w);
	}
}

static void add_owner(struct text_page *p, const struct owner_total *owner)
{
	wrap_line(&p->w, ADDEND, ADDEND + 2);
	wrap_add(&p->w, owner->owner);
	wrap_to(&p->w, TEXT_BODY);
	buf_clear(&p->words);
	for (int s = SEVERITY_COUNT - 1; s >= 0; s--) {
		unsigned n = owner->by_severity[s];

		if (n == 0)
			continue;
		buf_puts(&p->words, p->words.len > 0 ? ", " : "");
		words_count(&p->words, n, words_severity((enum severity)s, 1),
			    words_severity((enum severity)s, 2));
	}
	wrap_add(&p->w, buf_text(&p->words));
	if (owner->hours.max > 0)
		wrap_right(&p->w, text_hours(p, owner->hours));
	wrap_end(&p->w);
}

void text_effort(struct text_page *p)
{
	const struct tally *t = &p->audit->tally;
	size_t lines = t->work.count + t->check.count + t->unknown.count;

	text_head(p, "Effort", 0, lines == 0 ? "none stated" : "in hours of work");
	add_total(p, "Blockers and actions", &t->work);
	add_total(p, "To verify", &t->check);
	add_total(p, "Undecided, if it comes to that", &t->unknown);
	if (t->owner_count == 0)
		return;
	wrap_line(&p->w, TEXT_STATE, ADDEND);
	wrap_add(&p->w, "By owner");
	wrap_end(&p->w);
	for (size_t i = 0; i < t->owner_count; i++)
		add_owner(p, &t->owners[i]);
}
