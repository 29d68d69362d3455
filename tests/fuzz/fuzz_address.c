/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as text with addresses, as files of each kind, and as a description of a service. */
#include <stdint.h>
#include <string.h>

#include "analyzers/endpoints.h"
#include "core/host.h"
#include "formats/wsdl.h"
#include "package/package.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

enum { LARGEST = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void see(void *arg, const struct url *u)
{
	struct address to;

	if (!address_read(&to, arg, u))
		return;
	if (!text_is_utf8(to.url, strlen(to.url)) || to.host[0] == '\0' ||
	    strchr(to.url, '\n') != NULL)
		__builtin_trap();
	host_in(to.host, "10.0.0.0/8 ::/0 .eu localhost");
}

static void see_file(void *arg, const struct url *u, bool link)
{
	(void)link;
	see(arg, u);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	CLEANUP(arena_cleanup) struct arena *a = NULL;
	CLEANUP(vec_release) struct vec locations = { 0 };
	struct err err = ERR_NONE;
	struct blob blob;
	const char *text;

	if (size > LARGEST)
		return 0;
	a = arena_new();
	text = text_intern(a, (const char *)bytes, size);
	blob = (struct blob){ arena_text_n(a, (const char *)bytes, size), size };
	address_each(blob.data, size, see, a);
	endpoints_of_constant("A.Host", text, see, a);
	endpoints_of_constant("A.Version", text, see, a);
	endpoints_of_file("web/a.html", &blob, see_file, a);
	endpoints_of_file("web/a.js", &blob, see_file, a);
	endpoints_of_file("model/resources/a.properties", &blob, see_file, a);
	host_in(text, text);
	wsdl_locations(&locations, bytes, size, a, &err);
	return 0;
}
