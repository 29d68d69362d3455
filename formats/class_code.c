/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The instructions of a method, JVM specification 4.7.3 and 6.5: how long each is, where it jumps,
 * and the events it gives.
 */
#include "formats/class_run.h"

#include <string.h>

#include "util/err.h"

enum {
	OP_LCONST_0 = 0x09, OP_SIPUSH = 0x11, OP_LDC_W = 0x13, OP_LDC2_W = 0x14, OP_IINC = 0x84,
	OP_GOTO = 0xa7, OP_RET = 0xa9, OP_IRETURN = 0xac, OP_RETURN = 0xb1, OP_WIDE = 0xc4,
	OP_MULTIANEWARRAY = 0xc5, OP_GOTO_W = 0xc8, OP_JSR_W = 0xc9, OPS = 0xca,
	MAX_CODE = 65535, MAX_BOOTSTRAP_ARGS = 1 << 20, MAX_NESTING = 16,
	LONGEST_DESCRIPTOR = 2048
};

/*
 * What follows each opcode, a row for 32 of them: '.' nothing, 'c' a pool index in one byte, 'C'
 * in two, 'I' in two and two more bytes, 'M' in two and one, 'l' a local, 'b' 's' a number in one
 * or two bytes, 'n' an array's type, 'i' a local and a number, 'j' 'J' a jump in two or four,
 * 'T' 'L' tables, 'w' wide.
 */
static const char form[OPS + 1] =
	"................bscCClllll......"
	"......................lllll....."
	"................................"
	"................................"
	"....i....................jjjjjjj"
	"jjjjjjjjjlTL......CCCCCCCIICnC.."
	"CC..wMjjJJ";

static int bad(const struct class_run *r, const char *what)
{
	return err_set(r->err, "code at %u: %s", r->pc, what);
}

/* ---- length ---- */

/* Bytes of the tables at pc; 0 when they do not fit. */
static uint32_t table_length(const struct class_run *r, bool lookup)
{
	uint32_t head = 4 - r->pc % 4, left = r->len - r->pc;
	uint64_t count;
	const unsigned char *p = r->code + r->pc + head;

	if (head + 12 > left && (!lookup || head + 8 > left))
		return 0;
	if (lookup)
		count = 2 * (uint64_t)class_be32(p + 4);
	else
		count = (uint64_t)((int64_t)(int32_t)class_be32(p + 8) -
				   (int32_t)class_be32(p + 4) + 1);
	head += lookup ? 8 : 12;
	return count > (left - head) / 4 ? 0 : head + 4 * (uint32_t)count;
}

static uint32_t wide_length(const struct class_run *r)
{
	unsigned op;

	if (r->len - r->pc < 4)
		return 0;
	op = r->code[r->pc + 1];
	if (op == OP_IINC)
		return 6;
	return op < OPS && form[op] == 'l' ? 4 : 0;
}

/* Bytes of the instruction at pc, all of them inside the code; 0 with err set otherwise. */
static uint32_t length(const struct class_run *r)
{
	unsigned op = r->code[r->pc];
	uint32_t n = 0;

	switch (op < OPS ? form[op] : '!') {
	case '.': n = 1; break;
	case 'c': case 'l': case 'b': case 'n': n = 2; break;
	case 'C': case 's': case 'i': case 'j': n = 3; break;
	case 'M': n = 4; break;
	case 'I': case 'J': n = 5; break;
	case 'T': n = table_length(r, false); break;
	case 'L': n = table_length(r, true); break;
	case 'w': n = wide_length(r); break;
	default:
		err_set(r->err, "code at %u: unknown opcode %u", r->pc, op);
		return 0;
	}
	if (n != 0 && n <= r->len - r->pc)
		return n;
	err_set(r->err, "code at %u: opcode %u: cut off or out of range", r->pc, op);
	return 0;
}

/* ---- jumps ---- */

static int mark_jump(struct class_run *r, int64_t to)
{
	if (to < 0 || to >= r->len)
		return bad(r, "jumps out of the code");
	r->c->scratch->jumped_to[to / 8] |= (unsigned char)(1 << to % 8);
	return 0;
}

