/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/finding.h"

#include <string.h>

#include "core/ways.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/digest.h"
#include "util/err.h"

enum { KEY_MAX = 4096, MESSAGE_MAX = 65536, EVIDENCE_MAX = 50, FINGERPRINT = 16 };

struct maker {
	const struct finding_job *job;
	struct arena *arena;
	struct err *err;
	struct buf text;
};

/* A finding with the nodes of its places, until they are written. */
struct group {
	struct finding finding;
	struct vec nodes;
};

int message_write(struct buf *out, struct eval *e, const struct message *m, struct node *at,
		  struct err *err)
{
	for (size_t i = 0; i < m->count; i++) {
		if (m->pieces[i].text != NULL)
			buf_puts(out, m->pieces[i].text);
		else if (eval_text(e, &m->pieces[i].hole, at, out, err) != 0)
			return -1;
	}
	return 0;
}

void finding_fingerprint(struct finding *f, const struct rule *rule)
{
	CLEANUP(buf_release) struct buf b = { .max = SIZE_MAX };
	char hex[DIGEST_HEX];

	buf_puts(&b, rule->info.pack);
	buf_putc(&b, '\0');
	buf_puts(&b, rule->info.id);
	buf_putc(&b, '\0');
	buf_puts(&b, f->part);
	buf_putc(&b, '\0');
	buf_puts(&b, f->key);
	digest_of(b.data, b.len, hex);
	memcpy(f->fingerprint, hex, FINGERPRINT);
	f->fingerprint[FINGERPRINT] = '\0';
}

/* Which attributes say where a fact is, best first; of a match, the line goes with the entry. */
static const char *const origins[] = { "origin", "entry", "name", "path", "microflow", NULL };

/* A fact without key stands once: its name (of the app, of the package) is no place. */
static bool has_key(const struct fact_def *def)
{
	for (size_t i = 0; def->attrs != NULL && def->attrs[i].name != NULL; i++)
		if ((def->attrs[i].flags & ATTR_KEY) != 0)
			return true;
	return false;
}

/* "desk/actions/Send.run"; of a library, the archive goes before it. NULL where it is no class. */
static const char *class_of(const struct fact *f, struct arena *arena)
{
	const char *class = fact_get(f, "class"), *method = fact_get(f, "method");
	const char *scope = fact_get(f, "scope"), *entry = fact_get(f, "entry");

	if (class == NULL)
		return NULL;
	if (method != NULL)
		class = arena_printf(arena, "%s.%s", class, method);
	if (scope != NULL && strcmp(scope, "library") == 0 && entry != NULL)
		class = arena_printf(arena, "%s!/%s", entry, class);
	return class;
}

static const char *origin_of(const struct fact *f, struct arena *arena)
{
	const char *class = class_of(f, arena);
	size_t count = has_key(f->def) ? sizeof(origins) / sizeof(origins[0]) - 1 : 1;

	if (class != NULL)
		return class;
	for (size_t i = 0; i < count; i++) {
		const char *value = fact_get(f, origins[i]), *line = fact_get(f, "line");

		if (value == NULL || value[0] == '\0')
			continue;
		if (strcmp(origins[i], "entry") == 0 && line != NULL)
			return arena_printf(arena, "%s:%s", value, line);
		return value;
	}
	return "";
}

/* The ways that the element tells, or the nearest one it stands in that has some. */
static const char *const *paths_of(const struct node *n, struct arena *arena)
{
	const char *const *list = NULL;

	for (; list == NULL && n != NULL && node_fact(n) != NULL; n = node_parent(n))
		list = ways_of(node_fact(n), arena);
	return list;
}

struct evidence {
	struct arena *arena;
	const char *list[EVIDENCE_MAX + 1];
	size_t count;
};

static void take_evidence(void *data, struct node *element, const char *text)
{
	struct evidence *e = data;

	(void)element;
	for (size_t i = 0; i < e->count; i++)
		if (strcmp(e->list[i], text) == 0)
			return;
	if (text[0] != '\0' && e->count < EVIDENCE_MAX)
		e->list[e->count++] = arena_text(e->arena, text);
}

static int find_evidence(struct maker *m, struct place *p, struct node *n)
{
	struct evidence found = { .arena = m->arena };
	const char **list;

	if (m->job->part->evidence.text == NULL) {
		p->evidence = paths_of(n, m->arena);
		return 0;
	}
	if (eval_each(m->job->eval, &m->job->part->evidence, n, take_evidence, &found, m->err) != 0)
		return -1;
	if (found.count > 0) {
		list = arena_alloc(m->arena, (found.count + 1) * sizeof(*list));
		memcpy(list, found.list, found.count * sizeof(*list));
		p->evidence = list;
	}
	return 0;
}

