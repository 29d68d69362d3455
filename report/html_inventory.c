/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is in the package: the large figures, settings and security, and tables of what there
 * are several of. Values of constants that hold a secret are never shown.
 */
#include "report/html_page.h"

#include <string.h>

static void figure(struct html *h, const char *label)
{
	html_add(h, "<div><dt>%s</dt><dd>", label);
}

static void figure_note(struct html *h, const char *note)
{
	if (note != NULL)
		html_add(h, "<small>%s</small>", note);
	html_raw(h, "</dd></div>\n");
}

static void text_or_unknown(struct html *h, const char *value)
{
	if (value != NULL)
		html_text(h, value);
	else
		html_raw(h, "<span class=\"unknown\">not known</span>");
}

static void number_figure(struct html *h, const char *label, const struct fact *f,
			  const char *attr)
{
	figure(h, label);
	if (f != NULL && fact_get(f, attr) != NULL)
		html_add(h, "%'u", (unsigned)html_number(f, attr));
	else
		text_or_unknown(h, NULL);
	figure_note(h, NULL);
}

static void archive_figure(struct html *h)
{
	const struct fact *package = facts_first(h->audit->facts, "package");

	figure(h, "Package");
	if (html_number(package, "bytes") > 0)
		html_bytes(h, html_number(package, "bytes"));
	else if (html_number(package, "uncompressed") > 0)
		html_bytes(h, html_number(package, "uncompressed"));
	else
		text_or_unknown(h, NULL);
	html_raw(h, "<small>");
	html_count(h, html_number(package, "entries"), "entry", "entries");
	if (html_number(package, "uncompressed") > 0) {
		html_raw(h, ", ");
		html_bytes(h, html_number(package, "uncompressed"));
		html_raw(h, " unpacked");
	}
	html_raw(h, "</small>");
	figure_note(h, NULL);
}

static void runtime_figure(struct html *h)
{
	const struct fact *app = facts_first(h->audit->facts, "app");
	const char *java = app == NULL ? NULL : fact_get(app, "java-version");

	figure(h, "Runtime");
	text_or_unknown(h, app == NULL ? NULL : fact_get(app, "runtime-version"));
	if (java != NULL)
		html_add(h, "<small>Java %s</small>", java);
	figure_note(h, java == NULL ? "Java version not stated" : NULL);
}

static void count_figure(struct html *h, const char *label, const char *fact)
{
	figure(h, label);
	if (html_looked_at(h, fact))
		html_add(h, "%'u", (unsigned)html_fact_count(h, fact));
	else
		text_or_unknown(h, NULL);
	figure_note(h, NULL);
}

static void figures(struct html *h)
{
	const struct fact *model = facts_first(h->audit->facts, "model");

	html_raw(h, "<dl class=\"figs\">\n");
	archive_figure(h);
	runtime_figure(h);
	count_figure(h, "Modules", "module");
	number_figure(h, "Documents", model, "documents");
	number_figure(h, "Microflows", model, "microflows");
	number_figure(h, "Entities", model, "entities");
	number_figure(h, "Java actions", model, "java-actions");
	count_figure(h, "Constants", "constant");
	html_raw(h, "</dl>\n");
}

/* A fact of which there is one, as two columns. */
static void single(struct html *h, const char *title, const char *fact)
{
	const struct fact *f = facts_first(h->audit->facts, fact);
	const struct fact_def *def = vocabulary_find(h->audit->facts->vocabulary, fact);

	html_add(h, "<div class=\"sub\"><h3>%s</h3>\n", title);
	if (f != NULL)
		html_fact(h, f);
	else if (html_looked_at(h, fact))
		html_raw(h, "<p class=\"none\">Nothing is stated in what was read.</p>");
	if (def != NULL)
		html_not_read(h, def->source);
	html_raw(h, "</div>\n");
}

static bool is_yes(const char *value)
{
	return value != NULL && strcmp(value, "yes") == 0;
}

static void constant_value(struct html *h, const struct fact *f)
{
	const char *value = fact_get(f, "value"), *state = fact_get(f, "state");

	if (state != NULL && strcmp(state, "empty") == 0)
		html_raw(h, "<span class=\"unknown\">not set</span>");
	else if (is_yes(fact_get(f, "secret")))
		html_raw(h, "set, not shown");
	else if (value != NULL)
		html_name(h, value);
	else
		html_raw(h, "set");
}

