/* SPDX-License-Identifier: Apache-2.0 */
/* Archives: ordinary ones, odd ones, what is no package, limits, containers inside. */
#include "package/package.h"

#include <stdio.h>

#include "tests/unit/package_bench.h"
#include "util/text.h"

/* -- ordinary archives -- */

static void test_ordinary(void **state)
{
	struct bench *b = *state;
	const struct package_info *info;

	add(&b->m, (struct item){ .name = "web/", .text = "" });
	add_text(&b->m, "web/index.html", "<html>");
	add_metadata(&b->m);
	add(&b->m, (struct item){ .name = "model/model.mdp", .text = "stored" });
	finish_as(&b->m, false, "made by hand");
	assert_opens(b);
	info = package_info(b->p);
	assert_int_equal(info->kind, PACKAGE_FILE);
	assert_int_equal(info->layout, LAYOUT_ROOT);
	assert_string_equal(info->name, "shop.mda");
	assert_null(info->wrapper);
	assert_true(info->is_mda);
	assert_int_equal(info->entries, 4);
	assert_int_equal(info->uncompressed, 14);
	assert_int_equal(info->bytes, b->m.out.len);
	assert_null(info->sha256);
	assert_int_equal(package_digest(b->p, NULL, &b->err), 0);
	assert_int_equal(strlen(info->sha256), 64);
	assert_int_equal(package_count(b->p), 3);
	assert_string_equal(package_entry(b->p, 0)->name, "model/metadata.json");
	assert_string_equal(package_entry(b->p, 2)->name, "web/index.html");
	assert_reads(b->p, "web/index.html", "<html>");
	assert_reads(b->p, "model/model.mdp", "stored");
	assert_null(package_entry_by_name(b->p, "web"));
	assert_null(package_entry_by_name(b->p, "web/index.html2"));
	assert_null(package_entry_by_name(b->p, "zzz"));
	assert_true(package_has_under(b->p, "web/"));
	assert_false(package_has_under(b->p, "native/"));
	assert_false(package_has_under(b->p, "zzz"));
	assert_int_equal(b->diags.list.len, 0);
}

static void test_descriptor(void **state)
{
	struct bench *b = *state;

	add_metadata(&b->m);
	add(&b->m, (struct item){ .name = "web/a",
				  .text = "streamed",
				  .method = DEFLATED,
				  .flags = FLAG_DESCRIPTOR });
	finish(&b->m);
	assert_opens(b);
	assert_reads(b->p, "web/a", "streamed");
	assert_int_equal(b->diags.list.len, 0);
}

static void test_zip64(void **state)
{
	struct bench *b = *state;

	add_metadata(&b->m);
	add(&b->m, (struct item){ .name = "web/a", .text = "large", .zip64 = true });
	finish_as(&b->m, true, "");
	assert_opens(b);
	assert_int_equal(package_info(b->p)->entries, 2);
	assert_reads(b->p, "web/a", "large");
	assert_int_equal(b->diags.list.len, 0);
}

static void test_zip64_behind_prefix(void **state)
{
	struct bench *b = *state;

	buf_puts(&b->m.out, "#!/bin/sh\n");
	b->m.base = b->m.out.len;
	add_metadata(&b->m);
	finish_as(&b->m, true, "");
	assert_opens(b);
	assert_reads(b->p, "model/metadata.json", "{}");
	assert_diag(b, DIAG_NOTE, "", "10 bytes stand before the zip archive");
}

/* -- odd archives -- */

static void test_prefix_and_trailing(void **state)
{
	struct bench *b = *state;

	buf_puts(&b->m.out, "junk");
	b->m.base = 4;
	add_metadata(&b->m);
	add_text(&b->m, "web/a", "a");
	finish(&b->m);
	buf_puts(&b->m.out, "trailing");
	assert_opens(b);
	assert_reads(b->p, "web/a", "a");
	assert_int_equal(b->diags.list.len, 2);
	assert_true(has_diag(b, DIAG_NOTE, "", "4 bytes stand before the zip archive"));
	assert_true(has_diag(b, DIAG_NOTE, "",
			     "8 bytes stand after the end of the zip archive"));
}

