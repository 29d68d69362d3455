/* SPDX-License-Identifier: Apache-2.0 */
/* What the model holds, counted, and the documents that a move may touch, by name. */
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "analyzers/world/model.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/map.h"
#include "util/text.h"

enum {
	MODEL_BYTES, MODEL_DOCUMENTS, MODEL_MICROFLOWS, MODEL_RULES, MODEL_NANOFLOWS,
	MODEL_JAVA_ACTIONS, MODEL_ENTITIES, MODEL_PERSISTABLE, MODEL_ASSOCIATIONS, MODEL_PAGES,
	MODEL_WORKFLOWS, MODEL_EVENTS, MODEL_QUEUES, MODEL_CONSTANTS, MODEL_IMAGE_BYTES,
	MODEL_UNKNOWN_DOCUMENTS, MODEL_UNKNOWN_ACTIVITIES, MODEL_RUNTIME_VERSION,
	MODEL_DEPLOYMENT_ID
};
static const struct attr_def model_attrs[] = {
	{ "bytes", ATTR_BYTES, ATTR_REQUIRED, "size of model/model.mdp", NULL },
	{ "documents", ATTR_INT, ATTR_REQUIRED, "documents of any type", NULL },
	{ "microflows", ATTR_INT, ATTR_REQUIRED, "microflows, those of module System included",
	  NULL },
	{ "rules", ATTR_INT, ATTR_REQUIRED, "rules: microflows that decisions call", NULL },
	{ "nanoflows", ATTR_INT, ATTR_REQUIRED, "nanoflows: they run in the client", NULL },
	{ "java-actions", ATTR_INT, ATTR_REQUIRED, "Java actions, unused ones included", NULL },
	{ "entities", ATTR_INT, ATTR_REQUIRED, "entities", NULL },
	{ "persistable-entities", ATTR_INT, ATTR_REQUIRED, "entities that have a table", NULL },
	{ "associations", ATTR_INT, ATTR_REQUIRED, "associations, also between modules", NULL },
	{ "pages", ATTR_INT, ATTR_REQUIRED, "pages", NULL },
	{ "workflows", ATTR_INT, ATTR_REQUIRED, "workflows", NULL },
	{ "scheduled-events", ATTR_INT, ATTR_REQUIRED, "scheduled events", NULL },
	{ "queues", ATTR_INT, ATTR_REQUIRED, "task queues", NULL },
	{ "constants", ATTR_INT, ATTR_REQUIRED, "constants", NULL },
	{ "image-bytes", ATTR_BYTES, ATTR_REQUIRED, "size of all image collections", NULL },
	{ "unknown-documents", ATTR_INT, ATTR_REQUIRED, "documents of types nobody knows", NULL },
	{ "unknown-activities", ATTR_INT, ATTR_REQUIRED,
	  "parts of microflows of types nobody knows", NULL },
	{ "runtime-version", ATTR_STRING, 0, "version of the runtime the model was made for",
	  NULL },
	{ "deployment-id", ATTR_STRING, 0, "id that the export gave the model", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_model = {
	.name = "model", .source = SOURCE_MODEL, .attrs = model_attrs,
	.meaning = "The model of the app, counted",
};

enum { MODULE_NAME, MODULE_DOCUMENTS, MODULE_MICROFLOWS, MODULE_JAVA_ACTIONS, MODULE_ENTITIES };
static const struct attr_def module_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name of the module", NULL },
	{ "documents", ATTR_INT, ATTR_REQUIRED, "documents of any type", NULL },
	{ "microflows", ATTR_INT, ATTR_REQUIRED, "microflows, without rules and nanoflows", NULL },
	{ "java-actions", ATTR_INT, ATTR_REQUIRED, "Java actions", NULL },
	{ "entities", ATTR_INT, ATTR_REQUIRED, "entities", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_module = {
	.name = "module", .source = SOURCE_MODEL, .attrs = module_attrs,
	.meaning = "A module of the app; its version is not in a package",
};

enum { EXPOSED_NAME };
static const struct attr_def exposed_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the constant, as Module.Constant", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_exposed = {
	.name = "client-constant", .source = SOURCE_MODEL, .attrs = exposed_attrs,
	.meaning = "A constant that is sent to the browser",
};

enum { FILE_NAME, FILE_PARENT };
static const struct attr_def file_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the entity, as Module.Entity", NULL },
	{ "parent", ATTR_NAME, ATTR_REQUIRED, "the entity it specialises", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_file = {
	.name = "file-entity", .source = SOURCE_MODEL, .attrs = file_attrs,
	.meaning = "An entity of the app whose objects hold files: it specialises "
		   "System.FileDocument, directly or not",
};

enum { REMOTE_NAME };
static const struct attr_def remote_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the entity, as Module.Entity", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_remote = {
	.name = "remote-entity", .source = SOURCE_MODEL, .attrs = remote_attrs,
	.meaning = "An entity whose data another system holds",
};

enum { JAVA_NAME, JAVA_PARAMETERS };
static const struct attr_def java_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the action, as Module.Action", NULL },
	{ "parameters", ATTR_INT, ATTR_REQUIRED, "parameters it takes", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_java = {
	.name = "java-action", .source = SOURCE_MODEL, .attrs = java_attrs,
	.meaning = "A Java action that the model declares, used or not",
};

enum { QUEUE_NAME, QUEUE_PARALLELISM, QUEUE_CLUSTER_WIDE };
static const struct attr_def queue_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the queue, as Module.Queue", NULL },
	{ "parallelism", ATTR_STRING, 0,
	  "tasks that run at a time: a number or an expression", NULL },
	{ "cluster-wide", ATTR_BOOL, ATTR_REQUIRED,
	  "that number holds for all instances together", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_queue = {
	.name = "queue", .source = SOURCE_MODEL, .attrs = queue_attrs,
	.meaning = "A task queue: calls wait there and run in the background",
};

enum { PROFILE_NAME, PROFILE_KIND, PROFILE_OFFLINE };
static const struct attr_def profile_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name of the profile", NULL },
	{ "kind", ATTR_STRING, ATTR_KEY | ATTR_REQUIRED, "Responsive, Phone, Tablet, Native …",
	  NULL },
	{ "offline", ATTR_BOOL, ATTR_REQUIRED, "works without a connection", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_profile = {
	.name = "navigation-profile", .source = SOURCE_MODEL, .attrs = profile_attrs,
	.meaning = "A way into the app for one kind of device",
};

enum { WORKFLOW_NAME, WORKFLOW_MICROFLOWS };
static const struct attr_def workflow_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the workflow, as Module.Workflow", NULL },
	{ "microflows", ATTR_INT, ATTR_REQUIRED, "microflows that it calls", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_workflow = {
	.name = "workflow", .source = SOURCE_MODEL, .attrs = workflow_attrs,
	.meaning = "A workflow that the model defines",
};

static const struct fact_def *const defs[] = {
	&fact_model, &fact_module, &fact_exposed, &fact_file, &fact_remote, &fact_java,
	&fact_queue, &fact_profile, &fact_workflow, NULL,
};

static size_t count_flows(const struct model *m, enum flow_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < m->flows.len; i++)
		n += ((const struct flow *)m->flows.items[i])->kind == kind;
	return n;
}

static size_t count_persistable(const struct model *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->entities.len; i++)
		n += ((const struct entity *)m->entities.items[i])->persistable;
	return n;
}

static void add_model(struct facts *fs, const struct model *m)
{
	const size_t counts[] = {
		[MODEL_BYTES] = m->bytes,
		[MODEL_DOCUMENTS] = m->documents,
		[MODEL_MICROFLOWS] = count_flows(m, FLOW_MICROFLOW),
		[MODEL_RULES] = count_flows(m, FLOW_RULE),
		[MODEL_NANOFLOWS] = count_flows(m, FLOW_NANOFLOW),
		[MODEL_JAVA_ACTIONS] = m->java_actions.len,
		[MODEL_ENTITIES] = m->entities.len,
		[MODEL_PERSISTABLE] = count_persistable(m),
		[MODEL_ASSOCIATIONS] = m->associations,
		[MODEL_PAGES] = m->pages,
		[MODEL_WORKFLOWS] = m->workflows.len,
		[MODEL_EVENTS] = m->events.len,
		[MODEL_QUEUES] = m->queues.len,
		[MODEL_CONSTANTS] = m->constants.len,
		[MODEL_IMAGE_BYTES] = m->image_bytes,
		[MODEL_UNKNOWN_DOCUMENTS] = m->unknown_documents,
		[MODEL_UNKNOWN_ACTIVITIES] = m->unknown_activities,
	};
	struct fact *f = facts_add(fs, &fact_model);

	for (unsigned i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		fact_set_int(fs, f, i, (int64_t)counts[i]);
	emit_text(fs, f, MODEL_RUNTIME_VERSION, m->runtime_version);
	emit_text(fs, f, MODEL_DEPLOYMENT_ID, m->deployment_id);
}

static void add_modules(struct facts *fs, const struct model *m)
{
	for (size_t i = 0; i < m->modules.len; i++) {
		const struct model_module *module = m->modules.items[i];
		struct fact *f = facts_add(fs, &fact_module);

		fact_set(fs, f, MODULE_NAME, module->name);
		fact_set_int(fs, f, MODULE_DOCUMENTS, (int64_t)module->documents);
		fact_set_int(fs, f, MODULE_MICROFLOWS, (int64_t)module->microflows);
		fact_set_int(fs, f, MODULE_JAVA_ACTIONS, (int64_t)module->java_actions);
		fact_set_int(fs, f, MODULE_ENTITIES, (int64_t)module->entities);
	}
}

/* What is known of an entity: not looked at, on the way up from it, or decided. */
enum kinship { KIN_UNKNOWN, KIN_ASKED, KIN_FILE, KIN_OTHER };

struct kin {
	const struct entity *entity;
	enum kinship kinship;
};

/* Goes up until something is decided; a ring of parents leads nowhere. */
static enum kinship look_up(const struct map *by_name, struct kin *k)
{
	while (k != NULL && k->kinship == KIN_UNKNOWN) {
		k->kinship = KIN_ASKED;
		if (strcmp(k->entity->parent, "System.FileDocument") == 0)
			return KIN_FILE;
		k = map_get(by_name, k->entity->parent);
	}
	return k != NULL && k->kinship == KIN_FILE ? KIN_FILE : KIN_OTHER;
}

/* The answer holds for all that were asked on the way: each entity is asked once. */
static void settle(const struct map *by_name, struct kin *k)
{
	enum kinship found = look_up(by_name, k);

	for (; k != NULL && k->kinship == KIN_ASKED;
	     k = map_get(by_name, k->entity->parent))
		k->kinship = found;
}

static void add_file_entity(struct facts *fs, const struct entity *e)
{
	struct fact *f;

	if (text_starts(e->name, "System."))
		return;
	f = facts_add(fs, &fact_file);
	fact_set(fs, f, FILE_NAME, e->name);
	fact_set(fs, f, FILE_PARENT, e->parent);
}

static void add_entities(struct world *w)
{
	const struct vec *all = &w->model->entities;
	struct kin *kin = arena_alloc(w->arena, all->len * sizeof(*kin));
	CLEANUP(map_release) struct map by_name = { 0 };

	for (size_t i = 0; i < all->len; i++) {
		kin[i].entity = all->items[i];
		map_add(&by_name, kin[i].entity->name, &kin[i]);
	}
	for (size_t i = 0; i < all->len; i++) {
		settle(&by_name, &kin[i]);
		if (kin[i].kinship == KIN_FILE)
			add_file_entity(w->facts, kin[i].entity);
		if (kin[i].entity->remote)
			fact_set(w->facts, facts_add(w->facts, &fact_remote), REMOTE_NAME,
				 kin[i].entity->name);
	}
}

static void add_documents(struct facts *fs, const struct model *m)
{
	for (size_t i = 0; i < m->constants.len; i++) {
		const struct model_constant *c = m->constants.items[i];

		if (c->exposed)
			fact_set(fs, facts_add(fs, &fact_exposed), EXPOSED_NAME, c->name);
	}
	for (size_t i = 0; i < m->java_actions.len; i++) {
		const struct java_action *j = m->java_actions.items[i];
		struct fact *f = facts_add(fs, &fact_java);

		fact_set(fs, f, JAVA_NAME, j->name);
		fact_set_int(fs, f, JAVA_PARAMETERS, (int64_t)j->parameters);
	}
	for (size_t i = 0; i < m->queues.len; i++) {
		const struct queue *q = m->queues.items[i];
		struct fact *f = facts_add(fs, &fact_queue);

		fact_set(fs, f, QUEUE_NAME, q->name);
		emit_text(fs, f, QUEUE_PARALLELISM, q->parallelism);
		fact_set_bool(fs, f, QUEUE_CLUSTER_WIDE, q->cluster_wide);
	}
	for (size_t i = 0; i < m->workflows.len; i++) {
		const struct workflow *flow = m->workflows.items[i];
		struct fact *f = facts_add(fs, &fact_workflow);

		fact_set(fs, f, WORKFLOW_NAME, flow->name);
		fact_set_int(fs, f, WORKFLOW_MICROFLOWS, (int64_t)flow->microflow_count);
	}
}

static void add_profiles(struct facts *fs, const struct model *m)
{
	for (size_t i = 0; i < m->profiles.len; i++) {
		const struct nav_profile *p = m->profiles.items[i];
		struct fact *f = facts_add(fs, &fact_profile);

		fact_set(fs, f, PROFILE_NAME, p->name);
		fact_set(fs, f, PROFILE_KIND, p->kind);
		fact_set_bool(fs, f, PROFILE_OFFLINE, p->offline);
	}
}

static void derive(void *state, struct world *w)
{
	(void)state;
	if (w->model == NULL)
		return;
	add_model(w->facts, w->model);
	add_modules(w->facts, w->model);
	add_entities(w);
	add_documents(w->facts, w->model);
	add_profiles(w->facts, w->model);
}

const struct analyzer analyzer_model_summary = {
	.name = "model-summary",
	.summary = "what the model holds: counts, modules, files, queues, navigation",
	.facts = defs,
	.derive = derive,
};
