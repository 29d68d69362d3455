/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Java class files, Java 1.1 (45.3) to 25 (69), as chapter 4 of the JVM specification lays them
 * out: bytes in, views into these bytes out. Three steps, each dearer than the one before:
 *
 *   classfile_read()	the constant pool, the frame of fields, methods and attributes, checked
 *   classfile_refs()	the set of classes named anywhere, as `jdeps -v` counts them
 *   classfile_walk()	the instructions of each method, as events
 *
 * Strings, members and classes of the pool need only the first. A caller with patterns asks the
 * pool first, marks the entries that match, and walks only when there is a mark; marks are bytes
 * by pool index, so that no event costs a look at text.
 *
 * Bytes are hostile: what lies outside its bounds or has the wrong kind is -1 with the place in
 * err. A struct classfile is used again for one class after another and keeps its memory; views
 * are good until the next classfile_read(), and as long as the bytes.
 */
#ifndef FORMATS_CLASSFILE_H
#define FORMATS_CLASSFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;
struct buf;
struct class_scratch;
struct err;

enum { CLASSFILE_NEWEST = 69 };		/* Java 25; later ones are read as if they were that */

/*
 * ---- text ----
 * Modified UTF-8 as it stands in the class, without a NUL at the end. ASCII is the same in both
 * forms, so names can be compared without decoding.
 */
struct class_text {
	const char *bytes;
	size_t len;
};

struct class_text class_text_of(const char *s);		/* a view of a C string */

/* These are in the header because compilers know the length of a literal. */
static inline bool class_text_is(struct class_text t, const char *ascii)
{
	return strlen(ascii) == t.len && memcmp(t.bytes, ascii, t.len) == 0;
}

static inline bool class_text_starts(struct class_text t, const char *ascii)
{
	size_t n = strlen(ascii);

	return t.len >= n && memcmp(t.bytes, ascii, n) == 0;
}

bool class_text_same(struct class_text a, struct class_text b);
/* No byte over 0x7f: the bytes are UTF-8 as they are (a NUL is never a byte of such a text). */
bool class_text_ascii(struct class_text t);
uint64_t class_text_hash(struct class_text t);		/* the one in struct class_ref */
/* Appends real UTF-8; lone surrogates and bad bytes become U+FFFD, NUL a byte of 0. */
void class_text_add(struct buf *b, struct class_text t);
const char *class_text_intern(struct arena *a, struct class_text t);	/* NUL becomes U+FFFD */

/* ---- the constant pool ---- */
enum class_tag {
	CLASS_TAG_NONE = 0,	/* index 0, and the second slot of long and double */
	CLASS_TAG_UTF8 = 1, CLASS_TAG_INTEGER = 3, CLASS_TAG_FLOAT, CLASS_TAG_LONG,
	CLASS_TAG_DOUBLE, CLASS_TAG_CLASS, CLASS_TAG_STRING, CLASS_TAG_FIELD, CLASS_TAG_METHOD,
	CLASS_TAG_INTERFACE_METHOD, CLASS_TAG_NAME_AND_TYPE, CLASS_TAG_METHOD_HANDLE = 15,
	CLASS_TAG_METHOD_TYPE, CLASS_TAG_DYNAMIC, CLASS_TAG_INVOKE_DYNAMIC, CLASS_TAG_MODULE,
	CLASS_TAG_PACKAGE
};

struct class_constant {
	uint32_t at;		/* of what follows the tag */
	uint8_t tag;
	uint8_t arg_slots;	/* private from here on; of a Utf8: enum class_attribute_name */
	uint16_t state;
};

enum {
	CLASS_ACC_STATIC = 0x0008, CLASS_ACC_FINAL = 0x0010, CLASS_ACC_SYNCHRONIZED = 0x0020,
	CLASS_ACC_NATIVE = 0x0100, CLASS_ACC_INTERFACE = 0x0200, CLASS_ACC_ABSTRACT = 0x0400,
	CLASS_ACC_SYNTHETIC = 0x1000, CLASS_ACC_MODULE = 0x8000
};

/* A class that is referred to. Names are in slashed form: java/lang/Object. */
struct class_ref {
	struct class_text name;		/* never an array */
	uint64_t hash;
	unsigned from;			/* CLASS_FROM_* bits, all that apply */
};

struct classfile {
	const unsigned char *bytes;
	size_t len;
	uint16_t major, minor, access;
	struct class_text name;
	struct class_text super;	/* empty for java/lang/Object and module-info */
	unsigned interface_count;
	struct class_constant *pool;	/* [pool_count]; 0 is not used */
	unsigned pool_count;
	struct class_ref *refs;		/* after classfile_refs(), in order of first mention */
	size_t ref_count;

	uint32_t fields_at, methods_at, attributes_at;	/* private from here on */
	size_t pool_size;
	struct class_scratch *scratch;
};

void classfile_init(struct classfile *c);
void classfile_release(struct classfile *c);	/* for CLEANUP() too */

