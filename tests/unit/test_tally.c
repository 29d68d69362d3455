/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers of an audit: they add up, and "ready" has to be earned. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "tests/unit/audit_fixture.h"
#include "util/arena.h"
#include "util/buf.h"

static int setup(void **state)
{
	static struct audit_fixture f;

	fixture_init(&f);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	fixture_release(*state);
	return 0;
}

static struct outcome *add(struct audit_fixture *f, const char *id, enum severity severity,
			   enum outcome_state state)
{
	return fixture_outcome(f, fixture_rule(f, id, severity, "developer"), state);
}

static struct rule_info *with_effort(struct audit_fixture *f, const char *id, const char *owner,
				     struct effort effort)
{
	struct rule_info *r = fixture_rule(f, id, SEVERITY_ACTION, owner);

	r->effort = effort;
	return r;
}

static enum verdict verdict(struct audit_fixture *f)
{
	fixture_finish(f, 0);
	return f->audit.tally.verdict;
}

static void assert_adds_up(const struct tally *t)
{
	unsigned sum = t->undecided + t->open + t->error + t->waived + t->clear +
		       t->not_applicable;

	for (int i = 0; i < SEVERITY_COUNT; i++)
		sum += t->by_severity[i];
	assert_int_equal(sum, t->rules);
	assert_int_equal(t->decided + t->undecided + t->open + t->error, t->applicable);
	assert_int_equal(t->applicable + t->not_applicable, t->rules);
}

static void assert_sums(const struct effort_total *t)
{
	unsigned min = 0, max = 0;

	for (size_t i = 0; i < t->count; i++) {
		min += t->lines[i].hours.min;
		max += t->lines[i].hours.max;
	}
	assert_int_equal(t->hours.min, min);
	assert_int_equal(t->hours.max, max);
}

static void test_counts_add_up(void **state)
{
	struct audit_fixture *f = *state;
	const struct tally *t = &f->audit.tally;

	fixture_fill_demo(f);
	fixture_finish(f, 1);
	assert_adds_up(t);
	assert_int_equal(t->rules, 22);
	assert_int_equal(t->by_severity[SEVERITY_BLOCKER], 1);
	assert_int_equal(t->by_severity[SEVERITY_ACTION], 3);
	assert_int_equal(t->by_severity[SEVERITY_VERIFY], 1);
	assert_int_equal(t->by_severity[SEVERITY_INFO], 1);
	assert_int_equal(t->undecided, 1);
	assert_int_equal(t->open, 2);
	assert_int_equal(t->error, 1);
	assert_int_equal(t->waived, 1);
	assert_int_equal(t->clear, 9);
	assert_int_equal(t->not_applicable, 2);
	assert_int_equal(t->findings, 7);
}

static void test_line(void **state)
{
	struct audit_fixture *f = *state;
	struct buf line;

	buf_init(&line, 1000);
	fixture_fill_demo(f);
	fixture_finish(f, 1);
	tally_line(&line, &f->audit);
	assert_string_equal(buf_text(&line),
			    "VERDICT blocked scope=package blockers=1 actions=3 verify=1 info=1 "
			    "undecided=1 open=2 error=1 waived=1 clear=9 n/a=2 rules=22 findings=7 "
			    "effort=7-16h exit=1");
	buf_release(&line);
}

static void test_ready_when_all_is_clear(void **state)
{
	struct audit_fixture *f = *state;

	add(f, "a/clear", SEVERITY_BLOCKER, OUTCOME_CLEAR);
	add(f, "a/none", SEVERITY_BLOCKER, OUTCOME_NOT_APPLICABLE);
	assert_int_equal(verdict(f), VERDICT_READY);
	assert_adds_up(&f->audit.tally);
}

static void test_ready_with_less_than_actions(void **state)
{
	struct audit_fixture *f = *state;

	fixture_finding(f, add(f, "a/verify", SEVERITY_VERIFY, OUTCOME_FINDINGS), SEVERITY_VERIFY,
			"k", "m");
	fixture_finding(f, add(f, "a/info", SEVERITY_INFO, OUTCOME_FINDINGS), SEVERITY_INFO,
			"k", "m");
	add(f, "a/open", SEVERITY_ACTION, OUTCOME_UNDECIDED)->open = true;
	add(f, "a/undecided", SEVERITY_ACTION, OUTCOME_UNDECIDED);
	assert_int_equal(verdict(f), VERDICT_READY);
}

