/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON report, "mxaudit-report/1": everything an audit concluded and what it rests on, as
 * docs/report.schema.json describes it. No clock and no address of memory
 * gets into it, and no path but the names of inputs as they were given.
 */
#include <string.h>

#include "report/json_writer.h"
#include "report/report.h"
#include "report/words.h"
#include "util/buf.h"

enum { WORDS_MAX = 1 << 20 };

static void add_severities(struct json_writer *j, const unsigned by_severity[SEVERITY_COUNT])
{
	for (int s = SEVERITY_COUNT - 1; s >= 0; s--)
		json_count(j, severity_name((enum severity)s), by_severity[s]);
}

static void add_inputs(struct json_writer *j, const struct audit *a)
{
	json_array(j, "inputs");
	for (size_t i = 0; i < a->input_count; i++) {
		json_flat_object(j, NULL);
		json_text(j, "option", a->inputs[i].option);
		json_text(j, "name", a->inputs[i].name);
		json_text(j, "sha256", a->inputs[i].digest);
		json_close(j);
	}
	json_close(j);
}

static void add_phrase(struct json_writer *j, const char *key, const struct audit *a,
		       void (*words)(struct buf *, const struct audit *))
{
	struct buf text;

	buf_init(&text, WORDS_MAX);
	words(&text, a);
	json_text(j, key, buf_text(&text));
	buf_release(&text);
}

static void add_verdict(struct json_writer *j, const struct audit *a)
{
	json_object(j, "verdict");
	json_text(j, "name", verdict_name(a->tally.verdict));
	json_text(j, "scope", a->tally.scope);
	add_phrase(j, "why", a, words_why);
	add_phrase(j, "after", a, words_after);
	add_phrase(j, "line", a, tally_line);
	json_close(j);
}

static void add_counts(struct json_writer *j, const struct tally *t)
{
	json_object(j, "counts");
	json_count(j, "rules", t->rules);
	add_severities(j, t->by_severity);
	json_count(j, "undecided", t->undecided);
	json_count(j, "open", t->open);
	json_count(j, "error", t->error);
	json_count(j, "waived", t->waived);
	json_count(j, "clear", t->clear);
	json_count(j, "notApplicable", t->not_applicable);
	json_count(j, "applicable", t->applicable);
	json_count(j, "decided", t->decided);
	json_count(j, "findings", t->findings);
	json_close(j);
}

static void add_hours(struct json_writer *j, struct hours hours)
{
	json_count(j, "min", hours.min);
	json_count(j, "max", hours.max);
}

static void add_total(struct json_writer *j, const char *key, const struct effort_total *total)
{
	json_object(j, key);
	add_hours(j, total->hours);
	json_array(j, "addends");
	for (size_t i = 0; i < total->count; i++) {
		const struct effort_line *line = &total->lines[i];

		json_flat_object(j, NULL);
		json_text(j, "rule", line->outcome->rule->id);
		add_hours(j, line->hours);
		json_text(j, "per", words_per(line->outcome->rule->effort.per));
		json_count(j, "times", line->times);
		json_count(j, "shared", line->shared);
		json_close(j);
	}
	json_close(j);
	json_close(j);
}

static void add_effort(struct json_writer *j, const struct tally *t)
{
	json_object(j, "effort");
	json_text(j, "unit", "hours");
	add_total(j, "work", &t->work);
	add_total(j, "check", &t->check);
	add_total(j, "unknown", &t->unknown);
	json_array(j, "owners");
	for (size_t i = 0; i < t->owner_count; i++) {
		json_flat_object(j, NULL);
		json_text(j, "owner", t->owners[i].owner);
		add_severities(j, t->owners[i].by_severity);
		add_hours(j, t->owners[i].hours);
		json_close(j);
	}
	json_close(j);
	json_close(j);
}

static void add_sources(struct json_writer *j, const struct sources *s)
{
	json_array(j, "sources");
	for (int i = 0; i < SOURCE_COUNT; i++) {
		json_flat_object(j, NULL);
		json_text(j, "name", source_name((enum source)i));
		json_text(j, "state", source_state_name(s->state[i]));
		json_text(j, "reason", s->reason[i]);
		json_text(j, "option", source_option((enum source)i));
		json_close(j);
	}
	json_close(j);
}

