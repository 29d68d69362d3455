/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XPath 1.0, section 3.7: the longest token wins; after a token that ends an operand '*' is
 * multiplication and a name is one of and, or, div, mod; a name before '(' is a function or a
 * node type, before '::' an axis.
 */
#include "rules/xpath_lex.h"

#include <stdbool.h>
#include <string.h>

#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"

struct lexer {
	const char *expr;
	size_t at;
	struct arena *arena;
	struct xpath_token *tokens;
	size_t count;
	struct err *err;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

static bool is_name_char(char c)
{
	return is_name_start(c) || is_digit(c) || c == '-' || c == '.';
}

static const char *here(const struct lexer *l)
{
	return l->expr + l->at;
}

static void add(struct lexer *l, enum xpath_kind kind, size_t len)
{
	struct xpath_token *t = &l->tokens[l->count++];

	t->kind = kind;
	t->at = l->at;
	t->len = len;
	t->text = arena_text_n(l->arena, here(l), len);
	l->at += len;
}

/* Whether an operator has to come next. */
static bool after_operand(const struct lexer *l)
{
	const struct xpath_token *t = l->count > 0 ? &l->tokens[l->count - 1] : NULL;

	if (t == NULL || t->kind == LEX_AXIS)
		return false;
	if (t->kind != LEX_SYMBOL)
		return true;
	return strcmp(t->text, ")") == 0 || strcmp(t->text, "]") == 0 ||
	       strcmp(t->text, ".") == 0 || strcmp(t->text, "..") == 0;
}

static size_t name_len(const char *s)
{
	size_t n = 0;

	if (!is_name_start(s[0]))
		return 0;
	while (is_name_char(s[n]))
		n++;
	return n;
}

/* A name with an optional prefix; the local part may be '*'. */
static size_t qname_len(const char *s)
{
	size_t n = name_len(s);

	if (n == 0 || s[n] != ':' || s[n + 1] == ':')
		return n;
	if (s[n + 1] == '*')
		return n + 2;
	return name_len(s + n + 1) == 0 ? n : n + 1 + name_len(s + n + 1);
}

static bool is_node_type(const char *name)
{
	return strcmp(name, "text") == 0 || strcmp(name, "node") == 0 ||
	       strcmp(name, "comment") == 0 || strcmp(name, "processing-instruction") == 0;
}

static int lex_operator_name(struct lexer *l)
{
	static const char *const names[] = { "and", "or", "div", "mod" };
	size_t n = name_len(here(l));

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i]) == n && strncmp(names[i], here(l), n) == 0) {
			add(l, LEX_SYMBOL, n);
			return 0;
		}
	}
	return err_set(l->err, "column %zu: '%.*s' where an operator should be", l->at + 1, (int)n,
		       here(l));
}

static int lex_name(struct lexer *l)
{
	struct xpath_token *t = &l->tokens[l->count];
	size_t after;

	if (after_operand(l))
		return lex_operator_name(l);
	add(l, LEX_NAME, qname_len(here(l)));
	after = l->at;
	while (is_space(l->expr[after]))
		after++;
	if (l->expr[after] == '(') {
		t->kind = is_node_type(t->text) ? LEX_NODE : LEX_CALL;
	} else if (strncmp(l->expr + after, "::", 2) == 0) {
		t->kind = LEX_AXIS;
		l->at = after + 2;
		t->len = l->at - t->at;
	}
	return 0;
}

static int lex_literal(struct lexer *l)
{
	const char *start = here(l), *end = strchr(start + 1, start[0]);
	struct xpath_token *t = &l->tokens[l->count];

	if (end == NULL)
		return err_set(l->err, "column %zu: literal without its closing quote", l->at + 1);
	add(l, LEX_LITERAL, (size_t)(end - start) + 1);
	t->text = arena_text_n(l->arena, start + 1, t->len - 2);
	return 0;
}

static int lex_number(struct lexer *l)
{
	const char *s = here(l);
	size_t n = 0;

	while (is_digit(s[n]))
		n++;
	if (s[n] == '.')
		n++;
	while (is_digit(s[n]))
		n++;
	add(l, LEX_NUMBER, n);
	return 0;
}

static int lex_variable(struct lexer *l)
{
	struct xpath_token *t = &l->tokens[l->count];
	size_t n = qname_len(here(l) + 1);

	if (n == 0)
		return err_set(l->err, "column %zu: '$' without a name", l->at + 1);
	add(l, LEX_VARIABLE, n + 1);
	t->text++;
	return 0;
}

static int lex_symbol(struct lexer *l)
{
	static const char *const symbols[] = {
		"//", "::", "..", "!=", "<=", ">=", "(", ")", "[", "]", ".", "@", ",", "/", "|",
		"+", "-", "=", "<", ">",
	};

	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		if (strncmp(here(l), symbols[i], strlen(symbols[i])) == 0) {
			add(l, LEX_SYMBOL, strlen(symbols[i]));
			return 0;
		}
	}
	return err_set(l->err, "column %zu: unexpected character '%c'", l->at + 1, *here(l));
}

static int lex_one(struct lexer *l)
{
	const char *s = here(l);

	if (is_digit(s[0]) || (s[0] == '.' && is_digit(s[1])))
		return lex_number(l);
	if (s[0] == '\'' || s[0] == '"')
		return lex_literal(l);
	if (s[0] == '$')
		return lex_variable(l);
	if (is_name_start(s[0]))
		return lex_name(l);
	if (s[0] == '*') {
		add(l, after_operand(l) ? LEX_SYMBOL : LEX_STAR, 1);
		return 0;
	}
	return lex_symbol(l);
}

int xpath_lex(const char *expr, struct arena *arena, const struct xpath_token **out,
	      struct err *err)
{
	CLEANUP(cleanup_free) struct xpath_token *room = NULL;
	size_t n = strlen(expr);
	struct lexer l = { .expr = expr, .arena = arena, .err = err };
	struct xpath_token *kept;

	if (n > LEX_MAX)
		return err_set(err, "expression of %zu bytes, at most %d are read", n, LEX_MAX);
	room = alloc_bytes((n + 1) * sizeof(*room));
	l.tokens = room;
	for (;;) {
		while (is_space(*here(&l)))
			l.at++;
		if (*here(&l) == '\0')
			break;
		if (lex_one(&l) != 0)
			return -1;
	}
	add(&l, LEX_END, 0);
	kept = arena_alloc(arena, l.count * sizeof(*kept));
	memcpy(kept, room, l.count * sizeof(*kept));
	*out = kept;
	return 0;
}
