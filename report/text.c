/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text report: what an engineer reads in a terminal and in the log of a build. The verdict
 * comes first and, as one line for grep, last. Colour repeats a glyph and a word, never more.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/report.h"
#include "report/text_page.h"
#include "util/text.h"

enum { COLUMNS = 100, COLUMNS_LEAST = 48, LABEL = 11, WORDS_MAX = 1 << 20 };

static const struct {
	const char *name;
	const char *word;
	const char *glyph;
	const char *codes;
} states[] = {
	{ "blocker", "blocker", "■", "31" },
	{ "action", "action", "◆", "33" },
	{ "verify", "verify", "◐", "34" },
	{ "info", "info", "·", "" },
	{ "undecided", "undecided", "?", "35" },
	{ "error", "error", "!", "35" },
	{ "waived", "waived", "○", "" },
	{ "stated", "stated", "“", "" },
	{ "overruled", "overruled", "!", "33" },
	{ "clear", "clear", "✓", "32" },
	{ "fine", "", "✓", "32" },
	{ "told", "", "·", "" },
	{ "n/a", "n/a", "–", "" },
	{ "fatal", "fatal", "■", "31" },
	{ "incomplete", "unread", "?", "35" },
	{ "partial", "partial", "?", "35" },
	{ "absent", "absent", "?", "35" },
	{ "note", "note", "·", "" },
};

void text_state(struct text_page *p, const char *state)
{
	size_t i = 0;

	while (strcmp(states[i].name, state) != 0)
		i++;
	wrap_line(&p->w, TEXT_STATE, TEXT_BODY);
	if (states[i].codes[0] != '\0')
		wrap_style(&p->w, states[i].codes);
	wrap_add(&p->w, states[i].glyph);
	wrap_add(&p->w, states[i].word);
	if (states[i].codes[0] != '\0')
		wrap_style(&p->w, "");
	wrap_to(&p->w, TEXT_BODY);
}

void text_strong(struct text_page *p, const char *text)
{
	wrap_style(&p->w, "1");
	wrap_add(&p->w, text);
	wrap_style(&p->w, "");
}

void text_head(struct text_page *p, const char *title, uint64_t count, const char *none)
{
	wrap_blank(&p->w);
	wrap_line(&p->w, 0, TEXT_STATE);
	text_strong(p, title);
	wrap_to(&p->w, 0);
	buf_clear(&p->words);
	if (count == 0)
		buf_puts(&p->words, none);
	else
		text_add_grouped(&p->words, count);
	wrap_add(&p->w, buf_text(&p->words));
	wrap_end(&p->w);
}

void text_field(struct text_page *p, unsigned column, const char *label, const char *text)
{
	unsigned hang = column + (unsigned)text_columns(label) + 2;

	if (text == NULL || text[0] == '\0')
		return;
	wrap_line(&p->w, column, hang);
	wrap_add(&p->w, label);
	wrap_to(&p->w, hang);
	wrap_add(&p->w, text);
	wrap_end(&p->w);
}

void text_rest(struct text_page *p, unsigned column, uint64_t n, const char *one,
	       const char *many)
{
	if (n == 0)
		return;
	buf_clear(&p->words);
	buf_puts(&p->words, "and ");
	words_count(&p->words, n, one, many);
	wrap_line(&p->w, column, column);
	wrap_add(&p->w, buf_text(&p->words));
	wrap_end(&p->w);
}

const char *text_hours(struct text_page *p, struct hours hours)
{
	buf_clear(&p->words);
	words_hours(&p->words, hours);
	return buf_text(&p->words);
}

static void add_phrase(struct text_page *p)
{
	wrap_add(&p->w, buf_text(&p->words));
	buf_clear(&p->words);
}

