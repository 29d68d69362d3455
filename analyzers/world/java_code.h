/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a Java action onwards: which methods of the app's own classes lead to which, and to what
 * outside. Workers write down what each own method uses (java_uses.c); once all archives are read
 * the names become numbers (java_code.c), and an action's trail is walked when it is asked for.
 *
 * Followed are calls, method handles and so lambdas, constructors, static initialisers. A class
 * whose constructor is called may have any of its instance methods called, since nobody sees who
 * holds the object. What Java loads by name is not followed, nor is anything inside libraries.
 */
#ifndef ANALYZERS_WORLD_JAVA_CODE_H
#define ANALYZERS_WORLD_JAVA_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyzers/world/java_purpose.h"
#include "formats/classfile.h"
#include "util/vec.h"

struct arena;
struct java_archive;

/* ---- what workers write down ---- */

/* A member by hashes: of the class's name, and of the member's name and descriptor. */
struct java_use {
	uint64_t class, member;
};

/* A class outside that is of interest. */
struct java_aim {
	enum java_purpose purpose;
	const char *text;	/* "com/jcraft/jsch/Session", "java/net/URL.openStream" */
};

struct java_method {
	uint64_t member;
	size_t first_use, use_count, first_aim, aim_count;
	bool is_static, is_start, is_init;	/* <init>, <clinit> */
};

struct java_own_class {
	uint64_t hash, super;
	const char *name;
	size_t first_method, method_count;
};

/* Of one archive; empty where it is not the app's own. */
struct java_uses {
	struct java_own_class *classes;
	struct java_method *methods;
	struct java_use *uses;
	struct java_aim *aims;
	size_t class_count, method_count, use_count, aim_count;
	size_t class_size, method_size, use_size, aim_size;
};

void java_uses_release(struct java_uses *u);
size_t java_uses_weight(const struct java_uses *u);	/* its size, in uses */
/* A class begins; name lives as long as the uses. */
void java_uses_class(struct java_uses *u, const struct classfile *c, const char *name);
/* Marks the pool entries whose events java_uses_event() wants. */
void java_uses_mark(const struct classfile *c, unsigned char *marks);
void java_uses_event(struct java_uses *u, struct arena *arena, const struct class_member *m,
		     const struct class_event *e);

/* ---- what is made of it ---- */

/* Where the code of one Java action leads. */
struct java_trail {
	bool found;		/* the action's class is there */
	struct vec steps;	/* of struct java_step: the nearest of each purpose, by purpose */
	struct vec archives;	/* of const struct java_archive: used directly, by path */
};

struct java_step {
	enum java_purpose purpose;
	const char *text;	/* "sync/Transfer › com/jcraft/jsch/Session" */
};

struct java_code;

/*
 * Over struct java_links of all archives; what they hold is not needed afterwards but for the
 * texts. NULL where there is no project.jar.
 */
struct java_code *java_code_new(const struct vec *links);
void java_code_free(struct java_code *c);	/* NULL is fine */

/*
 * The trail of an action, "Sync.PushFiles"; walked once and kept. Takes what it costs off
 * *steps; NULL when they do not suffice.
 */
const struct java_trail *java_code_trail(struct java_code *c, const char *action,
					 uint64_t *steps);

#endif
