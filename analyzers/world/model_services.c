/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Services that the app offers and uses. Only REST, SOAP, app services and one OData
 * service of 5.15 were seen in packages; the others are read by the fields that the
 * public description of projects gives them, each as far as it is there.
 */
#include "analyzers/world/model_read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/text.h"

enum { TYPES_MAX = 16 };

static int compare_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/*
 * The ways to sign in, sorted: AuthenticationTypes up to 7.23,
 * AuthenticationTypesRuntime later. A microflow that does it is a way of its own; ""
 * where nothing is said at all.
 */
static const char *authentication(struct doc d, struct arena *a)
{
	const char *field = doc_has(d, "AuthenticationTypesRuntime")
				    ? "AuthenticationTypesRuntime"
				    : "AuthenticationTypes";
	struct doc_iter list = doc_array(d, field);
	const char *types[TYPES_MAX], *out;
	struct buf b;
	size_t n = 0;

	while (n < TYPES_MAX && doc_next_str(&list, a, &types[n]))
		n++;
	if (n == 0 && doc_str(d, "AuthenticationMicroflow", a)[0] != '\0')
		types[n++] = "Custom";
	if (n == 0)
		return doc_has(d, field) ? "None" : "";
	qsort(types, n, sizeof(types[0]), compare_text);
	buf_init(&b, TYPES_MAX * 100);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i > 0 ? " " : "", types[i]);
	out = text_intern(a, buf_text(&b), b.len);
	buf_release(&b);
	return out;
}

/* The first of the fields that says something, "" when none does. */
static const char *first_of(struct doc d, const char *const *fields, struct arena *a)
{
	const char *text = "";

	for (; *fields != NULL && text[0] == '\0'; fields++)
		text = doc_str(d, *fields, a);
	return text;
}

static struct published_service *add_published(struct reader *r, const char *kind,
					       struct doc d)
{
	struct published_service *s = model_add(r, &r->m->published, sizeof(*s));

	s->kind = kind;
	s->name = model_name(r, d);
	s->path = s->version = s->authentication = s->authentication_microflow = "";
	return s;
}

static void read_rest_operation(struct published_operation *o, struct doc d,
				struct arena *a)
{
	static const char *const paths[] = {"PathRuntime", "Path", NULL};

	o->name = "";
	o->method = doc_str(d, "HttpMethod", a);
	o->path = first_of(d, paths, a);
	o->microflow = doc_str(d, "Microflow", a);
}

static size_t count_operations(struct doc d)
{
	struct doc_iter resources = doc_array(d, "Resources");
	struct doc resource;
	size_t n = 0;

	while (doc_next(&resources, &resource))
		n += doc_array_len(resource, "Operations");
	return n;
}

void read_published_rest(struct reader *r, struct doc d)
{
	struct published_service *s = add_published(r, "rest", d);
	struct doc_iter resources = doc_array(d, "Resources"), operations;
	struct doc resource, operation;

	s->path = doc_str(d, "Path", r->arena);
	s->version = doc_str(d, "Version", r->arena);
	s->authentication = authentication(d, r->arena);
	s->authentication_microflow = doc_str(d, "AuthenticationMicroflow", r->arena);
	s->resources = doc_array_len(d, "Resources");
	s->operations =
		arena_alloc(r->arena, count_operations(d) * sizeof(*s->operations));
	while (doc_next(&resources, &resource)) {
		operations = doc_array(resource, "Operations");
		while (doc_next(&operations, &operation))
			read_rest_operation(&s->operations[s->operation_count++],
					    operation, r->arena);
	}
}

/*
 * App services are SOAP services with an app service's own description beside the WSDL,
 * or of a type that says so. Their AppServiceState tells nothing: plain ones have it as
 * well.
 */
static bool is_app_service(struct doc d, struct doc version, struct arena *a)
{
	return strstr(doc_type(d), "AppService") != NULL ||
	       doc_str(version, "MsdFileBase64", a)[0] != '\0';
}

/* One service a version. */
static void read_soap_version(struct reader *r, struct doc d, struct doc version)
{
	bool app = is_app_service(d, version, r->arena);
	struct published_service *s = add_published(r, app ? "app" : "soap", d);
	struct doc_iter operations = doc_array(version, "Operations");
	int64_t number = doc_int(version, "VersionNumber", 0);
	struct doc operation;

	s->path = arena_printf(r->arena, "ws/%s", doc_str(d, "Name", r->arena));
	s->version = number > 0 ? arena_printf(r->arena, "%" PRId64, number) : "";
	s->authentication = doc_str(version, "HeaderAuthentication", r->arena);
	s->authentication_microflow = doc_str(version, "HeaderMicroflow", r->arena);
	s->operations = arena_alloc(r->arena, doc_array_len(version, "Operations") *
						      sizeof(*s->operations));
	while (doc_next(&operations, &operation)) {
		struct published_operation *o = &s->operations[s->operation_count++];

		o->name = doc_str(operation, "Name", r->arena);
		o->microflow = doc_str(operation, "Microflow", r->arena);
		o->method = o->path = "";
	}
}

