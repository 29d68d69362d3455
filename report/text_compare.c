/* SPDX-License-Identifier: Apache-2.0 */
/* The text report: settings of both environments, one table a group and one line a name. */
#include "report/compare.h"
#include "report/text_page.h"
#include "util/cleanup.h"
#include "util/text.h"

enum { NAME_MOST = 40, VALUE_MAX = 1 << 20 };

static const char ARROW[] = " \xe2\x86\x92 ", NOTHING[] = "\xe2\x80\x93";

static void add_phrase(struct text_page *p)
{
	wrap_add(&p->w, buf_text(&p->words));
	wrap_end(&p->w);
	buf_clear(&p->words);
}

/* "Values of constants  17 names: 12 the same, 5 differ" */
static void group_head(struct text_page *p, const struct compare_group *g)
{
	CLEANUP(buf_release) struct buf title = { .max = 256 };

	wrap_blank(&p->w);
	buf_puts(&title, g->what);
	title.data[0] = (char)(title.data[0] & ~0x20);
	wrap_line(&p->w, TEXT_STATE, TEXT_BODY);
	text_strong(p, buf_text(&title));
	wrap_to(&p->w, 0);
	buf_clear(&p->words);
	if (g->count > 0)
		compare_counts(&p->words, g);
	else
		compare_note(&p->words, g, p->audit->sources);
	add_phrase(p);
	if (g->count == 0)
		return;
	compare_note(&p->words, g, p->audit->sources);
	if (p->words.len == 0)
		return;
	wrap_line(&p->w, TEXT_BODY, TEXT_BODY);
	add_phrase(p);
}

/* "25 → 587"; once where both have it; empty where no side has a value. */
static void values(struct buf *out, const struct compare_row *row)
{
	CLEANUP(buf_release) struct buf v3 = { .max = VALUE_MAX }, v4 = { .max = VALUE_MAX };

	compare_value(&v3, &row->v3);
	compare_value(&v4, &row->v4);
	if (v3.len == 0 && v4.len == 0)
		return;
	buf_puts(out, v3.len > 0 ? buf_text(&v3) : NOTHING);
	if (compare_is_alike(row))
		return;
	buf_printf(out, "%s%s", ARROW, v4.len > 0 ? buf_text(&v4) : NOTHING);
}

/* Where a table has its columns, from TEXT_BODY on. */
struct columns {
	unsigned word, value;
};

static void add_row(struct text_page *p, const struct compare_row *row, const struct columns *c)
{
	text_state(p, row->finding != NULL ? severity_name(row->finding->severity) :
		   compare_is_fine(row) ? "fine" : "told");
	wrap_add(&p->w, row->name);
	wrap_to(&p->w, c->word);
	wrap_add(&p->w, compare_word(row));
	values(&p->words, row);
	if (p->words.len > 0 &&
	    c->value + text_columns(buf_text(&p->words)) > p->w.columns) {
		wrap_end(&p->w);
		wrap_line(&p->w, TEXT_MORE, TEXT_MORE);
	} else if (p->words.len > 0) {
		wrap_to(&p->w, c->value);
	}
	add_phrase(p);
}

static bool is_listed(const struct text_page *p, const struct compare_row *row)
{
	return p->style->verbose > 0 || compare_is_told(row);
}

static void widen(unsigned *width, const char *text)
{
	unsigned columns = (unsigned)text_columns(text);

	if (columns > *width)
		*width = columns;
}

static struct columns columns_of(const struct text_page *p, const struct compare_group *g)
{
	unsigned name = 0, word = 0;

	for (size_t i = 0; i < g->count; i++) {
		if (!is_listed(p, &g->rows[i]))
			continue;
		widen(&name, g->rows[i].name);
		widen(&word, compare_word(&g->rows[i]));
	}
	if (name > NAME_MOST)
		name = NAME_MOST;
	return (struct columns){ TEXT_BODY + name + 2, TEXT_BODY + name + word + 4 };
}

static void add_group(struct text_page *p, const struct compare_group *g)
{
	struct columns columns = columns_of(p, g);

	group_head(p, g);
	for (size_t i = 0; i < g->count; i++)
		if (is_listed(p, &g->rows[i]))
			add_row(p, &g->rows[i], &columns);
}

void text_compare(struct text_page *p)
{
	struct compare c;
	uint64_t names = 0;

	compare_collect(&c, p->audit);
	if (!c.any)
		return;
	for (size_t i = 0; i < c.count; i++)
		names += c.groups[i].count;
	text_head(p, "Settings of v3 and v4, name by name", names, "nothing was given for both");
	for (size_t i = 0; i < c.count; i++)
		add_group(p, &c.groups[i]);
}
