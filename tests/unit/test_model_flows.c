/* SPDX-License-Identifier: Apache-2.0 */
/* Microflows, rules, nanoflows: activities, loops, calls, retrieves that bring
 * everything. */
#include "tests/unit/model_bench.h"

/* A microflow Shop.Main around its objects; the name comes after the body. */
#define FLOW_OF(type, name, objects, flows)                                            \
	"{'$Type':'Microflows$" type "','ObjectCollection':{'Objects':[" objects       \
	"]},'SequenceFlows':[" flows "],'Name':'" name "','QualifiedName':'Shop." name \
	"'}"
#define FLOW(objects) FLOW_OF("Microflow", "Main", objects, "")
#define ACTION(type, fields)                                                       \
	"{'$Type':'Microflows$ActionActivity','Action':{'$Type':'Microflows$" type \
	"'" fields "}}"
#define CALL(name) \
	ACTION("MicroflowCallAction", ",'MicroflowCall':{'Microflow':'" name "'}")

static const struct flow *only_flow(const struct bench *b)
{
	assert_int_equal(b->m->flows.len, 1);
	return b->m->flows.items[0];
}

/* The one activity of a microflow with one object. */
static const struct activity *only(struct bench *b, const char *json)
{
	const struct flow *f;

	READ(b, MODULE("Shop"), json);
	f = only_flow(b);
	assert_int_equal(f->activity_count, 1);
	return &f->activities[0];
}

static void test_flow(void **state)
{
	struct bench *b = *state;
	const struct flow *f;

	READ(b, MODULE("Shop"),
	     "{'$Type':'Microflows$Microflow','AllowConcurrentExecution':false,"
	     "'ConcurrencyErrorMicroflow':'Shop.Busy','Url':'orders',"
	     "'ModelerAllowedUserRoles':['User','Admin'],'QualifiedName':'Shop.Main'}");
	f = only_flow(b);
	assert_string_equal(f->name, "Shop.Main");
	assert_string_equal(f->module, "Shop");
	assert_false(f->concurrent);
	assert_string_equal(f->concurrency_microflow, "Shop.Busy");
	assert_string_equal(f->url, "orders");
	assert_int_equal(f->roles, 2);
	assert_int_equal(f->kind, FLOW_MICROFLOW);
	READ(b, MODULE("Shop"), FLOW(""));
	f = only_flow(b);
	assert_true(f->concurrent);
	assert_string_equal(f->url, "");
	assert_int_equal(f->activity_count, 0);
	assert_complete(b);
}

/* The same name three times over: a call means the microflow. */
static void test_names(void **state)
{
	struct bench *b = *state;
	const struct flow *f;

	READ(b, MODULE("Shop"), FLOW_OF("Nanoflow", "Main", "", ""),
	     FLOW_OF("Microflow", "Main", "", ""), FLOW_OF("Nanoflow", "Tap", "", ""),
	     FLOW_OF("Rule", "IsOpen", "", ""));
	assert_int_equal(b->m->flows.len, 4);
	f = map_get(&b->m->flow_by_name, "Shop.Main");
	assert_int_equal(f->kind, FLOW_MICROFLOW);
	f = map_get(&b->m->flow_by_name, "Shop.Tap");
	assert_int_equal(f->kind, FLOW_NANOFLOW);
	f = map_get(&b->m->flow_by_name, "Shop.IsOpen");
	assert_int_equal(f->kind, FLOW_RULE);
	assert_int_equal(((struct model_module *)b->m->modules.items[0])->microflows,
			 1);
}

static void test_calls(void **state)
{
	struct bench *b = *state;
	const struct activity *a;

	a = only(b, FLOW(CALL("Shop.Other")));
	assert_int_equal(a->kind, ACT_MICROFLOW);
	assert_string_equal(a->type, "Microflows$MicroflowCallAction");
	assert_string_equal(a->target, "Shop.Other");
	assert_string_equal(a->queue, "");
	a = only(b, FLOW(ACTION("NanoflowCallAction", ",'NanoflowCall':{'Nanoflow':"
						      "'Shop.Tap'}")));
	assert_int_equal(a->kind, ACT_NANOFLOW);
	assert_string_equal(a->target, "Shop.Tap");
	a = only(b, FLOW(ACTION("JavaActionCallAction", ",'JavaAction':'Shop.Push'")));
	assert_int_equal(a->kind, ACT_JAVA);
	assert_string_equal(a->target, "Shop.Push");
	a = only(b, FLOW(ACTION("AppServiceCallAction",
				",'AppServiceAction':'Shop.Api.Send'")));
	assert_int_equal(a->kind, ACT_APP_SERVICE);
	assert_string_equal(a->target, "Shop.Api.Send");
	a = only(b, FLOW("{'$Type':'Microflows$ExclusiveSplit','Caption':'Open?',"
			 "'SplitCondition':{'$Type':'Microflows$RuleSplitCondition',"
			 "'RuleCall':{'Microflow':'Shop.IsOpen'}}}"));
	assert_int_equal(a->kind, ACT_RULE);
	assert_string_equal(a->target, "Shop.IsOpen");
	assert_string_equal(a->caption, "Open?");
	assert_complete(b);
}

