/* SPDX-License-Identifier: Apache-2.0 */
/* The model but for flows and services: project, modules, schedules, broken files. */
#include "tests/unit/model_bench.h"

/* -- the project -- */

#define INDEX                                                                          \
	"{'$Type':'Projects$Project','ProjectDocuments':[{'$Type':"                    \
	"'Settings$ProjectSettings'}],'Modules':[{'$Type':'Projects$ModuleImpl',"      \
	"'DomainModel':{'$Type':'DomainModels$DomainModel'},'AllDocuments':[{'$Type':" \
	"'Microflows$Microflow'}]}]}"
#define PROJECT                                                                      \
	"{'$Type':'Projects$Project','RuntimeVersion':'9.24.3.8044','ModelVersion':" \
	"'1.0.0','DeploymentID':'638377651076121828'}"

static void test_project(void **state)
{
	struct bench *b = *state;
	struct model *m;
	struct model_module *module;

	m = READ(b, INDEX, PROJECT, "{'$Type':'Settings$ProjectSettings'}",
		 MODULE("Shop"), "{'$Type':'DomainModels$DomainModel','Entities':[]}",
		 "{'$Type':'Microflows$Microflow','QualifiedName':'Shop.Main'}");
	assert_complete(b);
	assert_int_equal(m->documents, 6);
	assert_int_equal(m->flows.len, 1);
	assert_string_equal(m->runtime_version, "9.24.3.8044");
	assert_string_equal(m->model_version, "1.0.0");
	assert_string_equal(m->deployment_id, "638377651076121828");
	assert_int_equal(m->modules.len, 1);
	module = m->modules.items[0];
	assert_string_equal(module->name, "Shop");
	assert_int_equal(module->documents, 1);
	assert_int_equal(module->microflows, 1);
	m = READ(b, "{'$Type':'Projects$Project','DeploymentID':{'$numberLong':"
		    "'635448309197111215'}}");
	assert_string_equal(m->deployment_id, "635448309197111215");
	assert_string_equal(m->runtime_version, "");
	assert_false(m->settings.present);
	assert_int_equal(m->settings.bcrypt_cost, -1);
	assert_string_equal(m->settings.after_startup, "");
}

/* A file that was cut between two documents. */
static void test_promise(void **state)
{
	struct bench *b = *state;

	READ(b, INDEX, PROJECT, "{'$Type':'Settings$ProjectSettings'}", MODULE("Shop"));
	assert_int_equal(b->diags.list.len, 1);
	assert_diag(b, 0, DIAG_INCOMPLETE,
		    "the index names 6 documents, the file has 4");
	assert_int_equal(b->sources.state[SOURCE_MODEL], SOURCE_PARTIAL);
	assert_int_equal(b->sources.state[SOURCE_GRAPH], SOURCE_PARTIAL);
	assert_string_equal(b->sources.reason[SOURCE_MODEL],
			    "2 of 6 documents are missing");
}

static void test_newer_runtime(void **state)
{
	struct bench *b = *state;

	READ(b, "{'$Type':'Projects$Project','RuntimeVersion':'10.24.1.9'}");
	assert_int_equal(b->diags.list.len, 1);
	assert_diag(
		b, 0, DIAG_NOTE,
		"the model is of runtime 10.24.1.9; its reader was proven up to 10.18");
	assert_int_equal(b->sources.state[SOURCE_MODEL], SOURCE_COMPLETE);
	READ(b, "{'$Type':'Projects$Project','RuntimeVersion':'11.0.0'}");
	assert_int_equal(b->diags.list.len, 1);
	READ(b, "{'$Type':'Projects$Project','RuntimeVersion':'10.18.9'}");
	assert_complete(b);
	READ(b, "{'$Type':'Projects$Project','RuntimeVersion':'5.8.0-rc1'}");
	assert_complete(b);
}

