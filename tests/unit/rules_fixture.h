/* SPDX-License-Identifier: Apache-2.0 */
/* A small vocabulary and ways to load packs from text, for tests of the rule engine. */
#ifndef TESTS_RULES_FIXTURE_H
#define TESTS_RULES_FIXTURE_H

#include "core/outcome.h"
#include "rules/rules.h"
#include "rules/selftest.h"

#define PACK(body) \
	"<pack xmlns=\"urn:mxaudit:rules:1\" id=\"p\" title=\"P\">" body "</pack>"
#define RULE_ATTRS \
	" severity=\"action\" effort=\"2-6h\" owner=\"developer\" verified=\"2026-11-20\"" \
	" basis=\"documented\""
#define WORDS "<why>Because.</why><fix>Mend it.</fix>"
/* A rule with everything that is required around body. */
#define RULE(id, body) "<rule id=\"" id "\"" RULE_ATTRS "><title>T</title>" WORDS body "</rule>"
#define EACH(select, key, message) \
	"<for-each select=\"" select "\" key=\"" key "\"><message>" message "</message></for-each>"

const struct vocabulary *fixture_vocabulary(void);
struct rules_options fixture_options(void);

/* The pack loads, or the test fails. */
struct rules *fixture_load(const char *xml);
/* The pack does not load, and that is the message; the file is called "p.xml". */
void fixture_refuse(const char *xml, const char *message);

/* The n-th test of a rule, judged; release with fixture_done(). */
struct fixture_run {
	struct rules *rules;
	struct selftest test;
	struct outcome outcome;
};
void fixture_judge(struct fixture_run *run, const char *xml, const char *rule, size_t n);
void fixture_done(struct fixture_run *run);

#endif
