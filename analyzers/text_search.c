/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds with in="text": what stands in files whose names match. Text is bytes: nothing is said
 * about encodings. Archives are never searched, nor is the compressed twin of a file that is
 * there itself.
 */
#include <inttypes.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "core/pattern.h"
#include "core/run_facts.h"
#include "package/package.h"
#include "util/arena.h"
#include "util/text.h"

static const struct fact_def *const defs[] = { NULL };

struct search {
	const struct find *find;
	uint64_t matches;	/* lines, over all entries */
	bool truncated;
};

struct state {
	struct search *searches;
	size_t count;
};

/* A line with a match. */
struct hit {
	int64_t line;		/* 0: none yet */
	int64_t count;
	const char *text;
};

static void *start(struct world *w)
{
	struct state *s = arena_alloc(w->arena, sizeof(*s));

	s->searches = arena_alloc(w->arena, w->find_count * sizeof(*s->searches));
	for (size_t i = 0; i < w->find_count; i++)
		if (w->finds[i]->kind == FIND_TEXT)
			s->searches[s->count++].find = w->finds[i];
	return s;
}

static enum source source_of(const char *entry)
{
	if (text_starts(entry, "web/"))
		return SOURCE_WEB;
	if (text_starts(entry, "model/resources/"))
		return SOURCE_RESOURCES;
	return SOURCE_PACKAGE;
}

static void give_up(struct world *w, const struct find *find, const char *entry)
{
	diag_add(w->diags, DIAG_INCOMPLETE, entry,
		 "find '%s' takes more than --max-pattern-steps %" PRIu64, find->id,
		 w->limits->pattern_steps);
	source_partial(w->sources, source_of(entry), "find '%s' gave up on '%s'", find->id, entry);
}

static bool looks_into(struct world *w, const struct search *s, const struct entry *e)
{
	int result;

	if (s->truncated)
		return false;
	result = pattern_matches(s->find->pattern[FIND_F_ENTRY], w->scratch, e->name,
				 strlen(e->name));
	if (result < 0)
		give_up(w, s->find, e->name);
	return result == 1;
}

static bool has_suffix(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n > m && text_compare_lower(name + n - m, suffix) == 0;
}

static bool is_twin(struct world *w, const char *name)
{
	if (!has_suffix(name, ".gz"))
		return false;
	name = arena_text_n(w->arena, name, strlen(name) - 3);
	return package_entry_by_name(w->package, name) != NULL;
}

static bool wants(void *state, struct world *w, const struct entry *e)
{
	const struct state *s = state;

	if (s->count == 0 || has_suffix(e->name, ".jar") || is_twin(w, e->name))
		return false;
	for (size_t i = 0; i < s->count; i++)
		if (looks_into(w, &s->searches[i], e))
			return true;
	return false;
}

static void add_match(struct world *w, const struct find *find, const char *entry,
		      const struct hit *hit)
{
	struct fact *f = facts_add(w->facts, &fact_match);

	fact_set(w->facts, f, MATCH_FIND, find->id);
	fact_set(w->facts, f, MATCH_ENTRY, entry);
	fact_set_int(w->facts, f, MATCH_LINE, hit->line);
	fact_set(w->facts, f, MATCH_TEXT, hit->text);
	fact_set_int(w->facts, f, MATCH_COUNT, hit->count);
}

static void truncate(struct world *w, struct search *s)
{
	s->truncated = true;
	diag_add(w->diags, DIAG_INCOMPLETE, "",
		 "find '%s' has more matches than --max-matches %" PRIu64, s->find->id,
		 w->limits->matches);
}

static int64_t count_lines(const char *from, const char *to)
{
	int64_t n = 0;

	for (; (from = memchr(from, '\n', (size_t)(to - from))) != NULL; from++)
		n++;
	return n;
}

/* Goes through one text; `at` is where the pattern is to go on. */
struct reading {
	struct world *w;
	struct search *search;
	const char *entry;
	const struct blob *blob;
	size_t at, counted;	/* lines are counted up to here */
	int64_t line;
	struct hit hit;
};

static void finish_line(struct reading *r)
{
	if (r->hit.line == 0)
		return;
	add_match(r->w, r->search->find, r->entry, &r->hit);
	r->search->matches++;
	r->hit.line = 0;
}

/* False when there is no room for another line. */
static bool take(struct reading *r, size_t len)
{
	const char *text = r->blob->data;

	r->line += count_lines(text + r->counted, text + r->at);
	r->counted = r->at;
	if (r->hit.line == r->line) {
		r->hit.count++;
		return true;
	}
	finish_line(r);
	if (r->search->matches == r->w->limits->matches) {
		truncate(r->w, r->search);
		return false;
	}
	r->hit = (struct hit){ r->line, 1, run_facts_shown(r->w->arena, text + r->at, len) };
	return true;
}

static void search_text(struct reading *r)
{
	const struct pattern *p = r->search->find->pattern[FIND_F_STRING];
	size_t len;
	int result = 0;

	while (r->at <= r->blob->size) {
		result = pattern_find(p, r->w->scratch, r->blob->data, r->blob->size, &r->at, &len);
		if (result != 1 || !take(r, len))
			break;
		/* An empty match would be found again for ever. */
		r->at += len > 0 ? len : 1;
	}
	finish_line(r);
	if (result < 0)
		give_up(r->w, r->search->find, r->entry);
}

static void scan(void *state, struct world *w, const struct entry *e, const struct blob *bytes)
{
	struct state *s = state;

	for (size_t i = 0; i < s->count; i++) {
		struct reading r = {
			.w = w, .search = &s->searches[i], .entry = e->name, .blob = bytes,
			.line = 1,
		};

		if (looks_into(w, r.search, e))
			search_text(&r);
	}
}

static void unread(void *state, struct world *w, const struct entry *e, const char *why)
{
	(void)state;
	source_partial(w->sources, source_of(e->name), "'%s' %s", e->name, why);
}

static void derive(void *state, struct world *w)
{
	const struct state *s = state;

	for (size_t i = 0; i < s->count; i++)
		run_facts_add_search(w->facts, s->searches[i].find, s->searches[i].matches,
				     s->searches[i].truncated);
}

const struct analyzer analyzer_text_search = {
	.name = "text-search",
	.summary = "text that rules ask for in files of the package; fills <search> and <match>",
	.facts = defs,
	.start = start,
	.wants = wants,
	.scan = scan,
	.unread = unread,
	.derive = derive,
};
