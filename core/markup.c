/* SPDX-License-Identifier: Apache-2.0 */
#include "core/markup.h"

#include <string.h>

#include "util/text.h"

const char *markup_past(const char *at, const char *end)
{
	static const char *const kinds[][2] = {
		{ "<!--", "-->" }, { "<![CDATA[", "]]>" }, { "<?", "?>" },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t n = strlen(kinds[i][0]);
		const char *close;

		if ((size_t)(end - at) < n || memcmp(at, kinds[i][0], n) != 0)
			continue;
		close = text_find(at + n, end, kinds[i][1]);
		return close == NULL ? NULL : close + strlen(kinds[i][1]);
	}
	return at;
}
