/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small but real class files (JVM specification, chapter 4): a class with a static method run(),
 * or the instance methods that are named, that load each string and call each referred method
 * with null or zero arguments. A reference without a member is a cast to that class.
 */
#include "tests/mkmda.h"

#include <stdio.h>
#include <string.h>

enum {
	TAG_UTF8 = 1, TAG_CLASS = 7, TAG_STRING = 8, TAG_FIELDREF = 9, TAG_METHODREF = 10,
	TAG_NAME_AND_TYPE = 12,
	OP_ACONST_NULL = 0x01, OP_ICONST_0 = 0x03, OP_LCONST_0 = 0x09, OP_FCONST_0 = 0x0b,
	OP_DCONST_0 = 0x0e, OP_LDC_W = 0x13, OP_POP = 0x57, OP_POP2 = 0x58, OP_RETURN = 0xb1,
	OP_SIPUSH = 0x11, OP_GETSTATIC = 0xb2, OP_INVOKESTATIC = 0xb8, OP_CHECKCAST = 0xc0,
	ACC_PUBLIC = 0x01, ACC_PUBLIC_SUPER = 0x21, ACC_PUBLIC_STATIC = 0x09,
	ACC_SYNCHRONIZED = 0x20,
	METHODS_MAX = 16
};

struct method {
	unsigned access, name;
	struct buf code;
	unsigned stack;		/* most slots any call needs */
};

struct class {
	struct buf pool;	/* constants so far */
	unsigned count;		/* index of the next one */
	struct buf fields;
	unsigned field_count;
	struct method methods[METHODS_MAX];
	unsigned method_count;
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
	if (tag == TAG_FIELDREF || tag == TAG_METHODREF || tag == TAG_NAME_AND_TYPE)
		put_be(&c->pool, second, 2);
	return c->count++;
}

static unsigned add_class(struct class *c, const char *name, size_t n)
{
	return add_pair(c, TAG_CLASS, add_utf8(c, name, n), 0);
}

static void add_method(struct class *c, const char *name, unsigned access)
{
	struct method *m = &c->methods[c->method_count];

	if (c->method_count++ == METHODS_MAX)
		mk_fail("a class has more than %d methods", METHODS_MAX);
	m->access = access;
	m->name = add_utf8(c, name, strlen(name));
	m->stack = 2;
	buf_init(&m->code, 60000);
}

/* The method at hand; run() where none was named. */
static struct method *method_of(struct class *c)
{
	if (c->method_count == 0)
		add_method(c, "run", ACC_PUBLIC_STATIC);
	return &c->methods[c->method_count - 1];
}

static void put_byte(struct class *c, unsigned op)
{
	put_be(&method_of(c)->code, op, 1);
}

static void put_op(struct class *c, unsigned op, unsigned index)
{
	put_byte(c, op);
	put_be(&method_of(c)->code, index, 2);
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
	struct buf *code = &method_of(c)->code;

	if (code->len == 0 || code->data[code->len - 1] != OP_POP)
		mk_fail("'@' stands after a call that gives an object");
	code->len--;
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
			put_byte(c, op);
		slots += op == OP_LCONST_0 || op == OP_DCONST_0 ? 2 : 1;
		if (*d == '\0')
			mk_fail("a descriptor has no ')'");
	}
	if (slots > method_of(c)->stack)
		method_of(c)->stack = slots;
	return d + 1;
}

/* "a/B.NAME:La/B;": a static field of one slot is read. */
static void add_field_reference(struct class *c, const char *text, const char *dot,
				const char *colon)
{
	unsigned class = add_class(c, text, (size_t)(dot - text));
	unsigned name = add_utf8(c, dot + 1, (size_t)(colon - dot - 1));
	unsigned type = add_utf8(c, colon + 1, strlen(colon + 1));

	put_op(c, OP_GETSTATIC, add_pair(c, TAG_FIELDREF, class,
					 add_pair(c, TAG_NAME_AND_TYPE, name, type)));
	put_byte(c, OP_POP);
}

