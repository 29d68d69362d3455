/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The constant pool, JVM specification 4.4. The first pass finds where each entry stands, the
 * second that each index in it leads to an entry of the right kind. Kinds only ever lead downward
 * (a member to a name, a name to text), so there is no loop that passes.
 */
#include "formats/class_internal.h"

#include <string.h>

#include "util/err.h"

enum { NEWEST_TAG = CLASS_TAG_PACKAGE, ABSENT = 0xff };

/* Bytes after the tag; a Utf8 has its length in them. */
static const uint8_t sizes[NEWEST_TAG + 1] = {
	[CLASS_TAG_NONE] = ABSENT, [CLASS_TAG_UTF8] = 2, [2] = ABSENT,
	[CLASS_TAG_INTEGER] = 4, [CLASS_TAG_FLOAT] = 4, [CLASS_TAG_LONG] = 8,
	[CLASS_TAG_DOUBLE] = 8, [CLASS_TAG_CLASS] = 2, [CLASS_TAG_STRING] = 2,
	[CLASS_TAG_FIELD] = 4, [CLASS_TAG_METHOD] = 4, [CLASS_TAG_INTERFACE_METHOD] = 4,
	[CLASS_TAG_NAME_AND_TYPE] = 4, [13] = ABSENT, [14] = ABSENT,
	[CLASS_TAG_METHOD_HANDLE] = 3, [CLASS_TAG_METHOD_TYPE] = 2, [CLASS_TAG_DYNAMIC] = 4,
	[CLASS_TAG_INVOKE_DYNAMIC] = 4, [CLASS_TAG_MODULE] = 2, [CLASS_TAG_PACKAGE] = 2
};

static enum class_attribute_name attribute_named(struct class_text t)
{
	switch (t.len) {
	case 4:
		return class_text_is(t, "Code") ? CLASS_ATTRIBUTE_CODE : CLASS_ATTRIBUTE_OTHER;
	case 9:
		return class_text_is(t, "Signature") ? CLASS_ATTRIBUTE_SIGNATURE
						     : CLASS_ATTRIBUTE_OTHER;
	case 13:
		return class_text_is(t, "ConstantValue") ? CLASS_ATTRIBUTE_CONSTANT_VALUE
							 : CLASS_ATTRIBUTE_OTHER;
	case 16:
		return class_text_is(t, "BootstrapMethods") ? CLASS_ATTRIBUTE_BOOTSTRAP_METHODS
							    : CLASS_ATTRIBUTE_OTHER;
	case 25:
		return class_text_is(t, "RuntimeVisibleAnnotations")
			       ? CLASS_ATTRIBUTE_ANNOTATIONS : CLASS_ATTRIBUTE_OTHER;
	case 34:
		return class_text_is(t, "RuntimeVisibleParameterAnnotations")
			       ? CLASS_ATTRIBUTE_PARAMETER_ANNOTATIONS : CLASS_ATTRIBUTE_OTHER;
	default:
		return CLASS_ATTRIBUTE_OTHER;
	}
}

/* Where each entry stands; *at moves behind the last one. */
static int locate(struct classfile *c, size_t *at, struct err *err)
{
	const unsigned char *bytes = c->bytes;
	size_t pos = *at, len = c->len;

	for (unsigned i = 1; i < c->pool_count; i++) {
		unsigned tag, size;

		if (pos >= len)
			return err_set(err, "constant pool entry %u: cut off", i);
		tag = bytes[pos++];
		if (tag > NEWEST_TAG || sizes[tag] == ABSENT)
			return err_set(err, "constant pool entry %u: unknown tag %u", i, tag);
		size = sizes[tag];
		if (size > len - pos)
			return err_set(err, "constant pool entry %u: cut off", i);
		if (tag == CLASS_TAG_UTF8)
			size += class_be16(bytes + pos);
		if (size > len - pos)
			return err_set(err, "constant pool entry %u: cut off", i);
		c->pool[i] = (struct class_constant){.at = (uint32_t)pos, .tag = (uint8_t)tag};
		if (tag == CLASS_TAG_UTF8)
			c->pool[i].arg_slots = (uint8_t)attribute_named(class_utf8(c, i));
		pos += size;
		if (tag == CLASS_TAG_LONG || tag == CLASS_TAG_DOUBLE) {
			if (++i == c->pool_count)
				return err_set(err, "constant pool entry %u: no second slot",
					       i - 1);
			c->pool[i] = (struct class_constant){.at = 0};
		}
	}
	*at = pos;
	return 0;
}

