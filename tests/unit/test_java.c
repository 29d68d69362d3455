/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Java archives, whole packages of them: what finds find in which class, whose it is, how an
 * archive is reached, and that neither damage nor the number of workers changes the truth.
 */
#include "analyzers/analyzer.h"

#include "core/fact_xml.h"
#include "tests/unit/bson_json.h"
#include "tests/unit/java_bench.h"
#include "tests/unit/stage.h"
#include "util/cleanup.h"

/* -- packages -- */

/* A file of an archive: a class by its directive, or text. */
struct part {
	const char *name;	/* NULL ends a list; "" for a class */
	const char *content;
};

static void make_jar(struct buf *out, const struct part *parts)
{
	CLEANUP(buf_release) struct buf class = { .max = 1 << 20 };
	struct maker m;

	maker_init(&m);
	for (; parts->name != NULL; parts++) {
		char name[300];
		size_t n = strcspn(parts->content, " ");

		if (parts->name[0] != '\0') {
			add_text(&m, parts->name, parts->content);
			continue;
		}
		snprintf(name, sizeof(name), "%.*s.class", (int)n, parts->content);
		java_class_bytes(&class, parts->content);
		add(&m, (struct item){ .name = name, .text = class.data, .size = class.len,
				       .method = DEFLATED });
	}
	finish(&m);
	buf_clear(out);
	buf_add(out, m.out.data, m.out.len);
	maker_release(&m);
}

static void add_jar(struct stage *s, const char *path, const struct part *parts)
{
	make_jar(&s->inner, parts);
	add(&s->b->m, (struct item){ .name = path, .text = s->inner.data, .size = s->inner.len });
}

static void add_app(struct stage *s)
{
	CLEANUP(buf_release) struct buf mdp = { .max = 1 << 20 };

	add_text(&s->b->m, "model/metadata.json",
		 "{\"RuntimeVersion\":\"7.18.1\",\"ProjectName\":\"Shop\"}");
	add_json(&mdp, "{'$ID':" ID("A") ",'$Type':'Projects$ModuleImpl','Name':'Mail'}");
	add(&s->b->m, (struct item){ .name = "model/model.mdp", .text = mdp.data,
				     .size = mdp.len });
}

static struct find *find_in(struct stage *s, const char *id, enum find_kind kind)
{
	struct find *f = &s->finds[s->find_count];

	f->id = id;
	f->kind = kind;
	snprintf(f->digest, sizeof(f->digest), "%s", "00ff");
	s->list[s->find_count++] = f;
	s->w.find_count = s->find_count;
	return f;
}

static void with(struct find *f, enum find_field field, const char *text)
{
	struct err err = ERR_NONE;

	f->text[field] = text;
	if (find_fields[field].form == FIND_WORD ||
	    (find_fields[field].form == FIND_VERSIONS && strchr("<>=", text[0]) != NULL))
		return;
	if (pattern_new(&f->pattern[field], text, true, &err) != 0)
		fail_msg("%s", err.text);
}

static const struct part own[] = {
	{ "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nBundle-Version: 0.0.0\r\n" },
	{ "", "UserActionRegistrar refs com/mendix/core/Core.addUserAction" },
	{ "", "mail/proxies/Letter refs javax/mail/Session" },
	{ "", "mail/actions/Send refs javax/mail/Transport.send(Ljavax/mail/Message;)V "
	      "javax/mail/Transport.send(Ljavax/mail/Message;)V javax/mail/Session "
	      "javax/net/ssl/SSLContext.getInstance(Ljava/lang/String;)V=TLSv1 "
	      "java/net/Socket.setSoTimeout(I)V=0 strings mail.smtp.host com.named.ByText "
	      "statics cache:Ljava/util/Map; count:I" },
	{ NULL, NULL },
};

static void add_own(struct stage *s)
{
	add_app(s);
	add_jar(s, "model/bundles/project.jar", own);
}

static const struct fact *match_of(struct stage *s, const char *find, const char *attr,
				   const char *value)
{
	for (size_t i = 0; i < count(s, "match"); i++) {
		const struct fact *f = nth(s, "match", i);
		const char *have = fact_get(f, attr);

		if (strcmp(fact_get(f, "find"), find) == 0 && have != NULL &&
		    strcmp(have, value) == 0)
			return f;
	}
	fail_msg("no match of '%s' with %s='%s'", find, attr, value);
	return NULL;
}

