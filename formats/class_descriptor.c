/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptors (JVM specification 4.3) and signatures (4.7.9.1): the classes they name. */
#include "formats/class_internal.h"

#include <string.h>

#include "util/arena.h"

/* An inner name repeats the outer one, so a few bytes could ask for gigabytes. */
enum { MAX_COMPOSED = 1 << 20 };

/* The end of the type at `at`, or 0 when there is none; *name is its class, if it has one. */
static size_t type_end(struct class_text d, size_t at, struct class_text *name)
{
	const char *end;

	*name = (struct class_text){NULL, 0};
	while (at < d.len && d.bytes[at] == '[')
		at++;
	if (at == d.len)
		return 0;
	switch (d.bytes[at++]) {
	case 'L':
		break;
	case 'B': case 'C': case 'D': case 'F': case 'I': case 'J': case 'S': case 'Z':
		return at;
	default:
		return 0;
	}
	end = memchr(d.bytes + at, ';', d.len - at);
	if (end == NULL || end == d.bytes + at)
		return 0;
	*name = (struct class_text){d.bytes + at, (size_t)(end - d.bytes) - at};
	return (size_t)(end - d.bytes) + 1;
}

/* One type; *at moves behind it. */
static int see_type(struct class_text d, size_t *at, class_name_fn *see, void *data)
{
	struct class_text name;

	*at = type_end(d, *at, &name);
	if (*at == 0)
		return -1;
	return name.bytes == NULL ? 0 : see(data, name);
}

int class_descriptor_each(struct class_text d, class_name_fn *see, void *data)
{
	bool method = d.len > 0 && d.bytes[0] == '(';
	size_t at = method;

	while (method && at < d.len && d.bytes[at] != ')')
		if (see_type(d, &at, see, data) < 0)
			return -1;
	if (method && at++ == d.len)
		return -1;
	if (method && d.len - at == 1 && d.bytes[at] == 'V')
		return 0;
	if (see_type(d, &at, see, data) < 0)
		return -1;
	return at == d.len ? 0 : -1;
}

char class_descriptor_next(struct class_text d, size_t *at)
{
	struct class_text name;
	size_t start = *at;

	if (start >= d.len || d.bytes[start] == ')')
		return '\0';
	*at = type_end(d, start, &name);
	return *at == 0 ? '\0' : d.bytes[start];
}

int class_descriptor_shape(struct class_text d, uint8_t *slots, unsigned *result)
{
	size_t at = 1;
	unsigned sum = 0;
	struct class_text name;
	char type;

	if (d.len < 3 || d.bytes[0] != '(')
		return -1;
	while ((type = class_descriptor_next(d, &at)) != '\0')
		if ((sum += type == 'J' || type == 'D' ? 2 : 1) > 255)
			return -1;
	if (at == 0 || at + 1 >= d.len)
		return -1;
	at++;
	if ((d.bytes[at] == 'V' ? at + 1 : type_end(d, at, &name)) != d.len)
		return -1;
	*slots = (uint8_t)sum;
	type = d.bytes[at];
	*result = type == 'V' ? 0 : type == 'J' || type == 'D' ? 2 : 1;
	return 0;
}

/* Reading a signature: formal parameters may come first, each a name before its bounds. */
struct signature {
	struct classfile *c;
	struct class_text text;
	size_t at;
	bool formal;		/* between the '<' and '>' of formal parameters */
	class_name_fn *see, *see_bound;
	void *data;
};

/* The run of characters up to one of three; false when none follows. */
static bool name_until(struct signature *s, const char ends[3], struct class_text *name)
{
	const char *p = s->text.bytes + s->at, *end = s->text.bytes + s->text.len;
	size_t start = s->at;

	while (p < end && *p != ends[0] && *p != ends[1] && *p != ends[2])
		p++;
	s->at = (size_t)(p - s->text.bytes);
	*name = (struct class_text){s->text.bytes + start, s->at - start};
	return s->at < s->text.len && name->len > 0;
}

/* *name becomes outer$inner; -1 when the class has too much of that. */
static int compose(struct classfile *c, struct class_text outer, struct class_text inner,
		   struct class_text *name)
{
	struct class_scratch *s = c->scratch;
	size_t len = outer.len + inner.len + 1;
	char *text;

	s->composed += len;
	if (s->composed > MAX_COMPOSED)
		return -1;
	if (s->names == NULL)
		s->names = arena_new();
	text = arena_alloc(s->names, len);
	memcpy(text, outer.bytes, outer.len);
	text[outer.len] = '$';
	memcpy(text + outer.len + 1, inner.bytes, inner.len);
	*name = (struct class_text){text, len};
	return 0;
}

static void push_outer(struct class_text_stack *stack, struct class_text name)
{
	class_grow(&stack->items, &stack->size, stack->len + 1, sizeof(*stack->items));
	stack->items[stack->len++] = name;
}

/*
 * Behind a class name: its arguments, an inner class, or the end. 1 when the signature cannot
 * be read on.
 */
static int after_name(struct signature *s, struct class_text name)
{
	struct class_text inner;

	for (;;) {
		if ((s->formal ? s->see_bound : s->see)(s->data, name) < 0)
			return -1;
		if (s->text.bytes[s->at] == '<')
			push_outer(&s->c->scratch->outer, name);
		if (s->text.bytes[s->at++] != '.')
			return 0;
		if (!name_until(s, "<;.", &inner))
			return 1;
		if (compose(s->c, name, inner, &name) < 0)
			return -1;
	}
}

/* The '>' behind type arguments: the class they belong to goes on or ends. */
static int close_arguments(struct signature *s)
{
	struct class_text_stack *outer = &s->c->scratch->outer;
	struct class_text name, inner;

	if (outer->len == 0) {
		s->formal = false;
		return 0;
	}
	name = outer->items[--outer->len];
	if (s->at == s->text.len || s->text.bytes[s->at++] != '.')
		return s->text.bytes[s->at - 1] == ';' ? 0 : 1;
	if (!name_until(s, "<;.", &inner))
		return 1;
	return compose(s->c, name, inner, &name) < 0 ? -1 : after_name(s, name);
}

/* A formal parameter's name stands where a bound has ended and none begins. */
static bool at_formal_name(const struct signature *s, char before)
{
	return s->formal && s->c->scratch->outer.len == 0 && (before == '<' || before == ';') &&
	       s->text.bytes[s->at] != ':' && s->text.bytes[s->at] != '>';
}

static int signature_step(struct signature *s, char before)
{
	struct class_text name;

	if (at_formal_name(s, before))
		return name_until(s, ":::", &name) ? 0 : 1;
	switch (s->text.bytes[s->at++]) {
	case 'L':
		return name_until(s, "<;.", &name) ? after_name(s, name) : 1;
	case 'T':
		if (!name_until(s, ";;;", &name))
			return 1;
		s->at++;
		return 0;
	case '>':
		return close_arguments(s);
	default:
		return 0;
	}
}

int class_signature_each(struct classfile *c, struct class_text text, class_name_fn *see,
			 class_name_fn *see_bound, void *data)
{
	struct signature s = {.c = c, .text = text, .see = see, .see_bound = see_bound,
			      .data = data};
	char before = '\0';
	int status = 0;

	c->scratch->outer.len = 0;
	if (text.len > 0 && text.bytes[0] == '<') {
		s.formal = true;
		s.at = 1;
		before = '<';
	}
	while (status == 0 && s.at < text.len) {
		status = signature_step(&s, before);
		before = text.bytes[s.at - 1];
	}
	return status < 0 ? -1 : 0;
}
