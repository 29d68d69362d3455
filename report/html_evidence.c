/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the package says about the things that a move touches first: scheduled events over a
 * day, what runs at start, services, calls that leave the app.
 */
#include "report/html_page.h"

#include <string.h>

static void part(struct html *h, const char *id, const char *title)
{
	html_add(h, "<div class=\"sub\" id=\"%s\"><h3>%s</h3>\n", id, title);
}

static void event_name(struct html *h, const struct fact *event)
{
	const char *schedule = fact_get(event, "schedule"), *start = fact_get(event, "start");
	const char *zone = fact_get(event, "time-zone"), *overlap = fact_get(event, "overlap");

	html_name(h, fact_get(event, "name"));
	html_raw(h, "<p>");
	html_text(h, schedule == NULL ? "schedule not known" : schedule);
	if (start != NULL && strlen(start) >= 16) {
		html_raw(h, ", from ");
		html_text_n(h, start, 10);
		html_raw(h, " ");
		html_text_n(h, start + 11, 5);
	}
	if (zone != NULL)
		html_add(h, " (%s)", zone);
	if (overlap != NULL)
		html_add(h, "; on overlap: %s", overlap);
	html_raw(h, "</p>");
}

static void event_row(struct html *h, const struct fact *event)
{
	html_raw(h, "<div class=\"row\" role=\"row\"><div role=\"rowheader\">");
	event_name(h, event);
	html_raw(h, "</div><div role=\"cell\">");
	html_event_strip(h, event);
	html_raw(h, "</div></div>\n");
}

static void event_figure(struct html *h, struct fact *const *events, size_t n)
{
	html_raw(h, "<figure><div class=\"day\" role=\"table\" "
		    "aria-label=\"Scheduled events over a day\">"
		    "<div class=\"row head\" role=\"row\"><div role=\"columnheader\">Event</div>"
		    "<div role=\"columnheader\"><span class=\"vh\">Starts over 24 hours</span>");
	html_day_axis(h);
	html_raw(h, "</div></div>\n");
	for (size_t i = 0; i < n; i++)
		event_row(h, events[i]);
	html_raw(h, "</div><figcaption>Starts as the package stores them; the time zone stands "
		    "beside each. A dashed tail: how long a run takes is not known. Whether an "
		    "event is switched on is not in a package.</figcaption></figure>\n");
}

static bool has_paths(const struct fact *f)
{
	return html_child(f, "path") != NULL || html_child(f, "java-path") != NULL;
}

/* What one microflow reaches, and the paths that show it. */
static void reach_row(struct html *h, const struct fact *f, const char *kind)
{
	const char *microflow = fact_get(f, "microflow");

	html_raw(h, "<tr><th scope=\"row\">");
	if (kind != NULL)
		html_add(h, "%s", kind);
	else
		html_name(h, fact_get(f, "name"));
	html_raw(h, "</th><td data-l=\"Microflow\">");
	if (microflow == NULL)
		html_raw(h, "<span class=\"unknown\">none</span>");
	else
		html_name(h, microflow);
	html_raw(h, "</td><td data-l=\"Reaches\">");
	html_reach(h, f);
	if (has_paths(f)) {
		html_raw(h, "<details><summary>Paths</summary><div class=\"in\">");
		html_paths(h, f);
		html_raw(h, "</div></details>");
	}
	html_raw(h, "</td></tr>\n");
}

static void reach_head(struct html *h, const char *first)
{
	html_add(h, "<table class=\"t stack reach\"><thead><tr><th scope=\"col\">%s</th>"
		    "<th scope=\"col\">Microflow</th><th scope=\"col\">What it reaches</th></tr>"
		    "</thead><tbody>\n",
		 first);
}

/* What the project file says of them: an environment can switch them otherwise. */
static void switched_off(struct html *h)
{
	size_t n, off = 0;
	struct fact *const *list = facts_of(h->audit->facts, "project-event", &n);

	for (size_t i = 0; i < n && off < HTML_CAP; i++) {
		if (strcmp(fact_get(list[i], "enabled"), "no") != 0)
			continue;
		html_raw(h, off++ > 0 ? ", " : "<p class=\"note\">Switched off in the project, as "
						"its file says: ");
		html_name(h, fact_get(list[i], "name"));
	}
	if (off > 0)
		html_raw(h, ". Each environment decides anew.</p>\n");
}

