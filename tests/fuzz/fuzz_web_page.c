/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as an HTML page: lines go up, and every text is one. */
#include "formats/web_page.h"

#include <string.h>

#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_text(const char *s)
{
	if (s != NULL && !text_is_utf8(s, strlen(s)))
		BUG("a text is not UTF-8");
}

static void check_links(const struct vec *links, size_t size)
{
	for (size_t i = 0; i < links->len; i++) {
		const struct web_link *l = links->items[i];

		if (l->target == NULL || l->line < 1 || (uint64_t)l->line > size + 1)
			BUG("a link stands nowhere");
		check_text(l->target);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	CLEANUP(arena_cleanup) struct arena *arena = arena_new();
	CLEANUP(web_page_release) struct web_page page = { .base = NULL };

	web_page_read(&page, bytes, size, arena);
	check_links(&page.links, size);
	check_links(&page.frames, size);
	check_text(page.base);
	for (size_t i = 0; i < page.cookies.len; i++)
		check_text(((struct web_cookie *)page.cookies.items[i])->name);
	return 0;
}
