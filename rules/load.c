/* SPDX-License-Identifier: Apache-2.0 */
/* Files in, a set of rules out: folders, editions, parameters, selection. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <libxml/parser.h>

#include "core/run_facts.h"
#include "rules/pack.h"
#include "rules/pack_skip.h"
#include "rules/value.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/digest.h"
#include "util/err.h"
#include "util/text.h"

enum { FILE_MAX = 8 << 20, DEPTH_MAX = 8, FILES_MAX = 2000, LIST_MAX = 400 };

struct loader {
	struct rules *rules;
	struct digest *digest;
	size_t files;
	bool without_tests;
	struct err *err;
};

const char *param_value(const struct param *p, const char *edition)
{
	const struct param_value *best = NULL;

	for (size_t i = 0; i < p->values.len; i++) {
		const struct param_value *v = p->values.items[i];

		if (v->edition != NULL && strcmp(v->edition, edition) > 0)
			continue;
		if (best == NULL || best->edition == NULL ||
		    (v->edition != NULL && strcmp(v->edition, best->edition) > 0))
			best = v;
	}
	return best == NULL ? NULL : best->text;
}

bool rule_in_force(const struct rule *rule, const char *edition)
{
	return (rule->since == NULL || strcmp(rule->since, edition) <= 0) &&
	       (rule->until == NULL || strcmp(rule->until, edition) >= 0);
}

static int compare_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int compare_rules(const void *a, const void *b)
{
	return strcmp(((const struct rule *)a)->info.id, ((const struct rule *)b)->info.id);
}

static int compare_finds(const void *a, const void *b)
{
	return strcmp(((const struct rule_find *)a)->find.id,
		      ((const struct rule_find *)b)->find.id);
}

/* The digest is of names without folders, so it is the same wherever the packs lie. */
static void add_digest(struct loader *l, const char *path, const void *bytes, size_t len)
{
	const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
	char size[32];

	snprintf(size, sizeof(size), "%zu", len);
	digest_add(l->digest, name, strlen(name) + 1);
	digest_add(l->digest, size, strlen(size) + 1);
	digest_add(l->digest, bytes, len);
}

/* One more file, as it stands. */
static int count_file(struct loader *l, const char *name, const void *bytes, size_t len)
{
	if (len > FILE_MAX)
		return err_set(l->err, "%s: larger than %d bytes", name, FILE_MAX);
	if (++l->files > FILES_MAX)
		return err_set(l->err, "%s: more than %d files of rules", name, FILES_MAX);
	add_digest(l, name, bytes, len);
	return 0;
}

static int take_bytes(struct loader *l, const char *name, const void *bytes, size_t len)
{
	if (count_file(l, name, bytes, len) != 0)
		return -1;
	return pack_read(l->rules, name, bytes, len, l->err);
}

static int load_file(struct loader *l, const char *path)
{
	CLEANUP(cleanup_file) FILE *f = fopen(path, "rb");
	CLEANUP(cleanup_free) char *bytes = NULL;
	size_t len;

	if (f == NULL)
		return err_set(l->err, "%s: %s", path, strerror(errno));
	bytes = alloc_bytes(FILE_MAX + 1);
	len = fread(bytes, 1, FILE_MAX + 1, f);
	if (ferror(f))
		return err_set(l->err, "%s: cannot be read", path);
	if (count_file(l, path, bytes, len) != 0)
		return -1;
	if (l->without_tests)
		pack_skip_tests(bytes, len);
	return pack_read(l->rules, path, bytes, len, l->err);
}

static int load_path(struct loader *l, const char *path, unsigned depth);

