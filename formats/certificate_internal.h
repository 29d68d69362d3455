/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by certificate.c, which knows X.509 and its containers, and the formats around them. */
#ifndef FORMATS_CERTIFICATE_INTERNAL_H
#define FORMATS_CERTIFICATE_INTERNAL_H

#include "formats/certificate.h"

/* A file on its way through. */
struct certificate_reading {
	struct certificate_file *out;
	struct arena *arena;
	size_t tried;		/* certificates, the unreadable ones included */
};

/* One certificate in DER; false, and nothing added, where it is none. */
bool certificate_add_der(struct certificate_reading *r, const unsigned char *der, size_t size,
			 const char *alias);
/* The certificates of a PKCS#7 message; false where it is none. */
bool certificate_add_pkcs7(struct certificate_reading *r, const unsigned char *der, size_t size);
/* False when no more are looked at. */
bool certificate_room(struct certificate_reading *r);

/* False, and nothing changed, where the bytes hold nothing of the format. */
bool certificate_read_pem(struct certificate_reading *r, const char *text, size_t size);
bool certificate_read_java(struct certificate_reading *r, const void *bytes, size_t size);

#endif