static void test_doubled(void **state)
{
	struct bench *b = *state;

	add_metadata(&b->m);
	add_text(&b->m, "web/a", "one");
	add_text(&b->m, "web/a", "two");
	add_text(&b->m, "web/a", "three");
	finish(&b->m);
	assert_opens(b);
	assert_int_equal(package_count(b->p), 2);
	assert_int_equal(package_entry(b->p, 1)->problem, ENTRY_TWICE);
	assert_diag(b, DIAG_NOTE, "web/a", "stands twice; neither copy is used");
	assert_unread(b->p, "web/a",
		      "'web/a': stands twice in the package; neither copy is used");
	assert_false(package_hit_limit(b->p));
}

static void test_encrypted_and_method(void **state)
{
	struct bench *b = *state;

	add_metadata(&b->m);
	add(&b->m,
	    (struct item){ .name = "a", .text = "secret", .flags = FLAG_ENCRYPTED });
	add(&b->m, (struct item){ .name = "b", .text = "BZh", .method = BZIP2 });
	finish(&b->m);
	assert_opens(b);
	assert_true(has_diag(b, DIAG_NOTE, "a", "is encrypted; not read"));
	assert_true(has_diag(
		b, DIAG_NOTE, "b",
		"is packed with method 12; only stored and deflated are read"));
	assert_unread(b->p, "a", "'a': is encrypted");
	assert_unread(
		b->p, "b",
		"'b': is packed with method 12; only stored and deflated are read");
}

static void test_many_oddities_are_counted(void **state)
{
	struct bench *b = *state;
	char name[32];

	add_metadata(&b->m);
	for (int i = 0; i < 25; i++) {
		snprintf(name, sizeof(name), "web/%02d", i);
		add(&b->m, (struct item){ .name = name, .text = "x", .method = BZIP2 });
	}
	finish(&b->m);
	assert_opens(b);
	assert_int_equal(b->diags.list.len, 21);
	assert_true(has_diag(b, DIAG_NOTE, "", "5 more entries are not read: method"));
}

static void test_wrapped(void **state)
{
	struct bench *b = *state;

	add_text(&b->m, "app-1.0/web/a", "a");
	add_text(&b->m, "app-1.0/model/metadata.json", "{}");
	add_text(&b->m, "__MACOSX/app-1.0/._web", "x");
	finish(&b->m);
	assert_opens(b);
	assert_int_equal(package_info(b->p)->layout, LAYOUT_WRAPPED);
	assert_string_equal(package_info(b->p)->wrapper, "app-1.0");
	assert_int_equal(package_count(b->p), 2);
	assert_string_equal(package_entry(b->p, 1)->raw_name, "app-1.0/web/a");
	assert_reads(b->p, "web/a", "a");
	assert_diag(b, DIAG_NOTE, "__MACOSX/app-1.0/._web",
		    "stands outside of the package's folder 'app-1.0'; not read");
}

static void test_wrapped_twice(void **state)
{
	struct bench *b = *state;

	add_text(&b->m, "a/model/metadata.json", "{}");
	add_text(&b->m, "b/model/metadata.json", "{}");
	finish(&b->m);
	assert_refused(b, "'shop.mda': holds two packages: 'a/model/metadata.json' and "
			  "'b/model/metadata.json'");
}

static void test_backslash(void **state)
{
	struct bench *b = *state;

	add_text(&b->m, "model\\metadata.json", "{}");
	add_text(&b->m, "model\\lib\\", "");
	add_text(&b->m, "web\\a", "a");
	finish(&b->m);
	assert_opens(b);
	assert_int_equal(package_info(b->p)->layout, LAYOUT_BACKSLASH);
	assert_int_equal(package_count(b->p), 2);
	assert_string_equal(package_entry(b->p, 1)->raw_name, "web\\a");
	assert_reads(b->p, "web/a", "a");
}

