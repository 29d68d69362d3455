/* SPDX-License-Identifier: Apache-2.0 */
/* Where packages come from: files, unpacked folders, standard input. */
#include "package/package.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "tests/unit/package_bench.h"
#include "util/aside.h"
#include "util/digest.h"

enum { NOBODY = 65534 };

/* -- a folder to work in -- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static int enter(void **state)
{
	char name[] = "/tmp/test-package-XXXXXX";
	struct bench *b;

	setup(state);
	b = *state;
	assert_non_null(mkdtemp(name));
	assert_int_equal(chmod(name, 0755), 0);
	b->folder = arena_text(b->arena, name);
	return chdir(name);
}

static int leave(void **state)
{
	const struct bench *b = *state;

	assert_int_equal(chdir("/"), 0);
	nftw(b->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	return teardown(state);
}

static void write_bytes(const char *path, const void *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static void write_text(const char *path, const char *text)
{
	write_bytes(path, text, strlen(text));
}

/* A small package at path. */
static void write_package(struct bench *b, const char *path)
{
	add_metadata(&b->m);
	add_text(&b->m, "web/a", "a");
	finish(&b->m);
	write_bytes(path, b->m.out.data, b->m.out.len);
}

/* A small unpacked folder named app. */
static void make_app(void)
{
	assert_int_equal(mkdir("app", 0755), 0);
	assert_int_equal(mkdir("app/model", 0755), 0);
	assert_int_equal(mkdir("app/web", 0755), 0);
	write_text("app/model/metadata.json", "{}");
	write_text("app/web/index.html", "<html>");
	write_text("app/root.txt", "root");
}

static int open_path(struct bench *b, const char *path)
{
	return package_open(&b->p, path, &b->limits, &b->diags, b->arena, &b->err);
}

static void assert_path_opens(struct bench *b, const char *path)
{
	if (open_path(b, path) < 0)
		fail_msg("not opened: %s", b->err.text);
}

static void assert_path_refused(struct bench *b, const char *path, const char *why)
{
	assert_int_equal(open_path(b, path), -1);
	assert_string_equal(b->err.text, why);
	assert_null(b->p);
	b->err.set = false;
}

static void reset(struct bench *b)
{
	package_free(b->p);
	b->p = NULL;
}

/* -- files -- */

static void nothing(void *data)
{
	(void)data;
}

static void test_file(void **state)
{
	struct bench *b = *state;
	struct aside *done = aside_start(false, nothing, NULL);
	char hex[DIGEST_HEX];

	assert_int_equal(mkdir("dist", 0755), 0);
	write_package(b, "dist/shop.mda");
	digest_of(b->m.out.data, b->m.out.len, hex);
	assert_path_opens(b, "dist/shop.mda");
	assert_int_equal(package_info(b->p)->kind, PACKAGE_FILE);
	assert_string_equal(package_info(b->p)->name, "shop.mda");
	assert_int_equal(package_digest(b->p, done, &b->err), 0);
	assert_null(package_info(b->p)->sha256);
	aside_finish(done);
	assert_int_equal(package_digest(b->p, NULL, &b->err), 0);
	assert_string_equal(package_info(b->p)->sha256, hex);
	assert_int_equal(package_info(b->p)->bytes, b->m.out.len);
	assert_reads(b->p, "web/a", "a");
	assert_int_equal(b->diags.list.len, 0);
}

static void test_file_by_libzip(void **state)
{
	struct bench *b = *state;
	zip_t *z = zip_open("l.mda", ZIP_CREATE, NULL);

	assert_non_null(z);
	assert_int_equal(zip_dir_add(z, "model", 0), 0);
	assert_int_equal(zip_file_add(z, "model/metadata.json",
				      zip_source_buffer(z, "{\"a\":1}", 7, 0), 0),
			 1);
	assert_int_equal(zip_set_archive_comment(z, "hello", 5), 0);
	assert_int_equal(zip_close(z), 0);
	assert_path_opens(b, "l.mda");
	assert_int_equal(package_info(b->p)->entries, 2);
	assert_reads(b->p, "model/metadata.json", "{\"a\":1}");
	assert_int_equal(b->diags.list.len, 0);
}

/* Reads past what libzip is given ahead, in the middle of many entries. */
static void test_many_entries(void **state)
{
	struct bench *b = *state;
	char name[32], text[32];

	add_metadata(&b->m);
	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "web/%05d", i);
		snprintf(text, sizeof(text), "number %d", i);
		add(&b->m, (struct item){ .name = name, .text = text });
	}
	finish(&b->m);
	write_bytes("many.mda", b->m.out.data, b->m.out.len);
	assert_path_opens(b, "many.mda");
	assert_int_equal(package_count(b->p), 5001);
	for (int i = 4999; i >= 0; i -= 7) {
		snprintf(name, sizeof(name), "web/%05d", i);
		snprintf(text, sizeof(text), "number %d", i);
		assert_reads(b->p, name, text);
	}
}

