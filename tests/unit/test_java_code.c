/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From Java actions onwards, over classes made by hand: what is followed, what is told, and what
 * rings, long chains and small budgets do to it.
 */
#include "analyzers/world/java_code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analyzers/world/java_scan.h"
#include "tests/unit/java_bench.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"

struct bench {
	struct arena *arena;
	struct vec links;	/* the app's own archive first */
	struct java_code *code;
	struct buf bytes;
	uint64_t steps;
};

static struct java_links *add_archive(struct bench *b, const char *name, bool own)
{
	struct java_links *l = arena_alloc(b->arena, sizeof(*l));

	l->archive = arena_alloc(b->arena, sizeof(*l->archive));
	l->archive->path = l->archive->name = name;
	l->archive->own = own;
	vec_push(&b->links, l);
	return l;
}

static int setup(void **state)
{
	struct bench *b = alloc_zero(1, sizeof(*b));

	b->arena = arena_new();
	buf_init(&b->bytes, 1 << 20);
	b->steps = 1000000;
	add_archive(b, "project", true);
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bench *b = *state;

	java_code_free(b->code);
	for (size_t i = 0; i < b->links.len; i++)
		java_links_release(b->links.items[i]);
	vec_release(&b->links);
	buf_release(&b->bytes);
	arena_free(b->arena);
	free(b);
	return 0;
}

/* -- making classes -- */

struct walked {
	struct java_uses *uses;
	struct arena *arena;
};

static void take(void *data, const struct class_member *m, const struct class_event *e)
{
	struct walked *w = data;

	java_uses_event(w->uses, w->arena, m, e);
}

/* A class of the app by the words of a recipe. */
static void own(struct bench *b, const char *directive)
{
	struct java_links *l = b->links.items[0];
	struct walked w = { &l->uses, b->arena };
	struct class_walk how = { .kinds = CLASS_EVENT_ALL, .event = take, .data = &w };
	struct err err = ERR_NONE;
	struct classfile c;
	unsigned char *marks;

	classfile_init(&c);
	java_class_bytes(&b->bytes, directive);
	assert_int_equal(classfile_read(&c, b->bytes.data, b->bytes.len, &err), 0);
	java_uses_class(&l->uses, &c, class_text_intern(b->arena, c.name));
	marks = alloc_zero(c.pool_count, 1);
	java_uses_mark(&c, marks);
	how.marks = marks;
	assert_int_equal(classfile_walk(&c, &how, &err), 0);
	free(marks);
	classfile_release(&c);
}

static void library(struct bench *b, const char *archive, const char *class)
{
	struct java_links *l = add_archive(b, archive, false);

	l->nodes = alloc_zero(1, sizeof(*l->nodes));
	l->nodes[l->node_count++].hash = class_text_hash(class_text_of(class));
}

static const struct java_trail *trail(struct bench *b, const char *action)
{
	if (b->code == NULL)
		b->code = java_code_new(&b->links);
	assert_non_null(b->code);
	return java_code_trail(b->code, action, &b->steps);
}

static const char *step(const struct java_trail *t, enum java_purpose purpose)
{
	for (size_t i = 0; i < t->steps.len; i++) {
		const struct java_step *s = t->steps.items[i];

		if (s->purpose == purpose)
			return s->text;
	}
	return NULL;
}

/* -- purposes -- */

static enum java_purpose purpose_of(const char *class, const char *member, bool *by_member)
{
	return java_purpose_of(class_text_of(class), class_text_of(member), by_member);
}

