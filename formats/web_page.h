/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an HTML page says that matters beyond its own text: what it loads, which pages it shows
 * in frames, which cookies its scripts set. Tags are read as the HTML standard tokenizes them,
 * scripts only for a few words; what a script puts together from parts is not known.
 */
#ifndef FORMATS_WEB_PAGE_H
#define FORMATS_WEB_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/vec.h"

struct arena;

/* Something the page loads, or shows in a frame. */
struct web_link {
	const char *target;	/* as written; "" for a frame that a script fills */
	int64_t line;
};

/* An assignment to document.cookie. */
struct web_cookie {
	const char *name;	/* NULL where the text does not begin with it */
	int64_t line;
	bool same_site, secure;	/* the statement says so */
};

struct web_page {
	struct vec links;	/* of struct web_link: by src, href of <link>, url() */
	struct vec frames;	/* of struct web_link */
	struct vec cookies;	/* of struct web_cookie */
	const char *base;	/* of <base href>, or NULL */
	bool asks_for_frame;	/* a script looks at the window around it */
};

/* Any bytes. Texts are the arena's; web_page_release() frees the lists. */
void web_page_read(struct web_page *out, const void *bytes, size_t size, struct arena *arena);
void web_page_release(struct web_page *p);	/* for CLEANUP() too */

#endif
