/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Constants with their defaults, which only metadata.json has; an environment may override
 * them. What a rule must know of a secret is worked out before its value is masked.
 */
#include <string.h>

#include "analyzers/analyzer.h"
#include "core/secret.h"
#include "formats/metadata.h"
#include "formats/settings.h"
#include "util/text.h"

enum {
	CONSTANT_NAME, CONSTANT_TYPE, CONSTANT_STATE, CONSTANT_VALUE, CONSTANT_NUMERIC,
	CONSTANT_SECRET, CONSTANT_ORIGIN
};
static const struct attr_def constant_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the constant, as Module.Constant", NULL },
	{ "type", ATTR_STRING, ATTR_REQUIRED, "String, Integer, Boolean, Decimal or DateTime",
	  NULL },
	{ "state", ATTR_ENUM, ATTR_REQUIRED, "whether the package gives it a default",
	  "empty|default" },
	{ "value", ATTR_STRING, 0, "the default, secrets masked; absent when empty", NULL },
	{ "numeric", ATTR_BOOL, 0,
	  "for an Integer: the default is a decimal integer, with nothing around it", NULL },
	{ "secret", ATTR_BOOL, 0, "the default was masked, wholly or in part", NULL },
	{ "origin", ATTR_NAME, ATTR_REQUIRED, "entry that states it", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
enum { ON_V4_FROM, ON_V4_STATE, ON_V4_NUMERIC };
static const struct attr_def value_attrs[] = {
	{ "from", ATTR_ENUM, ATTR_REQUIRED, "set there, or the default of the package",
	  "setting|default" },
	{ "state", ATTR_ENUM, ATTR_REQUIRED, "whether it holds anything", "empty|set" },
	{ "numeric", ATTR_BOOL, ATTR_REQUIRED, "it is a decimal integer", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_value_on_v4 = {
	.name = "value-on-v4", .source = SOURCE_V4_CONSTANTS, .attrs = value_attrs,
	.meaning = "What a constant of the package is in the environment that the app moves to",
};
static const struct fact_def *const constant_children[] = { &fact_value_on_v4, NULL };

static const struct fact_def fact_constant = {
	.name = "constant", .source = SOURCE_METADATA, .attrs = constant_attrs,
	.children = constant_children,
	.meaning = "A constant and its default; the environment can set another value",
};

static const struct fact_def *const defs[] = { &fact_constant, NULL };

/* Digits after an optional sign; how many does not matter. */
static bool is_integer(const char *value)
{
	if (*value == '-')
		value++;
	return *value != '\0' && value[strspn(value, "0123456789")] == '\0';
}

/* A switch is no secret, whatever it is called. */
static bool is_switch(const struct md_constant *c)
{
	return text_compare_lower(c->value, "true") == 0 ||
	       text_compare_lower(c->value, "false") == 0;
}

/* Not where v4 is known in part only: what is not listed there may be set all the same. */
static void add_value(struct world *w, struct fact *parent, const struct md_constant *c)
{
	const struct setting_list *list = &w->v4->groups[SETTINGS_CONSTANTS];
	const struct setting *set = settings_find(w->v4, SETTINGS_CONSTANTS, c->name);
	const char *value = set == NULL ? c->value : set->value == NULL ? "" : set->value;
	struct fact *f;

	if (!list->given || (set == NULL && list->partial != NULL))
		return;
	f = fact_child(w->facts, parent, &fact_value_on_v4);
	fact_set(w->facts, f, ON_V4_FROM, set == NULL ? "default" : "setting");
	fact_set(w->facts, f, ON_V4_STATE, value[0] == '\0' ? "empty" : "set");
	fact_set_bool(w->facts, f, ON_V4_NUMERIC, is_integer(value));
}

static void add_constant(struct world *w, const struct md_constant *c)
{
	struct fact *f = facts_add(w->facts, &fact_constant);
	const char *secret_by = is_switch(c) ? NULL : c->name;
	bool empty = c->value[0] == '\0';

	fact_set(w->facts, f, CONSTANT_NAME, c->name);
	fact_set(w->facts, f, CONSTANT_TYPE, c->type);
	fact_set(w->facts, f, CONSTANT_STATE, empty ? "empty" : "default");
	fact_set(w->facts, f, CONSTANT_ORIGIN, "model/metadata.json");
	if (strcmp(c->type, "Integer") == 0)
		fact_set_bool(w->facts, f, CONSTANT_NUMERIC, !empty && is_integer(c->value));
	if (w->v4 != NULL)
		add_value(w, f, c);
	if (empty)
		return;
	fact_set_named(w->facts, f, CONSTANT_VALUE, secret_by, c->value);
	fact_set_bool(w->facts, f, CONSTANT_SECRET,
		      secret_mask(w->arena, secret_by, c->value, false) != c->value);
}

static void derive(void *state, struct world *w)
{
	(void)state;
	for (size_t i = 0; i < w->metadata->constant_count; i++)
		add_constant(w, &w->metadata->constants[i]);
}

const struct analyzer analyzer_constants = {
	.name = "constants",
	.summary = "constants and the defaults that the package gives them",
	.facts = defs,
	.derive = derive,
};
