/* SPDX-License-Identifier: Apache-2.0 */
/* Local header, of which its mark and two lengths count: APPNOTE.TXT 4.3.7. */
#include "package/plain.h"

#include <string.h>

#include "package/directory.h"
#include "package/private.h"
#include "package/span.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/cursor.h"

enum { LOCAL_SIZE = 30, LOCAL_LENGTHS = 26 };

static void list_record(struct package *p, const struct directory_record *r, uint64_t index)
{
	struct entry *e = package_add(p, arena_text_n(p->arena, r->name, r->name_len));

	e->index = index;
	e->size = r->size;
	e->packed = r->packed;
	e->crc = r->crc;
	e->method = r->method;
	e->local = r->local;
}

bool plain_list(struct package *p, const struct span *s, const struct directory *d)
{
	CLEANUP(directory_stop) struct directory_reader reader = { .chunk = NULL };
	struct directory_record record;
	size_t before = p->entries.len;

	directory_start(&reader, d, s);
	for (uint64_t i = 0; i < d->count; i++) {
		if (!directory_next(&reader, &record) || !record.plain) {
			p->entries.len = before;
			return false;
		}
		list_record(p, &record, i);
	}
	return true;
}

int plain_find(const struct span *s, const struct entry *e, uint64_t *at,
	       struct err *err)
{
	unsigned char local[LOCAL_SIZE];
	uint64_t begin = (uint64_t)e->local + LOCAL_SIZE;
	struct cursor c;

	if (begin > s->size)
		return 0;
	if (span_read(s, e->local, local, sizeof(local), err) < 0)
		return -1;
	if (memcmp(local, "PK\3\4", 4) != 0)
		return 0;
	cursor_init(&c, local, sizeof(local));
	cursor_skip(&c, LOCAL_LENGTHS);
	begin += cursor_le16(&c);
	begin += cursor_le16(&c);
	if (begin > s->size || e->packed > s->size - begin)
		return 0;
	*at = begin;
	return 1;
}
