/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets are decided and masked here and nowhere else, before anything but the reader has
 * seen them. The mask tells neither length nor digest.
 *
 * By name: the last word (words end at a change of case, '_' or '.') is password, passwd, pwd,
 * secret, token, credential(s), passphrase or apikey, or is key after api, private, access,
 * encryption, secret, license or shared. By value: PEM private part, JSON web token, user info
 * in a URL, the value of an authorization header, query parameters with such names, long
 * high-entropy base64 or hex.
 */
#ifndef CORE_SECRET_H
#define CORE_SECRET_H

#include <stdbool.h>

struct arena;

#define SECRET_MASK "‹secret›"

bool secret_name(const char *name);

/*
 * value with its secrets masked: the mask alone where name (may be NULL) says so and value is
 * not empty; else value with the secret parts replaced; else value itself, not copied.
 * `names_only` leaves the entropy test out (for names of the model and paths).
 */
const char *secret_mask(struct arena *a, const char *name, const char *value, bool names_only);

#endif
