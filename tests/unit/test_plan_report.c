/* SPDX-License-Identifier: Apache-2.0 */
/* The plan as text, as a checklist, in the page and in JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "report/plan.h"
#include "report/plan_words.h"
#include "tests/unit/audit_fixture.h"
#include "util/buf.h"

extern const struct report report_html, report_json;

struct page {
	struct audit_fixture fixture;
	struct buf out;
};

static const struct report_style plain = { .columns = 80 };

static void start(struct page *p, const char *text)
{
	fixture_init(&p->fixture);
	if (text != NULL)
		fixture_plan(&p->fixture, text);
	fixture_finish(&p->fixture, 0);
	buf_init(&p->out, 1 << 24);
}

static void finish(struct page *p)
{
	buf_release(&p->out);
	fixture_release(&p->fixture);
}

static void has(struct page *p, const char *text)
{
	if (strstr(buf_text(&p->out), text) == NULL)
		fail_msg("'%s' is not in:\n%s", text, buf_text(&p->out));
}

static void lacks(struct page *p, const char *text)
{
	if (strstr(buf_text(&p->out), text) != NULL)
		fail_msg("'%s' is in:\n%s", text, buf_text(&p->out));
}

static const char *duration(struct buf *b, const char *text)
{
	buf_clear(b);
	plan_words_duration(b, text);
	return buf_text(b);
}

static void durations(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 200);
	assert_string_equal(duration(&b, "30min"), "30 minutes");
	assert_string_equal(duration(&b, "1h"), "1 hour");
	assert_string_equal(duration(&b, "1-2w"), "1–2 weeks");
	assert_string_equal(duration(&b, "3d"), "3 days");
	buf_release(&b);
}

static void text(void **state)
{
	struct page p;

	(void)state;
	start(&p, "Say it");
	plan_write_text(&p.out, &p.fixture.audit, &plain);
	has(&p, "Plan of the move: Shop\n2 steps: 1 done, 0 open, 1 to be confirmed by those who "
		"do them\n");
	has(&p, "Settings of v3 and v4 were not given (--v3 FILE, --v4 FILE): ");
	has(&p, "\nPreparation\nBefore all else.\n\n1    [x]  Say it\n"
		"         Technical Contact · 2–6 hours · begin 1 week ahead\n         Say it\n"
		"         Done: Say it\n");
	has(&p, "2    [ ]  Say it\n         operator · 30 minutes\n         Say it\n         "
		"Say it:\n         [x] Say it\n         [ ] other\n"
		"         To send to Mendix Support: Subject\n           Say it\n"
		"           App: Say it\n           Day: ________\n");
	has(&p, "It may not concern this app: Say it. It may be more than is listed: "
		"the\n");
	has(&p, "Not proven: Say it.\n         No way back: Say it\n");
	lacks(&p, "3    [");
	finish(&p);
}

static void checklist(void **state)
{
	struct page p;

	(void)state;
	start(&p, "a_b <c> [d](e) @f https://g");
	plan_write_markdown(&p.out, &p.fixture.audit);
	has(&p, "# Plan of the move: Shop\n\n2 steps: 1 done, 0 open, 1 to be confirmed");
	has(&p, "\n## Preparation\n\nBefore all else.\n\n- [x] **1. a\\_b &lt;c\\> \\[d\\](e) "
		"&#64;f https&#58;//g** (Technical Contact");
	has(&p, "\n  - [ ] other\n");
	has(&p, "\n  > **To Mendix Support: Subject**\n");
	has(&p, "\n  > Day: \\_\\_");
	lacks(&p, "- [ ] **3.");
	finish(&p);
}

static void hostile(void **state)
{
	struct page p;

	(void)state;
	start(&p, fixture_attack);
	plan_write_markdown(&p.out, &p.fixture.audit);
	plan_write_text(&p.out, &p.fixture.audit, &plain);
	for (size_t i = 0; i < p.out.len; i++)
		assert_true((unsigned char)p.out.data[i] >= 0x20 || p.out.data[i] == '\n');
	lacks(&p, "\n::");
	lacks(&p, " ::");
	lacks(&p, "##vso");
	lacks(&p, "\xe2\x80\xae");
	finish(&p);
	start(&p, fixture_attack);
	plan_write_markdown(&p.out, &p.fixture.audit);
	lacks(&p, "<b ");
	lacks(&p, "https://example.org");
	finish(&p);
}

static void page(void **state)
{
	struct page p;

	(void)state;
	start(&p, "Say " PLAN_BLANK " it");
	report_html.write(&p.out, &p.fixture.audit, NULL);
	has(&p, "<section id=\"plan\"");
	has(&p, "<h3>Steps that cannot be taken back</h3><ul>\n<li><a href=\"#p-second\">"
		"2. Say ");
	has(&p, "<li class=\"step done\" id=\"p-first\"><span class=\"no\">1</span>"
		"<svg class=\"box done\"");
	has(&p, "<strong class=\"blocker\">No way back.</strong>");
	has(&p, "<span class=\"blank\"><span class=\"vh\">to be filled in</span></span>");
	finish(&p);
}

static void nothing(void **state)
{
	struct page p;

	(void)state;
	start(&p, NULL);
	plan_write_text(&p.out, &p.fixture.audit, &plain);
	has(&p, "Plan of the move: Shop\nNo pack has a plan, or nothing could be read.\n");
	buf_clear(&p.out);
	plan_write_markdown(&p.out, &p.fixture.audit);
	has(&p, "No pack has a plan, or nothing could be read.\n");
	buf_clear(&p.out);
	report_json.write(&p.out, &p.fixture.audit, NULL);
	has(&p, "\"phases\": []");
	finish(&p);
}

static void json(void **state)
{
	struct page p;

	(void)state;
	start(&p, "Say it");
	report_json.write(&p.out, &p.fixture.audit, NULL);
	has(&p, "\"state\": \"not-applicable\"");
	has(&p, "{\"field\": \"Day\", \"text\": \"________\"}");
	has(&p, "\"undo\": \"no\"");
	finish(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(durations), cmocka_unit_test(text), cmocka_unit_test(checklist),
		cmocka_unit_test(hostile), cmocka_unit_test(page), cmocka_unit_test(nothing),
		cmocka_unit_test(json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
