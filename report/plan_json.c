/* SPDX-License-Identifier: Apache-2.0 */
#include "report/plan_json.h"

#include "core/outcome.h"

void plan_json_links(struct jsonw *j, const struct rule_link *links, size_t count)
{
	jsonw_array(j, "links");
	for (size_t i = 0; i < count; i++) {
		jsonw_flat_object(j, NULL);
		jsonw_text(j, "title", links[i].title);
		jsonw_text(j, "href", links[i].href);
		jsonw_close(j);
	}
	jsonw_close(j);
}

void plan_json_covers(struct jsonw *j, const char *const *covers)
{
	jsonw_array(j, "covers");
	for (; *covers != NULL; covers++)
		jsonw_text(j, NULL, *covers);
	jsonw_close(j);
}

static void add_lists(struct jsonw *j, const struct plan_step *s)
{
	jsonw_array(j, "lists");
	for (size_t i = 0; i < s->list_count; i++) {
		const struct plan_list *l = &s->lists[i];

		jsonw_object(j, NULL);
		jsonw_text(j, "title", l->title);
		jsonw_bool(j, "tick", l->tick);
		jsonw_array(j, "items");
		for (size_t k = 0; k < l->count; k++) {
			jsonw_flat_object(j, NULL);
			jsonw_text(j, "text", l->items[k].text);
			jsonw_text(j, "state", plan_state_name(l->items[k].state));
			jsonw_close(j);
		}
		jsonw_close(j);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void add_request(struct jsonw *j, const struct plan_request *r)
{
	if (r == NULL) {
		jsonw_null(j, "request");
		return;
	}
	jsonw_object(j, "request");
	jsonw_text(j, "to", r->to);
	jsonw_text(j, "subject", r->subject);
	jsonw_array(j, "lines");
	for (size_t i = 0; i < r->count; i++) {
		jsonw_flat_object(j, NULL);
		jsonw_text(j, "field", r->lines[i].field);
		jsonw_text(j, "text", r->lines[i].text);
		jsonw_close(j);
	}
	jsonw_close(j);
	jsonw_close(j);
}

static void add_step(struct jsonw *j, const struct plan_step *s)
{
	jsonw_object(j, NULL);
	jsonw_text(j, "id", s->info->id);
	jsonw_count(j, "number", s->number);
	jsonw_text(j, "state", plan_state_name(s->state));
	jsonw_text(j, "title", s->title);
	jsonw_array(j, "texts");
	for (size_t i = 0; s->texts[i] != NULL; i++)
		jsonw_text(j, NULL, s->texts[i]);
	jsonw_close(j);
	jsonw_text(j, "who", s->info->who);
	jsonw_text(j, "duration", s->info->duration);
	jsonw_text(j, "ahead", s->info->ahead);
	jsonw_text(j, "undo", plan_undo_name(s->info->undo));
	jsonw_text(j, "back", s->info->back);
	jsonw_text(j, "proof", s->proof);
	jsonw_text(j, "reason", s->reason);
	jsonw_text(j, "decideBy", s->option);
	jsonw_text(j, "perhaps", s->perhaps);
	jsonw_text(j, "partial", s->partial);
	add_lists(j, s);
	add_request(j, s->request);
	plan_json_covers(j, s->info->covers);
	plan_json_links(j, s->info->links, s->info->link_count);
	jsonw_close(j);
}

void plan_json(struct jsonw *j, const struct plan *plan)
{
	jsonw_object(j, "plan");
	for (int i = 0; i < PLAN_STATE_COUNT; i++)
		jsonw_count(j, i == PLAN_NOT_APPLICABLE ? "notApplicable" :
			       plan_state_name((enum plan_state)i), plan->steps[i]);
	jsonw_array(j, "phases");
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_phase *p = &plan->phases[i];

		jsonw_object(j, NULL);
		jsonw_text(j, "id", p->id);
		jsonw_text(j, "title", p->title);
		jsonw_text(j, "intro", p->intro);
		jsonw_array(j, "steps");
		for (size_t k = 0; k < p->count; k++)
			add_step(j, &p->steps[k]);
		jsonw_close(j);
		jsonw_close(j);
	}
	jsonw_close(j);
	jsonw_close(j);
}
