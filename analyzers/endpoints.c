/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses of other systems, from everywhere in the package: one kind of fact for each source,
 * so that what was not looked at is known to be missing. Places that agree in host, port, scheme
 * and origin are one fact; in web files, which repeat each other by language, the origin does not
 * matter and the first of the files is named.
 */
#include "analyzers/endpoints.h"

#include <inttypes.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "analyzers/world/java.h"
#include "analyzers/world/model.h"
#include "core/host.h"
#include "core/secret.h"
#include "formats/metadata.h"
#include "formats/wsdl.h"
#include "package/package.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/map.h"
#include "util/text.h"
#include "util/vec.h"

enum { HOST, PORT, SCHEME, URL, SCOPE, ORIGIN, MODULE, COUNT };

#define COMMON(origin) \
	{ "host", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, \
	  "the host in lower case; what a template leaves open as *, as in *.crm.eu", NULL }, \
	{ "port", ATTR_INT, ATTR_KEY, "port, where stated", NULL }, \
	{ "scheme", ATTR_STRING, ATTR_KEY, "https, sftp, jdbc:postgresql …; absent where none", \
	  NULL }, \
	{ "url", ATTR_STRING, ATTR_REQUIRED, \
	  "the address without user and query, of the first place where there are several", \
	  NULL }, \
	{ "scope", ATTR_ENUM, ATTR_REQUIRED, "from where the host can be reached", HOST_SCOPES }, \
	{ "origin", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, origin, NULL }, \
	{ "module", ATTR_NAME, 0, "module of the model it belongs to", NULL }, \
	{ "count", ATTR_INT, ATTR_REQUIRED, "how often there", NULL }
#define END { NULL, 0, 0, NULL, NULL }
#define CONSTANT \
	{ "constant", ATTR_NAME, 0, "constant whose default the host is", NULL }

static const struct attr_def constant_attrs[] = { COMMON("the constant"), END };
static const struct fact_def fact_constant = {
	.name = "constant-endpoint", .source = SOURCE_METADATA, .attrs = constant_attrs,
	.meaning = "An address in the default of a constant; the environment can set another",
};

static const struct attr_def call_attrs[] = {
	COMMON("the microflow"),
	{ "kind", ATTR_ENUM, ATTR_KEY | ATTR_REQUIRED, "kind of call", "rest-call|soap-call" },
	CONSTANT,
	{ "disabled", ATTR_BOOL, ATTR_KEY | ATTR_REQUIRED, "the call is switched off", NULL },
	END,
};
static const struct fact_def fact_call = {
	.name = "call-endpoint", .source = SOURCE_GRAPH, .attrs = call_attrs,
	.meaning = "The address that a REST or SOAP call of a flow leads to, as far as the "
		   "package says: literal, in a template, or as the default of a constant",
};

static const struct attr_def service_attrs[] = {
	COMMON("the service, or its description file"),
	{ "kind", ATTR_ENUM, ATTR_KEY | ATTR_REQUIRED,
	  "a service the app consumes, or the WSDL file that describes one",
	  "consumed-service|wsdl" },
	CONSTANT, END,
};
static const struct fact_def fact_service = {
	.name = "service-endpoint", .source = SOURCE_MODEL, .attrs = service_attrs,
	.meaning = "The address of a service that the app consumes",
};

static const struct attr_def expression_attrs[] = {
	COMMON("the flow"),
	{ "calls", ATTR_BOOL, ATTR_REQUIRED,
	  "the flow calls REST, SOAP, another system, or Java", NULL },
	END,
};
static const struct fact_def fact_expression = {
	.name = "expression-endpoint", .source = SOURCE_GRAPH, .attrs = expression_attrs,
	.meaning = "An address in an expression or template of a flow that none of its calls "
		   "is known to lead to",
};

static const struct attr_def java_attrs[] = { COMMON("the class, as a/b/C"), END };
static const struct fact_def fact_java = {
	.name = "java-endpoint", .source = SOURCE_JAVA, .attrs = java_attrs,
	.meaning = "An address in a string of the app's own classes",
};

static const struct attr_def web_attrs[] = {
	COMMON("the file, or the first of several"),
	{ "files", ATTR_INT, ATTR_REQUIRED, "files that have it", NULL },
	{ "link", ATTR_BOOL, ATTR_KEY | ATTR_REQUIRED, "the target of a link", NULL },
	END,
};
static const struct fact_def fact_web = {
	.name = "web-endpoint", .source = SOURCE_WEB, .attrs = web_attrs,
	.meaning = "An address in pages and scripts of the app's own; widgets and the Mendix "
		   "client are left out",
};

