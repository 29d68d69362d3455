/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Analyzers over worlds made by hand, and the pass over whole packages: which facts come out,
 * what an entry that cannot be read does to sources, diagnostics and searches.
 */
#include "analyzers/analyzer.h"

#include <stdio.h>

#include "analyzers/world/graph.h"
#include "analyzers/world/model.h"
#include "core/pattern.h"
#include "core/run_facts.h"
#include "formats/metadata.h"
#include "tests/unit/bson_json.h"
#include "tests/unit/package_bench.h"

enum { FINDS_MAX = 4 };

/* A package under test, and the world that is made of it. */
struct stage {
	struct bench *b;
	struct sources sources;
	struct facts facts;
	struct find finds[FINDS_MAX];
	const struct find *list[FINDS_MAX];
	size_t find_count;
	struct world w;
	struct buf inner;	/* bytes of an archive inside */
};

static int stage_setup(void **state)
{
	struct stage *s = alloc_zero(1, sizeof(*s));

	setup((void **)&s->b);
	sources_init(&s->sources, s->b->arena);
	facts_init(&s->facts, analyzers_vocabulary(), s->b->limits.facts);
	buf_init(&s->inner, SIZE_MAX / 4);
	s->w = (struct world){ .arena = s->b->arena, .limits = &s->b->limits,
			       .sources = &s->sources, .diags = &s->b->diags,
			       .facts = &s->facts, .finds = s->list };
	s->w.scratch = pattern_scratch_new(s->b->limits.pattern_steps);
	*state = s;
	return 0;
}

static int stage_teardown(void **state)
{
	struct stage *s = *state;
	void *bench = s->b;

	for (size_t i = 0; i < s->find_count; i++)
		for (int f = 0; f < FIND_FIELD_COUNT; f++)
			pattern_free(s->finds[i].pattern[f]);
	pattern_scratch_free(s->w.scratch);
	graph_release(s->w.graph);
	facts_release(&s->facts);
	buf_release(&s->inner);
	free(s);
	return teardown(&bench);
}

static struct pattern *pattern(const char *text)
{
	struct err err = ERR_NONE;
	struct pattern *p = NULL;

	if (text != NULL && pattern_new(&p, text, false, &err) != 0)
		fail_msg("%s", err.text);
	return p;
}

static void add_find(struct stage *s, const char *id, const char *entry, const char *string)
{
	struct find *f = &s->finds[s->find_count];

	f->id = id;
	f->kind = string == NULL ? FIND_ENTRY : FIND_TEXT;
	f->pattern[FIND_F_ENTRY] = pattern(entry);
	f->pattern[FIND_F_STRING] = pattern(string);
	snprintf(f->digest, sizeof(f->digest), "%s", "00ff");
	s->list[s->find_count++] = f;
	s->w.find_count = s->find_count;
}

/* Finishes the archive, opens it and reads it. */
static int run(struct stage *s)
{
	struct err err = ERR_NONE;

	finish(&s->b->m);
	assert_opens(s->b);
	s->w.package = s->b->p;
	return analyzers_run(&s->w, &err);
}

static const struct analyzer *analyzer_named(const char *name)
{
	for (size_t i = 0; analyzers[i] != NULL; i++)
		if (strcmp(analyzers[i]->name, name) == 0)
			return analyzers[i];
	fail_msg("no analyzer '%s'", name);
	return NULL;
}

/* One analyzer over what is in the world. */
static void derive(struct stage *s, const char *name)
{
	analyzer_named(name)->derive(NULL, &s->w);
	facts_sort(&s->facts);
}

/* The only fact of that name. */
static const struct fact *only(struct stage *s, const char *name)
{
	size_t n;
	struct fact *const *found = facts_of(&s->facts, name, &n);

	assert_int_equal(n, 1);
	return found[0];
}

static size_t count(struct stage *s, const char *name)
{
	size_t n;

	facts_of(&s->facts, name, &n);
	return n;
}

/* The nth fact of that name, as sorted. */
static const struct fact *nth(struct stage *s, const char *name, size_t i)
{
	size_t n;
	struct fact *const *found = facts_of(&s->facts, name, &n);

	assert_true(i < n);
	return found[i];
}

