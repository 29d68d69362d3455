/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Short forms of microflows: "do" is a list of steps, a step one sentence or an object, and the
 * objects of the flow, their order and the flows between them are made from it. docs/recipes.md
 * lists the sentences.
 */
#include "tests/mkmda.h"

#include <stdio.h>
#include <string.h>

#include "util/text.h"

enum { PART = 200 };

/* The flow that is being made. */
struct flow {
	const char *name;
	json_t *edges;		/* SequenceFlows, those of loops included */
	unsigned count;		/* objects so far, for their ids */
};

static json_t *make_steps(struct flow *f, const json_t *steps, const char *before,
			  json_t *objects);

static void add_edge(struct flow *f, const char *from, const char *to, const char *value)
{
	json_t *given = *value == '\0'
		? json_pack("{s:s}", "$Type", "Microflows$NoCase")
		: json_pack("{s:s,s:s}", "$Type", "Microflows$EnumerationCase", "Value", value);

	json_array_append_new(f->edges,
			      json_pack("{s:s,s:o,s:b,s:{s:s},s:{s:s}}", "$Type",
					"Microflows$SequenceFlow", "NewCaseValue", given,
					"IsErrorHandler", 0, "OriginPointer", "$ref", from,
					"DestinationPointer", "$ref", to));
}

/* Gives the object its id and returns it, as a new reference to the string. */
static json_t *add_object(struct flow *f, json_t *objects, json_t *object)
{
	json_t *id = json_sprintf("flow %s object %u", f->name, ++f->count);

	json_object_set(object, "$ID", id);
	json_array_append_new(objects, object);
	return id;
}

static json_t *action_of(const char *type)
{
	return json_pack("{s:o,s:s}", "$Type", json_sprintf("Microflows$%s", type),
			 "ErrorHandlingType", "Rollback");
}

static void set_text(json_t *object, const char *key, const char *value)
{
	json_object_set_new(object, key, json_string(value));
}

static json_t *template_of(const char *text, const json_t *parameters)
{
	json_t *list = json_array(), *one;
	size_t i;

	json_array_foreach(parameters, i, one)
		json_array_append_new(list, json_pack("{s:s,s:O}", "$Type",
						      "Microflows$TemplateParameter",
						      "Expression", one));
	return json_pack("{s:s,s:o,s:s}", "$Type", "Microflows$StringTemplate", "Parameters",
			 list, "Text", text);
}

/* "all", "first" or a number of rows */
static json_t *range_of(const char *word)
{
	if (strcmp(word, "all") == 0 || strcmp(word, "first") == 0)
		return json_pack("{s:s,s:b}", "$Type", "Microflows$ConstantRange", "SingleObject",
				 *word == 'f');
	return json_pack("{s:s,s:s,s:s}", "$Type", "Microflows$CustomRange", "LimitExpression",
			 word, "OffsetExpression", "");
}

static json_t *retrieve(const char *range, const char *entity, const char *as)
{
	json_t *made = action_of("RetrieveAction");

	json_object_set_new(
		made, "RetrieveSource",
		json_pack("{s:s,s:o,s:{s:s,s:[]},s:s,s:s,s:o}", "$Type",
			  "Microflows$DatabaseRetrieveSource", "Range", range_of(range),
			  "NewSortings", "$Type", "Microflows$SortingsList", "Sortings", "Entity",
			  entity, "XpathConstraint", "", "Type", json_sprintf("[%s]", entity)));
	set_text(made, "ResultVariableName", as);
	return made;
}

static json_t *create(const char *entity, const char *as, bool commit)
{
	json_t *made = action_of("CreateChangeAction");

	json_object_set_new(made, "Items", json_array());
	set_text(made, "Entity", entity);
	set_text(made, "VariableName", as);
	json_object_set_new(made, "RefreshInClient", json_false());
	set_text(made, "Commit", commit ? "Yes" : "No");
	return made;
}

static json_t *change(const char *variable, bool commit)
{
	json_t *made = action_of("ChangeAction");

	json_object_set_new(made, "Items", json_array());
	set_text(made, "ChangeVariableName", variable);
	json_object_set_new(made, "RefreshInClient", json_false());
	set_text(made, "Commit", commit ? "Yes" : "No");
	return made;
}

