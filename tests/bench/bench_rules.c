/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loading and judging, timed: 20,000 facts of the whole vocabulary against 60 made rules, or
 * against the packs named on the command line. Each figure is the best of several runs, since
 * other work on the machine can only make it longer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analyzers/analyzer.h"
#include "core/run_facts.h"
#include "rules/rules.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"

enum { FACTS = 20000, RULES = 60, RUNS = 15, PACK_MAX = 1 << 22 };

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Where most facts of a large app are. */
/* A fact that no key tells from others of its name is there once. */
static bool is_alone(const struct fact_def *def)
{
	for (unsigned i = 0; i < fact_def_attr_count(def); i++)
		if ((def->attrs[i].flags & ATTR_KEY) != 0)
			return false;
	return true;
}

static unsigned weight(const struct fact_def *def)
{
	static const struct {
		const char *name;
		unsigned weight;
	} table[] = {
		{ "microflow", 60 }, { "rest-call", 10 }, { "java-call", 20 }, { "match", 20 },
		{ "constant", 10 }, { "java-archive", 5 }, { "event-handler", 10 },
		{ "source", 0 }, { "diagnostic", 0 }, { "search", 0 },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(table[i].name, def->name) == 0)
			return table[i].weight;
	return !is_alone(def);
}

static void set_value(struct facts *fs, struct fact *f, unsigned i, unsigned n)
{
	const struct attr_def *a = &f->def->attrs[i];
	char text[64];

	if (a->type == ATTR_ENUM) {
		snprintf(text, sizeof(text), "%.*s", (int)strcspn(a->words, "|"), a->words);
		fact_set(fs, f, i, text);
	} else if (a->type == ATTR_BOOL) {
		fact_set_bool(fs, f, i, n % 3 == 0);
	} else if (a->type == ATTR_INT || a->type == ATTR_BYTES) {
		fact_set_int(fs, f, i, n % 100);
	} else if (a->type == ATTR_TIME) {
		fact_set_time(fs, f, i, (int64_t)n * 86400000);
	} else if (a->type == ATTR_DIGEST) {
		snprintf(text, sizeof(text), "%08x", n);
		fact_set(fs, f, i, text);
	} else {
		snprintf(text, sizeof(text), "Module%u.Name%u", n % 40, n);
		fact_set(fs, f, i, text);
	}
}

static void fill(struct facts *fs, struct fact *f, unsigned n)
{
	for (unsigned i = 0; i < fact_def_attr_count(f->def); i++)
		if ((f->def->attrs[i].flags & ATTR_REQUIRED) != 0 || (n + i) % 4 != 0)
			set_value(fs, f, i, n);
	for (size_t i = 0; f->def->children != NULL && f->def->children[i] != NULL; i++)
		fill(fs, fact_child(fs, f, f->def->children[i]), n);
	if (f->def->text)
		fact_set_text(fs, f, "Module.A › Module.B › REST https://example.com/x");
}

static void add_facts(struct facts *fs, const struct vocabulary *v)
{
	unsigned total = 0;

	for (size_t i = 0; i < v->count; i++)
		total += weight(v->items[i].def);
	for (size_t i = 0; i < v->count; i++) {
		unsigned w = weight(v->items[i].def);
		unsigned wanted = FACTS * w / total;

		for (unsigned n = 0; n < (w == 0 ? 1 : wanted); n++)
			if (w > 0 || v->items[i].def->source != SOURCE_NONE)
				fill(fs, facts_add(fs, v->items[i].def), n);
	}
	while (fs->count < FACTS)
		fill(fs, facts_add(fs, vocabulary_find(v, "microflow")), (unsigned)fs->count);
}

/* An attribute that may be compared with any text, or NULL. */
static const char *text_attr(const struct fact_def *def)
{
	for (size_t i = 0; i < fact_def_attr_count(def); i++)
		if (def->attrs[i].type == ATTR_NAME || def->attrs[i].type == ATTR_STRING)
			return def->attrs[i].name;
	return NULL;
}