static void add_diags(struct json_writer *j, const struct diags *d)
{
	json_array(j, "diagnostics");
	for (size_t i = 0; i < d->list.len; i++) {
		const struct diag *one = d->list.items[i];

		json_flat_object(j, NULL);
		json_text(j, "level", diag_level_name(one->level));
		json_text(j, "place", one->place);
		json_text(j, "message", one->message);
		json_close(j);
	}
	json_close(j);
}

/* Attributes that are there, but the one called `without`. */
static void add_attributes(struct json_writer *j, const struct fact *f, const char *without)
{
	const struct attr_def *attrs = f->def->attrs;

	json_object(j, "attributes");
	for (size_t i = 0; attrs != NULL && attrs[i].name != NULL; i++)
		if (f->values[i] != NULL && strcmp(attrs[i].name, without) != 0)
			json_text(j, attrs[i].name, f->values[i]);
	json_close(j);
}

/* A fact with its children: as deep as the vocabulary, which is ours. */
static void add_fact(struct json_writer *j, const char *key, const struct fact *f,
		     const char *without)
{
	if (f == NULL) {
		json_null(j, key);
		return;
	}
	json_flat_object(j, key);
	json_text(j, "name", f->def->name);
	add_attributes(j, f, without);
	if (f->text != NULL)
		json_text(j, "text", f->text);
	if (f->first != NULL) {
		json_array(j, "children");
		for (const struct fact *c = f->first; c != NULL; c = c->next)
			add_fact(j, NULL, c, without);
		json_close(j);
	}
	json_close(j);
}

/* What a rule points at: its own attributes; children may be many, and repeat for each place. */
static void add_cited(struct json_writer *j, const struct fact *f)
{
	if (f == NULL) {
		json_null(j, "fact");
		return;
	}
	json_flat_object(j, "fact");
	json_text(j, "name", f->def->name);
	add_attributes(j, f, "");
	json_close(j);
}

static void add_inventory(struct json_writer *j, const struct facts *facts)
{
	static const struct {
		const char *key, *fact, *without;
		bool one;
	} parts[] = {
		{ "package", "package", "", true },
		{ "app", "app", "", true },
		{ "model", "model", "", true },
		{ "modules", "module", "", false },
		{ "publishedServices", "published-service", "", false },
		{ "consumedServices", "consumed-service", "", false },
		{ "scheduledEvents", "scheduled-event", "", false },
		{ "constants", "constant", "value", false },
	};

	json_object(j, "inventory");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct fact *const *items;
		size_t count;

		if (parts[i].one) {
			add_fact(j, parts[i].key, facts_first(facts, parts[i].fact), "");
			continue;
		}
		items = facts_of(facts, parts[i].fact, &count);
		json_array(j, parts[i].key);
		for (size_t k = 0; k < count; k++)
			add_fact(j, NULL, items[k], parts[i].without);
		json_close(j);
	}
	json_close(j);
}

static void add_rule_effort(struct json_writer *j, const struct effort *e)
{
	if (e->max == 0) {
		json_null(j, "effort");
		return;
	}
	json_flat_object(j, "effort");
	json_count(j, "min", e->min);
	json_count(j, "max", e->max);
	json_text(j, "per", words_per(e->per));
	if (e->cap > 0)
		json_count(j, "cap", e->cap);
	else
		json_null(j, "cap");
	json_close(j);
}

