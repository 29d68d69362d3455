/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a file of certificates or keys says without a password: X.509 certificates in PEM, DER,
 * PKCS#7 and PKCS#12, and Java key stores. Keys are counted; nothing of one is ever kept.
 */
#ifndef FORMATS_CERTIFICATE_H
#define FORMATS_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/vec.h"

struct arena;

#define CERTIFICATE_NO_TIME INT64_MIN

enum {
	CERTIFICATE_BYTES_MAX = 4 << 20,	/* of a file that is worth reading */
	CERTIFICATES_MAX = 1000			/* looked at in one file */
};

struct certificate {
	const char *alias;		/* its name in a Java key store; NULL elsewhere */
	const char *subject, *issuer;	/* "CN=shop.example.com,O=Example"; may be empty */
	int64_t from, until;		/* milliseconds since 1970, or CERTIFICATE_NO_TIME */
	const char *key;		/* "RSA", "EC" …; NULL: not known */
	int bits;			/* of the key; 0: not known */
	const char *hash;		/* of the signature: "SHA256" …; NULL: none or not known */
	bool authority;			/* may sign others */
	bool self_signed;		/* issuer and subject are the same */
};

enum certificate_format {
	CERTIFICATE_OTHER,	/* none of these */
	CERTIFICATE_PEM, CERTIFICATE_DER, CERTIFICATE_PKCS7, CERTIFICATE_PKCS12,
	CERTIFICATE_JKS, CERTIFICATE_JCEKS
};
extern const char *const certificate_format_names[];	/* "other", "pem" … */

struct certificate_file {
	enum certificate_format format;
	struct vec certificates;	/* of struct certificate, in the order of the file */
	size_t private_keys, secret_keys;
	bool locked;			/* some of it takes a password to read */
	bool cut;			/* some of it was not read: damaged, or too much */
};

/* Whether the name, of any case, ends as such files do: ".pem", ".p12", ".jks" … */
bool certificate_is_name(const char *name);

/* Any bytes. Texts are the arena's; certificate_file_release() frees the list. */
void certificate_read(struct certificate_file *out, const void *bytes, size_t size,
		      struct arena *arena);
/* The same where only PEM blocks in text count. */
void certificate_read_text(struct certificate_file *out, const void *bytes, size_t size,
			   struct arena *arena);
void certificate_file_release(struct certificate_file *f);	/* for CLEANUP() too */

#endif
