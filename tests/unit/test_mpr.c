/* SPDX-License-Identifier: Apache-2.0 */
/* Project files made with SQL: both storage formats, and databases that want more than reading. */
#include "formats/mpr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "util/arena.h"
#include "util/err.h"

#define UNITS "CREATE TABLE Unit(UnitID BLOB, ContainerID BLOB, ContainmentName TEXT, " \
	      "ContentsHash TEXT, Contents BLOB);"
#define VERSION "CREATE TABLE _MetaData(_ProductVersion TEXT);" \
		"INSERT INTO _MetaData VALUES('7.18.1');"
#define ROW "INSERT INTO Unit VALUES(x'00112233445566778899aabbccddeeff', " \
	    "x'00112233445566778899aabbccddeeff', '', 'hash', x'0500000000');"

enum { STEPS = 100000 };

struct bench {
	struct arena *arena;
	unsigned char *bytes;
	sqlite3_int64 size;
	struct mpr *mpr;
	struct err err;
};

static int setup(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));

	b->arena = arena_new();
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bench *b = *state;

	mpr_close(b->mpr);
	arena_free(b->arena);
	sqlite3_free(b->bytes);
	free(b);
	return 0;
}

static void make(struct bench *b, const char *sql)
{
	sqlite3 *db;
	char *why = NULL;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s", why);
	b->bytes = sqlite3_serialize(db, "main", &b->size, 0);
	assert_non_null(b->bytes);
	sqlite3_close(db);
}

static int open_steps(struct bench *b, uint64_t steps)
{
	int result = mpr_open(&b->mpr, b->bytes, (size_t)b->size, steps, b->arena, &b->err);

	assert_true((result == 0) == (b->mpr != NULL));
	assert_true((result == 0) != b->err.set);
	return result;
}

static void refuses(struct bench *b, const char *why)
{
	assert_int_equal(open_steps(b, STEPS), -1);
	if (strstr(b->err.text, why) == NULL)
		fail_msg("'%s' has no '%s'", b->err.text, why);
}

static void test_first_format(void **state)
{
	struct bench *b = *state;
	struct mpr_unit u;
	char id[MPR_ID_TEXT];

	make(b, UNITS VERSION ROW
	     "INSERT INTO Unit VALUES(x'00', x'00', 'short ids', '', NULL);"
	     "INSERT INTO Unit VALUES('text', 5, NULL, NULL, NULL);"
	     "INSERT INTO Unit VALUES(zeroblob(16), zeroblob(16), 'Documents', NULL, NULL);");
	assert_int_equal(open_steps(b, STEPS), 0);
	assert_int_equal(mpr_info(b->mpr)->format, 1);
	assert_string_equal(mpr_info(b->mpr)->product_version, "7.18.1");
	assert_int_equal(mpr_next(b->mpr, &u, &b->err), 1);
	mpr_id_text(u.id, id);
	assert_string_equal(id, "33221100-5544-7766-8899-aabbccddeeff");
	assert_string_equal(u.hash, "hash");
	assert_int_equal(u.size, 5);
	assert_memory_equal(u.contents, "\5\0\0\0\0", 5);
	assert_int_equal(mpr_next(b->mpr, &u, &b->err), 1);
	assert_string_equal(u.containment, "Documents");
	assert_string_equal(u.hash, "");
	assert_int_equal(u.size, 0);
	assert_int_equal(mpr_next(b->mpr, &u, &b->err), 0);
	assert_int_equal(mpr_odd_rows(b->mpr), 2);
}

static void test_second_format(void **state)
{
	struct bench *b = *state;
	struct mpr_unit u;

	make(b, "CREATE TABLE Unit(UnitID BLOB, ContainerID BLOB, ContainmentName TEXT,"
		"ContentsHash TEXT);"
		"CREATE TABLE _MetaData(_FormatVersion INTEGER, _ProductVersion TEXT);"
		"INSERT INTO _MetaData VALUES(2, '10.24.9.81004');"
		"INSERT INTO Unit VALUES(zeroblob(16), zeroblob(16), '', 'hash');");
	assert_int_equal(open_steps(b, STEPS), 0);
	assert_int_equal(mpr_info(b->mpr)->format, 2);
	assert_int_equal(mpr_next(b->mpr, &u, &b->err), 1);
	assert_null(u.contents);
	assert_int_equal(mpr_next(b->mpr, &u, &b->err), 0);
}

static void test_long_words(void **state)
{
	struct bench *b = *state;
	struct mpr_unit u;

	make(b, UNITS VERSION
	     "INSERT INTO Unit VALUES(zeroblob(16), zeroblob(16), printf('%.5000c', 'a'), "
	     "x'ff', NULL);");
	assert_int_equal(open_steps(b, STEPS), 0);
	assert_int_equal(mpr_next(b->mpr, &u, &b->err), 1);
	assert_string_equal(u.containment, "");
	assert_string_equal(u.hash, "\xef\xbf\xbd");
}