static void test_backslash_and_slash_collide(void **state)
{
	struct bench *b = *state;

	add_text(&b->m, "app\\model\\metadata.json", "{}");
	add_text(&b->m, "app/model/metadata.json", "[]");
	finish(&b->m);
	assert_opens(b);
	assert_int_equal(package_info(b->p)->layout, LAYOUT_BACKSLASH);
	assert_string_equal(package_info(b->p)->wrapper, "app");
	assert_int_equal(package_entry(b->p, 0)->problem, ENTRY_TWICE);
}

static void test_unsafe(void **state)
{
	static const struct item bad[] = {
		{ .name = "/etc/passwd", .text = "x" },
		{ .name = "../up", .text = "x" },
		{ .name = "web/../../up", .text = "x" },
		{ .name = "web/..", .text = "x" },
		{ .name = "\\\\server\\share", .text = "x" },
		{ .name = "C:\\x", .text = "x" },
		{ .name = "c:x", .text = "x" },
		{ .name = "model/metadata.json\0.txt", .name_len = 24, .text = "x" },
		{ .name = "link", .text = "/etc", .attributes = 0120777u << 16 },
	};
	struct bench *b = *state;
	size_t unsafe = 0;

	add_metadata(&b->m);
	for (size_t i = 0; i < COUNT(bad); i++)
		add(&b->m, bad[i]);
	finish(&b->m);
	assert_opens(b);
	assert_int_equal(package_count(b->p), COUNT(bad) + 1);
	for (size_t i = 0; i < package_count(b->p); i++)
		unsafe += package_entry(b->p, i)->problem == ENTRY_UNSAFE;
	assert_int_equal(unsafe, COUNT(bad));
	assert_reads(b->p, "model/metadata.json", "{}");
	assert_int_equal(package_info(b->p)->layout, LAYOUT_ROOT);
	assert_non_null(
		package_entry_by_name(b->p, "model/metadata.json\xef\xbf\xbd.txt"));
	assert_unread(
		b->p, "../up",
		"'../up': has an unsafe name or leads out of the package; not read");
}

/* Messages are cut between characters: 199 bytes, then characters of two. */
static void test_long_names_in_messages(void **state)
{
	struct bench *b = *state;
	char name[600];

	memset(name, 'x', 199);
	for (size_t i = 199; i < 597; i += 2)
		memcpy(name + i, "\xc3\xa9", 2);
	memcpy(name + 595, ".mda", 5);
	add_text(&b->m, name, "x");
	finish(&b->m);
	assert_int_equal(open_bytes(b), -1);
	name[199] = '\0';
	assert_non_null(strstr(b->err.text, name));
	assert_non_null(strstr(b->err.text, "xx…'; give that file"));
	assert_true(text_is_utf8(b->err.text, strlen(b->err.text)));
}

static void test_safe_but_long_winded(void **state)
{
	struct bench *b = *state;

	add_text(&b->m, "./model/metadata.json", "{}");
	add_text(&b->m, "web//./a...b/..c", "dots");
	finish(&b->m);
	assert_opens(b);
	assert_int_equal(package_info(b->p)->layout, LAYOUT_ROOT);
	assert_reads(b->p, "web/a...b/..c", "dots");
}

static void test_names_become_utf8(void **state)
{
	struct bench *b = *state;

	add_metadata(&b->m);
	add_text(&b->m, "web/\x81.txt", "code page 437");
	add(&b->m,
	    (struct item){ .name = "web/\xc3\xa9", .text = "e", .flags = FLAG_UTF8 });
	finish(&b->m);
	assert_opens(b);
	assert_reads(b->p, "web/\xc3\xbc.txt", "code page 437");
	assert_reads(b->p, "web/\xc3\xa9", "e");
}

/* -- what is no package -- */