static void test_file_refused(void **state)
{
	struct bench *b = *state;

	assert_path_refused(b, "no/shop.mda", "'no/shop.mda': no such file or folder");
	write_text("empty.mda", "");
	assert_path_refused(b, "empty.mda", "'empty.mda': is empty");
	write_text("lfs.mda", "version https://git-lfs.github.com/spec/v1\n");
	assert_path_refused(b, "./lfs.mda",
			    "'lfs.mda': is a git-lfs pointer, not a package; "
			    "run git lfs pull");
	assert_int_equal(mkfifo("pipe.mda", 0644), 0);
	assert_path_refused(b, "pipe.mda",
			    "'pipe.mda': is a pipe, not a regular file; give "
			    "'-' to read standard input");
	assert_path_refused(b, "/dev/null",
			    "'/dev/null': is a device, not a regular file; "
			    "give '-' to read standard input");
}

/* As somebody to whom permissions apply. */
static void drop_root(void)
{
	if (geteuid() == 0)
		assert_int_equal(seteuid(NOBODY), 0);
}

static void regain_root(void)
{
	if (getuid() == 0)
		assert_int_equal(seteuid(0), 0);
}

static void test_file_unreadable(void **state)
{
	struct bench *b = *state;
	int got;

	write_package(b, "shop.mda");
	assert_int_equal(chmod("shop.mda", 0), 0);
	drop_root();
	got = open_path(b, "shop.mda");
	regain_root();
	assert_int_equal(got, -1);
	assert_string_equal(b->err.text, "'shop.mda': Permission denied");
}

static void test_file_shrinks(void **state)
{
	struct bench *b = *state;
	char *noise = alloc_bytes(100000);
	struct err err = ERR_NONE;
	struct blob blob;

	for (size_t i = 0; i < 100000; i++)
		noise[i] = (char)(i * i >> 7);
	add(&b->m, (struct item){ .name = "web/a", .text = noise, .size = 100000 });
	free(noise);
	write_package(b, "shop.mda");
	b->limits.entries = 2;
	assert_path_refused(
		b, "shop.mda",
		"'shop.mda': holds more than 2 entries, over --max-entries 2");
	b->limits.entries = 3;
	assert_path_opens(b, "shop.mda");
	assert_int_equal(truncate("shop.mda", 2000), 0);
	assert_int_equal(package_read(b->p, package_entry(b->p, 0), &blob, &err), -1);
	assert_string_equal(err.text,
			    "'model/metadata.json': shrank while it was read: "
			    "nothing at byte 100035");
	assert_int_equal(package_digest(b->p, NULL, &b->err), -1);
	assert_string_equal(b->err.text, "'shop.mda': shrank while it was read: "
					 "nothing at byte 2000");
	assert_null(package_info(b->p)->sha256);
}

/* -- folders -- */

static void test_folder(void **state)
{
	struct bench *b = *state;
	const struct package_info *info;

	make_app();
	assert_path_opens(b, "app/");
	info = package_info(b->p);
	assert_int_equal(info->kind, PACKAGE_FOLDER);
	assert_int_equal(info->layout, LAYOUT_ROOT);
	assert_string_equal(info->name, "app");
	assert_int_equal(package_digest(b->p, NULL, &b->err), 0);
	assert_null(info->sha256);
	assert_false(info->is_mda);
	assert_int_equal(info->bytes, 12);
	assert_int_equal(info->uncompressed, 12);
	assert_int_equal(info->entries, 5);
	assert_int_equal(package_count(b->p), 3);
	assert_string_equal(package_entry(b->p, 0)->name, "model/metadata.json");
	assert_string_equal(package_entry(b->p, 1)->name, "root.txt");
	assert_string_equal(package_entry(b->p, 2)->name, "web/index.html");
	assert_reads(b->p, "web/index.html", "<html>");
	assert_reads(b->p, "root.txt", "root");
	assert_int_equal(b->diags.list.len, 0);
}

static void test_folder_from_inside(void **state)
{
	struct bench *b = *state;

	make_app();
	assert_int_equal(chdir("app"), 0);
	assert_path_opens(b, ".");
	assert_string_equal(package_info(b->p)->name, "app");
	assert_reads(b->p, "root.txt", "root");
}

