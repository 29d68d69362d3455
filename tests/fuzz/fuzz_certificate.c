/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a file of certificates, and as text that may hold some. */
#include "formats/certificate.h"

#include <string.h>

#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_text(const char *s)
{
	if (s != NULL && !text_is_utf8(s, strlen(s)))
		BUG("a text is not UTF-8");
}

static void check(const struct certificate_file *f)
{
	if (f->certificates.len > CERTIFICATES_MAX)
		BUG("more certificates than are looked at");
	if (f->format == CERTIFICATE_OTHER && f->certificates.len + f->private_keys > 0)
		BUG("something was found in nothing");
	for (size_t i = 0; i < f->certificates.len; i++) {
		const struct certificate *c = f->certificates.items[i];

		if (c->subject == NULL || c->issuer == NULL || c->bits < 0)
			BUG("a certificate is half read");
		check_text(c->alias);
		check_text(c->subject);
		check_text(c->issuer);
		check_text(c->key);
		check_text(c->hash);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	CLEANUP(arena_cleanup) struct arena *arena = arena_new();
	CLEANUP(certificate_file_release) struct certificate_file whole = { 0 };
	CLEANUP(certificate_file_release) struct certificate_file text = { 0 };

	certificate_read(&whole, bytes, size, arena);
	check(&whole);
	certificate_read_text(&text, bytes, size, arena);
	check(&text);
	if (text.locked || (text.format != CERTIFICATE_OTHER && text.format != CERTIFICATE_PEM))
		BUG("text is more than PEM");
	return 0;
}
