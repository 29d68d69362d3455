/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Studio Pro projects: documents that a recipe's model is made of become the units of an .mpr
 * file, in storage format 1 or 2. What the export strips is added by `with`.
 */
#include "tests/mkmda.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "formats/mpr.h"
#include "util/arena.h"
#include "util/digest.h"

enum { LIBRARY_VERSION_AT = 96, ID_AT = 14, HEX_TEXT = 36 };

struct maker {
	struct arena *arena;
	json_t *description;
	bool files;		/* storage format 2 */
	const char *folder;	/* that the .mpr goes into, with '/' */
	sqlite3 *db;
	sqlite3_stmt *insert;
};

static void must(struct maker *m, int status)
{
	if (status != SQLITE_OK && status != SQLITE_DONE)
		mk_fail("%s", m->db == NULL ? "no database" : sqlite3_errmsg(m->db));
}

static void create(struct maker *m)
{
	const char *version = short_text(m->description, "version", "");
	char *sql = m->files
		? sqlite3_mprintf("CREATE TABLE _MetaData(_FormatVersion INTEGER,"
				  "_ProductVersion TEXT);"
				  "CREATE TABLE Unit(UnitID BLOB PRIMARY KEY NOT NULL,ContainerID "
				  "BLOB,ContainmentName TEXT,ContentsHash TEXT);"
				  "INSERT INTO _MetaData VALUES(%lld,%Q)",
				  json_integer_value(json_object_get(m->description, "format")),
				  version)
		: sqlite3_mprintf("CREATE TABLE _MetaData(_ProductVersion TEXT);"
				  "CREATE TABLE Unit(UnitID BLOB NOT NULL,ContainerID BLOB,"
				  "ContainmentName TEXT,ContentsHash TEXT,Contents BLOB,"
				  "PRIMARY KEY(UnitID));"
				  "INSERT INTO _MetaData VALUES(%Q)", version);

	must(m, sqlite3_open(":memory:", &m->db));
	must(m, sqlite3_exec(m->db, sql, NULL, NULL, NULL));
	sqlite3_free(sql);
	must(m, sqlite3_prepare_v2(m->db, m->files ? "INSERT INTO Unit VALUES(?1,?2,?3,?4)"
						   : "INSERT INTO Unit VALUES(?1,?2,?3,?4,?5)",
				   -1, &m->insert, NULL));
}

/* The file of a unit in storage format 2. */
static void put_file(struct maker *m, const struct buf *bytes)
{
	char id[MPR_ID_TEXT], *path;

	mpr_id_text((const unsigned char *)bytes->data + ID_AT, id);
	path = arena_printf(m->arena, "%smprcontents/%.2s/%.2s/%s.mxunit", m->folder, id, id + 2,
			    id);
	mk_folders(path);
	mk_write_file(path, bytes);
}

/* Adds a document as a unit; its id, that of its container, and whether its contents are kept. */
static void put_unit(struct maker *m, const json_t *doc, const unsigned char *container,
		     unsigned char *id)
{
	bool missing = json_is_true(json_object_get(doc, "missing"));
	const char *in = short_text(doc, "in", "Documents");
	char hash[DIGEST_BASE64];
	struct buf bytes;

	json_object_del((json_t *)doc, "missing");
	json_object_del((json_t *)doc, "in");
	buf_init(&bytes, SIZE_MAX / 4);
	document_write(&bytes, m->arena, doc);
	memcpy(id, bytes.data + ID_AT, MPR_ID);
	digest_base64(bytes.data, bytes.len, hash);
	sqlite3_reset(m->insert);
	sqlite3_clear_bindings(m->insert);
	must(m, sqlite3_bind_blob(m->insert, 1, id, MPR_ID, SQLITE_TRANSIENT));
	must(m, sqlite3_bind_blob(m->insert, 2, container == NULL ? id : container, MPR_ID,
				  SQLITE_TRANSIENT));
	must(m, sqlite3_bind_text(m->insert, 3, in, -1, SQLITE_TRANSIENT));
	must(m, sqlite3_bind_text(m->insert, 4, short_text(m->description, "hash", hash), -1,
				  SQLITE_TRANSIENT));
	if (m->files && !missing)
		put_file(m, &bytes);
	else if (!m->files && !missing)
		must(m, sqlite3_bind_blob(m->insert, 5, bytes.data, (int)bytes.len,
					  SQLITE_TRANSIENT));
	must(m, sqlite3_step(m->insert));
	buf_release(&bytes);
}

