/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as model.mdp: every promise of analyzers/world/model.h holds for what comes
 * out, and what was left out made a source partial.
 */
#include "analyzers/world/model.h"

#include <string.h>

#include "core/diag.h"
#include "core/limits.h"
#include "core/source.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_text(const char *s)
{
	if (s == NULL || !text_is_utf8(s, strlen(s)))
		BUG("a text is missing or not UTF-8");
}

static void check_call(const struct activity *a)
{
	if ((a->call != NULL) != (a->kind == ACT_REST || a->kind == ACT_SOAP))
		BUG("a call where there is none, or none where there is one");
	if (a->call == NULL)
		return;
	check_text(a->call->url);
	check_text(a->call->method);
	check_text(a->call->timeout);
	check_text(a->call->proxy);
	check_text(a->call->client_certificate);
	check_text(a->call->service);
	check_text(a->call->operation);
	check_text(a->call->error_handling);
	if (a->call->timeout_seconds < -1)
		BUG("a negative timeout");
}

static size_t check_flow(const struct flow *f)
{
	unsigned unknown = 0;

	check_text(f->name);
	check_text(f->module);
	check_text(f->concurrency_microflow);
	check_text(f->url);
	if (f->loop_depth > f->loop_count)
		BUG("loops deeper than there are");
	for (size_t i = 0; i < f->activity_count; i++) {
		const struct activity *a = &f->activities[i];

		check_text(a->type);
		check_text(a->caption);
		check_text(a->target);
		check_text(a->entity);
		check_text(a->queue);
		check_call(a);
		if (a->loops > f->loop_depth ||
		    (a->unbounded && a->kind != ACT_RETRIEVE))
			BUG("an activity contradicts itself");
		unknown += a->kind == ACT_UNKNOWN;
	}
	if (unknown != f->unknown)
		BUG("unknown activities are miscounted");
	return unknown;
}

static void check_events(const struct model *m)
{
	for (size_t i = 0; i < m->events.len; i++) {
		const struct scheduled_event *e = m->events.items[i];

		check_text(e->name);
		check_text(e->microflow);
		check_text(e->schedule.text);
		check_text(e->schedule.form);
		if (e->schedule.every_seconds < -1 || e->schedule.every_seconds == 0)
			BUG("an event that runs without end");
	}
}

static void check_services(const struct model *m)
{
	for (size_t i = 0; i < m->published.len; i++) {
		const struct published_service *s = m->published.items[i];

		check_text(s->name);
		check_text(s->path);
		check_text(s->version);
		check_text(s->authentication);
		for (size_t j = 0; j < s->operation_count; j++) {
			check_text(s->operations[j].name);
			check_text(s->operations[j].method);
			check_text(s->operations[j].path);
			check_text(s->operations[j].microflow);
		}
	}
	for (size_t i = 0; i < m->consumed.len; i++) {
		const struct consumed_service *s = m->consumed.items[i];

		check_text(s->name);
		check_text(s->location);
		check_text(s->location_constant);
		check_text(s->wsdl_url);
	}
}

static void check_others(const struct model *m)
{
	for (size_t i = 0; i < m->entities.len; i++) {
		const struct entity *e = m->entities.items[i];

		check_text(e->name);
		check_text(e->parent);
		for (size_t j = 0; j < e->event_count; j++)
			check_text(e->events[j].microflow);
	}
	for (size_t i = 0; i < m->workflows.len; i++) {
		const struct workflow *w = m->workflows.items[i];

		for (size_t j = 0; j < w->microflow_count; j++)
			check_text(w->microflows[j]);
	}
	for (size_t i = 0; i < m->queues.len; i++)
		check_text(((const struct queue *)m->queues.items[i])->parallelism);
	for (size_t i = 0; i < m->profiles.len; i++)
		check_text(((const struct nav_profile *)m->profiles.items[i])->kind);
	check_text(m->settings.after_startup);
	check_text(m->security.level);
	check_text(m->runtime_version);
	check_text(m->deployment_id);
}

static void check_model(const struct model *m, const struct sources *s)
{
	size_t unknown = 0, documents = 0;

	for (size_t i = 0; i < m->flows.len; i++) {
		const struct flow *f = m->flows.items[i];

		unknown += check_flow(f);
		if (f->name[0] != '\0' && map_get(&m->flow_by_name, f->name) == NULL)
			BUG("a flow is not found by its name");
	}
	for (size_t i = 0; i < m->modules.len; i++)
		documents +=
			((const struct model_module *)m->modules.items[i])->documents;
	check_events(m);
	check_services(m);
	check_others(m);
	if (documents > m->documents || unknown != m->unknown_activities)
		BUG("the sums are wrong");
	if (unknown > 0 && s->state[SOURCE_GRAPH] != SOURCE_PARTIAL)
		BUG("unknown activities in a complete graph");
	if (m->unknown_documents + m->unread_documents > 0 &&
	    s->state[SOURCE_MODEL] != SOURCE_PARTIAL)
		BUG("something was left out of a complete model");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	CLEANUP(arena_cleanup) struct arena *arena = arena_new();
	CLEANUP(diags_release) struct diags diags;
	struct limits limits = limits_default();
	struct sources sources;
	struct model *m;

	limits.activities = 500;
	sources_init(&sources, arena);
	diags_init(&diags, arena);
	m = model_read(bytes, size, &limits, &sources, &diags, arena);
	if (m != NULL)
		check_model(m, &sources);
	else if (sources.state[SOURCE_MODEL] != SOURCE_ABSENT ||
		 sources.reason[SOURCE_GRAPH] == NULL || diags.list.len != 1)
		BUG("no model, and nothing said about it");
	model_release(m);
	return 0;
}
