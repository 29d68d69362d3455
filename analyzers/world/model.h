/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The model world: what model.mdp says, as structs. Built once by model_read(); everything lives
 * in the arena or in the bytes of the model, which outlive it. Strings are never NULL ("" = none)
 * unless said otherwise. Lists are in the order of the file.
 */
#ifndef ANALYZERS_WORLD_MODEL_H
#define ANALYZERS_WORLD_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/address.h"
#include "util/map.h"
#include "util/vec.h"

struct arena;
struct diags;
struct err;
struct limits;
struct sources;

enum activity_kind {
	ACT_OTHER,		/* known and harmless */
	ACT_RETRIEVE,		/* .unbounded tells a database retrieve without a range */
	ACT_COMMIT,		/* commit, delete, or create/change that commits */
	ACT_MICROFLOW,		/* .target */
	ACT_NANOFLOW,
	ACT_RULE,		/* a decision that calls a rule: .target */
	ACT_JAVA,		/* .target: Java action */
	ACT_REST,		/* .call */
	ACT_SOAP,		/* .call */
	ACT_APP_SERVICE,	/* .target: app service action */
	ACT_EXTERNAL,		/* OData action, external object, database query: .target */
	ACT_UNKNOWN		/* .type is not known: graph is partial */
};

struct http_call {
	const char *url;	/* location, what is not known in braces: "{$Base}/orders" */
	const char *method;	/* "Get" …; "" for SOAP */
	const char *timeout;	/* expression or number as written; "" none stated */
	int64_t timeout_seconds;	/* -1 where it is no literal; 0 is "none" */
	const char *proxy;	/* RequestProxyType, "" before 7.16 */
	bool authentication;
	const char *client_certificate;
	const char *service, *operation;	/* SOAP: imported service, operation */
	const char *error_handling;
};

/* Of an entity, by what is done to an object. */
enum { HANDLERS_CREATE = 1, HANDLERS_COMMIT = 2, HANDLERS_DELETE = 4, HANDLERS_ROLLBACK = 8 };

struct activity {
	enum activity_kind kind;
	const char *type;	/* $Type of the action */
	const char *caption;	/* as Studio Pro shows it, "" when the default */
	const char *target;	/* qualified name */
	const char *entity;	/* retrieve, commit and their like: where the flow tells it */
	const char *variable;	/* commit and its like: what it is done to, "" none */
	unsigned handlers;	/* HANDLERS_* bits: event handlers that it runs */
	const char *queue;	/* task queue the call goes to, "" none */
	const struct http_call *call;	/* REST and SOAP, else NULL */
	unsigned loops;		/* how many loops it stands in */
	bool unbounded;		/* database retrieve of all, not followed by a count of the list */
	bool disabled;
};

enum flow_kind { FLOW_MICROFLOW, FLOW_RULE, FLOW_NANOFLOW };

struct flow {
	enum flow_kind kind;
	const char *name;	/* qualified */
	const char *module;
	bool concurrent;	/* AllowConcurrentExecution; true where not stated */
	const char *concurrency_microflow;
	const char *url;
	const char *returns;	/* entity of its result, one or a list; "" none */
	unsigned roles;		/* user roles that may run it */
	unsigned loop_count;	/* loops, nested ones included */
	unsigned loop_depth;	/* deepest nesting of loops */
	struct activity *activities;
	size_t activity_count;
	unsigned unknown;	/* activities of unknown types */
};

/* An address in an expression, a template or another text of a flow. */
struct flow_address {
	const struct flow *flow;
	struct address address;
};

struct schedule {
	const char *text;	/* "every 5 minutes", "daily at 02:00": for people */
	int64_t every_seconds;	/* shortest distance of two runs; -1 when not known */
	const char *form;	/* "interval", or its type: "HourSchedule" */
};

struct scheduled_event {
	const char *name, *module, *microflow, *time_zone, *interval_type, *on_overlap;
	int64_t interval;
	int64_t start_ms;	/* INT64_MIN when absent */
	struct schedule schedule;
};

