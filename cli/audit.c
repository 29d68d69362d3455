/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/audit.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "analyzers/analyzer.h"
#include "analyzers/answers.h"
#include "analyzers/world/project.h"
#include "cli/command.h"
#include "cli/packs.h"
#include "core/fact_xml.h"
#include "core/pattern.h"
#include "core/reply.h"
#include "core/run_facts.h"
#include "formats/answers.h"
#include "formats/settings.h"
#include "package/package.h"
#include "report/report.h"
#include "util/arena.h"
#include "util/aside.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/digest.h"
#include "util/err.h"
#include "util/text.h"

enum { STORED_MAX = 1 << 30 };

static void add_input(struct audit_run *run, const char *option, const char *name,
		      const char *digest)
{
	struct audit_input *in = arena_alloc(run->arena, sizeof(*in));

	in->option = option;
	in->name = arena_text(run->arena, name);
	in->digest = arena_text(run->arena, digest);
	vec_push(&run->inputs, in);
}

static const char *day_of(struct audit_run *run, time_t when)
{
	char text[32];
	struct tm tm;

	if (gmtime_r(&when, &tm) == NULL || strftime(text, sizeof(text), "%Y-%m-%d", &tm) != 10)
		return NULL;
	return arena_text(run->arena, text);
}

static int read_day(struct audit_run *run, struct err *err)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	int64_t seconds;

	if (run->options->as_of != NULL) {
		if (!text_is_day(run->options->as_of))
			return err_set(err, "--as-of: '%s' is no day as YYYY-MM-DD",
				       run->options->as_of);
		run->as_of = run->options->as_of;
		return 0;
	}
	if (epoch == NULL || epoch[0] == '\0') {
		run->as_of = day_of(run, time(NULL));
		return 0;
	}
	if (text_to_int(epoch, &seconds) && seconds >= 0)
		run->as_of = day_of(run, (time_t)seconds);
	if (run->as_of == NULL)
		return err_set(err, "SOURCE_DATE_EPOCH: '%s' is no number of seconds", epoch);
	return 0;
}

/* flag: the option of the limit that out->max is. */
static int read_file(const char *path, struct buf *out, const char *flag, struct err *err)
{
	CLEANUP(cleanup_file) FILE *f = fopen(path, "rbe");
	char block[65536];
	size_t n;

	if (f == NULL)
		return err_set(err, "'%s': %s", path,
			       errno == ENOENT ? "no such file" : "cannot be read");
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(out, block, n);
	if (out->over)
		return err_set(err, "'%s': larger than --%s allows, %zu bytes", path, flag,
			       out->max);
	if (ferror(f))
		return err_set(err, "'%s': %s", path,
			       errno == EISDIR ? "is a folder, not a file"
					       : "cannot be read whole");
	return 0;
}

/*
 * The digest of a settings file stays out of reports: who knows the rest of the file could find a
 * short secret by it.
 */
static int read_settings(struct audit_run *run, const char *option, const struct vec *files,
			 struct settings **out, struct err *err)
{
	if (files->len > 0) {
		*out = arena_alloc(run->arena, sizeof(**out));
		settings_init(*out, run->arena, run->options->environment);
	}
	for (size_t i = 0; i < files->len; i++) {
		CLEANUP(buf_release) struct buf bytes = {
			.max = (size_t)run->options->limits.input_file,
		};
		const char *path = files->items[i];

		if (read_file(path, &bytes, "max-input-file", err) != 0 ||
		    settings_read(*out, path, buf_text(&bytes), bytes.len,
				  &run->options->limits, err) != 0)
			return err_in(err, "--%s", option);
		add_input(run, option, path, NULL);
	}
	return 0;
}

