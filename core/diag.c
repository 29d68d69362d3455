/* SPDX-License-Identifier: Apache-2.0 */
#include "core/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/arena.h"

void diags_init(struct diags *d, struct arena *arena)
{
	memset(d, 0, sizeof(*d));
	d->arena = arena;
}

void diags_release(struct diags *d)
{
	vec_release(&d->list);
	map_release(&d->known);
}

void diag_add(struct diags *d, enum diag_level level, const char *place, const char *format, ...)
{
	char text[1024];
	struct diag *new = arena_alloc(d->arena, sizeof(*new)), *old;
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	new->level = level;
	new->place = arena_text(d->arena, place);
	new->message = arena_text(d->arena, text);
	old = map_add(&d->known, arena_printf(d->arena, "%s\n%s", place, text), new);
	if (old == NULL)
		vec_push(&d->list, new);
	else if (level > old->level)
		old->level = level;
}

enum diag_level diags_worst(const struct diags *d)
{
	enum diag_level worst = DIAG_NOTE;

	for (size_t i = 0; i < d->list.len; i++) {
		const struct diag *one = d->list.items[i];

		if (one->level > worst)
			worst = one->level;
	}
	return worst;
}

const char *diag_level_name(enum diag_level level)
{
	static const char *const names[] = { "note", "incomplete", "fatal" };

	return names[level];
}