static int load_folder(struct loader *l, const char *path, unsigned depth)
{
	CLEANUP(vec_release) struct vec names = { 0 };
	DIR *dir = opendir(path);
	struct dirent *e;
	int bad = 0;

	if (dir == NULL)
		return err_set(l->err, "%s: %s", path, strerror(errno));
	while ((e = readdir(dir)) != NULL)
		if (e->d_name[0] != '.')
			vec_push(&names, alloc_text(e->d_name));
	closedir(dir);
	vec_sort(&names, compare_text);
	for (size_t i = 0; i < names.len; i++) {
		CLEANUP(buf_release) struct buf below = { .max = 8192 };

		buf_printf(&below, "%s%s%s", path, text_ends(path, "/") ? "" : "/",
			   (char *)names.items[i]);
		if (bad == 0 && !below.over)
			bad = load_path(l, buf_text(&below), depth + 1);
		free(names.items[i]);
	}
	return bad;
}

/* depth 0: as given by the user, whatever its name. */
static int load_path(struct loader *l, const char *path, unsigned depth)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return err_set(l->err, "%s: %s", path, strerror(errno));
	if (S_ISDIR(st.st_mode) && depth > DEPTH_MAX)
		return err_set(l->err, "%s: folders nest deeper than %d", path, DEPTH_MAX);
	if (S_ISDIR(st.st_mode))
		return load_folder(l, path, depth);
	if (depth > 0 && !text_ends(path, ".xml"))
		return 0;
	if (!S_ISREG(st.st_mode))
		return err_set(l->err, "%s: not a file", path);
	return load_file(l, path);
}

static int load_dirs(struct loader *l, const struct rules_options *o)
{
	for (size_t i = 0; i < o->dir_count; i++) {
		size_t before = l->files;

		if (load_path(l, o->dirs[i], 0) != 0)
			return -1;
		if (l->files == before)
			return err_set(l->err, "%s: no *.xml in this folder", o->dirs[i]);
	}
	return 0;
}

static void add_edition(struct rules *r, const char *edition)
{
	if (edition == NULL)
		return;
	for (size_t i = 0; i < r->editions.len; i++)
		if (strcmp(r->editions.items[i], edition) == 0)
			return;
	vec_push(&r->editions, (char *)(uintptr_t)edition);
}

static void collect_editions(struct rules *r)
{
	for (size_t i = 0; i < r->all.len; i++) {
		const struct rule *rule = r->all.items[i];

		add_edition(r, rule->since);
		add_edition(r, rule->until);
	}
	for (size_t i = 0; i < r->params.len; i++) {
		const struct param *p = r->params.items[i];

		for (size_t k = 0; k < p->values.len; k++)
			add_edition(r, ((struct param_value *)p->values.items[k])->edition);
	}
	vec_sort(&r->editions, compare_text);
}

static int known_edition(const struct rules *r, const char *edition, struct err *err)
{
	CLEANUP(buf_release) struct buf list = { .max = LIST_MAX };

	for (size_t i = 0; i < r->editions.len; i++) {
		if (strcmp(r->editions.items[i], edition) == 0)
			return 0;
		buf_printf(&list, "%s%s", i == 0 ? "" : ", ", (char *)r->editions.items[i]);
	}
	if (r->editions.len == 0)
		return err_set(err, "unknown edition '%s'; the packs name none", edition);
	return err_set(err, "unknown edition '%s'; the packs have %s", edition, buf_text(&list));
}

static int choose_edition(struct rules *r, const char *wanted, struct err *err)
{
	if (wanted != NULL && r->all.len > 0 && known_edition(r, wanted, err) != 0)
		return -1;
	if (wanted != NULL)
		r->edition = arena_text(r->arena, wanted);
	else
		r->edition = r->editions.len == 0 ? "" : r->editions.items[r->editions.len - 1];
	return 0;
}

/* Tests may name an edition, too. */
static int check_test_editions(const struct rules *r, struct err *err)
{
	for (size_t i = 0; i < r->all.len; i++) {
		const struct rule *rule = r->all.items[i];

		for (size_t k = 0; k < rule->tests.len; k++) {
			const struct test *t = rule->tests.items[k];

			if (t->edition != NULL && known_edition(r, t->edition, err) != 0) {
				err_in(err, "%s:%d", t->spot.file, t->spot.line);
				return -1;
			}
		}
	}
	return 0;
}

