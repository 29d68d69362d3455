/* SPDX-License-Identifier: Apache-2.0 */
/* The plain builders; the audits they make up are in audit_demo.c. */
#include "tests/unit/audit_fixture.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/run_facts.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/digest.h"

#define A(name, flags) { name, ATTR_STRING, flags, "of the test", NULL }
#define DIGEST(name) { name, ATTR_DIGEST, 0, "of the test", NULL }
#define END { NULL, ATTR_STRING, 0, NULL, NULL }
#define DEF(symbol, word, of)                                                        \
	static const struct fact_def symbol = {                                      \
		.name = word, .source = of, .meaning = "of the test", .attrs = symbol##_attrs, \
	}

static const struct attr_def package_attrs[] = {
	A("name", ATTR_REQUIRED), A("kind", ATTR_REQUIRED), DIGEST("sha256"), A("entries", 0),
	A("bytes", 0), A("uncompressed", 0), A("layout", 0), END
};
DEF(package, "package", SOURCE_PACKAGE);

static const struct attr_def app_attrs[] = {
	A("name", ATTR_REQUIRED), A("runtime-version", 0), A("model-version", 0),
	A("description", 0), A("java-version", 0), END
};
DEF(app, "app", SOURCE_METADATA);

static const struct attr_def constant_attrs[] = {
	A("name", ATTR_KEY), A("type", 0), A("state", ATTR_REQUIRED), A("value", 0),
	A("secret", 0), END
};
DEF(constant, "constant", SOURCE_METADATA);

static const struct attr_def model_attrs[] = {
	A("bytes", 0), A("documents", 0), A("microflows", 0), A("java-actions", 0),
	A("entities", 0), END
};
DEF(model, "model", SOURCE_MODEL);

static const struct attr_def module_attrs[] = {
	A("name", ATTR_KEY), A("documents", 0), A("microflows", 0), END
};
DEF(module, "module", SOURCE_MODEL);

static const struct attr_def event_attrs[] = {
	A("name", ATTR_KEY), A("microflow", 0), A("schedule", 0), A("every-seconds", 0),
	A("start", 0), A("time-zone", 0), A("overlap", 0), END
};
static const struct attr_def reach_attrs[] = {
	A("microflows", 0), A("depth", 0), A("loops", 0), END
};
DEF(reach, "reach", SOURCE_GRAPH);
static const struct attr_def path_attrs[] = { A("kind", ATTR_REQUIRED), END };
static const struct fact_def path = {
	.name = "path", .source = SOURCE_GRAPH, .meaning = "of the test", .attrs = path_attrs,
	.text = true,
};
static const struct fact_def *const event_children[] = { &reach, &path, NULL };
static const struct fact_def event = {
	.name = "scheduled-event", .source = SOURCE_MODEL, .meaning = "of the test",
	.attrs = event_attrs, .children = event_children,
};

static const struct attr_def published_attrs[] = {
	A("kind", ATTR_KEY), A("name", ATTR_KEY), A("path", 0), A("operations", 0), END
};
DEF(published, "published-service", SOURCE_MODEL);

static const struct attr_def consumed_attrs[] = {
	A("kind", ATTR_KEY), A("name", ATTR_KEY), A("location", 0), END
};
DEF(consumed, "consumed-service", SOURCE_MODEL);

static const struct vocabulary_item items[] = {
	{ &fact_source, "run" }, { &fact_diagnostic, "run" }, { &fact_search, "run" },
	{ &fact_match, "run" }, { &package, "test" }, { &app, "test" }, { &constant, "test" },
	{ &model, "test" }, { &module, "test" }, { &event, "test" }, { &published, "test" },
	{ &consumed, "test" },
};
static const struct vocabulary vocabulary = { items, sizeof(items) / sizeof(items[0]) };

