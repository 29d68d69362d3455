/* SPDX-License-Identifier: Apache-2.0 */
/* The sections of the text report that list rules. */
#include <string.h>

#include "report/text_page.h"
#include "util/arena.h"
#include "util/text.h"
#include "util/vec.h"

/* A rule with findings, and what it is sorted by. */
struct entry {
	const struct outcome *outcome;
	size_t owner;		/* rank among the owners */
	unsigned hours;
};

static size_t owner_rank(const struct tally *t, const char *owner)
{
	size_t i = 0;

	while (i < t->owner_count && strcmp(t->owners[i].owner, owner) != 0)
		i++;
	return i;
}

static int compare_entries(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	if (a->owner != b->owner)
		return a->owner < b->owner ? -1 : 1;
	if (a->hours != b->hours)
		return a->hours > b->hours ? -1 : 1;
	return strcmp(a->outcome->rule->id, b->outcome->rule->id);
}

/* Rules whose worst unwaived finding is of that severity: by owner, then hours, then id. */
static void collect(struct text_page *p, enum severity severity, struct vec *list)
{
	const struct outcomes *all = p->audit->outcomes;
	const struct tally *t = &p->audit->tally;
	enum severity worst;

	for (size_t i = 0; i < all->count; i++) {
		const struct outcome *o = &all->items[i];
		const struct effort_line *line;
		struct entry *new;

		if (o->state != OUTCOME_FINDINGS || !outcome_worst(o, &worst) ||
		    worst != severity)
			continue;
		line = words_effort(t, o);
		new = arena_alloc(p->audit->arena, sizeof(*new));
		*new = (struct entry){ o, owner_rank(t, o->rule->owner),
				       line == NULL ? 0 : line->hours.max };
		vec_push(list, new);
	}
	vec_sort(list, compare_entries);
}

static void add_location(struct text_page *p, const char *message, const char *origin)
{
	if (origin == NULL || origin[0] == '\0' || strstr(message, origin) != NULL)
		return;
	buf_clear(&p->words);
	buf_printf(&p->words, "(in %s)", origin);
	wrap_add(&p->w, buf_text(&p->words));
}

/* What the line of the place says already is not said again. */
static bool is_said(const struct place *place, const char *evidence)
{
	return (place->origin != NULL && strcmp(place->origin, evidence) == 0) ||
	       strstr(place->message, evidence) != NULL;
}

static void add_evidence(struct text_page *p, const struct place *place, unsigned column)
{
	uint64_t shown = 0, left = 0;

	for (size_t i = 0; place->evidence != NULL && place->evidence[i] != NULL; i++) {
		if (is_said(place, place->evidence[i]))
			continue;
		if (shown == TEXT_EVIDENCE && p->style->verbose == 0) {
			left++;
			continue;
		}
		wrap_line(&p->w, column, column + 2);
		wrap_add(&p->w, place->evidence[i]);
		wrap_end(&p->w);
		shown++;
	}
	text_rest(p, column, left, "more", "more");
}

static void add_places(struct text_page *p, const struct finding *f)
{
	uint64_t shown = 1;

	for (; shown < f->place_count; shown++) {
		const struct place *place = &f->places[shown];

		if (shown > TEXT_PLACES && p->style->verbose == 0)
			break;
		if (strcmp(place->message, f->message) != 0) {
			wrap_line(&p->w, TEXT_MORE, TEXT_MORE + 2);
			wrap_add(&p->w, place->message);
			add_location(p, place->message, place->origin);
			wrap_end(&p->w);
		} else if (place->origin[0] != '\0') {
			wrap_line(&p->w, TEXT_MORE, TEXT_MORE + 2);
			add_location(p, place->message, place->origin);
			wrap_end(&p->w);
		}
		add_evidence(p, place, TEXT_MORE + 2);
	}
	text_rest(p, TEXT_MORE, f->place_count - shown, "more place", "more places");
}

static void add_remark(struct text_page *p, const char *text)
{
	if (text == NULL)
		return;
	wrap_line(&p->w, TEXT_MORE, TEXT_MORE);
	wrap_add(&p->w, text);
	wrap_end(&p->w);
}

static void add_finding(struct text_page *p, const struct finding *f, enum severity worst)
{
	wrap_line(&p->w, TEXT_BODY, TEXT_MORE);
	if (f->waived)
		wrap_add(&p->w, "waived:");
	else if (f->severity != worst)
		wrap_add(&p->w, f->severity == SEVERITY_VERIFY ? "to verify:" : "also:");
	wrap_add(&p->w, f->message);
	if (f->place_count > 0)
		add_location(p, f->message, f->places[0].origin);
	buf_clear(&p->words);
	buf_printf(&p->words, "[%s]", f->fingerprint);
	wrap_add(&p->w, buf_text(&p->words));
	wrap_end(&p->w);
	add_remark(p, f->partial);
	add_remark(p, f->stated);
	if (f->place_count == 0)
		return;
	add_evidence(p, &f->places[0], TEXT_MORE);
	add_places(p, f);
}