static const char *nearest_param(const struct rules *r, const char *name)
{
	const char **names = alloc_zero(r->params.len + 1, sizeof(*names));
	const char *near;

	for (size_t i = 0; i < r->params.len; i++)
		names[i] = ((struct param *)r->params.items[i])->name;
	near = text_nearest(name, names);
	free(names);
	return near;
}

static int override_param(struct rules *r, const char *text, struct err *err)
{
	size_t n = strcspn(text, "=");
	CLEANUP(cleanup_free) char *name = alloc_text_n(text, n);
	struct param *p = map_get(&r->params_by_name, name);
	const char *near = p == NULL ? nearest_param(r, name) : NULL;

	if (text[n] != '=')
		return err_set(err, "parameter '%s': write NAME=VALUE", text);
	if (near != NULL)
		return err_set(err, "unknown parameter '%s'; did you mean '%s'?", name, near);
	if (p == NULL)
		return err_set(err, "unknown parameter '%s'", name);
	if (!value_param_ok(p->type, text + n + 1))
		return err_set(err, "parameter '%s': '%s' is not of type %s", name, text + n + 1,
			       p->type);
	p->override = arena_text(r->arena, text + n + 1);
	return 0;
}

static bool is_of_settings(source_set sources)
{
	source_set settings = 0;

	for (int i = SOURCE_V3_FIRST; i <= SOURCE_V4_LAST; i++)
		settings |= SOURCE_BIT(i);
	return (sources & ~settings) == 0;
}

/* True where the rule, once it applies, looks at nothing but settings. */
static bool rests_on_settings(const struct rule *rule)
{
	for (size_t i = 0; i < rule->needs.len; i++) {
		const struct need *n = rule->needs.items[i];

		if (n->select.text == NULL || !is_of_settings(n->select.names.sources))
			return false;
	}
	for (size_t i = 0; i < rule->parts.len; i++) {
		const struct part *p = rule->parts.items[i];

		if (p->select.names.sources == 0 || p->select.names.finds[0] != NULL ||
		    !is_of_settings(p->select.names.sources | p->key.names.sources | p->used))
			return false;
	}
	return rule->parts.len > 0;
}

static bool is_selected(const struct rule *rule, const struct rules_options *o)
{
	for (size_t i = 0; i < o->select_count; i++)
		if (strcmp(o->select[i], rule->info.id) == 0 ||
		    strcmp(o->select[i], rule->info.area) == 0)
			return true;
	return o->select_count == 0;
}

static int unknown_selection(const struct rules *r, const char *name, struct err *err)
{
	const char **names = alloc_zero(2 * r->all.len + 1, sizeof(*names));
	const char *near;

	for (size_t i = 0; i < r->all.len; i++) {
		names[2 * i] = ((struct rule *)r->all.items[i])->info.id;
		names[2 * i + 1] = ((struct rule *)r->all.items[i])->info.area;
	}
	near = text_nearest(name, names);
	free(names);
	if (near != NULL)
		return err_set(err, "unknown rule or area '%s'; did you mean '%s'?", name, near);
	return err_set(err, "unknown rule or area '%s'", name);
}

static int check_selection(const struct rules *r, const struct rules_options *o, struct err *err)
{
	for (size_t i = 0; i < o->select_count; i++) {
		bool any = false;

		for (size_t k = 0; k < r->all.len; k++) {
			const struct rule *rule = r->all.items[k];

			any |= strcmp(o->select[i], rule->info.id) == 0 ||
			       strcmp(o->select[i], rule->info.area) == 0;
		}
		if (!any)
			return unknown_selection(r, o->select[i], err);
	}
	return 0;
}

static bool mentions(const struct expr *x, const char *find)
{
	for (size_t i = 0; x->text != NULL && x->names.finds[i] != NULL; i++)
		if (strcmp(x->names.finds[i], find) == 0)
			return true;
	return false;
}

