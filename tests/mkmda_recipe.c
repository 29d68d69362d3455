/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The recipe language: one directive a line, words separated by blanks, "…" around words that
 * hold some. docs/recipes.md lists the directives in the order of the table at the end.
 */
#include "tests/mkmda.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "util/alloc.h"
#include "util/arena.h"
#include "util/text.h"

enum { MAX_WORDS = 4096, MAX_DEPTH = 16 };

/* One recipe file on its way through. */
struct reader {
	struct box *box;
	const char *folder;	/* paths are relative to it */
	const char *file;
	char *at;		/* next line */
	unsigned line;
	unsigned depth;
};

struct directive {
	const char *name;
	size_t words;		/* at least, the directive included */
	void (*run)(struct reader *r, char **words, size_t count);
};

static void read_block(struct reader *r, bool nested);
static void read_recipe(struct box *b, const char *folder, unsigned depth);

void box_init(struct box *b, struct arena *arena)
{
	memset(b, 0, sizeof(*b));
	b->arena = arena;
	b->flip = -1;
}

void box_release(struct box *b)
{
	for (size_t i = 0; i < b->items.len; i++)
		buf_release(&((struct item *)b->items.items[i])->bytes);
	vec_release(&b->items);
}

struct item *box_find(const struct box *b, const char *name)
{
	for (size_t i = 0; i < b->items.len; i++) {
		struct item *it = b->items.items[i];

		if (strcmp(it->name, name) == 0)
			return it;
	}
	return NULL;
}

static struct item *add_item(struct box *b, const char *name)
{
	struct item *it = arena_alloc(b->arena, sizeof(*it));

	it->name = arena_text(b->arena, name);
	it->method = -1;
	it->size = it->packed = -1;
	buf_init(&it->bytes, SIZE_MAX / 4);
	vec_push(&b->items, it);
	return it;
}

/* The entry of that name, emptied, or a new one at the end. */
static struct item *set_item(struct box *b, const char *name)
{
	struct item *it = box_find(b, name);

	if (it == NULL)
		return add_item(b, name);
	buf_clear(&it->bytes);
	return it;
}

static struct item *need_item(struct reader *r, const char *name)
{
	struct item *it = box_find(r->box, name);

	if (it == NULL)
		mk_fail("no entry '%s' before this line", name);
	return it;
}

static const char *beside(struct reader *r, const char *path)
{
	return arena_printf(r->box->arena, "%s/%s", r->folder, path);
}

/* Cuts the next line out of the text; NULL at the end. */
static char *next_line(struct reader *r)
{
	char *line = r->at, *end;

	if (line == NULL || *line == '\0')
		return NULL;
	end = strchr(line, '\n');
	r->at = end == NULL ? NULL : end + 1;
	if (end != NULL)
		*end = '\0';
	r->line++;
	mk_place = arena_printf(r->box->arena, "%s:%u", r->file, r->line);
	return line;
}

/* Splits in place; a word may be quoted, with \" and \\ inside. */
static size_t split(char *line, char **words)
{
	size_t n = 0;

	for (;;) {
		char *to;
		bool quoted;

		line += strspn(line, " \t");
		if (*line == '\0' || *line == '#')
			return n;
		if (n == MAX_WORDS)
			mk_fail("more than %d words", MAX_WORDS);
		quoted = *line == '"';
		line += quoted;
		words[n++] = to = line;
		while (*line != '\0' && (quoted ? *line != '"' : *line != ' ' && *line != '\t')) {
			if (quoted && *line == '\\' && line[1] != '\0')
				line++;
			*to++ = *line++;
		}
		if (*line != '\0')
			line++;
		*to = '\0';
	}
}

static void read_until(struct reader *r, const char *end, struct buf *out)
{
	char *line;

	while ((line = next_line(r)) != NULL && strcmp(line, end) != 0) {
		buf_puts(out, line);
		buf_putc(out, '\n');
	}
	if (line == NULL)
		mk_fail("'%s' is missing", end);
}

/* PATH, = TEXT, or <<END and the lines up to END. */
static void read_content(struct reader *r, char **words, size_t count, struct buf *out)
{
	if (count > 0 && strcmp(words[0], "=") == 0) {
		for (size_t i = 1; i < count; i++)
			buf_printf(out, "%s%s", i > 1 ? " " : "", words[i]);
	} else if (count == 1 && text_starts(words[0], "<<")) {
		read_until(r, words[0] + 2, out);
	} else if (count == 1) {
		mk_read_file(beside(r, words[0]), out);
	} else {
		mk_fail("content is PATH, = TEXT or <<END");
	}
}