static int mark_table(struct class_run *r, uint32_t n, bool lookup)
{
	const unsigned char *p = r->code + r->pc + 4 - r->pc % 4;
	const unsigned char *end = r->code + r->pc + n;

	if (mark_jump(r, (int64_t)r->pc + (int32_t)class_be32(p)) < 0)
		return -1;
	for (p += 12; p < end; p += lookup ? 8 : 4)
		if (mark_jump(r, (int64_t)r->pc + (int32_t)class_be32(p)) < 0)
			return -1;
	return 0;
}

static int mark_jumps_of(struct class_run *r, uint32_t n)
{
	const unsigned char *p = r->code + r->pc;

	switch (form[p[0]]) {
	case 'j':
		return mark_jump(r, (int64_t)r->pc + (int16_t)class_be16(p + 1));
	case 'J':
		return mark_jump(r, (int64_t)r->pc + (int32_t)class_be32(p + 1));
	case 'T':
		return mark_table(r, n, false);
	case 'L':
		return mark_table(r, n, true);
	default:
		return 0;
	}
}

/* All places that jumps and handlers lead to, before the walk that forgets there. */
static int mark_jumps(struct class_run *r)
{
	struct class_scratch *s = r->c->scratch;
	size_t bytes = r->len / 8 + 1;
	uint32_t n;

	class_grow(&s->jumped_to, &s->jumped_size, bytes, 1);
	memset(s->jumped_to, 0, bytes);
	for (r->pc = 0; r->pc < r->len; r->pc += n) {
		n = length(r);
		if (n == 0 || mark_jumps_of(r, n) < 0)
			return -1;
	}
	r->pc = 0;
	for (unsigned i = 0; i < r->handler_count; i++)
		if (mark_jump(r, class_u2(r->c, r->handlers_at + 8 * (size_t)i + 4)) < 0)
			return -1;
	return 0;
}

/* ---- events ---- */

static bool wanted(const struct class_run *r, unsigned kind, unsigned index)
{
	return (r->w->kinds & kind) != 0 && r->w->event != NULL &&
	       (r->w->marks == NULL || index == 0 || (r->w->marks[index] & CLASS_MARK_EVENT));
}

static unsigned opcode(const struct class_run *r)
{
	unsigned op = r->code[r->pc];

	return op == OP_LDC_W || op == OP_LDC2_W ? (unsigned)CLASS_OP_LDC : op;
}

static struct class_event event_of(const struct class_run *r, unsigned kind, unsigned index)
{
	return (struct class_event){.kind = kind, .opcode = (uint8_t)opcode(r), .pc = r->pc,
				    .index = (uint16_t)index};
}

static void give(const struct class_run *r, const struct class_event *e)
{
	r->w->event(r->w->data, r->m, e);
}

static void give_text(const struct class_run *r, unsigned kind, unsigned index)
{
	struct class_event e;

	if (!wanted(r, kind, index))
		return;
	e = event_of(r, kind, index);
	e.text = classfile_text(r->c, index);
	give(r, &e);
}

static void give_number(const struct class_run *r, unsigned index, struct class_value v)
{
	struct class_event e;

	if (!wanted(r, CLASS_EVENT_NUMBER, index))
		return;
	e = event_of(r, CLASS_EVENT_NUMBER, index);
	e.value = v;
	give(r, &e);
}

/* The member behind a MethodHandle entry. */
static void give_handle(const struct class_run *r, unsigned handle, bool bootstrap)
{
	unsigned index = class_u2(r->c, r->c->pool[handle].at + 1);
	struct class_event e;

	if (!wanted(r, CLASS_EVENT_HANDLE, index))
		return;
	e = event_of(r, CLASS_EVENT_HANDLE, index);
	e.bootstrap = bootstrap;
	classfile_target(r->c, index, &e.target);
	give(r, &e);
}

/* ---- bootstrap methods ---- */

