/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The references between classes that the reach of archives follows, for comparison with jdeps:
 *
 *   linkdump hash			hash and name, for each name on standard input
 *   linkdump links FILE.jar…		archive, hash of a class, hash of one it refers to
 *
 * Archives are named as they are given; those inside them as the facts name them.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/world/java_finds.h"
#include "analyzers/world/java_scan.h"
#include "core/limits.h"
#include "package/package.h"
#include "util/buf.h"
#include "util/cleanup.h"

enum { LARGEST = 1 << 28 };

static void dump_hashes(void)
{
	char name[4096];

	while (fgets(name, sizeof(name), stdin) != NULL) {
		name[strcspn(name, "\n")] = '\0';
		printf("%016" PRIx64 "\t%s\n", class_text_hash(class_text_of(name)), name);
	}
}

static int read_file(struct buf *out, const char *path)
{
	FILE *f = fopen(path, "rb");
	char block[65536];
	size_t n;

	while (f != NULL && (n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(out, block, n);
	if (f == NULL || out->over) {
		fprintf(stderr, "'%s' cannot be read\n", path);
		return -1;
	}
	fclose(f);
	return 0;
}

static void put_links(const struct java_links *l)
{
	for (size_t i = 0; i < l->node_count; i++)
		for (size_t k = 0; k < l->nodes[i].edge_count; k++)
			printf("%s\t%016" PRIx64 "\t%016" PRIx64 "\n", l->archive->path,
			       l->nodes[i].hash, l->edges.items[l->nodes[i].first_edge + k]);
}

static int dump_links(struct java_worker *worker, const char *path)
{
	CLEANUP(buf_release) struct buf bytes;
	struct limits limits = limits_default();
	struct java_part part;
	size_t unread;

	buf_init(&bytes, LARGEST);
	if (read_file(&bytes, path) != 0)
		return -1;
	java_part_init(&part, path, &limits, 0);
	java_scan_archive(worker, &part, &(struct blob){ bytes.data, bytes.len }, 0);
	for (size_t i = 0; i < part.links.len; i++)
		put_links(part.links.items[i]);
	unread = part.unread + part.unreadable;
	java_part_release(&part);
	return unread == 0 ? 0 : -1;
}

int main(int argc, char **argv)
{
	struct java_finds finds;
	struct java_worker *worker;
	int failed = 0;

	if (argc > 1 && strcmp(argv[1], "hash") == 0) {
		dump_hashes();
		return 0;
	}
	java_finds_init(&finds, NULL, 0);
	worker = java_worker_new(&finds, 1000);
	for (int i = 2; i < argc; i++)
		failed |= dump_links(worker, argv[i]) != 0;
	java_worker_free(worker);
	java_finds_release(&finds);
	return failed;
}
