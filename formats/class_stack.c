/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operand stack and the locals, as far as constants on them are known, JVM specification
 * 6.5. Counted in slots: a long is its value and an unknown above it. Where code is not what a
 * verifier would let through, values are unknown; nothing is refused here.
 */
#include "formats/class_run.h"

#include <string.h>

enum {
	OP_ACONST_NULL = 0x01, OP_ILOAD = 0x15, OP_ALOAD = 0x19, OP_ILOAD_0 = 0x1a,
	OP_IALOAD = 0x2e, OP_ISTORE = 0x36, OP_ASTORE = 0x3a, OP_ISTORE_0 = 0x3b,
	OP_IASTORE = 0x4f, OP_AASTORE = 0x53, OP_DUP = 0x59, OP_SWAP = 0x5f, OP_IINC = 0x84,
	OP_ARETURN = 0xb0, OP_WIDE = 0xc4, OPS = 0xca
};

/* Slots taken and given by the instructions that need no closer look, a row for 32 of them. */
static const char pops[OPS + 1] =
	"00000000000000000000000000000000"
	"00000000000000222222221212111112"
	"22211112222111134343333120000000"
	"24242424242424242424121223232324"
	"24240111222111222111422441111112"
	"22222220001112121000000000001111"
	"1111001100";
static const char pushes[OPS + 1] =
	"01111111122111221111212121111122"
	"22111122221111121211110000000000"
	"00000000000000000000000000000000"
	"12121212121212121212121212121212"
	"12120212112122121111111110000000"
	"00000000100000000000000000011110"
	"1100000001";

static const struct class_value unknown = {.kind = CLASS_VALUE_UNKNOWN};

void class_stack_begin(struct class_run *r)
{
	struct class_scratch *s = r->c->scratch;
	size_t old = s->stamp_size;

	class_grow(&s->values, &s->value_size, (size_t)r->max_stack + r->max_locals + 1,
		   sizeof(*s->values));
	class_grow(&s->stamps, &s->stamp_size, (size_t)r->max_locals + 1, sizeof(*s->stamps));
	if (s->stamp_size > old)
		memset(s->stamps + old, 0, (s->stamp_size - old) * sizeof(*s->stamps));
	r->stack = s->values;
	r->locals = s->values + r->max_stack;
	r->depth = 0;
	class_stack_forget(r);
}

void class_stack_lose(struct class_run *r)
{
	for (unsigned i = 0; r->resources && i < r->depth; i++)
		class_resource_fate(r, r->stack[i].node, CLASS_RES_LOST);
}

void class_stack_forget(struct class_run *r)
{
	struct class_scratch *s = r->c->scratch;

	class_stack_lose(r);
	r->depth = 0;
	if (++s->stamp == 0) {
		memset(s->stamps, 0, s->stamp_size * sizeof(*s->stamps));
		s->stamp = 1;
	}
}

void class_stack_push(struct class_run *r, struct class_value v, unsigned slots)
{
	if (slots == 0)
		return;
	if (r->depth + slots > r->max_stack) {
		class_stack_forget(r);
		return;
	}
	r->stack[r->depth] = v;
	if (slots == 2)
		r->stack[r->depth + 1] = unknown;
	r->depth += slots;
}

struct class_value class_stack_pop(struct class_run *r)
{
	return r->depth == 0 ? unknown : r->stack[--r->depth];
}

struct class_value class_stack_peek(const struct class_run *r, unsigned below)
{
	return below < r->depth ? r->stack[r->depth - 1 - below] : unknown;
}

void class_stack_drop(struct class_run *r, unsigned slots)
{
	r->depth -= slots < r->depth ? slots : r->depth;
}

static void push_int(struct class_run *r, enum class_value_kind kind, int64_t value)
{
	class_stack_push(r, (struct class_value){.kind = (uint8_t)kind, .integer = value},
			 kind == CLASS_VALUE_LONG ? 2 : 1);
}

static void push_real(struct class_run *r, enum class_value_kind kind, double value)
{
	class_stack_push(r, (struct class_value){.kind = (uint8_t)kind, .real = value},
			 kind == CLASS_VALUE_DOUBLE ? 2 : 1);
}

