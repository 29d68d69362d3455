/* SPDX-License-Identifier: Apache-2.0 */
#include "core/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/arena.h"

enum { REASON_MAX = 4000 };

static const char *const names[SOURCE_COUNT] = {
	[SOURCE_PACKAGE] = "package", [SOURCE_METADATA] = "metadata", [SOURCE_MODEL] = "model",
	[SOURCE_GRAPH] = "graph",     [SOURCE_JAVA] = "java",	      [SOURCE_WEB] = "web",
	[SOURCE_RESOURCES] = "resources",
	[SOURCE_V3] = "v3",	      [SOURCE_V4] = "v4",	      [SOURCE_ANSWERS] = "answers",
	[SOURCE_MPR] = "mpr",	      [SOURCE_LOG] = "log",	      [SOURCE_BACKUP] = "backup",
	[SOURCE_PROBE] = "probe",
};

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
	return which < SOURCE_COUNT ? names[which] : "run";
}

enum source source_by_name(const char *name)
{
	for (int i = 0; i < SOURCE_COUNT; i++)
		if (strcmp(names[i], name) == 0)
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
	return which < SOURCE_V3;
}