static bool message_mentions(const struct message *m, const char *find)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->pieces[i].text == NULL && mentions(&m->pieces[i].hole, find))
			return true;
	return false;
}

bool rule_mentions(const struct rule *rule, const struct rule_find *f)
{
	const char *id = f->find.id;

	for (size_t i = 0; i < rule->finds.len; i++)
		if (rule->finds.items[i] == f)
			return true;
	for (size_t i = 0; i < rule->needs.len; i++)
		if (mentions(&((struct need *)rule->needs.items[i])->select, id))
			return true;
	for (size_t i = 0; i < rule->parts.len; i++) {
		const struct part *p = rule->parts.items[i];

		if (mentions(&p->select, id) || mentions(&p->key, id) ||
		    mentions(&p->evidence, id) || message_mentions(&p->message, id))
			return true;
	}
	return mentions(&rule->applies, id) || message_mentions(&rule->clear, id);
}

/* What has to be searched for: only what some chosen rule looks at. */
static void choose_finds(struct rules *r)
{
	for (size_t i = 0; i < r->all_finds.len; i++) {
		struct rule_find *f = r->all_finds.items[i];

		if (f == &r->library_search)
			continue;
		for (size_t k = 0; k < r->chosen.len; k++) {
			if (rule_mentions(r->chosen.items[k], f)) {
				vec_push(&r->finds, &f->find);
				break;
			}
		}
	}
}

static int settle(struct rules *r, const struct rules_options *o, struct err *err)
{
	digest_of(r->library_text.data, r->library_text.len, r->library_search.find.digest);
	vec_sort(&r->all, compare_rules);
	vec_sort(&r->all_finds, compare_finds);
	collect_editions(r);
	if (choose_edition(r, o->edition, err) != 0 || check_test_editions(r, err) != 0 ||
	    rules_compile(r, err) != 0 || check_selection(r, o, err) != 0)
		return -1;
	for (size_t i = 0; i < o->param_count; i++)
		if (override_param(r, o->params[i], err) != 0)
			return -1;
	for (size_t i = 0; i < r->all.len; i++) {
		struct rule *rule = r->all.items[i];

		rule->selected = is_selected(rule, o) &&
				 (!o->of_settings || rests_on_settings(rule));
		if (rule->selected && rule_in_force(rule, r->edition))
			vec_push(&r->chosen, rule);
	}
	choose_finds(r);
	if (o->of_settings && o->select_count > 0 && r->chosen.len == 0)
		return err_set(err, "'%s': no rule there looks at settings alone", o->select[0]);
	return 0;
}

static struct rules *new_rules(const struct rules_options *o)
{
	struct rules *r = alloc_zero(1, sizeof(*r));

	xmlInitParser();
	r->arena = arena_new();
	r->vocabulary = o->vocabulary;
	r->limits = *o->limits;
	r->as_of = arena_text(r->arena, o->as_of == NULL ? "" : o->as_of);
	r->edition = "";
	r->of_settings = o->of_settings;
	libraries_init(&r->libraries, r->arena);
	buf_init(&r->library_text, SIZE_MAX);
	r->library_search = (struct rule_find){
		.find = { .id = KNOWN_LIBRARY_SEARCH, .kind = FIND_ARCHIVE },
		.pack = "",
	};
	vec_push(&r->all_finds, &r->library_search);
	map_add(&r->finds_by_id, KNOWN_LIBRARY_SEARCH, &r->library_search);
	return r;
}

static int load(struct rules **out, const struct rules_options *o, const char *name,
		const void *bytes, size_t len, struct err *err)
{
	struct rules *r = new_rules(o);
	struct loader l = {
		.rules = r, .digest = digest_new(), .without_tests = o->without_tests, .err = err,
	};
	int bad = name != NULL ? take_bytes(&l, name, bytes, len) : load_dirs(&l, o);

	digest_finish(l.digest, r->digest);
	digest_free(l.digest);
	if (bad != 0 || settle(r, o, err) != 0) {
		rules_free(r);
		return -1;
	}
	*out = r;
	return 0;
}