static void test_queues(void **state)
{
	struct bench *b = *state;
	const struct activity *a;

	a = only(b, FLOW(ACTION("MicroflowCallAction",
				",'MicroflowCall':{'Microflow':'Shop.M','Queue':"
				"'Shop.Q'}")));
	assert_string_equal(a->queue, "Shop.Q");
	a = only(b, FLOW(ACTION("MicroflowCallAction",
				",'MicroflowCall':{'Microflow':'Shop.M',"
				"'QueueSettings':{'Queue':'Shop.R'}}")));
	assert_string_equal(a->queue, "Shop.R");
	a = only(b, FLOW(ACTION("MicroflowCallAction",
				",'MicroflowCall':{'Microflow':'Shop.M',"
				"'QueueSettings':null}")));
	assert_string_equal(a->queue, "");
	a = only(b, FLOW(ACTION("JavaActionCallAction",
				",'JavaAction':'Shop.J','QueueSettings':"
				"{'QueueName':'Shop.S'}")));
	assert_string_equal(a->queue, "Shop.S");
}

static void test_outward(void **state)
{
	struct bench *b = *state;
	const struct activity *a;

	a = only(b, FLOW(ACTION("CallExternalAction", ",'Name':'Approve'")));
	assert_int_equal(a->kind, ACT_EXTERNAL);
	assert_string_equal(a->target, "Approve");
	a = only(b, FLOW("{'$Type':'Microflows$ActionActivity','Action':{'$Type':"
			 "'DatabaseConnector$ExecuteDatabaseQueryAction','Query':"
			 "'Shop.Db.All'}}"));
	assert_int_equal(a->kind, ACT_EXTERNAL);
	assert_string_equal(a->target, "Shop.Db.All");
	a = only(b, FLOW(ACTION("SendExternalObject", "")));
	assert_int_equal(a->kind, ACT_EXTERNAL);
	assert_complete(b);
}

static void test_commits(void **state)
{
	struct bench *b = *state;
	const struct activity *a;

	assert_int_equal(only(b, FLOW(ACTION("CommitAction", "")))->kind, ACT_COMMIT);
	assert_int_equal(only(b, FLOW(ACTION("DeleteAction", "")))->kind, ACT_COMMIT);
	a = only(b, FLOW(ACTION("CreateChangeAction",
				",'Entity':'Shop.Order','Commit':'Yes'")));
	assert_int_equal(a->kind, ACT_COMMIT);
	assert_string_equal(a->entity, "Shop.Order");
	a = only(b, FLOW(ACTION("ChangeAction", ",'Commit':'YesWithoutEvents'")));
	assert_int_equal(a->kind, ACT_COMMIT);
	a = only(b, FLOW(ACTION("ChangeAction", ",'Commit':'No'")));
	assert_int_equal(a->kind, ACT_OTHER);
	assert_int_equal(only(b, FLOW(ACTION("RollbackAction", "")))->kind, ACT_OTHER);
}

#define LOOP(objects, source)                                                          \
	"{'$Type':'Microflows$LoopedActivity','ObjectCollection':{'Objects':[" objects \
	"]}," source "}"

/* The entity of the last activity, and the handlers that it runs. */
static void assert_entity(struct bench *b, const char *json, const char *entity, unsigned handlers)
{
	const struct flow *f;
	const struct activity *a;

	READ(b, MODULE("Shop"), json);
	f = b->m->flows.items[0];
	a = &f->activities[f->activity_count - 1];
	assert_string_equal(a->entity, entity);
	assert_string_equal(a->target, "");
	assert_int_equal(a->handlers, handlers);
}

