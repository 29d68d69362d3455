/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Activities that leave the model: over the network, into Java, or onto a task queue. Calls of
 * one flow that agree in all but the loop they stand in are one fact with a count: what differs,
 * as a time-out, is never merged away.
 */
#include <inttypes.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/world/model.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/map.h"
#include "util/vec.h"

#define FLOW_ATTR \
	{ "microflow", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, \
	  "microflow, rule or nanoflow that it stands in", NULL }
#define LOOPS_ATTR \
	{ "loops", ATTR_INT, ATTR_REQUIRED, \
	  "loops of that flow around it; the most of those that are alike", NULL }
#define DISABLED_ATTR \
	{ "disabled", ATTR_BOOL, ATTR_REQUIRED, "switched off in the flow: it does not run", NULL }
#define ERROR_ATTR \
	{ "error-handling", ATTR_STRING, 0, \
	  "after an error: Rollback, Abort, Custom, CustomWithoutRollBack or Continue", NULL }
#define AUTH_ATTR \
	{ "authentication", ATTR_BOOL, ATTR_REQUIRED, \
	  "signs in with user name and password", NULL }
#define SECONDS_ATTR \
	{ "timeout-seconds", ATTR_INT, 0, \
	  "the time-out where it is a plain number; 0 is none", NULL }
#define COUNT_ATTR \
	{ "count", ATTR_INT, ATTR_REQUIRED, "activities that are alike", NULL }
#define END_ATTR { NULL, 0, 0, NULL, NULL }

enum {
	REST_FLOW, REST_URL, REST_CAPTION, REST_METHOD, REST_TIMEOUT, REST_SECONDS, REST_PROXY,
	REST_AUTHENTICATION, REST_CERTIFICATE, REST_LOOPS, REST_DISABLED, REST_ERROR, REST_COUNT
};
static const struct attr_def rest_attrs[] = {
	FLOW_ATTR,
	{ "url", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED,
	  "the location; what is computed stands in braces, as {$Base}/orders", NULL },
	{ "caption", ATTR_STRING, ATTR_KEY, "caption that a developer gave it", NULL },
	{ "method", ATTR_STRING, ATTR_KEY | ATTR_REQUIRED, "Get, Post, Put, Patch, Delete …",
	  NULL },
	{ "timeout", ATTR_STRING, 0, "the time-out as written: seconds or an expression", NULL },
	SECONDS_ATTR,
	{ "proxy", ATTR_STRING, 0, "DefaultProxy, OverrideProxy or NoProxy; from Mendix 7.16 on",
	  NULL },
	AUTH_ATTR,
	{ "client-certificate", ATTR_NAME, 0, "name of the client certificate it asks for", NULL },
	LOOPS_ATTR, DISABLED_ATTR, ERROR_ATTR, COUNT_ATTR, END_ATTR,
};
static const struct fact_def fact_rest = {
	.name = "rest-call", .source = SOURCE_GRAPH, .attrs = rest_attrs,
	.meaning = "A call of a REST service",
};

