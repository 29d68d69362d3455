/* SPDX-License-Identifier: Apache-2.0 */
/* The HTML report: one safe file, its numbers, its caps, and links that lead somewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/html_assets.h"
#include "report/report.h"
#include "tests/unit/audit_fixture.h"
#include "util/buf.h"
#include "util/digest.h"

extern const struct report report_html;

struct page {
	struct audit_fixture fixture;
	struct buf html;
};

static struct page page;

static void write_page(void (*fill)(struct audit_fixture *), int exit_status)
{
	const struct report_style style = { .columns = 80 };

	fixture_init(&page.fixture);
	buf_init(&page.html, SIZE_MAX);
	if (fill != NULL)
		fill(&page.fixture);
	fixture_finish(&page.fixture, exit_status);
	report_html.write(&page.html, &page.fixture.audit, &style);
}

static int teardown(void **state)
{
	(void)state;
	buf_release(&page.html);
	fixture_release(&page.fixture);
	return 0;
}

static unsigned count(const char *what)
{
	unsigned n = 0;

	for (const char *p = page.html.data; (p = strstr(p, what)) != NULL; p++)
		n++;
	return n;
}

static void assert_has(const char *what)
{
	if (strstr(page.html.data, what) == NULL)
		fail_msg("the page lacks: %s", what);
}

static void assert_lacks(const char *what)
{
	if (strstr(page.html.data, what) != NULL)
		fail_msg("the page has: %s", what);
}

/* The policy names the digest of exactly what stands between the two tags. */
static void assert_hashed(const char *open, const char *close, const char *directive)
{
	const char *start = strstr(page.html.data, open), *end;
	char digest[DIGEST_BASE64], source[128];

	assert_non_null(start);
	start += strlen(open);
	end = strstr(start, close);
	assert_non_null(end);
	digest_base64(start, (size_t)(end - start), digest);
	snprintf(source, sizeof(source), "%s 'sha256-%s'", directive, digest);
	assert_has(source);
}

static void test_policy(void **state)
{
	(void)state;
	write_page(fixture_fill_demo, 1);
	assert_has("default-src 'none';");
	assert_hashed("<style>", "</style>", "style-src");
	assert_hashed("<script>", "</script>", "script-src");
	assert_int_equal(count("<style"), 1);
	assert_int_equal(count("<script"), 1);
	assert_null(strstr(html_script, "</"));
	assert_null(strstr(html_style, "</"));
}

static void test_no_request(void **state)
{
	static const char *const asks[] = {
		" src=", "<link", "<img", "<iframe", "<object", "<embed", "@import", "url(http",
		"xlink:", " style=", "http-equiv=\"refresh", "<base", "<form", "fetch(",
		"XMLHttpRequest",
	};

	(void)state;
	write_page(fixture_fill_demo, 1);
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++)
		assert_lacks(asks[i]);
}

