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
	FIND_KIND_COUNT
};

enum find_field { FIND_F_ENTRY, FIND_F_STRING, FIND_FIELD_COUNT };

struct find {
	const char *id;			/* unique over all loaded packs */
	enum find_kind kind;
	const char *text[FIND_FIELD_COUNT];	/* as written; NULL: not given */
	struct pattern *pattern[FIND_FIELD_COUNT];
	char digest[DIGEST_HEX];	/* of the definition without its id */
};

struct find_kind_def {
	const char *name;	/* "text" */
	const char *meaning;
	unsigned fields;	/* bits 1 << enum find_field that may be given */
	unsigned required;
};

extern const struct find_kind_def find_kinds[FIND_KIND_COUNT];
extern const char *const find_fields[FIND_FIELD_COUNT];	/* "entry", "string" */

/*
 * The sources a find rests on, as bits 1 << enum source: entry names are the package's; text
 * under web/ is web, under model/resources/ resources, otherwise both and the package.
 */
unsigned find_sources(const struct find *f);

#endif
