/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pictures of the HTML report as inline SVG. Geometry stands in attributes, colour in
 * classes, and what a picture shows is said in its title and repeated in text or a table.
 */
#include "report/html_page.h"

#include <stdio.h>
#include <string.h>

#include "util/buf.h"

enum { RING_MIDDLE = 108, RING_MOST_TICKS = 160, DAY = 86400, WEEK = 7 * DAY };
enum { BAR = 1000, BAR_USED = 990 };	/* the mark at the end of a bar stays in the picture */

#define MOST (UINT64_C(1) << 52)	/* of bytes in a picture: products stay in 64 bits */

/* A group of rules on the ring; length and width fall with severity. */
struct ring_group {
	const char *state;
	unsigned count;
	unsigned outer, length;		/* radius where a tick ends, and how long it is */
	unsigned width;			/* in tenths */
	bool hollow;
};

enum { RING_GROUPS = 9 };

static void ring_groups(const struct tally *t, struct ring_group out[RING_GROUPS])
{
	const struct ring_group groups[RING_GROUPS] = {
		{ "blocker", t->by_severity[SEVERITY_BLOCKER], 106, 47, 60, false },
		{ "action", t->by_severity[SEVERITY_ACTION], 103, 36, 46, false },
		{ "verify", t->by_severity[SEVERITY_VERIFY], 101, 28, 40, false },
		{ "undecided", t->undecided, 101, 26, 44, true },
		{ "open", t->open, 98, 20, 40, true },
		{ "error", t->error, 98, 20, 40, true },
		{ "info", t->by_severity[SEVERITY_INFO], 96, 13, 20, false },
		{ "waived", t->waived, 96, 13, 36, true },
		{ "clear", t->clear, 96, 11, 20, false },
	};

	memcpy(out, groups, sizeof(groups));
}

/* Thousandths as a decimal: an SVG number that needs no floating point. */
static void milli(struct html *h, uint64_t value)
{
	buf_printf(h->out, "%u.%03u", (unsigned)(value / 1000), (unsigned)(value % 1000));
}

static void ring_tick(struct html *h, const struct ring_group *g, unsigned at, unsigned total)
{
	/* neighbours stay apart: at most 0.6 of the room one tick has on the inner circle */
	unsigned room = 6 * 628 * 6 / 10 / total;
	unsigned width = g->width < room ? g->width : room;
	unsigned top = RING_MIDDLE - g->outer;

	if (g->hollow) {
		html_raw(h, "<rect class=\"hollow\" x=\"");
		milli(h, (uint64_t)RING_MIDDLE * 1000 - (uint64_t)width * 50);
		html_add(h, "\" y=\"%u\" width=\"", top);
		milli(h, (uint64_t)width * 100);
		html_add(h, "\" height=\"%u\"", g->length);
	} else {
		html_add(h, "<path class=\"tick\" d=\"M%u %uv%u\" stroke-width=\"",
			 (unsigned)RING_MIDDLE, top, g->length);
		milli(h, (uint64_t)width * 100);
		html_raw(h, "\"");
	}
	html_raw(h, " transform=\"rotate(");
	milli(h, (uint64_t)at * 360000 / total);
	html_add(h, " %u %u)\"/>", (unsigned)RING_MIDDLE, (unsigned)RING_MIDDLE);
}

/* `count` of `total` parts of a circle, from part `at` on, clockwise from 12 o'clock. */
static void ring_arc(struct html *h, unsigned tenths_radius, unsigned width, unsigned at,
		     unsigned count, unsigned total)
{
	html_add(h, "<circle class=\"arc\" cx=\"%u\" cy=\"%u\" r=\"", (unsigned)RING_MIDDLE,
		 (unsigned)RING_MIDDLE);
	milli(h, (uint64_t)tenths_radius * 100);
	html_add(h, "\" stroke-width=\"%u\" pathLength=\"%u\" stroke-dasharray=\"", width,
		 total * 10);
	html_add(h, "%u %u\" transform=\"rotate(", count * 10 - (count * 10 < total ? 0 : 2),
		 total * 10);
	milli(h, (uint64_t)at * 360000 / total + 270000);
	html_add(h, " %u %u)\"/>", (unsigned)RING_MIDDLE, (unsigned)RING_MIDDLE);
}

static void ring_group_arc(struct html *h, const struct ring_group *g, unsigned at,
			   unsigned total)
{
	if (!g->hollow) {
		ring_arc(h, g->outer * 10 - g->length * 5, g->length, at, g->count, total);
		return;
	}
	ring_arc(h, g->outer * 10, 1, at, g->count, total);
	ring_arc(h, (g->outer - g->length) * 10, 1, at, g->count, total);
}

