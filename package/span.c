/* SPDX-License-Identifier: Apache-2.0 */
/* Positioned reads: the descriptor's own position is neither used nor moved. */
#include "package/span.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/alloc.h"
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

struct span_digest {
	struct span span;
	uint64_t at;
	struct digest *digest;
	unsigned char *chunk;	/* NULL over memory */
};

struct span_digest *span_digest_new(const struct span *s)
{
	struct span_digest *d = alloc_zero(1, sizeof(*d));

	d->span = *s;
	d->digest = digest_new();
	d->chunk = s->bytes == NULL ? alloc_bytes(DIGEST_CHUNK) : NULL;
	return d;
}

void span_digest_free(struct span_digest *d)
{
	if (d == NULL)
		return;
	digest_free(d->digest);
	free(d->chunk);
	free(d);
}

int span_digest_step(struct span_digest *d, char hex[DIGEST_HEX], struct err *err)
{
	uint64_t left = d->span.size - d->at;
	size_t n = left < DIGEST_CHUNK ? (size_t)left : DIGEST_CHUNK;

	if (d->chunk != NULL && span_read(&d->span, d->at, d->chunk, n, err) < 0)
		return -1;
	digest_add(d->digest, d->chunk != NULL ? d->chunk : d->span.bytes + d->at, n);
	d->at += n;
	if (d->at < d->span.size)
		return 1;
	digest_finish(d->digest, hex);
	return 0;
}
