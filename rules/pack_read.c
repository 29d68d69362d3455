/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the bytes of a file to rules. The structure is checked by the table first, so what is
 * required is there and every value has its form.
 */
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "core/pattern.h"
#include "core/version.h"
#include "rules/pack.h"
#include "rules/reader.h"
#include "rules/table.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

const char *const test_kind_names[TEST_KIND_COUNT] = {
	"fires", "quiet", "not-applicable", "undecided",
};

/* What the parser's handlers leave behind. */
struct parse {
	const char *file;
	struct err *err;
};

static void take_error(void *user, xmlErrorPtr e)
{
	xmlParserCtxtPtr ctxt = user;
	struct parse *p = ctxt->_private;
	size_t n = e->message == NULL ? 0 : strcspn(e->message, "\r\n");

	if (e->level >= XML_ERR_ERROR)
		table_fault(p->err, p->file, e->line, "not well-formed: %.*s", (int)n,
			    e->message == NULL ? "" : e->message);
}

/* A document type could declare entities and name other files. */
static void refuse_doctype(void *user, const xmlChar *name, const xmlChar *external,
			   const xmlChar *system)
{
	xmlParserCtxtPtr ctxt = user;
	struct parse *p = ctxt->_private;

	(void)name;
	(void)external;
	(void)system;
	table_fault(p->err, p->file, ctxt->input == NULL ? 1 : ctxt->input->line,
		    "a document type is not allowed");
	xmlStopParser(ctxt);
}

static xmlDocPtr parse(const char *file, const void *bytes, size_t len, struct err *err)
{
	struct parse p = { .file = file, .err = err };
	xmlParserCtxtPtr ctxt = xmlNewParserCtxt();
	xmlDocPtr doc;

	if (ctxt == NULL) {
		err_set(err, "%s: no XML parser", file);
		return NULL;
	}
	ctxt->_private = &p;
	ctxt->sax->serror = take_error;
	ctxt->sax->internalSubset = refuse_doctype;
	doc = xmlCtxtReadMemory(ctxt, bytes, (int)len, NULL, NULL,
				XML_PARSE_NONET | XML_PARSE_NOWARNING | XML_PARSE_NOERROR);
	if (doc == NULL || err->set) {
		err_set(err, "%s: not well-formed XML", file);
		xmlFreeDoc(doc);
		doc = NULL;
	}
	xmlFreeParserCtxt(ctxt);
	return doc;
}

