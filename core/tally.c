/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every number of an audit, once. A rule counts in exactly one class: the worst of its unwaived
 * findings, or what else became of it. Effort counts in one of three totals; rules that share
 * a fix share its hours, also across totals, in the order work, check, unknown.
 */
#include "core/audit.h"

#include <string.h>

#include "util/alloc.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/vec.h"

static const char *const verdicts[] = {
	[VERDICT_READY] = "ready",
	[VERDICT_CONDITIONAL] = "conditional",
	[VERDICT_BLOCKED] = "blocked",
	[VERDICT_NONE] = "none",
};

const char *verdict_name(enum verdict v)
{
	return verdicts[v];
}

static void count_findings(struct tally *t, const struct outcome *o)
{
	enum severity worst;

	if (!outcome_worst(o, &worst)) {
		t->waived++;
		return;
	}
	t->by_severity[worst]++;
	for (size_t i = 0; i < o->finding_count; i++)
		t->findings += !o->findings[i].waived;
}

static void count_rule(struct tally *t, const struct outcome *o)
{
	switch (o->state) {
	case OUTCOME_FINDINGS:
		count_findings(t, o);
		break;
	case OUTCOME_UNDECIDED:
		if (o->open)
			t->open++;
		else
			t->undecided++;
		break;
	case OUTCOME_ERROR:
		t->error++;
		break;
	case OUTCOME_CLEAR:
		t->clear++;
		break;
	case OUTCOME_NOT_APPLICABLE:
		t->not_applicable++;
		break;
	default:
		BUG("an outcome without a state");
	}
}

static bool has_undecided_blocker(const struct outcomes *all)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct outcome *o = &all->items[i];

		if ((o->state == OUTCOME_UNDECIDED || o->state == OUTCOME_ERROR) &&
		    o->rule->severity == SEVERITY_BLOCKER)
			return true;
	}
	return false;
}

/* Ready is earned: something was decided, all of the package was read, no blocker is possible. */
static enum verdict judge(const struct tally *t, const struct audit *audit)
{
	enum diag_level worst = diags_worst(audit->diags);

	if (worst == DIAG_FATAL || t->applicable == 0)
		return VERDICT_NONE;
	if (t->by_severity[SEVERITY_BLOCKER] > 0)
		return VERDICT_BLOCKED;
	if (t->by_severity[SEVERITY_ACTION] > 0 || has_undecided_blocker(audit->outcomes) ||
	    t->decided == 0 || worst == DIAG_INCOMPLETE ||
	    (!audit->of_settings && audit->sources->state[SOURCE_MODEL] == SOURCE_ABSENT))
		return VERDICT_CONDITIONAL;
	return VERDICT_READY;
}

/* "full": settings were given beside a package, and nothing waits for an input that was not. */
static const char *scope_of(const struct tally *t, const struct sources *s)
{
	if (!sources_any(s, SOURCE_V3_FIRST, SOURCE_V4_LAST))
		return "package";
	return t->open > 0 || s->state[SOURCE_PACKAGE] == SOURCE_ABSENT ? "settings" : "full";
}

/* How often the effort of a rule counts for its unwaived findings from low to high. */
static unsigned count_times(const struct outcome *o, enum severity low, enum severity high)
{
	unsigned findings = 0, places = 0;

	for (size_t i = 0; i < o->finding_count; i++) {
		const struct finding *f = &o->findings[i];

		if (f->waived || f->severity < low || f->severity > high)
			continue;
		findings++;
		places += (unsigned)f->place_count;
	}
	if (o->rule->effort.per == EFFORT_PER_RULE)
		return findings > 0;
	return o->rule->effort.per == EFFORT_PER_FINDING ? findings : places;
}

static unsigned capped(unsigned long long hours, unsigned cap)
{
	if (cap > 0 && hours > cap)
		return cap;
	return hours > 1000000 ? 1000000 : (unsigned)hours;
}

