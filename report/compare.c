/* SPDX-License-Identifier: Apache-2.0 */
#include "report/compare.h"

#include <stdlib.h>
#include <string.h>

#include "report/words.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/map.h"
#include "util/text.h"
#include "util/vec.h"

/* A group: what its facts are called after "v3-" and "v4-", and which attribute is the value. */
static const struct kind {
	const char *element, *value;
	enum source v3, v4;
} kinds[] = {
#define KIND(symbol, element, value) \
	{ element, value, SOURCE_V3_##symbol, SOURCE_V4_##symbol },
	KIND(ENVIRONMENT, "environment", NULL)
	KIND(CONSTANTS, "constant", "value")
	KIND(SETTINGS, "setting", "value")
	KIND(EVENTS, "event", "enabled")
	KIND(HANDLERS, "handler", "enabled")
	KIND(DOMAINS, "domain", NULL)
	KIND(CERTIFICATES, "certificate", "expires")
	KIND(HEADERS, "header", "value")
	KIND(RESTRICTIONS, "restriction", "access")
	KIND(VARIABLES, "variable", "value")
	KIND(LOG_LEVELS, "log-level", "level")
	KIND(MAINTENANCE, "maintenance", "window")
#undef KIND
};

static const struct {
	const char *name, *what;
} texts[] = {
#define GROUP(symbol, name, what, plural) { name, what },
#include "core/settings.def"
#undef GROUP
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]), NAME_MAX = 1 << 16 };

_Static_assert(sizeof(texts) / sizeof(texts[0]) == KINDS, "every group of settings is compared");

/* What rules say about one name of a group. */
struct said_of {
	bool refused;
	const struct outcome *outcome;
	const struct finding *finding;
};

/* While a group is put together. */
struct work {
	const struct audit *audit;
	const struct kind *kind;
	struct map said;	/* "setting TempPath": struct said_of */
	struct map on_v4;	/* facts of v4 by name, of this group */
	struct vec rows;	/* struct compare_row */
};

/* -- names -- */

static bool is_yes(const char *value)
{
	return strcmp(value, "yes") == 0;
}

/* The key of a fact: "client erp" of a certificate; "window" where there is only one. */
static const char *name_of(const struct audit *a, const struct fact *f)
{
	CLEANUP(buf_release) struct buf name = { .max = NAME_MAX };
	const struct attr_def *attrs = f->def->attrs;

	for (size_t i = 0; attrs[i].name != NULL; i++)
		if ((attrs[i].flags & ATTR_KEY) != 0 && f->values[i] != NULL)
			buf_printf(&name, "%s%s", name.len > 0 ? " " : "", f->values[i]);
	if (name.len == 0)
		return "window";
	if (strcmp(buf_text(&name), "*") == 0)
		return "all that are not named";
	return arena_text(a->arena, buf_text(&name));
}

/* What names are known by when both sides and rules speak of them; case is none in headers. */
static const char *key_of(const struct audit *a, const char *element, const char *name)
{
	char *key = arena_printf(a->arena, "%s %s", element, name);

	if (strcmp(element, "header") == 0)
		for (char *c = key; *c != '\0'; c++)
			*c = (char)(*c >= 'A' && *c <= 'Z' ? *c | 0x20 : *c);
	return key;
}

/* -- what rules say -- */

static const char *element_of(const struct fact *f)
{
	const char *name = f == NULL ? "" : f->def->name;

	return text_starts(name, "v3-") || text_starts(name, "v4-") ? name + 3 : NULL;
}

static struct said_of *said_about(const struct work *w, struct map *said, const struct fact *f)
{
	const char *key = key_of(w->audit, element_of(f), name_of(w->audit, f));
	struct said_of *s = map_get(said, key);

	if (s == NULL) {
		s = arena_alloc(w->audit->arena, sizeof(*s));
		map_add(said, key, s);
	}
	return s;
}

static void take_finding(struct work *w, const struct outcome *o, const struct finding *f)
{
	for (size_t i = 0; i < f->place_count; i++) {
		struct said_of *s;

		if (element_of(f->places[i].fact) == NULL)
			continue;
		s = said_about(w, &w->said, f->places[i].fact);
		s->refused |= f->as != NULL && strcmp(f->as, "refused") == 0;
		if (!f->waived && (s->finding == NULL || f->severity > s->finding->severity)) {
			s->outcome = o;
			s->finding = f;
		}
	}
}

