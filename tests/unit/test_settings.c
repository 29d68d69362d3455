/* SPDX-License-Identifier: Apache-2.0 */
/* Settings files of every kind: what is read of them, and how what is wrong with one is said. */
#include "formats/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/limits.h"
#include "util/arena.h"
#include "util/err.h"

struct stage {
	struct arena *arena;
	struct settings s;
	struct limits limits;
	struct err err;
};

static int begin(void **state)
{
	static struct stage st;

	st = (struct stage){ .arena = arena_new(), .limits = limits_default() };
	settings_init(&st.s, st.arena, NULL);
	*state = &st;
	return 0;
}

static int end(void **state)
{
	struct stage *st = *state;

	settings_release(&st->s);
	arena_free(st->arena);
	return 0;
}

static void read_one(struct stage *st, const char *file, const char *text)
{
	if (settings_read(&st->s, file, text, strlen(text), &st->limits, &st->err) != 0)
		fail_msg("refused: %s", st->err.text);
}

static void refused(struct stage *st, const char *file, const char *text, const char *why)
{
	st->err.set = false;
	assert_int_equal(settings_read(&st->s, file, text, strlen(text), &st->limits, &st->err),
			 -1);
	assert_string_equal(st->err.text, why);
}

static const struct setting *item(struct stage *st, enum settings_group group, const char *name)
{
	const struct setting *s = settings_find(&st->s, group, name);

	if (s == NULL)
		fail_msg("no '%s'", name);
	return s;
}

static void is(struct stage *st, enum settings_group group, const char *name, const char *value)
{
	const struct setting *s = item(st, group, name);

	if (value == NULL)
		assert_null(s->value);
	else
		assert_string_equal(s->value, value);
}

/* "constants headers": the groups that were given. */
static void given(struct stage *st, const char *wanted)
{
	char text[400] = "";

	for (int i = 0; i < SETTINGS_GROUPS; i++)
		if (st->s.groups[i].given)
			snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s%s",
				 text[0] == '\0' ? "" : " ",
				 settings_group_name((enum settings_group)i),
				 st->s.groups[i].partial == NULL ? "" : "?");
	assert_string_equal(text, wanted);
}

#define GROUP(name) SETTINGS_##name

static void deploy_settings(void **state)
{
	struct stage *st = *state;

	read_one(st, "v3.json", "\xef\xbb\xbf{\"Constants\": [\n"
		 "{\"Name\": \"A.Url\", \"DataType\": \"String\", \"Value\": \"x\", "
		 "\"DeployedValue\": \"y\"},\n"
		 "{\"Name\": \"A.N\", \"Value\": 7, \"Unknown\": {}},\n"
		 "{\"Name\": \"A.D\", \"Value\": null, \"DeployedValue\": \"d\"},\n"
		 "{\"Name\": \"A.Null\", \"Value\": null}],\n"
		 "\"CustomSettings\": [],\n"
		 "\"ScheduledEvents\": [{\"Name\": \"A.On\", \"Value\": \"Enabled\"},\n"
		 "{\"Name\": \"A.Off\", \"Value\": \"disabled\"}], \"New\": 1}");
	given(st, "constants settings events");
	is(st, GROUP(CONSTANTS), "A.Url", "x");
	assert_string_equal(item(st, GROUP(CONSTANTS), "A.Url")->deployed, "y");
	assert_int_equal(item(st, GROUP(CONSTANTS), "A.N")->line, 3);
	is(st, GROUP(CONSTANTS), "A.N", "7");
	is(st, GROUP(CONSTANTS), "A.D", "d");
	assert_null(item(st, GROUP(CONSTANTS), "A.D")->deployed);
	assert_null(settings_find(&st->s, GROUP(CONSTANTS), "A.Null"));
	is(st, GROUP(EVENTS), "A.On", "yes");
	is(st, GROUP(EVENTS), "A.Off", "no");
}

static void deploy_settings_as_maps(void **state)
{
	struct stage *st = *state;

	read_one(st, "v3.json", "{\"CustomSettings\": {\"EnableKeepAlive\": false}, "
		 "\"ScheduledEvents\": [{\"Name\": \"A.B\", \"Value\": \"Perhaps\"}]}");
	given(st, "settings events?");
	is(st, GROUP(SETTINGS), "EnableKeepAlive", "false");
}

