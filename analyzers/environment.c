/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Definitions of what the settings of an environment say, and what people answer. Nothing of it
 * is in a package, so there is nothing to find here; rules that ask for it are undecided as long
 * as its sources are absent.
 */
#include "analyzers/analyzer.h"

#define SIZE_ATTRS \
	{ "instances", ATTR_INT, 0, "instances that the app runs on", NULL }, \
	{ "memory", ATTR_BYTES, 0, "memory of one instance", NULL }, \
	{ "database-memory", ATTR_BYTES, 0, "memory of the database", NULL }, \
	{ "plan", ATTR_STRING, 0, "name of the plan", NULL }, \
	{ "region", ATTR_STRING, 0, "region of the data centre", NULL }, \
	{ NULL, 0, 0, NULL, NULL }

static const struct attr_def environment_attrs[] = {
	{ "role", ATTR_ENUM, ATTR_KEY | ATTR_REQUIRED, "which side of the move it is", "v3|v4" },
	SIZE_ATTRS,
};
static const struct fact_def fact_environment = {
	.name = "environment", .source = SOURCE_V4, .attrs = environment_attrs,
	.meaning = "The environment that the app moves to",
};

static const struct attr_def old_environment_attrs[] = { SIZE_ATTRS };
static const struct fact_def fact_old_environment = {
	.name = "old-environment", .source = SOURCE_V3, .attrs = old_environment_attrs,
	.meaning = "The environment that the app leaves",
};

static const struct attr_def setting_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name of the setting", NULL },
	{ "value", ATTR_STRING, 0, "its value, secrets masked", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_setting = {
	.name = "runtime-setting", .source = SOURCE_V4, .attrs = setting_attrs,
	.meaning = "A custom runtime setting of the environment that the app moves to",
};
static const struct fact_def fact_old_setting = {
	.name = "old-runtime-setting", .source = SOURCE_V3, .attrs = setting_attrs,
	.meaning = "A custom runtime setting of the environment that the app leaves",
};

static const struct attr_def answer_attrs[] = {
	{ "rule", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "rule whose question it answers", NULL },
	{ "value", ATTR_STRING, ATTR_REQUIRED, "the answer", NULL },
	{ "by", ATTR_STRING, 0, "who gave it", NULL },
	{ "date", ATTR_STRING, 0, "day it was given, YYYY-MM-DD", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_answer = {
	.name = "answer", .source = SOURCE_ANSWERS, .attrs = answer_attrs,
	.meaning = "What somebody stated; nobody found it",
};

static const struct fact_def *const defs[] = {
	&fact_environment, &fact_old_environment, &fact_setting, &fact_old_setting, &fact_answer,
	NULL,
};

const struct analyzer analyzer_environment = {
	.name = "environment",
	.summary = "settings of environments and answers: defined, not read from a package",
	.facts = defs,
};
