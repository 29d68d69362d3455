/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archives are given to workers, the largest first, and what they found is put together in the
 * order of names. --max-total holds as if they had been read one after the other: where it was
 * reached, the archives from there on are read again by this thread, with what is left.
 */
#include "analyzers/world/java.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/unread.h"
#include "analyzers/world/java_finds.h"
#include "analyzers/world/java_scan.h"
#include "analyzers/world/model.h"
#include "analyzers/world/world.h"
#include "core/find.h"
#include "core/limits.h"
#include "core/pattern.h"
#include "core/version.h"
#include "package/package.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/pool.h"
#include "util/text.h"

static const char PROJECT_JAR[] = "model/bundles/project.jar";
static const uint64_t ROOM = 16 << 20;

const char *const java_scope_names[] = {
	[JAVA_OWN] = "own", [JAVA_GENERATED] = "generated", [JAVA_LIBRARY] = "library",
};
const char *const java_reached_names[] = {
	[JAVA_CODE] = "code", [JAVA_NAME] = "name", [JAVA_NOT_SEEN] = "not-seen",
	[JAVA_UNKNOWN] = NULL,
};

/* -- names of entries -- */

bool java_is_archive(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && text_compare_lower(name + n - 4, ".jar") == 0;
}

bool java_is_folder(const char *name)
{
	return text_starts(name, "model/bundles/") || text_starts(name, "model/lib/");
}

/* Length of the module's name at the start of s, 0 when there is none. */
static size_t module_len(const char *s)
{
	size_t n = 0;

	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	return s[n] == '.' || s[n] == '\0' ? n : 0;
}

/*
 * What follows ".jar." in the marker's name: Module.RequiredLib, Required.by.Module.1.2, or just
 * Module, where only an empty file with a name like a module's is taken for a marker. Moves *s to
 * the module and returns its length, or 0.
 */
static size_t find_module(const char **s, uint64_t size)
{
	if (text_starts(*s, "Required.by.")) {
		*s += strlen("Required.by.");
		return module_len(*s);
	}
	if (text_starts(*s, "Required"))
		return 0;
	if (text_ends(*s, "RequiredLib"))
		return module_len(*s);
	if (size == 0 && isupper((unsigned char)**s) && strchr(*s, '.') == NULL)
		return module_len(*s);
	return 0;
}

bool java_marker_of(struct java_marker *out, struct arena *arena, const char *prefix,
		    const char *name, uint64_t size)
{
	const char *slash = strrchr(name, '/');
	const char *jar = strstr(slash == NULL ? name : slash + 1, ".jar."), *module;
	size_t n;

	if (jar == NULL)
		return false;
	module = jar + strlen(".jar.");
	n = find_module(&module, size);
	if (n == 0)
		return false;
	out->module = arena_text_n(arena, module, n);
	out->path = arena_printf(arena, "%s%.*s.jar", prefix, (int)(jar - name), name);
	return true;
}

/* -- the workers -- */

struct job {
	const struct entry *entry;
	struct packed packed;
	struct java_part part;
	struct err err;
	bool taken, unreadable;
	bool hit_limit;
	bool again;		/* was not looked at, since others spent too much */
};

struct reading {
	struct world *w;
	struct java *j;
	struct pool *pool;
	struct java_finds finds;
	struct java_worker **workers;
	struct job *jobs;	/* in order of names */
	size_t count;
	_Atomic uint64_t inflated, edges;
};

static void do_job(void *data, unsigned worker, void *user)
{
	struct reading *r = data;
	struct job *job = user;
	CLEANUP(blob_release) struct blob bytes = { NULL, 0 };

	job->again = atomic_load(&r->inflated) > r->w->limits->total;
	if (!job->again && package_unpack(&job->packed, &bytes, &job->err) != 0)
		job->unreadable = true;
	free(job->packed.bytes);
	job->packed.bytes = NULL;
	pool_return(r->pool, job->entry->packed);
	if (job->again || job->unreadable)
		return;
	java_scan_archive(r->workers[worker], &job->part, &bytes, 0);
	atomic_fetch_add(&r->inflated, job->part.inflated);
	if (atomic_fetch_add(&r->edges, job->part.edges) + job->part.edges > JAVA_EDGES_MAX)
		java_part_drop_links(&job->part);
}

static int larger(const void *left, const void *right)
{
	const struct job *a = left, *b = right;

	if (a->entry->size != b->entry->size)
		return a->entry->size > b->entry->size ? -1 : 1;
	return 0;
}

