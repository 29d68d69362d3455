/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A project may come from anybody, and SQLite runs what a schema says. So the database is opened
 * in memory and read-only, its schema is not trusted, the two tables must be real ones, nothing
 * but reading their columns is authorised, and the steps are counted.
 */
#include "formats/mpr.h"

#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

enum { HEADER = 100, WRITE_VERSION_AT = 18, STEPS_AT_ONCE = 1000, SQL_MAX = 256, WORD_MAX = 200 };
enum { COLUMN_ID, COLUMN_CONTAINER, COLUMN_CONTAINMENT, COLUMN_HASH, COLUMN_CONTENTS };

struct mpr {
	sqlite3 *db;
	sqlite3_stmt *units;
	struct arena *arena;
	struct mpr_info info;
	uint64_t steps, max_steps;
	uint64_t odd;
};

static bool is_ours(const char *table)
{
	static const char *const tables[] = { "Unit", "_MetaData", "sqlite_master" };

	for (size_t i = 0; table != NULL && i < sizeof(tables) / sizeof(tables[0]); i++)
		if (sqlite3_stricmp(table, tables[i]) == 0)
			return true;
	return false;
}

static int authorize(void *user, int action, const char *a, const char *b, const char *c,
		     const char *d)
{
	(void)user;
	(void)b;
	(void)c;
	if (d != NULL)		/* asked for by a view or a trigger */
		return SQLITE_DENY;
	if (action == SQLITE_SELECT || (action == SQLITE_READ && is_ours(a)))
		return SQLITE_OK;
	return SQLITE_DENY;
}

static int count_steps(void *user)
{
	struct mpr *m = user;

	m->steps += STEPS_AT_ONCE;
	return m->steps > m->max_steps;
}