static void test_folder_leftovers(void **state)
{
	static const char *const local[] = { "data", "log", "run", "tmp" };
	struct bench *b = *state;
	char path[32];

	make_app();
	for (size_t i = 0; i < COUNT(local); i++) {
		snprintf(path, sizeof(path), "app/%s", local[i]);
		assert_int_equal(mkdir(path, 0755), 0);
		snprintf(path, sizeof(path), "app/%s/x", local[i]);
		write_text(path, "x");
	}
	assert_int_equal(mkdir("app/web/data", 0755), 0);
	write_text("app/web/data/x", "wanted");
	assert_int_equal(mkdir("app/sass", 0755), 0);
	write_text("app/model/config.json", "{}");
	write_text("app/web/config.json", "{}");
	assert_path_opens(b, "app");
	for (size_t i = 0; i < COUNT(local); i++)
		assert_true(has_diag(b, DIAG_NOTE, local[i],
				     "is left over from running the "
				     "app locally; not read"));
	assert_true(has_diag(b, DIAG_NOTE, "model/config.json",
			     "is left over from running the app locally; not read"));
	assert_true(
		has_diag(b, DIAG_NOTE, "sass", "is no folder of a package; not read"));
	assert_int_equal(b->diags.list.len, COUNT(local) + 2);
	assert_int_equal(package_count(b->p), 5);
	assert_null(package_entry_by_name(b->p, "model/config.json"));
	assert_reads(b->p, "web/data/x", "wanted");
	assert_reads(b->p, "web/config.json", "{}");
}

static void test_folder_links(void **state)
{
	struct bench *b = *state;

	make_app();
	write_text("secret", "secret");
	write_text("appendix", "outside, though its name begins like the folder's");
	assert_int_equal(symlink("../../secret", "app/web/out"), 0);
	assert_int_equal(symlink("../../appendix", "app/web/near"), 0);
	assert_int_equal(symlink("/etc", "app/native"), 0);
	assert_int_equal(symlink("index.html", "app/web/in"), 0);
	assert_int_equal(symlink("../model", "app/web/folder"), 0);
	assert_int_equal(symlink("nowhere", "app/web/dangling"), 0);
	assert_int_equal(symlink("loop", "app/web/loop"), 0);
	assert_path_opens(b, "app");
	assert_int_equal(package_entry_by_name(b->p, "web/out")->problem, ENTRY_UNSAFE);
	assert_int_equal(package_entry_by_name(b->p, "web/near")->problem,
			 ENTRY_UNSAFE);
	assert_int_equal(package_entry_by_name(b->p, "native")->problem, ENTRY_UNSAFE);
	assert_unread(b->p, "web/out",
		      "'web/out': has an unsafe name or leads out of the "
		      "package; not read");
	assert_reads(b->p, "web/in", "<html>");
	assert_int_equal(package_count(b->p), 7);
	assert_true(has_diag(b, DIAG_NOTE, "web/dangling",
			     "is a link that leads nowhere; not read"));
	assert_true(has_diag(b, DIAG_NOTE, "web/loop",
			     "is a link that leads nowhere; not read"));
	assert_true(has_diag(
		b, DIAG_NOTE, "web/folder",
		"is a link to something that is no regular file; not followed"));
	assert_int_equal(b->diags.list.len, 3);
}

static void test_folder_link_is_swapped(void **state)
{
	struct bench *b = *state;

	make_app();
	write_text("secret", "secret");
	assert_int_equal(symlink("index.html", "app/web/in"), 0);
	assert_path_opens(b, "app");
	assert_int_equal(unlink("app/web/in"), 0);
	assert_int_equal(symlink("../../secret", "app/web/in"), 0);
	assert_unread(b->p, "web/in", "'web/in': was replaced while it was read");
}

static void test_folder_file_changes(void **state)
{
	struct bench *b = *state;

	make_app();
	assert_path_opens(b, "app");
	write_text("app/root.txt", "longer now");
	assert_unread(b->p, "root.txt",
		      "'root.txt': changed while it was read: 4 bytes when "
		      "listed, 10 now");
	assert_int_equal(unlink("app/web/index.html"), 0);
	assert_unread(b->p, "web/index.html",
		      "'web/index.html': cannot be opened: No such "
		      "file or directory");
}

