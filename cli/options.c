/* SPDX-License-Identifier: Apache-2.0 */
/* The option table and its reader: `--name value`, `--name=value`, `-x`, `--` ends them. */
#include "cli/options.h"

#include <string.h>

#include "report/report.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/text.h"

enum { KIND_TEXT, KIND_LIST, KIND_FLAG, KIND_COUNT, KIND_WORD, KIND_NUMBER };
enum { NUMBER_MAX = 256 };

#define AT(field) offsetof(struct options, field)

static const char *const fail_on_words[] = { "never", "verify", "action", "blocker", NULL };
static const char *const undecided_words[] = { "given", "blocker", "any", "never", NULL };
static const char *const color_words[] = { "auto", "always", "never", NULL };

const struct option option_defs[] = {
	{ "rules", 0, "DIR", GROUP_RULES,
	  "add the rules of a folder, or of one .xml file; may be repeated", KIND_LIST,
	  AT(rules), NULL },
	{ "pack", 0, "ID", GROUP_RULES,
	  "shipped pack to use, or 'none'; default mendix-cloud-v4", KIND_TEXT, AT(pack), NULL },
	{ "select", 0, "AREA|ID", GROUP_JUDGE,
	  "only rules of this area, or this rule; may be repeated", KIND_LIST, AT(select), NULL },
	{ "edition", 0, "YEAR", GROUP_JUDGE,
	  "judge by the platform's figures of that year; default the newest", KIND_TEXT,
	  AT(edition), NULL },
	{ "param", 0, "NAME=VALUE", GROUP_JUDGE,
	  "set a parameter of the pack; may be repeated", KIND_LIST, AT(params), NULL },
	{ "as-of", 0, "DATE", GROUP_JUDGE,
	  "the audit's day, YYYY-MM-DD; default SOURCE_DATE_EPOCH, else today (UTC)", KIND_TEXT,
	  AT(as_of), NULL },
	{ "name", 0, "APP", GROUP_JUDGE, "name of the app in the reports", KIND_TEXT, AT(name),
	  NULL },
	{ "fail-on", 0, "SEVERITY", GROUP_GATE,
	  "exit 1 for a finding at or above: blocker (default), action, verify, never",
	  KIND_WORD, AT(fail_on), fail_on_words },
	{ "fail-on-undecided", 0, "WHICH", GROUP_GATE,
	  "exit 4 for undecided rules: given (default: those that a given input should have "
	  "decided), blocker, any, never",
	  KIND_WORD, AT(fail_on_undecided), undecided_words },
	{ "exit-zero", 0, NULL, GROUP_GATE, "exit 0 where it would be 1 or 4", KIND_FLAG,
	  AT(exit_zero), NULL },
	{ "facts", 0, "FILE", GROUP_REPORT,
	  "store the facts as XML; 'check FILE' judges them again", KIND_TEXT, AT(facts), NULL },
	{ "quiet", 'q', NULL, GROUP_REPORT, "print the verdict line only", KIND_FLAG, AT(quiet),
	  NULL },
	{ "verbose", 'v', NULL, GROUP_REPORT | GROUP_PLAN,
	  "print all: clear and not applicable rules too, long lists to their end", KIND_COUNT,
	  AT(verbose), NULL },
	{ "markdown", 0, NULL, GROUP_PLAN, "print a checklist in Markdown", KIND_FLAG,
	  AT(markdown), NULL },
	{ "color", 0, "WHEN", GROUP_REPORT | GROUP_PLAN, "auto (default), always, never",
	  KIND_WORD, AT(color), color_words },
	{ "xpath", 0, "EXPR", GROUP_FACTS, "print what an XPath expression yields", KIND_TEXT,
	  AT(xpath), NULL },
	{ "vocabulary", 0, NULL, GROUP_FACTS, "print every fact and attribute, as Markdown",
	  KIND_FLAG, AT(vocabulary), NULL },
	{ "v3", 0, "FILE", GROUP_INPUT | GROUP_SETTINGS,
	  "settings of the environment that the app leaves: Deploy API answer, m2ee.yaml, Cloud "
	  "Foundry environment or own YAML; may be repeated", KIND_LIST, AT(v3), NULL },
	{ "v4", 0, "FILE", GROUP_INPUT | GROUP_SETTINGS,
	  "settings of the environment that the app moves to; may be repeated", KIND_LIST, AT(v4),
	  NULL },
	{ "environment", 0, "NAME", GROUP_INPUT | GROUP_SETTINGS,
	  "which environment of a file that lists several; default the one for production",
	  KIND_TEXT, AT(environment), NULL },
	{ "mpr", 0, "FILE", GROUP_INPUT,
	  "the Studio Pro project that the package was made from: what the export leaves out",
	  KIND_TEXT, AT(mpr), NULL },
	{ "answers", 0, "FILE", GROUP_INPUT,
	  "what people know, as 'mxaudit answers init' asks for it", KIND_TEXT, AT(answers), NULL },
	{ "jobs", 0, "N", GROUP_READ,
	  "threads that read Java archives, 1 to 256; default one for each core", KIND_NUMBER,
	  AT(jobs), NULL },
	{ "strict-dates", 0, NULL, GROUP_LINT, "a rule verified over a year ago is an error",
	  KIND_FLAG, AT(strict_dates), NULL },
	{ "help", 'h', NULL, 0, "print this", KIND_FLAG, AT(help), NULL },
	{ NULL, 0, NULL, 0, NULL, 0, 0, NULL },
};

