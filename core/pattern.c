/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Globs and PCRE2 behind one interface. A PCRE2 pattern is only run where its longest literal run
 * stands in the subject: memmem() is many times faster than any pattern. The literal is taken
 * from the pattern's text, and only where it must stand in every match: at the top level, outside
 * groups, classes and alternatives, and not under a quantifier that allows none.
 */
#define _GNU_SOURCE
#define PCRE2_CODE_UNIT_WIDTH 8
#include "core/pattern.h"

#include <ctype.h>
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "util/alloc.h"
#include "util/err.h"

enum { LITERAL_MIN = 3, HEAP_KIB = 16384, DEPTH_MAX = 10000 };

struct pattern {
	char *text;		/* the glob, or what stood between the slashes */
	pcre2_code *code;	/* NULL for a glob */
	char *literal;		/* what must stand in the subject, NULL: nothing known */
	size_t literal_len;
	bool exact;		/* a glob without '*' and '?' */
};

struct pattern_scratch {
	pcre2_match_data *data;
	pcre2_match_context *context;
};

/* -- the literal of a pattern -- */

struct literal {
	char *best, *run;
	size_t best_len, run_len;
};

static void end_run(struct literal *l)
{
	if (l->run_len > l->best_len) {
		memcpy(l->best, l->run, l->run_len);
		l->best_len = l->run_len;
	}
	l->run_len = 0;
}

/* Past one member of a class: "\]" and "[:alpha:]" hold brackets that do not end it. */
static const char *skip_member(const char *p)
{
	const char *end;

	if (*p == '\\' && p[1] != '\0')
		return p + 2;
	if (*p == '[' && (p[1] == ':' || p[1] == '.' || p[1] == '=')) {
		end = strstr(p + 2, (const char[]){ p[1], ']', '\0' });
		if (end != NULL)
			return end + 2;
	}
	return p + 1;
}

/* Past a class or group that begins at p; at its end when it never closes. */
static const char *skip_class(const char *p)
{
	p++;
	if (*p == '^')
		p++;
	if (*p == ']')
		p++;
	while (*p != '\0' && *p != ']')
		p = skip_member(p);
	return *p == '\0' ? p : p + 1;
}

static const char *skip_group(const char *p)
{
	unsigned depth = 0;

	while (*p != '\0') {
		if (*p == '\\' && p[1] != '\0') {
			p += 2;
			continue;
		}
		if (*p == '[') {
			p = skip_class(p);
			continue;
		}
		depth += *p == '(';
		depth -= *p == ')';
		p++;
		if (depth == 0)
			break;
	}
	return p;
}

static bool allows_none(const char *p)
{
	if (*p == '{')
		p += strspn(p, "{ ");
	else
		return *p == '?' || *p == '*';
	return *p == '0' || *p == ',';
}

enum { NO_BYTE = -1, NO_IDEA = -2 };

/* The byte that the atom at *p stands for, moving past it; else one of the above. */
static int plain_byte(const char **p)
{
	int c = (unsigned char)**p;

	if (c == '\\') {
		c = (unsigned char)(*p)[1];
		*p += c == '\0' ? 1 : 2;
		if (c != '\0' && ispunct(c))
			return c;
		/* \x41, \p{L}, \1 and their like go on after the letter. */
		return c != '\0' && strchr("dDwWsSbBhHvVRAzZnrtfea", c) != NULL ? NO_BYTE : NO_IDEA;
	}
	++*p;
	/* Of a character of several bytes a quantifier takes all: leave it out. */
	return c >= 0x80 || strchr(".^$", c) != NULL ? NO_BYTE : c;
}

/* One atom and its quantifier; false at a top-level alternative and what is not understood. */
static bool take_atom(struct literal *l, const char **p)
{
	int c = NO_BYTE;

	if (**p == '|')
		return false;
	if (**p == '[')
		*p = skip_class(*p);
	else if (**p == '(')
		*p = skip_group(*p);
	else
		c = plain_byte(p);
	if (c == NO_IDEA)
		return false;
	if (c < 0 || allows_none(*p))
		end_run(l);
	else
		l->run[l->run_len++] = (char)c;
	if (**p == '\0' || strchr("?*+{", **p) == NULL)
		return true;
	end_run(l);
	if (**p == '{')
		*p += strcspn(*p, "}");
	*p += **p != '\0';
	if (**p == '?' || **p == '+')
		++*p;
	return true;
}

