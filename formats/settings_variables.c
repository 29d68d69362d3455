/* SPDX-License-Identifier: Apache-2.0 */
/* Environment variables that the Mendix buildpack knows, and which group each of them sets. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "core/limits.h"
#include "formats/settings_read.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

enum { SUBJECT_MAX = 256 };

typedef int variable_reader(struct settings_reader *r, const char *name, const struct tree *t);

/* The structure that a variable holds as JSON; a file may have it as structure already. */
static const struct tree *structure(struct settings_reader *r, const char *name,
				    const struct tree *t, enum tree_kind kind)
{
	struct tree *parsed = NULL;
	struct err ignored = ERR_NONE;

	if (t->kind == kind)
		return t;
	if (tree_is_single(t) && tree_from_json(&parsed, t->text, strlen(t->text), r->limits,
						r->arena, &ignored) == 0 && parsed->kind == kind)
		return parsed;
	settings_wrong(r, t->line, "'%s' holds no JSON %s", name,
		       kind == TREE_MAP ? "object" : "list");
	return NULL;
}

static int put_members(struct settings_reader *r, enum settings_group group, const char *name,
		       const struct tree *value)
{
	const struct tree *t = structure(r, name, value, TREE_MAP);

	if (t == NULL)
		return -1;
	settings_give(r, group);
	for (const struct tree *c = t->first; c != NULL; c = c->next)
		if (settings_put(r, group, c->key, settings_text(r, c), value->line) != 0)
			return -1;
	return 0;
}

static int read_constants(struct settings_reader *r, const char *name, const struct tree *t)
{
	return put_members(r, SETTINGS_CONSTANTS, name, t);
}

static int read_custom(struct settings_reader *r, const char *name, const struct tree *t)
{
	return put_members(r, SETTINGS_SETTINGS, name, t);
}

static int read_headers(struct settings_reader *r, const char *name, const struct tree *t)
{
	return put_members(r, SETTINGS_HEADERS, name, t);
}

static int read_levels(struct settings_reader *r, const char *name, const struct tree *t)
{
	return put_members(r, SETTINGS_LOG_LEVELS, name, t);
}

static int read_frame(struct settings_reader *r, const char *name, const struct tree *t)
{
	(void)name;
	if (strcmp(t->text, "ALLOW") == 0)
		return 0;
	return settings_put(r, SETTINGS_HEADERS, "X-Frame-Options", t->text, t->line);
}

static int read_restrictions(struct settings_reader *r, const char *name, const struct tree *t)
{
	const struct tree *map = structure(r, name, t, TREE_MAP);

	if (map == NULL)
		return -1;
	settings_give(r, SETTINGS_RESTRICTIONS);
	for (const struct tree *c = map->first; c != NULL; c = c->next) {
		struct setting *s = settings_item(r, SETTINGS_RESTRICTIONS, c->key,
						  settings_text(r, c), t->line);

		if (s == NULL)
			return -1;
		s->shown = settings_access(r, c);
	}
	return 0;
}

int settings_put_events(struct settings_reader *r, const char *names, unsigned line)
{
	while (*names != '\0') {
		size_t n;

		names += strspn(names, " ,");
		n = strcspn(names, ",");
		while (n > 0 && names[n - 1] == ' ')
			n--;
		if (n > 0 && settings_put(r, SETTINGS_EVENTS, arena_text_n(r->arena, names, n),
					  "yes", line) != 0)
			return -1;
		names += strcspn(names, ",");
	}
	return 0;
}

/* ALL, NONE, or names with commas between them. */
static int read_events(struct settings_reader *r, const char *name, const struct tree *t)
{
	bool all = strcmp(t->text, "ALL") == 0, none = strcmp(t->text, "NONE") == 0;

	(void)name;
	if (settings_put(r, SETTINGS_EVENTS, SETTINGS_OTHERS, all ? "yes" : "no", t->line) != 0)
		return -1;
	return all || none ? 0 : settings_put_events(r, t->text, t->line);
}

static void release_bio(BIO **b)
{
	BIO_free(*b);
}

static int put_authority(struct settings_reader *r, X509 *x, unsigned line)
{
	char subject[SUBJECT_MAX] = "", expires[32] = "";
	struct tm tm;

	X509_NAME_oneline(X509_get_subject_name(x), subject, sizeof(subject));
	if (ASN1_TIME_to_tm(X509_get0_notAfter(x), &tm) == 1)
		strftime(expires, sizeof(expires), "%Y-%m-%d", &tm);
	return settings_put(r, SETTINGS_CERTIFICATES,
			    arena_printf(r->arena, "authority %s",
					 text_intern(r->arena, subject, strlen(subject))),
			    expires[0] == '\0' ? NULL : expires, line);
}

