/* SPDX-License-Identifier: Apache-2.0 */
/* The vocabulary, and analyzers over metadata and models made by hand. */
#include "analyzers/analyzer.h"

#include "analyzers/world/model.h"
#include "formats/metadata.h"
#include "tests/unit/stage.h"

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
	assert_non_null(fact_def_child(vocabulary_find(v, "scheduled-event"), "reach"));
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
