/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the environment that the app moves to has room for: sizes that the settings state, or that
 * its plan implies; the heap that the platform makes of an instance's memory; and the connections
 * that all instances together may open. Whether that is enough is for rules to say.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "analyzers/plans.h"
#include "formats/settings.h"
#include "util/text.h"

enum { POOL_USUAL = 50, FILES_USUAL = 50 };

enum {
	CAPACITY_PLAN, CAPACITY_INSTANCES, CAPACITY_MEMORY, CAPACITY_HEAP, CAPACITY_DB_MEMORY,
	CAPACITY_DB_STORAGE, CAPACITY_FILE_STORAGE, CAPACITY_BURSTABLE
};
static const struct attr_def capacity_attrs[] = {
	{ "plan", ATTR_NAME, 0, "plan that sizes were taken from, where it is a known one", NULL },
	{ "instances", ATTR_INT, 0, "instances that the app runs on", NULL },
	{ "memory", ATTR_BYTES, 0, "memory of one instance", NULL },
	{ "heap", ATTR_BYTES, 0, "heap of one instance: as set, or what the platform makes it",
	  NULL },
	{ "database-memory", ATTR_BYTES, 0, "memory of the database, stated or by the plan", NULL },
	{ "database-storage", ATTR_BYTES, 0, "room of the database, stated or by the plan", NULL },
	{ "file-storage", ATTR_BYTES, 0, "room for stored files, stated or by the plan", NULL },
	{ "burstable", ATTR_BOOL, 0, "the plan's database works with credits", NULL },
	{ NULL, 0, 0, NULL, NULL },
};

enum { POOL_MAX, POOL_IDLE, POOL_SET, POOL_CONNECTIONS, POOL_FILES, POOL_ALL_FILES };
static const struct attr_def pool_attrs[] = {
	{ "max-active", ATTR_INT, ATTR_REQUIRED, "database connections of one instance", NULL },
	{ "max-idle", ATTR_INT, 0, "those that it keeps open without use, where set", NULL },
	{ "set", ATTR_BOOL, ATTR_REQUIRED, "a setting says so; else it is the usual number", NULL },
	{ "connections", ATTR_INT, 0, "database connections of all instances together", NULL },
	{ "file-connections", ATTR_INT, ATTR_REQUIRED, "connections of one instance to files",
	  NULL },
	{ "all-file-connections", ATTR_INT, 0, "those of all instances together", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_pool = {
	.name = "pool", .source = SOURCE_V4_SETTINGS, .attrs = pool_attrs,
	.meaning = "Connections that the instances may open",
};
static const struct fact_def *const children[] = { &fact_pool, NULL };
static const struct fact_def fact_capacity = {
	.name = "capacity", .source = SOURCE_V4_ENVIRONMENT, .attrs = capacity_attrs,
	.children = children,
	.meaning = "What the environment that the app moves to has room for",
};
static const struct fact_def *const defs[] = { &fact_capacity, NULL };

static int64_t number_of(const char *text, int64_t otherwise)
{
	int64_t n;

	return text != NULL && text_to_int(text, &n) && n >= 0 && n <= INT64_C(1) << 60 ? n
											: otherwise;
}

static int64_t stated(const struct settings *s, const char *name)
{
	return number_of(settings_of(s, name), -1);
}

/* The platform leaves to others of the process what is not heap. */
static int64_t heap_of(int64_t memory)
{
	static const int64_t steps[][2] = {	/* from MB on, MB that are left */
		{ 32768, 4096 }, { 16384, 3072 }, { 8192, 2048 }, { 4096, 1536 }, { 2048, 1024 },
	};

	if (memory < 0)
		return -1;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (memory >= steps[i][0] << 20)
			return memory - (steps[i][1] << 20);
	return memory / 2;
}

/* As stated, or by the plan. */
static int64_t room(const struct settings *s, const struct plan *plan, const char *name)
{
	int64_t n = stated(s, name);

	return n >= 0 ? n : plan_bytes(plan, name);
}

static int64_t setting(const struct settings *s, const char *name, int64_t usual)
{
	const struct setting *item = settings_find(s, SETTINGS_SETTINGS, name);

	return number_of(item == NULL ? NULL : item->value, usual);
}

static void add_pool(struct world *w, struct fact *capacity, int64_t instances)
{
	static const char max_active[] = "ConnectionPoolingMaxActive";
	const struct setting *item = settings_find(w->v4, SETTINGS_SETTINGS, max_active);
	int64_t most = item == NULL ? POOL_USUAL : number_of(item->value, 0);
	int64_t files = setting(w->v4, "com.mendix.storage.s3.MaxConnections", FILES_USUAL);
	struct fact *f;

	/* What is no number above 0 sets no limit, so nobody knows how many there are. */
	if (!w->v4->groups[SETTINGS_SETTINGS].given || most < 1)
		return;
	f = fact_child(w->facts, capacity, &fact_pool);
	fact_set_int(w->facts, f, POOL_MAX, most);
	emit_count(w->facts, f, POOL_IDLE, setting(w->v4, "ConnectionPoolingMaxIdle", -1));
	fact_set_bool(w->facts, f, POOL_SET, item != NULL);
	fact_set_int(w->facts, f, POOL_FILES, files);
	if (instances > 0 && most < INT64_C(1) << 40 && files < INT64_C(1) << 40) {
		fact_set_int(w->facts, f, POOL_CONNECTIONS, most * instances);
		fact_set_int(w->facts, f, POOL_ALL_FILES, files * instances);
	}
}

static void derive(void *state, struct world *w)
{
	const struct settings *s = w->v4;
	const struct plan *plan;
	int64_t memory, heap, instances;
	struct fact *f;

	(void)state;
	if (s == NULL || !s->groups[SETTINGS_ENVIRONMENT].given)
		return;
	plan = plan_of(settings_of(s, "plan"));
	f = facts_add(w->facts, &fact_capacity);
	if (plan != NULL)
		fact_set(w->facts, f, CAPACITY_PLAN, plan->name);
	instances = stated(s, "instances");
	memory = stated(s, "memory");
	heap = stated(s, "heap");
	emit_count(w->facts, f, CAPACITY_INSTANCES, instances);
	emit_count(w->facts, f, CAPACITY_MEMORY, memory);
	emit_count(w->facts, f, CAPACITY_HEAP, heap >= 0 ? heap : heap_of(memory));
	emit_count(w->facts, f, CAPACITY_DB_MEMORY, room(s, plan, "database-memory"));
	emit_count(w->facts, f, CAPACITY_DB_STORAGE, room(s, plan, "database-storage"));
	emit_count(w->facts, f, CAPACITY_FILE_STORAGE, room(s, plan, "file-storage"));
	emit_switch(w->facts, f, CAPACITY_BURSTABLE, plan == NULL ? -1 : plan->burstable);
	add_pool(w, f, instances);
}

const struct analyzer analyzer_capacity = {
	.name = "capacity",
	.summary = "room of the environment that the app moves to: heap, connections, storage",
	.facts = defs,
	.derive = derive,
	.of_settings = true,
};