static struct hours hours_of(const struct effort *e, unsigned times)
{
	return (struct hours){
		capped((unsigned long long)e->min * times, e->cap),
		capped((unsigned long long)e->max * times, e->cap),
	};
}

static struct effort_line *find_fix(const struct effort_total *t, const char *fix_id)
{
	for (size_t i = 0; fix_id != NULL && i < t->count; i++) {
		const char *other = t->lines[i].outcome->rule->fix_id;

		if (other != NULL && strcmp(other, fix_id) == 0)
			return &t->lines[i];
	}
	return NULL;
}

/* A fix takes as long as the largest of the rules that share it says. */
static void share(struct effort_line *line, struct hours hours)
{
	line->shared++;
	if (hours.min > line->hours.min)
		line->hours.min = hours.min;
	if (hours.max > line->hours.max)
		line->hours.max = hours.max;
}

/* before: totals, ending with NULL, that this fix may already be counted in. */
static void add_line(struct effort_total *t, struct effort_total *const *before,
		     struct effort_line line)
{
	const char *fix_id = line.outcome->rule->fix_id;
	struct effort_line *same = find_fix(t, fix_id);

	if (line.hours.max == 0)
		return;
	if (same != NULL) {
		share(same, line.hours);
		return;
	}
	for (; *before != NULL; before++) {
		same = find_fix(*before, fix_id);
		if (same != NULL) {
			same->shared++;
			return;
		}
	}
	t->lines[t->count++] = line;
}

static void sum_lines(struct effort_total *t)
{
	for (size_t i = 0; i < t->count; i++) {
		t->hours.min += t->lines[i].hours.min;
		t->hours.max += t->lines[i].hours.max;
	}
}

static struct effort_line line_of(const struct outcome *o, unsigned times)
{
	return (struct effort_line){
		.outcome = o, .hours = hours_of(&o->rule->effort, times), .times = times,
	};
}

static void add_work(struct tally *t, const struct outcome *o)
{
	static struct effort_total *const nothing[] = { NULL };
	unsigned times = count_times(o, SEVERITY_ACTION, SEVERITY_BLOCKER);

	if (o->state == OUTCOME_FINDINGS && times > 0)
		add_line(&t->work, nothing, line_of(o, times));
}

/* A rule with both kinds of findings checks within what its work leaves of the cap. */
static void add_check(struct tally *t, const struct outcome *o)
{
	struct effort_total *const before[] = { &t->work, NULL };
	const struct effort *e = &o->rule->effort;
	unsigned work = count_times(o, SEVERITY_ACTION, SEVERITY_BLOCKER);
	unsigned times = count_times(o, SEVERITY_VERIFY, SEVERITY_VERIFY);
	struct effort_line line = line_of(o, work + times);
	struct hours done = hours_of(e, work);

	if (o->state != OUTCOME_FINDINGS || times == 0)
		return;
	if (e->per == EFFORT_PER_RULE && work > 0)
		return;
	line.times = times;
	line.hours.min -= done.min;
	line.hours.max -= done.max;
	if (line.hours.min > line.hours.max)
		line.hours.min = line.hours.max;
	add_line(&t->check, before, line);
}

static void add_unknown(struct tally *t, const struct outcome *o)
{
	struct effort_total *const before[] = { &t->work, &t->check, NULL };

	if (o->state == OUTCOME_UNDECIDED || o->state == OUTCOME_ERROR)
		add_line(&t->unknown, before, line_of(o, 1));
}

static void add_effort(struct tally *t, const struct outcomes *all, struct arena *arena)
{
	struct effort_total *const totals[] = { &t->work, &t->check, &t->unknown };
	static void (*const add[])(struct tally *, const struct outcome *) = {
		add_work, add_check, add_unknown
	};

	for (size_t k = 0; k < 3; k++) {
		totals[k]->lines = arena_alloc(arena, (all->count + 1) *
					       sizeof(*totals[k]->lines));
		for (size_t i = 0; i < all->count; i++)
			add[k](t, &all->items[i]);
	}
	for (size_t k = 0; k < 3; k++)
		sum_lines(totals[k]);
}

