/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The documents of the project as a whole: the index and the version, modules,
 * settings, security, navigation. Up to 5.21 the settings stand on their document,
 * from 6.2 on in parts of it; up to 7.0 each navigation profile is a field, from 7.3 on
 * they are a list.
 */
#include "analyzers/world/model_read.h"

#include <inttypes.h>
#include <string.h>

#include "util/arena.h"
#include "util/text.h"

/* The first of the two Projects$Project: it names every document, itself and the second
 * too. */
static void read_index(struct reader *r, struct doc d)
{
	struct doc_iter modules = doc_array(d, "Modules");
	struct doc module;

	r->promised = 2 + doc_array_len(d, "ProjectDocuments");
	while (doc_next(&modules, &module)) {
		r->promised += 1 + doc_array_len(module, "AllDocuments");
		if (doc_has(module, "DomainModel"))
			r->promised++;
	}
}

void read_project(struct reader *r, struct doc d)
{
	int64_t ticks = doc_int(d, "DeploymentID", -1);

	if (doc_has(d, "ProjectDocuments") || doc_has(d, "Modules")) {
		read_index(r, d);
		return;
	}
	r->m->runtime_version = doc_str(d, "RuntimeVersion", r->arena);
	r->m->model_version = doc_str(d, "ModelVersion", r->arena);
	r->m->deployment_id = doc_str(d, "DeploymentID", r->arena);
	if (r->m->deployment_id[0] == '\0' && ticks >= 0)
		r->m->deployment_id = arena_printf(r->arena, "%" PRId64, ticks);
}

void read_module(struct reader *r, struct doc d)
{
	r->module = model_add(r, &r->m->modules, sizeof(*r->module));
	r->module->name = model_sane(r, doc_str(d, "Name", r->arena));
}

static void take_text(const char **out, struct doc d, const char *field,
		      struct arena *a)
{
	if (doc_has(d, field))
		*out = doc_str(d, field, a);
}

static void take_flag(int *out, struct doc d, const char *field)
{
	if (doc_has(d, field))
		*out = doc_bool(d, field, false);
}

/* Takes what stands on d; called for the document and each of its parts. */
static void take_settings(struct model_settings *s, struct doc d, struct arena *a)
{
	take_text(&s->after_startup, d, "AfterStartupMicroflow", a);
	take_text(&s->before_shutdown, d, "BeforeShutdownMicroflow", a);
	take_text(&s->health_check, d, "HealthCheckMicroflow", a);
	take_text(&s->event_time_zone, d, "ScheduledEventTimeZoneCode", a);
	take_text(&s->default_time_zone, d, "DefaultTimeZoneCode", a);
	take_text(&s->hash_algorithm, d, "HashAlgorithm", a);
	take_text(&s->default_language, d, "DefaultLanguageCode", a);
	take_text(&s->rounding, d, "RoundingMode", a);
	take_text(&s->first_day, d, "FirstDayOfWeek", a);
	s->bcrypt_cost = doc_int(d, "BcryptCost", s->bcrypt_cost);
	take_flag(&s->multiple_sessions, d, "AllowUserMultipleSessions");
	take_flag(&s->optimistic_locking, d, "EnableDataStorageOptimisticLocking");
	take_flag(&s->system_context_tasks, d, "UseSystemContextForBackgroundTasks");
	take_flag(&s->foreign_keys, d, "UseDatabaseForeignKeyConstraints");
	take_flag(&s->oql_version2, d, "UseOQLVersion2");
}

void read_settings(struct reader *r, struct doc d)
{
	struct doc_iter parts = doc_array(d, "Settings");
	struct doc part;

	r->m->settings.present = true;
	take_settings(&r->m->settings, d, r->arena);
	while (doc_next(&parts, &part))
		take_settings(&r->m->settings, part, r->arena);
}

void read_security(struct reader *r, struct doc d)
{
	struct model_security *s = &r->m->security;
	struct doc_iter users = doc_array(d, "DemoUsers");
	struct doc user;

	s->present = true;
	s->level = doc_str(d, "SecurityLevel", r->arena);
	s->guest_access = doc_bool(d, "EnableGuestAccess", false);
	s->guest_role = doc_str(d, "GuestUserRole", r->arena);
	s->admin_user = doc_str(d, "AdminUserName", r->arena);
	s->demo_users_enabled = doc_bool(d, "EnableDemoUsers", false);
	take_flag(&s->strict_mode, d, "StrictMode");
	s->password_length =
		doc_int(doc_doc(d, "PasswordPolicySettings"), "MinimumLength", -1);
	while (doc_next(&users, &user)) {
		struct demo_user *u = model_add(r, &s->demo_users, sizeof(*u));

		u->name = doc_str(user, "UserName", r->arena);
		u->entity = doc_str(user, "Entity", r->arena);
		u->roles = (unsigned)doc_array_len(user, "UserRoles");
	}
}

static void add_profile(struct reader *r, struct doc d, const char *name)
{
	struct nav_profile *p = model_add(r, &r->m->profiles, sizeof(*p));
	bool native = strstr(doc_type(d), "Native") != NULL;

	p->name = doc_str(d, "Name", r->arena);
	if (p->name[0] == '\0')
		p->name = name;
	p->kind = doc_str(d, "Kind", r->arena);
	if (p->kind[0] == '\0')
		p->kind = native ? "Native" : doc_str(d, "Type", r->arena);
	p->offline = doc_bool(d, "IsOffline", native) ||
		     doc_bool(d, "OfflineEnabled", false) ||
		     doc_bool(d, "OfflineEnabled6", false) ||
		     text_starts(name, "Offline");
}

void read_navigation(struct reader *r, struct doc d)
{
	static const struct {
		const char *field, *name;
	} old[] = {
		{"DesktopProfile", "Desktop"},
		{"TabletProfile", "Tablet"},
		{"PhoneProfile", "Phone"},
		{"OfflinePhoneProfile", "OfflinePhone"},
		{"HybridTabletProfile", "HybridTablet"},
		{"HybridTabletProfile6", "HybridTablet"},
		{"HybridPhoneProfile", "HybridPhone"},
		{"HybridPhoneProfile6", "HybridPhone"},
	};
	struct doc_iter list = doc_array(d, "Profiles");
	struct doc profile;

	while (doc_next(&list, &profile))
		add_profile(r, profile, "");
	for (size_t i = 0; i < sizeof(old) / sizeof(old[0]); i++) {
		profile = doc_doc(d, old[i].field);
		/* They are always all there; what is switched off is nobody's way in.
		 */
		if (profile.data != NULL && doc_bool(profile, "Enabled", true))
			add_profile(r, profile, old[i].name);
	}
}
