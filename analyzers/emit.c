/* SPDX-License-Identifier: Apache-2.0 */
#include "analyzers/emit.h"

#include <stddef.h>

void emit_text(struct facts *fs, struct fact *f, unsigned attr, const char *value)
{
	if (value != NULL && value[0] != '\0')
		fact_set(fs, f, attr, value);
}

void emit_count(struct facts *fs, struct fact *f, unsigned attr, int64_t value)
{
	if (value >= 0)
		fact_set_int(fs, f, attr, value);
}

void emit_switch(struct facts *fs, struct fact *f, unsigned attr, int value)
{
	if (value >= 0)
		fact_set_bool(fs, f, attr, value != 0);
}
