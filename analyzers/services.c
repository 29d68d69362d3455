/* SPDX-License-Identifier: Apache-2.0 */
/* Services that the app publishes, with what each operation reaches, and those it consumes. */
#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "analyzers/world/graph.h"
#include "analyzers/world/model.h"

enum { OPERATION_METHOD, OPERATION_PATH, OPERATION_NAME, OPERATION_MICROFLOW };
static const struct attr_def operation_attrs[] = {
	{ "method", ATTR_STRING, 0, "HTTP method of a REST operation, as Get", NULL },
	{ "path", ATTR_STRING, 0, "path of a REST operation", NULL },
	{ "name", ATTR_STRING, 0, "name of another operation", NULL },
	{ "microflow", ATTR_NAME, ATTR_REQUIRED, "microflow that answers it; may be empty", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_operation = {
	.name = "operation", .source = SOURCE_MODEL, .attrs = operation_attrs,
	.children = reach_children,
	.meaning = "An operation of a published service",
};
static const struct fact_def *const operation_children[] = { &fact_operation, NULL };

enum {
	PUBLISHED_KIND, PUBLISHED_NAME, PUBLISHED_PATH, PUBLISHED_VERSION,
	PUBLISHED_AUTHENTICATION, PUBLISHED_MICROFLOW, PUBLISHED_OPERATIONS, PUBLISHED_RESOURCES
};
static const struct attr_def published_attrs[] = {
	{ "kind", ATTR_ENUM, ATTR_KEY | ATTR_REQUIRED, "kind of service", "rest|soap|odata|app" },
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the service, as Module.Service", NULL },
	{ "path", ATTR_STRING, 0, "path in the URL, without a leading slash", NULL },
	{ "version", ATTR_STRING, 0, "version that its maker gave it", NULL },
	{ "authentication", ATTR_STRING, ATTR_REQUIRED,
	  "ways to sign in, in alphabetical order with spaces between; None where nobody has to; "
	  "empty where the model does not say", NULL },
	{ "authentication-microflow", ATTR_NAME, 0, "microflow that decides who may call", NULL },
	{ "operations", ATTR_INT, ATTR_REQUIRED, "operations", NULL },
	{ "resources", ATTR_INT, 0, "resources of a REST or OData service", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_published = {
	.name = "published-service", .source = SOURCE_MODEL, .attrs = published_attrs,
	.children = operation_children,
	.meaning = "A service that the app offers to other systems",
};

enum {
	CONSUMED_KIND, CONSUMED_NAME, CONSUMED_LOCATION, CONSUMED_CONSTANT, CONSUMED_WSDL,
	CONSUMED_OPERATIONS
};
static const struct attr_def consumed_attrs[] = {
	{ "kind", ATTR_ENUM, ATTR_KEY | ATTR_REQUIRED, "kind of service",
	  "soap|app|odata|rest|business-events|database" },
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the service, as Module.Service", NULL },
	{ "location", ATTR_STRING, 0, "where it is, as the model says", NULL },
	{ "location-constant", ATTR_NAME, 0, "constant that overrides the location", NULL },
	{ "wsdl-url", ATTR_STRING, 0, "where its description was imported from", NULL },
	{ "operations", ATTR_INT, ATTR_REQUIRED, "operations or actions it has", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_consumed = {
	.name = "consumed-service", .source = SOURCE_MODEL, .attrs = consumed_attrs,
	.meaning = "A service of another system that the app can call",
};

static const struct fact_def *const defs[] = { &fact_published, &fact_consumed, NULL };

static void add_operation(struct world *w, struct fact *parent,
			  const struct published_operation *o)
{
	struct fact *f = fact_child(w->facts, parent, &fact_operation);

	emit_text(w->facts, f, OPERATION_METHOD, o->method);
	emit_text(w->facts, f, OPERATION_PATH, o->path);
	emit_text(w->facts, f, OPERATION_NAME, o->name);
	fact_set(w->facts, f, OPERATION_MICROFLOW, o->microflow);
	if (o->microflow[0] != '\0')
		graph_add_reach(w->graph, w->facts, f, o->microflow);
}

static bool has_resources(const struct published_service *s)
{
	return s->kind[0] == 'r' || s->kind[0] == 'o';
}

static void add_published(struct world *w, const struct published_service *s)
{
	struct facts *fs = w->facts;
	struct fact *f = facts_add(fs, &fact_published);

	fact_set(fs, f, PUBLISHED_KIND, s->kind);
	fact_set(fs, f, PUBLISHED_NAME, s->name);
	emit_text(fs, f, PUBLISHED_PATH, s->path);
	emit_text(fs, f, PUBLISHED_VERSION, s->version);
	fact_set(fs, f, PUBLISHED_AUTHENTICATION, s->authentication);
	emit_text(fs, f, PUBLISHED_MICROFLOW, s->authentication_microflow);
	fact_set_int(fs, f, PUBLISHED_OPERATIONS, (int64_t)s->operation_count);
	if (has_resources(s))
		fact_set_int(fs, f, PUBLISHED_RESOURCES, (int64_t)s->resources);
	for (size_t i = 0; i < s->operation_count; i++)
		add_operation(w, f, &s->operations[i]);
}

static void add_consumed(struct facts *fs, const struct consumed_service *s)
{
	struct fact *f = facts_add(fs, &fact_consumed);

	fact_set(fs, f, CONSUMED_KIND, s->kind);
	fact_set(fs, f, CONSUMED_NAME, s->name);
	emit_text(fs, f, CONSUMED_LOCATION, s->location);
	emit_text(fs, f, CONSUMED_CONSTANT, s->location_constant);
	emit_text(fs, f, CONSUMED_WSDL, s->wsdl_url);
	fact_set_int(fs, f, CONSUMED_OPERATIONS, (int64_t)s->operations);
}

static void derive(void *state, struct world *w)
{
	(void)state;
	if (w->model == NULL)
		return;
	for (size_t i = 0; i < w->model->published.len; i++)
		add_published(w, w->model->published.items[i]);
	for (size_t i = 0; i < w->model->consumed.len; i++)
		add_consumed(w->facts, w->model->consumed.items[i]);
}

const struct analyzer analyzer_services = {
	.name = "services",
	.summary = "services that the app publishes and consumes",
	.facts = defs,
	.derive = derive,
};
