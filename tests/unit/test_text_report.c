/* SPDX-License-Identifier: Apache-2.0 */
/* The text report: what stands where, and that text from outside stays text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "report/report.h"
#include "report/words.h"
#include "report/wrap.h"
#include "tests/unit/audit_fixture.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/text.h"

extern const struct report report_text;

enum { OUT_MAX = 1 << 26 };

struct fixture {
	struct audit_fixture f;
	struct buf out;
};

static int setup(void **state)
{
	static struct fixture x;

	fixture_init(&x.f);
	buf_init(&x.out, OUT_MAX);
	*state = &x;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *x = *state;

	buf_release(&x->out);
	fixture_release(&x->f);
	return 0;
}

static const char *print(struct fixture *x, struct report_style style)
{
	buf_clear(&x->out);
	report_text.write(&x->out, &x->f.audit, &style);
	assert_false(x->out.over);
	return buf_text(&x->out);
}

static const char *print_demo(struct fixture *x, struct report_style style)
{
	fixture_fill_demo(&x->f);
	fixture_finish(&x->f, 1);
	return print(x, style);
}

#define WIDE (struct report_style){ .columns = 100 }

static void assert_has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("'%s' is missing in:\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part) != NULL)
		fail_msg("'%s' must not stand in:\n%s", part, text);
}

/* Each of the parts, in this order. */
static void assert_order(const char *text, const char *const *parts)
{
	for (; *parts != NULL; parts++) {
		const char *at = strstr(text, *parts);

		if (at == NULL)
			fail_msg("'%s' is missing or too early in:\n%s", *parts, text);
		text = at;
	}
}

static void test_order_of_sections(void **state)
{
	static const char *const parts[] = {
		"Readiness of Shop\n", "shop.mda, 1,893 entries, 41.2 MB, 143 MB unpacked",
		"3f79bb7b", "Mendix 7.18.1.40272", "edition 2024", "2026-11-24", "\nBlocked\n",
		"A project file lies at the root of the package.\n",
		"Decided 16 of 20 rules", "; not all of it was read.",
		"\nBlockers  1\n", "■ blocker ", "\nActions  3\n", "◆ action ",
		"\nTo verify  1\n", "◐ verify ", "\nFor information  1\n", "· info ",
		"\nUndecided  4\n", "? undecided ", "! error ",
		"\nNot read  2\n", "? partial ", "· note ", "\nWaived  1\n",
		"\nChecked and clear  9\n", "✓ clear ", "\nNot applicable  2\n", "\nEffort  ",
		"\nVERDICT blocked ", NULL
	};

	assert_order(print_demo(*state, WIDE), parts);
}

static void test_last_line_is_the_verdict(void **state)
{
	struct fixture *x = *state;
	const char *text = print_demo(x, WIDE);
	struct buf line;

	buf_init(&line, 1000);
	tally_line(&line, &x->f.audit);
	buf_putc(&line, '\n');
	assert_true(text_ends(text, buf_text(&line)));
	assert_int_equal(text[strlen(text) - line.len - 1], '\n');
	buf_release(&line);
}

static void test_quiet_is_the_verdict_alone(void **state)
{
	struct fixture *x = *state;
	const char *text = print_demo(x, (struct report_style){ .quiet = true, .columns = 100 });

	assert_true(text_starts(text, "VERDICT blocked scope=package blockers=1 "));
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
}

static void test_finding_has_all_of_it(void **state)
{
	static const char *const parts[] = {
		"A scheduled event runs for long and cannot be resumed", "4–8 h\n",
		"Sync.Nightly reaches 14 microflows", "(in", "Sync.RunAll)", "[9dead9e57bc93870]",
		"Sync.RunAll › Sync.EachCustomer › loop",
		"Sync.RunAll › loop › commit Sync.Order",
		"to verify: Mail.SendQueue", "over a partial source: graph", "why  Instances are",
		"fix  Split the event",
		"scheduled-events/long-running · developer · seen in code, checked",
		"2026-11-20", NULL
	};

	assert_order(print_demo(*state, WIDE), parts);
}

static void test_question_names_what_decides(void **state)
{
	static const char *const parts[] = {
		"? undecided  Does the database fit into the new plan?",
		"--backup FILE", "could be", "a blocker, 2–4 h", NULL
	};

	assert_order(print_demo(*state, WIDE), parts);
}

