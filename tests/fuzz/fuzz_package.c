/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a package: opened, listed, read, and what is inside opened again. Small
 * limits keep a run short; what comes out must keep the promises of package/package.h.
 */
#include "package/package.h"

#include <stdlib.h>
#include <string.h>

#include "core/diag.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void read_all(struct package *p);

static void check_entry(const struct package *p, size_t i)
{
	const struct entry *e = package_entry(p, i);

	if (!text_is_utf8(e->name, strlen(e->name)))
		BUG("a name is not UTF-8");
	if (i > 0 && strcmp(package_entry(p, i - 1)->name, e->name) >= 0)
		BUG("names are not in order");
	if (e->problem != ENTRY_UNSAFE &&
	    (e->name[0] == '/' || strchr(e->name, '\\') != NULL ||
	     strstr(e->name, "/../") != NULL))
		BUG("a safe name is unsafe");
	if (package_entry_by_name(p, e->name) != e)
		BUG("an entry is not found by its name");
}

static void check_words(const struct err *err)
{
	if (!err->set || !text_is_utf8(err->text, strlen(err->text)))
		BUG("failed without a word, or not in UTF-8");
}

static void check_diags(const struct diags *diags)
{
	for (size_t i = 0; i < diags->list.len; i++) {
		const struct diag *d = diags->list.items[i];

		if (!text_is_utf8(d->place, strlen(d->place)) ||
		    !text_is_utf8(d->message, strlen(d->message)))
			BUG("a diagnostic is not UTF-8");
	}
}

static void read_entry(struct package *p, const struct entry *e)
{
	CLEANUP(blob_release) struct blob blob = { .data = NULL };
	CLEANUP(package_cleanup) struct package *inner = NULL;
	struct err err = ERR_NONE;

	if (package_read(p, e, &blob, &err) < 0) {
		check_words(&err);
		if (blob.data != NULL)
			BUG("a failed read left something");
		return;
	}
	if (e->problem != ENTRY_FINE || blob.size != e->size ||
	    blob.data[blob.size] != '\0')
		BUG("what was read is not what was listed");
	if (package_open_nested(&inner, p, e->name, blob.data, blob.size, &err) == 0)
		read_all(inner);
	else
		check_words(&err);
}

static void read_all(struct package *p)
{
	for (size_t i = 0; i < package_count(p); i++) {
		check_entry(p, i);
		read_entry(p, package_entry(p, i));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	CLEANUP(arena_cleanup) struct arena *arena = arena_new();
	CLEANUP(diags_release) struct diags diags;
	struct limits limits = limits_default();
	CLEANUP(package_cleanup) struct package *p = NULL;
	const struct blob blob = { (char *)(uintptr_t)bytes, size };
	struct err err = ERR_NONE;

	limits.entries = 500;
	limits.entry_size = 1 << 21;
	limits.total = 1 << 22;
	limits.ratio = 200;
	limits.nesting = 2;
	diags_init(&diags, arena);
	if (package_open_memory(&p, "fuzz.mda", &blob, &limits, &diags, arena, &err) < 0) {
		check_words(&err);
		return 0;
	}
	read_all(p);
	check_diags(&diags);
	return 0;
}