/* Options inside, "(?i)", comments, verbs and "\Q" change what the bytes after them mean. */
static bool is_plain(const char *text)
{
	if (strstr(text, "\\Q") != NULL || strstr(text, "(*") != NULL)
		return false;
	for (const char *p = text; (p = strstr(p, "(?")) != NULL; p += 2)
		if (p[2] == '\0' || strchr(":=!<>|P", p[2]) == NULL)
			return false;
	return true;
}

static void find_literal(struct pattern *p, const char *text)
{
	size_t n = strlen(text);
	struct literal l = { .best = alloc_bytes(n + 1), .run = alloc_bytes(n + 1) };
	bool whole = is_plain(text);

	while (whole && *text != '\0')
		whole = take_atom(&l, &text);
	end_run(&l);
	free(l.run);
	if (!whole || l.best_len < LITERAL_MIN) {
		free(l.best);
		return;
	}
	p->literal = l.best;
	p->literal_len = l.best_len;
}

/* -- making -- */

static int compile(struct pattern *p, uint32_t options, struct err *err)
{
	PCRE2_UCHAR message[160];
	PCRE2_SIZE at = 0;
	int code = 0;

	p->code = pcre2_compile((PCRE2_SPTR)p->text, PCRE2_ZERO_TERMINATED,
				options | PCRE2_UTF | PCRE2_MATCH_INVALID_UTF |
				PCRE2_NEVER_BACKSLASH_C, &code, &at, NULL);
	if (p->code == NULL) {
		pcre2_get_error_message(code, message, sizeof(message));
		return err_set(err, "bad pattern '/%s/' at %zu: %s", p->text, (size_t)at,
			       (const char *)message);
	}
	/* Where there is no JIT the interpreter does the same. */
	pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE);
	return 0;
}

static int new_regex(struct pattern *p, const char *text, bool slow, struct err *err)
{
	const char *end = strrchr(text, '/');
	bool fold = end != text && strcmp(end, "/i") == 0;

	if (end == text || (end[1] != '\0' && !fold))
		return err_set(err, "pattern '%s' does not end in '/' or '/i'", text);
	p->text = alloc_text_n(text + 1, (size_t)(end - text) - 1);
	if (compile(p, fold ? PCRE2_CASELESS : 0, err) != 0)
		return -1;
	find_literal(p, p->text);
	if (p->literal == NULL && !slow)
		return err_set(err, "pattern '%s' holds no literal of %d characters; say "
			       "slow=\"yes\" if it must be so", text, (int)LITERAL_MIN);
	/* A literal is looked for as it is written: of no use where case is folded. */
	if (fold && p->literal != NULL) {
		free(p->literal);
		p->literal = NULL;
	}
	return 0;
}

int pattern_new(struct pattern **out, const char *text, bool slow, struct err *err)
{
	struct pattern *p = alloc_zero(1, sizeof(*p));

	if (text[0] == '/' && new_regex(p, text, slow, err) != 0) {
		pattern_free(p);
		return -1;
	}
	if (p->text == NULL)
		p->text = alloc_text(text);
	p->exact = p->code == NULL && strpbrk(text, "*?") == NULL;
	*out = p;
	return 0;
}

void pattern_free(struct pattern *p)
{
	if (p == NULL)
		return;
	pcre2_code_free(p->code);
	free(p->literal);
	free(p->text);
	free(p);
}

struct pattern_scratch *pattern_scratch_new(uint64_t max_steps)
{
	struct pattern_scratch *s = alloc_zero(1, sizeof(*s));