static void take_findings(struct work *w)
{
	const struct outcomes *all = w->audit->outcomes;

	for (size_t i = 0; i < all->count; i++)
		for (size_t k = 0; k < all->items[i].finding_count; k++)
			take_finding(w, &all->items[i], &all->items[i].findings[k]);
}

/* -- rows -- */

static struct compare_side side_of(const struct attr_def *attr, const char *value,
				   enum compare_side_state without)
{
	struct compare_side side = { .state = without, .attr = attr };

	if (value != NULL && value[0] != '\0') {
		side.state = COMPARE_SHOWN;
		side.value = value;
	} else if (value != NULL) {
		side.state = COMPARE_EMPTY;
	}
	return side;
}

/* A fact of either environment by itself. */
static struct compare_side side_of_fact(const struct work *w, const struct fact *f)
{
	const char *state = fact_get(f, "state");
	int at = w->kind->value == NULL ? -1 : fact_def_attr(f->def, w->kind->value);

	if (at < 0)
		return (struct compare_side){ .state = COMPARE_PRESENT };
	if (state != NULL && strcmp(state, "empty") == 0)
		return (struct compare_side){ .state = COMPARE_EMPTY };
	return side_of(&f->def->attrs[at], f->values[at],
		       f->def->attrs[at].type == ATTR_TIME ? COMPARE_PRESENT : COMPARE_HIDDEN);
}

/* What v4 has beside a fact of v3. Where nobody is shown it, its own fact may say why. */
static struct compare_side side_on_v4(const struct work *w, const struct fact *f,
				      const struct compare_row *row, const struct fact *on_v4)
{
	const char *value = on_v4 == NULL ? NULL : fact_get(on_v4, "value");
	int at = w->kind->value == NULL ? -1 : fact_def_attr(f->def, w->kind->value);
	const struct fact *v4;

	if (row->result == NULL || strcmp(row->result, "missing") == 0)
		return (struct compare_side){ .state = COMPARE_ABSENT };
	if (value != NULL && at >= 0)
		return side_of(&f->def->attrs[at], value, COMPARE_HIDDEN);
	v4 = map_get(&w->on_v4, row->name);
	if (v4 != NULL)
		return side_of_fact(w, v4);
	/* Not listed, and the same: by the default of the package, for instance. */
	if (strcmp(row->result, "same") == 0)
		return row->v3;
	return (struct compare_side){ .state = COMPARE_HIDDEN };
}

static enum compare_verdict verdict_of(const struct fact *f, const char *result, bool refused)
{
	const char *bound = fact_get(f, "bound");

	if (refused)
		return COMPARE_REFUSED;
	if (result == NULL)
		return COMPARE_UNKNOWN;
	if (bound != NULL)
		return strcmp(bound, "data") == 0 ? COMPARE_MUST_MATCH : COMPARE_MUST_DIFFER;
	if (strcmp(result, "same") == 0)
		return COMPARE_SAME;
	return strcmp(result, "differs") == 0 ? COMPARE_DIFFERS : COMPARE_MISSING;
}

static struct compare_row *add_row(struct work *w, const char *name)
{
	struct compare_row *row = arena_alloc(w->audit->arena, sizeof(*row));
	const struct said_of *s = map_get(&w->said, key_of(w->audit, w->kind->element, name));

	row->name = name;
	if (s != NULL) {
		row->outcome = s->outcome;
		row->finding = s->finding;
	}
	vec_push(&w->rows, row);
	return row;
}

static bool is_refused(const struct work *w, const char *name)
{
	const struct said_of *s = map_get(&w->said, key_of(w->audit, w->kind->element, name));

	return s != NULL && s->refused;
}

static void add_v3(struct work *w, const struct fact *f)
{
	struct compare_row *row = add_row(w, name_of(w->audit, f));

	row->result = f->first == NULL ? NULL : fact_get(f->first, "result");
	row->verdict = verdict_of(f, row->result, is_refused(w, row->name));
	row->v3 = side_of_fact(w, f);
	row->v4 = side_on_v4(w, f, row, f->first);
}

static void know_v4(struct work *w, const struct fact *f)
{
	map_add(&w->on_v4, name_of(w->audit, f), (void *)(uintptr_t)f);
}

