/* SPDX-License-Identifier: Apache-2.0 */
/* Where addresses are taken from, and what is passed over; entries that cannot be read. */
#include "analyzers/endpoints.h"

#include "core/diag.h"
#include "tests/unit/stage.h"
#include "util/cleanup.h"

static void see(void *arg, const struct url *u)
{
	struct buf *b = arg;
	CLEANUP(arena_cleanup) struct arena *a = arena_new();
	struct address to;

	if (address_read(&to, a, u))
		buf_printf(b, "%s%s", b->len > 0 ? " " : "", to.url);
}

static void assert_default(const char *name, const char *value, const char *wanted)
{
	CLEANUP(buf_release) struct buf b = { .max = 1 << 16 };

	endpoints_of_constant(name, value, see, &b);
	if (strcmp(buf_text(&b), wanted) != 0)
		fail_msg("%s '%s' gives '%s'", name, value, buf_text(&b));
}

static void defaults(void **state)
{
	(void)state;
	assert_default("A.X", "https://crm.eu/a, http://10.0.0.1",
		       "https://crm.eu/a http://10.0.0.1");
	assert_default("A.X", "smtp.office365.com", "smtp.office365.com");
	assert_default("A.X", "smtp.office365.com is the host", "");
	assert_default("A.X", "com.mendix.core", "");
	assert_default("A.X", "index.html", "");
	assert_default("A.X", "Module.Entity", "");
	assert_default("A.X", "files.corp", "files.corp");
	assert_default("A.FtpHost", "files.company.zone", "files.company.zone");
	assert_default("A.HostName", "files.company.zone", "");
	assert_default("A.FtpHost", "files", "files");
	assert_default("A.FtpHost", "true", "");
	assert_default("A.FtpUser", "files", "");
	assert_default("A.X", "files", "");
	assert_default("A.X", "redis:6379", "redis:6379");
	assert_default("A.X", "intro:1", "");
	assert_default("A.X", "12:30", "");
	assert_default("A.X", "shop@crm.eu", "");
	assert_default("A.X", "/rest/crm.eu", "");
	assert_default("A.Version", "10.2.0.1", "");
	assert_default("A.Version", "https://10.2.0.1/", "https://10.2.0.1/");
	assert_default("A.X", "1.2.3.4 10.0.0.0/8|fd00::1", "1.2.3.4 10.0.0.0/8 [fd00::1]");
	assert_default("A.X", "localhost", "localhost");
	assert_default("A.X", "LOCALHOST:8080", "localhost:8080");
	assert_default("A.X", " localhost ", "localhost");
	assert_default("A.X", "", "");
	assert_default("A.X", " ,;", "");
}

static void see_file(void *arg, const struct url *u, bool link)
{
	struct buf *b = arg;

	see(b, u);
	buf_puts(b, link ? "(link)" : "");
}

static void assert_file(const char *entry, const char *text, const char *wanted)
{
	CLEANUP(buf_release) struct buf b = { .max = 1 << 16 };
	struct blob blob = { (char *)(uintptr_t)text, strlen(text) };

	endpoints_of_file(entry, &blob, see_file, &b);
	if (strcmp(buf_text(&b), wanted) != 0)
		fail_msg("'%s' gives '%s'", text, buf_text(&b));
}

static void files(void **state)
{
	(void)state;
	assert_file("web/a.html", "<a href='http://a.eu/'>http://b.eu/</a>",
		    "http://a.eu/(link) http://b.eu/");
	assert_file("web/a.html", "<!-- http://a.eu/ --> http://b.eu/ <!-- http://c.eu/ --><!--x-->"
		    "http://d.eu/<!-- http://e.eu/", "http://b.eu/ http://d.eu/");
	assert_file("web/a.xml", "<p xmlns:q = \"http://a.eu/\" schemaLocation='http://b.eu/ "
		    "http://c.eu/' url=\"http://d.eu/\"/>", "http://d.eu/");
	assert_file("web/a.js", "// http://a.eu/\n/* http://b.eu/\n * http://c.eu/\n */\n"
		    "x = 'http://d.eu/'; // http://e.eu/\ny = '*/*' + \"http://f.eu/\"",
		    "http://d.eu/ http://e.eu/ http://f.eu/");
	assert_file("model/resources/a.properties",
		    "# http://a.eu/\n!http://b.eu/\n  host = 10.0.0.1 \n\n"
		    "url=http://c.eu/=1\nhttp://d.eu/\r\nlast=localhost",
		    "10.0.0.1 http://c.eu/=1 http://d.eu/ localhost");
	assert_file("web/a.html", "", "");
}