/* "developer · calls/timeout · stated by documentation, checked 2026-11-20" */
static void add_meta(struct text_page *p, const struct outcome *o, const char *more)
{
	const struct rule_info *r = o->rule;

	buf_clear(&p->words);
	buf_printf(&p->words, "%s · %s", r->id, r->owner);
	if (r->basis != NULL)
		buf_printf(&p->words, " · %s", words_basis(r->basis));
	if (r->verified != NULL)
		buf_printf(&p->words, ", checked %s", r->verified);
	if (more[0] != '\0')
		buf_printf(&p->words, " · %s", more);
	wrap_line(&p->w, TEXT_BODY, TEXT_MORE);
	wrap_add(&p->w, buf_text(&p->words));
	wrap_end(&p->w);
}

static void add_links(struct text_page *p, const struct rule_info *r)
{
	for (size_t i = 0; i < r->link_count; i++) {
		buf_clear(&p->words);
		buf_printf(&p->words, "%s <%s>", r->links[i].title, r->links[i].href);
		p->w.whole = true;
		text_field(p, TEXT_BODY, "see", buf_text(&p->words));
		p->w.whole = false;
	}
}

/* Title at the left, hours at the right of its last line. */
static void add_title(struct text_page *p, const char *title, const char *right)
{
	unsigned columns = p->w.columns, width = (unsigned)text_columns(right) + 2;

	p->w.columns = columns - width;
	text_strong(p, title);
	p->w.columns = columns;
	wrap_right(&p->w, right);
	wrap_end(&p->w);
}

static const char *hours_of_rule(struct text_page *p, const struct outcome *o)
{
	const struct effort_line *line = words_effort(&p->audit->tally, o);

	if (line == NULL)
		return "";
	if (line->outcome != o)
		return "same fix";
	return text_hours(p, line->hours);
}

static void add_rule(struct text_page *p, const struct outcome *o, enum severity worst)
{
	uint64_t shown = 0;

	wrap_blank(&p->w);
	text_state(p, severity_name(worst));
	add_title(p, o->rule->title, hours_of_rule(p, o));
	for (; shown < o->finding_count; shown++) {
		if (shown >= TEXT_FINDINGS && p->style->verbose == 0)
			break;
		add_finding(p, &o->findings[shown], worst);
	}
	text_rest(p, TEXT_BODY, o->finding_count - shown, "more finding", "more findings");
	if (worst > SEVERITY_INFO || p->style->verbose > 0) {
		text_field(p, TEXT_BODY, "why", o->rule->why);
		text_field(p, TEXT_BODY, "fix", o->rule->fix);
		add_links(p, o->rule);
	}
	add_meta(p, o, "");
}

void text_findings(struct text_page *p, enum severity severity, const char *title,
		   const char *none)
{
	struct vec list = { 0 };

	collect(p, severity, &list);
	if (list.len > 0 || none != NULL)
		text_head(p, title, list.len, none);
	for (size_t i = 0; i < list.len; i++)
		add_rule(p, ((const struct entry *)list.items[i])->outcome, severity);
	vec_release(&list);
}

static bool is_undecided(const struct outcome *o)
{
	return o->state == OUTCOME_UNDECIDED || o->state == OUTCOME_ERROR;
}

/* What would become of it: "could be a blocker, 2–4 h". */
static const char *stake(struct text_page *p, const struct outcome *o, struct buf *out)
{
	static const char *const words[SEVERITY_COUNT] = {
		[SEVERITY_INFO] = "information only",
		[SEVERITY_VERIFY] = "could need a check",
		[SEVERITY_ACTION] = "could need a change",
		[SEVERITY_BLOCKER] = "could be a blocker",
	};
	const char *hours = hours_of_rule(p, o);

	buf_clear(out);
	buf_puts(out, words[o->rule->severity]);
	if (hours[0] != '\0')
		buf_printf(out, ", %s", hours);
	return buf_text(out);
}

/* Outcomes that one answer, or one thing that can be read after all, decides together. */
static bool same_cause(const struct outcome *a, const struct outcome *b)
{
	const char *left = a->question != NULL ? a->question : a->reason;
	const char *right = b->question != NULL ? b->question : b->reason;

	return a->state == b->state && (a->question == NULL) == (b->question == NULL) &&
	       left != NULL && right != NULL && strcmp(left, right) == 0;
}

static void add_undecided(struct text_page *p, const struct outcome *o, bool whole)
{
	struct buf words;

	buf_init(&words, 1000);
	text_field(p, TEXT_BODY, "looks for", o->rule->title);
	if (whole)
		text_field(p, TEXT_BODY, "why      ", o->rule->why);
	add_meta(p, o, stake(p, o, &words));
	buf_release(&words);
}

