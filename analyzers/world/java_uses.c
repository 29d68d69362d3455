/* SPDX-License-Identifier: Apache-2.0 */
/* What each method of an own class uses, written down while its instructions are walked. */
#include <stdlib.h>
#include <string.h>

#include "analyzers/world/java_code.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"

enum {
	BACK_MAX = 16,		/* uses looked through for the same one */
	NAME_SHOWN = 200	/* bytes of a class or member that is shown */
};

void java_uses_release(struct java_uses *u)
{
	free(u->classes);
	free(u->methods);
	free(u->uses);
	free(u->aims);
	memset(u, 0, sizeof(*u));
}

size_t java_uses_weight(const struct java_uses *u)
{
	size_t bytes = u->class_count * sizeof(*u->classes) +
		       u->method_count * sizeof(*u->methods) +
		       u->use_count * sizeof(*u->uses) + u->aim_count * sizeof(*u->aims);

	return bytes / sizeof(*u->uses);
}

static void *room(void *items, size_t *size, size_t count, size_t item)
{
	if (count < *size)
		return items;
	*size = *size == 0 ? 64 : *size * 2;
	return alloc_resize(items, *size * item);
}

static uint64_t member_hash(struct class_text name, struct class_text descriptor)
{
	uint64_t hash = class_text_hash(name);

	return (hash << 7 | hash >> 57) ^ class_text_hash(descriptor);
}

static void add_method(struct java_uses *u, const struct class_member *m)
{
	u->methods = room(u->methods, &u->method_size, u->method_count, sizeof(*u->methods));
	u->methods[u->method_count++] = (struct java_method){
		.member = member_hash(m->name, m->descriptor),
		.is_static = (m->access & CLASS_ACC_STATIC) != 0,
		.is_start = class_text_is(m->name, "<init>"),
		.is_init = class_text_is(m->name, "<clinit>"),
	};
}

void java_uses_class(struct java_uses *u, const struct classfile *c, const char *name)
{
	struct class_member m = { 0 };
	struct java_own_class *class;

	u->classes = room(u->classes, &u->class_size, u->class_count, sizeof(*u->classes));
	class = &u->classes[u->class_count++];
	*class = (struct java_own_class){
		.hash = class_text_hash(c->name), .super = class_text_hash(c->super),
		.name = name, .first_method = u->method_count,
	};
	while (classfile_next_method(c, &m))
		add_method(u, &m);
	class->method_count = u->method_count - class->first_method;
}

void java_uses_mark(const struct classfile *c, unsigned char *marks)
{
	for (unsigned i = 1; i < c->pool_count; i++) {
		enum class_tag tag = classfile_tag(c, i);

		if (tag >= CLASS_TAG_FIELD && tag <= CLASS_TAG_INTERFACE_METHOD)
			marks[i] |= CLASS_MARK_EVENT;
	}
}

static void add_use(struct java_uses *u, struct java_method *m, const struct java_use *use)
{
	for (size_t back = 1; back <= m->use_count && back <= BACK_MAX; back++) {
		const struct java_use *old = &u->uses[u->use_count - back];

		if (old->class == use->class && old->member == use->member)
			return;
	}
	u->uses = room(u->uses, &u->use_size, u->use_count, sizeof(*u->uses));
	if (m->use_count++ == 0)
		m->first_use = u->use_count;
	u->uses[u->use_count++] = *use;
}

static const char *aim_text(struct arena *a, const struct class_target *t, bool by_member)
{
	CLEANUP(buf_release) struct buf b = { .max = 4 * NAME_SHOWN * 3 };
	struct class_text class = t->owner, member = t->name;

	class.len = class.len > NAME_SHOWN ? NAME_SHOWN : class.len;
	member.len = member.len > NAME_SHOWN ? NAME_SHOWN : member.len;
	class_text_add(&b, class);
	if (by_member && !class_text_is(member, "<init>")) {
		buf_putc(&b, '.');
		class_text_add(&b, member);
	}
	return arena_text_n(a, buf_text(&b), b.len);
}

/* The first of each purpose in a method is enough. */
static void add_aim(struct java_uses *u, struct java_method *m, enum java_purpose purpose,
		    const char *text)
{
	u->aims = room(u->aims, &u->aim_size, u->aim_count, sizeof(*u->aims));
	if (m->aim_count++ == 0)
		m->first_aim = u->aim_count;
	u->aims[u->aim_count++] = (struct java_aim){ purpose, text };
}

static bool has_aim(const struct java_uses *u, const struct java_method *m,
		    enum java_purpose purpose)
{
	for (size_t i = 0; i < m->aim_count; i++)
		if (u->aims[m->first_aim + i].purpose == purpose)
			return true;
	return false;
}

/* Instance fields lead nowhere; of a static one the class is initialised. */
static bool leads_on(const struct class_event *e)
{
	if (e->kind == CLASS_EVENT_FIELD)
		return e->opcode == CLASS_OP_GETSTATIC || e->opcode == CLASS_OP_PUTSTATIC;
	return e->kind == CLASS_EVENT_CALL || (e->kind == CLASS_EVENT_HANDLE && !e->bootstrap);
}

void java_uses_event(struct java_uses *u, struct arena *arena, const struct class_member *member,
		     const struct class_event *e)
{
	const struct class_target *t = &e->target;
	struct java_own_class *class = &u->classes[u->class_count - 1];
	struct java_method *m;
	enum java_purpose purpose = JAVA_NO_PURPOSE;
	bool by_member;

	if (!leads_on(e) || t->owner.len == 0 || t->owner.bytes[0] == '[' ||
	    member->number == 0 || member->number > class->method_count)
		return;
	m = &u->methods[class->first_method + member->number - 1];
	if (e->kind != CLASS_EVENT_FIELD)
		purpose = java_purpose_of(t->owner, t->name, &by_member);
	if (purpose != JAVA_NO_PURPOSE && !has_aim(u, m, purpose))
		add_aim(u, m, purpose, aim_text(arena, t, by_member));
	if (!class_text_starts(t->owner, "java/"))
		add_use(u, m, &(struct java_use){ class_text_hash(t->owner),
						  member_hash(t->name, t->descriptor) });
}
