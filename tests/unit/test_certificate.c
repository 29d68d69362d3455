/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificates in every frame that is read: PEM in text, DER, PKCS#7, PKCS#12 and Java key
 * stores, made here; damaged ones too. Nothing of a key may come out.
 */
#include "formats/certificate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>

#include "util/alloc.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"

/* An authority of 2018 to 2038, a client that it signed, and an old one of RSA 1024 and SHA-1. */
static const char ROOT[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIBaTCCARCgAwIBAgIBBzAKBggqhkjOPQQDAjA0MRgwFgYDVQQKDA9FeGFtcGxl\n"
	"IFBhcnRuZXIxGDAWBgNVBAMMD1BhcnRuZXIgUm9vdCBDQTAeFw0xODAxMDEwMDAw\n"
	"MDBaFw0zODAxMDEwMDAwMDBaMDQxGDAWBgNVBAoMD0V4YW1wbGUgUGFydG5lcjEY\n"
	"MBYGA1UEAwwPUGFydG5lciBSb290IENBMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD\n"
	"QgAEn975idMifq1e6XH2L6lesH7V6if9fUaE6YejmPIkP2IStCXuiDqOHBHI3mn6\n"
	"euXwzvMC2bG0kCYkoBbZyN51SqMTMBEwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjO\n"
	"PQQDAgNHADBEAiBxaRl2c4syK8+UnYM9rwnWMZCdmJk0pjMl6x5B9P9ZRgIgIiMM\n"
	"Wjvn86gQto3C1njL16O+RmBZ0duaHt3kQV4mUoA=\n"
	"-----END CERTIFICATE-----\n";
static const char CLIENT[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIBYDCCAQagAwIBAgIBCDAKBggqhkjOPQQDAjA0MRgwFgYDVQQKDA9FeGFtcGxl\n"
	"IFBhcnRuZXIxGDAWBgNVBAMMD1BhcnRuZXIgUm9vdCBDQTAeFw0yNDAzMDEwMDAw\n"
	"MDBaFw0yNzAxMTUwMDAwMDBaMC0xFTATBgNVBAoMDEV4YW1wbGUgU2hvcDEUMBIG\n"
	"A1UEAwwLc2hvcCBjbGllbnQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQgbpN7\n"
	"odIFPJRw6k8NcxJg0fwdrqQkNOl/mx0BvfXMuwTAqx7iLHs5gRiGh/u6XbrTZkNx\n"
	"XVKJGNJAim1ZAHAAoxAwDjAMBgNVHRMBAf8EAjAAMAoGCCqGSM49BAMCA0gAMEUC\n"
	"IEOxWui+N6iV8c3sJywRSVhmhYDN79kjtFGK2FGwPok2AiEA/tLouBMVRu/9vNdh\n"
	"QMTde7u9lNJ6YNButy6HfTH6cpI=\n"
	"-----END CERTIFICATE-----\n";
static const char OLD[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIByzCCATQCAQkwDQYJKoZIhvcNAQEFBQAwLjEVMBMGA1UECgwMRXhhbXBsZSBC\n"
	"YW5rMRUwEwYDVQQDDAxiYW5rIGdhdGV3YXkwHhcNMTUwNjAxMDAwMDAwWhcNMTkw\n"
	"NjAxMDAwMDAwWjAuMRUwEwYDVQQKDAxFeGFtcGxlIEJhbmsxFTATBgNVBAMMDGJh\n"
	"bmsgZ2F0ZXdheTCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEA0QSZO8pH/7/l\n"
	"pfl5zN+i1yyYXmVKEmxGJ4gmpo8EYW3iHeFRz2XPPa5yLZ/F6UfshQJ3qvJBODZF\n"
	"JZcxXGdQC/14Ov/xOCxCaqmV0dZPEobRacNrBnf8X7tc8nTW3iF/r45mlqBp90tl\n"
	"9jQwsj9rX4qbFpY1Jm+abbPZHrUFs9cCAwEAATANBgkqhkiG9w0BAQUFAAOBgQCV\n"
	"1jsofxX8om5/cqSQEaqaKMSU0w6vHjT0XsjKvWJZ4egpUvZPvXDY4XpDa40ZHHyV\n"
	"v7E2kIRt78W4pYGD2s1dzHF1vSBDkqYORH+pxcFY5jMSr55MnKsO2wPlj+UVyyaV\n"
	"MwygRRjOASMqAE8VGiOd7FQMA55WrAbkOMXeA8cEUA==\n"
	"-----END CERTIFICATE-----\n";

struct fixture {
	struct arena *arena;
	struct certificate_file file;
	struct buf bytes;
};

static int setup(void **state)
{
	struct fixture *f = alloc_zero(1, sizeof(*f));

	f->arena = arena_new();
	buf_init(&f->bytes, CERTIFICATE_BYTES_MAX * 2);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	certificate_file_release(&f->file);
	buf_release(&f->bytes);
	arena_free(f->arena);
	free(f);
	return 0;
}

/* A copy of its own, so that a sanitizer sees the first byte read beyond it. */
static void read_bytes(struct fixture *f, const void *bytes, size_t size)
{
	char *copy = alloc_bytes(size + (size == 0));

	memcpy(copy, bytes, size);
	certificate_file_release(&f->file);
	certificate_read(&f->file, copy, size, f->arena);
	free(copy);
}

static void read_made(struct fixture *f)
{
	read_bytes(f, f->bytes.data, f->bytes.len);
}

static void read_string(struct fixture *f, const char *text)
{
	read_bytes(f, text, strlen(text));
}

static const struct certificate *nth(struct fixture *f, size_t i)
{
	assert_true(i < f->file.certificates.len);
	return f->file.certificates.items[i];
}

static X509 *x509(const char *pem)
{
	BIO *bio = BIO_new_mem_buf(pem, -1);
	X509 *x = PEM_read_bio_X509(bio, NULL, NULL, NULL);

	assert_non_null(x);
	BIO_free(bio);
	return x;
}

static void add_der(struct buf *out, const char *pem)
{
	X509 *x = x509(pem);
	unsigned char *der = NULL;
	int n = i2d_X509(x, &der);

	assert_true(n > 0);
	buf_add(out, der, (size_t)n);
	OPENSSL_free(der);
	X509_free(x);
}

static int64_t day(int64_t year, int64_t days)
{
	/* Years since 1972 begin on the day after the leap days before them. */
	return ((year - 1970) * 365 + (year - 1969) / 4 + days) * 86400000;
}

static void assert_root(const struct certificate *c)
{
	assert_string_equal(c->subject, "CN=Partner Root CA,O=Example Partner");
	assert_string_equal(c->issuer, c->subject);
	assert_true(c->authority);
	assert_true(c->self_signed);
	assert_string_equal(c->key, "EC");
	assert_int_equal(c->bits, 256);
	assert_string_equal(c->hash, "SHA256");
	assert_true(c->from == day(2018, 0));
	assert_true(c->until == day(2038, 0));
}

static void test_pem(void **state)
{
	struct fixture *f = *state;

	read_string(f, ROOT);
	assert_int_equal(f->file.format, CERTIFICATE_PEM);
	assert_int_equal(f->file.certificates.len, 1);
	assert_root(nth(f, 0));
	assert_null(nth(f, 0)->alias);
	assert_false(f->file.locked || f->file.cut);
}

static void test_details(void **state)
{
	struct fixture *f = *state;

	buf_printf(&f->bytes, "some words\n%s%s", CLIENT, OLD);
	read_made(f);
	assert_int_equal(f->file.certificates.len, 2);
	assert_string_equal(nth(f, 0)->subject, "CN=shop client,O=Example Shop");
	assert_string_equal(nth(f, 0)->issuer, "CN=Partner Root CA,O=Example Partner");
	assert_false(nth(f, 0)->authority || nth(f, 0)->self_signed);
	assert_true(nth(f, 0)->until == day(2027, 14));
	assert_string_equal(nth(f, 1)->key, "RSA");
	assert_int_equal(nth(f, 1)->bits, 1024);
	assert_string_equal(nth(f, 1)->hash, "SHA1");
	assert_true(nth(f, 1)->until == day(2019, 151));
}

/* As a property file or JSON holds one, on a single line. */
static void test_escaped(void **state)
{
	struct fixture *f = *state;

	buf_puts(&f->bytes, "{\"ca\": \"");
	for (const char *p = ROOT; *p != '\0'; p++)
		if (*p == '\n')
			buf_puts(&f->bytes, "\\n");
		else
			buf_putc(&f->bytes, *p);
	buf_puts(&f->bytes, "\"}");
	certificate_read_text(&f->file, f->bytes.data, f->bytes.len, f->arena);
	assert_int_equal(f->file.certificates.len, 1);
	assert_root(nth(f, 0));
}

static void assert_keys(struct fixture *f, const char *text, size_t keys)
{
	read_string(f, text);
	assert_int_equal(f->file.private_keys, keys);
	assert_int_equal(f->file.certificates.len, 0);
	assert_int_equal(f->file.format, keys > 0 ? CERTIFICATE_PEM : CERTIFICATE_OTHER);
}

#define BLOCK(label, body) "-----BEGIN " label "-----\n" body "\n-----END " label "-----\n"

static void test_private_keys(void **state)
{
	struct fixture *f = *state;

	assert_keys(f, BLOCK("PRIVATE KEY", "bm90LWEta2V5LWF0LWFsbA=="), 1);
	assert_keys(f, BLOCK("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\n\nbm90LWEta2V5LWF0"), 1);
	assert_keys(f, BLOCK("OPENSSH PRIVATE KEY", "bm90LWEta2V5LWF0LWFsbA=="), 1);
	assert_keys(f, BLOCK("PGP PRIVATE KEY BLOCK", "\nbm90LWEta2V5LWF0LWFsbA==\n=abcd"), 1);
	/* What a library looks for is no key. */
	assert_keys(f, BLOCK("PRIVATE KEY", "..."), 0);
	assert_keys(f, "-----BEGIN PRIVATE KEY-----\nbm90LWEta2V5LWF0LWFsbA==\n", 0);
	assert_keys(f, BLOCK("PUBLIC KEY", "bm90LWEta2V5LWF0LWFsbA=="), 0);
	assert_keys(f, BLOCK("CERTIFICATE REQUEST", "bm90LWEta2V5LWF0LWFsbA=="), 0);
	assert_keys(f, BLOCK("CERTIFICATE", "bm90LWEta2V5LWF0LWFsbA=="), 0);
	assert_keys(f, "-----BEGIN -----BEGIN -----", 0);
	assert_keys(f, "", 0);
}

static void test_der(void **state)
{
	struct fixture *f = *state;

	add_der(&f->bytes, ROOT);
	read_made(f);
	assert_int_equal(f->file.format, CERTIFICATE_DER);
	assert_root(nth(f, 0));
	read_bytes(f, f->bytes.data, f->bytes.len - 1);
	assert_int_equal(f->file.format, CERTIFICATE_OTHER);
	/* In text only PEM counts. */
	certificate_file_release(&f->file);
	certificate_read_text(&f->file, f->bytes.data, f->bytes.len, f->arena);
	assert_int_equal(f->file.format, CERTIFICATE_OTHER);
}

static void test_pkcs7(void **state)
{
	struct fixture *f = *state;
	PKCS7 *p = PKCS7_new();
	unsigned char *der = NULL;
	X509 *root = x509(ROOT), *client = x509(CLIENT);
	int n;

	PKCS7_set_type(p, NID_pkcs7_signed);
	PKCS7_content_new(p, NID_pkcs7_data);
	PKCS7_add_certificate(p, client);
	PKCS7_add_certificate(p, root);
	n = i2d_PKCS7(p, &der);
	read_bytes(f, der, (size_t)n);
	assert_int_equal(f->file.format, CERTIFICATE_PKCS7);
	assert_int_equal(f->file.certificates.len, 2);
	assert_root(nth(f, 1));
	OPENSSL_free(der);
	X509_free(root);
	X509_free(client);
	PKCS7_free(p);
}

static void make_pkcs12(struct fixture *f, int certificate_cipher)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *root = x509(ROOT);
	STACK_OF(X509) *more = sk_X509_new_null();
	unsigned char *der = NULL;
	PKCS12 *p;
	int n;

	sk_X509_push(more, root);
	p = PKCS12_create("password", "name", key, NULL, more, 0, certificate_cipher, 1, 1, 0);
	assert_non_null(p);
	n = i2d_PKCS12(p, &der);
	read_bytes(f, der, (size_t)n);
	OPENSSL_free(der);
	sk_X509_free(more);
	X509_free(root);
	EVP_PKEY_free(key);
	PKCS12_free(p);
}

static void test_pkcs12(void **state)
{
	struct fixture *f = *state;

	make_pkcs12(f, 0);
	assert_int_equal(f->file.format, CERTIFICATE_PKCS12);
	assert_true(f->file.locked);
	assert_int_equal(f->file.certificates.len, 0);
	assert_int_equal(f->file.private_keys, 1);
	make_pkcs12(f, -1);
	assert_false(f->file.locked);
	assert_root(nth(f, 0));
}

/* -- Java key stores -- */

static void be(struct buf *out, uint64_t value, int bytes)
{
	while (bytes-- > 0)
		buf_putc(out, (char)(value >> 8 * bytes));
}

static void name(struct buf *out, const char *text)
{
	be(out, strlen(text), 2);
	buf_puts(out, text);
}

static void head(struct buf *out, uint32_t magic, unsigned version, unsigned count)
{
	buf_clear(out);
	be(out, magic, 4);
	be(out, version, 4);
	be(out, count, 4);
}

static void certificate(struct buf *out, unsigned version, const char *pem)
{
	CLEANUP(buf_release) struct buf der = { .max = 10000 };

	add_der(&der, pem);
	if (version > 1)
		name(out, "X.509");
	be(out, der.len, 4);
	buf_add(out, der.data, der.len);
}

static void trusted(struct buf *out, unsigned version, const char *alias, const char *pem)
{
	be(out, 2, 4);
	name(out, alias);
	be(out, 1500000000000, 8);
	certificate(out, version, pem);
}

static void test_jks(void **state)
{
	struct fixture *f = *state;

	head(&f->bytes, 0xfeedfeed, 2, 2);
	trusted(&f->bytes, 2, "partner", ROOT);
	be(&f->bytes, 1, 4);
	name(&f->bytes, "shop");
	be(&f->bytes, 1500000000000, 8);
	be(&f->bytes, 6, 4);
	buf_puts(&f->bytes, "sealed");
	be(&f->bytes, 2, 4);
	certificate(&f->bytes, 2, CLIENT);
	certificate(&f->bytes, 2, ROOT);
	buf_puts(&f->bytes, "twenty bytes of hash");
	read_made(f);
	assert_int_equal(f->file.format, CERTIFICATE_JKS);
	assert_int_equal(f->file.certificates.len, 3);
	assert_int_equal(f->file.private_keys, 1);
	assert_string_equal(nth(f, 0)->alias, "partner");
	assert_root(nth(f, 0));
	assert_string_equal(nth(f, 1)->alias, "shop");
	assert_string_equal(nth(f, 1)->subject, "CN=shop client,O=Example Shop");
	assert_false(f->file.locked || f->file.cut);
	for (size_t n = f->bytes.len - 21; n >= 12; n--) {
		read_bytes(f, f->bytes.data, n);
		assert_true(f->file.cut);
	}
}

static void test_jceks(void **state)
{
	struct fixture *f = *state;

	head(&f->bytes, 0xcececece, 1, 3);
	trusted(&f->bytes, 1, "partner", ROOT);
	be(&f->bytes, 3, 4);
	name(&f->bytes, "secret");
	be(&f->bytes, 1500000000000, 8);
	buf_puts(&f->bytes, "a serialized object of any length");
	read_made(f);
	assert_int_equal(f->file.format, CERTIFICATE_JCEKS);
	assert_int_equal(f->file.certificates.len, 1);
	assert_int_equal(f->file.secret_keys, 1);
	/* Another entry is said to follow. */
	assert_true(f->file.cut);
}

/* -- bounds -- */

static void test_many(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < CERTIFICATES_MAX + 5; i++)
		buf_puts(&f->bytes, ROOT);
	read_made(f);
	assert_int_equal(f->file.certificates.len, CERTIFICATES_MAX);
	assert_true(f->file.cut);
}

static void test_large(void **state)
{
	struct fixture *f = *state;

	buf_puts(&f->bytes, ROOT);
	while (f->bytes.len <= CERTIFICATE_BYTES_MAX)
		buf_printf(&f->bytes, "%1000s\n", "");
	read_made(f);
	assert_true(f->file.cut);
	assert_int_equal(f->file.certificates.len, 0);
}

static void test_names(void **state)
{
	(void)state;
	assert_true(certificate_is_name("model/resources/ca.pem"));
	assert_true(certificate_is_name("model/resources/Client.P12"));
	assert_true(certificate_is_name("a.jks"));
	assert_false(certificate_is_name(".pem"));
	assert_false(certificate_is_name("certificates.xml"));
	assert_false(certificate_is_name("web/._ca.pem"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_pem, setup, teardown),
		cmocka_unit_test_setup_teardown(test_details, setup, teardown),
		cmocka_unit_test_setup_teardown(test_escaped, setup, teardown),
		cmocka_unit_test_setup_teardown(test_private_keys, setup, teardown),
		cmocka_unit_test_setup_teardown(test_der, setup, teardown),
		cmocka_unit_test_setup_teardown(test_pkcs7, setup, teardown),
		cmocka_unit_test_setup_teardown(test_pkcs12, setup, teardown),
		cmocka_unit_test_setup_teardown(test_jks, setup, teardown),
		cmocka_unit_test_setup_teardown(test_jceks, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup, teardown),
		cmocka_unit_test_setup_teardown(test_large, setup, teardown),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
