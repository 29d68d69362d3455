/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of find, as tables that the loader and the scanners share. */
#include "core/find.h"

#include <string.h>

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
	[FIND_JAVA_REFERENCE] = {
		.name = "java-reference",
		.meaning = "classes that refer to a class, or to a member of it",
		.fields = FIELD(CLASS) | FIELD(MEMBER) | FIELD(DESCRIPTOR) | FIELD(SCOPE),
		.required = FIELD(CLASS),
	},
	[FIND_JAVA_STRING] = {
		.name = "java-string",
		.meaning = "string constants of classes",
		.fields = FIELD(STRING) | FIELD(SCOPE),
		.required = FIELD(STRING),
	},
	[FIND_JAVA_FIELD] = {
		.name = "java-field",
		.meaning = "fields that classes declare, by class, name and type",
		.fields = FIELD(CLASS) | FIELD(NAME) | FIELD(DESCRIPTOR) | FIELD(STATIC) |
			  FIELD(MUTABLE) | FIELD(SCOPE),
		.required = FIELD(CLASS),
	},
	[FIND_JAVA_CALL] = {
		.name = "java-call",
		.meaning = "calls of a method with a constant argument",
		.fields = FIELD(CLASS) | FIELD(MEMBER) | FIELD(DESCRIPTOR) | FIELD(ARGUMENT) |
			  FIELD(POSITION) | FIELD(SCOPE),
		.required = FIELD(CLASS) | FIELD(MEMBER) | FIELD(ARGUMENT),
	},
	[FIND_ARCHIVE] = {
		.name = "archive",
		.meaning = "Java archives, by name without version and by version",
		.fields = FIELD(NAME) | FIELD(VERSION) | FIELD(SCOPE),
		.required = FIELD(NAME),
	},
};

const struct find_field_def find_fields[FIND_FIELD_COUNT] = {
	[FIND_F_ENTRY] = { "entry", FIND_PATTERN, NULL },
	[FIND_F_STRING] = { "string", FIND_PATTERN, NULL },
	[FIND_F_CLASS] = { "class", FIND_PATTERN, NULL },
	[FIND_F_MEMBER] = { "member", FIND_PATTERN, NULL },
	[FIND_F_DESCRIPTOR] = { "descriptor", FIND_PATTERN, NULL },
	[FIND_F_ARGUMENT] = { "argument", FIND_PATTERN, NULL },
	[FIND_F_POSITION] = { "position", FIND_WORD, "1|2|3|4|5|6" },
	[FIND_F_NAME] = { "name", FIND_PATTERN, NULL },
	[FIND_F_VERSION] = { "version", FIND_VERSIONS, NULL },
	[FIND_F_STATIC] = { "static", FIND_WORD, "yes|no" },
	[FIND_F_MUTABLE] = { "mutable", FIND_WORD, "yes|no" },
	[FIND_F_SCOPE] = { "scope", FIND_WORD, "own|library|any" },
};

bool find_is_java(const struct find *f)
{
	return f->kind >= FIND_JAVA_REFERENCE;
}

bool find_says(const struct find *f, enum find_field field, const char *word)
{
	return f->text[field] != NULL && strcmp(f->text[field], word) == 0;
}

source_set find_sources(const struct find *f)
{
	const char *entry = f->text[FIND_F_ENTRY];

	if (find_is_java(f))
		return SOURCE_BIT(SOURCE_JAVA);
	if (f->kind == FIND_ENTRY || entry == NULL)
		return SOURCE_BIT(SOURCE_PACKAGE);
	if (text_starts(entry, "web/"))
		return SOURCE_BIT(SOURCE_WEB);
	if (text_starts(entry, "model/resources/"))
		return SOURCE_BIT(SOURCE_RESOURCES);
	return SOURCE_BIT(SOURCE_PACKAGE) | SOURCE_BIT(SOURCE_WEB) | SOURCE_BIT(SOURCE_RESOURCES);
}
