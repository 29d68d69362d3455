/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pass over whole packages: which facts come out, and what an entry that cannot be read
 * does to sources, diagnostics and searches.
 */
#include "analyzers/analyzer.h"

#include "tests/unit/bson_json.h"
#include "tests/unit/java_bench.h"
#include "tests/unit/stage.h"
#include "util/cleanup.h"

/* -- packages -- */

static void add_app(struct stage *s)
{
	add_text(&s->b->m, "model/metadata.json",
		 "{\"RuntimeVersion\":\"7.18.1\",\"ProjectName\":\"Shop\"}");
}

static void add_bytes(struct stage *s, const char *name, const struct buf *bytes)
{
	add(&s->b->m, (struct item){ .name = name, .text = bytes->data, .size = bytes->len });
}

static void add_model(struct stage *s)
{
	struct buf mdp;

	buf_init(&mdp, 1 << 20);
	add_json(&mdp, "{'$ID':" ID("A") ",'$Type':'Projects$ModuleImpl','Name':'M'}");
	add_json(&mdp, "{'$ID':" ID("B") ",'$Type':'Microflows$Microflow',"
		       "'Name':'Run','QualifiedName':'M.Run'}");
	add_bytes(s, "model/model.mdp", &mdp);
	buf_release(&mdp);
}

/* An archive with those text files into s->inner; the list ends with NULL. */
static void make_inner(struct stage *s, const char *const *names, const struct buf *jar)
{
	struct maker m;
	CLEANUP(buf_release) struct buf class = { .max = 1 << 16 };

	maker_init(&m);
	for (; *names != NULL; names++) {
		if (strstr(*names, ".class") == NULL) {
			add_text(&m, *names, "x");
			continue;
		}
		java_class_bytes(&class, "a/A");
		add(&m, (struct item){ .name = *names, .text = class.data, .size = class.len });
	}
	if (jar != NULL)
		add(&m, (struct item){ .name = "lib/old-1.0.jar", .text = jar->data,
				       .size = jar->len });
	finish(&m);
	buf_clear(&s->inner);
	buf_add(&s->inner, m.out.data, m.out.len);
	maker_release(&m);
}

static void test_whole(void **state)
{
	static const char *const names[] = { "a/A.class", "META-INF/MANIFEST.MF", NULL };
	struct stage *s = *state;

	add_app(s);
	add_model(s);
	make_inner(s, names, NULL);
	add_bytes(s, "model/bundles/project.jar", &s->inner);
	add_text(&s->b->m, "web/index.html", "<html>");
	assert_int_equal(run(s), 0);
	assert_int_equal(s->b->diags.list.len, 0);
	for (int i = SOURCE_PACKAGE; i <= SOURCE_CERTIFICATES; i++)
		assert_source(s, (enum source)i, SOURCE_COMPLETE);
	assert_source(s, SOURCE_V4_ENVIRONMENT, SOURCE_ABSENT);
	assert_int_equal(count(s, "source"), SOURCE_COUNT);
	assert_attr(only(s, "package"), "web", "yes");
	assert_attr(only(s, "package"), "project-jar", "yes");
	assert_attr(only(s, "package"), "layout", "root");
	assert_attr(only(s, "package"), "entries", "4");
	assert_attr(only(s, "app"), "name", "Shop");
	assert_attr(only(s, "model"), "microflows", "1");
	assert_attr(only(s, "microflow"), "name", "M.Run");
	assert_attr(only(s, "java-archive"), "name", "project");
	assert_attr(only(s, "java-archive"), "classes", "1");
	assert_attr(only(s, "java-archive"), "entries", "2");
}

static void test_bare(void **state)
{
	struct stage *s = *state;

	add_app(s);
	assert_int_equal(run(s), 0);
	assert_source(s, SOURCE_METADATA, SOURCE_COMPLETE);
	assert_source(s, SOURCE_MODEL, SOURCE_ABSENT);
	assert_source(s, SOURCE_GRAPH, SOURCE_ABSENT);
	assert_source(s, SOURCE_JAVA, SOURCE_ABSENT);
	assert_source(s, SOURCE_WEB, SOURCE_ABSENT);
	assert_source(s, SOURCE_RESOURCES, SOURCE_COMPLETE);
	assert_diag(s->b, DIAG_INCOMPLETE, "model/model.mdp", "is missing");
	assert_attr(only(s, "diagnostic"), "level", "incomplete");
	assert_int_equal(count(s, "model"), 0);
}

static void test_pointer(void **state)
{
	struct stage *s = *state;

	add_app(s);
	add_text(&s->b->m, "model/model.mdp", "version https://git-lfs.github.com/spec/v1\n");
	assert_int_equal(run(s), 0);
	assert_source(s, SOURCE_MODEL, SOURCE_ABSENT);
	assert_int_equal(diags_worst(&s->b->diags), DIAG_INCOMPLETE);
}