static void write_rule(struct buf *out, const struct fact_def *def, unsigned n)
{
	static const char *const conditions[] = {
		"@#='Module1.Name1' and not(@#='x')",
		"starts-with(@#, 'Module39.') and contains(@#, '99')",
		"mx:matches(@#, '^Module1[.]Name1[0-9]*7$') and @#",
		"mx:has('constant', 'name', @#) and starts-with(@#, 'Module7.')",
	};
	const char *attr = text_attr(def);

	buf_printf(out, "<rule id='bench/r-%u' severity='action' owner='o' verified='2026-11-20' "
		   "basis='code'><title>T</title><why>W</why><fix>F</fix>"
		   "<applies select=\"app[not(mx:version-less(@runtime-version, '2'))] or "
		   "true()\"/>"
		   "<for-each key='@%s' select=\"%s[", n, attr, def->name);
	for (const char *c = conditions[n % 4]; *c != '\0'; c++) {
		if (*c == '#')
			buf_puts(out, attr);
		else
			buf_putc(out, *c);
	}
	buf_printf(out, "]\"><message>{@%s} is one of "
			"{mx:places()}</message></for-each></rule>", attr);
}

static void write_pack(struct buf *out, const struct vocabulary *v)
{
	unsigned n = 0;

	buf_puts(out, "<pack xmlns='urn:mxaudit:rules:1' id='bench' title='Bench'>");
	for (size_t i = 0; n < RULES; i = (i + 1) % v->count) {
		const struct fact_def *def = v->items[i].def;

		if (def->source == SOURCE_NONE || text_attr(def) == NULL)
			continue;
		/* Every fourth rule looks at what there is most of. */
		write_rule(out, n % 4 == n / 4 % 4 ? vocabulary_find(v, "microflow") : def, n);
		n++;
	}
	buf_puts(out, "</pack>");
}

static void load(struct rules **r, const struct rules_options *o, const struct buf *pack)
{
	struct err err = ERR_NONE;
	int bad = o->dir_count > 0
		? rules_load(r, o, &err)
		: rules_load_bytes(r, o, "bench.xml", pack->data, pack->len, &err);

	if (bad != 0) {
		fprintf(stderr, "bench_rules: %s\n", err.text);
		exit(1);
	}
}

static double time_load(const struct rules_options *o, const struct buf *pack)
{
	double best = 1e9;

	for (int i = 0; i < RUNS; i++) {
		double start = now(), took;
		struct rules *r;

		load(&r, o, pack);
		took = now() - start;
		rules_free(r);
		best = took < best ? took : best;
	}
	return best;
}

static double time_judge(struct rules *r, const struct facts *fs, const struct sources *sources,
			 size_t *findings)
{
	double best = 1e9;

	for (int i = 0; i < RUNS; i++) {
		struct arena *arena = arena_new();
		struct outcomes out = { 0 };
		struct err err = ERR_NONE;
		double start = now(), took;

		rules_judge(r, fs, sources, arena, &out, &err);
		took = now() - start;
		*findings = 0;
		for (size_t k = 0; k < out.count; k++)
			*findings += out.items[k].finding_count;
		arena_free(arena);
		best = took < best ? took : best;
	}
	return best;
}

/* As the analyzers would leave them: every find was searched for. */
static void add_searches(struct facts *fs, const struct rules *r)
{
	size_t count;
	const struct find *const *finds = rules_finds(r, &count);

	for (size_t i = 0; i < count; i++)
		run_facts_add_search(fs, finds[i], 0, false);
}

int main(int argc, char **argv)
{
	const struct vocabulary *v = analyzers_vocabulary();
	struct limits limits = limits_default();
	struct arena *arena = arena_new();
	struct buf pack = { .max = PACK_MAX };
	struct rules_options o = {
		.dirs = (const char *const *)argv + 1, .dir_count = (size_t)argc - 1,
		.without_tests = true, .as_of = "2026-11-24", .vocabulary = v, .limits = &limits,
	};
	struct sources sources;
	struct facts facts;
	struct rules *r;
	size_t findings;
	double judged;

	sources_init(&sources, arena);
	for (int i = 0; i < SOURCE_COUNT; i++)
		source_complete(&sources, (enum source)i);
	facts_init(&facts, v, limits.facts);
	add_facts(&facts, v);
	write_pack(&pack, v);
	load(&r, &o, &pack);
	add_searches(&facts, r);
	facts_sort(&facts);
	printf("load: %zu rules in %.1f ms\n", rules_count(r), time_load(&o, &pack));
	judged = time_judge(r, &facts, &sources, &findings);
	printf("judge: %zu facts (%llu with children), %zu findings, %.1f ms\n", facts.count,
	       (unsigned long long)facts.total, findings, judged);
	rules_free(r);
	facts_release(&facts);
	buf_release(&pack);
	arena_free(arena);
	return 0;
}
