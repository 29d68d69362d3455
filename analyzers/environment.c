/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the settings of the two environments say, alike for the one that is left and the one that
 * is moved to, and name by name whether the second has what the first has. Values are compared
 * as they are; only what plainly is no secret becomes part of a fact. Each group that was given is
 * a source of its own; rules that ask for another are undecided.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "analyzers/analyzer.h"
#include "analyzers/bound.h"
#include "analyzers/emit.h"
#include "analyzers/plans.h"
#include "analyzers/shown.h"
#include "formats/metadata.h"
#include "formats/settings.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/text.h"

#define END { NULL, 0, 0, NULL, NULL }
#define SHOWN "its value where it plainly is no secret; of an address only the host"

enum {
	ENV_NAME, ENV_PLAN, ENV_REGION, ENV_URL, ENV_INSTANCES, ENV_MEMORY, ENV_HEAP,
	ENV_DB_MEMORY, ENV_DB_STORAGE, ENV_DB_SIZE, ENV_FILE_STORAGE, ENV_FILE_SIZE, ENV_MENDIX,
	ENV_MODEL, ENV_STATUS, ENV_COUNT
};
static const struct attr_def environment_attrs[] = {
	{ "name", ATTR_NAME, 0, "name of the environment", NULL },
	{ "plan", ATTR_STRING, 0, "name of the plan", NULL },
	{ "region", ATTR_STRING, 0, "region of the data centre", NULL },
	{ "url", ATTR_STRING, 0, "address that the app has there", NULL },
	{ "instances", ATTR_INT, 0, "instances that the app runs on", NULL },
	{ "memory", ATTR_BYTES, 0, "memory of one instance", NULL },
	{ "heap", ATTR_BYTES, 0, "heap of its Java process, where somebody set it", NULL },
	{ "database-memory", ATTR_BYTES, 0,
	  "memory of the database; on v4 by its plan where not stated", NULL },
	{ "database-storage", ATTR_BYTES, 0,
	  "room of the database; on v4 by its plan where not stated", NULL },
	{ "database-size", ATTR_BYTES, 0, "room that the database takes", NULL },
	{ "file-storage", ATTR_BYTES, 0,
	  "room for stored files; on v4 by its plan where not stated", NULL },
	{ "file-size", ATTR_BYTES, 0, "room that stored files take", NULL },
	{ "mendix-version", ATTR_STRING, 0, "Mendix version of what runs there", NULL },
	{ "model-version", ATTR_STRING, 0, "model version of what runs there", NULL },
	{ "status", ATTR_ENUM, 0, "what it is doing", "empty|stopped|running" },
	END,
};

enum {
	CONSTANT_NAME, CONSTANT_STATE, CONSTANT_VALUE, CONSTANT_NUMERIC, CONSTANT_PENDING,
	CONSTANT_BOUND
};
static const struct attr_def constant_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "Module.Constant", NULL },
	{ "state", ATTR_ENUM, ATTR_REQUIRED, "whether it holds anything", "empty|set" },
	{ "value", ATTR_STRING, 0, SHOWN, NULL },
	{ "numeric", ATTR_BOOL, ATTR_REQUIRED, "the value is a whole number", NULL },
	{ "pending", ATTR_BOOL, 0, "another value than this one is running", NULL },
	{ "bound", ATTR_ENUM, 0,
	  "what its value belongs to: one environment, which it identifies, or stored data, which "
	  "cannot be read without the same bytes", "environment|data" },
	END,
};

enum { VALUE_NAME, VALUE_VALUE };
static const struct attr_def value_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "its name", NULL },
	{ "value", ATTR_STRING, 0, SHOWN, NULL },
	END,
};

static const struct attr_def switch_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "its name", NULL },
	{ "enabled", ATTR_BOOL, ATTR_REQUIRED, "it is switched on", NULL },
	END,
};

static const struct attr_def domain_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the domain", NULL },
	END,
};

enum { CERTIFICATE_KIND, CERTIFICATE_NAME, CERTIFICATE_EXPIRES };
static const struct attr_def certificate_attrs[] = {
	{ "kind", ATTR_ENUM, ATTR_KEY | ATTR_REQUIRED, "what it is for",
	  "client|authority|domain" },
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name or subject of it", NULL },
	{ "expires", ATTR_TIME, 0, "end of its validity", NULL },
	END,
};