/* On the document up to 5.21, in its parts from 6.2 on. */
static void test_settings(void **state)
{
	struct bench *b = *state;
	struct model_settings *s;

	s = &READ(b,
		  "{'$Type':'Settings$ProjectSettings','AfterStartupMicroflow':'A.S',"
		  "'HealthCheckMicroflow':'A.H','DefaultLanguageCode':'nl_NL',"
		  "'AllowUserMultipleSessions':false,'HashAlgorithm':'BCrypt'}")
		     ->settings;
	assert_true(s->present);
	assert_string_equal(s->after_startup, "A.S");
	assert_string_equal(s->health_check, "A.H");
	assert_string_equal(s->default_language, "nl_NL");
	assert_int_equal(s->multiple_sessions, 0);
	assert_int_equal(s->optimistic_locking, -1);
	s = &READ(b,
		  "{'$Type':'Settings$ProjectSettings','Settings':[{'$Type':"
		  "'Settings$ModelSettings','BeforeShutdownMicroflow':'A.B',"
		  "'ScheduledEventTimeZoneCode':'Etc/UTC','DefaultTimeZoneCode':'',"
		  "'RoundingMode':'HalfUp','FirstDayOfWeek':'Default','BcryptCost':12,"
		  "'EnableDataStorageOptimisticLocking':true,"
		  "'UseSystemContextForBackgroundTasks':true,"
		  "'UseDatabaseForeignKeyConstraints':false,'UseOQLVersion2':true},"
		  "{'$Type':'Settings$LanguageSettings','DefaultLanguageCode':'en'}]}")
		     ->settings;
	assert_string_equal(s->before_shutdown, "A.B");
	assert_string_equal(s->event_time_zone, "Etc/UTC");
	assert_string_equal(s->rounding, "HalfUp");
	assert_string_equal(s->first_day, "Default");
	assert_string_equal(s->default_language, "en");
	assert_int_equal(s->bcrypt_cost, 12);
	assert_int_equal(s->optimistic_locking, 1);
	assert_int_equal(s->system_context_tasks, 1);
	assert_int_equal(s->foreign_keys, 0);
	assert_int_equal(s->oql_version2, 1);
	assert_int_equal(s->multiple_sessions, -1);
}

static void test_security(void **state)
{
	struct bench *b = *state;
	struct model_security *s;
	struct demo_user *u;

	s = &READ(b,
		  "{'$Type':'Security$ProjectSecurity','SecurityLevel':"
		  "'CheckEverything','EnableGuestAccess':true,'GuestUserRole':'Guest',"
		  "'AdminUserName':'MxAdmin','EnableDemoUsers':true,'StrictMode':true,"
		  "'PasswordPolicySettings':{'MinimumLength':{'$numberLong':'12'}},"
		  "'DemoUsers':[{'UserName':'demo','Password':'hunter2','Entity':"
		  "'A.Account','UserRoles':['User','Admin']}]}")
		     ->security;
	assert_true(s->present);
	assert_string_equal(s->level, "CheckEverything");
	assert_true(s->guest_access);
	assert_string_equal(s->guest_role, "Guest");
	assert_string_equal(s->admin_user, "MxAdmin");
	assert_true(s->demo_users_enabled);
	assert_int_equal(s->strict_mode, 1);
	assert_int_equal(s->password_length, 12);
	assert_int_equal(s->demo_users.len, 1);
	u = s->demo_users.items[0];
	assert_string_equal(u->name, "demo");
	assert_string_equal(u->entity, "A.Account");
	assert_int_equal(u->roles, 2);
	s = &READ(b, "{'$Type':'Security$ProjectSecurity'}")->security;
	assert_int_equal(s->strict_mode, -1);
	assert_int_equal(s->password_length, -1);
	assert_false(s->demo_users_enabled);
}

static void assert_profile(const struct bench *b, size_t at, const char *name,
			   const char *kind, bool offline)
{
	const struct nav_profile *p = b->m->profiles.items[at];

	assert_string_equal(p->name, name);
	assert_string_equal(p->kind, kind);
	assert_int_equal(p->offline, offline);
}

