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
}

void diag_add(struct diags *d, enum diag_level level, const char *place, const char *format, ...)
{
	char text[1024];
	struct diag *new;
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	for (size_t i = 0; i < d->list.len; i++) {
		struct diag *old = d->list.items[i];

		if (strcmp(old->place, place) != 0 || strcmp(old->message, text) != 0)
			continue;
		if (level > old->level)
			old->level = level;
		return;
	}
	new = arena_alloc(d->arena, sizeof(*new));
	new->level = level;
	new->place = arena_text(d->arena, place);
	new->message = arena_text(d->arena, text);
	vec_push(&d->list, new);
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
