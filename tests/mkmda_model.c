/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON documents become model.mdp: BSON documents one after the other, the index and the
 * deployment document before them. Ids are digests of readable names, so bytes repeat.
 */
#include "tests/mkmda.h"

#include <stdio.h>
#include <string.h>

#include <bson/bson.h>

#include "util/arena.h"
#include "util/digest.h"

enum { MAX_NESTING = 1000 };

struct writer {
	struct arena *arena;
	unsigned depth;
};

static void put_object(struct writer *w, bson_t *out, const json_t *object, const char *id);

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void hex_bytes(const char *hex, uint8_t *out, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int high = hex_digit(hex[2 * i]), low = high < 0 ? -1 : hex_digit(hex[2 * i + 1]);

		if (low < 0)
			mk_fail("'%s' is not lower-case hexadecimal", hex);
		out[i] = (uint8_t)(high << 4 | low);
	}
}

static void id_bytes(const char *name, uint8_t out[16])
{
	char hex[DIGEST_HEX];

	digest_of(name, strlen(name), hex);
	hex_bytes(hex, out, 16);
}

/* The first three groups of a GUID are stored with the low byte first. */
static void guid_bytes(const char *text, uint8_t out[16])
{
	static const unsigned order[] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15 };
	char hex[33] = "";
	uint8_t plain[16];
	size_t n = 0;

	for (; *text != '\0' && n < 32; text++)
		if (*text != '-')
			hex[n++] = *text;
	hex[n] = '\0';
	if (n < 32)
		mk_fail("'%s' is no GUID", hex);
	hex_bytes(hex, plain, 16);
	for (unsigned i = 0; i < 16; i++)
		out[order[i]] = plain[i];
}

static void put_binary(bson_t *out, const char *key, const uint8_t *bytes, size_t n)
{
	bson_append_binary(out, key, -1, BSON_SUBTYPE_BINARY, bytes, (uint32_t)n);
}

/* Unix milliseconds of YYYY-MM-DDThh:mm:ssZ, counted from civil days. */
static int64_t date_value(const char *text)
{
	int y, m, d, hour, minute, second, used = 0;
	int64_t era, days;

	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &y, &m, &d, &hour, &minute, &second,
		   &used) != 6 || used != 20 || text[20] != '\0' || m < 1 || m > 12)
		mk_fail("'%s' is no YYYY-MM-DDThh:mm:ssZ", text);
	y -= m <= 2;
	era = y / 400;
	days = era * 146097 + (y - era * 400) * 365 + (y - era * 400) / 4 -
	       (y - era * 400) / 100 + (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1 - 719468;
	return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}

static void put_zeros(bson_t *out, const char *key, size_t n)
{
	uint8_t *bytes = bson_malloc0(n + 1);

	put_binary(out, key, bytes, n);
	bson_free(bytes);
}

static void put_deep(bson_t *out, const char *key, json_int_t levels)
{
	bson_t child;

	BSON_APPEND_DOCUMENT_BEGIN(out, key, &child);
	put_binary(&child, "$ID", (const uint8_t *)"0123456789abcdef", 16);
	BSON_APPEND_UTF8(&child, "$Type", "Texts$Text");
	if (levels > 1)
		put_deep(&child, "Deeper", levels - 1);
	bson_append_document_end(out, &child);
}

/* {"$date": …} and its like; false for an ordinary document. */
static bool put_special(bson_t *out, const char *key, const json_t *value)
{
	const char *name = json_object_iter_key(json_object_iter((json_t *)value));
	const json_t *one = name == NULL ? NULL : json_object_get(value, name);
	const char *text = json_string_value(one);
	uint8_t id[16];

	if (json_object_size(value) != 1 || name[0] != '$')
		return false;
	if (strcmp(name, "$date") == 0 && text != NULL) {
		bson_append_date_time(out, key, -1, date_value(text));
	} else if (strcmp(name, "$ref") == 0 && text != NULL) {
		id_bytes(text, id);
		put_binary(out, key, id, 16);
	} else if (strcmp(name, "$guid") == 0 && text != NULL) {
		guid_bytes(text, id);
		put_binary(out, key, id, 16);
	} else if (strcmp(name, "$zeros") == 0) {
		put_zeros(out, key, (size_t)json_integer_value(one));
	} else if (strcmp(name, "$int32") == 0) {
		bson_append_int32(out, key, -1, (int32_t)json_integer_value(one));
	} else if (strcmp(name, "$double") == 0) {
		bson_append_double(out, key, -1, json_number_value(one));
	} else if (strcmp(name, "$deep") == 0) {
		put_deep(out, key, json_integer_value(one));
	} else {
		return false;
	}
	return true;
}

