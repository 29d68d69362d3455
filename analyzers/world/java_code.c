/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hashes are looked up once, when the code is made: each use becomes the number of an own method
 * or of an archive, eight bytes. A walk then goes nearest first over methods, so the first that
 * has an aim of some purpose gives a shortest way; the order is that of the class files.
 */
#include "analyzers/world/java_code.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/world/java_scan.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/map.h"

enum {
	SUPERS_MAX = 64,	/* parents looked through for an inherited method */
	SHOWN_MAX = 8,		/* classes of a way that are written out */
	SHOWN_END = 3,
	TEXT_MAX = 1 << 14
};

static const unsigned NONE = UINT_MAX;

/* Where a use leads; NONE for what is not there. */
struct link {
	unsigned class;		/* own class that is initialised, or the archive */
	unsigned method;	/* of an own class; NONE with class: an archive or a field */
};

struct class {
	uint64_t hash;
	const char *name;
	unsigned super, first, end;	/* methods */
	unsigned init;			/* <clinit> */
	unsigned stamp;			/* of the walk that made one */
};

struct method {
	unsigned class;
	size_t first_link, end_link, first_aim, end_aim;
	bool is_static, is_start;
	unsigned stamp, from;		/* of the walk that came here, and whence */
};

/* By class and member. */
struct key {
	uint64_t class, member;
	unsigned method;
};

struct java_code {
	struct arena *arena;
	struct class *classes;		/* sorted by hash */
	struct method *methods;
	struct key *keys;		/* sorted; only needed while made */
	struct link *links;
	struct java_aim *aims;
	const struct java_archive **archives;
	size_t class_count, method_count, link_count, archive_count;
	unsigned *queue;
	size_t met;
	unsigned stamp;
	struct map trails;		/* action -> struct java_trail */
	struct vec trail_list;
};

/* -- making: classes and methods -- */

static int by_hash(const void *left, const void *right)
{
	const struct class *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->first < b->first ? -1 : a->first > b->first;
}

static unsigned find_class(const struct java_code *c, uint64_t hash)
{
	size_t low = 0, high = c->class_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c->classes[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->class_count && c->classes[low].hash == hash ? (unsigned)low : NONE;
}

static void make_classes(struct java_code *c, const struct java_uses *u)
{
	uint64_t *supers = alloc_zero(u->class_count + 1, sizeof(*supers));

	c->class_count = u->class_count;
	c->classes = alloc_zero(c->class_count + 1, sizeof(*c->classes));
	for (size_t i = 0; i < u->class_count; i++) {
		const struct java_own_class *from = &u->classes[i];

		/* `super` is a number for supers until all classes have their place. */
		supers[i] = from->super;
		c->classes[i] = (struct class){
			.hash = from->hash, .name = from->name, .super = (unsigned)i,
			.first = (unsigned)from->first_method,
			.end = (unsigned)(from->first_method + from->method_count),
			.init = NONE,
		};
	}
	qsort(c->classes, c->class_count, sizeof(*c->classes), by_hash);
	for (size_t i = 0; i < c->class_count; i++)
		c->classes[i].super = find_class(c, supers[c->classes[i].super]);
	free(supers);
}

static int by_key(const void *left, const void *right)
{
	const struct key *a = left, *b = right;

	if (a->class != b->class)
		return a->class < b->class ? -1 : 1;
	if (a->member != b->member)
		return a->member < b->member ? -1 : 1;
	return a->method < b->method ? -1 : a->method > b->method;
}

static void make_methods(struct java_code *c, const struct java_uses *u)
{
	c->method_count = u->method_count;
	c->methods = alloc_zero(u->method_count + 1, sizeof(*c->methods));
	c->keys = alloc_zero(u->method_count + 1, sizeof(*c->keys));
	for (size_t i = 0; i < c->class_count; i++) {
		struct class *k = &c->classes[i];

		for (unsigned m = k->first; m < k->end; m++) {
			const struct java_method *from = &u->methods[m];

			c->methods[m] = (struct method){
				.class = (unsigned)i, .is_static = from->is_static,
				.is_start = from->is_start,
				.first_aim = from->first_aim,
				.end_aim = from->first_aim + from->aim_count,
				.first_link = from->first_use,
				.end_link = from->first_use + from->use_count,
			};
			c->keys[m] = (struct key){ k->hash, from->member, m };
			if (from->is_init)
				k->init = m;
		}
	}
	qsort(c->keys, c->method_count, sizeof(*c->keys), by_key);
}

/* -- making: links -- */

static unsigned find_method(const struct java_code *c, uint64_t class, uint64_t member)
{
	size_t low = 0, high = c->method_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct key *k = &c->keys[middle];

		if (k->class < class || (k->class == class && k->member < member))
			low = middle + 1;
		else
			high = middle;
	}
	if (low < c->method_count && c->keys[low].class == class &&
	    c->keys[low].member == member)
		return c->keys[low].method;
	return NONE;
}

