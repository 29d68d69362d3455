/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as YAML, as forgiving YAML and as JSON: a sound tree, or refused with a word. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/limits.h"
#include "formats/tree.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check(const struct tree *t, const struct tree *parent)
{
	size_t n = 0;

	if (t->parent != parent || t->text == NULL || !text_is_utf8(t->text, strlen(t->text)))
		BUG("a node without its parent or text");
	if ((t->key != NULL) != (parent != NULL && parent->kind == TREE_MAP))
		BUG("a name where there is no map");
	if (!tree_is_single(t) && t->text[0] != '\0')
		BUG("a text where there is no value");
	for (const struct tree *c = t->first; c != NULL; c = c->next, n++) {
		check(c, t);
		if (c->next == NULL && t->last != c)
			BUG("another is the last");
	}
	if (n != t->count)
		BUG("miscounted");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct limits limits = limits_default();

	for (int way = 0; way < 3; way++) {
		CLEANUP(arena_cleanup) struct arena *arena = arena_new();
		struct err err = ERR_NONE;
		struct tree *t = NULL;
		const char *text = (const char *)bytes;
		int result = way == 2 ? tree_from_json(&t, text, size, &limits, arena, &err)
				      : tree_from_yaml(&t, text, size, way == 1, &limits, arena,
						       &err);

		if (result == 0)
			check(t, NULL);
		else if (!err.set || t != NULL)
			BUG("refused without a word, or half read");
	}
	return 0;
}
