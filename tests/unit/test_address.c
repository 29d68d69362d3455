/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses: in text, as hosts, and what hosts say of where they can be reached from. */
#include "core/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/host.h"
#include "formats/wsdl.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"

static void hosts(void **state)
{
	static const char *const table[][2] = {
		{ "", "none" }, { "{1}", "none" }, { "https://{1}/x", "none" }, { "10.1", "none" },
		{ "a..b", "none" }, { "a b", "none" }, { "[::1", "none" }, { ".", "none" },
		{ "127.0.0.1", "loopback" }, { "localhost", "loopback" },
		{ "LOCALHOST.", "loopback" }, { "[::1]:8080", "loopback" }, { "::1", "loopback" },
		{ "app.localhost", "loopback" }, { "169.254.169.254", "link-local" },
		{ "fe80::1%eth0", "link-local" }, { "10.20.0.7", "private" },
		{ "https://10.20.0.7/orders", "private" }, { "172.16.0.1", "private" },
		{ "172.31.255.255", "private" }, { "172.32.0.0", "public" },
		{ "192.168.1.1:5432", "private" }, { "192.169.0.1", "public" },
		{ "::ffff:10.0.0.1", "private" }, { "64:ff9b::808:808", "public" },
		{ "64:ff9b::a00:1", "private" }, { "fc00::1", "unique-local" },
		{ "fdab::1", "unique-local" }, { "fec0::1", "unique-local" },
		{ "100.64.0.1", "carrier-nat" }, { "100.128.0.1", "public" },
		{ "224.0.0.1", "multicast" }, { "ff02::1", "multicast" },
		{ "0.0.0.0", "unspecified" }, { "::", "unspecified" },
		{ "192.0.2.1", "documentation" },
		{ "2001:db8::1", "documentation" },
		{ "255.255.255.255", "reserved" },
		{ "2a00:1450::1", "public" }, { "dbserver", "single-label" },
		{ "dbserver:1433", "single-label" }, { "erp.corp", "internal-suffix" },
		{ "erp.Local", "internal-suffix" }, { "x.home.arpa", "internal-suffix" },
		{ "api.mendix.com", "public" },
		{ "https://user:pw@api.mendix.com:443/x?y#z", "public" },
		{ "https://user:p@10.0.0.1/", "private" }, { "_srv.crm.eu", "public" },
		{ "münchen.de", "public" }, { "https://", "none" }, { "8.8.8.8", "public" },
		{ "example.com", "documentation" }, { "api.Example.org", "documentation" },
		{ "myexample.com", "public" }, { "shop.example", "documentation" },
		{ "198.18.0.1", "reserved" }, { "erp.intern", "internal-suffix" },
		{ "erp.intra", "internal-suffix" }, { "erp.test", "internal-suffix" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(host_scope(table[i][0]), table[i][1]) != 0)
			fail_msg("'%s' is %s", table[i][0], host_scope(table[i][0]));
}

static void long_host(void **state)
{
	char text[400];

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_string_equal(host_scope(text), "none");
	text[253] = '\0';
	assert_string_equal(host_scope(text), "single-label");
}

static void lists(void **state)
{
	static const char nets[] = "82.94.240.112/28  2001:888:2177::/48 52.58.42.15";
	static const char names[] = ".mendixcloud.com mxapps.io";

	(void)state;
	assert_true(host_in("82.94.240.127", nets));
	assert_true(host_in("https://82.94.240.112:443/x", nets));
	assert_false(host_in("82.94.240.128", nets));
	assert_true(host_in("2001:888:2177:1::5", nets));
	assert_false(host_in("2001:888:2178::5", nets));
	assert_true(host_in("52.58.42.15", nets));
	assert_false(host_in("52.58.42.1", nets));
	assert_true(host_in("Shop.MendixCloud.com", names));
	assert_false(host_in("mendixcloud.com", names));
	assert_true(host_in("mxapps.io", names));
	assert_false(host_in("a.mxapps.io", names));
	assert_false(host_in("", names));
	assert_false(host_in("{1}", names));
	assert_false(host_in("10.0.0.1", "10.0.0.0/x 10.0.0.0/33 10.0.0.0/-1 nonsense ::/0"));
	assert_true(host_in("10.0.0.1", "0.0.0.0/0"));
	assert_false(host_in("10.0.0.1", ""));
}

/* -- text -- */

struct seen {
	struct arena *a;
	struct buf b;
};

static void see(void *arg, const struct url *u)
{
	struct seen *s = arg;
	struct address to;

	if (s->b.len > 0)
		buf_puts(&s->b, " ");
	if (!address_read(&to, s->a, u))
		buf_puts(&s->b, "(open)");
	else
		buf_printf(&s->b, "%s=%s", to.host, to.url);
}

static void assert_seen(const char *text, const char *wanted)
{
	struct seen s = { .a = arena_new(), .b = { .max = 1 << 16 } };

	address_each(text, strlen(text), see, &s);
	if (strcmp(buf_text(&s.b), wanted) != 0)
		fail_msg("'%s' gives '%s', not '%s'", text, buf_text(&s.b), wanted);
	buf_release(&s.b);
	arena_free(s.a);
}

static void urls(void **state)
{
	(void)state;
	assert_seen("see https://Crm.EU/a/b?x=1#y.", "crm.eu=https://crm.eu/a/b");
	assert_seen("(http://crm.eu), ftp://files.crm.eu:2121/in.",
		    "crm.eu=http://crm.eu files.crm.eu=ftp://files.crm.eu:2121/in");
	assert_seen("https://user:p@ss@crm.eu/", "crm.eu=https://crm.eu/");
	assert_seen("https://[fd00::1]:8443/x", "fd00::1=https://[fd00::1]:8443/x");
	assert_seen("https://[::1", "(open)");
	assert_seen("sftp://10.1.2.3:22", "10.1.2.3=sftp://10.1.2.3:22");
	assert_seen("https://crm.eu:99999/x", "crm.eu=https://crm.eu/x");
	assert_seen("https://crm.eu:{$Port}/x", "crm.eu=https://crm.eu/x");
	assert_seen("https://{$Tenant/Name}.crm.eu/{$Id}?q",
		    "*.crm.eu=https://*.crm.eu/{$Id}");
	assert_seen("https://${tenant}.crm.eu/", "*.crm.eu=https://*.crm.eu/");
	assert_seen("https://{$Host}/x", "(open)");
	assert_seen("https://crm.{$Domain}/x", "(open)");
	assert_seen("'https://' + $Host + '/x'", "(open)");
	assert_seen("'https://crm.eu/x/' + $Id", "crm.eu=https://crm.eu/x/");
	assert_seen("<a href=\"https://crm.eu/\">x</a>", "crm.eu=https://crm.eu/");
	assert_seen("://x https:// ://", "(open)");
	assert_seen("file:///srv/x custom://y.eu/", "");
	assert_seen("http://www.w3.org/2001/XMLSchema http://schemas.crm.eu/x", "");
	assert_seen("jdbc:postgresql://db.crm.eu:5432/shop",
		    "db.crm.eu=jdbc:postgresql://db.crm.eu:5432/shop");
	assert_seen("jdbc:sqlserver://10.0.0.9:1433;databaseName=x",
		    "10.0.0.9=jdbc:sqlserver://10.0.0.9:1433");
	assert_seen("jdbc:oracle:thin:@//db.crm.eu:1521/x",
		    "db.crm.eu=jdbc:oracle:thin://db.crm.eu:1521");
	assert_seen("jdbc:oracle:thin:scott/tiger@db:1521:x", "db=jdbc:oracle:thin://db:1521");
}

static void bare(void **state)
{
	(void)state;
	assert_seen("10.0.0.5", "10.0.0.5=10.0.0.5");
	assert_seen("10.0.0.5:8080/x", "10.0.0.5=10.0.0.5:8080/x");
	assert_seen("1.2.3.4", "");
	assert_seen("1.2.3.4:443", "1.2.3.4=1.2.3.4:443");
	assert_seen("2.5.29.15", "");
	assert_seen("localhost", "localhost=localhost");
	assert_seen("localhosts", "");
	assert_seen("not on localhost, please", "");
	assert_seen("$Host = 'localhost:8080' and $X", "localhost=localhost:8080");
	assert_seen("\\\\files\\share", "files=smb://files");
	assert_seen("'\\\\files\\share'", "files=smb://files");
	assert_seen("\\\\n\\", "");
	assert_seen("12:30", "");
	assert_seen("10.0.0.5 or so", "");
}

/* -- descriptions of services -- */

static int locations(const char *text, struct arena *a, struct vec *out)
{
	struct err err = ERR_NONE;

	return wsdl_locations(out, text, strlen(text), a, &err);
}

static void wsdl(void **state)
{
	CLEANUP(arena_cleanup) struct arena *a = arena_new();
	CLEANUP(vec_release) struct vec out = { 0 };

	(void)state;
	assert_int_equal(locations("<w:definitions xmlns:w='w' xmlns:s='s'><w:service><w:port>"
				   "<s:address location='http://crm.eu/ws?x=1&amp;y=2'/>"
				   "<s:address/></w:port></w:service></w:definitions>", a, &out),
			 0);
	assert_int_equal(out.len, 1);
	assert_string_equal(out.items[0], "http://crm.eu/ws?x=1&y=2");
	assert_int_equal(locations("<a><address location='http://crm.eu/'/><b></a>", a, &out), -1);
	out.len = 0;
	assert_int_equal(locations("", a, &out), -1);
	assert_int_equal(locations("no xml", a, &out), -1);
	/* Entities of a document type are not followed. */
	assert_int_equal(locations("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
				   "<address location='http://crm.eu/'>&x;</address>", a, &out),
			 0);
	assert_int_equal(out.len, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts), cmocka_unit_test(long_host), cmocka_unit_test(lists),
		cmocka_unit_test(urls), cmocka_unit_test(bare), cmocka_unit_test(wsdl),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
