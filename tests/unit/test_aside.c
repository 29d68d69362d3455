/* SPDX-License-Identifier: Apache-2.0 */
/* Work beside the caller's own, on a thread and without. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "util/aside.h"

static void add(void *data)
{
	int *n = data;

	(*n)++;
}

static void done_at_once(void **state)
{
	int n = 0;
	struct aside *a = aside_start(false, add, &n);

	(void)state;
	assert_true(aside_done(a));
	assert_int_equal(n, 1);
	aside_finish(a);
}

static void done_beside(void **state)
{
	int n = 0;
	struct aside *a = aside_start(true, add, &n);

	(void)state;
	while (!aside_done(a))
		;
	aside_finish(a);
	assert_int_equal(n, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(done_at_once),
		cmocka_unit_test(done_beside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