static void add_hex(struct buf *out, const char *hex)
{
	static const char digits[] = "0123456789abcdef";

	for (; *hex != '\0'; hex++) {
		const char *high, *low;

		if (strchr(" \t\n", *hex) != NULL)
			continue;
		high = strchr(digits, hex[0]);
		low = hex[1] == '\0' ? NULL : strchr(digits, hex[1]);
		if (high == NULL || low == NULL)
			mk_fail("'%.8s' is not hexadecimal", hex);
		buf_putc(out, (char)((high - digits) << 4 | (low - digits)));
		hex++;
	}
}

static void do_base(struct reader *r, char **words, size_t count)
{
	const char *place = mk_place;

	(void)count;
	read_recipe(r->box, beside(r, words[1]), r->depth + 1);
	mk_place = place;
}

static void do_file(struct reader *r, char **words, size_t count)
{
	read_content(r, words + 2, count - 2, &set_item(r->box, words[1])->bytes);
}

static void do_again(struct reader *r, char **words, size_t count)
{
	need_item(r, words[1]);
	read_content(r, words + 2, count - 2, &add_item(r->box, words[1])->bytes);
}

static void do_append(struct reader *r, char **words, size_t count)
{
	struct item *it = need_item(r, words[1]);

	for (size_t i = 2; i < count; i++)
		add_hex(&it->bytes, words[i]);
}

static void do_hex(struct reader *r, char **words, size_t count)
{
	set_item(r->box, words[1]);
	do_append(r, words, count);
}

static void do_empty(struct reader *r, char **words, size_t count)
{
	for (size_t i = 1; i < count; i++)
		set_item(r->box, words[i]);
}

static void do_folder(struct reader *r, char **words, size_t count)
{
	for (size_t i = 1; i < count; i++)
		set_item(r->box, words[i])->kind = ITEM_FOLDER;
}

static void do_link(struct reader *r, char **words, size_t count)
{
	struct item *it = set_item(r->box, words[1]);

	(void)count;
	it->kind = ITEM_LINK;
	buf_puts(&it->bytes, words[2]);
}

static void do_lfs(struct reader *r, char **words, size_t count)
{
	struct item *it = set_item(r->box, words[1]);

	(void)count;
	buf_puts(&it->bytes, "version https://git-lfs.github.com/spec/v1\noid sha256:");
	for (int i = 0; i < 8; i++)
		buf_puts(&it->bytes, "0123abcd");
	buf_puts(&it->bytes, "\nsize 1048576\n");
}

static void do_zeros(struct reader *r, char **words, size_t count)
{
	struct item *it = set_item(r->box, words[1]);
	uint64_t n = mk_number(words[2]);
	char *block = alloc_zero(1, n + 1);

	(void)count;
	buf_add(&it->bytes, block, n);
	free(block);
}

/* Bytes that do not shrink, the same each time. */
static void do_noise(struct reader *r, char **words, size_t count)
{
	struct item *it = set_item(r->box, words[1]);
	uint64_t n = mk_number(words[2]), x = 88172645463325252u;

	(void)count;
	while (n-- > 0) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		buf_putc(&it->bytes, (char)(x >> 24 & 0xff));
	}
}

static void do_many(struct reader *r, char **words, size_t count)
{
	uint64_t n = mk_number(words[2]);

	(void)count;
	for (uint64_t i = 1; i <= n; i++) {
		char *name = arena_printf(r->box->arena, "%s%06llu", words[1],
					  (unsigned long long)i);

		buf_printf(&add_item(r->box, name)->bytes, "%llu\n", (unsigned long long)i);
	}
}

