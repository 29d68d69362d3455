/* SPDX-License-Identifier: Apache-2.0 */
/* Attributes that are left out where the package does not state them. */
#ifndef ANALYZERS_EMIT_H
#define ANALYZERS_EMIT_H

#include <stdint.h>

#include "core/fact.h"

/* Absent for NULL and for "". */
void emit_text(struct facts *fs, struct fact *f, unsigned attr, const char *value);
/* Absent for a negative number. */
void emit_count(struct facts *fs, struct fact *f, unsigned attr, int64_t value);
/* Absent for a negative number, else "no" for 0 and "yes". */
void emit_switch(struct facts *fs, struct fact *f, unsigned attr, int value);

#endif
