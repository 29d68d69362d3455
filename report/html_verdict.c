/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first screen of the HTML report: what a manager reads. The verdict, one sentence why,
 * what remains after that, the counts, what blocks, and the effort by owner.
 */
#include "report/html_page.h"

#include "report/words.h"
#include "util/buf.h"
#include "util/cleanup.h"

enum { FIRST_LIST = 6 };	/* rules listed under "What blocks" */

static const char *verdict_class(enum verdict v)
{
	static const char *const classes[] = {
		[VERDICT_READY] = "clear",
		[VERDICT_CONDITIONAL] = "action",
		[VERDICT_BLOCKED] = "blocker",
		[VERDICT_NONE] = "undecided",
	};

	return classes[v];
}

static void meta_item(struct html *h, const char *label, const char *value)
{
	if (value != NULL)
		html_add(h, "<span>%s <b>%s</b></span> ", label, value);
}

static void meta(struct html *h)
{
	const struct fact *package = facts_first(h->audit->facts, "package");
	const struct fact *app = facts_first(h->audit->facts, "app");

	html_raw(h, "<p class=\"meta\">");
	if (h->audit->of_settings)
		meta_item(h, "Settings of", "Mendix Cloud v3 and v4");
	else
		meta_item(h, "Readiness for", "Mendix Cloud v4");
	if (package != NULL)
		meta_item(h, "Package", fact_get(package, "name"));
	if (app != NULL)
		meta_item(h, "Runtime", fact_get(app, "runtime-version"));
	meta_item(h, "Audited", h->audit->as_of);
	html_raw(h, "</p>\n");
}

static bool read_in_part(const struct html *h)
{
	const struct sources *s = h->audit->sources;

	if (h->audit->of_settings)
		return diags_worst(h->audit->diags) != DIAG_NOTE;
	for (int i = 0; i < SOURCE_COUNT; i++)
		if (source_is_package((enum source)i) && s->state[i] == SOURCE_PARTIAL)
			return true;
	if (s->state[SOURCE_METADATA] == SOURCE_ABSENT || s->state[SOURCE_MODEL] == SOURCE_ABSENT)
		return true;
	return diags_worst(h->audit->diags) != DIAG_NOTE;
}

/* What the verdict rests on, so that nobody takes it for more than it is. */
static void scope(struct html *h)
{
	CLEANUP(buf_release) struct buf from = { .max = 1024 };

	words_scope(&from, h->audit);
	html_add(h, "<p class=\"after scope\">Judged from %s.", buf_text(&from));
	if (read_in_part(h))
		html_add(h, " Some of the %s <a href=\"#unread\">could not be read</a>.",
			 h->audit->of_settings ? "settings" : "package");
	html_raw(h, "</p>\n");
}

static void count_item(struct html *h, unsigned count, const char *state, const char *word)
{
	html_raw(h, count == 0 ? "<div class=\"zero\"><dt>" : "<div><dt>");
	html_state(h, state, word);
	html_add(h, "</dt><dd>%'u</dd></div>\n", count);
}

static void counts(struct html *h)
{
	const struct tally *t = &h->audit->tally;

	html_raw(h, "<dl class=\"counts\" aria-label=\"Rules by outcome\">\n");
	for (int s = SEVERITY_BLOCKER; s >= SEVERITY_VERIFY; s--)
		count_item(h, t->by_severity[s], severity_name((enum severity)s),
			   html_severity_word((enum severity)s));
	count_item(h, t->undecided, "undecided", "Undecided");
	count_item(h, t->open, "open", "Open");
	if (t->error > 0)
		count_item(h, t->error, "error", "Error");
	count_item(h, t->by_severity[SEVERITY_INFO], "info", "Info");
	count_item(h, t->waived, "waived", "Waived");
	count_item(h, t->clear, "clear", "Clear");
	count_item(h, t->not_applicable, "na", "Not applicable");
	html_raw(h, "</dl>\n");
}

static void first_item(struct html *h, const struct html_entry *e)
{
	const struct rule_info *rule = e->outcome->rule;
	const struct finding *finding = NULL;

	for (size_t i = 0; i < e->outcome->finding_count && finding == NULL; i++)
		if (!e->outcome->findings[i].waived)
			finding = &e->outcome->findings[i];
	html_raw(h, "<li>");
	html_glyph(h, severity_name(e->worst));
	html_add(h, "<div><a href=\"#r-%s\">%s</a><p>", rule->id, rule->title);
	if (finding != NULL)
		html_text(h, finding->message);
	if (e->findings > 1)
		html_add(h, " <span class=\"and\">and %'u more</span>", e->findings - 1);
	html_raw(h, "</p></div><p class=\"eff\">");
	html_entry_hours(h, e->outcome, e->effort);
	html_raw(h, "<span>");
	html_title_case(h, rule->owner);
	html_raw(h, "</span></p></li>\n");
}

