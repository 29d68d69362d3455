/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON report, "mxaudit-report/1": everything an audit concluded and what it rests on, as
 * docs/report.schema.json describes it. No clock and no address of memory
 * gets into it, and no path but the names of inputs as they were given.
 */
#include <string.h>

#include "report/compare_json.h"
#include "report/jsonw.h"
#include "report/plan_json.h"
#include "report/report.h"
#include "report/words.h"
#include "util/buf.h"

enum { WORDS_MAX = 1 << 20 };

static void add_severities(struct jsonw *j, const unsigned by_severity[SEVERITY_COUNT])
{
	for (int s = SEVERITY_COUNT - 1; s >= 0; s--)
		jsonw_count(j, severity_name((enum severity)s), by_severity[s]);
}

static void add_inputs(struct jsonw *j, const struct audit *a)
{
	jsonw_array(j, "inputs");
	for (size_t i = 0; i < a->input_count; i++) {
		jsonw_flat_object(j, NULL);
		jsonw_text(j, "option", a->inputs[i].option);
		jsonw_text(j, "name", a->inputs[i].name);
		jsonw_text(j, "sha256", a->inputs[i].digest);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void add_phrase(struct jsonw *j, const char *key, const struct audit *a,
		       void (*words)(struct buf *, const struct audit *))
{
	struct buf text;

	buf_init(&text, WORDS_MAX);
	words(&text, a);
	jsonw_text(j, key, buf_text(&text));
	buf_release(&text);
}

static void add_verdict(struct jsonw *j, const struct audit *a)
{
	jsonw_object(j, "verdict");
	jsonw_text(j, "name", verdict_name(a->tally.verdict));
	jsonw_text(j, "scope", a->tally.scope);
	add_phrase(j, "why", a, words_why);
	add_phrase(j, "after", a, words_after);
	add_phrase(j, "line", a, tally_line);
	jsonw_close(j);
}

static void add_counts(struct jsonw *j, const struct tally *t)
{
	jsonw_object(j, "counts");
	jsonw_count(j, "rules", t->rules);
	add_severities(j, t->by_severity);
	jsonw_count(j, "undecided", t->undecided);
	jsonw_count(j, "open", t->open);
	jsonw_count(j, "error", t->error);
	jsonw_count(j, "waived", t->waived);
	jsonw_count(j, "clear", t->clear);
	jsonw_count(j, "notApplicable", t->not_applicable);
	jsonw_count(j, "applicable", t->applicable);
	jsonw_count(j, "decided", t->decided);
	jsonw_count(j, "findings", t->findings);
	jsonw_close(j);
}

static void add_hours(struct jsonw *j, struct hours hours)
{
	jsonw_count(j, "min", hours.min);
	jsonw_count(j, "max", hours.max);
}

static void add_total(struct jsonw *j, const char *key, const struct effort_total *total)
{
	jsonw_object(j, key);
	add_hours(j, total->hours);
	jsonw_array(j, "addends");
	for (size_t i = 0; i < total->count; i++) {
		const struct effort_line *line = &total->lines[i];

		jsonw_flat_object(j, NULL);
		jsonw_text(j, "rule", line->outcome->rule->id);
		add_hours(j, line->hours);
		jsonw_text(j, "per", words_per(line->outcome->rule->effort.per));
		jsonw_count(j, "times", line->times);
		jsonw_count(j, "shared", line->shared);
		jsonw_close(j);
	}
	jsonw_close(j);
	jsonw_close(j);
}

static void add_effort(struct jsonw *j, const struct tally *t)
{
	jsonw_object(j, "effort");
	jsonw_text(j, "unit", "hours");
	add_total(j, "work", &t->work);
	add_total(j, "check", &t->check);
	add_total(j, "unknown", &t->unknown);
	jsonw_array(j, "owners");
	for (size_t i = 0; i < t->owner_count; i++) {
		jsonw_flat_object(j, NULL);
		jsonw_text(j, "owner", t->owners[i].owner);
		add_severities(j, t->owners[i].by_severity);
		add_hours(j, t->owners[i].hours);
		jsonw_close(j);
	}
	jsonw_close(j);
	jsonw_close(j);
}

static void add_sources(struct jsonw *j, const struct sources *s)
{
	jsonw_array(j, "sources");
	for (int i = 0; i < SOURCE_COUNT; i++) {
		jsonw_flat_object(j, NULL);
		jsonw_text(j, "name", source_name((enum source)i));
		jsonw_text(j, "state", source_state_name(s->state[i]));
		jsonw_text(j, "reason", s->reason[i]);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void add_diags(struct jsonw *j, const struct diags *d)
{
	jsonw_array(j, "diagnostics");
	for (size_t i = 0; i < d->list.len; i++) {
		const struct diag *one = d->list.items[i];

		jsonw_flat_object(j, NULL);
		jsonw_text(j, "level", diag_level_name(one->level));
		jsonw_text(j, "place", one->place);
		jsonw_text(j, "message", one->message);
		jsonw_close(j);
	}
	jsonw_close(j);
}

/* Attributes that are there, but the one called `without`. */
static void add_attributes(struct jsonw *j, const struct fact *f, const char *without)
{
	const struct attr_def *attrs = f->def->attrs;

	jsonw_object(j, "attributes");
	for (size_t i = 0; attrs != NULL && attrs[i].name != NULL; i++)
		if (f->values[i] != NULL && strcmp(attrs[i].name, without) != 0)
			jsonw_text(j, attrs[i].name, f->values[i]);
	jsonw_close(j);
}

/* A fact with its children: as deep as the vocabulary, which is ours. */
static void add_fact(struct jsonw *j, const char *key, const struct fact *f,
		     const char *without)
{
	if (f == NULL) {
		jsonw_null(j, key);
		return;
	}
	jsonw_flat_object(j, key);
	jsonw_text(j, "name", f->def->name);
	add_attributes(j, f, without);
	if (f->text != NULL)
		jsonw_text(j, "text", f->text);
	if (f->first != NULL) {
		jsonw_array(j, "children");
		for (const struct fact *c = f->first; c != NULL; c = c->next)
			add_fact(j, NULL, c, without);
		jsonw_close(j);
	}
	jsonw_close(j);
}

/* What a rule points at: its own attributes; children may be many, and repeat for each place. */
static void add_cited(struct jsonw *j, const struct fact *f)
{
	if (f == NULL) {
		jsonw_null(j, "fact");
		return;
	}
	jsonw_flat_object(j, "fact");
	jsonw_text(j, "name", f->def->name);
	add_attributes(j, f, "");
	jsonw_close(j);
}

static void add_inventory(struct jsonw *j, const struct facts *facts)
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
		{ "projectModules", "project-module", "", false },
		{ "projectEvents", "project-event", "", false },
		{ "capacity", "capacity", "", true },
	};

	jsonw_object(j, "inventory");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct fact *const *items;
		size_t count;

		if (parts[i].one) {
			add_fact(j, parts[i].key, facts_first(facts, parts[i].fact), "");
			continue;
		}
		items = facts_of(facts, parts[i].fact, &count);
		jsonw_array(j, parts[i].key);
		for (size_t k = 0; k < count; k++)
			add_fact(j, NULL, items[k], parts[i].without);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void add_rule_effort(struct jsonw *j, const struct effort *e)
{
	if (e->max == 0) {
		jsonw_null(j, "effort");
		return;
	}
	jsonw_flat_object(j, "effort");
	jsonw_count(j, "min", e->min);
	jsonw_count(j, "max", e->max);
	jsonw_text(j, "per", words_per(e->per));
	if (e->cap > 0)
		jsonw_count(j, "cap", e->cap);
	else
		jsonw_null(j, "cap");
	jsonw_close(j);
}

static const char *file_name(const char *path)
{
	const char *slash = path == NULL ? NULL : strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

static void add_rule(struct jsonw *j, const struct rule_info *r)
{
	jsonw_object(j, "rule");
	jsonw_text(j, "id", r->id);
	jsonw_text(j, "area", r->area);
	jsonw_text(j, "pack", r->pack);
	jsonw_text(j, "title", r->title);
	jsonw_text(j, "severity", severity_name(r->severity));
	jsonw_text(j, "owner", r->owner);
	jsonw_text(j, "why", r->why);
	jsonw_text(j, "fix", r->fix);
	jsonw_text(j, "clear", r->clear);
	jsonw_text(j, "basis", r->basis);
	jsonw_text(j, "verified", r->verified);
	jsonw_text(j, "fixId", r->fix_id);
	add_rule_effort(j, &r->effort);
	plan_json_covers(j, r->covers);
	plan_json_links(j, r->links, r->link_count);
	jsonw_text(j, "file", file_name(r->file));
	jsonw_count(j, "line", r->line > 0 ? (uint64_t)r->line : 0);
	jsonw_close(j);
}

static void add_place(struct jsonw *j, const struct place *p)
{
	jsonw_object(j, NULL);
	jsonw_text(j, "message", p->message);
	jsonw_text(j, "origin", p->origin);
	jsonw_array(j, "evidence");
	for (size_t i = 0; p->evidence != NULL && p->evidence[i] != NULL; i++)
		jsonw_text(j, NULL, p->evidence[i]);
	jsonw_close(j);
	add_cited(j, p->fact);
	jsonw_close(j);
}

static void add_finding(struct jsonw *j, const struct finding *f)
{
	jsonw_object(j, NULL);
	jsonw_text(j, "fingerprint", f->fingerprint);
	jsonw_text(j, "key", f->key);
	jsonw_text(j, "part", f->part);
	jsonw_text(j, "severity", severity_name(f->severity));
	jsonw_text(j, "message", f->message);
	jsonw_text(j, "partial", f->partial);
	jsonw_text(j, "stated", f->stated);
	jsonw_bool(j, "waived", f->waived);
	jsonw_array(j, "places");
	for (size_t i = 0; i < f->place_count; i++)
		add_place(j, &f->places[i]);
	jsonw_close(j);
	jsonw_close(j);
}

static void add_outcome_inputs(struct jsonw *j, const struct outcome *o)
{
	jsonw_array(j, "sources");
	for (size_t i = 0; i < o->input_count; i++) {
		jsonw_flat_object(j, NULL);
		jsonw_text(j, "name", source_name(o->inputs[i].source));
		jsonw_text(j, "state", source_state_name(o->inputs[i].state));
		jsonw_text(j, "reason", o->inputs[i].reason);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void add_asks(struct jsonw *j, const struct outcome *o)
{
	jsonw_array(j, "asks");
	for (size_t i = 0; i < o->ask_count; i++) {
		jsonw_flat_object(j, NULL);
		jsonw_text(j, "question", o->asks[i].question);
		jsonw_text(j, "text", o->asks[i].text);
		jsonw_text(j, "why", o->asks[i].why);
		jsonw_text(j, "takes", o->asks[i].takes);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void add_stated(struct jsonw *j, const struct outcome *o)
{
	jsonw_array(j, "stated");
	for (size_t i = 0; i < o->stated_count; i++) {
		const struct stated *s = &o->stated[i];

		jsonw_flat_object(j, NULL);
		jsonw_text(j, "effect", stated_effect_name(s->effect));
		jsonw_text(j, "subject", s->subject);
		jsonw_text(j, "text", s->text);
		jsonw_text(j, "value", s->value);
		jsonw_text(j, "by", s->by);
		jsonw_text(j, "on", s->on);
		jsonw_text(j, "until", s->until);
		jsonw_text(j, "reason", s->reason);
		jsonw_text(j, "comment", s->comment);
		jsonw_text(j, "place", s->place);
		jsonw_text(j, "found", s->found);
		jsonw_close(j);
	}
	jsonw_close(j);
}

static void add_outcome(struct jsonw *j, const struct outcome *o)
{
	enum severity worst;
	bool any = outcome_worst(o, &worst);

	jsonw_object(j, NULL);
	add_rule(j, o->rule);
	jsonw_text(j, "state", outcome_state_name(o->state));
	jsonw_text(j, "worst", any ? severity_name(worst) : NULL);
	jsonw_text(j, "question", o->question);
	jsonw_text(j, "reason", o->reason);
	jsonw_bool(j, "open", o->open);
	jsonw_text(j, "decideBy", o->ask_option);
	add_asks(j, o);
	add_stated(j, o);
	jsonw_bool(j, "byStatement", o->by_statement);
	add_outcome_inputs(j, o);
	jsonw_array(j, "findings");
	for (size_t i = 0; i < o->finding_count; i++)
		add_finding(j, &o->findings[i]);
	jsonw_close(j);
	jsonw_close(j);
}

static void write(struct buf *out, const struct audit *a, const struct report_style *style)
{
	struct jsonw j;

	(void)style;
	jsonw_init(&j, out);
	jsonw_object(&j, NULL);
	jsonw_text(&j, "schema", "mxaudit-report/1");
	jsonw_text(&j, "tool", "mxaudit");
	jsonw_text(&j, "version", a->version);
	jsonw_text(&j, "kind", a->of_settings ? "comparison" : "readiness");
	jsonw_text(&j, "app", a->app);
	jsonw_text(&j, "asOf", a->as_of);
	jsonw_text(&j, "edition", a->edition);
	add_inputs(&j, a);
	add_verdict(&j, a);
	jsonw_count(&j, "exitStatus", (uint64_t)a->exit_status);
	add_counts(&j, &a->tally);
	add_effort(&j, &a->tally);
	add_sources(&j, a->sources);
	add_diags(&j, a->diags);
	add_inventory(&j, a->facts);
	compare_json(&j, a);
	plan_json(&j, a->plan);
	jsonw_array(&j, "outcomes");
	for (size_t i = 0; i < a->outcomes->count; i++)
		add_outcome(&j, &a->outcomes->items[i]);
	jsonw_close(&j);
	jsonw_close(&j);
}

const struct report report_json = {
	.name = "json",
	.summary = "JSON with every outcome, finding and fact cited; docs/report.schema.json",
	.plan = true,
	.write = write,
};