/* "shop.mda, 1,893 entries, 41.2 MB, 143.7 MB unpacked" */
static void add_package(struct text_page *p, const struct fact *package)
{
	static const struct {
		const char *attr, *after;
		bool bytes;
	} parts[] = {
		{ "entries", "", false }, { "bytes", "", true },
		{ "uncompressed", " unpacked", true },
	};
	int64_t n;

	buf_clear(&p->words);
	buf_puts(&p->words, fact_get(package, "name"));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const char *value = fact_get(package, parts[i].attr);

		if (value == NULL || !text_to_int(value, &n) || n < 0)
			continue;
		buf_puts(&p->words, ", ");
		if (parts[i].bytes)
			words_bytes(&p->words, (uint64_t)n);
		else
			words_count(&p->words, (uint64_t)n, "entry", "entries");
		buf_puts(&p->words, parts[i].after);
	}
	text_field(p, TEXT_STATE, "package  ", buf_text(&p->words));
	text_field(p, TEXT_STATE, "sha-256  ", fact_get(package, "sha256"));
}

static void add_app(struct text_page *p, const struct fact *app)
{
	const char *runtime = fact_get(app, "runtime-version");
	const char *model = fact_get(app, "model-version"), *java = fact_get(app, "java-version");

	buf_clear(&p->words);
	if (runtime != NULL)
		buf_printf(&p->words, "Mendix %s", runtime);
	if (model != NULL)
		buf_printf(&p->words, "%sapp version %s", p->words.len > 0 ? ", " : "", model);
	if (java != NULL)
		buf_printf(&p->words, "%sJava %s", p->words.len > 0 ? ", " : "", java);
	text_field(p, TEXT_STATE, "runtime  ", buf_text(&p->words));
}

static void add_inputs(struct text_page *p)
{
	const struct audit *a = p->audit;

	for (size_t i = 0; i < a->input_count; i++) {
		const struct audit_input *in = &a->inputs[i];

		if (strcmp(in->option, "package") == 0)
			continue;
		buf_clear(&p->words);
		buf_puts(&p->words, in->name == NULL ? "" : in->name);
		if (strcmp(in->option, "rules") == 0 && a->edition != NULL)
			buf_printf(&p->words, ", edition %s", a->edition);
		if (in->digest != NULL)
			buf_printf(&p->words, ", sha-256 %.16s…", in->digest);
		wrap_line(&p->w, TEXT_STATE, TEXT_STATE + LABEL);
		wrap_add(&p->w, in->option);
		wrap_to(&p->w, TEXT_STATE + LABEL);
		add_phrase(p);
		wrap_end(&p->w);
	}
	buf_clear(&p->words);
	buf_printf(&p->words, "%s, by mxaudit %s", a->as_of, a->version);
	text_field(p, TEXT_STATE, "audited  ", buf_text(&p->words));
}

static const char *verdict_codes(enum verdict v)
{
	static const char *const codes[] = {
		[VERDICT_READY] = "1;32",
		[VERDICT_CONDITIONAL] = "1;33",
		[VERDICT_BLOCKED] = "1;31",
		[VERDICT_NONE] = "1;35",
	};

	return codes[v];
}

static void add_sentence(struct text_page *p)
{
	if (p->words.len == 0)
		return;
	wrap_line(&p->w, TEXT_STATE, TEXT_STATE);
	add_phrase(p);
	wrap_end(&p->w);
}

static void add_class(struct text_page *p, unsigned n, const char *one, const char *many,
		      const char **separator)
{
	if (n == 0)
		return;
	buf_puts(&p->words, *separator);
	words_count(&p->words, n, one, many);
	*separator = ", ";
}

