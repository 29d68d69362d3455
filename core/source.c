/* SPDX-License-Identifier: Apache-2.0 */
#include "core/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/arena.h"

enum { REASON_MAX = 4000 };

static const struct {
	const char *name, *noun, *label;
	bool plural;
} table[SOURCE_COUNT] = {
#define SOURCE(symbol, name, noun, plural, label) \
	[SOURCE_##symbol] = { name, noun, label, plural },
#include "core/sources.def"
#undef SOURCE
};

_Static_assert(SOURCE_COUNT <= 64, "a source_set has a bit for each source");

static const char *const states[] = {
	[SOURCE_ABSENT] = "absent",
	[SOURCE_PARTIAL] = "partial",
	[SOURCE_COMPLETE] = "complete",
};

void sources_init(struct sources *s, struct arena *arena)
{
	memset(s, 0, sizeof(*s));
	s->arena = arena;
}

void source_complete(struct sources *s, enum source which)
{
	if (s->state[which] == SOURCE_ABSENT)
		s->state[which] = SOURCE_COMPLETE;
}

__attribute__((format(printf, 3, 0)))
static void add_reason(struct sources *s, enum source which, const char *format, va_list ap)
{
	const char *old = s->reason[which];
	char text[512];

	vsnprintf(text, sizeof(text), format, ap);
	if (old == NULL)
		s->reason[which] = arena_text(s->arena, text);
	else if (strstr(old, text) == NULL && strlen(old) < REASON_MAX)
		s->reason[which] = arena_printf(s->arena, "%s; %s", old, text);
}

void source_partial(struct sources *s, enum source which, const char *format, ...)
{
	va_list ap;

	s->state[which] = SOURCE_PARTIAL;
	va_start(ap, format);
	add_reason(s, which, format, ap);
	va_end(ap);
}

void source_absent(struct sources *s, enum source which, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add_reason(s, which, format, ap);
	va_end(ap);
}

const char *source_name(enum source which)
{
	return which < SOURCE_COUNT ? table[which].name : "run";
}

enum source source_by_name(const char *name)
{
	for (int i = 0; i < SOURCE_COUNT; i++)
		if (strcmp(table[i].name, name) == 0)
			return (enum source)i;
	return SOURCE_NONE;
}

const char *source_state_name(enum source_state state)
{
	return states[state];
}

bool source_state_by_name(const char *name, enum source_state *out)
{
	for (int i = 0; i < 3; i++) {
		if (strcmp(states[i], name) == 0) {
			*out = (enum source_state)i;
			return true;
		}
	}
	return false;
}

bool source_is_package(enum source which)
{
	return which < SOURCE_V3_FIRST;
}

const char *source_noun(enum source which)
{
	return table[which].noun;
}

bool source_is_plural(enum source which)
{
	return table[which].plural;
}

const char *source_label(enum source which)
{
	return which < SOURCE_COUNT ? table[which].label : "run";
}

static bool is_uniform(const struct sources *s, enum source first, enum source last)
{
	for (int i = (int)first; i <= (int)last; i++)
		if (s->state[i] != s->state[first] || s->reason[i] != NULL)
			return false;
	return true;
}

const char *source_label_all(const struct sources *s, enum source which, enum source *last)
{
	static const struct {
		enum source first, last;
		const char *label;
	} roles[] = {
		{ SOURCE_V3_FIRST, SOURCE_V3_LAST, "settings of the v3 environment" },
		{ SOURCE_V4_FIRST, SOURCE_V4_LAST, "settings of the v4 environment" },
	};

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		if (which != roles[i].first ||
		    !is_uniform(s, roles[i].first, roles[i].last))
			continue;
		*last = roles[i].last;
		return roles[i].label;
	}
	*last = which;
	return source_label(which);
}

bool sources_any(const struct sources *s, enum source first, enum source last)
{
	for (int i = (int)first; i <= (int)last; i++)
		if (s->state[i] != SOURCE_ABSENT)
			return true;
	return false;
}