/* The bytes are borrowed. After -1 nothing in c may be looked at. */
int classfile_read(struct classfile *c, const void *bytes, size_t len, struct err *err);

static inline enum class_tag classfile_tag(const struct classfile *c, unsigned index)
{
	return index < c->pool_count ? (enum class_tag)c->pool[index].tag : CLASS_TAG_NONE;
}

/* Text of a Utf8, String, Class, MethodType, Module or Package; empty for other entries. */
struct class_text classfile_text(const struct classfile *c, unsigned index);
/* Integer and Long; 0 for other entries. */
int64_t classfile_integer(const struct classfile *c, unsigned index);
/* Float and Double; 0 for other entries. */
double classfile_real(const struct classfile *c, unsigned index);

struct class_target {
	enum class_tag tag;
	struct class_text owner;	/* may be an array, "[I"; empty for the dynamic ones */
	struct class_text name;
	struct class_text descriptor;
};

/*
 * What a field, method or interface method entry names, and InvokeDynamic, Dynamic and
 * NameAndType, which have no owner; for a MethodHandle what it points to. False for others.
 */
bool classfile_target(const struct classfile *c, unsigned index, struct class_target *out);

/* ---- fields and methods ---- */
/* `struct class_member m = { 0 }; while (classfile_next_method(c, &m)) …` */
struct class_member {
	uint16_t access;
	uint16_t constant;		/* fields: pool index of the ConstantValue, or 0 */
	struct class_text name;
	struct class_text descriptor;
	unsigned number;		/* from 1, in order of the file */
	uint32_t code_at;		/* methods: offset of the Code attribute's content, or 0 */
	uint32_t code_len;		/* of that content */
	uint32_t attributes_at, next;	/* private from here on */
	unsigned attributes;		/* bits 1 << enum class_attribute_name: those it has */
};

bool classfile_next_field(const struct classfile *c, struct class_member *f);
bool classfile_next_method(const struct classfile *c, struct class_member *m);

/* ---- classes referred to ---- */
enum {
	CLASS_FROM_POOL = 1,		/* Class entries, element types of arrays */
	CLASS_FROM_TYPE = 2,		/* descriptors of members used, and of dynamic calls */
	CLASS_FROM_DECLARED = 4,	/* descriptors of the own fields and methods */
	CLASS_FROM_SIGNATURE = 8,	/* Signature attributes of class, fields, methods */
	CLASS_FROM_ANNOTATION = 16,	/* run-time visible annotations, not their values */
	CLASS_FROM_JDEPS = 31,		/* what is above; jdeps leaves out the class itself */
	CLASS_FROM_METHOD_TYPE = 32,	/* MethodType entries */
	CLASS_FROM_BOUND = 64,		/* of type parameters of the class, with _SIGNATURE only */
	CLASS_FROM_ALL = 127
};

/*
 * Fills c->refs with each class once; the class itself is among them. A descriptor that is none
 * is an error, as it is for a JVM; a malformed Signature is read as far as it goes, as there.
 */
int classfile_refs(struct classfile *c, unsigned from, struct err *err);

/* ---- instructions ---- */
enum class_value_kind {
	CLASS_VALUE_UNKNOWN, CLASS_VALUE_NULL, CLASS_VALUE_INT, CLASS_VALUE_LONG,
	CLASS_VALUE_FLOAT, CLASS_VALUE_DOUBLE, CLASS_VALUE_STRING, CLASS_VALUE_CLASS
};

/*
 * What is known of a value on the stack. Followed through locals and dup within a run of
 * instructions that no jump enters; after that unknown. Constants boxed by valueOf() stay
 * constants.
 */
struct class_value {
	uint8_t kind;		/* enum class_value_kind */
	uint16_t index;		/* STRING, CLASS: for classfile_text() */
	uint16_t made_by;	/* pool index of the call or field that gave it, or 0 */
	uint32_t node;		/* private */
	union {
		int64_t integer;	/* INT (boolean, char too), LONG */
		double real;		/* FLOAT, DOUBLE */
	};
};

enum {
	CLASS_EVENT_CLASS = 1,	/* new, checkcast, instanceof, arrays, ldc, catch (opcode 0) */
	CLASS_EVENT_FIELD = 2,	/* getstatic, putstatic, getfield, putfield */
	CLASS_EVENT_CALL = 4,	/* invoke*; for invokedynamic its name and descriptor */
	CLASS_EVENT_HANDLE = 8,	/* method handles: ldc, bootstrap methods and their arguments */
	CLASS_EVENT_STRING = 16,	/* ldc, and arguments of bootstrap methods */
	CLASS_EVENT_NUMBER = 32,	/* constants, from the pool or in the instruction */
	CLASS_EVENT_ALL = 63
};