/* The class's own method, or the one that it has from a parent. */
static unsigned inherited(const struct java_code *c, unsigned class, uint64_t member)
{
	for (unsigned n = 0; n < SUPERS_MAX && class != NONE; n++) {
		unsigned method = find_method(c, c->classes[class].hash, member);

		if (method != NONE)
			return method;
		class = c->classes[class].super;
	}
	return NONE;
}

/* Classes outside that own ones use, with the first archive that has them. */
struct outside {
	uint64_t hash;
	unsigned archive;
};

static int by_outside(const void *left, const void *right)
{
	const struct outside *a = left, *b = right;

	return a->hash < b->hash ? -1 : a->hash > b->hash;
}

static struct outside *find_outside(struct outside *list, size_t count, uint64_t hash)
{
	struct outside key = { hash, NONE };

	return count == 0 ? NULL : bsearch(&key, list, count, sizeof(*list), by_outside);
}

static void name_archives(struct java_code *c, const struct vec *all, struct outside *list,
			  size_t count)
{
	c->archives = alloc_zero(all->len + 1, sizeof(*c->archives));
	for (size_t i = 0; i < all->len; i++) {
		const struct java_links *l = all->items[i];
		bool used = false;

		for (size_t k = 0; !l->archive->own && k < l->node_count; k++) {
			struct outside *o = find_outside(list, count, l->nodes[k].hash);

			if (o == NULL || o->archive != NONE)
				continue;
			o->archive = (unsigned)c->archive_count;
			used = true;
		}
		if (used)
			c->archives[c->archive_count++] = l->archive;
	}
}

static size_t gather_outside(const struct java_code *c, const struct java_uses *u,
			     struct outside *list)
{
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < u->use_count; i++)
		if (find_class(c, u->uses[i].class) == NONE)
			list[n++] = (struct outside){ u->uses[i].class, NONE };
	qsort(list, n, sizeof(*list), by_outside);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || list[i].hash != list[i - 1].hash)
			list[kept++] = list[i];
	return kept;
}

static void make_links(struct java_code *c, const struct java_uses *u, const struct vec *all)
{
	struct outside *list = alloc_zero(u->use_count + 1, sizeof(*list));
	size_t count = gather_outside(c, u, list);

	name_archives(c, all, list, count);
	c->link_count = u->use_count;
	c->links = alloc_zero(u->use_count + 1, sizeof(*c->links));
	for (size_t i = 0; i < u->use_count; i++) {
		unsigned class = find_class(c, u->uses[i].class);
		const struct outside *o;

		c->links[i] = (struct link){ class, NONE };
		if (class != NONE) {
			c->links[i].method = inherited(c, class, u->uses[i].member);
			continue;
		}
		o = find_outside(list, count, u->uses[i].class);
		if (o != NULL && o->archive != NONE)
			c->links[i].class = (unsigned)c->class_count + o->archive;
	}
	free(list);
}

static const struct java_links *own_links(const struct vec *links)
{
	for (size_t i = 0; i < links->len; i++) {
		const struct java_links *l = links->items[i];

		if (l->archive->own)
			return l;
	}
	return NULL;
}

struct java_code *java_code_new(const struct vec *links)
{
	const struct java_links *own = own_links(links);
	struct java_code *c;

