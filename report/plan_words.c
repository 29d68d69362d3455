/* SPDX-License-Identifier: Apache-2.0 */
#include "report/plan_words.h"

#include <stdlib.h>
#include <string.h>

#include "report/words.h"
#include "util/buf.h"

const char *plan_words_who(const char *who)
{
	static const struct {
		const char *who, *words;
	} all[] = {
		{ "technical-contact", "Technical Contact" }, { "support", "Mendix Support" },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i].who, who) == 0)
			return all[i].words;
	return who;
}

void plan_words_duration(struct buf *out, const char *duration)
{
	static const struct {
		const char *unit, *one, *many;
	} units[] = {
		{ "min", "minute", "minutes" }, { "h", "hour", "hours" }, { "d", "day", "days" },
		{ "w", "week", "weeks" },
	};
	const char *unit = duration + strspn(duration, "0123456789-");
	bool one = strtol(duration, NULL, 10) == 1 && strchr(duration, '-') == NULL;

	for (; duration < unit; duration++) {
		if (*duration == '-')
			buf_puts(out, "–");
		else
			buf_putc(out, *duration);
	}
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(units[i].unit, unit) == 0)
			buf_printf(out, " %s", one ? units[i].one : units[i].many);
}

void plan_words_facts(struct buf *out, const struct plan_step_info *info)
{
	buf_puts(out, plan_words_who(info->who));
	if (info->duration != NULL) {
		buf_puts(out, " · ");
		plan_words_duration(out, info->duration);
	}
	if (info->ahead != NULL) {
		buf_puts(out, " · begin ");
		plan_words_duration(out, info->ahead);
		buf_puts(out, " ahead");
	}
}

void plan_words_counts(struct buf *out, const struct plan *plan)
{
	words_count(out, plan_count(plan), "step", "steps");
	buf_printf(out, ": %u done, %u open, %u to be confirmed by those who do them",
		   plan->steps[PLAN_DONE], plan->steps[PLAN_OPEN], plan->steps[PLAN_UNKNOWN]);
}

void plan_words_inputs(struct buf *out, const struct audit *audit)
{
	bool v3 = sources_any(audit->sources, SOURCE_V3_FIRST, SOURCE_V3_LAST);
	bool v4 = sources_any(audit->sources, SOURCE_V4_FIRST, SOURCE_V4_LAST);

	if (v3 && v4)
		return;
	buf_printf(out, "Settings of %s were not given (%s): what they would list and prove is "
		   "missing here.", v3 ? "v4" : v4 ? "v3" : "v3 and v4",
		   v3 ? "--v4 FILE" : v4 ? "--v3 FILE" : "--v3 FILE, --v4 FILE");
}

void plan_words_state(struct buf *out, const struct plan_step *step)
{
	if (step->state == PLAN_DONE && step->proof != NULL)
		buf_printf(out, "Done: %s", step->proof);
	else if (step->state == PLAN_DONE)
		buf_puts(out, "Done: nothing of it is left.");
	else if (step->state == PLAN_OPEN)
		buf_puts(out, "Open: what was read shows that not all of it is done.");
	else if (step->option != NULL)
		buf_printf(out, "Can be proven with %s.", step->option);
	else if (step->reason != NULL)
		buf_printf(out, "Not proven: %s.", step->reason);
}

void plan_words_back(struct buf *out, const struct plan_step *step)
{
	if (step->info->undo == PLAN_UNDO_NO)
		buf_printf(out, "No way back: %s", step->info->back);
	else if (step->info->undo == PLAN_UNDO_UNTIL)
		buf_printf(out, "Way back: %s", step->info->back);
}

void plan_words_doubt(struct buf *out, const struct plan_step *step)
{
	if (step->perhaps != NULL)
		buf_printf(out, "It may not concern this app: %s", step->perhaps);
	if (step->partial != NULL && (step->perhaps == NULL ||
				      strcmp(step->perhaps, step->partial) != 0))
		buf_printf(out, "%sIt may be more than is listed: %s", out->len > 0 ? ". " : "",
			   step->partial);
}
