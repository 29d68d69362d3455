/* SPDX-License-Identifier: Apache-2.0 */
/* One method being walked: shared by decoding, the simulated stack and the fate of resources. */
#ifndef FORMATS_CLASS_RUN_H
#define FORMATS_CLASS_RUN_H

#include "formats/class_internal.h"

/*
 * Values that are the same thing: a local variable and all that was ever stored in it, a stream
 * and those around it. Node n + 1 is local n, later ones are objects; node 0 is none.
 */
struct class_node {
	uint32_t parent;
	uint32_t fate;		/* CLASS_RES_* bits, good at the root */
	uint16_t opener;	/* pool index of the opening call that gave it, or 0; likewise */
	uint16_t reader;	/* of a call that reads it */
};

/* In fate: what gave it gives the same thing each time. */
enum { CLASS_NODE_AGAIN = 1 << 16 };

struct class_run {
	struct classfile *c;
	const struct class_walk *w;
	const struct class_member *m;
	const unsigned char *code;
	uint32_t len, pc;
	uint32_t handlers_at;
	unsigned handler_count;
	struct err *err;

	struct class_value *stack, *locals;
	unsigned depth, max_stack, max_locals;
	bool resources;		/* nodes are kept */
	uint32_t node_count;
	size_t resource_count;
	unsigned does;
	uint16_t cast_of;	/* as in struct class_summary */
};

/* class_stack.c */
void class_stack_begin(struct class_run *r);
/* A place that a jump may reach: nothing is known any more. */
void class_stack_forget(struct class_run *r);
/* A jump away: what is on the stack is used where it cannot be followed. */
void class_stack_lose(struct class_run *r);
void class_stack_push(struct class_run *r, struct class_value v, unsigned slots);
struct class_value class_stack_pop(struct class_run *r);
/* The value `below` slots under the top one; unknown when the stack is not that deep. */
struct class_value class_stack_peek(const struct class_run *r, unsigned below);
void class_stack_drop(struct class_run *r, unsigned slots);
/* An instruction that has no constant in the pool. */
void class_stack_plain(struct class_run *r, unsigned op);

/* class_resource.c; each does nothing without r->resources */
void class_resource_begin(struct class_run *r);
uint32_t class_resource_object(struct class_run *r);		/* a new node */
void class_resource_same(struct class_run *r, uint32_t a, uint32_t b);
void class_resource_fate(struct class_run *r, uint32_t node, unsigned fate);
/* Pool index of the call that gave it; 0 where none is known. */
unsigned class_resource_opener(struct class_run *r, uint32_t node);
/* Before the arguments are dropped; returns the node of what the call gives. */
uint32_t class_resource_call(struct class_run *r, unsigned op, unsigned index, unsigned slots);
void class_resource_end(struct class_run *r);			/* gives the summary */

/* class_method.c: looks at a method entry, or InvokeDynamic, once: arg_slots and state. */
int class_method_know(struct classfile *c, unsigned index, struct err *err);

#endif
