/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One archive, and those inside it, as a worker reads them: a function of its bytes and of what
 * is looked for. Files: java_scan.c goes through archives, java_class.c through one class,
 * java_finds.c knows what is looked for, java_uses.c what own methods use; java_reach.c follows
 * references over all archives, java_code.c calls in own classes.
 */
#ifndef ANALYZERS_WORLD_JAVA_SCAN_H
#define ANALYZERS_WORLD_JAVA_SCAN_H

#include "analyzers/world/java.h"
#include "analyzers/world/java_code.h"
#include "core/diag.h"
#include "formats/classfile.h"
#include "package/package.h"
#include "util/buf.h"
#include "util/map.h"

struct limits;
struct pattern;
struct pattern_scratch;
struct java_finds;
struct java_names;

/* References kept of all archives together: 16 bytes each, with what they are looked up by. */
enum { JAVA_EDGES_MAX = (64 << 20) / 16 };

/* A growing list of hashes: of names in slashed form, class_text_hash(). */
struct java_hashes {
	uint64_t *items;
	size_t len, size;
};

void java_hashes_add(struct java_hashes *h, uint64_t hash);

/* A class in an archive; the classes it refers to are edges[first_edge] on. */
struct java_node {
	uint64_t hash;
	size_t first_edge, edge_count;
	bool root;		/* own code, or a component that the OSGi framework starts */
};

/* What an archive says about names, for java_reach.c and java_code.c. */
struct java_links {
	struct java_archive *archive;
	struct java_node *nodes;
	size_t node_count, node_size;
	struct java_hashes edges;
	struct java_hashes names;	/* in strings and text: count for other archives */
	struct java_hashes services;	/* in META-INF/services and their like: for this one too */
	struct java_hashes starts;	/* classes that the OSGi framework starts */
	struct java_uses uses;
};

void java_links_release(struct java_links *l);

/* What comes out of one archive of the package. */
struct java_part {
	const char *place;
	const struct limits *limits;
	struct arena *arena;		/* of this part alone; lives as long as the world */
	struct diags diags;
	struct vec links;		/* of struct java_links: the archive and those inside */
	struct vec matches, fields, patterns, addresses, markers, certificates;
	uint64_t *counts;		/* matches, for each find */
	bool *truncated, *gave_up;	/* for each find */
	size_t total, unreadable;	/* archives */
	size_t wanted, unread;		/* entries: classes, and text that may name some */
	uint64_t inflated;
	bool over_limit;		/* some limit was reached while reading */
	bool over_addresses;		/* more than --max-facts in own strings */
	size_t edges;			/* hashes of all links */
	bool over_edges;		/* more than JAVA_EDGES_MAX: they were let go */
};

/* What a worker keeps from one archive to the next. */
struct java_worker {
	const struct java_finds *finds;
	struct pattern_scratch *scratch;
	struct classfile class;
	struct java_names *names[JAVA_SCOPES];	/* java_finds.h */
	unsigned char *marks;
	size_t marks_size;
	struct buf text;
	struct room room;		/* of the entry at hand */
};

/* The archive at hand. */
struct java_scan {
	struct java_worker *worker;
	struct java_part *part;
	struct java_links *links;
	bool hit_limit;		/* the entry at hand was not read because of one */
};

struct java_worker *java_worker_new(const struct java_finds *finds, uint64_t pattern_steps);
void java_worker_free(struct java_worker *w);

/*
 * Reads an archive and those inside it. `spent` is what was inflated before of --max-total. The
 * part is given empty but for place and limits.
 */
void java_scan_archive(struct java_worker *w, struct java_part *part, const struct blob *bytes,
		       uint64_t spent);
void java_part_init(struct java_part *part, const char *place, const struct limits *limits,
		    size_t finds);
void java_part_release(struct java_part *part);

void java_part_drop_links(struct java_part *part);

/*
 * How the app comes to each archive; links of all archives, names of struct java_named in text
 * outside them, or NULL. Without `follow` nothing is known but of project.jar.
 */
void java_reach(const struct vec *links, const struct vec *names, bool follow);

/* One class of the archive at hand. -1 with err when it cannot be read whole. */
int java_class(struct java_scan *s, const char *name, const struct blob *bytes, struct err *err);

/* Names of classes in text, at most that many bytes of it, as hashes. */
void java_names_in(struct java_hashes *out, const char *text, size_t n);

#endif
