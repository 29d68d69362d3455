/* SPDX-License-Identifier: Apache-2.0 */
/* Messages: text with expressions in braces; '{{' and '}}' are braces. */
#include <string.h>

#include "rules/pack.h"
#include "rules/table.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"

enum { MESSAGE_MAX = 8192, PIECES_MAX = 64 };

/* The '}' that ends the hole whose expression starts at s; quotes hide braces. NULL: none. */
static const char *hole_end(const char *s)
{
	char quote = '\0';

	for (; *s != '\0'; s++) {
		if (quote != '\0')
			quote = *s == quote ? '\0' : quote;
		else if (*s == '\'' || *s == '"')
			quote = *s;
		else if (*s == '}')
			return s;
	}
	return NULL;
}

static void take_text(struct message *m, struct rules *r, struct buf *text)
{
	if (text->len > 0)
		m->pieces[m->count++].text = arena_text_n(r->arena, text->data, text->len);
	buf_clear(text);
}

static int take_hole(struct message *m, struct rules *r, const struct names_env *env,
		     const struct names_node *const *context, const char **at, struct err *err)
{
	const struct expr_builder b = { r->arena, &r->groups, &r->store, &r->words };
	const char *end = hole_end(*at);
	struct err cause = ERR_NONE;
	const char *text;

	if (end == NULL)
		return table_fault(err, m->spot.file, m->spot.line,
				   "'{' without '}' (a brace itself is written '{{')");
	text = arena_text_n(r->arena, *at, (size_t)(end - *at));
	if (expr_build(&m->pieces[m->count].hole, &b, env, context, text, &cause) != 0)
		return table_fault(err, m->spot.file, m->spot.line, "'{%.200s}': %s", text,
				   cause.text);
	m->count++;
	m->holes = true;
	*at = end + 1;
	return 0;
}

int message_build(struct message *m, struct rules *r, const struct names_env *env,
		  const struct names_node *const *context, struct err *err)
{
	CLEANUP(buf_release) struct buf text = { .max = MESSAGE_MAX };
	const char *at = m->source;
	size_t most = 1;	/* pieces: before, in and after each hole */

	if (strlen(at) > MESSAGE_MAX)
		return table_fault(err, m->spot.file, m->spot.line,
				   "the text is longer than %d bytes", MESSAGE_MAX);
	for (const char *p = at; (p = strchr(p, '{')) != NULL; p++)
		most += 2;
	m->pieces = arena_alloc(r->arena, (most < PIECES_MAX ? most : PIECES_MAX) *
					  sizeof(*m->pieces));
	while (*at != '\0') {
		if (m->count + 2 >= PIECES_MAX)
			return table_fault(err, m->spot.file, m->spot.line, "too many holes");
		if ((*at == '{' || *at == '}') && at[1] == *at) {
			buf_putc(&text, *at);
			at += 2;
		} else if (*at == '}') {
			return table_fault(err, m->spot.file, m->spot.line,
					   "'}' without '{' (a brace itself is written '}}')");
		} else if (*at == '{') {
			take_text(m, r, &text);
			at++;
			if (take_hole(m, r, env, context, &at, err) != 0)
				return -1;
		} else {
			buf_putc(&text, *at++);
		}
	}
	take_text(m, r, &text);
	return 0;
}