/*
 * "javax/mail/Transport.send(Ljavax/mail/Message;)V", or without descriptor, or a class alone.
 * "…=TLSv1,443" gives its arguments, "@" what the reference before gave. A field has ':'.
 */
static void add_reference(struct class *c, const char *text)
{
	const char *dot = strchr(text, '.'), *equals = strchr(text, '='), *open, *result;
	char descriptor[512] = "()V";
	unsigned class, name, type;

	if (dot == NULL) {
		if (equals == NULL)
			put_byte(c, OP_ACONST_NULL);
		else
			keep_result(c);
		put_op(c, OP_CHECKCAST, add_class(c, text, strcspn(text, "=")));
		put_byte(c, OP_POP);
		return;
	}
	open = strchr(dot, '(');
	if (open == NULL && equals == NULL && strchr(dot, ':') != NULL) {
		add_field_reference(c, text, dot, strchr(dot, ':'));
		return;
	}
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
		put_byte(c, OP_POP2);
	else if (*result != 'V')
		put_byte(c, OP_POP);
}

static void add_string(struct class *c, const char *text)
{
	put_op(c, OP_LDC_W, add_string_constant(c, text, strlen(text)));
	put_byte(c, OP_POP);
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

static void put_method(struct buf *out, struct method *m, unsigned type, unsigned code)
{
	put_be(&m->code, OP_RETURN, 1);
	put_be(out, m->access, 2);
	put_be(out, m->name, 2);
	put_be(out, type, 2);
	put_be(out, 1, 2);
	put_be(out, code, 2);
	put_be(out, 12 + m->code.len, 4);
	put_be(out, m->stack, 2);
	put_be(out, m->access == ACC_PUBLIC, 2);	/* locals: the object */
	put_be(out, m->code.len, 4);
	buf_add(out, m->code.data, m->code.len);
	put_be(out, 0, 4);		/* no handlers, no attributes of the code */
}

static void put_class(struct buf *out, struct class *c, const char *name, uint64_t major)
{
	unsigned this = add_class(c, name, strlen(name));
	unsigned super = add_class(c, "java/lang/Object", 16);
	unsigned type = add_utf8(c, "()V", 3), code = add_utf8(c, "Code", 4);

	method_of(c);
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
	put_be(out, c->method_count, 2);
	for (unsigned i = 0; i < c->method_count; i++)
		put_method(out, &c->methods[i], type, code);
	put_be(out, 0, 2);
}

static void add_word(struct class *c, const char *mode, const char *word)
{
	if (strcmp(mode, "refs") == 0)
		add_reference(c, word);
	else if (strcmp(mode, "statics") == 0)
		add_static(c, word);
	else if (strcmp(mode, "strings") == 0)
		add_string(c, word);
	else if (strcmp(mode, "method") == 0)
		add_method(c, word, ACC_PUBLIC);
	else if (strcmp(mode, "synchronized") == 0)
		add_method(c, word, ACC_PUBLIC | ACC_SYNCHRONIZED);
	else
		mk_fail("'%s' stands before method, synchronized, refs, strings, statics or major",
			word);
}

static bool is_mode(const char *word)
{
	static const char *const modes[] = {
		"method", "synchronized", "refs", "strings", "statics", "major"
	};

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strcmp(word, modes[i]) == 0)
			return true;
	return false;
}

void class_write(struct buf *out, char **words, size_t count)
{
	struct class c = { .count = 1 };
	const char *mode = "";
	uint64_t major = 52;
	bool over = false;

	buf_init(&c.pool, 1 << 20);
	buf_init(&c.fields, 60000);
	for (size_t i = 1; i < count; i++) {
		if (is_mode(words[i]))
			mode = words[i];
		else if (strcmp(mode, "major") == 0)
			major = mk_number(words[i]);
		else
			add_word(&c, mode, words[i]);
	}
	put_class(out, &c, words[0], major);
	for (unsigned i = 0; i < c.method_count; i++) {
		over |= c.methods[i].code.over;
		buf_release(&c.methods[i].code);
	}
	if (over || c.fields.over || c.pool.over || c.count > 0xffff)
		mk_fail("the class is too large");
	buf_release(&c.pool);
	buf_release(&c.fields);
}
