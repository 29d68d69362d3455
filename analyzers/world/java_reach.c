/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From class to class over all archives. First from the app's own classes and those that the OSGi
 * framework starts: what is reached so is reached by code. Then from the classes that text names,
 * and on from there: reached by name. A name counts for other archives than the one it stands in,
 * since every library names itself; service files count for their own, too, and what the model or
 * files beside the archives name counts for all. A class that stands in several archives is
 * reached in all of them, as nobody knows which one is loaded.
 */
#include <stdlib.h>
#include <string.h>

#include "analyzers/world/java_scan.h"
#include "util/alloc.h"
#include "util/vec.h"

/* A class, found by its hash; those of the same name stand side by side. */
struct place {
	uint64_t hash;
	unsigned link, node;
};

struct walk {
	const struct vec *links;
	struct place *places;	/* sorted by hash */
	uint32_t *first;	/* of each hash, 1 + its place, by the hash's low bits; 0: free */
	size_t mask;
	bool *seen;		/* by place */
	size_t count;
	size_t *queue, queued;
	enum java_reached how;
};

static struct java_links *links_at(const struct walk *w, size_t i)
{
	return w->links->items[i];
}

static int compare(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	if (a->link != b->link)
		return a->link < b->link ? -1 : 1;
	return a->node < b->node ? -1 : a->node > b->node;
}

static void collect(struct walk *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->links->len; i++)
		w->count += links_at(w, i)->node_count;
	w->places = alloc_zero(w->count + 1, sizeof(*w->places));
	w->seen = alloc_zero(w->count + 1, sizeof(*w->seen));
	w->queue = alloc_zero(w->count + 1, sizeof(*w->queue));
	for (size_t i = 0; i < w->links->len; i++)
		for (size_t k = 0; k < links_at(w, i)->node_count; k++)
			w->places[n++] = (struct place){ links_at(w, i)->nodes[k].hash,
							 (unsigned)i, (unsigned)k };
	qsort(w->places, w->count, sizeof(*w->places), compare);
}

/* Where the hash stands in `first`, or has its room. */
static size_t slot_of(const struct walk *w, uint64_t hash)
{
	size_t i = (size_t)hash & w->mask;

	while (w->first[i] != 0 && w->places[w->first[i] - 1].hash != hash)
		i = (i + 1) & w->mask;
	return i;
}

static void list(struct walk *w)
{
	size_t size = 64;

	while (size < 2 * w->count)
		size *= 2;
	w->mask = size - 1;
	w->first = alloc_zero(size, sizeof(*w->first));
	for (size_t i = w->count; i > 0; i--)
		w->first[slot_of(w, w->places[i - 1].hash)] = (uint32_t)i;
}

/* The first place of that hash; w->count where there is none. */
static size_t find(const struct walk *w, uint64_t hash)
{
	size_t slot = slot_of(w, hash);

	return w->first[slot] == 0 ? w->count : w->first[slot] - 1;
}

static void reach_place(struct walk *w, size_t at)
{
	struct java_archive *a = links_at(w, w->places[at].link)->archive;

	if (w->seen[at])
		return;
	w->seen[at] = true;
	w->queue[w->queued++] = at;
	if (w->how < a->reached)
		a->reached = w->how;
}

/* All classes of that name; `except`: an archive whose own do not count. */
static void reach_name(struct walk *w, uint64_t hash, const struct java_archive *except)
{
	for (size_t at = find(w, hash); at < w->count && w->places[at].hash == hash; at++)
		if (links_at(w, w->places[at].link)->archive != except)
			reach_place(w, at);
}

static void follow(struct walk *w)
{
	for (size_t at = 0; at < w->queued; at++) {
		const struct place *p = &w->places[w->queue[at]];
		const struct java_links *l = links_at(w, p->link);
		const struct java_node *n = &l->nodes[p->node];

		for (size_t i = 0; i < n->edge_count; i++)
			reach_name(w, l->edges.items[n->first_edge + i], NULL);
	}
	w->queued = 0;
}

static void reach_hashes(struct walk *w, const struct java_hashes *h,
			 const struct java_archive *except)
{
	for (size_t i = 0; i < h->len; i++)
		reach_name(w, h->items[i], except);
}

static void reach_by_code(struct walk *w)
{
	w->how = JAVA_CODE;
	for (size_t at = 0; at < w->count; at++)
		if (links_at(w, w->places[at].link)->nodes[w->places[at].node].root)
			reach_place(w, at);
	for (size_t i = 0; i < w->links->len; i++)
		reach_hashes(w, &links_at(w, i)->starts, NULL);
	follow(w);
}

/* Names in the model and in files beside the archives. */
static void reach_outside(struct walk *w, const struct vec *names)
{
	for (size_t i = 0; names != NULL && i < names->len; i++) {
		struct java_named *named = names->items[i];
		size_t at = find(w, named->hash);

		if (at == w->count)
			continue;
		named->archive = links_at(w, w->places[at].link)->archive;
		reach_name(w, named->hash, NULL);
	}
}

static void reach_by_name(struct walk *w, const struct vec *names)
{
	w->how = JAVA_NAME;
	reach_outside(w, names);
	for (size_t i = 0; i < w->links->len; i++) {
		reach_hashes(w, &links_at(w, i)->services, NULL);
		reach_hashes(w, &links_at(w, i)->names, links_at(w, i)->archive);
	}
	follow(w);
}

void java_reach(const struct vec *links, const struct vec *names, bool known)
{
	struct walk w = { .links = links };

	for (size_t i = 0; i < links->len; i++) {
		struct java_archive *a = links_at(&w, i)->archive;

		a->reached = a->own ? JAVA_CODE : known ? JAVA_NOT_SEEN : JAVA_UNKNOWN;
	}
	if (!known)
		return;
	collect(&w);
	list(&w);
	reach_by_code(&w);
	reach_by_name(&w, names);
	free(w.places);
	free(w.first);
	free(w.seen);
	free(w.queue);
}
