/* SPDX-License-Identifier: Apache-2.0 */
/* Names of severities and states, as every report and file spells them. */
#include "core/outcome.h"

#include <string.h>

static const char *const severities[SEVERITY_COUNT] = { "info", "verify", "action", "blocker" };

static const char *const states[OUTCOME_STATE_COUNT] = {
	[OUTCOME_FINDINGS] = "findings",
	[OUTCOME_UNDECIDED] = "undecided",
	[OUTCOME_ERROR] = "error",
	[OUTCOME_CLEAR] = "clear",
	[OUTCOME_NOT_APPLICABLE] = "not-applicable",
};

const char *severity_name(enum severity s)
{
	return severities[s];
}

bool severity_by_name(const char *name, enum severity *out)
{
	for (int i = 0; i < SEVERITY_COUNT; i++) {
		if (strcmp(severities[i], name) == 0) {
			*out = (enum severity)i;
			return true;
		}
	}
	return false;
}

const char *stated_effect_name(enum stated_effect e)
{
	static const char *const names[] = {
		[STATED_DECIDES] = "decides", [STATED_SUPPLIES] = "supplies",
		[STATED_ACCEPTED] = "accepted", [STATED_OVERRULED] = "overruled",
	};

	return names[e];
}

const char *outcome_state_name(enum outcome_state s)
{
	return states[s];
}

bool outcome_worst(const struct outcome *o, enum severity *out)
{
	bool any = false;

	for (size_t i = 0; i < o->finding_count; i++) {
		if (o->findings[i].waived || (any && o->findings[i].severity <= *out))
			continue;
		*out = o->findings[i].severity;
		any = true;
	}
	return any;
}
