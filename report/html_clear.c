/* SPDX-License-Identifier: Apache-2.0 */
/* What was checked and needs nothing: clear, information, waived, not applicable. */
#include "report/html_page.h"

#include <string.h>

static bool is_found_clear(const struct outcome *o)
{
	return o->state == OUTCOME_CLEAR && !o->by_statement;
}

unsigned html_clear_stated(const struct html *h)
{
	const struct outcomes *all = h->audit->outcomes;
	unsigned n = 0;

	for (size_t i = 0; i < all->count; i++)
		n += all->items[i].state == OUTCOME_CLEAR && all->items[i].by_statement;
	return n;
}

/* Clear rules of an area, from `first` on; returns where the next area begins. */
static size_t clear_area(struct html *h, size_t first)
{
	const struct outcomes *all = h->audit->outcomes;
	const char *area = all->items[first].rule->area;
	unsigned n = 0;
	size_t end = first;

	for (; end < all->count && strcmp(all->items[end].rule->area, area) == 0; end++)
		n += is_found_clear(&all->items[end]);
	if (n == 0)
		return end;
	html_raw(h, "<div><h3>");
	html_state(h, "clear", "");
	html_title_case(h, area);
	html_add(h, "<span class=\"c\">%'u</span></h3><ul>\n", n);
	for (size_t i = first; i < end; i++) {
		const struct rule_info *rule = all->items[i].rule;

		if (is_found_clear(&all->items[i]))
			html_add(h, "<li id=\"r-%s\">%s%s <code>%s</code></li>\n", rule->id,
				 rule->clear == NULL ? "Not found: " : "",
				 rule->clear == NULL ? rule->title : rule->clear, rule->id);
	}
	html_raw(h, "</ul></div>\n");
	return end;
}

static void clear_list(struct html *h)
{
	html_raw(h, "<div class=\"cols\">\n");
	for (size_t i = 0; i < h->audit->outcomes->count;)
		i = clear_area(h, i);
	html_raw(h, "</div>\n");
}

static void info_row(struct html *h, const struct rule_info *rule, const struct finding *f)
{
	const char *state = f->waived ? "waived" : "info";

	html_add(h, "<tr id=\"f-%s\"><th scope=\"row\">", f->fingerprint);
	html_state(h, state, f->waived ? "Waived" : "Info");
	html_add(h, "</th><td data-l=\"What\">%s<p>%s</p></td><td data-l=\"Rule\"><code>%s</code>"
		    "</td><td data-l=\"Fingerprint\"><code>%s</code></td></tr>\n",
		 f->message, rule->title, rule->id, f->fingerprint);
}

/* Findings that need nothing: of rules that found information only, and waived ones. */
static size_t info_rows(struct html *h, bool write)
{
	const struct outcomes *all = h->audit->outcomes;
	size_t n = 0;

	for (size_t i = 0; i < all->count; i++) {
		const struct outcome *o = &all->items[i];
		enum severity worst = SEVERITY_INFO;
		size_t of_rule = 0;

		outcome_worst(o, &worst);
		for (size_t k = 0; k < o->finding_count; k++) {
			if (!o->findings[k].waived && worst != SEVERITY_INFO)
				continue;
			if (write && of_rule++ < HTML_CAP)
				info_row(h, o->rule, &o->findings[k]);
			n++;
		}
		if (of_rule > HTML_CAP)
			html_add(h, "<tr><td colspan=\"4\">%'u more of <code>%s</code> in the JSON "
				    "report</td></tr>\n", (unsigned)(of_rule - HTML_CAP),
				 o->rule->id);
	}
	return n;
}

static void info(struct html *h)
{
	html_raw(h, "<div class=\"sub\" id=\"info\"><h3>Information and waived</h3>\n");
	if (info_rows(h, false) == 0) {
		html_raw(h, "<p class=\"none\">No note for information, and nobody has waived a "
			    "finding.</p></div>\n");
		return;
	}
	html_raw(h, "<p>Notes that need no work, and findings that somebody has accepted.</p>\n"
		    "<table class=\"t stack\"><thead><tr><th scope=\"col\">State</th>"
		    "<th scope=\"col\">What</th><th scope=\"col\">Rule</th>"
		    "<th scope=\"col\">Fingerprint</th></tr></thead><tbody>\n");
	info_rows(h, true);
	html_raw(h, "</tbody></table></div>\n");
}

static void not_applicable(struct html *h)
{
	const struct outcomes *all = h->audit->outcomes;
	unsigned n = h->audit->tally.not_applicable;

	html_raw(h, "<div class=\"sub\" id=\"na\"><h3>Not applicable</h3>\n");
	if (n == 0) {
		html_raw(h, "<p class=\"none\">Every rule applies to this app.</p></div>\n");
		return;
	}
	html_raw(h, "<details class=\"fold\"><summary>");
	html_count(h, n, "rule that does not apply", "rules that do not apply");
	html_raw(h, "</summary><div class=\"in\" data-t=\"Rules that do not apply\">"
		    "<table class=\"t stack\"><thead><tr><th scope=\"col\">Rule</th>"
		    "<th scope=\"col\">What it looks for</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].state == OUTCOME_NOT_APPLICABLE)
			html_add(h, "<tr><th scope=\"row\"><code>%s</code></th>"
				    "<td data-l=\"Looks for\">%s</td></tr>\n",
				 all->items[i].rule->id, all->items[i].rule->title);
	html_raw(h, "</tbody></table></div></details></div>\n");
}

void html_clear(struct html *h)
{
	unsigned stated = html_clear_stated(h), n = h->audit->tally.clear - stated;

	html_section(h, "clear", "Checked and clear");
	html_raw(h, "<p>");
	if (n == 0)
		html_raw(h, "No rule is clear.");
	else
		html_count(h, n, "rule looked and found nothing.",
			   "rules looked and found nothing.");
	if (stated > 0) {
		html_raw(h, " ");
		html_count(h, stated, "more is clear by", "more are clear by");
		html_raw(h, " <a href=\"#said\">what people stated</a>.");
	}
	html_raw(h, "</p>");
	html_section_body(h);
	if (n > 0)
		clear_list(h);
	info(h);
	not_applicable(h);
	html_section_end(h);
}
