/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificates and keys that the app brings along: files with the name of one, wherever they
 * stand, those at the top of Java archives, and PEM blocks in resources and in text for the
 * browser. Of keys only the number is told.
 */
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "analyzers/world/java.h"
#include "formats/certificate.h"
#include "package/package.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/text.h"

enum { TEXT_MAX = 1 << 20 };	/* larger text is not looked through */

#define PLACES "own|library|resources|web|other"

enum { FILE_PATH, FILE_PLACE, FILE_FORMAT, FILE_CERTIFICATES, FILE_PRIVATE, FILE_SECRET,
       FILE_LOCKED };
static const struct attr_def file_attrs[] = {
	{ "path", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED,
	  "where it is; inside an archive, as outer.jar!/ca.pem", NULL },
	{ "place", ATTR_ENUM, ATTR_REQUIRED,
	  "in project.jar, in the archive of a library, under model/resources/, under web/, where "
	  "everybody can read it, or elsewhere", PLACES },
	{ "format", ATTR_ENUM, ATTR_REQUIRED,
	  "what it is written as; other where only its name tells",
	  "pem|der|pkcs7|pkcs12|jks|jceks|other" },
	{ "certificates", ATTR_INT, ATTR_REQUIRED, "certificates that could be read", NULL },
	{ "private-keys", ATTR_INT, ATTR_REQUIRED, "private keys seen, encrypted ones included",
	  NULL },
	{ "secret-keys", ATTR_INT, ATTR_REQUIRED, "secret keys seen", NULL },
	{ "locked", ATTR_BOOL, ATTR_REQUIRED,
	  "more is in it that takes a password to read, or a format nobody knows here", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_file = {
	.name = "certificate-file", .source = SOURCE_CERTIFICATES, .attrs = file_attrs,
	.meaning = "A file with certificates or keys, or with the name of one; keys themselves are "
		   "never kept",
};

enum {
	CERT_PATH, CERT_NUMBER, CERT_ALIAS, CERT_PLACE, CERT_SUBJECT, CERT_ISSUER, CERT_FROM,
	CERT_UNTIL, CERT_KEY, CERT_BITS, CERT_HASH, CERT_AUTHORITY, CERT_SELF
};
static const struct attr_def certificate_attrs[] = {
	[CERT_PATH] = { "path", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the file it stands in",
			NULL },
	[CERT_NUMBER] = { "number", ATTR_INT, ATTR_KEY | ATTR_REQUIRED,
			  "its place in that file, from 1", NULL },
	[CERT_ALIAS] = { "alias", ATTR_NAME, 0, "its name in a Java key store", NULL },
	[CERT_PLACE] = { "place", ATTR_ENUM, ATTR_REQUIRED,
			 "where the file is, as of a certificate-file", PLACES },
	[CERT_SUBJECT] = { "subject", ATTR_STRING, ATTR_REQUIRED,
			   "whom it is for, as CN=shop.example.com,O=Example", NULL },
	[CERT_ISSUER] = { "issuer", ATTR_STRING, ATTR_REQUIRED, "who signed it", NULL },
	[CERT_FROM] = { "from", ATTR_TIME, 0, "first moment it is valid", NULL },
	[CERT_UNTIL] = { "until", ATTR_TIME, 0, "last moment it is valid", NULL },
	[CERT_KEY] = { "key", ATTR_STRING, 0, "kind of its public key: RSA, EC …", NULL },
	[CERT_BITS] = { "bits", ATTR_INT, 0, "size of that key", NULL },
	[CERT_HASH] = { "hash", ATTR_STRING, 0, "hash of its signature: SHA256, SHA1, MD5 …",
			NULL },
	[CERT_AUTHORITY] = { "authority", ATTR_BOOL, ATTR_REQUIRED, "may sign others", NULL },
	[CERT_SELF] = { "self-signed", ATTR_BOOL, ATTR_REQUIRED,
			"issuer and subject are the same", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_certificate = {
	.name = "certificate", .source = SOURCE_CERTIFICATES, .attrs = certificate_attrs,
	.meaning = "A certificate that could be read without a password",
};

static const struct fact_def *const defs[] = { &fact_file, &fact_certificate, NULL };

/* -- facts -- */

/* A file and where it is. */
struct found {
	const char *path, *place;
	const struct certificate_file *file;
};

static void emit_time(struct facts *fs, struct fact *f, unsigned attr, int64_t ms)
{
	if (ms != CERTIFICATE_NO_TIME)
		fact_set_time(fs, f, attr, ms);
}

static void add_certificate(struct world *w, const struct found *found, size_t i)
{
	const struct certificate *c = found->file->certificates.items[i];
	struct facts *fs = w->facts;
	struct fact *f = facts_add(fs, &fact_certificate);

	fact_set(fs, f, CERT_PATH, found->path);
	fact_set_int(fs, f, CERT_NUMBER, (int64_t)i + 1);
	emit_text(fs, f, CERT_ALIAS, c->alias);
	fact_set(fs, f, CERT_PLACE, found->place);
	fact_set(fs, f, CERT_SUBJECT, c->subject);
	fact_set(fs, f, CERT_ISSUER, c->issuer);
	emit_time(fs, f, CERT_FROM, c->from);
	emit_time(fs, f, CERT_UNTIL, c->until);
	emit_text(fs, f, CERT_KEY, c->key);
	emit_count(fs, f, CERT_BITS, c->bits > 0 ? c->bits : -1);
	emit_text(fs, f, CERT_HASH, c->hash);
	fact_set_bool(fs, f, CERT_AUTHORITY, c->authority);
	fact_set_bool(fs, f, CERT_SELF, c->self_signed);
}

static void add_file(struct world *w, const struct found *found)
{
	const struct certificate_file *file = found->file;
	struct facts *fs = w->facts;
	struct fact *f = facts_add(fs, &fact_file);

	fact_set(fs, f, FILE_PATH, found->path);
	fact_set(fs, f, FILE_PLACE, found->place);
	fact_set(fs, f, FILE_FORMAT, certificate_format_names[file->format]);
	fact_set_int(fs, f, FILE_CERTIFICATES, (int64_t)file->certificates.len);
	fact_set_int(fs, f, FILE_PRIVATE, (int64_t)file->private_keys);
	fact_set_int(fs, f, FILE_SECRET, (int64_t)file->secret_keys);
	fact_set_bool(fs, f, FILE_LOCKED, file->locked || file->format == CERTIFICATE_OTHER);
	for (size_t i = 0; i < file->certificates.len; i++)
		add_certificate(w, found, i);
	if (file->cut)
		source_partial(w->sources, SOURCE_CERTIFICATES,
			       "'%s' is damaged or too large and was not read whole", found->path);
}

/* -- entries -- */

static const char *place_of(const char *name)
{
	return text_starts(name, "web/") ? "web" :
	       text_starts(name, "model/resources/") ? "resources" : "other";
}

static bool has_text(const struct entry *e)
{
	static const char *const endings[] = {
		".html", ".js", ".json", ".properties", ".txt", ".xml", NULL
	};

	if (e->size > TEXT_MAX)
		return false;
	if (text_starts(e->name, "model/resources/"))
		return true;
	for (int i = 0; endings[i] != NULL; i++)
		if (text_starts(e->name, "web/") && text_ends(e->name, endings[i]))
			return true;
	return false;
}

static bool wants(void *state, struct world *w, const struct entry *e)
{
	(void)state;
	(void)w;
	return certificate_is_name(e->name) || has_text(e);
}

static void scan(void *state, struct world *w, const struct entry *e, const struct blob *bytes)
{
	CLEANUP(certificate_file_release) struct certificate_file file = { 0 };

	(void)state;
	if (certificate_is_name(e->name))
		certificate_read(&file, bytes->data, bytes->size, w->arena);
	else
		certificate_read_text(&file, bytes->data, bytes->size, w->arena);
	if (file.format != CERTIFICATE_OTHER || certificate_is_name(e->name))
		add_file(w, &(struct found){ e->name, place_of(e->name), &file });
}

static void unread(void *state, struct world *w, const struct entry *e, const char *why)
{
	(void)state;
	source_partial(w->sources, SOURCE_CERTIFICATES, "'%s' %s", e->name, why);
}

static void derive(void *state, struct world *w)
{
	(void)state;
	for (size_t i = 0; i < w->java->certificates.len; i++) {
		const struct java_certificates *c = w->java->certificates.items[i];

		add_file(w, &(struct found){ c->path, c->own ? "own" : "library", &c->file });
	}
	if (w->java->unreadable > 0)
		source_partial(w->sources, SOURCE_CERTIFICATES,
			       "%zu of %zu Java archives unreadable", w->java->unreadable,
			       w->java->total);
}

const struct analyzer analyzer_certificates = {
	.name = "certificates",
	.summary = "certificates and key stores that the app brings along; never a key",
	.facts = defs,
	.wants = wants,
	.scan = scan,
	.unread = unread,
	.derive = derive,
};
