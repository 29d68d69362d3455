/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What becomes of things that a method opens. Order is not looked at: nodes that ever were the
 * same thing share one fate, so a reused variable hides a leak rather than making one up.
 */
#include "formats/class_run.h"

static struct class_node *nodes(const struct class_run *r)
{
	return r->c->scratch->nodes;
}

void class_resource_begin(struct class_run *r)
{
	struct class_scratch *s = r->c->scratch;

	r->resource_count = 0;
	if (!r->resources)
		return;
	r->node_count = r->max_locals + 1;
	class_grow(&s->nodes, &s->node_size, r->node_count, sizeof(*s->nodes));
	for (uint32_t i = 0; i < r->node_count; i++)
		s->nodes[i] = (struct class_node){.parent = i};
}

uint32_t class_resource_object(struct class_run *r)
{
	struct class_scratch *s = r->c->scratch;

	if (!r->resources)
		return 0;
	class_grow(&s->nodes, &s->node_size, r->node_count + 1, sizeof(*s->nodes));
	s->nodes[r->node_count] = (struct class_node){.parent = r->node_count};
	return r->node_count++;
}

static uint32_t root(const struct class_run *r, uint32_t node)
{
	struct class_node *all = nodes(r);

	while (all[node].parent != node) {
		all[node].parent = all[all[node].parent].parent;
		node = all[node].parent;
	}
	return node;
}

void class_resource_same(struct class_run *r, uint32_t a, uint32_t b)
{
	if (!r->resources || a == 0 || b == 0)
		return;
	a = root(r, a);
	b = root(r, b);
	if (a == b)
		return;
	nodes(r)[a].fate |= nodes(r)[b].fate;
	if (nodes(r)[a].reader == 0)
		nodes(r)[a].reader = nodes(r)[b].reader;
	if (nodes(r)[a].opener == 0)
		nodes(r)[a].opener = nodes(r)[b].opener;
	nodes(r)[b].parent = a;
}

void class_resource_fate(struct class_run *r, uint32_t node, unsigned fate)
{
	if (r->resources && node != 0)
		nodes(r)[root(r, node)].fate |= fate;
}

unsigned class_resource_opener(struct class_run *r, uint32_t node)
{
	return r->resources && node != 0 ? nodes(r)[root(r, node)].opener : 0;
}

/* What can be had again from where it came may be closed there. */
static void read_by(struct class_run *r, uint32_t node, unsigned index)
{
	struct class_node *n;

	if (node == 0)
		return;
	n = &nodes(r)[root(r, node)];
	if (n->fate & CLASS_NODE_AGAIN)
		n->fate |= CLASS_RES_PASSED;
	else if (n->reader == 0)
		n->reader = (uint16_t)index;
}

static void add_resource(struct class_run *r, unsigned index, uint32_t node)
{
	struct class_scratch *s = r->c->scratch;

	class_grow(&s->resources, &s->resource_size, r->resource_count + 1,
		   sizeof(*s->resources));
	s->resources[r->resource_count++] = (struct class_resource){
		.pc = r->pc, .index = (uint16_t)index, .node = node};
}

/*
 * What the arguments are to the call: read, wrapped, or handed on. Returns the one that it wraps,
 * which is the first; a static method gives that back, a constructor on `on` becomes the same.
 */
static uint32_t take_arguments(struct class_run *r, unsigned index, unsigned slots, uint32_t on)
{
	unsigned state = r->c->pool[index].state, mark = r->w->marks[index];
	bool init = (state & CLASS_STATE_INIT) != 0;
	bool wraps = (mark & CLASS_MARK_WRAPS) != 0 || (state & CLASS_STATE_WRAPS) != 0;
	uint32_t node, wrapped = 0;

	for (unsigned i = 0; i < slots; i++) {
		node = class_stack_peek(r, i).node;
		if (wraps && i == slots - 1 && (on != 0 || !init))
			wrapped = node;
		else if (mark & CLASS_MARK_READS)
			read_by(r, node, index);
		else
			class_resource_fate(r, node, CLASS_RES_PASSED);
	}
	if (init)
		class_resource_same(r, on, wrapped);
	return wrapped;
}

/*
 * A constructor opens what `new` in this method made; on a local it is the call of a super class
 * on `this`. One that wraps opens nothing new.
 */
uint32_t class_resource_call(struct class_run *r, unsigned op, unsigned index, unsigned slots)
{
	unsigned state = r->c->pool[index].state;
	bool opens, init = (state & CLASS_STATE_INIT) != 0;
	uint32_t on = 0, node, wrapped;

	if (!r->resources)
		return 0;
	opens = (r->w->marks[index] & CLASS_MARK_OPENS) != 0;
	if (op != CLASS_OP_INVOKESTATIC && op != CLASS_OP_INVOKEDYNAMIC)
		on = class_stack_peek(r, slots).node;
	wrapped = take_arguments(r, index, slots, on);
	if ((state & CLASS_STATE_CLOSES) && slots == 0)
		class_resource_fate(r, on, CLASS_RES_CLOSED);
	if (opens && init && !(state & CLASS_STATE_WRAPS) && on > r->max_locals)
		add_resource(r, index, on);
	if (init || !(state & CLASS_STATE_RESULT_1))
		return 0;
	if (!opens)
		return (state & CLASS_STATE_PART) && slots == 0 ? on : wrapped;
	node = class_resource_object(r);
	nodes(r)[node].opener = (uint16_t)index;
	if (state & CLASS_STATE_PART)
		class_resource_fate(r, node, CLASS_NODE_AGAIN);
	add_resource(r, index, node);
	return node;
}

void class_resource_end(struct class_run *r)
{
	struct class_scratch *s = r->c->scratch;
	struct class_summary summary = {
		.does = r->does, .cast_of = r->cast_of,
		.resources = s->resources, .resource_count = r->resource_count};

	if (r->w->summary == NULL)
		return;
	for (size_t i = 0; i < r->resource_count; i++) {
		const struct class_node *n = &nodes(r)[root(r, s->resources[i].node)];

		s->resources[i].fate = n->fate & (CLASS_NODE_AGAIN - 1);
		s->resources[i].reader = n->reader;
	}
	r->w->summary(r->w->data, r->m, &summary);
}
