/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a settings file, and once more as a second one: sound lists, or a word of why. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/limits.h"
#include "formats/settings.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_list(const struct setting_list *list)
{
	if (list->items.len > 0 && !list->given)
		BUG("items of a group that was not given");
	for (size_t i = 0; i < list->items.len; i++) {
		const struct setting *s = list->items.items[i];

		if (s->name == NULL || !text_is_utf8(s->name, strlen(s->name)))
			BUG("an item without a name");
		if (s->value != NULL && !text_is_utf8(s->value, strlen(s->value)))
			BUG("a value that is not UTF-8");
		if (s->file == NULL && s->value != NULL)
			BUG("a value from nowhere");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	CLEANUP(arena_cleanup) struct arena *arena = arena_new();
	static const char *const names[] = { "Module.Name", "Other_Module.Name" };
	struct limits limits = limits_default();
	struct settings s;

	settings_init(&s, arena, NULL);
	for (int time = 0; time < 2; time++) {
		struct err err = ERR_NONE;

		if (settings_read(&s, "f", (const char *)bytes, size, &limits, &err) != 0 &&
		    !err.set)
			BUG("refused without a word");
	}
	settings_resolve(&s, names, 2);
	for (int i = 0; i < SETTINGS_GROUPS; i++)
		check_list(&s.groups[i]);
	settings_release(&s);
	return 0;
}