static void test_blocked(void **state)
{
	struct audit_fixture *f = *state;
	struct outcome *o = add(f, "a/mixed", SEVERITY_BLOCKER, OUTCOME_FINDINGS);

	fixture_finding(f, o, SEVERITY_VERIFY, "k1", "m");
	fixture_finding(f, o, SEVERITY_BLOCKER, "k2", "m");
	diag_add(&f->diags, DIAG_INCOMPLETE, "", "cut");
	assert_int_equal(verdict(f), VERDICT_BLOCKED);
	assert_int_equal(f->audit.tally.by_severity[SEVERITY_BLOCKER], 1);
	assert_int_equal(f->audit.tally.by_severity[SEVERITY_VERIFY], 0);
}

static void test_waived_blocker(void **state)
{
	struct audit_fixture *f = *state;
	struct outcome *o = add(f, "a/waived", SEVERITY_BLOCKER, OUTCOME_FINDINGS);

	fixture_finding(f, o, SEVERITY_BLOCKER, "k1", "m")->waived = true;
	assert_int_equal(verdict(f), VERDICT_READY);
	assert_int_equal(f->audit.tally.waived, 1);
	assert_int_equal(f->audit.tally.findings, 0);
	assert_int_equal(f->audit.tally.decided, 1);
}

static void test_conditional_by_action(void **state)
{
	struct audit_fixture *f = *state;

	fixture_finding(f, add(f, "a/do", SEVERITY_ACTION, OUTCOME_FINDINGS), SEVERITY_ACTION,
			"k", "m");
	assert_int_equal(verdict(f), VERDICT_CONDITIONAL);
}

static void test_conditional_by_undecided_blocker(void **state)
{
	struct audit_fixture *f = *state;

	add(f, "a/clear", SEVERITY_ACTION, OUTCOME_CLEAR);
	add(f, "a/open", SEVERITY_BLOCKER, OUTCOME_UNDECIDED)->open = true;
	assert_int_equal(verdict(f), VERDICT_CONDITIONAL);
}

static void test_conditional_by_blocker_error(void **state)
{
	struct audit_fixture *f = *state;

	add(f, "a/clear", SEVERITY_ACTION, OUTCOME_CLEAR);
	add(f, "a/error", SEVERITY_BLOCKER, OUTCOME_ERROR);
	assert_int_equal(verdict(f), VERDICT_CONDITIONAL);
}

static void test_never_ready_without_model(void **state)
{
	struct audit_fixture *f = *state;

	add(f, "a/clear", SEVERITY_ACTION, OUTCOME_CLEAR);
	f->sources.state[SOURCE_MODEL] = SOURCE_ABSENT;
	assert_int_equal(verdict(f), VERDICT_CONDITIONAL);
}

static void test_never_ready_when_incomplete(void **state)
{
	struct audit_fixture *f = *state;

	add(f, "a/clear", SEVERITY_ACTION, OUTCOME_CLEAR);
	diag_add(&f->diags, DIAG_INCOMPLETE, "model/model.mdp", "byte 7: cut");
	assert_int_equal(verdict(f), VERDICT_CONDITIONAL);
}

static void test_note_changes_nothing(void **state)
{
	struct audit_fixture *f = *state;

	add(f, "a/clear", SEVERITY_ACTION, OUTCOME_CLEAR);
	diag_add(&f->diags, DIAG_NOTE, "", "odd");
	assert_int_equal(verdict(f), VERDICT_READY);
}

static void test_never_ready_when_nothing_was_decided(void **state)
{
	struct audit_fixture *f = *state;

	add(f, "a/error", SEVERITY_VERIFY, OUTCOME_ERROR);
	assert_int_equal(verdict(f), VERDICT_CONDITIONAL);
}

static void test_none_when_fatal(void **state)
{
	struct audit_fixture *f = *state;

	add(f, "a/clear", SEVERITY_ACTION, OUTCOME_CLEAR);
	diag_add(&f->diags, DIAG_FATAL, "", "not a zip container");
	assert_int_equal(verdict(f), VERDICT_NONE);
}

static void test_none_without_rules(void **state)
{
	struct audit_fixture *f = *state;

	assert_int_equal(verdict(f), VERDICT_NONE);
	assert_adds_up(&f->audit.tally);
}

static void test_none_when_nothing_applies(void **state)
{
	struct audit_fixture *f = *state;

	add(f, "a/none", SEVERITY_ACTION, OUTCOME_NOT_APPLICABLE);
	assert_int_equal(verdict(f), VERDICT_NONE);
}