static const struct attr_def resource_attrs[] = { COMMON("the file"), END };
static const struct fact_def fact_resource = {
	.name = "resource-endpoint", .source = SOURCE_RESOURCES, .attrs = resource_attrs,
	.meaning = "An address in a text file under model/resources",
};

static const struct fact_def *const defs[] = {
	&fact_constant, &fact_call, &fact_service, &fact_expression, &fact_java, &fact_web,
	&fact_resource, NULL,
};

enum { KEY_MAX = 1 << 16, URL_MAX = 16384 };

struct state {
	struct world *w;
	struct vec places;	/* of struct place, in order of discovery */
	struct map by_key;
	struct map constants;	/* name -> struct md_constant */
	struct map services;	/* name -> struct consumed_service */
	struct map called;	/* "flow host" of calls */
	struct buf key;
	uint64_t seen;		/* addresses looked at, the same ones too */
};

static void *start(struct world *w)
{
	struct state *s = arena_alloc(w->arena, sizeof(*s));

	s->w = w;
	buf_init(&s->key, KEY_MAX);
	return s;
}

static void stop(void *state)
{
	struct state *s = state;

	vec_release(&s->places);
	map_release(&s->by_key);
	map_release(&s->constants);
	map_release(&s->services);
	map_release(&s->called);
	buf_release(&s->key);
}

/* -- collecting -- */

static const char *key_of(struct state *s, const struct place *p)
{
	buf_clear(&s->key);
	buf_printf(&s->key, "%d %s %u %s %d %d %s %s", p->kind, p->address.host, p->address.port,
		   p->address.scheme, p->disabled, p->link, p->what == NULL ? "" : p->what,
		   p->kind == ENDPOINT_WEB ? "" : p->origin);
	return buf_text(&s->key);
}

static void add(struct state *s, const struct place *p)
{
	const char *key = key_of(s, p);
	struct place *known = map_get(&s->by_key, key);

	if (known == NULL) {
		known = arena_alloc(s->w->arena, sizeof(*known));
		*known = *p;
		map_add(&s->by_key, arena_text(s->w->arena, key), known);
		vec_push(&s->places, known);
	}
	known->count++;
	known->files += known->last == NULL || strcmp(known->last, p->origin) != 0;
	known->last = p->origin;
}

/* What a place is but for its address, while addresses in a text are found. */
struct finding {
	struct state *s;
	struct place place;
};

static void take_url(void *arg, const struct url *u)
{
	struct finding *f = arg;
	struct world *w = f->s->w;

	/* Text of nothing but addresses would cost many times its own bytes. */
	if (f->s->seen++ >= w->limits->facts)
		w->facts->over = true;
	else if (address_read(&f->place.address, w->arena, u))
		add(f->s, &f->place);
}

static const char *module_of(struct state *s, const char *name)
{
	const char *dot = strchr(name, '.');

	return dot == NULL ? NULL : arena_text_n(s->w->arena, name, (size_t)(dot - name));
}

/* -- files -- */

static bool is_wsdl(const char *entry)
{
	return text_starts(entry, "model/wsdls/") && text_ends(entry, ".wsdl");
}

static bool wants(void *state, struct world *w, const struct entry *e)
{
	(void)state;
	(void)w;
	return is_wsdl(e->name) || endpoints_wants_web(e->name) ||
	       endpoints_wants_resource(e->name);
}

static void take_file_url(void *arg, const struct url *u, bool link)
{
	struct finding *f = arg;

	if (f->place.kind == ENDPOINT_WEB)
		f->place.link = link;
	take_url(f, u);
}

static void take_location(struct finding *f, const char *location)
{
	struct url u;
	size_t at = 0;

	if (url_next(location, strlen(location), &at, &u) && address_is_network(&u))
		take_url(f, &u);
}

static void scan_wsdl(struct finding *f, const struct entry *e, const struct blob *bytes)
{
	CLEANUP(vec_release) struct vec locations = { 0 };
	struct world *w = f->s->w;
	struct err err = ERR_NONE;

	f->place.kind = ENDPOINT_SERVICE;
	f->place.what = "wsdl";
	f->place.module = module_of(f->s, strrchr(e->name, '/') + 1);
	if (wsdl_locations(&locations, bytes->data, bytes->size, w->arena, &err) != 0) {
		diag_add(w->diags, DIAG_NOTE, e->name, "%s", err.text);
		source_partial(w->sources, SOURCE_MODEL, "'%s': %s", e->name, err.text);
	}
	for (size_t i = 0; i < locations.len; i++)
		take_location(f, locations.items[i]);
}

