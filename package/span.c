/* SPDX-License-Identifier: Apache-2.0 */
/* Positioned reads: the descriptor's own position is neither used nor moved. */
#include "package/span.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "util/alloc.h"
#include "util/cleanup.h"
#include "util/err.h"

enum { DIGEST_CHUNK = 1 << 20 };

struct span span_of_file(int fd, uint64_t base, uint64_t size)
{
	return (struct span){ .fd = fd, .base = base, .size = size };
}

struct span span_of_memory(const void *bytes, size_t size)
{
	return (struct span){ .fd = -1,
			      .bytes = bytes == NULL ? "" : bytes,
			      .size = size };
}

struct span span_part(const struct span *s, uint64_t start, uint64_t end)
{
	struct span part = *s;

	if (start > end || end > s->size)
		BUG("part outside of its span");
	part.size = end - start;
	if (s->bytes != NULL)
		part.bytes += start;
	else
		part.base += start;
	return part;
}

static int read_file(const struct span *s, uint64_t at, unsigned char *to, size_t n,
		     struct err *err)
{
	while (n > 0) {
		ssize_t got = pread(s->fd, to, n, (off_t)(s->base + at));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(err, "cannot be read at byte %" PRIu64 ": %s",
				       at, strerror(errno));
		if (got == 0)
			return err_set(
				err,
				"shrank while it was read: nothing at byte %" PRIu64,
				at);
		to += got;
		at += (uint64_t)got;
		n -= (size_t)got;
	}
	return 0;
}

int span_read(const struct span *s, uint64_t at, void *to, size_t n, struct err *err)
{
	if (at > s->size || n > s->size - at)
		return err_set(err,
			       "ends early: %zu bytes wanted at byte %" PRIu64
			       " of %" PRIu64,
			       n, at, s->size);
	if (s->bytes == NULL)
		return read_file(s, at, to, n, err);
	if (n > 0)
		memcpy(to, s->bytes + at, n);
	return 0;
}

static void free_digest(struct digest **d)
{
	digest_free(*d);
}

int span_digest(const struct span *s, char hex[DIGEST_HEX], struct err *err)
{
	CLEANUP(free_digest) struct digest *d = digest_new();
	CLEANUP(cleanup_free) unsigned char *chunk = NULL;

	if (s->bytes != NULL) {
		digest_add(d, s->bytes, (size_t)s->size);
		digest_finish(d, hex);
		return 0;
	}
	chunk = alloc_bytes(DIGEST_CHUNK);
	for (uint64_t at = 0, n; at < s->size; at += n) {
		n = s->size - at < DIGEST_CHUNK ? s->size - at : DIGEST_CHUNK;
		if (span_read(s, at, chunk, (size_t)n, err) < 0)
			return -1;
		digest_add(d, chunk, (size_t)n);
	}
	digest_finish(d, hex);
	return 0;
}
