/* SPDX-License-Identifier: Apache-2.0 */
/* Microflows that the platform itself calls: when the app starts, stops, or is asked its health. */
#include "analyzers/analyzer.h"
#include "analyzers/world/graph.h"
#include "analyzers/world/model.h"

enum { HOOK_KIND, HOOK_MICROFLOW };
static const struct attr_def hook_attrs[] = {
	{ "kind", ATTR_ENUM, ATTR_KEY | ATTR_REQUIRED, "when the platform calls it",
	  "after-startup|before-shutdown|health-check" },
	{ "microflow", ATTR_NAME, ATTR_REQUIRED, "microflow that it calls", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_hook = {
	.name = "hook", .source = SOURCE_MODEL, .attrs = hook_attrs, .children = reach_children,
	.meaning = "A microflow that the platform calls by itself",
};

static const struct fact_def *const defs[] = { &fact_hook, NULL };

static void add_hook(struct world *w, const char *kind, const char *microflow)
{
	struct fact *f;

	if (microflow[0] == '\0')
		return;
	f = facts_add(w->facts, &fact_hook);
	fact_set(w->facts, f, HOOK_KIND, kind);
	fact_set(w->facts, f, HOOK_MICROFLOW, microflow);
	graph_add_reach(w->graph, w->facts, f, microflow);
}

static void derive(void *state, struct world *w)
{
	(void)state;
	if (w->model == NULL || !w->model->settings.present)
		return;
	add_hook(w, "after-startup", w->model->settings.after_startup);
	add_hook(w, "before-shutdown", w->model->settings.before_shutdown);
	add_hook(w, "health-check", w->model->settings.health_check);
}

const struct analyzer analyzer_hooks = {
	.name = "hooks",
	.summary = "after-startup, before-shutdown and health-check microflows",
	.facts = defs,
	.derive = derive,
};
