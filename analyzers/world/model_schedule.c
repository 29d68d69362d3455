/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When scheduled events run. Up to 9.10 that is Interval and IntervalType; from 9.12 on
 * a Schedule, and the interval that stays beside it means nothing. Of the schedules
 * only those of hours and days were seen in packages; the fields of the others are
 * those that the public description of projects gives them.
 */
#include "analyzers/world/model_read.h"

#include <inttypes.h>
#include <string.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/text.h"

static const int64_t MINUTE = 60, HOUR = 3600, DAY = 86400;
/* The shortest of each, since the distance is a lower bound. */
static const int64_t MONTH = 28 * 86400, YEAR = 365 * 86400;

enum { TIMES_MAX = 100000, TEXT_MAX = 400 };

/* "every minute", "every 5 minutes" */
static const char *every(struct arena *a, int64_t times, const char *unit)
{
	if (times == 1)
		return arena_printf(a, "every %s", unit);
	return arena_printf(a, "every %" PRId64 " %ss", times, unit);
}

static const char *clock_time(struct arena *a, struct doc d)
{
	return arena_printf(a, "%02" PRId64 ":%02" PRId64, doc_int(d, "HourOfDay", 0),
			    doc_int(d, "MinuteOfHour", 0));
}

static int64_t multiplier(struct doc d)
{
	int64_t times = doc_int(d, "Multiplier", 1);

	return times < 1 || times > TIMES_MAX ? 1 : times;
}

static struct schedule minutes(struct arena *a, struct doc d)
{
	int64_t times = multiplier(d);

	return (struct schedule){every(a, times, "minute"), times * MINUTE, NULL};
}

static struct schedule hours(struct arena *a, struct doc d)
{
	int64_t times = multiplier(d);
	const char *text =
		arena_printf(a, "%s at minute %" PRId64, every(a, times, "hour"),
			     doc_int(d, "MinuteOffset", 0));

	return (struct schedule){text, times * HOUR, NULL};
}

static struct schedule daily(struct arena *a, struct doc d)
{
	return (struct schedule){arena_printf(a, "daily at %s", clock_time(a, d)), DAY,
				 NULL};
}

static struct schedule weekly(struct arena *a, struct doc d)
{
	static const char *const days[] = {"Monday",   "Tuesday", "Wednesday",
					   "Thursday", "Friday",  "Saturday",
					   "Sunday"};
	struct buf b;
	int first = -1, last = -1, nearest = 7;
	const char *text;

	buf_init(&b, TEXT_MAX);
	for (int i = 0; i < 7; i++) {
		if (!doc_bool(d, days[i], false))
			continue;
		buf_printf(&b, "%s%s", first < 0 ? " on " : ", ", days[i]);
		if (first < 0)
			first = i;
		else if (i - last < nearest)
			nearest = i - last;
		last = i;
	}
	if (first >= 0 && first + 7 - last < nearest)
		nearest = first + 7 - last;
	text = arena_printf(a, "weekly%s at %s", buf_text(&b), clock_time(a, d));
	buf_release(&b);
	return (struct schedule){text, nearest * DAY, NULL};
}

/* "first Monday", or "day 3" for the schedules by date */
static const char *which_day(struct arena *a, struct doc d)
{
	const char *selector = doc_str(d, "DaySelector", a);
	char *low;

	if (selector[0] == '\0')
		return arena_printf(a, "day %" PRId64, doc_int(d, "DayOfMonth", 1));
	low = arena_text(a, selector);
	if (low[0] >= 'A' && low[0] <= 'Z')
		low[0] = (char)(low[0] - 'A' + 'a');
	return arena_printf(a, "the %s %s", low, doc_str(d, "Weekday", a));
}

static struct schedule monthly(struct arena *a, struct doc d)
{
	int64_t times = multiplier(d);
	const char *text = arena_printf(a, "%s on %s at %s", every(a, times, "month"),
					which_day(a, d), clock_time(a, d));

	return (struct schedule){text, times * MONTH, NULL};
}

static const char *month_name(struct arena *a, struct doc d)
{
	static const char *const names[] = {
		"January", "February", "March",	    "April",   "May",	   "June",
		"July",	   "August",   "September", "October", "November", "December"};
	int64_t number = doc_int(d, "Month", 0);

	return number >= 1 && number <= 12 ? names[number - 1] : doc_str(d, "Month", a);
}

static struct schedule yearly(struct arena *a, struct doc d)
{
	const char *text = arena_printf(a, "yearly on %s of %s at %s", which_day(a, d),
					month_name(a, d), clock_time(a, d));
	bool by_date = doc_str(d, "DaySelector", a)[0] == '\0';

	/* From a first Monday to the next year's can be 52 weeks. */
	return (struct schedule){text, by_date ? YEAR : 364 * DAY, NULL};
}

static const struct {
	const char *form;
	struct schedule (*read)(struct arena *a, struct doc d);
} forms[] = {
	{"MinuteSchedule", minutes},	{"HourSchedule", hours},
	{"DaySchedule", daily},		{"WeekSchedule", weekly},
	{"MonthDateSchedule", monthly}, {"MonthWeekdaySchedule", monthly},
	{"YearDateSchedule", yearly},	{"YearWeekdaySchedule", yearly},
};

static struct schedule by_schedule(struct reader *r, struct doc d)
{
	const char *type = doc_str(d, "$Type", r->arena), *mark = strchr(type, '$');
	const char *form = mark == NULL ? type : mark + 1;
	struct schedule s;
	size_t i = 0, n = sizeof(forms) / sizeof(forms[0]);

	while (i < n && strcmp(forms[i].form, form) != 0)
		i++;
	if (i < n) {
		s = forms[i].read(r->arena, d);
	} else {
		s = (struct schedule){"not known", -1, NULL};
		unknown_add(r, &r->schedules, type);
	}
	s.form = form;
	return s;
}

static struct schedule by_interval(struct reader *r, const struct scheduled_event *e)
{
	static const struct {
		const char *type, *unit;
		int64_t seconds;
	} units[] = {
		{"Second", "second", 1},       {"Minute", "minute", 60},
		{"Hour", "hour", 3600},	       {"Day", "day", 86400},
		{"Week", "week", 7 * 86400},   {"Month", "month", 28 * 86400},
		{"Year", "year", 365 * 86400},
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(units[i].type, e->interval_type) == 0 && e->interval > 0 &&
		    e->interval <= INT32_MAX)
			return (struct schedule){
				every(r->arena, e->interval, units[i].unit),
				e->interval * units[i].seconds, "interval"};
	return (struct schedule){"not known", -1, "interval"};
}

void read_scheduled_event(struct reader *r, struct doc d)
{
	struct scheduled_event *e = model_add(r, &r->m->events, sizeof(*e));
	struct doc schedule = doc_doc(d, "Schedule");

	e->name = model_name(r, d);
	e->module = model_module_of(r, e->name);
	e->microflow = doc_str(d, "Microflow", r->arena);
	e->time_zone = doc_str(d, "TimeZone", r->arena);
	e->interval = doc_int(d, "Interval", 0);
	e->interval_type = doc_str(d, "IntervalType", r->arena);
	e->on_overlap = doc_str(d, "OnOverlap", r->arena);
	e->start_ms = doc_time(d, "StartDateTime", INT64_MIN);
	e->schedule =
		schedule.data != NULL ? by_schedule(r, schedule) : by_interval(r, e);
}