static size_t matches_of(struct stage *s, const char *find)
{
	size_t n = 0;

	for (size_t i = 0; i < count(s, "match"); i++)
		n += strcmp(fact_get(nth(s, "match", i), "find"), find) == 0;
	return n;
}

/* -- finds -- */

static void references(void **state)
{
	struct stage *s = *state;
	struct find *f = find_in(s, "mail", FIND_JAVA_REFERENCE);
	const struct fact *m;

	with(f, FIND_F_CLASS, "javax/mail/*");
	with(f, FIND_F_SCOPE, "own");
	with(find_in(s, "any", FIND_JAVA_REFERENCE), FIND_F_CLASS, "/^javax.mail.Session$/");
	f = find_in(s, "send", FIND_JAVA_REFERENCE);
	with(f, FIND_F_CLASS, "*");
	with(f, FIND_F_MEMBER, "sen?");
	with(f, FIND_F_DESCRIPTOR, "(Ljavax/mail/Message;)*");
	add_own(s);
	assert_int_equal(run(s), 0);
	assert_source(s, SOURCE_JAVA, SOURCE_COMPLETE);
	/* Message is named in a descriptor alone, so in no method. */
	assert_int_equal(matches_of(s, "mail"), 3);
	m = match_of(s, "mail", "target", "javax/mail/Message");
	assert_attr(m, "method", NULL);
	m = match_of(s, "mail", "target", "javax/mail/Session");
	assert_attr(m, "member", NULL);
	assert_attr(m, "method", "run");
	m = match_of(s, "mail", "member", "send");
	assert_attr(m, "archive", "project");
	assert_attr(m, "entry", "model/bundles/project.jar");
	assert_attr(m, "class", "mail/actions/Send");
	assert_attr(m, "module", "Mail");
	assert_attr(m, "scope", "own");
	assert_attr(m, "reached", "code");
	assert_attr(m, "descriptor", "(Ljavax/mail/Message;)V");
	assert_attr(m, "count", "2");
	assert_int_equal(matches_of(s, "any"), 2);
	assert_attr(match_of(s, "any", "scope", "generated"), "class", "mail/proxies/Letter");
	assert_int_equal(matches_of(s, "send"), 1);
	assert_int_equal(count(s, "search"), 3);
}

static void strings_and_calls(void **state)
{
	struct stage *s = *state;
	struct find *f;

	with(find_in(s, "host", FIND_JAVA_STRING), FIND_F_STRING, "mail.smtp.*");
	f = find_in(s, "tls", FIND_JAVA_CALL);
	with(f, FIND_F_CLASS, "javax/net/ssl/SSLContext");
	with(f, FIND_F_MEMBER, "getInstance");
	with(f, FIND_F_ARGUMENT, "/^TLSv1([.]1)?$/");
	f = find_in(s, "endless", FIND_JAVA_CALL);
	with(f, FIND_F_CLASS, "java/net/Socket");
	with(f, FIND_F_MEMBER, "setSoTimeout");
	with(f, FIND_F_ARGUMENT, "0");
	f = find_in(s, "finite", FIND_JAVA_CALL);
	with(f, FIND_F_CLASS, "java/net/Socket");
	with(f, FIND_F_MEMBER, "setSoTimeout");
	with(f, FIND_F_ARGUMENT, "60000");
	add_own(s);
	assert_int_equal(run(s), 0);
	assert_attr(match_of(s, "host", "class", "mail/actions/Send"), "text", "mail.smtp.host");
	assert_attr(match_of(s, "tls", "member", "getInstance"), "argument", "TLSv1");
	assert_attr(match_of(s, "endless", "member", "setSoTimeout"), "argument", "0");
	assert_int_equal(matches_of(s, "finite"), 0);
	assert_int_equal(matches_of(s, "host"), 1);
}

