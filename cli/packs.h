/* SPDX-License-Identifier: Apache-2.0 */
/* Where the packs of rules are that the options name. */
#ifndef CLI_PACKS_H
#define CLI_PACKS_H

struct err;
struct options;
struct rules;

/* Id of the shipped pack, "none" where it is not wanted. */
const char *packs_name(const struct options *o);

/* Loads it and those of --rules. -1 with err, and *out as it was. Touches nothing else. */
int packs_load(struct rules **out, const struct options *o, const char *as_of, struct err *err);

#endif
