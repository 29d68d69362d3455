/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Project settings and project security. Versions before a setting came do not state it: such
 * an attribute is absent, which is not the same as "no". Passwords of demo users are in every
 * model and are never read.
 */
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "analyzers/world/model.h"

enum {
	SET_AFTER_STARTUP, SET_BEFORE_SHUTDOWN, SET_HEALTH_CHECK, SET_EVENT_TIME_ZONE,
	SET_DEFAULT_TIME_ZONE, SET_HASH_ALGORITHM, SET_BCRYPT_COST, SET_MULTIPLE_SESSIONS,
	SET_OPTIMISTIC_LOCKING, SET_SYSTEM_CONTEXT_TASKS, SET_FOREIGN_KEYS, SET_OQL_VERSION2,
	SET_DEFAULT_LANGUAGE, SET_ROUNDING, SET_FIRST_DAY
};
static const struct attr_def settings_attrs[] = {
	{ "after-startup", ATTR_NAME, 0, "microflow that runs when the app has started", NULL },
	{ "before-shutdown", ATTR_NAME, 0, "microflow that runs before the app stops", NULL },
	{ "health-check", ATTR_NAME, 0, "microflow that the platform asks for the app's health",
	  NULL },
	{ "event-time-zone", ATTR_STRING, 0, "time zone of scheduled events that follow the "
	  "server's", NULL },
	{ "default-time-zone", ATTR_STRING, 0, "time zone of users who have none", NULL },
	{ "hash-algorithm", ATTR_STRING, 0, "how passwords are hashed", NULL },
	{ "bcrypt-cost", ATTR_INT, 0, "cost of hashing a password with BCrypt", NULL },
	{ "multiple-sessions", ATTR_BOOL, 0, "a user may sign in more than once at a time", NULL },
	{ "optimistic-locking", ATTR_BOOL, 0, "optimistic locking of objects is on", NULL },
	{ "system-context-tasks", ATTR_BOOL, 0, "background tasks run with all rights", NULL },
	{ "foreign-keys", ATTR_BOOL, 0, "the database keeps foreign keys", NULL },
	{ "oql-version2", ATTR_BOOL, 0, "queries are read as OQL version 2", NULL },
	{ "default-language", ATTR_STRING, 0, "language and country, as en_US", NULL },
	{ "rounding", ATTR_STRING, 0, "how numbers are rounded", NULL },
	{ "first-day", ATTR_STRING, 0, "first day of the week", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_settings = {
	.name = "settings", .source = SOURCE_MODEL, .attrs = settings_attrs,
	.meaning = "Project settings; what an environment sets beside them is not in a package",
};

enum {
	SECURITY_LEVEL, SECURITY_GUEST_ACCESS, SECURITY_GUEST_ROLE, SECURITY_DEMO_ENABLED,
	SECURITY_DEMO_USERS, SECURITY_ADMIN_USER, SECURITY_STRICT_MODE, SECURITY_PASSWORD_LENGTH
};
static const struct attr_def security_attrs[] = {
	{ "level", ATTR_ENUM, ATTR_REQUIRED,
	  "security level: production checks everything, prototype only pages and microflows",
	  "production|prototype|off|other" },
	{ "guest-access", ATTR_BOOL, ATTR_REQUIRED, "people may enter without signing in", NULL },
	{ "guest-role", ATTR_NAME, 0, "user role of those", NULL },
	{ "demo-users-enabled", ATTR_BOOL, ATTR_REQUIRED, "demo users are switched on", NULL },
	{ "demo-users", ATTR_INT, ATTR_REQUIRED, "demo users defined", NULL },
	{ "admin-user", ATTR_STRING, 0, "user name of the administrator", NULL },
	{ "strict-mode", ATTR_BOOL, 0, "strict mode of access checks is on", NULL },
	{ "password-length", ATTR_INT, 0, "characters that a password needs at least", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_security = {
	.name = "security", .source = SOURCE_MODEL, .attrs = security_attrs,
	.meaning = "Project security",
};

enum { DEMO_NAME, DEMO_ENTITY, DEMO_ROLES };
static const struct attr_def demo_attrs[] = {
	{ "name", ATTR_STRING, ATTR_KEY | ATTR_REQUIRED, "user name", NULL },
	{ "entity", ATTR_NAME, 0, "entity of the user's account", NULL },
	{ "roles", ATTR_INT, ATTR_REQUIRED, "user roles it has", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_demo = {
	.name = "demo-user", .source = SOURCE_MODEL, .attrs = demo_attrs,
	.meaning = "A demo user; the model holds its password in clear text",
};

static const struct fact_def *const defs[] = { &fact_settings, &fact_security, &fact_demo, NULL };

static void add_settings(struct facts *fs, const struct model_settings *s)
{
	struct fact *f = facts_add(fs, &fact_settings);

	emit_text(fs, f, SET_AFTER_STARTUP, s->after_startup);
	emit_text(fs, f, SET_BEFORE_SHUTDOWN, s->before_shutdown);
	emit_text(fs, f, SET_HEALTH_CHECK, s->health_check);
	emit_text(fs, f, SET_EVENT_TIME_ZONE, s->event_time_zone);
	emit_text(fs, f, SET_DEFAULT_TIME_ZONE, s->default_time_zone);
	emit_text(fs, f, SET_HASH_ALGORITHM, s->hash_algorithm);
	emit_count(fs, f, SET_BCRYPT_COST, s->bcrypt_cost);
	emit_switch(fs, f, SET_MULTIPLE_SESSIONS, s->multiple_sessions);
	emit_switch(fs, f, SET_OPTIMISTIC_LOCKING, s->optimistic_locking);
	emit_switch(fs, f, SET_SYSTEM_CONTEXT_TASKS, s->system_context_tasks);
	emit_switch(fs, f, SET_FOREIGN_KEYS, s->foreign_keys);
	emit_switch(fs, f, SET_OQL_VERSION2, s->oql_version2);
	emit_text(fs, f, SET_DEFAULT_LANGUAGE, s->default_language);
	emit_text(fs, f, SET_ROUNDING, s->rounding);
	emit_text(fs, f, SET_FIRST_DAY, s->first_day);
}

static const char *level_name(const char *level)
{
	static const struct {
		const char *level, *name;
	} levels[] = {
		{ "CheckEverything", "production" },
		{ "CheckFormsAndMicroflows", "prototype" },
		{ "CheckNothing", "off" },
	};

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (strcmp(levels[i].level, level) == 0)
			return levels[i].name;
	return "other";
}

static void add_security(struct facts *fs, const struct model_security *s)
{
	struct fact *f = facts_add(fs, &fact_security);

	fact_set(fs, f, SECURITY_LEVEL, level_name(s->level));
	fact_set_bool(fs, f, SECURITY_GUEST_ACCESS, s->guest_access);
	emit_text(fs, f, SECURITY_GUEST_ROLE, s->guest_role);
	fact_set_bool(fs, f, SECURITY_DEMO_ENABLED, s->demo_users_enabled);
	fact_set_int(fs, f, SECURITY_DEMO_USERS, (int64_t)s->demo_users.len);
	emit_text(fs, f, SECURITY_ADMIN_USER, s->admin_user);
	emit_switch(fs, f, SECURITY_STRICT_MODE, s->strict_mode);
	emit_count(fs, f, SECURITY_PASSWORD_LENGTH, s->password_length);
	for (size_t i = 0; i < s->demo_users.len; i++) {
		const struct demo_user *u = s->demo_users.items[i];

		f = facts_add(fs, &fact_demo);
		fact_set(fs, f, DEMO_NAME, u->name);
		emit_text(fs, f, DEMO_ENTITY, u->entity);
		fact_set_int(fs, f, DEMO_ROLES, u->roles);
	}
}

static void derive(void *state, struct world *w)
{
	(void)state;
	if (w->model == NULL)
		return;
	if (w->model->settings.present)
		add_settings(w->facts, &w->model->settings);
	if (w->model->security.present)
		add_security(w->facts, &w->model->security);
}

const struct analyzer analyzer_settings = {
	.name = "settings",
	.summary = "project settings, security level and demo users",
	.facts = defs,
	.derive = derive,
};