#define DELETE(name) "," ACTION("DeleteAction", ",'DeleteVariableName':'" name "'")

static void test_entities(void **state)
{
	struct bench *b = *state;

	assert_entity(b, FLOW("{'$Type':'Microflows$MicroflowParameter','Name':'List','Type':"
			      "'[Shop.Order]'}" DELETE("List")), "Shop.Order", HANDLERS_DELETE);
	assert_entity(b, FLOW("{'$Type':'Microflows$MicroflowParameter','Name':'Text','Type':"
			      "'String'}" DELETE("Text")), "", HANDLERS_DELETE);
	assert_entity(b, FLOW(ACTION("CreateListAction", ",'VariableName':'L','Entity':'Shop.A'")
			      DELETE("L")), "Shop.A", HANDLERS_DELETE);
	assert_entity(b,
		      FLOW(ACTION("CreateListAction", ",'VariableName':'L','Entity':'Shop.A'")
			   "," ACTION("ListOperationsAction",
				      ",'ResultVariableName':'One','NewOperation':{'$Type':"
				      "'Microflows$Head','ListName':'L'}")
			   DELETE("One")),
		      "Shop.A", HANDLERS_DELETE);
	assert_entity(b, FLOW("{'$Type':'Microflows$LoopedActivity','ListVariableName':'A',"
			      "'IteratorVariableName':'B'},{'$Type':'Microflows$LoopedActivity',"
			      "'LoopSource':{'ListVariableName':'B','VariableName':'A'}}"
			      DELETE("A")), "", HANDLERS_DELETE);
	assert_entity(b,
		      FLOW(ACTION("RetrieveAction",
				  ",'ResultVariableName':'R','RetrieveSource':{'$Type':"
				  "'Microflows$AssociationRetrieveSource','Type':'[Shop.Line]'}")
			   DELETE("R")),
		      "Shop.Line", HANDLERS_DELETE);
	assert_complete(b);
}

static void test_results(void **state)
{
	struct bench *b = *state;
	const struct flow *f;

	READ(b, MODULE("Shop"),
	     FLOW(ACTION("MicroflowCallAction", ",'ResultVariableName':'O','MicroflowCall':"
						"{'Microflow':'Shop.Get'}")
		  DELETE("O") "," ACTION("MicroflowCallAction", ",'ResultVariableName':'N',"
						"'MicroflowCall':{'Microflow':'Shop.Gone'}")
		  DELETE("N")),
	     "{'$Type':'Microflows$Microflow','ReturnType':'Shop.Order',"
	     "'QualifiedName':'Shop.Get'}");
	f = map_get(&b->m->flow_by_name, "Shop.Main");
	assert_int_equal(f->activity_count, 4);
	assert_string_equal(f->activities[1].entity, "Shop.Order");
	assert_string_equal(f->activities[3].entity, "");
	assert_string_equal(f->activities[3].target, "");
}

static void test_handlers(void **state)
{
	struct bench *b = *state;

	assert_entity(b, FLOW(ACTION("CreateChangeAction", ",'Entity':'Shop.A','Commit':'Yes'")),
		      "Shop.A", HANDLERS_CREATE | HANDLERS_COMMIT);
	assert_entity(b, FLOW(ACTION("CreateChangeAction", ",'Entity':'Shop.A','Commit':'No'")),
		      "Shop.A", HANDLERS_CREATE);
	assert_entity(b, FLOW(ACTION("ChangeAction", ",'Commit':'YesWithoutEvents'")), "", 0);
	assert_entity(b, FLOW(ACTION("CommitAction", ",'WithEvents':true")), "",
		      HANDLERS_COMMIT);
	assert_entity(b, FLOW(ACTION("CommitAction", ",'WithEvents':false")), "", 0);
	assert_entity(b, FLOW(ACTION("RollbackAction", "")), "", HANDLERS_ROLLBACK);
}

static void test_loops(void **state)
{
	struct bench *b = *state;
	const struct flow *f;

	READ(b, MODULE("Shop"),
	     FLOW("{'$Type':'Microflows$StartEvent'}," LOOP(
		     CALL("Shop.A") "," LOOP(CALL("Shop.B"), "'LoopSource':{'$Type':"
							     "'Microflows$"
							     "WhileLoopCondition'}"),
		     "'ListVariableName':'List'") "," LOOP("", "'x':1") "," CALL("Shop."
										 "C")));
	f = only_flow(b);
	assert_int_equal(f->loop_count, 3);
	assert_int_equal(f->loop_depth, 2);
	assert_int_equal(f->activity_count, 3);
	assert_int_equal(f->activities[0].loops, 1);
	assert_string_equal(f->activities[1].target, "Shop.B");
	assert_int_equal(f->activities[1].loops, 2);
	assert_int_equal(f->activities[2].loops, 0);
	assert_complete(b);
}