struct published_operation {
	const char *name;	/* SOAP operation, or "" */
	const char *method, *path, *microflow;
};

struct published_service {
	const char *kind;	/* "rest", "soap", "odata", "app" */
	const char *name, *path, *version;
	const char *authentication;	/* sorted words: "Basic Session"; or "None" */
	const char *authentication_microflow;
	struct published_operation *operations;
	size_t operation_count;
	size_t resources;	/* entities or resources of OData */
};

struct consumed_service {
	const char *kind;	/* "soap", "app", "odata", "rest", "business-events", "database" */
	const char *name, *location, *location_constant, *wsdl_url;
	size_t operations;
};

struct queue {
	const char *name, *parallelism;
	bool cluster_wide;
};

struct entity {
	const char *name, *parent;	/* parent "" for none */
	bool persistable, remote;
	const char *module;
	struct entity_event *events;	/* event handlers */
	size_t event_count;
};

struct entity_event {
	const char *moment, *type, *microflow;
	unsigned handlers;	/* the HANDLERS_* bit of type, 0 when unknown */
};

struct java_action {
	const char *name, *module;
	size_t parameters;
};

struct model_constant {
	const char *name, *type;
	bool exposed;		/* to the client */
};

struct demo_user {
	const char *name, *entity;
	unsigned roles;		/* the password is never read */
};

struct model_module {
	const char *name;
	size_t documents, microflows, java_actions, entities;
};

struct nav_profile {
	const char *name, *kind;	/* kind "Responsive", "Native" … */
	bool offline;
};

struct workflow {
	const char *name;
	const char **microflows;
	size_t microflow_count;
};

struct model_settings {
	bool present;
	const char *after_startup, *before_shutdown, *health_check;
	const char *event_time_zone, *default_time_zone, *hash_algorithm, *default_language;
	const char *rounding, *first_day;
	int64_t bcrypt_cost;	/* -1 when not stated, like the four below: 0 or 1 otherwise */
	int multiple_sessions, optimistic_locking, system_context_tasks, foreign_keys, oql_version2;
};

struct model_security {
	bool present;
	const char *level;	/* CheckEverything, CheckFormsAndMicroflows, CheckNothing */
	bool guest_access, demo_users_enabled;
	const char *guest_role, *admin_user;
	int strict_mode;	/* -1 when not stated */
	int64_t password_length;	/* -1 when not stated */
	struct vec demo_users;	/* of struct demo_user */
};

struct model {
	struct arena *arena;
	size_t bytes;
	size_t documents;
	const char *runtime_version, *model_version, *deployment_id;	/* of the model itself */
	struct vec modules;	/* struct model_module */
	struct vec flows;	/* struct flow: microflows, rules, nanoflows */
	struct map flow_by_name;	/* name -> struct flow; microflows and rules first */
	struct vec addresses;	/* struct flow_address */
	struct vec events;	/* struct scheduled_event */
	struct vec published;	/* struct published_service */
	struct vec consumed;	/* struct consumed_service */
	struct vec queues;	/* struct queue */
	struct vec entities;	/* struct entity */
	struct vec java_actions;	/* struct java_action */
	struct vec constants;	/* struct model_constant */
	struct vec profiles;	/* struct nav_profile */
	struct vec workflows;	/* struct workflow */
	struct model_settings settings;
	struct model_security security;
	size_t pages, snippets, associations, image_bytes;
	size_t unknown_documents;	/* of types nobody knows */
	size_t unknown_activities;
	size_t unread_documents;	/* of wanted types, broken */
};

/*
 * Never fails as a whole: what cannot be framed or read becomes a diagnostic at
 * 'model/model.mdp' with byte and document, and makes source model (and graph, for a flow)
 * partial. A file that has no document at all leaves the model absent (NULL).
 */
struct model *model_read(const void *bytes, size_t len, const struct limits *limits,
			 struct sources *sources, struct diags *diags, struct arena *arena);
void model_release(struct model *m);	/* vectors and maps; NULL is fine */

#endif
