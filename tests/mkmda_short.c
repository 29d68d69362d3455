/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Short forms of model documents: a key with the kind and the name, lower-case keys for what
 * the kind has, and any key in storage names (upper case or '$') taken over as it is. A document
 * with a $Type of its own is no short form.
 */
#include "tests/mkmda.h"

#include <string.h>

#include "util/text.h"

const char *short_text(const json_t *doc, const char *key, const char *otherwise)
{
	const char *s = json_string_value(json_object_get(doc, key));

	return s == NULL ? otherwise : s;
}

static json_t *array_of(const json_t *doc, const char *key)
{
	json_t *value = json_object_get(doc, key);

	return json_is_array(value) ? json_incref(value) : json_array();
}

/* Takes over the fields in storage names, which win over what the short form made of them. */
json_t *short_fields(json_t *made, const json_t *from)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)from, key, value)
		if (*key == '$' || (*key >= 'A' && *key <= 'Z'))
			json_object_set(made, key, value);
	return made;
}

static json_t *make_module(const json_t *doc, const char *name)
{
	(void)doc;
	return json_pack("{s:s,s:s}", "$Type", "Projects$ModuleImpl", "Name", name);
}

/* "Name", "Name:String", "Status:#Shop.Status" */
static json_t *make_attribute(const char *text)
{
	const char *colon = strchr(text, ':'), *type = colon == NULL ? "String" : colon + 1;
	size_t n = colon == NULL ? strlen(text) : (size_t)(colon - text);
	json_t *t = *type == '#'
		? json_pack("{s:s,s:s}", "$Type", "DomainModels$EnumerationAttributeType",
			    "Enumeration", type + 1)
		: json_pack("{s:o}", "$Type",
			    json_sprintf("DomainModels$%sAttributeType", type));

	if (strcmp(type, "String") == 0)
		json_object_set_new(t, "Length", json_integer(200));
	return json_pack("{s:s,s:s%,s:o,s:{s:s,s:s}}", "$Type", "DomainModels$Attribute", "Name",
			 text, n, "Type", t, "Value", "$Type", "DomainModels$StoredValue",
			 "DefaultValue", "");
}

static json_t *make_event(const json_t *event)
{
	return json_pack("{s:s,s:s,s:s,s:s,s:b,s:b}", "$Type", "DomainModels$EntityEvent",
			 "Moment", short_text(event, "moment", "Before"), "Type",
			 short_text(event, "type", "Commit"), "Microflow",
			 short_text(event, "microflow", ""), "RaiseErrorOnFalse", 1,
			 "SendInputParameter", 1);
}

static json_t *make_entity(const json_t *entity, const char *module)
{
	const char *name = short_text(entity, "name", "");
	const char *parent = short_text(entity, "parent", "");
	json_t *attributes = json_array(), *events = json_array(), *one;
	bool persistable = !json_is_false(json_object_get(entity, "persistable"));
	size_t i;

	json_array_foreach(json_object_get(entity, "attributes"), i, one)
		json_array_append_new(attributes, make_attribute(json_string_value(one)));
	json_array_foreach(json_object_get(entity, "events"), i, one)
		json_array_append_new(events, make_event(one));
	return short_fields(
		json_pack("{s:s,s:{s:s,s:b,s:s},s:o,s:[],s:o,s:[],s:[],s:s,s:o,s:s}", "$Type",
			  "DomainModels$EntityImpl", "MaybeGeneralization", "$Type",
			  *parent == '\0' ? "DomainModels$NoGeneralization"
					  : "DomainModels$Generalization",
			  "Persistable", persistable, "Generalization", parent, "Attributes",
			  attributes, "ValidationRules", "Events", events, "Indexes",
			  "AccessRules", "Image", "", "QualifiedName",
			  json_sprintf("%s.%s", module, name), "UnqualifiedName", name),
		entity);
}

/* "Order Customer": an association Order_Customer of two entities of the module. */
static json_t *make_association(const char *text, const char *module)
{
	size_t n = strcspn(text, " ");
	const char *child = text[n] == '\0' ? text : text + n + 1;

	return json_pack("{s:s,s:{s:o},s:{s:o},s:s,s:s,s:o,s:o}", "$Type",
			 "DomainModels$Association", "ParentPointer", "$ref",
			 json_sprintf("entity %s.%.*s", module, (int)n, text), "ChildPointer",
			 "$ref", json_sprintf("entity %s.%s", module, child), "Type", "Reference",
			 "Owner", "Default", "QualifiedName",
			 json_sprintf("%s.%.*s_%s", module, (int)n, text, child),
			 "UnqualifiedName", json_sprintf("%.*s_%s", (int)n, text, child));
}

