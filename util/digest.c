/* SPDX-License-Identifier: Apache-2.0 */
#include "util/digest.h"

#include <openssl/evp.h>
#include <stdlib.h>

#include "util/alloc.h"

struct digest {
	EVP_MD_CTX *ctx;
};

struct digest *digest_new(void)
{
	struct digest *d = alloc_zero(1, sizeof(*d));

	d->ctx = EVP_MD_CTX_new();
	if (d->ctx == NULL || EVP_DigestInit_ex(d->ctx, EVP_sha256(), NULL) != 1)
		BUG("libcrypto has no SHA-256");
	return d;
}

void digest_free(struct digest *d)
{
	if (d == NULL)
		return;
	EVP_MD_CTX_free(d->ctx);
	free(d);
}

void digest_add(struct digest *d, const void *bytes, size_t n)
{
	if (EVP_DigestUpdate(d->ctx, bytes, n) != 1)
		BUG("SHA-256 update failed");
}

void digest_finish(struct digest *d, char hex[DIGEST_HEX])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char raw[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	if (EVP_DigestFinal_ex(d->ctx, raw, &n) != 1 || n != 32)
		BUG("SHA-256 did not finish");
	for (unsigned i = 0; i < n; i++) {
		hex[2 * i] = digits[raw[i] >> 4];
		hex[2 * i + 1] = digits[raw[i] & 15];
	}
	hex[2 * n] = '\0';
}

void digest_of(const void *bytes, size_t n, char hex[DIGEST_HEX])
{
	struct digest *d = digest_new();

	digest_add(d, bytes, n);
	digest_finish(d, hex);
	digest_free(d);
}

void digest_base64(const void *bytes, size_t n, char out[DIGEST_BASE64])
{
	unsigned char raw[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (EVP_Digest(bytes, n, raw, &len, EVP_sha256(), NULL) != 1 || len != 32)
		BUG("libcrypto has no SHA-256");
	EVP_EncodeBlock((unsigned char *)out, raw, (int)len);
}