/* What holds no list says nothing of its group; a value that is no text still is one. */
static void deploy_settings_of_odd_kinds(void **state)
{
	struct stage *st = *state;

	read_one(st, "null.json", "{\"Constants\": null, \"CustomSettings\": null, "
		 "\"ScheduledEvents\": {\"A.B\": \"on\", \"A.C\": null}}");
	given(st, "events?");
	read_one(st, "odd.json", "{\"Constants\": [{\"Name\": \"A.B\", \"Value\": [1, 2]}], "
		 "\"CustomSettings\": {\"S\": null, \"T\": 1}}");
	given(st, "constants settings events?");
	is(st, GROUP(CONSTANTS), "A.B", "1,2");
	is(st, GROUP(SETTINGS), "T", "1");
	assert_null(settings_find(&st->s, GROUP(SETTINGS), "S"));
	refused(st, "x.json", "{\"Constants\": \"hunter2\"}",
		"'x.json': line 1: 'Constants' has to be a list, is a text");
	refused(st, "x.json", "{\"ScheduledEvents\":\n true}",
		"'x.json': line 1: 'ScheduledEvents' has to be a list, is true or false");
	refused(st, "x.json", "{\"Constants\": [\"hunter2\"]}",
		"'x.json': line 1: an item that is no object");
	refused(st, "x.json", "[]", "'x.json': holds no settings");
	refused(st, "x.json", "[{\"AppId\": \"shop\", \"Name\": \"Shop\"}]",
		"'x.json': is an answer of the Deploy API without settings");
	refused(st, "x.json", "{\"PackageId\": \"1\", \"Status\": \"Succeeded\"}",
		"'x.json': is an answer of the Deploy API without settings");
}

static const char environments[] =
	"[{\"Status\": \"Running\", \"EnvironmentId\": \"1\", \"Mode\": \"Production\", "
		"\"Url\": "
	"\"https://shop.mendixcloud.com\", \"ModelVersion\": \"1.0.0.7\", \"MendixVersion\": "
	"\"7.18.1\", \"Production\": \"true\"},\n{\"Status\": \"Empty\", \"Mode\": \"Test\", "
	"\"Production\": \"false\"}]";

static void deploy_environments(void **state)
{
	struct stage *st = *state;

	read_one(st, "e.json", environments);
	given(st, "environment");
	assert_string_equal(settings_of(&st->s, "name"), "Production");
	assert_string_equal(settings_of(&st->s, "status"), "running");
	assert_string_equal(settings_of(&st->s, "url"), "https://shop.mendixcloud.com");
	assert_string_equal(settings_of(&st->s, "model-version"), "1.0.0.7");
	assert_string_equal(settings_of(&st->s, "mendix-version"), "7.18.1");
	assert_null(settings_of(&st->s, "instances"));
	read_one(st, "scale.json",
		 "{\"Instances\": \"2\", \"MemoryPerInstance\": 1024, \"TotalMemory\": 2048}");
	assert_string_equal(settings_of(&st->s, "instances"), "2");
	assert_string_equal(settings_of(&st->s, "memory"), "1073741824");
}

static void an_environment_by_name(void **state)
{
	struct stage *st = *state;

	st->s.environment = "test";
	read_one(st, "e.json", environments);
	assert_string_equal(settings_of(&st->s, "status"), "empty");
	st->s.environment = "Accp";
	refused(st, "e.json", environments,
		"'e.json': --environment: no 'Accp' among Production, Test");
	st->s.environment = NULL;
	refused(st, "e.json", "[{\"Mode\": \"A1\"}, {\"Mode\": \"A2\"}]",
		"'e.json': lists 2 environments, A1, A2; --environment names one");
}

static void deploy_version_4(void **state)
{
	struct stage *st = *state;

	read_one(st, "v4.json", "{\"environments\": [{\"id\": \"1\", \"name\": \"prod\", "
		"\"state\": "
		 "\"notdeployed\", \"isProduction\": true, \"planName\": \"M\", \"package\": "
		 "{\"modelVersion\": \"2.0\", \"runtimeVersion\": \"9.24\", "
			"\"fileSize\": 1}}], "
		 "\"pagination\": {}}");
	read_one(st, "apps.json", "{\"apps\": [{\"id\": \"1\", \"name\": \"x\", \"region\": "
		 "\"eu-central-1\", \"licenseType\": \"licensed\"}]}");
	assert_string_equal(settings_of(&st->s, "plan"), "M");
	assert_string_equal(settings_of(&st->s, "region"), "eu-central-1");
	assert_string_equal(settings_of(&st->s, "status"), "empty");
	assert_string_equal(settings_of(&st->s, "model-version"), "2.0");
	refused(st, "x.json", "{\"errorCode\": \"X\", \"errorMessage\": \"hunter2\"}",
		"'x.json': is the answer to a call that failed");
}

