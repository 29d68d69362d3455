/* SPDX-License-Identifier: Apache-2.0 */
/* Each microflow, rule and nanoflow in one line, and the event handlers of entities. */
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "analyzers/world/model.h"

enum {
	FLOW_NAME, FLOW_KIND, FLOW_CONCURRENT, FLOW_CONCURRENCY_MICROFLOW, FLOW_URL, FLOW_ROLES,
	FLOW_LOOPS, FLOW_LOOP_DEPTH, FLOW_ACTIVITIES
};
static const struct attr_def flow_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "its name, as Module.Microflow", NULL },
	{ "kind", ATTR_ENUM, ATTR_REQUIRED,
	  "a microflow, a rule that decisions call, or a nanoflow, which runs in the client",
	  "microflow|rule|nanoflow" },
	{ "concurrent", ATTR_BOOL, ATTR_REQUIRED, "may run more than once at a time", NULL },
	{ "concurrency-microflow", ATTR_NAME, 0,
	  "microflow that runs instead when it is already running", NULL },
	{ "url", ATTR_STRING, 0, "path that calls it from the browser's address line", NULL },
	{ "roles", ATTR_INT, ATTR_REQUIRED, "user roles that may run it", NULL },
	{ "loops", ATTR_INT, ATTR_REQUIRED, "loops in it, nested ones included", NULL },
	{ "loop-depth", ATTR_INT, ATTR_REQUIRED, "how deep its loops are nested", NULL },
	{ "activities", ATTR_INT, ATTR_REQUIRED,
	  "activities, disabled ones and calls of rules included", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_flow = {
	.name = "microflow", .source = SOURCE_MODEL, .attrs = flow_attrs,
	.meaning = "A microflow, rule or nanoflow",
};

enum { HANDLER_ENTITY, HANDLER_MOMENT, HANDLER_TYPE, HANDLER_MICROFLOW };
static const struct attr_def handler_attrs[] = {
	{ "entity", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the entity, as Module.Entity", NULL },
	{ "moment", ATTR_STRING, ATTR_KEY | ATTR_REQUIRED, "Before or After", NULL },
	{ "type", ATTR_STRING, ATTR_KEY | ATTR_REQUIRED, "Create, Commit, Delete or RollBack",
	  NULL },
	{ "microflow", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "microflow that it runs", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_handler = {
	.name = "event-handler", .source = SOURCE_MODEL, .attrs = handler_attrs,
	.meaning = "A microflow that runs whenever objects of an entity change",
};

static const struct fact_def *const defs[] = { &fact_flow, &fact_handler, NULL };

static const char *kind_name(enum flow_kind kind)
{
	return kind == FLOW_RULE ? "rule" : kind == FLOW_NANOFLOW ? "nanoflow" : "microflow";
}

/* A microflow that a Java action is handed over is in the list like a call, but is no activity. */
static bool is_argument(const struct activity *a)
{
	return a->kind == ACT_MICROFLOW && strcmp(a->type, "Microflows$MicroflowCallAction") != 0;
}

static int64_t count_activities(const struct flow *flow)
{
	int64_t n = 0;

	for (size_t i = 0; i < flow->activity_count; i++)
		n += !is_argument(&flow->activities[i]);
	return n;
}

static void add_flow(struct facts *fs, const struct flow *flow)
{
	struct fact *f = facts_add(fs, &fact_flow);

	fact_set(fs, f, FLOW_NAME, flow->name);
	fact_set(fs, f, FLOW_KIND, kind_name(flow->kind));
	fact_set_bool(fs, f, FLOW_CONCURRENT, flow->concurrent);
	emit_text(fs, f, FLOW_CONCURRENCY_MICROFLOW, flow->concurrency_microflow);
	emit_text(fs, f, FLOW_URL, flow->url);
	fact_set_int(fs, f, FLOW_ROLES, flow->roles);
	fact_set_int(fs, f, FLOW_LOOPS, flow->loop_count);
	fact_set_int(fs, f, FLOW_LOOP_DEPTH, flow->loop_depth);
	fact_set_int(fs, f, FLOW_ACTIVITIES, count_activities(flow));
}

static void add_handlers(struct facts *fs, const struct entity *e)
{
	for (size_t i = 0; i < e->event_count; i++) {
		struct fact *f = facts_add(fs, &fact_handler);

		fact_set(fs, f, HANDLER_ENTITY, e->name);
		fact_set(fs, f, HANDLER_MOMENT, e->events[i].moment);
		fact_set(fs, f, HANDLER_TYPE, e->events[i].type);
		fact_set(fs, f, HANDLER_MICROFLOW, e->events[i].microflow);
	}
}

static void derive(void *state, struct world *w)
{
	(void)state;
	if (w->model == NULL)
		return;
	for (size_t i = 0; i < w->model->flows.len; i++)
		add_flow(w->facts, w->model->flows.items[i]);
	for (size_t i = 0; i < w->model->entities.len; i++)
		add_handlers(w->facts, w->model->entities.items[i]);
}

const struct analyzer analyzer_microflows = {
	.name = "microflows",
	.summary = "microflows, rules, nanoflows and event handlers",
	.facts = defs,
	.derive = derive,
};