static void test_totals_have_their_addends(void **state)
{
	static const char *const parts[] = {
		"\n  Blockers and actions ", " 7–16 h\n", "    constants/localhost ",
		"same fix as 1 other rule", " 2–6 h\n", "    package/project-file ", " 1–2 h\n",
		"    scheduled-events/long-running ", " 4–8 h\n", "\n  To verify ", " 10–14 h\n",
		"    calls/timeout ", "8 places × 1–2 h, at most 6 h", " 6 h\n",
		"\n  Undecided, if", " 2–4 h\n", "\n  By owner",
		"    developer  1 blocker, 1 action, 1 to verify",
		" 5–10 h\n", "    operator ", " 2–6 h\n", NULL
	};

	assert_order(print_demo(*state, WIDE), parts);
}

static void test_verbose_names_the_clear_rules(void **state)
{
	struct fixture *x = *state;
	const char *text = print_demo(x, WIDE);

	assert_has(text, "calls 1, constants 2, model 1, package 3, scheduled-events 2");
	assert_lacks(text, "Everything about");
	text = print(x, (struct report_style){ .columns = 100, .verbose = 1 });
	assert_has(text, "✓ clear      "
			 "Everything about calls/proxy was looked at · calls/proxy\n");
	assert_has(text, "– n/a        "
			 "Something about app-services/any is wrong · app-services/any");
}

static void test_long_lists_are_cut_and_say_so(void **state)
{
	struct fixture *x = *state;
	const char *text;

	fixture_fill_large(&x->f);
	fixture_finish(&x->f, 0);
	text = print(x, WIDE);
	assert_has(text, "and 14 more places\n");
	assert_has(text, "and 290 more findings\n");
	assert_lacks(text, "Module.Microflow010");
	text = print(x, (struct report_style){ .columns = 100, .verbose = 1 });
	assert_has(text, "Module.Microflow299, call 19\n");
	assert_lacks(text, " more ");
}

static void test_diagnostics_are_cut_worst_first(void **state)
{
	struct fixture *x = *state;
	const char *text;

	for (int i = 0; i < 30; i++)
		diag_add(&x->f.diags, DIAG_NOTE, "", "note number %d", i);
	diag_add(&x->f.diags, DIAG_INCOMPLETE, "model/model.mdp", "byte 7: cut");
	fixture_outcome(&x->f, fixture_rule(&x->f, "a/b", SEVERITY_ACTION, "x"), OUTCOME_CLEAR);
	fixture_finish(&x->f, 3);
	text = print(x, WIDE);
	assert_has(text, "? unread     model/model.mdp: byte 7: cut\n");
	assert_has(text, "and 11 more; the JSON report has them\n");
	assert_lacks(text, "note number 19");
	assert_has(text, "but the package could not be read completely.\n");
}

static void test_ready_says_no_known_blocker(void **state)
{
	struct fixture *x = *state;
	const char *text;

	fixture_outcome(&x->f, fixture_rule(&x->f, "a/b", SEVERITY_ACTION, "x"), OUTCOME_CLEAR);
	fixture_finish(&x->f, 0);
	text = print(x, WIDE);
	assert_has(text, "\nReady\n  No known blocker, ");
	assert_has(text, "\nBlockers  none known\n");
	assert_has(text, "\nNot read  nothing of the package\n  not given    settings of the v3");
	assert_has(text, "\nEffort  none stated\n");
}

static void test_fatal_judges_nothing(void **state)
{
	struct fixture *x = *state;
	const char *text;

	diag_add(&x->f.diags, DIAG_FATAL, "model/metadata.json", "not JSON");
	fixture_finish(&x->f, 3);
	text = print(x, WIDE);
	assert_has(text, "\nNot judged\n"
			 "  The package cannot be audited: model/metadata.json: not JSON.");
	assert_lacks(text, "Blockers");
	assert_lacks(text, "clear\n");
	assert_has(text, "\nVERDICT none scope=package blockers=0");
}

static void test_nothing_loaded(void **state)
{
	struct fixture *x = *state;

	fixture_finish(&x->f, 0);
	assert_has(print(x, WIDE), "Nothing was judged: no rule was loaded.");
}