static void m2ee(void **state)
{
	struct stage *st = *state;

	read_one(st, "m2ee.yaml", "mxnode:\n mxjar_repo: /x\nm2ee:\n app_name: Shop\n"
		 " custom_environment:\n  TZ: UTC\n javaopts: [\n  \"-Dfile.encoding=UTF-8\", "
		 "\"-Xmx512M\", \"-Dshop.mode=x\",\n ]\nlogging:\n -\n  type: file\n  "
			"loglevel:\n"
		 "   Core: DEBUG\nmxruntime:\n ApplicationRootUrl: https://a/\n "
			"MicroflowConstants:\n"
		 "  A.B: 1\n ScheduledEventExecution: SPECIFIED\n MyScheduledEvents:\n  - A.E\n"
		 " CACertificates:\n  - /a\n  - /b\n PersistentSessions: False\n"
		 " PersistentSessions: True\n");
	given(st, "environment constants settings events variables log-levels");
	assert_string_equal(settings_of(&st->s, "heap"), "536870912");
	is(st, GROUP(VARIABLES), "TZ", "UTC");
	is(st, GROUP(VARIABLES), "JAVA_OPTS", "-Dshop.mode=x");
	is(st, GROUP(LOG_LEVELS), "Core", "DEBUG");
	is(st, GROUP(SETTINGS), "CACertificates", "/a,/b");
	is(st, GROUP(SETTINGS), "PersistentSessions", "true");
	is(st, GROUP(CONSTANTS), "A.B", "1");
	is(st, GROUP(EVENTS), "A.E", "yes");
	is(st, GROUP(EVENTS), SETTINGS_OTHERS, "no");
	assert_null(settings_find(&st->s, GROUP(SETTINGS), "MicroflowConstants"));
}

static void m2ee_events_in_one_text(void **state)
{
	struct stage *st = *state;

	read_one(st, "m2ee.yaml", "mxruntime:\n MyScheduledEvents: A.E, A.F\n"
		 " ScheduledEventExecution: SPECIFIED\n");
	is(st, GROUP(EVENTS), "A.E", "yes");
	is(st, GROUP(EVENTS), "A.F", "yes");
	is(st, GROUP(EVENTS), SETTINGS_OTHERS, "no");
}

static void m2ee_refusals(void **state)
{
	static const char *const wrong[][2] = {
		{ "mxruntime: hunter2\n", "line 1: 'mxruntime' has to be a map, is a text" },
		{ "mxruntime:\n MicroflowConstants: [hunter2]\n",
		  "line 2: 'MicroflowConstants' has to be a map, is a list" },
		{ "mxruntime:\n ScheduledEventExecution: hunter2\n",
		  "line 2: 'ScheduledEventExecution' has to be ALL, NONE or SPECIFIED" },
		{ "mxruntime:\n ScheduledEventExecution: SPECIFIED\n MyScheduledEvents: {a: b}\n",
		  "line 3: 'MyScheduledEvents' has to be names of events, is a map" },
		{ "m2ee: []\n", "line 1: 'm2ee' has to be a map, is a list" },
		{ "m2ee:\n custom_environment: hunter2\n",
		  "line 2: 'custom_environment' has to be a map, is a text" },
		{ "m2ee:\n javaopts: -Dx=hunter2\n", "line 2: 'javaopts' has to be a list, is a "
						      "text" },
		{ "mxruntime: {}\nlogging: {}\n", "line 2: 'logging' has to be a list, is a "
						   "map" },
	};
	char why[300];

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(why, sizeof(why), "'m2ee.yaml': %s", wrong[i][1]);
		end(state);
		begin(state);
		refused(*state, "m2ee.yaml", wrong[i][0], why);
	}
}

static void m2ee_that_includes(void **state)
{
	struct stage *st = *state;

	read_one(st, "m2ee.yaml", "mxruntime:\n DTAPMode: P\ninclude:\n - /more.yaml\n");
	given(st, "constants? settings? events? variables? log-levels?");
	is(st, GROUP(EVENTS), SETTINGS_OTHERS, "no");
}

