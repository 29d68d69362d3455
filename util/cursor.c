/* SPDX-License-Identifier: Apache-2.0 */
#include "util/cursor.h"

void cursor_init(struct cursor *c, const void *bytes, size_t len)
{
	*c = (struct cursor){ .start = bytes, .len = len };
}

size_t cursor_left(const struct cursor *c)
{
	return c->len - c->at;
}

const unsigned char *cursor_skip(struct cursor *c, size_t n)
{
	const unsigned char *p = c->start + c->at;

	if (c->bad || n > c->len - c->at) {
		c->bad = true;
		return NULL;
	}
	c->at += n;
	return p;
}

/* n bytes as a number, the first of them lowest (little) or highest. */
static uint64_t number(struct cursor *c, unsigned n, bool little)
{
	const unsigned char *p = cursor_skip(c, n);
	uint64_t value = 0;

	if (p == NULL)
		return 0;
	for (unsigned i = 0; i < n; i++)
		value = value << 8 | p[little ? n - 1 - i : i];
	return value;
}

uint8_t cursor_u8(struct cursor *c)
{
	return (uint8_t)number(c, 1, false);
}

uint16_t cursor_be16(struct cursor *c)
{
	return (uint16_t)number(c, 2, false);
}

uint32_t cursor_be32(struct cursor *c)
{
	return (uint32_t)number(c, 4, false);
}

uint16_t cursor_le16(struct cursor *c)
{
	return (uint16_t)number(c, 2, true);
}

uint32_t cursor_le32(struct cursor *c)
{
	return (uint32_t)number(c, 4, true);
}

uint64_t cursor_le64(struct cursor *c)
{
	return number(c, 8, true);
}
