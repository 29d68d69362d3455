/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings of both environments, name by name: a table a group, what is the same folded, each
 * name with the finding about it where there is one. Below it the room that v4 has.
 */
#include "report/html_page.h"

#include "report/compare.h"
#include "util/buf.h"
#include "util/cleanup.h"

enum { VALUE_MAX = 1 << 20 };

typedef void compare_words(struct buf *, const struct compare_group *, const struct sources *);

static void counts(struct buf *out, const struct compare_group *g, const struct sources *s)
{
	(void)s;
	if (g->count > 0)
		compare_counts(out, g);
}

static void sentence(struct html *h, const struct compare_group *g, compare_words *words,
		     const char *class)
{
	CLEANUP(buf_release) struct buf text = { .max = SIZE_MAX };

	words(&text, g, h->audit->sources);
	if (text.len == 0)
		return;
	html_add(h, "<p class=\"%s\">", class);
	html_title_case(h, buf_text(&text));
	html_raw(h, ".</p>\n");
}

static void value(struct html *h, const struct compare_side *side, const char *label)
{
	CLEANUP(buf_release) struct buf text = { .max = VALUE_MAX };

	compare_value(&text, side);
	html_add(h, "<td data-l=\"%s\">", label);
	if (side->state == COMPARE_SHOWN)
		html_breakable(h, buf_text(&text), text.len);
	else if (text.len > 0)
		html_add(h, "<span class=\"unknown\">%s</span>", buf_text(&text));
	else if (side->state == COMPARE_PRESENT)
		html_raw(h, "there");
	else
		html_raw(h, "<span class=\"unknown dash\">\xe2\x80\x93</span>");
	html_raw(h, "</td>");
}

static void verdict(struct html *h, const struct compare_row *row)
{
	const struct finding *f = row->finding;

	html_raw(h, "<td data-l=\"On v4\" class=\"vd\">");
	html_glyph(h, f != NULL ? severity_name(f->severity) :
		   compare_is_fine(row) ? "clear" : "na");
	if (f != NULL)
		html_add(h, "<span class=\"vh\">%s: </span><a href=\"#f-%s\">%s</a>",
			 html_severity_word(f->severity), f->fingerprint, compare_word(row));
	else
		html_text(h, compare_word(row));
	html_raw(h, "</td>");
}

static void row(struct html *h, const struct compare_row *r)
{
	html_raw(h, "<tr><th scope=\"row\">");
	html_name(h, r->name);
	html_raw(h, "</th>");
	verdict(h, r);
	value(h, &r->v3, "v3");
	value(h, &r->v4, "v4");
	html_raw(h, "</tr>\n");
}

/* Those that are told, or those that are plainly the same. */
static void table(struct html *h, const struct compare_group *g, bool told)
{
	size_t shown = 0, n = 0;

	html_add(h, "<table class=\"t stack compare\"><caption class=\"vh\">%s</caption><thead><tr>"
		    "<th scope=\"col\">Name</th><th scope=\"col\">On v4</th>"
		    "<th scope=\"col\">Value on v3</th><th scope=\"col\">Value on v4</th></tr>"
		    "</thead><tbody>\n", g->what);
	for (size_t i = 0; i < g->count; i++) {
		if (compare_is_told(&g->rows[i]) != told)
			continue;
		if (n++ < HTML_CAP) {
			row(h, &g->rows[i]);
			shown++;
		}
	}
	html_raw(h, "</tbody></table>\n");
	html_more(h, n - shown, "names");
}

static void group(struct html *h, const struct compare_group *g)
{
	size_t told = 0;

	for (size_t i = 0; i < g->count; i++)
		told += compare_is_told(&g->rows[i]);
	html_add(h, "<div class=\"sub\" id=\"compare-%s\"><h3>", g->name);
	html_title_case(h, g->what);
	html_raw(h, "</h3>\n");
	sentence(h, g, counts, "note");
	sentence(h, g, compare_note, g->compared && g->count == 0 ? "none" : "unread");
	if (told > 0)
		table(h, g, true);
	if (told < g->count) {
		html_raw(h, "<details class=\"fold\"><summary>");
		html_count(h, g->count - told, "name that is the same", "names that are the same");
		html_add(h, "</summary><div class=\"in\" data-t=\"%s: the same\">\n", g->what);
		table(h, g, false);
		html_raw(h, "</div></details>\n");
	}
	html_raw(h, "</div>\n");
}

bool html_has_settings(const struct html *h)
{
	return sources_any(h->audit->sources, SOURCE_V3_FIRST, SOURCE_V4_LAST);
}

void html_compare(struct html *h)
{
	struct compare c;

	if (!html_has_settings(h))
		return;
	compare_collect(&c, h->audit);
	html_section(h, "settings", "Settings of v3 and v4");
	html_raw(h, c.any ? "<p>Name by name. A value is shown only where it plainly is no secret; "
			    "all are compared.</p>"
			  : "<p>Settings of one environment alone were given, so nothing can be "
			    "compared.</p>");
	html_section_body(h);
	for (size_t i = 0; c.any && i < c.count; i++)
		group(h, &c.groups[i]);
	html_capacity(h);
	html_section_end(h);
}