static void fields(void **state)
{
	struct stage *s = *state;
	struct find *f = find_in(s, "maps", FIND_JAVA_FIELD);

	with(f, FIND_F_CLASS, "*");
	with(f, FIND_F_DESCRIPTOR, "Ljava/util/Map;");
	with(f, FIND_F_STATIC, "yes");
	with(f, FIND_F_MUTABLE, "yes");
	f = find_in(s, "instance", FIND_JAVA_FIELD);
	with(f, FIND_F_CLASS, "*");
	with(f, FIND_F_STATIC, "no");
	add_own(s);
	assert_int_equal(run(s), 0);
	assert_int_equal(matches_of(s, "maps"), 1);
	assert_attr(match_of(s, "maps", "member", "cache"), "descriptor", "Ljava/util/Map;");
	assert_int_equal(matches_of(s, "instance"), 0);
	assert_int_equal(count(s, "java-field"), 2);
	assert_attr(nth(s, "java-field", 0), "field", "cache");
	assert_attr(nth(s, "java-field", 0), "type", "java/util/Map");
	assert_attr(nth(s, "java-field", 0), "module", "Mail");
	assert_attr(nth(s, "java-field", 1), "type", "int");
}

/* -- archives -- */

static void add_library(struct stage *s, const char *path, const char *name, const char *text,
			const char *class)
{
	struct part parts[] = { { name, text }, { "", class }, { NULL, NULL } };

	add_jar(s, path, parts);
}

static void versions(void **state)
{
	struct stage *s = *state;
	struct find *f = find_in(s, "old", FIND_ARCHIVE);

	with(f, FIND_F_NAME, "lib");
	with(f, FIND_F_VERSION, ">=1.0 <2.0");
	add_own(s);
	add_library(s, "model/lib/a/lib-1.5.jar", "META-INF/MANIFEST.MF",
		    "Manifest-Version: 1.0\nImplementation-Version: 1.4.\n 9\n\nName: x\n", "a/A");
	add_library(s, "model/lib/b/lib-2.1.jar", "META-INF/maven/g/lib/pom.properties",
		    "version=2.1.7\nartifactId=lib\n", "b/B");
	add_library(s, "model/lib/c/lib.jar", "native/x.dll", "MZ", "c/C major 55");
	add_library(s, "model/lib/d/signed-3.0-rc1.jar", "META-INF/X.SF", "", "d/D");
	add_library(s, "model/lib/e/a.b2.c.2.8_1.jar", "x", "", "e/E");
	add_library(s, "model/lib/f/a.2.c-1.0.jar", "x", "", "f/F");
	add_library(s, "model/lib/g/a.4..jar", "x", "", "g/G");
	assert_int_equal(run(s), 0);
	assert_attr(nth(s, "java-archive", 1), "version", "1.4.9");
	assert_attr(nth(s, "java-archive", 2), "version", "2.1.7");
	assert_attr(nth(s, "java-archive", 3), "version", NULL);
	assert_attr(nth(s, "java-archive", 3), "natives", "1");
	assert_attr(nth(s, "java-archive", 3), "class-major", "55");
	assert_attr(nth(s, "java-archive", 4), "version", "3.0-rc1");
	/* A signature has two files. */
	assert_attr(nth(s, "java-archive", 4), "signed", "no");
	assert_attr(nth(s, "java-archive", 5), "name", "a.b2.c");
	assert_attr(nth(s, "java-archive", 5), "version", "2.8_1");
	assert_attr(nth(s, "java-archive", 6), "name", "a.2.c");
	assert_attr(nth(s, "java-archive", 6), "version", "1.0");
	assert_attr(nth(s, "java-archive", 7), "name", "a.4.");
	assert_attr(nth(s, "java-archive", 7), "version", NULL);
	assert_attr(only(s, "duplicate-library"), "versions", "1.4.9, 2.1.7");
	/* One whose version nobody knows may be any. */
	assert_int_equal(matches_of(s, "old"), 2);
	assert_attr(match_of(s, "old", "entry", "model/lib/a/lib-1.5.jar"), "version", "1.4.9");
	assert_attr(match_of(s, "old", "entry", "model/lib/c/lib.jar"), "version", NULL);
}