static void test_digest(void **state)
{
	char out[DIGEST_BASE64];

	(void)state;
	digest_base64("", 0, out);
	assert_string_equal(out, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
	write_page(NULL, 0);
}

static void test_hostile_text(void **state)
{
	(void)state;
	write_page(fixture_fill_hostile, 3);
	assert_lacks("<b ");
	assert_int_equal(count("</script>"), 1);
	assert_has("&lt;/script&gt;&lt;b onload=a&gt;&amp;amp; &quot;q&quot; &#39;a&#39;");
	for (size_t i = 0; i < page.html.len; i++) {
		unsigned char c = (unsigned char)page.html.data[i];

		assert_true(c >= 0x20 || c == '\n' || c == '\t');
		assert_int_not_equal(c, 0x7f);
	}
	assert_has("\\u{1b}[31mred");
	assert_has("\\u{202e}desrever");
	assert_lacks("\xe2\x80\xae");
	assert_lacks("\xe2\x80\xa8");
	assert_lacks("\xc2\x9b");
}

static void test_bad_utf8(void **state)
{
	(void)state;
	write_page(NULL, 0);
	buf_clear(&page.html);
	page.fixture.audit.app = "a\xff\xc3(\xe2\x80";
	report_html.write(&page.html, &page.fixture.audit, NULL);
	assert_has("<title>a\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd: ");
}

static void test_first_screen(void **state)
{
	(void)state;
	write_page(fixture_fill_demo, 1);
	assert_has("<span class=\"verdict blocker\">Blocked</span>");
	assert_has("<p class=\"why\">A project file lies at the root of the package.</p>");
	assert_has("16 of 20 applicable rules decided");
	assert_has("<b>7.18.1.40272</b>");
	assert_has("<a href=\"#r-package/project-file\">");
	assert_has("VERDICT blocked scope=package blockers=1 actions=3");
	assert_has("<dt>Exit status</dt><dd>1: a finding gates</dd>");
}

static void test_effort(void **state)
{
	(void)state;
	write_page(fixture_fill_demo, 1);
	assert_has("<th scope=\"row\">Together</th><td>7\xe2\x80\x93" "16 h</td>");
	assert_has("<tr class=\"tot\"><th scope=\"row\">Blockers and actions</th>");
	assert_has("<a href=\"#r-constants/localhost\">same fix</a>");
	assert_has("aria-label=\"5 to 10 hours\"");
}

static void test_findings(void **state)
{
	(void)state;
	write_page(fixture_fill_demo, 1);
	assert_int_equal(count("<article class=\"f\""), 5);
	assert_int_equal(count("<details open>"), 1);
	assert_has("Perhaps not all: found over a partial source: graph");
	assert_has("<li class=\"end\"><small>REST</small> <code>https://<wbr>10.<wbr>20.<wbr>0."
		   "<wbr>7/<wbr>orders</code>");
	assert_has("<li><small>loop</small></li>");
	assert_has("<a href=\"https://docs.mendix.com/developerportal/deploy/\"");
	assert_has("stated by documentation \xc2\xb7 checked 2026-11-20");
}

static void test_other_states(void **state)
{
	(void)state;
	write_page(fixture_fill_demo, 1);
	assert_has("<li id=\"q-backup/fits-plan\"");
	assert_has("<code class=\"opt\">--backup FILE</code>");
	assert_has("<h3>Rules that failed</h3>");
	assert_has("Everything about calls/proxy was looked at");
	assert_has("Waived</span></th><td data-l=\"What\">Demo users are on");
	assert_has("2 rules that do not apply");
	assert_has("1 of 158 archives unreadable");
}

/* The value of the attribute at p, a quote ends it. */
static bool next_value(const char **p, const char *attribute, char *out, size_t size)
{
	const char *end;

	*p = strstr(*p, attribute);
	if (*p == NULL)
		return false;
	*p += strlen(attribute);
	end = strchr(*p, '"');
	snprintf(out, size, "%.*s", (int)(end - *p), *p);
	return true;
}

static void assert_linked(void)
{
	char id[256], wanted[300];

	for (const char *p = page.html.data; next_value(&p, " id=\"", id, sizeof(id));) {
		snprintf(wanted, sizeof(wanted), " id=\"%s\"", id);
		if (count(wanted) != 1)
			fail_msg("an id that is not the only one: %s", id);
	}
	for (const char *p = page.html.data; next_value(&p, " href=\"#", id, sizeof(id));) {
		snprintf(wanted, sizeof(wanted), " id=\"%s\"", id);
		if (count(wanted) != 1)
			fail_msg("a link to nothing: %s", id);
	}
}

static void add_undecided(struct audit_fixture *f, const char *id, const char *question,
			  const char *reason)
{
	struct outcome *o = fixture_outcome(f, fixture_rule(f, id, SEVERITY_ACTION, "developer"),
					    OUTCOME_UNDECIDED);

	o->question = question;
	o->reason = reason;
	o->ask_option = question == NULL ? NULL : "--v4 FILE";
}

static void add_causes(struct audit_fixture *f)
{
	static const char jar[] = "the Java archives were read in part: project.jar is missing";
	static const char mdp[] = "the model was not read: no model.mdp; the archives were not";

	add_undecided(f, "a/one", "How many instances?", "settings were not given");
	add_undecided(f, "a/two", "How many instances?", "settings were not given");
	add_undecided(f, "b/one", NULL, jar);
	add_undecided(f, "b/two", NULL, jar);
	add_undecided(f, "b/three", NULL, mdp);
}

/* One head for what one answer, or one missing part of the package, decides. */
static void test_causes(void **state)
{
	(void)state;
	write_page(add_causes, 4);
	assert_int_equal(count("class=\"qu\">"), 3);
	assert_int_equal(count("<h4>How many instances?</h4>"), 1);
	assert_int_equal(count("<p>settings were not given</p>"), 1);
	assert_int_equal(count("<code class=\"opt\">--v4 FILE</code>"), 1);
	assert_int_equal(count("<h4>Not decided: project.jar is missing</h4>\n<table "
			       "class=\"t stack waits\"><caption>2 rules wait for this."), 1);
	assert_has("<h4>Not decided: the model was not read: no model.mdp; the archives");
	assert_int_equal(count("<tr id=\"q-"), 4);
	assert_has("<li id=\"q-b/three\" class=\"qu\">");
	assert_has("5 rules were not decided. Until they are, none counts as clear.");
	assert_linked();
}

static void test_secret(void **state)
{
	(void)state;
	write_page(fixture_fill_demo, 1);
	assert_has("<code>Sync.<wbr>Password</code></th><td data-l=\"Type\">String</td>"
		   "<td data-l=\"Default\">set, not shown");
	assert_lacks("hunter2");
}

static void test_caps(void **state)
{
	(void)state;
	write_page(fixture_fill_large, 0);
	assert_int_equal(count("<li class=\"found\""), 200);
	assert_has("100 more findings in the JSON report.");
	assert_has("5,800 more places in the JSON report.");
	assert_has("300 findings of 1 rule.");
	assert_has("<li class=\"and\">and 5,995 more</li>");
	assert_has("<summary>and 15 more</summary>");
}

static void add_places(struct audit_fixture *f)
{
	static const char *const evidence[] = { "rule A.Same", "rule A.Same", NULL };
	struct rule_info *r = fixture_rule(f, "calls/some", SEVERITY_ACTION, "developer");
	struct finding *one = fixture_finding(f, fixture_outcome(f, r, OUTCOME_FINDINGS),
					      SEVERITY_ACTION, "key", "message 0");

	for (int i = 0; i < 14; i++) {
		char message[32];

		snprintf(message, sizeof(message), "message %d", i / 2);
		fixture_place(f, one, message, i % 3 == 0 ? "A.Same" : "A.Other")->evidence =
			evidence;
	}
}

/* Each message once, five of them in sight; no origin or evidence twice. */
static void test_places(void **state)
{
	(void)state;
	write_page(add_places, 1);
	assert_int_equal(count("<li>message 0</li>"), 1);
	assert_int_equal(count("<li>message 4</li>"), 1);
	assert_lacks("<li>message 5</li>");
	assert_has("<li class=\"and\">and 2 more</li>");
	assert_int_equal(count("<p>message 4</p>"), 1);
	assert_has("</ul><details><summary>and 2 more</summary><ul class=\"places\"><li>"
		   "<p>message 5</p>");
	assert_int_equal(count("<ol class=\"chain\">"), 1);
}

static void add_java(struct audit_fixture *f)
{
	static const char *const scopes[] = { "own", "library", "library" };
	struct rule_info *r = fixture_rule(f, "java/x", SEVERITY_ACTION, "developer");
	struct finding *one = fixture_finding(f, fixture_outcome(f, r, OUTCOME_FINDINGS),
					      SEVERITY_ACTION, "key", "message");

	for (int i = 0; i < 3; i++) {
		struct place *p = fixture_place(f, one, "message", "");

		p->fact = fixture_fact(f, "match", "find", "x", "archive", "project", "class",
				       "a/B", "scope", scopes[i], NULL);
	}
	f->sources.state[SOURCE_JAVA] = SOURCE_PARTIAL;
	f->sources.reason[SOURCE_JAVA] = "x.jar is broken";
}

static void test_java(void **state)
{
	(void)state;
	write_page(add_java, 1);
	assert_has("<a href=\"#r-java/x\">Something about java/x is wrong</a></th>"
		   "<td data-l=\"State\">");
	assert_has("<td class=\"n\" data-l=\"Own classes\">1</td>"
		   "<td class=\"n\" data-l=\"Generated\">0</td>"
		   "<td class=\"n\" data-l=\"Libraries\">2</td>");
	assert_has("Perhaps not all: read in part, the ");
	assert_linked();
}

static void add_calls(struct audit_fixture *f)
{
	fixture_fact(f, "consumed-service", "kind", "soap", "name",
		     "Shop.Import_XMLFromTheOtherSystem", "location",
		     "https://a.example/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
		     NULL);
}

/* Short words stay whole; names break after marks, between words, and when far too long. */
static void test_breaks(void **state)
{
	(void)state;
	write_page(add_calls, 0);
	assert_has("<span class=\"nw\">soap</span>");
	assert_has("Shop.<wbr>Import_<wbr>XMLFromTheOther<wbr>System");
	assert_has("https://<wbr>a.<wbr>example/<wbr>abcdefghijklmnopqrstuvwxyzabcdef<wbr>ghij");
}

static void test_nothing(void **state)
{
	(void)state;
	write_page(NULL, 0);
	assert_has("<span class=\"verdict undecided\">Not judged</span>");
	assert_has("Nothing was judged, so nothing is known.");
	assert_has("No scheduled event in what was read.");
	assert_has("No published service in what was read.");
	assert_lacks("class=\"t stack java\"");
	assert_has("No note for information, and nobody has waived a finding.");
	assert_has("Nothing in the package was out of order.");
}

static void add_unread(struct audit_fixture *f)
{
	fixture_outcome(f, fixture_rule(f, "any/rule", SEVERITY_ACTION, "developer"),
			OUTCOME_CLEAR);
	f->sources.state[SOURCE_MODEL] = SOURCE_ABSENT;
	source_absent(&f->sources, SOURCE_MODEL, "no model.mdp");
}

/* What was not read is never told as none. */
static void test_unread(void **state)
{
	(void)state;
	write_page(add_unread, 3);
	assert_has("Not known: nothing was read of the documents of the model (no model.mdp).");
	assert_lacks("No scheduled event in what was read.");
	assert_lacks("No published service in what was read.");
	assert_has("<dt>Modules</dt><dd><span class=\"unknown\">not known</span>");
	assert_has("could not be read</a>");
}

static void add_events(struct audit_fixture *f)
{
	fixture_fact(f, "scheduled-event", "name", "A.Weekly", "schedule", "every week",
		     "every-seconds", "604800", "start", "2015-04-10T01:00:00Z", NULL);
	fixture_fact(f, "scheduled-event", "name", "B.Often", "schedule", "every 5 minutes",
		     "every-seconds", "300", "start", "2011-01-27T09:58:00Z", NULL);
	fixture_fact(f, "scheduled-event", "name", "C.Odd", "schedule", "every 7 hours",
		     "every-seconds", "25200", "start", "2011-01-27T09:58:00Z", NULL);
	fixture_fact(f, "scheduled-event", "name", "D.Unknown", NULL);
	fixture_fact(f, "scheduled-event", "name", "E.Twice", "schedule", "every 12 hours",
		     "every-seconds", "43200", "start", "2020-02-29T18:00:00Z", NULL);
}

static void test_events(void **state)
{
	(void)state;
	write_page(add_events, 0);
	assert_has("starts on Friday, run time not known");
	assert_has("pathLength=\"86400\" stroke-dasharray=\"120 180\" stroke-dashoffset=\"-180\"");
	assert_has("starts at other hours each day");
	assert_has("start not known");
	assert_has("Starts at 18:00 and repeats over the day; run time not known");
	assert_has("x=\"25.000%\"/><line class=\"tail\" y1=\"50%\" y2=\"50%\" x1=\"75.000%\"");
}

static void add_many_rules(struct audit_fixture *f)
{
	char id[32];

	for (int i = 0; i < 200; i++) {
		snprintf(id, sizeof(id), "many/rule-%03d", i);
		fixture_outcome(f, fixture_rule(f, id, SEVERITY_ACTION, "developer"),
				i < 150 ? OUTCOME_CLEAR : OUTCOME_UNDECIDED);
	}
}

static void test_ring_of_arcs(void **state)
{
	(void)state;
	write_page(add_many_rules, 0);
	assert_int_equal(count("class=\"tick\""), 0);
	assert_int_equal(count("<circle class=\"arc\""), 3);
	assert_has("150 of 200 applicable rules decided");
}

static void test_links(void **state)
{
	(void)state;
	write_page(fixture_fill_demo, 1);
	assert_linked();
}

static void test_links_of_nothing(void **state)
{
	(void)state;
	write_page(NULL, 0);
	assert_linked();
}

static void test_same_bytes(void **state)
{
	struct buf again;

	(void)state;
	write_page(fixture_fill_demo, 1);
	buf_init(&again, SIZE_MAX);
	report_html.write(&again, &page.fixture.audit, NULL);
	assert_int_equal(again.len, page.html.len);
	assert_memory_equal(again.data, page.html.data, again.len);
	buf_release(&again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_policy, teardown),
		cmocka_unit_test_teardown(test_no_request, teardown),
		cmocka_unit_test_teardown(test_digest, teardown),
		cmocka_unit_test_teardown(test_hostile_text, teardown),
		cmocka_unit_test_teardown(test_bad_utf8, teardown),
		cmocka_unit_test_teardown(test_first_screen, teardown),
		cmocka_unit_test_teardown(test_effort, teardown),
		cmocka_unit_test_teardown(test_findings, teardown),
		cmocka_unit_test_teardown(test_other_states, teardown),
		cmocka_unit_test_teardown(test_causes, teardown),
		cmocka_unit_test_teardown(test_secret, teardown),
		cmocka_unit_test_teardown(test_caps, teardown),
		cmocka_unit_test_teardown(test_places, teardown),
		cmocka_unit_test_teardown(test_breaks, teardown),
		cmocka_unit_test_teardown(test_java, teardown),
		cmocka_unit_test_teardown(test_nothing, teardown),
		cmocka_unit_test_teardown(test_unread, teardown),
		cmocka_unit_test_teardown(test_events, teardown),
		cmocka_unit_test_teardown(test_ring_of_arcs, teardown),
		cmocka_unit_test_teardown(test_links, teardown),
		cmocka_unit_test_teardown(test_links_of_nothing, teardown),
		cmocka_unit_test_teardown(test_same_bytes, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