static const struct attr_def restriction_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "path that it protects", NULL },
	{ "access", ATTR_STRING, ATTR_REQUIRED, "who may pass, as the settings say it", NULL },
	END,
};

static const struct attr_def level_attrs[] = {
	{ "node", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "log node", NULL },
	{ "level", ATTR_STRING, ATTR_REQUIRED, "its level", NULL },
	END,
};

static const struct attr_def maintenance_attrs[] = {
	{ "window", ATTR_STRING, ATTR_REQUIRED, "preferred day and time", NULL },
	END,
};

#define RESULT \
	{ "result", ATTR_ENUM, ATTR_REQUIRED, "what v4 has: the same, another value, or nothing", \
	  "same|differs|missing" }
enum { ON_V4_RESULT, ON_V4_VALUE };
static const struct attr_def on_v4_attrs[] = {
	RESULT,
	{ "value", ATTR_STRING, 0, "what it is there, where that may be seen", NULL },
	END,
};

enum { ON_V3_RESULT };
static const struct attr_def on_v3_attrs[] = {
	{ "result", ATTR_ENUM, ATTR_REQUIRED,
	  "v3 has nothing of that name; same: but runs with the same default of the package",
	  "same|missing" },
	END,
};

enum { ENV_ON_V4_NAME, ENV_ON_V4_RESULT, ENV_ON_V4_VALUE };
static const struct attr_def env_on_v4_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "attribute of the environment", NULL },
	RESULT,
	{ "value", ATTR_STRING, 0, "what it is there", NULL },
	END,
};

enum { ENV_ON_V3_NAME, ENV_ON_V3_RESULT };
static const struct attr_def env_on_v3_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "attribute of the environment", NULL },
	{ "result", ATTR_ENUM, ATTR_REQUIRED, "v3 does not state it", "missing" },
	END,
};

#define PAIR(symbol, group, element, table, what) \
	static const struct fact_def fact_##symbol##_on_v4 = { \
		.name = element "-on-v4", .source = SOURCE_V4_##group, .attrs = on_v4_attrs, \
		.meaning = "The same name in the environment that the app moves to", \
	}; \
	static const struct fact_def fact_##symbol##_on_v3 = { \
		.name = element "-on-v3", .source = SOURCE_V3_##group, .attrs = on_v3_attrs, \
		.meaning = "The name is only on v4", \
	}; \
	static const struct fact_def *const symbol##_on_v4[] = { &fact_##symbol##_on_v4, NULL }; \
	static const struct fact_def *const symbol##_on_v3[] = { &fact_##symbol##_on_v3, NULL }; \
	static const struct fact_def fact_v3_##symbol = { \
		.name = "v3-" element, .source = SOURCE_V3_##group, .attrs = table, \
		.children = symbol##_on_v4, \
		.meaning = what " of the environment that the app leaves", \
	}; \
	static const struct fact_def fact_v4_##symbol = { \
		.name = "v4-" element, .source = SOURCE_V4_##group, .attrs = table, \
		.children = symbol##_on_v3, \
		.meaning = what " of the environment that the app moves to", \
	};

