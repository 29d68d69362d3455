/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 3986, as far as text from everywhere keeps to it; jdbc: has a scheme in a scheme. */
#define _GNU_SOURCE
#include "util/url.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "util/text.h"

enum { SCHEME_MAX = 40, HOLE_MAX = 256, PORT_MAX = 65535 };

static bool is_scheme_byte(char c)
{
	return isalnum((unsigned char)c) || strchr("+.-:", c) != NULL;
}

/* The scheme that ends before text[end], its length; 0: none. */
static size_t scheme_before(const char *text, size_t end)
{
	size_t n = 0;
	const char *s;

	while (n < end && n < SCHEME_MAX && text[end - n - 1] != '\0' &&
	       is_scheme_byte(text[end - n - 1]))
		n++;
	s = text + end - n;
	for (size_t i = 0; i + 5 < n; i++)
		if (strncasecmp(s + i, "jdbc:", 5) == 0)
			return n - i;
	for (size_t i = n; i > 0; i--)
		if (s[i - 1] == ':')
			return n - i;
	return n;
}

/* Length of "{…}" at s, 0 when it is none. */
static size_t hole(const char *s, size_t n)
{
	size_t depth = 0;

	for (size_t i = 0; i < n && i < HOLE_MAX && s[i] != '\n'; i++) {
		depth += s[i] == '{';
		if (s[i] == '}' && --depth == 0)
			return i + 1;
		if (depth == 0)
			break;
	}
	return 0;
}

static bool ends_all(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f || strchr("\"'`<>\\^|", c) != NULL;
}

/* Bytes up to one that ends the part; holes are passed over. */
static size_t length_of(const char *s, size_t n, const char *ends)
{
	size_t i = 0;

	while (i < n && !ends_all(s[i]) && strchr(ends, s[i]) == NULL) {
		size_t skip = s[i] == '{' ? hole(s + i, n - i) : 0;

		if (s[i] == '{' && skip == 0)
			break;
		i += skip > 0 ? skip : 1;
	}
	return i;
}

/* What is in front of the host: the last '@' outside of holes. */
static size_t user_length(const char *s, size_t n)
{
	size_t user = 0;

	for (size_t i = 0; i < n; i++) {
		size_t skip = s[i] == '{' ? hole(s + i, n - i) : 0;

		if (s[i] == '@')
			user = i + 1;
		i += skip > 0 ? skip - 1 : 0;
	}
	return user;
}

/* The port in ":443"; 0 for anything else. */
static unsigned port_of(const char *s, size_t n)
{
	unsigned port = 0;

	if (n < 2 || s[0] != ':')
		return 0;
	for (size_t i = 1; i < n; i++) {
		if (!isdigit((unsigned char)s[i]) || port > PORT_MAX)
			return 0;
		port = port * 10 + (unsigned)(s[i] - '0');
	}
	return port > PORT_MAX ? 0 : port;
}

static size_t host_length(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t skip = s[i] == '{' ? hole(s + i, n - i) : 0;

		if (s[i] == ':')
			return i;
		i += skip > 0 ? skip - 1 : 0;
	}
	return n;
}

/* User, host and port in s[0..n). */
static void read_authority(const char *s, size_t n, struct url *out)
{
	size_t user = user_length(s, n), host;
	const char *end;

	s += user;
	n -= user;
	if (n > 0 && s[0] == '[') {
		end = memchr(s, ']', n);
		host = end == NULL ? 0 : (size_t)(end - s) - 1;
		out->host = (struct span){ s + 1, host };
		out->port = end == NULL ? 0 : port_of(end + 1, n - host - 2);
		return;
	}
	host = host_length(s, n);
	while (host > 0 && strchr(".)]", s[host - 1]) != NULL)
		host--;
	out->host = (struct span){ s, host };
	out->port = port_of(s + host, n - host);
}

/* Without what ends a sentence or closes a bracket around the address. */
static size_t trimmed(const char *s, size_t n)
{
	while (n > 0 && strchr(".,;:!)]*", s[n - 1]) != NULL)
		n--;
	return n;
}

/* Authority and path at s; gives how many bytes they are, query and fragment too. */
static size_t read_rest(const char *s, size_t n, struct url *out)
{
	size_t authority = length_of(s, n, "/?#,;()"), path;

	read_authority(s, authority, out);
	path = authority < n && s[authority] == '/' ?
		length_of(s + authority, n - authority, "?#,;") : 0;
	path = trimmed(s + authority, path);
	out->path = (struct span){ s + authority, path };
	out->all.len = (size_t)(s - out->all.at) + authority + path;
	return authority + path + length_of(s + authority + path, n - authority - path, "");
}

bool url_next(const char *text, size_t n, size_t *at, struct url *out)
{
	const char *found;

	while (*at < n && (found = text_find(text + *at, text + n, "://")) != NULL) {
		size_t mark = (size_t)(found - text);
		size_t scheme = scheme_before(text + *at, mark - *at);

		if (scheme == 0 || !isalpha((unsigned char)text[mark - scheme])) {
			*at = mark + 3;
			continue;
		}
		*out = (struct url){ .all = { found - scheme, 0 },
				     .scheme = { found - scheme, scheme } };
		*at = mark + 3 + read_rest(found + 3, n - mark - 3, out);
		return true;
	}
	*at = n;
	return false;
}

/* "jdbc:oracle:thin" in what may go on with a user. */
static size_t jdbc_scheme(const char *text, size_t n)
{
	size_t end = 4;

	for (int words = 0; words < 2; words++) {
		size_t i = end + 1;

		while (i < n && isalnum((unsigned char)text[i]))
			i++;
		if (i == n || text[i] != ':')
			break;
		end = i;
	}
	return end;
}

/* jdbc:oracle:thin:user/password@//host:1521/service, and the same without the slashes. */
static bool read_oracle(const char *text, size_t n, struct url *out)
{
	const char *at = memrchr(text, '@', n);

	if (n < 6 || strncasecmp(text, "jdbc:", 5) != 0 || at == NULL)
		return false;
	at += at + 2 < text + n && at[1] == '/' && at[2] == '/' ? 3 : 1;
	*out = (struct url){ .all = { text, n }, .scheme = { text, jdbc_scheme(text, n) } };
	n -= (size_t)(at - text);
	out->host = (struct span){ at, length_of(at, n, ":/?;") };
	for (size_t i = out->host.len + 1; i < n && isdigit((unsigned char)at[i]) &&
	     at[out->host.len] == ':' && out->port <= PORT_MAX; i++)
		out->port = out->port * 10 + (unsigned)(at[i] - '0');
	out->port = out->port > PORT_MAX ? 0 : out->port;
	out->all.len = 0;
	return out->host.len > 0;
}

bool url_whole(const char *text, size_t n, struct url *out)
{
	size_t at = 0;

	if (text_find(text, text + n, "://") != NULL)
		return url_next(text, n, &at, out) && out->all.at == text && at == n;
	if (read_oracle(text, n, out))
		return true;
	*out = (struct url){ .all = { text, 0 } };
	if (n == 0 || read_rest(text, n, out) != n || out->host.len == 0)
		return false;
	/* Nothing but the host, a port and a path: no user, no words around it. */
	return out->host.at <= text + 1 &&
	       (out->port != 0 || memchr(text, ':', (size_t)(out->path.at - text)) == NULL ||
		text[0] == '[');
}
