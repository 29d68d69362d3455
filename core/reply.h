/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people answered to the questions of the packs, as it stands in their file: an answer, or
 * a risk that is accepted as long as nobody knows. Texts are UTF-8 in an arena; NULL: not given.
 */
#ifndef CORE_REPLY_H
#define CORE_REPLY_H

#include <stddef.h>

struct reply {
	const char *question, *rule;	/* an id; one of both is NULL */
	const char *value;	/* NULL: a risk is accepted */
	const char *by, *on;	/* who, and the day YYYY-MM-DD */
	const char *until;	/* last day that it holds; of a risk always there */
	const char *reason;	/* of a risk always there */
	const char *comment;
	const char *place;	/* "answers.yaml:12" */
	unsigned line;
};

struct replies {
	struct reply *items;
	size_t count;
};

#endif
