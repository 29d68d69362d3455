/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/options.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"

enum { COLUMNS = 100, COLUMNS_LEAST = 60, COLUMNS_MOST = 120 };

static bool wants_color(int when, bool terminal)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (when != COLOR_AUTO)
		return when == COLOR_ALWAYS;
	return terminal && (no == NULL || no[0] == '\0') && term != NULL &&
	       strcmp(term, "dumb") != 0;
}

struct report_style output_style(const struct options *o, const char *path)
{
	bool terminal = strcmp(path, "-") == 0 && isatty(STDOUT_FILENO);
	struct report_style style = {
		.color = wants_color(o->color, terminal),
		.quiet = o->quiet,
		.verbose = o->verbose,
		.columns = COLUMNS,
	};
	struct winsize size;

	if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		style.columns = size.ws_col < COLUMNS_LEAST ? COLUMNS_LEAST :
				size.ws_col > COLUMNS_MOST ? COLUMNS_MOST : size.ws_col;
	return style;
}

static int write_all(int fd, const struct buf *bytes)
{
	size_t done = 0;

	while (done < bytes->len) {
		ssize_t n = write(fd, bytes->data + done, bytes->len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		done += (size_t)n;
	}
	return 0;
}

static int fail(const char *path, struct err *err)
{
	return err_set(err, "'%s': %s", path, strerror(errno));
}

/* For what exists and is no regular file: a pipe, a terminal, /dev/null. */
static int write_in_place(const char *path, const struct buf *bytes, struct err *err)
{
	int fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	int result;

	if (fd < 0)
		return fail(path, err);
	result = write_all(fd, bytes);
	if (close(fd) != 0 || result != 0)
		return fail(path, err);
	return 0;
}

static int write_renamed(const char *path, const struct buf *bytes, struct err *err)
{
	size_t n = strlen(path) + sizeof(".XXXXXX");
	CLEANUP(cleanup_free) char *temporary = alloc_bytes(n);
	mode_t mask = umask(0);
	int fd;

	umask(mask);
	snprintf(temporary, n, "%s.XXXXXX", path);
	fd = mkstemp(temporary);
	if (fd < 0)
		return fail(path, err);
	if (write_all(fd, bytes) != 0 || fchmod(fd, 0666 & ~mask) != 0) {
		fail(path, err);
		close(fd);
		unlink(temporary);
		return -1;
	}
	if (close(fd) != 0 || rename(temporary, path) != 0) {
		fail(path, err);
		unlink(temporary);
		return -1;
	}
	return 0;
}

int output_write(const char *path, const struct buf *bytes, struct err *err)
{
	struct stat st;

	if (bytes->over)
		return err_set(err, "'%s': the report is larger than %zu bytes", path,
			       bytes->max);
	if (strcmp(path, "-") == 0) {
		fflush(stdout);
		if (write_all(STDOUT_FILENO, bytes) != 0)
			return fail("standard output", err);
		return 0;
	}
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return err_set(err, "'%s': is a folder", path);
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return write_in_place(path, bytes, err);
	return write_renamed(path, bytes, err);
}