static json_t *make_domain(const json_t *doc, const char *module)
{
	json_t *entities = json_array(), *associations = json_array(), *one;
	size_t i;

	json_array_foreach(json_object_get(doc, "entities"), i, one) {
		json_t *made = make_entity(one, module);

		if (json_object_get(made, "$ID") == NULL)
			json_object_set_new(made, "$ID",
					    json_sprintf("entity %s.%s", module,
							 short_text(one, "name", "")));
		json_array_append_new(entities, made);
	}
	json_array_foreach(json_object_get(doc, "associations"), i, one)
		json_array_append_new(associations,
				      make_association(json_string_value(one), module));
	return json_pack("{s:s,s:o,s:o,s:[]}", "$Type", "DomainModels$DomainModel", "Entities",
			 entities, "Associations", associations, "CrossAssociations");
}

static json_t *make_java_action(const json_t *doc, const char *name)
{
	json_t *parameters = json_array(), *one;
	size_t i;

	json_array_foreach(json_object_get(doc, "parameters"), i, one)
		json_array_append_new(parameters,
				      json_pack("{s:s,s:O,s:s}", "$Type",
						"JavaActions$JavaActionParameter", "Name", one,
						"Type", "String"));
	return json_pack("{s:s,s:o,s:s,s:s}", "$Type", "JavaActions$JavaAction", "Parameters",
			 parameters, "ReturnType", short_text(doc, "returns", "Boolean"), "Name",
			 name);
}

static json_t *make_scheduled_event(const json_t *doc, const char *name)
{
	json_t *interval = json_object_get(doc, "interval");
	json_t *made = json_pack(
		"{s:s,s:{s:s},s:s,s:I,s:s,s:s,s:s,s:s}", "$Type", "ScheduledEvents$ScheduledEvent",
		"StartDateTime", "$date", short_text(doc, "start", "2018-03-01T02:00:00Z"),
		"TimeZone", short_text(doc, "time-zone", "UTC"), "Interval",
		interval == NULL ? (json_int_t)1 : json_integer_value(interval), "IntervalType",
		short_text(doc, "type", "Day"), "Microflow", short_text(doc, "microflow", ""),
		"Documentation", short_text(doc, "documentation", ""), "Name", name);

	if (json_object_get(doc, "schedule") != NULL)
		json_object_set(made, "Schedule", json_object_get(doc, "schedule"));
	if (json_object_get(doc, "overlap") != NULL)
		json_object_set(made, "OnOverlap", json_object_get(doc, "overlap"));
	return made;
}

static json_t *make_constant(const json_t *doc, const char *name)
{
	json_t *made = json_pack("{s:s,s:s,s:s}", "$Type", "Constants$Constant", "DataType",
				 short_text(doc, "type", "String"), "Name", name);

	if (json_object_get(doc, "exposed") != NULL)
		json_object_set(made, "ExposedToClient", json_object_get(doc, "exposed"));
	return made;
}

static json_t *make_page(const json_t *doc, const char *name)
{
	return json_pack("{s:s,s:o,s:i,s:i,s:b,s:s,s:s}", "$Type", "Forms$Page",
			 "ModelerAllowedUserRoles", array_of(doc, "roles"), "PopupWidth", 0,
			 "PopupHeight", 0, "PopupResizable", 1, "Url", short_text(doc, "url", ""),
			 "Name", name);
}

static json_t *make_queue(const json_t *doc, const char *name)
{
	return json_pack("{s:s,s:{s:s,s:s,s:b},s:s}", "$Type", "Queues$Queue", "Config", "$Type",
			 "Queues$BasicQueueConfig", "ParallelismExpression",
			 short_text(doc, "parallelism", "1"), "ClusterWide",
			 json_is_true(json_object_get(doc, "cluster-wide")), "Name", name);
}

static json_t *make_microflow(const json_t *doc, const char *name)
{
	return flow_document(doc, "Microflows$Microflow", name);
}

static json_t *make_rule(const json_t *doc, const char *name)
{
	return flow_document(doc, "Microflows$Rule", name);
}

static json_t *make_nanoflow(const json_t *doc, const char *name)
{
	return flow_document(doc, "Microflows$Nanoflow", name);
}

static const struct {
	const char *key;
	json_t *(*make)(const json_t *doc, const char *name);
} forms[] = {
	{ "module", make_module },
	{ "microflow", make_microflow },
	{ "rule", make_rule },
	{ "nanoflow", make_nanoflow },
	{ "java-action", make_java_action },
	{ "scheduled-event", make_scheduled_event },
	{ "constant", make_constant },
	{ "page", make_page },
	{ "queue", make_queue },
};

json_t *short_document(const json_t *doc, const char *module)
{
	const char *first = json_object_iter_key(json_object_iter((json_t *)doc));

	if (!json_is_object(doc) || first == NULL)
		mk_fail("a document of the model is no object");
	if (json_object_get(doc, "$Type") != NULL)
		return json_copy((json_t *)doc);
	if (json_object_get(doc, "entities") != NULL)
		return short_fields(make_domain(doc, module), doc);
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (strcmp(first, forms[i].key) == 0)
			return short_fields(forms[i].make(doc, short_text(doc, first, "")), doc);
	mk_fail("no short form begins with '%s'", first);
}
