/* SPDX-License-Identifier: Apache-2.0 */
/* Globs, PCRE2 and the literal that spares PCRE2 the work; and the kinds of find. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/find.h"
#include "core/pattern.h"
#include "util/alloc.h"
#include "util/err.h"

static struct pattern_scratch *scratch;

static int set_up(void **state)
{
	(void)state;
	scratch = pattern_scratch_new(100000);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	pattern_scratch_free(scratch);
	return 0;
}

static struct pattern *make(const char *text, bool slow)
{
	struct pattern *p = NULL;
	struct err err = ERR_NONE;

	if (pattern_new(&p, text, slow, &err) != 0)
		fail_msg("'%s': %s", text, err.text);
	return p;
}

static int matches(const char *text, const char *subject)
{
	struct pattern *p = make(text, true);
	int result = pattern_matches(p, scratch, subject, strlen(subject));

	pattern_free(p);
	return result;
}

/* The stretch found, at or after `at`; "-" for none. */
static const char *found(const char *text, const char *subject, size_t at)
{
	static char copy[256];
	struct pattern *p = make(text, true);
	size_t len = 0;
	int result = pattern_find(p, scratch, subject, strlen(subject), &at, &len);

	pattern_free(p);
	assert_true(result >= 0);
	if (result == 0)
		return "-";
	assert_true(len < sizeof(copy));
	memcpy(copy, subject + at, len);
	copy[len] = '\0';
	return copy;
}

static void refused(const char *text, bool slow, const char *message)
{
	struct pattern *p = (struct pattern *)&scratch;
	struct err err = ERR_NONE;

	assert_int_equal(pattern_new(&p, text, slow, &err), -1);
	assert_string_equal(err.text, message);
	assert_ptr_equal(p, &scratch);
}

static void globs(void **state)
{
	(void)state;
	assert_int_equal(matches("javax/mail/Transport", "javax/mail/Transport"), 1);
	assert_int_equal(matches("javax/mail/Transport", "javax/mail/Transports"), 0);
	assert_int_equal(matches("javax/mail/*", "javax/mail/internet/MimeMessage"), 1);
	assert_int_equal(matches("javax/mail/*", "javax/mail/"), 1);
	assert_int_equal(matches("javax/mail/*", "javax/mailx"), 0);
	assert_int_equal(matches("*.jar", "a/b.jar"), 1);
	assert_int_equal(matches("*.jar", "a/b.jar.txt"), 0);
	assert_int_equal(matches("a*b*c", "aXXbYYbc"), 1);
	assert_int_equal(matches("a*b*c", "aXXbYYb"), 0);
	assert_int_equal(matches("a?c", "abc"), 1);
	assert_int_equal(matches("a?c", "ac"), 0);
	assert_int_equal(matches("*", ""), 1);
	assert_int_equal(matches("", ""), 1);
	assert_int_equal(matches("", "a"), 0);
	assert_int_equal(matches("a.[b]\\", "a.[b]\\"), 1);
	assert_int_equal(matches("a.c", "abc"), 0);
}

static void found_globs(void **state)
{
	(void)state;
	assert_string_equal(found("smtp", "my smtp host", 0), "smtp");
	assert_string_equal(found("smtp", "my smtp host", 4), "-");
	assert_string_equal(found("jdbc:*//", "x jdbc:mysql://h", 0), "jdbc:mysql://");
	assert_string_equal(found("*smtp*", "my smtp host", 0), "smtp");
	assert_string_equal(found("h?st", "my host hast", 0), "host");
	assert_string_equal(found("h?st", "my host hast", 4), "hast");
	assert_string_equal(found("?st", "st", 0), "-");
	assert_string_equal(found("a?*c?", "a1 b c2", 0), "a1 b c2");
	assert_string_equal(found("*", "abc", 0), "-");
	assert_string_equal(found("abc", "ab", 0), "-");
	assert_string_equal(found("abc", "", 5), "-");
}

static void regular(void **state)
{
	(void)state;
	assert_int_equal(matches("/mail\\..*host/", "x mail.smtp.host = y"), 1);
	assert_int_equal(matches("/mail\\..*host/", "mailXhost"), 0);
	assert_int_equal(matches("/^mail$/", "email"), 0);
	assert_int_equal(matches("/MAIL/", "mail"), 0);
	assert_int_equal(matches("/MAIL/i", "mail"), 1);
	assert_int_equal(matches("/a\\/b.c/", "a/bxc"), 1);
	assert_string_equal(found("/h[oa]st/", "my host hast", 0), "host");
	assert_string_equal(found("/h[oa]st/", "my host hast", 4), "hast");
	assert_string_equal(found("/\\bhost\\b/", "hosts host", 0), "host");
}

/* Bytes that are not UTF-8 do not end the search. */
static void any_bytes(void **state)
{
	static const char bytes[] = "\xff\xfe\x80 secret \xc3";
	struct pattern *p = make("/se[cx]ret/", true);
	size_t at = 0, len = 0;

	(void)state;
	assert_int_equal(pattern_find(p, scratch, bytes, sizeof(bytes) - 1, &at, &len), 1);
	assert_int_equal(at, 4);
	assert_int_equal(len, 6);
	pattern_free(p);
}

