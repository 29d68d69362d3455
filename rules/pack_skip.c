/* SPDX-License-Identifier: Apache-2.0 */
/* XML 1.0, as far as it takes to know a tag from a comment, a CDATA section or an instruction. */
#include "rules/pack_skip.h"

#include <stdbool.h>
#include <string.h>

#include "util/text.h"

static bool begins(const char *at, const char *end, const char *word)
{
	return (size_t)(end - at) >= strlen(word) && memcmp(at, word, strlen(word)) == 0;
}

/* Past the markup at `at`, which is a '<'. */
static const char *past(const char *at, const char *end)
{
	static const char *const kinds[][2] = {
		{ "<!--", "-->" }, { "<![CDATA[", "]]>" }, { "<?", "?>" },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (begins(at, end, kinds[i][0])) {
			const char *close = text_find(at + strlen(kinds[i][0]), end, kinds[i][1]);

			return close == NULL ? end : close + strlen(kinds[i][1]);
		}
	}
	return at + 1;
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
	const char *end = bytes + len;
	char *body = NULL;

	for (const char *at = bytes; (at = memchr(at, '<', (size_t)(end - at))) != NULL;) {
		if (body == NULL && begins(at, end, open)) {
			body = bytes + (at - bytes) + strlen(open);
		} else if (body != NULL && begins(at, end, close)) {
			blank(body, at);
			body = NULL;
		}
		at = past(at, end);
	}
}