static int find_bootstraps(struct classfile *c, struct err *err)
{
	struct class_bootstraps *b = &c->scratch->bootstraps;
	uint32_t len, at = class_attribute(c, c->attributes_at,
					    CLASS_ATTRIBUTE_BOOTSTRAP_METHODS, &len), end;
	unsigned count;

	b->count = 0;
	b->known = at == 0;
	if (at == 0)
		return 0;
	end = at + len;
	if (len < 2)
		return err_set(err, "bootstrap methods: cut off");
	count = class_u2(c, at);
	class_grow(&b->at, &b->size, count, sizeof(*b->at));
	for (at += 2; b->count < count; at += 4 + 2 * (uint32_t)class_u2(c, at + 2)) {
		if (end - at < 4 || (end - at - 4) / 2 < class_u2(c, at + 2))
			return err_set(err, "bootstrap method %u: cut off", b->count);
		if (classfile_tag(c, class_u2(c, at)) != CLASS_TAG_METHOD_HANDLE)
			return err_set(err, "bootstrap method %u: entry %u is not a method handle",
				       b->count, class_u2(c, at));
		b->at[b->count++] = at;
	}
	b->known = true;
	return 0;
}

static struct class_value value_of(const struct class_run *r, unsigned index);
static int see_dynamic(struct class_run *r, unsigned index, unsigned depth);

static int see_argument(struct class_run *r, unsigned index, unsigned depth)
{
	switch (classfile_tag(r->c, index)) {
	case CLASS_TAG_METHOD_HANDLE:
		give_handle(r, index, false);
		return 0;
	case CLASS_TAG_STRING:
		give_text(r, CLASS_EVENT_STRING, index);
		return 0;
	case CLASS_TAG_CLASS:
		give_text(r, CLASS_EVENT_CLASS, index);
		return 0;
	case CLASS_TAG_INTEGER:
	case CLASS_TAG_LONG:
	case CLASS_TAG_FLOAT:
	case CLASS_TAG_DOUBLE:
		give_number(r, index, value_of(r, index));
		return 0;
	case CLASS_TAG_DYNAMIC:
		return see_dynamic(r, index, depth + 1);
	case CLASS_TAG_METHOD_TYPE:
		return 0;
	default:
		return err_set(r->err, "code at %u: entry %u is not a constant", r->pc, index);
	}
}

/* The bootstrap method of a dynamic call or constant, and its arguments. */
static int see_dynamic(struct class_run *r, unsigned index, unsigned depth)
{
	struct classfile *c = r->c;
	struct class_bootstraps *b = &c->scratch->bootstraps;
	unsigned number = class_u2(c, c->pool[index].at), count;
	uint32_t at;

	if (!b->known && find_bootstraps(c, r->err) < 0)
		return -1;
	if (number >= b->count)
		return err_set(r->err, "constant pool entry %u: no bootstrap method %u", index,
			       number);
	if (depth > MAX_NESTING)
		return err_set(r->err, "constant pool entry %u: dynamic constants go in circles",
			       index);
	at = b->at[number];
	count = class_u2(c, at + 2);
	c->scratch->bootstrap_args += count + 1;
	if (c->scratch->bootstrap_args > MAX_BOOTSTRAP_ARGS)
		return err_set(r->err, "bootstrap methods take over %d arguments",
			       MAX_BOOTSTRAP_ARGS);
	give_handle(r, class_u2(c, at), true);
	for (unsigned i = 0; i < count; i++)
		if (see_argument(r, class_u2(c, at + 4 + 2 * (size_t)i), depth) < 0)
			return -1;
	return 0;
}

/* ---- constants ---- */

static struct class_value value_of(const struct class_run *r, unsigned index)
{
	struct class_value v = {.kind = CLASS_VALUE_UNKNOWN};

	switch (classfile_tag(r->c, index)) {
	case CLASS_TAG_INTEGER:
	case CLASS_TAG_LONG:
		v.kind = classfile_tag(r->c, index) == CLASS_TAG_LONG ? CLASS_VALUE_LONG
								       : CLASS_VALUE_INT;
		v.integer = classfile_integer(r->c, index);
		break;
	case CLASS_TAG_FLOAT:
	case CLASS_TAG_DOUBLE:
		v.kind = classfile_tag(r->c, index) == CLASS_TAG_FLOAT ? CLASS_VALUE_FLOAT
									: CLASS_VALUE_DOUBLE;
		v.real = classfile_real(r->c, index);
		break;
	case CLASS_TAG_STRING:
	case CLASS_TAG_CLASS:
		v.kind = classfile_tag(r->c, index) == CLASS_TAG_CLASS ? CLASS_VALUE_CLASS
									: CLASS_VALUE_STRING;
		v.index = (uint16_t)index;
		break;
	default:
		break;
	}
	return v;
}

