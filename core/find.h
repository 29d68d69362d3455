/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a rule asks the scanning analyzers to look for. Finds are known before the package is
 * read, so one pass serves every rule. Each find leaves one <search> fact, also with no match.
 */
#ifndef CORE_FIND_H
#define CORE_FIND_H

#include <stdbool.h>
#include <stddef.h>

#include "core/source.h"
#include "util/digest.h"

struct pattern;

enum find_kind {
	FIND_TEXT,	/* in="text": `string` inside files whose name matches `entry` */
	FIND_ENTRY,	/* in="entry": entries whose name matches `entry` */
	FIND_JAVA_REFERENCE,	/* a class, or a member of it, that classes refer to */
	FIND_JAVA_STRING,	/* a string constant */
	FIND_JAVA_FIELD,	/* a field that a class declares */
	FIND_JAVA_CALL,		/* a call with a constant argument */
	FIND_ARCHIVE,		/* an archive by name and version */
	FIND_KIND_COUNT
};

enum find_field {
	FIND_F_ENTRY, FIND_F_STRING, FIND_F_CLASS, FIND_F_MEMBER, FIND_F_DESCRIPTOR,
	FIND_F_ARGUMENT, FIND_F_POSITION, FIND_F_NAME, FIND_F_VERSION, FIND_F_STATIC,
	FIND_F_MUTABLE, FIND_F_SCOPE,
	FIND_FIELD_COUNT
};

/* How the value of a field is written. */
enum find_form {
	FIND_PATTERN,	/* core/pattern.h */
	FIND_VERSIONS,	/* a glob or pattern, or bounds: core/version.h */
	FIND_WORD	/* one of `words` */
};

struct find_field_def {
	const char *name;	/* "entry" */
	enum find_form form;
	const char *words;	/* "a|b" */
};

struct find {
	const char *id;			/* unique over all loaded packs */
	enum find_kind kind;
	const char *text[FIND_FIELD_COUNT];	/* as written; NULL: not given */
	struct pattern *pattern[FIND_FIELD_COUNT];	/* NULL: no such field, or no pattern */
	char digest[DIGEST_HEX];	/* of the definition without its id */
};

struct find_kind_def {
	const char *name;	/* "text" */
	const char *meaning;
	unsigned fields;	/* bits 1 << enum find_field that may be given */
	unsigned required;
};

extern const struct find_kind_def find_kinds[FIND_KIND_COUNT];
extern const struct find_field_def find_fields[FIND_FIELD_COUNT];

/* True where the class file is looked into, or the archive: kinds from java-reference on. */
bool find_is_java(const struct find *f);
/* Whether a field is given with just that value. */
bool find_says(const struct find *f, enum find_field field, const char *word);

/*
 * The sources a find rests on, as bits SOURCE_BIT(): entry names are the package's; text
 * under web/ is web, under model/resources/ resources, otherwise both and the package; what is
 * in archives is java.
 */
source_set find_sources(const struct find *f);

#endif
