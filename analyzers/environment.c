/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the settings of the two environments say, alike for the one that is left and the one that
 * is moved to, and name by name whether the second has what the first has. Values are compared
 * as they are; only what plainly is no secret becomes part of a fact. Each group that was given is
 * a source of its own; rules that ask for another are undecided.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "analyzers/analyzer.h"
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

enum { CONSTANT_NAME, CONSTANT_STATE, CONSTANT_VALUE, CONSTANT_NUMERIC, CONSTANT_PENDING };
static const struct attr_def constant_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "Module.Constant", NULL },
	{ "state", ATTR_ENUM, ATTR_REQUIRED, "whether it holds anything", "empty|set" },
	{ "value", ATTR_STRING, 0, SHOWN, NULL },
	{ "numeric", ATTR_BOOL, ATTR_REQUIRED, "the value is a whole number", NULL },
	{ "pending", ATTR_BOOL, 0, "another value than this one is running", NULL },
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

enum { ON_V4_RESULT };
static const struct attr_def on_v4_attrs[] = {
	{ "result", ATTR_ENUM, ATTR_REQUIRED, "what v4 has: the same, another value, or nothing",
	  "same|differs|missing" },
	END,
};

#define PAIR(symbol, group, element, table, what) \
	static const struct fact_def fact_##symbol##_on_v4 = { \
		.name = element "-on-v4", .source = SOURCE_V4_##group, .attrs = on_v4_attrs, \
		.meaning = "The same name in the environment that the app moves to", \
	}; \
	static const struct fact_def *const symbol##_on_v4[] = { &fact_##symbol##_on_v4, NULL }; \
	static const struct fact_def fact_v3_##symbol = { \
		.name = "v3-" element, .source = SOURCE_V3_##group, .attrs = table, \
		.children = symbol##_on_v4, \
		.meaning = what " of the environment that the app leaves", \
	}; \
	static const struct fact_def fact_v4_##symbol = { \
		.name = "v4-" element, .source = SOURCE_V4_##group, .attrs = table, \
		.meaning = what " of the environment that the app moves to", \
	};

static const struct fact_def fact_v3_environment = {
	.name = "v3-environment", .source = SOURCE_V3_ENVIRONMENT, .attrs = environment_attrs,
	.meaning = "Size and place of the environment that the app leaves",
};
static const struct fact_def fact_v4_environment = {
	.name = "v4-environment", .source = SOURCE_V4_ENVIRONMENT, .attrs = environment_attrs,
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
	const struct fact_def *v3, *v4, *on_v4;
} groups[SETTINGS_GROUPS] = {
#define FACTS(symbol) { &fact_v3_##symbol, &fact_v4_##symbol, &fact_##symbol##_on_v4 }
	[SETTINGS_CONSTANTS] = FACTS(constant), [SETTINGS_SETTINGS] = FACTS(setting),
	[SETTINGS_EVENTS] = FACTS(event), [SETTINGS_HANDLERS] = FACTS(handler),
	[SETTINGS_DOMAINS] = FACTS(domain), [SETTINGS_CERTIFICATES] = FACTS(certificate),
	[SETTINGS_HEADERS] = FACTS(header), [SETTINGS_RESTRICTIONS] = FACTS(restriction),
	[SETTINGS_VARIABLES] = FACTS(variable), [SETTINGS_LOG_LEVELS] = FACTS(log_level),
	[SETTINGS_MAINTENANCE] = FACTS(maintenance),
};

static void add_environment(struct world *w, const struct settings *s, const struct fact_def *def)
{
	const struct plan *plan = s == w->v4 ? plan_of(settings_of(s, "plan")) : NULL;
	struct fact *f = facts_add(w->facts, def);

	for (unsigned i = 0; i < ENV_COUNT; i++) {
		const char *name = environment_attrs[i].name, *value = settings_of(s, name);

		if (i == ENV_URL && value != NULL)
			value = shown_value(w->arena, "url", value);
		if (value == NULL)
			emit_count(w->facts, f, i, plan_bytes(plan, name));
		else
			emit_text(w->facts, f, i, value);
	}
}

static bool is_whole(const char *s)
{
	s += *s == '-';
	return *s != '\0' && s[strspn(s, "0123456789")] == '\0';
}

static void fill_constant(struct world *w, struct fact *f, const struct setting *s)
{
	const char *value = s->value == NULL ? "" : s->value;

	fact_set(w->facts, f, CONSTANT_NAME, s->name);
	fact_set(w->facts, f, CONSTANT_STATE, value[0] == '\0' ? "empty" : "set");
	emit_text(w->facts, f, CONSTANT_VALUE, shown_value(w->arena, s->name, value));
	fact_set_bool(w->facts, f, CONSTANT_NUMERIC, is_whole(value));
	if (s->deployed != NULL)
		fact_set_bool(w->facts, f, CONSTANT_PENDING, !settings_same(value, s->deployed));
}

static void fill_certificate(struct world *w, struct fact *f, const struct setting *s)
{
	const char *space = strchr(s->name, ' ');

	fact_set(w->facts, f, CERTIFICATE_KIND,
		 arena_text_n(w->arena, s->name, (size_t)(space - s->name)));
	fact_set(w->facts, f, CERTIFICATE_NAME, space + 1);
	if (s->value != NULL)
		fact_set(w->facts, f, CERTIFICATE_EXPIRES,
			 arena_printf(w->arena, "%sT00:00:00Z", s->value));
}

static void fill(struct world *w, struct fact *f, enum settings_group group,
		 const struct setting *s)
{
	const char *value = s->value == NULL ? "" : s->value;

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
		emit_text(w->facts, f, VALUE_VALUE, shown_value(w->arena, s->name, value));
		return;
	case SETTINGS_RESTRICTIONS:
		value = s->shown == NULL ? "" : s->shown;
		break;
	case SETTINGS_LOG_LEVELS:
		value = shown_value(w->arena, s->name, value);
		value = value == NULL ? "of its own" : value;
		break;
	default:
		break;
	}
	fact_set(w->facts, f, VALUE_NAME, s->name);
	fact_set(w->facts, f, VALUE_VALUE, value);
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

/* same, differs or missing; NULL where v4 is not known well enough to say. */
static const char *compare(const struct scene *sc, enum settings_group group,
			   const struct setting *v3)
{
	const struct settings *to = sc->w->v4;
	const struct setting *v4 = find(to, group, v3->name);

	if (v4 != NULL)
		return equals(group, v3->value, v4->value) ? "same" : "differs";
	if (to->groups[group].partial != NULL)
		return NULL;
	if (group == SETTINGS_CONSTANTS &&
	    settings_same(v3->value, map_get(&sc->defaults, v3->name)))
		return "same";
	return "missing";
}

static void add_item(struct scene *sc, const struct settings *s, enum settings_group group,
		     const struct setting *item)
{
	const struct group *g = &groups[group];
	struct world *w = sc->w;
	struct fact *f = facts_add(w->facts, s == w->v3 ? g->v3 : g->v4), *child;
	const char *result = NULL;

	fill(w, f, group, item);
	if (s == w->v3 && w->v4 != NULL && w->v4->groups[group].given)
		result = compare(sc, group, item);
	if (result == NULL)
		return;
	child = fact_child(w->facts, f, g->on_v4);
	fact_set(w->facts, child, ON_V4_RESULT, result);
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
			add_environment(w, s, s == w->v3 ? &fact_v3_environment
							 : &fact_v4_environment);
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
