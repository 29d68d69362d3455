/* SPDX-License-Identifier: Apache-2.0 */
/* Where a host can be reached from, as far as its name or address says. */
#ifndef RULES_HOST_H
#define RULES_HOST_H

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
 *   reserved         addresses for documentation and tests, 240.0.0.0/4
 *   single-label     a name without a dot
 *   internal-suffix  .local, .internal, .lan, .intranet, .corp, .home, .private, .localdomain,
 *                    .home.arpa, .test, .invalid, .example
 *   public           every other
 * An IPv4 address inside an IPv6 one (::ffff:10.0.0.1, 64:ff9b::) counts as that.
 */
const char *host_scope(const char *host);

#endif