static void test_scope(void **state)
{
	struct audit_fixture *f = *state;
	struct outcome *o = add(f, "a/open", SEVERITY_ACTION, OUTCOME_UNDECIDED);

	o->open = true;
	fixture_finish(f, 0);
	assert_string_equal(f->audit.tally.scope, "package");
	source_complete(&f->sources, SOURCE_V4_ENVIRONMENT);
	tally_compute(&f->audit.tally, &f->audit, f->arena);
	assert_string_equal(f->audit.tally.scope, "settings");
	o->state = OUTCOME_CLEAR;
	tally_compute(&f->audit.tally, &f->audit, f->arena);
	assert_string_equal(f->audit.tally.scope, "full");
}

static struct outcome *add_findings(struct audit_fixture *f, const struct rule_info *r,
				    enum severity severity, unsigned count)
{
	struct outcome *o = fixture_outcome(f, r, OUTCOME_FINDINGS);

	for (unsigned i = 0; i < count; i++)
		fixture_finding(f, o, severity, arena_printf(f->arena, "%s %u", r->id, i), "m");
	return o;
}

static void assert_hours(struct hours h, unsigned min, unsigned max)
{
	assert_int_equal(h.min, min);
	assert_int_equal(h.max, max);
}

static void test_effort_per(void **state)
{
	struct audit_fixture *f = *state;
	const struct tally *t = &f->audit.tally;
	struct effort e = { 2, 3, EFFORT_PER_RULE, 0 };
	struct outcome *o;

	add_findings(f, with_effort(f, "a/rule", "x", e), SEVERITY_ACTION, 3);
	e.per = EFFORT_PER_FINDING;
	o = add_findings(f, with_effort(f, "b/finding", "x", e), SEVERITY_ACTION, 4);
	o->findings[0].waived = true;
	e.per = EFFORT_PER_PLACE;
	o = add_findings(f, with_effort(f, "c/place", "x", e), SEVERITY_ACTION, 2);
	fixture_place(f, &o->findings[1], "m", "");
	fixture_place(f, &o->findings[1], "m", "");
	fixture_finish(f, 0);
	assert_int_equal(t->work.count, 3);
	assert_hours(t->work.lines[0].hours, 2, 3);
	assert_hours(t->work.lines[1].hours, 6, 9);
	assert_int_equal(t->work.lines[1].times, 3);
	assert_hours(t->work.lines[2].hours, 8, 12);
	assert_hours(t->work.hours, 16, 24);
	assert_sums(&t->work);
}

static void test_effort_cap(void **state)
{
	struct audit_fixture *f = *state;
	const struct tally *t = &f->audit.tally;
	struct effort e = { 2, 3, EFFORT_PER_FINDING, 7 };

	add_findings(f, with_effort(f, "a/rule", "x", e), SEVERITY_ACTION, 3);
	fixture_finish(f, 0);
	assert_hours(t->work.hours, 6, 7);
}

static void test_effort_of_mixed_rule(void **state)
{
	struct audit_fixture *f = *state;
	const struct tally *t = &f->audit.tally;
	struct effort e = { 2, 3, EFFORT_PER_FINDING, 7 };
	struct outcome *o = add_findings(f, with_effort(f, "a/rule", "x", e), SEVERITY_ACTION, 2);

	for (unsigned i = 0; i < 3; i++)
		fixture_finding(f, o, SEVERITY_VERIFY, arena_printf(f->arena, "v%u", i), "m");
	fixture_finish(f, 0);
	assert_hours(t->work.hours, 4, 6);
	assert_hours(t->check.hours, 1, 1);
}

static void test_effort_info_is_free(void **state)
{
	struct audit_fixture *f = *state;
	const struct tally *t = &f->audit.tally;
	struct effort e = { 2, 3, EFFORT_PER_FINDING, 0 };

	add_findings(f, with_effort(f, "a/rule", "x", e), SEVERITY_INFO, 2);
	fixture_finish(f, 0);
	assert_hours(t->work.hours, 0, 0);
	assert_int_equal(t->work.count + t->check.count + t->unknown.count, 0);
}

static void test_effort_of_undecided(void **state)
{
	struct audit_fixture *f = *state;
	const struct tally *t = &f->audit.tally;
	struct effort e = { 2, 3, EFFORT_PER_PLACE, 0 };

	fixture_outcome(f, with_effort(f, "a/rule", "x", e), OUTCOME_UNDECIDED);
	fixture_outcome(f, with_effort(f, "a/fault", "x", e), OUTCOME_ERROR);
	fixture_outcome(f, with_effort(f, "a/clear", "x", e), OUTCOME_CLEAR);
	fixture_finish(f, 0);
	assert_hours(t->work.hours, 0, 0);
	assert_hours(t->unknown.hours, 4, 6);
	assert_sums(&t->unknown);
}

