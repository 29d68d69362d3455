/* SPDX-License-Identifier: Apache-2.0 */
#include "core/plan.h"

const char *plan_state_name(enum plan_state state)
{
	static const char *const names[PLAN_STATE_COUNT] = {
		"done", "open", "unknown", "not-applicable",
	};

	return names[state];
}

const char *plan_undo_name(enum plan_undo undo)
{
	static const char *const names[] = { "yes", "until", "no" };

	return names[undo];
}

unsigned plan_count(const struct plan *plan)
{
	return plan->steps[PLAN_DONE] + plan->steps[PLAN_OPEN] + plan->steps[PLAN_UNKNOWN];
}