/* Names of v3 stand in the table already. */
static void add_v4(struct work *w, const struct fact *f)
{
	const char *on_v3 = f->first == NULL ? NULL : fact_get(f->first, "result");
	struct compare_row *row;

	if (on_v3 == NULL)
		return;
	row = add_row(w, name_of(w->audit, f));
	row->v4 = side_of_fact(w, f);
	row->verdict = is_refused(w, row->name) ? COMPARE_REFUSED
		       : strcmp(on_v3, "same") == 0 ? COMPARE_SAME : COMPARE_ONLY_V4;
	if (row->verdict == COMPARE_SAME)
		row->v3 = row->v4;
}

/* Attributes of the environment: each child of its fact is a name. */
static void add_attributes(struct work *w, const struct fact *f, bool v3)
{
	for (const struct fact *c = f == NULL ? NULL : f->first; c != NULL; c = c->next) {
		struct compare_row *row = add_row(w, fact_get(c, "name"));
		int at = fact_def_attr(f->def, row->name);
		struct compare_side own = side_of(&f->def->attrs[at], f->values[at],
						  COMPARE_HIDDEN);

		row->result = v3 ? fact_get(c, "result") : NULL;
		row->verdict = v3 ? verdict_of(f, row->result, false) : COMPARE_ONLY_V4;
		if (!v3) {
			row->v4 = own;
			continue;
		}
		row->v3 = own;
		row->v4 = side_of(own.attr, fact_get(c, "value"),
				  row->verdict == COMPARE_MISSING ? COMPARE_ABSENT
								  : COMPARE_HIDDEN);
	}
}

static void add_facts(struct work *w, const char *prefix,
		      void (*add)(struct work *, const struct fact *))
{
	const struct audit *a = w->audit;
	size_t n;
	struct fact *const *list = facts_of(a->facts, arena_printf(a->arena, "%s%s", prefix,
								   w->kind->element), &n);

	for (size_t i = 0; i < n; i++)
		add(w, list[i]);
}

static int by_name(const void *left, const void *right)
{
	const struct compare_row *a = left, *b = right;

	return strcmp(a->name, b->name);
}

static void fill_rows(struct work *w, struct compare_group *g)
{
	const struct facts *facts = w->audit->facts;

	if (w->kind->v3 == SOURCE_V3_ENVIRONMENT) {
		add_attributes(w, facts_first(facts, "v3-environment"), true);
		add_attributes(w, facts_first(facts, "v4-environment"), false);
	} else {
		add_facts(w, "v4-", know_v4);
		add_facts(w, "v3-", add_v3);
		add_facts(w, "v4-", add_v4);
		vec_sort(&w->rows, by_name);
	}
	g->count = w->rows.len;
	g->rows = arena_alloc(w->audit->arena, (g->count + 1) * sizeof(*g->rows));
	for (size_t i = 0; i < g->count; i++) {
		g->rows[i] = *(const struct compare_row *)w->rows.items[i];
		g->counts[g->rows[i].verdict]++;
	}
	vec_release(&w->rows);
	map_release(&w->on_v4);
}

void compare_collect(struct compare *c, const struct audit *audit)
{
	const struct sources *s = audit->sources;
	struct work w = { .audit = audit };

	c->count = KINDS;
	c->groups = arena_alloc(audit->arena, KINDS * sizeof(*c->groups));
	c->any = sources_any(s, SOURCE_V3_FIRST, SOURCE_V3_LAST) &&
		 sources_any(s, SOURCE_V4_FIRST, SOURCE_V4_LAST);
	take_findings(&w);
	for (size_t i = 0; i < KINDS; i++) {
		struct compare_group *g = &c->groups[i];

		w.kind = &kinds[i];
		g->name = texts[i].name;
		g->what = texts[i].what;
		g->v3 = kinds[i].v3;
		g->v4 = kinds[i].v4;
		g->compared = s->state[g->v3] != SOURCE_ABSENT &&
			      s->state[g->v4] != SOURCE_ABSENT;
		if (g->compared)
			fill_rows(&w, g);
	}
	map_release(&w.said);
}

/* -- words -- */

