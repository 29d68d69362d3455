/* SPDX-License-Identifier: Apache-2.0 */
#include "core/address.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "core/host.h"
#include "util/arena.h"
#include "util/text.h"

enum { HOST_MAX = 253, WHOLE_MAX = 1024, PATH_MOST = 200, SCHEME_MOST = 40 };

static bool same(struct span s, const char *word)
{
	return strlen(word) == s.len && strncasecmp(s.at, word, s.len) == 0;
}

static bool begins(struct span s, const char *word)
{
	size_t n = strlen(word);

	return s.len >= n && strncasecmp(s.at, word, n) == 0;
}

bool address_is_network(const struct url *u)
{
	static const char *const schemes[] = {
		"http", "https", "ws", "wss", "ftp", "ftps", "ftpes", "sftp", "ssh", "scp", "smb",
		"cifs", "nfs", "ldap", "ldaps", "imap", "imaps", "pop3", "pop3s", "smtp", "smtps",
		"amqp", "amqps", "mqtt", "mqtts", "tcp", "udp", "ssl", "tls", "redis", "rediss",
		"mongodb", "mongodb+srv", "kafka", "nats", "stomp", "rmi", "t3", "iiop", "bolt",
		"neo4j", "cassandra", "opc.tcp", "telnet", "xmpp", "sip", "rtsp",
	};

	if (begins(u->scheme, "jdbc:"))
		return true;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (same(u->scheme, schemes[i]))
			return true;
	return false;
}

/*
 * A URI that names something and is called by nobody: http://www.w3.org/2001/XMLSchema. Hosts of
 * such ones, with the start of the path where it matters.
 */
static bool is_name(const struct url *u)
{
	static const struct {
		const char *host, *path;
	} names[] = {
		{ "www.w3.org", "" }, { "w3.org", "" }, { "xml.apache.org", "" },
		{ "www.apache.org", "/licenses" }, { "apache.org", "/" },
		{ "maven.apache.org", "/" }, { "java.sun.com", "" }, { "xml.org", "" },
		{ "ns.adobe.com", "" }, { "docs.oasis-open.org", "" },
		{ "www.oasis-open.org", "" }, { "tempuri.org", "" }, { "json-schema.org", "" },
		{ "purl.org", "" }, { "jakarta.ee", "/xml" }, { "www.omg.org", "" },
		{ "relaxng.org", "" }, { "specs.openid.net", "" }, { "openid.net", "" },
		{ "axschema.org", "" }, { "schema.org", "" }, { "ogp.me", "" },
		{ "www.sitemaps.org", "" }, { "www.opengis.net", "" }, { "ws-i.org", "" },
		{ "www.springframework.org", "/schema" }, { "www.hibernate.org", "/dtd" },
		{ "www.jcp.org", "" }, { "dublincore.org", "" }, { "www.gnu.org", "/licenses" },
		{ "opensource.org", "/licenses" }, { "creativecommons.org", "" },
		{ "xmlsoap.org", "" }, { "www.mendix.com", "/widget" },
		{ "www.mendix.com", "/package" }, { "www.mendix.com", "/client" },
	};

	if (!same(u->scheme, "http") && !same(u->scheme, "https"))
		return false;
	if (begins(u->host, "schemas.") || begins(u->host, "xmlns.") || begins(u->host, "schema."))
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (same(u->host, names[i].host) && begins(u->path, names[i].path))
			return true;
	return false;
}

/* -- text -- */

struct reading {
	address_fn *see;
	void *arg;
};

static void see(struct reading *r, const struct url *u)
{
	if (address_is_network(u) && !is_name(u))
		r->see(r->arg, u);
}

static void see_schemes(struct reading *r, const char *text, size_t n)
{
	struct url u;
	size_t at = 0;

	while (url_next(text, n, &at, &u))
		see(r, &u);
}

static bool is_ipv4(struct span s)
{
	unsigned dots = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '.')
			dots++;
		else if (!isdigit((unsigned char)s.at[i]))
			return false;
	}
	return dots == 3;
}

static bool is_public(struct span s)
{
	char text[HOST_MAX + 1];

	if (s.len > HOST_MAX)
		return true;
	memcpy(text, s.at, s.len);
	text[s.len] = '\0';
	return strcmp(host_scope(text), "public") == 0 || strcmp(host_scope(text), "none") == 0;
}

/* \\host\share */
static bool is_share(const char *s, size_t n, struct url *out)
{
	size_t len = 2;

	if (n < 5 || s[0] != '\\' || s[1] != '\\' || !isalnum((unsigned char)s[2]))
		return false;
	while (len < n && (isalnum((unsigned char)s[len]) || strchr("._-", s[len]) != NULL))
		len++;
	if (len + 1 >= n || s[len] != '\\' || !isalnum((unsigned char)s[len + 1]))
		return false;
	*out = (struct url){ .all = { s, n }, .scheme = { "smb", 3 }, .host = { s + 2, len - 2 } };
	return true;
}

