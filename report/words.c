/* SPDX-License-Identifier: Apache-2.0 */
#include "report/words.h"

#include <string.h>

#include "util/buf.h"
#include "util/text.h"

const char *words_verdict(enum verdict v)
{
	static const char *const words[] = {
		[VERDICT_READY] = "Ready",
		[VERDICT_CONDITIONAL] = "Conditional",
		[VERDICT_BLOCKED] = "Blocked",
		[VERDICT_NONE] = "Not judged",
	};

	return words[v];
}

const char *words_severity(enum severity s, uint64_t count)
{
	static const char *const words[SEVERITY_COUNT][2] = {
		[SEVERITY_INFO] = { "for information", "for information" },
		[SEVERITY_VERIFY] = { "to verify", "to verify" },
		[SEVERITY_ACTION] = { "action", "actions" },
		[SEVERITY_BLOCKER] = { "blocker", "blockers" },
	};

	return words[s][count != 1];
}

const char *words_basis(const char *basis)
{
	if (basis == NULL)
		return "";
	if (strcmp(basis, "documented") == 0)
		return "stated by documentation";
	if (strcmp(basis, "code") == 0)
		return "seen in code";
	return strcmp(basis, "inferred") == 0 ? "inferred" : basis;
}

void words_scope(struct buf *out, const struct audit *audit)
{
	const struct sources *s = audit->sources;
	const char *given[8];
	size_t n = 0;

	if (audit->of_settings) {
		buf_puts(out, "the settings of both environments");
		return;
	}
	if (sources_any(s, SOURCE_V3_FIRST, SOURCE_V3_LAST))
		given[n++] = "the settings of the v3 environment";
	if (sources_any(s, SOURCE_V4_FIRST, SOURCE_V4_LAST))
		given[n++] = "the settings of the v4 environment";
	for (int i = SOURCE_V4_LAST + 1; i < SOURCE_COUNT; i++)
		if (s->state[i] != SOURCE_ABSENT)
			given[n++] = source_noun((enum source)i);
	buf_puts(out, n == 0 ? "the package alone" : "the package");
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%s", i + 1 < n ? ", " : " and ", given[i]);
}

_Static_assert(SOURCE_COUNT - 1 - SOURCE_V4_LAST + 2 <= 8, "every input has its place");

const char *words_per(enum effort_per per)
{
	static const char *const words[] = {
		[EFFORT_PER_RULE] = "rule",
		[EFFORT_PER_FINDING] = "finding",
		[EFFORT_PER_PLACE] = "place",
	};

	return words[per];
}

void words_count(struct buf *out, uint64_t n, const char *one, const char *many)
{
	text_add_grouped(out, n);
	buf_printf(out, " %s", n == 1 ? one : many);
}

void words_hours(struct buf *out, struct hours hours)
{
	text_add_grouped(out, hours.min);
	if (hours.max != hours.min) {
		buf_puts(out, "\xe2\x80\x93");
		text_add_grouped(out, hours.max);
	}
	buf_puts(out, " h");
}

void words_bytes(struct buf *out, uint64_t bytes)
{
	static const char *const units[] = { "kB", "MB", "GB", "TB" };
	uint64_t tenths = bytes / 100;
	size_t unit = 0;

	if (bytes < 1000) {
		words_count(out, bytes, "byte", "bytes");
		return;
	}
	for (; tenths >= 10000 && unit < 3; unit++)
		tenths /= 1000;
	text_add_grouped(out, tenths / 10);
	if (tenths < 1000)
		buf_printf(out, ".%u", (unsigned)(tenths % 10));
	buf_printf(out, " %s", units[unit]);
}

void words_room(struct buf *out, uint64_t bytes)
{
	static const char *const units[] = { "KB", "MB", "GB", "TB" };
	uint64_t unit = 1024;
	size_t i = 0;

	if (bytes < unit) {
		words_count(out, bytes, "byte", "bytes");
		return;
	}
	for (; i < 3 && bytes / 1024 >= unit; i++)
		unit *= 1024;
	text_add_grouped(out, bytes / unit);
	buf_printf(out, ".%u %s", (unsigned)(bytes % unit * 10 / unit), units[i]);
}