static void assert_attr(const struct fact *f, const char *attr, const char *value)
{
	assert_int_not_equal(fact_def_attr(f->def, attr), -1);
	if (value == NULL) {
		assert_null(fact_get(f, attr));
		return;
	}
	assert_non_null(fact_get(f, attr));
	assert_string_equal(fact_get(f, attr), value);
}

static void assert_source(struct stage *s, enum source which, enum source_state wanted)
{
	if (s->sources.state[which] != wanted)
		fail_msg("source %s is %s", source_name(which),
			 source_state_name(s->sources.state[which]));
}

/* -- the table -- */

static void check_attrs(const struct fact_def *def)
{
	for (const struct attr_def *a = def->attrs; a != NULL && a->name != NULL; a++) {
		assert_true(a->meaning != NULL && strlen(a->meaning) > 3);
		assert_true((a->type == ATTR_ENUM) == (a->words != NULL));
		assert_int_equal(fact_def_attr(def, a->name), a - def->attrs);
	}
	assert_true(def->meaning != NULL && strlen(def->meaning) > 10);
	for (size_t i = 0; def->children != NULL && def->children[i] != NULL; i++)
		check_attrs(def->children[i]);
}

static void test_vocabulary(void **state)
{
	const struct vocabulary *v = analyzers_vocabulary();

	(void)state;
	assert_ptr_equal(analyzers_vocabulary(), v);
	assert_string_equal(v->items[0].def->name, "source");
	assert_string_equal(v->items[0].owner, "run");
	assert_non_null(vocabulary_find_any(v, "reach"));
	for (size_t i = 0; i < v->count; i++) {
		check_attrs(v->items[i].def);
		assert_ptr_equal(vocabulary_find(v, v->items[i].def->name), v->items[i].def);
	}
	for (size_t i = 0; analyzers[i] != NULL; i++) {
		assert_true((analyzers[i]->wants == NULL) == (analyzers[i]->scan == NULL));
		assert_ptr_equal(analyzer_named(analyzers[i]->name), analyzers[i]);
	}
}

/* -- metadata -- */

static void test_constants(void **state)
{
	static struct md_constant constants[] = {
		{ "M.AEmpty", "String", "", true },
		{ "M.BNumber", "Integer", "-15", true },
		{ "M.CNumber", "Integer", " 15", true },
		{ "M.DNumber", "Integer", "", false },
		{ "M.EPassword", "String", "geheim", true },
		{ "M.FUsePassword", "Boolean", "True", true },
		{ "M.GUrl", "String", "https://me:geheim@example.com/", true },
		{ "M.HNumber", "Integer", "99999999999999999999", true },
	};
	static const struct {
		const char *state, *value, *numeric, *secret;
	} wanted[] = {
		{ "empty", NULL, NULL, NULL },
		{ "default", "-15", "yes", "no" },
		{ "default", " 15", "no", "no" },
		{ "empty", NULL, "no", NULL },
		{ "default", "‹secret›", NULL, "yes" },
		{ "default", "True", NULL, "no" },
		{ "default", NULL, NULL, "yes" },
		{ "default", "99999999999999999999", "yes", "no" },
	};
	static const struct metadata md = { .constants = constants, .constant_count = 8 };
	struct stage *s = *state;

	s->w.metadata = &md;
	derive(s, "constants");
	assert_int_equal(count(s, "constant"), 8);
	for (size_t i = 0; i < 8; i++) {
		const struct fact *f = nth(s, "constant", i);

		assert_attr(f, "name", constants[i].name);
		assert_attr(f, "state", wanted[i].state);
		assert_attr(f, "numeric", wanted[i].numeric);
		assert_attr(f, "secret", wanted[i].secret);
		if (i != 6)
			assert_attr(f, "value", wanted[i].value);
	}
	assert_null(strstr(fact_get(nth(s, "constant", 6), "value"), "geheim"));
	assert_non_null(strstr(fact_get(nth(s, "constant", 6), "value"), "example.com"));
}