/* Studio Pro keeps plain names; it is the export that makes them qualified. */
static void plain_names(json_t *doc)
{
	json_t *entity;
	size_t i;

	json_object_del(doc, "QualifiedName");
	json_array_foreach(json_object_get(doc, "Entities"), i, entity) {
		json_object_set(entity, "Name", json_object_get(entity, "UnqualifiedName"));
		json_object_del(entity, "QualifiedName");
	}
}

static const char *type_of(const json_t *doc)
{
	return short_text(doc, "$Type", "");
}

/* Fields that the description adds to the module or document of that name. */
static void add_fields(struct maker *m, json_t *doc, const char *module)
{
	const json_t *with = json_object_get(m->description, "with");
	const char *name = short_text(doc, "Name", "");
	const char *key = strcmp(type_of(doc), "Projects$ModuleImpl") == 0
		? name : arena_printf(m->arena, "%s.%s", module, name);
	json_t *fields = json_object_get(with, key);

	if (fields != NULL)
		json_object_update(doc, fields);
}

static void put_documents(struct maker *m, json_t *documents, const unsigned char *project)
{
	unsigned char module[MPR_ID], folder[MPR_ID], id[MPR_ID];
	const char *name = "";
	json_t *doc;
	size_t i;

	json_array_foreach(documents, i, doc) {
		bool first = strcmp(type_of(doc), "Projects$ModuleImpl") == 0;

		if (first)
			name = arena_text(m->arena, short_text(doc, "Name", ""));
		if (strcmp(name, "System") == 0)
			continue;
		plain_names(doc);
		add_fields(m, doc, name);
		if (*name == '\0') {
			put_unit(m, doc, project, id);
		} else if (first) {
			json_t *one = json_pack("{s:s,s:s}", "$Type", "Projects$Folder", "$ID",
						arena_printf(m->arena, "folder of %s", name));

			put_unit(m, doc, project, module);
			put_unit(m, one, module, folder);
			json_decref(one);
		} else {
			put_unit(m, doc, folder, id);
		}
	}
}

static json_t *project_unit(struct maker *m)
{
	const char *id = short_text(m->description, "id", "");

	if (strlen(id) != HEX_TEXT)
		mk_fail("'id' is no GUID");
	return json_pack("{s:s,s:{s:s},s:b}", "$Type", "Projects$Project", "$ID", "$guid", id,
			 "IsSystemProject", 0);
}

/* The bytes as any version of the library would have written them. */
static void save(struct maker *m, const char *out)
{
	sqlite3_int64 size = 0;
	unsigned char *bytes = sqlite3_serialize(m->db, "main", &size, 0);
	struct buf copy;

	if (bytes == NULL || size < LIBRARY_VERSION_AT + 4)
		mk_fail("the database cannot be written");
	memset(bytes + LIBRARY_VERSION_AT, 0, 4);
	buf_init(&copy, SIZE_MAX / 4);
	buf_add(&copy, bytes, (size_t)size);
	mk_write_file(out, &copy);
	buf_release(&copy);
	sqlite3_free(bytes);
}

static void file_names(struct maker *m, struct vec *names)
{
	json_t *name;
	size_t i;

	json_array_foreach(json_object_get(m->description, "model"), i, name)
		vec_push(names, arena_text(m->arena, json_string_value(name)));
}

void project_write(const char *description, const char *out)
{
	struct maker m = { .arena = arena_new(), .description = description_read(description) };
	const char *slash = strrchr(description, '/'), *end = strrchr(out, '/');
	const char *here = arena_text_n(m.arena, description, slash == NULL ? 0
						: (size_t)(slash - description));
	unsigned char project[MPR_ID];
	struct vec names = { 0 };
	json_t *documents, *unit;

	m.files = json_integer_value(json_object_get(m.description, "format")) > 1;
	m.folder = arena_text_n(m.arena, out, end == NULL ? 0 : (size_t)(end - out) + 1);
	file_names(&m, &names);
	documents = model_documents(m.arena, slash == NULL ? "." : here, &names);
	unit = project_unit(&m);
	create(&m);
	put_unit(&m, unit, NULL, project);
	put_documents(&m, documents, project);
	save(&m, out);
	sqlite3_finalize(m.insert);
	sqlite3_close(m.db);
	json_decref(unit);
	json_decref(documents);
	json_decref(m.description);
	vec_release(&names);
	arena_free(m.arena);
}
