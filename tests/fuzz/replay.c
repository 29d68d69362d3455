/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fuzz target without a fuzzer: gives it each file named on the command line, whole, in
 * halves, and with single bits turned over, so that a plain test run reaches its bad paths too.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/alloc.h"
#include "util/buf.h"

enum { FLIPS = 16, LARGEST = 1 << 24 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int read_file(const char *path, struct buf *out)
{
	char block[65536];
	size_t n;
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		return -1;
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(out, block, n);
	fclose(f);
	return out->over ? -1 : 0;
}

/* A copy of its own each time, so that a sanitizer sees the first byte read beyond it. */
static void give(const char *data, size_t size)
{
	uint8_t *copy = alloc_bytes(size + (size == 0));

	if (size > 0)
		memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static void replay(struct buf *bytes)
{
	char *data = bytes->data;
	size_t size = bytes->len;

	give(data, size);
	for (size_t n = size / 2; n > 0; n /= 2) {
		give(data, n);
		give(data, size - n);
	}
	for (size_t i = 0; size > 0 && i < FLIPS; i++) {
		size_t at = (i * 2654435761u) % size;
		char was = data[at];

		data[at] = (char)(was ^ 1 << i % 8);
		give(data, size);
		data[at] = was;
	}
}

int main(int argc, char **argv)
{
	unsigned files = 0;

	for (int i = 1; i < argc; i++) {
		struct buf bytes;

		buf_init(&bytes, LARGEST);
		if (read_file(argv[i], &bytes) == 0) {
			replay(&bytes);
			files++;
		}
		buf_release(&bytes);
	}
	printf("%u files\n", files);
	return files > 0 ? 0 : 1;
}
