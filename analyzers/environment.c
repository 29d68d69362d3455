/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Definitions of what the settings of an environment say, alike for the one that is left and the
 * one that is moved to, and of what people answer. Nothing of it is in a package, so there is
 * nothing to find here; rules that ask for it are undecided as long as its sources are absent.
 */
#include "analyzers/analyzer.h"

#define END { NULL, 0, 0, NULL, NULL }

static const struct attr_def environment_attrs[] = {
	{ "name", ATTR_NAME, 0, "name of the environment", NULL },
	{ "plan", ATTR_STRING, 0, "name of the plan", NULL },
	{ "region", ATTR_STRING, 0, "region of the data centre", NULL },
	{ "url", ATTR_STRING, 0, "address that the app has there", NULL },
	{ "instances", ATTR_INT, 0, "instances that the app runs on", NULL },
	{ "memory", ATTR_BYTES, 0, "memory of one instance", NULL },
	{ "database-memory", ATTR_BYTES, 0, "memory of the database", NULL },
	{ "database-storage", ATTR_BYTES, 0, "room of the database", NULL },
	{ "file-storage", ATTR_BYTES, 0, "room for stored files", NULL },
	{ "mendix-version", ATTR_STRING, 0, "Mendix version of what runs there", NULL },
	{ "model-version", ATTR_STRING, 0, "model version of what runs there", NULL },
	{ "status", ATTR_ENUM, 0, "what it is doing", "empty|stopped|running" },
	END,
};

static const struct attr_def constant_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "Module.Constant", NULL },
	{ "state", ATTR_ENUM, ATTR_REQUIRED, "whether it holds anything", "empty|set" },
	{ "value", ATTR_STRING, 0, "its value, secrets masked", NULL },
	{ "numeric", ATTR_BOOL, ATTR_REQUIRED, "the value is a whole number", NULL },
	END,
};

static const struct attr_def value_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "its name", NULL },
	{ "value", ATTR_STRING, 0, "its value, secrets masked", NULL },
	END,
};

static const struct attr_def switch_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "its name", NULL },
	{ "enabled", ATTR_BOOL, ATTR_REQUIRED, "it is switched on", NULL },
	END,
};

static const struct attr_def domain_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "the domain", NULL },
	END,
};

static const struct attr_def certificate_attrs[] = {
	{ "kind", ATTR_ENUM, ATTR_KEY | ATTR_REQUIRED, "what it is for",
	  "client|authority|domain" },
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "name or subject of it", NULL },
	{ "expires", ATTR_TIME, 0, "end of its validity", NULL },
	END,
};

static const struct attr_def restriction_attrs[] = {
	{ "path", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "path that it protects", NULL },
	{ "access", ATTR_STRING, ATTR_REQUIRED, "who may pass, as the settings say it", NULL },
	END,
};

static const struct attr_def level_attrs[] = {
	{ "node", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "log node", NULL },
	{ "level", ATTR_STRING, ATTR_REQUIRED, "its level", NULL },
	END,
};

static const struct attr_def maintenance_attrs[] = {
	{ "window", ATTR_STRING, ATTR_REQUIRED, "preferred day and time", NULL },
	END,
};

#define PAIR(symbol, group, element, table, what) \
	static const struct fact_def fact_v3_##symbol = { \
		.name = "v3-" element, .source = SOURCE_V3_##group, .attrs = table, \
		.meaning = what " of the environment that the app leaves", \
	}; \
	static const struct fact_def fact_v4_##symbol = { \
		.name = "v4-" element, .source = SOURCE_V4_##group, .attrs = table, \
		.meaning = what " of the environment that the app moves to", \
	};

PAIR(environment, ENVIRONMENT, "environment", environment_attrs, "Size and place")
PAIR(constant, CONSTANTS, "constant", constant_attrs, "A constant")
PAIR(setting, SETTINGS, "setting", value_attrs, "A custom runtime setting")
PAIR(event, EVENTS, "event", switch_attrs, "A scheduled event")
PAIR(handler, HANDLERS, "handler", switch_attrs, "A request handler")
PAIR(domain, DOMAINS, "domain", domain_attrs, "A custom domain")
PAIR(certificate, CERTIFICATES, "certificate", certificate_attrs, "A certificate")
PAIR(header, HEADERS, "header", value_attrs, "A response header")
PAIR(restriction, RESTRICTIONS, "restriction", restriction_attrs, "A path restriction")
PAIR(variable, VARIABLES, "variable", value_attrs, "An environment variable")
PAIR(log_level, LOG_LEVELS, "log-level", level_attrs, "A log level")
PAIR(maintenance, MAINTENANCE, "maintenance", maintenance_attrs, "The maintenance window")

static const struct attr_def answer_attrs[] = {
	{ "rule", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "rule whose question it answers", NULL },
	{ "value", ATTR_STRING, ATTR_REQUIRED, "the answer", NULL },
	{ "by", ATTR_STRING, 0, "who gave it", NULL },
	{ "date", ATTR_STRING, 0, "day it was given, YYYY-MM-DD", NULL },
	END,
};
static const struct fact_def fact_answer = {
	.name = "answer", .source = SOURCE_ANSWERS, .attrs = answer_attrs,
	.meaning = "What somebody stated; nobody found it",
};

#define BOTH(symbol) &fact_v3_##symbol, &fact_v4_##symbol
static const struct fact_def *const defs[] = {
	BOTH(environment), BOTH(constant), BOTH(setting), BOTH(event), BOTH(handler),
	BOTH(domain), BOTH(certificate), BOTH(header), BOTH(restriction), BOTH(variable),
	BOTH(log_level), BOTH(maintenance), &fact_answer, NULL,
};

const struct analyzer analyzer_environment = {
	.name = "environment",
	.summary = "settings of environments and answers: defined, not read from a package",
	.facts = defs,
};