static const char cf_env[] =
	"Getting env variables for app shop in org o / space s as admin...\nOK\n\n"
	"System-Provided:\nVCAP_APPLICATION: {\n  \"application_name\": \"shop\",\n"
	"  \"limits\": {\n    \"mem\": 2048\n  },\n"
	"  \"application_uris\": [\n    \"shop.mendixcloud.com\", \"shop.example.com\"\n "
		" ]\n}\n"
	"VCAP_SERVICES: {\n \"db\": [{\"credentials\": {\"password\": \"hunter2\"}}]\n}\n\n"
	"User-Provided:\nACCESS_RESTRICTIONS: {\"/ws/\": {\"ipfilter\": [\"10.0.0.0/8\"], "
	"\"basic_auth\": {\"u\": \"hunter2\"}}}\n"
	"CONSTANTS: {\"A.B\": \"x: y\"}\nHTTP_RESPONSE_HEADERS: {\"X-Frame-Options\": "
		"\"deny\"}\n"
	"JVM_GARBAGE_COLLECTOR: G1\nLOGGING_CONFIG: {\n  \"Core\": \"TRACE\"\n}\n"
	"MXRUNTIME_com_mendix_core_SameSiteCookies: None\nMX_Some_Module_Name: 5\n"
	"MX_Other_Name:\nSCHEDULED_EVENTS: A.One, B.Two\n"
	"CLIENT_CERTIFICATES: [{\"pfx\": \"aGk=\", \"password\": \"hunter2\", \"pin_to\": "
	"[\"M.Ws\"]}, {\"pfx\": \"aGk=\"}]\n\n"
	"Running Environment Variable Groups:\nIGNORED: 1\n";

static void cloud_foundry_listing(void **state)
{
	static const char *const names[] = { "Some_Module.Name", "Other.Name" };
	struct stage *st = *state;

	read_one(st, "env.txt", cf_env);
	settings_resolve(&st->s, names, 2);
	given(st, "environment constants settings events domains certificates headers "
	      "restrictions variables log-levels");
	assert_string_equal(settings_of(&st->s, "memory"), "2147483648");
	assert_string_equal(settings_of(&st->s, "url"), "https://shop.mendixcloud.com");
	is(st, GROUP(DOMAINS), "shop.example.com", NULL);
	assert_string_equal(item(st, GROUP(RESTRICTIONS), "/ws/")->shown, "10.0.0.0/8; 1 "
		"login");
	is(st, GROUP(CONSTANTS), "A.B", "x: y");
	is(st, GROUP(CONSTANTS), "Some_Module.Name", "5");
	is(st, GROUP(CONSTANTS), "Other.Name", "");
	is(st, GROUP(HEADERS), "X-Frame-Options", "deny");
	is(st, GROUP(VARIABLES), "JVM_GARBAGE_COLLECTOR", "G1");
	is(st, GROUP(LOG_LEVELS), "Core", "TRACE");
	is(st, GROUP(SETTINGS), "com.mendix.core.SameSiteCookies", "None");
	is(st, GROUP(EVENTS), "B.Two", "yes");
	is(st, GROUP(EVENTS), SETTINGS_OTHERS, "no");
	is(st, GROUP(CERTIFICATES), "client M.Ws", NULL);
	is(st, GROUP(CERTIFICATES), "client number 2", NULL);
	assert_null(settings_find(&st->s, GROUP(VARIABLES), "IGNORED"));
	assert_null(settings_find(&st->s, GROUP(VARIABLES), "VCAP_SERVICES"));
}

static void older_listing(void **state)
{
	struct stage *st = *state;

	read_one(st, "env.txt", "System-Provided:\n{\n \"VCAP_SERVICES\": {}\n}\n\n{\n "
		 "\"VCAP_APPLICATION\": {\n  \"limits\": {\"mem\": 1024}\n }\n}\n\n"
		 "No user-defined env variables have been set\n");
	assert_string_equal(settings_of(&st->s, "memory"), "1073741824");
	given(st, "environment constants settings events certificates headers restrictions "
	      "variables log-levels");
	is(st, GROUP(EVENTS), SETTINGS_OTHERS, "yes");
}

/* Without the part that the user set, what is in it is not known. */
static void listing_of_the_system_alone(void **state)
{
	struct stage *st = *state;

	read_one(st, "env.txt", "System-Provided:\nVCAP_APPLICATION: {\"limits\": "
		"{\"mem\": 512}}\n");
	given(st, "environment");
}