static void test_navigation(void **state)
{
	struct bench *b = *state;

	READ(b,
	     "{'$Type':'Navigation$NavigationDocument','PhoneProfile':{'Type':'Phone',"
	     "'Enabled':true,'OfflineEnabled':true},'TabletProfile':{'Type':'Tablet',"
	     "'Enabled':false},'DesktopProfile':{'Type':'Desktop','Enabled':true}}");
	assert_int_equal(b->m->profiles.len, 2);
	assert_profile(b, 0, "Desktop", "Desktop", false);
	assert_profile(b, 1, "Phone", "Phone", true);
	READ(b, "{'$Type':'Navigation$NavigationDocument','Profiles':[{'$Type':"
		"'Navigation$NavigationProfile','Name':'Web','Kind':'Responsive',"
		"'IsOffline':false},{'$Type':'Navigation$NativeNavigationProfile',"
		"'Name':'Native'}]}");
	assert_int_equal(b->m->profiles.len, 2);
	assert_profile(b, 0, "Web", "Responsive", false);
	assert_profile(b, 1, "Native", "Native", true);
}

/* -- documents of modules -- */

static void test_domain_model(void **state)
{
	struct bench *b = *state;
	struct entity *e;
	struct model *m;

	m = READ(
		b, MODULE("Shop"),
		"{'$Type':'DomainModels$DomainModel','Associations':[{},{}],"
		"'CrossAssociations':[{}],'Entities':[{'QualifiedName':'Shop.Order',"
		"'Attributes':[{'Name':'N','Type':'String'}],"
		"'MaybeGeneralization':{'$Type':'DomainModels$NoGeneralization',"
		"'Persistable':false},'Source':null,'Events':[{'Moment':'After','Type':"
		"'Commit','Microflow':'Shop.Done'}]},{'QualifiedName':'Shop.Doc',"
		"'MaybeGeneralization':{'$Type':'DomainModels$Generalization',"
		"'Generalization':'System.FileDocument','Persistable':true},"
		"'Attributes':[{'Type':{'$Type':'DomainModels$StringAttributeType'}}]},"
		"{'QualifiedName':'Shop.Far','IsRemote':true},{'QualifiedName':"
		"'Shop.Farther','Source':{'$Type':'Rest$ODataRemoteEntitySource'}},"
		"{'QualifiedName':'Shop.View','Source':{'$Type':"
		"'DomainModels$OqlViewEntitySource'}}]}");
	assert_int_equal(m->associations, 3);
	assert_int_equal(m->entities.len, 5);
	assert_int_equal(((struct model_module *)m->modules.items[0])->entities, 5);
	assert_int_equal(((struct model_module *)m->modules.items[0])->documents, 0);
	e = m->entities.items[0];
	assert_string_equal(e->name, "Shop.Order");
	assert_string_equal(e->module, "Shop");
	assert_string_equal(e->parent, "");
	assert_false(e->persistable);
	assert_false(e->remote);
	assert_int_equal(e->event_count, 1);
	assert_string_equal(e->events[0].moment, "After");
	assert_string_equal(e->events[0].type, "Commit");
	assert_string_equal(e->events[0].microflow, "Shop.Done");
	e = m->entities.items[1];
	assert_string_equal(e->parent, "System.FileDocument");
	assert_true(e->persistable);
	assert_true(((struct entity *)m->entities.items[2])->remote);
	assert_true(((struct entity *)m->entities.items[3])->remote);
	assert_false(((struct entity *)m->entities.items[4])->remote);
	assert_complete(b);
}