static void see_whole(struct reading *r, const char *s, size_t n)
{
	struct url u;

	if (n < 5 || n > WHOLE_MAX)
		return;
	if (is_share(s, n, &u)) {
		see(r, &u);
		return;
	}
	if (!isdigit((unsigned char)s[0]) && !begins((struct span){ s, n }, "localhost") &&
	    !begins((struct span){ s, n }, "jdbc:"))
		return;
	if (text_find(s, s + n, "://") != NULL || !url_whole(s, n, &u))
		return;
	if (u.scheme.len > 0)
		see(r, &u);
	else if (is_ipv4(u.host) ? u.port > 0 || !is_public(u.host) : same(u.host, "localhost"))
		r->see(r->arg, &u);
}

/* Parts in single or double quotes. */
static void see_quoted(struct reading *r, const char *text, size_t n)
{
	const char *at = text, *end = text + n;

	while (at < end) {
		const char *close;

		if (*at != '\'' && *at != '"') {
			at++;
			continue;
		}
		close = memchr(at + 1, *at, (size_t)(end - at - 1));
		if (close == NULL)
			return;
		see_whole(r, at + 1, (size_t)(close - at - 1));
		at = close + 1;
	}
}

void address_each_scheme(const char *text, size_t n, address_fn *fn, void *arg)
{
	struct reading r = { fn, arg };

	see_schemes(&r, text, n);
}

void address_each(const char *text, size_t n, address_fn *fn, void *arg)
{
	struct reading r = { fn, arg };

	see_schemes(&r, text, n);
	see_whole(&r, text, n);
	see_quoted(&r, text, n);
}

/* -- hosts -- */

/* Writes the host with '*' for holes; false when it does not fit or is broken. */
static bool flatten(struct span host, char *out)
{
	size_t len = 0, depth = 0;

	for (size_t i = 0; i < host.len; i++) {
		char c = host.at[i];

		if (c == '{' && depth++ == 0) {
			len -= len > 0 && out[len - 1] == '$';
			c = '*';
		} else if (depth > 0) {
			depth -= c == '}';
			continue;
		}
		if (len == HOST_MAX)
			return false;
		out[len++] = (char)tolower((unsigned char)c);
	}
	while (len > 0 && out[len - 1] == '.')
		len--;
	out[len] = '\0';
	return depth == 0;
}

/* What follows the last '*' is a domain of its own: ".crm.eu". */
static bool is_settled(const char *host)
{
	const char *open = strrchr(host, '*');

	if (open == NULL)
		return true;
	return open[1] == '.' && strchr(open + 2, '.') != NULL;
}

/* host_scope() with '*' standing for some name. */
static const char *scope_of(const char *host)
{
	char text[HOST_MAX + 1];
	size_t n = strlen(host);

	if (n > HOST_MAX)
		return "none";
	for (size_t i = 0; i <= n; i++)
		text[i] = host[i] == '*' ? 'x' : host[i];
	return host_scope(text);
}

/* Not longer than anybody would read, and whole characters only. */
static const char *path_text(struct arena *a, struct span path)
{
	size_t n = path.len;

	if (n > PATH_MOST) {
		n = PATH_MOST;
		while (n > 0 && ((unsigned char)path.at[n] & 0xc0) == 0x80)
			n--;
	}
	return text_intern(a, n == 0 ? "" : path.at, n);
}

static const char *url_text(struct arena *a, const struct address *to, struct span path)
{
	bool v6 = strchr(to->host, ':') != NULL;
	const char *mark = to->scheme[0] == '\0' ? "" : "://";
	const char *port = to->port == 0 ? "" : arena_printf(a, ":%u", to->port);

	return arena_printf(a, "%s%s%s%s%s%s%s", to->scheme, mark, v6 ? "[" : "", to->host,
			    v6 ? "]" : "", port, path_text(a, path));
}

static const char *lower(struct arena *a, struct span s)
{
	char *out = arena_text_n(a, s.len == 0 ? "" : s.at, s.len);

	for (char *c = out; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	return out;
}

bool address_read(struct address *out, struct arena *a, const struct url *u)
{
	char host[HOST_MAX + 1];

	if (u->scheme.len > SCHEME_MOST || !flatten(u->host, host) || !is_settled(host) ||
	    !text_is_utf8(host, strlen(host)) || strcmp(scope_of(host), "none") == 0)
		return false;
	*out = (struct address){
		.host = arena_text(a, host), .scope = scope_of(host), .port = u->port,
		.scheme = lower(a, u->scheme),
	};
	out->url = url_text(a, out, u->path);
	return true;
}