static int make_place(struct maker *m, struct place *p, struct node *n)
{
	buf_clear(&m->text);
	if (message_write(&m->text, m->job->eval, &m->job->part->message, n, m->err) != 0)
		return -1;
	if (m->text.over)
		return err_set(m->err, "a message is longer than %d bytes", MESSAGE_MAX);
	p->message = arena_text(m->arena, buf_text(&m->text));
	p->fact = node_top(n);
	p->origin = origin_of(p->fact, m->arena);
	return find_evidence(m, p, n);
}

static int compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int c = strcmp(x->message, y->message);

	return c != 0 ? c : strcmp(x->origin, y->origin);
}

static void sort_places(struct finding *f, struct arena *arena)
{
	CLEANUP(vec_release) struct vec order = { 0 };
	struct place *sorted = arena_alloc(arena, f->place_count * sizeof(*sorted));

	for (size_t i = 0; i < f->place_count; i++)
		vec_push(&order, &f->places[i]);
	vec_sort(&order, compare_places);
	for (size_t i = 0; i < f->place_count; i++)
		sorted[i] = *(struct place *)order.items[i];
	f->places = sorted;
}

static int make_places(struct maker *m, struct group *g)
{
	struct finding *f = &g->finding;

	f->places = arena_alloc(m->arena, g->nodes.len * sizeof(*f->places));
	f->place_count = g->nodes.len;
	eval_places(m->job->eval, g->nodes.len);
	for (size_t i = 0; i < g->nodes.len; i++)
		if (make_place(m, &f->places[i], g->nodes.items[i]) != 0)
			return -1;
	if (f->place_count > 1)
		sort_places(f, m->arena);
	f->message = f->places[0].message;
	return 0;
}

static int key_of(struct maker *m, struct node *n, const char **key)
{
	buf_clear(&m->text);
	if (eval_text(m->job->eval, &m->job->part->key, n, &m->text, m->err) != 0)
		return -1;
	if (m->text.len > KEY_MAX)
		return err_set(m->err, "a key is longer than %d bytes", KEY_MAX);
	*key = buf_text(&m->text);
	return 0;
}

static struct group *group_for(struct maker *m, struct vec *groups, struct map *by_key,
			       const char *key)
{
	struct group *g = map_get(by_key, key);

	if (g != NULL)
		return g;
	g = arena_alloc(m->arena, sizeof(*g));
	g->finding.key = arena_text(m->arena, key);
	g->finding.part = m->job->part->id;
	g->finding.severity = m->job->part->severity;
	g->finding.as = m->job->part->as;
	g->finding.partial = m->job->partial;
	finding_fingerprint(&g->finding, m->job->rule);
	map_add(by_key, g->finding.key, g);
	vec_push(groups, g);
	return g;
}

static int make_groups(struct maker *m, struct vec *groups, struct map *by_key,
		       const struct nodes *nodes)
{
	for (size_t i = 0; i < nodes->count; i++) {
		const char *key = NULL;

		if (key_of(m, nodes->items[i], &key) != 0)
			return -1;
		vec_push(&group_for(m, groups, by_key, key)->nodes, nodes->items[i]);
	}
	for (size_t i = 0; i < groups->len; i++)
		if (make_places(m, groups->items[i]) != 0)
			return -1;
	return 0;
}

int finding_make(struct vec *list, const struct finding_job *job, const struct nodes *nodes,
		 struct err *err)
{
	struct maker m = { .job = job, .arena = job->arena, .err = err,
			   .text = { .max = MESSAGE_MAX } };
	CLEANUP(vec_release) struct vec groups = { 0 };
	CLEANUP(map_release) struct map by_key = { 0 };
	int bad = make_groups(&m, &groups, &by_key, nodes);

	for (size_t i = 0; i < groups.len; i++) {
		struct group *g = groups.items[i];

		vec_release(&g->nodes);
		if (bad == 0)
			vec_push(list, &g->finding);
	}
	buf_release(&m.text);
	return bad;
}

int finding_compare(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int c;

	if (x->severity != y->severity)
		return x->severity > y->severity ? -1 : 1;
	c = strcmp(x->key, y->key);
	return c != 0 ? c : strcmp(x->part, y->part);
}
