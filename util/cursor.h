/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading binary records: a position in bytes with a sticky `bad` flag. Reading past the end
 * gives zeroes and sets it; test it once a record.
 */
#ifndef UTIL_CURSOR_H
#define UTIL_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cursor {
	const unsigned char *start;
	size_t len;
	size_t at;	/* always <= len */
	bool bad;
};

void cursor_init(struct cursor *c, const void *bytes, size_t len);
size_t cursor_left(const struct cursor *c);
const unsigned char *cursor_skip(struct cursor *c, size_t n);	/* NULL when too short */
uint8_t cursor_u8(struct cursor *c);
uint16_t cursor_be16(struct cursor *c);
uint32_t cursor_be32(struct cursor *c);
uint16_t cursor_le16(struct cursor *c);
uint32_t cursor_le32(struct cursor *c);
uint64_t cursor_le64(struct cursor *c);

#endif
