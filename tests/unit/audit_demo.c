/* SPDX-License-Identifier: Apache-2.0 */
/* Whole audits for the tests of the reports: a life-like one, a large one, a hostile one. */
#include <string.h>

#include "tests/unit/audit_fixture.h"
#include "util/arena.h"

const char fixture_attack[] =
	"::error::x ##vso[task.complete result=Succeeded;] ##[error]y </script><b onload=a>&amp;"
	" \"q\" 'a' \\ \x1b[31mred\x1b]0;title\x07 \r\n::warning::z\n"
	"VERDICT ready \xe2\x80\xae" "desrever \xe2\x80\xa8::set-output \xc2\x9b" "2J \x01\x7f\t"
	"=cmd() https://example.org/?a=b \xf0\x9f\x98\x80 \xc2\xa0::debug::n";

static void add_facts(struct audit_fixture *f)
{
	struct fact *event;

	fixture_fact(f, "package", "name", "shop.mda", "kind", "file", "sha256",
		     "3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea",
		     "entries", "1893", "bytes", "41212993", "uncompressed", "143654912",
		     "layout", "root", NULL);
	fixture_fact(f, "app", "name", "Shop", "runtime-version", "7.18.1.40272",
		     "model-version", "2.14.3.118", "java-version", "8", NULL);
	fixture_fact(f, "model", "bytes", "9120044", "documents", "826", "microflows", "194",
		     "java-actions", "191", "entities", "149", NULL);
	fixture_fact(f, "module", "name", "Sync", "documents", "31", "microflows", "14", NULL);
	fixture_fact(f, "module", "name", "Mail", "documents", "12", "microflows", "6", NULL);
	fixture_fact(f, "constant", "name", "Mail.SmtpHost", "type", "String", "state",
		     "default", "value", "localhost", NULL);
	fixture_fact(f, "constant", "name", "Sync.Password", "type", "String", "state",
		     "default", "value", "hunter2", "secret", "yes", NULL);
	fixture_fact(f, "constant", "name", "Sync.BaseUrl", "type", "String", "state", "empty",
		     NULL);
	event = fixture_fact(f, "scheduled-event", "name", "Sync.Nightly", "microflow",
			     "Sync.RunAll", "schedule", "every day", "every-seconds", "86400",
			     "start", "2018-03-01T02:00:00Z", "time-zone", "Server", NULL);
	fixture_child(f, event, "reach", NULL, "microflows", "14", "depth", "5", "loops", "3",
		      NULL);
	fixture_child(f, event, "path",
		      "Sync.RunAll › Sync.EachCustomer › loop › Sync.PostOrder › "
		      "REST https://10.20.0.7/orders", "kind", "outbound", NULL);
	fixture_fact(f, "published-service", "kind", "rest", "name", "Orders.Api", "path",
		     "rest/orders/v1", "operations", "6", NULL);
	fixture_fact(f, "consumed-service", "kind", "soap", "name", "Sync.Erp", "location",
		     "http://erp.local/ws", NULL);
}

static struct rule_info *rule(struct audit_fixture *f, const char *id, enum severity severity,
			      const char *owner, const char *title)
{
	struct rule_info *r = fixture_rule(f, id, severity, owner);

	r->title = title;
	return r;
}

static void add_blocker(struct audit_fixture *f)
{
	static const struct rule_link links[] = {
		{ "Deploying an app", "https://docs.mendix.com/developerportal/deploy/" },
	};
	struct rule_info *r = rule(f, "package/project-file", SEVERITY_BLOCKER, "developer",
				   "A project file lies at the root of the package");
	struct outcome *o = fixture_outcome(f, r, OUTCOME_FINDINGS);

	r->why = "The platform takes such a package for a project and refuses it.";
	r->fix = "Create the package with Studio Pro, and leave the project file out of it.";
	r->effort = (struct effort){ 1, 2, EFFORT_PER_RULE, 0 };
	r->links = links;
	r->link_count = 1;
	fixture_input(f, o, SOURCE_PACKAGE);
	fixture_finding(f, o, SEVERITY_BLOCKER, "Shop.mpr",
			"Shop.mpr stands at the root of the package");
}