/* Its problem is noted when it is listed; that it is needed makes the audit incomplete. */
static void test_packed_model(void **state)
{
	struct stage *s = *state;

	add_app(s);
	add(&s->b->m, (struct item){ .name = "model/model.mdp", .text = "x", .method = BZIP2 });
	assert_int_equal(run(s), 0);
	assert_source(s, SOURCE_MODEL, SOURCE_ABSENT);
	assert_int_equal(count(s, "diagnostic"), 2);
	assert_true(has_diag(s->b, DIAG_INCOMPLETE, "model/model.mdp",
			     "needed, but is packed with method 12; only stored and deflated are "
			     "read"));
}

static void test_fatal(void **state)
{
	struct stage *s = *state;

	add_text(&s->b->m, "model/metadata.json", "{ not json");
	assert_int_equal(run(s), -1);
	assert_int_equal(diags_worst(&s->b->diags), DIAG_FATAL);
	assert_source(s, SOURCE_METADATA, SOURCE_ABSENT);
	assert_int_equal(count(s, "app"), 0);
}

static void test_shape(void **state)
{
	struct stage *s = *state;

	add_app(s);
	add_model(s);
	add_text(&s->b->m, "Shop.MPR", "");
	add_text(&s->b->m, "sub/Shop.mpr", "");
	add_text(&s->b->m, "model/config.json", "{}");
	add_text(&s->b->m, "model/sampledata/data/a", "12345");
	add_text(&s->b->m, "model/sampledata/data/b", "123");
	add_text(&s->b->m, "web/twice", "1");
	add_text(&s->b->m, "web/twice", "2");
	add_text(&s->b->m, "../out", "1");
	assert_int_equal(run(s), 0);
	assert_attr(only(s, "project-file"), "path", "Shop.MPR");
	assert_attr(only(s, "developer-file"), "path", "model/config.json");
	assert_attr(only(s, "sample-data"), "entries", "2");
	assert_attr(only(s, "sample-data"), "bytes", "8");
	assert_attr(only(s, "doubled-entry"), "name", "web/twice");
	assert_attr(only(s, "unsafe-name"), "name", "../out");
	/* Nobody reads any of them. */
	assert_int_equal(diags_worst(&s->b->diags), DIAG_NOTE);
	assert_source(s, SOURCE_WEB, SOURCE_COMPLETE);
}

/* -- archives -- */

static void test_archives(void **state)
{
	static const char *const leaf[] = { "a/A.class", NULL };
	static const char *const outer[] = {
		"b/B.class", "c/C.class", "lib/old-1.0.jar.Mail.RequiredLib", NULL
	};
	struct stage *s = *state;
	struct buf jar;

	add_app(s);
	add_model(s);
	buf_init(&jar, SIZE_MAX / 4);
	make_inner(s, leaf, NULL);
	buf_add(&jar, s->inner.data, s->inner.len);
	add_bytes(s, "model/lib/userlib/jsch-0.1.53.jar", &jar);
	make_inner(s, outer, &jar);
	add_bytes(s, "model/bundles/project.jar", &s->inner);
	add_text(&s->b->m, "model/lib/userlib/jsch-0.1.53.jar.SFTP.RequiredLib", "");
	add_text(&s->b->m, "model/lib/userlib/jsch-0.1.53.jar.SFTP.TestRequiredLib", "");
	add_text(&s->b->m, "model/lib/userlib/jsch-0.1.53.jar.Required.by.SSO.4.1.0", "");
	add_text(&s->b->m, "model/lib/userlib/jsch-0.1.53.jar.Deeplink", "");
	add_text(&s->b->m, "model/lib/userlib/jsch-0.1.53.jar.Required", "");
	add_text(&s->b->m, "model/lib/userlib/jsch-0.1.53.jar.License", "not empty");
	assert_int_equal(run(s), 0);
	assert_source(s, SOURCE_JAVA, SOURCE_COMPLETE);
	assert_int_equal(count(s, "java-archive"), 3);
	assert_attr(nth(s, "java-archive", 0), "path", "model/bundles/project.jar");
	assert_attr(nth(s, "java-archive", 0), "classes", "2");
	assert_attr(nth(s, "java-archive", 0), "nested", "1");
	assert_attr(nth(s, "java-archive", 1), "path",
		    "model/bundles/project.jar!/lib/old-1.0.jar");
	assert_attr(nth(s, "java-archive", 1), "name", "old");
	assert_attr(nth(s, "java-archive", 2), "name", "jsch");
	assert_int_equal(count(s, "module-library"), 4);
	assert_attr(nth(s, "module-library", 0), "module", "Deeplink");
	assert_attr(nth(s, "module-library", 1), "module", "Mail");
	assert_attr(nth(s, "module-library", 1), "path",
		    "model/bundles/project.jar!/lib/old-1.0.jar");
	assert_attr(nth(s, "module-library", 2), "module", "SFTP");
	assert_attr(nth(s, "module-library", 2), "path", "model/lib/userlib/jsch-0.1.53.jar");
	assert_attr(nth(s, "module-library", 3), "module", "SSO");
	buf_release(&jar);
}