/* "22 rules: 1 blocker, 3 actions, …": every class that has rules, so that they add up. */
static void add_counts(struct text_page *p)
{
	const struct tally *t = &p->audit->tally;
	const char *separator;
	const struct {
		unsigned n;
		const char *one, *many;
	} classes[] = {
		{ t->undecided, "undecided", "undecided" },
		{ t->open, "waits for an input", "wait for an input" },
		{ t->error, "failed", "failed" },
		{ t->waived, "waived", "waived" },
		{ t->clear, "clear", "clear" },
		{ t->not_applicable, "not applicable", "not applicable" },
	};

	buf_clear(&p->words);
	words_count(&p->words, t->rules, "rule", "rules");
	separator = ": ";
	for (int s = SEVERITY_COUNT - 1; s >= 0; s--)
		add_class(p, t->by_severity[s], words_severity((enum severity)s, 1),
			  words_severity((enum severity)s, 2), &separator);
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		add_class(p, classes[i].n, classes[i].one, classes[i].many, &separator);
	add_sentence(p);
}

/* All of the package was read, as far as anybody asked for it. */
static bool is_read(const struct audit *a)
{
	if (a->of_settings)
		return diags_worst(a->diags) == DIAG_NOTE;
	for (int i = 0; i < SOURCE_COUNT; i++)
		if (source_is_package((enum source)i) && a->sources->state[i] != SOURCE_COMPLETE)
			return false;
	return diags_worst(a->diags) == DIAG_NOTE;
}

static void add_scope(struct text_page *p)
{
	const struct tally *t = &p->audit->tally;

	buf_clear(&p->words);
	buf_printf(&p->words, "Decided ");
	text_add_grouped(&p->words, t->decided);
	buf_puts(&p->words, " of ");
	words_count(&p->words, t->applicable, "rule that applies", "rules that apply");
	buf_puts(&p->words, ", from ");
	words_scope(&p->words, p->audit);
	buf_puts(&p->words, is_read(p->audit) ? "." : "; not all of it was read.");
	add_sentence(p);
}

static void write_head(struct text_page *p)
{
	const struct audit *a = p->audit;
	const struct fact *package = facts_first(a->facts, "package");
	const struct fact *app = facts_first(a->facts, "app");

	wrap_line(&p->w, 0, TEXT_STATE);
	wrap_add(&p->w, a->of_settings ? "Settings of v3 and v4:" : "Readiness of");
	text_strong(p, a->app);
	wrap_end(&p->w);
	wrap_blank(&p->w);
	if (package != NULL)
		add_package(p, package);
	if (app != NULL)
		add_app(p, app);
	add_inputs(p);
}

static void write_verdict(struct text_page *p)
{
	const struct audit *a = p->audit;

	wrap_blank(&p->w);
	wrap_line(&p->w, 0, TEXT_STATE);
	wrap_style(&p->w, verdict_codes(a->tally.verdict));
	wrap_add(&p->w, words_verdict(a->tally.verdict));
	wrap_style(&p->w, "");
	wrap_end(&p->w);
	buf_clear(&p->words);
	words_why(&p->words, a);
	add_sentence(p);
	words_after(&p->words, a);
	add_sentence(p);
	if (a->tally.applicable > 0)
		add_scope(p);
	if (a->tally.rules > 0)
		add_counts(p);
}

/* Without a package nobody misses what would be in it. */
static bool is_missed(const struct audit *a, enum source source)
{
	if (a->of_settings)
		return a->sources->state[source] == SOURCE_PARTIAL;
	return source_is_package(source) && a->sources->state[source] != SOURCE_COMPLETE;
}

static uint64_t count_unread(const struct audit *a)
{
	uint64_t n = a->diags->list.len;

	for (int i = 0; i < SOURCE_COUNT; i++)
		n += is_missed(a, (enum source)i);
	return n;
}

static void add_source(struct text_page *p, enum source source)
{
	const struct sources *s = p->audit->sources;

	if (s->state[source] == SOURCE_COMPLETE)
		return;
	text_state(p, source_state_name(s->state[source]));
	buf_clear(&p->words);
	buf_printf(&p->words, "%s: ", source_label(source));
	if (s->reason[source] != NULL)
		buf_puts(&p->words, s->reason[source]);
	else
		words_source_state(&p->words, s->state[source], NULL);
	add_phrase(p);
	wrap_end(&p->w);
}

