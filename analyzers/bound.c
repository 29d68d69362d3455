/* SPDX-License-Identifier: Apache-2.0 */
#include "analyzers/bound.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *end;
	bool any_case;
	const char *bound;
} ends[] = {
	{ "EncryptionKey", true, "data" },
	{ "Encryption_Key", true, "data" },
	{ "EncryptionPrefix", true, "data" },
	{ "Encryption_Prefix", true, "data" },
	{ ".EnvironmentUUID", false, "environment" },
	{ ".EnvironmentPassword", false, "environment" },
};

const char *bound_to(const char *constant)
{
	size_t n = strlen(constant);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t m = strlen(ends[i].end);
		const char *tail = n < m ? "" : constant + n - m;

		if ((ends[i].any_case ? strcasecmp(tail, ends[i].end)
				      : strcmp(tail, ends[i].end)) == 0)
			return ends[i].bound;
	}
	return NULL;
}
