/* SPDX-License-Identifier: Apache-2.0 */
/* The utilities everything else stands on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/cursor.h"
#include "util/digest.h"
#include "util/err.h"
#include "util/map.h"
#include "util/text.h"
#include "util/vec.h"

static void buffers(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	assert_string_equal(buf_text(&b), "");
	buf_puts(&b, "abc");
	buf_printf(&b, "%d", 4567);
	assert_string_equal(buf_text(&b), "abc4567");
	buf_puts(&b, "89A");
	assert_false(b.over);
	assert_int_equal(b.len, 10);
	buf_putc(&b, 'x');
	assert_true(b.over);
	buf_puts(&b, "");
	assert_string_equal(buf_text(&b), "abc456789A");
	buf_clear(&b);
	assert_false(b.over);
	assert_string_equal(buf_text(&b), "");
	buf_release(&b);
	assert_int_equal(b.max, 10);
}

static void arenas(void **state)
{
	struct arena *a = arena_new();
	char *first = arena_text(a, "first"), *large;

	(void)state;
	assert_non_null(arena_alloc(a, 0));
	large = arena_alloc(a, 1 << 20);
	for (size_t i = 0; i < 1 << 20; i++)
		assert_int_equal(large[i], 0);
	for (int i = 0; i < 100000; i++)
		assert_int_equal((uintptr_t)arena_alloc(a, (size_t)(i % 50)) % 16, 0);
	assert_string_equal(first, "first");
	assert_null(arena_text(a, NULL));
	assert_string_equal(arena_printf(a, "%s-%d", "x", 7), "x-7");
	arena_free(a);
	arena_free(NULL);
}

static int compare_first(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

static void vectors(void **state)
{
	static const char *const words[] = { "b1", "a1", "c1", "a2", "b2", "a3", "c2" };
	static const char *const sorted[] = { "a1", "a2", "a3", "b1", "b2", "c1", "c2" };
	struct vec v = { 0 };

	(void)state;
	vec_sort(&v, compare_first);
	for (size_t i = 0; i < 7; i++)
		vec_push(&v, (void *)(uintptr_t)words[i]);
	vec_sort(&v, compare_first);
	for (size_t i = 0; i < 7; i++)
		assert_string_equal(v.items[i], sorted[i]);
	vec_release(&v);
	assert_int_equal(v.len, 0);
}

static void maps(void **state)
{
	char keys[500][16];
	struct map m = { 0 };

	(void)state;
	assert_null(map_get(&m, "none"));
	for (int i = 0; i < 500; i++) {
		snprintf(keys[i], sizeof(keys[i]), "k%d", i);
		assert_null(map_add(&m, keys[i], &keys[i]));
	}
	assert_ptr_equal(map_add(&m, "k7", &m), &keys[7]);
	for (int i = 0; i < 500; i++)
		assert_ptr_equal(map_get(&m, keys[i]), &keys[i]);
	assert_null(map_get(&m, "k500"));
	assert_int_equal(m.len, 500);
	map_release(&m);
}

static void cursors(void **state)
{
	static const unsigned char bytes[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
	struct cursor c;

	(void)state;
	cursor_init(&c, bytes, sizeof(bytes));
	assert_int_equal(cursor_u8(&c), 1);
	assert_int_equal(cursor_be16(&c), 0x0203);
	assert_int_equal(cursor_le16(&c), 0x0504);
	assert_int_equal(cursor_be32(&c), 0x06070809);
	assert_int_equal(cursor_le32(&c), 0x0d0c0b0a);
	assert_int_equal(cursor_left(&c), 2);
	assert_int_equal(cursor_le64(&c), 0);
	assert_true(c.bad);
	assert_int_equal(cursor_u8(&c), 0);
	assert_null(cursor_skip(&c, 0));
}

static void errors(void **state)
{
	struct err e = ERR_NONE;

	(void)state;
	assert_int_equal(err_set(&e, "entry %d: bad", 3), -1);
	assert_int_equal(err_set(&e, "later"), -1);
	assert_int_equal(err_in(&e, "'%s'", "a.mda"), -1);
	assert_string_equal(e.text, "'a.mda': entry 3: bad");
	assert_int_equal(err_set(NULL, "nobody listens"), -1);
	assert_int_equal(err_in(NULL, "nobody"), -1);
}

static void utf8(void **state)
{
	static const char *const bad[] = {
		"\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "a\x80",
		"\xe2\x82", NULL
	};
	struct arena *a = arena_new();
	const char *clean = "gr\xc3\xb6\xc3\x9f e \xe2\x82\xac \xf0\x9f\x98\x80";

	(void)state;
	assert_true(text_is_utf8(clean, strlen(clean)));
	for (size_t i = 0; bad[i] != NULL; i++)
		assert_false(text_is_utf8(bad[i], strlen(bad[i])));
	assert_false(text_is_utf8("a\0b", 3));
	assert_ptr_equal(text_borrow(a, clean, strlen(clean)), clean);
	assert_string_equal(text_borrow(a, clean, 2), "gr");
	assert_string_equal(text_intern(a, "a\0b\xff", 4), "a\xef\xbf\xbd" "b\xef\xbf\xbd");
	assert_int_equal(text_columns(clean), 10);
	arena_free(a);
}

static void numbers(void **state)
{
	static const char *const no[] = { "", "-", "+1", " 1", "1 ", "0x1", "1.0",
					  "9223372036854775808", NULL };
	uint64_t size;
	int64_t n;

	(void)state;
	for (size_t i = 0; no[i] != NULL; i++)
		assert_false(text_to_int(no[i], &n));
	assert_true(text_to_int("-9223372036854775808", &n));
	assert_true(n == INT64_MIN);
	assert_true(text_to_size("12", &size) && size == 12);
	assert_true(text_to_size("3K", &size) && size == 3072);
	assert_true(text_to_size("2g", &size) && size == UINT64_C(2) << 30);
	assert_false(text_to_size("2gb", &size));
	assert_false(text_to_size("-1", &size));
	assert_false(text_to_size("99999999999t", &size));
}

static void days(void **state)
{
	static const char *const no[] = { "", "2026-12-1", "2026-12-011", "2026-12-01T", "26-12-01",
					  "2026/12/01", "2026-13-01", "2026-00-10", "2026-04-31",
					  "2026-02-29", "1900-02-29", "0000-01-01", NULL };

	(void)state;
	for (size_t i = 0; no[i] != NULL; i++)
		assert_false(text_is_day(no[i]));
	assert_true(text_is_day("2024-02-29"));
	assert_true(text_is_day("2000-02-29"));
	assert_true(text_is_day("2026-12-31"));
}

static void words(void **state)
{
	static const char *const list[] = { "scheduled-event", "constant", "module", NULL };

	(void)state;
	assert_string_equal(text_nearest("constnt", list), "constant");
	assert_string_equal(text_nearest("CONSTANT", list), "constant");
	assert_null(text_nearest("xyz", list));
	assert_true(text_starts("model/x", "model/"));
	assert_false(text_starts("mod", "model/"));
	assert_true(text_ends("a.jar", ".jar"));
	assert_false(text_ends("jar", ".jar"));
	assert_int_equal(text_compare_lower("AbC", "aBc"), 0);
	assert_true(text_compare_lower("ab", "abc") < 0);
	assert_true(text_is_word("own|library|any", "library"));
	assert_true(text_is_word("own|library|any", "any"));
	assert_false(text_is_word("own|library|any", "own|library"));
	assert_false(text_is_word("own|library|any", "lib"));
	assert_false(text_is_word("own|library|any", ""));
	assert_true(text_is_listed("own library\n\tany", "own"));
	assert_true(text_is_listed("own library\n\tany", "any"));
	assert_false(text_is_listed("own library\n\tany", "lib"));
	assert_false(text_is_listed("own library\n\tany", "own library"));
	assert_false(text_is_listed("own library\n\tany", ""));
	assert_false(text_is_listed("", "own"));
}

static void safe(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	text_add_safe(&b, "a\x1b[31mb\nc\td\x7f \xe2\x80\xae x \xc2\x9b \xc3\xa9");
	assert_string_equal(buf_text(&b),
			    "a\\x1b[31mb\\nc\\td\\x7f \\u{202e} x \\u{9b} \xc3\xa9");
	buf_clear(&b);
	text_add_grouped(&b, 0);
	buf_putc(&b, ' ');
	text_add_grouped(&b, 999);
	buf_putc(&b, ' ');
	text_add_grouped(&b, 1234567);
	assert_string_equal(buf_text(&b), "0 999 1,234,567");
	buf_release(&b);
}

static void digests(void **state)
{
	char hex[DIGEST_HEX];
	struct digest *d = digest_new();

	(void)state;
	digest_of("abc", 3, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
				 "b00361a396177a9cb410ff61f20015ad");
	digest_add(d, "a", 1);
	digest_add(d, "bc", 2);
	digest_finish(d, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
				 "b00361a396177a9cb410ff61f20015ad");
	digest_free(d);
	digest_free(NULL);
}

static void found(void **state)
{
	static const char s[] = "a--> b -->";
	const char *end = s + strlen(s);

	(void)state;
	assert_ptr_equal(text_find(s, end, "-->"), s + 1);
	assert_ptr_equal(text_find(s + 2, end, "-->"), s + 7);
	assert_null(text_find(s + 2, end - 1, "-->"));
	assert_null(text_find(end, end, "-->"));
	assert_null(text_find(end + 1, end, "-->"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buffers), cmocka_unit_test(arenas), cmocka_unit_test(vectors),
		cmocka_unit_test(maps),	   cmocka_unit_test(cursors), cmocka_unit_test(errors),
		cmocka_unit_test(utf8),	   cmocka_unit_test(numbers), cmocka_unit_test(words),
		cmocka_unit_test(safe),	   cmocka_unit_test(digests), cmocka_unit_test(found),
		cmocka_unit_test(days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
