/* SPDX-License-Identifier: Apache-2.0 */
/* Where a host can be reached from, as far as its name or address says. */
#ifndef CORE_HOST_H
#define CORE_HOST_H

#include <stdbool.h>

/* Every word that host_scope() gives but "none", for an attribute of a fact. */
#define HOST_SCOPES \
	"public|private|unique-local|carrier-nat|link-local|loopback|multicast|unspecified|" \
	"reserved|documentation|single-label|internal-suffix"

/*
 * host: a name, an IPv4 or IPv6 address (with or without brackets or a port), or a URL, of which
 * the host is taken. One of
 *   none             empty, or not a host ("{1}/api")
 *   loopback         127.0.0.0/8, ::1, localhost
 *   link-local       169.254.0.0/16, fe80::/10
 *   private          10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16
 *   unique-local     fc00::/7, and fec0::/10 of old
 *   carrier-nat      100.64.0.0/10
 *   multicast        224.0.0.0/4, ff00::/8
 *   unspecified      0.0.0.0/8, ::
 *   reserved         198.18.0.0/15, 240.0.0.0/4
 *   documentation    192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, 2001:db8::/32, example.com,
 *                    .net and .org with all below them, .example, .invalid
 *   single-label     a name without a dot
 *   internal-suffix  .local, .internal, .intern, .lan, .intranet, .intra, .corp, .home, .private,
 *                    .localdomain, .home.arpa, .test
 *   public           every other
 * An IPv4 address inside an IPv6 one (::ffff:10.0.0.1, 64:ff9b::) counts as that.
 */
const char *host_scope(const char *host);

/*
 * Whether the host (as above) is one of a list with white space between: a name; .suffix for all
 * names below it; an address; or a network, as 10.0.0.0/8 or fc00::/7. What is no host is in no
 * list.
 */
bool host_in(const char *host, const char *list);

#endif