static void scan(void *state, struct world *w, const struct entry *e, const struct blob *bytes)
{
	struct finding f = { state, PLACE_NONE };

	(void)w;
	f.place.origin = e->name;
	f.place.kind = text_starts(e->name, "web/") ? ENDPOINT_WEB : ENDPOINT_RESOURCE;
	if (is_wsdl(e->name))
		scan_wsdl(&f, e, bytes);
	else
		endpoints_of_file(e->name, bytes, take_file_url, &f);
}

static void unread(void *state, struct world *w, const struct entry *e, const char *why)
{
	enum source source = is_wsdl(e->name) ? SOURCE_MODEL :
		text_starts(e->name, "web/") ? SOURCE_WEB : SOURCE_RESOURCES;

	(void)state;
	source_partial(w->sources, source, "'%s' %s", e->name, why);
}

/* -- metadata -- */

/* The default that may be shown; NULL where there is none. */
static const char *default_of(struct state *s, const char *name)
{
	const struct md_constant *c = map_get(&s->constants, name);

	if (c == NULL || c->value[0] == '\0' || strcmp(c->type, "String") != 0 ||
	    secret_name(name))
		return NULL;
	return c->value;
}

static void add_constants(struct state *s)
{
	const struct metadata *md = s->w->metadata;

	for (size_t i = 0; i < md->constant_count; i++)
		map_add(&s->constants, md->constants[i].name, &md->constants[i]);
	for (size_t i = 0; i < md->constant_count; i++) {
		const char *name = md->constants[i].name, *value = default_of(s, name);
		struct finding f = { s, PLACE_NONE };

		f.place.kind = ENDPOINT_CONSTANT;
		f.place.origin = name;
		f.place.module = module_of(s, name);
		if (value != NULL)
			endpoints_of_constant(name, value, take_url, &f);
	}
}

/* -- model -- */

/* Puts defaults for {@Module.Constant}; *constant is the first of them. */
static const char *with_defaults(struct state *s, const char *text, const char **constant)
{
	CLEANUP(buf_release) struct buf b = { .max = URL_MAX };
	const char *open;

	while ((open = strstr(text, "{@")) != NULL) {
		size_t n = strcspn(open + 2, "} +/");
		const char *name = arena_text_n(s->w->arena, open + 2, n);
		const char *value = open[n + 2] == '}' ? default_of(s, name) : NULL;

		buf_add(&b, text, (size_t)(open - text));
		if (value != NULL) {
			buf_puts(&b, value);
			*constant = *constant == NULL ? name : *constant;
			text = open + n + 3;
		} else {
			buf_puts(&b, "{@");
			text = open + 2;
		}
	}
	buf_puts(&b, text);
	return b.over ? "" : arena_text(s->w->arena, buf_text(&b));
}

static bool first_address(struct state *s, const char *text, struct address *out)
{
	struct url u;
	size_t at = 0;

	while (url_next(text, strlen(text), &at, &u))
		if (address_is_network(&u))
			return address_read(out, s->w->arena, &u);
	/* A call may state host and path alone. */
	return url_whole(text, strlen(text), &u) && u.scheme.len == 0 &&
	       memchr(u.host.at, '.', u.host.len) != NULL &&
	       address_read(out, s->w->arena, &u);
}

/* The address in a location with what is known put in; false where the host stays open. */
static bool resolve(struct state *s, const char *location, struct place *out)
{
	const char *constant = NULL, *text;

	out->constant = NULL;
	if (first_address(s, location, &out->address))
		return true;
	text = with_defaults(s, location, &constant);
	if (constant == NULL || !first_address(s, text, &out->address))
		return false;
	out->constant = constant;
	return true;
}

static bool resolve_service(struct state *s, const struct consumed_service *c,
			    struct place *out)
{
	if (c->location_constant[0] == '\0')
		return resolve(s, c->location, out);
	return resolve(s, arena_printf(s->w->arena, "{@%s}", c->location_constant), out);
}

static void add_services(struct state *s)
{
	const struct model *m = s->w->model;

	for (size_t i = 0; i < m->consumed.len; i++) {
		struct consumed_service *c = m->consumed.items[i];
		struct place p = PLACE_NONE;

		map_add(&s->services, c->name, c);
		p.kind = ENDPOINT_SERVICE;
		p.what = "consumed-service";
		p.origin = c->name;
		p.module = module_of(s, c->name);
		if (resolve_service(s, c, &p))
			add(s, &p);
	}
}

static void note_called(struct state *s, const struct flow *flow, const char *host)
{
	map_add(&s->called, arena_printf(s->w->arena, "%s %s", flow->name, host), s);
}