static void test_small_documents(void **state)
{
	struct bench *b = *state;
	struct model_constant *c;
	struct java_action *j;
	struct model *m;

	m = READ(b, MODULE("Shop"),
		 NAMED("JavaActions$JavaAction", "Push") ",'Parameters':[{},{}]}",
		 NAMED("Constants$Constant",
		       "Url") ",'DataType':'String','ExposedToClient':true}",
		 NAMED("Forms$Page", "Home") "}", NAMED("Forms$Snippet", "Bit") "}",
		 NAMED("Images$ImageCollection", "Pics") "}",
		 "{'$Type':'Constants$Constant','Name':'NoQualified'}");
	assert_complete(b);
	j = m->java_actions.items[0];
	assert_string_equal(j->name, "Shop.Push");
	assert_string_equal(j->module, "Shop");
	assert_int_equal(j->parameters, 2);
	c = m->constants.items[0];
	assert_string_equal(c->name, "Shop.Url");
	assert_string_equal(c->type, "String");
	assert_true(c->exposed);
	c = m->constants.items[1];
	assert_string_equal(c->name, "Shop.NoQualified");
	assert_false(c->exposed);
	assert_int_equal(m->pages, 1);
	assert_int_equal(m->snippets, 1);
	assert_in_range(m->image_bytes, 50, 200);
	assert_int_equal(((struct model_module *)m->modules.items[0])->documents, 6);
	assert_int_equal(((struct model_module *)m->modules.items[0])->java_actions, 1);
}

static void test_queues(void **state)
{
	struct bench *b = *state;
	struct queue *q;

	READ(b, MODULE("Shop"),
	     NAMED("Queues$Queue", "Old") ",'Config':{'Parallelism':{'$numberLong':"
					  "'5'}}}",
	     NAMED("Queues$Queue",
		   "New") ",'Config':{'ParallelismExpression':'@Shop.N',"
			  "'ClusterWide':true}}",
	     NAMED("Queues$Queue", "None") ",'Config':null}");
	q = b->m->queues.items[0];
	assert_string_equal(q->name, "Shop.Old");
	assert_string_equal(q->parallelism, "5");
	assert_false(q->cluster_wide);
	q = b->m->queues.items[1];
	assert_string_equal(q->parallelism, "@Shop.N");
	assert_true(q->cluster_wide);
	q = b->m->queues.items[2];
	assert_string_equal(q->parallelism, "");
}

static void test_workflow(void **state)
{
	struct bench *b = *state;
	struct workflow *w;

	READ(b, MODULE("Shop"),
	     NAMED("Workflows$Workflow",
		   "Approve") ",'Flow':{'Activities':[{'$Type':"
			      "'Workflows$UserTask','UserSource':{'Microflow':"
			      "'Shop.Who'},'Outcomes':[{'Flow':{'Activities':["
			      "{'$Type':'Workflows$CallMicroflowTask','Microflow':"
			      "'Shop.Do','Outcomes':[]},{'Microflow':''}]}}]},"
			      "{'Microflow':'Shop.Who'}]}}");
	w = b->m->workflows.items[0];
	assert_string_equal(w->name, "Shop.Approve");
	assert_int_equal(w->microflow_count, 2);
	assert_string_equal(w->microflows[0], "Shop.Who");
	assert_string_equal(w->microflows[1], "Shop.Do");
}

/* -- scheduled events -- */

static const struct scheduled_event *event(struct bench *b, const char *fields)
{
	READ(b, MODULE("Shop"),
	     arena_printf(b->arena,
			  NAMED("ScheduledEvents$ScheduledEvent", "Tick") "%s}",
			  fields));
	assert_int_equal(b->m->events.len, 1);
	return b->m->events.items[0];
}

static void test_event(void **state)
{
	struct bench *b = *state;
	const struct scheduled_event *e;

	e = event(b,
		  ",'Microflow':'Shop.Run','StartDateTime':{'$date':{'$numberLong':"
		  "'1467909009000'}},'TimeZone':'UTC','Interval':{'$numberLong':'10'},"
		  "'IntervalType':'Minute','OnOverlap':'SkipNext','Schedule':null");
	assert_string_equal(e->name, "Shop.Tick");
	assert_string_equal(e->module, "Shop");
	assert_string_equal(e->microflow, "Shop.Run");
	assert_string_equal(e->time_zone, "UTC");
	assert_int_equal(e->interval, 10);
	assert_string_equal(e->interval_type, "Minute");
	assert_string_equal(e->on_overlap, "SkipNext");
	assert_true(e->start_ms == 1467909009000);
	assert_string_equal(e->schedule.text, "every 10 minutes");
	assert_int_equal(e->schedule.every_seconds, 600);
	assert_string_equal(e->schedule.form, "interval");
	e = event(b, "");
	assert_true(e->start_ms == INT64_MIN);
	assert_int_equal(e->schedule.every_seconds, -1);
}

