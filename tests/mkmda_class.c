/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small but real class files (JVM specification, chapter 4): a constructor-less class with one
 * static method run() that loads each string and calls each referred method with null or zero
 * arguments. A reference without a member is a cast to that class.
 */
#include "tests/mkmda.h"

#include <stdio.h>
#include <string.h>

enum {
	TAG_UTF8 = 1, TAG_CLASS = 7, TAG_STRING = 8, TAG_METHODREF = 10, TAG_NAME_AND_TYPE = 12,
	OP_ACONST_NULL = 0x01, OP_ICONST_0 = 0x03, OP_LCONST_0 = 0x09, OP_FCONST_0 = 0x0b,
	OP_DCONST_0 = 0x0e, OP_LDC_W = 0x13, OP_POP = 0x57, OP_POP2 = 0x58, OP_RETURN = 0xb1,
	OP_SIPUSH = 0x11, OP_INVOKESTATIC = 0xb8, OP_CHECKCAST = 0xc0,
	ACC_PUBLIC_SUPER = 0x21, ACC_PUBLIC_STATIC = 0x09
};

struct class {
	struct buf pool;	/* constants so far */
	unsigned count;		/* index of the next one */
	struct buf code;
	struct buf fields;
	unsigned field_count;
	unsigned stack;		/* most slots any call needs */
};

static void put_be(struct buf *out, uint64_t value, unsigned bytes)
{
	while (bytes-- > 0)
		buf_putc(out, (char)(value >> (8 * bytes) & 0xff));
}

static unsigned add_utf8(struct class *c, const char *text, size_t n)
{
	put_be(&c->pool, TAG_UTF8, 1);
	put_be(&c->pool, n, 2);
	buf_add(&c->pool, text, n);
	return c->count++;
}

/* A constant that is one or two indexes of others. */
static unsigned add_pair(struct class *c, unsigned tag, unsigned first, unsigned second)
{
	put_be(&c->pool, tag, 1);
	put_be(&c->pool, first, 2);
	if (tag == TAG_METHODREF || tag == TAG_NAME_AND_TYPE)
		put_be(&c->pool, second, 2);
	return c->count++;
}

static unsigned add_class(struct class *c, const char *name, size_t n)
{
	return add_pair(c, TAG_CLASS, add_utf8(c, name, n), 0);
}

static void put_op(struct class *c, unsigned op, unsigned index)
{
	put_be(&c->code, op, 1);
	put_be(&c->code, index, 2);
}

static unsigned add_string_constant(struct class *c, const char *text, size_t n)
{
	return add_pair(c, TAG_STRING, add_utf8(c, text, n), 0);
}

/* The next of the values "TLSv1,443": a string for an object, a number for all else. */
static void push_value(struct class *c, bool object, const char **values)
{
	size_t n = strcspn(*values, ",");

	if (object) {
		put_op(c, OP_LDC_W, add_string_constant(c, *values, n));
	} else {
		char number[16] = "";

		memcpy(number, *values, n < sizeof(number) ? n : sizeof(number) - 1);
		put_op(c, OP_SIPUSH, (unsigned)mk_number(number));
	}
	*values += n + ((*values)[n] == ',');
}

/* The call before left an object on the stack, as it does without the pop behind it. */
static void keep_result(struct class *c)
{
	if (c->code.len == 0 || c->code.data[c->code.len - 1] != OP_POP)
		mk_fail("'@' stands after a call that gives an object");
	c->code.len--;
}

/* "@" before other values: what the call before gave is left on the stack, as the first one. */
static bool take_result(struct class *c, const char **values)
{
	if (**values != '@')
		return false;
	keep_result(c);
	*values += 1 + ((*values)[1] == ',');
	return true;
}

/* Pushes an argument for each parameter of the descriptor; returns where its result stands. */
static const char *push_arguments(struct class *c, const char *d, const char *values)
{
	bool given = take_result(c, &values);
	unsigned slots = 0;

	for (d++; *d != ')' && *d != '\0'; d++, given = false) {
		bool array = *d == '[';
		unsigned op = OP_ACONST_NULL;

		while (*d == '[')
			d++;
		if (!array && *d != 'L')
			op = *d == 'J' ? OP_LCONST_0 : *d == 'D' ? OP_DCONST_0
			     : *d == 'F' ? OP_FCONST_0 : OP_ICONST_0;
		if (*d == 'L')
			d += strcspn(d, ";");
		if (given)
			;
		else if (*values != '\0' && (op == OP_ACONST_NULL || op == OP_ICONST_0))
			push_value(c, op == OP_ACONST_NULL, &values);
		else
			put_be(&c->code, op, 1);
		slots += op == OP_LCONST_0 || op == OP_DCONST_0 ? 2 : 1;
		if (*d == '\0')
			mk_fail("a descriptor has no ')'");
	}
	if (slots > c->stack)
		c->stack = slots;
	return d + 1;
}

/*
 * "javax/mail/Transport.send(Ljavax/mail/Message;)V", or without descriptor, or a class alone.
 * "…=TLSv1,443" gives its arguments, "@" what the reference before gave.
 */