static int compare_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void add_tree(struct reader *r, const char *prefix, const char *path)
{
	struct vec names = { 0 };
	struct dirent *entry;
	DIR *dir = opendir(path);

	if (dir == NULL)
		mk_fail("no folder '%s'", path);
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			vec_push(&names, arena_text(r->box->arena, entry->d_name));
	closedir(dir);
	vec_sort(&names, compare_text);
	for (size_t i = 0; i < names.len; i++) {
		struct arena *a = r->box->arena;
		const char *full = arena_printf(a, "%s/%s", path, (char *)names.items[i]);
		const char *name = arena_printf(a, "%s/%s", prefix, (char *)names.items[i]);
		struct stat st;

		if (stat(full, &st) == 0 && S_ISDIR(st.st_mode))
			add_tree(r, name, full);
		else
			mk_read_file(full, &set_item(r->box, name)->bytes);
	}
	vec_release(&names);
}

static void do_tree(struct reader *r, char **words, size_t count)
{
	(void)count;
	add_tree(r, words[1], beside(r, words[2]));
}

static void do_metadata(struct reader *r, char **words, size_t count)
{
	static const char name[] = "model/metadata.json";

	read_content(r, words + 1, count - 1, &set_item(r->box, name)->bytes);
}

static void do_model(struct reader *r, char **words, size_t count)
{
	struct vec names = { 0 };
	struct item *it = set_item(r->box, "model/model.mdp");

	for (size_t i = 1; i < count; i++)
		vec_push(&names, words[i]);
	model_write(&it->bytes, r->box->arena, r->folder, &names,
		    box_find(r->box, "model/metadata.json"));
	vec_release(&names);
}

static void do_jar(struct reader *r, char **words, size_t count)
{
	struct item *it = set_item(r->box, words[1]);
	struct reader inner = *r;
	struct box box;

	if (count != 3 || strcmp(words[2], "{") != 0)
		mk_fail("'jar NAME {' … '}'");
	if (r->depth >= MAX_DEPTH)
		mk_fail("too many blocks inside each other");
	box_init(&box, r->box->arena);
	inner.box = &box;
	inner.depth++;
	read_block(&inner, true);
	r->at = inner.at;
	r->line = inner.line;
	box_write(&box, &it->bytes);
	box_release(&box);
}

static void do_class(struct reader *r, char **words, size_t count)
{
	const char *name = arena_printf(r->box->arena, "%s.class", words[1]);

	class_write(&set_item(r->box, name)->bytes, words + 1, count - 1);
}

static void do_remove(struct reader *r, char **words, size_t count)
{
	struct vec *v = &r->box->items;

	for (size_t i = 1; i < count; i++) {
		struct item *it = need_item(r, words[i]);
		size_t kept = 0;

		for (size_t k = 0; k < v->len; k++)
			if (v->items[k] != it)
				v->items[kept++] = v->items[k];
		v->len = kept;
		buf_release(&it->bytes);
	}
}

static void do_cut(struct reader *r, char **words, size_t count)
{
	(void)count;
	mk_cut(&need_item(r, words[1])->bytes, words[2]);
}

static void do_poke(struct reader *r, char **words, size_t count)
{
	struct item *it = need_item(r, words[1]);
	uint64_t at = mk_number(words[2]);
	struct buf bytes;

	(void)count;
	buf_init(&bytes, 4096);
	add_hex(&bytes, words[3]);
	if (at + bytes.len > it->bytes.len)
		mk_fail("'%s' has only %zu bytes", words[1], it->bytes.len);
	memcpy(it->bytes.data + at, bytes.data, bytes.len);
	buf_release(&bytes);
}

static void make_odd(struct box *b, struct item *it, const char *word)
{
	const char *value = strchr(word, '=');
	bool *flag = strcmp(word, "stored") == 0 ? &it->stored
		     : strcmp(word, "descriptor") == 0 ? &it->descriptor
		     : strcmp(word, "zip64") == 0 ? &it->zip64
		     : strcmp(word, "encrypted") == 0 ? &it->encrypted
		     : strcmp(word, "crc") == 0 ? &it->wrong_crc
		     : strcmp(word, "broken") == 0 ? &it->broken : NULL;

	if (flag != NULL)
		*flag = true;
	else if (text_starts(word, "method="))
		it->method = (int)mk_number(value + 1);
	else if (text_starts(word, "size="))
		it->size = (int64_t)mk_number(value + 1);
	else if (text_starts(word, "packed="))
		it->packed = (int64_t)mk_number(value + 1);
	else if (text_starts(word, "name="))
		it->raw_name = arena_text(b->arena, value + 1);
	else if (text_starts(word, "local-name="))
		it->local_name = arena_text(b->arena, value + 1);
	else
		mk_fail("no oddity '%s'", word);
}