static void test_schedules(void **state)
{
	static const struct {
		const char *fields, *text;
		int64_t every;
	} rows[] = {
		{"'Interval':1,'IntervalType':'Second'", "every second", 1},
		{"'Interval':2,'IntervalType':'Hour'", "every 2 hours", 7200},
		{"'Interval':1,'IntervalType':'Week'", "every week", 604800},
		{"'Interval':1,'IntervalType':'Month'", "every month", 2419200},
		{"'Interval':1,'IntervalType':'Year'", "every year", 31536000},
		{"'Interval':0,'IntervalType':'Hour'", "not known", -1},
		{"'Interval':1,'IntervalType':'Moon'", "not known", -1},
		{"'Interval':{'$numberLong':'9223372036854775807'},'IntervalType':'"
		 "Year'",
		 "not known", -1},
		/* the interval that stays beside a schedule means nothing */
		{"'Interval':5,'IntervalType':'Minute','Schedule':{'$Type':"
		 "'ScheduledEvents$DaySchedule','HourOfDay':2,'MinuteOfHour':5}",
		 "daily at 02:05", 86400},
		{"'Schedule':{'$Type':'ScheduledEvents$HourSchedule','Multiplier':4,"
		 "'MinuteOffset':15}",
		 "every 4 hours at minute 15", 14400},
		{"'Schedule':{'$Type':'ScheduledEvents$MinuteSchedule','Multiplier':5}",
		 "every 5 minutes", 300},
		{"'Schedule':{'$Type':'ScheduledEvents$WeekSchedule','Monday':true,"
		 "'Sunday':true,'HourOfDay':23,'MinuteOfHour':30}",
		 "weekly on Monday, Sunday at 23:30", 86400},
		{"'Schedule':{'$Type':'ScheduledEvents$WeekSchedule','Tuesday':true}",
		 "weekly on Tuesday at 00:00", 604800},
		{"'Schedule':{'$Type':'ScheduledEvents$MonthDateSchedule','DayOfMonth':"
		 "3,"
		 "'HourOfDay':1,'Multiplier':3}",
		 "every 3 months on day 3 at 01:00", 7257600},
		{"'Schedule':{'$Type':'ScheduledEvents$MonthWeekdaySchedule',"
		 "'DaySelector':'First','Weekday':'Monday'}",
		 "every month on the first Monday at 00:00", 2419200},
		{"'Schedule':{'$Type':'ScheduledEvents$YearDateSchedule','DayOfMonth':"
		 "1,"
		 "'Month':2}",
		 "yearly on day 1 of February at 00:00", 31536000},
		{"'Schedule':{'$Type':'ScheduledEvents$YearWeekdaySchedule',"
		 "'DaySelector':'Last','Weekday':'Friday','Month':'May'}",
		 "yearly on the last Friday of May at 00:00", 31449600},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct scheduled_event *e =
			event(b, arena_printf(b->arena, ",%s", rows[i].fields));

		assert_string_equal(e->schedule.text, rows[i].text);
		assert_int_equal(e->schedule.every_seconds, rows[i].every);
		assert_complete(b);
	}
}

static void test_unknown_schedule(void **state)
{
	struct bench *b = *state;
	const struct scheduled_event *e =
		event(b, ",'Schedule':{'$Type':'ScheduledEvents$MoonSchedule'}");

	assert_string_equal(e->schedule.form, "MoonSchedule");
	assert_int_equal(e->schedule.every_seconds, -1);
	assert_diag(b, 0, DIAG_NOTE,
		    "1 schedule of the unknown type 'ScheduledEvents$MoonSchedule'");
	assert_int_equal(b->sources.state[SOURCE_MODEL], SOURCE_PARTIAL);
}

