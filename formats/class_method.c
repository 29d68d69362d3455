/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the name and descriptor of a method that is called tell: how much it takes from the
 * stack, and whether it is one of the few whose meaning the walk knows.
 */
#include "formats/class_run.h"

#include "util/err.h"

static bool is_one(struct class_text t, const char *const *list)
{
	for (; *list != NULL; list++)
		if (class_text_is(t, *list))
			return true;
	return false;
}

static bool starts_one(struct class_text t, const char *const *list)
{
	for (; *list != NULL; list++)
		if (class_text_starts(t, *list))
			return true;
	return false;
}

/* A stream around a stream: closing the outer closes the inner. */
static bool wraps(const struct class_target *t)
{
	static const char *const packages[] = {"java/io/", "java/util/zip/", NULL};
	static const char *const first[] = {
		"(Ljava/io/InputStream;", "(Ljava/io/OutputStream;", "(Ljava/io/Reader;",
		"(Ljava/io/Writer;", NULL};

	return starts_one(t->owner, packages) && starts_one(t->descriptor, first);
}

static unsigned meaning(const struct class_target *t)
{
	static const char *const deletes[] = {
		"delete", "deleteOnExit", "deleteIfExists", "deleteQuietly", "forceDelete",
		"forceDeleteOnExit", NULL};
	static const char *const numbers[] = {
		"java/lang/Integer", "java/lang/Long", "java/lang/Boolean", "java/lang/Short",
		"java/lang/Byte", "java/lang/Character", "java/lang/Float", "java/lang/Double",
		NULL};
	static const char *const parts[] = {
		"getInputStream", "getOutputStream", "getChannel", NULL};

	if (t->name.len == 0)
		return 0;
	switch (t->name.bytes[0]) {
	case '<':
		return CLASS_STATE_INIT | (wraps(t) ? CLASS_STATE_WRAPS : 0u);
	case 'c':
		return class_text_is(t->name, "close") ? CLASS_STATE_CLOSES : 0;
	case 'd':
	case 'f':
		return is_one(t->name, deletes) ? CLASS_STATE_DELETES : 0;
	case 'g':
		return is_one(t->name, parts) ? CLASS_STATE_PART : 0;
	case 'v':
		return class_text_is(t->name, "valueOf") && is_one(t->owner, numbers) &&
			       !class_text_starts(t->descriptor, "(Ljava/lang/String;")
			       ? CLASS_STATE_BOXES : 0;
	default:
		return 0;
	}
}

int class_method_know(struct classfile *c, unsigned index, struct err *err)
{
	struct class_constant *k = &c->pool[index];
	struct class_target t;
	unsigned result, state = CLASS_STATE_KNOWN;
	char shown[CLASS_SHOWN];

	if (k->state & CLASS_STATE_KNOWN)
		return 0;
	if (!classfile_target(c, index, &t))
		return err_set(err, "constant pool entry %u: not a method", index);
	if (class_descriptor_shape(t.descriptor, &k->arg_slots, &result) < 0)
		return err_set(err, "constant pool entry %u: '%s' is not a method descriptor",
			       index, class_text_show(shown, t.descriptor));
	if (result == 1)
		state |= CLASS_STATE_RESULT_1;
	if (result == 2)
		state |= CLASS_STATE_RESULT_2;
	if (k->tag != CLASS_TAG_INVOKE_DYNAMIC)
		state |= meaning(&t);
	k->state |= (uint16_t)state;
	return 0;
}