static void assigned_lines(void **state)
{
	struct stage *st = *state;

	read_one(st, ".env", "# of the container\nexport SCHEDULED_EVENTS=\"NONE\"\r\n"
		 "CONSTANTS='{\"A.B\":\n\"1\"}'\nHEAP_SIZE=1G\nPATH=/bin\nCF_INSTANCE_INDEX=0\n"
		 "LICENSE_KEY=hunter2\n");
	is(st, GROUP(EVENTS), SETTINGS_OTHERS, "no");
	assert_string_equal(settings_of(&st->s, "heap"), "1073741824");
	is(st, GROUP(VARIABLES), "LICENSE_KEY", "hunter2");
	assert_int_equal(st->s.groups[GROUP(VARIABLES)].items.len, 1);
}

/* What `env` prints of a key stands in lines of its own, the last of which looks like a name. */
static void assigned_key(void **state)
{
	struct stage *st = *state;

	read_one(st, ".env", "SCHEDULED_EVENTS=ALL\nSSL_KEY=-----BEGIN PRIVATE KEY-----\n"
		 "hunter2AAAABBBB\nhunter2CCCC==\n-----END PRIVATE KEY-----\nTZ=UTC\n");
	is(st, GROUP(VARIABLES), "TZ", "UTC");
	assert_non_null(strstr(item(st, GROUP(VARIABLES), "SSL_KEY")->value, "CCCC==\n-----END"));
	assert_int_equal(st->s.groups[GROUP(VARIABLES)].items.len, 2);
}

static void cloud_foundry_json(void **state)
{
	struct stage *st = *state;

	read_one(st, "env.json", "{\"environment_json\": {\"MXRUNTIME_SessionTimeout\": \"1\", "
		 "\"CUSTOM_RUNTIME_SETTINGS\": \"{\\\"LogMinDurationQuery\\\": 5}\"}, "
		 "\"application_env_json\": {\"VCAP_APPLICATION\": {\"limits\": "
			"{\"mem\": 1024}}}, "
		 "\"system_env_json\": {\"VCAP_SERVICES\": {}}}");
	is(st, GROUP(SETTINGS), "SessionTimeout", "1");
	is(st, GROUP(SETTINGS), "LogMinDurationQuery", "5");
	assert_string_equal(settings_of(&st->s, "memory"), "1073741824");
	refused(st, "b.json", "{\"CONSTANTS\": \"{hunter2\"}",
		"'b.json': line 1: 'CONSTANTS' holds no JSON object");
}

static void manifest(void **state)
{
	struct stage *st = *state;

	read_one(st, "manifest.yml", "applications:\n- name: shop\n  memory: 2G\n  "
		"instances: 3\n"
		 "  routes:\n  - route: shop.example.com\n  env:\n    DEVELOPMENT_MODE: false\n"
		 "    ACCESS_RESTRICTIONS:\n      /: {client_cert: true, satisfy: any}\n");
	assert_string_equal(settings_of(&st->s, "instances"), "3");
	assert_string_equal(settings_of(&st->s, "memory"), "2147483648");
	is(st, GROUP(VARIABLES), "DEVELOPMENT_MODE", "false");
	assert_string_equal(item(st, GROUP(RESTRICTIONS), "/")->shown,
			    "client certificate; one of them is enough");
	refused(st, "two.yml", "applications:\n- name: a\n- name: b\n",
		"'two.yml': line 1: holds 2 applications; --environment names the one that is "
		"meant");
}

static const char own[] =
	"environment: Production\nplan: M\nregion: EU\nurl: https://shop.mendixcloud.com\n"
	"instances: 2\nmemory: 2 GB\nheap: 1024MB\ndatabase-memory: 1.5g\n"
	"database-storage: 10 GiB\ndatabase-size: 1 TB\nfile-storage: 20 GB\nfile-size: 5 GB\n"
	"mendix-version: 7.18.1\nmodel-version: 1.0\nstatus: stopped\n"
	"constants:\n  A.B: text\n  A.Empty:\nruntime-settings: {PersistentSessions: True}\n"
	"scheduled-events: {A.E: on, A.F: No}\nrequest-handlers:\n  ws-doc/: off\n"
	"domains: [shop.example.com]\ncertificates:\n- {kind: client, name: erp, "
	"expires: 2027-01-31}\nheaders: none\npath-restrictions:\n  /ws/: [10.0.0.0/8, "
		"'::1', own]\n"
	"environment-variables: {}\nlog-levels: {Core: INFO}\nmaintenance-window: Sunday "
		"03:00\n";