static void test_disabled(void **state)
{
	struct bench *b = *state;

	assert_true(only(b, FLOW("{'$Type':'Microflows$ActionActivity','Disabled':true,"
				 "'Action':{'$Type':'Microflows$CommitAction'}}"))
			    ->disabled);
	assert_false(only(b, FLOW(ACTION("CommitAction", "")))->disabled);
}

#define ARGUMENT(fields)               \
	ACTION("JavaActionCallAction", \
	       ",'JavaAction':'Shop.Run','ParameterMappings':[{" fields "}]")

static size_t activities_with(struct bench *b, const char *main)
{
	const struct flow *f;

	READ(b, MODULE("Shop"), main, FLOW_OF("Microflow", "Task", "", ""),
	     FLOW_OF("Nanoflow", "Tap", "", ""));
	f = b->m->flows.items[0];
	assert_int_equal(f->activities[0].kind, ACT_JAVA);
	if (f->activity_count > 1) {
		assert_int_equal(f->activities[1].kind, ACT_MICROFLOW);
		assert_int_equal(f->activities[1].loops, f->activities[0].loops);
	}
	return f->activity_count;
}

/* Microflows that a Java action is given: it will call them. */
static void test_microflow_arguments(void **state)
{
	struct bench *b = *state;
	const struct flow *f;

	assert_int_equal(
		activities_with(b, FLOW(ARGUMENT("'Value':{'$Type':"
						 "'Microflows$MicroflowParameterValue',"
						 "'Microflow':'Shop.Gone'}"))),
		2);
	f = b->m->flows.items[0];
	assert_string_equal(f->activities[1].target, "Shop.Gone");
	assert_int_equal(activities_with(b, FLOW(ARGUMENT("'Argument':'`Shop.Task`'"))),
			 2);
	assert_int_equal(
		activities_with(b, FLOW(ARGUMENT("'Value':{'$Type':'Microflows$Basic"
						 "CodeActionParameterValue',"
						 "'ValueExpression':'`Shop.Task`'}"))),
		2);
	assert_int_equal(
		activities_with(
			b, FLOW(LOOP(ARGUMENT("'Argument':'`Shop.Task`'"), "'x':1"))),
		2);
	assert_int_equal(activities_with(b, FLOW(ARGUMENT("'Argument':'`Shop.Tap`'"))),
			 1);
	assert_int_equal(activities_with(b, FLOW(ARGUMENT("'Argument':'`Shop.No`'"))),
			 1);
	assert_int_equal(activities_with(b, FLOW(ARGUMENT("'Argument':'Shop.Task'"))),
			 1);
	assert_int_equal(activities_with(b, FLOW(ARGUMENT("'Argument':'`a/b.c`'"))), 1);
}

static const char *caption(struct bench *b, const char *type, const char *fields,
			   const char *text)
{
	const char *json =
		arena_printf(b->arena,
			     FLOW("{'$Type':'Microflows$ActionActivity','Caption':'%s',"
				  "'Action':{'$Type':'Microflows$%s'%s}}"),
			     text, type, fields);

	return only(b, json)->caption;
}

static void test_captions(void **state)
{
	static const struct {
		const char *type, *fields, *made_up;
	} rows[] = {
		{"MicroflowCallAction", ",'MicroflowCall':{'Microflow':'Shop.Sub'}",
		 "Sub"},
		{"JavaActionCallAction", ",'JavaAction':'Shop.Sub'", "Sub"},
		{"JavaActionCallAction", ",'JavaAction':'Shop.Sub'", "Call `Sub`"},
		{"RestCallAction", "", "Call REST (GET)"},
		{"CallWebServiceAction", ",'OperationName':'Send'",
		 "Call web service `Send`"},
		{"AppServiceCallAction", ",'AppServiceAction':'Shop.Api.Send'",
		 "Call `Send`"},
		{"RetrieveAction", "", "Retrieve list of Order from database"},
		{"RetrieveAction", "", "Retrieve Order by $Line/Line_Order"},
		{"CommitAction", ",'CommitVariableName':'Order'", "Commit `Order` "},
		{"DeleteAction", ",'DeleteVariableName':'Order'", "Delete Order"},
		{"CreateChangeAction", ",'Entity':'Shop.Order','Commit':'Yes'",
		 "Create Order(Number)"},
		{"ChangeAction", ",'ChangeVariableName':'Order','Commit':'Yes'",
		 "Change `Order` (Number)"},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_string_equal(
			caption(b, rows[i].type, rows[i].fields, rows[i].made_up), "");
		assert_string_equal(caption(b, rows[i].type, rows[i].fields,
					    " Push\\r\\n the order"),
				    "Push the order");
	}
}