static const struct {
	const char *name, *word, *one, *many;
} verdicts[COMPARE_VERDICTS] = {
	[COMPARE_SAME] = { "same", "same", "the same", "the same" },
	[COMPARE_DIFFERS] = { "differs", "differs", "differs", "differ" },
	[COMPARE_MISSING] = { "missing", "missing on v4", "missing on v4", "missing on v4" },
	[COMPARE_ONLY_V4] = { "only-v4", "only on v4", "only on v4", "only on v4" },
	[COMPARE_REFUSED] = { "refused", "refused on v4", "refused on v4", "refused on v4" },
	[COMPARE_MUST_DIFFER] = { "must-differ", "must differ", "must differ", "must differ" },
	[COMPARE_MUST_MATCH] = { "must-match", "must be identical", "must be identical",
				 "must be identical" },
	[COMPARE_UNKNOWN] = { "unknown", "not known on v4", "not known", "not known" },
};

const char *compare_verdict_name(enum compare_verdict v)
{
	return verdicts[v].name;
}

const char *compare_state_name(enum compare_side_state s)
{
	static const char *const names[] = {
		[COMPARE_ABSENT] = "absent", [COMPARE_EMPTY] = "empty",
		[COMPARE_PRESENT] = "present", [COMPARE_HIDDEN] = "hidden",
		[COMPARE_SHOWN] = "shown",
	};

	return names[s];
}

static bool has_result(const struct compare_row *row, const char *result)
{
	return row->result != NULL && strcmp(row->result, result) == 0;
}

const char *compare_word(const struct compare_row *row)
{
	if (row->verdict == COMPARE_MUST_DIFFER)
		return has_result(row, "same") ? "must differ, and does not" :
		       has_result(row, "differs") ? "must differ, and does" :
						    "must differ, not set on v4";
	if (row->verdict == COMPARE_MUST_MATCH)
		return has_result(row, "same") ? "must be identical, and is"
					       : "must be identical, and is not";
	return verdicts[row->verdict].word;
}

bool compare_is_fine(const struct compare_row *row)
{
	if (row->verdict == COMPARE_MUST_DIFFER)
		return has_result(row, "differs");
	if (row->verdict == COMPARE_MUST_MATCH)
		return has_result(row, "same");
	return row->verdict == COMPARE_SAME;
}

bool compare_is_alike(const struct compare_row *row)
{
	return row->verdict == COMPARE_SAME || has_result(row, "same");
}

bool compare_is_told(const struct compare_row *row)
{
	return row->verdict != COMPARE_SAME || row->finding != NULL;
}

void compare_counts(struct buf *out, const struct compare_group *g)
{
	const char *separator = ": ";

	words_count(out, g->count, "name", "names");
	for (int v = 0; v < COMPARE_VERDICTS; v++) {
		if (g->counts[v] == 0)
			continue;
		buf_puts(out, separator);
		words_count(out, g->counts[v], verdicts[v].one, verdicts[v].many);
		separator = ", ";
	}
}

void compare_note(struct buf *out, const struct compare_group *g, const struct sources *s)
{
	bool v3 = s->state[g->v3] != SOURCE_ABSENT, v4 = s->state[g->v4] != SOURCE_ABSENT;

	if (!v3 || !v4) {
		buf_printf(out, "not compared: not given for %s",
			   v3 ? "v4" : v4 ? "v3" : "v3 and v4");
		return;
	}
	if (s->state[g->v3] == SOURCE_PARTIAL)
		buf_printf(out, "v3 was read in part: %s", s->reason[g->v3]);
	if (s->state[g->v4] == SOURCE_PARTIAL)
		buf_printf(out, "%sv4 was read in part: %s", out->len > 0 ? "; " : "",
			   s->reason[g->v4]);
	if (g->count == 0 && out->len == 0)
		buf_puts(out, "nothing is set on either side");
}

void compare_value(struct buf *out, const struct compare_side *side)
{
	int64_t bytes;

	if (side->state == COMPARE_EMPTY)
		buf_puts(out, "empty");
	if (side->state == COMPARE_HIDDEN)
		buf_puts(out, "not shown");
	if (side->state != COMPARE_SHOWN)
		return;
	if (side->attr != NULL && side->attr->type == ATTR_BOOL)
		buf_puts(out, is_yes(side->value) ? "on" : "off");
	else if (side->attr != NULL && side->attr->type == ATTR_TIME)
		buf_printf(out, "ends %.10s", side->value);
	else if (side->attr != NULL && side->attr->type == ATTR_BYTES &&
		 text_to_int(side->value, &bytes) && bytes >= 0)
		words_room(out, (uint64_t)bytes);
	else
		buf_puts(out, side->value);
}
