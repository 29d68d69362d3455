/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a secret looks like. Each finder gives the next span that must not be shown; the mask takes
 * its place and is itself never taken for a secret, so masking twice changes nothing.
 */
#include "core/secret.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"

struct part {
	size_t at, len;
};

enum {
	WORD_MAX = 64,
	HEX_MIN = 32,		/* digits of a key of 128 bits */
	BASE64_MIN = 32,
	PADDED_MIN = 22,	/* 16 bytes in base64, when '=' shows that it is base64 */
	TOKEN_MIN = 16,
	KEY_MAX = 128,		/* a longer key is masked in pieces */
	RUN_MAX = 4096		/* no token is longer */
};

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
	return is_upper(c) || is_lower(c) || is_digit(c);
}

static bool ends_word(char c)
{
	return c == '\0' || strchr("_.- /:", c) != NULL;
}

/* Where the word that ends before `end` begins: after a separator or at a change of case. */
static size_t word_start(const char *name, size_t end)
{
	size_t at = end - 1;

	while (at > 0 && !ends_word(name[at - 1])) {
		bool rises = is_upper(name[at]) && !is_upper(name[at - 1]);
		bool run_ends = is_upper(name[at]) && is_upper(name[at - 1]) && at + 1 < end &&
				is_lower(name[at + 1]);

		if (rises || run_ends)
			break;
		at--;
	}
	return at;
}

static size_t trim_end(const char *name, size_t end)
{
	while (end > 0 && ends_word(name[end - 1]))
		end--;
	return end;
}

static bool is_word(const char *text, size_t n, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strlen(*words) == n && strncasecmp(text, *words, n) == 0)
			return true;
	return false;
}

static bool secret_name_n(const char *name, size_t n)
{
	static const char *const secret[] = {
		"password", "passwd", "pwd", "secret", "token", "credential", "credentials",
		"passphrase", "apikey", NULL
	};
	static const char *const key[] = { "key", NULL };
	static const char *const before[] = {
		"api", "private", "access", "encryption", "secret", "license", "shared", NULL
	};
	size_t end, at;

	while (n > 0 && is_digit(name[n - 1]))
		n--;
	end = trim_end(name, n);
	if (end == 0)
		return false;
	at = word_start(name, end);
	if (is_word(name + at, end - at, secret))
		return true;
	if (!is_word(name + at, end - at, key))
		return false;
	end = trim_end(name, at);
	if (end == 0)
		return false;
	at = word_start(name, end);
	return is_word(name + at, end - at, before);
}

bool secret_name(const char *name)
{
	return secret_name_n(name, strlen(name));
}

/* "-----BEGIN … PRIVATE KEY-----" to its end line, or to the end of the text. */
static bool find_pem(const char *s, size_t from, struct part *out)
{
	static const char begin[] = "-----BEGIN ", key[] = "PRIVATE KEY-----";
	const char *p = s + from, *dashes, *end;

	while ((p = strstr(p, begin)) != NULL) {
		p += strlen(begin);
		dashes = strstr(p, "-----");
		if (dashes == NULL)
			return false;
		if (dashes - p < 11 || strncmp(dashes - 11, key, 11) != 0)
			continue;
		p -= strlen(begin);
		end = strstr(dashes, key);
		out->at = (size_t)(p - s);
		out->len = end == NULL ? strlen(p) : (size_t)(end - p) + strlen(key);
		return true;
	}
	return false;
}

/* How far letters, digits and `more` go on, at most max. */
static size_t run_of(const char *s, const char *more, size_t max)
{
	size_t n = 0;

	while (n < max && (is_alnum(s[n]) || (s[n] != '\0' && strchr(more, s[n]) != NULL)))
		n++;
	return n;
}