static void test_app(void **state)
{
	static struct md_handler handlers[] = { { "/ws/", true, false }, { "/p/", false, true } };
	static const struct metadata md = {
		.runtime_version = "7.18.1.40272", .project_name = "Shop", .java_version = 11,
		.source_database_type = "HSQLDB", .handlers = handlers, .handler_count = 2,
	};
	struct stage *s = *state;

	s->w.metadata = &md;
	derive(s, "app");
	assert_attr(only(s, "app"), "name", "Shop");
	assert_attr(only(s, "app"), "runtime-version", "7.18.1.40272");
	assert_attr(only(s, "app"), "java-version", "11");
	assert_attr(only(s, "app"), "description", NULL);
	assert_attr(only(s, "source-database"), "type", "HSQLDB");
	assert_attr(nth(s, "request-handler", 0), "path", "/p/");
	assert_attr(nth(s, "request-handler", 0), "exact", "yes");
	assert_attr(nth(s, "request-handler", 1), "enabled", "yes");
}

/* -- the model -- */

static void test_file_entities(void **state)
{
	static struct entity entities[] = {
		{ .name = "System.FileDocument", .parent = "" },
		{ .name = "System.Image", .parent = "System.FileDocument" },
		{ .name = "M.Photo", .parent = "System.Image" },
		{ .name = "M.Portrait", .parent = "M.Photo" },
		{ .name = "M.Order", .parent = "" },
		{ .name = "M.Ring1", .parent = "M.Ring2" },
		{ .name = "M.Ring2", .parent = "M.Ring1" },
		{ .name = "M.Lost", .parent = "M.Gone", .remote = true },
		{ .name = "M.Plain", .parent = "System.FileDocument" },
	};
	struct stage *s = *state;
	struct model m = { .bytes = 0 };

	m.runtime_version = m.deployment_id = "";
	for (size_t i = 0; i < COUNT(entities); i++)
		vec_push(&m.entities, &entities[i]);
	s->w.model = &m;
	derive(s, "model-summary");
	assert_int_equal(count(s, "file-entity"), 3);
	assert_attr(nth(s, "file-entity", 0), "name", "M.Photo");
	assert_attr(nth(s, "file-entity", 1), "name", "M.Plain");
	assert_attr(nth(s, "file-entity", 2), "name", "M.Portrait");
	assert_attr(nth(s, "file-entity", 2), "parent", "M.Photo");
	assert_attr(only(s, "remote-entity"), "name", "M.Lost");
	assert_attr(only(s, "model"), "entities", "9");
	assert_attr(only(s, "model"), "persistable-entities", "0");
	vec_release(&m.entities);
}

static void test_settings(void **state)
{
	struct stage *s = *state;
	struct model m = { .settings = { .present = true }, .security = { .present = true } };
	struct demo_user user = { "demo", "", 2 };

	m.settings.after_startup = "M.Start";
	m.settings.before_shutdown = m.settings.health_check = "";
	m.settings.event_time_zone = m.settings.default_time_zone = "";
	m.settings.hash_algorithm = m.settings.default_language = "";
	m.settings.rounding = m.settings.first_day = "";
	m.settings.bcrypt_cost = -1;
	m.settings.multiple_sessions = 1;
	m.settings.foreign_keys = m.settings.oql_version2 = -1;
	m.security.level = "CheckFormsAndMicroflows";
	m.security.guest_role = m.security.admin_user = "";
	m.security.strict_mode = -1;
	m.security.password_length = -1;
	vec_push(&m.security.demo_users, &user);
	s->w.model = &m;
	derive(s, "settings");
	derive(s, "hooks");
	assert_attr(only(s, "settings"), "multiple-sessions", "yes");
	assert_attr(only(s, "settings"), "optimistic-locking", "no");
	assert_attr(only(s, "settings"), "foreign-keys", NULL);
	assert_attr(only(s, "settings"), "bcrypt-cost", NULL);
	assert_attr(only(s, "settings"), "health-check", NULL);
	assert_attr(only(s, "security"), "level", "prototype");
	assert_attr(only(s, "security"), "strict-mode", NULL);
	assert_attr(only(s, "security"), "demo-users", "1");
	assert_attr(only(s, "demo-user"), "roles", "2");
	assert_attr(only(s, "hook"), "kind", "after-startup");
	assert_attr(only(s, "hook"), "microflow", "M.Start");
	vec_release(&m.security.demo_users);
}

