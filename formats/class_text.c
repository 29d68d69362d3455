/* SPDX-License-Identifier: Apache-2.0 */
/* Modified UTF-8, JVM specification 4.4.7: NUL in two bytes, surrogates in three each. */
#include "formats/class_internal.h"

#include <string.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/text.h"

static const char replacement[] = "\xef\xbf\xbd";

struct class_text class_text_of(const char *s)
{
	return (struct class_text){s, strlen(s)};
}

bool class_text_same(struct class_text a, struct class_text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.bytes, b.bytes, a.len) == 0);
}

static uint64_t load(const char *p, size_t n, uint64_t word)
{
	if (n > 0)
		memcpy(&word, p, n);
	return word;
}

/* At most seven bytes, in some order that is always the same. */
static uint64_t load_short(const char *p, size_t n)
{
	if (n >= 4)
		return load(p, 4, 0) << 32 | load(p + n - 4, 4, 0);
	if (n == 0)
		return 0;
	return (uint64_t)(unsigned char)p[0] << 16 | (uint64_t)(unsigned char)p[n / 2] << 8 |
	       (unsigned char)p[n - 1];
}

bool class_text_ascii(struct class_text t)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t any = 0, word;
	size_t i = 0;

	for (; i + 8 <= t.len; i += 8) {
		word = load(t.bytes + i, 8, 0);
		any |= word | ((word - ones) & ~word);
	}
	word = load(t.bytes + i, t.len - i, ones);
	any |= word | ((word - ones) & ~word);
	return (any & ones << 7) == 0;
}

uint64_t class_text_hash(struct class_text t)
{
	const uint64_t odd = 0x9fb21c651e98df25u;
	uint64_t hash = t.len * odd;
	size_t i = 0;

	for (; i + 8 <= t.len; i += 8) {
		hash = (hash ^ load(t.bytes + i, 8, 0)) * odd;
		hash ^= hash >> 29;
	}
	hash = (hash ^ load_short(t.bytes + i, t.len - i)) * odd;
	hash ^= hash >> 32;
	hash *= odd;
	return hash ^ hash >> 29;
}

/* The UTF-16 unit at p of n bytes, and how many bytes it takes; -1 for a bad byte. */
static long unit(const unsigned char *p, size_t n, size_t *took)
{
	*took = 1;
	if (p[0] < 0x80)
		return p[0] == 0 ? -1 : p[0];
	if (p[0] >> 5 == 6 && n > 1 && p[1] >> 6 == 2) {
		*took = 2;
		return (p[0] & 0x1f) << 6 | (p[1] & 0x3f);
	}
	if (p[0] >> 4 == 14 && n > 2 && p[1] >> 6 == 2 && p[2] >> 6 == 2) {
		*took = 3;
		return (p[0] & 0x0f) << 12 | (p[1] & 0x3f) << 6 | (p[2] & 0x3f);
	}
	return -1;
}

static void add_point(struct buf *b, unsigned long point)
{
	unsigned char out[4];
	size_t n = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};

	for (size_t i = n - 1; i > 0; i--, point >>= 6)
		out[i] = (unsigned char)(0x80 | (point & 0x3f));
	out[0] = (unsigned char)(lead[n] | point);
	buf_add(b, out, n);
}

/* One character from p; returns the bytes it took. */
static size_t add_char(struct buf *b, const unsigned char *p, size_t n)
{
	size_t took, more;
	long low, high = unit(p, n, &took);

	if (high < 0 || (high >= 0xdc00 && high <= 0xdfff)) {
		buf_puts(b, replacement);
		return took;
	}
	if (high < 0xd800 || high > 0xdbff) {
		add_point(b, (unsigned long)high);
		return took;
	}
	low = n > took ? unit(p + took, n - took, &more) : -1;
	if (low < 0xdc00 || low > 0xdfff) {
		buf_puts(b, replacement);
		return took;
	}
	add_point(b, 0x10000 + (unsigned long)((high & 0x3ff) << 10 | (low & 0x3ff)));
	return took + more;
}

void class_text_add(struct buf *b, struct class_text t)
{
	const unsigned char *p = (const unsigned char *)t.bytes;
	size_t i = 0;

	while (i < t.len) {
		size_t run = i;

		while (run < t.len && p[run] < 0x80 && p[run] != 0)
			run++;
		buf_add(b, p + i, run - i);
		i = run;
		if (i < t.len)
			i += add_char(b, p + i, t.len - i);
	}
}

const char *class_text_intern(struct arena *a, struct class_text t)
{
	CLEANUP(buf_release) struct buf decoded;

	buf_init(&decoded, 3 * t.len);
	if (class_text_ascii(t))
		return arena_text_n(a, t.len == 0 ? "" : t.bytes, t.len);
	class_text_add(&decoded, t);
	return text_intern(a, decoded.data, decoded.len);
}

const char *class_text_show(char out[CLASS_SHOWN], struct class_text t)
{
	size_t n = t.len < CLASS_SHOWN ? t.len : CLASS_SHOWN - 1;

	for (size_t i = 0; i < n; i++)
		out[i] = (char)(t.bytes[i] >= ' ' && t.bytes[i] <= '~' ? t.bytes[i] : '?');
	out[n] = '\0';
	return out;
}