static int on_constant(struct class_run *r, unsigned op, unsigned index)
{
	bool dynamic = classfile_tag(r->c, index) == CLASS_TAG_DYNAMIC;

	if (dynamic ? see_dynamic(r, index, 0) < 0 : see_argument(r, index, 0) < 0)
		return -1;
	if (r->w->arguments)
		class_stack_push(r, value_of(r, index), op == OP_LDC2_W ? 2 : 1);
	return 0;
}

/* A number in the instruction: the stack says which, else one slot of it is simulated. */
static void on_number(struct class_run *r, unsigned op)
{
	struct class_value slots[2];
	struct class_run alone = {.c = r->c, .code = r->code, .len = r->len, .pc = r->pc,
				  .stack = slots, .max_stack = 2};

	if (r->w->arguments)
		class_stack_plain(r, op);
	if (!wanted(r, CLASS_EVENT_NUMBER, 0))
		return;
	class_stack_plain(&alone, op);
	give_number(r, 0, slots[0]);
}

/* ---- fields, classes, calls ---- */

/* A cast of what a call gave; one that opens something says more than others. */
static void note_cast(struct class_run *r, const struct class_value *v)
{
	unsigned tag = classfile_tag(r->c, v->made_by), opener = class_resource_opener(r, v->node);

	if (opener != 0)
		r->cast_of = (uint16_t)opener;
	else if (r->cast_of == 0 &&
		 (tag == CLASS_TAG_METHOD || tag == CLASS_TAG_INTERFACE_METHOD))
		r->cast_of = v->made_by;
}

static int on_class(struct class_run *r, unsigned op, unsigned index)
{
	struct class_value v = {.kind = CLASS_VALUE_UNKNOWN};
	unsigned tag = classfile_tag(r->c, index), dimensions = 1;
	struct class_event e;

	if (tag != CLASS_TAG_CLASS)
		return err_set(r->err, "code at %u: entry %u is not a class", r->pc, index);
	if (op == CLASS_OP_CHECKCAST && r->w->arguments)
		v = class_stack_peek(r, 0);
	if (wanted(r, CLASS_EVENT_CLASS, index)) {
		e = event_of(r, CLASS_EVENT_CLASS, index);
		e.text = classfile_text(r->c, index);
		e.value = v;
		give(r, &e);
	}
	if (!r->w->arguments)
		return 0;
	if (op == CLASS_OP_CHECKCAST) {
		if (class_text_is(classfile_text(r->c, index), "java/io/FileInputStream"))
			note_cast(r, &v);
		return 0;
	}
	if (op == OP_MULTIANEWARRAY)
		dimensions = r->code[r->pc + 3];
	if (op == CLASS_OP_NEW)
		v.node = class_resource_object(r);
	else
		class_stack_drop(r, dimensions);
	class_stack_push(r, v, 1);
	return 0;
}

static int on_field(struct class_run *r, unsigned op, unsigned index)
{
	bool put = op == CLASS_OP_PUTSTATIC || op == CLASS_OP_PUTFIELD;
	struct class_value v = {.kind = CLASS_VALUE_UNKNOWN};
	struct class_event e = event_of(r, CLASS_EVENT_FIELD, index);
	unsigned slots;

	if (classfile_tag(r->c, index) != CLASS_TAG_FIELD ||
	    !classfile_target(r->c, index, &e.target))
		return err_set(r->err, "code at %u: entry %u is not a field", r->pc, index);
	slots = class_text_is(e.target.descriptor, "J") || class_text_is(e.target.descriptor, "D")
			? 2 : 1;
	if (r->w->arguments && put)
		e.value = class_stack_peek(r, slots - 1);
	if (wanted(r, CLASS_EVENT_FIELD, index))
		give(r, &e);
	if (!r->w->arguments)
		return 0;
	if (put)
		class_resource_fate(r, e.value.node, CLASS_RES_STORED);
	class_stack_drop(r, (put ? slots : 0) +
				    (op == CLASS_OP_GETFIELD || op == CLASS_OP_PUTFIELD));
	v.made_by = (uint16_t)index;
	if (!put)
		class_stack_push(r, v, slots);
	return 0;
}