static void reached(void **state)
{
	struct stage *s = *state;

	add_own(s);
	add_library(s, "model/lib/a-code.jar", "x", "", "javax/mail/Transport refs inner/Deep");
	add_library(s, "model/lib/b-deep.jar", "x", "", "inner/Deep");
	add_library(s, "model/lib/c-name.jar", "x", "", "com/named/ByText refs after/Name");
	add_library(s, "model/lib/d-after.jar", "x", "", "after/Name");
	add_library(s, "model/lib/e-alone.jar", "x", "", "alone/Alone strings alone.Alone");
	add_library(s, "model/lib/f-service.jar", "META-INF/services/api.Thing",
		    "service.Impl # comment\n", "service/Impl");
	add_library(s, "model/bundles/g-bundle.jar", "OSGI-INF/component.xml",
		    "<component><implementation class=\"osgi.Start\"/></component>", "osgi/Start");
	assert_int_equal(run(s), 0);
	assert_int_equal(count(s, "java-archive"), 8);
	assert_attr(nth(s, "java-archive", 0), "reached", "code");	/* g-bundle.jar */
	assert_attr(nth(s, "java-archive", 1), "own", "yes");
	assert_attr(nth(s, "java-archive", 2), "reached", "code");
	assert_attr(nth(s, "java-archive", 3), "reached", "code");
	assert_attr(nth(s, "java-archive", 4), "reached", "name");
	assert_attr(nth(s, "java-archive", 5), "reached", "name");
	assert_attr(nth(s, "java-archive", 6), "reached", "not-seen");
	assert_attr(nth(s, "java-archive", 7), "reached", "name");
}

/* -- hostile ones -- */

static void damaged(void **state)
{
	static const struct part parts[] = {
		{ "a.class", "\xca\xfe\xba\xbe" }, { "b.class", "" }, { "c.class", "text" },
		{ "d.class", "text" }, { "e.class", "text" },
		{ "", "a/Good refs javax/mail/Session" }, { NULL, NULL },
	};
	struct stage *s = *state;

	with(find_in(s, "mail", FIND_JAVA_REFERENCE), FIND_F_CLASS, "javax/mail/Session");
	add_app(s);
	add_jar(s, "model/bundles/project.jar", parts);
	assert_int_equal(run(s), 0);
	assert_source(s, SOURCE_JAVA, SOURCE_PARTIAL);
	assert_non_null(strstr(s->sources.reason[SOURCE_JAVA],
			       "5 of 6 entries of archives unreadable"));
	assert_int_equal(diags_worst(&s->b->diags), DIAG_NOTE);
	/* Three are told one by one, the rest in one. */
	assert_int_equal(count(s, "diagnostic"), 4);
	assert_int_equal(matches_of(s, "mail"), 1);
}

enum { NAMES = 1 << 18, FILES_MAX = 9 };	/* of a service file, and files of an archive */

/* An archive of files that each name many services; each name counts twice. */
static void add_services(struct stage *s, const char *path, int files)
{
	CLEANUP(buf_release) struct buf text = { .max = 1 << 21 };
	struct part parts[FILES_MAX + 1] = { { NULL, NULL } };
	char names[FILES_MAX][32];

	for (int i = 0; i < NAMES; i++)
		buf_puts(&text, "a/b\n");
	for (int i = 0; i < files; i++) {
		snprintf(names[i], sizeof(names[i]), "META-INF/services/s%d", i);
		parts[i] = (struct part){ names[i], buf_text(&text) };
	}
	add_jar(s, path, parts);
}

static void many_references(void **state)
{
	struct stage *s = *state;

	add_own(s);
	add_services(s, "model/lib/userlib/a.jar", 7);
	assert_int_equal(run(s), 0);
	assert_source(s, SOURCE_JAVA, SOURCE_COMPLETE);
	assert_attr(nth(s, "java-archive", 1), "reached", "not-seen");
}

static void assert_not_followed(struct stage *s)
{
	assert_int_equal(run(s), 0);
	assert_source(s, SOURCE_JAVA, SOURCE_PARTIAL);
	assert_string_equal(s->sources.reason[SOURCE_JAVA],
			    "more references between classes than can be followed");
	assert_attr(nth(s, "java-archive", 0), "reached", "code");
	assert_attr(nth(s, "java-archive", 1), "reached", NULL);
}

static void too_many_references(void **state)
{
	struct stage *s = *state;

	add_own(s);
	add_services(s, "model/lib/userlib/a.jar", FILES_MAX);
	assert_not_followed(s);
}

