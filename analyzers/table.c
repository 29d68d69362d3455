/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The analyzers of list.def, and the vocabulary that their definitions and those of the run
 * make up. C cannot join tables of several files at compile time, so the vocabulary is joined
 * once, at first use; after that nobody changes it. It is the one variable of the program that
 * is written after start.
 */
#include "analyzers/analyzer.h"

#include <pthread.h>

#include "core/run_facts.h"
#include "util/alloc.h"

#define ANALYZER(symbol) extern const struct analyzer analyzer_##symbol;
#include "analyzers/list.def"
#undef ANALYZER

const struct analyzer *const analyzers[] = {
#define ANALYZER(symbol) &analyzer_##symbol,
#include "analyzers/list.def"
#undef ANALYZER
	NULL,
};

enum { ITEMS_MAX = 256 };

static struct vocabulary_item items[ITEMS_MAX];
static struct vocabulary vocabulary = { .items = items };

static void add(const struct fact_def *const *defs, const char *owner)
{
	for (size_t i = 0; defs != NULL && defs[i] != NULL; i++) {
		if (vocabulary.count == ITEMS_MAX)
			BUG("more facts than the vocabulary has room for");
		items[vocabulary.count++] = (struct vocabulary_item){ defs[i], owner };
	}
}

static void join(void)
{
	add(run_facts, "run");
	for (size_t i = 0; analyzers[i] != NULL; i++)
		add(analyzers[i]->facts, analyzers[i]->name);
}

const struct vocabulary *analyzers_vocabulary(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, join);
	return &vocabulary;
}