static void test_not_a_package(void **state)
{
	static const struct {
		const char *bytes, *why;
	} cases[] = {
		{ "", "'shop.mda': is empty" },
		{ "hello", "'shop.mda': is not a zip archive" },
		{ "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
		  "'shop.mda': is a git-lfs pointer, not a package; run git lfs pull" },
		{ "<!DOCTYPE html><html>sign in</html>",
		  "'shop.mda': is a web page, not a package; "
		  "was the download refused?" },
		{ "\x1f\x8b\x08, a stream",
		  "'shop.mda': is a gzip file, not a package" },
		{ "PK\7\10PK\3\4 the first of many parts",
		  "'shop.mda': is one part of a split zip archive" },
	};
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		b->err.set = false;
		buf_clear(&b->m.out);
		buf_puts(&b->m.out, cases[i].bytes);
		assert_refused(b, cases[i].why);
	}
}

static void test_no_metadata(void **state)
{
	static const struct {
		const char *name, *why;
	} cases[] = {
		{ "web/a", "'shop.mda': holds no model/metadata.json" },
		{ "x/y/model/metadata.json",
		  "'shop.mda': holds no model/metadata.json but "
		  "further down: 'x/y/model/metadata.json'" },
		{ "/model/metadata.json",
		  "'shop.mda': holds no model/metadata.json but under "
		  "the unsafe name '/model/metadata.json'" },
		{ "real.mda",
		  "'shop.mda': holds no model/metadata.json, but a package: "
		  "'real.mda'; give that file" },
		{ "a.mpr",
		  "'shop.mda': holds no model/metadata.json, but a Mendix project: "
		  "'a.mpr'; create a deployment package from it" },
		{ "package.xml",
		  "'shop.mda': holds no model/metadata.json; is it a module "
		  "package (.mpk)?" },
		{ "xmodel/metadata.json", "'shop.mda': holds no model/metadata.json" },
		{ "only/", "'shop.mda': holds no file at all" },
	};
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		b->err.set = false;
		maker_release(&b->m);
		maker_init(&b->m);
		add_text(&b->m, cases[i].name, "x");
		finish(&b->m);
		assert_refused(b, cases[i].why);
	}
}

static void test_empty_archive(void **state)
{
	struct bench *b = *state;

	finish(&b->m);
	assert_refused(b, "'shop.mda': holds no file at all");
}

/* Wherever a package is cut, it is refused as damaged and never as something else. */
static void test_truncated(void **state)
{
	struct bench *b = *state;
	struct maker inner;
	size_t whole;

	maker_init(&inner);
	add_text(&inner, "A.class", "inner");
	finish(&inner);
	add_metadata(&b->m);
	add(&b->m, (struct item){ .name = "model/bundles/project.jar",
				  .text = inner.out.data,
				  .size = inner.out.len });
	finish(&b->m);
	maker_release(&inner);
	whole = b->m.out.len;
	for (b->m.out.len = 4; b->m.out.len < whole; b->m.out.len++) {
		b->err.set = false;
		assert_int_equal(open_bytes(b), -1);
		assert_true(strstr(b->err.text, "is truncated") != NULL ||
			    strstr(b->err.text, "is damaged") != NULL);
	}
	assert_opens(b);
}

/* A flipped bit is told, or is where nothing is read; content never comes out changed.
 */
static void test_flipped(void **state)
{
	struct bench *b = *state;
	size_t told = 0;

	add_metadata(&b->m);
	add(&b->m,
	    (struct item){ .name = "web/a", .text = "precious", .method = DEFLATED });
	finish(&b->m);
	for (size_t bit = 0; bit < b->m.out.len * 8; bit++) {
		const struct entry *e = NULL;
		struct blob blob = { .data = NULL };

		b->m.out.data[bit / 8] ^= (char)(1 << bit % 8);
		b->err.set = false;
		if (open_bytes(b) == 0)
			e = package_entry_by_name(b->p, "web/a");
		if (e == NULL || package_read(b->p, e, &blob, &b->err) < 0)
			told++;
		else
			assert_string_equal(blob.data, "precious");
		blob_release(&blob);
		package_free(b->p);
		b->p = NULL;
		b->m.out.data[bit / 8] ^= (char)(1 << bit % 8);
	}
	assert_true(told > b->m.out.len);
}