/* Three parts of base64url, the first an encoded "{". */
static bool find_jwt(const char *s, size_t from, struct part *out)
{
	size_t head, body, tail;

	/* A run that ends without a dot does so for every "eyJ" in it. */
	for (const char *p = s + from; (p = strstr(p, "eyJ")) != NULL; p += head) {
		head = run_of(p, "_-", RUN_MAX);
		if (head < 10 || p[head] != '.' || (p > s && is_alnum(p[-1])))
			continue;
		body = run_of(p + head + 1, "_-", RUN_MAX);
		if (body < 4 || p[head + 1 + body] != '.')
			continue;
		tail = run_of(p + head + body + 2, "_-", RUN_MAX);
		*out = (struct part){ (size_t)(p - s), head + body + 2 + tail };
		return true;
	}
	return false;
}

/* Between "://" and '@' of a host. */
static bool find_user_info(const char *s, size_t from, struct part *out)
{
	for (const char *p = s + from; (p = strstr(p, "://")) != NULL; p += 3) {
		size_t end = strcspn(p + 3, "/?# \t\r\n\"'<>\\"), n = end;

		while (n > 0 && p[3 + n - 1] != '@')
			n--;
		if (n < 2)
			continue;
		*out = (struct part){ (size_t)(p - s) + 3, n - 1 };
		return true;
	}
	return false;
}

static int base64_value(char c)
{
	if (is_upper(c))
		return c - 'A';
	if (is_lower(c))
		return c - 'a' + 26;
	if (is_digit(c))
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* Base64 of "user:password": text with a colon. */
static bool is_basic_login(const char *s, size_t n)
{
	unsigned bits = 0, count = 0;
	bool colon = false;

	for (size_t i = 0; i < n && s[i] != '='; i++) {
		bits = bits << 6 | (unsigned)base64_value(s[i]);
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		if (((bits >> count) & 0xff) < 0x20)
			return false;
		colon |= ((bits >> count) & 0xff) == ':';
	}
	return colon;
}

static bool has_digit(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_digit(s[i]))
			return true;
	return false;
}

/* "Basic …" and "Bearer …", as the value of an authorization header has it. */
static bool find_authorization(const char *s, size_t from, struct part *out)
{
	for (const char *p = s + from; *p != '\0'; p++) {
		size_t word = strncasecmp(p, "basic ", 6) == 0 ? 6 :
			      strncasecmp(p, "bearer ", 7) == 0 ? 7 : 0, n;

		if (word == 0 || (p > s && is_alnum(p[-1])))
			continue;
		n = run_of(p + word, word == 6 ? "+/=" : "+/=._~-", RUN_MAX);
		if (word == 6 ? !is_basic_login(p + word, n) || n < 4
			      : n < TOKEN_MIN || !has_digit(p + word, n))
			continue;
		*out = (struct part){ (size_t)(p - s) + word, n };
		return true;
	}
	return false;
}

/* The value after "name=", quotes left out; len 0 for none and for what stands in for one. */
static struct part value_after(const char *s, size_t at)
{
	static const char *const words[] = { "empty", "true", "false", "null", NULL };
	const char *end = "&;#, \t\r\n\"'<>)]}|";
	size_t n;

	while (s[at] == ' ')
		at++;
	if (s[at] == '\'' || s[at] == '"')
		end = s[at++] == '"' ? "\"" : "'";
	/* Before its end is looked for: that may be far away, and so for every name in it. */
	if (s[at] == '\0' || strchr("{$%[(<*", s[at]) != NULL)
		return (struct part){ at, 0 };
	n = strcspn(s + at, end);
	return (struct part){ at, is_word(s + at, n, words) ? 0 : n };
}

/* "name=value" where the name is a secret's: query parameters, JDBC URLs, properties. */
static bool find_parameter(const char *s, size_t from, struct part *out)
{
	for (const char *p = s + from; (p = strchr(p, '=')) != NULL; p++) {
		size_t end = (size_t)(p - s), start;

		while (end > 0 && s[end - 1] == ' ')
			end--;
		start = end;
		while (start > 0 && (is_alnum(s[start - 1]) || strchr("_.-", s[start - 1]) != NULL))
			start--;
		if (!secret_name_n(s + start, end - start) || p[1] == '=')
			continue;
		*out = value_after(s, (size_t)(p - s) + 1);
		if (out->len > 0 && out->at >= from)
			return true;
	}
	return false;
}