/* The index at byte `at` of entry i must lead to an entry with the tag. */
static int leads_to(const struct classfile *c, unsigned i, uint32_t at, enum class_tag tag,
		    struct err *err)
{
	static const char *const names[] = {
		[CLASS_TAG_UTF8] = "a text", [CLASS_TAG_CLASS] = "a class",
		[CLASS_TAG_NAME_AND_TYPE] = "a name and type"
	};
	unsigned to = class_u2(c, at);

	if (classfile_tag(c, to) == tag)
		return 0;
	return err_set(err, "constant pool entry %u: entry %u is not %s", i, to, names[tag]);
}

static int check_handle(const struct classfile *c, unsigned i, struct err *err)
{
	uint32_t at = c->pool[i].at;
	unsigned kind = c->bytes[at], to = class_u2(c, at + 1);
	enum class_tag tag = classfile_tag(c, to);

	if (kind < 1 || kind > 9)
		return err_set(err, "constant pool entry %u: unknown kind of handle %u", i, kind);
	if (kind <= 4 ? tag == CLASS_TAG_FIELD
		      : tag == CLASS_TAG_METHOD || tag == CLASS_TAG_INTERFACE_METHOD)
		return 0;
	return err_set(err, "constant pool entry %u: entry %u is not a %s", i, to,
		       kind <= 4 ? "field" : "method");
}

static int check_entry(const struct classfile *c, unsigned i, struct err *err)
{
	uint32_t at = c->pool[i].at;

	switch (c->pool[i].tag) {
	case CLASS_TAG_CLASS:
	case CLASS_TAG_STRING:
	case CLASS_TAG_METHOD_TYPE:
	case CLASS_TAG_MODULE:
	case CLASS_TAG_PACKAGE:
		return leads_to(c, i, at, CLASS_TAG_UTF8, err);
	case CLASS_TAG_FIELD:
	case CLASS_TAG_METHOD:
	case CLASS_TAG_INTERFACE_METHOD:
		if (leads_to(c, i, at, CLASS_TAG_CLASS, err) < 0)
			return -1;
		return leads_to(c, i, at + 2, CLASS_TAG_NAME_AND_TYPE, err);
	case CLASS_TAG_NAME_AND_TYPE:
		if (leads_to(c, i, at, CLASS_TAG_UTF8, err) < 0)
			return -1;
		return leads_to(c, i, at + 2, CLASS_TAG_UTF8, err);
	case CLASS_TAG_METHOD_HANDLE:
		return check_handle(c, i, err);
	case CLASS_TAG_DYNAMIC:
	case CLASS_TAG_INVOKE_DYNAMIC:
		return leads_to(c, i, at + 2, CLASS_TAG_NAME_AND_TYPE, err);
	default:
		return 0;
	}
}

int class_pool_read(struct classfile *c, size_t *at, struct err *err)
{
	if (c->len - *at < 2)
		return err_set(err, "constant pool: cut off");
	c->pool_count = class_u2(c, *at);
	*at += 2;
	if (c->pool_count == 0)
		return err_set(err, "constant pool: no entries");
	class_grow(&c->pool, &c->pool_size, c->pool_count, sizeof(*c->pool));
	c->pool[0] = (struct class_constant){.at = 0};
	if (locate(c, at, err) < 0)
		return -1;
	for (unsigned i = 1; i < c->pool_count; i++)
		if (check_entry(c, i, err) < 0)
			return -1;
	return 0;
}

