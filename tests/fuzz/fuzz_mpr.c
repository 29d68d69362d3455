/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a project file: its units, each within its bytes, or a word about what is wrong. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "formats/bson.h"
#include "formats/mpr.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

enum { STEPS = 100000, DEPTH = 200, READ_MAX = 1 << 24 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check(const struct mpr_unit *u, struct arena *arena)
{
	struct doc d = { u->contents, u->size };
	struct err err = ERR_NONE;
	char id[MPR_ID_TEXT];

	mpr_id_text(u->id, id);
	if (strlen(id) != MPR_ID_TEXT - 1)
		BUG("an id of another length");
	if (!text_is_utf8(u->containment, strlen(u->containment)) ||
	    !text_is_utf8(u->hash, strlen(u->hash)))
		BUG("a word that is no text");
	if (d.data != NULL && d.len >= 5)
		doc_check(d, DEPTH, &err);
	if (d.data != NULL)
		doc_str(d, "Name", arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	CLEANUP(arena_cleanup) struct arena *arena = arena_new();
	CLEANUP(mpr_cleanup) struct mpr *m = NULL;
	struct err err = ERR_NONE;
	struct mpr_unit u;
	size_t total = 0;
	int more;

	if (mpr_open(&m, bytes, size, STEPS, arena, &err) != 0) {
		if (!err.set || m != NULL)
			BUG("refused without a word");
		return 0;
	}
	while ((more = mpr_next(m, &u, &err)) == 1 && total < READ_MAX) {
		check(&u, arena);
		total += u.size;
	}
	if (more < 0 && !err.set)
		BUG("broken without a word");
	return 0;
}