static void test_events(void **state)
{
	static struct scheduled_event events[] = {
		{ .name = "M.A", .microflow = "M.Gone", .time_zone = "UTC", .on_overlap = "",
		  .start_ms = INT64_MIN, .schedule = { "not known", -1, "YearDateSchedule" } },
		{ .name = "M.B", .microflow = "M.Run", .time_zone = "", .on_overlap = "SkipNext",
		  .start_ms = 1519869600000, .schedule = { "every 5 minutes", 300, "interval" } },
	};
	static struct flow flow = { .name = "M.Run" };
	struct stage *s = *state;
	struct model m = { .bytes = 0 };

	vec_push(&m.flows, &flow);
	vec_push(&m.events, &events[0]);
	vec_push(&m.events, &events[1]);
	s->w.model = &m;
	s->w.graph = graph_new(&m, s->b->arena);
	derive(s, "scheduled-events");
	assert_attr(nth(s, "scheduled-event", 0), "start", NULL);
	assert_attr(nth(s, "scheduled-event", 0), "every-seconds", NULL);
	assert_attr(nth(s, "scheduled-event", 0)->first, "missing", "1");
	assert_attr(nth(s, "scheduled-event", 1), "start", "2018-03-01T02:00:00Z");
	assert_attr(nth(s, "scheduled-event", 1), "every-seconds", "300");
	assert_attr(nth(s, "scheduled-event", 1), "time-zone", NULL);
	assert_attr(nth(s, "scheduled-event", 1)->first, "microflows", "1");
	vec_release(&m.flows);
	vec_release(&m.events);
}

static struct activity rest_activity(const struct http_call *http, unsigned loops)
{
	return (struct activity){ .kind = ACT_REST, .type = "", .caption = "", .target = "",
				  .entity = "", .queue = "", .call = http, .loops = loops };
}

static void test_calls(void **state)
{
	static const struct http_call quick = {
		.url = "https://example.com/a", .method = "Get", .timeout = "30",
		.timeout_seconds = 30, .proxy = "", .client_certificate = "",
		.error_handling = "Rollback",
	};
	struct http_call endless = quick;
	struct activity activities[6];
	struct flow flow = { .name = "M.F", .activities = activities, .activity_count = 6 };
	struct stage *s = *state;
	struct model m = { .bytes = 0 };

	endless.timeout = "$Wait";
	endless.timeout_seconds = -1;
	activities[0] = rest_activity(&quick, 0);
	activities[1] = rest_activity(&quick, 2);
	activities[2] = rest_activity(&endless, 0);
	activities[3] = activities[4] = activities[5] = rest_activity(NULL, 0);
	activities[3].kind = activities[4].kind = activities[5].kind = ACT_JAVA;
	activities[3].target = activities[4].target = activities[5].target = "M.Java";
	activities[4].queue = activities[5].queue = "M.Queue";
	activities[5].disabled = true;
	vec_push(&m.flows, &flow);
	s->w.model = &m;
	derive(s, "calls");
	assert_int_equal(count(s, "rest-call"), 2);
	assert_attr(nth(s, "rest-call", 0), "timeout", "$Wait");
	assert_attr(nth(s, "rest-call", 0), "timeout-seconds", NULL);
	assert_attr(nth(s, "rest-call", 0), "count", "1");
	assert_attr(nth(s, "rest-call", 1), "timeout-seconds", "30");
	assert_attr(nth(s, "rest-call", 1), "count", "2");
	assert_attr(nth(s, "rest-call", 1), "loops", "2");
	assert_attr(nth(s, "rest-call", 1), "caption", NULL);
	assert_int_equal(count(s, "java-call"), 2);
	assert_attr(nth(s, "java-call", 0), "disabled", "no");
	assert_attr(nth(s, "java-call", 0), "count", "2");
	assert_attr(nth(s, "java-call", 1), "disabled", "yes");
	assert_attr(only(s, "queued-call"), "queue", "M.Queue");
	assert_attr(only(s, "queued-call"), "kind", "java-action");
	vec_release(&m.flows);
}

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

	maker_init(&m);
	for (; *names != NULL; names++)
		add_text(&m, *names, "x");
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
	for (int i = SOURCE_PACKAGE; i <= SOURCE_RESOURCES; i++)
		assert_source(s, (enum source)i, SOURCE_COMPLETE);
	assert_source(s, SOURCE_V4, SOURCE_ABSENT);
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
			     "stands twice in the package; neither copy is used"));
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vocabulary),
		TEST(test_constants),
		TEST(test_app),
		TEST(test_file_entities),
		TEST(test_settings),
		TEST(test_events),
		TEST(test_calls),
		TEST(test_whole),
		TEST(test_bare),
		TEST(test_pointer),
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