static void ring_title(struct html *h, const struct ring_group *groups)
{
	const struct tally *t = &h->audit->tally;
	bool first = true;

	html_add(h, "<title id=\"ring\">%'u of %'u applicable rules decided. One tick is one "
		    "rule: ", t->decided, t->applicable);
	for (size_t i = 0; i < RING_GROUPS; i++) {
		if (groups[i].count == 0)
			continue;
		html_add(h, "%s%'u %s", first ? "" : ", ", groups[i].count, groups[i].state);
		first = false;
	}
	html_raw(h, first ? "none.</title>" : ".</title>");
}

static void ring_ticks(struct html *h, const struct ring_group *groups, unsigned total)
{
	unsigned at = 0;

	for (size_t i = 0; i < RING_GROUPS; i++) {
		if (groups[i].count == 0)
			continue;
		html_add(h, "<g class=\"%s\">", groups[i].state);
		if (total > RING_MOST_TICKS)
			ring_group_arc(h, &groups[i], at, total);
		else
			for (unsigned n = 0; n < groups[i].count; n++)
				ring_tick(h, &groups[i], at + n, total);
		html_raw(h, "</g>\n");
		at += groups[i].count;
	}
}

void html_ring(struct html *h)
{
	const struct tally *t = &h->audit->tally;
	struct ring_group groups[RING_GROUPS];
	unsigned total = 0;

	ring_groups(t, groups);
	for (size_t i = 0; i < RING_GROUPS; i++)
		total += groups[i].count;
	html_raw(h, "<svg class=\"ring\" viewBox=\"0 0 216 216\" role=\"img\" "
		    "aria-labelledby=\"ring\">");
	ring_title(h, groups);
	if (total == 0)
		html_add(h, "<circle class=\"hollow dots\" cx=\"%u\" cy=\"%u\" r=\"90\"/>",
			 (unsigned)RING_MIDDLE, (unsigned)RING_MIDDLE);
	ring_ticks(h, groups, total);
	html_add(h, "<text class=\"big\" x=\"108\" y=\"112\">%'u</text>", t->decided);
	html_add(h, "<text class=\"cap\" x=\"108\" y=\"131\">of %'u %s</text>", t->applicable,
		 t->applicable == 1 ? "rule" : "rules");
	html_raw(h, "<text class=\"cap\" x=\"108\" y=\"148\">decided</text></svg>\n");
}

static void percent(struct html *h, uint64_t part, uint64_t whole)
{
	milli(h, whole == 0 ? 0 : part * 100000 / whole);
	html_raw(h, "%");
}

void html_effort_bar(struct html *h, struct hours hours, unsigned scale)
{
	html_add(h, "<svg class=\"bar\" width=\"100%%\" height=\"9\" role=\"img\" "
		    "aria-label=\"%'u to %'u hours\">", hours.min, hours.max);
	html_raw(h, "<rect class=\"solid\" width=\"");
	percent(h, hours.min, scale);
	html_raw(h, "\" height=\"9\"/><rect class=\"hatched\" x=\"");
	percent(h, hours.min, scale);
	html_raw(h, "\" width=\"");
	percent(h, hours.max - hours.min, scale);
	html_raw(h, "\" height=\"9\"/></svg>");
}

static void bar_part(struct html *h, const char *class, uint64_t from, uint64_t to)
{
	html_add(h, "<rect class=\"%s\" height=\"9\" y=\"2\" x=\"", class);
	percent(h, from, BAR);
	html_raw(h, "\" width=\"");
	percent(h, to - from, BAR);
	html_raw(h, "\"/>");
}

void html_room_bar(struct html *h, uint64_t needed, uint64_t reserve, uint64_t room)
{
	uint64_t all = needed + reserve, most = all > room ? all : room;
	uint64_t solid = needed < room ? needed : room;

	if (needed > MOST || reserve > MOST || room > MOST || most == 0)
		return;
	html_add(h, "<svg class=\"bar room\" width=\"100%%\" height=\"13\" role=\"img\" "
		    "aria-label=\"%s\">", needed > room ? "more is needed than there is room for"
						      : "what is needed, within the room");
	bar_part(h, "track", 0, room * BAR_USED / most);
	bar_part(h, "solid", 0, solid * BAR_USED / most);
	if (all > solid)
		bar_part(h, "hatched", solid * BAR_USED / most, all * BAR_USED / most);
	html_raw(h, "<rect class=\"mark\" width=\"2\" height=\"13\" x=\"");
	percent(h, room * BAR_USED / most, BAR);
	html_raw(h, "\"/></svg>");
}

static void grid_lines(struct html *h, unsigned parts)
{
	for (unsigned i = 0; i <= parts; i++) {
		html_raw(h, "<line class=\"grid\" y2=\"100%\" x1=\"");
		percent(h, i, parts);
		html_raw(h, "\" x2=\"");
		percent(h, i, parts);
		html_raw(h, "\"/>");
	}
}

