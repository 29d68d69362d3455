/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What to do, by owner: one entry a rule that found something, with its findings, their places
 * and evidence, and the addends of the effort. Blockers are open, everything else is folded.
 */
#include "report/html_page.h"

#include <string.h>

#include "report/words.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/map.h"
#include "util/vec.h"

enum {
	MESSAGES = 5,		/* of an entry or a finding that are seen while it is folded */
	FACT_TABLES = 3		/* an entry with more places shows no values of facts */
};

/* Messages of a rule, each once and in the order of its places. */
static void add_messages(const struct finding *f, struct map *known, struct vec *list)
{
	for (size_t i = 0; i < f->place_count; i++) {
		const char *message = f->places[i].message;

		if (map_add(known, message, (void *)message) == NULL)
			vec_push(list, (void *)message);
	}
}

static void glance(struct html *h, const struct html_entry *e)
{
	const struct outcome *o = e->outcome;
	CLEANUP(map_release) struct map known = { NULL, 0, 0 };
	CLEANUP(vec_release) struct vec list = { NULL, 0, 0 };

	for (size_t i = 0; i < o->finding_count; i++)
		if (!o->findings[i].waived)
			add_messages(&o->findings[i], &known, &list);
	html_raw(h, list.len > 1 ? "<ul class=\"glance many\">" : "<ul class=\"glance\">");
	for (size_t i = 0; i < list.len && i < MESSAGES; i++)
		html_add(h, "<li>%s</li>", (const char *)list.items[i]);
	if (list.len > MESSAGES)
		html_add(h, "<li class=\"and\">and %'u more</li>", (unsigned)list.len - MESSAGES);
	html_raw(h, "</ul>\n");
}

/* What a finding has said already, and what the entry has room for. */
struct telling {
	struct map origins, evidence;
	size_t room;
	bool with_facts;
};

static bool is_new(struct map *known, const char *text)
{
	return text[0] != '\0' && map_add(known, text, (void *)text) == NULL;
}

static void place(struct html *h, const struct place *p, struct telling *t)
{
	if (is_new(&t->origins, p->origin)) {
		html_raw(h, "<p class=\"at\"><small>in</small> ");
		html_name(h, p->origin);
		html_raw(h, "</p>");
	}
	for (size_t i = 0; p->evidence != NULL && p->evidence[i] != NULL; i++)
		if (is_new(&t->evidence, p->evidence[i]))
			html_chain(h, p->evidence[i]);
	if (t->with_facts && p->fact != NULL)
		html_fact(h, p->fact);
}

/* One message with all its places; that of the finding stands above them already. */
static void places_saying(struct html *h, const struct finding *f, const char *message,
			  struct telling *t)
{
	html_raw(h, "<li>");
	if (strcmp(message, f->message) != 0)
		html_add(h, "<p>%s</p>", message);
	map_release(&t->origins);
	for (size_t i = 0; i < f->place_count && t->room > 0; i++) {
		if (strcmp(f->places[i].message, message) != 0)
			continue;
		place(h, &f->places[i], t);
		t->room--;
	}
	html_raw(h, "</li>\n");
}

/* Its places by what they say, as far as the entry has room for them. */
static void places(struct html *h, const struct finding *f, size_t *room, bool with_facts)
{
	CLEANUP(map_release) struct map known = { NULL, 0, 0 };
	CLEANUP(vec_release) struct vec list = { NULL, 0, 0 };
	struct telling t = { .room = *room, .with_facts = with_facts };
	bool folded = false;

	add_messages(f, &known, &list);
	html_raw(h, "<ul class=\"places\">");
	for (size_t i = 0; i < list.len && t.room > 0; i++) {
		if (i == MESSAGES) {
			html_add(h, "</ul><details><summary>and %'u more</summary>"
				    "<ul class=\"places\">", (unsigned)list.len - MESSAGES);
			folded = true;
		}
		places_saying(h, f, list.items[i], &t);
	}
	html_raw(h, folded ? "</ul></details>" : "</ul>");
	map_release(&t.origins);
	map_release(&t.evidence);
	*room = t.room;
}

static void finding(struct html *h, const struct html_entry *e, const struct finding *f,
		    size_t *room)
{
	html_add(h, "<li class=\"found\" id=\"f-%s\"><p class=\"msg\">", f->fingerprint);
	if (f->severity != e->worst)
		html_state(h, severity_name(f->severity), html_severity_word(f->severity));
	html_add(h, " %s</p>\n", f->message);
	if (f->partial != NULL)
		html_add(h, "<p class=\"partial\">Perhaps not all: found %s.</p>\n", f->partial);
	if (f->stated != NULL)
		html_add(h, "<p class=\"partial\">Rests on what people said: %s.</p>\n",
			 f->stated);
	places(h, f, room, e->places <= FACT_TABLES);
	html_add(h, "<p class=\"print\"><small>fingerprint</small> "
		    "<a href=\"#f-%s\"><code>%s</code></a></p></li>\n", f->fingerprint,
		 f->fingerprint);
}