static json_t *call(const char *target, const char *queue)
{
	json_t *made = action_of("MicroflowCallAction");
	json_t *inner = json_pack("{s:s,s:[],s:s}", "$Type", "Microflows$MicroflowCall",
				  "ParameterMappings", "Microflow", target);

	if (*queue != '\0')
		set_text(inner, "Queue", queue);
	json_object_set_new(made, "MicroflowCall", inner);
	set_text(made, "ResultVariableName", "");
	return made;
}

static json_t *java(const char *target, const char *queue)
{
	json_t *made = action_of("JavaActionCallAction");

	json_object_set_new(made, "ParameterMappings", json_array());
	set_text(made, "JavaAction", target);
	set_text(made, "ResultVariableName", "");
	if (*queue != '\0')
		set_text(made, "Queue", queue);
	return made;
}

static json_t *on_variable(const char *type, const char *key, const char *variable)
{
	json_t *made = action_of(type);

	set_text(made, key, variable);
	json_object_set_new(made, "RefreshInClient", json_false());
	if (strcmp(type, "CommitAction") == 0)
		json_object_set_new(made, "WithEvents", json_true());
	return made;
}

static json_t *count(const char *list)
{
	json_t *made = action_of("AggregateAction");

	set_text(made, "AggregateVariableName", list);
	set_text(made, "Attribute", "");
	set_text(made, "AggregateFunction", "Count");
	set_text(made, "VariableName", "Count");
	set_text(made, "Type", "");
	return made;
}

static json_t *log_message(const char *text)
{
	json_t *made = action_of("LogMessageAction");

	json_object_set_new(made, "MessageTemplate", template_of(text, NULL));
	set_text(made, "Level", "Info");
	set_text(made, "Node", "'App'");
	json_object_set_new(made, "IncludeLatestStackTrace", json_false());
	return made;
}

/* A step written as a sentence. */
static json_t *sentence(const char *s)
{
	char a[PART] = "", b[PART] = "", c[PART] = "";

	if (sscanf(s, "retrieve %199s %199s as %199s", a, b, c) == 3)
		return retrieve(a, b, c);
	if (sscanf(s, "create and commit %199s as %199s", a, b) == 2)
		return create(a, b, true);
	if (sscanf(s, "create %199s as %199s", a, b) == 2)
		return create(a, b, false);
	if (sscanf(s, "change and commit %199s", a) == 1)
		return change(a, true);
	if (sscanf(s, "change %199s", a) == 1)
		return change(a, false);
	if (sscanf(s, "call %199s in %199s", a, b) >= 1)
		return call(a, b);
	if (sscanf(s, "java %199s in %199s", a, b) >= 1)
		return java(a, b);
	if (sscanf(s, "commit %199s", a) == 1)
		return on_variable("CommitAction", "CommitVariableName", a);
	if (sscanf(s, "delete %199s", a) == 1)
		return on_variable("DeleteAction", "DeleteVariableName", a);
	if (sscanf(s, "count %199s", a) == 1)
		return count(a);
	if (text_starts(s, "log "))
		return log_message(s + 4);
	mk_fail("no step reads '%s'", s);
}

static json_t *http(const json_t *step, const char *url, const char *method)
{
	bool login = json_is_true(json_object_get(step, "login"));
	json_t *location = url == NULL ? json_null()
				       : template_of(url, json_object_get(step, "parameters"));

	return json_pack("{s:s,s:o,s:[],s:s,s:b,s:s,s:s,s:s}", "$Type",
			 "Microflows$HttpConfiguration", "CustomLocationTemplate", location,
			 "HttpHeaderEntries", "CustomLocation", "", "UseHttpAuthentication", login,
			 "HttpAuthenticationUserName", login ? "'shop'" : "",
			 "HttpAuthenticationPassword", login ? "@Sync.ApiPassword" : "",
			 "HttpMethod", method);
}

/* "timeout" as a string is the expression of 7.15 on, as a number the field before it. */
static json_t *rest(const json_t *step)
{
	json_t *made = action_of("RestCallAction"), *timeout = json_object_get(step, "timeout");

	json_object_set_new(made, "HttpConfiguration",
			    http(step, short_text(step, "rest", ""),
				 short_text(step, "method", "Get")));
	json_object_set_new(made, "RequestHandling",
			    json_pack("{s:s,s:o}", "$Type", "Microflows$CustomRequestHandling",
				      "Template", template_of("", NULL)));
	json_object_set_new(made, "ResultHandling",
			    json_pack("{s:s,s:n,s:b,s:s,s:s}", "$Type",
				      "Microflows$ResultHandling", "ImportMappingCall", "Bind", 0,
				      "ResultVariableName", "", "VariableDataType", "String"));
	set_text(made, "ErrorResultHandlingType", "HttpResponse");
	if (json_is_integer(timeout)) {
		json_object_set(made, "RequestTimeOut", timeout);
		return made;
	}
	set_text(made, "RequestTimeOutExpression", short_text(step, "timeout", "300"));
	set_text(made, "RequestProxyType", short_text(step, "proxy", "DefaultProxy"));
	json_object_set_new(made, "ProxyConfiguration", json_null());
	return made;
}