static void test_purposes(void **state)
{
	bool by_member = true;

	(void)state;
	assert_int_equal(purpose_of("com/jcraft/jsch/Session", "connect", &by_member),
			 JAVA_FILE_TRANSFER);
	assert_false(by_member);
	assert_int_equal(purpose_of("java/net/URL", "openStream", &by_member), JAVA_HTTP);
	assert_true(by_member);
	assert_int_equal(purpose_of("java/net/URL", "open", &by_member), JAVA_NO_PURPOSE);
	assert_int_equal(purpose_of("java/net/URL", "Stream", &by_member), JAVA_NO_PURPOSE);
	assert_int_equal(purpose_of("java/net/URL", "openStream ", &by_member), JAVA_NO_PURPOSE);
	assert_int_equal(purpose_of("java/net/URL", "", &by_member), JAVA_NO_PURPOSE);
	assert_int_equal(purpose_of("java/net/URLEncoder", "encode", &by_member),
			 JAVA_NO_PURPOSE);
	assert_int_equal(purpose_of("com/jcraft/jsch/JSchException", "<init>", &by_member),
			 JAVA_NO_PURPOSE);
	assert_int_equal(purpose_of("com", "x", &by_member), JAVA_NO_PURPOSE);
	assert_int_equal(purpose_of("java/lang/Thread", "sleep", &by_member), JAVA_NO_PURPOSE);
	assert_int_equal(purpose_of("java/lang/Thread", "start", &by_member), JAVA_THREAD);
	assert_true(java_purpose_outbound(JAVA_SOCKET));
	assert_false(java_purpose_outbound(JAVA_PROCESS));
}

/* -- following -- */

static void test_action_itself(void **state)
{
	struct bench *b = *state;
	const struct java_trail *t;

	own(b, "sync/actions/Push method executeAction refs java/net/URL.openStream");
	t = trail(b, "Sync.Push");
	assert_true(t->found);
	assert_int_equal(t->steps.len, 1);
	assert_string_equal(step(t, JAVA_HTTP), "java/net/URL.openStream");
	assert_ptr_equal(trail(b, "Sync.Push"), t);
	assert_false(trail(b, "Sync.Other")->found);
	assert_false(trail(b, "Push")->found);
	assert_false(trail(b, "Sync.push")->found);
}

static void test_only_what_is_called(void **state)
{
	struct bench *b = *state;

	own(b, "m/actions/Wait method executeAction refs m/Misc.sleep");
	own(b, "m/actions/Load method executeAction refs m/Misc.load");
	own(b, "m/Misc method sleep refs java/lang/Thread.sleep method load refs "
	       "java/net/URL.openStream");
	assert_int_equal(trail(b, "M.Wait")->steps.len, 0);
	assert_string_equal(step(trail(b, "M.Load"), JAVA_HTTP),
			    "m/Misc › java/net/URL.openStream");
}

static void test_objects(void **state)
{
	struct bench *b = *state;

	own(b, "m/actions/A method executeAction refs m/Job.<init>");
	own(b, "m/Job method <init> refs java/lang/Object.<init> method run refs m/Job$1.<init>");
	own(b, "m/Job$1 method <init> method call refs m/Deep.go");
	own(b, "m/Deep method <clinit> refs java/lang/Runtime.exec method go");
	assert_string_equal(step(trail(b, "M.A"), JAVA_PROCESS),
			    "m/Job › m/Deep › java/lang/Runtime.exec");
}

static void test_shortest_of_each_purpose(void **state)
{
	struct bench *b = *state;
	const struct java_trail *t;

	own(b, "m/actions/A method executeAction refs m/Far.go m/Near.go");
	own(b, "m/Far method go refs m/Farther.go java/lang/Thread.start");
	own(b, "m/Farther method go refs java/net/Socket.connect");
	own(b, "m/Near method go refs java/net/Socket.close javax/mail/Transport.send "
	       "java/net/ServerSocket.bind");
	t = trail(b, "M.A");
	assert_int_equal(t->steps.len, 3);
	assert_string_equal(((struct java_step *)t->steps.items[0])->text,
			    "m/Near › javax/mail/Transport");
	assert_string_equal(((struct java_step *)t->steps.items[1])->text,
			    "m/Near › java/net/Socket");
	assert_string_equal(((struct java_step *)t->steps.items[2])->text,
			    "m/Far › java/lang/Thread.start");
}

static void test_ring(void **state)
{
	struct bench *b = *state;

	own(b, "m/actions/A method executeAction refs m/B.go");
	own(b, "m/B method go refs m/C.go m/actions/A.executeAction");
	own(b, "m/C method go refs m/B.go m/C.go java/net/Socket.connect");
	assert_string_equal(step(trail(b, "M.A"), JAVA_SOCKET),
			    "m/B › m/C › java/net/Socket");
}