enum {				/* opcodes that one may want to tell apart in events */
	CLASS_OP_LDC = 0x12, CLASS_OP_GETSTATIC = 0xb2, CLASS_OP_PUTSTATIC, CLASS_OP_GETFIELD,
	CLASS_OP_PUTFIELD, CLASS_OP_INVOKEVIRTUAL, CLASS_OP_INVOKESPECIAL, CLASS_OP_INVOKESTATIC,
	CLASS_OP_INVOKEINTERFACE, CLASS_OP_INVOKEDYNAMIC, CLASS_OP_NEW, CLASS_OP_NEWARRAY,
	CLASS_OP_ANEWARRAY, CLASS_OP_ARRAYLENGTH, CLASS_OP_ATHROW, CLASS_OP_CHECKCAST,
	CLASS_OP_INSTANCEOF, CLASS_OP_MONITORENTER
};

struct class_event {
	unsigned kind;		/* one CLASS_EVENT_* */
	uint8_t opcode;		/* 0 for catch; wide and narrow forms of ldc are CLASS_OP_LDC */
	bool bootstrap;		/* HANDLE: the bootstrap method itself */
	uint16_t index;		/* pool entry; HANDLE: the member it points to; 0: in the code */
	uint32_t pc;
	struct class_text text;		/* CLASS: its name, arrays as written; STRING */
	struct class_target target;	/* FIELD, CALL, HANDLE */
	struct class_value value;	/* NUMBER; checkcast and putfield: what it is done to */
	struct class_value receiver;	/* CALL of a method that is not static */
	/*
	 * CALL: by position, a long is one, the receiver none. Empty without `arguments`, and for
	 * descriptors over 2 KB.
	 */
	const struct class_value *args;
	unsigned arg_count;
};

/*
 * Something opened in a method: what the walk saw happening to it. Heuristic: a local variable
 * is one thing in the whole method, whatever is stored in it, so everything done to one value
 * counts for all that share its variable; a value on the stack at a jump counts as LOST.
 * A stream, reader or writer of java.io or java.util.zip built around it is the same thing, and
 * what its getInputStream(), getOutputStream() or getChannel() gives. A constructor that is
 * marked opens nothing when it wraps like that, or when a subclass calls it on itself.
 * No bit set: neither closed nor handed to anybody, so it stays open until collected.
 */
enum {
	CLASS_RES_CLOSED = 1,	/* close() is called on it somewhere in the method */
	CLASS_RES_RETURNED = 2,
	CLASS_RES_STORED = 4,	/* in a field or an array */
	CLASS_RES_PASSED = 8,	/* argument of a call, captured by a lambda; not CLASS_MARK_READS */
	CLASS_RES_LOST = 16	/* no longer followed */
};

struct class_resource {
	uint32_t pc;
	uint16_t index;		/* the opening method, or constructor */
	uint16_t reader;	/* pool index of a call with CLASS_MARK_READS that took it, or 0 */
	unsigned fate;		/* CLASS_RES_* bits */
	uint32_t node;		/* private */
};

enum {
	CLASS_DOES_LOCK = 1,		/* monitorenter: a synchronized block */
	CLASS_DOES_DELETE = 2		/* delete, deleteOnExit, deleteIfExists and their like */
};

struct class_summary {
	unsigned does;		/* CLASS_DOES_* bits */
	uint16_t cast_of;	/* call whose result is cast to FileInputStream: pool index, or 0 */
	const struct class_resource *resources;
	size_t resource_count;
};

enum {
	CLASS_MARK_EVENT = 1,
	CLASS_MARK_OPENS = 2,
	CLASS_MARK_READS = 4,	/* uses streams it is given and leaves them open */
	CLASS_MARK_WRAPS = 8	/* gives a stream around its first argument */
};

struct class_walk {
	unsigned kinds;			/* CLASS_EVENT_* bits wanted */
	/*
	 * NULL: every event, nothing opens. Else pool_count bytes: events only for entries with
	 * CLASS_MARK_EVENT (numbers in the code always), and calls of entries with
	 * CLASS_MARK_OPENS are resources.
	 */
	const unsigned char *marks;
	bool arguments;			/* follow the stack: args, receivers, casts, summaries */
	/* Views in the event are good during the call. NULL: none. */
	void (*event)(void *data, const struct class_member *m, const struct class_event *e);
	/* Called after each method with code. NULL: none; else needs `arguments`. */
	void (*summary)(void *data, const struct class_member *m, const struct class_summary *s);
	void *data;
};

/* Every method. The method and byte stand in err; events before it have been given. */
int classfile_walk(struct classfile *c, const struct class_walk *w, struct err *err);

/* A method to look for in the pool: both exact. */
struct class_method_name {
	const char *owner, *name;
};

/*
 * Sets bit in marks[i] for each method entry i that is one of list[count]; returns how many.
 */
unsigned classfile_mark(const struct classfile *c, unsigned char *marks, unsigned char bit,
			const struct class_method_name *list, size_t count);

/* Lists for that, of the JDK and well-known libraries; class_streams.c tells what is in them. */
extern const struct class_method_name class_openers[], class_readers[], class_wrappers[];
extern const size_t class_opener_count, class_reader_count, class_wrapper_count;

#endif