static void test_nothing_applies(void **state)
{
	struct fixture *x = *state;
	const char *text;

	fixture_outcome(&x->f, fixture_rule(&x->f, "a/b", SEVERITY_ACTION, "x"),
			OUTCOME_NOT_APPLICABLE);
	fixture_finish(&x->f, 0);
	text = print(x, WIDE);
	assert_has(text, "no rule applies to this app");
	assert_has(text, "– n/a        a 1\n");
}

static void strip_colour(struct buf *out, const char *text)
{
	while (*text != '\0') {
		if (*text != '\x1b') {
			buf_putc(out, *text++);
			continue;
		}
		assert_int_equal(text[1], '[');
		text += 2;
		text += strspn(text, "0123456789;");
		assert_int_equal(*text, 'm');
		text++;
	}
}

static void test_colour_adds_nothing_but_colour(void **state)
{
	struct fixture *x = *state;
	struct buf plain;

	buf_init(&plain, OUT_MAX);
	print_demo(x, (struct report_style){ .columns = 80, .color = true });
	assert_has(buf_text(&x->out), "\x1b[31m■ blocker\x1b[0m");
	strip_colour(&plain, buf_text(&x->out));
	assert_string_equal(print(x, (struct report_style){ .columns = 80 }), buf_text(&plain));
	assert_null(strchr(buf_text(&x->out), '\x1b'));
	buf_release(&plain);
}

static void test_same_audit_same_bytes(void **state)
{
	struct fixture *x = *state;
	struct buf first;

	buf_init(&first, OUT_MAX);
	buf_puts(&first, print_demo(x, WIDE));
	assert_string_equal(print(x, WIDE), buf_text(&first));
	buf_release(&first);
}

/* Past blanks as a runner of builds skips them: ASCII, U+00A0, U+2000 to U+200A, U+3000. */
static const char *skip_blanks(const char *s)
{
	for (;;) {
		if (*s == ' ' || *s == '\t')
			s++;
		else if (text_starts(s, "\xc2\xa0"))
			s += 2;
		else if (text_starts(s, "\xe2\x80") && s[2] != '\0' &&
			 (unsigned char)s[2] <= 0x8a)
			s += 3;
		else if (text_starts(s, "\xe3\x80\x80"))
			s += 3;
		else
			return s;
	}
}

static void check_line(const char *line, size_t n, unsigned columns)
{
	char copy[4096];

	assert_true(n < sizeof(copy));
	memcpy(copy, line, n);
	copy[n] = '\0';
	assert_true(text_is_utf8(copy, n));
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)copy[i] < 0x20 || copy[i] == 0x7f)
			fail_msg("a control character in '%s'", copy);
	if (text_starts(skip_blanks(copy), "::") || strstr(copy, "##") != NULL)
		fail_msg("a build server would act on '%s'", copy);
	if (n > 0 && copy[n - 1] == ' ')
		fail_msg("blanks at the end of '%s'", copy);
	/* An address is copied from here: it stays whole. */
	if (text_starts(skip_blanks(copy), "<https://") && text_ends(copy, ">"))
		return;
	if (!text_starts(copy, "VERDICT ") && text_columns(copy) > columns)
		fail_msg("%zu columns, not %u: '%s'", text_columns(copy), columns, copy);
}

/* Every line is safe, fits, and only the last begins like a verdict. */
static void check_lines(const char *text, unsigned columns)
{
	unsigned verdicts = 0;

	for (const char *end; (end = strchr(text, '\n')) != NULL; text = end + 1) {
		verdicts += text_starts(text, "VERDICT ");
		check_line(text, (size_t)(end - text), columns);
		assert_true(verdicts == 0 || end[1] == '\0');
	}
	assert_int_equal(*text, '\0');
	assert_int_equal(verdicts, 1);
}

static void check_widths(struct fixture *x)
{
	static const unsigned widths[] = { 48, 60, 80, 100, 120 };

	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++)
		for (unsigned verbose = 0; verbose < 2; verbose++)
			check_lines(print(x, (struct report_style){ .columns = widths[i],
								    .verbose = verbose }),
				    widths[i]);
}