/* The arguments that lie on the stack, `slots` of them, by position. */
static unsigned take_arguments(struct class_run *r, struct class_text descriptor, unsigned slots)
{
	struct class_value *args = r->c->scratch->args;
	unsigned count = 0;
	size_t at = 1;
	char type;

	if (descriptor.len > LONGEST_DESCRIPTOR)
		return 0;
	while (slots > 0 && (type = class_descriptor_next(descriptor, &at)) != '\0') {
		args[count++] = class_stack_peek(r, slots - 1);
		slots -= type == 'J' || type == 'D' ? 2 : 1;
	}
	return count;
}

/* A boxed constant is that constant, though an object. */
static struct class_value boxed(struct class_run *r, unsigned slots)
{
	struct class_value v = class_stack_peek(r, slots - 1);

	if (v.kind < CLASS_VALUE_INT || v.kind > CLASS_VALUE_DOUBLE)
		v = (struct class_value){.kind = CLASS_VALUE_UNKNOWN};
	return v;
}

static void after_call(struct class_run *r, unsigned op, unsigned index)
{
	const struct class_constant *k = &r->c->pool[index];
	struct class_value v = {.kind = CLASS_VALUE_UNKNOWN};
	bool on_object = op != CLASS_OP_INVOKESTATIC && op != CLASS_OP_INVOKEDYNAMIC;
	unsigned slots = k->arg_slots;

	if (k->state & CLASS_STATE_DELETES)
		r->does |= CLASS_DOES_DELETE;
	if ((k->state & CLASS_STATE_BOXES) && op == CLASS_OP_INVOKESTATIC && slots > 0)
		v = boxed(r, slots);
	v.node = class_resource_call(r, op, index, slots);
	v.made_by = (uint16_t)index;
	class_stack_drop(r, slots + on_object);
	class_stack_push(r, v, (k->state & CLASS_STATE_RESULT_2)   ? 2
			       : (k->state & CLASS_STATE_RESULT_1) ? 1 : 0);
}

static int on_call(struct class_run *r, unsigned op, unsigned index)
{
	enum class_tag tag = classfile_tag(r->c, index);
	struct class_event e;

	if (op == CLASS_OP_INVOKEDYNAMIC
		    ? tag != CLASS_TAG_INVOKE_DYNAMIC
		    : tag != CLASS_TAG_METHOD && tag != CLASS_TAG_INTERFACE_METHOD)
		return err_set(r->err, "code at %u: entry %u is not a method", r->pc, index);
	if (op == CLASS_OP_INVOKEDYNAMIC && see_dynamic(r, index, 0) < 0)
		return -1;
	if (r->w->arguments && class_method_know(r->c, index, r->err) < 0)
		return -1;
	if (wanted(r, CLASS_EVENT_CALL, index)) {
		unsigned slots = r->c->pool[index].arg_slots;

		e = event_of(r, CLASS_EVENT_CALL, index);
		classfile_target(r->c, index, &e.target);
		e.args = r->c->scratch->args;
		if (r->w->arguments)
			e.arg_count = take_arguments(r, e.target.descriptor, slots);
		if (r->w->arguments && op != CLASS_OP_INVOKESTATIC && op != CLASS_OP_INVOKEDYNAMIC)
			e.receiver = class_stack_peek(r, slots);
		give(r, &e);
	}
	if (r->w->arguments)
		after_call(r, op, index);
	return 0;
}

/* ---- the walk ---- */

static int on_pool(struct class_run *r, unsigned op)
{
	unsigned index = form[op] == 'c' ? r->code[r->pc + 1] : class_be16(r->code + r->pc + 1);

	if (op <= OP_LDC2_W)
		return on_constant(r, op, index);
	if (op >= CLASS_OP_GETSTATIC && op <= CLASS_OP_PUTFIELD)
		return on_field(r, op, index);
	if (op <= CLASS_OP_INVOKEDYNAMIC)
		return on_call(r, op, index);
	return on_class(r, op, index);
}

/* What a jump does to the stack, once its operands are gone. */
static void after_jump(struct class_run *r, unsigned op)
{
	bool ends = (op >= OP_GOTO && op <= OP_RETURN) || op == CLASS_OP_ATHROW ||
		    op == OP_GOTO_W || op == OP_JSR_W ||
		    (op == OP_WIDE && r->code[r->pc + 1] == OP_RET);

	if (ends)
		class_stack_forget(r);
	else if (form[op] == 'j')
		class_stack_lose(r);
}

