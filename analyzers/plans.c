/* SPDX-License-Identifier: Apache-2.0 */
#include "analyzers/plans.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

static const struct plan plans[] = {
#define PLAN(name, memory, db_memory, db_storage, files, burstable) \
	{ name, memory, db_memory, db_storage, files, burstable },
#include "analyzers/plans.def"
#undef PLAN
};

static bool is_letter_or_digit(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

const struct plan *plan_of(const char *text)
{
	while (text != NULL && *text != '\0') {
		size_t n = 0;

		while (is_letter_or_digit(text[n]))
			n++;
		for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++)
			if (strlen(plans[i].name) == n && strncasecmp(text, plans[i].name, n) == 0)
				return &plans[i];
		text += n + (n == 0);
	}
	return NULL;
}

int64_t plan_bytes(const struct plan *p, const char *attribute)
{
	int64_t gb = 0;

	if (p == NULL)
		return -1;
	if (strcmp(attribute, "database-memory") == 0)
		gb = p->database_memory;
	else if (strcmp(attribute, "database-storage") == 0)
		gb = p->database_storage;
	else if (strcmp(attribute, "file-storage") == 0)
		gb = p->file_storage;
	return gb > 0 ? gb << 30 : -1;
}