const char *pack_collapse(struct rules *r, const char *text)
{
	char *out = arena_text(r->arena, text), *to = out;

	for (const char *p = text; *p != '\0'; p++) {
		if (strchr(" \t\r\n", *p) == NULL)
			*to++ = *p;
		else if (to > out && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to > out && to[-1] == ' ')
		to--;
	*to = '\0';
	return out;
}

static int read_value(struct reader *r, struct param *p, const xmlNode *node)
{
	struct param_value *v = arena_alloc(r->rules->arena, sizeof(*v));

	v->edition = reader_attr(r, node, "edition");
	v->text = reader_content(r, node);
	if (!value_param_ok(p->type, v->text))
		return table_fault(r->err, r->file, reader_spot(r, node).line,
				   "parameter '%s': '%.200s' is not of type %s", p->name, v->text,
				   p->type);
	for (size_t i = 0; i < p->values.len; i++) {
		const struct param_value *old = p->values.items[i];

		if (strcmp(old->edition == NULL ? "" : old->edition,
			   v->edition == NULL ? "" : v->edition) == 0)
			return table_fault(r->err, r->file, reader_spot(r, node).line,
					   "parameter '%s' has two values for the same edition",
					   p->name);
	}
	vec_push(&p->values, v);
	return 0;
}

static int read_param(struct reader *r, const xmlNode *node)
{
	struct param *p = arena_alloc(r->rules->arena, sizeof(*p)), *old;

	p->name = reader_attr(r, node, "name");
	p->type = reader_attr(r, node, "type");
	p->spot = reader_spot(r, node);
	vec_push(&r->rules->params, p);		/* owns p->values from here on */
	if (strcmp(p->name, "as-of") == 0)
		return table_fault(r->err, r->file, p->spot.line,
				   "parameter 'as-of': the name is taken by the day of the audit");
	old = map_add(&r->rules->params_by_name, p->name, p);
	if (old != NULL)
		return table_fault(r->err, r->file, p->spot.line,
				   "parameter '%s' is already at %s:%d", p->name, old->spot.file,
				   old->spot.line);
	for (const xmlNode *c = node->children; c != NULL; c = c->next)
		if (reader_is(c, "value") && read_value(r, p, c) != 0)
			return -1;
	return 0;
}

static enum severity severity_of(const char *name)
{
	enum severity s = SEVERITY_INFO;

	severity_by_name(name, &s);
	return s;
}

static void read_part(struct reader *r, struct rule *rule, const xmlNode *node)
{
	struct part *p = arena_alloc(r->rules->arena, sizeof(*p));
	const char *id = reader_attr(r, node, "id"), *severity = reader_attr(r, node, "severity");

	p->id = id == NULL ? "" : id;
	p->severity = severity == NULL ? rule->info.severity : severity_of(severity);
	p->select_text = reader_written(r, node, "select");
	p->key_text = reader_written(r, node, "key");
	p->evidence_text = reader_written(r, node, "evidence");
	p->as = reader_attr(r, node, "as");
	p->spot = reader_spot(r, node);
	for (const xmlNode *c = node->children; c != NULL; c = c->next)
		if (reader_is(c, "message"))
			p->message = reader_message(r, c);
	vec_push(&rule->parts, p);
}

static void digest_find(struct find *f)
{
	CLEANUP(buf_release) struct buf b = { .max = SIZE_MAX };

	buf_puts(&b, find_kinds[f->kind].name);
	for (int i = 0; i < FIND_FIELD_COUNT; i++) {
		if (f->text[i] == NULL)
			continue;
		buf_putc(&b, '\0');
		buf_puts(&b, find_fields[i].name);
		buf_putc(&b, '\0');
		buf_puts(&b, f->text[i]);
	}
	digest_of(b.data, b.len, f->digest);
}

/* Words are checked by the table already. */
static int read_find_value(struct find *f, const struct find_field_def *field, bool slow,
			   struct err *err)
{
	size_t i = (size_t)(field - find_fields);

	if (field->form == FIND_WORD)
		return 0;
	if (field->form == FIND_VERSIONS && version_is_bounds(f->text[i]))
		return version_bounds_ok(f->text[i]) ? 0 :
			err_set(err, "'%.100s' is not like '<2.17.1' or '>=2.0 <2.17.1'",
				f->text[i]);
	return pattern_new(&f->pattern[i], f->text[i], slow, err);
}

static int read_field(struct reader *r, struct find *f, const xmlNode *node, int i, bool slow)
{
	const struct find_kind_def *kind = &find_kinds[f->kind];
	const struct find_field_def *field = &find_fields[i];
	struct err cause = ERR_NONE;

	f->text[i] = reader_attr(r, node, field->name);
	if (f->text[i] == NULL && (kind->required & 1u << i) != 0)
		return table_fault(r->err, r->file, reader_spot(r, node).line,
				   "find '%s' in=\"%s\" lacks attribute '%s'", f->id, kind->name,
				   field->name);
	if (f->text[i] == NULL)
		return 0;
	if ((kind->fields & 1u << i) == 0)
		return table_fault(r->err, r->file, reader_spot(r, node).line,
				   "find '%s' in=\"%s\" takes no attribute '%s'", f->id, kind->name,
				   field->name);
	if (read_find_value(f, field, slow, &cause) != 0)
		return table_fault(r->err, r->file, reader_spot(r, node).line,
				   "find '%s', attribute '%s': %s", f->id, field->name, cause.text);
	if (f->pattern[i] != NULL)
		vec_push(&r->rules->owned_patterns, f->pattern[i]);
	return 0;
}

static int read_find(struct reader *r, struct rule *rule, const xmlNode *node)
{
	struct rule_find *f = arena_alloc(r->rules->arena, sizeof(*f)), *old;
	const char *in = reader_attr(r, node, "in"), *slow = reader_attr(r, node, "slow");

	f->find.id = reader_attr(r, node, "id");
	f->spot = reader_spot(r, node);
	f->pack = r->pack->id;
	while (strcmp(find_kinds[f->find.kind].name, in) != 0)
		f->find.kind++;
	for (int i = 0; i < FIND_FIELD_COUNT; i++)
		if (read_field(r, &f->find, node, i, slow != NULL && strcmp(slow, "yes") == 0) != 0)
			return -1;
	digest_find(&f->find);
	old = map_add(&r->rules->finds_by_id, f->find.id, f);
	if (old == &r->rules->library_search)
		return table_fault(r->err, r->file, f->spot.line,
				   "find '%s': the name is taken by the search for libraries",
				   f->find.id);
	if (old != NULL)
		return table_fault(r->err, r->file, f->spot.line, "find '%s' is already at %s:%d",
				   f->find.id, old->spot.file, old->spot.line);
	vec_push(&r->rules->all_finds, f);
	vec_push(&rule->finds, f);
	return 0;
}

static int read_test(struct reader *r, struct rule *rule, xmlNode *node, enum test_kind kind)
{
	struct test *t = arena_alloc(r->rules->arena, sizeof(*t));
	const char *findings = reader_attr(r, node, "findings");

	t->kind = kind;
	t->findings = findings == NULL ? -1 : strtol(findings, NULL, 10);
	t->key = reader_attr(r, node, "key");
	t->as_of = reader_attr(r, node, "as-of");
	t->edition = reader_attr(r, node, "edition");
	t->spot = reader_spot(r, node);
	vec_push(&rule->tests, t);
	return given_read(r->rules, r->file, node, &t->facts, r->err);
}

static int read_tests(struct reader *r, struct rule *rule, xmlNode *node)
{
	for (xmlNode *c = node->children; c != NULL; c = c->next)
		for (int kind = 0; kind < TEST_KIND_COUNT; kind++)
			if (reader_is(c, test_kind_names[kind]) &&
			    read_test(r, rule, c, (enum test_kind)kind) != 0)
				return -1;
	return 0;
}

static int read_need(struct reader *r, struct rule *rule, const xmlNode *node)
{
	struct need *n = arena_alloc(r->rules->arena, sizeof(*n));

	n->question_id = reader_attr(r, node, "question");
	n->fine = reader_attr(r, node, "fine");
	if (n->fine != NULL && n->question_id != NULL)
		return table_fault(r->err, r->file, reader_spot(r, node).line,
				   "'fine' stands with the question '%s' itself", n->question_id);
	if (n->fine == NULL)
		n->fine = "yes";

	n->select_text = reader_written(r, node, "select");
	n->ask = reader_line(r, node, "ask");
	n->option = reader_line(r, node, "option");
	n->covers = reader_words(r, node, "covers");
	n->spot = reader_spot(r, node);
	vec_push(&rule->needs, n);
	if (n->ask == NULL && n->question_id == NULL)
		return table_fault(r->err, r->file, n->spot.line,
				   "'needs' lacks attribute 'ask' or 'question'");
	if (n->select_text.text == NULL && n->question_id == NULL)
		return table_fault(r->err, r->file, n->spot.line,
				   "'needs' lacks attribute 'select'; only a question of the pack "
				   "can do without");
	return 0;
}

static void read_effort(struct reader *r, struct effort *e, const xmlNode *node)
{
	const char *effort = reader_attr(r, node, "effort"), *per = reader_attr(r, node, "per");
	const char *cap = reader_attr(r, node, "cap");

	if (effort != NULL)
		value_effort(effort, &e->min, &e->max);
	if (per != NULL)
		e->per = strcmp(per, "place") == 0 ? EFFORT_PER_PLACE :
			 strcmp(per, "finding") == 0 ? EFFORT_PER_FINDING : EFFORT_PER_RULE;
	e->cap = cap == NULL ? 0 : value_hours(cap);
}

static void read_info(struct reader *r, struct rule *rule, const xmlNode *node)
{
	struct rule_info *i = &rule->info;

	i->area = arena_text_n(r->rules->arena, i->id, strcspn(i->id, "/"));
	i->pack = r->pack->id;
	i->owner = reader_attr(r, node, "owner");
	i->basis = reader_attr(r, node, "basis");
	i->verified = reader_attr(r, node, "verified");
	i->fix_id = reader_attr(r, node, "fix-id");
	i->severity = severity_of(reader_attr(r, node, "severity"));
	i->file = rule->spot.file;
	i->line = rule->spot.line;
	read_effort(r, &i->effort, node);
	i->links = reader_links(r, node, &i->link_count);
	i->covers = reader_words(r, node, "covers");
	rule->since = reader_attr(r, node, "since");
	rule->until = reader_attr(r, node, "until");
}

static int read_child(struct reader *r, struct rule *rule, xmlNode *c)
{
	if (reader_is(c, "title"))
		rule->info.title = reader_content(r, c);
	else if (reader_is(c, "why"))
		rule->info.why = reader_content(r, c);
	else if (reader_is(c, "fix"))
		rule->info.fix = reader_content(r, c);
	else if (reader_is(c, "clear"))
		rule->clear = reader_message(r, c);
	else if (reader_is(c, "applies"))
		rule->applies_text = reader_written(r, c, "select");
	else if (reader_is(c, "needs"))
		return read_need(r, rule, c);
	else if (reader_is(c, "for-each"))
		read_part(r, rule, c);
	else if (reader_is(c, "find"))
		return read_find(r, rule, c);
	else if (reader_is(c, "tests"))
		return read_tests(r, rule, c);
	return 0;
}

static bool asks_people(const struct rule *rule)
{
	for (size_t i = 0; i < rule->needs.len; i++)
		if (((struct need *)rule->needs.items[i])->select_text.text == NULL)
			return true;
	return false;
}

/* The worst of its parts is the rule's; ids tell parts apart. */
static int check_parts(struct reader *r, struct rule *rule)
{
	enum severity worst = rule->info.severity;

	if (rule->parts.len == 0 && !asks_people(rule))
		return table_fault(r->err, r->file, rule->spot.line,
				   "rule '%s' has no 'for-each', and no 'needs' that only people "
				   "can answer", rule->info.id);
	for (size_t i = 0; i < rule->parts.len; i++) {
		const struct part *p = rule->parts.items[i];

		worst = i == 0 || p->severity > worst ? p->severity : worst;
		if (rule->parts.len > 1 && p->id[0] == '\0')
			return table_fault(r->err, r->file, p->spot.line,
					   "'for-each' lacks attribute 'id': rule '%s' has several",
					   rule->info.id);
		for (size_t k = 0; k < i; k++)
			if (strcmp(((struct part *)rule->parts.items[k])->id, p->id) == 0)
				return table_fault(r->err, r->file, p->spot.line,
						   "rule '%s' has two 'for-each' with id '%s'",
						   rule->info.id, p->id);
	}
	rule->info.severity = worst;
	return 0;
}

static int check_rule(struct reader *r, struct rule *rule)
{
	const struct effort *e = &rule->info.effort;

	if (rule->since != NULL && rule->until != NULL && strcmp(rule->since, rule->until) > 0)
		return table_fault(r->err, r->file, rule->spot.line,
				   "rule '%s': 'since' %s is after 'until' %s", rule->info.id,
				   rule->since, rule->until);
	if (e->cap > 0 && e->cap < e->max)
		return table_fault(r->err, r->file, rule->spot.line,
				   "rule '%s': 'cap' is less than one 'effort'", rule->info.id);
	return check_parts(r, rule);
}

static int read_rule(struct reader *r, xmlNode *node)
{
	struct rule *rule = arena_alloc(r->rules->arena, sizeof(*rule)), *old;

	if (r->rules->all.len >= r->rules->limits.rules)
		return table_fault(r->err, r->file, reader_spot(r, node).line,
				   "more than %zu rules (--max-rules)", r->rules->all.len);
	rule->info.id = reader_attr(r, node, "id");
	rule->pack = r->pack;
	rule->spot = reader_spot(r, node);
	vec_push(&r->rules->all, rule);		/* owns the rule's lists from here on */
	old = map_add(&r->rules->rules_by_id, rule->info.id, rule);
	if (old != NULL)
		return table_fault(r->err, r->file, rule->spot.line,
				   "rule '%s' is already at %s:%d", rule->info.id, old->spot.file,
				   old->spot.line);
	read_info(r, rule, node);
	for (xmlNode *c = node->children; c != NULL; c = c->next)
		if (read_child(r, rule, c) != 0)
			return -1;
	rule->info.clear = rule->clear.source;
	return check_rule(r, rule);
}

/* A pack may be spread over several files, all with the same id and title. */
static int find_pack(struct reader *r, const xmlNode *root)
{
	const char *id = reader_attr(r, root, "id"), *title = reader_line(r, root, "title");
	struct pack *p;

	for (size_t i = 0; i < r->rules->packs.len; i++) {
		p = r->rules->packs.items[i];
		if (strcmp(p->id, id) != 0)
			continue;
		r->pack = p;
		if (strcmp(p->title, title) == 0)
			return 0;
		return table_fault(r->err, r->file, reader_spot(r, root).line,
				   "pack '%s' has another title at %s:%d", id, p->spot.file,
				   p->spot.line);
	}
	p = arena_alloc(r->rules->arena, sizeof(*p));
	*p = (struct pack){ .id = id, .title = title, .spot = reader_spot(r, root) };
	vec_push(&r->rules->packs, p);
	r->pack = p;
	return 0;
}

static int read_member(struct reader *r, xmlNode *c)
{
	if (reader_is(c, "param"))
		return read_param(r, c);
	if (reader_is(c, "rule"))
		return read_rule(r, c);
	if (reader_is(c, "library"))
		return read_library(r, c);
	if (reader_is(c, "phase"))
		return read_phase(r, c);
	if (reader_is(c, "question"))
		return read_question(r, c);
	return reader_is(c, "topic") ? read_topic(r, c) : 0;
}

static int read_root(struct reader *r, xmlNode *root)
{
	if (table_check(r->file, root, r->err) != 0 || find_pack(r, root) != 0)
		return -1;
	for (xmlNode *c = root->children; c != NULL; c = c->next) {
		if (read_member(r, c) != 0)
			return -1;
	}
	return 0;
}

int pack_read(struct rules *rules, const char *file, const void *bytes, size_t len,
	      struct err *err)
{
	struct reader r = { .rules = rules, .file = arena_text(rules->arena, file), .err = err };
	xmlDocPtr doc = parse(r.file, bytes, len, err);
	int bad;

	if (doc == NULL)
		return -1;
	bad = read_root(&r, xmlDocGetRootElement(doc));
	xmlFreeDoc(doc);
	return bad;
}