static uint64_t sum_of(uint64_t a, uint64_t b)
{
	return b > UINT64_MAX - a ? UINT64_MAX : a + b;
}

/* What is in flight may take what the two largest take, and some more. */
static uint64_t room_for(const struct vec *by_size)
{
	uint64_t sum = ROOM;

	for (size_t i = 0; i < 2 && i < by_size->len; i++)
		sum = sum_of(sum, ((const struct job *)by_size->items[i])->entry->size);
	return sum;
}

/* The packed bytes have their room until they are inflated, the inflated ones to the end. */
static void give_job(struct reading *r, struct job *job)
{
	const struct entry *e = job->entry;

	pool_reserve(r->pool, sum_of(e->size, e->packed));
	if (package_take(r->w->package, job->entry, &job->packed, &job->err) != 0) {
		job->unreadable = true;
		job->hit_limit = package_hit_limit(r->w->package);
		pool_return(r->pool, sum_of(e->size, e->packed));
		return;
	}
	job->taken = true;
	pool_give(r->pool, job, e->size);
}

static void give_all(struct reading *r, void (*other)(void *), void *data)
{
	CLEANUP(vec_release) struct vec by_size = { 0 };
	unsigned wanted = r->w->jobs == 0 ? pool_cores() : r->w->jobs, workers;

	for (size_t i = 0; i < r->count; i++)
		vec_push(&by_size, &r->jobs[i]);
	vec_sort(&by_size, larger);
	if (wanted > r->count)
		wanted = (unsigned)r->count;
	r->pool = pool_new(wanted, room_for(&by_size), do_job, r);
	workers = pool_workers(r->pool);
	r->workers = alloc_zero(workers, sizeof(struct java_worker *));
	for (unsigned i = 0; i < workers; i++)
		r->workers[i] = java_worker_new(&r->finds, r->w->limits->pattern_steps);
	for (size_t i = 0; i < by_size.len; i++)
		give_job(r, by_size.items[i]);
	other(data);
	pool_finish(r->pool);
	for (unsigned i = 1; i < workers; i++)
		java_worker_free(r->workers[i]);
}

static void collect(struct reading *r)
{
	struct package *p = r->w->package;

	r->jobs = alloc_zero(package_count(p), sizeof(*r->jobs));
	for (size_t i = 0; i < package_count(p); i++) {
		const struct entry *e = package_entry(p, i);
		struct job *job = &r->jobs[r->count];

		if (!java_is_folder(e->name) || !java_is_archive(e->name))
			continue;
		/* Both copies of a doubled entry are listed; neither is read, and one is told. */
		if (r->count > 0 && strcmp(job[-1].entry->name, e->name) == 0)
			continue;
		job->entry = e;
		java_part_init(&job->part, e->name, r->w->limits, r->w->find_count);
		r->j->has_project |= strcmp(e->name, PROJECT_JAR) == 0;
		r->count++;
	}
}

/* -- putting together -- */

static void read_again(struct reading *r, struct job *job, uint64_t spent)
{
	CLEANUP(blob_release) struct blob bytes = { NULL, 0 };

	java_part_release(&job->part);
	java_part_init(&job->part, job->entry->name, r->w->limits, r->w->find_count);
	if (package_take_again(r->w->package, job->entry, &job->packed, &job->err) != 0 ||
	    package_unpack(&job->packed, &bytes, &job->err) != 0) {
		job->unreadable = true;
		return;
	}
	java_scan_archive(r->workers[0], &job->part, &bytes, spent);
	if (atomic_load(&r->edges) > JAVA_EDGES_MAX)
		java_part_drop_links(&job->part);
}

static void tell_unreadable(struct reading *r, struct job *job)
{
	const char *name = job->entry->name;

	r->j->total++;
	r->j->unreadable++;
	if (!job->hit_limit)
		unread_say(r->w, job->entry, name, unread_reason(&job->err, name));
}

static void move(struct vec *to, const struct vec *from)
{
	for (size_t i = 0; i < from->len; i++)
		vec_push(to, from->items[i]);
}

/* Matches over --max-matches are left out; the first ones in order of names stay. */
static void merge_matches(struct reading *r, const struct java_part *part)
{
	struct java *j = r->j;

	for (size_t i = 0; i < part->matches.len; i++) {
		struct java_match *m = part->matches.items[i];
		struct java_search *s = &j->searches[m->find];

		if (s->matches == r->w->limits->matches) {
			s->truncated = true;
			continue;
		}
		s->matches++;
		vec_push(&j->matches, m);
	}
	for (size_t i = 0; i < r->w->find_count; i++)
		j->searches[i].truncated |= part->truncated[i];
}

