/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every bound on hostile input, each with a flag. Reaching one is a diagnostic that names the
 * flag and makes the audit incomplete; it is never a crash and never "clear".
 */
#ifndef CORE_LIMITS_H
#define CORE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

struct limits {
#define LIMIT(name, flag, value, meaning) uint64_t name;
#include "core/limits.def"
#undef LIMIT
};

struct limit_def {
	const char *flag;	/* without the leading "--" */
	const char *meaning;
	uint64_t value;		/* default */
	size_t offset;		/* of the uint64_t in struct limits */
};

extern const struct limit_def limit_defs[];	/* ends with flag NULL */

struct limits limits_default(void);

#endif