static void constants(struct html *h)
{
	size_t n = 0, shown;
	struct fact *const *list = facts_of(h->audit->facts, "constant", &n);

	if (n == 0)
		return;
	shown = n < HTML_CAP ? n : HTML_CAP;
	html_raw(h, "<details class=\"fold\"><summary>");
	html_count(h, n, "constant", "constants");
	html_raw(h, "</summary><div class=\"in\" data-t=\"Constants\"><table class=\"t stack\">"
		    "<thead><tr><th scope=\"col\">Constant</th><th scope=\"col\">Type</th>"
		    "<th scope=\"col\">Default in the model</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < shown; i++) {
		const char *type = fact_get(list[i], "type");

		html_raw(h, "<tr><th scope=\"row\">");
		html_name(h, fact_get(list[i], "name"));
		html_add(h, "</th><td data-l=\"Type\">%s</td><td data-l=\"Default\">",
			 type == NULL ? "" : type);
		constant_value(h, list[i]);
		html_raw(h, "</td></tr>\n");
	}
	html_raw(h, "</tbody></table>");
	html_more(h, n - shown, "constants");
	html_raw(h, "</div></details>\n");
}

#define COLUMNS(name, ...) \
	static const struct html_column name[] = { __VA_ARGS__, { NULL, NULL } }

COLUMNS(module_columns, { "name", "Module" }, { "documents", "Documents" },
	{ "microflows", "Microflows" }, { "java-actions", "Java actions" },
	{ "entities", "Entities" });
COLUMNS(market_columns, { "title", "Marketplace module" }, { "name", "In the app as" },
	{ "topic", "For" }, { "known-by", "Known by" }, { "marks", "Documents" });
COLUMNS(project_columns, { "name", "Module of the project" },
	{ "marketplace", "From the Marketplace" }, { "version", "Version" },
	{ "package", "Number there" });
COLUMNS(cert_file_columns, { "path", "File" }, { "format", "Format" },
	{ "certificates", "Certificates" }, { "private-keys", "Private keys" },
	{ "secret-keys", "Secret keys" }, { "locked", "Locked" });
COLUMNS(certificate_columns, { "subject", "Certificate for" }, { "issuer", "Signed by" },
	{ "until", "Valid until" }, { "key", "Key" }, { "bits", "Bits" }, { "hash", "Hash" },
	{ "authority", "Authority" }, { "path", "File" });
COLUMNS(page_columns, { "path", "Page" }, { "kind", "Kind" },
	{ "asks-for-frame", "Asks for a frame" });
COLUMNS(upload_columns, { "page", "Page" }, { "megabytes", "Largest file in MB" });
COLUMNS(role_columns, { "name", "Role" }, { "manages", "Roles it manages" });
COLUMNS(demo_columns, { "name", "User" }, { "entity", "Entity" }, { "roles", "Roles" });
COLUMNS(language_columns, { "code", "Language" });
COLUMNS(handler_columns, { "path", "Path" }, { "enabled", "Enabled" }, { "exact", "Exact" });
COLUMNS(queue_columns, { "name", "Queue" }, { "parallelism", "Threads" },
	{ "cluster-wide", "Over all instances" });
COLUMNS(queued_columns, { "microflow", "Microflow" }, { "target", "Runs" }, { "kind", "Kind" },
	{ "queue", "Queue" });
COLUMNS(client_columns, { "name", "Constant" });
COLUMNS(file_columns, { "name", "Entity" }, { "parent", "Specialises" });
COLUMNS(remote_columns, { "name", "Entity" });
COLUMNS(profile_columns, { "name", "Profile" }, { "kind", "Kind" }, { "offline", "Offline" });
COLUMNS(workflow_columns, { "name", "Workflow" }, { "microflows", "Microflows" });
COLUMNS(archive_columns, { "path", "Archive" }, { "version", "Version" },
	{ "class-major", "Class files" }, { "reached", "Reached by" }, { "own", "Own" },
	{ "classes", "Classes" }, { "bytes", "Size" });
COLUMNS(duplicate_columns, { "name", "Library" }, { "versions", "Versions" },
	{ "archives", "Archives" });
