/* SPDX-License-Identifier: Apache-2.0 */
/* Definitions of the facts about the run, and the way there and back. */
#include "core/run_facts.h"

#include <string.h>

#include "core/secret.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/text.h"

enum {
	SHOWN_MAX = 120,	/* characters of what matched */
	TAKEN_MAX = 1024	/* bytes in which secrets are looked for before that is cut */
};

enum { SOURCE_NAME, SOURCE_STATE, SOURCE_REASON };
static const struct attr_def source_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the source", NULL },
	{ "state", ATTR_ENUM, ATTR_REQUIRED, "how much of it was read",
	  "complete|partial|absent" },
	{ "reason", ATTR_STRING, 0, "what could not be read, and why", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
const struct fact_def fact_source = {
	.name = "source", .source = SOURCE_NONE, .attrs = source_attrs,
	.meaning = "A place that facts come from, and whether it was looked at",
};

enum { DIAGNOSTIC_LEVEL, DIAGNOSTIC_PLACE, DIAGNOSTIC_MESSAGE };
static const struct attr_def diagnostic_attrs[] = {
	{ "level", ATTR_ENUM, ATTR_KEY | ATTR_REQUIRED, "what it does to the audit",
	  "note|incomplete|fatal" },
	{ "place", ATTR_STRING, ATTR_KEY | ATTR_REQUIRED,
	  "entry of the package; empty for the package itself", NULL },
	{ "message", ATTR_STRING, ATTR_KEY | ATTR_REQUIRED, "what is odd", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
const struct fact_def fact_diagnostic = {
	.name = "diagnostic", .source = SOURCE_NONE, .attrs = diagnostic_attrs,
	.meaning = "Something odd about the package",
};

enum { SEARCH_FIND, SEARCH_DIGEST, SEARCH_MATCHES, SEARCH_TRUNCATED };
static const struct attr_def search_attrs[] = {
	{ "find", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "id of the find", NULL },
	{ "digest", ATTR_DIGEST, ATTR_REQUIRED, "SHA-256 of what was looked for", NULL },
	{ "matches", ATTR_INT, ATTR_REQUIRED, "places where it was found", NULL },
	{ "truncated", ATTR_BOOL, ATTR_REQUIRED, "more were found than were kept", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
const struct fact_def fact_search = {
	.name = "search", .source = SOURCE_NONE, .attrs = search_attrs,
	.meaning = "A search that a rule asked for, and that was made",
};

static const struct attr_def match_attrs[] = {
	[MATCH_FIND] = { "find", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "id of the find", NULL },
	[MATCH_ENTRY] = { "entry", ATTR_NAME, ATTR_KEY, "entry that matched, or the path of "
			  "the archive that was looked into", NULL },
	[MATCH_LINE] = { "line", ATTR_INT, ATTR_KEY, "line in the entry, from 1", NULL },
	[MATCH_ARCHIVE] = { "archive", ATTR_NAME, ATTR_KEY,
			    "Java: name of the archive, without version", NULL },
	[MATCH_CLASS] = { "class", ATTR_NAME, ATTR_KEY,
			  "Java: the class it was found in, as a/b/C", NULL },
	[MATCH_METHOD] = { "method", ATTR_NAME, ATTR_KEY,
			   "Java: the method of it; absent outside the code of methods", NULL },
	[MATCH_TARGET] = { "target", ATTR_NAME, ATTR_KEY, "Java: the class referred to", NULL },
	[MATCH_MEMBER] = { "member", ATTR_NAME, ATTR_KEY,
			   "Java: the method or field referred to, or the field declared", NULL },
	[MATCH_ARGUMENT] = { "argument", ATTR_STRING, ATTR_KEY,
			     "Java: the constant argument of the call, at most 120 characters, "
			     "secrets masked", NULL },
	[MATCH_TEXT] = { "text", ATTR_STRING, ATTR_KEY,
			 "what matched, at most 120 characters, secrets masked", NULL },
	[MATCH_DESCRIPTOR] = { "descriptor", ATTR_NAME, 0,
			       "Java: types of the member; absent where several are counted here",
			       NULL },
	[MATCH_VERSION] = { "version", ATTR_NAME, 0, "Java: version of the archive, where known",
			    NULL },
	[MATCH_MODULE] = { "module", ATTR_NAME, 0, "Java: module of the model that the app's own "
			   "class belongs to", NULL },
	[MATCH_SCOPE] = { "scope", ATTR_ENUM, 0, "Java: whose class it is: own, generated for a "
			  "module by Mendix, or of a library", RUN_SCOPE_WORDS },
	[MATCH_REACHED] = { "reached", ATTR_ENUM, 0, "Java: how the app's own code comes to the "
			    "archive: by references of classes, by a name in text, or not that one "
			    "sees", RUN_REACHED_WORDS },
	[MATCH_COUNT] = { "count", ATTR_INT, 0, "how often: on that line, or in that method",
			  NULL },
	{ NULL, 0, 0, NULL, NULL },
};
const struct fact_def fact_match = {
	.name = "match", .source = SOURCE_NONE, .attrs = match_attrs,
	.meaning = "A place where a search found something; its sources are those of the find",
};

const struct fact_def *const run_facts[] = {
	&fact_source, &fact_diagnostic, &fact_search, &fact_match, NULL,
};

void run_facts_add(struct facts *fs, const struct sources *sources, const struct diags *diags)
{
	for (int i = 0; i < SOURCE_COUNT; i++) {
		struct fact *f = facts_add(fs, &fact_source);

		fact_set(fs, f, SOURCE_NAME, source_name((enum source)i));
		fact_set(fs, f, SOURCE_STATE, source_state_name(sources->state[i]));
		fact_set(fs, f, SOURCE_REASON, sources->reason[i]);
	}
	for (size_t i = 0; i < diags->list.len; i++) {
		const struct diag *d = diags->list.items[i];
		struct fact *f = facts_add(fs, &fact_diagnostic);

		fact_set(fs, f, DIAGNOSTIC_LEVEL, diag_level_name(d->level));
		fact_set(fs, f, DIAGNOSTIC_PLACE, d->place);
		fact_set(fs, f, DIAGNOSTIC_MESSAGE, d->message);
	}
}

void run_facts_add_search(struct facts *fs, const struct find *find, uint64_t matches,
			  bool truncated)
{
	struct fact *f = facts_add(fs, &fact_search);

	fact_set(fs, f, SEARCH_FIND, find->id);
	fact_set(fs, f, SEARCH_DIGEST, find->digest);
	fact_set_int(fs, f, SEARCH_MATCHES, (int64_t)matches);
	fact_set_bool(fs, f, SEARCH_TRUNCATED, truncated);
}

static int read_source(const struct fact *f, struct sources *sources, struct err *err)
{
	enum source which = source_by_name(f->values[SOURCE_NAME]);
	enum source_state state;

	if (which == SOURCE_NONE)
		return err_set(err, "unknown source '%s'", f->values[SOURCE_NAME]);
	if (!source_state_by_name(f->values[SOURCE_STATE], &state))
		return err_set(err, "unknown state '%s'", f->values[SOURCE_STATE]);
	sources->state[which] = state;
	sources->reason[which] = f->values[SOURCE_REASON];
	return 0;
}

static enum diag_level level_by_name(const char *name)
{
	for (int i = DIAG_NOTE; i < DIAG_FATAL; i++)
		if (strcmp(diag_level_name((enum diag_level)i), name) == 0)
			return (enum diag_level)i;
	return DIAG_FATAL;
}

int run_facts_read(const struct facts *fs, struct sources *sources, struct diags *diags,
		   struct err *err)
{
	for (size_t i = 0; i < fs->count; i++) {
		const struct fact *f = fs->items[i];

		if (f->def == &fact_source && read_source(f, sources, err) != 0)
			return -1;
		if (f->def == &fact_diagnostic)
			diag_add(diags, level_by_name(f->values[DIAGNOSTIC_LEVEL]),
				 f->values[DIAGNOSTIC_PLACE], "%s",
				 f->values[DIAGNOSTIC_MESSAGE]);
	}
	return 0;
}

const char *run_facts_shown(struct arena *a, const char *p, size_t n)
{
	const char *text = text_intern(a, p, n < TAKEN_MAX ? n : TAKEN_MAX);
	size_t at = 0, len;

	text = secret_mask(a, NULL, text, false);
	len = strlen(text);
	for (unsigned i = 0; i < SHOWN_MAX && at < len; i++)
		at += text_char_len(text + at, len - at);
	return arena_text_n(a, text, at);
}