static int step(struct class_run *r)
{
	unsigned op = r->code[r->pc];

	if (strchr("cCIM", form[op]) != NULL)
		return on_pool(r, op);
	if (op > 1 && op <= OP_SIPUSH) {
		on_number(r, op);
		return 0;
	}
	if (op == CLASS_OP_MONITORENTER)
		r->does |= CLASS_DOES_LOCK;
	if (r->w->arguments) {
		class_stack_plain(r, op);
		after_jump(r, op);
	}
	return 0;
}

static bool jumped_to(const struct class_run *r)
{
	return r->c->scratch->jumped_to[r->pc / 8] >> r->pc % 8 & 1;
}

static int give_handlers(struct class_run *r)
{
	struct class_event e;

	for (unsigned i = 0; i < r->handler_count; i++) {
		uint32_t at = r->handlers_at + 8 * i;
		unsigned type = class_u2(r->c, at + 6);

		if (type == 0)
			continue;
		if (classfile_tag(r->c, type) != CLASS_TAG_CLASS)
			return err_set(r->err, "handler %u: entry %u is not a class", i + 1, type);
		if (!wanted(r, CLASS_EVENT_CLASS, type))
			continue;
		e = (struct class_event){.kind = CLASS_EVENT_CLASS, .index = (uint16_t)type,
					 .pc = class_u2(r->c, at + 4)};
		e.text = classfile_text(r->c, type);
		give(r, &e);
	}
	return 0;
}

/* The head of a Code attribute. Before 45.3 its numbers were smaller (JVM of Java 1.0). */
static int open_code(struct class_run *r)
{
	const struct classfile *c = r->c;
	bool small = c->major == 45 && c->minor < 3;
	uint32_t at = r->m->code_at, left = r->m->code_len, head = small ? 4 : 8;

	if (left < head)
		return err_set(r->err, "code: cut off");
	r->max_stack = small ? c->bytes[at] : class_u2(c, at);
	r->max_locals = small ? c->bytes[at + 1] : class_u2(c, at + 2);
	r->len = small ? class_u2(c, at + 2) : class_u4(c, at + 4);
	r->code = c->bytes + at + head;
	left -= head;
	if (r->len == 0 || r->len > MAX_CODE)
		return err_set(r->err, "code of %u bytes", r->len);
	if (left < r->len || left - r->len < 2)
		return err_set(r->err, "code: cut off");
	r->handlers_at = at + head + r->len + 2;
	r->handler_count = class_u2(c, r->handlers_at - 2);
	if ((left - r->len - 2) / 8 < r->handler_count)
		return err_set(r->err, "handlers: cut off");
	return 0;
}

static int run(struct class_run *r)
{
	uint32_t n;

	if (r->w->arguments) {
		r->resources = r->w->summary != NULL && r->w->marks != NULL;
		class_resource_begin(r);
		class_stack_begin(r);
		if (mark_jumps(r) < 0)
			return -1;
	}
	for (r->pc = 0; r->pc < r->len; r->pc += n) {
		n = length(r);
		if (n == 0)
			return -1;
		if (r->w->arguments && jumped_to(r))
			class_stack_forget(r);
		if (step(r) < 0)
			return -1;
	}
	if (give_handlers(r) < 0)
		return -1;
	if (r->w->arguments)
		class_resource_end(r);
	return 0;
}

static int walk_one(struct classfile *c, const struct class_member *m, const struct class_walk *w,
		    struct err *err)
{
	struct class_run r = {.c = c, .w = w, .m = m, .err = err};
	char name[CLASS_SHOWN];

	if (m->code_at == 0 || (open_code(&r) == 0 && run(&r) == 0))
		return 0;
	return err_in(err, "method %u '%s'", m->number, class_text_show(name, m->name));
}

int classfile_walk(struct classfile *c, const struct class_walk *w, struct err *err)
{
	struct class_member m = {.number = 0};

	c->scratch->bootstrap_args = 0;
	while (classfile_next_method(c, &m))
		if (walk_one(c, &m, w, err) < 0)
			return -1;
	return 0;
}