int rules_load(struct rules **out, const struct rules_options *options, struct err *err)
{
	return load(out, options, NULL, NULL, 0, err);
}

int rules_load_bytes(struct rules **out, const struct rules_options *options, const char *name,
		     const void *bytes, size_t len, struct err *err)
{
	return load(out, options, name, bytes, len, err);
}

static void free_rule(struct rule *rule)
{
	vec_release(&rule->needs);
	vec_release(&rule->parts);
	vec_release(&rule->finds);
	vec_release(&rule->tests);
}

static void free_phase(struct phase *phase)
{
	for (size_t i = 0; i < phase->steps.len; i++) {
		struct step *step = phase->steps.items[i];

		vec_release(&step->texts);
		vec_release(&step->lists);
		vec_release(&step->request.lines);
	}
	vec_release(&phase->steps);
}

void rules_free(struct rules *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->all.len; i++)
		free_rule(r->all.items[i]);
	for (size_t i = 0; i < r->params.len; i++)
		vec_release(&((struct param *)r->params.items[i])->values);
	expr_free_patterns(&r->owned_patterns);
	expr_store_release(&r->store);
	vec_release(&r->packs);
	vec_release(&r->params);
	vec_release(&r->all);
	vec_release(&r->chosen);
	vec_release(&r->all_finds);
	vec_release(&r->finds);
	for (size_t i = 0; i < r->phases.len; i++)
		free_phase(r->phases.items[i]);
	vec_release(&r->phases);
	vec_release(&r->questions);
	vec_release(&r->statements);
	vec_release(&r->editions);
	vec_release(&r->groups);
	libraries_release(&r->libraries);
	map_release(&r->libraries_by_id);
	buf_release(&r->library_text);
	map_release(&r->params_by_name);
	map_release(&r->rules_by_id);
	map_release(&r->finds_by_id);
	map_release(&r->questions_by_id);
	map_release(&r->statements_by_id);
	map_release(&r->steps_by_id);
	map_release(&r->patterns);
	map_release(&r->words);
	arena_free(r->arena);
	free(r);
}

size_t rules_count(const struct rules *r)
{
	return r->chosen.len;
}

const struct rule_info *rules_info(const struct rules *r, size_t i)
{
	return &((const struct rule *)r->chosen.items[i])->info;
}

const struct rule_info *rules_by_id(const struct rules *r, const char *id)
{
	const struct rule *rule = map_get(&r->rules_by_id, id);

	for (size_t i = 0; rule != NULL && i < r->chosen.len; i++)
		if (r->chosen.items[i] == rule)
			return &rule->info;
	return NULL;
}

const char *rules_nearest_id(const struct rules *r, const char *id)
{
	const char **names = alloc_zero(r->chosen.len + 1, sizeof(*names));
	const char *near;

	for (size_t i = 0; i < r->chosen.len; i++)
		names[i] = rules_info(r, i)->id;
	near = text_nearest(id, names);
	free(names);
	return near;
}

size_t rules_param_count(const struct rules *r)
{
	return r->params.len;
}

struct rules_param rules_param(const struct rules *r, size_t i)
{
	const struct param *p = r->params.items[i];

	return (struct rules_param){
		p->name, p->override != NULL ? p->override : param_value(p, r->edition),
	};
}

const char *rules_edition(const struct rules *r)
{
	return r->edition;
}

const char *rules_digest(const struct rules *r)
{
	return r->digest;
}

const struct find *const *rules_finds(const struct rules *r, size_t *count)
{
	*count = r->finds.len;
	return (const struct find *const *)r->finds.items;
}

const struct libraries *rules_libraries(const struct rules *r, const struct find **search)
{
	*search = &r->library_search.find;
	return &r->libraries;
}
