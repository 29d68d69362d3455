/* SPDX-License-Identifier: Apache-2.0 */
/* What was not read, what the report was made from, and room to sign. */
#include "report/html_page.h"

#include "report/words.h"

static void source_row(struct html *h, enum source which, const char *label)
{
	static const char *const glyphs[] = { "open", "undecided" };
	static const char *const words[] = { "Not read", "In part" };
	const struct sources *s = h->audit->sources;

	html_raw(h, "<tr><th scope=\"row\">");
	html_title_case(h, label);
	html_raw(h, "</th><td data-l=\"State\">");
	html_state(h, glyphs[s->state[which]], words[s->state[which]]);
	html_raw(h, "</td><td data-l=\"Why\">");
	if (s->reason[which] != NULL)
		html_text(h, s->reason[which]);
	html_raw(h, "</td></tr>\n");
}

/* Beside settings alone nobody expects a package, a log or a probe. */
static bool is_told(const struct html *h, enum source which)
{
	return !h->audit->of_settings ||
	       (which >= SOURCE_V3_FIRST && which <= SOURCE_V4_LAST);
}

static void source_table(struct html *h)
{
	html_raw(h, "<table class=\"t stack\"><thead><tr><th scope=\"col\">What</th>"
		    "<th scope=\"col\">State</th><th scope=\"col\">Why</th>"
		    "</tr></thead><tbody>\n");
	for (int i = 0; i < SOURCE_COUNT; i++) {
		enum source which = (enum source)i, last;
		const char *label = source_label_all(h->audit->sources, which, &last);

		if (h->audit->sources->state[i] != SOURCE_COMPLETE && is_told(h, which))
			source_row(h, which, label);
		i = (int)last;
	}
	html_raw(h, "</tbody></table>\n");
}

static void complete_sources(struct html *h)
{
	bool first = true;

	html_raw(h, "<p class=\"note\">Read completely: ");
	for (int i = 0; i < SOURCE_COUNT; i++) {
		enum source last;
		const char *label = source_label_all(h->audit->sources, (enum source)i, &last);

		if (h->audit->sources->state[i] == SOURCE_COMPLETE) {
			html_add(h, "%s%s", first ? "" : ", ", label);
			first = false;
		}
		i = (int)last;
	}
	html_raw(h, first ? "nothing.</p>\n" : ".</p>\n");
}

static void diagnostics(struct html *h)
{
	const struct vec *list = &h->audit->diags->list;
	size_t shown = list->len < HTML_CAP ? list->len : HTML_CAP;

	html_raw(h, "<div class=\"sub\" id=\"diagnostics\"><h3>What was odd</h3>\n");
	if (list->len == 0) {
		html_add(h, "<p class=\"none\">Nothing in the %s was out of order.</p></div>\n",
			 h->audit->of_settings ? "files" : "package");
		return;
	}
	html_raw(h, "<table class=\"t stack\"><thead><tr><th scope=\"col\">Level</th>"
		    "<th scope=\"col\">Where</th><th scope=\"col\">What</th></tr></thead>"
		    "<tbody>\n");
	for (size_t i = 0; i < shown; i++) {
		const struct diag *d = list->items[i];

		html_raw(h, "<tr><th scope=\"row\">");
		html_title_case(h, diag_level_name(d->level));
		html_add(h, "</th><td data-l=\"Where\"><code>%s</code></td>"
			    "<td data-l=\"What\">%s</td></tr>\n",
			 d->place[0] != '\0' ? d->place :
			 h->audit->of_settings ? "settings" : "package", d->message);
	}
	html_raw(h, "</tbody></table>\n");
	html_more(h, list->len - shown, "diagnostics");
	html_raw(h, "</div>\n");
}

void html_unread(struct html *h)
{
	html_section(h, "unread", "Not read");
	html_raw(h, "<p>What this audit could not look into. No rule counts as clear because of "
		    "it.</p>");
	html_section_body(h);
	source_table(h);
	complete_sources(h);
	diagnostics(h);
	html_section_end(h);
}

static void input_rows(struct html *h)
{
	const struct audit *audit = h->audit;

	for (size_t i = 0; i < audit->input_count; i++) {
		html_raw(h, "<dt>");
		html_title_case(h, audit->inputs[i].option);
		html_add(h, "</dt><dd>%s", audit->inputs[i].name);
		if (audit->inputs[i].digest != NULL)
			html_add(h, "<br><code>sha256 %s</code>", audit->inputs[i].digest);
		html_raw(h, "</dd>\n");
	}
}

static const char *exit_meaning(int status)
{
	static const char *const meanings[] = {
		"nothing gates", "a finding gates",
		"an option, rule, setting, answer or waiver is wrong",
		"the package could not be audited, or not completely",
		"a rule that could gate is undecided", "internal error",
	};

	return status >= 0 && status <= 5 ? meanings[status] : "unknown";
}

static void sign_off(struct html *h)
{
	static const char *const who[] = { "Application owner", "Technical Contact", "Reviewer" };

	html_raw(h, "<div class=\"sub\" id=\"signoff\"><h3>Sign-off</h3><p>The signatures confirm "
		    "that the findings were read, not that they are solved.</p>"
		    "<div class=\"sign\">");
	for (size_t i = 0; i < 3; i++)
		html_add(h, "<div><span></span><b>%s</b>Name, date</div>\n", who[i]);
	html_raw(h, "</div></div>\n");
}

void html_about(struct html *h)
{
	const struct audit *audit = h->audit;

	html_section(h, "about", "About this report");
	html_raw(h, "<p>Equal inputs give an equal report, byte for byte.</p>");
	html_section_body(h);
	html_raw(h, "<dl class=\"prov\">\n");
	input_rows(h);
	if (audit->edition != NULL && audit->edition[0] != '\0')
		html_add(h, "<dt>Edition</dt><dd>%s</dd>\n", audit->edition);
	html_add(h, "<dt>As of</dt><dd>%s</dd>\n<dt>Program</dt><dd>mxaudit %s</dd>\n",
		 audit->as_of, audit->version);
	html_add(h, "<dt>Exit status</dt><dd>%d: %s</dd></dl>\n", audit->exit_status,
		 exit_meaning(audit->exit_status));
	html_raw(h, "<pre aria-label=\"Verdict line\" tabindex=\"0\">");
	html_words(h, tally_line);
	html_raw(h, "</pre>\n");
	sign_off(h);
	html_section_end(h);
}