static void findings(struct html *h, const struct html_entry *e)
{
	const struct outcome *o = e->outcome;
	size_t shown = 0, room = HTML_CAP, left;

	html_add(h, "<dt>%s</dt><dd><ol class=\"founds\">\n",
		 o->by_statement ? "Stated" : "Found");
	for (size_t i = 0; i < o->finding_count && shown < HTML_CAP; i++) {
		if (o->findings[i].waived)
			continue;
		finding(h, e, &o->findings[i], &room);
		shown++;
	}
	html_raw(h, "</ol>");
	left = e->findings - shown;
	html_more(h, left, left == 1 ? "finding" : "findings");
	left = e->places - (HTML_CAP - room);
	html_more(h, left, left == 1 ? "place" : "places");
	html_raw(h, "</dd>\n");
}

static void links(struct html *h, const struct rule_info *rule)
{
	html_raw(h, "<dt>Source</dt><dd class=\"see\">");
	for (size_t i = 0; i < rule->link_count; i++)
		html_add(h, "<a href=\"%s\" rel=\"noreferrer noopener\">%s</a> \xc2\xb7 ",
			 rule->links[i].href, rule->links[i].title);
	html_text(h, words_basis(rule->basis));
	if (rule->verified != NULL)
		html_add(h, " \xc2\xb7 checked %s", rule->verified);
	html_raw(h, "</dd>\n");
}

static void effort_of(struct html *h, const struct html_entry *e)
{
	struct buf words;

	if (e->effort == NULL)
		return;
	buf_init(&words, 1024);
	words_addend(&words, e->effort);
	html_raw(h, "<dt>Effort</dt><dd>");
	html_hours(h, e->effort->hours);
	if (words.len > 0)
		html_add(h, ": %s", buf_text(&words));
	if (e->effort->outcome != e->outcome)
		html_add(h, ", counted with <a href=\"#r-%s\">%s</a>",
			 e->effort->outcome->rule->id, e->effort->outcome->rule->title);
	html_raw(h, "</dd>\n");
	buf_release(&words);
}

/* Left out where it would only say "1 finding". */
static void evidence_size(struct html *h, const struct html_entry *e)
{
	if (e->places == 1)
		return;
	html_raw(h, "<span class=\"size\">");
	if (e->findings > 1)
		html_count(h, e->findings, "finding", "findings");
	if (e->findings > 1 && e->places > e->findings)
		html_raw(h, ", ");
	if (e->places > e->findings)
		html_count(h, e->places, "place", "places");
	html_raw(h, "</span>");
}

static void evidence(struct html *h, const struct html_entry *e)
{
	const struct rule_info *rule = e->outcome->rule;

	html_raw(h, e->worst == SEVERITY_BLOCKER ? "<details open><summary>" :
						   "<details><summary>");
	html_raw(h, "Why and evidence");
	evidence_size(h, e);
	html_add(h, "</summary>\n<dl class=\"ev\"><dt>Why</dt><dd>%s</dd>\n", rule->why);
	findings(h, e);
	effort_of(h, e);
	links(h, rule);
	html_add(h, "<dt>Rule</dt><dd class=\"rule\"><code>%s</code> \xc2\xb7 pack <code>%s"
		    "</code></dd></dl></details>\n", rule->id, rule->pack);
}

static void entry(struct html *h, const struct html_entry *e)
{
	const struct rule_info *rule = e->outcome->rule;
	const char *state = severity_name(e->worst);

	html_add(h, "<article class=\"f\" id=\"r-%s\" data-s=\"%s\">", rule->id, state);
	html_state(h, state, html_severity_word(e->worst));
	html_add(h, "\n<div class=\"body\"><h4>%s</h4>\n", rule->title);
	glance(h, e);
	html_add(h, "<p class=\"do\">%s</p>\n", rule->fix);
	evidence(h, e);
	html_raw(h, "</div>\n<p class=\"h\">");
	html_entry_hours(h, e->outcome, e->effort);
	html_raw(h, "</p></article>\n");
}