static struct owner_total *owner_of(struct tally *t, const char *owner)
{
	for (size_t i = 0; i < t->owner_count; i++)
		if (strcmp(t->owners[i].owner, owner) == 0)
			return &t->owners[i];
	t->owners[t->owner_count].owner = owner;
	return &t->owners[t->owner_count++];
}

static int compare_owners(const void *left, const void *right)
{
	const struct owner_total *a = left, *b = right;

	for (int s = SEVERITY_COUNT - 1; s >= 0; s--)
		if ((a->by_severity[s] > 0) != (b->by_severity[s] > 0))
			return a->by_severity[s] > 0 ? -1 : 1;
	if (a->hours.max != b->hours.max)
		return a->hours.max > b->hours.max ? -1 : 1;
	if (a->hours.min != b->hours.min)
		return a->hours.min > b->hours.min ? -1 : 1;
	return strcmp(a->owner, b->owner);
}

static void sort_owners(struct tally *t, struct arena *arena)
{
	struct owner_total *sorted = arena_alloc(arena, (t->owner_count + 1) * sizeof(*sorted));
	struct vec list = { 0 };

	for (size_t i = 0; i < t->owner_count; i++)
		vec_push(&list, &t->owners[i]);
	vec_sort(&list, compare_owners);
	for (size_t i = 0; i < t->owner_count; i++)
		sorted[i] = *(const struct owner_total *)list.items[i];
	t->owners = sorted;
	vec_release(&list);
}

static void add_owners(struct tally *t, const struct outcomes *all, struct arena *arena)
{
	enum severity worst;

	t->owners = arena_alloc(arena, (all->count + 1) * sizeof(*t->owners));
	for (size_t i = 0; i < all->count; i++) {
		const struct outcome *o = &all->items[i];

		if (o->state == OUTCOME_FINDINGS && outcome_worst(o, &worst))
			owner_of(t, o->rule->owner)->by_severity[worst]++;
	}
	for (size_t i = 0; i < t->work.count; i++) {
		const struct effort_line *line = &t->work.lines[i];
		struct owner_total *owner = owner_of(t, line->outcome->rule->owner);

		owner->hours.min += line->hours.min;
		owner->hours.max += line->hours.max;
	}
	sort_owners(t, arena);
}

void tally_compute(struct tally *t, const struct audit *audit, struct arena *arena)
{
	const struct outcomes *all = audit->outcomes;

	memset(t, 0, sizeof(*t));
	t->rules = (unsigned)all->count;
	for (size_t i = 0; i < all->count; i++)
		count_rule(t, &all->items[i]);
	t->applicable = t->rules - t->not_applicable;
	t->decided = t->applicable - t->undecided - t->open - t->error;
	t->scope = scope_of(t, audit->sources);
	t->verdict = judge(t, audit);
	add_effort(t, all, arena);
	add_owners(t, all, arena);
}

void tally_line(struct buf *out, const struct audit *audit)
{
	const struct tally *t = &audit->tally;

	buf_printf(out, "VERDICT %s scope=%s blockers=%u actions=%u verify=%u info=%u",
		   verdict_name(t->verdict), t->scope, t->by_severity[SEVERITY_BLOCKER],
		   t->by_severity[SEVERITY_ACTION], t->by_severity[SEVERITY_VERIFY],
		   t->by_severity[SEVERITY_INFO]);
	buf_printf(out, " undecided=%u open=%u error=%u waived=%u clear=%u n/a=%u rules=%u",
		   t->undecided, t->open, t->error, t->waived, t->clear, t->not_applicable,
		   t->rules);
	buf_printf(out, " findings=%u effort=%u-%uh exit=%d", t->findings, t->work.hours.min,
		   t->work.hours.max, audit->exit_status);
}