	if (own == NULL)
		return NULL;
	c = alloc_zero(1, sizeof(*c));
	c->arena = arena_new();
	make_classes(c, &own->uses);
	make_methods(c, &own->uses);
	make_links(c, &own->uses, links);
	free(c->keys);
	c->keys = NULL;
	c->aims = alloc_zero(own->uses.aim_count + 1, sizeof(*c->aims));
	if (own->uses.aim_count > 0)
		memcpy(c->aims, own->uses.aims, own->uses.aim_count * sizeof(*c->aims));
	c->queue = alloc_zero(c->method_count + 1, sizeof(*c->queue));
	return c;
}

void java_code_free(struct java_code *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->trail_list.len; i++) {
		struct java_trail *t = c->trail_list.items[i];

		vec_release(&t->steps);
		vec_release(&t->archives);
	}
	vec_release(&c->trail_list);
	map_release(&c->trails);
	arena_free(c->arena);
	free(c->classes);
	free(c->methods);
	free(c->keys);
	free(c->links);
	free(c->aims);
	free(c->archives);
	free(c->queue);
	free(c);
}

/* -- walking -- */

struct walk {
	struct java_code *c;
	unsigned nearest[JAVA_PURPOSE_COUNT];	/* method; NONE */
	const char *aims[JAVA_PURPOSE_COUNT];
	bool *used;				/* archives */
	uint64_t *steps;
	bool over;
};

static void meet(struct walk *w, unsigned method, unsigned from)
{
	struct method *m;

	if (method == NONE || w->c->methods[method].stamp == w->c->stamp)
		return;
	m = &w->c->methods[method];
	m->stamp = w->c->stamp;
	m->from = from;
	w->c->queue[w->c->met++] = method;
}

/* There is an object of the class now, so any of its methods may be called. */
static void make_object(struct walk *w, unsigned class, unsigned from)
{
	struct class *k = &w->c->classes[class];

	if (k->stamp == w->c->stamp)
		return;
	k->stamp = w->c->stamp;
	for (unsigned m = k->first; m < k->end; m++)
		if (!w->c->methods[m].is_static)
			meet(w, m, from);
}

static void follow_link(struct walk *w, const struct link *l, unsigned from)
{
	struct java_code *c = w->c;

	if (l->class == NONE)
		return;
	if (l->class >= c->class_count) {
		w->used[l->class - c->class_count] = true;
		return;
	}
	meet(w, c->classes[l->class].init, from);
	meet(w, l->method, from);
	if (l->method != NONE && c->methods[l->method].is_start)
		make_object(w, c->methods[l->method].class, from);
}

static void follow_method(struct walk *w, unsigned method)
{
	const struct java_code *c = w->c;
	const struct method *m = &c->methods[method];

	for (size_t i = m->first_aim; i < m->end_aim; i++) {
		const struct java_aim *aim = &c->aims[i];

		if (w->nearest[aim->purpose] != NONE)
			continue;
		w->nearest[aim->purpose] = method;
		w->aims[aim->purpose] = aim->text;
	}
	for (size_t i = m->first_link; i < m->end_link; i++)
		follow_link(w, &c->links[i], method);
}

static uint64_t cost_of(const struct method *m)
{
	return 1 + (m->end_link - m->first_link) + (m->end_aim - m->first_aim);
}

static void walk(struct walk *w, unsigned class)
{
	struct java_code *c = w->c;

	c->stamp++;
	c->met = 0;
	meet(w, c->classes[class].init, NONE);
	make_object(w, class, NONE);
	for (size_t at = 0; at < c->met; at++) {
		uint64_t cost = cost_of(&c->methods[c->queue[at]]);

		if (*w->steps < cost) {
			w->over = true;
			return;
		}
		*w->steps -= cost;
		follow_method(w, c->queue[at]);
	}
}

/* -- in words -- */

/* "sync/Transfer$1" is written in the file of sync/Transfer. */
static size_t shown_len(const char *name)
{
	const char *slash = strrchr(name, '/'), *base = slash == NULL ? name : slash + 1;
	size_t n = strcspn(base, "$");

	return n == 0 ? strlen(name) : (size_t)(base - name) + n;
}

