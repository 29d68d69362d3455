/* SPDX-License-Identifier: Apache-2.0 */
#include "analyzers/unread.h"

#include <string.h>

#include "analyzers/world/world.h"
#include "package/package.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/text.h"

static enum diag_level level_of(const struct entry *e)
{
	if (e->problem == ENTRY_TWICE)
		return DIAG_INCOMPLETE;
	if (e->problem == ENTRY_ENCRYPTED || e->problem == ENTRY_UNSAFE)
		return DIAG_NOTE;
	if (text_ends(e->name, ".jar") || text_ends(e->name, ".class") ||
	    text_ends(e->name, ".wsdl"))
		return DIAG_NOTE;
	return DIAG_INCOMPLETE;
}

const char *unread_reason(const struct err *err, const char *place)
{
	size_t n = strlen(place);

	if (err->text[0] == '\'' && strncmp(err->text + 1, place, n) == 0 &&
	    text_starts(err->text + 1 + n, "': "))
		return err->text + n + 4;
	return err->text;
}

void unread_tell(struct world *w, enum diag_level level, const struct entry *e,
		 const char *place, const char *why)
{
	if (e->problem == ENTRY_FINE)
		diag_add(w->diags, level, place, "%s", why);
	else if (level != DIAG_NOTE)
		diag_add(w->diags, level, place, "needed, but %s", why);
}

const char *unread_add(struct world *w, const struct package *p, const struct entry *e,
		       const char *place, const struct err *err)
{
	const char *why = arena_text(w->arena, unread_reason(err, place));

	if (!package_hit_limit(p))
		unread_tell(w, level_of(e), e, place, why);
	return why;
}

void unread_say(struct world *w, const struct entry *e, const char *place, const char *why)
{
	unread_tell(w, level_of(e), e, place, why);
}
