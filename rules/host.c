/* SPDX-License-Identifier: Apache-2.0 */
/* Ranges: RFC 1918, 3927, 4193, 4291, 5737, 6052, 6598, 6761, 6890, 8375. */
#include "rules/host.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "util/text.h"

enum { HOST_MAX = 253 };

static const struct {
	uint32_t net;
	unsigned bits;
	const char *scope;
} ranges[] = {
	{ 0x00000000, 8, "unspecified" }, { 0x7f000000, 8, "loopback" },
	{ 0x0a000000, 8, "private" }, { 0xac100000, 12, "private" },
	{ 0xc0a80000, 16, "private" }, { 0xa9fe0000, 16, "link-local" },
	{ 0x64400000, 10, "carrier-nat" }, { 0xe0000000, 4, "multicast" },
	{ 0xc0000200, 24, "reserved" }, { 0xc6336400, 24, "reserved" },
	{ 0xcb007100, 24, "reserved" }, { 0xc6120000, 15, "reserved" },
	{ 0xf0000000, 4, "reserved" },
};

static const char *const suffixes[] = {
	".local", ".internal", ".lan", ".intranet", ".corp", ".home", ".private", ".localdomain",
	".home.arpa", ".test", ".invalid", ".example",
};

static const char *scope_of_v4(uint32_t address)
{
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if ((address ^ ranges[i].net) >> (32 - ranges[i].bits) == 0)
			return ranges[i].scope;
	return "public";
}

static uint32_t number(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static const char *scope_of_v6(const unsigned char *a)
{
	static const unsigned char zero[16], mapped[12] = { [10] = 0xff, [11] = 0xff };
	static const unsigned char nat64[12] = { 0x00, 0x64, 0xff, 0x9b };

	if (memcmp(a, zero, 15) == 0 && a[15] <= 1)
		return a[15] == 1 ? "loopback" : "unspecified";
	if (memcmp(a, mapped, 12) == 0 || memcmp(a, nat64, 12) == 0)
		return scope_of_v4(number(a + 12));
	if ((a[0] & 0xfe) == 0xfc || (a[0] == 0xfe && (a[1] & 0xc0) == 0xc0))
		return "unique-local";
	if (a[0] == 0xfe && (a[1] & 0xc0) == 0x80)
		return "link-local";
	if (a[0] == 0xff)
		return "multicast";
	if (number(a) == 0x20010db8)
		return "reserved";
	return "public";
}

/* The part of a URL, or of "host:port", that names the host. */
static void find_host(const char **start, size_t *len)
{
	const char *s = *start, *scheme = strstr(s, "://"), *at;
	size_t n;

	if (scheme != NULL)
		s = scheme + 3;
	n = scheme != NULL ? strcspn(s, "/?#\\") : strlen(s);
	at = scheme != NULL ? memchr(s, '@', n) : NULL;
	if (at != NULL) {
		n -= (size_t)(at + 1 - s);
		s = at + 1;
	}
	if (n > 0 && s[0] == '[') {
		const char *end = memchr(s, ']', n);

		s++;
		n = end == NULL ? 0 : (size_t)(end - s);
	} else {
		const char *colon = memchr(s, ':', n);

		if (colon != NULL && memchr(colon + 1, ':', n - (size_t)(colon + 1 - s)) == NULL)
			n = (size_t)(colon - s);
	}
	*start = s;
	*len = n;
}

static bool is_name(const char *s)
{
	bool letter = false;

	for (size_t i = 0; s[i] != '\0'; i++) {
		if (s[i] == '.' && (i == 0 || s[i + 1] == '.'))
			return false;
		if (!isalnum((unsigned char)s[i]) && strchr(".-_", s[i]) == NULL &&
		    (unsigned char)s[i] < 0x80)
			return false;
		letter |= !isdigit((unsigned char)s[i]) && s[i] != '.';
	}
	/* "10.1" is neither a whole address nor a name. */
	return letter || strchr(s, '.') == NULL;
}

static const char *scope_of_name(const char *s)
{
	if (!is_name(s))
		return "none";
	if (strcmp(s, "localhost") == 0 || text_ends(s, ".localhost"))
		return "loopback";
	if (strchr(s, '.') == NULL)
		return "single-label";
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (text_ends(s, suffixes[i]))
			return "internal-suffix";
	return "public";
}

const char *host_scope(const char *host)
{
	char text[HOST_MAX + 3];
	unsigned char address[16];
	size_t n, zone;

	find_host(&host, &n);
	if (n == 0 || n > HOST_MAX + 1)
		return "none";
	for (size_t i = 0; i < n; i++)
		text[i] = (char)tolower((unsigned char)host[i]);
	if (n > 1 && text[n - 1] == '.')
		n--;
	text[n] = '\0';
	if (inet_pton(AF_INET, text, address) == 1)
		return scope_of_v4(number(address));
	zone = strcspn(text, "%");
	if (strchr(text, ':') != NULL)
		text[zone] = '\0';
	if (inet_pton(AF_INET6, text, address) == 1)
		return scope_of_v6(address);
	return scope_of_name(text);
}
