/* SPDX-License-Identifier: Apache-2.0 */
/* The expressions in steps of the plan. */
#include "rules/compile.h"

static int compile_texts(struct compiler *c, struct step *s, source_set *used)
{
	if (compile_message(c, &s->title, NULL, used) != 0)
		return -1;
	for (size_t i = 0; i < s->texts.len; i++)
		if (compile_message(c, s->texts.items[i], NULL, used) != 0)
			return -1;
	return s->proof.source == NULL ? 0 : compile_message(c, &s->proof, NULL, used);
}

static int compile_list(struct compiler *c, struct step_list *list, source_set *used)
{
	const struct names_node *const *nodes;

	if (compile_select(c, &list->select, &list->select_text) != 0)
		return -1;
	nodes = list->select.names.selects;
	if (list->done_text.text != NULL &&
	    compile_expr(c, &list->done, &list->done_text, nodes) != 0)
		return -1;
	return compile_message(c, &list->message, nodes, used);
}

static int compile_request(struct compiler *c, struct step_request *request, source_set *used)
{
	for (size_t i = 0; i < request->lines.len; i++) {
		struct step_line *line = request->lines.items[i];

		if (line->text.source != NULL && compile_message(c, &line->text, NULL, used) != 0)
			return -1;
	}
	return 0;
}

static int compile_step(struct compiler *c, struct step *s)
{
	source_set used = 0;

	if (s->applies_text.text != NULL &&
	    compile_expr(c, &s->applies, &s->applies_text, NULL) != 0)
		return -1;
	if (s->done_text.text != NULL && compile_expr(c, &s->done, &s->done_text, NULL) != 0)
		return -1;
	for (size_t i = 0; i < s->lists.len; i++)
		if (compile_list(c, s->lists.items[i], &used) != 0)
			return -1;
	if (compile_texts(c, s, &used) != 0 || compile_request(c, &s->request, &used) != 0)
		return -1;
	s->used = used;
	return 0;
}

int plan_compile(struct compiler *c)
{
	c->rule = NULL;
	for (size_t i = 0; i < c->rules->phases.len; i++) {
		const struct phase *p = c->rules->phases.items[i];

		for (size_t k = 0; k < p->steps.len; k++)
			if (compile_step(c, p->steps.items[k]) != 0)
				return -1;
	}
	return compile_variables(c, &c->rules->plan_variables);
}