static const char *owner_note(const char *owner)
{
	static const struct {
		const char *owner, *note;
	} notes[] = {
		{ "developer", "Changes in Studio Pro. They need a new package and a new audit." },
		{ "operator", "Settings and steps outside the model. No new package is needed." },
		{ "security", "Access and secrets. Agree on them before the move." },
		{ "business", "Decisions that the owners of the app take." },
		{ "tester", "To be tried on the new environment before anybody relies on it." },
		{ "partner", "Work that other organisations do. Ask first; it takes longest." },
	};

	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		if (strcmp(notes[i].owner, owner) == 0)
			return notes[i].note;
	return NULL;
}

static void owner(struct html *h, const struct owner_total *o)
{
	html_add(h, "<div class=\"owner\" id=\"o-%s\"><header><h3>", o->owner);
	html_title_case(h, o->owner);
	html_raw(h, "</h3><p>");
	if (o->hours.max > 0)
		html_hours(h, o->hours);
	html_raw(h, "</p></header>\n");
	if (owner_note(o->owner) != NULL)
		html_add(h, "<p class=\"note\">%s</p>\n", owner_note(o->owner));
	for (size_t i = 0; i < h->entry_count; i++)
		if (h->entries[i].worst > SEVERITY_INFO &&
		    strcmp(h->entries[i].outcome->rule->owner, o->owner) == 0)
			entry(h, &h->entries[i]);
	html_raw(h, "</div>\n");
}

static void addends(struct html *h, const char *what, const struct effort_total *t)
{
	struct buf words;

	buf_init(&words, 1024);
	for (size_t i = 0; i < t->count; i++) {
		buf_clear(&words);
		words_addend(&words, &t->lines[i]);
		html_add(h, "<tr><th scope=\"row\">%s</th><td data-l=\"How\">%s</td>"
			    "<td class=\"n\" data-l=\"Hours\">",
			 t->lines[i].outcome->rule->title, buf_text(&words));
		html_hours(h, t->lines[i].hours);
		html_raw(h, "</td></tr>\n");
	}
	html_add(h, "<tr class=\"tot\"><th scope=\"row\">%s</th><td></td><td class=\"n\" "
		    "data-l=\"Hours\">", what);
	html_hours(h, t->hours);
	html_raw(h, "</td></tr>\n");
	buf_release(&words);
}

static void effort_table(struct html *h)
{
	const struct tally *t = &h->audit->tally;

	if (t->work.count + t->check.count + t->unknown.count == 0)
		return;
	html_raw(h, "<details class=\"fold\" id=\"effort\"><summary>How the effort adds up"
		    "</summary><div class=\"in\" data-t=\"How the effort adds up\">"
		    "<table class=\"t stack\"><thead><tr><th scope=\"col\">Rule</th>"
		    "<th scope=\"col\">How</th><th scope=\"col\" class=\"n\">Hours</th></tr>"
		    "</thead><tbody>\n");
	addends(h, "Blockers and actions", &t->work);
	addends(h, "To verify", &t->check);
	addends(h, "Undecided, if all of it turns out badly", &t->unknown);
	html_raw(h, "</tbody></table></div></details>\n");
}

static unsigned findings_to_do(const struct html *h)
{
	unsigned n = 0;

	for (size_t i = 0; i < h->entry_count; i++)
		if (h->entries[i].worst > SEVERITY_INFO)
			n += h->entries[i].findings;
	return n;
}

void html_actions(struct html *h)
{
	const struct tally *t = &h->audit->tally;
	unsigned todo = t->by_severity[SEVERITY_BLOCKER] + t->by_severity[SEVERITY_ACTION] +
			t->by_severity[SEVERITY_VERIFY];

	html_section(h, "actions", "Actions by owner");
	html_raw(h, "<p>");
	if (t->verdict == VERDICT_NONE) {
		html_raw(h, "No rule was judged.</p>");
	} else if (todo == 0) {
		html_raw(h, "No rule found anything to do in ");
		html_count(h, t->rules, "rule", "rules");
		html_raw(h, ".</p>");
	} else {
		html_count(h, findings_to_do(h), "finding", "findings");
		html_raw(h, " of ");
		html_count(h, todo, "rule", "rules");
		html_raw(h, ". Blockers and actions are certain. \xe2\x80\x9cVerify\xe2\x80\x9d "
			    "means that the package alone cannot prove it.</p>");
	}
	html_section_body(h);
	for (size_t i = 0; i < t->owner_count; i++) {
		const unsigned *n = t->owners[i].by_severity;

		if (n[SEVERITY_BLOCKER] + n[SEVERITY_ACTION] + n[SEVERITY_VERIFY] > 0)
			owner(h, &t->owners[i]);
	}
	effort_table(h);
	html_section_end(h);
}
