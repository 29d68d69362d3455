/* SPDX-License-Identifier: Apache-2.0 */
/* Class files for tests, as recipes make them. */
#ifndef TESTS_UNIT_JAVA_BENCH_H
#define TESTS_UNIT_JAVA_BENCH_H

struct buf;

/*
 * A class by the words of the directive `class` in a recipe, blanks between them:
 * "a/A refs b/B.run strings hello". Replaces what is in out.
 */
void java_class_bytes(struct buf *out, const char *directive);

#endif