enum {
	SOAP_FLOW, SOAP_SERVICE, SOAP_OPERATION, SOAP_LOCATION, SOAP_SECONDS, SOAP_LOOPS,
	SOAP_DISABLED, SOAP_AUTHENTICATION, SOAP_ERROR, SOAP_COUNT
};
static const struct attr_def soap_attrs[] = {
	FLOW_ATTR,
	{ "service", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the consumed service", NULL },
	{ "operation", ATTR_STRING, ATTR_KEY, "operation of the service", NULL },
	{ "location", ATTR_STRING, 0, "location that replaces the service's own", NULL },
	SECONDS_ATTR, LOOPS_ATTR, DISABLED_ATTR, AUTH_ATTR, ERROR_ATTR, COUNT_ATTR, END_ATTR,
};
static const struct fact_def fact_soap = {
	.name = "soap-call", .source = SOURCE_GRAPH, .attrs = soap_attrs,
	.meaning = "A call of a SOAP web service",
};

enum { APP_FLOW, APP_ACTION, APP_LOOPS, APP_DISABLED, APP_COUNT };
static const struct attr_def app_attrs[] = {
	FLOW_ATTR,
	{ "action", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "action of the app service", NULL },
	LOOPS_ATTR, DISABLED_ATTR, COUNT_ATTR, END_ATTR,
};
static const struct fact_def fact_app_service = {
	.name = "app-service-call", .source = SOURCE_GRAPH, .attrs = app_attrs,
	.meaning = "A call of an app service, which Mendix has up to version 7",
};

enum { EXTERNAL_FLOW, EXTERNAL_TYPE, EXTERNAL_TARGET, EXTERNAL_LOOPS, EXTERNAL_DISABLED,
       EXTERNAL_COUNT };
static const struct attr_def external_attrs[] = {
	FLOW_ATTR,
	{ "type", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "type of the activity in the model", NULL },
	{ "target", ATTR_STRING, 0, "what it calls, where that is stated", NULL },
	LOOPS_ATTR, DISABLED_ATTR, COUNT_ATTR, END_ATTR,
};
static const struct fact_def fact_external = {
	.name = "external-call", .source = SOURCE_GRAPH, .attrs = external_attrs,
	.meaning = "Another activity that talks to a different system: an external action or "
		   "object, a consumed REST operation, a query of another database",
};

enum { JAVA_FLOW, JAVA_ACTION, JAVA_LOOPS, JAVA_DISABLED, JAVA_COUNT };
static const struct attr_def java_attrs[] = {
	FLOW_ATTR,
	{ "java-action", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the action, as Module.Action",
	  NULL },
	LOOPS_ATTR, DISABLED_ATTR, COUNT_ATTR, END_ATTR,
};
static const struct fact_def fact_java = {
	.name = "java-call", .source = SOURCE_GRAPH, .attrs = java_attrs,
	.meaning = "A call of a Java action",
};

enum { QUEUED_FLOW, QUEUED_TARGET, QUEUED_QUEUE, QUEUED_KIND };
static const struct attr_def queued_attrs[] = {
	FLOW_ATTR,
	{ "target", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "microflow or Java action that runs",
	  NULL },
	{ "queue", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the task queue", NULL },
	{ "kind", ATTR_ENUM, ATTR_REQUIRED, "what the target is", "microflow|java-action" },
	END_ATTR,
};
static const struct fact_def fact_queued = {
	.name = "queued-call", .source = SOURCE_GRAPH, .attrs = queued_attrs,
	.meaning = "A call that a task queue runs in the background; disabled ones are left out",
};

static const struct fact_def *const defs[] = {
	&fact_rest, &fact_soap, &fact_app_service, &fact_external, &fact_java, &fact_queued, NULL,
};

enum { VALUES_MAX = 16, NONE = -1, KEY_MAX = 1 << 20 };

/* Calls that are alike. Values are as they will stand in the fact; NULL is absent. */
struct call {
	const struct fact_def *def;
	const char *values[VALUES_MAX];
	unsigned loops;
	int64_t count;
};

struct collector {
	struct world *w;
	struct vec calls;	/* of struct call, in order of discovery */
	struct map by_key;
	struct buf key;
	size_t flow;		/* number of the one at hand */
};

static const char *yes_no(bool value)
{
	return value ? "yes" : "no";
}

/* NULL for what is not stated. */
static const char *stated(const char *value)
{
	return value[0] == '\0' ? NULL : value;
}

/*
 * All its values in one text, but for the flow: its number says as much, and a long name would
 * be copied for each call. NULL where that is so long that it will stand for itself.
 */
static const char *key_of(struct collector *c, const struct call *call)
{
	size_t n = fact_def_attr_count(call->def);

	buf_clear(&c->key);
	buf_printf(&c->key, "%zu %s", c->flow, call->def->name);
	for (size_t i = 1; i < n; i++) {
		buf_putc(&c->key, call->values[i] == NULL ? '\002' : '\001');
		buf_puts(&c->key, call->values[i] == NULL ? "" : call->values[i]);
	}
	return c->key.over ? NULL : buf_text(&c->key);
}

static struct call *keep(struct collector *c, const char *key, const struct call *call)
{
	struct call *kept = arena_alloc(c->w->arena, sizeof(*kept));

	*kept = *call;
	if (key != NULL)
		map_add(&c->by_key, arena_text(c->w->arena, key), kept);
	vec_push(&c->calls, kept);
	return kept;
}

static void collect(struct collector *c, const struct call *call)
{
	const char *key = key_of(c, call);
	struct call *known = key == NULL ? NULL : map_get(&c->by_key, key);

	if (known == NULL)
		known = keep(c, key, call);
	known->count++;
	if (call->loops > known->loops)
		known->loops = call->loops;
}

static void emit(struct facts *fs, const struct call *call)
{
	struct fact *f = facts_add(fs, call->def);
	int loops = fact_def_attr(call->def, "loops"), count = fact_def_attr(call->def, "count");
	size_t n = fact_def_attr_count(call->def);

	for (unsigned i = 0; i < n; i++)
		fact_set(fs, f, i, call->values[i]);
	if (loops != NONE)
		fact_set_int(fs, f, (unsigned)loops, call->loops);
	if (count != NONE)
		fact_set_int(fs, f, (unsigned)count, call->count);
}

static const char *seconds(struct world *w, const struct http_call *http)
{
	if (http->timeout_seconds < 0)
		return NULL;
	return arena_printf(w->arena, "%" PRId64, http->timeout_seconds);
}

static void fill_rest(struct world *w, struct call *call, const struct activity *a)
{
	call->def = &fact_rest;
	call->values[REST_URL] = a->call->url;
	call->values[REST_CAPTION] = stated(a->caption);
	call->values[REST_METHOD] = a->call->method;
	call->values[REST_TIMEOUT] = stated(a->call->timeout);
	call->values[REST_SECONDS] = seconds(w, a->call);
	call->values[REST_PROXY] = stated(a->call->proxy);
	call->values[REST_AUTHENTICATION] = yes_no(a->call->authentication);
	call->values[REST_CERTIFICATE] = stated(a->call->client_certificate);
	call->values[REST_DISABLED] = yes_no(a->disabled);
	call->values[REST_ERROR] = stated(a->call->error_handling);
}

static void fill_soap(struct world *w, struct call *call, const struct activity *a)
{
	call->def = &fact_soap;
	call->values[SOAP_SERVICE] = a->call->service;
	call->values[SOAP_OPERATION] = stated(a->call->operation);
	call->values[SOAP_LOCATION] = stated(a->call->url);
	call->values[SOAP_SECONDS] = seconds(w, a->call);
	call->values[SOAP_DISABLED] = yes_no(a->disabled);
	call->values[SOAP_AUTHENTICATION] = yes_no(a->call->authentication);
	call->values[SOAP_ERROR] = stated(a->call->error_handling);
}

static void fill_rest_of_kinds(struct call *call, const struct activity *a)
{
	if (a->kind == ACT_APP_SERVICE) {
		call->def = &fact_app_service;
		call->values[APP_ACTION] = a->target;
		call->values[APP_DISABLED] = yes_no(a->disabled);
	} else if (a->kind == ACT_EXTERNAL) {
		call->def = &fact_external;
		call->values[EXTERNAL_TYPE] = a->type;
		call->values[EXTERNAL_TARGET] = stated(a->target);
		call->values[EXTERNAL_DISABLED] = yes_no(a->disabled);
	} else if (a->kind == ACT_JAVA) {
		call->def = &fact_java;
		call->values[JAVA_ACTION] = a->target;
		call->values[JAVA_DISABLED] = yes_no(a->disabled);
	}
}

static void collect_queued(struct collector *c, const char *flow, const struct activity *a)
{
	struct call call = { .def = &fact_queued };

	if (a->queue[0] == '\0' || a->disabled)
		return;
	call.values[QUEUED_FLOW] = flow;
	call.values[QUEUED_TARGET] = a->target;
	call.values[QUEUED_QUEUE] = a->queue;
	call.values[QUEUED_KIND] = a->kind == ACT_JAVA ? "java-action" : "microflow";
	collect(c, &call);
}

static void collect_activity(struct collector *c, const char *flow, const struct activity *a)
{
	struct call call = { .loops = a->loops };

	if (a->kind == ACT_REST)
		fill_rest(c->w, &call, a);
	else if (a->kind == ACT_SOAP)
		fill_soap(c->w, &call, a);
	else
		fill_rest_of_kinds(&call, a);
	if (call.def != NULL) {
		call.values[0] = flow;	/* the first attribute of each of these facts */
		collect(c, &call);
	}
	if (a->kind == ACT_JAVA || a->kind == ACT_MICROFLOW)
		collect_queued(c, flow, a);
}

_Static_assert(REST_FLOW == 0 && SOAP_FLOW == 0 && APP_FLOW == 0 && EXTERNAL_FLOW == 0 &&
	       JAVA_FLOW == 0 && QUEUED_FLOW == 0, "the flow comes first");
_Static_assert((int)REST_COUNT < (int)VALUES_MAX, "a call holds the values of the largest fact");

static void derive(void *state, struct world *w)
{
	struct collector c = { .w = w };

	(void)state;
	if (w->model == NULL)
		return;
	buf_init(&c.key, KEY_MAX);
	for (size_t i = 0; i < w->model->flows.len; i++) {
		const struct flow *flow = w->model->flows.items[i];

		c.flow = i;
		for (size_t j = 0; j < flow->activity_count; j++)
			collect_activity(&c, flow->name, &flow->activities[j]);
	}
	for (size_t i = 0; i < c.calls.len; i++)
		emit(w->facts, c.calls.items[i]);
	vec_release(&c.calls);
	map_release(&c.by_key);
	buf_release(&c.key);
}

const struct analyzer analyzer_calls = {
	.name = "calls",
	.summary = "REST, SOAP, app service, external, Java and queued calls of microflows",
	.facts = defs,
	.derive = derive,
};