struct sums {
	size_t wanted, unread;
	uint64_t edges;
	bool over_edges;
	bool *gave_up;
};

static void merge(struct reading *r, struct job *job, struct vec *links, struct sums *sums)
{
	struct java_part *part = &job->part;
	uint64_t spent = package_inflated(r->w->package);

	if (job->taken && !job->unreadable &&
	    (job->again || part->over_limit || part->inflated > r->w->limits->total - spent))
		read_again(r, job, spent);
	if (job->taken)
		package_settle(r->w->package, &job->packed);
	if (job->unreadable) {
		tell_unreadable(r, job);
		return;
	}
	package_adopt(r->w->package, part->inflated, &part->diags);
	for (size_t i = 0; i < part->links.len; i++)
		vec_push(&r->j->archives, ((struct java_links *)part->links.items[i])->archive);
	move(links, &part->links);
	move(&r->j->fields, &part->fields);
	move(&r->j->patterns, &part->patterns);
	move(&r->j->addresses, &part->addresses);
	move(&r->j->markers, &part->markers);
	move(&r->j->certificates, &part->certificates);
	merge_matches(r, part);
	r->j->total += part->total;
	r->j->unreadable += part->unreadable;
	sums->wanted += part->wanted;
	sums->unread += part->unread;
	sums->edges += part->edges;
	sums->over_edges |= part->over_edges;
	for (size_t i = 0; i < r->w->find_count; i++)
		sums->gave_up[i] |= part->gave_up[i];
}

/* -- what only the whole tells -- */

