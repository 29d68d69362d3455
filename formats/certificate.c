/* SPDX-License-Identifier: Apache-2.0 */
/*
 * X.509 certificates (RFC 5280) and what holds them in DER: PKCS#7 (RFC 2315), PKCS#12
 * (RFC 7292) and private keys. libcrypto decodes; no password is ever tried, since that would
 * let a file say how long it takes.
 */
#include "formats/certificate_internal.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

#include "util/arena.h"
#include "util/text.h"

enum { NAME_MAX_BYTES = 1000 };

const char *const certificate_format_names[] = {
	[CERTIFICATE_OTHER] = "other",
	[CERTIFICATE_PEM] = "pem",
	[CERTIFICATE_DER] = "der",
	[CERTIFICATE_PKCS7] = "pkcs7",
	[CERTIFICATE_PKCS12] = "pkcs12",
	[CERTIFICATE_JKS] = "jks",
	[CERTIFICATE_JCEKS] = "jceks",
};

bool certificate_is_name(const char *name)
{
	static const char *const endings[] = {
		".pem", ".crt", ".cer", ".der", ".p7b", ".p7c", ".p12", ".pfx", ".jks",
		".keystore", ".truststore", ".jceks", ".bks", NULL,
	};
	const char *slash = strrchr(name, '/'), *base = slash == NULL ? name : slash + 1;
	size_t n = strlen(base);

	/* "._ca.pem" is what macOS adds to an archive beside ca.pem. */
	if (text_starts(base, "._"))
		return false;
	for (int i = 0; endings[i] != NULL; i++) {
		size_t m = strlen(endings[i]);

		if (n > m && text_compare_lower(base + n - m, endings[i]) == 0)
			return true;
	}
	return false;
}

void certificate_file_release(struct certificate_file *f)
{
	vec_release(&f->certificates);
}

/* -- one certificate -- */

static const char *name_text(X509_NAME *name, struct arena *arena)
{
	unsigned long flags = XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
	BIO *bio = BIO_new(BIO_s_mem());
	const char *text = "";
	char *bytes;
	long n;

	if (bio == NULL)
		return text;
	if (name != NULL && X509_NAME_print_ex(bio, name, 0, flags) >= 0) {
		n = BIO_get_mem_data(bio, &bytes);
		if (n > 0)
			text = text_intern(arena, bytes,
					   n < NAME_MAX_BYTES ? (size_t)n : NAME_MAX_BYTES);
	}
	BIO_free(bio);
	return text;
}

static int64_t time_of(const ASN1_TIME *t)
{
	struct tm tm;

	if (t == NULL || ASN1_TIME_to_tm(t, &tm) != 1)
		return CERTIFICATE_NO_TIME;
	return (int64_t)timegm(&tm) * 1000;
}

static void take_key(struct certificate *c, X509 *x, struct arena *arena)
{
	EVP_PKEY *key = X509_get0_pubkey(x);
	const char *name = key == NULL ? NULL : EVP_PKEY_get0_type_name(key);
	int bits = key == NULL ? 0 : EVP_PKEY_get_bits(key);

	if (name != NULL)
		c->key = arena_text(arena, name);
	if (bits > 0)
		c->bits = bits;
}

static void take_hash(struct certificate *c, X509 *x)
{
	int hash = NID_undef;

	if (X509_get_signature_info(x, &hash, NULL, NULL, NULL) == 1 && hash != NID_undef)
		c->hash = OBJ_nid2sn(hash);
}

static void add_certificate(struct certificate_reading *r, X509 *x, const char *alias)
{
	struct certificate *c = arena_alloc(r->arena, sizeof(*c));
	int authority = X509_check_ca(x);

	c->alias = alias;
	c->subject = name_text(X509_get_subject_name(x), r->arena);
	c->issuer = name_text(X509_get_issuer_name(x), r->arena);
	c->from = time_of(X509_get0_notBefore(x));
	c->until = time_of(X509_get0_notAfter(x));
	/* 1: says so; 3: of version 1 and self-signed, before one could say so. */
	c->authority = authority == 1 || authority == 3;
	c->self_signed = X509_self_signed(x, 0) == 1;
	take_key(c, x, r->arena);
	take_hash(c, x);
	vec_push(&r->out->certificates, c);
}

bool certificate_room(struct certificate_reading *r)
{
	if (r->tried++ < CERTIFICATES_MAX)
		return true;
	r->out->cut = true;
	return false;
}

bool certificate_add_der(struct certificate_reading *r, const unsigned char *der, size_t size,
			 const char *alias)
{
	X509 *x = d2i_X509(NULL, &der, (long)size);

	if (x == NULL)
		return false;
	add_certificate(r, x, alias);
	X509_free(x);
	return true;
}

/* -- containers -- */