static void add_event_action(struct audit_fixture *f)
{
	static const char *const evidence[] = {
		"Sync.RunAll › Sync.EachCustomer › loop › Sync.PostOrder › "
		"REST https://10.20.0.7/orders",
		"Sync.RunAll › loop › commit Sync.Order", NULL
	};
	struct rule_info *r = rule(f, "scheduled-events/long-running", SEVERITY_ACTION,
				   "developer",
				   "A scheduled event runs for long and cannot be resumed");
	struct outcome *o = fixture_outcome(f, r, OUTCOME_FINDINGS);
	struct finding *one;

	r->why = "Instances are restarted several times a week. A run that is cut in the middle "
		 "begins again with the first object.";
	r->fix = "Split the event into pieces that can be repeated: mark each object as done, and "
		 "fetch in batches.";
	r->basis = "code";
	r->effort = (struct effort){ 4, 8, EFFORT_PER_FINDING, 0 };
	fixture_input(f, o, SOURCE_MODEL);
	fixture_input(f, o, SOURCE_GRAPH);
	one = fixture_finding(f, o, SEVERITY_ACTION, "Sync.Nightly",
			      "Sync.Nightly reaches 14 microflows with 3 loops and 2 retrieves "
			      "without a limit");
	one->places[0].origin = "Sync.RunAll";
	one->places[0].evidence = evidence;
	one->places[0].fact = facts_first(&f->facts, "scheduled-event");
	one = fixture_finding(f, o, SEVERITY_VERIFY, "Mail.SendQueue",
			      "Mail.SendQueue reaches 6 microflows with 1 loop");
	one->partial = "over a partial source: graph (1 activity of unknown type)";
}

static void add_other_findings(struct audit_fixture *f)
{
	struct rule_info *r = rule(f, "constants/localhost", SEVERITY_ACTION, "operator",
				   "A constant points at this node itself");
	struct outcome *o = fixture_outcome(f, r, OUTCOME_FINDINGS);
	struct finding *one;

	r->effort = (struct effort){ 1, 1, EFFORT_PER_FINDING, 4 };
	r->fix_id = "mail-provider";
	one = fixture_finding(f, o, SEVERITY_ACTION, "Mail.SmtpHost",
			      "Mail.SmtpHost is localhost by default");
	one->places[0].origin = "model/metadata.json";
	fixture_place(f, one, "Mail.SmtpHost is read in Mail.Send", "Mail.Send");
	r = rule(f, "mail/local-relay", SEVERITY_ACTION, "operator",
		 "Mail is handed to localhost, where nothing listens");
	o = fixture_outcome(f, r, OUTCOME_FINDINGS);
	r->effort = (struct effort){ 2, 6, EFFORT_PER_RULE, 0 };
	r->fix_id = "mail-provider";
	fixture_finding(f, o, SEVERITY_ACTION, "Mail.Send", "Mail.Send uses Mail.SmtpHost");
	r = rule(f, "calls/timeout", SEVERITY_VERIFY, "developer",
		 "A call probably waits longer than the gateway does");
	r->effort = (struct effort){ 1, 2, EFFORT_PER_PLACE, 6 };
	o = fixture_outcome(f, r, OUTCOME_FINDINGS);
	one = fixture_finding(f, o, SEVERITY_VERIFY, "Sync.PostOrder",
			      "Sync.PostOrder waits 600 s for https://10.20.0.7/orders");
	for (int i = 0; i < 7; i++)
		fixture_place(f, one, arena_printf(f->arena, "call %d waits 600 s", i + 2), "");
	r = rule(f, "services/inventory", SEVERITY_INFO, "operator",
		 "Services are published under their old paths");
	o = fixture_outcome(f, r, OUTCOME_FINDINGS);
	fixture_finding(f, o, SEVERITY_INFO, "Orders.Api", "Orders.Api at rest/orders/v1");
	r = rule(f, "security/demo-users", SEVERITY_ACTION, "security", "Demo users are on");
	o = fixture_outcome(f, r, OUTCOME_FINDINGS);
	fixture_finding(f, o, SEVERITY_ACTION, "demo", "Demo users are on")->waived = true;
}

static void add_undecided(struct audit_fixture *f)
{
	struct rule_info *r = rule(f, "backup/fits-plan", SEVERITY_BLOCKER, "operator",
				   "The database does not fit into the plan");
	struct outcome *o = fixture_outcome(f, r, OUTCOME_UNDECIDED);

	r->why = "A restore needs the unpacked dump and 2.25 GB beside it.";
	r->effort = (struct effort){ 2, 4, EFFORT_PER_RULE, 0 };
	o->question = "Does the database fit into the new plan?";
	o->reason = "no backup was given";
	o->open = true;
	o->ask_option = "--backup FILE";
	fixture_input(f, o, SOURCE_BACKUP);
	r = rule(f, "settings/runtime", SEVERITY_ACTION, "operator",
		 "Runtime settings are missing");
	o = fixture_outcome(f, r, OUTCOME_UNDECIDED);
	o->question = "Which runtime settings does the old environment have?";
	o->reason = "the settings of neither environment were given";
	o->open = true;
	o->ask_option = "--v3 FILE";
	r = rule(f, "java/socket", SEVERITY_VERIFY, "developer",
		 "Java opens a socket to a fixed address");
	o = fixture_outcome(f, r, OUTCOME_UNDECIDED);
	o->reason = "java is partial: 1 of 158 archives unreadable";
	fixture_input(f, o, SOURCE_JAVA);
	r = rule(f, "queues/process-queue", SEVERITY_VERIFY, "developer",
		 "ProcessQueue locks in memory");
	o = fixture_outcome(f, r, OUTCOME_ERROR);
	o->reason = "more than 20000000 XPath operations (--max-xpath-steps)";
}