static void add_reference(struct class *c, const char *text)
{
	const char *dot = strchr(text, '.'), *equals = strchr(text, '='), *open, *result;
	char descriptor[512] = "()V";
	unsigned class, name, type;

	if (dot == NULL) {
		if (equals == NULL)
			put_be(&c->code, OP_ACONST_NULL, 1);
		else
			keep_result(c);
		put_op(c, OP_CHECKCAST, add_class(c, text, strcspn(text, "=")));
		put_be(&c->code, OP_POP, 1);
		return;
	}
	open = strchr(dot, '(');
	class = add_class(c, text, (size_t)(dot - text));
	name = add_utf8(c, dot + 1, open == NULL ? strlen(dot + 1) : (size_t)(open - dot - 1));
	if (open != NULL)
		snprintf(descriptor, sizeof(descriptor), "%.*s",
			 (int)(equals == NULL ? strlen(open) : (size_t)(equals - open)), open);
	type = add_utf8(c, descriptor, strlen(descriptor));
	result = push_arguments(c, descriptor, equals == NULL ? "" : equals + 1);
	put_op(c, OP_INVOKESTATIC, add_pair(c, TAG_METHODREF, class,
					    add_pair(c, TAG_NAME_AND_TYPE, name, type)));
	if (*result == 'J' || *result == 'D')
		put_be(&c->code, OP_POP2, 1);
	else if (*result != 'V')
		put_be(&c->code, OP_POP, 1);
}

static void add_string(struct class *c, const char *text)
{
	put_op(c, OP_LDC_W, add_string_constant(c, text, strlen(text)));
	put_be(&c->code, OP_POP, 1);
}

/* "cache:Ljava/util/Map;": a static field. */
static void add_static(struct class *c, const char *text)
{
	const char *colon = strchr(text, ':');

	if (colon == NULL)
		mk_fail("'%s' is not like cache:Ljava/util/Map;", text);
	put_be(&c->fields, ACC_PUBLIC_STATIC, 2);
	put_be(&c->fields, add_utf8(c, text, (size_t)(colon - text)), 2);
	put_be(&c->fields, add_utf8(c, colon + 1, strlen(colon + 1)), 2);
	put_be(&c->fields, 0, 2);
	c->field_count++;
}

static void put_class(struct buf *out, struct class *c, const char *name, uint64_t major)
{
	unsigned this = add_class(c, name, strlen(name));
	unsigned super = add_class(c, "java/lang/Object", 16);
	unsigned run = add_utf8(c, "run", 3), type = add_utf8(c, "()V", 3);
	unsigned code = add_utf8(c, "Code", 4);

	put_be(&c->code, OP_RETURN, 1);
	put_be(out, 0xcafebabe, 4);
	put_be(out, major, 4);		/* minor 0 before it */
	put_be(out, c->count, 2);
	buf_add(out, c->pool.data, c->pool.len);
	put_be(out, ACC_PUBLIC_SUPER, 2);
	put_be(out, this, 2);
	put_be(out, super, 2);
	put_be(out, 0, 2);		/* no interfaces */
	put_be(out, c->field_count, 2);
	buf_add(out, c->fields.data, c->fields.len);
	put_be(out, 1, 2);
	put_be(out, ACC_PUBLIC_STATIC, 2);
	put_be(out, run, 2);
	put_be(out, type, 2);
	put_be(out, 1, 2);
	put_be(out, code, 2);
	put_be(out, 12 + c->code.len, 4);
	put_be(out, c->stack < 2 ? 2 : c->stack, 2);
	put_be(out, 0, 2);		/* no locals */
	put_be(out, c->code.len, 4);
	buf_add(out, c->code.data, c->code.len);
	put_be(out, 0, 4);		/* no handlers, no attributes of the code */
	put_be(out, 0, 2);
}

void class_write(struct buf *out, char **words, size_t count)
{
	struct class c = { .count = 1 };
	const char *mode = "";
	uint64_t major = 52;

	buf_init(&c.pool, 1 << 20);
	buf_init(&c.code, 60000);
	buf_init(&c.fields, 60000);
	for (size_t i = 1; i < count; i++) {
		if (strcmp(words[i], "refs") == 0 || strcmp(words[i], "strings") == 0 ||
		    strcmp(words[i], "statics") == 0 || strcmp(words[i], "major") == 0)
			mode = words[i];
		else if (*mode == 'r')
			add_reference(&c, words[i]);
		else if (mode[0] == 's' && mode[2] == 'a')
			add_static(&c, words[i]);
		else if (*mode == 's')
			add_string(&c, words[i]);
		else if (*mode == 'm')
			major = mk_number(words[i]);
		else
			mk_fail("'%s' stands before refs, strings, statics or major", words[i]);
	}
	put_class(out, &c, words[0], major);
	if (c.code.over || c.fields.over || c.pool.over || c.count > 0xffff)
		mk_fail("the class is too large");
	buf_release(&c.pool);
	buf_release(&c.code);
	buf_release(&c.fields);
}