static STACK_OF(X509) *certificates_of(const PKCS7 *p)
{
	if (PKCS7_type_is_signed(p))
		return p->d.sign == NULL ? NULL : p->d.sign->cert;
	if (PKCS7_type_is_signedAndEnveloped(p))
		return p->d.signed_and_enveloped == NULL ? NULL : p->d.signed_and_enveloped->cert;
	return NULL;
}

bool certificate_add_pkcs7(struct certificate_reading *r, const unsigned char *der, size_t size)
{
	PKCS7 *p = d2i_PKCS7(NULL, &der, (long)size);
	const STACK_OF(X509) *list;

	if (p == NULL)
		return false;
	list = certificates_of(p);
	for (int i = 0; i < sk_X509_num(list) && certificate_room(r); i++)
		add_certificate(r, sk_X509_value(list, i), NULL);
	PKCS7_free(p);
	return true;
}

static void take_bag(struct certificate_reading *r, const PKCS12_SAFEBAG *bag)
{
	X509 *x;

	switch (PKCS12_SAFEBAG_get_nid(bag)) {
	case NID_keyBag:
	case NID_pkcs8ShroudedKeyBag:
		r->out->private_keys++;
		break;
	case NID_secretBag:
		r->out->secret_keys++;
		break;
	case NID_certBag:
		x = certificate_room(r) ? PKCS12_SAFEBAG_get1_cert(bag) : NULL;
		if (x != NULL)
			add_certificate(r, x, NULL);
		X509_free(x);
		break;
	default:
		break;
	}
}

static void take_safe(struct certificate_reading *r, PKCS7 *safe)
{
	STACK_OF(PKCS12_SAFEBAG) *bags;

	if (!PKCS7_type_is_data(safe)) {
		r->out->locked = true;
		return;
	}
	bags = PKCS12_unpack_p7data(safe);
	if (bags == NULL)
		r->out->cut = true;
	for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); i++)
		take_bag(r, sk_PKCS12_SAFEBAG_value(bags, i));
	sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}

static bool read_pkcs12(struct certificate_reading *r, const unsigned char *der, size_t size)
{
	PKCS12 *p = d2i_PKCS12(NULL, &der, (long)size);
	STACK_OF(PKCS7) *safes;

	if (p == NULL)
		return false;
	safes = PKCS12_unpack_authsafes(p);
	if (safes == NULL)
		r->out->locked = true;
	for (int i = 0; i < sk_PKCS7_num(safes); i++)
		take_safe(r, sk_PKCS7_value(safes, i));
	sk_PKCS7_pop_free(safes, PKCS7_free);
	PKCS12_free(p);
	return true;
}

/* A key is told by its frame alone; what is in it is not decoded. */
static bool is_private_key(const unsigned char *der, size_t size)
{
	const unsigned char *at = der;
	PKCS8_PRIV_KEY_INFO *plain = d2i_PKCS8_PRIV_KEY_INFO(NULL, &at, (long)size);
	bool found = plain != NULL;
	X509_SIG *sealed;

	PKCS8_PRIV_KEY_INFO_free(plain);
	if (found)
		return true;
	at = der;
	sealed = d2i_X509_SIG(NULL, &at, (long)size);
	found = sealed != NULL;
	X509_SIG_free(sealed);
	return found;
}

static bool read_der(struct certificate_reading *r, const unsigned char *der, size_t size)
{
	struct certificate_file *out = r->out;

	if (size == 0 || der[0] != 0x30)
		return false;
	if (certificate_add_der(r, der, size, NULL)) {
		out->format = CERTIFICATE_DER;
	} else if (certificate_add_pkcs7(r, der, size)) {
		out->format = CERTIFICATE_PKCS7;
	} else if (read_pkcs12(r, der, size)) {
		out->format = CERTIFICATE_PKCS12;
	} else if (is_private_key(der, size)) {
		out->format = CERTIFICATE_DER;
		out->private_keys = 1;
	}
	return out->format != CERTIFICATE_OTHER;
}

static bool begin(struct certificate_file *out, size_t size)
{
	memset(out, 0, sizeof(*out));
	out->cut = size > CERTIFICATE_BYTES_MAX;
	/* What the machine's configuration of libcrypto says must not matter. */
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	return !out->cut;
}

void certificate_read(struct certificate_file *out, const void *bytes, size_t size,
		      struct arena *arena)
{
	struct certificate_reading r = { out, arena, 0 };

	if (begin(out, size) && !certificate_read_java(&r, bytes, size) &&
	    !certificate_read_pem(&r, bytes, size))
		read_der(&r, bytes, size);
	ERR_clear_error();
}

void certificate_read_text(struct certificate_file *out, const void *bytes, size_t size,
			   struct arena *arena)
{
	struct certificate_reading r = { out, arena, 0 };

	if (begin(out, size))
		certificate_read_pem(&r, bytes, size);
	ERR_clear_error();
}
