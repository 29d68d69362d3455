/* SPDX-License-Identifier: Apache-2.0 */
/* Manifests and property files of archives, and bounds of versions. */
#include "formats/manifest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/version.h"
#include "util/arena.h"

static void assert_header(const char *text, const char *header, const char *value)
{
	struct arena *a = arena_new();
	const char *found = manifest_get(text, strlen(text), header, a);

	if (value == NULL)
		assert_null(found);
	else
		assert_string_equal(found == NULL ? "(none)" : found, value);
	arena_free(a);
}

static void headers(void **state)
{
	(void)state;
	assert_header("Manifest-Version: 1.0\r\nBundle-Version: 1.2\r\n", "Bundle-Version", "1.2");
	assert_header("bundle-version: 1.2", "Bundle-Version", "1.2");
	assert_header("A: 1.\n 2.\n 3\nB: 4\n", "A", "1.2.3");
	assert_header("A:\nB: 4\n", "A", "");
	assert_header("AB: 1\n", "A", NULL);
	assert_header("A 1\n", "A", NULL);
	/* Sections of single entries do not speak for the archive. */
	assert_header("A: 1\n\nName: x\nB: 2\n", "B", NULL);
	assert_header("A: 1\n\n B: 2\n", "A", "1");
	assert_header("", "A", NULL);
	assert_header("A: \xff\n", "A", "\xef\xbf\xbd");
}

static void assert_property(const char *text, const char *key, const char *value)
{
	struct arena *a = arena_new();
	const char *found = properties_get(text, strlen(text), key, a);

	if (value == NULL)
		assert_null(found);
	else
		assert_string_equal(found == NULL ? "(none)" : found, value);
	arena_free(a);
}

static void properties(void **state)
{
	(void)state;
	assert_property("#c\nversion=1.0\r\nartifactId=a\n", "version", "1.0");
	assert_property("  version = 1.0  ", "version", "1.0");
	assert_property("version: 1.0", "version", "1.0");
	assert_property("versions=1\nversion=2", "version", "2");
	assert_property("version\nversion=", "version", "");
	assert_property("#version=1", "version", NULL);
	assert_property("", "version", NULL);
}

static void bounds(void **state)
{
	(void)state;
	assert_true(version_is_bounds("<1"));
	assert_false(version_is_bounds("1.*"));
	assert_false(version_is_bounds(""));
	assert_true(version_bounds_ok("<2.17.1"));
	assert_true(version_bounds_ok(">=2.0 <2.17.1"));
	assert_true(version_bounds_ok("=1.0"));
	assert_false(version_bounds_ok("<"));
	assert_false(version_bounds_ok("< 1"));
	assert_false(version_bounds_ok("<1 2"));
	assert_false(version_bounds_ok("=<1"));
	assert_false(version_bounds_ok("<x"));
	assert_true(version_within("2.0", ">=2.0 <2.17.1"));
	assert_true(version_within("2.9.1", ">=2.0 <2.17.1"));
	assert_false(version_within("2.17.1", ">=2.0 <2.17.1"));
	assert_false(version_within("1.9", ">=2.0 <2.17.1"));
	assert_true(version_within("1.0", "<=1"));
	assert_true(version_within("1.0.1", ">1"));
	assert_true(version_within("1.0-rc1", "<1.0"));
	assert_false(version_within("beta", "<1.0"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers), cmocka_unit_test(properties), cmocka_unit_test(bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
