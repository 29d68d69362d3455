/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Microflows, rules and nanoflows: their activities, in loops or not. The objects of a
 * loop are inside it, but its sequence flows are in the list of the whole flow.
 *
 * A database retrieve that is followed by one aggregate of its list, and whose list is
 * used nowhere else, is merged with it into one query by the runtime: no list ever
 * comes.
 */
#include "analyzers/world/model_read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/world/model_entities.h"
#include "analyzers/world/model_variables.h"
#include "core/diag.h"
#include "core/limits.h"
#include "core/source.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/text.h"

/* What a name in a Java action's arguments is kept as until all flows are known. */
static const char NAMED_TYPE[] = "Microflows$JavaActionParameterMapping";
static const char VALUE_TYPE[] = "Microflows$MicroflowParameterValue";

enum { ID_LEN = 16 };

/* An activity that makes or aggregates a list. */
struct point {
	const unsigned char *id;
	const char *list;
	size_t at; /* in walk.activities */
};

struct walk {
	struct reader *r;
	struct flow *f;
	struct doc doc;
	struct activity *activities;
	size_t len, size;
	struct vec retrieves, aggregates; /* of struct point */
	struct variables variables;
	struct entities entities;
};

/* False once the limit is reached: said once. */
static bool count_one(struct reader *r)
{
	if (r->activities > r->limits->activities)
		return false;
	if (++r->activities <= r->limits->activities)
		return true;
	diag_add(r->diags, DIAG_INCOMPLETE, MODEL_PLACE,
		 "more than %" PRIu64 " activities and flows (--max-activities)",
		 r->limits->activities);
	source_partial(r->sources, SOURCE_GRAPH,
		       "more activities and flows than the limit");
	return false;
}

static struct activity *add(struct walk *w, unsigned loops)
{
	struct activity *a;

	if (w->len == w->size) {
		w->size = w->size == 0 ? 16 : w->size * 2;
		w->activities =
			alloc_resize(w->activities, w->size * sizeof(*w->activities));
	}
	a = &w->activities[w->len++];
	*a = (struct activity){.type = "",
			       .caption = "",
			       .target = "",
			       .entity = "",
			       .queue = "",
			       .variable = "",
			       .loops = loops};
	return a;
}

static void add_unknown(struct walk *w, const char *type, unsigned loops)
{
	struct activity *a = add(w, loops);

	a->kind = ACT_UNKNOWN;
	a->type = type;
	w->f->unknown++;
	w->r->m->unknown_activities++;
	unknown_add(w->r, &w->r->actions, type);
}

/* A copy of the Java call at `at`, as a call of a microflow that it is given. */
static void add_argument(struct walk *w, size_t at, const char *type,
			 const char *target)
{
	struct activity *a = add(w, w->activities[at].loops);

	a->kind = ACT_MICROFLOW;
	a->type = type;
	a->caption = w->activities[at].caption;
	a->disabled = w->activities[at].disabled;
	a->target = target;
}

/* 'Module.Name' as a literal: the name, else NULL. */
static const char *named_in(const char *argument, struct arena *a)
{
	const char *name = http_expression(a, argument), *dot = strchr(name, '.');

	if (name[0] == '{' || dot == NULL || dot == name ||
	    strchr(dot + 1, '.') != NULL || strpbrk(name, " /:'") != NULL)
		return NULL;
	return name;
}

/*
 * Microflows that a Java action is handed over: from 8.6 on they are marked as such.
 * Before, and where an action takes just a name, a literal may be one; flows_finish()
 * will know.
 */
static void read_arguments(struct walk *w, struct doc action, size_t at)
{
	struct doc_iter list = doc_array(action, "ParameterMappings");
	struct arena *a = w->r->arena;
	struct doc mapping;

	while (doc_next(&list, &mapping)) {
		struct doc value = doc_doc(mapping, "Value");
		const char *text = value.data == NULL
					   ? doc_str(mapping, "Argument", a)
					   : doc_str(value, "ValueExpression", a);
		const char *name = doc_str(value, "Microflow", a);

		if (strcmp(doc_type(value), VALUE_TYPE) == 0 && name[0] != '\0')
			add_argument(w, at, VALUE_TYPE, name);
		else if ((name = named_in(text, a)) != NULL)
			add_argument(w, at, NAMED_TYPE, name);
	}
}

static void remember(struct walk *w, struct vec *list, struct doc object,
		     const char *name)
{
	const unsigned char *id = doc_id(object, "$ID");
	struct point *p;

	if (id == NULL || name[0] == '\0')
		return;
	p = model_add(w->r, list, sizeof(*p));
	*p = (struct point){id, name, w->len - 1};
}

static bool is_merged(struct doc action, struct arena *a)
{
	static const char *const functions[] = {"Count", "Sum", "Average", "Minimum",
						"Maximum"};
	const char *function = doc_str(action, "AggregateFunction", a);

	if (doc_bool(action, "UseExpression", false))
		return false;
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (strcmp(function, functions[i]) == 0)
			return true;
	return false;
}

