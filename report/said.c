/* SPDX-License-Identifier: Apache-2.0 */
#include "report/said.h"

#include <string.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/text.h"

/* "answers.yaml:12" as a number, so that line 9 comes before it. */
static int64_t line_of(const struct said *s)
{
	const char *colon = strrchr(s->answer->place, ':');
	int64_t line = 0;

	if (colon != NULL)
		text_to_int(colon + 1, &line);
	return line;
}

static int compare(const void *left, const void *right)
{
	const struct said *a = left, *b = right;

	if (line_of(a) != line_of(b))
		return line_of(a) < line_of(b) ? -1 : 1;
	return strcmp(a->answer->subject, b->answer->subject);
}

static struct said *said_for(struct vec *list, const struct stated *s, struct arena *arena)
{
	struct said *new;

	for (size_t i = 0; i < list->len; i++) {
		struct said *old = list->items[i];

		if (strcmp(old->answer->subject, s->subject) == 0 &&
		    strcmp(old->answer->place, s->place) == 0)
			return old;
	}
	new = arena_alloc(arena, sizeof(*new));
	new->answer = s;
	new->worst = s->effect;
	vec_push(list, new);
	return new;
}

void said_collect(struct vec *list, const struct audit *audit, struct arena *arena)
{
	const struct outcomes *all = audit->outcomes;

	for (size_t i = 0; i < all->count; i++) {
		for (size_t k = 0; k < all->items[i].stated_count; k++) {
			const struct stated *s = &all->items[i].stated[k];
			struct said *said = said_for(list, s, arena);
			struct said_rule *rule = arena_alloc(arena, sizeof(*rule));

			*rule = (struct said_rule){ &all->items[i], s };
			vec_push(&said->rules, rule);
			if (s->effect == STATED_OVERRULED)
				said->worst = STATED_OVERRULED;
		}
	}
	vec_sort(list, compare);
}

void said_release(struct vec *list)
{
	for (size_t i = 0; i < list->len; i++)
		vec_release(&((struct said *)list->items[i])->rules);
	vec_release(list);
}

void said_answer(struct buf *out, const struct stated *s)
{
	if (s->value == NULL)
		buf_printf(out, "accepted as a risk until %s: %s",
			   s->until == NULL ? "further notice" : s->until,
			   s->reason == NULL ? "no reason given" : s->reason);
	else
		buf_puts(out, s->value);
	if (s->comment != NULL)
		buf_printf(out, "%s%s", s->value == NULL ? "; " : ": ", s->comment);
	if (s->value != NULL && s->until != NULL)
		buf_printf(out, " (until %s)", s->until);
}

void said_by(struct buf *out, const struct stated *s)
{
	buf_puts(out, s->by);
	if (s->on[0] != '\0')
		buf_printf(out, ", %s", s->on);
	if (s->place[0] != '\0')
		buf_printf(out, " (%s)", s->place);
}

void said_rules(struct buf *out, const struct said *s, enum stated_effect effect)
{
	const char *separator = "";

	for (size_t i = 0; i < s->rules.len; i++) {
		const struct said_rule *r = s->rules.items[i];

		if (r->stated->effect != effect)
			continue;
		buf_printf(out, "%s%s", separator, r->outcome->rule->id);
		separator = ", ";
	}
}