void words_addend(struct buf *out, const struct effort_line *line)
{
	static const char *const many[] = { "rules", "findings", "places" };
	const struct effort *e = &line->outcome->rule->effort;

	if (line->times != 1) {
		words_count(out, line->times, words_per(e->per), many[e->per]);
		buf_puts(out, " \xc3\x97 ");
		words_hours(out, (struct hours){ e->min, e->max });
	}
	if (e->cap > 0 && (uint64_t)e->max * line->times > e->cap) {
		buf_printf(out, "%sat most ", out->len > 0 ? ", " : "");
		words_hours(out, (struct hours){ e->cap, e->cap });
	}
	if (line->shared > 0) {
		buf_printf(out, "%ssame fix as ", out->len > 0 ? ", " : "");
		words_count(out, line->shared, "other rule", "other rules");
	}
}

void words_source_state(struct buf *out, enum source_state state, const char *reason)
{
	if (state == SOURCE_COMPLETE)
		return;
	buf_puts(out, state == SOURCE_PARTIAL ? "read in part" : "not read");
	if (reason != NULL)
		buf_printf(out, ": %s", reason);
}

static const struct effort_line *find_line(const struct effort_total *t, const struct outcome *o,
					   bool by_fix)
{
	const char *fix_id = o->rule->fix_id;

	for (size_t i = 0; i < t->count; i++) {
		const struct outcome *other = t->lines[i].outcome;

		if (!by_fix && other == o)
			return &t->lines[i];
		if (by_fix && fix_id != NULL && other->rule->fix_id != NULL &&
		    strcmp(other->rule->fix_id, fix_id) == 0)
			return &t->lines[i];
	}
	return NULL;
}

const struct effort_line *words_effort(const struct tally *t, const struct outcome *o)
{
	const struct effort_total *const totals[] = { &t->work, &t->check, &t->unknown };
	const struct effort_line *line = NULL;

	for (int by_fix = 0; by_fix < 2; by_fix++)
		for (size_t i = 0; line == NULL && i < 3; i++)
			line = find_line(totals[i], o, by_fix);
	return line;
}

static int compare(const struct tally *t, const struct outcome *a, const struct outcome *b)
{
	const struct effort_line *left = words_effort(t, a), *right = words_effort(t, b);
	unsigned a_hours = left == NULL ? 0 : left->hours.max;
	unsigned b_hours = right == NULL ? 0 : right->hours.max;
	enum severity a_worst = SEVERITY_INFO, b_worst = SEVERITY_INFO;

	outcome_worst(a, &a_worst);
	outcome_worst(b, &b_worst);
	if (a_worst != b_worst)
		return a_worst > b_worst ? -1 : 1;
	if (a_hours != b_hours)
		return a_hours > b_hours ? -1 : 1;
	return strcmp(a->rule->id, b->rule->id);
}

const struct outcome *words_worst(const struct audit *audit)
{
	const struct outcome *worst = NULL;
	enum severity severity;

	for (size_t i = 0; i < audit->outcomes->count; i++) {
		const struct outcome *o = &audit->outcomes->items[i];

		if (o->state != OUTCOME_FINDINGS || !outcome_worst(o, &severity))
			continue;
		if (worst == NULL || compare(&audit->tally, o, worst) < 0)
			worst = o;
	}
	return worst;
}

unsigned words_open_blockers(const struct audit *audit)
{
	unsigned n = 0;

	for (size_t i = 0; i < audit->outcomes->count; i++) {
		const struct outcome *o = &audit->outcomes->items[i];

		n += (o->state == OUTCOME_UNDECIDED || o->state == OUTCOME_ERROR) &&
		     o->rule->severity == SEVERITY_BLOCKER;
	}
	return n;
}

/* A title without its full stop, to go on with. */
static void add_clause(struct buf *out, const char *title)
{
	size_t n = strlen(title);

	buf_add(out, title, n > 0 && title[n - 1] == '.' ? n - 1 : n);
}

static void why_blocked(struct buf *out, const struct audit *audit)
{
	unsigned others = audit->tally.by_severity[SEVERITY_BLOCKER] - 1;

	add_clause(out, words_worst(audit)->rule->title);
	if (others > 0) {
		buf_puts(out, ", and ");
		words_count(out, others, "more point blocks", "more points block");
		buf_puts(out, " the move");
	}
	buf_puts(out, ".");
}

static void why_actions(struct buf *out, const struct audit *audit)
{
	unsigned actions = audit->tally.by_severity[SEVERITY_ACTION];

	buf_puts(out, "No blocker is known, but ");
	words_count(out, actions, "change has to be made first: ",
		    "changes have to be made first; the largest: ");
	add_clause(out, words_worst(audit)->rule->title);
	buf_puts(out, ".");
}

