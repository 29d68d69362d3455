/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The room of the environment that the app moves to, against what the app brings: memory,
 * connections, storage. Only what facts state is told; whether it is enough, rules say.
 */
#include "report/html_page.h"

#include <string.h>

#include "report/words.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/text.h"

#define GIB (UINT64_C(1) << 30)
#define MOST (UINT64_C(1) << 40)	/* of a number of connections that is told */

static void room(struct html *h, uint64_t bytes)
{
	CLEANUP(buf_release) struct buf text = { .max = 64 };

	words_room(&text, bytes);
	html_add(h, "<span class=\"nw\">%s</span>", buf_text(&text));
}

/* A number that a pack has a parameter for; 0 where none does. */
static uint64_t param(const struct html *h, const char *name)
{
	const struct audit *a = h->audit;
	uint64_t n = 0;

	for (size_t i = 0; i < a->param_count; i++)
		if (strcmp(a->params[i].name, name) == 0 && a->params[i].value != NULL &&
		    !text_to_size(a->params[i].value, &n))
			n = 0;
	return n;
}

static void open_row(struct html *h, const char *what)
{
	html_add(h, "<tr><th scope=\"row\">%s</th><td data-l=\"Needed\">", what);
}

static void next_cell(struct html *h, const char *label)
{
	html_add(h, "</td><td data-l=\"%s\">", label);
}

static void close_row(struct html *h)
{
	html_raw(h, "</td></tr>\n");
}

static void unknown(struct html *h, const char *why)
{
	html_add(h, "<span class=\"unknown\">%s</span>", why);
}

static void stated(struct html *h, uint64_t bytes, const char *otherwise)
{
	if (bytes > 0)
		room(h, bytes);
	else
		unknown(h, otherwise);
}

/* Bytes that are needed beside those that are there. */
static void storage_row(struct html *h, const char *what, uint64_t needed, uint64_t reserve,
			uint64_t there)
{
	if (needed == 0 && there == 0)
		return;
	open_row(h, what);
	stated(h, needed, "v3 does not state it");
	if (needed > 0 && reserve > 0) {
		html_raw(h, "<p>and about ");
		room(h, reserve);
		html_raw(h, " while a backup is restored</p>");
	}
	next_cell(h, "Room on v4");
	stated(h, there, "v4 does not state it");
	if (needed > 0 && there > 0)
		html_room_bar(h, needed, reserve, there);
	close_row(h);
}

static void heap_row(struct html *h, const struct fact *capacity, const struct fact *v3)
{
	uint64_t memory = html_number(capacity, "memory"), heap = html_number(capacity, "heap");
	uint64_t before = html_number(v3, "heap");

	if (heap == 0 && before == 0)
		return;
	open_row(h, "Heap of an instance");
	stated(h, before, "v3 does not state it");
	next_cell(h, "Room on v4");
	stated(h, heap, "v4 does not state it");
	if (heap > 0 && memory > 0) {
		html_raw(h, " <span class=\"and\">of ");
		room(h, memory);
		html_raw(h, " memory</span>");
	}
	if (before > 0 && heap > 0)
		html_room_bar(h, before, 0, heap);
	close_row(h);
}

/* "2 instances × 80 each" */
static void product(struct html *h, uint64_t instances, uint64_t each, uint64_t all)
{
	html_add(h, "%'u<p>", (unsigned)all);
	html_count(h, instances, "instance", "instances");
	html_add(h, " \xc3\x97 %'u</p>", (unsigned)each);
}

static void would_fit(struct html *h, uint64_t budget, uint64_t instances, uint64_t each)
{
	html_add(h, "<p>A pool of %'u would fit ", (unsigned)(budget / instances));
	html_count(h, instances, "instance", "instances");
	if (budget >= each && each > 0) {
		html_add(h, "; a pool of %'u would fit ", (unsigned)each);
		html_count(h, budget / each, "instance", "instances");
	}
	html_raw(h, ".</p>");
}

static void connection_row(struct html *h, const struct fact *capacity, const struct fact *pool)
{
	uint64_t instances = html_number(capacity, "instances");
	uint64_t memory = html_number(capacity, "database-memory");
	uint64_t each = html_number(pool, "max-active"), per = param(h, "connections-per-gb");
	uint64_t all = html_number(pool, "connections");
	uint64_t budget = per < MOST / 1024 && memory < MOST ? per * (memory >> 20) / 1024 : 0;

	if (all == 0 || all > UINT32_MAX || budget > UINT32_MAX)
		return;
	open_row(h, "Connections to the database");
	product(h, instances, each, all);
	if (strcmp(fact_get(pool, "set"), "no") == 0)
		html_raw(h, "<p>the usual pool; no setting says another</p>");
	next_cell(h, "Room on v4");
	if (budget == 0) {
		unknown(h, "the memory of the database is not known");
		close_row(h);
		return;
	}
	html_add(h, "about %'u<p>%'u for each GB of ", (unsigned)budget, (unsigned)per);
	room(h, memory);
	html_raw(h, "</p>");
	html_room_bar(h, all, 0, budget);
	would_fit(h, budget, instances, each);
	close_row(h);
}

static void file_connection_row(struct html *h, const struct fact *capacity,
				const struct fact *pool)
{
	uint64_t all = html_number(pool, "all-file-connections");

	if (all == 0 || all > UINT32_MAX)
		return;
	open_row(h, "Connections to stored files");
	product(h, html_number(capacity, "instances"), html_number(pool, "file-connections"), all);
	next_cell(h, "Room on v4");
	unknown(h, "no limit is known");
	close_row(h);
}

void html_capacity(struct html *h)
{
	const struct fact *capacity = facts_first(h->audit->facts, "capacity"), *pool;
	const struct fact *v3 = facts_first(h->audit->facts, "v3-environment");
	const char *plan;

	html_raw(h, "<div class=\"sub\" id=\"capacity\"><h3>Room on v4</h3>\n");
	if (capacity == NULL) {
		html_raw(h, "<p class=\"unread\">Not known: plan and memory were not given for v4."
			    "</p></div>\n");
		return;
	}
	plan = fact_get(capacity, "plan");
	pool = html_child(capacity, "pool");
	if (plan != NULL)
		html_add(h, "<p class=\"note\">Sizes that nobody states are those of plan %s."
			    "</p>\n", plan);
	html_raw(h, "<table class=\"t stack room\"><thead><tr><th scope=\"col\">What</th>"
		    "<th scope=\"col\">Needed</th><th scope=\"col\">Room on v4</th></tr></thead>"
		    "<tbody>\n");
	if (pool != NULL)
		connection_row(h, capacity, pool);
	heap_row(h, capacity, v3);
	storage_row(h, "Database", html_number(v3, "database-size"),
		    param(h, "restore-reserve"), html_number(capacity, "database-storage"));
	storage_row(h, "Stored files", html_number(v3, "file-size"), 0,
		    html_number(capacity, "file-storage"));
	if (pool != NULL)
		file_connection_row(h, capacity, pool);
	html_raw(h, "</tbody></table>\n<p class=\"note\">Solid: what is needed. Hatched: for a "
		    "while, or over the mark, which is what there is room for.</p></div>\n");
}
