/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The app's own classes, which are those of project.jar that Mendix did not generate: state that
 * an instance keeps in static fields, what one thread at a time may run, and streams and files
 * that a method leaves behind.
 */
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/world/java.h"

enum { FIELD_CLASS, FIELD_NAME, FIELD_TYPE, FIELD_FINAL, FIELD_MODULE };
static const struct attr_def field_attrs[] = {
	{ "class", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the class, as a/b/C", NULL },
	{ "field", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name of the field", NULL },
	{ "type", ATTR_NAME, ATTR_REQUIRED, "its type: a/b/C, int, byte[]", NULL },
	{ "final", ATTR_BOOL, ATTR_REQUIRED,
	  "the field keeps its array or collection, whose content can change", NULL },
	{ "module", ATTR_NAME, 0, "module of the model that the class belongs to", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_field = {
	.name = "java-field", .source = SOURCE_JAVA, .attrs = field_attrs,
	.meaning = "A static field of the app's own classes whose value or content can change: "
		   "each instance has one of its own",
};

enum {
	PATTERN_KIND, PATTERN_CLASS, PATTERN_METHOD, PATTERN_OPENED, PATTERN_READ_BY,
	PATTERN_MODULE, PATTERN_COUNT, PATTERN_HEURISTIC
};
static const struct attr_def pattern_attrs[] = {
	{ "kind", ATTR_ENUM, ATTR_KEY | ATTR_REQUIRED,
	  "a stream that is neither closed nor handed on in the method; a temporary file that is "
	  "neither returned nor stored, in a method that deletes none; a cast to "
	  "FileInputStream of what a call gave",
	  "stream-open|temp-file|stream-cast" },
	{ "class", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the class, as a/b/C", NULL },
	{ "method", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the method", NULL },
	{ "opened", ATTR_NAME, ATTR_KEY,
	  "what gives the stream or makes the file, as a/b/C.method", NULL },
	{ "read-by", ATTR_NAME, ATTR_KEY,
	  "what uses the stream and leaves it open, as a/b/C.method, where one is known", NULL },
	{ "module", ATTR_NAME, 0, "module of the model that the class belongs to", NULL },
	{ "count", ATTR_INT, ATTR_REQUIRED, "how often in methods of that name", NULL },
	{ "heuristic", ATTR_BOOL, ATTR_REQUIRED,
	  "always yes: one method is looked at, not what others do with what it leaves", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_pattern = {
	.name = "resource-pattern", .source = SOURCE_JAVA, .attrs = pattern_attrs,
	.meaning = "A way of handling streams and files in the app's own classes that may leave "
		   "something behind",
};

enum { LOCK_CLASS, LOCK_METHOD, LOCK_MODULE, LOCK_COUNT };
static const struct attr_def lock_attrs[] = {
	{ "class", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the class, as a/b/C", NULL },
	{ "method", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the method", NULL },
	{ "module", ATTR_NAME, 0, "module of the model that the class belongs to", NULL },
	{ "count", ATTR_INT, ATTR_REQUIRED, "methods of that name that have such parts", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_lock = {
	.name = "java-lock", .source = SOURCE_JAVA, .attrs = lock_attrs,
	.meaning = "A method of the app's own classes that is synchronized or has such a part: "
		   "one thread at a time runs it, in each instance",
};

static const struct fact_def *const defs[] = { &fact_field, &fact_pattern, &fact_lock, NULL };

static void add_field(struct world *w, const struct java_field *j)
{
	struct fact *f = facts_add(w->facts, &fact_field);

	fact_set(w->facts, f, FIELD_CLASS, j->class);
	fact_set(w->facts, f, FIELD_NAME, j->name);
	fact_set(w->facts, f, FIELD_TYPE, j->type);
	fact_set_bool(w->facts, f, FIELD_FINAL, j->is_final);
	fact_set(w->facts, f, FIELD_MODULE, j->module);
}

static void add_pattern(struct world *w, const struct java_pattern *p)
{
	struct fact *f = facts_add(w->facts, &fact_pattern);

	fact_set(w->facts, f, PATTERN_KIND, p->kind);
	fact_set(w->facts, f, PATTERN_CLASS, p->class);
	fact_set(w->facts, f, PATTERN_METHOD, p->method);
	fact_set(w->facts, f, PATTERN_OPENED, p->opened);
	fact_set(w->facts, f, PATTERN_READ_BY, p->read_by);
	fact_set(w->facts, f, PATTERN_MODULE, p->module);
	fact_set_int(w->facts, f, PATTERN_COUNT, p->count);
	fact_set_bool(w->facts, f, PATTERN_HEURISTIC, true);
}

static void add_lock(struct world *w, const struct java_pattern *p)
{
	struct fact *f = facts_add(w->facts, &fact_lock);

	fact_set(w->facts, f, LOCK_CLASS, p->class);
	fact_set(w->facts, f, LOCK_METHOD, p->method);
	fact_set(w->facts, f, LOCK_MODULE, p->module);
	fact_set_int(w->facts, f, LOCK_COUNT, p->count);
}

static void derive(void *state, struct world *w)
{
	(void)state;
	for (size_t i = 0; i < w->java->fields.len; i++)
		add_field(w, w->java->fields.items[i]);
	for (size_t i = 0; i < w->java->patterns.len; i++) {
		const struct java_pattern *p = w->java->patterns.items[i];

		if (strcmp(p->kind, "lock") == 0)
			add_lock(w, p);
		else
			add_pattern(w, p);
	}
}

const struct analyzer analyzer_own_java = {
	.name = "own-java",
	.summary = "static fields, locks, and streams and files left behind, in own classes",
	.facts = defs,
	.derive = derive,
};
