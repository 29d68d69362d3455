/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scheduled events with what each run reaches. A package only says that an event is defined:
 * whether it is switched on is decided in the project and in the environment.
 */
#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "analyzers/world/graph.h"
#include "analyzers/world/model.h"

enum {
	EVENT_NAME, EVENT_MICROFLOW, EVENT_SCHEDULE, EVENT_FORM, EVENT_EVERY, EVENT_START,
	EVENT_TIME_ZONE, EVENT_OVERLAP
};
static const struct attr_def event_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the event, as Module.Event", NULL },
	{ "microflow", ATTR_NAME, ATTR_REQUIRED, "microflow that it runs", NULL },
	{ "schedule", ATTR_STRING, ATTR_REQUIRED, "when it runs, in words", NULL },
	{ "form", ATTR_STRING, ATTR_REQUIRED,
	  "'interval' up to Mendix 9.10, later the kind of schedule, as DaySchedule", NULL },
	{ "every-seconds", ATTR_INT, 0, "shortest time between two runs, in seconds", NULL },
	{ "start", ATTR_TIME, 0, "first run", NULL },
	{ "time-zone", ATTR_STRING, 0, "UTC, or Server for the project's time zone", NULL },
	{ "overlap", ATTR_STRING, 0,
	  "what happens when the run before still goes on: SkipNext or DelayNext", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_event = {
	.name = "scheduled-event", .source = SOURCE_MODEL, .attrs = event_attrs,
	.children = reach_children,
	.meaning = "A scheduled event that is defined; whether it is switched on is not in a "
		   "package",
};

static const struct fact_def *const defs[] = { &fact_event, NULL };

static void add_event(struct world *w, const struct scheduled_event *e)
{
	struct facts *fs = w->facts;
	struct fact *f = facts_add(fs, &fact_event);

	fact_set(fs, f, EVENT_NAME, e->name);
	fact_set(fs, f, EVENT_MICROFLOW, e->microflow);
	fact_set(fs, f, EVENT_SCHEDULE, e->schedule.text);
	fact_set(fs, f, EVENT_FORM, e->schedule.form);
	emit_count(fs, f, EVENT_EVERY, e->schedule.every_seconds);
	if (e->start_ms != INT64_MIN)
		fact_set_time(fs, f, EVENT_START, e->start_ms);
	emit_text(fs, f, EVENT_TIME_ZONE, e->time_zone);
	emit_text(fs, f, EVENT_OVERLAP, e->on_overlap);
	graph_add_reach(w->graph, fs, f, e->microflow);
}

static void derive(void *state, struct world *w)
{
	(void)state;
	for (size_t i = 0; w->model != NULL && i < w->model->events.len; i++)
		add_event(w, w->model->events.items[i]);
}

const struct analyzer analyzer_scheduled_events = {
	.name = "scheduled-events",
	.summary = "scheduled events, their schedules, and what a run reaches",
	.facts = defs,
	.derive = derive,
};
