/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/rules_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "core/run_facts.h"
#include "util/err.h"

#define ATTRS_END { NULL, ATTR_STRING, 0, NULL, NULL }

static const struct attr_def app_attrs[] = {
	{ "name", ATTR_STRING, ATTR_REQUIRED, "name", NULL },
	{ "runtime-version", ATTR_STRING, 0, "version", NULL }, ATTRS_END
};
static const struct attr_def constant_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name", NULL },
	{ "type", ATTR_STRING, 0, "type", NULL },
	{ "state", ATTR_ENUM, 0, "state", "empty|default" },
	{ "value", ATTR_STRING, 0, "value", NULL },
	{ "size", ATTR_BYTES, 0, "size", NULL },
	{ "origin", ATTR_NAME, 0, "where", NULL }, ATTRS_END
};
static const struct attr_def microflow_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name", NULL },
	{ "concurrent", ATTR_BOOL, 0, "concurrent", NULL },
	{ "loops", ATTR_INT, 0, "loops", NULL }, ATTRS_END
};
static const struct attr_def call_attrs[] = {
	{ "microflow", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "microflow", NULL },
	{ "url", ATTR_NAME, ATTR_KEY, "address", NULL }, ATTRS_END
};
static const struct attr_def event_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name", NULL },
	{ "start", ATTR_TIME, 0, "start", NULL },
	{ "every-seconds", ATTR_INT, 0, "interval", NULL }, ATTRS_END
};
static const struct attr_def reach_attrs[] = {
	{ "loops", ATTR_INT, 0, "loops", NULL }, ATTRS_END
};
static const struct attr_def environment_attrs[] = {
	{ "memory", ATTR_BYTES, 0, "memory", NULL },
	{ "instances", ATTR_INT, 0, "instances", NULL }, ATTRS_END
};
static const struct attr_def answer_attrs[] = {
	{ "question", ATTR_NAME, ATTR_KEY, "question", NULL },
	{ "rule", ATTR_NAME, ATTR_KEY, "rule", NULL },
	{ "value", ATTR_STRING, 0, "answer", NULL },
	{ "by", ATTR_STRING, 0, "who", NULL },
	{ "on", ATTR_STRING, 0, "day", NULL },
	{ "until", ATTR_STRING, 0, "last day", NULL },
	{ "reason", ATTR_STRING, 0, "why a risk is taken", NULL },
	{ "comment", ATTR_STRING, 0, "more", NULL },
	{ "place", ATTR_NAME, 0, "file and line", NULL }, ATTRS_END
};

static const struct fact_def def_app = {
	"app", SOURCE_METADATA, "App", app_attrs, NULL, false, NULL
};
static const struct fact_def def_constant = {
	"constant", SOURCE_METADATA, "Constant", constant_attrs, NULL, false, NULL
};
static const struct fact_def def_microflow = {
	"microflow", SOURCE_MODEL, "Microflow", microflow_attrs, NULL, false, NULL
};
static const struct fact_def def_call = {
	"rest-call", SOURCE_GRAPH, "Call", call_attrs, NULL, false, NULL
};
static const struct fact_def def_reach = {
	"reach", SOURCE_GRAPH, "Reach", reach_attrs, NULL, false, NULL
};
static const struct fact_def def_path = {
	"path", SOURCE_GRAPH, "Path", NULL, NULL, true, NULL
};
static const struct fact_def *const event_children[] = { &def_reach, &def_path, NULL };
static const struct fact_def def_event = {
	"scheduled-event", SOURCE_MODEL, "Event", event_attrs, event_children, false, NULL
};
static const struct fact_def def_environment = {
	"environment", SOURCE_V4_ENVIRONMENT, "Environment", environment_attrs, NULL, false, NULL
};
static const struct fact_def def_answer = {
	"answer", SOURCE_ANSWERS, "Answer", answer_attrs, NULL, false, NULL
};

const struct vocabulary *fixture_vocabulary(void)
{
	static const struct vocabulary_item items[] = {
		{ &fact_source, "run" }, { &fact_diagnostic, "run" }, { &fact_search, "run" },
		{ &fact_match, "run" }, { &def_app, "app" }, { &def_constant, "app" },
		{ &def_microflow, "model" }, { &def_call, "calls" }, { &def_event, "events" },
		{ &def_environment, "environment" }, { &def_answer, "environment" },
	};
	static const struct vocabulary vocabulary = { items, sizeof(items) / sizeof(items[0]) };

	return &vocabulary;
}

struct rules_options fixture_options(void)
{
	static struct limits limits;

	limits = limits_default();
	return (struct rules_options){ .as_of = "2026-11-24", .vocabulary = fixture_vocabulary(),
				       .limits = &limits };
}

struct rules *fixture_load(const char *xml)
{
	const struct rules_options options = fixture_options();
	struct err err = ERR_NONE;
	struct rules *rules = NULL;

	if (rules_load_bytes(&rules, &options, "p.xml", xml, strlen(xml), &err) != 0)
		fail_msg("%s", err.text);
	return rules;
}

void fixture_refuse(const char *xml, const char *message)
{
	const struct rules_options options = fixture_options();
	struct err err = ERR_NONE;
	struct rules *rules = NULL;

	if (rules_load_bytes(&rules, &options, "p.xml", xml, strlen(xml), &err) == 0) {
		rules_free(rules);
		fail_msg("loaded, instead of: %s", message);
	}
	assert_string_equal(err.text, message);
}

void fixture_judge(struct fixture_run *run, const char *xml, const char *id, size_t n)
{
	const struct rule *rule;

	run->rules = fixture_load(xml);
	rule = map_get(&run->rules->rules_by_id, id);
	assert_non_null(rule);
	assert_true(n < rule->tests.len);
	selftest_init(&run->test, run->rules, rule->tests.items[n], NULL);
	selftest_judge(&run->test, run->rules, rule, rule->tests.items[n], &run->outcome);
}

void fixture_done(struct fixture_run *run)
{
	selftest_release(&run->test);
	rules_free(run->rules);
}