static json_t *soap(const json_t *step)
{
	json_t *made = action_of("CallWebServiceAction");
	json_int_t timeout = json_integer_value(json_object_get(step, "timeout"));

	json_object_set_new(made, "HttpConfiguration", http(step, NULL, ""));
	set_text(made, "ImportedService", short_text(step, "soap", ""));
	set_text(made, "ServiceName", short_text(step, "service", "Service"));
	set_text(made, "OperationName", short_text(step, "operation", ""));
	json_object_set_new(made, "RequestTimeOut", json_integer(timeout));
	json_object_set_new(made, "IsValidationRequired", json_false());
	set_text(made, "Location", short_text(step, "location", ""));
	json_object_set_new(made, "OneWay", json_false());
	return made;
}

static json_t *app_service(const json_t *step)
{
	json_t *made = action_of("AppServiceCallAction");

	json_object_set_new(made, "ParameterMappings", json_array());
	set_text(made, "AppServiceAction", short_text(step, "app-service", ""));
	json_object_set_new(made, "UseReturnVariable", json_false());
	set_text(made, "ResultVariableName", "");
	return made;
}

/* The action of a step, or NULL where it is no action but a loop or a decision. */
static json_t *make_action(const json_t *step)
{
	const json_t *inner = json_object_get(step, "action");

	if (json_is_string(step))
		return sentence(json_string_value(step));
	if (json_object_get(step, "$Type") != NULL)
		return json_copy((json_t *)step);
	if (inner != NULL)
		return make_action(inner);
	if (json_object_get(step, "rest") != NULL)
		return short_fields(rest(step), step);
	if (json_object_get(step, "soap") != NULL)
		return short_fields(soap(step), step);
	if (json_object_get(step, "app-service") != NULL)
		return short_fields(app_service(step), step);
	return NULL;
}

static json_t *make_loop(struct flow *f, const json_t *step)
{
	const char *condition = short_text(step, "while", NULL);
	json_t *objects = json_array(), *made;
	json_t *last = make_steps(f, json_object_get(step, "do"), NULL, objects);

	json_decref(last);
	made = json_pack("{s:s,s:{s:s,s:o},s:s}", "$Type", "Microflows$LoopedActivity",
			 "ObjectCollection", "$Type", "Microflows$MicroflowObjectCollection",
			 "Objects", objects, "ErrorHandlingType", "Rollback");
	if (condition != NULL) {
		json_object_set_new(made, "LoopSource",
				    json_pack("{s:s,s:s}", "$Type",
					      "Microflows$WhileLoopCondition", "WhileExpression",
					      condition));
		return made;
	}
	set_text(made, "ListVariableName", short_text(step, "loop", ""));
	set_text(made, "IteratorVariableName", short_text(step, "as", "Item"));
	return made;
}

/* Says which branch it is on the first flow out of `from`, of those added since `at`. */
static void set_case(struct flow *f, size_t at, const char *from, const char *value)
{
	for (; at < json_array_size(f->edges); at++) {
		json_t *edge = json_array_get(f->edges, at);

		if (strcmp(short_text(json_object_get(edge, "OriginPointer"), "$ref", ""),
			   from) != 0)
			continue;
		json_object_set_new(edge, "NewCaseValue",
				    json_pack("{s:s,s:s}", "$Type", "Microflows$EnumerationCase",
					      "Value", value));
		return;
	}
}