static void add_call(struct state *s, const struct flow *flow, const struct activity *a)
{
	const struct consumed_service *service;
	struct place p = PLACE_NONE;
	bool known;

	p.kind = ENDPOINT_CALL;
	p.what = a->kind == ACT_REST ? "rest-call" : "soap-call";
	p.origin = flow->name;
	p.module = flow->module;
	p.disabled = a->disabled;
	known = resolve(s, a->call->url, &p);
	if (!known && a->kind == ACT_SOAP && a->call->url[0] == '\0') {
		service = map_get(&s->services, a->call->service);
		known = service != NULL && resolve_service(s, service, &p);
	}
	if (!known)
		return;
	note_called(s, flow, p.address.host);
	add(s, &p);
}

static bool calls_out(const struct flow *flow)
{
	for (size_t i = 0; i < flow->activity_count; i++) {
		const struct activity *a = &flow->activities[i];

		if (!a->disabled && (a->kind == ACT_REST || a->kind == ACT_SOAP ||
				     a->kind == ACT_EXTERNAL || a->kind == ACT_JAVA))
			return true;
	}
	return false;
}

static void add_expression(struct state *s, const struct flow_address *a)
{
	CLEANUP(buf_release) struct buf key = { .max = KEY_MAX };
	struct place p = PLACE_NONE;

	buf_printf(&key, "%s %s", a->flow->name, a->address.host);
	if (map_get(&s->called, buf_text(&key)) != NULL)
		return;
	p.kind = ENDPOINT_EXPRESSION;
	p.address = a->address;
	p.origin = a->flow->name;
	p.module = a->flow->module;
	p.calls = calls_out(a->flow);
	add(s, &p);
}

static void add_model(struct state *s)
{
	const struct model *m = s->w->model;

	add_services(s);
	for (size_t i = 0; i < m->flows.len; i++) {
		const struct flow *flow = m->flows.items[i];

		for (size_t j = 0; j < flow->activity_count; j++)
			if (flow->activities[j].call != NULL)
				add_call(s, flow, &flow->activities[j]);
	}
	for (size_t i = 0; i < m->addresses.len; i++)
		add_expression(s, m->addresses.items[i]);
}

static void add_java(struct state *s)
{
	const struct java *j = s->w->java;

	for (size_t i = 0; i < j->addresses.len; i++) {
		const struct java_address *a = j->addresses.items[i];
		struct place p = PLACE_NONE;

		p.kind = ENDPOINT_JAVA;
		p.address = a->address;
		p.origin = a->class;
		p.module = a->module;
		add(s, &p);
	}
}

/* -- facts -- */

static void set_text(struct facts *fs, struct fact *f, const char *attr, const char *value)
{
	int i = fact_def_attr(f->def, attr);

	if (i >= 0 && value != NULL)
		fact_set(fs, f, (unsigned)i, value);
}

static void set_switch(struct facts *fs, struct fact *f, const char *attr, int value)
{
	int i = fact_def_attr(f->def, attr);

	if (i >= 0)
		emit_switch(fs, f, (unsigned)i, value);
}

static void emit(struct facts *fs, const struct place *p)
{
	struct fact *f = facts_add(fs, defs[p->kind]);
	int files = fact_def_attr(f->def, "files");

	fact_set(fs, f, HOST, p->address.host);
	if (p->address.port > 0)
		fact_set_int(fs, f, PORT, p->address.port);
	emit_text(fs, f, SCHEME, p->address.scheme);
	fact_set(fs, f, URL, p->address.url);
	fact_set(fs, f, SCOPE, p->address.scope);
	fact_set(fs, f, ORIGIN, p->origin);
	emit_text(fs, f, MODULE, p->module);
	fact_set_int(fs, f, COUNT, p->count);
	set_text(fs, f, "kind", p->what);
	set_text(fs, f, "constant", p->constant);
	set_switch(fs, f, "disabled", p->disabled);
	set_switch(fs, f, "calls", p->calls);
	set_switch(fs, f, "link", p->link);
	if (files >= 0)
		fact_set_int(fs, f, (unsigned)files, p->files);
}

_Static_assert(ENDPOINT_KINDS == sizeof(defs) / sizeof(defs[0]) - 1, "a fact for each kind");

static void derive(void *state, struct world *w)
{
	struct state *s = state;

	add_constants(s);
	if (w->model != NULL)
		add_model(s);
	add_java(s);
	for (size_t i = 0; i < s->places.len; i++)
		emit(w->facts, s->places.items[i]);
}

const struct analyzer analyzer_endpoints = {
	.name = "endpoints",
	.summary = "addresses of other systems in constants, flows, services, Java and files",
	.facts = defs,
	.start = start,
	.stop = stop,
	.wants = wants,
	.scan = scan,
	.unread = unread,
	.derive = derive,
};