void read_published_soap(struct reader *r, struct doc d)
{
	struct doc_iter versions = doc_array(d, "VersionedWebServices");
	struct doc version;

	if (doc_array_len(d, "VersionedWebServices") == 0)
		read_soap_version(r, d, (struct doc){NULL, 0});
	while (doc_next(&versions, &version))
		read_soap_version(r, d, version);
}

void read_published_odata(struct reader *r, struct doc d)
{
	static const char *const versions[] = {"Version", "ServiceVersion", NULL};
	struct published_service *s = add_published(r, "odata", d);
	struct doc_iter microflows = doc_array(d, "Microflows");
	struct doc microflow;

	s->path = doc_str(d, "Path", r->arena);
	s->version = first_of(d, versions, r->arena);
	s->authentication = authentication(d, r->arena);
	s->authentication_microflow = doc_str(d, "AuthenticationMicroflow", r->arena);
	s->resources = doc_array_len(d, "Resources");
	if (s->resources == 0)
		s->resources = doc_array_len(d, "EntitySets");
	s->operations = arena_alloc(r->arena, doc_array_len(d, "Microflows") *
						      sizeof(*s->operations));
	while (doc_next(&microflows, &microflow)) {
		struct published_operation *o = &s->operations[s->operation_count++];

		o->name = doc_str(microflow, "Name", r->arena);
		o->microflow = doc_str(microflow, "Microflow", r->arena);
		o->method = o->path = "";
	}
}

static struct consumed_service *add_consumed(struct reader *r, const char *kind,
					     struct doc d)
{
	struct consumed_service *s = model_add(r, &r->m->consumed, sizeof(*s));

	s->kind = kind;
	s->name = model_name(r, d);
	s->location = s->location_constant = s->wsdl_url = "";
	return s;
}

/* One service a <service> of its WSDL; most have one. */
void read_imported_soap(struct reader *r, struct doc d)
{
	struct doc_iter infos = doc_array(doc_doc(d, "Description"), "Services");
	const char *wsdl = doc_str(d, "WsdlUrl", r->arena);
	struct consumed_service *s = NULL;
	struct doc info;

	while (doc_next(&infos, &info)) {
		s = add_consumed(r, "soap", d);
		s->location = doc_str(info, "Location", r->arena);
		s->location_constant = doc_str(info, "LocationConstant", r->arena);
		s->operations = doc_array_len(info, "Operations");
		s->wsdl_url = wsdl;
	}
	if (s == NULL)
		add_consumed(r, "soap", d)->wsdl_url = wsdl;
}

void read_consumed_app(struct reader *r, struct doc d)
{
	add_consumed(r, "app", d)->operations = doc_array_len(d, "Actions");
}

/* A name like Module.Constant, and so no secret; "" for anything else. */
static const char *constant_of(struct doc d, const char *const *fields, struct arena *a)
{
	const char *text = first_of(d, fields, a), *dot;

	if (text[0] == '@')
		text++;
	dot = strchr(text, '.');
	if (dot == NULL || dot == text || strchr(dot + 1, '.') != NULL ||
	    strpbrk(text, " /:;=@'") != NULL)
		return "";
	return text;
}

static const char *location_of(struct doc d, struct arena *a)
{
	static const char *const plain[] = {"Location", "ServiceUrl", "BaseUrl", NULL};
	const char *text = http_location(doc_doc(d, "HttpConfiguration"), a);
	struct doc base = doc_doc(d, "BaseUrl");

	if (text[0] == '\0' && base.data != NULL)
		text = doc_str(base, "Value", a);
	return text[0] == '\0' ? first_of(d, plain, a) : text;
}

void read_consumed_other(struct reader *r, struct doc d, const char *kind)
{
	static const char *const constants[] = {"LocationConstant", "ConnectionString",
						"ServiceUrl", "BaseUrl", NULL};
	static const char *const lists[] = {"Operations", "Queries", "Actions",
					    "Channels", NULL};
	struct consumed_service *s = add_consumed(r, kind, d);

	/* A connection string can hold a password: only the constant is named. */
	if (strcmp(kind, "database") != 0)
		s->location = location_of(d, r->arena);
	s->location_constant = constant_of(d, constants, r->arena);
	for (size_t i = 0; lists[i] != NULL && s->operations == 0; i++)
		s->operations = doc_array_len(d, lists[i]);
}