/* What no project is, and what would run code of the file. */
static void test_refused(void **state)
{
	static const struct {
		const char *sql, *why;
	} wrong[] = {
		{ "CREATE TABLE other(a)", "no table 'Unit'" },
		{ UNITS "CREATE TABLE other(a)", "no table '_MetaData'" },
		{ UNITS "CREATE TABLE _MetaData(_ProductVersion TEXT);",
		  "does not tell its version" },
		{ UNITS "CREATE TABLE _MetaData(a);", "no such column" },
		{ UNITS "CREATE TABLE _MetaData(_ProductVersion, _FormatVersion);"
		  "INSERT INTO _MetaData VALUES('11', 3);", "storage format 3 is not known" },
		{ "CREATE TABLE Unit(UnitID);" VERSION, "no such column" },
		{ "CREATE TABLE t(a); CREATE VIEW Unit AS SELECT a AS UnitID FROM t;" VERSION,
		  "no table 'Unit'" },
		{ "CREATE VIRTUAL TABLE Unit USING fts5(UnitID, ContainerID, ContainmentName, "
		  "ContentsHash, Contents);" VERSION, "no table 'Unit'" },
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct bench *b;

		setup((void **)&b);
		make(b, wrong[i].sql);
		refuses(b, wrong[i].why);
		teardown((void **)&b);
	}
	(void)state;
}

/* A column that is computed costs no more than the file has bytes. */
static void test_computed(void **state)
{
	struct bench *b = *state;
	struct mpr_unit u;

	make(b, "CREATE TABLE Unit(UnitID, ContainerID, ContainmentName, ContentsHash, "
		"Contents AS (zeroblob(500000000)) VIRTUAL);" VERSION
		"INSERT INTO Unit VALUES(zeroblob(16), zeroblob(16), 'Documents', '');");
	assert_int_equal(open_steps(b, STEPS), 0);
	assert_int_equal(mpr_next(b->mpr, &u, &b->err), -1);
	assert_non_null(strstr(b->err.text, "too big"));
}

static void test_no_database(void **state)
{
	static const char pointer[] = "version https://git-lfs.github.com/spec/v1\n";
	struct bench *b = *state;

	assert_int_equal(mpr_open(&b->mpr, "", 0, STEPS, b->arena, &b->err), -1);
	assert_non_null(strstr(b->err.text, "not an SQLite database"));
	b->err.set = false;
	assert_int_equal(mpr_open(&b->mpr, pointer, sizeof(pointer) - 1, STEPS, b->arena,
				  &b->err), -1);
	assert_non_null(strstr(b->err.text, "git-lfs pointer"));
}

static void test_log(void **state)
{
	struct bench *b = *state;

	make(b, UNITS VERSION);
	b->bytes[18] = b->bytes[19] = 2;
	refuses(b, "write-ahead log");
}

static void test_steps(void **state)
{
	struct bench *b = *state;
	struct mpr_unit u;
	int more;

	make(b, UNITS VERSION
	     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
	     "INSERT INTO Unit SELECT zeroblob(16), zeroblob(16), 'Documents', '', NULL FROM n;");
	assert_int_equal(open_steps(b, 5000), 0);
	while ((more = mpr_next(b->mpr, &u, &b->err)) == 1)
		;
	assert_int_equal(more, -1);
	assert_non_null(strstr(b->err.text, "more than 5000 steps"));
}

/* Cut anywhere and turned over anywhere: an error, or units that lie within their bytes. */
static void walk(struct bench *b, size_t size)
{
	struct mpr_unit u;
	struct mpr *m = NULL;
	unsigned sum = 0;

	b->err.set = false;
	if (mpr_open(&m, b->bytes, size, STEPS, b->arena, &b->err) != 0) {
		assert_true(b->err.set);
		return;
	}
	while (mpr_next(m, &u, &b->err) == 1)
		for (size_t i = 0; i < u.size; i++)
			sum += ((const unsigned char *)u.contents)[i];
	mpr_close(m);
	assert_true(sum < UINT32_MAX);
}

static void test_damaged(void **state)
{
	struct bench *b = *state;

	make(b, UNITS VERSION ROW
	     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
	     "INSERT INTO Unit SELECT zeroblob(16), zeroblob(16), 'Documents', '', "
	     "zeroblob(i * 20) FROM n;");
	for (size_t size = 0; size < (size_t)b->size; size += 509)
		walk(b, size);
	for (size_t at = 16; at < (size_t)b->size; at += at < 4096 ? 7 : 211) {
		b->bytes[at] ^= (unsigned char)(1u << at % 8);
		walk(b, (size_t)b->size);
		b->bytes[at] ^= (unsigned char)(1u << at % 8);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_first_format), TEST(test_second_format), TEST(test_long_words),
		TEST(test_refused), TEST(test_computed), TEST(test_no_database), TEST(test_log),
		TEST(test_steps), TEST(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