static void test_evidence_is_not_said_twice(void **state)
{
	static const char *const evidence[] = {
		"A.Flow", "http://h/x", "one", "two", "three", "four", "five", NULL
	};
	struct fixture *x = *state;
	struct outcome *o = fixture_outcome(&x->f, fixture_rule(&x->f, "a/b", SEVERITY_ACTION,
								"x"), OUTCOME_FINDINGS);
	struct finding *f = fixture_finding(&x->f, o, SEVERITY_ACTION, "k", "Calls http://h/x");
	const char *text;

	f->places[0].origin = "A.Flow";
	f->places[0].evidence = evidence;
	fixture_finish(&x->f, 0);
	text = print(x, WIDE);
	assert_has(text, "Calls http://h/x (in A.Flow) [");
	assert_lacks(text, "  A.Flow\n");
	assert_lacks(text, "  http://h/x\n");
	assert_has(text, "  one\n                 two\n                 three\n"
			 "                 and 2 more\n");
	assert_has(print(x, (struct report_style){ .columns = 100, .verbose = 1 }), "  five\n");
}

static void test_addresses_stay_whole(void **state)
{
	assert_has(print_demo(*state, (struct report_style){ .columns = 48 }),
		   " <https://docs.mendix.com/developerportal/deploy/>\n");
}

static void test_information_is_short(void **state)
{
	struct fixture *x = *state;
	struct outcome *o = fixture_outcome(&x->f, fixture_rule(&x->f, "a/b", SEVERITY_INFO, "x"),
					    OUTCOME_FINDINGS);

	fixture_finding(&x->f, o, SEVERITY_INFO, "k", "One thing to know");
	fixture_finish(&x->f, 0);
	assert_lacks(print(x, WIDE), "Because the platform");
	assert_has(buf_text(&x->out), "One thing to know [");
	assert_has(print(x, (struct report_style){ .columns = 100, .verbose = 1 }),
		   "why  Because the platform changed.");
}

static void test_lines_fit(void **state)
{
	struct fixture *x = *state;

	print_demo(x, WIDE);
	check_widths(x);
}

static void test_hostile_text_stays_text(void **state)
{
	struct fixture *x = *state;
	const char *text;

	fixture_fill_hostile(&x->f);
	fixture_finish(&x->f, 3);
	check_widths(x);
	text = print(x, WIDE);
	assert_has(text, "\\x1b[31mred");
	assert_has(text, "\\u{202e}desrever");
	assert_lacks(text, "\xe2\x80\xae");
	assert_lacks(text, "\xe2\x80\xa8");
	assert_lacks(text, "\xc2\x9b");
}

static void test_giant_name_is_cut(void **state)
{
	struct fixture *x = *state;
	char *name = arena_alloc(x->f.arena, 3000001);

	memset(name, ':', 3000000);
	x->f.audit.app = name;
	fixture_finish(&x->f, 0);
	check_lines(print(x, WIDE), 100);
	assert_true(x->out.len < 10000);
	assert_has(buf_text(&x->out), "…");
}

/* Any text at all, at any width: the lines stay safe. */
static void test_wrap_any_text(void **state)
{
	static const char *const parts[] = {
		":", "::", "#", "##", "[", "a", " ", "é", "\xc2\xa0", "\xe3\x80\x80", "\n", "\r",
		"\x1b", "vso[", "VERDICT ", "\xe2\x80\xae", "word", "\t",
	};
	struct fixture *x = *state;
	uint32_t random = 1;
	char text[1000];

	for (unsigned round = 0; round < 3000; round++) {
		struct wrap w;
		size_t n = 0;

		while (n < 300 + round % 600) {
			const char *part;

			random = random * 1664525u + 1013904223u;
			part = parts[(random >> 16) % (sizeof(parts) / sizeof(parts[0]))];
			memcpy(text + n, part, strlen(part));
			n += strlen(part);
		}
		text[n] = '\0';
		buf_clear(&x->out);
		wrap_init(&w, &x->out, 30 + round % 60, false);
		wrap_line(&w, 2, 17);
		wrap_add(&w, "x");
		wrap_add(&w, text);
		wrap_end(&w);
		wrap_release(&w);
		buf_puts(&x->out, "VERDICT end\n");
		check_lines(buf_text(&x->out), 30 + round % 60);
	}
}

