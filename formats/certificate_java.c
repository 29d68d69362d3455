/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Java key stores, JKS and JCEKS, as sun.security.provider.JavaKeyStore writes them: aliases and
 * certificates stand there in the open, keys are encrypted and end with their length. A sealed
 * secret key of JCEKS has none, so what follows one cannot be found.
 */
#include <string.h>

#include "formats/certificate_internal.h"
#include "util/cursor.h"
#include "util/text.h"

enum { MAGIC_JKS = 0xfeedfeed, MAGIC_JCEKS = 0xcececece };
enum { TAG_KEY = 1, TAG_CERTIFICATE = 2, TAG_SECRET = 3 };

static const char *read_text(struct cursor *c, struct arena *arena)
{
	size_t n = cursor_be16(c);
	const unsigned char *bytes = cursor_skip(c, n);

	return bytes == NULL ? NULL : text_intern(arena, (const char *)bytes, n);
}

static void read_certificate(struct certificate_reading *r, struct cursor *c, uint32_t version,
			     const char *alias)
{
	const unsigned char *der;
	size_t n;

	if (version >= 2)
		cursor_skip(c, cursor_be16(c));	/* its type: "X.509" */
	n = cursor_be32(c);
	der = cursor_skip(c, n);
	if (der != NULL && certificate_room(r) && !certificate_add_der(r, der, n, alias))
		r->out->cut = true;
}

static void read_key(struct certificate_reading *r, struct cursor *c, uint32_t version,
		     const char *alias)
{
	uint32_t chain;

	cursor_skip(c, cursor_be32(c));
	r->out->private_keys += !c->bad;
	chain = cursor_be32(c);
	for (uint32_t i = 0; i < chain && !c->bad; i++)
		read_certificate(r, c, version, alias);
}

/* False when nothing that follows can be read. */
static bool read_entry(struct certificate_reading *r, struct cursor *c, uint32_t version)
{
	uint32_t tag = cursor_be32(c);
	const char *alias = read_text(c, r->arena);

	cursor_skip(c, 8);	/* when it was put in */
	if (c->bad)
		return false;
	if (tag == TAG_KEY)
		read_key(r, c, version, alias);
	else if (tag == TAG_CERTIFICATE)
		read_certificate(r, c, version, alias);
	else
		r->out->secret_keys += tag == TAG_SECRET;
	return !c->bad && (tag == TAG_KEY || tag == TAG_CERTIFICATE);
}

bool certificate_read_java(struct certificate_reading *r, const void *bytes, size_t size)
{
	struct cursor c;
	uint32_t magic, version, count;

	cursor_init(&c, bytes, size);
	magic = cursor_be32(&c);
	version = cursor_be32(&c);
	count = cursor_be32(&c);
	if (c.bad || (magic != MAGIC_JKS && magic != MAGIC_JCEKS))
		return false;
	r->out->format = magic == MAGIC_JKS ? CERTIFICATE_JKS : CERTIFICATE_JCEKS;
	for (uint32_t i = 0; i < count && r->tried <= CERTIFICATES_MAX; i++) {
		if (!read_entry(r, &c, version)) {
			r->out->cut = true;
			break;
		}
	}
	return true;
}