static bool same_shown(const char *a, const char *b)
{
	size_t n = shown_len(a);

	return a == b || (n == shown_len(b) && memcmp(a, b, n) == 0);
}

/* Classes from the action's own on to the method's, each once in a row, last one first. */
static void collect_way(const struct java_code *c, unsigned method, struct vec *way)
{
	const char *last = NULL;

	for (; method != NONE; method = c->methods[method].from) {
		const char *name = c->classes[c->methods[method].class].name;

		if (last == NULL || !same_shown(last, name))
			vec_push(way, (void *)(uintptr_t)name);
		last = name;
	}
	/* What the action's own class does is the action. */
	if (way->len > 0)
		way->len--;
}

static const char *way_text(struct java_code *c, unsigned method, const char *aim)
{
	CLEANUP(vec_release) struct vec way = { 0 };
	CLEANUP(buf_release) struct buf b = { .max = TEXT_MAX };

	collect_way(c, method, &way);
	for (size_t i = 0; i < way.len; i++) {
		const char *name = way.items[way.len - 1 - i];

		if (way.len > SHOWN_MAX && i == SHOWN_MAX - SHOWN_END) {
			buf_printf(&b, "… %zu more … › ", way.len - SHOWN_MAX);
			i += way.len - SHOWN_MAX - 1;
			continue;
		}
		buf_printf(&b, "%.*s › ", (int)shown_len(name), name);
	}
	buf_puts(&b, aim);
	return arena_text_n(c->arena, buf_text(&b), b.len);
}

static void add_step(struct java_code *c, struct java_trail *t, const struct walk *w, int purpose)
{
	struct java_step *s;

	if (w->nearest[purpose] == NONE)
		return;
	s = arena_alloc(c->arena, sizeof(*s));
	s->purpose = (enum java_purpose)purpose;
	s->text = way_text(c, w->nearest[purpose], w->aims[purpose]);
	vec_push(&t->steps, s);
}

/* "Sync.PushFiles" is sync/actions/PushFiles. */
static unsigned class_of_action(const struct java_code *c, const char *action)
{
	CLEANUP(buf_release) struct buf b = { .max = TEXT_MAX };
	const char *dot = strchr(action, '.');

	if (dot == NULL)
		return NONE;
	for (const char *s = action; s < dot; s++)
		buf_putc(&b, (char)tolower((unsigned char)*s));
	buf_printf(&b, "/actions/%s", dot + 1);
	return find_class(c, class_text_hash((struct class_text){ buf_text(&b), b.len }));
}

static void walk_action(struct walk *w, struct java_trail *t, unsigned class)
{
	struct java_code *c = w->c;

	if (*w->steps < c->archive_count) {
		w->over = true;
		return;
	}
	*w->steps -= c->archive_count;
	w->used = alloc_zero(c->archive_count + 1, sizeof(*w->used));
	for (int i = 0; i < JAVA_PURPOSE_COUNT; i++)
		w->nearest[i] = NONE;
	walk(w, class);
	for (int i = 0; !w->over && i < JAVA_PURPOSE_COUNT; i++)
		add_step(c, t, w, i);
	for (size_t i = 0; !w->over && i < c->archive_count; i++)
		if (w->used[i])
			vec_push(&t->archives, (void *)(uintptr_t)c->archives[i]);
	free(w->used);
}

const struct java_trail *java_code_trail(struct java_code *c, const char *action, uint64_t *steps)
{
	struct java_trail *t = map_get(&c->trails, action);
	struct walk w = { .c = c, .steps = steps };
	unsigned class;

	if (t != NULL)
		return t;
	t = arena_alloc(c->arena, sizeof(*t));
	class = class_of_action(c, action);
	t->found = class != NONE;
	if (t->found)
		walk_action(&w, t, class);
	if (w.over)
		return NULL;
	vec_push(&c->trail_list, t);
	map_add(&c->trails, arena_text(c->arena, action), t);
	return t;
}