static void add_diag(struct text_page *p, const struct diag *d)
{
	text_state(p, diag_level_name(d->level));
	buf_clear(&p->words);
	buf_printf(&p->words, "%s%s%s", d->place, d->place[0] == '\0' ? "" : ": ", d->message);
	add_phrase(p);
	wrap_end(&p->w);
}

/* Worst first, so that a cap never hides what made the audit incomplete. */
static void add_diags(struct text_page *p)
{
	const struct vec *list = &p->audit->diags->list;
	uint64_t shown = 0, most = p->style->verbose > 0 ? UINT64_MAX : TEXT_DIAGS;

	for (int level = DIAG_FATAL; level >= DIAG_NOTE; level--) {
		for (size_t i = 0; i < list->len && shown < most; i++) {
			const struct diag *d = list->items[i];

			if ((int)d->level != level)
				continue;
			add_diag(p, d);
			shown++;
		}
	}
	text_rest(p, TEXT_BODY, list->len - shown, "more; the JSON report has it",
		  "more; the JSON report has them");
}

static void add_not_given(struct text_page *p)
{
	const struct sources *s = p->audit->sources;
	enum source last;

	buf_clear(&p->words);
	for (int i = 0; i < SOURCE_COUNT; i++) {
		const char *label = source_label_all(s, (enum source)i, &last);

		if (!source_is_package((enum source)i) && s->state[i] == SOURCE_ABSENT)
			buf_printf(&p->words, "%s%s", p->words.len > 0 ? ", " : "", label);
		i = (int)last;
	}
	text_field(p, TEXT_STATE, "not given  ", buf_text(&p->words));
}

static void write_unread(struct text_page *p)
{
	const struct audit *a = p->audit;

	text_head(p, "Not read", count_unread(a),
		  a->of_settings ? "nothing of the files" : "nothing of the package");
	for (int i = 0; i < SOURCE_COUNT; i++)
		if (is_missed(a, (enum source)i) || a->sources->reason[i] != NULL)
			add_source(p, (enum source)i);
	add_diags(p);
	if (!a->of_settings)
		add_not_given(p);
}

static void write_page(struct text_page *p)
{
	write_head(p);
	write_verdict(p);
	if (p->audit->of_settings)
		text_compare(p);
	if (p->audit->tally.verdict != VERDICT_NONE) {
		text_findings(p, SEVERITY_BLOCKER, "Blockers", "none known");
		text_findings(p, SEVERITY_ACTION, "Actions", "none");
		text_findings(p, SEVERITY_VERIFY, "To verify", NULL);
		text_findings(p, SEVERITY_INFO, "For information", NULL);
		text_undecided(p);
		text_said(p);
	}
	if (!p->audit->of_settings && p->style->verbose > 0)
		text_compare(p);
	write_unread(p);
	if (p->audit->tally.rules > 0) {
		text_waived(p);
		text_clear(p);
	}
	if (p->audit->tally.verdict != VERDICT_NONE)
		text_effort(p);
	wrap_blank(&p->w);
}

static void write(struct buf *out, const struct audit *audit, const struct report_style *style)
{
	unsigned columns = style->columns == 0 ? COLUMNS : style->columns;
	struct text_page p = { .audit = audit, .style = style };

	if (!style->quiet) {
		wrap_init(&p.w, out, columns < COLUMNS_LEAST ? COLUMNS_LEAST : columns,
			  style->color);
		buf_init(&p.words, WORDS_MAX);
		write_page(&p);
		buf_release(&p.words);
		wrap_release(&p.w);
	}
	tally_line(out, audit);
	buf_putc(out, '\n');
}

const struct report report_text = {
	.name = "text",
	.summary = "text for a terminal or a log, ending with the VERDICT line",
	.write = write,
};