/* Where the literal is taken from must not lose a match. */
static void literals(void **state)
{
	static const struct {
		const char *pattern, *subject;
	} cases[] = {
		{ "/abcd?/", "abc" }, { "/abcd*/", "abc" }, { "/abcd{0,2}/", "abc" },
		{ "/abcd{2}/", "abcdd" }, { "/abcd+?e/", "abcdde" }, { "/abc|xyz/", "xyz" },
		{ "/abc(xyz)?/", "abc" }, { "/abc(xy|z)/", "abcz" }, { "/abc[xyz]+/", "abcx" },
		{ "/[[:alpha:]]+123/", "a123" }, { "/[]x]abc/", "]abc" }, { "/[^]]abc/", "xabc" },
		{ "/[\\]]abc/", "]abc" }, { "/abc\\x41/", "abcA" }, { "/abc\\d+/", "abc7" },
		{ "/abc\\.d/", "abc.d" }, { "/abc\xc3\xa9?/", "abc" }, { "/(?i)abc/", "ABC" },
		{ "/\\Qa.c\\Exyz/", "a.cxyz" }, { "/(?:abc)?defg/", "defg" },
		{ "/(?#wild ( card)xyz/", "xyz" }, { "/ab(*ACCEPT)cdef/", "ab" },
		{ "/abc{/", "abc{" }, { "/(?<!x)abcd/", "abcd" }, { "/(a)bcd\\1/", "abcda" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (matches(cases[i].pattern, cases[i].subject) != 1)
			fail_msg("%s does not match '%s'", cases[i].pattern, cases[i].subject);
}

static void needs_a_literal(void **state)
{
	(void)state;
	pattern_free(make("/(?:ab|cd)efg/", false));
	pattern_free(make("/[0-9]+abc/", false));
	pattern_free(make("/a.c/", true));
	pattern_free(make("/MAIL/i", false));
	refused("/a.c/", false, "pattern '/a.c/' holds no literal of 3 characters; say "
		"slow=\"yes\" if it must be so");
	refused("/abc|def/", false, "pattern '/abc|def/' holds no literal of 3 characters; say "
		"slow=\"yes\" if it must be so");
	refused("/(abc)?/", false, "pattern '/(abc)?/' holds no literal of 3 characters; say "
		"slow=\"yes\" if it must be so");
}

static void bad_patterns(void **state)
{
	(void)state;
	refused("/abc", false, "pattern '/abc' does not end in '/' or '/i'");
	refused("/", false, "pattern '/' does not end in '/' or '/i'");
	refused("/abc/x", false, "pattern '/abc/x' does not end in '/' or '/i'");
	refused("/abc(/", false, "bad pattern '/abc(/' at 4: missing closing parenthesis");
	refused("/abc\\C/", true, "bad pattern '/abc\\C/' at 5: using \\C is disabled by the "
		"application");
	pattern_free(NULL);
	pattern_scratch_free(NULL);
}

/* A pattern that would run for years stops at its limit. */
static void limit(void **state)
{
	struct pattern *p = make("/(a+)+xyz/", true);
	char subject[64];
	size_t at = 0, len = 0;

	(void)state;
	memset(subject, 'a', sizeof(subject));
	memcpy(subject + sizeof(subject) - 4, "!xyz", 4);
	assert_int_equal(pattern_matches(p, scratch, subject, sizeof(subject)), -1);
	assert_int_equal(pattern_find(p, scratch, subject, sizeof(subject), &at, &len), -1);
	pattern_free(p);
}

/* Megabytes that nearly match cost no more than their length. */
static void long_subjects(void **state)
{
	static const char *const texts[] = { "a?a*b", "?b", "*a*a*b", "/a[ab]*xyz/", NULL };
	size_t size = 4000000, at, len;
	char *subject = alloc_bytes(size);

	(void)state;
	memset(subject, 'a', size);
	for (size_t i = 0; texts[i] != NULL; i++) {
		struct pattern *p = make(texts[i], true);

		at = len = 0;
		assert_int_equal(pattern_find(p, scratch, subject, size, &at, &len), 0);
		pattern_free(p);
	}
	free(subject);
}

static void kinds_of_find(void **state)
{
	struct find f = { .id = "x", .kind = FIND_TEXT };

	(void)state;
	assert_string_equal(find_kinds[FIND_TEXT].name, "text");
	assert_string_equal(find_kinds[FIND_ENTRY].name, "entry");
	assert_string_equal(find_fields[FIND_F_ENTRY].name, "entry");
	assert_string_equal(find_fields[FIND_F_STRING].name, "string");
	f.text[FIND_F_ENTRY] = "web/*.html";
	assert_int_equal(find_sources(&f), SOURCE_BIT(SOURCE_WEB));
	f.text[FIND_F_ENTRY] = "model/resources/*.properties";
	assert_int_equal(find_sources(&f), SOURCE_BIT(SOURCE_RESOURCES));
	f.text[FIND_F_ENTRY] = "*.properties";
	assert_int_equal(find_sources(&f), SOURCE_BIT(SOURCE_PACKAGE) | SOURCE_BIT(SOURCE_WEB) |
			 SOURCE_BIT(SOURCE_RESOURCES));
	f.kind = FIND_ENTRY;
	f.text[FIND_F_ENTRY] = "web/*.html";
	assert_int_equal(find_sources(&f), SOURCE_BIT(SOURCE_PACKAGE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(globs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(found_globs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(regular, set_up, tear_down),
		cmocka_unit_test_setup_teardown(any_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(literals, set_up, tear_down),
		cmocka_unit_test_setup_teardown(needs_a_literal, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bad_patterns, set_up, tear_down),
		cmocka_unit_test_setup_teardown(limit, set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_subjects, set_up, tear_down),
		cmocka_unit_test(kinds_of_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