static void test_folder_odd_files(void **state)
{
	struct bench *b = *state;
	struct blob blob = { .data = NULL };
	int got;

	make_app();
	assert_int_equal(mkfifo("app/web/fifo", 0644), 0);
	write_text("app/web/latin-\xe9", "latin");
	write_text("app/web/locked", "locked");
	assert_int_equal(chmod("app/web/locked", 0), 0);
	assert_path_opens(b, "app");
	assert_diag(b, DIAG_NOTE, "web/fifo", "is no regular file; not read");
	assert_reads(b->p, "web/latin-\xef\xbf\xbd", "latin");
	drop_root();
	got = package_read(b->p, package_entry_by_name(b->p, "web/locked"), &blob,
			   &b->err);
	regain_root();
	assert_int_equal(got, -1);
	assert_string_equal(b->err.text,
			    "'web/locked': cannot be opened: Permission denied");
}

static void test_folder_locked_inside(void **state)
{
	struct bench *b = *state;
	int got;

	make_app();
	assert_int_equal(mkdir("app/web/closed", 0), 0);
	drop_root();
	got = open_path(b, "app");
	regain_root();
	assert_int_equal(got, 0);
	assert_diag(b, DIAG_INCOMPLETE, "web/closed",
		    "cannot be opened: Permission denied");
	assert_reads(b->p, "root.txt", "root");
}

static void test_folder_limits(void **state)
{
	struct bench *b = *state;

	make_app();
	b->limits.entries = 4;
	assert_path_refused(b, "app",
			    "'app': holds more than 4 entries, over --max-entries 4");
	b->limits = limits_default();
	b->limits.entry_size = 5;
	assert_path_opens(b, "app");
	assert_unread(b->p, "web/index.html",
		      "'web/index.html': entry is 6 bytes inflated, "
		      "over --max-entry-size 5");
	assert_true(package_hit_limit(b->p));
}

static void test_folder_with_backslashes(void **state)
{
	struct bench *b = *state;

	assert_int_equal(mkdir("app", 0755), 0);
	write_text("app/model\\metadata.json", "{}");
	write_text("app/web\\a", "a");
	assert_path_opens(b, "app");
	assert_int_equal(package_info(b->p)->layout, LAYOUT_BACKSLASH);
	assert_reads(b->p, "web/a", "a");
}

static void test_folder_refused(void **state)
{
	struct bench *b = *state;

	assert_int_equal(mkdir("app", 0755), 0);
	assert_path_refused(b, "app", "'app': holds neither model/ nor a .mda file");
	assert_int_equal(mkdir("app/deployment", 0755), 0);
	assert_int_equal(mkdir("app/deployment/model", 0755), 0);
	assert_path_refused(b, "app",
			    "'app': holds neither model/ nor a .mda file; give its "
			    "folder 'deployment'");
	assert_path_refused(b, "app/deployment", "'deployment': holds no file at all");
	write_text("app/deployment/model/model.mdp", "x");
	assert_path_refused(b, "app/deployment",
			    "'deployment': holds no model/metadata.json");
	assert_int_equal(symlink("/etc", "app/model"), 0);
	assert_path_refused(
		b, "app",
		"'app': holds no model/metadata.json: model is a link out of it");
}

static void test_folder_of_packages(void **state)
{
	struct bench *b = *state;

	assert_int_equal(mkdir("releases", 0755), 0);
	write_text("releases/readme.txt", "x");
	write_package(b, "releases/shop.mda");
	assert_int_equal(mkdir("releases/not.mda", 0755), 0);
	assert_path_opens(b, "releases");
	assert_int_equal(package_info(b->p)->kind, PACKAGE_FILE);
	assert_string_equal(package_info(b->p)->name, "shop.mda");
	assert_true(package_info(b->p)->is_mda);
	assert_reads(b->p, "web/a", "a");
	reset(b);
	write_text("releases/b.MDA", "x");
	assert_path_refused(b, "releases",
			    "'releases': holds no model/, but 2 packages: "
			    "'b.MDA', 'shop.mda'; give one of them");
	assert_int_equal(unlink("releases/shop.mda"), 0);
	assert_path_refused(b, "releases", "'b.MDA': is not a zip archive");
}

/* -- standard input -- */

/* Makes fd standard input; gives what was there before. */
static int take_stdin(int fd)
{
	int old = dup(STDIN_FILENO);

	assert_true(fd >= 0);
	assert_true(dup2(fd, STDIN_FILENO) >= 0);
	close(fd);
	return old;
}

static void restore_stdin(int old)
{
	if (old < 0) {
		close(STDIN_FILENO);
		return;
	}
	assert_true(dup2(old, STDIN_FILENO) >= 0);
	close(old);
}

/* A pipe that holds the bytes, which must be few enough not to block. */
static int full_pipe(const void *bytes, size_t n)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], bytes, n), n);
	close(ends[1]);
	return ends[0];
}