/* -- calls by HTTP -- */

#define REST(fields, http)                             \
	ACTION("RestCallAction",                       \
	       fields ",'ErrorHandlingType':'Custom'," \
		      "'HttpConfiguration':{'HttpMethod':'Post'," http "}")
#define TEMPLATE(text, parameters) \
	"'CustomLocationTemplate':{'Text':'" text "','Parameters':[" parameters "]}"
#define PARAMETER(expression) "{'Expression':'" expression "'}"

static void test_rest(void **state)
{
	struct bench *b = *state;
	const struct http_call *c;

	c = only(b,
		 FLOW(REST(
			 ",'RequestTimeOutExpression':' 30 ','RequestProxyType':"
			 "'DefaultProxy'",
			 TEMPLATE("https://x/{1}/{2}",
				  PARAMETER("$Id")) ",'UseHttpAuthentication':true,"
						    "'HttpAuthenticationUserName':'`"
						    "robot`',"
						    "'HttpAuthenticationPassword':'`"
						    "hunter2`',"
						    "'ClientCertificate':'Shop.Cert'")))
		    ->call;
	assert_string_equal(c->url, "https://x/{$Id}/{2}");
	assert_string_equal(c->method, "Post");
	assert_string_equal(c->timeout, "30");
	assert_int_equal(c->timeout_seconds, 30);
	assert_string_equal(c->proxy, "DefaultProxy");
	assert_true(c->authentication);
	assert_string_equal(c->client_certificate, "Shop.Cert");
	assert_string_equal(c->error_handling, "Custom");
	assert_string_equal(c->service, "");
	assert_complete(b);
}

static void test_urls(void **state)
{
	static const struct {
		const char *http, *url;
	} rows[] = {
		{TEMPLATE("{1}/api/{2}", PARAMETER("$Base") "," PARAMETER("`it``s`")),
		 "{$Base}/api/it's"},
		{TEMPLATE("{1}", PARAMETER("@Shop.Url\\r\\n + `/x`")),
		 "{@Shop.Url + '/x'}"},
		{TEMPLATE("{0}{1}{3}{x}{}{", PARAMETER("`a`")), "{0}a{3}{x}{}{"},
		{TEMPLATE("{1}{2}{3}",
			  PARAMETER("") "," PARAMETER("``") "," PARAMETER("`a` + `b`")),
		 "{'a' + 'b'}"},
		{"'CustomLocationTemplate':null,'CustomLocation':'https://old/x'",
		 "https://old/x"},
		{"'CustomLocation':'`https://lit/x`'", "https://lit/x"},
		{"'CustomLocation':''", ""},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *json =
			arena_printf(b->arena, FLOW(REST("", "%s")), rows[i].http);

		assert_string_equal(only(b, json)->call->url, rows[i].url);
	}
}

static void test_timeouts(void **state)
{
	static const struct {
		const char *fields, *text;
		int64_t seconds;
	} rows[] = {
		{",'RequestTimeOut':{'$numberLong':'300'}", "300", 300},
		{",'RequestTimeOutExpression':'0'", "0", 0},
		{",'RequestTimeOutExpression':'@Shop.Wait'", "@Shop.Wait", -1},
		{",'RequestTimeOutExpression':'-3'", "-3", -1},
		{"", "", -1},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *json = arena_printf(b->arena, FLOW(REST("%s", "'x':1")),
						rows[i].fields);
		const struct http_call *c = only(b, json)->call;

		assert_string_equal(c->timeout, rows[i].text);
		assert_int_equal(c->timeout_seconds, rows[i].seconds);
	}
}