static void test_bad_archives(void **state)
{
	struct stage *s = *state;

	add_app(s);
	add_model(s);
	add_text(&s->b->m, "model/lib/userlib/a.jar", "no archive");
	add(&s->b->m, (struct item){ .name = "model/lib/userlib/b.jar", .text = "secret",
				     .flags = FLAG_ENCRYPTED });
	add(&s->b->m, (struct item){ .name = "model/lib/userlib/c.jar", .text = "broken",
				     .crc_add = 1 });
	assert_int_equal(run(s), 0);
	assert_source(s, SOURCE_JAVA, SOURCE_PARTIAL);
	assert_string_equal(s->sources.reason[SOURCE_JAVA],
			    "model/bundles/project.jar is missing; 3 of 3 archives unreadable");
	assert_int_equal(count(s, "java-archive"), 0);
	/* Rules over a partial source are undecided; the audit itself is not incomplete. */
	assert_int_equal(diags_worst(&s->b->diags), DIAG_NOTE);
	assert_int_equal(count(s, "diagnostic"), 3);
}

static void test_doubled_archive(void **state)
{
	struct stage *s = *state;

	add_app(s);
	add_model(s);
	add_text(&s->b->m, "model/bundles/project.jar", "1");
	add_text(&s->b->m, "model/bundles/project.jar", "2");
	assert_int_equal(run(s), 0);
	assert_source(s, SOURCE_JAVA, SOURCE_PARTIAL);
	assert_true(has_diag(s->b, DIAG_INCOMPLETE, "model/bundles/project.jar",
			     "needed, but stands twice in the package; neither copy is used"));
}

static void test_nesting(void **state)
{
	static const char *const none[] = { "a/A.class", NULL };
	struct stage *s = *state;
	struct buf jar;

	add_app(s);
	add_model(s);
	buf_init(&jar, SIZE_MAX / 4);
	make_inner(s, none, NULL);
	for (int i = 0; i < 5; i++) {
		buf_clear(&jar);
		buf_add(&jar, s->inner.data, s->inner.len);
		make_inner(s, none, &jar);
	}
	add_bytes(s, "model/bundles/project.jar", &s->inner);
	buf_release(&jar);
	assert_int_equal(run(s), 0);
	assert_int_equal(count(s, "java-archive"), s->b->limits.nesting);
	assert_source(s, SOURCE_JAVA, SOURCE_PARTIAL);
	assert_int_equal(diags_worst(&s->b->diags), DIAG_INCOMPLETE);
	assert_non_null(strstr(fact_get(only(s, "diagnostic"), "message"), "--max-nesting"));
}

/* -- searches -- */

static void test_text_search(void **state)
{
	struct stage *s = *state;

	add_find(s, "mail", "web/*", "smtp.*.com");
	add_find(s, "none", "web/*", "nothing of the kind");
	add_app(s);
	add_model(s);
	add_text(&s->b->m, "web/a.html", "one\nsmtp.a.com smtp.b.com\n\nsmtp.c.com");
	add_text(&s->b->m, "web/a.html.gz", "smtp.twin.com");
	add_text(&s->b->m, "web/b.html.gz", "smtp.alone.com");
	add_text(&s->b->m, "web/x.JAR", "smtp.jar.com");
	add_text(&s->b->m, "model/resources/a", "smtp.a.com");
	assert_int_equal(run(s), 0);
	assert_int_equal(count(s, "match"), 3);
	assert_attr(nth(s, "match", 0), "entry", "web/a.html");
	assert_attr(nth(s, "match", 0), "line", "2");
	assert_attr(nth(s, "match", 1), "line", "4");
	assert_attr(nth(s, "match", 1), "text", "smtp.c.com");
	assert_attr(nth(s, "match", 2), "entry", "web/b.html.gz");
	assert_int_equal(count(s, "search"), 2);
	assert_attr(nth(s, "search", 0), "find", "mail");
	assert_attr(nth(s, "search", 0), "matches", "3");
	assert_attr(nth(s, "search", 0), "truncated", "no");
	assert_attr(nth(s, "search", 0), "digest", "00ff");
	assert_attr(nth(s, "search", 1), "matches", "0");
}