static void confine(struct mpr *m, size_t len)
{
	static const struct {
		int limit, value;
	} limits[] = {
		{ SQLITE_LIMIT_SQL_LENGTH, 65536 },	{ SQLITE_LIMIT_COLUMN, 64 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 32 },	{ SQLITE_LIMIT_COMPOUND_SELECT, 1 },
		{ SQLITE_LIMIT_VDBE_OP, 4096 },		{ SQLITE_LIMIT_FUNCTION_ARG, 4 },
		{ SQLITE_LIMIT_ATTACHED, 0 },		{ SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
		{ SQLITE_LIMIT_WORKER_THREADS, 0 },
	};

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		sqlite3_limit(m->db, limits[i].limit, limits[i].value);
	/* No value is longer than the file, even one that is computed. */
	sqlite3_limit(m->db, SQLITE_LIMIT_LENGTH, len > INT_MAX ? INT_MAX : (int)len);
	sqlite3_db_config(m->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(m->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(m->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(m->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_exec(m->db, "PRAGMA cell_size_check=ON; PRAGMA query_only=ON", NULL, NULL, NULL);
	sqlite3_set_authorizer(m->db, authorize, NULL);
	sqlite3_progress_handler(m->db, STEPS_AT_ONCE, count_steps, m);
}

static int fail(const struct mpr *m, struct err *err)
{
	if (m->steps > m->max_steps)
		return err_set(err, "the database takes more than %" PRIu64 " steps to read",
			       m->max_steps);
	return err_set(err, "damaged as a database: %s", sqlite3_errmsg(m->db));
}

static int check_header(const unsigned char *bytes, size_t len, struct err *err)
{
	static const char magic[] = "SQLite format 3";
	static const char pointer[] = "version https://git-lfs";

	if (len >= sizeof(pointer) - 1 && memcmp(bytes, pointer, sizeof(pointer) - 1) == 0)
		return err_set(err, "is a git-lfs pointer, not the file itself");
	if (len < HEADER || memcmp(bytes, magic, sizeof(magic)) != 0)
		return err_set(err, "is no project file of Studio Pro: not an SQLite database");
	if (bytes[WRITE_VERSION_AT] != 1)
		return err_set(err, "is kept with a write-ahead log, which is not read");
	return 0;
}

static int open_memory(struct mpr *m, const void *bytes, size_t len, struct err *err)
{
	/* The flag promises that the bytes are not written; the type does not know it. */
	unsigned char *data = (unsigned char *)(uintptr_t)bytes;

	if (sqlite3_open_v2(":memory:", &m->db,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX |
				    SQLITE_OPEN_PRIVATECACHE,
			    NULL) != SQLITE_OK || m->db == NULL)
		return err_set(err, "no database could be opened");
	if (sqlite3_deserialize(m->db, "main", data, (sqlite3_int64)len, (sqlite3_int64)len,
				SQLITE_DESERIALIZE_READONLY) != SQLITE_OK)
		return fail(m, err);
	confine(m, len);
	return 0;
}

static int prepare(struct mpr *m, sqlite3_stmt **out, const char *sql, struct err *err)
{
	return sqlite3_prepare_v2(m->db, sql, -1, out, NULL) == SQLITE_OK ? 0 : fail(m, err);
}

static void finish(sqlite3_stmt **statement)
{
	sqlite3_finalize(*statement);
}

/* A table with pages of its own: no view, and no virtual one, which would run code. */
static int check_table(struct mpr *m, const char *name, struct err *err)
{
	CLEANUP(finish) sqlite3_stmt *s = NULL;
	int step;

	if (prepare(m, &s, "SELECT rootpage FROM sqlite_master WHERE type='table' AND name=?1",
		    err) != 0)
		return -1;
	sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
	step = sqlite3_step(s);
	if (step != SQLITE_ROW && step != SQLITE_DONE)
		return fail(m, err);
	if (step == SQLITE_DONE || sqlite3_column_int64(s, 0) <= 0)
		return err_set(err, "is no project file of Studio Pro: it has no table '%s'", name);
	return 0;
}

/* Whether a table has a column; a column it lacks is an error of preparing. */
static bool has_column(struct mpr *m, const char *table, const char *column)
{
	CLEANUP(finish) sqlite3_stmt *s = NULL;
	char sql[SQL_MAX];

	/* Bare names: a quoted one that is no column would be taken for a text. */
	snprintf(sql, sizeof(sql), "SELECT %s FROM %s", column, table);
	return sqlite3_prepare_v2(m->db, sql, -1, &s, NULL) == SQLITE_OK;
}

/* A word of a row; "" for none, and for what is too long to be one. */
static const char *text_at(struct mpr *m, sqlite3_stmt *s, int column)
{
	const char *text = (const char *)sqlite3_column_text(s, column);
	size_t n = (size_t)sqlite3_column_bytes(s, column);

	return text == NULL || n > WORD_MAX ? "" : text_intern(m->arena, text, n);
}

static int read_info(struct mpr *m, struct err *err)
{
	CLEANUP(finish) sqlite3_stmt *s = NULL;
	bool numbered = has_column(m, "_MetaData", "_FormatVersion");
	int step;

	m->info.format = 1;
	m->info.product_version = "";
	if (prepare(m, &s, numbered ? "SELECT _ProductVersion, _FormatVersion FROM _MetaData"
				    : "SELECT _ProductVersion FROM _MetaData", err) != 0)
		return -1;
	step = sqlite3_step(s);
	if (step != SQLITE_ROW)
		return step == SQLITE_DONE ? err_set(err, "does not tell its version")
					   : fail(m, err);
	m->info.product_version = text_at(m, s, 0);
	if (numbered)
		m->info.format = sqlite3_column_int64(s, 1);
	if (m->info.format != 1 && m->info.format != 2)
		return err_set(err, "storage format %" PRId64 " is not known", m->info.format);
	return 0;
}

static int open_units(struct mpr *m, struct err *err)
{
	const char *sql = m->info.format == 1
		? "SELECT UnitID, ContainerID, ContainmentName, ContentsHash, Contents FROM Unit"
		: "SELECT UnitID, ContainerID, ContainmentName, ContentsHash FROM Unit";

	return prepare(m, &m->units, sql, err);
}

int mpr_open(struct mpr **out, const void *bytes, size_t len, uint64_t max_steps,
	     struct arena *arena, struct err *err)
{
	CLEANUP(mpr_cleanup) struct mpr *m = NULL;

	if (check_header(bytes, len, err) != 0)
		return -1;
	m = alloc_zero(1, sizeof(*m));
	m->arena = arena;
	m->max_steps = max_steps;
	if (open_memory(m, bytes, len, err) != 0 || check_table(m, "Unit", err) != 0 ||
	    check_table(m, "_MetaData", err) != 0 || read_info(m, err) != 0 ||
	    open_units(m, err) != 0)
		return -1;
	*out = TAKE(m);
	return 0;
}

void mpr_close(struct mpr *m)
{
	if (m == NULL)
		return;
	sqlite3_finalize(m->units);
	sqlite3_close(m->db);
	free(m);
}

void mpr_cleanup(struct mpr **m)
{
	mpr_close(*m);
}

const struct mpr_info *mpr_info(const struct mpr *m)
{
	return &m->info;
}

static bool take_id(sqlite3_stmt *s, int column, unsigned char out[MPR_ID])
{
	const void *id = sqlite3_column_blob(s, column);

	if (id == NULL || sqlite3_column_bytes(s, column) != MPR_ID)
		return false;
	memcpy(out, id, MPR_ID);
	return true;
}

static void take_row(struct mpr *m, struct mpr_unit *out)
{
	out->containment = text_at(m, m->units, COLUMN_CONTAINMENT);
	out->hash = text_at(m, m->units, COLUMN_HASH);
	out->contents = NULL;
	out->size = 0;
	if (m->info.format != 1)
		return;
	out->contents = sqlite3_column_blob(m->units, COLUMN_CONTENTS);
	out->size = (size_t)sqlite3_column_bytes(m->units, COLUMN_CONTENTS);
}

int mpr_next(struct mpr *m, struct mpr_unit *out, struct err *err)
{
	int step;

	while ((step = sqlite3_step(m->units)) == SQLITE_ROW) {
		if (take_id(m->units, COLUMN_ID, out->id) &&
		    take_id(m->units, COLUMN_CONTAINER, out->container)) {
			take_row(m, out);
			return 1;
		}
		m->odd++;
	}
	return step == SQLITE_DONE ? 0 : fail(m, err);
}

uint64_t mpr_odd_rows(const struct mpr *m)
{
	return m->odd;
}

void mpr_id_text(const unsigned char id[MPR_ID], char out[MPR_ID_TEXT])
{
	static const unsigned char order[MPR_ID] = { 3, 2, 1, 0, 5, 4, 7, 6,
						     8, 9, 10, 11, 12, 13, 14, 15 };
	size_t at = 0;

	for (size_t i = 0; i < MPR_ID; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			out[at++] = '-';
		at += (size_t)snprintf(out + at, 3, "%02x", id[order[i]]);
	}
}