static void wanted(void **state)
{
	(void)state;
	assert_true(endpoints_wants_web("web/index.HTML"));
	assert_true(endpoints_wants_web("web/error_page/404.html"));
	assert_false(endpoints_wants_web("web/widgets/a/a.js"));
	assert_false(endpoints_wants_web("web/._index.html"));
	assert_false(endpoints_wants_web("web/a.css"));
	assert_false(endpoints_wants_web("web/unsupported-browser.html"));
	assert_false(endpoints_wants_web("model/a.html"));
	assert_true(endpoints_wants_resource("model/resources/a/b.properties"));
	assert_false(endpoints_wants_resource("model/resources/a.png"));
	assert_false(endpoints_wants_resource("web/a.properties"));
}

/* What cannot be read leaves its source incomplete, so that nothing reads as clear. */
static void unreadable(void **state)
{
	struct stage *s = *state;

	add(&s->b->m, (struct item){ .name = "model/metadata.json", .text =
					   "{\"RuntimeVersion\":\"9.24.0\",\"Constants\":[]}" });
	add(&s->b->m, (struct item){ .name = "model/wsdls/A.B.wsdl", .text = "<a><b></a>" });
	add(&s->b->m, (struct item){ .name = "model/wsdls/A.C.wsdl", .crc_add = 1,
					   .text = "<a/>" });
	add(&s->b->m, (struct item){ .name = "model/resources/a.xml", .crc_add = 1,
					   .text = "<a/>" });
	add(&s->b->m, (struct item){ .name = "web/index.html", .crc_add = 1, .text = "<a/>" });
	assert_int_equal(run(s), 0);
	assert_source(s, SOURCE_WEB, SOURCE_PARTIAL);
	assert_source(s, SOURCE_RESOURCES, SOURCE_PARTIAL);
	assert_source(s, SOURCE_METADATA, SOURCE_COMPLETE);
	assert_non_null(strstr(s->sources.reason[SOURCE_MODEL], "A.B.wsdl"));
	assert_non_null(strstr(s->sources.reason[SOURCE_MODEL], "A.C.wsdl"));
}

/* Many of the same are one fact. */
static void repeated(void **state)
{
	struct stage *s = *state;

	s->b->limits.facts = 40;
	add(&s->b->m, (struct item){ .name = "model/metadata.json", .text =
				     "{\"RuntimeVersion\":\"9.24.0\",\"Constants\":[]}" });
	add(&s->b->m, (struct item){ .name = "web/index.html", .text =
				     "http://a.eu http://a.eu http://a.eu http://a.eu" });
	add(&s->b->m, (struct item){ .name = "web/login.html", .text = "http://b.eu" });
	assert_int_equal(run(s), 0);
	assert_int_equal(count(s, "web-endpoint"), 2);
	assert_false(s->facts.over);
}

/* What is left out since there is too much of it is told. */
static void over_limit(void **state)
{
	struct stage *s = *state;

	s->b->limits.facts = 4;
	add(&s->b->m, (struct item){ .name = "model/metadata.json", .text =
				     "{\"RuntimeVersion\":\"9.24.0\",\"Constants\":[]}" });
	add(&s->b->m, (struct item){ .name = "web/index.html", .text =
				     "http://a.eu http://a.eu http://a.eu http://a.eu "
				     "http://c.eu" });
	assert_int_equal(run(s), 0);
	assert_true(s->facts.over);
	assert_source(s, SOURCE_WEB, SOURCE_PARTIAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults), cmocka_unit_test(files), cmocka_unit_test(wanted),
		TEST(unreadable), TEST(repeated), TEST(over_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