static void events(struct html *h)
{
	struct fact *const *list;
	size_t n = 0, shown;

	part(h, "events", "Scheduled events");
	list = facts_of(h->audit->facts, "scheduled-event", &n);
	shown = n < HTML_CAP ? n : HTML_CAP;
	if (n == 0 && html_looked_at(h, "scheduled-event"))
		html_raw(h, "<p class=\"none\">No scheduled event in what was read.</p>\n");
	if (n > 0) {
		html_raw(h, "<p>");
		html_count(h, n, "event", "events");
		html_raw(h, " in the model.</p>\n");
		event_figure(h, list, shown);
		reach_head(h, "Event");
		for (size_t i = 0; i < shown; i++)
			reach_row(h, list[i], NULL);
		html_raw(h, "</tbody></table>\n");
		html_more(h, n - shown, "events");
		switched_off(h);
	}
	html_not_read(h, SOURCE_MODEL);
	html_raw(h, "</div>\n");
}

static const char *hook_name(const char *kind)
{
	static const char *const names[][2] = {
		{ "after-startup", "After startup" },
		{ "before-shutdown", "Before shutdown" },
		{ "health-check", "Health check" },
	};

	for (size_t i = 0; i < 3; i++)
		if (strcmp(names[i][0], kind) == 0)
			return names[i][1];
	return kind;
}

static void hooks(struct html *h)
{
	struct fact *const *list;
	size_t n = 0;

	part(h, "hooks", "Start, stop and health");
	list = facts_of(h->audit->facts, "hook", &n);
	if (n == 0 && html_looked_at(h, "hook"))
		html_raw(h, "<p class=\"none\">No microflow runs after startup, before shutdown or "
			    "as a health check.</p>\n");
	if (n > 0) {
		reach_head(h, "When");
		for (size_t i = 0; i < n; i++)
			reach_row(h, list[i], hook_name(fact_get(list[i], "kind")));
		html_raw(h, "</tbody></table>\n");
	}
	html_not_read(h, SOURCE_MODEL);
	html_raw(h, "</div>\n");
}

static const struct html_column published_columns[] = {
	{ "name", "Service" }, { "kind", "Kind" }, { "path", "Path" },
	{ "authentication", "Authentication" }, { "operations", "Operations" },
	{ "resources", "Resources" }, { NULL, NULL },
};
static const struct html_column consumed_columns[] = {
	{ "name", "Service" }, { "kind", "Kind" }, { "location", "Address" },
	{ "location-constant", "From the constant" }, { "operations", "Operations" },
	{ NULL, NULL },
};
static const struct html_table published = { "published-service", "published service",
					     "published services", published_columns };
static const struct html_table consumed = { "consumed-service", "consumed service",
					    "consumed services", consumed_columns };

static void operation_row(struct html *h, const struct fact *service, const struct fact *operation)
{
	const char *microflow = fact_get(operation, "microflow");
	const char *name = fact_get(operation, "name"), *path = fact_get(operation, "path");
	const char *method = fact_get(operation, "method");

	html_raw(h, "<tr><th scope=\"row\">");
	html_name(h, fact_get(service, "name"));
	html_add(h, "</th><td data-l=\"Operation\">%s%s", method == NULL ? "" : method,
		 method == NULL ? "" : " ");
	html_name(h, path != NULL ? path : name != NULL ? name : "");
	html_raw(h, "</td><td data-l=\"Microflow\">");
	html_name(h, microflow == NULL ? "" : microflow);
	html_raw(h, "</td><td data-l=\"Reaches\">");
	html_reach(h, operation);
	html_raw(h, "</td></tr>\n");
}