static int read_authorities(struct settings_reader *r, const char *name, const struct tree *t)
{
	CLEANUP(release_bio) BIO *bio = BIO_new_mem_buf(t->text, (int)strlen(t->text));
	X509 *x;
	size_t count = 0;
	int result = 0;

	settings_give(r, SETTINGS_CERTIFICATES);
	while (bio != NULL && result == 0 &&
	       (x = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
		result = put_authority(r, x, t->line);
		X509_free(x);
		count++;
	}
	if (count == 0 && t->text[0] != '\0')
		settings_give_part(r, SETTINGS_CERTIFICATES,
				   arena_printf(r->arena, "%s cannot be read as PEM", name));
	return result;
}

/* Known by what they are pinned to: nothing of their content is looked at. */
static int read_clients(struct settings_reader *r, const char *name, const struct tree *t)
{
	const struct tree *list = structure(r, name, t, TREE_LIST);
	size_t number = 1;

	if (list == NULL)
		return -1;
	settings_give(r, SETTINGS_CERTIFICATES);
	for (const struct tree *c = list->first; c != NULL; c = c->next, number++) {
		const struct tree *pins = tree_get(c, "pin_to");
		const char *label = pins != NULL && pins->count > 0 ? settings_text(r, pins) :
				    arena_printf(r->arena, "number %zu", number);

		if (settings_put(r, SETTINGS_CERTIFICATES,
				 arena_printf(r->arena, "client %s", label), NULL, t->line) != 0)
			return -1;
	}
	return 0;
}

static int read_heap(struct settings_reader *r, const char *name, const struct tree *t)
{
	(void)name;
	return settings_put_size(r, "heap", t, 1);
}

static int pass_over(struct settings_reader *r, const char *name, const struct tree *t)
{
	(void)r;
	(void)name;
	(void)t;
	return 0;
}

static const struct {
	const char *name;
	variable_reader *read;
} variables[] = {
	{ "CONSTANTS", read_constants }, { "CUSTOM_RUNTIME_SETTINGS", read_custom },
	{ "SCHEDULED_EVENTS", read_events }, { "HTTP_RESPONSE_HEADERS", read_headers },
	{ "X_FRAME_OPTIONS", read_frame }, { "ACCESS_RESTRICTIONS", read_restrictions },
	{ "CERTIFICATE_AUTHORITIES", read_authorities }, { "CLIENT_CERTIFICATES", read_clients },
	{ "LOGGING_CONFIG", read_levels }, { "HEAP_SIZE", read_heap },
	/* Of the machine, or read elsewhere. */
	{ "VCAP_APPLICATION", pass_over }, { "VCAP_SERVICES", pass_over }, { "{", pass_over },
	{ "PORT", pass_over }, { "PATH", pass_over }, { "HOME", pass_over },
	{ "USER", pass_over }, { "PWD", pass_over }, { "LANG", pass_over },
	{ "TMPDIR", pass_over }, { "MEMORY_LIMIT", pass_over }, { "DEPS_DIR", pass_over },
	{ "SHLVL", pass_over }, { "HOSTNAME", pass_over }, { "OLDPWD", pass_over },
};

/* MXRUNTIME_com_mendix_storage_s3_EndPoint is com.mendix.storage.s3.EndPoint. */
static int put_runtime(struct settings_reader *r, const char *name, const struct tree *t)
{
	char *setting = arena_text(r->arena, name + strlen("MXRUNTIME_"));

	for (char *c = setting; *c != '\0'; c++)
		*c = *c == '_' ? '.' : *c;
	return settings_put(r, SETTINGS_SETTINGS, setting, settings_text(r, t), t->line);
}

/* MX_Module_Name is Module.Name, as far as one can tell without the model. */
static int put_constant(struct settings_reader *r, const char *name, const struct tree *t)
{
	char *constant = arena_text(r->arena, name + strlen("MX_"));
	char *first = strchr(constant, '_');
	struct setting *s;

	if (first != NULL)
		*first = '.';
	s = settings_item(r, SETTINGS_CONSTANTS, constant, settings_text(r, t), t->line);
	if (s == NULL)
		return -1;
	s->flat = true;
	return 0;
}

int settings_put_variable(struct settings_reader *r, const char *name, const struct tree *value)
{
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		if (strcmp(variables[i].name, name) == 0)
			return variables[i].read(r, name, value);
	if (text_starts(name, "MXRUNTIME_"))
		return put_runtime(r, name, value);
	if (text_starts(name, "MX_") && strchr(name + 3, '_') != NULL)
		return put_constant(r, name, value);
	if (text_starts(name, "CF_") || text_starts(name, "INSTANCE_"))
		return 0;
	return settings_put(r, SETTINGS_VARIABLES, name, settings_text(r, value), value->line);
}