	s->data = pcre2_match_data_create(1, NULL);
	s->context = pcre2_match_context_create(NULL);
	if (s->data == NULL || s->context == NULL)
		BUG("PCRE2 gives no match data");
	pcre2_set_match_limit(s->context, max_steps > UINT32_MAX ? UINT32_MAX :
			      (uint32_t)max_steps);
	pcre2_set_depth_limit(s->context, DEPTH_MAX);
	pcre2_set_heap_limit(s->context, HEAP_KIB);
	return s;
}

void pattern_scratch_free(struct pattern_scratch *s)
{
	if (s == NULL)
		return;
	pcre2_match_data_free(s->data);
	pcre2_match_context_free(s->context);
	free(s);
}

/* -- matching -- */

/* The classic walk with one point to come back to: linear for one '*', never exponential. */
static bool glob_matches(const char *glob, const char *s, size_t n)
{
	const char *star = NULL;
	size_t at = 0, back = 0;

	while (at < n) {
		if (*glob == '*') {
			star = glob++;
			back = at;
		} else if (*glob != '\0' && (*glob == '?' || *glob == s[at])) {
			glob++;
			at++;
		} else if (star != NULL) {
			glob = star + 1;
			at = ++back;
		} else {
			return false;
		}
	}
	while (*glob == '*')
		glob++;
	return *glob == '\0';
}

/* 1 and the span, 0, or -1 when a limit was reached. */
static int run_regex(const struct pattern *p, struct pattern_scratch *s, const char *subject,
		     size_t n, size_t span[2])
{
	const PCRE2_SIZE *ends;
	int result;

	if (p->literal != NULL &&
	    memmem(subject + span[0], n - span[0], p->literal, p->literal_len) == NULL)
		return 0;
	result = pcre2_match(p->code, (PCRE2_SPTR)subject, n, span[0], 0, s->data, s->context);
	if (result == PCRE2_ERROR_NOMATCH)
		return 0;
	if (result < 0)
		return -1;
	ends = pcre2_get_ovector_pointer(s->data);
	span[0] = ends[0];
	span[1] = ends[1];
	return 1;
}

int pattern_matches(const struct pattern *p, struct pattern_scratch *s, const char *subject,
		    size_t n)
{
	size_t span[2] = { 0, 0 };

	if (p->code != NULL)
		return run_regex(p, s, subject, n, span);
	if (p->exact)
		return strlen(p->text) == n && memcmp(p->text, subject, n) == 0;
	return glob_matches(p->text, subject, n);
}

static bool run_fits(const char *run, size_t size, const char *s)
{
	for (size_t i = 0; i < size; i++)
		if (run[i] != '?' && run[i] != s[i])
			return false;
	return true;
}

/* The first place where the run of a glob stands; '?' in it is any byte. */
static const char *find_run(const char *s, size_t n, const char *run, size_t size)
{
	if (memchr(run, '?', size) == NULL)
		return memmem(s, n, run, size);
	for (; n >= size; s++, n--)
		if (run_fits(run, size, s))
			return s;
	return NULL;
}

/* The runs between stars, one after the other: a glob without anchors. */
static int find_glob(const char *glob, const char *s, size_t n, size_t *at, size_t *len)
{
	size_t from = *at, start = SIZE_MAX;

	for (const char *run = glob; *run != '\0';) {
		size_t size = strcspn(run, "*");
		const char *hit;

		if (size == 0) {
			run++;
			continue;
		}
		hit = find_run(s + from, n - from, run, size);
		if (hit == NULL)
			return 0;
		if (start == SIZE_MAX)
			start = (size_t)(hit - s);
		from = (size_t)(hit - s) + size;
		run += size;
	}
	if (start == SIZE_MAX)
		start = *at;
	*at = start;
	*len = from - start;
	return *len > 0;
}

int pattern_find(const struct pattern *p, struct pattern_scratch *s, const char *subject, size_t n,
		 size_t *at, size_t *len)
{
	size_t span[2] = { *at, *at };
	int result;

	if (*at > n)
		return 0;
	if (p->code == NULL)
		return find_glob(p->text, subject, n, at, len);
	result = run_regex(p, s, subject, n, span);
	if (result == 1) {
		*at = span[0];
		*len = span[1] - span[0];
	}
	return result;
}
