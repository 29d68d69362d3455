/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Modules of the Mendix Marketplace that matter for a move, known by name and by what they
 * bring: marketplace.def lists them. Which version a module has is not in a package.
 */
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/emit.h"
#include "analyzers/world/model.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/map.h"
#include "util/text.h"

static const struct known {
	const char *names, *title, *topic, *marks;
} table[] = {
#define MODULE(names, title, topic, marks) { names, title, topic, marks },
#include "analyzers/marketplace.def"
#undef MODULE
};

enum { MODULE_NAME, MODULE_TITLE, MODULE_TOPIC, MODULE_KNOWN_BY, MODULE_MARKS };
static const struct attr_def module_attrs[] = {
	{ "name", ATTR_NAME, ATTR_KEY | ATTR_REQUIRED, "its name in the app", NULL },
	{ "title", ATTR_STRING, ATTR_REQUIRED, "what the Marketplace calls it", NULL },
	{ "topic", ATTR_ENUM, ATTR_REQUIRED, "what it is for",
	  "mail|mailbox|mail-server|file-transfer|directory|sign-in|mendix-account|oauth|links|"
	  "database|queue|toolbox|model-copy|encryption|temporary-files|fonts|document-service|"
	  "tests|push|storage-service|rest-library" },
	{ "known-by", ATTR_ENUM, ATTR_REQUIRED,
	  "documents that it brings, or only its name, which a module of the app's own may have "
	  "too",
	  "documents|name" },
	{ "marks", ATTR_NAME, 0, "those documents, as EncryptionKey, EncryptString", NULL },
	{ NULL, 0, 0, NULL, NULL },
};
static const struct fact_def fact_module = {
	.name = "marketplace-module", .source = SOURCE_MODEL, .attrs = module_attrs,
	.meaning = "A module of the Mendix Marketplace that matters for a move; its version is not "
		   "in a package",
};
static const struct fact_def *const defs[] = { &fact_module, NULL };

static bool is_word(const char *words, const char *s)
{
	return words[0] != '\0' && text_is_word(words, s);
}

static const struct known *find(const struct world *w, const char *name)
{
	char *lower = arena_text(w->arena, name);

	for (char *p = lower; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (is_word(table[i].names, lower))
			return &table[i];
	return NULL;
}

/* A known module of the app, and the marks of it that were found. */
struct found {
	const struct known *known;
	struct buf marks;
};

static void try_mark(struct map *modules, struct world *w, const char *name)
{
	const char *dot = strchr(name, '.');
	struct found *f;

	if (dot == NULL)
		return;
	f = map_get(modules, arena_text_n(w->arena, name, (size_t)(dot - name)));
	if (f != NULL && is_word(f->known->marks, dot + 1))
		buf_printf(&f->marks, "%s%s", f->marks.len > 0 ? ", " : "", dot + 1);
}

static void try_marks(struct map *modules, struct world *w)
{
	const struct model *m = w->model;

	for (size_t i = 0; i < m->java_actions.len; i++)
		try_mark(modules, w, ((struct java_action *)m->java_actions.items[i])->name);
	for (size_t i = 0; i < m->constants.len; i++)
		try_mark(modules, w, ((struct model_constant *)m->constants.items[i])->name);
	for (size_t i = 0; i < m->entities.len; i++)
		try_mark(modules, w, ((struct entity *)m->entities.items[i])->name);
	for (size_t i = 0; i < m->events.len; i++)
		try_mark(modules, w, ((struct scheduled_event *)m->events.items[i])->name);
}

static void add(struct world *w, const char *name, const struct found *found)
{
	const struct known *k = found->known;
	struct fact *f = facts_add(w->facts, &fact_module);

	fact_set(w->facts, f, MODULE_NAME, name);
	fact_set(w->facts, f, MODULE_TITLE, k->title);
	fact_set(w->facts, f, MODULE_TOPIC, k->topic);
	fact_set(w->facts, f, MODULE_KNOWN_BY, found->marks.len > 0 ? "documents" : "name");
	emit_text(w->facts, f, MODULE_MARKS, buf_text(&found->marks));
}

static void derive(void *state, struct world *w)
{
	struct map modules = { 0 };

	(void)state;
	for (size_t i = 0; w->model != NULL && i < w->model->modules.len; i++) {
		const char *name = ((struct model_module *)w->model->modules.items[i])->name;
		const struct known *k = find(w, name);
		struct found *f;

		if (k == NULL)
			continue;
		f = arena_alloc(w->arena, sizeof(*f));
		f->known = k;
		buf_init(&f->marks, 1000);
		map_add(&modules, name, f);
	}
	if (modules.len > 0)
		try_marks(&modules, w);
	for (size_t i = 0; w->model != NULL && i < w->model->modules.len; i++) {
		const char *name = ((struct model_module *)w->model->modules.items[i])->name;
		struct found *f = map_get(&modules, name);

		if (f == NULL || f->known == NULL)
			continue;
		add(w, name, f);
		buf_release(&f->marks);
		f->known = NULL;
	}
	map_release(&modules);
}

const struct analyzer analyzer_marketplace = {
	.name = "marketplace",
	.summary = "modules of the Mendix Marketplace that matter for a move",
	.facts = defs,
	.derive = derive,
};
