/* SPDX-License-Identifier: Apache-2.0 */
/* By which names an archive is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/library.h"
#include "util/arena.h"

static const struct library mail = { .id = "mail" }, angus = { .id = "angus" },
			    batik = { .id = "batik" }, old = { .id = "old" };

struct fixture {
	struct arena *arena;
	struct libraries all;
};

static int set_up(void **state)
{
	static struct fixture f;
	const char *taken = NULL;

	f.arena = arena_new();
	libraries_init(&f.all, f.arena);
	assert_true(libraries_add_name(&f.all, "com.sun.mail:jakarta.mail", &mail, &taken));
	assert_true(libraries_add_name(&f.all, "org.Angus:jakarta.mail", &angus, &taken));
	assert_true(libraries_add_name(&f.all, "batik-*", &batik, &taken));
	assert_true(libraries_add_name(&f.all, "org.old.Bundle", &old, &taken));
	assert_null(taken);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	libraries_release(&f->all);
	arena_free(f->arena);
	return 0;
}

static const char *find(void **state, const char *file, const char *bundle, const char *pom)
{
	struct fixture *f = *state;
	struct library_names n = { file, bundle, pom };
	const struct library *l = libraries_find(&f->all, &n);

	return l == NULL ? "" : l->id;
}

static void by_pom(void **state)
{
	assert_string_equal(find(state, "x", NULL, "org.angus:jakarta.mail"), "angus");
	assert_string_equal(find(state, "x", NULL, "COM.SUN.MAIL:Jakarta.Mail"), "mail");
	/* A pom of somebody else: the file name alone proves nothing. */
	assert_string_equal(find(state, "jakarta.mail", NULL, "org.other:jakarta.mail"), "");
}

static void by_file(void **state)
{
	assert_string_equal(find(state, "Jakarta.Mail", NULL, NULL), "mail");
	assert_string_equal(find(state, "org.angus.jakarta.mail", NULL, NULL), "angus");
	assert_string_equal(find(state, "org.angus.jakarta.mail", NULL, "a:b"), "angus");
	assert_string_equal(find(state, "mail", NULL, NULL), "");
	assert_string_equal(find(state, NULL, NULL, NULL), "");
}

static void by_bundle_and_glob(void **state)
{
	assert_string_equal(find(state, "x", "org.old.bundle", NULL), "old");
	assert_string_equal(find(state, "batik-css", NULL, NULL), "batik");
	assert_string_equal(find(state, "x", "BATIK-css", "a:b"), "batik");
	assert_string_equal(find(state, "batik", NULL, NULL), "");
}

static void taken_names(void **state)
{
	struct fixture *f = *state;
	const char *taken = NULL;
	char longest[300];

	assert_true(libraries_add_name(&f->all, "org.old.bundle", &old, &taken));
	assert_false(libraries_add_name(&f->all, "ORG.old.bundle", &mail, &taken));
	assert_string_equal(taken, "old");
	assert_false(libraries_add_name(&f->all, "org.angus:jakarta.mail", &old, &taken));
	assert_string_equal(taken, "angus");
	/* Longer than any name: never known, and no harm. */
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_true(libraries_add_name(&f->all, longest, &old, &taken));
	assert_string_equal(find(state, longest, longest, longest), "");
}

static void versions(void **state)
{
	struct library_concern c = { .versions = "<1.5.3" };

	(void)state;
	assert_true(library_concerns(&c, "1.4"));
	assert_false(library_concerns(&c, "1.5.3"));
	assert_true(library_concerns(&c, NULL));
	c.versions = NULL;
	assert_true(library_concerns(&c, "9"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(by_pom, set_up, tear_down),
		cmocka_unit_test_setup_teardown(by_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(by_bundle_and_glob, set_up, tear_down),
		cmocka_unit_test_setup_teardown(taken_names, set_up, tear_down),
		cmocka_unit_test(versions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