struct class_text classfile_text(const struct classfile *c, unsigned index)
{
	switch (classfile_tag(c, index)) {
	case CLASS_TAG_UTF8:
		return class_utf8(c, index);
	case CLASS_TAG_CLASS:
	case CLASS_TAG_STRING:
	case CLASS_TAG_METHOD_TYPE:
	case CLASS_TAG_MODULE:
	case CLASS_TAG_PACKAGE:
		return class_utf8(c, class_u2(c, c->pool[index].at));
	default:
		return (struct class_text){"", 0};
	}
}

int64_t classfile_integer(const struct classfile *c, unsigned index)
{
	enum class_tag tag = classfile_tag(c, index);
	uint32_t at;

	if (tag != CLASS_TAG_INTEGER && tag != CLASS_TAG_LONG)
		return 0;
	at = c->pool[index].at;
	if (tag == CLASS_TAG_INTEGER)
		return (int32_t)class_u4(c, at);
	return (int64_t)((uint64_t)class_u4(c, at) << 32 | class_u4(c, at + 4));
}

double classfile_real(const struct classfile *c, unsigned index)
{
	enum class_tag tag = classfile_tag(c, index);
	uint64_t wide;
	uint32_t at, narrow;
	double real;
	float single;

	if (tag != CLASS_TAG_FLOAT && tag != CLASS_TAG_DOUBLE)
		return 0;
	at = c->pool[index].at;
	narrow = class_u4(c, at);
	if (tag == CLASS_TAG_FLOAT) {
		memcpy(&single, &narrow, sizeof(single));
		return (double)single;
	}
	wide = (uint64_t)narrow << 32 | class_u4(c, at + 4);
	memcpy(&real, &wide, sizeof(real));
	return real;
}

static void name_and_type(const struct classfile *c, unsigned index, struct class_target *out)
{
	uint32_t at = c->pool[index].at;

	out->name = class_utf8(c, class_u2(c, at));
	out->descriptor = class_utf8(c, class_u2(c, at + 2));
}

bool classfile_target(const struct classfile *c, unsigned index, struct class_target *out)
{
	uint32_t at;

	if (classfile_tag(c, index) == CLASS_TAG_METHOD_HANDLE)
		index = class_u2(c, c->pool[index].at + 1);
	out->tag = classfile_tag(c, index);
	out->owner = (struct class_text){"", 0};
	at = index < c->pool_count ? c->pool[index].at : 0;
	switch (out->tag) {
	case CLASS_TAG_FIELD:
	case CLASS_TAG_METHOD:
	case CLASS_TAG_INTERFACE_METHOD:
		out->owner = classfile_text(c, class_u2(c, at));
		name_and_type(c, class_u2(c, at + 2), out);
		return true;
	case CLASS_TAG_DYNAMIC:
	case CLASS_TAG_INVOKE_DYNAMIC:
		name_and_type(c, class_u2(c, at + 2), out);
		return true;
	case CLASS_TAG_NAME_AND_TYPE:
		name_and_type(c, index, out);
		return true;
	default:
		return false;
	}
}

unsigned classfile_mark(const struct classfile *c, unsigned char *marks, unsigned char bit,
			const struct class_method_name *list, size_t count)
{
	unsigned found = 0;
	struct class_target t;

	for (unsigned i = 1; i < c->pool_count; i++) {
		unsigned tag = c->pool[i].tag;

		if ((tag != CLASS_TAG_METHOD && tag != CLASS_TAG_INTERFACE_METHOD) ||
		    !classfile_target(c, i, &t))
			continue;
		for (size_t n = 0; n < count; n++) {
			if (!class_text_is(t.name, list[n].name) ||
			    !class_text_is(t.owner, list[n].owner))
				continue;
			marks[i] |= bit;
			found++;
			break;
		}
	}
	return found;
}
