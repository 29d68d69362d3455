/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one action of a flow does. An action that is neither read here nor on the list
 * of known types is unknown: nobody can say what it reaches.
 */
#include "analyzers/world/model_read.h"

#include <string.h>

#include "analyzers/world/model_entities.h"
#include "util/arena.h"
#include "util/text.h"

typedef void read_fn(struct activity *out, struct doc action, struct arena *a);

/* True when nothing limits how many objects come. */
static bool unlimited(struct doc range, struct arena *a)
{
	const char *type = doc_type(range);

	if (range.data == NULL)
		return true;
	if (strcmp(type, "Microflows$ConstantRange") == 0)
		return !doc_bool(range, "SingleObject", false);
	if (strcmp(type, "Microflows$CustomRange") == 0)
		return http_expression(a, doc_str(range, "LimitExpression", a))[0] ==
		       '\0';
	return false;
}

static void read_retrieve(struct activity *out, struct doc action, struct arena *a)
{
	struct doc source = doc_doc(action, "RetrieveSource");

	out->kind = ACT_RETRIEVE;
	if (strcmp(doc_type(source), "Microflows$DatabaseRetrieveSource") != 0) {
		out->entity = entity_of_type(doc_str(source, "Type", a), a);
		return;
	}
	out->entity = doc_str(source, "Entity", a);
	out->unbounded = unlimited(doc_doc(source, "Range"), a);
}

/* Create and change: they commit only where they say so. */
static void read_change(struct activity *out, struct doc action, struct arena *a)
{
	const char *commit = doc_str(action, "Commit", a);

	out->kind =
		commit[0] == '\0' || strcmp(commit, "No") == 0 ? ACT_OTHER : ACT_COMMIT;
	if (strcmp(commit, "Yes") == 0)
		out->handlers |= HANDLERS_COMMIT;
	out->entity = doc_str(action, "Entity", a);
	out->variable = doc_str(action, "ChangeVariableName", a);
}

static void read_create(struct activity *out, struct doc action, struct arena *a)
{
	read_change(out, action, a);
	out->handlers |= HANDLERS_CREATE;
}

static void read_commit(struct activity *out, struct doc action, struct arena *a)
{
	out->kind = ACT_COMMIT;
	out->variable = doc_str(action, "CommitVariableName", a);
	if (doc_bool(action, "WithEvents", true))
		out->handlers = HANDLERS_COMMIT;
}

static void read_delete(struct activity *out, struct doc action, struct arena *a)
{
	out->kind = ACT_COMMIT;
	out->variable = doc_str(action, "DeleteVariableName", a);
	out->handlers = HANDLERS_DELETE;
}

static void read_rollback(struct activity *out, struct doc action, struct arena *a)
{
	out->kind = ACT_OTHER;
	out->variable = doc_str(action, "RollbackVariableName", a);
	out->handlers = HANDLERS_ROLLBACK;
}

/* The queue's name stands on the call up to 9.6, in QueueSettings from 9.10 on. */
static const char *queue_of(struct doc d, struct arena *a)
{
	struct doc settings = doc_doc(d, "QueueSettings");
	const char *name = doc_str(d, "Queue", a);

	if (name[0] == '\0')
		name = doc_str(settings, "Queue", a);
	return name[0] == '\0' ? doc_str(settings, "QueueName", a) : name;
}

static void read_microflow_call(struct activity *out, struct doc action,
				struct arena *a)
{
	struct doc call = doc_doc(action, "MicroflowCall");

	out->kind = ACT_MICROFLOW;
	out->target = doc_str(call, "Microflow", a);
	out->queue = queue_of(call, a);
	if (out->queue[0] == '\0')
		out->queue = queue_of(action, a);
}

static void read_nanoflow_call(struct activity *out, struct doc action, struct arena *a)
{
	out->kind = ACT_NANOFLOW;
	out->target = doc_str(doc_doc(action, "NanoflowCall"), "Nanoflow", a);
}

static void read_java_call(struct activity *out, struct doc action, struct arena *a)
{
	out->kind = ACT_JAVA;
	out->target = doc_str(action, "JavaAction", a);
	out->queue = queue_of(action, a);
}

static void read_rest_call(struct activity *out, struct doc action, struct arena *a)
{
	struct http_call *call = arena_alloc(a, sizeof(*call));

	http_read_rest(call, action, a);
	out->kind = ACT_REST;
	out->call = call;
}

static void read_soap_call(struct activity *out, struct doc action, struct arena *a)
{
	struct http_call *call = arena_alloc(a, sizeof(*call));

	http_read_soap(call, action, a);
	out->kind = ACT_SOAP;
	out->call = call;
	out->target = call->service;
}