static void put_array(struct writer *w, bson_t *out, const char *key, const json_t *array,
		      const char *id);

static void put_value(struct writer *w, bson_t *out, const char *key, const json_t *value,
		      const char *id)
{
	bson_t child;

	switch (json_typeof(value)) {
	case JSON_STRING:
		bson_append_utf8(out, key, -1, json_string_value(value),
				 (int)json_string_length(value));
		break;
	case JSON_INTEGER:
		bson_append_int64(out, key, -1, json_integer_value(value));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		bson_append_bool(out, key, -1, json_is_true(value));
		break;
	case JSON_NULL:
		bson_append_null(out, key, -1);
		break;
	case JSON_ARRAY:
		put_array(w, out, key, value, id);
		break;
	case JSON_REAL:
		mk_fail("'%s' of %s: a model has no fractions; {\"$double\": …} forces one", key,
			id);
	case JSON_OBJECT:
		if (put_special(out, key, value))
			break;
		BSON_APPEND_DOCUMENT_BEGIN(out, key, &child);
		put_object(w, &child, value, arena_printf(w->arena, "%s/%s", id, key));
		bson_append_document_end(out, &child);
		break;
	}
}

static void put_array(struct writer *w, bson_t *out, const char *key, const json_t *array,
		      const char *id)
{
	const char *inner = arena_printf(w->arena, "%s/%s", id, key);
	bson_t child;
	size_t i;
	json_t *one;

	BSON_APPEND_ARRAY_BEGIN(out, key, &child);
	json_array_foreach(array, i, one)
		put_value(w, &child, arena_printf(w->arena, "%zu", i), one, inner);
	bson_append_array_end(out, &child);
}

/* $ID and $Type first, as the format has it; then the rest in the order of the JSON. */
static void put_object(struct writer *w, bson_t *out, const json_t *object, const char *id)
{
	const json_t *own = json_object_get(object, "$ID");
	const char *type = json_string_value(json_object_get(object, "$Type")), *key;
	json_t *value;
	uint8_t bytes[16];

	if (type == NULL)
		mk_fail("%s has no $Type", id);
	if (++w->depth > MAX_NESTING)
		mk_fail("%s: nested too deep", id);
	if (json_is_string(own))
		id = json_string_value(own);
	id_bytes(id, bytes);
	if (json_is_object(own))
		put_special(out, "$ID", own);
	else
		put_binary(out, "$ID", bytes, 16);
	BSON_APPEND_UTF8(out, "$Type", type);
	json_object_foreach((json_t *)object, key, value)
		if (strcmp(key, "$ID") != 0 && strcmp(key, "$Type") != 0)
			put_value(w, out, key, value, id);
	w->depth--;
}

void document_write(struct buf *out, struct arena *arena, const json_t *doc)
{
	struct writer w = { .arena = arena };
	bson_t bson;

	bson_init(&bson);
	put_object(&w, &bson, doc, "document without a name");
	buf_add(out, bson_get_data(&bson), bson.len);
	bson_destroy(&bson);
}

static const char *text_of(const json_t *doc, const char *key)
{
	const char *s = json_string_value(json_object_get(doc, key));

	return s == NULL ? "" : s;
}

static bool is_module(const json_t *doc)
{
	return strcmp(text_of(doc, "$Type"), "Projects$ModuleImpl") == 0;
}

json_t *description_read(const char *path)
{
	json_error_t error;
	struct buf bytes;
	json_t *json;

	buf_init(&bytes, 1 << 26);
	mk_read_file(path, &bytes);
	json = json_loadb(buf_text(&bytes), bytes.len, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL)
		mk_fail("'%s', line %d: %s", path, error.line, error.text);
	buf_release(&bytes);
	return json;
}

/* Entities of System that others are made from, where the recipe has no such module. */
static void add_system(json_t *documents)
{
	static const char *const short_forms[] = {
		"{\"module\": \"System\"}",
		"{\"entities\": [{\"name\": \"FileDocument\"},"
		" {\"name\": \"Image\", \"parent\": \"System.FileDocument\"},"
		" {\"name\": \"User\"}, {\"name\": \"Session\"}]}",
	};

	for (size_t i = 0; i < sizeof(short_forms) / sizeof(*short_forms); i++)
		json_array_append_new(documents, json_loads(short_forms[i], 0, NULL));
}