static const struct fact_def fact_environment_on_v4 = {
	.name = "environment-on-v4", .source = SOURCE_V4_ENVIRONMENT, .attrs = env_on_v4_attrs,
	.meaning = "The same attribute of the environment that the app moves to",
};
static const struct fact_def fact_environment_on_v3 = {
	.name = "environment-on-v3", .source = SOURCE_V3_ENVIRONMENT, .attrs = env_on_v3_attrs,
	.meaning = "The attribute is only stated for v4",
};
static const struct fact_def *const environment_on_v4[] = { &fact_environment_on_v4, NULL };
static const struct fact_def *const environment_on_v3[] = { &fact_environment_on_v3, NULL };
static const struct fact_def fact_v3_environment = {
	.name = "v3-environment", .source = SOURCE_V3_ENVIRONMENT, .attrs = environment_attrs,
	.children = environment_on_v4,
	.meaning = "Size and place of the environment that the app leaves",
};
static const struct fact_def fact_v4_environment = {
	.name = "v4-environment", .source = SOURCE_V4_ENVIRONMENT, .attrs = environment_attrs,
	.children = environment_on_v3,
	.meaning = "Size and place of the environment that the app moves to",
};
PAIR(constant, CONSTANTS, "constant", constant_attrs, "A constant")
PAIR(setting, SETTINGS, "setting", value_attrs, "A custom runtime setting")
PAIR(event, EVENTS, "event", switch_attrs, "A scheduled event")
PAIR(handler, HANDLERS, "handler", switch_attrs, "A request handler")
PAIR(domain, DOMAINS, "domain", domain_attrs, "A custom domain")
PAIR(certificate, CERTIFICATES, "certificate", certificate_attrs, "A certificate")
PAIR(header, HEADERS, "header", value_attrs, "A response header")
PAIR(restriction, RESTRICTIONS, "restriction", restriction_attrs, "A path restriction")
PAIR(variable, VARIABLES, "variable", value_attrs, "An environment variable")
PAIR(log_level, LOG_LEVELS, "log-level", level_attrs, "A log level")
PAIR(maintenance, MAINTENANCE, "maintenance", maintenance_attrs, "The maintenance window")

#define BOTH(symbol) &fact_v3_##symbol, &fact_v4_##symbol
static const struct fact_def *const defs[] = {
	BOTH(environment), BOTH(constant), BOTH(setting), BOTH(event), BOTH(handler),
	BOTH(domain), BOTH(certificate), BOTH(header), BOTH(restriction), BOTH(variable),
	BOTH(log_level), BOTH(maintenance), NULL,
};

/* While facts are made. */
struct scene {
	struct world *w;
	struct map defaults;	/* what a constant of the package is until somebody sets it */
};