/* Up to FIRST_LIST rules of one severity. */
static void first_list(struct html *h, enum severity s)
{
	unsigned all = h->audit->tally.by_severity[s], shown = 0;

	html_raw(h, "<ul>\n");
	for (size_t i = 0; i < h->entry_count && shown < FIRST_LIST; i++) {
		if (h->entries[i].worst != s)
			continue;
		first_item(h, &h->entries[i]);
		shown++;
	}
	html_raw(h, "</ul>\n");
	if (all > shown)
		html_add(h, "<p class=\"more\"><a href=\"#actions\">%'u more below</a></p>\n",
			 all - shown);
}

static void blocks(struct html *h)
{
	const struct tally *t = &h->audit->tally;

	html_raw(h, "<div class=\"blocks\"><h2>What blocks</h2>\n");
	if (t->by_severity[SEVERITY_BLOCKER] > 0) {
		first_list(h, SEVERITY_BLOCKER);
	} else if (t->verdict == VERDICT_NONE) {
		html_raw(h, "<p class=\"none\">Nothing was judged, so nothing is known.</p>\n");
	} else {
		html_add(h, "<p class=\"none\">No blocker found in %'u %s.</p>\n", t->rules,
			 t->rules == 1 ? "rule" : "rules");
		if (t->by_severity[SEVERITY_ACTION] > 0) {
			html_raw(h, "<h3>What has to change</h3>\n");
			first_list(h, SEVERITY_ACTION);
		}
	}
	html_raw(h, "</div>\n");
}

static void owner_row(struct html *h, const struct owner_total *o, unsigned scale)
{
	html_add(h, "<tr><th scope=\"row\"><a href=\"#o-%s\">", o->owner);
	html_title_case(h, o->owner);
	html_raw(h, "</a></th><td>");
	html_hours(h, o->hours);
	html_raw(h, "</td></tr><tr class=\"barrow\"><td colspan=\"2\">");
	html_effort_bar(h, o->hours, scale);
	html_raw(h, "</td></tr>\n");
}

static void more_hours(struct html *h, const char *when, struct hours hours)
{
	if (hours.max == 0)
		return;
	html_add(h, " %s: <span class=\"nw\">", when);
	html_hours(h, hours);
	html_raw(h, "</span> more.");
}

static void effort_notes(struct html *h)
{
	const struct tally *t = &h->audit->tally;

	html_raw(h, "<p>");
	if (t->work.hours.max > 0)
		html_raw(h, "Solid: the low end. Hatched: up to the high end. Blockers and actions "
			    "only; <a href=\"#effort\">how it adds up</a>.");
	more_hours(h, "To verify", t->check.hours);
	more_hours(h, "If every open question turns out badly", t->unknown.hours);
	html_raw(h, "</p>");
}

static void effort(struct html *h)
{
	const struct tally *t = &h->audit->tally;
	unsigned scale = 0;

	for (size_t i = 0; i < t->owner_count; i++)
		if (t->owners[i].hours.max > scale)
			scale = t->owners[i].hours.max;
	html_raw(h, "<div class=\"effort\"><h2>Effort by owner</h2>\n");
	if (t->work.hours.max == 0)
		html_raw(h, "<p class=\"none\">No effort is stated for blockers or actions.</p>\n");
	html_raw(h, "<table><tbody>\n");
	for (size_t i = 0; i < t->owner_count; i++)
		if (t->owners[i].hours.max > 0)
			owner_row(h, &t->owners[i], scale);
	html_raw(h, "</tbody>");
	if (t->work.hours.max > 0) {
		html_raw(h, "<tfoot><tr><th scope=\"row\">Together</th><td>");
		html_hours(h, t->work.hours);
		html_raw(h, "</td></tr></tfoot>");
	}
	html_raw(h, "</table>\n");
	effort_notes(h);
	html_raw(h, "</div>\n");
}

void html_verdict(struct html *h)
{
	const struct audit *audit = h->audit;

	meta(h);
	html_raw(h, "<div class=\"first\"><div class=\"say\"><h1>");
	html_add(h, "<span class=\"app\">%s</span> <span class=\"verdict %s\">%s</span></h1>\n",
		 audit->app, verdict_class(audit->tally.verdict),
		 words_verdict(audit->tally.verdict));
	html_raw(h, "<p class=\"why\">");
	html_words(h, words_why);
	html_raw(h, "</p>\n<p class=\"after\">");
	html_words(h, words_after);
	html_raw(h, "</p>\n");
	scope(h);
	html_raw(h, "</div>\n<div class=\"ringbox\">");
	html_ring(h);
	html_raw(h, "</div>\n");
	counts(h);
	blocks(h);
	effort(h);
	html_raw(h, "</div>\n");
}