static void test_shared_fix_counts_once(void **state)
{
	struct audit_fixture *f = *state;
	const struct tally *t = &f->audit.tally;
	struct rule_info *a = with_effort(f, "a/one", "x", (struct effort){ 2, 3, 0, 0 });
	struct rule_info *b = with_effort(f, "b/two", "x", (struct effort){ 1, 8, 0, 0 });
	struct rule_info *c = with_effort(f, "c/three", "x", (struct effort){ 5, 9, 0, 0 });

	a->fix_id = b->fix_id = c->fix_id = "same";
	add_findings(f, a, SEVERITY_ACTION, 1);
	add_findings(f, b, SEVERITY_ACTION, 1);
	fixture_outcome(f, c, OUTCOME_UNDECIDED);
	fixture_finish(f, 0);
	assert_int_equal(t->work.count, 1);
	assert_hours(t->work.hours, 2, 8);
	assert_int_equal(t->work.lines[0].shared, 2);
	assert_string_equal(t->work.lines[0].outcome->rule->id, "a/one");
	assert_int_equal(t->unknown.count, 0);
}

static void test_effort_cannot_overflow(void **state)
{
	struct audit_fixture *f = *state;
	const struct tally *t = &f->audit.tally;
	struct effort e = { 4000000000u, 4000000000u, EFFORT_PER_FINDING, 0 };

	add_findings(f, with_effort(f, "a/rule", "x", e), SEVERITY_ACTION, 200);
	fixture_finish(f, 0);
	assert_hours(t->work.hours, 1000000, 1000000);
}

static void test_owners(void **state)
{
	struct audit_fixture *f = *state;
	const struct tally *t = &f->audit.tally;
	struct rule_info *r = fixture_rule(f, "z/stop", SEVERITY_BLOCKER, "security");

	add_findings(f, with_effort(f, "a/one", "operator", (struct effort){ 1, 2, 0, 0 }),
		     SEVERITY_ACTION, 1);
	add_findings(f, with_effort(f, "b/two", "developer", (struct effort){ 2, 5, 0, 0 }),
		     SEVERITY_ACTION, 1);
	add_findings(f, with_effort(f, "b/three", "developer", (struct effort){ 1, 1, 0, 0 }),
		     SEVERITY_VERIFY, 1);
	add_findings(f, with_effort(f, "c/info", "business", (struct effort){ 9, 9, 0, 0 }),
		     SEVERITY_INFO, 1);
	add_findings(f, r, SEVERITY_BLOCKER, 1);
	fixture_finish(f, 0);
	assert_int_equal(t->owner_count, 4);
	assert_string_equal(t->owners[0].owner, "security");
	assert_string_equal(t->owners[1].owner, "developer");
	assert_hours(t->owners[1].hours, 2, 5);
	assert_int_equal(t->owners[1].by_severity[SEVERITY_VERIFY], 1);
	assert_string_equal(t->owners[2].owner, "operator");
	assert_string_equal(t->owners[3].owner, "business");
	assert_hours(t->owners[3].hours, 0, 0);
}

static void test_owners_sum_to_work(void **state)
{
	struct audit_fixture *f = *state;
	const struct tally *t = &f->audit.tally;
	struct hours sum = { 0, 0 };

	fixture_fill_demo(f);
	fixture_finish(f, 0);
	for (size_t i = 0; i < t->owner_count; i++) {
		sum.min += t->owners[i].hours.min;
		sum.max += t->owners[i].hours.max;
	}
	assert_hours(t->work.hours, sum.min, sum.max);
	assert_sums(&t->work);
	assert_sums(&t->check);
	assert_sums(&t->unknown);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_counts_add_up), TEST(test_line), TEST(test_ready_when_all_is_clear),
		TEST(test_ready_with_less_than_actions), TEST(test_blocked),
		TEST(test_waived_blocker), TEST(test_conditional_by_action),
		TEST(test_conditional_by_undecided_blocker),
		TEST(test_conditional_by_blocker_error), TEST(test_never_ready_without_model),
		TEST(test_never_ready_when_incomplete), TEST(test_note_changes_nothing),
		TEST(test_never_ready_when_nothing_was_decided), TEST(test_none_when_fatal),
		TEST(test_none_without_rules), TEST(test_none_when_nothing_applies),
		TEST(test_scope), TEST(test_effort_per), TEST(test_effort_cap),
		TEST(test_effort_of_mixed_rule), TEST(test_effort_info_is_free),
		TEST(test_effort_of_undecided), TEST(test_shared_fix_counts_once),
		TEST(test_effort_cannot_overflow), TEST(test_owners),
		TEST(test_owners_sum_to_work),
	};

	return cmocka_run_group_tests_name("tally", tests, NULL, NULL);
}
