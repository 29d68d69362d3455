/* SPDX-License-Identifier: Apache-2.0 */
/* Tests inside rules are left out without moving a line, whatever stands around them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "rules/pack_skip.h"

static void assert_skipped(const char *before, const char *after)
{
	char bytes[256];
	size_t n = strlen(before);

	assert_int_equal(n, strlen(after));
	memcpy(bytes, before, n + 1);
	pack_skip_tests(bytes, n);
	assert_string_equal(bytes, after);
}

static void skipped(void **state)
{
	(void)state;
	assert_skipped("<r><tests><a/>\n<b c='>'/>\r\n</tests></r>",
		       "<r><tests>    \n          \r\n</tests></r>");
	assert_skipped("<tests>1</tests><x/><tests>22</tests>",
		       "<tests> </tests><x/><tests>  </tests>");
	assert_skipped("<tests></tests>", "<tests></tests>");
}

static void in_what_is_no_markup(void **state)
{
	(void)state;
	assert_skipped("<!-- <tests> --><a/><tests>b</tests>",
		       "<!-- <tests> --><a/><tests> </tests>");
	assert_skipped("<![CDATA[<tests>]]><a/>", "<![CDATA[<tests>]]><a/>");
	assert_skipped("<?p <tests> ?><a/>", "<?p <tests> ?><a/>");
	assert_skipped("<tests><!-- </tests> --><a/></tests><b/>",
		       "<tests>                     </tests><b/>");
	assert_skipped("<tests><![CDATA[</tests>]]>c</tests>",
		       "<tests>                     </tests>");
}

static void left_alone(void **state)
{
	(void)state;
	assert_skipped("<tests><a/>", "<tests><a/>");
	assert_skipped("<a/></tests>", "<a/></tests>");
	assert_skipped("<tests><!-- </tests>", "<tests><!-- </tests>");
	assert_skipped("<tests/><testset>a</testset>", "<tests/><testset>a</testset>");
	assert_skipped("<tests>a</tests", "<tests>a</tests");
	assert_skipped("<", "<");
	assert_skipped("", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(skipped),
		cmocka_unit_test(in_what_is_no_markup),
		cmocka_unit_test(left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
