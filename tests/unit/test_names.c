/* SPDX-License-Identifier: Apache-2.0 */
/* The reader of XPath names: every production, every message, and what absence can turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "rules/names.h"
#include "rules/xpath_lex.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"

/* A small vocabulary with each kind of fact there is. */
static const struct attr_def match_attrs[] = {
	{ "find", ATTR_NAME, ATTR_REQUIRED | ATTR_KEY, "find", NULL },
	{ "text", ATTR_STRING, 0, "text", NULL },
	{ "count", ATTR_INT, 0, "count", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct attr_def app_attrs[] = {
	{ "name", ATTR_STRING, 0, "name", NULL },
	{ "runtime-version", ATTR_STRING, 0, "version", NULL },
	{ "java-version", ATTR_INT, 0, "release", NULL },
	{ "web", ATTR_BOOL, 0, "web", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct attr_def constant_attrs[] = {
	{ "name", ATTR_NAME, ATTR_REQUIRED | ATTR_KEY, "name", NULL },
	{ "state", ATTR_ENUM, ATTR_REQUIRED, "state", "empty|default" },
	{ "value", ATTR_STRING, 0, "value", NULL },
	{ "numeric", ATTR_BOOL, 0, "a number", NULL },
	{ "size", ATTR_BYTES, 0, "size", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct attr_def event_attrs[] = {
	{ "name", ATTR_NAME, ATTR_REQUIRED | ATTR_KEY, "name", NULL },
	{ "every-seconds", ATTR_INT, 0, "interval", NULL },
	{ "start", ATTR_TIME, 0, "start", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct attr_def reach_attrs[] = {
	{ "loops", ATTR_INT, 0, "loops", NULL },
	{ "recursive", ATTR_BOOL, 0, "recursion", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def match_def = {
	"match", SOURCE_NONE, "match", match_attrs, NULL, false, NULL
};
static const struct fact_def search_def = {
	"search", SOURCE_NONE, "search", match_attrs, NULL, false, NULL
};
static const struct fact_def app_def = {
	"app", SOURCE_METADATA, "app", app_attrs, NULL, false, NULL
};
static const struct fact_def constant_def = {
	"constant", SOURCE_METADATA, "constant", constant_attrs, NULL, false, NULL
};
static const struct fact_def reach_def = {
	"reach", SOURCE_GRAPH, "reach", reach_attrs, NULL, false, NULL
};
static const struct fact_def path_def = { "path", SOURCE_GRAPH, "path", NULL, NULL, true,
					NULL };
static const struct fact_def *const event_children[] = { &reach_def, &path_def, NULL };
static const struct fact_def event_def = {
	"scheduled-event", SOURCE_MODEL, "event", event_attrs, event_children, false, NULL
};
static const struct fact_def hook_def = {
	"hook", SOURCE_MODEL, "hook", event_attrs, event_children, false, NULL
};
static const struct vocabulary_item items[] = {
	{ &match_def, "run" }, { &search_def, "run" }, { &app_def, "app" },
	{ &constant_def, "constants" }, { &event_def, "events" }, { &hook_def, "hooks" },
};
static const struct vocabulary vocabulary = { items, sizeof(items) / sizeof(items[0]) };

static const struct names_function functions[] = {
	{ "mx:lower", 1, 1, NAMES_STRING, NAMES_PLAIN, false },
	{ "mx:version-less", 2, 2, NAMES_BOOLEAN, NAMES_PLAIN, false },
	{ "mx:known", 1, 2, NAMES_BOOLEAN, NAMES_PLAIN, true },
	{ "mx:places", 0, 0, NAMES_NUMBER, NAMES_PLAIN, false },
	{ "mx:has", 2, 3, NAMES_BOOLEAN, NAMES_HAS, false },
	{ "mx:found", 1, 1, NAMES_BOOLEAN, NAMES_FOUND, false },
	{ "mx:given", 1, 1, NAMES_BOOLEAN, NAMES_GIVEN, false },
	{ "mx:matches", 2, 2, NAMES_BOOLEAN, NAMES_MATCHES, false },
	{ NULL, 0, 0, NAMES_ANY, NAMES_PLAIN, false },
};
static const char *const variables[] = { "as-of", "package-limit", NULL };
static const char *const finds[] = { "javamail", "jdbc", NULL };
static const struct names_env env = { &vocabulary, functions, variables, finds };

enum {
	META = SOURCE_BIT(SOURCE_METADATA), MODEL = SOURCE_BIT(SOURCE_MODEL),
	GRAPH = SOURCE_BIT(SOURCE_GRAPH)
};

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct names_result check_in(const struct names_result *context, const char *expr)
{
	struct names_result r = { 0 };
	struct err err = ERR_NONE;

	if (names_check(&env, context == NULL ? NULL : context->selects, expr, arena, &r,
			&err) != 0)
		fail_msg("%s: %s", expr, err.text);
	return r;
}

static struct names_result check(const char *expr)
{
	return check_in(NULL, expr);
}

static void refuse_in(const struct names_result *context, const char *expr, const char *message)
{
	struct names_result r = { .type = NAMES_ANY, .sources = 77 };
	struct err err = ERR_NONE;

	if (names_check(&env, context == NULL ? NULL : context->selects, expr, arena, &r,
			&err) == 0)
		fail_msg("accepted: %s", expr);
	assert_string_equal(err.text, message);
	assert_int_equal(r.sources, 77);
}

static void refuse(const char *expr, const char *message)
{
	refuse_in(NULL, expr, message);
}

static void assert_selects(const char *expr, const char *names)
{
	struct names_result r = check(expr);
	struct buf b;

	buf_init(&b, 1000);
	for (size_t i = 0; r.selects[i] != NULL; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : " ", r.selects[i]->def->name);
	assert_string_equal(buf_text(&b), names);
	buf_release(&b);
}

static void test_paths(void **state)
{
	(void)state;
	assert_selects("constant", "constant");
	assert_selects("/facts/constant", "constant");
	assert_selects("./constant", "constant");
	assert_selects("child::constant", "constant");
	assert_selects("/child::facts/child::constant", "constant");
	assert_selects("constant | scheduled-event", "constant scheduled-event");
	assert_selects("constant | constant[@state='empty']", "constant");
	assert_selects("scheduled-event/reach", "reach");
	assert_selects("scheduled-event/reach/..", "scheduled-event");
	assert_selects("scheduled-event/reach/parent::scheduled-event", "scheduled-event");
	assert_selects("scheduled-event/reach/parent::node()", "scheduled-event");
	assert_selects("constant/self::constant", "constant");
	assert_selects("constant/self::node()", "constant");
	assert_selects("(constant | hook)/self::hook", "hook");
	assert_selects("(constant)[@state='empty']", "constant");
	assert_selects("(hook | scheduled-event)/reach", "reach reach");
	assert_selects("constant/@name/..", "constant");
	assert_selects("match[@find='javamail']", "match");
	assert_selects("constant[1][@state='empty']", "constant");
}

static void test_types(void **state)
{
	struct names_result r;

	(void)state;
	assert_int_equal(check("constant/@name").type, NAMES_NODES);
	assert_int_equal(check("constant").selects_other, false);
	assert_int_equal(check("constant/@name").selects_other, true);
	assert_int_equal(check("hook/path/text()").selects_other, true);
	assert_int_equal(check("/facts").selects_other, true);
	assert_int_equal(check("/").selects_other, true);
	assert_int_equal(check("'a'").type, NAMES_STRING);
	assert_int_equal(check("\"it's\"").type, NAMES_STRING);
	assert_int_equal(check(".5 + 1. - 2.25").type, NAMES_NUMBER);
	assert_int_equal(check("-count(constant)").type, NAMES_NUMBER);
	assert_int_equal(check("2 * 3 div 4 mod 5").type, NAMES_NUMBER);
	assert_int_equal(check("1 < 2 and 2 <= 3 or 4 > 3 and 4 >= 4").type, NAMES_BOOLEAN);
	assert_int_equal(check("true() or false()").type, NAMES_BOOLEAN);
	assert_int_equal(check("$as-of").type, NAMES_ANY);
	assert_int_equal(check("mx:lower(app/@name)").type, NAMES_STRING);
	r = check("concat($as-of, $package-limit, $as-of)");
	assert_string_equal(r.variables[0], "as-of");
	assert_string_equal(r.variables[1], "package-limit");
	assert_null(r.variables[2]);
	assert_string_equal(names_type_name(NAMES_NODES), "node set");
}

static void test_core_functions(void **state)
{
	static const char *const good[] = {
		"constant[position() = last()]", "count(constant)",
		"sum(scheduled-event/@every-seconds)",
		"string(app/@name)", "constant[string() = 'x']", "concat('a', 'b', 'c')",
		"starts-with('ab', 'a')", "contains(app/@name, 'a')",
		"substring-before('a.b', '.')",
		"substring-after('a.b', '.')", "substring('abc', 2)", "substring('abc', 2, 1)",
		"string-length(app/@name)", "normalize-space(app/@name)",
		"translate('a', 'a', 'b')",
		"boolean(app)", "not(app)", "number(app/@runtime-version)", "floor(1.5)",
		"ceiling(1.5)", "round(1.5)",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		check(good[i]);
}

static void test_unknown_names(void **state)
{
	(void)state;
	refuse("constnat", "column 1: unknown fact 'constnat'; did you mean 'constant'?");
	refuse("/facts/zzzzzz", "column 8: unknown fact 'zzzzzz'");
	refuse("reach", "column 1: unknown fact 'reach'; did you mean 'scheduled-event/reach'?");
	refuse("constant[@stat='empty']",
	       "column 11: unknown attribute 'stat' of 'constant'; did you mean 'state'?");
	refuse("constant[name]",
	       "column 10: unknown child 'name' of 'constant'; did you mean '@name'?");
	refuse("scheduled-event/@reach",
	       "column 18: unknown attribute 'reach' of 'scheduled-event'; did you mean 'reach'?");
	refuse("hook/reech", "column 6: unknown child 'reech' of 'hook'; did you mean 'reach'?");
	refuse("/constant", "column 2: '/constant': the document element is 'facts'; did you mean "
	       "'/facts/constant'?");
	refuse("$as-off", "column 1: unknown variable '$as-off'; did you mean '$as-of'?");
	refuse("sting(app)", "column 1: unknown function 'sting'; did you mean 'string'?");
	refuse("mx:lowr('a')", "column 1: unknown function 'mx:lowr'; did you mean 'mx:lower'?");
	refuse("match[@find='javamial']",
	       "column 13: unknown find 'javamial'; did you mean 'javamail'?");
	refuse("mx:given('v4-setings')",
	       "column 10: unknown source 'v4-setings'; did you mean 'v4-settings'?");
	refuse("mx:given(constant/@name)",
	       "column 10: argument 1 of mx:given() must be the name of a source in quotes");
	refuse("mx:found('jdbd')", "column 10: unknown find 'jdbd'; did you mean 'jdbc'?");
	refuse("(constant | hook)/@state",
	       "column 20: unknown attribute 'state' of 'hook'; did you mean 'start'?");
	refuse("xx:constant", "column 1: 'xx:constant': names of facts have no prefix");
}

static void test_steps_that_yield_nothing(void **state)
{
	struct names_result events = check("scheduled-event");

	(void)state;
	refuse("@name", "column 2: 'facts' has no attributes");
	refuse("..", "column 1: 'facts' has no parent");
	refuse("/..", "column 2: '/' has no parent");
	refuse("constant/@name/@x", "column 17: 'name' has no attributes");
	refuse("constant/@name/x", "column 16: 'name' has no children");
	refuse("constant/text()", "column 10: 'constant' has no text");
	refuse("constant/self::hook", "column 16: 'constant' is never 'hook' here");
	refuse("hook/reach/parent::constant",
	       "column 20: the parent of 'reach' is 'hook', never 'constant'");
	refuse_in(&events, "constant", "column 1: unknown child 'constant' of 'scheduled-event'");
	check_in(&events, "../app/@name");
	check_in(&events, "/facts/app/@name");
	check_in(&events, "reach/@loops");
	check_in(&events, "path");
}

static void test_subset(void **state)
{
	(void)state;
	refuse("//constant", "column 1: '//' is not allowed; write the whole path");
	refuse("hook//reach", "column 5: '//' is not allowed; write the whole path");
	refuse("(hook)//reach", "column 7: '//' is not allowed; write the whole path");
	refuse("*", "column 1: '*' is not allowed; name the fact or attribute");
	refuse("constant/@*", "column 11: '*' is not allowed; name the fact or attribute");
	refuse("descendant::hook", "column 1: axis 'descendant' is not allowed (child, attribute, "
	       "self and parent are)");
	refuse("namespace::x", "column 1: axis 'namespace' is not allowed (child, attribute, self "
	       "and parent are)");
	refuse("hook/following-sibling::hook", "column 6: axis 'following-sibling' is not allowed "
	       "(child, attribute, self and parent are)");
	refuse("node()", "column 1: 'node()' is not allowed on axis 'child'");
	refuse("comment()", "column 1: 'comment()' is not allowed on axis 'child'");
	refuse("name(app)", "column 1: function 'name' is not allowed");
	refuse("local-name(app)", "column 1: function 'local-name' is not allowed");
	refuse("id('a')", "column 1: function 'id' is not allowed");
	refuse("constant/@name = hook/@name", "column 16: '=' between two node sets; use mx:has(), "
	       "or string() on one side");
	refuse("constant[@size < ../app/@java-version]", "column 16: '<' between two node sets; "
	       "use mx:has(), or string() on one side");
	refuse("match", "column 6: 'match' must be followed by [@find='…']");
	refuse("match[@find=$as-of]", "column 6: 'match' must be followed by [@find='…']");
	refuse("search[@count > 1]", "column 7: 'search' must be followed by [@find='…']");
}

static void test_syntax(void **state)
{
	(void)state;
	refuse("", "column 1: an expression expected, but the expression ends");
	refuse("constant[", "column 10: an expression expected, but the expression ends");
	refuse("constant[@name", "column 15: ']' expected, but the expression ends");
	refuse("(constant", "column 10: ')' expected, but the expression ends");
	refuse("constant)", "column 9: end of the expression expected, not ')'");
	refuse("constant hook", "column 10: 'hook' where an operator should be");
	refuse("constant/", "column 10: a name expected, but the expression ends");
	refuse("constant/'a'", "column 10: a name expected, not ''a''");
	refuse("@", "column 2: a name expected, but the expression ends");
	refuse("count(constant hook)", "column 16: 'hook' where an operator should be");
	refuse("count(constant 1)", "column 16: ',' or ')' expected, not '1'");
	refuse("'abc", "column 1: literal without its closing quote");
	refuse("$", "column 1: '$' without a name");
	refuse("a # b", "column 3: unexpected character '#'");
	refuse("1 +", "column 4: an expression expected, but the expression ends");
	refuse("'a'[1]", "column 1: a string has no predicates and no steps");
	refuse("$as-of/x", "column 1: a value has no predicates and no steps");
	refuse("constant | 'a'", "column 12: '|' joins node sets");
	refuse("1 | constant", "column 1: '|' joins node sets");
	refuse("self::node(", "column 12: ')' expected, but the expression ends");
	refuse("! 1", "column 1: unexpected character '!'");
}

static void test_arguments(void **state)
{
	(void)state;
	refuse("count()", "column 1: count() takes 1 argument, not 0");
	refuse("not(app, app)", "column 1: not() takes 1 argument, not 2");
	refuse("true(1)", "column 1: true() takes 0 arguments, not 1");
	refuse("concat('a')", "column 1: concat() takes 2 to 8 arguments, not 1");
	refuse("concat(1,2,3,4,5,6,7,8,9)", "column 24: more than 8 arguments");
	refuse("mx:has('constant')", "column 1: mx:has() takes 2 to 3 arguments, not 1");
	refuse("count('a')", "column 7: count() needs a node set, not a string");
	refuse("sum(constant/@name)", "column 5: 'sum()' needs numbers, but attribute 'name' of "
	       "'constant' is text");
	refuse("position()", "column 1: position() makes sense in a predicate only");
	refuse("mx:has(app/@name, 'name', 'x')",
	       "column 8: argument 1 of mx:has() must be the name of a fact in quotes");
	refuse("mx:has('constant', $as-of, 'x')",
	       "column 20: argument 2 of mx:has() must be the name of an attribute in quotes");
	refuse("mx:has('constnat', 'name', 'x')",
	       "column 8: unknown fact 'constnat'; did you mean 'constant'?");
	refuse("mx:has('constant', 'nome', 'x')",
	       "column 20: unknown attribute 'nome' of 'constant'; did you mean 'name'?");
	refuse("mx:has('constant', 'state', 'emty')",
	       "column 29: 'emty' is not among the values of attribute 'state' of 'constant' "
	       "(empty|default); did you mean 'empty'?");
	refuse("mx:has('match', 'find', 'jdbc')",
	       "column 8: 'match' cannot be asked for with mx:has(); use mx:found()");
	refuse("mx:found($as-of)",
	       "column 10: argument 1 of mx:found() must be the id of a find in quotes");
	refuse("mx:matches(app/@name, app/@name)",
	       "column 23: argument 2 of mx:matches() must be a pattern in quotes");
}

static void test_values(void **state)
{
	(void)state;
	refuse("constant[@state='completed']", "column 16: 'completed' is not among the values of "
	       "attribute 'state' of 'constant' (empty|default)");
	refuse("constant['defualt'=@state]", "column 19: 'defualt' is not among the values of "
	       "attribute 'state' of 'constant' (empty|default); did you mean 'default'?");
	refuse("constant[@numeric='true']", "column 18: 'true' is not among the values of "
	       "attribute 'numeric' of 'constant' (yes|no)");
	refuse("constant[@size='big']",
	       "column 15: 'big' is no number, as attribute 'size' of 'constant' is");
	refuse("app[@runtime-version < 7]", "column 22: '<' needs numbers, but attribute "
	       "'runtime-version' of 'app' is text");
	refuse("scheduled-event[@start > $as-of]", "column 24: '>' needs numbers, but attribute "
	       "'start' of 'scheduled-event' is text");
	refuse("constant[@size > 'x']", "column 16: '>' needs numbers, but one side is other text");
	refuse("constant > 3", "column 10: '>' needs numbers, but 'constant' has no value");
	refuse("constant[-@name > 3]",
	       "column 10: '-' needs numbers, but attribute 'name' of 'constant' is text");
	check("constant[@state='empty' or @state='default']");
	check("constant[@size='12' and @size > '1.5']");
}

static void test_sources(void **state)
{
	struct names_result r, event = check("scheduled-event");

	(void)state;
	assert_int_equal(event.sources, MODEL);
	assert_int_equal(check("scheduled-event[reach/@loops > 0]").sources, MODEL | GRAPH);
	assert_int_equal(check("scheduled-event[/facts/app/@web='yes']").sources, MODEL | META);
	assert_int_equal(check("scheduled-event[mx:has('constant','name','x')]").sources,
			 MODEL | META);
	assert_int_equal(check_in(&event, "reach/@loops").sources, GRAPH);
	assert_int_equal(check("'x' = 'y'").sources, 0);
	r = check("match[@find='jdbc'] | match[@find='javamail'][not(mx:found('jdbc'))]");
	assert_int_equal(r.sources, 0);
	assert_string_equal(r.finds[0], "jdbc");
	assert_string_equal(r.finds[1], "javamail");
	assert_null(r.finds[2]);
	assert_string_equal(r.negated_finds[0], "jdbc");
	assert_null(r.negated_finds[1]);
	r = check("app[mx:matches(@name, 'a.c') and mx:matches(@name, 'b')]");
	assert_string_equal(r.patterns[0], "a.c");
	assert_string_equal(r.patterns[1], "b");
	assert_null(r.patterns[2]);
}

static void test_negation(void **state)
{
	static const struct {
		const char *expr;
		source_set negated;
	} cases[] = {
		{ "constant[@state='empty']", 0 },
		{ "constant[@value]", 0 },
		{ "constant[@size > 3]", 0 },
		{ "constant[@size < 3]", 0 },
		{ "constant[@numeric='no']", 0 },
		{ "constant[@name='a' or @name='b']", 0 },
		{ "constant[starts-with(@name, 'a')]", 0 },
		{ "constant[mx:lower(@name)='a']", 0 },
		{ "constant[normalize-space(@value)='a']", 0 },
		{ "constant[mx:version-less(/facts/app/@runtime-version, '7')]", 0 },
		{ "constant[boolean(@value)=true()]", 0 },
		{ "constant[@value=true()]", 0 },
		{ "constant[number(@value) < 5]", 0 },
		{ "scheduled-event[reach/@loops > 0]", 0 },
		{ "scheduled-event[0 < reach/@loops]", 0 },
		{ "scheduled-event[reach/@recursive='yes']", 0 },
		{ "constant[not(@value)]", META },
		{ "constant[@state!='empty']", META },
		{ "constant[boolean(@value)=false()]", META },
		{ "constant[@value=false()]", META },
		{ "constant[string(@value)='']", META },
		{ "constant[concat('a', @value)='a']", META },
		{ "constant[contains(@name, @value)]", META },
		{ "constant[contains(@name, '')]", META },
		{ "constant[string-length(@value) < 3]", META },
		{ "constant[1]", META },
		{ "constant[$package-limit]", META },
		{ "constant[position()=1]", META },
		{ "constant[last()]", META },
		{ "count(constant) > 3", META },
		{ "sum(scheduled-event/@every-seconds) > 3", MODEL },
		{ "starts-with(constant/@name, 'a')", META },
		{ "constant[mx:known(@name)]", META },
		{ "string(constant/@name)='a'", META },
		{ "scheduled-event[not(reach/@loops > 0)]", GRAPH },
		{ "scheduled-event[reach/@loops < 3]", GRAPH },
		{ "scheduled-event[3 > reach/@loops]", GRAPH },
		{ "scheduled-event[reach/@loops = 0]", GRAPH },
		{ "scheduled-event[-reach/@loops > 0]", GRAPH },
		{ "scheduled-event[5 - reach/@loops > 0]", GRAPH },
		{ "scheduled-event[number(reach/@loops) < 2]", GRAPH },
		{ "scheduled-event[reach/@recursive='no']", GRAPH },
		{ "scheduled-event[reach[not(@loops)]]", GRAPH },
		{ "scheduled-event[not(mx:has('constant','name','x'))]", META },
		{ "not(constant[../scheduled-event])", META | MODEL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct names_result r = check(cases[i].expr);

		if (r.negated != cases[i].negated)
			fail_msg("%s: negated %" PRIx64 ", not %" PRIx64, cases[i].expr,
				 r.negated, cases[i].negated);
	}
}

/* The expression with each span written as [name] or [name:find]. */
static void assert_spans(const struct names_result *context, const char *expr, const char *spans)
{
	struct names_result r = check_in(context, expr);
	struct buf b;
	size_t at = 0;

	buf_init(&b, 1000);
	for (size_t i = 0; i < r.span_count; i++) {
		const struct names_span *s = &r.spans[i];

		buf_add(&b, expr + at, s->at - at);
		buf_printf(&b, "{%s%s%s}", s->def->name, s->find == NULL ? "" : ":",
			   s->find == NULL ? "" : s->find);
		at = s->at + s->len;
	}
	buf_puts(&b, expr + at);
	assert_string_equal(buf_text(&b), spans);
	buf_release(&b);
}

static void test_spans(void **state)
{
	struct names_result constants = check("constant");

	(void)state;
	assert_spans(NULL, "constant", "{constant}");
	assert_spans(NULL, " /facts/constant[@name='a']/@name ", " {constant}[@name='a']/@name ");
	assert_spans(NULL, "match[@find='jdbc'][@count>1]", "{match:jdbc}[@count>1]");
	assert_spans(NULL, "/ facts / match [ @find = \"jdbc\" ]/@text", "{match:jdbc}/@text");
	assert_spans(NULL, "hook[/facts/app/@web='yes'] | child::constant",
		     "{hook}[{app}/@web='yes'] | {constant}");
	assert_spans(NULL, "hook[../app]", "{hook}[../app]");
	assert_spans(NULL, "/facts[app]/hook", "/facts[{app}]/hook");
	assert_spans(NULL, "./hook", "./hook");
	assert_spans(NULL, "count(constant)", "count({constant})");
	assert_spans(&constants, "../app/@name", "../app/@name");
	assert_spans(&constants, "/facts/app/@name", "{app}/@name");
	assert_spans(&constants, "@name", "@name");
}

static void test_operators_and_names(void **state)
{
	(void)state;
	/* a name that looks like an operator, and the other way round */
	refuse("div", "column 1: unknown fact 'div'");
	refuse("and and and", "column 1: unknown fact 'and'; did you mean 'app'?");
	refuse("and and and", "column 1: unknown fact 'and'; did you mean 'app'?");
	assert_int_equal(check("count(hook)*2").type, NAMES_NUMBER);
	assert_int_equal(check("hook and hook").type, NAMES_BOOLEAN);
	assert_int_equal(check("4-2").type, NAMES_NUMBER);
	refuse("hook-2", "column 1: unknown fact 'hook-2'; did you mean 'hook'?");
}

static void test_limits(void **state)
{
	static char text[LEX_MAX + 100];
	struct names_result r;
	struct err err = ERR_NONE;

	(void)state;
	memset(text, '(', 200);
	refuse(text, "column 33: nested deeper than 32");
	memset(text, ' ', sizeof(text) - 1);
	assert_int_equal(names_check(&env, NULL, text, arena, &r, &err), -1);
	assert_string_equal(err.text, "expression of 8291 bytes, at most 8192 are read");
}

static void test_any_find(void **state)
{
	struct names_env open = env;
	struct names_result r;
	struct err err = ERR_NONE;

	(void)state;
	open.finds = NULL;
	open.variables = NULL;
	assert_int_equal(names_check(&open, NULL, "match[@find='new']", arena, &r, &err), 0);
	assert_string_equal(r.finds[0], "new");
	assert_int_equal(names_check(&open, NULL, "match", arena, &r, &err), 0);
	assert_int_equal(names_check(&open, NULL, "$as-of", arena, &r, &err), -1);
	assert_string_equal(err.text, "column 1: unknown variable '$as-of'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_paths, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_types, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_core_functions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_unknown_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_steps_that_yield_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_subset, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_syntax, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_arguments, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_values, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_sources, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_negation, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_spans, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_operators_and_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_any_find, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
