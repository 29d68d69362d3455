/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between the files that read the model; nobody else includes it. model.c frames the documents,
 * checks each wanted one and hands it to the reader of its type below, so readers only look up
 * fields. What they leave alone stays zero; strings are filled by doc_str(), never NULL.
 */
#ifndef ANALYZERS_WORLD_MODEL_READ_H
#define ANALYZERS_WORLD_MODEL_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyzers/world/model.h"
#include "formats/bson.h"

#define MODEL_PLACE "model/model.mdp"

struct unknown_type {
	const char *type;
	size_t count;
};

/* Types nobody knows, each with how often it came. */
struct unknown_types {
	struct vec list;	/* of struct unknown_type, in order of discovery */
	struct map by_name;
};

struct reader {
	struct model *m;
	struct arena *arena;
	const struct limits *limits;
	struct sources *sources;
	struct diags *diags;
	struct model_module *module;	/* that the document belongs to; NULL before the first */
	size_t promised;		/* documents that the index names, itself included */
	uint64_t activities;		/* objects and sequence flows so far, against the limit */
	size_t search_left;		/* bytes for searching uses of lists, and inlining */
	struct unknown_types documents, actions, schedules;
};

/* Readers of one document each. */
void read_project(struct reader *r, struct doc d);
void read_module(struct reader *r, struct doc d);
void read_settings(struct reader *r, struct doc d);
void read_security(struct reader *r, struct doc d);
void read_navigation(struct reader *r, struct doc d);
void read_domain_model(struct reader *r, struct doc d);
void read_java_action(struct reader *r, struct doc d);
void read_constant(struct reader *r, struct doc d);
void read_queue(struct reader *r, struct doc d);
void read_workflow(struct reader *r, struct doc d);
void read_scheduled_event(struct reader *r, struct doc d);
void read_microflow(struct reader *r, struct doc d);
void read_rule(struct reader *r, struct doc d);
void read_nanoflow(struct reader *r, struct doc d);
void read_published_rest(struct reader *r, struct doc d);
void read_published_soap(struct reader *r, struct doc d);
void read_published_odata(struct reader *r, struct doc d);
void read_imported_soap(struct reader *r, struct doc d);
void read_consumed_app(struct reader *r, struct doc d);
/* A consumed service of a type that no package seen has. */
void read_consumed_other(struct reader *r, struct doc d, const char *kind);

/* New zeroed element, added to the list. */
void *model_add(struct reader *r, struct vec *list, size_t size);
/* A name as it is; one that would cost too much in every fact with it is cut, and that said. */
const char *model_sane(struct reader *r, const char *name);
/* QualifiedName, or module and Name where that is missing. */
const char *model_name(struct reader *r, struct doc d);
/* The module a qualified name belongs to. */
const char *model_module_of(const struct reader *r, const char *name);

void unknown_add(struct reader *r, struct unknown_types *u, const char *type);
void unknown_release(struct unknown_types *u);

/* True when name equals pattern, or starts like it up to a final '*'. */
bool type_matches(const char *name, const char *pattern);

/* Of model_flows.c, once every document was read: the map of names, and what rests on it. */
void flows_finish(struct model *m);

/* Of model_http.c: without white space around, every run of it inside as one space. */
const char *tidy_text(struct arena *a, const char *s);
/*
 * A literal gives its text, anything else stands in braces: {@Module.Url}.
 */
const char *http_expression(struct arena *a, const char *expression);
void http_read_rest(struct http_call *call, struct doc action, struct arena *a);
void http_read_soap(struct http_call *call, struct doc action, struct arena *a);
/* Where an HttpConfiguration leads to, "" when it does not say. */
const char *http_location(struct doc configuration, struct arena *a);

/* Of model_activity.c: what an action is. Leaves caption, loops and disabled alone. */
void activity_read(struct reader *r, struct doc action, struct activity *out);
/* "" where Studio Pro made the caption up. */
const char *activity_caption(struct doc object, struct doc action, const struct activity *act,
			     struct arena *a);

#endif