static void test_match_count_and_length(void **state)
{
	struct stage *s = *state;
	char text[400];

	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	add_find(s, "long", "web/long", "/aaaa*/");
	add_find(s, "many", "web/many", "/one/");
	add_app(s);
	add_model(s);
	add_text(&s->b->m, "web/long", text);
	add_text(&s->b->m, "web/many", "one one one");
	assert_int_equal(run(s), 0);
	assert_attr(nth(s, "match", 1), "count", "3");
	assert_int_equal(strlen(fact_get(nth(s, "match", 0), "text")), 120);
}

static void test_search_masks(void **state)
{
	struct stage *s = *state;

	add_find(s, "url", "web/*", "/https:[^\"]*/");
	add_app(s);
	add_model(s);
	add_text(&s->b->m, "web/a", "\"https://me:geheim@example.com/\"");
	assert_int_equal(run(s), 0);
	assert_null(strstr(fact_get(only(s, "match"), "text"), "geheim"));
	assert_non_null(strstr(fact_get(only(s, "match"), "text"), "example.com"));
}

static void test_search_limit(void **state)
{
	struct stage *s = *state;

	s->b->limits.matches = 2;
	add_find(s, "line", "web/*", "/xyz/");
	add_find(s, "name", "web/*", NULL);
	add_app(s);
	add_model(s);
	add_text(&s->b->m, "web/a", "xyz\nxyz\nxyz\n");
	add_text(&s->b->m, "web/b", "xyz");
	add_text(&s->b->m, "web/c", "");
	assert_int_equal(run(s), 0);
	assert_int_equal(count(s, "match"), 4);
	for (size_t i = 0; i < 2; i++) {
		assert_attr(nth(s, "search", i), "matches", "2");
		assert_attr(nth(s, "search", i), "truncated", "yes");
	}
	assert_true(has_diag(s->b, DIAG_INCOMPLETE, "",
			     "find 'line' has more matches than --max-matches 2"));
	assert_true(has_diag(s->b, DIAG_INCOMPLETE, "",
			     "find 'name' has more matches than --max-matches 2"));
}

static void test_entry_search(void **state)
{
	struct stage *s = *state;

	add_find(s, "name", "model/lib/*.dll", NULL);
	add_app(s);
	add_model(s);
	add_text(&s->b->m, "model/lib/userlib/a.dll", "");
	add_text(&s->b->m, "model/lib/userlib/a.txt", "");
	assert_int_equal(run(s), 0);
	assert_attr(only(s, "match"), "entry", "model/lib/userlib/a.dll");
	assert_attr(only(s, "match"), "line", NULL);
	assert_attr(only(s, "search"), "matches", "1");
}

static void test_unread_text(void **state)
{
	struct stage *s = *state;

	add_find(s, "line", "*", "/xyz/");
	add_app(s);
	add_model(s);
	add(&s->b->m, (struct item){ .name = "web/a", .text = "xyz", .crc_add = 1 });
	add(&s->b->m, (struct item){ .name = "model/resources/a", .text = "xyz",
				     .flags = FLAG_ENCRYPTED });
	assert_int_equal(run(s), 0);
	assert_source(s, SOURCE_WEB, SOURCE_PARTIAL);
	assert_source(s, SOURCE_RESOURCES, SOURCE_PARTIAL);
	assert_source(s, SOURCE_PACKAGE, SOURCE_COMPLETE);
	assert_int_equal(diags_worst(&s->b->diags), DIAG_INCOMPLETE);
	assert_int_equal(count(s, "match"), 0);
	assert_attr(only(s, "search"), "matches", "0");
}

/* -- limits -- */

static void test_fact_limit(void **state)
{
	struct stage *s = *state;

	s->facts.max = 2;
	add_app(s);
	add_model(s);
	assert_int_equal(run(s), 0);
	assert_true(s->facts.over);
	assert_int_equal(count(s, "source"), SOURCE_COUNT);
	assert_int_equal(count(s, "diagnostic"), 1);
	assert_non_null(strstr(fact_get(only(s, "diagnostic"), "message"), "--max-facts"));
	assert_source(s, SOURCE_PACKAGE, SOURCE_PARTIAL);
	assert_source(s, SOURCE_METADATA, SOURCE_PARTIAL);
	assert_source(s, SOURCE_MODEL, SOURCE_PARTIAL);
	assert_source(s, SOURCE_JAVA, SOURCE_ABSENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_whole),
		TEST(test_bare),
		TEST(test_pointer),
		TEST(test_packed_model),
		TEST(test_fatal),
		TEST(test_shape),
		TEST(test_archives),
		TEST(test_bad_archives),
		TEST(test_doubled_archive),
		TEST(test_nesting),
		TEST(test_text_search),
		TEST(test_match_count_and_length),
		TEST(test_search_masks),
		TEST(test_search_limit),
		TEST(test_entry_search),
		TEST(test_unread_text),
		TEST(test_fact_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
