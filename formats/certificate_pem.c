/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PEM blocks (RFC 7468) anywhere in text, also where properties or JSON write a line end as \n.
 * Of private keys, OpenSSH's and PGP's too, only the frame is looked at.
 */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "formats/certificate_internal.h"
#include "util/alloc.h"
#include "util/text.h"

static const char BEGIN[] = "-----BEGIN ", END[] = "-----END ", DASHES[] = "-----";

enum { LABEL_MAX = 64, KEY_MIN = 16 };

struct block {
	char label[LABEL_MAX];
	const char *body;
	size_t size;
};

/* The next block with an end of the same label; *at moves behind it. */
static bool next_block(const char **at, const char *end, struct block *b)
{
	const char *label, *close, *tail;

	while ((label = text_find(*at, end, BEGIN)) != NULL) {
		label += strlen(BEGIN);
		*at = label;
		close = text_find(label, label + LABEL_MAX < end ? label + LABEL_MAX : end, DASHES);
		if (close == NULL || close == label)
			continue;
		memcpy(b->label, label, (size_t)(close - label));
		b->label[close - label] = '\0';
		b->body = close + strlen(DASHES);
		tail = text_find(b->body, end, END);
		if (tail == NULL)
			return false;
		if ((size_t)(end - tail) < strlen(END) + strlen(b->label) ||
		    memcmp(tail + strlen(END), b->label, strlen(b->label)) != 0)
			continue;
		b->size = (size_t)(tail - b->body);
		*at = tail;
		return true;
	}
	return false;
}

static bool is_base64(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '+' || c == '/' || c == '=';
}

/* Base64 of the body without line ends, written plainly or as \n; its length. */
static size_t squeeze(const struct block *b, unsigned char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < b->size; i++) {
		if (b->body[i] == '\\' && i + 1 < b->size)
			i++;
		else if (is_base64(b->body[i]))
			out[n++] = (unsigned char)b->body[i];
	}
	return n;
}

static bool take_certificate(struct certificate_reading *r, const struct block *b, bool pkcs7)
{
	unsigned char *text, *der;
	bool found = false;
	size_t n;
	int size;

	if (!certificate_room(r))
		return false;
	text = alloc_bytes(b->size + 1);
	n = squeeze(b, text);
	der = alloc_bytes(n / 4 * 3 + 4);
	size = EVP_DecodeBlock(der, text, (int)n);
	if (size > 0)
		found = pkcs7 ? certificate_add_pkcs7(r, der, (size_t)size)
			      : certificate_add_der(r, der, (size_t)size, NULL);
	free(text);
	free(der);
	return found;
}

static bool take_key(struct certificate_reading *r, const struct block *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->size; i++)
		n += is_base64(b->body[i]);
	if (n < KEY_MIN)
		return false;
	r->out->private_keys++;
	return true;
}

static bool take(struct certificate_reading *r, const struct block *b)
{
	if (text_is_word("CERTIFICATE|X509 CERTIFICATE|TRUSTED CERTIFICATE", b->label))
		return take_certificate(r, b, false);
	if (text_is_word("PKCS7|CMS", b->label))
		return take_certificate(r, b, true);
	if (text_ends(b->label, "PRIVATE KEY") ||
	    strcmp(b->label, "PGP PRIVATE KEY BLOCK") == 0)
		return take_key(r, b);
	return false;
}

bool certificate_read_pem(struct certificate_reading *r, const char *text, size_t size)
{
	const char *at = text, *end = text + size;
	bool any = false;
	struct block b;

	while (next_block(&at, end, &b))
		any |= take(r, &b);
	if (any)
		r->out->format = CERTIFICATE_PEM;
	return any;
}
