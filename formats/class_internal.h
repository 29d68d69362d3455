/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the class-file reader share; everybody else includes formats/classfile.h. */
#ifndef FORMATS_CLASS_INTERNAL_H
#define FORMATS_CLASS_INTERNAL_H

#include "formats/classfile.h"

/* struct class_constant.state: what was done with the entry, so that it is done once. */
enum {
	CLASS_STATE_TYPE = 1,		/* a text gathered as a CLASS_FROM_TYPE descriptor */
	CLASS_STATE_DECLARED = 2,
	CLASS_STATE_METHOD_TYPE = 4,
	CLASS_STATE_SIGNATURE = 8,
	CLASS_STATE_GATHERED = 15,
	/* Methods: looked at once, then arg_slots and what follows are known. */
	CLASS_STATE_KNOWN = 16,
	CLASS_STATE_RESULT_1 = 32,	/* slots of the result: neither is none */
	CLASS_STATE_RESULT_2 = 64,
	CLASS_STATE_INIT = 128,		/* a constructor */
	CLASS_STATE_WRAPS = 256,	/* of a stream around its first argument */
	CLASS_STATE_CLOSES = 512,
	CLASS_STATE_DELETES = 1024,
	CLASS_STATE_BOXES = 2048,	/* valueOf() of the classes around numbers */
	CLASS_STATE_PART = 4096		/* getInputStream() and the like: closing that is enough */
};

enum { CLASS_MAX_ARGS = 255 };

/* Attributes that are looked at. */
enum class_attribute_name {
	CLASS_ATTRIBUTE_OTHER, CLASS_ATTRIBUTE_CODE, CLASS_ATTRIBUTE_CONSTANT_VALUE,
	CLASS_ATTRIBUTE_SIGNATURE, CLASS_ATTRIBUTE_BOOTSTRAP_METHODS,
	CLASS_ATTRIBUTE_ANNOTATIONS, CLASS_ATTRIBUTE_PARAMETER_ANNOTATIONS
};

/* Bootstrap methods: where each stands. */
struct class_bootstraps {
	uint32_t *at;
	unsigned count;
	size_t size;
	bool known;		/* looked for in this class */
};

struct class_text_stack {
	struct class_text *items;
	size_t len, size;
};

/* Memory that outlives one class. */
struct class_scratch {
	struct arena *names;	/* composed for this class; NULL: none yet */
	size_t composed;	/* bytes of them */
	size_t ref_size;	/* of c->refs */
	uint32_t *slots;	/* hash table: 1 + position in c->refs */
	size_t slot_count;	/* in use for this class, a power of two */
	size_t slot_size;
	struct class_text_stack outer;
	struct class_bootstraps bootstraps;
	unsigned char *jumped_to;	/* a bit for each byte of code */
	size_t jumped_size;
	struct class_value *values;	/* stack, then locals */
	uint32_t *stamps;		/* of the locals: good when equal to `stamp` */
	size_t value_size, stamp_size;
	uint32_t stamp;
	struct class_value args[CLASS_MAX_ARGS];
	size_t bootstrap_args;		/* looked at in this walk */
	struct class_node *nodes;
	size_t node_size;
	struct class_resource *resources;
	size_t resource_size;
};

static inline uint16_t class_be16(const unsigned char *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t class_be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline uint16_t class_u2(const struct classfile *c, size_t at)
{
	return class_be16(c->bytes + at);
}

static inline uint32_t class_u4(const struct classfile *c, size_t at)
{
	return class_be32(c->bytes + at);
}

/* The text of an index that is known to be a Utf8. */
static inline struct class_text class_utf8(const struct classfile *c, unsigned index)
{
	const unsigned char *p = c->bytes + c->pool[index].at;

	return (struct class_text){(const char *)p + 2, class_be16(p)};
}

enum { CLASS_SHOWN = 101 };

/* class_text.c: for messages: at most 100 characters, '?' for what is not printable ASCII. */
const char *class_text_show(char out[CLASS_SHOWN], struct class_text t);

/* class_pool.c: reads the pool that begins at *at and moves *at behind it. */
int class_pool_read(struct classfile *c, size_t *at, struct err *err);

/* What the attribute at `at` is called. */
static inline enum class_attribute_name class_attribute_name(const struct classfile *c, size_t at)
{
	return (enum class_attribute_name)c->pool[class_u2(c, at)].arg_slots;
}

/*
 * An attribute by name among those whose count stands at `at`, which were checked: the offset of
 * its content and its length; 0 when there is none.
 */
uint32_t class_attribute(const struct classfile *c, uint32_t at, enum class_attribute_name name,
			 uint32_t *len);

/* class_descriptor.c: each class named; -1 when it is not a descriptor. */
typedef int class_name_fn(void *data, struct class_text name);
int class_descriptor_each(struct class_text d, class_name_fn *see, void *data);
/* A method's: slots of its parameters (at most 255) and of its result. -1 when it is none. */
int class_descriptor_shape(struct class_text d, uint8_t *slots, unsigned *result);
/* The next parameter at *at (from 1): its first letter, or 0 after the last. */
char class_descriptor_next(struct class_text d, size_t *at);
/*
 * Each class of a Signature, those in bounds of its own type parameters to see_bound(); composed
 * names of inner classes live as long as the class. -1 when a callback said so or these names
 * take too much.
 */
int class_signature_each(struct classfile *c, struct class_text s, class_name_fn *see,
			 class_name_fn *see_bound, void *data);

/* classfile.c: grows the array that the pointer at `items` leads to, for at least `need`. */
void class_grow(void *items, size_t *size, size_t need, size_t each);

#endif
