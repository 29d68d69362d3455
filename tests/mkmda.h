/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The recipe builder: a folder with a readable `recipe` becomes the bytes of a package, the same
 * bytes each time. docs/recipes.md describes the language. A test tool: any fault in a recipe
 * ends the program with a message.
 */
#ifndef TESTS_MKMDA_H
#define TESTS_MKMDA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "util/buf.h"
#include "util/vec.h"

struct arena;

enum item_kind { ITEM_FILE, ITEM_FOLDER, ITEM_LINK };

/* One entry. Its oddities only show in a zip, not in a folder. */
struct item {
	const char *name;
	enum item_kind kind;
	struct buf bytes;	/* of a link: its target */
	const char *raw_name;	/* written in place of the name, NULL: the name */
	const char *local_name;	/* written in the local header only, NULL: the same */
	bool stored, descriptor, zip64, encrypted, wrong_crc, broken;
	int method;		/* -1: as the bytes are packed */
	int64_t size;		/* -1: the true one; otherwise declared instead */
	int64_t packed;		/* the same for the packed size */
};

/* A container: the package itself or a jar in it. */
struct box {
	struct arena *arena;
	struct vec items;	/* of struct item */
	const char *wrap;	/* folder around everything, NULL for none */
	const char *comment;
	bool backslash;
	bool zip64;
	const char *truncate;	/* bytes kept: "100", "-20", "75%"; NULL: all */
	int64_t flip;		/* bit of the finished bytes to turn over, -1 for none */
	uint64_t prefix, trailing;
};

extern const char *mk_place;	/* "FILE:LINE", for messages */

_Noreturn void mk_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
void mk_read_file(const char *path, struct buf *out);
void mk_write_file(const char *path, const struct buf *bytes);
/* Makes every folder on the way to path, which it changes meanwhile; path too if it ends in '/'. */
void mk_folders(char *path);
uint64_t mk_number(const char *text);	/* decimal, optional k, m, g */

/* mkmda_recipe.c */
void box_init(struct box *b, struct arena *arena);
void box_release(struct box *b);
struct item *box_find(const struct box *b, const char *name);	/* NULL when absent */
void recipe_read(struct box *b, const char *folder);

/* mkmda_zip.c */
void box_write(const struct box *b, struct buf *out);
void mk_cut(struct buf *b, const char *spec);	/* the forms of box.truncate */

/* mkmda_deflate.c */
void mk_deflate(struct buf *out, const void *data, size_t len);

/* mkmda_model.c: documents of one or several JSON files become model.mdp. */
void model_write(struct buf *out, struct arena *arena, const char *folder,
		 const struct vec *names, const struct item *metadata);
/* Those documents in storage names, and one of them as BSON. */
json_t *model_documents(struct arena *arena, const char *folder, const struct vec *names);
void document_write(struct buf *out, struct arena *arena, const json_t *doc);
json_t *description_read(const char *path);	/* any fault in it ends the program */

/* mkmda_project.c: a Studio Pro project from its JSON description, see docs/recipes.md. */
void project_write(const char *description, const char *out);

/*
 * mkmda_short.c, mkmda_flow.c: short forms become documents in storage names (new reference).
 * short_fields() adds the storage names of `from` to `made` and returns it.
 */
json_t *short_document(const json_t *doc, const char *module);
json_t *flow_document(const json_t *doc, const char *type, const char *name);
json_t *short_fields(json_t *made, const json_t *from);
const char *short_text(const json_t *doc, const char *key, const char *otherwise);

/* mkmda_class.c: "NAME refs … strings … major N", already split into words. */
void class_write(struct buf *out, char **words, size_t count);

#endif
