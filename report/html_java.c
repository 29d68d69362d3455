/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was found in compiled Java, by rule and by whose class it stands in, and how the archives
 * are reached. A rule finds in Java where a place of its findings is a match in an archive.
 */
#include "report/html_page.h"

#include <string.h>

enum scope { OWN, GENERATED, LIBRARY, SCOPES };

/* Whose class a place stands in; false for a place that is not in Java. */
static bool scope_of(const struct place *p, enum scope *out)
{
	const char *scope;

	if (p->fact == NULL || strcmp(p->fact->def->name, "match") != 0 ||
	    fact_get(p->fact, "archive") == NULL)
		return false;
	scope = fact_get(p->fact, "scope");
	*out = scope == NULL || strcmp(scope, "library") == 0 ? LIBRARY :
	       strcmp(scope, "own") == 0 ? OWN : GENERATED;
	return true;
}

/* Unwaived places in Java by scope; false for a rule without any. */
static bool count_places(const struct outcome *o, unsigned counts[SCOPES])
{
	bool any = false;

	memset(counts, 0, SCOPES * sizeof(counts[0]));
	for (size_t i = 0; i < o->finding_count; i++) {
		const struct finding *f = &o->findings[i];

		for (size_t k = 0; !f->waived && k < f->place_count; k++) {
			enum scope scope;

			if (!scope_of(&f->places[k], &scope))
				continue;
			counts[scope]++;
			any = true;
		}
	}
	return any;
}

static void rule_row(struct html *h, const struct html_entry *e, const unsigned counts[SCOPES])
{
	static const char *const labels[SCOPES] = { "Own classes", "Generated", "Libraries" };
	const struct rule_info *rule = e->outcome->rule;

	html_raw(h, "<tr><th scope=\"row\">");
	if (e->worst > SEVERITY_INFO)
		html_add(h, "<a href=\"#r-%s\">%s</a>", rule->id, rule->title);
	else
		html_text(h, rule->title);
	html_raw(h, "</th><td data-l=\"State\">");
	html_state(h, severity_name(e->worst), html_severity_word(e->worst));
	html_raw(h, "</td>");
	for (int i = 0; i < SCOPES; i++)
		html_add(h, "<td class=\"n\" data-l=\"%s\">%'u</td>", labels[i], counts[i]);
	html_raw(h, "</tr>\n");
}

static void table_head(struct html *h)
{
	html_raw(h, "<table class=\"t stack java\"><caption>Places in Java, by whose class they "
		    "stand in</caption><thead><tr><th scope=\"col\">Rule</th>"
		    "<th scope=\"col\">State</th>"
		    "<th scope=\"col\" class=\"n\">Own classes</th>"
		    "<th scope=\"col\" class=\"n\">Generated</th>"
		    "<th scope=\"col\" class=\"n\">Libraries</th></tr></thead><tbody>\n");
}

static void rule_table(struct html *h)
{
	unsigned counts[SCOPES];
	size_t rows = 0;

	for (size_t i = 0; i < h->entry_count; i++) {
		if (!count_places(h->entries[i].outcome, counts))
			continue;
		if (rows++ == 0)
			table_head(h);
		rule_row(h, &h->entries[i], counts);
	}
	if (rows > 0)
		html_raw(h, "</tbody></table>\n");
	else if (html_looked_at(h, "java-archive"))
		html_raw(h, "<p class=\"none\">No rule found anything in the Java that was read."
			    "</p>\n");
}

static void reached_part(struct html *h, struct fact *const *list, size_t n, const char *how,
			 const char *words)
{
	unsigned count = 0;

	for (size_t i = 0; i < n; i++) {
		const char *reached = fact_get(list[i], "reached");

		count += reached != NULL && strcmp(reached, how) == 0;
	}
	if (count > 0)
		html_add(h, "; %'u %s", count, words);
}

static void archives(struct html *h)
{
	size_t n = 0;
	struct fact *const *list = facts_of(h->audit->facts, "java-archive", &n);

	if (n == 0)
		return;
	html_raw(h, "<p>");
	html_count(h, n, "archive", "archives");
	reached_part(h, list, n, "code", "reached by references of classes");
	reached_part(h, list, n, "name", "by a name in text");
	reached_part(h, list, n, "not-seen", "not seen to be reached");
	html_raw(h, ". They are listed in the <a href=\"#inventory\">inventory</a>.</p>\n");
}

void html_java(struct html *h)
{
	html_raw(h, "<div class=\"sub\" id=\"java\"><h3>Java</h3>\n");
	archives(h);
	rule_table(h);
	html_not_read(h, SOURCE_JAVA);
	html_raw(h, "</div>\n");
}
