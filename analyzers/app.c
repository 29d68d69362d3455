/* SPDX-License-Identifier: Apache-2.0 */
/* What metadata.json says of the app as a whole: names, versions, request handlers, roles. */
#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "formats/metadata.h"

enum {
	APP_NAME, APP_ID, APP_RUNTIME_VERSION, APP_MODEL_VERSION, APP_DESCRIPTION,
	APP_JAVA_VERSION, APP_ADMIN_USER
};
static const struct attr_def app_attrs[] = {
	{ "name", ATTR_STRING, ATTR_REQUIRED, "name of the project; may be empty", NULL },
	{ "id", ATTR_NAME, 0, "id of the project, a GUID", NULL },
	{ "runtime-version", ATTR_STRING, ATTR_REQUIRED,
	  "version of the Mendix runtime the package was made for; may be empty", NULL },
	{ "model-version", ATTR_STRING, 0,
	  "version of the app, 'unversioned' for a local build", NULL },
	{ "description", ATTR_STRING, 0, "description given at the build", NULL },
	{ "java-version", ATTR_INT, 0, "Java release that the project asks for", NULL },
	{ "admin-user", ATTR_STRING, 0, "user name of the administrator", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_app = {
	.name = "app", .source = SOURCE_METADATA, .attrs = app_attrs,
	.meaning = "The app that the package is a build of",
};

enum { DATABASE_TYPE };
static const struct attr_def database_attrs[] = {
	{ "type", ATTR_STRING, ATTR_KEY | ATTR_REQUIRED, "kind of that database, as HSQLDB", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_database = {
	.name = "source-database", .source = SOURCE_METADATA, .attrs = database_attrs,
	.meaning = "The local database that the package was made with; the package may hold a "
		   "snapshot of it",
};

enum { EVENT_NAME };
static const struct attr_def event_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the event, as Module.Event", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_event = {
	.name = "declared-event", .source = SOURCE_METADATA, .attrs = event_attrs,
	.meaning = "A scheduled event that metadata.json names; its schedule is in the model",
};

enum { HANDLER_PATH, HANDLER_ENABLED, HANDLER_EXACT };
static const struct attr_def handler_attrs[] = {
	{ "path", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "path in the URL, as /ws/", NULL },
	{ "enabled", ATTR_BOOL, ATTR_REQUIRED, "open unless the environment closes it", NULL },
	{ "exact", ATTR_BOOL, ATTR_REQUIRED, "only this very path, nothing below it", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_handler = {
	.name = "request-handler", .source = SOURCE_METADATA, .attrs = handler_attrs,
	.meaning = "A URL path that the app expects to serve",
};

enum { ROLE_NAME, ROLE_MANAGES };
static const struct attr_def role_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name of the role", NULL },
	{ "manages", ATTR_INT, 0, "user roles that it may give to others", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_role = {
	.name = "user-role", .source = SOURCE_METADATA, .attrs = role_attrs,
	.meaning = "A user role of the app",
};

enum { LANGUAGE_CODE };
static const struct attr_def language_attrs[] = {
	{ "code", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "language and country, as en_US", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_language = {
	.name = "language", .source = SOURCE_METADATA, .attrs = language_attrs,
	.meaning = "A language of the app; metadata.json names them from Mendix 9.24 on",
};

static const struct fact_def *const defs[] = {
	&fact_app, &fact_database, &fact_event, &fact_handler, &fact_role, &fact_language, NULL,
};

static void add_app(struct facts *fs, const struct metadata *md)
{
	struct fact *f = facts_add(fs, &fact_app);

	fact_set(fs, f, APP_NAME, md->project_name == NULL ? "" : md->project_name);
	emit_text(fs, f, APP_ID, md->project_id);
	fact_set(fs, f, APP_RUNTIME_VERSION, md->runtime_version);
	emit_text(fs, f, APP_MODEL_VERSION, md->model_version);
	emit_text(fs, f, APP_DESCRIPTION, md->description);
	if (md->java_version > 0)
		fact_set_int(fs, f, APP_JAVA_VERSION, md->java_version);
	emit_text(fs, f, APP_ADMIN_USER, md->admin_user);
	if (md->source_database_type != NULL && md->source_database_type[0] != '\0')
		fact_set(fs, facts_add(fs, &fact_database), DATABASE_TYPE,
			 md->source_database_type);
}

static void add_handlers(struct facts *fs, const struct metadata *md)
{
	for (size_t i = 0; i < md->handler_count; i++) {
		const struct md_handler *h = &md->handlers[i];
		struct fact *f = facts_add(fs, &fact_handler);

		fact_set(fs, f, HANDLER_PATH, h->name);
		fact_set_bool(fs, f, HANDLER_ENABLED, h->enabled);
		fact_set_bool(fs, f, HANDLER_EXACT, h->exact);
	}
}

static void derive(void *state, struct world *w)
{
	const struct metadata *md = w->metadata;
	struct facts *fs = w->facts;

	(void)state;
	add_app(fs, md);
	add_handlers(fs, md);
	for (size_t i = 0; i < md->event_count; i++)
		fact_set(fs, facts_add(fs, &fact_event), EVENT_NAME, md->events[i].name);
	for (size_t i = 0; i < md->role_count; i++) {
		struct fact *f = facts_add(fs, &fact_role);

		fact_set(fs, f, ROLE_NAME, md->roles[i].name);
		fact_set_int(fs, f, ROLE_MANAGES, (int64_t)md->roles[i].manageable);
	}
	for (size_t i = 0; i < md->language_count; i++)
		fact_set(fs, facts_add(fs, &fact_language), LANGUAGE_CODE, md->languages[i]);
}

const struct analyzer analyzer_app = {
	.name = "app",
	.summary = "names, versions, request handlers and roles of the app",
	.facts = defs,
	.derive = derive,
};