/* The definitions of a group other than the environment, by group. */
static const struct group {
	const struct fact_def *v3, *v4, *on_v4, *on_v3;
} groups[SETTINGS_GROUPS] = {
#define FACTS(symbol) \
	{ &fact_v3_##symbol, &fact_v4_##symbol, &fact_##symbol##_on_v4, &fact_##symbol##_on_v3 }
	[SETTINGS_CONSTANTS] = FACTS(constant), [SETTINGS_SETTINGS] = FACTS(setting),
	[SETTINGS_EVENTS] = FACTS(event), [SETTINGS_HANDLERS] = FACTS(handler),
	[SETTINGS_DOMAINS] = FACTS(domain), [SETTINGS_CERTIFICATES] = FACTS(certificate),
	[SETTINGS_HEADERS] = FACTS(header), [SETTINGS_RESTRICTIONS] = FACTS(restriction),
	[SETTINGS_VARIABLES] = FACTS(variable), [SETTINGS_LOG_LEVELS] = FACTS(log_level),
	[SETTINGS_MAINTENANCE] = FACTS(maintenance),
};

static bool both_give(const struct world *w, enum settings_group group)
{
	return w->v3 != NULL && w->v3->groups[group].given && w->v4 != NULL &&
	       w->v4->groups[group].given;
}

/* An attribute as stated; on v4 as the plan implies it where nobody states it. */
static const char *attribute_of(const struct world *w, const struct settings *s, const char *name)
{
	const struct plan *plan = s == w->v4 ? plan_of(settings_of(s, "plan")) : NULL;
	const char *value = settings_of(s, name);
	int64_t bytes = plan_bytes(plan, name);

	return value == NULL && bytes >= 0 ? arena_printf(w->arena, "%" PRId64, bytes) : value;
}

static const char *shown_attribute(const struct world *w, const char *name, const char *value)
{
	return value != NULL && strcmp(name, "url") == 0 ? shown_value(w->arena, name, value)
							 : value;
}

/* What it is doing, and how full it is, is no part of how an environment is made. */
static bool is_compared(unsigned attribute)
{
	return attribute != ENV_STATUS && attribute != ENV_DB_SIZE && attribute != ENV_FILE_SIZE;
}

static void compare_attribute(struct world *w, struct fact *parent, const char *name)
{
	const char *v3 = attribute_of(w, w->v3, name), *v4 = attribute_of(w, w->v4, name);
	const char *result = settings_same(v3, v4) ? "same" : v4 != NULL ? "differs" : "missing";
	struct fact *f;

	if (v3 == NULL ||
	    (v4 == NULL && w->v4->groups[SETTINGS_ENVIRONMENT].partial != NULL))
		return;
	f = fact_child(w->facts, parent, &fact_environment_on_v4);
	fact_set(w->facts, f, ENV_ON_V4_NAME, name);
	fact_set(w->facts, f, ENV_ON_V4_RESULT, result);
	emit_text(w->facts, f, ENV_ON_V4_VALUE, shown_attribute(w, name, v4));
}

static void note_attribute(struct world *w, struct fact *parent, const char *name)
{
	struct fact *f;

	if (attribute_of(w, w->v3, name) != NULL || attribute_of(w, w->v4, name) == NULL ||
	    w->v3->groups[SETTINGS_ENVIRONMENT].partial != NULL)
		return;
	f = fact_child(w->facts, parent, &fact_environment_on_v3);
	fact_set(w->facts, f, ENV_ON_V3_NAME, name);
	fact_set(w->facts, f, ENV_ON_V3_RESULT, "missing");
}

static void add_environment(struct world *w, const struct settings *s)
{
	bool both = both_give(w, SETTINGS_ENVIRONMENT);
	struct fact *f = facts_add(w->facts, s == w->v3 ? &fact_v3_environment
							: &fact_v4_environment);

	for (unsigned i = 0; i < ENV_COUNT; i++) {
		const char *name = environment_attrs[i].name;

		emit_text(w->facts, f, i, shown_attribute(w, name, attribute_of(w, s, name)));
		if (!both || !is_compared(i))
			continue;
		if (s == w->v3)
			compare_attribute(w, f, name);
		else
			note_attribute(w, f, name);
	}
}

static bool is_whole(const char *s)
{
	s += *s == '-';
	return *s != '\0' && s[strspn(s, "0123456789")] == '\0';
}

/* What of an item may be seen, NULL for nothing; of a switch "yes" or "no". */
static const char *shown_item(const struct world *w, enum settings_group group,
			      const struct setting *s)
{
	const char *value = s->value == NULL ? "" : s->value;

	switch (group) {
	case SETTINGS_CONSTANTS:
		/* A key of encryption is not shown whatever it looks like. */
		return bound_to(s->name) != NULL ? NULL : shown_value(w->arena, s->name, value);
	case SETTINGS_EVENTS:
	case SETTINGS_HANDLERS:
	case SETTINGS_MAINTENANCE:
		return value;
	case SETTINGS_CERTIFICATES:
		return s->value == NULL ? NULL : arena_printf(w->arena, "%sT00:00:00Z", value);
	case SETTINGS_RESTRICTIONS:
		return s->shown == NULL ? "" : s->shown;
	case SETTINGS_LOG_LEVELS:
		value = shown_value(w->arena, s->name, value);
		return value == NULL ? "of its own" : value;
	default:
		return shown_value(w->arena, s->name, value);
	}
}

static void fill_constant(struct world *w, struct fact *f, const struct setting *s)
{
	const char *value = s->value == NULL ? "" : s->value;

	fact_set(w->facts, f, CONSTANT_NAME, s->name);
	fact_set(w->facts, f, CONSTANT_STATE, value[0] == '\0' ? "empty" : "set");
	emit_text(w->facts, f, CONSTANT_VALUE, shown_item(w, SETTINGS_CONSTANTS, s));
	fact_set_bool(w->facts, f, CONSTANT_NUMERIC, is_whole(value));
	if (s->deployed != NULL)
		fact_set_bool(w->facts, f, CONSTANT_PENDING, !settings_same(value, s->deployed));
	emit_text(w->facts, f, CONSTANT_BOUND, bound_to(s->name));
}

static void fill_certificate(struct world *w, struct fact *f, const struct setting *s)
{
	const char *space = strchr(s->name, ' ');

	fact_set(w->facts, f, CERTIFICATE_KIND,
		 arena_text_n(w->arena, s->name, (size_t)(space - s->name)));
	fact_set(w->facts, f, CERTIFICATE_NAME, space + 1);
	emit_text(w->facts, f, CERTIFICATE_EXPIRES, shown_item(w, SETTINGS_CERTIFICATES, s));
}

static void fill(struct world *w, struct fact *f, enum settings_group group,
		 const struct setting *s)
{
	const char *value = shown_item(w, group, s);

	switch (group) {
	case SETTINGS_CONSTANTS:
		fill_constant(w, f, s);
		return;
	case SETTINGS_CERTIFICATES:
		fill_certificate(w, f, s);
		return;
	case SETTINGS_MAINTENANCE:
		fact_set(w->facts, f, 0, value);
		return;
	case SETTINGS_DOMAINS:
		fact_set(w->facts, f, VALUE_NAME, s->name);
		return;
	case SETTINGS_SETTINGS:
	case SETTINGS_HEADERS:
	case SETTINGS_VARIABLES:
		fact_set(w->facts, f, VALUE_NAME, s->name);
		emit_text(w->facts, f, VALUE_VALUE, value);
		return;
	default:
		fact_set(w->facts, f, VALUE_NAME, s->name);
		fact_set(w->facts, f, VALUE_VALUE, value);
		return;
	}
}

static const struct setting *find_any_case(const struct settings *s, enum settings_group group,
					   const char *name)
{
	const struct vec *items = &s->groups[group].items;
	const struct setting *exact = settings_find(s, group, name);

	for (size_t i = 0; exact == NULL && i < items->len; i++)
		if (strcasecmp(((const struct setting *)items->items[i])->name, name) == 0)
			return items->items[i];
	return exact;
}

/* What the environment has under that name; events also by the word for all of them. */
static const struct setting *find(const struct settings *s, enum settings_group group,
				  const char *name)
{
	const struct setting *found;

	if (group == SETTINGS_HEADERS)
		return find_any_case(s, group, name);
	found = settings_find(s, group, name);
	if (found == NULL && group == SETTINGS_EVENTS)
		found = settings_find(s, group, SETTINGS_OTHERS);
	return found;
}

static bool equals(enum settings_group group, const char *a, const char *b)
{
	/* An expiry that one side does not tell says nothing against it. */
	if (group == SETTINGS_CERTIFICATES && (a == NULL || b == NULL))
		return true;
	if (a == NULL || b == NULL)
		return a == b;
	if (group == SETTINGS_LOG_LEVELS || group == SETTINGS_MAINTENANCE)
		return strcasecmp(a, b) == 0;
	return settings_same(a, b);
}

/* same, differs or missing; NULL where v4 is not known well enough to say. v4: its item. */
static const char *compare(const struct scene *sc, enum settings_group group,
			   const struct setting *v3, const struct setting *v4)
{
	bool exact = group == SETTINGS_CONSTANTS && v3->value != NULL &&
		     bound_to(v3->name) != NULL;

	if (v4 != NULL && exact && v4->value != NULL)
		return strcmp(v3->value, v4->value) == 0 ? "same" : "differs";
	if (v4 != NULL)
		return equals(group, v3->value, v4->value) ? "same" : "differs";
	if (sc->w->v4->groups[group].partial != NULL)
		return NULL;
	if (group == SETTINGS_CONSTANTS &&
	    settings_same(v3->value, map_get(&sc->defaults, v3->name)))
		return "same";
	return "missing";
}

static void add_on_v4(struct scene *sc, struct fact *f, enum settings_group group,
		      const struct setting *item)
{
	const struct setting *v4 = find(sc->w->v4, group, item->name);
	const char *result = compare(sc, group, item, v4);
	struct world *w = sc->w;
	struct fact *child;

	if (result == NULL)
		return;
	child = fact_child(w->facts, f, groups[group].on_v4);
	fact_set(w->facts, child, ON_V4_RESULT, result);
	if (v4 != NULL && group != SETTINGS_DOMAINS)
		emit_text(w->facts, child, ON_V4_VALUE, shown_item(w, group, v4));
}

/* Only for what v3 does not list. */
static void add_on_v3(struct scene *sc, struct fact *f, enum settings_group group,
		      const struct setting *item)
{
	struct facts *fs = sc->w->facts;
	bool usual = group == SETTINGS_CONSTANTS && item->value != NULL &&
		     settings_same(item->value, map_get(&sc->defaults, item->name));

	if (find(sc->w->v3, group, item->name) == NULL &&
	    sc->w->v3->groups[group].partial == NULL)
		fact_set(fs, fact_child(fs, f, groups[group].on_v3), ON_V3_RESULT,
			 usual ? "same" : "missing");
}

static void add_item(struct scene *sc, const struct settings *s, enum settings_group group,
		     const struct setting *item)
{
	const struct group *g = &groups[group];
	struct world *w = sc->w;
	struct fact *f = facts_add(w->facts, s == w->v3 ? g->v3 : g->v4);

	fill(w, f, group, item);
	if (!both_give(w, group))
		return;
	if (s == w->v3)
		add_on_v4(sc, f, group, item);
	else
		add_on_v3(sc, f, group, item);
}

static enum source source_of(const struct world *w, const struct settings *s,
			     enum settings_group group)
{
	return (enum source)((s == w->v3 ? SOURCE_V3_FIRST : SOURCE_V4_FIRST) + (int)group);
}

/* An event of the package that is not listed has the state of all others, if that is known. */
static void add_other_events(struct scene *sc, const struct settings *s)
{
	const struct setting *others = settings_find(s, SETTINGS_EVENTS, SETTINGS_OTHERS);
	struct world *w = sc->w;

	for (size_t i = 0; w->metadata != NULL && i < w->metadata->event_count; i++) {
		const char *name = w->metadata->events[i].name;
		struct setting item;

		if (settings_find(s, SETTINGS_EVENTS, name) != NULL)
			continue;
		if (others == NULL) {
			source_partial(w->sources, source_of(w, s, SETTINGS_EVENTS),
				       "nothing says whether '%s' is on", name);
			continue;
		}
		item = *others;
		item.name = name;
		add_item(sc, s, SETTINGS_EVENTS, &item);
	}
}

static void add_group(struct scene *sc, const struct settings *s, enum settings_group group)
{
	const struct setting_list *list = &s->groups[group];

	for (size_t i = 0; i < list->items.len; i++) {
		const struct setting *item = list->items.items[i];

		/* With a package the word for all stands for its events. */
		if (sc->w->metadata == NULL || strcmp(item->name, SETTINGS_OTHERS) != 0)
			add_item(sc, s, group, item);
	}
	if (group == SETTINGS_EVENTS)
		add_other_events(sc, s);
}

static void add_role(struct scene *sc, const struct settings *s)
{
	struct world *w = sc->w;

	for (int i = 0; s != NULL && i < SETTINGS_GROUPS; i++) {
		enum settings_group group = (enum settings_group)i;
		const struct setting_list *list = &s->groups[i];

		if (!list->given)
			continue;
		source_complete(w->sources, source_of(w, s, group));
		if (list->partial != NULL)
			source_partial(w->sources, source_of(w, s, group), "%s", list->partial);
		if (group == SETTINGS_ENVIRONMENT)
			add_environment(w, s);
		else
			add_group(sc, s, group);
	}
}

/* What constants are by default, by name. */
static void know_defaults(struct scene *sc)
{
	const struct metadata *md = sc->w->metadata;

	for (size_t i = 0; md != NULL && i < md->constant_count; i++)
		map_add(&sc->defaults, md->constants[i].name,
			(void *)(uintptr_t)md->constants[i].value);
}

static void derive(void *state, struct world *w)
{
	struct scene sc = { .w = w };

	(void)state;
	if (w->v3 == NULL && w->v4 == NULL)
		return;
	know_defaults(&sc);
	add_role(&sc, w->v3);
	add_role(&sc, w->v4);
	map_release(&sc.defaults);
}

const struct analyzer analyzer_environment = {
	.name = "environment",
	.summary = "settings of both environments, compared name by name",
	.facts = defs,
	.derive = derive,
	.of_settings = true,
};