COLUMNS(library_columns, { "module", "Module" }, { "path", "Library it asks for" });
COLUMNS(named_columns, { "class", "Class" }, { "entry", "Named in" }, { "archive", "Archive" });
COLUMNS(database_columns, { "type", "Database" });
COLUMNS(file_path_columns, { "path", "File" });
COLUMNS(sample_columns, { "path", "Folder" }, { "entries", "Entries" }, { "bytes", "Size" });

static const struct html_table tables[] = {
	{ "module", "module", "modules", module_columns },
	{ "marketplace-module", "Marketplace module", "Marketplace modules", market_columns },
	{ "project-module", "module of the project", "modules of the project", project_columns },
	{ "user-role", "user role", "user roles", role_columns },
	{ "demo-user", "demo user", "demo users", demo_columns },
	{ "language", "language", "languages", language_columns },
	{ "navigation-profile", "navigation profile", "navigation profiles", profile_columns },
	{ "request-handler", "request handler", "request handlers", handler_columns },
	{ "queue", "task queue", "task queues", queue_columns },
	{ "queued-call", "call through a queue", "calls through queues", queued_columns },
	{ "workflow", "workflow", "workflows", workflow_columns },
	{ "client-constant", "constant seen by the browser", "constants seen by the browser",
	  client_columns },
	{ "file-entity", "entity with files", "entities with files", file_columns },
	{ "remote-entity", "external entity", "external entities", remote_columns },
	{ "java-archive", "Java archive", "Java archives", archive_columns },
	{ "duplicate-library", "library in several versions", "libraries in several versions",
	  duplicate_columns },
	{ "module-library", "library a module asks for", "libraries that modules ask for",
	  library_columns },
	{ "named-class", "class named in text", "classes named in text", named_columns },
	{ "certificate-file", "file of certificates or keys", "files of certificates or keys",
	  cert_file_columns },
	{ "certificate", "certificate", "certificates", certificate_columns },
	{ "web-page", "page of the theme", "pages of the theme", page_columns },
	{ "upload-limit", "limit of uploads", "limits of uploads", upload_columns },
	{ "source-database", "database it was made with", "databases it was made with",
	  database_columns },
	{ "project-file", "project file", "project files", file_path_columns },
	{ "developer-file", "developer file", "developer files", file_path_columns },
	{ "sample-data", "data snapshot", "data snapshots", sample_columns },
};

enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

static void folded(struct html *h, const struct html_table *t)
{
	size_t n = html_fact_count(h, t->fact);

	html_raw(h, "<details class=\"fold\"><summary>");
	html_count(h, n, t->one, t->many);
	html_add(h, "</summary><div class=\"in\" data-t=\"%s\">\n", t->many);
	html_fact_table(h, t);
	html_raw(h, "</div></details>\n");
}

/* "None of these: task queues, workflows." for those that were looked at. */
static void without(struct html *h, bool looked_at, const char *lead)
{
	bool first = true;

	for (size_t i = 0; i < TABLES; i++) {
		if (html_fact_count(h, tables[i].fact) > 0 ||
		    vocabulary_find(h->audit->facts->vocabulary, tables[i].fact) == NULL ||
		    html_looked_at(h, tables[i].fact) != looked_at)
			continue;
		html_raw(h, first ? "<p class=\"none\">" : ", ");
		if (first)
			html_raw(h, lead);
		html_text(h, tables[i].many);
		first = false;
	}
	html_raw(h, first ? "" : ".</p>\n");
}

void html_inventory(struct html *h)
{
	html_section(h, "inventory", "Inventory");
	html_raw(h, "<p>What is in the package.</p>");
	html_section_body(h);
	figures(h);
	html_raw(h, "<div class=\"pairs\">");
	single(h, "App", "app");
	single(h, "Security", "security");
	single(h, "Project settings", "settings");
	html_raw(h, "</div>\n");
	html_hosts(h);
	html_raw(h, "<div class=\"sub\"><h3>Lists</h3>\n");
	constants(h);
	for (size_t i = 0; i < TABLES; i++)
		if (html_fact_count(h, tables[i].fact) > 0)
			folded(h, &tables[i]);
	without(h, true, "None in what was read: ");
	without(h, false, "Not known: ");
	html_raw(h, "</div>\n");
	html_section_end(h);
}