/* How many operations all services have; with room, those within it are written. */
static size_t operations(struct html *h, size_t room)
{
	size_t n = 0, services = 0;
	struct fact *const *list = facts_of(h->audit->facts, "published-service", &services);

	for (size_t i = 0; i < services; i++) {
		for (const struct fact *c = list[i]->first; c != NULL; c = c->next) {
			if (strcmp(c->def->name, "operation") != 0)
				continue;
			if (n < room)
				operation_row(h, list[i], c);
			n++;
		}
	}
	return n;
}

static void operation_table(struct html *h)
{
	size_t n = operations(h, 0);

	if (n == 0)
		return;
	html_raw(h, "<details class=\"fold\"><summary>");
	html_count(h, n, "operation", "operations");
	html_raw(h, " and what they reach</summary><div class=\"in\" data-t=\"Operations\">"
		    "<table class=\"t stack\"><thead><tr><th scope=\"col\">Service</th>"
		    "<th scope=\"col\">Operation</th><th scope=\"col\">Microflow</th>"
		    "<th scope=\"col\">What it reaches</th></tr></thead><tbody>\n");
	operations(h, HTML_CAP);
	html_raw(h, "</tbody></table>");
	html_more(h, n > HTML_CAP ? n - HTML_CAP : 0, "operations");
	html_raw(h, "</div></details>\n");
}

static void services(struct html *h)
{
	part(h, "services", "Services");
	html_raw(h, "<h4>Published</h4>\n");
	html_fact_table(h, &published);
	operation_table(h);
	html_raw(h, "<h4>Consumed</h4>\n");
	html_fact_table(h, &consumed);
	html_raw(h, "</div>\n");
}

static const struct html_column rest_columns[] = {
	{ "microflow", "Microflow" }, { "method", "Method" }, { "url", "Address" },
	{ "timeout", "Time-out, s" }, { "loops", "In loops" }, { "count", "Calls" },
	{ NULL, NULL },
};
static const struct html_column soap_columns[] = {
	{ "microflow", "Microflow" }, { "service", "Service" }, { "operation", "Operation" },
	{ "location", "Address" }, { "timeout-seconds", "Time-out, s" }, { "loops", "In loops" },
	{ "count", "Calls" }, { NULL, NULL },
};
static const struct html_column app_service_columns[] = {
	{ "microflow", "Microflow" }, { "action", "Action" }, { "loops", "In loops" },
	{ "count", "Calls" }, { NULL, NULL },
};
static const struct html_column external_columns[] = {
	{ "microflow", "Microflow" }, { "type", "Kind" }, { "target", "Target" },
	{ "loops", "In loops" }, { "count", "Calls" }, { NULL, NULL },
};
static const struct html_table calls[] = {
	{ "rest-call", "REST call", "REST calls", rest_columns },
	{ "soap-call", "SOAP call", "SOAP calls", soap_columns },
	{ "app-service-call", "call of an app service", "calls of app services",
	  app_service_columns },
	{ "external-call", "other call to outside", "other calls to outside", external_columns },
};

static void outgoing(struct html *h)
{
	size_t n = 0;

	part(h, "calls", "Outgoing calls");
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (html_fact_count(h, calls[i].fact) == 0)
			continue;
		n += html_fact_count(h, calls[i].fact);
		html_raw(h, "<h4>");
		html_title_case(h, calls[i].many);
		html_raw(h, "</h4>\n");
		html_fact_table(h, &calls[i]);
	}
	if (n == 0 && html_looked_at(h, calls[0].fact))
		html_raw(h, "<p class=\"none\">No REST, SOAP or app service call in the "
			    "microflows that were read.</p>\n");
	if (n == 0)
		html_not_read(h, SOURCE_GRAPH);
	html_raw(h, "<p class=\"note\">Calls that Java makes are not in this list. Where "
		    "no time-out is stated the runtime\xe2\x80\x99s holds.</p></div>\n");
}

void html_evidence(struct html *h)
{
	html_section(h, "evidence", "Evidence");
	html_raw(h, "<p>What the package says. Each line can be traced to a document of the "
		    "model or to a class.</p>");
	html_section_body(h);
	events(h);
	hooks(h);
	services(h);
	outgoing(h);
	html_java(h);
	html_section_end(h);
}
