/* SPDX-License-Identifier: Apache-2.0 */
#include "analyzers/shown.h"

#include <stdbool.h>
#include <string.h>

#include "core/secret.h"
#include "util/arena.h"
#include "util/text.h"

enum { NUMBER_MAX = 12, HOST_MAX = 253, WORD_MAX = 32 };

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* Words that name what is entered by a person or for a machine to prove itself. */
static bool names_secret(const char *name)
{
	static const char *const parts[] = { "pass", "pwd", "secret", "token", "key", "cred",
					     "salt", "pin", "sign", "login" };
	char word[WORD_MAX] = "";
	size_t n = 0;

	if (secret_name(name))
		return true;
	for (const char *c = name;; c++) {
		bool upper = *c >= 'A' && *c <= 'Z', letter = *c != '\0' && strchr(LETTERS, *c);
		bool starts = upper && c > name && !(c[-1] >= 'A' && c[-1] <= 'Z');

		if (!letter || starts) {
			for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
				if (text_starts(word, parts[i]))
					return true;
			n = 0;
		}
		if (*c == '\0')
			return false;
		if (letter && n + 1 < sizeof(word)) {
			word[n++] = (char)(*c | 0x20);
			word[n] = '\0';
		}
	}
}

/* Also 512M and 1.5. */
static bool is_number(const char *s)
{
	size_t n;

	s += *s == '-';
	n = strspn(s, DIGITS ".");
	if (n == 0 || n > NUMBER_MAX || strchr(DIGITS, s[0]) == NULL)
		return false;
	return s[n] == '\0' || (strchr("kKmMgG", s[n]) != NULL && s[n + 1] == '\0');
}

static bool is_known_word(const char *s)
{
	static const char words[] =
		"true|false|yes|no|on|off|none|all|specified|lax|strict|any|deny|"
		"sameorigin|nosniff|no-referrer|origin|unsafe-url|same-origin|null|debug|info|"
		"warn|warning|error|critical|trace|serial|g1|bcrypt|ssha256|postgresql|hsqldb|"
		"localhost|jsessionid|xassessionid|nofiles|*|0|1; mode=block";
	char lower[WORD_MAX];
	size_t n = strlen(s);

	if (n >= sizeof(lower))
		return false;
	for (size_t i = 0; i <= n; i++)
		lower[i] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] | 0x20 : s[i]);
	return text_is_word(words, lower);
}

/* How long the host name or IPv4 address at s is: labels with dots, the last of letters. */
static size_t host_length(const char *s)
{
	size_t n = strspn(s, LETTERS DIGITS ".-");
	size_t last = n;

	if (n == 0 || n > HOST_MAX || s[0] == '.' || s[n - 1] == '.')
		return 0;
	while (last > 0 && s[last - 1] != '.')
		last--;
	if (last == 0)
		return 0;
	if (strspn(s + last, LETTERS) == n - last && n - last >= 2)
		return n;
	return strspn(s, DIGITS ".") == n ? n : 0;
}

static bool is_path(const char *s)
{
	size_t n = strlen(s);
	bool root = s[0] == '/' || (s[0] == '\\' && s[1] == '\\') ||
		    (strchr(LETTERS, s[0]) != NULL && s[1] == ':' && strchr("/\\", s[2]) != NULL);

	return n > 2 && n < HOST_MAX && root &&
	       strspn(s, LETTERS DIGITS "._-/\\: ") ==
	       n;
}

/* "scheme://host:port" of an address, "…" for what follows; NULL where it is none. */
static const char *address(struct arena *a, const char *s)
{
	const char *host = strstr(s, "://"), *at, *end;
	size_t n = host == NULL ? 0 : (size_t)(host - s);

	if (n == 0 || n > WORD_MAX || strspn(s, "abcdefghijklmnopqrstuvwxyz:+.-") < n)
		return NULL;
	host += 3;
	end = host + strcspn(host, "/?#; ");
	at = memchr(host, '@', (size_t)(end - host));
	for (; at != NULL; at = memchr(host, '@', (size_t)(end - host)))
		host = at + 1;
	if (strspn(host, LETTERS DIGITS ".:-[]_") <
	    (size_t)(end - host))
		return NULL;
	return arena_printf(a, "%.*s%.*s%s", (int)(n + 3), s, (int)(end - host), host,
			    *end == '\0' ? "" : *end == '/' && end[1] == '\0' ? "/" : "/...");
}

const char *shown_value(struct arena *a, const char *name, const char *value)
{
	if (is_known_word(value) || value[0] == '\0')
		return value;
	if (names_secret(name))
		return NULL;
	if (is_number(value) || is_path(value))
		return value;
	if (host_length(value) > 0) {
		size_t n = host_length(value);

		if (value[n] == '\0' ||
		    (value[n] == ':' && strspn(value + n + 1, DIGITS) == strlen(value + n + 1)))
			return value;
	}
	return address(a, value);
}
