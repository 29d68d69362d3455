/* SPDX-License-Identifier: Apache-2.0 */
/* Which keys there are, which go together, and that no question is answered twice. */
#include "formats/answers.h"

#include <string.h>

#include "core/limits.h"
#include "core/reply.h"
#include "core/secret.h"
#include "formats/tree.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/map.h"
#include "util/text.h"

enum { TEXT_LONGEST = 4000 };

const char *const answers_file_keys[] = { "by", "on", "answers", NULL };
const char *const answers_entry_keys[] = { "question", "rule", "value", "by", "on",
						"until", "comment", "accept", NULL };
const char *const answers_risk_keys[] = { "reason", "until", NULL };

struct reader {
	struct arena *arena;
	const char *name;
	const char *by, *on;	/* of the file */
	struct map known;	/* what was answered */
	struct err *err;
};

static int fault(struct reader *r, const struct tree *t, const char *what)
{
	return err_set(r->err, "line %u: %s", t->line, what);
}

static int check_keys(struct reader *r, const struct tree *map, const char *const *keys)
{
	for (const struct tree *c = map->first; c != NULL; c = c->next) {
		const char *near, *shown;
		size_t i = 0;

		while (keys[i] != NULL && strcmp(keys[i], c->key) != 0)
			i++;
		if (keys[i] != NULL)
			continue;
		near = text_nearest(c->key, keys);
		shown = secret_mask(r->arena, NULL, c->key, false);
		return near == NULL
			? err_set(r->err, "line %u: unknown key '%.60s'", c->line, shown)
			: err_set(r->err, "line %u: unknown key '%.60s'; did you mean '%s'?",
				  c->line, shown, near);
	}
	return 0;
}

/* The single value of a member into out, NULL where it is absent or empty. */
static int take(struct reader *r, const struct tree *map, const char *key, const char **out)
{
	const struct tree *t = tree_get(map, key);

	*out = NULL;
	if (t == NULL || t->kind == TREE_NULL)
		return 0;
	if (!tree_is_single(t))
		return err_set(r->err, "line %u: '%s' is %s, not one value", t->line, key,
			       tree_kind_name(t->kind));
	if (strlen(t->text) > TEXT_LONGEST)
		return err_set(r->err, "line %u: '%s' is longer than %d bytes", t->line, key,
			       (int)TEXT_LONGEST);
	if (t->text[strspn(t->text, " \t\r\n")] != '\0')
		*out = t->text;
	return 0;
}

static int take_date(struct reader *r, const struct tree *map, const char *key, const char **out)
{
	const char *text;

	if (take(r, map, key, &text) != 0)
		return -1;
	if (text != NULL && !text_is_day(text))
		return err_set(r->err, "line %u: '%s' is no day as YYYY-MM-DD",
			       tree_get(map, key)->line, key);
	*out = text;
	return 0;
}

static int read_risk(struct reader *r, const struct tree *entry, struct reply *a)
{
	const struct tree *risk = tree_get(entry, "accept");
	const char *until = a->until;

	if (risk == NULL || risk->kind == TREE_NULL)
		return 0;
	if (risk->kind != TREE_MAP)
		return err_set(r->err, "line %u: 'accept' is %s, not 'reason' and 'until'",
			       risk->line, tree_kind_name(risk->kind));
	if (check_keys(r, risk, answers_risk_keys) != 0 ||
	    take(r, risk, "reason", &a->reason) != 0 ||
	    take_date(r, risk, "until", &a->until) != 0)
		return -1;
	if (a->reason == NULL && a->until == NULL) {
		a->until = until;
		return 0;
	}
	if (a->value != NULL)
		return fault(r, risk, "'value' and 'accept' do not go together: what is known is "
			     "no risk to accept");
	if (until != NULL)
		return fault(r, risk, "'until' stands twice: the one inside 'accept' counts");
	if (a->reason == NULL || a->until == NULL)
		return fault(r, risk, "'accept' needs 'reason' and 'until'");
	return 0;
}

