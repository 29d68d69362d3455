/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/pack_skip.h"

#include <stdbool.h>
#include <string.h>

#include "core/markup.h"

static bool begins(const char *at, const char *end, const char *word)
{
	return (size_t)(end - at) >= strlen(word) && memcmp(at, word, strlen(word)) == 0;
}

static void blank(char *from, const char *to)
{
	for (; from < to; from++)
		if (*from != '\n' && *from != '\r')
			*from = ' ';
}

void pack_skip_tests(char *bytes, size_t len)
{
	static const char open[] = "<tests>", close[] = "</tests>";
	const char *end = bytes + len, *at = bytes, *next;
	char *body = NULL;

	for (; at != NULL && (at = memchr(at, '<', (size_t)(end - at))) != NULL;
	     at = next == at ? at + 1 : next) {
		next = markup_past(at, end);
		if (body == NULL && begins(at, end, open)) {
			body = bytes + (at - bytes) + strlen(open);
		} else if (body != NULL && begins(at, end, close)) {
			blank(body, at);
			body = NULL;
		}
	}
}
