/* SPDX-License-Identifier: Apache-2.0 */
/* HTML pages: what they load and frame, cookies of their scripts, and tags nobody closed. */
#include "formats/web_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "util/alloc.h"
#include "util/arena.h"

struct fixture {
	struct arena *arena;
	struct web_page page;
};

static int setup(void **state)
{
	struct fixture *f = alloc_zero(1, sizeof(*f));

	f->arena = arena_new();
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	web_page_release(&f->page);
	arena_free(f->arena);
	free(f);
	return 0;
}

/* A copy of its own, so that a sanitizer sees the first byte read beyond it. */
static void read_text(struct fixture *f, const char *text)
{
	size_t n = strlen(text);
	char *copy = alloc_bytes(n + (n == 0));

	memcpy(copy, text, n);
	web_page_release(&f->page);
	web_page_read(&f->page, copy, n, f->arena);
	free(copy);
}

/* "2:a.png 3:b.css": line and target of each. */
static void assert_links(const struct vec *links, const char *expected)
{
	char text[1000] = "";
	size_t n = 0;

	for (size_t i = 0; i < links->len; i++) {
		const struct web_link *l = links->items[i];

		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%lld:%s", i > 0 ? " " : "",
				      (long long)l->line, l->target);
	}
	assert_string_equal(text, expected);
}

static void test_links(void **state)
{
	struct fixture *f = *state;

	read_text(f, "<html>\n<img src='a.png' alt=\"<b src=x>\">\n<LINK Rel=x HREF = /b.css>\n"
		  "<a href=/home>x</a><script src=c.js></script>\n<object data=d.svg>");
	assert_links(&f->page.links, "2:a.png 3:/b.css 4:c.js 5:d.svg");
	assert_links(&f->page.frames, "");
	read_text(f, "<!-- <img src=a> --><img src=b><!-- <img src=c>");
	assert_links(&f->page.links, "1:b");
	read_text(f, "<img src><img src=><img src=\"\"><img src= ' d '>");
	assert_links(&f->page.links, "1:d");
	/* Scripts are not tags. */
	read_text(f, "<script>x = '<img src=a>';</script><img src=b>");
	assert_links(&f->page.links, "1:b");
}

static void test_styles(void **state)
{
	struct fixture *f = *state;

	read_text(f, "<style>\n@font-face { src: url( 'a.woff' ) }\nb { background: url(b.png) }"
		  "\n</style><p style=\"background: url(&quot;c.png&quot;)\">");
	assert_links(&f->page.links, "2:a.woff 3:b.png 4:c.png");
	read_text(f, "<style>b { background: url(x");
	assert_links(&f->page.links, "");
}

static void test_frames(void **state)
{
	struct fixture *f = *state;

	read_text(f, "<base href='/error_page/'>\n<iframe src=\"index.html\"></iframe>\n"
		  "<iframe id=frame></iframe><frameset><frame src=//x/y></frameset>");
	assert_links(&f->page.frames, "2:index.html 3: 3://x/y");
	assert_links(&f->page.links, "");
	assert_string_equal(f->page.base, "/error_page/");
}

static void assert_cookie(struct fixture *f, const char *script, const char *expected)
{
	char html[1000], text[200] = "none";

	snprintf(html, sizeof(html), "<script>%s</script>", script);
	read_text(f, html);
	if (f->page.cookies.len > 0) {
		const struct web_cookie *c = f->page.cookies.items[0];

		snprintf(text, sizeof(text), "%s%s%s", c->name == NULL ? "?" : c->name,
			 c->same_site ? " same-site" : "", c->secure ? " secure" : "");
	}
	assert_string_equal(text, expected);
}

static void test_cookies(void **state)
{
	struct fixture *f = *state;

	assert_cookie(f, "document.cookie = \"originURI=/login.html\";", "originURI");
	assert_cookie(f, "document.cookie='originURI=/x;SameSite=None;Secure'",
		      "originURI same-site secure");
	assert_cookie(f, "document.cookie = `originURI=${p}/login.html${s === \"https:\" ? "
		      "\";SameSite=None;Secure\" : \"\"}`;", "originURI same-site secure");
	/* The next statement does not speak for this one. */
	assert_cookie(f, "document.cookie = \"a=1\"; x = \"SameSite\";", "a");
	assert_cookie(f, "document.cookie = name + '=1'", "?");
	assert_cookie(f, "if (document.cookie == 'a=1') {}", "none");
	assert_cookie(f, "if (!document.cookie.match(/originURI=/)) {}", "none");
	assert_cookie(f, "document.cookie = \"a\\\"=", "?");
	assert_cookie(f, "document.cookie", "none");
	read_text(f, "<p>document.cookie = 'a=1'</p>");
	assert_int_equal(f->page.cookies.len, 0);
}

static void test_lines(void **state)
{
	struct fixture *f = *state;

	read_text(f, "\n<script>\nx;\ndocument.cookie = 'a=1';\n</script>\n<img src=b>");
	assert_int_equal(((struct web_cookie *)f->page.cookies.items[0])->line, 4);
	assert_links(&f->page.links, "6:b");
}

static void test_asks(void **state)
{
	struct fixture *f = *state;

	read_text(f, "<script>if (window.top !== window.self) {}</script>");
	assert_true(f->page.asks_for_frame);
	read_text(f, "<script>parent.location = 'x'</script>");
	assert_true(f->page.asks_for_frame);
	read_text(f, "<script>var stop = 1;</script>window.top");
	assert_false(f->page.asks_for_frame);
}

static void test_open_ends(void **state)
{
	static const char *const texts[] = {
		"", "<", "<a", "<a ", "<a b", "<a b=", "<a b='", "<a b='c", "<a =", "<a /", "<!--",
		"<script", "<script>", "<script>document.cookie", "<script>document.cookie=",
		"<style", "<style>url(", "<p style='url('>", "</", "<iframe", "<1>", "<a / / =",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		read_text(f, texts[i]);
		assert_int_equal(f->page.links.len, 0);
		assert_int_equal(f->page.cookies.len, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_links, setup, teardown),
		cmocka_unit_test_setup_teardown(test_styles, setup, teardown),
		cmocka_unit_test_setup_teardown(test_frames, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cookies, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lines, setup, teardown),
		cmocka_unit_test_setup_teardown(test_asks, setup, teardown),
		cmocka_unit_test_setup_teardown(test_open_ends, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