/* Instructions 0x01 to 0x11, whose constant is in the code. */
static void constant(struct class_run *r, unsigned op)
{
	const unsigned char *p = r->code + r->pc;

	if (op == OP_ACONST_NULL)
		push_int(r, CLASS_VALUE_NULL, 0);
	else if (op <= 0x08)
		push_int(r, CLASS_VALUE_INT, (int)op - 3);
	else if (op <= 0x0a)
		push_int(r, CLASS_VALUE_LONG, op - 9);
	else if (op <= 0x0d)
		push_real(r, CLASS_VALUE_FLOAT, op - 0x0b);
	else if (op <= 0x0f)
		push_real(r, CLASS_VALUE_DOUBLE, op - 0x0e);
	else if (op == 0x10)
		push_int(r, CLASS_VALUE_INT, (int8_t)p[1]);
	else
		push_int(r, CLASS_VALUE_INT, (int16_t)class_be16(p + 1));
}

/* Types in the order of the instructions: int long float double reference. */
static unsigned width(unsigned type)
{
	return type == 1 || type == 3 ? 2 : 1;
}

static void load(struct class_run *r, unsigned type, unsigned local)
{
	struct class_value v = unknown;

	if (local < r->max_locals && r->c->scratch->stamps[local] == r->c->scratch->stamp)
		v = r->locals[local];
	else if (r->resources && type == 4 && local < r->max_locals)
		v.node = local + 1;
	class_stack_push(r, v, width(type));
}

static void keep(struct class_run *r, unsigned local, struct class_value v)
{
	if (local >= r->max_locals)
		return;
	r->locals[local] = v;
	r->c->scratch->stamps[local] = r->c->scratch->stamp;
}

static void store(struct class_run *r, unsigned type, unsigned local)
{
	struct class_value v;

	if (width(type) == 2) {
		class_stack_pop(r);
		keep(r, local + 1, unknown);
	}
	v = class_stack_pop(r);
	keep(r, local, v);
	if (v.node != 0 && local < r->max_locals)
		class_resource_same(r, v.node, local + 1);
}

/* dup and its forms: the top `count` slots once more, under `below` others. */
static void dup(struct class_run *r, unsigned count, unsigned below)
{
	struct class_value top[4];
	unsigned all = count + below;

	for (unsigned i = all; i > 0; i--)
		top[i - 1] = class_stack_pop(r);
	for (unsigned i = below; i < all; i++)
		class_stack_push(r, top[i], 1);
	for (unsigned i = 0; i < all; i++)
		class_stack_push(r, top[i], 1);
}

static void swap(struct class_run *r)
{
	struct class_value a = class_stack_pop(r), b = class_stack_pop(r);

	class_stack_push(r, a, 1);
	class_stack_push(r, b, 1);
}

static void wide(struct class_run *r)
{
	unsigned op = r->code[r->pc + 1], local = class_be16(r->code + r->pc + 2);

	if (op >= OP_ILOAD && op <= OP_ALOAD)
		load(r, op - OP_ILOAD, local);
	else if (op >= OP_ISTORE && op <= OP_ASTORE)
		store(r, op - OP_ISTORE, local);
	else if (op == OP_IINC)
		keep(r, local, unknown);
}

void class_stack_plain(struct class_run *r, unsigned op)
{
	if (op == OP_AASTORE)
		class_resource_fate(r, class_stack_peek(r, 0).node, CLASS_RES_STORED);
	else if (op == OP_ARETURN)
		class_resource_fate(r, class_stack_peek(r, 0).node, CLASS_RES_RETURNED);

	if (op >= OP_ACONST_NULL && op <= 0x11) {
		constant(r, op);
	} else if (op >= OP_ILOAD && op <= OP_ALOAD) {
		load(r, op - OP_ILOAD, r->code[r->pc + 1]);
	} else if (op >= OP_ILOAD_0 && op < OP_IALOAD) {
		load(r, (op - OP_ILOAD_0) / 4, (op - OP_ILOAD_0) % 4);
	} else if (op >= OP_ISTORE && op <= OP_ASTORE) {
		store(r, op - OP_ISTORE, r->code[r->pc + 1]);
	} else if (op >= OP_ISTORE_0 && op < OP_IASTORE) {
		store(r, (op - OP_ISTORE_0) / 4, (op - OP_ISTORE_0) % 4);
	} else if (op >= OP_DUP && op < OP_SWAP) {
		dup(r, 1 + (op - OP_DUP) / 3, (op - OP_DUP) % 3);
	} else if (op == OP_SWAP) {
		swap(r);
	} else if (op == OP_IINC) {
		keep(r, r->code[r->pc + 1], unknown);
	} else if (op == OP_WIDE) {
		wide(r);
	} else {
		class_stack_drop(r, (unsigned)(pops[op] - '0'));
		class_stack_push(r, unknown, (unsigned)(pushes[op] - '0'));
	}
}