static void test_two_end_records(void **state)
{
	struct bench *b = *state;
	size_t first;

	add_metadata(&b->m);
	finish(&b->m);
	first = b->m.out.len - 22;
	/* A second record, inside the comment of the first, that fits as well. */
	b->m.out.data[first + 20] = 22;
	buf_add(&b->m.out, "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22);
	assert_refused(b,
		       "'shop.mda': has two end records: tools disagree which counts");
}

static void test_wrong_count(void **state)
{
	struct bench *b = *state;

	add_metadata(&b->m);
	b->m.count = 3;
	finish(&b->m);
	assert_refused(b,
		       "'shop.mda': is damaged: its directory has 1 entries, its end "
		       "record says 3");
}

/* A zip64 record may not stand behind the end record that refers to it. */
static void test_zip64_from_behind(void **state)
{
	struct bench *b = *state;
	uint64_t end;

	add_metadata(&b->m);
	finish_as(&b->m, true, "");
	end = b->m.out.len;
	buf_add(&b->m.out, b->m.out.data + end - 98, 56);
	b->m.out.data[end - 42 + 8] = (char)end;
	b->m.out.data[end - 42 + 9] = (char)(end >> 8);
	memcpy(b->m.out.data + end - 98, "gone", 4);
	assert_refused(
		b, "'shop.mda': is damaged: no directory where its end record says");
}

static void test_wrong_utf8_flag(void **state)
{
	struct bench *b = *state;

	add_metadata(&b->m);
	add(&b->m,
	    (struct item){ .name = "web/\xff", .text = "x", .flags = FLAG_UTF8 });
	finish(&b->m);
	assert_refused(b,
		       "'shop.mda': is damaged: the name of entry 1 is marked as UTF-8 "
		       "and is not: 'web/\xef\xbf\xbd'");
}

static void test_wrong_content(void **state)
{
	static const struct item items[] = {
		{ .name = "crc", .text = "abc", .method = DEFLATED, .crc_add = 1 },
		{ .name = "kept", .text = "abc", .crc_add = 1 },
		{ .name = "more",
		  .text = "abcdef",
		  .method = DEFLATED,
		  .size_add = -1 },
		{ .name = "fewer",
		  .text = "abcdef",
		  .method = DEFLATED,
		  .size_add = 1 },
		{ .name = "stored", .text = "abc", .size_add = 1 },
	};
	static const char *const why[] = {
		"'crc': is damaged: CRC-32 is 352441c2, not the declared 352441c3",
		"'kept': is damaged: CRC-32 is 352441c2, not the declared 352441c3",
		"'more': is damaged: inflates to more than the declared 5 bytes",
		"'fewer': is damaged: inflates to 6 bytes, not the declared 7",
		"'stored': is damaged: stored, but 3 bytes stand for 4",
	};
	struct bench *b = *state;

	add_metadata(&b->m);
	for (size_t i = 0; i < COUNT(items); i++)
		add(&b->m, items[i]);
	finish(&b->m);
	assert_opens(b);
	for (size_t i = 0; i < COUNT(items); i++)
		assert_unread(b->p, items[i].name, why[i]);
	assert_int_equal(b->diags.list.len, 0);
	assert_reads(b->p, "model/metadata.json", "{}");
}

/* -- limits -- */

static void test_limit_entries(void **state)
{
	struct bench *b = *state;

	add_metadata(&b->m);
	add_text(&b->m, "a", "a");
	add_text(&b->m, "b", "b");
	finish(&b->m);
	b->limits.entries = 3;
	assert_opens(b);
	package_free(b->p);
	b->p = NULL;
	b->limits.entries = 2;
	assert_refused(b,
		       "'shop.mda': holds more than 2 entries, over --max-entries 2");
}

static void test_limit_entry_size(void **state)
{
	struct bench *b = *state;

	add_metadata(&b->m);
	add(&b->m, (struct item){ .name = "web/a",
				  .text = "x",
				  .zip64 = true,
				  .size_add = INT64_C(2147483647) });
	finish(&b->m);
	assert_opens(b);
	assert_unread(b->p, "web/a",
		      "'web/a': entry is 2147483648 bytes inflated, over "
		      "--max-entry-size 1073741824");
	assert_true(package_hit_limit(b->p));
	assert_diag(
		b, DIAG_INCOMPLETE, "web/a",
		"entry is 2147483648 bytes inflated, over --max-entry-size 1073741824");
	assert_reads(b->p, "model/metadata.json", "{}");
	assert_false(package_hit_limit(b->p));
}

static void test_limit_directory_size(void **state)
{
	struct bench *b = *state;

	add_metadata(&b->m);
	finish(&b->m);
	b->limits.entry_size = 10;
	assert_refused(
		b, "'shop.mda': has a directory of 65 bytes, over --max-entry-size 10");
}

static void test_limit_total(void **state)
{
	struct bench *b = *state;

	add_metadata(&b->m);
	add_text(&b->m, "a", "12345");
	add_text(&b->m, "b", "12345");
	finish(&b->m);
	b->limits.total = 8;
	assert_opens(b);
	assert_reads(b->p, "a", "12345");
	assert_unread(b->p, "b",
		      "'b': entry is 5 bytes inflated, 5 were read before, over "
		      "--max-total 8");
	assert_true(package_hit_limit(b->p));
	assert_int_equal(diags_worst(&b->diags), DIAG_INCOMPLETE);
	assert_reads(b->p, "model/metadata.json", "{}");
}

static void test_limit_ratio(void **state)
{
	struct bench *b = *state;
	size_t size = 2 << 20;
	char *zeroes = alloc_zero(size, 1);
	const struct entry *e;
	struct blob blob;

	add_metadata(&b->m);
	add(&b->m,
	    (struct item){
		    .name = "bomb", .text = zeroes, .size = size, .method = DEFLATED });
	add(&b->m, (struct item){ .name = "small",
				  .text = zeroes,
				  .size = size / 2,
				  .method = DEFLATED });
	finish(&b->m);
	free(zeroes);
	b->limits.ratio = 100;
	assert_opens(b);
	e = package_entry_by_name(b->p, "bomb");
	assert_int_equal(package_read(b->p, e, &blob, &b->err), -1);
	assert_non_null(strstr(b->err.text, " packed, over --max-ratio 100"));
	assert_true(package_hit_limit(b->p));
	e = package_entry_by_name(b->p, "small");
	assert_int_equal(package_read(b->p, e, &blob, NULL), 0);
	assert_int_equal(blob.size, size / 2);
	blob_release(&blob);
	b->limits.ratio = 1100;
	e = package_entry_by_name(b->p, "bomb");
	assert_int_equal(package_read(b->p, e, &blob, NULL), 0);
	blob_release(&blob);
}

/* -- containers inside -- */

/* A package with one.jar, which holds "A.class" and a doubled "B". */
static void make_nested(struct bench *b, struct maker *inner)
{
	maker_init(inner);
	add_text(inner, "A.class", "class A");
	add_text(inner, "B", "1");
	add_text(inner, "B", "2");
	add(inner, (struct item){ .name = "../C", .text = "c" });
	finish(inner);
	add_metadata(&b->m);
	finish(&b->m);
	assert_opens(b);
}

static void test_nested(void **state)
{
	struct bench *b = *state;
	struct maker inner;
	struct package *jar;

	make_nested(b, &inner);
	assert_int_equal(package_open_nested(&jar, b->p, "lib/one.jar", inner.out.data,
					     inner.out.len, &b->err),
			 0);
	assert_int_equal(package_info(jar)->kind, PACKAGE_NESTED);
	assert_int_equal(package_info(jar)->layout, LAYOUT_NONE);
	assert_string_equal(package_info(jar)->name, "one.jar");
	assert_int_equal(package_info(jar)->entries, 4);
	assert_reads(jar, "A.class", "class A");
	assert_unread(jar, "B",
		      "'lib/one.jar!/B': stands twice in the package; neither copy "
		      "is used");
	assert_int_equal(b->diags.list.len, 2);
	assert_true(has_diag(b, DIAG_NOTE, "lib/one.jar!/B",
			     "stands twice; neither copy is used"));
	assert_true(
		has_diag(b, DIAG_NOTE, "lib/one.jar!/../C", "unsafe name; not read"));
	package_free(jar);
	maker_release(&inner);
}

static void test_nested_limits(void **state)
{
	struct bench *b = *state;
	struct maker inner;
	struct package *one = NULL, *two = NULL;

	b->limits.nesting = 1;
	b->limits.total = 8;
	make_nested(b, &inner);
	assert_int_equal(package_open_nested(&one, b->p, "one.jar", inner.out.data,
					     inner.out.len, &b->err),
			 0);
	assert_int_equal(package_open_nested(&two, one, "one.jar!/two.jar",
					     inner.out.data, inner.out.len, &b->err),
			 -1);
	assert_null(two);
	assert_string_equal(b->err.text,
			    "'one.jar!/two.jar': container is 2 deep, over "
			    "--max-nesting 1");
	assert_true(package_hit_limit(one));
	assert_true(has_diag(b, DIAG_INCOMPLETE, "one.jar!/two.jar",
			     "container is 2 deep, over --max-nesting 1"));
	assert_reads(one, "A.class", "class A");
	assert_unread(
		b->p, "model/metadata.json",
		"'model/metadata.json': entry is 2 bytes inflated, 7 were read before, "
		"over --max-total 8");
	package_free(one);
	maker_release(&inner);
}

static void test_nested_refused(void **state)
{
	struct bench *b = *state;
	struct maker inner;
	struct package *jar = NULL;

	make_nested(b, &inner);
	assert_int_equal(
		package_open_nested(&jar, b->p, "a.jar", "PK\3\4 cut", 8, &b->err), -1);
	assert_string_equal(b->err.text,
			    "'a.jar': is truncated: a zip archive without its end");
	assert_false(package_hit_limit(b->p));
	b->err.set = false;
	b->limits.entries = 3;
	assert_int_equal(package_open_nested(&jar, b->p, "b.jar", inner.out.data,
					     inner.out.len, &b->err),
			 -1);
	assert_true(package_hit_limit(b->p));
	assert_null(jar);
	assert_true(has_diag(b, DIAG_INCOMPLETE, "b.jar",
			     "holds more than 3 entries, over --max-entries 3"));
	maker_release(&inner);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_ordinary, setup, teardown),
		cmocka_unit_test_setup_teardown(test_descriptor, setup, teardown),
		cmocka_unit_test_setup_teardown(test_zip64, setup, teardown),
		cmocka_unit_test_setup_teardown(test_zip64_behind_prefix, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_prefix_and_trailing, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_doubled, setup, teardown),
		cmocka_unit_test_setup_teardown(test_encrypted_and_method, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_many_oddities_are_counted, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_wrapped, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrapped_twice, setup, teardown),
		cmocka_unit_test_setup_teardown(test_backslash, setup, teardown),
		cmocka_unit_test_setup_teardown(test_backslash_and_slash_collide, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_unsafe, setup, teardown),
		cmocka_unit_test_setup_teardown(test_long_names_in_messages, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_safe_but_long_winded, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_names_become_utf8, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_not_a_package, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_metadata, setup, teardown),
		cmocka_unit_test_setup_teardown(test_empty_archive, setup, teardown),
		cmocka_unit_test_setup_teardown(test_truncated, setup, teardown),
		cmocka_unit_test_setup_teardown(test_flipped, setup, teardown),
		cmocka_unit_test_setup_teardown(test_two_end_records, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_count, setup, teardown),
		cmocka_unit_test_setup_teardown(test_zip64_from_behind, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_wrong_utf8_flag, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_content, setup, teardown),
		cmocka_unit_test_setup_teardown(test_limit_entries, setup, teardown),
		cmocka_unit_test_setup_teardown(test_limit_entry_size, setup, teardown),
		cmocka_unit_test_setup_teardown(test_limit_directory_size, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_limit_total, setup, teardown),
		cmocka_unit_test_setup_teardown(test_limit_ratio, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nested, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nested_limits, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nested_refused, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
