/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a file of answers: whole ones, or a word about what is wrong. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/limits.h"
#include "core/reply.h"
#include "formats/answers.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check(const struct reply *a)
{
	if ((a->question == NULL) == (a->rule == NULL))
		BUG("an answer to nothing, or to both");
	if ((a->value == NULL) == (a->reason == NULL))
		BUG("neither known nor accepted, or both");
	if (a->by == NULL || a->on == NULL || strlen(a->on) != 10 || a->line == 0)
		BUG("nobody said it");
	if (a->reason != NULL && a->until == NULL)
		BUG("a risk without end");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	CLEANUP(arena_cleanup) struct arena *arena = arena_new();
	struct limits limits = limits_default();
	struct replies replies = { NULL, 0 };
	struct err err = ERR_NONE;

	if (answers_read(&replies, "fuzz", (const char *)bytes, size, &limits, arena, &err) != 0) {
		if (!err.set || replies.count != 0)
			BUG("refused without a word, or half read");
		return 0;
	}
	for (size_t i = 0; i < replies.count; i++)
		check(&replies.items[i]);
	return 0;
}
