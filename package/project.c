/* SPDX-License-Identifier: Apache-2.0 */
/* Units are opened below a descriptor of mprcontents, by names made of hexadecimal digits. */
#include "package/project.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/limits.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

enum { ID_TEXT = 36, UNIT_NAME = 64 };

struct project_files {
	struct arena *arena;
	const struct limits *limits;
	const char *name;
	struct blob index;
	int contents;		/* mprcontents; -1 where there is none */
	bool unsettled;
	uint64_t total;		/* bytes read so far */
};

static void close_fd(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static int read_whole(int fd, struct blob *out, size_t size, struct err *err)
{
	CLEANUP(cleanup_free) char *bytes = alloc_bytes(size + 1);
	size_t have = 0;

	while (have < size) {
		ssize_t n = read(fd, bytes + have, size - have);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(err, "cannot be read: %s", strerror(errno));
		if (n == 0)
			return err_set(err, "became shorter while it was read");
		have += (size_t)n;
	}
	bytes[size] = '\0';
	out->data = TAKE(bytes);
	out->size = size;
	return 0;
}

/* A regular file below a folder, within the limits. */
static int read_file(struct project_files *p, int at, const char *name, struct blob *out,
		     struct err *err)
{
	CLEANUP(close_fd) int fd =
		openat(at, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY |
				     (at == AT_FDCWD ? 0 : O_NOFOLLOW));
	struct stat st;
	uint64_t size;

	if (fd < 0 || fstat(fd, &st) != 0)
		return err_set(err, "%s", errno == ENOENT ? "no such file" : strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(err, S_ISDIR(st.st_mode) ? "is a folder, not a file"
							: "is not a regular file");
	size = (uint64_t)st.st_size;
	if (size > p->limits->entry_size)
		return err_set(err, "%" PRIu64 " bytes are over --max-entry-size %" PRIu64, size,
			       p->limits->entry_size);
	if (size > p->limits->total - p->total)
		return err_set(err, "all files together are over --max-total %" PRIu64,
			       p->limits->total);
	p->total += size;
	return read_whole(fd, out, (size_t)size, err);
}

/* mprcontents stands beside the file itself, not beside a link to it. */
static void open_contents(struct project_files *p, const char *path)
{
	CLEANUP(cleanup_free) char *real = realpath(path, NULL);
	CLEANUP(close_fd) int folder = -1;
	char *slash = real == NULL ? NULL : strrchr(real, '/');

	if (slash == NULL)
		return;
	slash[1] = '\0';
	folder = open(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder >= 0)
		p->contents = openat(folder, "mprcontents",
				     O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

static bool has_journal(struct project_files *p, const char *path)
{
	struct stat st;

	return stat(arena_printf(p->arena, "%s-journal", path), &st) == 0 && st.st_size > 0;
}

int project_files_open(struct project_files **out, const char *path,
		       const struct limits *limits, struct err *err)
{
	CLEANUP(project_files_cleanup) struct project_files *p = alloc_zero(1, sizeof(*p));
	const char *slash = strrchr(path, '/'), *base = slash == NULL ? path : slash + 1;

	p->arena = arena_new();
	p->limits = limits;
	p->contents = -1;
	p->name = text_intern(p->arena, base, strlen(base));
	if (read_file(p, AT_FDCWD, path, &p->index, err) != 0)
		return err_in(err, "'%s'", path);
	p->unsettled = has_journal(p, path);
	open_contents(p, path);
	*out = TAKE(p);
	return 0;
}

void project_files_free(struct project_files *p)
{
	if (p == NULL)
		return;
	close_fd(&p->contents);
	blob_release(&p->index);
	arena_free(p->arena);
	free(p);
}

void project_files_cleanup(struct project_files **p)
{
	project_files_free(*p);
}

const char *project_files_name(const struct project_files *p)
{
	return p->name;
}

bool project_files_unsettled(const struct project_files *p)
{
	return p->unsettled;
}

const struct blob *project_files_index(const struct project_files *p)
{
	return &p->index;
}

int project_files_unit(struct project_files *p, const char *id, struct blob *out,
		       struct err *err)
{
	char name[UNIT_NAME];

	if (strspn(id, "0123456789abcdef-") != ID_TEXT || id[ID_TEXT] != '\0')
		return err_set(err, "'%.40s' is no id of a unit", id);
	if (p->contents < 0)
		return err_set(err, "there is no folder 'mprcontents' beside '%s'", p->name);
	snprintf(name, sizeof(name), "%.2s/%.2s/%s.mxunit", id, id + 2, id);
	return read_file(p, p->contents, name, out, err);
}