void options_init(struct options *o)
{
	memset(o, 0, sizeof(*o));
	o->fail_on = FAIL_ON_BLOCKER;
	o->limits = limits_default();
}

void options_release(struct options *o)
{
	vec_release(&o->operands);
	vec_release(&o->rules);
	vec_release(&o->select);
	vec_release(&o->params);
	vec_release(&o->v3);
	vec_release(&o->v4);
}

/* One option as written: its name without dashes, and its value where it has one. */
struct given {
	const char *shown;	/* as typed, for messages */
	char name[64];
	const char *value;	/* NULL: none yet */
};

static int set_word(int *slot, const char *const *words, const struct given *g, struct err *err)
{
	const char *near;

	for (int i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], g->value) == 0) {
			*slot = i;
			return 0;
		}
	}
	near = text_nearest(g->value, words);
	return err_set(err, "--%s: unknown value '%s'; did you mean '%s'?", g->name, g->value,
		       near == NULL ? words[0] : near);
}

static int set_number(unsigned *slot, const struct given *g, struct err *err)
{
	int64_t n;

	if (!text_to_int(g->value, &n) || n < 1 || n > NUMBER_MAX)
		return err_set(err, "--%s: '%s' is not a number from 1 to %d", g->name, g->value,
			       (int)NUMBER_MAX);
	*slot = (unsigned)n;
	return 0;
}

static int apply(struct options *o, const struct option *def, const struct given *g,
		 struct err *err)
{
	char *slot = (char *)o + def->offset;

	switch (def->kind) {
	case KIND_FLAG:
		*(bool *)slot = true;
		return 0;
	case KIND_COUNT:
		(*(unsigned *)slot)++;
		return 0;
	case KIND_LIST:
		vec_push((struct vec *)slot, (void *)(uintptr_t)g->value);
		return 0;
	case KIND_NUMBER:
		return set_number((unsigned *)slot, g, err);
	case KIND_WORD:
		return set_word((int *)slot, def->words, g, err);
	default:
		if (*(const char **)slot != NULL)
			return err_set(err, "--%s is given twice", g->name);
		*(const char **)slot = g->value;
		return 0;
	}
}

static const struct option *find_option(const char *name, char letter, unsigned groups)
{
	for (const struct option *d = option_defs; d->name != NULL; d++) {
		if (d->group != 0 && (d->group & groups) == 0)
			continue;
		if (name == NULL ? d->letter == letter : strcmp(d->name, name) == 0)
			return d;
	}
	return NULL;
}

static const struct limit_def *find_limit(const char *name, unsigned groups)
{
	for (const struct limit_def *d = limit_defs; d->flag != NULL; d++)
		if ((groups & GROUP_LIMIT) != 0 && strcmp(d->flag, name) == 0)
			return d;
	return NULL;
}

static int find_report(const char *name, unsigned groups)
{
	for (int i = 0; i < REPORTS_MAX && reports[i] != NULL; i++)
		if ((groups & GROUP_REPORT) != 0 && strcmp(reports[i]->name, name) == 0)
			return i;
	return -1;
}