static void test_safe_leaves_ordinary_text(void **state)
{
	struct fixture *x = *state;

	wrap_safe(&x->out, "Foo::bar fe80::1 10:30 #1 [a] http://x/y#z");
	assert_string_equal(buf_text(&x->out), "Foo::bar fe80::1 10:30 #1 [a] http://x/y#z");
	buf_clear(&x->out);
	wrap_safe(&x->out, "::a ::b ### :::");
	assert_string_equal(buf_text(&x->out), "\\x3a:a \\x3a:b #\\x23\\x23 \\x3a\\x3a:");
}

static void assert_words(struct buf *out, const char *expected)
{
	assert_string_equal(buf_text(out), expected);
	buf_clear(out);
}

static void test_words(void **state)
{
	struct buf *out = &((struct fixture *)*state)->out;

	words_hours(out, (struct hours){ 4, 8 });
	assert_words(out, "4–8 h");
	words_hours(out, (struct hours){ 1200, 1200 });
	assert_words(out, "1,200 h");
	words_count(out, 1, "rule", "rules");
	assert_words(out, "1 rule");
	words_count(out, 0, "rule", "rules");
	assert_words(out, "0 rules");
	words_bytes(out, 1);
	assert_words(out, "1 byte");
	words_bytes(out, 999);
	assert_words(out, "999 bytes");
	words_bytes(out, 1000);
	assert_words(out, "1.0 kB");
	words_bytes(out, 99949);
	assert_words(out, "99.9 kB");
	words_bytes(out, 999999);
	assert_words(out, "999 kB");
	words_bytes(out, 41212993);
	assert_words(out, "41.2 MB");
	words_bytes(out, UINT64_C(5) << 40);
	assert_words(out, "5.4 TB");
	words_source_state(out, SOURCE_PARTIAL, "1 of 2 archives unreadable");
	assert_words(out, "read in part: 1 of 2 archives unreadable");
	words_source_state(out, SOURCE_ABSENT, NULL);
	assert_words(out, "not read");
	words_source_state(out, SOURCE_COMPLETE, NULL);
	assert_words(out, "");
}

static void test_why(void **state)
{
	struct fixture *x = *state;
	struct buf *out = &x->out;
	struct outcome *o;

	o = fixture_outcome(&x->f, fixture_rule(&x->f, "a/b", SEVERITY_BLOCKER, "x"),
			    OUTCOME_UNDECIDED);
	fixture_finish(&x->f, 0);
	words_why(out, &x->f.audit);
	assert_words(out, "No blocker is known, but "
			  "1 question that is still open could hide one.");
	o->state = OUTCOME_CLEAR;
	x->f.sources.state[SOURCE_MODEL] = SOURCE_ABSENT;
	tally_compute(&x->f.audit.tally, &x->f.audit, x->f.arena);
	words_why(out, &x->f.audit);
	assert_words(out, "No blocker is known, but the model could not be read.");
	o->state = OUTCOME_FINDINGS;
	fixture_finding(&x->f, o, SEVERITY_ACTION, "k", "m");
	tally_compute(&x->f.audit.tally, &x->f.audit, x->f.arena);
	words_why(out, &x->f.audit);
	assert_words(out, "No blocker is known, but 1 change has to be made first: "
			  "Something about a/b is wrong.");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_order_of_sections), TEST(test_last_line_is_the_verdict),
		TEST(test_quiet_is_the_verdict_alone), TEST(test_finding_has_all_of_it),
		TEST(test_question_names_what_decides), TEST(test_totals_have_their_addends),
		TEST(test_verbose_names_the_clear_rules),
		TEST(test_long_lists_are_cut_and_say_so),
		TEST(test_diagnostics_are_cut_worst_first),
		TEST(test_ready_says_no_known_blocker), TEST(test_fatal_judges_nothing),
		TEST(test_nothing_loaded), TEST(test_nothing_applies),
		TEST(test_colour_adds_nothing_but_colour), TEST(test_same_audit_same_bytes),
		TEST(test_addresses_stay_whole), TEST(test_information_is_short),
		TEST(test_evidence_is_not_said_twice), TEST(test_lines_fit),
		TEST(test_hostile_text_stays_text),
		TEST(test_giant_name_is_cut), TEST(test_wrap_any_text),
		TEST(test_safe_leaves_ordinary_text), TEST(test_words), TEST(test_why),
	};

	return cmocka_run_group_tests_name("text report", tests, NULL, NULL);
}