static void add_rest(struct audit_fixture *f)
{
	static const char *const clear[] = {
		"package/layout", "package/size", "package/unsafe-name",
		"constants/private-address", "constants/secrets",
		"scheduled-events/overlap", "scheduled-events/time-zone",
		"calls/proxy", "model/version",
	};
	static const char *const not_applicable[] = { "app-services/any", "sessions/version" };

	for (size_t i = 0; i < sizeof(clear) / sizeof(clear[0]); i++)
		fixture_outcome(f, fixture_rule(f, clear[i], SEVERITY_ACTION, "developer"),
				OUTCOME_CLEAR);
	for (size_t i = 0; i < sizeof(not_applicable) / sizeof(not_applicable[0]); i++)
		fixture_outcome(f, fixture_rule(f, not_applicable[i], SEVERITY_ACTION,
						"developer"), OUTCOME_NOT_APPLICABLE);
}

void fixture_fill_demo(struct audit_fixture *f)
{
	f->inputs[0] = (struct audit_input){ "package", "shop.mda",
		"3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea" };
	f->inputs[1] = (struct audit_input){ "rules", "mendix-cloud-v4",
		"9c1185a5c5e9fc54612808977ee8f548b2258d31a1b2c3d4e5f60718293a4b5c" };
	f->audit.input_count = 2;
	add_facts(f);
	source_partial(&f->sources, SOURCE_JAVA, "1 of 158 archives unreadable");
	diag_add(&f->diags, DIAG_NOTE, "model/lib/userlib/old.jar", "not a zip container");
	add_blocker(f);
	add_event_action(f);
	add_other_findings(f);
	add_undecided(f);
	add_rest(f);
}

void fixture_fill_large(struct audit_fixture *f)
{
	struct rule_info *r = fixture_rule(f, "calls/many", SEVERITY_ACTION, "developer");
	struct outcome *o = fixture_outcome(f, r, OUTCOME_FINDINGS);

	r->effort = (struct effort){ 1, 2, EFFORT_PER_PLACE, 0 };
	for (int i = 0; i < 300; i++) {
		const char *key = arena_printf(f->arena, "Module.Microflow%03d", i);
		struct finding *one = fixture_finding(f, o, SEVERITY_ACTION, key, key);

		for (int k = 1; k < 20; k++)
			fixture_place(f, one, arena_printf(f->arena, "%s, call %d", key, k), key);
	}
}

void fixture_fill_hostile(struct audit_fixture *f)
{
	static const char *const evidence[] = { fixture_attack, NULL };
	struct rule_info *r = fixture_rule(f, "hostile/text", SEVERITY_ACTION, "developer");
	struct outcome *o = fixture_outcome(f, r, OUTCOME_FINDINGS);
	struct finding *one = fixture_finding(f, o, SEVERITY_ACTION, fixture_attack,
					      fixture_attack);

	one->places[0].origin = fixture_attack;
	one->places[0].evidence = evidence;
	one->partial = fixture_attack;
	fixture_place(f, one, fixture_attack, "Mod.Flow");
	o = fixture_outcome(f, fixture_rule(f, "hostile/unknown", SEVERITY_BLOCKER, "operator"),
			    OUTCOME_UNDECIDED);
	o->question = fixture_attack;
	o->reason = fixture_attack;
	o->ask_option = fixture_attack;
	o = fixture_outcome(f, fixture_rule(f, "hostile/error", SEVERITY_ACTION, "operator"),
			    OUTCOME_ERROR);
	o->reason = fixture_attack;
	fixture_plan(f, fixture_attack);
	f->audit.app = fixture_attack;
	f->inputs[0] = (struct audit_input){ "package", fixture_attack, NULL };
	f->audit.input_count = 1;
	fixture_fact(f, "package", "name", fixture_attack, "kind", "file", NULL);
	fixture_fact(f, "app", "name", fixture_attack, "runtime-version", fixture_attack, NULL);
	fixture_fact(f, "constant", "name", fixture_attack, "state", "default", "value",
		     fixture_attack, NULL);
	one->places[0].fact = fixture_fact(f, "scheduled-event", "name", fixture_attack, NULL);
	source_partial(&f->sources, SOURCE_WEB, "%s", fixture_attack);
	diag_add(&f->diags, DIAG_INCOMPLETE, fixture_attack, "%s", fixture_attack);
}
