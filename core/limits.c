/* SPDX-License-Identifier: Apache-2.0 */
#include "core/limits.h"

const struct limit_def limit_defs[] = {
#define LIMIT(name, flag, value, meaning) \
	{ flag, meaning, value, offsetof(struct limits, name) },
#include "core/limits.def"
#undef LIMIT
	{ NULL, NULL, 0, 0 },
};

struct limits limits_default(void)
{
	return (struct limits){
#define LIMIT(name, flag, number, meaning) .name = (number),
#include "core/limits.def"
#undef LIMIT
	};
}
