/* SPDX-License-Identifier: Apache-2.0 */
/* Ranges: RFC 1918, 2606, 3849, 3927, 4193, 4291, 5737, 6052, 6598, 6761, 6890, 8375. */
#include "core/host.h"

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
	{ 0xc0000200, 24, "documentation" }, { 0xc6336400, 24, "documentation" },
	{ 0xcb007100, 24, "documentation" }, { 0xc6120000, 15, "reserved" },
	{ 0xf0000000, 4, "reserved" },
};

static const char *const suffixes[] = {
	".local", ".internal", ".intern", ".lan", ".intranet", ".intra", ".corp", ".home",
	".private", ".localdomain", ".home.arpa", ".test",
};

static const char *const samples[] = {
	".example.com", ".example.net", ".example.org", ".example", ".invalid",
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
		return "documentation";
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

/* s is the suffix without its dot, or ends in it. */
static bool is_below(const char *s, const char *suffix)
{
	return text_ends(s, suffix) || strcmp(s, suffix + 1) == 0;
}

static const char *scope_of_name(const char *s)
{
	if (!is_name(s))
		return "none";
	if (strcmp(s, "localhost") == 0 || text_ends(s, ".localhost"))
		return "loopback";
	if (strchr(s, '.') == NULL)
		return "single-label";
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		if (is_below(s, samples[i]))
			return "documentation";
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (text_ends(s, suffixes[i]))
			return "internal-suffix";
	return "public";
}

/* A host in one form: lower case, addresses as bytes. */
struct host {
	char text[HOST_MAX + 3];
	unsigned char address[16];
	size_t bytes;		/* 4 or 16 of an address; 0: a name */
};

static bool read_host(const char *host, struct host *out)
{
	size_t n;

	find_host(&host, &n);
	if (n == 0 || n > HOST_MAX + 1)
		return false;
	for (size_t i = 0; i < n; i++)
		out->text[i] = (char)tolower((unsigned char)host[i]);
	if (n > 1 && out->text[n - 1] == '.')
		n--;
	out->text[n] = '\0';
	out->bytes = 4;
	if (inet_pton(AF_INET, out->text, out->address) == 1)
		return true;
	if (strchr(out->text, ':') != NULL)
		out->text[strcspn(out->text, "%")] = '\0';
	out->bytes = inet_pton(AF_INET6, out->text, out->address) == 1 ? 16 : 0;
	return true;
}

const char *host_scope(const char *host)
{
	struct host h;

	if (!read_host(host, &h))
		return "none";
	if (h.bytes == 4)
		return scope_of_v4(number(h.address));
	return h.bytes == 16 ? scope_of_v6(h.address) : scope_of_name(h.text);
}

static bool same_bits(const unsigned char *a, const unsigned char *b, unsigned bits)
{
	unsigned bytes = bits / 8, rest = bits % 8;

	if (memcmp(a, b, bytes) != 0)
		return false;
	return rest == 0 || ((a[bytes] ^ b[bytes]) >> (8 - rest)) == 0;
}

/* "10.0.0.0/8", or an address alone. */
static bool in_network(const struct host *h, const char *network)
{
	size_t n = strcspn(network, "/");
	char text[INET6_ADDRSTRLEN + 1];
	unsigned char address[16];
	int64_t bits = (int64_t)h->bytes * 8;

	if (n > INET6_ADDRSTRLEN || (network[n] == '/' && !text_to_int(network + n + 1, &bits)))
		return false;
	memcpy(text, network, n);
	text[n] = '\0';
	if (inet_pton(h->bytes == 4 ? AF_INET : AF_INET6, text, address) != 1)
		return false;
	return bits >= 0 && bits <= (int64_t)h->bytes * 8 &&
	       same_bits(h->address, address, (unsigned)bits);
}

static bool is_item(const struct host *h, const char *item)
{
	if (h->bytes > 0)
		return in_network(h, item);
	return item[0] == '.' ? text_ends(h->text, item) : strcmp(h->text, item) == 0;
}

bool host_in(const char *host, const char *list)
{
	static const char blanks[] = " \t\r\n";
	char item[HOST_MAX + 3];
	struct host h;

	if (!read_host(host, &h) || (h.bytes == 0 && !is_name(h.text)))
		return false;
	while (*(list += strspn(list, blanks)) != '\0') {
		size_t n = strcspn(list, blanks);

		if (n < sizeof(item)) {
			memcpy(item, list, n);
			item[n] = '\0';
			if (is_item(&h, item))
				return true;
		}
		list += n;
	}
	return false;
}