static void do_odd(struct reader *r, char **words, size_t count)
{
	struct item *it = need_item(r, words[1]);

	for (size_t i = 2; i < count; i++)
		make_odd(r->box, it, words[i]);
}

static void do_all(struct reader *r, char **words, size_t count)
{
	for (size_t i = 0; i < r->box->items.len; i++)
		for (size_t k = 1; k < count; k++)
			make_odd(r->box, r->box->items.items[i], words[k]);
}

/* Settings of the whole container. */
static void do_container(struct reader *r, char **words, size_t count)
{
	struct box *b = r->box;
	const char *value = count > 1 ? arena_text(b->arena, words[1]) : NULL;

	if (strcmp(words[0], "backslash") == 0)
		b->backslash = true;
	else if (strcmp(words[0], "zip64") == 0)
		b->zip64 = true;
	else if (value == NULL)
		mk_fail("'%s' wants a value", words[0]);
	else if (strcmp(words[0], "wrap") == 0)
		b->wrap = value;
	else if (strcmp(words[0], "comment") == 0)
		b->comment = value;
	else if (strcmp(words[0], "prefix") == 0)
		b->prefix = mk_number(value);
	else if (strcmp(words[0], "trailing") == 0)
		b->trailing = mk_number(value);
	else if (strcmp(words[0], "truncate") == 0)
		b->truncate = value;
	else
		b->flip = (int64_t)mk_number(value);
}

static const struct directive directives[] = {
	{ "base", 2, do_base },
	{ "file", 3, do_file },
	{ "hex", 2, do_hex },
	{ "empty", 2, do_empty },
	{ "folder", 2, do_folder },
	{ "tree", 3, do_tree },
	{ "link", 3, do_link },
	{ "zeros", 3, do_zeros },
	{ "noise", 3, do_noise },
	{ "many", 3, do_many },
	{ "lfs-pointer", 2, do_lfs },
	{ "metadata", 2, do_metadata },
	{ "model", 2, do_model },
	{ "jar", 3, do_jar },
	{ "class", 2, do_class },
	{ "remove", 2, do_remove },
	{ "again", 3, do_again },
	{ "append", 3, do_append },
	{ "poke", 4, do_poke },
	{ "cut", 3, do_cut },
	{ "odd", 3, do_odd },
	{ "all", 2, do_all },
	{ "wrap", 2, do_container },
	{ "backslash", 1, do_container },
	{ "zip64", 1, do_container },
	{ "comment", 2, do_container },
	{ "prefix", 2, do_container },
	{ "trailing", 2, do_container },
	{ "truncate", 2, do_container },
	{ "flip", 2, do_container },
};

static void run_line(struct reader *r, char **words, size_t count)
{
	for (size_t i = 0; i < sizeof(directives) / sizeof(*directives); i++) {
		const struct directive *d = &directives[i];

		if (strcmp(words[0], d->name) != 0)
			continue;
		if (count < d->words)
			mk_fail("'%s' wants %zu words", d->name, d->words - 1);
		d->run(r, words, count);
		return;
	}
	mk_fail("no directive '%s'", words[0]);
}

static void read_block(struct reader *r, bool nested)
{
	char **words = alloc_zero(MAX_WORDS, sizeof(*words));
	char *line;

	while ((line = next_line(r)) != NULL) {
		size_t count = split(line, words);

		if (count == 1 && nested && strcmp(words[0], "}") == 0)
			break;
		if (count > 0)
			run_line(r, words, count);
	}
	if (line == NULL && nested)
		mk_fail("'}' is missing");
	free(words);
}

static void read_recipe(struct box *b, const char *folder, unsigned depth)
{
	struct reader r = { .box = b, .depth = depth };
	struct buf text;

	if (depth >= MAX_DEPTH)
		mk_fail("recipes rest on each other without end");
	r.folder = arena_text(b->arena, folder);
	r.file = arena_printf(b->arena, "%s/recipe", folder);
	buf_init(&text, 1 << 24);
	mk_read_file(r.file, &text);
	r.at = arena_text_n(b->arena, buf_text(&text), text.len);
	buf_release(&text);
	read_block(&r, false);
}

void recipe_read(struct box *b, const char *folder)
{
	read_recipe(b, folder, 0);
}