/* All of list from `first` on that have its cause; they are taken out of the list. */
static void add_undecided_group(struct text_page *p, struct vec *list, size_t first)
{
	const struct outcome *head = list->items[first];
	bool failed = head->state == OUTCOME_ERROR;
	/* What can be given says enough of why it is asked; -v has the rest. */
	bool brief = head->open && head->ask_option != NULL && p->style->verbose == 0;
	size_t count = 0;

	for (size_t i = first; i < list->len; i++)
		count += list->items[i] != NULL && same_cause(head, list->items[i]);
	wrap_blank(&p->w);
	text_state(p, failed ? "error" : "undecided");
	add_title(p, head->question != NULL ? head->question : failed ? "This rule failed" :
		  "Not known from what was read", "");
	if (!brief)
		text_field(p, TEXT_BODY, failed ? "failed   " : "open     ", head->reason);
	text_field(p, TEXT_BODY, "decide by", head->ask_option);
	for (size_t i = first; i < list->len; i++) {
		const struct outcome *o = list->items[i];

		if (o == NULL || (o != head && !same_cause(head, o)))
			continue;
		add_undecided(p, o, count <= 1 && !brief);
		list->items[i] = NULL;
	}
}

/* Could be the worst first; what the given inputs should have decided before the rest. */
void text_undecided(struct text_page *p)
{
	const struct outcomes *all = p->audit->outcomes;
	const struct tally *t = &p->audit->tally;
	struct vec list = { 0 };

	text_head(p, "Undecided", (uint64_t)t->undecided + t->open + t->error, "none");
	for (int s = SEVERITY_COUNT - 1; s >= 0; s--)
		for (int open = 0; open < 2; open++)
			for (size_t i = 0; i < all->count; i++)
				if (is_undecided(&all->items[i]) &&
				    (int)all->items[i].rule->severity == s &&
				    all->items[i].open == (open != 0))
					vec_push(&list, &all->items[i]);
	for (size_t i = 0; i < list.len; i++)
		if (list.items[i] != NULL)
			add_undecided_group(p, &list, i);
	vec_release(&list);
}

static void add_short(struct text_page *p, const char *state, const char *text, const char *id)
{
	text_state(p, state);
	wrap_add(&p->w, text);
	wrap_add(&p->w, "·");
	wrap_add(&p->w, id);
	wrap_end(&p->w);
}

void text_waived(struct text_page *p)
{
	const struct outcomes *all = p->audit->outcomes;
	enum severity worst;

	if (p->audit->tally.waived == 0)
		return;
	text_head(p, "Waived", p->audit->tally.waived, "");
	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].state == OUTCOME_FINDINGS &&
		    !outcome_worst(&all->items[i], &worst))
			add_short(p, "waived", all->items[i].rule->title,
				  all->items[i].rule->id);
}

/* "package 4, calls 2": areas stand together, for outcomes are in order of ids. */
static void add_areas(struct text_page *p, enum outcome_state state, const char *label)
{
	const struct outcomes *all = p->audit->outcomes;
	const char *area = NULL;
	unsigned n = 0;

	text_state(p, label);
	buf_clear(&p->words);
	for (size_t i = 0; i < all->count; i++) {
		const struct outcome *o = &all->items[i];

		if (o->state != state || o->by_statement)
			continue;
		if (area != NULL && strcmp(area, o->rule->area) != 0) {
			buf_printf(&p->words, "%s %u, ", area, n);
			n = 0;
		}
		area = o->rule->area;
		n++;
	}
	buf_printf(&p->words, "%s %u", area, n);
	wrap_add(&p->w, buf_text(&p->words));
	wrap_end(&p->w);
}

static void add_state(struct text_page *p, enum outcome_state state, const char *label)
{
	const struct outcomes *all = p->audit->outcomes;

	if (p->style->verbose == 0) {
		add_areas(p, state, label);
		return;
	}
	for (size_t i = 0; i < all->count; i++) {
		const struct rule_info *r = all->items[i].rule;
		bool clear = state == OUTCOME_CLEAR && r->clear != NULL;

		if (all->items[i].state == state && !all->items[i].by_statement)
			add_short(p, label, clear ? r->clear : r->title, r->id);
	}
}

static bool is_stated(const struct outcome *o)
{
	return o->state == OUTCOME_CLEAR && o->by_statement;
}

static unsigned count_stated(const struct outcomes *all)
{
	unsigned n = 0;

	for (size_t i = 0; i < all->count; i++)
		n += is_stated(&all->items[i]);
	return n;
}

static void add_stated(struct text_page *p)
{
	const struct outcomes *all = p->audit->outcomes;

	for (size_t i = 0; i < all->count; i++)
		if (is_stated(&all->items[i]))
			add_short(p, "stated", all->items[i].rule->title, all->items[i].rule->id);
}

void text_clear(struct text_page *p)
{
	const struct tally *t = &p->audit->tally;

	unsigned stated = count_stated(p->audit->outcomes);

	text_head(p, "Checked and clear", t->clear - stated, "none");
	if (t->clear > stated)
		add_state(p, OUTCOME_CLEAR, "clear");
	if (stated > 0) {
		text_head(p, "Clear by what people stated", stated, "");
		add_stated(p);
	}
	if (t->not_applicable == 0)
		return;
	text_head(p, "Not applicable", t->not_applicable, "");
	add_state(p, OUTCOME_NOT_APPLICABLE, "n/a");
}
