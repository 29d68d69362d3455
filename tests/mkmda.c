/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mkmda RECIPE_DIR OUT.mda, mkmda --folder RECIPE_DIR OUT_DIR, mkmda --project JSON OUT.mpr, and
 * mkmda --damage N IN OUT, which chops or flips a copy of a file, differently for each N and
 * always the same for one.
 */
#include "tests/mkmda.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/arena.h"
#include "util/text.h"

const char *mk_place = "mkmda";

_Noreturn void mk_fail(const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "%s: ", mk_place);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(2);
}

void mk_read_file(const char *path, struct buf *out)
{
	char bytes[65536];
	size_t n;
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		mk_fail("'%s': %s", path, strerror(errno));
	while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0)
		buf_add(out, bytes, n);
	if (ferror(f) || out->over)
		mk_fail("'%s': cannot be read", path);
	fclose(f);
}

void mk_write_file(const char *path, const struct buf *bytes)
{
	FILE *f = fopen(path, "wb");
	bool bad;

	if (f == NULL)
		mk_fail("'%s': %s", path, strerror(errno));
	bad = bytes->len > 0 && fwrite(bytes->data, 1, bytes->len, f) != bytes->len;
	if (fclose(f) != 0 || bad)
		mk_fail("'%s': cannot be written", path);
}

uint64_t mk_number(const char *text)
{
	uint64_t n;

	if (text == NULL || !text_to_size(text, &n))
		mk_fail("'%s' is no number", text == NULL ? "" : text);
	return n;
}

/* Makes every folder on the way to path; path itself too when it ends in '/'. */
void mk_folders(char *path)
{
	for (char *p = path + 1; *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			mk_fail("'%s': %s", path, strerror(errno));
		*p = '/';
	}
}

static void put_item(const struct item *it, const char *root, struct arena *arena)
{
	const char *tail = it->kind == ITEM_FOLDER ? "/" : "";
	char *path = arena_printf(arena, "%s/%s%s", root, it->name, tail);

	if (it->name[0] == '/' || strstr(it->name, "..") != NULL)
		mk_fail("'%s' cannot stand in a folder", it->name);
	mk_folders(path);
	if (it->kind == ITEM_FILE)
		mk_write_file(path, &it->bytes);
	else if (it->kind == ITEM_LINK && symlink(buf_text(&it->bytes), path) != 0)
		mk_fail("'%s': %s", path, strerror(errno));
}

static void build_folder(const char *recipe, const char *out)
{
	struct arena *arena = arena_new();
	char *root = arena_printf(arena, "%s/", out);
	struct box box;

	box_init(&box, arena);
	recipe_read(&box, recipe);
	mk_place = "mkmda";
	mk_folders(root);
	if (box.wrap != NULL)
		root = arena_printf(arena, "%s%s/", root, box.wrap);
	for (size_t i = 0; i < box.items.len; i++)
		put_item(box.items.items[i], root, arena);
	box_release(&box);
	arena_free(arena);
}

static void build_file(const char *recipe, const char *out)
{
	struct arena *arena = arena_new();
	struct buf bytes;
	struct box box;

	buf_init(&bytes, SIZE_MAX / 4);
	box_init(&box, arena);
	recipe_read(&box, recipe);
	mk_place = "mkmda";
	box_write(&box, &bytes);
	mk_write_file(out, &bytes);
	buf_release(&bytes);
	box_release(&box);
	arena_free(arena);
}

/* Even numbers chop, odd ones flip four bits; spread over the file by a fixed generator. */
static void damage(const char *number, const char *in, const char *out)
{
	uint64_t n = mk_number(number), seed = n * 6364136223846793005u + 1442695040888963407u;
	struct buf bytes;

	buf_init(&bytes, SIZE_MAX / 4);
	mk_read_file(in, &bytes);
	for (unsigned i = 0; bytes.len > 0 && i < 4; i++) {
		size_t at = (size_t)((seed >> 16) % bytes.len);

		if (n % 2 == 0) {
			bytes.len = at;
			break;
		}
		bytes.data[at] = (char)(bytes.data[at] ^ (1 << (seed >> 8) % 8));
		seed = seed * 6364136223846793005u + 1442695040888963407u;
	}
	mk_write_file(out, &bytes);
	buf_release(&bytes);
}

int main(int argc, char **argv)
{
	if (argc == 3 && argv[1][0] != '-')
		build_file(argv[1], argv[2]);
	else if (argc == 4 && strcmp(argv[1], "--folder") == 0)
		build_folder(argv[2], argv[3]);
	else if (argc == 4 && strcmp(argv[1], "--project") == 0)
		project_write(argv[2], argv[3]);
	else if (argc == 5 && strcmp(argv[1], "--damage") == 0)
		damage(argv[2], argv[3], argv[4]);
	else
		mk_fail("usage: mkmda [--folder] RECIPE_DIR OUT, --project JSON OUT, or --damage N "
			"IN OUT");
	return 0;
}
