/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Listing never leaves the folder: links are looked at, not walked. What is opened
 * later must be the file that was listed (device, inode, size), so nobody can slip in
 * another one meanwhile.
 */
#include "package/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "package/private.h"
#include "package/span.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

/* A file or folder as it was listed. */
struct node {
	const char *path; /* in the folder, as the system has it; "" is itself */
	dev_t device;
	ino_t inode;
};

struct folder {
	int fd;
	char *real;	    /* its path without links */
	struct vec files;   /* of struct node, at entry.index */
	struct vec pending; /* of struct node: folders still to be listed */
	uint64_t seen;	    /* files and folders */
};

static void close_fd(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static void close_dir(DIR **d)
{
	if (*d != NULL)
		closedir(*d);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(a, b);
}

int folder_names(struct vec *names, int fd, struct arena *arena, struct err *err)
{
	CLEANUP(close_dir) DIR *d = NULL;
	int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (copy >= 0)
		d = fdopendir(copy);
	if (d == NULL) {
		int cause = errno;

		close_fd(&copy);
		return err_set(err, "cannot be listed: %s", strerror(cause));
	}
	for (;;) {
		const struct dirent *one;

		errno = 0;
		one = readdir(d);
		if (one == NULL)
			break;
		if (strcmp(one->d_name, ".") != 0 && strcmp(one->d_name, "..") != 0)
			vec_push(names, arena_text(arena, one->d_name));
	}
	if (errno != 0)
		return err_set(err, "cannot be listed: %s", strerror(errno));
	vec_sort(names, by_bytes);
	return 0;
}

static bool is_listed(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

static struct node *new_node(struct package *p, const char *path, const struct stat *st)
{
	struct node *n = arena_alloc(p->arena, sizeof(*n));

	n->path = path;
	n->device = st->st_dev;
	n->inode = st->st_ino;
	return n;
}

static const char *clean(struct package *p, const char *path)
{
	return text_borrow(p->arena, path, strlen(path));
}

static void add_file(struct folder *f, struct package *p, const char *path,
		     const struct stat *st)
{
	struct entry *e = package_add(p, clean(p, path));

	e->index = f->files.len;
	e->size = (uint64_t)st->st_size;
	e->packed = e->size;
	vec_push(&f->files, new_node(p, path, st));
}

/* 1 when real lies inside the folder. */
static bool is_inside(const struct folder *f, const char *real)
{
	size_t n = strlen(f->real);

	if (strcmp(f->real, "/") == 0)
		return true;
	return strncmp(real, f->real, n) == 0 && real[n] == '/';
}

static void visit_link(struct folder *f, struct package *p, const char *path)
{
	CLEANUP(cleanup_free) char *real = NULL;
	struct stat st;

	real = realpath(arena_printf(p->arena, "%s/%s", f->real, path), NULL);
	if (real == NULL) {
		package_note(p, DIAG_NOTE, clean(p, path),
			     "is a link that leads nowhere; not read");
	} else if (!is_inside(f, real)) {
		package_add(p, clean(p, path))->problem = ENTRY_UNSAFE;
	} else if (lstat(real, &st) == 0 && S_ISREG(st.st_mode)) {
		add_file(f, p, path, &st);
	} else {
		package_note(
			p, DIAG_NOTE, clean(p, path),
			"is a link to something that is no regular file; not followed");
	}
}

static void visit_folder(struct folder *f, struct package *p, const char *path,
			 const struct stat *st)
{
	static const char *const wanted[] = { "model", "web", "native", NULL };
	static const char *const local[] = { "data", "log", "run", "tmp", NULL };

	if (strchr(path, '/') != NULL || is_listed(path, wanted))
		vec_push(&f->pending, new_node(p, path, st));
	else if (is_listed(path, local))
		package_note(p, DIAG_NOTE, clean(p, path),
			     "is left over from running the app "
			     "locally; not read");
	else
		package_note(p, DIAG_NOTE, clean(p, path),
			     "is no folder of a package; not read");
}

static void visit(struct folder *f, struct package *p, const char *path,
		  const struct stat *st)
{
	if (S_ISDIR(st->st_mode))
		visit_folder(f, p, path, st);
	else if (S_ISLNK(st->st_mode))
		visit_link(f, p, path);
	else if (!S_ISREG(st->st_mode))
		package_note(p, DIAG_NOTE, clean(p, path),
			     "is no regular file; not read");
	else if (strcmp(path, "model/config.json") == 0)
		package_note(p, DIAG_NOTE, path,
			     "is left over from running the app locally; "
			     "not read");
	else
		add_file(f, p, path, st);
}

/* The folder of a node, if it still is what was listed; -1 with err. */
static int open_node(const struct folder *f, const struct node *n, int flags,
		     struct stat *st, struct err *err)
{
	int fd = openat(f->fd, n->path[0] == '\0' ? "." : n->path,
			O_RDONLY | O_CLOEXEC | O_NONBLOCK | flags);

	if (fd < 0)
		return err_set(err, "cannot be opened: %s", strerror(errno));
	if (fstat(fd, st) < 0 || st->st_dev != n->device || st->st_ino != n->inode) {
		close(fd);
		return err_set(err, "was replaced while it was read");
	}
	return fd;
}

static int visit_names(struct folder *f, struct package *p, const struct node *n,
		       int fd, const struct vec *names, struct err *err)
{
	for (size_t i = 0; i < names->len; i++) {
		const char *name = names->items[i];
		const char *path = n->path[0] == '\0' ? name
						      : arena_printf(p->arena, "%s/%s",
								     n->path, name);
		struct stat st;

		if (f->seen++ >= p->limits->entries)
			return err_set(err,
				       "holds more than %" PRIu64
				       " entries, over --max-entries %" PRIu64,
				       f->seen - 1, p->limits->entries);
		if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			package_note(p, DIAG_INCOMPLETE, clean(p, path),
				     "cannot be read: %s", strerror(errno));
		else
			visit(f, p, path, &st);
	}
	return 0;
}

/* A folder inside that cannot be listed leaves the rest readable. */
static int list_one(struct folder *f, struct package *p, const struct node *n,
		    struct err *err)
{
	CLEANUP(vec_release) struct vec names = { .len = 0 };
	CLEANUP(close_fd) int fd = -1;
	struct err why = ERR_NONE;
	struct stat st;

	fd = open_node(f, n, O_DIRECTORY, &st, &why);
	if (fd < 0 || folder_names(&names, fd, p->arena, &why) < 0) {
		if (n->path[0] == '\0')
			return err_set(err, "%s", why.text);
		package_note(p, DIAG_INCOMPLETE, clean(p, n->path), "%s", why.text);
		return 0;
	}
	return visit_names(f, p, n, fd, &names, err);
}

static void free_folder(struct folder **f)
{
	folder_free(*f);
}

int folder_open(struct folder **out, struct package *p, int fd, const char *path,
		struct err *err)
{
	CLEANUP(free_folder) struct folder *f = alloc_zero(1, sizeof(*f));
	struct stat st;

	f->fd = fd;
	f->real = realpath(path, NULL);
	if (f->real == NULL || fstat(fd, &st) < 0)
		return err_set(err, "cannot be read: %s", strerror(errno));
	vec_push(&f->pending, new_node(p, "", &st));
	for (size_t i = 0; i < f->pending.len; i++)
		if (list_one(f, p, f->pending.items[i], err) < 0)
			return -1;
	p->info.entries = f->seen;
	*out = TAKE(f);
	return 0;
}

void folder_free(struct folder *f)
{
	if (f == NULL)
		return;
	vec_release(&f->files);
	vec_release(&f->pending);
	free(f->real);
	free(f);
}

int folder_read(struct folder *f, const struct entry *e, struct blob *out,
		struct err *err)
{
	CLEANUP(cleanup_free) char *data = NULL;
	CLEANUP(close_fd) int fd = -1;
	struct span span;
	struct stat st;

	fd = open_node(f, f->files.items[e->index], 0, &st, err);
	if (fd < 0)
		return -1;
	if ((uint64_t)st.st_size != e->size)
		return err_set(err,
			       "changed while it was read: %" PRIu64
			       " bytes when listed, %" PRIu64 " now",
			       e->size, (uint64_t)st.st_size);
	data = alloc_bytes((size_t)e->size + 1);
	span = span_of_file(fd, 0, e->size);
	if (span_read(&span, 0, data, (size_t)e->size, err) < 0)
		return -1;
	if (fstat(fd, &st) < 0 || (uint64_t)st.st_size != e->size)
		return err_set(err, "changed while it was read");
	data[e->size] = '\0';
	out->data = TAKE(data);
	out->size = (size_t)e->size;
	return 0;
}