/* All documents of the files, System and empty domain models added where they are left out. */
static json_t *gather(struct arena *arena, const char *folder, const struct vec *names)
{
	json_t *all = json_array();
	bool module = false, domain = true;

	for (size_t i = 0; i < names->len; i++) {
		const char *path = arena_printf(arena, "%s/%s", folder, (char *)names->items[i]);
		json_t *file = description_read(path);
		json_t *doc;
		size_t k;

		if (!json_is_array(file))
			mk_fail("'%s' is no array of documents", (char *)names->items[i]);
		json_array_foreach(file, k, doc) {
			const char *name = text_of(doc, "module");

			if (!domain && json_object_get(doc, "entities") == NULL &&
			    strcmp(text_of(doc, "$Type"), "DomainModels$DomainModel") != 0)
				json_array_append_new(all, json_pack("{s:[]}", "entities"));
			if (*name != '\0' && !module && strcmp(name, "System") != 0)
				add_system(all);
			module = module || *name != '\0';
			domain = *name == '\0';
			json_array_append(all, doc);
		}
		json_decref(file);
	}
	if (!domain)
		json_array_append_new(all, json_pack("{s:[]}", "entities"));
	return all;
}

/* The document in storage names, with an id and a qualified name. */
static json_t *finish(struct arena *arena, const json_t *doc, const char **module)
{
	json_t *made = short_document(doc, *module);
	const char *name = text_of(made, "Name"), *type = text_of(made, "$Type");

	if (is_module(made))
		*module = arena_text(arena, name);
	else if (*name != '\0' && **module != '\0' &&
		 json_object_get(made, "QualifiedName") == NULL)
		json_object_set_new(made, "QualifiedName",
				    json_sprintf("%s.%s", *module, name));
	if (json_object_get(made, "$ID") == NULL)
		json_object_set_new(made, "$ID", json_sprintf("%s %s.%s", type, *module, name));
	return made;
}

static json_t *stub(const json_t *doc)
{
	return json_pack("{s:O,s:O}", "$ID", json_object_get(doc, "$ID"), "$Type",
			 json_object_get(doc, "$Type"));
}

static json_t *project(const json_t *metadata)
{
	const char *id = text_of(metadata, "ProjectID");
	json_t *doc = json_pack("{s:s}", "$Type", "Projects$Project");

	if (strlen(id) == 36)
		json_object_set_new(doc, "$ID", json_pack("{s:s}", "$guid", id));
	else
		json_object_set_new(doc, "$ID", json_string("project"));
	return doc;
}

static json_t *index_of(const json_t *documents, const json_t *metadata)
{
	json_t *index = project(metadata), *modules = json_array(), *first = json_array();
	json_t *rest = first, *doc;
	size_t i;

	json_object_set_new(index, "ProjectDocuments", first);
	json_object_set_new(index, "Modules", modules);
	json_array_foreach(documents, i, doc) {
		json_t *one = stub(doc);

		if (is_module(doc)) {
			rest = json_array();
			json_array_append_new(modules, one);
			json_object_set_new(one, "DomainModel",
					    stub(json_array_get(documents, i + 1)));
			json_object_set_new(one, "AllDocuments", rest);
		} else if (i > 0 && is_module(json_array_get(documents, i - 1))) {
			json_decref(one);
		} else {
			json_array_append_new(rest, one);
		}
	}
	return index;
}

static json_t *deployment_of(const json_t *metadata)
{
	json_t *doc = project(metadata);

	json_object_set_new(doc, "DeploymentID", json_string("636554520000000000"));
	json_object_set_new(doc, "RuntimeVersion",
			    json_string(text_of(metadata, "RuntimeVersion")));
	json_object_set_new(doc, "ModelVersion", json_string(text_of(metadata, "ModelVersion")));
	json_object_set_new(doc, "SprintrProjectName",
			    json_string(text_of(metadata, "ProjectName")));
	return doc;
}

json_t *model_documents(struct arena *arena, const char *folder, const struct vec *names)
{
	json_t *given = gather(arena, folder, names), *documents = json_array(), *doc;
	const char *module = "";
	size_t i;

	json_array_foreach(given, i, doc)
		json_array_append_new(documents, finish(arena, doc, &module));
	json_decref(given);
	return documents;
}

void model_write(struct buf *out, struct arena *arena, const char *folder,
		 const struct vec *names, const struct item *metadata)
{
	json_t *documents = model_documents(arena, folder, names);
	json_t *meta = metadata == NULL ? NULL
		       : json_loadb(buf_text(&metadata->bytes), metadata->bytes.len, 0, NULL);
	json_t *index, *deployment, *doc;
	size_t i;

	index = index_of(documents, meta);
	deployment = deployment_of(meta);
	document_write(out, arena, index);
	document_write(out, arena, deployment);
	json_array_foreach(documents, i, doc)
		document_write(out, arena, doc);
	json_decref(index);
	json_decref(deployment);
	json_decref(meta);
	json_decref(documents);
}
