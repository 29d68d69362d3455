/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A path that cannot be opened is named as it was given. Everything later is named by
 * its base name, because reports must not depend on where a package lies.
 */
#include "package/input.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/limits.h"
#include "package/folder.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"
#include "util/vec.h"

enum { COPY_CHUNK = 256 * 1024, NAMES_SHOWN = 10 };

static void close_fd(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static const char *base_name(struct arena *arena, const char *path)
{
	size_t end = strlen(path), start;

	while (end > 0 && path[end - 1] == '/')
		end--;
	for (start = end; start > 0 && path[start - 1] != '/';)
		start--;
	if (end == 0)
		return "/";
	return text_intern(arena, path + start, end - start);
}

/* "." and ".." have a name of their own only behind links. */
static const char *folder_name(struct arena *arena, const char *path)
{
	const char *name = base_name(arena, path);
	CLEANUP(cleanup_free) char *real = NULL;

	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		real = realpath(path, NULL);
	return real == NULL ? name : base_name(arena, real);
}

static const char *kind_of(mode_t mode)
{
	return S_ISDIR(mode)	? "a folder"
	       : S_ISFIFO(mode) ? "a pipe"
	       : S_ISSOCK(mode) ? "a socket"
				: "a device";
}

/* -- standard input -- */

/* A file without a name, gone when it is closed. */
static int temporary(struct err *err)
{
	const char *folder = getenv("TMPDIR");
	CLEANUP(buf_release) struct buf name;
	int fd;

	if (folder == NULL || folder[0] == '\0')
		folder = "/tmp";
	buf_init(&name, PATH_MAX);
	buf_printf(&name, "%s/mxaudit-XXXXXX", folder);
	fd = name.over ? -1 : mkstemp(name.data);
	if (fd < 0)
		return err_set(err, "no temporary file in '%s': %s", folder,
			       name.over ? strerror(ENAMETOOLONG) : strerror(errno));
	unlink(name.data);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return fd;
}

static int write_all(int fd, const char *bytes, size_t n, struct err *err)
{
	while (n > 0) {
		ssize_t put = write(fd, bytes, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return err_set(err, "cannot be kept in a temporary file: %s",
				       strerror(put < 0 ? errno : ENOSPC));
		bytes += put;
		n -= (size_t)put;
	}
	return 0;
}

/*
 * After a failed read: true when there may be bytes now. Who gave us a pipe may have
 * set it so.
 */
static bool may_retry(int fd)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	if (errno == EINTR)
		return true;
	return errno == EAGAIN && poll(&wait, 1, -1) >= 0;
}

/* Copies standard input to fd, at most limits->total bytes. */
static int keep(int fd, uint64_t *size, const struct limits *limits, struct err *err)
{
	CLEANUP(cleanup_free) char *chunk = alloc_bytes(COPY_CHUNK);
	ssize_t n;

	for (*size = 0;; *size += (uint64_t)n) {
		n = read(STDIN_FILENO, chunk, COPY_CHUNK);
		if (n < 0 && may_retry(STDIN_FILENO)) {
			n = 0;
			continue;
		}
		if (n < 0)
			return err_set(err, "cannot be read: %s", strerror(errno));
		if (n == 0)
			return 0;
		if ((uint64_t)n > limits->total - *size)
			return err_set(err,
				       "is longer than %" PRIu64
				       " bytes, over --max-total %" PRIu64,
				       limits->total, limits->total);
		if (write_all(fd, chunk, (size_t)n, err) < 0)
			return -1;
	}
}

static int open_pipe(struct input *in, const struct limits *limits, struct err *err)
{
	CLEANUP(close_fd) int fd = temporary(err);
	uint64_t size;

	if (fd < 0 || keep(fd, &size, limits, err) < 0)
		return -1;
	in->span = span_of_file(fd, 0, size);
	in->fd = fd;
	fd = -1;
	return 0;
}

/* A seekable one is read in place from where it stands. */
static int open_stdin(struct input *in, const struct limits *limits, struct err *err)
{
	struct stat st;
	off_t at;

	if (fstat(STDIN_FILENO, &st) < 0)
		return err_set(err, "cannot be read: %s", strerror(errno));
	if (S_ISDIR(st.st_mode))
		return err_set(err, "is a folder; give its name");
	if (isatty(STDIN_FILENO))
		return err_set(err, "is a terminal, not a package");
	at = lseek(STDIN_FILENO, 0, SEEK_CUR);
	if (!S_ISREG(st.st_mode) || at < 0)
		return open_pipe(in, limits, err);
	in->fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
	if (in->fd < 0)
		return err_set(err, "cannot be read: %s", strerror(errno));
	in->span = span_of_file(in->fd, (uint64_t)at,
				st.st_size > at ? (uint64_t)(st.st_size - at) : 0);
	return 0;
}

/* -- files and folders -- */

static int open_file(struct input *in, int at, const char *path, struct arena *arena,
		     struct err *err)
{
	CLEANUP(close_fd) int fd = openat(at, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return err_set(err, "%s",
			       errno == ENOENT ? "no such file or folder"
					       : strerror(errno));
	in->kind = S_ISDIR(st.st_mode) ? PACKAGE_FOLDER : PACKAGE_FILE;
	if (in->kind == PACKAGE_FILE && !S_ISREG(st.st_mode))
		return err_set(
			err,
			"is %s, not a regular file; give '-' to read standard input",
			kind_of(st.st_mode));
	in->name = base_name(arena, path);
	in->span = span_of_file(fd, 0, (uint64_t)st.st_size);
	in->fd = fd;
	fd = -1;
	return 0;
}

/* model/ itself, or what becomes of it when a zip with backslashes is unpacked. */
static bool is_model(const char *name)
{
	return strcmp(name, "model") == 0 || text_starts(name, "model\\");
}

static bool is_package_file(int fd, const char *name)
{
	size_t n = strlen(name);
	struct stat st;

	return n > 4 && text_compare_lower(name + n - 4, ".mda") == 0 &&
	       fstatat(fd, name, &st, 0) == 0 && S_ISREG(st.st_mode);
}

static int several(const struct vec *found, struct arena *arena, struct err *err)
{
	struct buf b;

	buf_init(&b, 800);
	for (size_t i = 0; i < found->len && i < NAMES_SHOWN; i++) {
		const char *name = found->items[i];

		buf_printf(&b, "%s'%s'", i > 0 ? ", " : "",
			   text_intern(arena, name, strlen(name)));
	}
	if (found->len > NAMES_SHOWN)
		buf_puts(&b, ", …");
	err_set(err, "holds no model/, but %zu packages: %s; give one of them",
		found->len, buf_text(&b));
	buf_release(&b);
	return -1;
}

static int no_package(int fd, struct err *err)
{
	struct stat st;

	if (fstatat(fd, "deployment/model", &st, 0) == 0 && S_ISDIR(st.st_mode))
		return err_set(err,
			       "holds neither model/ nor a .mda file; give its folder "
			       "'deployment'");
	return err_set(err, "holds neither model/ nor a .mda file");
}

/* A folder without model/ stands for the one package file in it. */
static int look_inside(struct input *in, const char *path, struct arena *arena,
		       struct err *err)
{
	CLEANUP(vec_release) struct vec names = { .len = 0 };
	CLEANUP(vec_release) struct vec found = { .len = 0 };
	CLEANUP(close_fd) int fd = in->fd;

	in->fd = -1;
	if (folder_names(&names, fd, arena, err) < 0)
		return -1;
	for (size_t i = 0; i < names.len; i++) {
		const char *name = names.items[i];

		if (is_model(name)) {
			in->path = path;
			in->name = folder_name(arena, path);
			in->fd = fd;
			fd = -1;
			return 0;
		}
		if (is_package_file(fd, name))
			vec_push(&found, names.items[i]);
	}
	if (found.len == 0)
		return no_package(fd, err);
	if (found.len > 1)
		return several(&found, arena, err);
	if (open_file(in, fd, found.items[0], arena, err) < 0)
		return err_in(err, "'%s'", base_name(arena, found.items[0]));
	return 0;
}

int input_open(struct input *in, const char *path, const struct limits *limits,
	       struct arena *arena, struct err *err)
{
	memset(in, 0, sizeof(*in));
	in->fd = -1;
	if (strcmp(path, "-") == 0) {
		in->kind = PACKAGE_STREAM;
		in->name = "-";
		if (open_stdin(in, limits, err) < 0)
			return err_in(err, "standard input");
		return 0;
	}
	if (open_file(in, AT_FDCWD, path, arena, err) < 0)
		return err_in(err, "'%s'", text_intern(arena, path, strlen(path)));
	if (in->kind == PACKAGE_FOLDER && look_inside(in, path, arena, err) < 0)
		return err_in(err, "'%s'", folder_name(arena, path));
	return 0;
}
