/* SPDX-License-Identifier: Apache-2.0 */
/* The fact store: definitions, values on their way in, and the one order facts have. */
#include "core/fact.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/secret.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/text.h"
#include "util/vec.h"

const struct fact_def *vocabulary_find(const struct vocabulary *v, const char *name)
{
	for (size_t i = 0; i < v->count; i++)
		if (strcmp(v->items[i].def->name, name) == 0)
			return v->items[i].def;
	return NULL;
}

int fact_def_attr(const struct fact_def *def, const char *name)
{
	for (int i = 0; def->attrs != NULL && def->attrs[i].name != NULL; i++)
		if (strcmp(def->attrs[i].name, name) == 0)
			return i;
	return -1;
}

size_t fact_def_attr_count(const struct fact_def *def)
{
	size_t n = 0;

	while (def->attrs != NULL && def->attrs[n].name != NULL)
		n++;
	return n;
}

const struct fact_def *fact_def_child(const struct fact_def *def, const char *name)
{
	for (size_t i = 0; def->children != NULL && def->children[i] != NULL; i++)
		if (strcmp(def->children[i]->name, name) == 0)
			return def->children[i];
	return NULL;
}

void facts_init(struct facts *fs, const struct vocabulary *v, uint64_t max)
{
	memset(fs, 0, sizeof(*fs));
	fs->arena = arena_new();
	fs->vocabulary = v;
	fs->max = max;
	fs->max_bytes = UINT64_MAX;
}

void facts_release(struct facts *fs)
{
	arena_free(fs->arena);
	free(fs->items);
	memset(fs, 0, sizeof(*fs));
}

/* A fact of that definition; counted, and *kept is false over the limit. */
static struct fact *new_fact(struct facts *fs, const struct fact_def *def, bool *kept)
{
	size_t n = fact_def_attr_count(def);
	struct fact *f = arena_alloc(fs->arena, sizeof(*f));

	f->def = def;
	f->values = arena_alloc(fs->arena, (n + 1) * sizeof(*f->values));
	*kept = fs->total < fs->max && fs->bytes < fs->max_bytes;
	f->dropped = !*kept;
	if (*kept)
		fs->total++;
	else
		fs->over = true;
	return f;
}

struct fact *facts_add(struct facts *fs, const struct fact_def *def)
{
	bool kept;
	struct fact *f = new_fact(fs, def, &kept);

	if (!kept)
		return f;
	if (fs->count == fs->size) {
		fs->size = fs->size == 0 ? 256 : fs->size * 2;
		fs->items = alloc_resize(fs->items, fs->size * sizeof(*fs->items));
	}
	fs->items[fs->count++] = f;
	return f;
}

struct fact *fact_child(struct facts *fs, struct fact *parent, const struct fact_def *def)
{
	bool kept;
	struct fact *f = new_fact(fs, def, &kept);

	f->dropped |= parent->dropped;
	if (f->dropped)
		return f;
	if (parent->last == NULL)
		parent->first = f;
	else
		parent->last->next = f;
	parent->last = f;
	return f;
}

/* Two digits of a time, from least to most. */
static bool has_part(const char *s, int least, int most)
{
	int n = (s[0] - '0') * 10 + s[1] - '0';

	return n >= least && n <= most;
}

static bool is_time(const char *s)
{
	static const char shape[] = "0000-00-00T00:00:00Z";

	if (strlen(s) != sizeof(shape) - 1)
		return false;
	for (size_t i = 0; shape[i] != '\0'; i++)
		if (shape[i] == '0' ? s[i] < '0' || s[i] > '9' : s[i] != shape[i])
			return false;
	return has_part(s + 5, 1, 12) && has_part(s + 8, 1, 31) && has_part(s + 11, 0, 23) &&
	       has_part(s + 14, 0, 59) && has_part(s + 17, 0, 60);
}

bool attr_takes(const struct attr_def *def, const char *value)
{
	int64_t number;

	switch (def->type) {
	case ATTR_INT:
		return text_to_int(value, &number);
	case ATTR_BYTES:
		return text_to_int(value, &number) && number >= 0;
	case ATTR_TIME:
		return is_time(value);
	case ATTR_DIGEST:
		return value[strspn(value, "0123456789abcdef")] == '\0';
	case ATTR_BOOL:
		return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0;
	case ATTR_ENUM:
		return text_is_word(def->words, value);
	default:
		return true;
	}
}