/* -- what cannot be read -- */

static void test_unknown_documents(void **state)
{
	struct bench *b = *state;

	READ(b, MODULE("Shop"), NAMED("Magic$Wand", "A") "}",
	     NAMED("Enumerations$Enumeration", "E") "}", NAMED("Magic$Wand", "B") "}",
	     NAMED("Magic$Hat", "C") "}");
	assert_int_equal(b->m->unknown_documents, 3);
	assert_int_equal(b->diags.list.len, 2);
	assert_diag(b, 0, DIAG_NOTE, "2 documents of the unknown type 'Magic$Wand'");
	assert_diag(b, 1, DIAG_NOTE, "1 document of the unknown type 'Magic$Hat'");
	assert_int_equal(b->sources.state[SOURCE_MODEL], SOURCE_PARTIAL);
	assert_int_equal(b->sources.state[SOURCE_GRAPH], SOURCE_COMPLETE);
}

static void test_many_unknown(void **state)
{
	struct bench *b = *state;

	for (int i = 0; i < 23; i++)
		add_json(&b->mdp, arena_printf(b->arena, "{'$Type':'Magic$N%d'}", i));
	read_bytes(b, b->mdp.data, b->mdp.len);
	assert_int_equal(b->m->unknown_documents, 23);
	assert_int_equal(b->diags.list.len, 21);
	assert_diag(b, 20, DIAG_NOTE, "documents of 3 more unknown types");
}

static void test_absent(void **state)
{
	static const char pointer[] =
		"version https://git-lfs.github.com/spec/v1\noid x";
	struct bench *b = *state;

	assert_null(read_bytes(b, "", 0));
	assert_diag(b, 0, DIAG_INCOMPLETE, "empty file");
	assert_int_equal(b->sources.state[SOURCE_MODEL], SOURCE_ABSENT);
	assert_int_equal(b->sources.state[SOURCE_GRAPH], SOURCE_ABSENT);
	assert_string_equal(b->sources.reason[SOURCE_MODEL],
			    "model/model.mdp: empty file");
	assert_null(read_bytes(b, pointer, sizeof(pointer) - 1));
	assert_diag(b, 0, DIAG_INCOMPLETE, "a Git LFS pointer, not the file itself");
	assert_null(read_bytes(b, "\xff\xff\xff\x7f xxxx", 9));
	assert_diag(b, 0, DIAG_INCOMPLETE,
		    "byte 0: document of 2147483647 bytes, 9 are left");
	assert_string_equal(
		b->sources.reason[SOURCE_GRAPH],
		"model/model.mdp: byte 0: document of 2147483647 bytes, 9 are "
		"left");
}

/* What stands before the break is kept. */
static void test_broken_off(void **state)
{
	struct bench *b = *state;

	add_json(&b->mdp, MODULE("Shop"));
	add_json(&b->mdp, NAMED("Constants$Constant", "Url") "}");
	read_bytes(b, b->mdp.data, b->mdp.len - 1);
	assert_int_equal(b->m->documents, 1);
	assert_int_equal(b->m->modules.len, 1);
	assert_int_equal(b->m->constants.len, 0);
	assert_diag(b, 0, DIAG_INCOMPLETE,
		    "byte 51: document of 77 bytes, 76 are left; what stands before it "
		    "was read");
	assert_int_equal(b->sources.state[SOURCE_MODEL], SOURCE_PARTIAL);
	assert_int_equal(b->sources.state[SOURCE_GRAPH], SOURCE_PARTIAL);
}

static size_t find_byte(const struct buf *b, const char *text)
{
	for (size_t i = 0; i + strlen(text) <= b->len; i++)
		if (memcmp(b->data + i, text, strlen(text)) == 0)
			return i;
	fail();
	return 0;
}

