/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the sections of the HTML report share. Text from outside reaches the page through
 * html_text() alone: directly, or as a %s of html_add().
 */
#ifndef REPORT_HTML_PAGE_H
#define REPORT_HTML_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/audit.h"

struct buf;
struct arena;

enum { HTML_CAP = 200 };	/* findings or places of one rule, rows of one table */

/* A rule with unwaived findings, as the page lists it. */
struct html_entry {
	const struct outcome *outcome;
	enum severity worst;
	const struct effort_line *effort;	/* where its hours are counted; NULL: not stated */
	unsigned findings, places;		/* unwaived ones */
};

struct html {
	struct buf *out;
	const struct audit *audit;
	struct arena *arena;
	struct html_entry *entries;	/* worst severity first, then effort, then rule id */
	size_t entry_count;
};

/* html_write.c: putting characters on the page */

/* Markup of our own, as it is. */
void html_raw(struct html *h, const char *markup);
/* Text from anywhere, escaped for content and for quoted attributes. */
void html_text(struct html *h, const char *s);
void html_text_n(struct html *h, const char *s, size_t n);
/* The same for names: lines may break after dots, underscores and slashes. */
void html_breakable(struct html *h, const char *s, size_t n);
void html_name(struct html *h, const char *name);	/* such a name in mono */
/* Markup of our own with holes: %s is escaped, %u and %d decimal, %'u with separators, %%. */
void html_add(struct html *h, const char *format, ...) __attribute__((format(printf, 2, 3)));
void html_bytes(struct html *h, uint64_t bytes);	/* 14.9 MB */
void html_hours(struct html *h, struct hours hours);	/* 4–8 h */
/* "1 rule", "1,204 rules" */
void html_count(struct html *h, uint64_t count, const char *one, const char *many);
/* A sentence of report/words.h or core/audit.h about the whole audit. */
void html_words(struct html *h, void (*words)(struct buf *, const struct audit *));
void html_title_case(struct html *h, const char *word);	/* "scheduled-event": Scheduled event */

/* html_parts.c: what several sections are made of */

const char *html_severity_word(enum severity s);	/* "Blocker": the word of a state */
/* Glyph and word in the colour of a state: "blocker" … "clear", "waived", "na", "error". */
void html_state(struct html *h, const char *state, const char *word);
void html_glyph(struct html *h, const char *state);
void html_glyphs(struct html *h);	/* their shapes, once a page */
void html_section(struct html *h, const char *id, const char *title);	/* opens it, and its head */
void html_section_body(struct html *h);					/* closes the head */
void html_section_end(struct html *h);
void html_chain(struct html *h, const char *path);	/* "a › b › c" as an ordered list */
/* One value of a fact, by its type; names in mono. */
void html_value(struct html *h, const struct attr_def *attr, const char *value);
void html_fact(struct html *h, const struct fact *f);	/* two columns: attribute, value */
void html_more(struct html *h, size_t left, const char *what);	/* "12 more findings in …" */
/* The hours of a rule, or where they are counted when it shares its fix with another. */
void html_entry_hours(struct html *h, const struct outcome *o, const struct effort_line *effort);
const struct fact *html_child(const struct fact *f, const char *name);	/* first, or NULL */
uint64_t html_number(const struct fact *f, const char *attr);	/* 0 when absent or f NULL */
void html_reach(struct html *h, const struct fact *f);	/* its <reach> in words */
void html_paths(struct html *h, const struct fact *f);	/* the chains of its ways */
/* Why a source leaves a question open, as a sentence; false when it was read completely. */
bool html_not_read(struct html *h, enum source source);

/* html_table.c: tables of facts */

struct html_column {
	const char *attr;	/* NULL ends the list; "child/attr" looks into the first child */
	const char *head;
};

struct html_table {
	const char *fact;
	const char *one;	/* "module" */
	const char *many;	/* "modules" */
	const struct html_column *columns;
};

size_t html_fact_count(const struct html *h, const char *fact);
/* True when the fact's source was looked at, so that none means none. */
bool html_looked_at(const struct html *h, const char *fact);
/* The table, or a sentence that says none, or that nobody looked. */
void html_fact_table(struct html *h, const struct html_table *t);

/* html_pictures.c: inline SVG */

void html_ring(struct html *h);
void html_effort_bar(struct html *h, struct hours hours, unsigned scale);
/* What is needed, and for a while, against a mark where the room ends. */
void html_room_bar(struct html *h, uint64_t needed, uint64_t reserve, uint64_t room);
void html_day_axis(struct html *h);
void html_event_strip(struct html *h, const struct fact *event);

/* The sections, in the order of the page. */
void html_verdict(struct html *h);
void html_actions(struct html *h);
void html_undecided(struct html *h);
void html_said(struct html *h);
unsigned html_said_count(const struct html *h);	/* answers that it tells */
void html_plan(struct html *h);
void html_compare(struct html *h);
bool html_has_settings(const struct html *h);	/* of any environment: there is such a section */
void html_capacity(struct html *h);	/* a part of it */
void html_evidence(struct html *h);
void html_java(struct html *h);		/* a part of the evidence */
void html_inventory(struct html *h);
void html_hosts(struct html *h);	/* a part of the inventory */
void html_clear(struct html *h);
unsigned html_clear_stated(const struct html *h);	/* clear by the word of people alone */
void html_unread(struct html *h);
void html_about(struct html *h);

#endif
