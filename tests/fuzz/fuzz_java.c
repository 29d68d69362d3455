/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a Java archive, with finds of every kind that looks into classes; then its parts
 * are followed. Limits are small, so that a run is short.
 */
#include "analyzers/world/java_scan.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/world/java_finds.h"
#include "core/find.h"
#include "core/limits.h"
#include "core/pattern.h"
#include "package/package.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { KINDS = 4 };

static void give(struct find *f, enum find_field field, const char *text)
{
	struct err err = ERR_NONE;

	f->text[field] = text;
	if (pattern_new(&f->pattern[field], text, true, &err) != 0)
		BUG("a pattern that is none");
}

static void make_finds(struct find finds[KINDS])
{
	memset(finds, 0, KINDS * sizeof(*finds));
	for (int i = 0; i < KINDS; i++) {
		finds[i].id = "f";
		finds[i].kind = (enum find_kind)(FIND_JAVA_REFERENCE + i);
		give(&finds[i], finds[i].kind == FIND_JAVA_STRING ? FIND_F_STRING : FIND_F_CLASS,
		     "*");
	}
	give(&finds[FIND_JAVA_CALL - FIND_JAVA_REFERENCE], FIND_F_MEMBER, "/^[a-z<]/");
	give(&finds[FIND_JAVA_CALL - FIND_JAVA_REFERENCE], FIND_F_ARGUMENT, "*");
}

static void check_text(const char *s)
{
	if (s != NULL && !text_is_utf8(s, strlen(s)))
		BUG("a text is not UTF-8");
}

static void check_part(const struct java_part *part, const struct limits *limits)
{
	for (size_t i = 0; i < part->matches.len; i++) {
		const struct java_match *m = part->matches.items[i];

		if (m->find >= KINDS || m->count < 1 || m->archive == NULL)
			BUG("a match of nothing");
		check_text(m->class);
		check_text(m->method);
		check_text(m->target);
		check_text(m->member);
		check_text(m->argument);
		check_text(m->text);
	}
	for (size_t i = 0; i < KINDS; i++)
		if (part->counts[i] > limits->matches)
			BUG("more matches than the limit");
	java_reach(&part->links, NULL, !part->over_edges);
}

/* From a few classes as if they were Java actions, with steps for all of it. */
static void follow(const struct java_part *part)
{
	struct java_code *code = java_code_new(&part->links);
	uint64_t steps = 1 << 22;

	for (int i = 0; code != NULL && i < 4; i++) {
		static const char *const actions[] = { "A.B", "T.Run", "Sync.Push", "a.Calls" };
		const struct java_trail *t = java_code_trail(code, actions[i], &steps);

		for (size_t k = 0; t != NULL && k < t->steps.len; k++)
			check_text(((const struct java_step *)t->steps.items[k])->text);
	}
	java_code_free(code);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct limits limits = limits_default();
	struct find finds[KINDS];
	const struct find *list[KINDS];
	struct java_finds all;
	struct java_worker *worker;
	struct java_part part;
	struct blob blob = { alloc_bytes(size + 1), size };

	limits.total = limits.entry_size = 1 << 22;
	limits.matches = 50;
	memcpy(blob.data, bytes, size);
	make_finds(finds);
	for (int i = 0; i < KINDS; i++)
		list[i] = &finds[i];
	java_finds_init(&all, list, KINDS);
	worker = java_worker_new(&all, 10000);
	java_part_init(&part, "model/bundles/project.jar", &limits, KINDS);
	java_scan_archive(worker, &part, &blob, 0);
	check_part(&part, &limits);
	follow(&part);
	java_part_release(&part);
	java_worker_free(worker);
	java_finds_release(&all);
	for (int i = 0; i < KINDS; i++)
		for (int k = 0; k < FIND_FIELD_COUNT; k++)
			pattern_free(finds[i].pattern[k]);
	blob_release(&blob);
	return 0;
}