void fixture_init(struct audit_fixture *f)
{
	memset(f, 0, sizeof(*f));
	f->arena = arena_new();
	facts_init(&f->facts, &vocabulary, 100000);
	sources_init(&f->sources, f->arena);
	diags_init(&f->diags, f->arena);
	f->outcomes.arena = f->arena;
	f->outcomes.items = arena_alloc(f->arena, FIXTURE_RULES * sizeof(*f->outcomes.items));
	for (int i = 0; i < SOURCE_COUNT; i++)
		if (source_is_package((enum source)i))
			source_complete(&f->sources, (enum source)i);
	f->audit = (struct audit){
		.arena = f->arena, .version = "0.1.0", .app = "Shop", .as_of = "2026-11-24",
		.edition = "2024", .facts = &f->facts, .sources = &f->sources,
		.diags = &f->diags, .outcomes = &f->outcomes,
		.plan = &f->plan, .inputs = f->inputs,
	};
}

void fixture_release(struct audit_fixture *f)
{
	facts_release(&f->facts);
	diags_release(&f->diags);
	arena_free(f->arena);
}

static int compare_outcomes(const void *left, const void *right)
{
	const struct outcome *a = left, *b = right;

	return strcmp(a->rule->id, b->rule->id);
}

void fixture_finish(struct audit_fixture *f, int exit_status)
{
	qsort(f->outcomes.items, f->outcomes.count, sizeof(*f->outcomes.items),
	      compare_outcomes);
	run_facts_add(&f->facts, &f->sources, &f->diags);
	facts_sort(&f->facts);
	tally_compute(&f->audit.tally, &f->audit, f->arena);
	f->audit.exit_status = exit_status;
}

static const char *const no_covers[] = { NULL };

struct rule_info *fixture_rule(struct audit_fixture *f, const char *id, enum severity severity,
			       const char *owner)
{
	struct rule_info *r = arena_alloc(f->arena, sizeof(*r));
	const char *slash = strchr(id, '/');

	r->id = arena_text(f->arena, id);
	r->area = slash == NULL ? r->id : arena_text_n(f->arena, id, (size_t)(slash - id));
	r->pack = "mendix-cloud-v4";
	r->title = arena_printf(f->arena, "Something about %s is wrong", id);
	r->clear = arena_printf(f->arena, "Everything about %s was looked at", id);
	r->why = "Because the platform changed.";
	r->fix = "Change the app.";
	r->owner = owner;
	r->basis = "documented";
	r->verified = "2026-11-20";
	r->covers = no_covers;
	r->severity = severity;
	r->file = "rules.d/mendix-cloud-v4/test.xml";
	r->line = 10;
	return r;
}

struct outcome *fixture_outcome(struct audit_fixture *f, const struct rule_info *rule,
				enum outcome_state state)
{
	struct outcome *o = &f->outcomes.items[f->outcomes.count++];

	if (f->outcomes.count > FIXTURE_RULES)
		BUG("too many rules for the fixture");
	o->rule = rule;
	o->state = state;
	o->findings = arena_alloc(f->arena, FIXTURE_ITEMS * sizeof(*o->findings));
	o->inputs = arena_alloc(f->arena, SOURCE_COUNT * sizeof(*o->inputs));
	return o;
}

struct finding *fixture_finding(struct audit_fixture *f, struct outcome *o, enum severity severity,
				const char *key, const char *message)
{
	struct finding *new = &o->findings[o->finding_count++];
	char hex[DIGEST_HEX];

	if (o->finding_count > FIXTURE_ITEMS)
		BUG("too many findings for the fixture");
	digest_of(key, strlen(key), hex);
	memcpy(new->fingerprint, hex, 16);
	new->key = arena_text(f->arena, key);
	new->part = "";
	new->severity = severity;
	new->message = arena_text(f->arena, message);
	new->places = arena_alloc(f->arena, FIXTURE_ITEMS * sizeof(*new->places));
	fixture_place(f, new, message, "");
	return new;
}

struct place *fixture_place(struct audit_fixture *f, struct finding *finding,
			    const char *message, const char *origin)
{
	struct place *new = &finding->places[finding->place_count++];

	if (finding->place_count > FIXTURE_ITEMS)
		BUG("too many places for the fixture");
	new->message = arena_text(f->arena, message);
	new->origin = arena_text(f->arena, origin);
	return new;
}