void html_day_axis(struct html *h)
{
	static const char *const hours[] = { "00:00", "06:00", "12:00", "18:00", "24:00" };

	html_raw(h, "<svg class=\"axis\" width=\"100%\" height=\"24\" aria-hidden=\"true\">");
	for (unsigned i = 0; i < 5; i++) {
		html_raw(h, "<text x=\"");
		percent(h, i, 4);
		html_add(h, "\" y=\"15\" class=\"%s\">%s</text>",
			 i == 0 ? "from" : i == 4 ? "to" : "mid", hours[i]);
	}
	html_raw(h, "</svg>");
}

/* A start whose run time is not known: a tick with a dashed tail. */
static void start_tick(struct html *h, uint64_t at, uint64_t tail, uint64_t whole)
{
	html_raw(h, "<line class=\"tail\" y1=\"50%\" y2=\"50%\" x1=\"");
	percent(h, at, whole);
	html_raw(h, "\" x2=\"");
	percent(h, at + tail < whole ? at + tail : whole, whole);
	html_raw(h, "\"/><rect class=\"start\" width=\"3\" height=\"14\" y=\"10\" x=\"");
	percent(h, at, whole);
	html_raw(h, "\"/>");
}

/* Many starts a day: a comb; so many that no gap could be seen: one line. */
static void comb(struct html *h, uint64_t first, uint64_t period)
{
	html_raw(h, "<line class=\"comb\" x2=\"100%\" y1=\"50%\" y2=\"50%\"");
	if (period >= 240) {
		uint64_t on = period < 1200 ? period * 2 / 5 : 420;

		buf_printf(h->out, " pathLength=\"%d\" stroke-dasharray=\"%u %u\"", DAY,
			   (unsigned)on, (unsigned)(period - on));
		buf_printf(h->out, " stroke-dashoffset=\"-%u\"", (unsigned)(first % period));
	}
	html_raw(h, "/>");
}

static void strip_open(struct html *h, const char *label)
{
	html_add(h, "<svg class=\"strip\" width=\"100%%\" height=\"34\" role=\"img\" "
		    "aria-label=\"%s\">", label);
}

/* Days from 1970-01-01, a Thursday, in the Gregorian calendar. */
static uint64_t days_since_1970(unsigned year, unsigned month, unsigned day)
{
	uint64_t y = month <= 2 ? year - 1 : year;
	uint64_t m = month <= 2 ? month + 9 : month - 3;

	return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1 - 719468;
}

struct start {
	unsigned year, month, day, second;	/* second of the day */
};

static bool read_start(const struct fact *event, struct start *out)
{
	const char *text = fact_get(event, "start");
	unsigned h, m, s;

	if (text == NULL || sscanf(text, "%4u-%2u-%2uT%2u:%2u:%2u", &out->year, &out->month,
				   &out->day, &h, &m, &s) != 6)
		return false;
	if (out->year < 1970 || out->month < 1 || out->month > 12 || h > 23 || m > 59 || s > 59)
		return false;
	out->second = h * 3600 + m * 60 + s;
	return true;
}

static void week_strip(struct html *h, const struct start *start)
{
	static const char *const names[] = { "Monday", "Tuesday", "Wednesday", "Thursday",
					     "Friday", "Saturday", "Sunday" };
	unsigned weekday = (unsigned)((days_since_1970(start->year, start->month, start->day) +
				       3) % 7);
	char label[96];

	snprintf(label, sizeof(label), "The week from Monday: starts on %s, run time not known",
		 names[weekday]);
	strip_open(h, label);
	grid_lines(h, 7);
	start_tick(h, (uint64_t)weekday * DAY + start->second, DAY / 2, WEEK);
	html_raw(h, "</svg>");
	html_add(h, "<small class=\"week\">%s, in the week from Monday</small>", names[weekday]);
}

static void day_strip(struct html *h, const struct start *start, uint64_t period)
{
	uint64_t tail = period / 2 < 3600 ? period / 2 : 3600;
	char label[128];

	snprintf(label, sizeof(label), "Starts at %02u:%02u%s; run time not known",
		 start->second / 3600, start->second / 60 % 60,
		 period < DAY ? " and repeats over the day" : "");
	strip_open(h, label);
	grid_lines(h, 4);
	if (period < 3600)
		comb(h, start->second, period);
	else
		for (uint64_t at = start->second % period; at < DAY; at += period)
			start_tick(h, at, tail, DAY);
	html_raw(h, "</svg>");
}

void html_event_strip(struct html *h, const struct fact *event)
{
	uint64_t period = html_number(event, "every-seconds");
	struct start start;

	if (!read_start(event, &start)) {
		html_raw(h, "<p class=\"unknown\">start not known</p>");
	} else if (period > 0 && period < DAY && DAY % period != 0) {
		html_raw(h, "<p class=\"unknown\">starts at other hours each day</p>");
	} else {
		day_strip(h, &start, period == 0 || period > DAY ? DAY : period);
		if (period == WEEK)
			week_strip(h, &start);
	}
}