static int check_subject(struct reader *r, const struct tree *entry, const struct reply *a)
{
	const char *key;

	if ((a->question == NULL) == (a->rule == NULL))
		return fault(r, entry, "an answer names either 'question' or 'rule'");
	key = arena_printf(r->arena, "%s %s", a->question == NULL ? "rule" : "question",
			   a->question == NULL ? a->rule : a->question);
	if (map_add(&r->known, key, (void *)(uintptr_t)key) != NULL)
		return err_set(r->err, "line %u: %.100s is answered twice", entry->line,
			       secret_mask(r->arena, NULL, key, false));
	return 0;
}

/* Who and when, and the order of both days. */
static int check_sign(struct reader *r, const struct tree *entry, struct reply *a)
{
	if (a->by == NULL)
		a->by = r->by;
	if (a->on == NULL)
		a->on = r->on;
	if (a->by == NULL || a->on == NULL)
		return fault(r, entry, a->by == NULL
			? "'by' is missing: who says so?"
			: "'on' is missing: on which day, as YYYY-MM-DD?");
	if (a->until != NULL && strcmp(a->until, a->on) < 0)
		return fault(r, entry, "'until' is before 'on'");
	return 0;
}

/* 1: an answer; 0: a question that is open; -1. */
static int read_entry(struct reader *r, const struct tree *t, struct reply *a)
{
	if (t->kind != TREE_MAP)
		return err_set(r->err, "line %u: an answer is %s, not keys and values", t->line,
			       tree_kind_name(t->kind));
	if (check_keys(r, t, answers_entry_keys) != 0 ||
	    take(r, t, "question", &a->question) != 0 ||
	    take(r, t, "rule", &a->rule) != 0 || take(r, t, "value", &a->value) != 0 ||
	    take(r, t, "by", &a->by) != 0 || take_date(r, t, "on", &a->on) != 0 ||
	    take_date(r, t, "until", &a->until) != 0 ||
	    take(r, t, "comment", &a->comment) != 0 || read_risk(r, t, a) != 0 ||
	    check_subject(r, t, a) != 0)
		return -1;
	if (a->value == NULL && a->reason == NULL)
		return 0;
	a->line = t->line;
	a->place = arena_printf(r->arena, "%s:%u", r->name, t->line);
	return check_sign(r, t, a) == 0 ? 1 : -1;
}

static int read_list(struct reader *r, const struct tree *list, struct replies *out)
{
	if (list->kind != TREE_LIST)
		return err_set(r->err, "line %u: 'answers' is %s, not a list", list->line,
			       tree_kind_name(list->kind));
	out->items = arena_alloc(r->arena, (list->count + 1) * sizeof(*out->items));
	for (const struct tree *t = list->first; t != NULL; t = t->next) {
		struct reply *a = &out->items[out->count];
		int answered = read_entry(r, t, a);

		if (answered < 0)
			return -1;
		if (answered == 0)
			memset(a, 0, sizeof(*a));
		out->count += (size_t)answered;
	}
	return 0;
}

static int read_file(struct reader *r, const struct tree *t, struct replies *out)
{
	const struct tree *list = tree_get(t, "answers");

	if (t->kind != TREE_MAP)
		return err_set(r->err, "is %s, not a file of answers",
			       t->kind == TREE_NULL ? "empty" : tree_kind_name(t->kind));
	if (check_keys(r, t, answers_file_keys) != 0 || take(r, t, "by", &r->by) != 0 ||
	    take_date(r, t, "on", &r->on) != 0)
		return -1;
	if (list == NULL)
		return err_set(r->err, "has no 'answers'");
	return list->kind == TREE_NULL ? 0 : read_list(r, list, out);
}

int answers_read(struct replies *out, const char *name, const char *bytes, size_t len,
		 const struct limits *limits, struct arena *arena, struct err *err)
{
	struct reader r = { .arena = arena, .name = name, .err = err };
	struct replies read = { NULL, 0 };
	struct tree *t = NULL;
	int result = tree_from_yaml(&t, bytes, len, false, limits, arena, err);

	if (result == 0)
		result = read_file(&r, t, &read);
	map_release(&r.known);
	if (result == 0)
		*out = read;
	return result;
}