static void own_format(void **state)
{
	struct stage *st = *state;

	read_one(st, "own.yaml", own);
	for (int i = 0; i < SETTINGS_GROUPS; i++)
		assert_true(st->s.groups[i].given && st->s.groups[i].partial == NULL);
	assert_string_equal(settings_of(&st->s, "database-memory"), "1610612736");
	assert_string_equal(settings_of(&st->s, "database-size"), "1099511627776");
	is(st, GROUP(CONSTANTS), "A.Empty", "");
	is(st, GROUP(SETTINGS), "PersistentSessions", "true");
	is(st, GROUP(EVENTS), "A.F", "no");
	is(st, GROUP(HANDLERS), "ws-doc/", "no");
	is(st, GROUP(CERTIFICATES), "client erp", "2027-01-31");
	assert_string_equal(item(st, GROUP(RESTRICTIONS), "/ws/")->shown,
			    "10.0.0.0/8, ::1, 1 other");
	is(st, GROUP(MAINTENANCE), "window", "Sunday 03:00");
	assert_int_equal(st->s.groups[GROUP(HEADERS)].items.len, 0);
	/* The same once more says nothing new. */
	read_one(st, "again.yaml", own);
}

static void own_format_words(void **state)
{
	struct stage *st = *state;

	read_one(st, "own.yaml", "scheduled-events: all\nmaintenance-window: "
		"none\ndomains: []\n"
		 "certificates: none\nconstants: none\n");
	given(st, "constants events domains certificates maintenance");
	is(st, GROUP(EVENTS), SETTINGS_OTHERS, "yes");
}

static void own_format_restrictions(void **state)
{
	struct stage *st = *state;

	read_one(st, "own.yaml", "path-restrictions:\n  /a/: u:hunter2\n  /b/: 10.0.0.0/8\n"
		 "  /c/: nobody\n  /d/: {ipfilter: [10.0.0.1], basic_auth: {u: hunter2}}\n");
	assert_string_equal(item(st, GROUP(RESTRICTIONS), "/a/")->shown, "1 other");
	assert_string_equal(item(st, GROUP(RESTRICTIONS), "/b/")->shown, "10.0.0.0/8");
	assert_string_equal(item(st, GROUP(RESTRICTIONS), "/c/")->shown, "nobody");
	assert_string_equal(item(st, GROUP(RESTRICTIONS), "/d/")->shown, "10.0.0.1; 1 login");
}