/* How many different characters there are. */
static size_t variety(const char *s, size_t n)
{
	bool seen[256] = { false };
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		count += !seen[(unsigned char)s[i]];
		seen[(unsigned char)s[i]] = true;
	}
	return count;
}

static bool is_hex_key(const char *s, size_t n)
{
	size_t digits = 0;

	if (n < HEX_MIN)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (strchr("0123456789abcdefABCDEF", s[i]) == NULL)
			return false;
		digits += is_digit(s[i]);
	}
	return digits > n / 4 && digits < n && variety(s, n) >= 8;
}

/*
 * Names change class where a word starts: seldom, and then from lower to upper. Random text does
 * so at nearly every second character.
 */
static size_t class_changes(const char *s, size_t n)
{
	size_t changes = 0;

	for (size_t i = 1; i < n; i++)
		changes += (is_lower(s[i - 1]) && is_upper(s[i])) ||
			   (is_alnum(s[i - 1]) && is_alnum(s[i]) &&
			    is_digit(s[i - 1]) != is_digit(s[i]));
	return changes;
}

static bool is_base64_key(const char *s, size_t n)
{
	bool upper = false, lower = false, digit = false, padded = s[n - 1] == '=';

	if (n < (padded ? PADDED_MIN : BASE64_MIN))
		return false;
	for (size_t i = 0; i < n; i++) {
		upper |= is_upper(s[i]);
		lower |= is_lower(s[i]);
		digit |= is_digit(s[i]);
	}
	return upper && lower && digit && class_changes(s, n) * 10 >= n * 3 &&
	       variety(s, n) >= 12;
}

static bool find_key(const char *s, size_t from, struct part *out)
{
	static const char more[] = "+/=_-";

	for (const char *p = s + from; *p != '\0';) {
		size_t n = run_of(p, more, KEY_MAX), word = run_of(p, "", KEY_MAX);

		if (is_hex_key(p, word)) {
			*out = (struct part){ (size_t)(p - s), word };
			return true;
		}
		if (n > 0 && is_base64_key(p, n)) {
			*out = (struct part){ (size_t)(p - s), n };
			return true;
		}
		p += word > 0 ? word : 1;
		while (*p != '\0' && n > word && strchr(more, *p) != NULL)
			p++;
	}
	return false;
}

typedef bool finder(const char *s, size_t from, struct part *out);

/* value with what the finder finds masked; pieces of one long key share a mask. */
static const char *mask_all(struct arena *a, const char *value, finder *find)
{
	CLEANUP(buf_release) struct buf out = { .max = SIZE_MAX / 2 };
	size_t n = strlen(value), done = 0, from = 0;
	struct part part;

	while (from < n && find(value, from, &part)) {
		from = part.at + part.len;
		if (strncmp(value + part.at, SECRET_MASK, strlen(SECRET_MASK)) == 0)
			continue;
		buf_add(&out, value + done, part.at - done);
		if (part.at > done || done == 0)
			buf_puts(&out, SECRET_MASK);
		done = from;
	}
	if (done == 0)
		return value;
	buf_add(&out, value + done, n - done);
	return arena_text_n(a, out.data, out.len);
}

const char *secret_mask(struct arena *a, const char *name, const char *value, bool names_only)
{
	static finder *const finders[] = {
		find_pem, find_jwt, find_user_info, find_authorization, find_parameter, find_key
	};
	size_t count = sizeof(finders) / sizeof(finders[0]) - (names_only ? 1 : 0);

	if (value[0] == '\0')
		return value;
	if (name != NULL && secret_name(name))
		return SECRET_MASK;
	for (size_t i = 0; i < count; i++)
		value = mask_all(a, value, finders[i]);
	return value;
}