static void why_conditional(struct buf *out, const struct audit *audit)
{
	unsigned questions = words_open_blockers(audit);

	if (audit->tally.by_severity[SEVERITY_ACTION] > 0) {
		why_actions(out, audit);
		return;
	}
	buf_puts(out, "No blocker is known, but ");
	if (questions > 0) {
		words_count(out, questions, "question that is", "questions that are");
		buf_puts(out, " still open could hide one.");
	} else if (audit->of_settings && diags_worst(audit->diags) == DIAG_INCOMPLETE) {
		buf_puts(out, "the settings could not be read completely.");
	} else if (!audit->of_settings &&
		   audit->sources->state[SOURCE_MODEL] == SOURCE_ABSENT) {
		buf_puts(out, "the model could not be read.");
	} else if (diags_worst(audit->diags) == DIAG_INCOMPLETE) {
		buf_puts(out, "the package could not be read completely.");
	} else {
		buf_puts(out, "no rule could be decided.");
	}
}

static void why_none(struct buf *out, const struct audit *audit)
{
	for (size_t i = 0; i < audit->diags->list.len; i++) {
		const struct diag *d = audit->diags->list.items[i];

		if (d->level != DIAG_FATAL)
			continue;
		buf_printf(out, "The package cannot be audited: %s%s%s.", d->place,
			   d->place[0] == '\0' ? "" : ": ", d->message);
		return;
	}
	buf_puts(out, audit->tally.rules == 0 ? "Nothing was judged: no rule was loaded." :
		 "Nothing was judged: no rule applies to this app.");
}

void words_why(struct buf *out, const struct audit *audit)
{
	switch (audit->tally.verdict) {
	case VERDICT_BLOCKED:
		why_blocked(out, audit);
		break;
	case VERDICT_CONDITIONAL:
		why_conditional(out, audit);
		break;
	case VERDICT_READY:
		buf_puts(out, audit->of_settings ?
			 "No known blocker, and no known need to change these settings." :
			 "No known blocker, and no known need to change the app.");
		break;
	case VERDICT_NONE:
		why_none(out, audit);
		break;
	}
}

/* "3 actions, 1 point to verify and 4 open questions remain" */
static void add_remains(struct buf *out, const struct tally *t, bool with_actions)
{
	static const char *const one[] = { "action", "point to verify", "open question" };
	static const char *const many[] = { "actions", "points to verify", "open questions" };
	unsigned counts[] = { with_actions ? t->by_severity[SEVERITY_ACTION] : 0,
			      t->by_severity[SEVERITY_VERIFY],
			      t->undecided + t->open + t->error };
	unsigned parts = (counts[0] > 0) + (counts[1] > 0) + (counts[2] > 0), done = 0;

	if (parts == 0)
		buf_puts(out, "nothing remains");
	for (size_t i = 0; i < 3; i++) {
		if (counts[i] == 0)
			continue;
		buf_puts(out, done == 0 ? "" : done + 1 == parts ? " and " : ", ");
		words_count(out, counts[i], one[i], many[i]);
		done++;
	}
	if (parts > 0)
		buf_puts(out, counts[0] + counts[1] + counts[2] == 1 ? " remains" : " remain");
}

static void after_blocked(struct buf *out, const struct audit *audit)
{
	const struct tally *t = &audit->tally;
	unsigned n = t->by_severity[SEVERITY_BLOCKER], questions = words_open_blockers(audit);

	if (n == 1)
		buf_puts(out, "Once this blocker is gone, ");
	else
		buf_printf(out, "Once these %u blockers are gone, ", n);
	add_remains(out, t, true);
	if (questions > 0)
		buf_printf(out, ", and %u of the questions could still block", questions);
	buf_puts(out, ".");
}

void words_after(struct buf *out, const struct audit *audit)
{
	const struct tally *t = &audit->tally;

	if (t->verdict == VERDICT_BLOCKED) {
		after_blocked(out, audit);
	} else if (t->verdict != VERDICT_NONE) {
		buf_puts(out, t->by_severity[SEVERITY_ACTION] > 0 ? "After that, " :
			 "Of what was looked at, ");
		add_remains(out, t, false);
		buf_puts(out, ".");
	}
}