/* {"if": EXPRESSION or "if-rule": RULE, "then": […], "else": […]}; returns the merge's id. */
static json_t *make_split(struct flow *f, const json_t *step, const char *before,
			  json_t *objects)
{
	static const char *const branches[][2] = { { "then", "true" }, { "else", "false" } };
	const char *rule = short_text(step, "if-rule", NULL);
	json_t *condition = rule == NULL
		? json_pack("{s:s,s:s}", "$Type", "Microflows$ExpressionSplitCondition",
			    "Expression", short_text(step, "if", "true"))
		: json_pack("{s:s,s:{s:s,s:[],s:s}}", "$Type", "Microflows$RuleSplitCondition",
			    "RuleCall", "$Type", "Microflows$RuleCall", "ParameterMappings",
			    "Microflow", rule);
	json_t *split = add_object(f, objects,
				   json_pack("{s:s,s:o,s:s,s:s}", "$Type",
					     "Microflows$ExclusiveSplit", "SplitCondition",
					     condition, "Caption", "", "ErrorHandlingType",
					     "Rollback"));
	json_t *merge = add_object(f, objects,
				   json_pack("{s:s}", "$Type", "Microflows$ExclusiveMerge"));

	if (before != NULL)
		add_edge(f, before, json_string_value(split), "");
	for (unsigned i = 0; i < 2; i++) {
		size_t at = json_array_size(f->edges);
		json_t *steps = json_object_get(step, branches[i][0]);
		json_t *last = make_steps(f, steps, json_string_value(split), objects);

		add_edge(f, json_string_value(last), json_string_value(merge), "");
		set_case(f, at, json_string_value(split), branches[i][1]);
		json_decref(last);
	}
	json_decref(split);
	return merge;
}

static json_t *make_activity(struct flow *f, const json_t *step)
{
	json_t *action = make_action(step), *disabled = json_object_get(step, "disabled");
	json_t *made;

	if (action == NULL && json_object_get(step, "do") != NULL)
		return make_loop(f, step);
	if (action == NULL)
		mk_fail("a step of '%s' is no action, loop or decision", f->name);
	made = json_pack("{s:s,s:o,s:s}", "$Type", "Microflows$ActionActivity", "Action", action,
			 "Caption", short_text(step, "caption", ""));
	if (disabled != NULL)
		json_object_set(made, "Disabled", disabled);
	return made;
}

/* One after the other behind `before` (may be NULL); returns the id of the last object. */
static json_t *make_steps(struct flow *f, const json_t *steps, const char *before,
			  json_t *objects)
{
	json_t *last = before == NULL ? json_string("") : json_string(before), *step;
	size_t i;

	json_array_foreach(steps, i, step) {
		const char *from = json_string_value(last);
		bool split = json_object_get(step, "if") != NULL ||
			     json_object_get(step, "if-rule") != NULL;
		json_t *id;

		if (*from == '\0')
			from = NULL;
		if (split) {
			id = make_split(f, step, from, objects);
		} else {
			id = add_object(f, objects, make_activity(f, step));
			if (from != NULL)
				add_edge(f, from, json_string_value(id), "");
		}
		json_decref(last);
		last = id;
	}
	return last;
}

json_t *flow_document(const json_t *doc, const char *type, const char *name)
{
	struct flow f = { .name = name, .edges = json_array() };
	json_t *objects = json_array(), *roles = json_object_get(doc, "roles"), *made;
	json_t *start = add_object(&f, objects,
				   json_pack("{s:s}", "$Type", "Microflows$StartEvent"));
	json_t *last = make_steps(&f, json_object_get(doc, "do"), json_string_value(start),
				  objects);
	json_t *end = add_object(&f, objects,
				 json_pack("{s:s,s:s}", "$Type", "Microflows$EndEvent",
					   "ReturnValue", short_text(doc, "returns", "")));

	add_edge(&f, json_string_value(last), json_string_value(end), "");
	json_decref(start);
	json_decref(last);
	json_decref(end);
	made = json_pack("{s:s,s:{s:s,s:o},s:o,s:o,s:s,s:b,s:s,s:b}", "$Type", type,
			 "ObjectCollection", "$Type", "Microflows$MicroflowObjectCollection",
			 "Objects", objects, "SequenceFlows", f.edges, "ModelerAllowedUserRoles",
			 roles == NULL ? json_array() : json_incref(roles), "ReturnType", "Void",
			 "AllowConcurrentExecution",
			 !json_is_false(json_object_get(doc, "concurrent")),
			 "ConcurrencyErrorMicroflow",
			 short_text(doc, "concurrency-microflow", ""), "ApplyEntityAccess", 0);
	if (json_object_get(doc, "url") != NULL)
		json_object_set(made, "Url", json_object_get(doc, "url"));
	set_text(made, "Name", name);
	return made;
}
