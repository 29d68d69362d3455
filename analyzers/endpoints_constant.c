/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Defaults of constants. A default is often just "smtp.office365.com" or "mailserver": whether
 * that is a host is told by the constant's name, by a port, or by a known ending.
 */
#include <ctype.h>
#include <string.h>

#include "analyzers/endpoints.h"
#include "core/host.h"
#include "util/text.h"

/* "intro:1" and "12:30" are no host and port. */
enum { TOKEN_MAX = 300, NAME_MAX_LEN = 200, LOWEST_PORT = 20 };

/* The last part of the name, folded. */
static void last_part(const char *name, char out[NAME_MAX_LEN])
{
	const char *dot = strrchr(name, '.');
	size_t n = 0;

	name = dot == NULL ? name : dot + 1;
	for (; name[n] != '\0' && n < NAME_MAX_LEN - 1; n++)
		out[n] = (char)tolower((unsigned char)name[n]);
	out[n] = '\0';
}

static bool has_any(const char *s, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strstr(s, *words) != NULL)
			return true;
	return false;
}

static const char *const host_words[] = {
	"host", "server", "smtp", "ftp", "ldap", "proxy", NULL
};
static const char *const place_words[] = {
	"url", "uri", "endpoint", "location", "address", "domain", "site", "base", NULL
};
static const char *const other_words[] = {
	"version", "name", "user", "port", "type", "timeout", "path", "folder", "id", NULL
};

static bool has_letter(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (isalpha((unsigned char)s.at[i]))
			return true;
	return false;
}

static bool is_address(const char *host, struct span s)
{
	return strchr(host, ':') != NULL || (strchr(host, '.') != NULL && !has_letter(s));
}

/* Endings that a name of anything else hardly has. */
static bool known_ending(const char *host)
{
	static const char *const endings[] = {
		".com", ".net", ".org", ".eu", ".cloud", ".nl", ".de", ".be", ".uk", ".fr", ".us",
		".es", ".ch", ".at", ".ca", ".au", ".jp", ".br", ".gov", ".edu", NULL
	};

	for (size_t i = 0; endings[i] != NULL; i++)
		if (text_ends(host, endings[i]))
			return true;
	return strcmp(host_scope(host), "internal-suffix") == 0;
}

static bool is_switch(const char *s)
{
	static const char *const words[] = {
		"true", "false", "yes", "no", "none", "null", "empty", "on", "off", NULL
	};

	for (size_t i = 0; words[i] != NULL; i++)
		if (strcmp(s, words[i]) == 0)
			return true;
	return false;
}

/* Whether u, which has no scheme, is meant as a host. `alone`: nothing else is in the value. */
static bool is_host(const struct url *u, const char *last, bool alone)
{
	char host[TOKEN_MAX];
	const char *scope;

	if (u->host.len == 0 || u->host.len >= sizeof(host))
		return false;
	memcpy(host, u->host.at, u->host.len);
	host[u->host.len] = '\0';
	scope = host_scope(host);
	if (strcmp(scope, "none") == 0)
		return false;
	if (is_address(host, u->host))
		return u->port > 0 || strstr(last, "version") == NULL;
	if (strcmp(scope, "loopback") == 0 || (u->port >= LOWEST_PORT && has_letter(u->host)))
		return alone;
	if (strcmp(scope, "single-label") == 0)
		return alone && u->path.len == 0 && isalpha((unsigned char)host[0]) &&
		       has_any(last, host_words) && !has_any(last, other_words) &&
		       !is_switch(host);
	if (has_any(last, host_words) || has_any(last, place_words))
		return alone && !has_any(last, other_words) &&
		       isalpha((unsigned char)host[u->host.len - 1]);
	return alone && known_ending(host);
}

/* An IPv6 address without brackets. */
static bool is_ipv6(const char *s, size_t n, struct url *out)
{
	char host[TOKEN_MAX];
	const char *colon = memchr(s, ':', n);

	if (colon == NULL || memchr(colon + 1, ':', n - (size_t)(colon + 1 - s)) == NULL)
		return false;
	memcpy(host, s, n);
	host[n] = '\0';
	*out = (struct url){ .all = { s, n }, .host = { s, n } };
	return strcmp(host_scope(host), "none") != 0;
}

static void see_token(const char *s, size_t n, const char *last, bool alone, endpoint_fn *see,
		      void *arg)
{
	struct url u;

	if (n == 0 || n >= TOKEN_MAX)
		return;
	if (is_ipv6(s, n, &u)) {
		see(arg, &u);
		return;
	}
	if (memchr(s, '@', n) != NULL || s[0] == '/' || !url_whole(s, n, &u) || u.scheme.len > 0)
		return;
	if (is_host(&u, last, alone))
		see(arg, &u);
}

struct counting {
	endpoint_fn *see;
	void *arg;
	size_t count;
};

static void count(void *arg, const struct url *u)
{
	struct counting *c = arg;

	c->count++;
	c->see(c->arg, u);
}

void endpoints_of_constant(const char *name, const char *value, endpoint_fn *see, void *arg)
{
	static const char between[] = " \t\r\n,;|";
	struct counting c = { see, arg, 0 };
	char last[NAME_MAX_LEN];
	size_t n = strlen(value), first = strspn(value, between);

	last_part(name, last);
	if (strstr(last, "version") != NULL)
		address_each_scheme(value, n, count, &c);
	else
		address_each(value, n, count, &c);
	if (c.count > 0 || strstr(value, "://") != NULL)
		return;
	for (size_t i = first; i < n;) {
		size_t len = strcspn(value + i, between), gap = strspn(value + i + len, between);

		see_token(value + i, len, last, i == first && i + len + gap == n, see, arg);
		i += len + gap;
	}
}