void fixture_input(struct audit_fixture *f, struct outcome *o, enum source source)
{
	o->inputs[o->input_count++] = (struct outcome_input){
		source, f->sources.state[source], f->sources.reason[source]
	};
}

static void set_all(struct audit_fixture *f, struct fact *fact, va_list ap)
{
	for (const char *name; (name = va_arg(ap, const char *)) != NULL;) {
		int at = fact_def_attr(fact->def, name);

		if (at < 0)
			BUG("the fixture has no such attribute");
		fact_set(&f->facts, fact, (unsigned)at, va_arg(ap, const char *));
	}
}

struct fact *fixture_fact(struct audit_fixture *f, const char *name, ...)
{
	struct fact *new = facts_add(&f->facts, vocabulary_find(&vocabulary, name));
	va_list ap;

	va_start(ap, name);
	set_all(f, new, ap);
	va_end(ap);
	return new;
}

struct fact *fixture_child(struct audit_fixture *f, struct fact *parent, const char *name,
			   const char *text, ...)
{
	struct fact *new = fact_child(&f->facts, parent, fact_def_child(parent->def, name));
	va_list ap;

	va_start(ap, text);
	set_all(f, new, ap);
	va_end(ap);
	if (text != NULL)
		fact_set_text(&f->facts, new, text);
	return new;
}

static const struct rule_link plan_link = { "Source", "https://example.com/" };

static void plan_infos(struct plan_step_info infos[2], const char *text)
{
	infos[0] = (struct plan_step_info){
		.id = "first", .who = "technical-contact", .duration = "2-6h", .ahead = "1w",
		.links = &plan_link, .link_count = 1, .covers = no_covers,
	};
	infos[1] = (struct plan_step_info){
		.id = "second", .who = "operator", .duration = "30min", .undo = PLAN_UNDO_NO,
		.back = text, .links = &plan_link, .link_count = 1, .covers = no_covers,
	};
}

static void plan_second(struct audit_fixture *f, struct plan_step *s, const char *text)
{
	struct plan_item *parts = arena_alloc(f->arena, 2 * sizeof(*parts));
	struct plan_list *list = arena_alloc(f->arena, sizeof(*list));
	struct plan_line *lines = arena_alloc(f->arena, 3 * sizeof(*lines));
	struct plan_request *request = arena_alloc(f->arena, sizeof(*request));

	parts[0] = (struct plan_item){ text, PLAN_DONE };
	parts[1] = (struct plan_item){ "other", PLAN_OPEN };
	*list = (struct plan_list){ text, true, parts, 2 };
	lines[0] = (struct plan_line){ NULL, text };
	lines[1] = (struct plan_line){ "App", text };
	lines[2] = (struct plan_line){ "Day", PLAN_BLANK };
	*request = (struct plan_request){ "Mendix Support", "Subject", lines, 3 };
	s->lists = list;
	s->list_count = 1;
	s->request = request;
	s->perhaps = s->reason = text;
	s->partial = "the model was read in part";
	s->state = PLAN_UNKNOWN;
}

void fixture_plan(struct audit_fixture *f, const char *text)
{
	struct plan_step_info *infos = arena_alloc(f->arena, 2 * sizeof(*infos));
	struct plan_step *steps = arena_alloc(f->arena, 3 * sizeof(*steps));
	struct plan_phase *phase = arena_alloc(f->arena, sizeof(*phase));
	const char **texts = arena_alloc(f->arena, 2 * sizeof(*texts));

	plan_infos(infos, text);
	texts[0] = text;
	for (unsigned i = 0; i < 3; i++) {
		steps[i].info = &infos[i % 2];
		steps[i].number = i + 1;
		steps[i].title = text;
		steps[i].texts = texts;
	}
	steps[0].proof = text;
	plan_second(f, &steps[1], text);
	steps[2].state = PLAN_NOT_APPLICABLE;
	steps[2].number = 0;
	*phase = (struct plan_phase){ "prepare", "Preparation", "Before all else.", steps, 3 };
	f->plan = (struct plan){ phase, 1, { 1, 0, 1, 1 } };
}
