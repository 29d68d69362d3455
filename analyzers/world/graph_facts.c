/* SPDX-License-Identifier: Apache-2.0 */
/* What a start reaches, as facts under whatever starts it. */
#include <string.h>

#include "analyzers/world/graph_walk.h"
#include "analyzers/world/java_purpose.h"
#include "core/fact.h"

enum {
	REACH_MICROFLOWS, REACH_DEPTH, REACH_RECURSIVE, REACH_LOOPS, REACH_NESTED_LOOPS,
	REACH_RETRIEVES, REACH_COMMITS, REACH_LOOPED_COMMITS, REACH_JAVA, REACH_OUTBOUND,
	REACH_LOOPED_OUTBOUND, REACH_MISSING, REACH_UNKNOWN
};
static const struct attr_def reach_attrs[] = {
	{ "microflows", ATTR_INT, ATTR_REQUIRED,
	  "microflows and rules, each once, the first one included", NULL },
	{ "depth", ATTR_INT, ATTR_REQUIRED, "calls from the first one to the farthest", NULL },
	{ "recursive", ATTR_BOOL, ATTR_REQUIRED, "one of them can come to call itself", NULL },
	{ "loops", ATTR_INT, ATTR_REQUIRED, "loops in all of them", NULL },
	{ "nested-loops", ATTR_INT, ATTR_REQUIRED,
	  "deepest nesting of loops, those around a call included", NULL },
	{ "unbounded-retrieves", ATTR_INT, ATTR_REQUIRED,
	  "retrieves of all objects of an entity that match, however many there are", NULL },
	{ "commits", ATTR_INT, ATTR_REQUIRED, "activities that commit or delete", NULL },
	{ "commits-in-loops", ATTR_INT, ATTR_REQUIRED,
	  "those that stand in a loop or are called from one", NULL },
	{ "java-actions", ATTR_INT, ATTR_REQUIRED, "Java actions, each once", NULL },
	{ "outbound-calls", ATTR_INT, ATTR_REQUIRED,
	  "activities that call another system: REST, SOAP, app service, external", NULL },
	{ "outbound-in-loops", ATTR_INT, ATTR_REQUIRED,
	  "those that stand in a loop or are called from one", NULL },
	{ "missing", ATTR_INT, ATTR_REQUIRED,
	  "calls of microflows or rules that the model does not have", NULL },
	{ "unknown", ATTR_INT, ATTR_REQUIRED, "activities of types nobody knows", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
const struct fact_def fact_reach = {
	.name = "reach", .source = SOURCE_GRAPH, .attrs = reach_attrs,
	.meaning = "What a microflow does together with all that it calls: what goes through task "
		   "queues too, and event handlers of entities that it is seen to create, commit, "
		   "delete or roll back; disabled activities are left out",
};

static const struct attr_def path_attrs[] = {
	{ "kind", ATTR_ENUM, ATTR_REQUIRED, "what stands at its end",
	  "outbound|commit|retrieve|java|recursion|loop" },
	{ NULL, 0, 0, NULL, NULL },
};
const struct fact_def fact_path = {
	.name = "path", .source = SOURCE_GRAPH, .attrs = path_attrs, .text = true,
	.meaning = "A shortest way from the start to something that takes time, as a developer "
		   "would follow it in Studio Pro",
};

enum {
	CODE_FOLLOWED, CODE_MISSING, CODE_OUTBOUND, CODE_LOOPED_OUTBOUND, CODE_PROCESSES,
	CODE_THREADS, CODE_LIBRARIES
};
static const struct attr_def java_reach_attrs[] = {
	{ "actions", ATTR_INT, ATTR_REQUIRED, "Java actions that were followed, each once", NULL },
	{ "missing", ATTR_INT, ATTR_REQUIRED, "those whose class project.jar does not have", NULL },
	{ "outbound", ATTR_INT, ATTR_REQUIRED,
	  "those whose code calls what talks to other systems: see java-path, mail to socket",
	  NULL },
	{ "outbound-in-loops", ATTR_INT, ATTR_REQUIRED,
	  "of these, those that stand in a loop or are called from one", NULL },
	{ "processes", ATTR_INT, ATTR_REQUIRED, "those whose code starts programs", NULL },
	{ "threads", ATTR_INT, ATTR_REQUIRED, "those whose code starts threads", NULL },
	{ "libraries", ATTR_STRING, 0,
	  "names of the archives whose classes their code uses directly, with commas between",
	  NULL },
	{ NULL, 0, 0, NULL, NULL },
};
const struct fact_def fact_java_reach = {
	.name = "java-reach", .source = SOURCE_JAVA, .attrs = java_reach_attrs,
	.meaning = "What the app's own code behind the reached Java actions leads to: calls are "
		   "followed through own classes, not inside libraries, and not where Java loads a "
		   "class by name; it may do so, not that it always does. Absent where no Java "
		   "action is reached, or own classes cannot be followed",
};

static const struct attr_def java_path_attrs[] = {
	{ "purpose", ATTR_ENUM, ATTR_REQUIRED, "what the class at its end is for",
	  JAVA_PURPOSE_WORDS },
	{ NULL, 0, 0, NULL, NULL },
};
const struct fact_def fact_java_path = {
	.name = "java-path", .source = SOURCE_JAVA, .attrs = java_path_attrs, .text = true,
	.meaning = "A shortest way from the start through a Java action and own classes to a class "
		   "of Java or a library that talks to other systems, or starts programs or "
		   "threads; classes as a/b/C",
};

const struct fact_def *const reach_children[] = {
	&fact_reach, &fact_path, &fact_java_reach, &fact_java_path, NULL
};

static void add_reach(struct facts *fs, struct fact *parent, const struct reach *r)
{
	struct fact *f = fact_child(fs, parent, &fact_reach);

	fact_set_int(fs, f, REACH_MICROFLOWS, r->microflows);
	fact_set_int(fs, f, REACH_DEPTH, r->depth);
	fact_set_bool(fs, f, REACH_RECURSIVE, r->recursive);
	fact_set_int(fs, f, REACH_LOOPS, r->loops);
	fact_set_int(fs, f, REACH_NESTED_LOOPS, r->nested_loops);
	fact_set_int(fs, f, REACH_RETRIEVES, r->unbounded_retrieves);
	fact_set_int(fs, f, REACH_COMMITS, r->commits);
	fact_set_int(fs, f, REACH_LOOPED_COMMITS, r->commits_in_loops);
	fact_set_int(fs, f, REACH_JAVA, r->java_actions);
	fact_set_int(fs, f, REACH_OUTBOUND, r->outbound_calls);
	fact_set_int(fs, f, REACH_LOOPED_OUTBOUND, r->outbound_in_loops);
	fact_set_int(fs, f, REACH_MISSING, r->missing);
	fact_set_int(fs, f, REACH_UNKNOWN, r->unknown);
}

static void add_java(struct facts *fs, struct fact *parent, const struct reach_java *j)
{
	struct fact *f;

	if (!j->known || j->followed + j->missing == 0)
		return;
	f = fact_child(fs, parent, &fact_java_reach);
	fact_set_int(fs, f, CODE_FOLLOWED, j->followed);
	fact_set_int(fs, f, CODE_MISSING, j->missing);
	fact_set_int(fs, f, CODE_OUTBOUND, j->outbound);
	fact_set_int(fs, f, CODE_LOOPED_OUTBOUND, j->outbound_in_loops);
	fact_set_int(fs, f, CODE_PROCESSES, j->processes);
	fact_set_int(fs, f, CODE_THREADS, j->threads);
	if (j->libraries[0] != '\0')
		fact_set(fs, f, CODE_LIBRARIES, j->libraries);
}

static void add_paths(struct facts *fs, struct fact *parent, const struct fact_def *def,
		      const struct vec *paths)
{
	for (size_t i = 0; i < paths->len; i++) {
		const struct reach_path *p = paths->items[i];
		struct fact *f = fact_child(fs, parent, def);

		/* Kind and purpose are the first attributes. */
		fact_set(fs, f, 0, p->kind);
		fact_set_text(fs, f, p->text);
	}
}

void graph_add_reach(struct graph *g, struct facts *fs, struct fact *parent, const char *start)
{
	static const struct reach missing = { .missing = 1 };
	const struct reach *r;

	/* Where no more facts are taken, paths would only be kept in memory. */
	if (g == NULL || fs->over)
		return;
	r = graph_reach(g, start);
	if (r == NULL && map_get(&g->by_name, start) != NULL)
		return;
	add_reach(fs, parent, r == NULL ? &missing : r);
	if (r == NULL)
		return;
	add_paths(fs, parent, &fact_path, &r->paths);
	add_java(fs, parent, &r->java);
	add_paths(fs, parent, &fact_java_path, &r->java_paths);
}
