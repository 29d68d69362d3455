/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as metadata.json: read, or refused with a word and nothing touched. */
#include "formats/metadata.h"

#include <string.h>

#include "core/limits.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_text(const char *s)
{
	if (s != NULL && !text_is_utf8(s, strlen(s)))
		BUG("a text is not UTF-8");
}

static void check_there(const char *s)
{
	if (s == NULL)
		BUG("a text is missing");
	check_text(s);
}

static void check_lists(const struct metadata *md)
{
	for (size_t i = 0; i < md->constant_count; i++) {
		check_there(md->constants[i].name);
		check_there(md->constants[i].type);
		check_there(md->constants[i].value);
		if (!md->constants[i].has_value && md->constants[i].value[0] != '\0')
			BUG("a constant without a value has one");
	}
	for (size_t i = 0; i < md->event_count; i++)
		check_there(md->events[i].name);
	for (size_t i = 0; i < md->handler_count; i++)
		check_there(md->handlers[i].name);
	for (size_t i = 0; i < md->role_count; i++) {
		check_there(md->roles[i].id);
		check_there(md->roles[i].name);
	}
	for (size_t i = 0; i < md->language_count; i++)
		check_there(md->languages[i]);
	if (md->handler_count > 0 && !md->has_handlers)
		BUG("handlers without a list of handlers");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	CLEANUP(arena_cleanup) struct arena *arena = arena_new();
	struct limits limits = limits_default();
	struct metadata md = {.java_version = -7};
	struct err err = ERR_NONE;

	if (metadata_read(&md, bytes, size, &limits, arena, &err) < 0) {
		if (!err.set || md.java_version != -7)
			BUG("refused without a word, or half read");
		return 0;
	}
	check_there(md.runtime_version);
	check_text(md.project_name);
	check_text(md.description);
	check_text(md.admin_user);
	check_lists(&md);
	return 0;
}