/* True for a regular file that begins like XML: a stored fact document. */
static bool is_fact_document(const char *path)
{
	CLEANUP(cleanup_file) FILE *f = NULL;
	struct stat st;
	char head[64];
	size_t n, at = 0;

	/* To open a pipe could wait for ever. */
	if (strcmp(path, "-") == 0 || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	f = fopen(path, "rbe");
	if (f == NULL)
		return false;
	n = fread(head, 1, sizeof(head) - 1, f);
	head[n] = '\0';
	if (n >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0)
		at = 3;
	at += strspn(head + at, " \t\r\n");
	return head[at] == '<';
}

/* What is wrong with it ends in a diagnostic; run->package is NULL then. */
static void open_package(struct audit_run *run)
{
	struct err err = ERR_NONE;

	if (package_open(&run->package, run->path, &run->options->limits, &run->diags, run->arena,
			 &err) != 0)
		diag_add(&run->diags, DIAG_FATAL, "", "%s", err.text);
}

struct loading {
	const struct audit_run *run;
	struct rules *rules;
	struct err err;
	int status;
};

static void load(void *user)
{
	struct loading *l = user;

	l->status = packs_load(&l->rules, l->run->options, l->run->as_of, &l->err);
}

/* Loads the packs, and begins with the package meanwhile. */
static int load_rules(struct audit_run *run, struct err *err)
{
	struct loading l = { .run = run, .err = ERR_NONE };
	struct aside *packs = aside_start(run->path != NULL && run->options->jobs != 1, load, &l);
	struct err later = ERR_NONE;

	run->stored = run->path != NULL && is_fact_document(run->path);
	if (run->path != NULL && !run->stored)
		open_package(run);
	/* What cannot be read now cannot be read later, where it is told. */
	if (run->package != NULL)
		package_digest(run->package, packs, &later);
	aside_finish(packs);
	run->rules = l.rules;
	if (l.status != 0)
		return err_set(err, "%s", l.err.text);
	add_input(run, "rules", packs_name(run->options), rules_digest(run->rules));
	return 0;
}

int audit_open(struct audit_run *run, const struct options *options, const char *path,
	       struct err *err)
{
	memset(run, 0, sizeof(*run));
	run->options = options;
	run->path = path;
	run->arena = arena_new();
	sources_init(&run->sources, run->arena);
	diags_init(&run->diags, run->arena);
	facts_init(&run->facts, analyzers_vocabulary(), options->limits.facts);
	run->facts.max_bytes = options->limits.fact_bytes;
	run->outcomes.arena = run->arena;
	if (read_day(run, err) != 0)
		return -1;
	if (load_rules(run, err) != 0)
		return -1;
	if (read_settings(run, "v3", &options->v3, &run->v3, err) != 0)
		return -1;
	return read_settings(run, "v4", &options->v4, &run->v4, err);
}

void audit_tell(const struct audit_run *run, enum diag_level least)
{
	for (size_t i = 0; i < run->diags.list.len; i++) {
		const struct diag *d = run->diags.list.items[i];

		if (d->level >= least)
			complain(0, "%s%s%s", d->place, d->place[0] == '\0' ? "" : ": ",
				 d->message);
	}
}

void audit_close(struct audit_run *run)
{
	package_free(run->package);
	rules_free(run->rules);
	if (run->v3 != NULL)
		settings_release(run->v3);
	if (run->v4 != NULL)
		settings_release(run->v4);
	facts_release(&run->facts);
	diags_release(&run->diags);
	vec_release(&run->inputs);
	arena_free(run->arena);
	memset(run, 0, sizeof(*run));
}

static int read_stored(struct audit_run *run, struct err *err)
{
	const char *path = run->path;
	CLEANUP(buf_release) struct buf bytes = { .max = STORED_MAX };
	char digest[DIGEST_HEX];

	if (run->options->limits.entry_size < bytes.max)
		bytes.max = (size_t)run->options->limits.entry_size;
	if (read_file(path, &bytes, "max-entry-size", err) != 0 ||
	    fact_xml_read(&run->facts, path, bytes.data, bytes.len, err) != 0)
		return -1;
	if (run_facts_read(&run->facts, &run->sources, &run->diags, err) != 0)
		return err_in(err, "%s", path);
	digest_of(bytes.data, bytes.len, digest);
	add_input(run, "facts", path, digest);
	return 0;
}

/* NULL where none was given. */
static int read_project(struct audit_run *run, struct project **out, struct err *err)
{
	const struct options *o = run->options;

	*out = NULL;
	if (o->mpr == NULL)
		return 0;
	if (project_read(out, o->mpr, &o->limits, &run->sources, &run->diags, run->arena,
			 err) != 0)
		return err_in(err, "--mpr");
	add_input(run, "mpr", (*out)->name, (*out)->sha256);
	return 0;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL || slash[1] == '\0' ? path : slash + 1;
}

static int check_replies(struct audit_run *run, struct replies *replies, struct err *err)
{
	for (size_t i = 0; i < replies->count; i++)
		if (rules_check_reply(run->rules, &replies->items[i], run->arena, err) != 0)
			return err_in(err, "--answers: '%s': line %u", run->options->answers,
				      replies->items[i].line);
	return 0;
}

/* *out is NULL where none were given. Of their digest the same holds as of settings. */
static int read_replies(struct audit_run *run, struct replies **out, struct err *err)
{
	const struct options *o = run->options;
	CLEANUP(buf_release) struct buf bytes = { .max = (size_t)o->limits.input_file };

	*out = NULL;
	if (o->answers == NULL)
		return 0;
	*out = arena_alloc(run->arena, sizeof(**out));
	if (read_file(o->answers, &bytes, "max-input-file", err) != 0)
		return err_in(err, "--answers");
	if (answers_read(*out, text_intern(run->arena, base_name(o->answers),
					   strlen(base_name(o->answers))),
			 buf_text(&bytes), bytes.len, &o->limits, run->arena, err) != 0)
		return err_in(err, "--answers: '%s'", o->answers);
	if (check_replies(run, *out, err) != 0)
		return -1;
	add_input(run, "answers", base_name(o->answers), NULL);
	return 0;
}

void audit_read_settings(struct audit_run *run)
{
	struct world world = {
		.arena = run->arena, .limits = &run->options->limits, .sources = &run->sources,
		.diags = &run->diags, .facts = &run->facts, .v3 = run->v3, .v4 = run->v4,
	};

	analyzers_run_settings(&world);
}

static void read_package(struct audit_run *run, const struct project *project,
			 const struct replies *replies)
{
	struct err err = ERR_NONE;
	struct world world = {
		.arena = run->arena, .limits = &run->options->limits, .sources = &run->sources,
		.diags = &run->diags, .facts = &run->facts, .jobs = run->options->jobs,
		.project = project, .replies = replies, .v3 = run->v3, .v4 = run->v4,
	};

	world.finds = rules_finds(run->rules, &world.find_count);
	world.libraries = rules_libraries(run->rules, &world.library_search);
	world.package = run->package;
	world.scratch = pattern_scratch_new(world.limits->pattern_steps);
	if (analyzers_run(&world, &err) != 0 && diags_worst(world.diags) != DIAG_FATAL)
		diag_add(world.diags, DIAG_FATAL, "", "%s", err.text);
	pattern_scratch_free(world.scratch);
	package_free(run->package);
	run->package = NULL;
}

static void release_project(struct project **p)
{
	project_release(*p);
}

/* Stored facts are judged again with answers that came later. */
static int add_replies(struct audit_run *run, const struct replies *replies, struct err *err)
{
	size_t count;
	struct fact *const *list;

	if (run->sources.state[SOURCE_ANSWERS] != SOURCE_ABSENT)
		return err_set(err, "--answers: the facts in '%s' were stored with answers already",
			       run->path);
	answers_add(&run->facts, &run->sources, replies);
	facts_sort(&run->facts);
	list = facts_of(&run->facts, "source", &count);
	for (size_t i = 0; i < count; i++)
		if (strcmp(fact_get(list[i], "name"), source_name(SOURCE_ANSWERS)) == 0)
			fact_set(&run->facts, list[i],
				 (unsigned)fact_def_attr(list[i]->def, "state"),
				 source_state_name(SOURCE_COMPLETE));
	return 0;
}

int audit_read(struct audit_run *run, struct err *err)
{
	CLEANUP(release_project) struct project *project = NULL;
	struct replies *replies;

	if (read_replies(run, &replies, err) != 0)
		return -1;
	if (run->stored) {
		if (run->options->mpr != NULL)
			return err_set(err, "--mpr: '%s' holds stored facts; give the package "
				       "itself", run->path);
		if (run->v3 != NULL || run->v4 != NULL)
			return err_set(err, "'%s': stored facts hold the settings already; give "
				       "--v3 and --v4 when they are stored", run->path);
		if (read_stored(run, err) != 0 ||
		    (replies != NULL && add_replies(run, replies, err) != 0))
			return -1;
	} else {
		if (read_project(run, &project, err) != 0)
			return -1;
		if (run->package != NULL)
			read_package(run, project, replies);
		if (facts_first(&run->facts, "source") == NULL) {
			run_facts_add(&run->facts, &run->sources, &run->diags);
			facts_sort(&run->facts);
		}
	}
	run->fatal = diags_worst(&run->diags) == DIAG_FATAL;
	return 0;
}

/* "v3.yaml and v4.yaml": the first file of each. */
static const char *name_of_settings(const struct audit_run *run)
{
	const struct options *o = run->options;

	return arena_printf(run->arena, "%s and %s", base_name(o->v3.items[0]),
			    base_name(o->v4.items[0]));
}

static const char *app_name(const struct audit_run *run, const struct fact *package)
{
	const struct fact *app = facts_first(&run->facts, "app");
	const char *name = app == NULL ? NULL : fact_get(app, "name");

	if (run->options->name != NULL)
		return run->options->name;
	if (run->options->of_settings)
		return name_of_settings(run);
	if (name != NULL && name[0] != '\0')
		return name;
	name = package == NULL ? NULL : fact_get(package, "name");
	return name == NULL ? "unknown app" : name;
}

static void fill_params(struct audit_run *run)
{
	size_t count = rules_param_count(run->rules);
	struct audit_param *params = arena_alloc(run->arena, (count + 1) * sizeof(*params));

	for (size_t i = 0; i < count; i++) {
		struct rules_param p = rules_param(run->rules, i);

		params[i] = (struct audit_param){ p.name, p.value };
	}
	run->audit.params = params;
	run->audit.param_count = count;
}

static void fill_audit(struct audit_run *run)
{
	const struct fact *package = facts_first(&run->facts, "package");
	struct audit *a = &run->audit;

	if (package != NULL)
		add_input(run, "package", fact_get(package, "name"), fact_get(package, "sha256"));
	a->arena = run->arena;
	a->of_settings = run->options->of_settings;
	a->version = MXAUDIT_VERSION;
	a->app = app_name(run, package);
	a->as_of = run->as_of;
	a->edition = rules_edition(run->rules);
	a->facts = &run->facts;
	a->sources = &run->sources;
	a->diags = &run->diags;
	a->outcomes = &run->outcomes;
	a->plan = &run->plan;
	a->inputs = arena_alloc(run->arena, (run->inputs.len + 1) * sizeof(*a->inputs));
	for (size_t i = 0; i < run->inputs.len; i++)
		((struct audit_input *)(uintptr_t)a->inputs)[i] =
			*(const struct audit_input *)run->inputs.items[i];
	a->input_count = run->inputs.len;
	fill_params(run);
}

void audit_plan(struct audit_run *run)
{
	if (!run->fatal)
		rules_plan(run->rules, &run->facts, &run->sources, &run->outcomes, run->arena,
			   &run->plan);
}

static bool is_planned(const struct audit_run *run)
{
	for (size_t i = 0; !run->options->of_settings && reports[i] != NULL; i++)
		if (reports[i]->plan && run->options->outputs[i] != NULL)
			return true;
	return false;
}

int audit_judge(struct audit_run *run, struct err *err)
{
	if (!run->fatal && rules_judge(run->rules, &run->facts, &run->sources, run->arena,
				       &run->outcomes, err) != 0)
		return -1;
	if (is_planned(run))
		audit_plan(run);
	for (size_t i = 0; i < run->outcomes.note_count; i++)
		diag_add(&run->diags, DIAG_NOTE, run->outcomes.notes[i].place, "%s",
			 run->outcomes.notes[i].message);
	fill_audit(run);
	tally_compute(&run->audit.tally, &run->audit, run->arena);
	run->audit.exit_status = audit_exit_status(&run->audit, run->options);
	return 0;
}

int audit_whole(struct audit_run *run, const struct options *options, const char *path)
{
	struct err err = ERR_NONE;

	if (audit_open(run, options, path, &err) != 0 || audit_read(run, &err) != 0)
		return complain(EXIT_USAGE, "%s", err.text);
	if (audit_judge(run, &err) != 0)
		return complain(EXIT_INTERNAL, "%s", err.text);
	return EXIT_FINE;
}

/* A finding at or above the severity that --fail-on names. */
static bool is_gated(const struct audit *audit, int fail_on)
{
	const struct outcomes *all = audit->outcomes;
	enum severity worst;

	for (size_t i = 0; fail_on != FAIL_ON_NEVER && i < all->count; i++)
		if (outcome_worst(&all->items[i], &worst) && (int)worst >= fail_on)
			return true;
	return false;
}

/* An undecided rule that --fail-on-undecided counts; fail_on and severities share numbers. */
static bool is_undecided(const struct audit *audit, const struct options *o)
{
	const struct outcomes *all = audit->outcomes;

	for (size_t i = 0; o->fail_on_undecided != UNDECIDED_NEVER && i < all->count; i++) {
		const struct outcome *one = &all->items[i];
		enum severity severity = one->rule->severity;

		if (one->state != OUTCOME_UNDECIDED && one->state != OUTCOME_ERROR)
			continue;
		if (o->fail_on_undecided == UNDECIDED_ANY)
			return true;
		if (o->fail_on_undecided == UNDECIDED_BLOCKER && severity == SEVERITY_BLOCKER)
			return true;
		if (o->fail_on_undecided == UNDECIDED_GIVEN && !one->open &&
		    o->fail_on != FAIL_ON_NEVER && (int)severity >= o->fail_on)
			return true;
	}
	return false;
}

_Static_assert((int)FAIL_ON_BLOCKER == (int)SEVERITY_BLOCKER &&
	       (int)FAIL_ON_ACTION == (int)SEVERITY_ACTION &&
	       (int)FAIL_ON_VERIFY == (int)SEVERITY_VERIFY, "gates are compared with severities");

int audit_exit_status(const struct audit *audit, const struct options *options)
{
	if (diags_worst(audit->diags) != DIAG_NOTE)
		return EXIT_INCOMPLETE;
	if (options->exit_zero)
		return EXIT_FINE;
	if (is_gated(audit, options->fail_on))
		return EXIT_GATED;
	return is_undecided(audit, options) ? EXIT_UNDECIDED : EXIT_FINE;
}