static void assert_stream(struct bench *b, int fd)
{
	int old = take_stdin(fd), got = open_path(b, "-");
	char hex[DIGEST_HEX];

	restore_stdin(old);
	if (got < 0)
		fail_msg("not opened: %s", b->err.text);
	digest_of(b->m.out.data, b->m.out.len, hex);
	assert_int_equal(package_info(b->p)->kind, PACKAGE_STREAM);
	assert_string_equal(package_info(b->p)->name, "-");
	assert_int_equal(package_digest(b->p, NULL, &b->err), 0);
	assert_string_equal(package_info(b->p)->sha256, hex);
	assert_int_equal(package_info(b->p)->bytes, b->m.out.len);
	assert_true(package_info(b->p)->is_mda);
	assert_reads(b->p, "web/a", "a");
}

static void test_stdin_file(void **state)
{
	struct bench *b = *state;
	int fd;

	write_package(b, "shop.mda");
	assert_stream(b, open("shop.mda", O_RDONLY));
	reset(b);
	write_bytes("later", "header", 6);
	fd = open("later", O_RDWR | O_APPEND);
	assert_int_equal(write(fd, b->m.out.data, b->m.out.len), b->m.out.len);
	assert_int_equal(lseek(fd, 6, SEEK_SET), 6);
	assert_stream(b, fd);
}

static void test_stdin_pipe(void **state)
{
	struct bench *b = *state;

	write_package(b, "shop.mda");
	assert_stream(b, full_pipe(b->m.out.data, b->m.out.len));
}

static void assert_stream_refused(struct bench *b, int fd, const char *why)
{
	int old = take_stdin(fd), got = open_path(b, "-");

	restore_stdin(old);
	assert_int_equal(got, -1);
	assert_string_equal(b->err.text, why);
	b->err.set = false;
}

static void test_stdin_refused(void **state)
{
	struct bench *b = *state;

	assert_stream_refused(b, full_pipe("", 0), "standard input: is empty");
	assert_stream_refused(b, full_pipe("hello", 5),
			      "standard input: is not a zip archive");
	assert_stream_refused(b, open(".", O_RDONLY),
			      "standard input: is a folder; give its name");
	b->limits.total = 10;
	assert_stream_refused(
		b, full_pipe("hello, world", 12),
		"standard input: is longer than 10 bytes, over --max-total 10");
}

static void test_stdin_has_nowhere_to_go(void **state)
{
	struct bench *b = *state;

	assert_int_equal(setenv("TMPDIR", "/nonexistent", 1), 0);
	assert_int_equal(open_path(b, "/nonexistent"), -1);
	b->err.set = false;
	assert_stream_refused(
		b, full_pipe("x", 1),
		"standard input: no temporary file in '/nonexistent': "
			      "No such file or directory");
	assert_int_equal(unsetenv("TMPDIR"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_file, enter, leave),
		cmocka_unit_test_setup_teardown(test_file_by_libzip, enter, leave),
		cmocka_unit_test_setup_teardown(test_many_entries, enter, leave),
		cmocka_unit_test_setup_teardown(test_file_refused, enter, leave),
		cmocka_unit_test_setup_teardown(test_file_unreadable, enter, leave),
		cmocka_unit_test_setup_teardown(test_file_shrinks, enter, leave),
		cmocka_unit_test_setup_teardown(test_folder, enter, leave),
		cmocka_unit_test_setup_teardown(test_folder_from_inside, enter, leave),
		cmocka_unit_test_setup_teardown(test_folder_leftovers, enter, leave),
		cmocka_unit_test_setup_teardown(test_folder_links, enter, leave),
		cmocka_unit_test_setup_teardown(test_folder_link_is_swapped, enter,
						leave),
		cmocka_unit_test_setup_teardown(test_folder_file_changes, enter, leave),
		cmocka_unit_test_setup_teardown(test_folder_odd_files, enter, leave),
		cmocka_unit_test_setup_teardown(test_folder_locked_inside, enter,
						leave),
		cmocka_unit_test_setup_teardown(test_folder_limits, enter, leave),
		cmocka_unit_test_setup_teardown(test_folder_with_backslashes, enter,
						leave),
		cmocka_unit_test_setup_teardown(test_folder_refused, enter, leave),
		cmocka_unit_test_setup_teardown(test_folder_of_packages, enter, leave),
		cmocka_unit_test_setup_teardown(test_stdin_file, enter, leave),
		cmocka_unit_test_setup_teardown(test_stdin_pipe, enter, leave),
		cmocka_unit_test_setup_teardown(test_stdin_refused, enter, leave),
		cmocka_unit_test_setup_teardown(test_stdin_has_nowhere_to_go, enter,
						leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