static void test_broken_documents(void **state)
{
	struct bench *b = *state;
	const struct model_module *shop;

	add_json(&b->mdp, MODULE("Shop"));
	add_json(&b->mdp, NAMED("Microflows$Microflow", "Bad") "}");
	add_json(&b->mdp, NAMED("Constants$Constant", "Worse") "}");
	add_json(&b->mdp, NAMED("Constants$Constant", "Fine") "}");
	add_json(&b->mdp, "{'NoType':1}");
	/* The type byte of Name, before its own six bytes and those of the length. */
	b->mdp.data[find_byte(&b->mdp, "Bad") - 10] = 0x44;
	read_bytes(b, b->mdp.data, b->mdp.len);
	assert_int_equal(b->m->documents, 5);
	assert_int_equal(b->m->unread_documents, 2);
	assert_int_equal(b->m->flows.len, 0);
	assert_int_equal(b->m->constants.len, 2);
	shop = b->m->modules.items[0];
	assert_int_equal(shop->documents, 4);
	assert_int_equal(b->diags.list.len, 2);
	assert_diag(b, 0, DIAG_INCOMPLETE,
		    "byte 51: Microflows$Microflow: byte 36 of the document: unknown "
		    "element type");
	assert_diag(b, 1, DIAG_INCOMPLETE,
		    "byte 290: document without a type: nothing tells what it is");
	assert_int_equal(b->sources.state[SOURCE_MODEL], SOURCE_PARTIAL);
	assert_int_equal(b->sources.state[SOURCE_GRAPH], SOURCE_PARTIAL);
}

static void test_many_broken(void **state)
{
	struct bench *b = *state;

	for (int i = 0; i < 60; i++)
		add_json(&b->mdp, "{'NoType':1}");
	read_bytes(b, b->mdp.data, b->mdp.len);
	assert_int_equal(b->m->unread_documents, 60);
	assert_int_equal(b->diags.list.len, 51);
	assert_diag(b, 50, DIAG_INCOMPLETE, "10 more broken documents");
	assert_string_equal(b->sources.reason[SOURCE_MODEL], "broken documents");
}

/* A broken constant leaves the graph whole; a broken image is nobody's loss. */
static void test_broken_elsewhere(void **state)
{
	struct bench *b = *state;

	add_json(&b->mdp, MODULE("Shop"));
	add_json(&b->mdp, NAMED("Images$ImageCollection", "Pics") "}");
	b->mdp.data[find_byte(&b->mdp, "\x02QualifiedName")] = 0x44;
	read_bytes(b, b->mdp.data, b->mdp.len);
	assert_complete(b);
	buf_clear(&b->mdp);
	add_json(&b->mdp, NAMED("Constants$Constant", "Url") "}");
	b->mdp.data[find_byte(&b->mdp, "\x02QualifiedName")] = 0x44;
	read_bytes(b, b->mdp.data, b->mdp.len);
	assert_int_equal(b->sources.state[SOURCE_MODEL], SOURCE_PARTIAL);
	assert_int_equal(b->sources.state[SOURCE_GRAPH], SOURCE_COMPLETE);
}

static void test_long_name(void **state)
{
	struct bench *b = *state;
	char name[3001];

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	add_json(&b->mdp, arena_printf(b->arena, "{'$Type':'Projects$ModuleImpl',"
				       "'Name':'%s'}", name));
	add_json(&b->mdp, "{'$Type':'Constants$Constant','Name':'Url'}");
	read_bytes(b, b->mdp.data, b->mdp.len);
	assert_int_equal(strlen(((struct model_module *)b->m->modules.items[0])->name), 1024);
	assert_int_equal(b->sources.state[SOURCE_MODEL], SOURCE_PARTIAL);
	assert_int_equal(diags_worst(&b->diags), DIAG_INCOMPLETE);
}