static const char *file_name(const char *path)
{
	const char *slash = path == NULL ? NULL : strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

static void add_rule(struct json_writer *j, const struct rule_info *r)
{
	json_object(j, "rule");
	json_text(j, "id", r->id);
	json_text(j, "area", r->area);
	json_text(j, "pack", r->pack);
	json_text(j, "title", r->title);
	json_text(j, "severity", severity_name(r->severity));
	json_text(j, "owner", r->owner);
	json_text(j, "why", r->why);
	json_text(j, "fix", r->fix);
	json_text(j, "clear", r->clear);
	json_text(j, "basis", r->basis);
	json_text(j, "verified", r->verified);
	json_text(j, "fixId", r->fix_id);
	add_rule_effort(j, &r->effort);
	json_array(j, "links");
	for (size_t i = 0; i < r->link_count; i++) {
		json_flat_object(j, NULL);
		json_text(j, "title", r->links[i].title);
		json_text(j, "href", r->links[i].href);
		json_close(j);
	}
	json_close(j);
	json_text(j, "file", file_name(r->file));
	json_count(j, "line", r->line > 0 ? (uint64_t)r->line : 0);
	json_close(j);
}

static void add_place(struct json_writer *j, const struct place *p)
{
	json_object(j, NULL);
	json_text(j, "message", p->message);
	json_text(j, "origin", p->origin);
	json_array(j, "evidence");
	for (size_t i = 0; p->evidence != NULL && p->evidence[i] != NULL; i++)
		json_text(j, NULL, p->evidence[i]);
	json_close(j);
	add_cited(j, p->fact);
	json_close(j);
}

static void add_finding(struct json_writer *j, const struct finding *f)
{
	json_object(j, NULL);
	json_text(j, "fingerprint", f->fingerprint);
	json_text(j, "key", f->key);
	json_text(j, "part", f->part);
	json_text(j, "severity", severity_name(f->severity));
	json_text(j, "message", f->message);
	json_text(j, "partial", f->partial);
	json_bool(j, "waived", f->waived);
	json_array(j, "places");
	for (size_t i = 0; i < f->place_count; i++)
		add_place(j, &f->places[i]);
	json_close(j);
	json_close(j);
}

static void add_outcome_inputs(struct json_writer *j, const struct outcome *o)
{
	json_array(j, "sources");
	for (size_t i = 0; i < o->input_count; i++) {
		json_flat_object(j, NULL);
		json_text(j, "name", source_name(o->inputs[i].source));
		json_text(j, "state", source_state_name(o->inputs[i].state));
		json_text(j, "reason", o->inputs[i].reason);
		json_close(j);
	}
	json_close(j);
}

static void add_outcome(struct json_writer *j, const struct outcome *o)
{
	enum severity worst;
	bool any = outcome_worst(o, &worst);

	json_object(j, NULL);
	add_rule(j, o->rule);
	json_text(j, "state", outcome_state_name(o->state));
	json_text(j, "worst", any ? severity_name(worst) : NULL);
	json_text(j, "question", o->question);
	json_text(j, "reason", o->reason);
	json_bool(j, "open", o->open);
	json_text(j, "decideBy", o->ask_option);
	add_outcome_inputs(j, o);
	json_array(j, "findings");
	for (size_t i = 0; i < o->finding_count; i++)
		add_finding(j, &o->findings[i]);
	json_close(j);
	json_close(j);
}

static void write(struct buf *out, const struct audit *a, const struct report_style *style)
{
	struct json_writer j;

	(void)style;
	json_writer_init(&j, out);
	json_object(&j, NULL);
	json_text(&j, "schema", "mxaudit-report/1");
	json_text(&j, "tool", "mxaudit");
	json_text(&j, "version", a->version);
	json_text(&j, "app", a->app);
	json_text(&j, "asOf", a->as_of);
	json_text(&j, "edition", a->edition);
	add_inputs(&j, a);
	add_verdict(&j, a);
	json_count(&j, "exitStatus", (uint64_t)a->exit_status);
	add_counts(&j, &a->tally);
	add_effort(&j, &a->tally);
	add_sources(&j, a->sources);
	add_diags(&j, a->diags);
	add_inventory(&j, a->facts);
	json_array(&j, "outcomes");
	for (size_t i = 0; i < a->outcomes->count; i++)
		add_outcome(&j, &a->outcomes->items[i]);
	json_close(&j);
	json_close(&j);
}

const struct report report_json = {
	.name = "json",
	.summary = "JSON with every outcome, finding and fact cited; docs/report.schema.json",
	.write = write,
};