static void test_soap(void **state)
{
	struct bench *b = *state;
	const struct activity *a;

	a = only(b, FLOW(ACTION("CallWebServiceAction",
				",'ImportedService':'Shop.Soap','OperationName':'Send',"
				"'Location':'@Shop.Url','RequestTimeOut':0,"
				"'HttpConfiguration':{'HttpMethod':'Post'}")));
	assert_int_equal(a->kind, ACT_SOAP);
	assert_string_equal(a->call->url, "{@Shop.Url}");
	assert_string_equal(a->call->service, "Shop.Soap");
	assert_string_equal(a->call->operation, "Send");
	assert_string_equal(a->call->method, "");
	assert_int_equal(a->call->timeout_seconds, 0);
	a = only(b,
		 FLOW(ACTION("CallWebServiceAction", ",'Location':'`http://x/ws`'")));
	assert_string_equal(a->call->url, "http://x/ws");
}

/* -- retrieves -- */

#define RETRIEVE(source)                                                             \
	"{'$ID':" ID("A") ",'$Type':'Microflows$ActionActivity','Action':{'$Type':"  \
			  "'Microflows$RetrieveAction','ResultVariableName':'List'," \
			  "'RetrieveSource':{'$Type':'Microflows$" source "}}}"
#define DATABASE(range)                                                             \
	RETRIEVE("DatabaseRetrieveSource','Entity':'Shop.Order','XpathConstraint':" \
		 "'[Open]','Range':" range)
#define ALL DATABASE("{'$Type':'Microflows$ConstantRange','SingleObject':false}")

static void test_retrieves(void **state)
{
	static const struct {
		const char *json;
		bool unbounded;
		const char *entity;
	} rows[] = {
		{FLOW(ALL), true, "Shop.Order"},
		{FLOW(DATABASE(
			 "{'$Type':'Microflows$ConstantRange','SingleObject':true}")),
		 false, "Shop.Order"},
		{FLOW(DATABASE("{'$Type':'Microflows$CustomRange','LimitExpression':"
			       "'500','OffsetExpression':''}")),
		 false, "Shop.Order"},
		{FLOW(DATABASE(
			 "{'$Type':'Microflows$CustomRange','LimitExpression':' ',"
			 "'OffsetExpression':'5'}")),
		 true, "Shop.Order"},
		{FLOW(DATABASE("null")), true, "Shop.Order"},
		{FLOW(RETRIEVE("AssociationRetrieveSource','Type':'[Shop.Line]'")),
		 false, "Shop.Line"},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct activity *a = only(b, rows[i].json);

		assert_int_equal(a->kind, ACT_RETRIEVE);
		assert_int_equal(a->unbounded, rows[i].unbounded);
		assert_string_equal(a->entity, rows[i].entity);
	}
}

#define AGGREGATE(fields)                                             \
	"{'$ID':" ID("B") ",'$Type':'Microflows$ActionActivity',"     \
			  "'Caption':'Count List','Action':{'$Type':" \
			  "'Microflows$AggregateAction'," fields "}}"
#define COUNT AGGREGATE("'AggregateFunction':'Count','AggregateVariableName':'List'")
#define EDGE(from, to, error)                                     \
	"{'$Type':'Microflows$SequenceFlow','OriginPointer':" ID( \
		from) ",'DestinationPointer':" ID(to) ",'IsErrorHandler':" error "}"
#define NEXT EDGE("A", "B", "false")

