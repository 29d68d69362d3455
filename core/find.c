/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of find, as tables that the loader and the scanners share. */
#include "core/find.h"

#include "util/text.h"

#define FIELD(name) (1u << FIND_F_##name)

const struct find_kind_def find_kinds[FIND_KIND_COUNT] = {
	[FIND_TEXT] = {
		.name = "text",
		.meaning = "text inside files: string, in entries whose name matches entry",
		.fields = FIELD(ENTRY) | FIELD(STRING),
		.required = FIELD(ENTRY) | FIELD(STRING),
	},
	[FIND_ENTRY] = {
		.name = "entry",
		.meaning = "entries of the package whose name matches entry",
		.fields = FIELD(ENTRY),
		.required = FIELD(ENTRY),
	},
};

const char *const find_fields[FIND_FIELD_COUNT] = {
	[FIND_F_ENTRY] = "entry",
	[FIND_F_STRING] = "string",
};

unsigned find_sources(const struct find *f)
{
	const char *entry = f->text[FIND_F_ENTRY];

	if (f->kind == FIND_ENTRY || entry == NULL)
		return 1u << SOURCE_PACKAGE;
	if (text_starts(entry, "web/"))
		return 1u << SOURCE_WEB;
	if (text_starts(entry, "model/resources/"))
		return 1u << SOURCE_RESOURCES;
	return 1u << SOURCE_PACKAGE | 1u << SOURCE_WEB | 1u << SOURCE_RESOURCES;
}
