/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small deflate encoder (RFC 1951: one block of fixed codes, greedy matches). A library would
 * pack better, but its bytes change with its version, and packages have to repeat everywhere.
 */
#include "tests/mkmda.h"

#include <stdlib.h>
#include <string.h>

#include "util/alloc.h"

enum { HASH_BITS = 14, WINDOW = 32768, LEAST = 3, MOST = 258, END_OF_BLOCK = 256 };

struct bits {
	struct buf *out;
	uint32_t held;
	unsigned count;
};

static void put_bits(struct bits *b, unsigned value, unsigned n)
{
	b->held |= (uint32_t)value << b->count;
	for (b->count += n; b->count >= 8; b->count -= 8) {
		buf_putc(b->out, (char)(b->held & 0xff));
		b->held >>= 8;
	}
}

/* Codes go in with their first bit first, all else with the lowest bit first. */
static void put_code(struct bits *b, unsigned code, unsigned n)
{
	while (n-- > 0)
		put_bits(b, code >> n & 1, 1);
}

static void put_symbol(struct bits *b, unsigned symbol)
{
	if (symbol < 144)
		put_code(b, 0x30 + symbol, 8);
	else if (symbol < 256)
		put_code(b, 0x190 + symbol - 144, 9);
	else if (symbol < 280)
		put_code(b, symbol - 256, 7);
	else
		put_code(b, 0xc0 + symbol - 280, 8);
}

/* Length 258 has a code of its own; below, four codes share each number of extra bits. */
static void put_length(struct bits *b, unsigned length)
{
	unsigned n = length - LEAST, extra = 0;

	if (length == MOST) {
		put_symbol(b, 285);
		return;
	}
	while (n >> (extra + 3) != 0)
		extra++;
	put_symbol(b, 257 + 4 * extra + (n >> extra));
	put_bits(b, n & ((1u << extra) - 1), extra);
}

static void put_distance(struct bits *b, unsigned distance)
{
	unsigned n = distance - 1, extra = 0;

	while (n >> (extra + 2) != 0)
		extra++;
	put_code(b, 2 * extra + (n >> extra), 5);
	put_bits(b, n & ((1u << extra) - 1), extra);
}

static unsigned hash_of(const unsigned char *p)
{
	return ((unsigned)p[0] << 16 | (unsigned)p[1] << 8 | p[2]) * 2654435761u >>
	       (32 - HASH_BITS);
}

static size_t match_length(const unsigned char *a, const unsigned char *b, size_t most)
{
	size_t n = 0;

	while (n < most && a[n] == b[n])
		n++;
	return n;
}

void mk_deflate(struct buf *out, const void *data, size_t len)
{
	const unsigned char *in = data;
	size_t *last = alloc_zero(1u << HASH_BITS, sizeof(*last));	/* position + 1 */
	struct bits b = { .out = out };
	size_t at = 0;

	put_bits(&b, 3, 3);	/* last block, fixed codes */
	while (at < len) {
		size_t length = 0, from = 0;

		if (len - at >= LEAST) {
			size_t *slot = &last[hash_of(in + at)];

			from = *slot;
			*slot = at + 1;
			if (from > 0 && at - (from - 1) <= WINDOW)
				length = match_length(in + at, in + from - 1,
						      len - at < MOST ? len - at : MOST);
		}
		if (length >= LEAST) {
			put_length(&b, (unsigned)length);
			put_distance(&b, (unsigned)(at - (from - 1)));
			at += length;
		} else {
			put_symbol(&b, in[at++]);
		}
	}
	put_symbol(&b, END_OF_BLOCK);
	put_bits(&b, 0, 7);
	free(last);
}