static void own_format_refusals(void **state)
{
	static const char *const wrong[][2] = {
		{ "instances: 2\ninstanses: 3\n",
		  "line 2: unknown key 'instanses'; did you mean 'instances'?" },
		{ "zzzzzzzzzzzz: 1\n", "line 1: unknown key 'zzzzzzzzzzzz'" },
		{ "certificates: [{kind: client, nam: x}]\n",
		  "line 1: unknown key 'nam'; did you mean 'name'?" },
		{ "certificates: [{kind: other, name: x}]\n",
		  "line 1: 'kind' has to be client, authority or domain" },
		{ "certificates:\n- {kind: client, name: x,\n   expires: soon}\n",
		  "line 3: 'expires' has to be a day as YYYY-MM-DD" },
		{ "certificates: [x]\n", "line 1: 'certificates' has to be a list of "
			"maps, is a text" },
		{ "certificates: [{kind: client}]\n", "line 1: a certificate needs a 'name'" },
		{ "instances: many\n", "line 1: 'instances' has to be a number from 1 to "
			"100000" },
		{ "instances: 0\n", "line 1: 'instances' has to be a number from 1 to 100000" },
		{ "memory: 2\n",
		  "line 1: 'memory' has to be a size with its unit, such as 2 GB" },
		{ "memory: 2 GBB\n",
		  "line 1: 'memory' has to be a size with its unit, such as 2 GB" },
		{ "status: up\n", "line 1: 'status' has to be empty, stopped or running" },
		{ "plan: [M]\n", "line 1: 'plan' has to be a text, is a list" },
		{ "\nheaders:\n", "line 2: 'headers' is left blank; write none where "
			"nothing is set, "
				  "or leave the key out" },
		{ "headers: [a]\n",
		  "line 1: 'headers' has to be a map of names and values, or none, is a list" },
		{ "constants: {A.B: [hunter2]}\n",
		  "line 1: 'A.B' has to be a single value, is a list" },
		{ "scheduled-events: {A.B: maybe}\n", "line 1: 'A.B' has to be on or off" },
		{ "domains: x\n", "line 1: 'domains' has to be a list of domains, or "
			"none, is a text" },
		{ "domains: [[x]]\n", "line 1: 'domains' has to be a list of domains, is "
			"a list" },
		{ "certificates:\n- {kind: client, name: x, expires: 2027-02-29}\n",
		  "line 2: 'expires' has to be a day as YYYY-MM-DD" },
		{ "path-restrictions:\n  /: {ipfiltre: []}\n",
		  "line 2: unknown key 'ipfiltre'; did you mean 'ipfilter'?" },
		{ "certificates: [{kind: client, name: x, expires: [hunter2]}]\n",
		  "line 1: 'expires' has to be a day as YYYY-MM-DD" },
		{ "path-restrictions:\n  /: {ipfilter: 10.0.0.1}\n",
		  "line 2: 'ipfilter' has to be a list, is a text" },
		{ "path-restrictions:\n  /: 1\n", "line 2: '/' has to be who may pass, is a "
						  "number" },
		{ "path-restrictions:\n  /: [[10.0.0.1]]\n",
		  "line 2: '/' has to be a list of addresses, is a list" },
		{ "path-restrictions: {/: }\n", "line 1: '/' has to be who may pass, is "
			"empty" },
		{ "maintenance-window: {}\n",
		  "line 1: 'maintenance-window' has to be a day and time, or none, is a map" },
		{ "constants: {A.B: 1}\nconstants: {}\n", "line 2: the same name as in "
			"line 1" },
		{ "", "holds no settings" }, { "{}", "holds no settings" },
		{ "- a\n", "is no kind of settings file that is known" },
		{ "{\"instances\": hunter2}", "line 1: invalid token" },
		{ "PK\x03\x04", "is an archive, not a file of settings" },
		{ "\xff\xfep", "is written in UTF-16; store it as UTF-8" },
		{ "a:\n b\x03: 1\n", "line 2: control characters are not allowed" },
	};
	struct stage *st = *state;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		char why[300];

		snprintf(why, sizeof(why), "'own.yaml': %s", wrong[i][1]);
		refused(st, "own.yaml", wrong[i][0], why);
	}
	st->err.set = false;
	assert_int_equal(settings_read(&st->s, "x.mda", "PK\0\3", 4, &st->limits,
		&st->err), -1);
	assert_string_equal(st->err.text, "'x.mda': is no text");
}

static void two_values(void **state)
{
	struct stage *st = *state;

	read_one(st, "a.json", "{\"Constants\": [{\"Name\": \"A.B\", \"Value\": "
		"\"hunter2\"}]}");
	read_one(st, "b.yaml", "constants: {A.B: hunter2}\ninstances: "
		"2\nruntime-settings: {S: true}\n");
	refused(st, "c.yaml", "\nconstants: {A.B: other}\n",
		"'c.yaml': line 2: constant 'A.B' has another value than in 'a.json', line 1");
	refused(st, "d.yaml", "instances: 3\n",
		"'d.yaml': line 1: setting 'instances' has another value than in "
			"'b.yaml', line 2");
	read_one(st, "e.json", "{\"CustomSettings\": [{\"Name\": \"S\", \"Value\": "
		"\"True\"}]}");
	refused(st, "f.yaml", "scheduled-events: all\n"
		"constants: {eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig: 1, A.B: x}\n",
		"'f.yaml': line 2: constant 'A.B' has another value than in 'a.json', line 1");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(deploy_settings), CASE(deploy_settings_as_maps),
		CASE(deploy_settings_of_odd_kinds), CASE(deploy_environments),
		CASE(an_environment_by_name), CASE(deploy_version_4), CASE(m2ee),
		CASE(m2ee_events_in_one_text), CASE(m2ee_refusals),
		CASE(m2ee_that_includes), CASE(cloud_foundry_listing),
		CASE(older_listing), CASE(listing_of_the_system_alone),
		CASE(assigned_lines), CASE(assigned_key), CASE(cloud_foundry_json),
		CASE(manifest), CASE(own_format), CASE(own_format_words),
		CASE(own_format_restrictions), CASE(own_format_refusals),
		CASE(two_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
