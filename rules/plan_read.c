/* SPDX-License-Identifier: Apache-2.0 */
/* Phases and steps of the plan, as a file has them. */
#include <string.h>

#include "rules/reader.h"
#include "rules/table.h"
#include "util/arena.h"

static void read_list(struct reader *r, struct step *step, const xmlNode *node)
{
	struct step_list *list = arena_alloc(r->rules->arena, sizeof(*list));
	const char *tick = reader_attr(r, node, "tick");

	list->title = reader_line(r, node, "title");
	list->tick = tick == NULL || strcmp(tick, "yes") == 0;
	list->select_text = reader_written(r, node, "select");
	list->done_text = reader_written(r, node, "done");
	list->message = reader_message(r, node);
	list->spot = reader_spot(r, node);
	vec_push(&step->lists, list);
}

/* The value of a field is one expression: a message that is one hole. */
static void read_line(struct reader *r, struct step_request *request, const xmlNode *node)
{
	struct step_line *line = arena_alloc(r->rules->arena, sizeof(*line));
	const char *value;

	if (reader_is(node, "line")) {
		line->text = reader_message(r, node);
	} else {
		line->field = reader_line(r, node, "name");
		value = reader_line(r, node, "value");
		line->text.spot = reader_spot(r, node);
		if (value != NULL)
			line->text.source = arena_printf(r->rules->arena, "{%s}", value);
	}
	vec_push(&request->lines, line);
}

static void read_request(struct reader *r, struct step *step, const xmlNode *node)
{
	step->request.to = reader_line(r, node, "to");
	step->request.subject = reader_line(r, node, "subject");
	for (const xmlNode *c = node->children; c != NULL; c = c->next)
		if (reader_is(c, "line") || reader_is(c, "field"))
			read_line(r, &step->request, c);
}

static void read_text(struct reader *r, struct step *step, const xmlNode *node)
{
	struct message *text = arena_alloc(r->rules->arena, sizeof(*text));

	*text = reader_message(r, node);
	vec_push(&step->texts, text);
}

static void read_child(struct reader *r, struct step *step, const xmlNode *c)
{
	if (reader_is(c, "title")) {
		step->title = reader_message(r, c);
	} else if (reader_is(c, "applies")) {
		step->applies_text = reader_written(r, c, "select");
	} else if (reader_is(c, "text")) {
		read_text(r, step, c);
	} else if (reader_is(c, "list")) {
		read_list(r, step, c);
	} else if (reader_is(c, "done")) {
		step->done_text = reader_written(r, c, "select");
		step->proof = reader_message(r, c);
	} else if (reader_is(c, "back")) {
		step->info.back = reader_content(r, c);
	} else if (reader_is(c, "request")) {
		read_request(r, step, c);
	}
}

static enum plan_undo undo_of(const char *word)
{
	return strcmp(word, "yes") == 0 ? PLAN_UNDO_YES :
	       strcmp(word, "until") == 0 ? PLAN_UNDO_UNTIL : PLAN_UNDO_NO;
}

static enum step_work work_of(const char *word)
{
	return word == NULL ? STEP_WORK_NONE :
	       strcmp(word, "findings") == 0 ? STEP_WORK_FINDINGS : STEP_WORK_QUESTIONS;
}

static void read_info(struct reader *r, struct step *step, const xmlNode *node)
{
	struct plan_step_info *i = &step->info;

	i->id = reader_attr(r, node, "id");
	i->who = reader_attr(r, node, "who");
	i->duration = reader_attr(r, node, "duration");
	i->ahead = reader_attr(r, node, "ahead");
	i->undo = undo_of(reader_attr(r, node, "undo"));
	i->links = reader_links(r, node, &i->link_count);
	i->covers = reader_words(r, node, "covers");
	step->work = work_of(reader_attr(r, node, "work"));
	step->spot = reader_spot(r, node);
}

/* What the table cannot say: which parts go together. */
static int check_step(struct reader *r, const struct step *s)
{
	if ((s->info.undo == PLAN_UNDO_YES) != (s->info.back == NULL))
		return table_fault(r->err, r->file, s->spot.line,
				   "step '%s': 'back' goes with undo=\"until\" or \"no\", and only "
				   "with these", s->info.id);
	if (s->work != STEP_WORK_NONE && s->done_text.text != NULL)
		return table_fault(r->err, r->file, s->spot.line,
				   "step '%s': 'work' says itself when it is done, without 'done'",
				   s->info.id);
	return 0;
}

static int read_step(struct reader *r, struct phase *phase, const xmlNode *node)
{
	struct step *step = arena_alloc(r->rules->arena, sizeof(*step)), *old;

	read_info(r, step, node);
	vec_push(&phase->steps, step);		/* owns the step's lists from here on */
	old = map_add(&r->rules->steps_by_id, step->info.id, step);
	if (old != NULL)
		return table_fault(r->err, r->file, step->spot.line,
				   "step '%s' is already at %s:%d", step->info.id, old->spot.file,
				   old->spot.line);
	for (const xmlNode *c = node->children; c != NULL; c = c->next)
		read_child(r, step, c);
	return check_step(r, step);
}

/* A phase may be spread over several files, like a pack. */
static struct phase *find_phase(struct reader *r, const char *id)
{
	for (size_t i = 0; i < r->rules->phases.len; i++) {
		struct phase *p = r->rules->phases.items[i];

		if (strcmp(p->id, id) == 0)
			return p;
	}
	return NULL;
}

static struct phase *new_phase(struct reader *r, const char *id, const xmlNode *node)
{
	struct phase *p = arena_alloc(r->rules->arena, sizeof(*p));

	p->id = id;
	p->title = reader_line(r, node, "title");
	p->spot = reader_spot(r, node);
	vec_push(&r->rules->phases, p);
	return p;
}

int read_phase(struct reader *r, const xmlNode *node)
{
	const char *id = reader_attr(r, node, "id");
	struct phase *p = find_phase(r, id);

	if (p == NULL)
		p = new_phase(r, id, node);
	else if (strcmp(p->title, reader_line(r, node, "title")) != 0)
		return table_fault(r->err, r->file, reader_spot(r, node).line,
				   "phase '%s' has another title at %s:%d", id, p->spot.file,
				   p->spot.line);
	for (const xmlNode *c = node->children; c != NULL; c = c->next) {
		if (reader_is(c, "intro"))
			p->intro = reader_content(r, c);
		else if (reader_is(c, "step") && read_step(r, p, c) != 0)
			return -1;
	}
	return 0;
}
