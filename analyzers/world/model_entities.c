/* SPDX-License-Identifier: Apache-2.0 */
#include "analyzers/world/model_entities.h"

#include <string.h>

#include "analyzers/world/model_read.h"
#include "util/arena.h"

enum { STEPS_MAX = 16 };	/* variables that take their object from another one */

struct holder {
	const char *entity;	/* "" where it is not said */
	const char *from;	/* variable that it comes from, "" none */
	const char *microflow;	/* whose result it is, "" none */
};

const char *entity_of_type(const char *type, struct arena *a)
{
	size_t n = strlen(type);

	if (n > 2 && type[0] == '[' && type[n - 1] == ']')
		type = arena_text_n(a, type + 1, n - 2);
	return strchr(type, '.') == NULL ? "" : type;
}

static void add(struct entities *e, struct reader *r, const char *variable,
		const struct holder *holder)
{
	struct holder *kept;

	if (variable[0] == '\0' || map_get(&e->by_name, variable) != NULL)
		return;
	kept = arena_alloc(r->arena, sizeof(*kept));
	*kept = *holder;
	map_add(&e->by_name, variable, kept);
}

/* Up to 8.6 the loop says itself what it goes over, later its source does. */
static void add_loop(struct entities *e, struct reader *r, struct doc loop)
{
	struct doc source = doc_doc(loop, "LoopSource");
	struct arena *a = r->arena;

	if (source.data == NULL)
		add(e, r, doc_str(loop, "IteratorVariableName", a),
		    &(struct holder){ "", doc_str(loop, "ListVariableName", a), "" });
	else
		add(e, r, doc_str(source, "VariableName", a),
		    &(struct holder){ "", doc_str(source, "ListVariableName", a), "" });
}

void entities_add_object(struct entities *e, struct reader *r, struct doc object)
{
	const char *type = doc_type(object);

	if (strcmp(type, "Microflows$LoopedActivity") == 0)
		add_loop(e, r, object);
	else if (strcmp(type, "Microflows$MicroflowParameter") == 0)
		add(e, r, doc_str(object, "Name", r->arena),
		    &(struct holder){
			    entity_of_type(doc_str(object, "Type", r->arena), r->arena), "",
			    "" });
}

void entities_add_action(struct entities *e, struct reader *r, struct doc action,
			 const struct activity *act)
{
	struct arena *a = r->arena;
	const char *type = act->type, *result = doc_str(action, "ResultVariableName", a);

	if (act->kind == ACT_RETRIEVE)
		add(e, r, result, &(struct holder){ act->entity, "", "" });
	else if (act->kind == ACT_MICROFLOW)
		add(e, r, result, &(struct holder){ "", "", act->target });
	else if (strcmp(type, "Microflows$CreateChangeAction") == 0 ||
		 strcmp(type, "Microflows$CreateListAction") == 0)
		add(e, r, doc_str(action, "VariableName", a),
		    &(struct holder){ doc_str(action, "Entity", a), "", "" });
	else if (strcmp(type, "Microflows$ListOperationsAction") == 0)
		add(e, r, result,
		    &(struct holder){ "", doc_str(doc_doc(action, "NewOperation"), "ListName", a),
				      "" });
}

static void settle(const struct entities *e, struct activity *a)
{
	const struct holder *h = map_get(&e->by_name, a->variable);

	for (int i = 0; h != NULL && i < STEPS_MAX && h->from[0] != '\0'; i++)
		h = map_get(&e->by_name, h->from);
	if (h == NULL)
		return;
	a->entity = h->entity;
	a->target = h->microflow;
}

void entities_settle(const struct entities *e, struct flow *f)
{
	for (size_t i = 0; i < f->activity_count; i++)
		if (f->activities[i].variable[0] != '\0')
			settle(e, &f->activities[i]);
}

void entities_release(struct entities *e)
{
	map_release(&e->by_name);
}

void entities_finish(struct model *m, struct flow *f)
{
	for (size_t i = 0; i < f->activity_count; i++) {
		struct activity *a = &f->activities[i];
		const struct flow *from;

		if (a->variable[0] == '\0' || a->target[0] == '\0')
			continue;
		from = map_get(&m->flow_by_name, a->target);
		if (from != NULL)
			a->entity = from->returns;
		a->target = "";
	}
}