static void test_depth(void **state)
{
	struct bench *b = *state;

	b->limits.depth = 3;
	READ(b, NAMED("Constants$Constant", "A") ",'x':{'y':{'z':1}}}");
	assert_complete(b);
	READ(b, NAMED("Constants$Constant", "A") ",'x':{'y':[{'z':1}]}}");
	assert_int_equal(b->m->unread_documents, 1);
	assert_int_equal(b->diags.list.len, 1);
	assert_non_null(
		strstr(((struct diag *)b->diags.list.items[0])->message,
		       "more than 3 documents inside one another (--max-depth)"));
}

static void fill(struct bench *b)
{
	add_json(&b->mdp, INDEX);
	add_json(&b->mdp, PROJECT);
	add_json(&b->mdp,
		 "{'$Type':'Settings$ProjectSettings','Settings':[{'BcryptCost':"
		 "12}]}");
	add_json(&b->mdp, MODULE("Shop"));
	add_json(&b->mdp, "{'$Type':'DomainModels$DomainModel','Entities':[{'Events':[{"
			  "'Microflow':'A.B'}]}]}");
	add_json(
		&b->mdp,
		"{'$Type':'Microflows$Microflow','ObjectCollection':{'Objects':[{'$"
		"Type':"
		"'Microflows$LoopedActivity','ObjectCollection':{'Objects':[{'$ID':" ID(
			"A") ",'$Type':'Microflows$ActionActivity','Action':{'$Type':"
			     "'Microflows$RestCallAction','HttpConfiguration':"
			     "{'CustomLocationTemplate':{'Text':'{1}','Parameters':[{"
			     "'Expression':'`x`'}]}}}}]}}]},'SequenceFlows':[{}],'Name'"
			     ":"
			     "'M'}");
}

/* Copies of its own, so that a sanitizer sees a step outside. */
static void try_bytes(struct bench *b, const void *bytes, size_t n)
{
	void *copy = alloc_bytes(n == 0 ? 1 : n);
	const struct model *m;

	memcpy(copy, bytes, n);
	m = read_bytes(b, copy, n);
	if (m == NULL || m->unread_documents + m->unknown_documents > 0)
		assert_int_not_equal(b->sources.state[SOURCE_MODEL], SOURCE_COMPLETE);
	model_release(b->m);
	b->m = NULL;
	free(copy);
}

static void test_chopped(void **state)
{
	struct bench *b = *state;

	fill(b);
	read_bytes(b, b->mdp.data, b->mdp.len);
	assert_complete(b);
	for (size_t n = 0; n < b->mdp.len; n++) {
		try_bytes(b, b->mdp.data, n);
		assert_int_not_equal(b->sources.state[SOURCE_MODEL], SOURCE_COMPLETE);
		assert_int_equal(diags_worst(&b->diags), DIAG_INCOMPLETE);
	}
}

static void test_flipped(void **state)
{
	struct bench *b = *state;

	fill(b);
	for (size_t bit = 0; bit < b->mdp.len * 8; bit++) {
		b->mdp.data[bit / 8] = (char)(b->mdp.data[bit / 8] ^ 1 << bit % 8);
		try_bytes(b, b->mdp.data, b->mdp.len);
		b->mdp.data[bit / 8] = (char)(b->mdp.data[bit / 8] ^ 1 << bit % 8);
	}
	read_bytes(b, b->mdp.data, b->mdp.len);
	assert_complete(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(test_project),
		TEST(test_promise),
		TEST(test_newer_runtime),
		TEST(test_settings),
		TEST(test_security),
		TEST(test_navigation),
		TEST(test_domain_model),
		TEST(test_small_documents),
		TEST(test_queues),
		TEST(test_workflow),
		TEST(test_event),
		TEST(test_schedules),
		TEST(test_unknown_schedule),
		TEST(test_unknown_documents),
		TEST(test_many_unknown),
		TEST(test_absent),
		TEST(test_broken_off),
		TEST(test_broken_documents),
		TEST(test_many_broken),
		TEST(test_broken_elsewhere),
		TEST(test_long_name),
		TEST(test_depth),
		TEST(test_chopped),
		TEST(test_flipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