static void read_activity(struct walk *w, struct doc object, unsigned loops)
{
	struct doc action = doc_doc(object, "Action");
	struct arena *arena = w->r->arena;
	struct activity *a = add(w, loops);
	size_t at = w->len - 1;

	activity_read(w->r, action, a);
	a->caption = activity_caption(object, action, a, arena);
	a->disabled = doc_bool(object, "Disabled", false);
	entities_add_action(&w->entities, w->r, action, a);
	if (a->kind == ACT_UNKNOWN)
		w->f->unknown++;
	if (a->unbounded)
		remember(w, &w->retrieves, object,
			 doc_str(action, "ResultVariableName", arena));
	if (strcmp(a->type, "Microflows$AggregateAction") == 0 &&
	    is_merged(action, arena))
		remember(w, &w->aggregates, object,
			 doc_str(action, "AggregateVariableName", arena));
	if (strcmp(a->type, "Microflows$CreateVariableAction") == 0 && !a->disabled)
		variables_add(&w->variables, w->r, action);
	if (a->kind == ACT_JAVA)
		read_arguments(w, action, at);
}

static void read_split(struct walk *w, struct doc object, unsigned loops)
{
	struct doc condition = doc_doc(object, "SplitCondition");
	struct doc call = doc_doc(condition, "RuleCall");
	struct activity *a;

	if (strcmp(doc_type(condition), "Microflows$ExpressionSplitCondition") == 0)
		return;
	if (strcmp(doc_type(condition), "Microflows$RuleSplitCondition") != 0) {
		add_unknown(w, doc_str(condition, "$Type", w->r->arena), loops);
		return;
	}
	a = add(w, loops);
	a->kind = ACT_RULE;
	a->type = "Microflows$RuleCall";
	a->caption = tidy_text(w->r->arena, doc_str(object, "Caption", w->r->arena));
	a->target = doc_str(call, "Microflow", w->r->arena);
	if (a->target[0] == '\0')
		a->target = doc_str(call, "Rule", w->r->arena);
}

static bool is_idle(const char *type)
{
	static const char *const idle[] = {
#define KNOWN_OBJECT(type) type,
#include "analyzers/world/known_types.def"
		NULL,
	};

	for (size_t i = 0; idle[i] != NULL; i++)
		if (type_matches(type, idle[i]))
			return true;
	return false;
}

static void read_objects(struct walk *w, struct doc collection, unsigned loops);

static void read_object(struct walk *w, struct doc object, unsigned loops)
{
	const char *type = doc_str(object, "$Type", w->r->arena);

	entities_add_object(&w->entities, w->r, object);
	if (strcmp(type, "Microflows$ActionActivity") == 0) {
		read_activity(w, object, loops);
	} else if (strcmp(type, "Microflows$ExclusiveSplit") == 0) {
		read_split(w, object, loops);
	} else if (strcmp(type, "Microflows$LoopedActivity") == 0) {
		w->f->loop_count++;
		if (loops + 1 > w->f->loop_depth)
			w->f->loop_depth = loops + 1;
		read_objects(w, doc_doc(object, "ObjectCollection"), loops + 1);
	} else if (!is_idle(type)) {
		add_unknown(w, type, loops);
	}
}

/* As deep as loops in loops go: documents inside documents, which are bounded. */
static void read_objects(struct walk *w, struct doc collection, unsigned loops)
{
	struct doc_iter list = doc_array(collection, "Objects");
	struct doc object;

	while (doc_next(&list, &object) && count_one(w->r))
		read_object(w, object, loops);
}

static int compare_points(const void *a, const void *b)
{
	const struct point *p = a, *q = b;

	return memcmp(p->id, q->id, ID_LEN);
}