static void test_long_way(void **state)
{
	struct bench *b = *state;
	char line[80];

	own(b, "m/actions/A method executeAction refs m/C0.go");
	for (int i = 0; i < 20; i++) {
		snprintf(line, sizeof(line), "m/C%d method go refs m/C%d.go", i, i + 1);
		own(b, line);
	}
	own(b, "m/C20 method go refs java/net/Socket.connect");
	assert_string_equal(step(trail(b, "M.A"), JAVA_SOCKET),
			    "m/C0 › m/C1 › m/C2 › m/C3 › m/C4 › … 13 more … › m/C18 › m/C19 › "
			    "m/C20 › java/net/Socket");
}

static void test_libraries(void **state)
{
	struct bench *b = *state;
	const struct java_trail *t;

	own(b, "m/actions/A method executeAction refs org/a/Tool.run m/B.go org/none/X.run");
	own(b, "m/B method go refs org/b/Tool.run");
	own(b, "m/Unused method go refs org/c/Tool.run");
	library(b, "a", "org/a/Tool");
	library(b, "b", "org/b/Tool");
	library(b, "c", "org/c/Tool");
	t = trail(b, "M.A");
	assert_int_equal(t->archives.len, 2);
	assert_string_equal(((const struct java_archive *)t->archives.items[0])->name, "a");
	assert_string_equal(((const struct java_archive *)t->archives.items[1])->name, "b");
}

/* -- hostile -- */

static void test_budget(void **state)
{
	struct bench *b = *state;
	uint64_t needed;

	own(b, "m/actions/A method executeAction refs m/B.go m/C.go");
	own(b, "m/actions/Twin method executeAction refs m/B.go m/C.go");
	own(b, "m/B method go refs m/C.go");
	own(b, "m/C method go refs java/net/Socket.connect");
	needed = b->steps;
	assert_non_null(trail(b, "M.A"));
	needed -= b->steps;
	assert_true(needed > 3);
	b->steps = needed - 1;
	assert_null(trail(b, "M.Twin"));
	b->steps = needed;
	assert_string_equal(step(trail(b, "M.Twin"), JAVA_SOCKET), "m/C › java/net/Socket");
	assert_int_equal(b->steps, 0);
	assert_non_null(trail(b, "M.A"));
}

/* 65,535 classes in one ring, each with an object of the next. */
static void test_many_classes(void **state)
{
	struct bench *b = *state;
	enum { CLASSES = 65535 };
	char line[80];

	own(b, "m/actions/A method executeAction refs m/C0.<init>");
	for (int i = 0; i < CLASSES; i++) {
		snprintf(line, sizeof(line), "m/C%d method <init> refs m/C%d.<init>", i,
			 (i + 1) % CLASSES);
		own(b, line);
	}
	assert_int_equal(trail(b, "M.A")->steps.len, 0);
	assert_true(b->steps < 1000000 - 2 * CLASSES);
}

static void test_parents_in_a_ring(void **state)
{
	struct bench *b = *state;
	struct java_uses *u = &((struct java_links *)b->links.items[0])->uses;

	own(b, "m/actions/A method executeAction refs m/B.none");
	own(b, "m/B method go refs java/net/Socket.connect");
	own(b, "m/C method go");
	u->classes[1].super = u->classes[2].hash;
	u->classes[2].super = u->classes[1].hash;
	assert_int_equal(trail(b, "M.A")->steps.len, 0);
}

static void test_inherited(void **state)
{
	struct bench *b = *state;
	struct java_uses *u = &((struct java_links *)b->links.items[0])->uses;

	own(b, "m/actions/A method executeAction refs m/B.go");
	own(b, "m/B method other");
	own(b, "m/C method go refs java/net/Socket.connect");
	u->classes[1].super = u->classes[2].hash;
	assert_string_equal(step(trail(b, "M.A"), JAVA_SOCKET), "m/C › java/net/Socket");
}

static void test_no_own_archive(void **state)
{
	struct bench *b = *state;

	((struct java_links *)b->links.items[0])->archive->own = false;
	assert_null(java_code_new(&b->links));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_purposes), TEST(test_action_itself), TEST(test_only_what_is_called),
		TEST(test_objects), TEST(test_shortest_of_each_purpose), TEST(test_ring),
		TEST(test_long_way), TEST(test_libraries), TEST(test_budget),
		TEST(test_many_classes), TEST(test_parents_in_a_ring), TEST(test_inherited),
		TEST(test_no_own_archive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