static const char *lower(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_text_n(a, s, n);

	for (char *c = copy; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	return copy;
}

static void name_modules(struct reading *r)
{
	const struct model *m = r->w->model;

	for (size_t i = 0; m != NULL && i < m->modules.len; i++) {
		const struct model_module *module = m->modules.items[i];

		map_add(&r->j->modules, lower(r->w->arena, module->name, strlen(module->name)),
			(void *)(uintptr_t)module->name);
	}
}

/* "mail/actions/Send" is of module Mail. */
static const char *module_of(struct reading *r, const char *class)
{
	size_t n = strcspn(class, "/");

	return class[n] == '\0' ? NULL : map_get(&r->j->modules, lower(r->w->arena, class, n));
}

static void set_modules(struct reading *r)
{
	struct java *j = r->j;

	for (size_t i = 0; i < j->matches.len; i++) {
		struct java_match *m = j->matches.items[i];

		if (m->scope != JAVA_LIBRARY && m->class != NULL)
			m->module = module_of(r, m->class);
	}
	for (size_t i = 0; i < j->fields.len; i++) {
		struct java_field *f = j->fields.items[i];

		f->module = module_of(r, f->class);
	}
	for (size_t i = 0; i < j->patterns.len; i++) {
		struct java_pattern *p = j->patterns.items[i];

		p->module = module_of(r, p->class);
	}
	for (size_t i = 0; i < j->addresses.len; i++) {
		struct java_address *a = j->addresses.items[i];

		a->module = module_of(r, a->class);
	}
}

/* An archive whose version nobody knows may be any. */
static bool takes_version(struct reading *r, const struct find *f, const struct java_archive *a)
{
	const char *wanted = f->text[FIND_F_VERSION];

	if (wanted == NULL || a->version == NULL)
		return true;
	if (version_is_bounds(wanted))
		return version_within(a->version, wanted);
	return pattern_matches(f->pattern[FIND_F_VERSION], r->w->scratch, a->version,
			       strlen(a->version)) == 1;
}

static bool takes_archive(struct reading *r, const struct find *f, const struct java_archive *a)
{
	if (find_says(f, FIND_F_SCOPE, a->own ? "library" : "own"))
		return false;
	return pattern_matches(f->pattern[FIND_F_NAME], r->w->scratch, a->name,
			       strlen(a->name)) == 1 && takes_version(r, f, a);
}

static void find_archives(struct reading *r, unsigned find)
{
	struct java *j = r->j;
	struct java_search *s = &j->searches[find];

	for (size_t i = 0; i < j->archives.len; i++) {
		const struct java_archive *a = j->archives.items[i];
		struct java_match *m;

		if (!takes_archive(r, s->find, a))
			continue;
		if (s->matches == r->w->limits->matches) {
			s->truncated = true;
			return;
		}
		m = arena_alloc(r->w->arena, sizeof(*m));
		*m = (struct java_match){ .archive = a, .find = find, .count = 1,
					  .scope = a->own ? JAVA_OWN : JAVA_LIBRARY };
		s->matches++;
		vec_push(&j->matches, m);
	}
}

static void check_finds(struct reading *r, const struct sums *sums)
{
	struct world *w = r->w;

	for (size_t i = 0; i < w->find_count; i++) {
		const struct java_search *s = &r->j->searches[i];

		if (sums->gave_up[i]) {
			diag_add(w->diags, DIAG_INCOMPLETE, "",
				 "find '%s' takes more than --max-pattern-steps %" PRIu64,
				 w->finds[i]->id, w->limits->pattern_steps);
			source_partial(w->sources, SOURCE_JAVA, "find '%s' gave up",
				       w->finds[i]->id);
		}
		if (s->truncated)
			diag_add(w->diags, DIAG_INCOMPLETE, "",
				 "find '%s' has more matches than --max-matches %" PRIu64,
				 w->finds[i]->id, w->limits->matches);
	}
}

static void set_source(struct reading *r, const struct sums *sums)
{
	struct sources *s = r->w->sources;
	const struct java *j = r->j;

	if (j->total == 0) {
		source_absent(s, SOURCE_JAVA, "the package has no Java archive");
		return;
	}
	source_complete(s, SOURCE_JAVA);
	if (!j->has_project)
		source_partial(s, SOURCE_JAVA, "%s is missing", PROJECT_JAR);
	if (j->unreadable > 0)
		source_partial(s, SOURCE_JAVA, "%zu of %zu archives unreadable", j->unreadable,
			       j->total);
	if (sums->unread > 0)
		source_partial(s, SOURCE_JAVA, "%zu of %zu entries of archives unreadable",
			       sums->unread, sums->wanted);
	if (sums->over_edges)
		source_partial(s, SOURCE_JAVA,
			       "more references between classes than can be followed");
}

static void put_together(struct reading *r)
{
	CLEANUP(vec_release) struct vec links = { 0 };
	struct sums sums = { .wanted = 0 };

	sums.gave_up = arena_alloc(r->w->arena, r->w->find_count + 1);
	for (size_t i = 0; i < r->count; i++)
		merge(r, &r->jobs[i], &links, &sums);
	sums.over_edges |= sums.edges > JAVA_EDGES_MAX;
	java_reach(&links, r->w->class_names == NULL ? NULL : &r->w->class_names->list,
		   !sums.over_edges);
	if (!sums.over_edges)
		r->j->code = java_code_new(&links);
	for (size_t i = 0; i < r->w->find_count; i++)
		if (r->w->finds[i]->kind == FIND_ARCHIVE)
			find_archives(r, (unsigned)i);
	name_modules(r);
	set_modules(r);
	set_source(r, &sums);
	check_finds(r, &sums);
	/* The links have told what they know; names, matches and archives live on. */
	for (size_t i = 0; i < links.len; i++)
		java_links_release(links.items[i]);
}

struct java *java_read(struct world *w, void (*other)(void *), void *data)
{
	struct java *j = arena_alloc(w->arena, sizeof(*j));
	struct reading r = { .w = w, .j = j };

	j->searches = arena_alloc(w->arena, (w->find_count + 1) * sizeof(*j->searches));
	for (size_t i = 0; i < w->find_count; i++)
		if (find_is_java(w->finds[i]))
			j->searches[i].find = w->finds[i];
	java_finds_init(&r.finds, w->finds, w->find_count);
	collect(&r);
	give_all(&r, other, data);
	put_together(&r);
	java_worker_free(r.workers[0]);
	free(r.workers);
	java_finds_release(&r.finds);
	for (size_t i = 0; i < r.count; i++) {
		struct java_part *part = arena_alloc(w->arena, sizeof(*part));

		*part = r.jobs[i].part;
		vec_push(&j->parts, part);
	}
	free(r.jobs);
	return j;
}

void java_release(struct java *j)
{
	if (j == NULL)
		return;
	java_code_free(j->code);
	for (size_t i = 0; i < j->parts.len; i++)
		java_part_release(j->parts.items[i]);
	vec_release(&j->parts);
	vec_release(&j->archives);
	vec_release(&j->matches);
	vec_release(&j->fields);
	vec_release(&j->patterns);
	vec_release(&j->addresses);
	vec_release(&j->markers);
	vec_release(&j->certificates);
	map_release(&j->modules);
}