static void too_many_together(void **state)
{
	struct stage *s = *state;

	add_own(s);
	add_services(s, "model/lib/userlib/a.jar", 5);
	add_services(s, "model/lib/userlib/b.jar", 5);
	assert_not_followed(s);
}

static void too_many_matches(void **state)
{
	struct stage *s = *state;

	s->b->limits.matches = 2;
	with(find_in(s, "all", FIND_JAVA_REFERENCE), FIND_F_CLASS, "*");
	add_own(s);
	assert_int_equal(run(s), 0);
	assert_int_equal(matches_of(s, "all"), 2);
	assert_attr(only(s, "search"), "truncated", "yes");
	assert_true(has_diag(s->b, DIAG_INCOMPLETE, "",
			     "find 'all' has more matches than --max-matches 2"));
}

static void too_much(void **state)
{
	struct stage *s = *state;

	s->b->limits.total = 8000;
	add_own(s);
	for (int i = 0; i < 8; i++) {
		char path[64];

		snprintf(path, sizeof(path), "model/lib/lib-%d.jar", i);
		add_library(s, path, "x.properties",
			    "a very long text that takes its share of all that may be inflated, "
			    "a very long text that takes its share of all that may be inflated, "
			    "a very long text that takes its share of all that may be inflated",
			    "lib/A strings a b c d e f g h i j k l m n o p");
	}
	s->w.jobs = 1;
	assert_int_equal(run(s), 0);
	if (diags_worst(&s->b->diags) == DIAG_NOTE)
		fail_msg("the limit was not reached");
	assert_source(s, SOURCE_JAVA, SOURCE_PARTIAL);
}

/* -- workers -- */

/* The facts of the package with that many workers, as XML. */
static void facts_with(struct stage *s, unsigned jobs, struct buf *out)
{
	struct err err = ERR_NONE;

	facts_release(&s->facts);
	facts_init(&s->facts, analyzers_vocabulary(), s->b->limits.facts);
	diags_release(&s->b->diags);
	diags_init(&s->b->diags, s->b->arena);
	sources_init(&s->sources, s->b->arena);
	package_free(s->b->p);
	s->b->p = NULL;
	assert_opens(s->b);
	s->w.package = s->b->p;
	s->w.jobs = jobs;
	assert_int_equal(analyzers_run(&s->w, &err), 0);
	fact_xml_write(out, &s->facts);
}

/* Limits that are reached midway included. */
static void same_for_any_number(void **state)
{
	static const uint64_t totals[] = { UINT64_C(4) << 30, 36000, 28000, 20000, 9000 };
	struct stage *s = *state;
	CLEANUP(buf_release) struct buf one = { .max = 1 << 22 }, many = { .max = 1 << 22 };

	unsigned reached = 0;

	with(find_in(s, "all", FIND_JAVA_REFERENCE), FIND_F_CLASS, "*");
	with(find_in(s, "str", FIND_JAVA_STRING), FIND_F_STRING, "*");
	add_own(s);
	for (int i = 0; i < 40; i++) {
		char path[64], class[200];

		snprintf(path, sizeof(path), "model/lib/lib%d-%d.jar", i % 7, i);
		snprintf(class, sizeof(class),
			 "lib%d/A refs lib%d/A.run javax/mail/Session strings lib%d.A", i,
			 (i * 7) % 40, (i * 11) % 40);
		add_library(s, path, i % 3 == 0 ? "b.class" : "x", "text", class);
	}
	finish(&s->b->m);
	for (size_t i = 0; i < COUNT(totals); i++) {
		s->b->limits.total = totals[i];
		buf_clear(&one);
		facts_with(s, 1, &one);
		reached += diags_worst(&s->b->diags) != DIAG_NOTE;
		for (unsigned jobs = 2; jobs <= 8; jobs += 3) {
			buf_clear(&many);
			facts_with(s, jobs, &many);
			assert_string_equal(buf_text(&one), buf_text(&many));
		}
	}
	assert_true(reached >= 2 && reached < COUNT(totals));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(references), TEST(strings_and_calls), TEST(fields), TEST(versions),
		TEST(reached), TEST(damaged), TEST(many_references), TEST(too_many_references),
		TEST(too_many_together), TEST(too_many_matches), TEST(too_much),
		TEST(same_for_any_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