static void test_aggregates(void **state)
{
	static const struct {
		const char *objects, *flows;
		bool unbounded;
	} rows[] = {
		{ALL "," COUNT, NEXT, false},
		{COUNT "," ALL, EDGE("C", "A", "false") "," NEXT, false},
		{LOOP(ALL "," COUNT, "'x':1"), NEXT, false},
		/* something stands between */
		{ALL "," COUNT, EDGE("A", "C", "false") "," EDGE("C", "B", "false"),
		 true},
		{ALL "," COUNT, EDGE("A", "B", "true"), true},
		{ALL "," COUNT, "", true},
		{ALL "," AGGREGATE("'AggregateFunction':'Count',"
				   "'AggregateVariableName':'Other'"),
		 NEXT, true},
		{ALL "," AGGREGATE("'AggregateFunction':'Reduce',"
				   "'AggregateVariableName':'List'"),
		 NEXT, true},
		{ALL "," AGGREGATE("'AggregateFunction':'Sum','UseExpression':true,"
				   "'AggregateVariableName':'List'"),
		 NEXT, true},
		{ALL "," AGGREGATE("'AggregateFunction':'Sum',"
				   "'AggregateVariableName':'List'"),
		 NEXT, false},
		/* the list is used again, by name and in an expression */
		{ALL "," COUNT
		     "," ACTION("DeleteAction", ",'DeleteVariableName':'List'"),
		 NEXT, true},
		{ALL "," COUNT ",{'$Type':'Microflows$EndEvent','ReturnValue':"
		     "'head($List)'}",
		 NEXT, true},
		{ALL "," COUNT ",{'$Type':'Microflows$EndEvent','ReturnValue':"
		     "'$ListPrice + $My_List'}",
		 NEXT, false},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct flow *f;
		bool unbounded = false;

		READ(b, MODULE("Shop"),
		     arena_printf(b->arena, FLOW_OF("Microflow", "Main", "%s", "%s"),
				  rows[i].objects, rows[i].flows));
		f = only_flow(b);
		for (size_t j = 0; j < f->activity_count; j++)
			unbounded = unbounded || f->activities[j].unbounded;
		assert_int_equal(unbounded, rows[i].unbounded);
		assert_complete(b);
	}
}

/* -- what nobody knows -- */

static void test_unknown(void **state)
{
	struct bench *b = *state;
	const struct flow *f;

	READ(b, MODULE("Shop"),
	     FLOW(ACTION("TeleportAction", "") "," ACTION(
		     "TeleportAction",
		     "") ","
			 "{'$Type':'Microflows$ForkEvent'},"
			 "{'$Type':'Microflows$ExclusiveSplit','SplitCondition':{'$"
			 "Type':"
			 "'Microflows$CoinSplitCondition'}},"
			 "{'$Type':'Microflows$ActionActivity','Action':null}"));
	f = only_flow(b);
	assert_int_equal(f->unknown, 5);
	assert_int_equal(b->m->unknown_activities, 5);
	assert_int_equal(f->activities[0].kind, ACT_UNKNOWN);
	assert_string_equal(f->activities[0].type, "Microflows$TeleportAction");
	assert_int_equal(b->diags.list.len, 4);
	assert_diag(b, 0, DIAG_NOTE,
		    "2 activities of the unknown type 'Microflows$TeleportAction'");
	assert_diag(b, 1, DIAG_NOTE,
		    "1 activity of the unknown type 'Microflows$ForkEvent'");
	assert_diag(b, 3, DIAG_NOTE, "1 activity of the unknown type '(none)'");
	assert_int_equal(b->sources.state[SOURCE_GRAPH], SOURCE_PARTIAL);
	assert_int_equal(b->sources.state[SOURCE_MODEL], SOURCE_COMPLETE);
}

static void test_limit(void **state)
{
	struct bench *b = *state;

	b->limits.activities = 3;
	READ(b, MODULE("Shop"), FLOW(CALL("S.A") "," CALL("S.A") "," CALL("S.A")));
	assert_complete(b);
	assert_int_equal(only_flow(b)->activity_count, 3);
	READ(b, MODULE("Shop"),
	     FLOW(CALL("S.A") "," CALL("S.A") "," CALL("S.A") "," CALL("S.A")),
	     FLOW_OF("Microflow", "Next", CALL("S.A"), ""));
	assert_int_equal(((struct flow *)b->m->flows.items[0])->activity_count, 3);
	assert_int_equal(((struct flow *)b->m->flows.items[1])->activity_count, 0);
	assert_int_equal(b->diags.list.len, 1);
	assert_diag(b, 0, DIAG_INCOMPLETE,
		    "more than 3 activities and flows (--max-activities)");
	assert_int_equal(b->sources.state[SOURCE_GRAPH], SOURCE_PARTIAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(test_flow),
		TEST(test_names),
		TEST(test_calls),
		TEST(test_queues),
		TEST(test_outward),
		TEST(test_commits),
		TEST(test_entities),
		TEST(test_results),
		TEST(test_handlers),
		TEST(test_loops),
		TEST(test_disabled),
		TEST(test_microflow_arguments),
		TEST(test_captions),
		TEST(test_rest),
		TEST(test_urls),
		TEST(test_timeouts),
		TEST(test_soap),
		TEST(test_retrieves),
		TEST(test_aggregates),
		TEST(test_unknown),
		TEST(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
