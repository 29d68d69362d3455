/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reader of our own for the wire format of BSON 1.1, all element types of its
 * specification. libbson would do, but each of its iterators wants an owner and a copy
 * of state for what is a pointer and a length here, and it stops without saying at
 * which byte. One function, next(), knows sizes; it never looks past the end it is
 * given, so nothing else has to be careful.
 */
#include "formats/bson.h"

#include <inttypes.h>
#include <string.h>

#include "util/arena.h"
#include "util/err.h"
#include "util/text.h"

enum {
	STRING = 2,
	DOCUMENT = 3,
	ARRAY = 4,
	BINARY = 5,
	BOOLEAN = 8,
	DATETIME = 9,
	NONE = 10,
	REGEX = 11,
	POINTER = 12,
	CODE = 13,
	SYMBOL = 14,
	SCOPED = 15,
	INT32 = 16,
	INT64 = 18
};

enum { SMALLEST = 5, ID_LEN = 16, DEEPEST = 2000 };

struct element {
	unsigned char type;
	const char *name;
	const unsigned char *value;
	size_t len; /* of the value, its own length field included */
};

static uint32_t le32(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static int64_t le64(const unsigned char *p)
{
	return (int64_t)((uint64_t)le32(p + 4) << 32 | le32(p));
}

/* Sizes of the types that have one, plus 1; 0 for the others. */
static const unsigned char fixed[256] = {
	[1] = 9,  [6] = 1,  [7] = 13, [8] = 2,	 [9] = 9,   [10] = 1,
	[16] = 5, [17] = 9, [18] = 9, [19] = 17, [127] = 1, [255] = 1,
};

/* Bytes of a string at p with its length field, or 0 when it does not fit or has no
 * NUL. */
static size_t string_size(const unsigned char *p, size_t left)
{
	uint32_t n = left < 5 ? 0 : le32(p);

	return n == 0 || n > left - 4 || p[3 + n] != 0 ? 0 : 4 + (size_t)n;
}

static size_t regex_size(const unsigned char *p, size_t left)
{
	const unsigned char *first = memchr(p, 0, left), *second;

	if (first == NULL)
		return 0;
	second = memchr(first + 1, 0, left - (size_t)(first + 1 - p));
	return second == NULL ? 0 : (size_t)(second + 1 - p);
}

/* Size of a value of a type without a fixed one; 0 when it does not fit. */
static size_t value_size(unsigned char type, const unsigned char *p, size_t left)
{
	uint32_t n = left < 4 ? 0 : le32(p);
	size_t size;

	switch (type) {
	case STRING:
	case CODE:
	case SYMBOL:
		return string_size(p, left);
	case DOCUMENT:
	case ARRAY:
	case SCOPED:
		return n < SMALLEST || n > left ? 0 : n;
	case BINARY:
		return left < 5 || n > left - 5 ? 0 : 5 + (size_t)n;
	case REGEX:
		return regex_size(p, left);
	case POINTER:
		size = string_size(p, left);
		return size == 0 || left - size < 12 ? 0 : size + 12;
	default:
		return 0;
	}
}

static bool is_type(unsigned char type)
{
	return fixed[type] != 0 || (type >= STRING && type <= BINARY) ||
	       (type >= REGEX && type <= SCOPED);
}

/* The element at it->at: 1; 0 at the end; -1 with *why when it is broken (at stays). */
static int next(struct doc_iter *it, struct element *e, const char **why)
{
	const unsigned char *nul;
	size_t left;

	if (it->at == it->end)
		return 0;
	e->type = *it->at;
	*why = "unknown element type";
	if (!is_type(e->type))
		return -1;
	*why = "field name without its end";
	nul = memchr(it->at + 1, 0, (size_t)(it->end - it->at - 1));
	if (nul == NULL)
		return -1;
	e->name = (const char *)it->at + 1;
	e->value = nul + 1;
	left = (size_t)(it->end - e->value);
	*why = "value does not fit, or a string without its end";
	if (fixed[e->type] != 0)
		e->len = fixed[e->type] - 1u;
	else if ((e->len = value_size(e->type, e->value, left)) == 0)
		return -1;
	if (e->len > left)
		return -1;
	it->at = e->value + e->len;
	return 1;
}

static struct doc_iter fields(struct doc d)
{
	struct doc_iter it = {NULL, NULL};

	if (d.data != NULL && d.len >= SMALLEST) {
		it.at = d.data + 4;
		it.end = d.data + d.len - 1;
	}
	return it;
}

static bool is_document(const struct element *e)
{
	return e->type == DOCUMENT || e->type == ARRAY;
}

static struct doc inner(const struct element *e)
{
	return (struct doc){e->value, e->len};
}

struct check {
	const unsigned char *start;
	uint64_t max_depth;
	struct err *err;
};

static int broken(const struct check *c, const unsigned char *at, const char *why)
{
	return err_set(c->err, "byte %zu of the document: %s", (size_t)(at - c->start),
		       why);
}

static int check(const struct check *c, struct doc d, uint64_t depth);

static int check_value(const struct check *c, const struct element *e, uint64_t depth)
{
	size_t code;

	if (is_document(e))
		return check(c, inner(e), depth + 1);
	if (e->type == BOOLEAN && *e->value > 1)
		return broken(c, e->value, "neither true nor false");
	if (e->type != SCOPED)
		return 0;
	code = string_size(e->value + 4, e->len - 4);
	if (code == 0)
		return broken(c, e->value, "code without its end");
	return check(c, (struct doc){e->value + 4 + code, e->len - 4 - code},
		     depth + 1);
}

static int check(const struct check *c, struct doc d, uint64_t depth)
{
	struct doc_iter it = fields(d);
	struct element e;
	const char *why;
	int got;

	if (depth > c->max_depth || depth > DEEPEST)
		return err_set(c->err,
			       "byte %zu of the document: more than %" PRIu64
			       " documents inside one another (--max-depth)",
			       (size_t)(d.data - c->start),
			       c->max_depth < DEEPEST ? c->max_depth
						      : (uint64_t)DEEPEST);
	if (d.len < SMALLEST || le32(d.data) != d.len || *it.end != 0)
		return broken(c, d.data, "length and end of the document differ");
	while ((got = next(&it, &e, &why)) == 1)
		if (check_value(c, &e, depth) != 0)
			return -1;
	return got == 0 ? 0 : broken(c, it.at, why);
}

int doc_check(struct doc d, uint64_t max_depth, struct err *err)
{
	struct check c = {d.data, max_depth, err};

	if (d.data == NULL)
		return err_set(err, "no document");
	return check(&c, d, 1);
}

static bool get(struct doc d, const char *field, struct element *e)
{
	struct doc_iter it = fields(d);
	const char *why;

	while (next(&it, e, &why) == 1)
		if (strcmp(e->name, field) == 0)
			return true;
	return false;
}

static const char *string_of(const struct element *e, size_t *n)
{
	*n = e->len - 5;
	return (const char *)e->value + 4;
}

const char *doc_type(struct doc d)
{
	struct element e;
	const char *text;
	size_t n;

	if (!get(d, "$Type", &e) || e.type != STRING)
		return "";
	text = string_of(&e, &n);
	return text_is_utf8(text, n) ? text : "";
}

const char *doc_str(struct doc d, const char *field, struct arena *a)
{
	struct element e;
	const char *text;
	size_t n;

	if (!get(d, field, &e) || e.type != STRING)
		return "";
	text = string_of(&e, &n);
	return text_borrow(a, text, n);
}

bool doc_has(struct doc d, const char *field)
{
	struct element e;

	return get(d, field, &e) && e.type != NONE;
}

bool doc_bool(struct doc d, const char *field, bool otherwise)
{
	struct element e;

	return get(d, field, &e) && e.type == BOOLEAN ? *e.value != 0 : otherwise;
}

int64_t doc_int(struct doc d, const char *field, int64_t otherwise)
{
	struct element e;
	int64_t value;
	const char *text;
	size_t n;

	if (!get(d, field, &e))
		return otherwise;
	if (e.type == INT64)
		return le64(e.value);
	if (e.type == INT32)
		return (int32_t)le32(e.value);
	if (e.type != STRING)
		return otherwise;
	text = string_of(&e, &n);
	return strlen(text) == n && text_to_int(text, &value) ? value : otherwise;
}

int64_t doc_time(struct doc d, const char *field, int64_t otherwise)
{
	struct element e;

	return get(d, field, &e) && e.type == DATETIME ? le64(e.value) : otherwise;
}

struct doc doc_doc(struct doc d, const char *field)
{
	struct element e;

	if (!get(d, field, &e) || e.type != DOCUMENT)
		return (struct doc){NULL, 0};
	return inner(&e);
}

const unsigned char *doc_id(struct doc d, const char *field)
{
	struct element e;

	return get(d, field, &e) && e.type == BINARY && e.len == 5 + ID_LEN
		       ? e.value + 5
		       : NULL;
}

struct doc_iter doc_array(struct doc d, const char *field)
{
	struct element e;

	if (!get(d, field, &e) || e.type != ARRAY)
		return (struct doc_iter){NULL, NULL};
	return fields(inner(&e));
}

static bool next_of(struct doc_iter *it, unsigned char type, struct element *e)
{
	const char *why;

	while (next(it, e, &why) == 1)
		if (e->type == type)
			return true;
	it->at = it->end;
	return false;
}

bool doc_next(struct doc_iter *it, struct doc *out)
{
	struct element e;

	if (!next_of(it, DOCUMENT, &e))
		return false;
	*out = inner(&e);
	return true;
}

bool doc_next_str(struct doc_iter *it, struct arena *a, const char **out)
{
	struct element e;
	const char *text;
	size_t n;

	if (!next_of(it, STRING, &e))
		return false;
	text = string_of(&e, &n);
	*out = text_borrow(a, text, n);
	return true;
}

size_t doc_array_len(struct doc d, const char *field)
{
	struct doc_iter it = doc_array(d, field);
	struct element e;
	const char *why;
	size_t len = 0;

	while (next(&it, &e, &why) == 1)
		len++;
	return len;
}

struct seeing {
	doc_string_fn *see;
	void *arg;
};

static void each_string(const struct seeing *s, struct doc d, unsigned depth)
{
	struct doc_iter it = fields(d);
	struct element e;
	const char *text, *why;
	size_t n;

	while (depth <= DEEPEST && next(&it, &e, &why) == 1) {
		if (is_document(&e))
			each_string(s, inner(&e), depth + 1);
		if (e.type != STRING)
			continue;
		text = string_of(&e, &n);
		s->see(s->arg, e.name, text, n);
	}
}

void doc_each_string(struct doc d, doc_string_fn *see, void *arg)
{
	struct seeing s = {see, arg};

	each_string(&s, d, 1);
}