static const struct point *point_of(const struct vec *sorted, const unsigned char *id)
{
	size_t low = 0, high = sorted->len;

	while (id != NULL && low < high) {
		size_t middle = low + (high - low) / 2;
		const struct point *p = sorted->items[middle];
		int order = memcmp(id, p->id, ID_LEN);

		if (order == 0)
			return p;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

struct uses {
	const char *name;
	size_t len, count;
};

static bool is_name_byte(char c)
{
	return c == '_' || (c & 0x80) != 0 || (c >= '0' && c <= '9') ||
	       (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* A field that is the name itself, or an expression with $name in it. */
static void count_uses(void *arg, const char *field, const char *text, size_t n)
{
	struct uses *u = arg;
	const char *at = text, *end = text + n;

	if (n == u->len && memcmp(text, u->name, n) == 0) {
		u->count += strcmp(field, "Caption") != 0;
		return;
	}
	while ((at = memchr(at, '$', (size_t)(end - at))) != NULL) {
		at++;
		if ((size_t)(end - at) >= u->len && memcmp(at, u->name, u->len) == 0 &&
		    !is_name_byte(at[u->len]))
			u->count++;
	}
}

/* The retrieve makes it, the aggregate takes it: anything more needs the list itself.
 */
static bool used_elsewhere(struct walk *w, const char *list)
{
	struct uses u = {list, strlen(list), 0};

	if (w->r->search_left < w->doc.len)
		return true;
	w->r->search_left -= w->doc.len;
	doc_each_string(w->doc, count_uses, &u);
	return u.count > 2;
}

static void merge_aggregates(struct walk *w)
{
	struct doc_iter flows = doc_array(w->doc, "SequenceFlows");
	const struct point *from, *to;
	struct doc d;

	if (w->retrieves.len == 0 || w->aggregates.len == 0)
		return;
	vec_sort(&w->retrieves, compare_points);
	vec_sort(&w->aggregates, compare_points);
	while (doc_next(&flows, &d) && count_one(w->r)) {
		from = point_of(&w->retrieves, doc_id(d, "OriginPointer"));
		to = point_of(&w->aggregates, doc_id(d, "DestinationPointer"));
		if (from == NULL || to == NULL || strcmp(from->list, to->list) != 0 ||
		    doc_bool(d, "IsErrorHandler", false))
			continue;
		if (!w->activities[to->at].disabled && !used_elsewhere(w, from->list))
			w->activities[from->at].unbounded = false;
	}
}

static void take_activities(struct walk *w)
{
	size_t bytes = w->len * sizeof(*w->activities);

	w->f->activities = arena_alloc(w->r->arena, bytes);
	w->f->activity_count = w->len;
	if (bytes > 0)
		memcpy(w->f->activities, w->activities, bytes);
	free(w->activities);
	vec_release(&w->retrieves);
	vec_release(&w->aggregates);
}

struct seeing {
	struct reader *r;
	const struct flow *f;
};

static void see_address(void *arg, const struct url *u)
{
	struct seeing *s = arg;
	struct address address;
	struct flow_address *kept;

	if (s->r->m->addresses.len >= s->r->limits->facts) {
		source_partial(s->r->sources, SOURCE_GRAPH,
			       "more addresses than --max-facts");
		return;
	}
	if (!address_read(&address, s->r->arena, u))
		return;
	kept = model_add(s->r, &s->r->m->addresses, sizeof(*kept));
	*kept = (struct flow_address){s->f, address};
}

/* Documentation is for developers; a caption only tells what stands elsewhere too. */
static void see_string(void *arg, const char *field, const char *text, size_t n)
{
	if (field[0] != '$' && strcmp(field, "Documentation") != 0 &&
	    strcmp(field, "Caption") != 0)
		address_each(text, n, see_address, arg);
}

static void read_flow(struct reader *r, struct doc d, enum flow_kind kind)
{
	struct walk w = {.r = r, .doc = d};
	struct flow *f = model_add(r, &r->m->flows, sizeof(*f));

	w.f = f;
	f->kind = kind;
	f->name = model_name(r, d);
	f->module = model_module_of(r, f->name);
	f->concurrent = doc_bool(d, "AllowConcurrentExecution", true);
	f->concurrency_microflow = doc_str(d, "ConcurrencyErrorMicroflow", r->arena);
	f->url = doc_str(d, "Url", r->arena);
	f->returns = entity_of_type(doc_str(d, "ReturnType", r->arena), r->arena);
	f->roles = (unsigned)doc_array_len(d, "ModelerAllowedUserRoles");
	if (r->module != NULL && kind == FLOW_MICROFLOW)
		r->module->microflows++;
	read_objects(&w, doc_doc(d, "ObjectCollection"), 0);
	merge_aggregates(&w);
	take_activities(&w);
	variables_inline(&w.variables, r, d, f);
	variables_release(&w.variables);
	doc_each_string(d, see_string, &(struct seeing){r, f});
	entities_settle(&w.entities, f);
	entities_release(&w.entities);
}

void read_microflow(struct reader *r, struct doc d)
{
	read_flow(r, d, FLOW_MICROFLOW);
}

void read_rule(struct reader *r, struct doc d)
{
	read_flow(r, d, FLOW_RULE);
}

void read_nanoflow(struct reader *r, struct doc d)
{
	read_flow(r, d, FLOW_NANOFLOW);
}

/* Literals in arguments of Java actions that turned out to name no microflow. */
static void drop_other_names(struct model *m, struct flow *f)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->activity_count; i++) {
		const struct activity *a = &f->activities[i];
		const struct flow *target = map_get(&m->flow_by_name, a->target);

		if (a->type == NAMED_TYPE &&
		    (target == NULL || target->kind != FLOW_MICROFLOW))
			continue;
		f->activities[kept++] = *a;
	}
	f->activity_count = kept;
}

void flows_finish(struct model *m)
{
	/* A nanoflow may have the name of a microflow: those go first. */
	for (int nano = 0; nano <= 1; nano++) {
		for (size_t i = 0; i < m->flows.len; i++) {
			struct flow *f = m->flows.items[i];

			if ((f->kind == FLOW_NANOFLOW) == (nano == 1) &&
			    f->name[0] != '\0')
				map_add(&m->flow_by_name, f->name, f);
		}
	}
	for (size_t i = 0; i < m->flows.len; i++)
		drop_other_names(m, m->flows.items[i]);
	for (size_t i = 0; i < m->flows.len; i++)
		entities_finish(m, m->flows.items[i]);
}