void fact_set_named(struct facts *fs, struct fact *f, unsigned attr, const char *name,
		    const char *value)
{
	const struct attr_def *def = &f->def->attrs[attr];

	if (value == NULL || f->dropped)
		return;
	if (def->type == ATTR_STRING || def->type == ATTR_NAME)
		value = secret_mask(fs->arena, name, value, def->type == ATTR_NAME);
	else if (!attr_takes(def, value))
		BUG("a value that the definition does not allow");
	f->values[attr] = arena_text(fs->arena, value);
	fs->bytes += strlen(value);
}

void fact_set(struct facts *fs, struct fact *f, unsigned attr, const char *value)
{
	fact_set_named(fs, f, attr, NULL, value);
}

void fact_set_int(struct facts *fs, struct fact *f, unsigned attr, int64_t value)
{
	if (!f->dropped)
		f->values[attr] = arena_printf(fs->arena, "%" PRId64, value);
}

void fact_set_bool(struct facts *fs, struct fact *f, unsigned attr, bool value)
{
	(void)fs;
	f->values[attr] = value ? "yes" : "no";
}

void fact_set_time(struct facts *fs, struct fact *f, unsigned attr, int64_t ms)
{
	int64_t seconds = ms >= 0 ? ms / 1000 : -((999 - ms) / 1000);
	time_t when = (time_t)seconds;
	struct tm tm;

	/* Years outside 0000-9999 have no four digits: such a time is not stated. */
	if (gmtime_r(&when, &tm) == NULL || tm.tm_year < -1900 || tm.tm_year > 8099)
		return;
	f->values[attr] = arena_printf(fs->arena, "%04d-%02d-%02dT%02d:%02d:%02dZ",
				       tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
				       tm.tm_hour, tm.tm_min, tm.tm_sec);
}

void fact_set_text(struct facts *fs, struct fact *f, const char *text)
{
	if (f->dropped)
		return;
	f->text = arena_text(fs->arena, secret_mask(fs->arena, NULL, text, true));
	fs->bytes += strlen(f->text);
}

const char *fact_get(const struct fact *f, const char *attr)
{
	int i = fact_def_attr(f->def, attr);

	return i < 0 ? NULL : f->values[i];
}

/* Order of a top-level definition; the vocabulary is some dozens long. */
static size_t order_of(const struct vocabulary *v, const struct fact_def *def)
{
	for (size_t i = 0; i < v->count; i++)
		if (v->items[i].def == def)
			return i;
	BUG("a fact that is not in the vocabulary");
}

struct sort_item {
	size_t order;
	struct fact *fact;
};

static int compare_values(const struct fact *a, const struct fact *b, bool keys)
{
	for (size_t i = 0; a->def->attrs != NULL && a->def->attrs[i].name != NULL; i++) {
		const char *left = a->values[i], *right = b->values[i];
		int c;

		if (((a->def->attrs[i].flags & ATTR_KEY) != 0) != keys || left == right)
			continue;
		c = left == NULL ? -1 : right == NULL ? 1 : strcmp(left, right);
		if (c != 0)
			return c;
	}
	return 0;
}

static int compare_items(const void *left, const void *right)
{
	const struct sort_item *a = left, *b = right;
	int c;

	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	c = compare_values(a->fact, b->fact, true);
	return c != 0 ? c : compare_values(a->fact, b->fact, false);
}

void facts_sort(struct facts *fs)
{
	struct sort_item *items = alloc_zero(fs->count, sizeof(*items));
	struct vec list = { 0 };
	const struct fact_def *last = NULL;
	size_t order = 0;

	for (size_t i = 0; i < fs->count; i++) {
		if (fs->items[i]->def != last) {
			last = fs->items[i]->def;
			order = order_of(fs->vocabulary, last);
		}
		items[i] = (struct sort_item){ order, fs->items[i] };
		vec_push(&list, &items[i]);
	}
	vec_sort(&list, compare_items);
	for (size_t i = 0; i < fs->count; i++)
		fs->items[i] = ((struct sort_item *)list.items[i])->fact;
	vec_release(&list);
	free(items);
}

struct fact *const *facts_of(const struct facts *fs, const char *name, size_t *count)
{
	const struct fact_def *def = vocabulary_find(fs->vocabulary, name);
	size_t low = 0, high = fs->count, wanted, end;

	*count = 0;
	if (def == NULL)
		return NULL;
	wanted = order_of(fs->vocabulary, def);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (order_of(fs->vocabulary, fs->items[middle]->def) < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < fs->count && fs->items[end]->def == def; end++)
		;
	*count = end - low;
	return *count == 0 ? NULL : fs->items + low;
}

const struct fact *facts_first(const struct facts *fs, const char *name)
{
	size_t n;
	struct fact *const *found = facts_of(fs, name, &n);

	return n == 0 ? NULL : found[0];
}