static int set_limit(struct options *o, const struct limit_def *def, const struct given *g,
		     struct err *err)
{
	uint64_t value;

	if (!text_to_size(g->value, &value) || value == 0)
		return err_set(err, "--%s: '%s' is not a number above 0 (k, m, g, t may follow)",
			       g->name, g->value);
	*(uint64_t *)((char *)&o->limits + def->offset) = value;
	return 0;
}

static int set_output(struct options *o, int report, const struct given *g, struct err *err)
{
	if (o->outputs[report] != NULL)
		return err_set(err, "--%s is given twice", g->name);
	o->outputs[report] = g->value;
	return 0;
}

static int unknown(const struct given *g, unsigned groups, struct err *err)
{
	const char *names[128];
	const char *near;
	size_t n = 0;

	for (const struct option *d = option_defs; d->name != NULL && n < 60; d++)
		if (d->group == 0 || (d->group & groups) != 0)
			names[n++] = d->name;
	for (int i = 0; (groups & GROUP_REPORT) != 0 && reports[i] != NULL && n < 90; i++)
		names[n++] = reports[i]->name;
	for (int i = 0; (groups & GROUP_LIMIT) != 0 && limit_defs[i].flag != NULL && n < 126; i++)
		names[n++] = limit_defs[i].flag;
	names[n] = NULL;
	near = text_nearest(g->name, names);
	if (near == NULL)
		return err_set(err, "unknown option '%s'", g->shown);
	return err_set(err, "unknown option '%s'; did you mean '--%s'?", g->shown, near);
}

/* Splits "--name=value"; a name too long to be one of ours is cut. */
static void split(struct given *g, const char *arg)
{
	const char *equals = strchr(arg, '=');
	size_t n = equals == NULL ? strlen(arg + 2) : (size_t)(equals - arg) - 2;

	g->shown = arg;
	g->value = equals == NULL ? NULL : equals + 1;
	if (n >= sizeof(g->name))
		n = sizeof(g->name) - 1;
	memcpy(g->name, arg + 2, n);
	g->name[n] = '\0';
}

/* The long option at argv[*at]; moves on over its value. */
static int parse_long(struct options *o, unsigned groups, char **argv, int *at, struct err *err)
{
	const struct option *def;
	const struct limit_def *limit;
	struct given g;
	int report;

	split(&g, argv[*at]);
	def = find_option(g.name, 0, groups);
	limit = find_limit(g.name, groups);
	report = find_report(g.name, groups);
	if (def == NULL && limit == NULL && report < 0)
		return unknown(&g, groups, err);
	if (def != NULL && def->argument == NULL) {
		if (g.value != NULL)
			return err_set(err, "--%s takes no value", g.name);
		return apply(o, def, &g, err);
	}
	if (g.value == NULL)
		g.value = argv[++*at];
	if (g.value == NULL || g.value[0] == '\0')
		return err_set(err, "--%s needs a value", g.name);
	if (def != NULL)
		return apply(o, def, &g, err);
	return limit != NULL ? set_limit(o, limit, &g, err) : set_output(o, report, &g, err);
}

static int parse_letters(struct options *o, unsigned groups, const char *arg, struct err *err)
{
	for (const char *c = arg + 1; *c != '\0'; c++) {
		const struct option *def = find_option(NULL, *c, groups);

		if (def == NULL)
			return err_set(err, "unknown option '-%c'", *c);
		if (apply(o, def, &(struct given){ .shown = arg }, err) != 0)
			return -1;
	}
	return 0;
}

int options_parse(struct options *o, unsigned groups, int argc, char **argv, struct err *err)
{
	bool ended = false;

	for (int i = 1; i < argc && argv[i] != NULL; i++) {
		int result = 0;

		if (ended || argv[i][0] != '-' || argv[i][1] == '\0')
			vec_push(&o->operands, argv[i]);
		else if (strcmp(argv[i], "--") == 0)
			ended = true;
		else if (argv[i][1] == '-')
			result = parse_long(o, groups, argv, &i, err);
		else
			result = parse_letters(o, groups, argv[i], err);
		if (result != 0)
			return -1;
	}
	return 0;
}