static void read_app_service_call(struct activity *out, struct doc action,
				  struct arena *a)
{
	out->kind = ACT_APP_SERVICE;
	out->target = doc_str(action, "AppServiceAction", a);
}

/*
 * Studio Pro makes up a caption from the action. `lead` and the last part of the
 * field's value and `tail` are how such a caption begins; field NULL compares what
 * stands there as it is.
 */
static const struct action {
	const char *type;
	read_fn *read;
	const char *lead, *field, *tail;
} actions[] = {
	{"Microflows$RetrieveAction", read_retrieve, NULL, NULL, NULL},
	{"Microflows$CreateChangeAction", read_create, "Create ", "Entity", ""},
	{"Microflows$ChangeAction", read_change, "Change '", "ChangeVariableName", "'"},
	{"Microflows$CommitAction", read_commit, "Commit '", "CommitVariableName", "'"},
	{"Microflows$DeleteAction", read_delete, "Delete ", "DeleteVariableName", ""},
	{"Microflows$RollbackAction", read_rollback, NULL, NULL, NULL},
	{"Microflows$MicroflowCallAction", read_microflow_call, NULL, NULL, NULL},
	{"Microflows$NanoflowCallAction", read_nanoflow_call, NULL, NULL, NULL},
	{"Microflows$JavaActionCallAction", read_java_call, NULL, NULL, NULL},
	{"Microflows$RestCallAction", read_rest_call, "Call REST (", NULL, ""},
	{"Microflows$CallWebServiceAction", read_soap_call, "Call web service '",
	 "OperationName", "'"},
	{"Microflows$AppServiceCallAction", read_app_service_call, "Call '",
	 "AppServiceAction", "'"},
};

static const struct action *action_of(const char *type)
{
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		if (strcmp(actions[i].type, type) == 0)
			return &actions[i];
	return NULL;
}

static bool is_known(const char *type)
{
	static const char *const known[] = {
#define KNOWN_ACTION(type) type,
#include "analyzers/world/known_types.def"
		NULL,
	};

	for (size_t i = 0; known[i] != NULL; i++)
		if (type_matches(type, known[i]))
			return true;
	return false;
}

/* The field that names what an action calls outside, NULL for other actions. */
static const char *outward_field(const char *type)
{
	static const struct {
		const char *type, *field;
	} outward[] = {
#define OUTWARD_ACTION(type, field) {type, field},
#include "analyzers/world/known_types.def"
	};

	for (size_t i = 0; i < sizeof(outward) / sizeof(outward[0]); i++)
		if (type_matches(type, outward[i].type))
			return outward[i].field;
	return NULL;
}

void activity_read(struct reader *r, struct doc action, struct activity *out)
{
	const char *type = doc_str(action, "$Type", r->arena);
	const struct action *known = action_of(type);
	const char *field = outward_field(type);

	out->type = type;
	out->target = out->entity = out->queue = out->variable = "";
	if (known != NULL) {
		known->read(out, action, r->arena);
	} else if (is_known(type)) {
		out->kind = ACT_OTHER;
	} else if (field != NULL) {
		out->kind = ACT_EXTERNAL;
		out->target = doc_str(action, field, r->arena);
	} else {
		out->kind = ACT_UNKNOWN;
		r->m->unknown_activities++;
		unknown_add(r, &r->actions, type);
	}
}

static const char *last_part(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot == NULL ? name : dot + 1;
}

/* "Retrieve Order from database", "Retrieve list of Line by $Order/Order_Lines" */
static bool names_retrieve(const char *caption)
{
	return text_starts(caption, "Retrieve ") &&
	       (text_ends(caption, " from database") ||
		strstr(caption, " by $") != NULL);
}

static bool made_up(const char *caption, struct doc action, const struct activity *act,
		    struct arena *a)
{
	const struct action *known = action_of(act->type);
	const char *start, *value = last_part(act->target);

	if (known == NULL)
		return false;
	if (act->kind == ACT_RETRIEVE)
		return names_retrieve(caption);
	if (known->lead == NULL)
		return strcmp(caption, value) == 0 ||
		       strcmp(caption, arena_printf(a, "Call '%s'", value)) == 0;
	value = known->field == NULL ? "" : last_part(doc_str(action, known->field, a));
	start = arena_printf(a, "%s%s%s", known->lead, value, known->tail);
	return text_starts(caption, start);
}

const char *activity_caption(struct doc object, struct doc action,
			     const struct activity *act, struct arena *a)
{
	const char *caption = tidy_text(a, doc_str(object, "Caption", a));

	return made_up(caption, action, act, a) ? "" : caption;
}
