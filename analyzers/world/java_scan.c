/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Through an archive, entry by entry in the order of names: classes, text that may name classes,
 * what tells its version, and the archives inside, as deep as package/ opens them.
 */
#include "analyzers/world/java_scan.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/unread.h"
#include "analyzers/world/java_finds.h"
#include "core/limits.h"
#include "core/pattern.h"
#include "formats/manifest.h"
#include "package/package.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/text.h"

enum {
	TEXT_MAX = 1 << 20,	/* larger text is not looked through for names */
	ROOM_KEPT = 1 << 20,	/* larger entries are let go at once */
	UNREAD_TOLD = 3		/* classes of an archive that are named one by one */
};

/* -- memory -- */

struct java_worker *java_worker_new(const struct java_finds *finds, uint64_t pattern_steps)
{
	struct java_worker *w = alloc_zero(1, sizeof(*w));

	w->finds = finds;
	w->scratch = pattern_scratch_new(pattern_steps);
	for (int scope = 0; scope < JAVA_SCOPES; scope++)
		w->names[scope] = java_names_new((enum java_scope)scope, finds->words);
	classfile_init(&w->class);
	buf_init(&w->text, UINT16_MAX * 3);
	return w;
}

void java_worker_free(struct java_worker *w)
{
	if (w == NULL)
		return;
	pattern_scratch_free(w->scratch);
	for (int scope = 0; scope < JAVA_SCOPES; scope++)
		java_names_free(w->names[scope]);
	classfile_release(&w->class);
	buf_release(&w->text);
	room_release(&w->room);
	free(w->marks);
	free(w);
}

void java_hashes_add(struct java_hashes *h, uint64_t hash)
{
	if (h->len == h->size) {
		h->size = h->size == 0 ? 64 : h->size * 2;
		h->items = alloc_resize(h->items, h->size * sizeof(*h->items));
	}
	h->items[h->len++] = hash;
}

void java_links_release(struct java_links *l)
{
	free(l->nodes);
	free(l->edges.items);
	free(l->names.items);
	free(l->services.items);
	free(l->starts.items);
	java_uses_release(&l->uses);
	l->nodes = NULL;
	l->node_count = l->node_size = 0;
	l->edges = l->names = l->services = l->starts = (struct java_hashes){ NULL, 0, 0 };
}

void java_part_init(struct java_part *part, const char *place, const struct limits *limits,
		    size_t finds)
{
	memset(part, 0, sizeof(*part));
	part->place = place;
	part->limits = limits;
	part->arena = arena_new();
	diags_init(&part->diags, part->arena);
	part->counts = arena_alloc(part->arena, (finds + 1) * sizeof(*part->counts));
	part->truncated = arena_alloc(part->arena, (finds + 1) * sizeof(*part->truncated));
	part->gave_up = arena_alloc(part->arena, (finds + 1) * sizeof(*part->gave_up));
}

void java_part_drop_links(struct java_part *part)
{
	for (size_t i = 0; i < part->links.len; i++)
		java_links_release(part->links.items[i]);
	part->over_edges = true;
}

void java_part_release(struct java_part *part)
{
	java_part_drop_links(part);
	vec_release(&part->links);
	vec_release(&part->matches);
	vec_release(&part->fields);
	vec_release(&part->patterns);
	vec_release(&part->addresses);
	vec_release(&part->markers);
	for (size_t i = 0; i < part->certificates.len; i++) {
		struct java_certificates *c = part->certificates.items[i];

		certificate_file_release(&c->file);
	}
	vec_release(&part->certificates);
	diags_release(&part->diags);
	arena_free(part->arena);
	memset(part, 0, sizeof(*part));
}

/* -- names in text -- */

/* Letters, digits and "._$/"; '.', '/' and the digits stand side by side. */
static bool is_name_byte(unsigned char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)(c - '.') < 12 ||
	       c == '_' || c == '$';
}

static bool is_separator(unsigned char c)
{
	return (unsigned char)(c - '.') < 2;
}

/* A run with a separator inside, hashed in slashed form; dots at its ends do not belong to it. */
static void add_name(struct java_hashes *out, const char *p, size_t n)
{
	char name[256];
	bool separator = false;

	while (n > 0 && is_separator((unsigned char)p[0])) {
		p++;
		n--;
	}
	while (n > 0 && is_separator((unsigned char)p[n - 1]))
		n--;
	if (n > 6 && memcmp(p + n - 6, ".class", 6) == 0)
		n -= 6;
	if (n < 3 || n > sizeof(name))
		return;
	for (size_t i = 0; i < n; i++) {
		name[i] = p[i] == '.' ? '/' : p[i];
		separator |= name[i] == '/';
	}
	if (separator && strncmp(name, "java/", 5) != 0)
		java_hashes_add(out, class_text_hash((struct class_text){ name, n }));
}

void java_names_in(struct java_hashes *out, const char *text, size_t n)
{
	size_t at = 0;

	while (at < n) {
		size_t start = at;
		bool separator = false;

		for (; at < n && is_name_byte((unsigned char)text[at]); at++)
			separator |= is_separator((unsigned char)text[at]);
		if (separator)
			add_name(out, text + start, at - start);
		at++;
	}
}

/* -- names and versions of archives -- */

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* "2.8_1" up to end: numbers alone. */
static bool is_numbers(const char *s, const char *end)
{
	while (s < end && isdigit((unsigned char)*s)) {
		while (s < end && isdigit((unsigned char)*s))
			s++;
		if (s < end && (*s == '.' || *s == '_'))
			s++;
		else
			break;
	}
	return s == end && isdigit((unsigned char)end[-1]);
}

/*
 * "jsch-0.1.53.jar": up to a '-' or '_' before a digit; "xerces.xercesImpl.2.8.1.jar": or to a
 * '.' where only numbers follow, since words before them may be divided by dots, too.
 */
static size_t name_len(const char *base)
{
	size_t end = strlen(base) - strlen(".jar");

	for (size_t n = 1; n < end; n++)
		if (((base[n] == '-' || base[n] == '_') && isdigit((unsigned char)base[n + 1])) ||
		    (base[n] == '.' && is_numbers(base + n + 1, base + end)))
			return n;
	return end;
}

static const char *version_in_name(struct arena *a, const char *base)
{
	size_t n = name_len(base), end = strlen(base) - strlen(".jar");

	return n < end ? arena_text_n(a, base + n + 1, end - n - 1) : NULL;
}

/* A version is short and begins with a digit; "${project.version}" is none. */
static bool is_version(const char *s)
{
	return s != NULL && isdigit((unsigned char)s[0]) && strlen(s) < 64;
}

/* What tells of the archive at hand beside its classes. */
struct about {
	const char *manifest, *pom, *pom_named;
	const char *name, *named;	/* "group:artifact" of each */
	size_t poms;
	bool sf, block;		/* the two files of a signature */
};

static void choose_version(struct java_scan *s, const struct about *about)
{
	struct java_archive *a = s->links->archive;
	const char *choices[] = {
		about->manifest, about->pom_named, about->poms == 1 ? about->pom : NULL,
		version_in_name(s->part->arena, base_of(a->path)),
	};

	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		if (is_version(choices[i])) {
			a->version = choices[i];
			return;
		}
	}
}

/* Directives may follow the name. */
static const char *symbolic_name(struct java_scan *s, const struct blob *b)
{
	const char *name = manifest_get(b->data, b->size, "Bundle-SymbolicName", s->part->arena);
	size_t n = name == NULL ? 0 : strcspn(name, "; \t");

	return n == 0 ? NULL : arena_text_n(s->part->arena, name, n);
}

static void read_manifest(struct java_scan *s, const struct blob *b, struct about *about)
{
	static const char *const headers[] = { "Implementation-Version", "Bundle-Version", NULL };
	const char *start = manifest_get(b->data, b->size, "Bundle-Activator", s->part->arena);

	for (int i = 0; headers[i] != NULL && !is_version(about->manifest); i++)
		about->manifest = manifest_get(b->data, b->size, headers[i], s->part->arena);
	s->links->archive->bundle = symbolic_name(s, b);
	if (start != NULL)
		java_names_in(&s->links->starts, start, strlen(start));
	java_names_in(&s->links->names, b->data, b->size);
}

static void read_pom(struct java_scan *s, const struct blob *b, struct about *about)
{
	const char *artifact = properties_get(b->data, b->size, "artifactId", s->part->arena);
	const char *group = properties_get(b->data, b->size, "groupId", s->part->arena);
	const char *version = properties_get(b->data, b->size, "version", s->part->arena);

	about->poms++;
	about->pom = version;
	about->name = NULL;
	if (artifact != NULL && group != NULL)
		about->name = arena_printf(s->part->arena, "%s:%s", group, artifact);
	if (artifact != NULL && strcmp(artifact, s->links->archive->name) == 0) {
		about->pom_named = version;
		about->named = about->name;
	}
}

/* -- entries -- */

static bool has_ending(const char *name, const char *const *endings)
{
	size_t n = strlen(name);

	for (; *endings != NULL; endings++) {
		size_t m = strlen(*endings);

		if (n > m && text_compare_lower(name + n - m, *endings) == 0)
			return true;
	}
	return false;
}

enum what {
	WHAT_NOTHING, WHAT_CLASS, WHAT_ARCHIVE, WHAT_MANIFEST, WHAT_POM, WHAT_SERVICE,
	WHAT_COMPONENT, WHAT_CERTIFICATE, WHAT_TEXT
};

static enum what what_is(const struct entry *e)
{
	static const char *const texts[] = {
		".properties", ".xml", ".conf", ".cfg", ".factories", ".handlers", ".imports", NULL
	};

	if (text_ends(e->name, ".class"))
		return WHAT_CLASS;
	if (java_is_archive(e->name))
		return WHAT_ARCHIVE;
	if (strcmp(e->name, "META-INF/MANIFEST.MF") == 0)
		return WHAT_MANIFEST;
	if (text_starts(e->name, "META-INF/maven/"))
		return text_ends(e->name, "/pom.properties") ? WHAT_POM : WHAT_NOTHING;
	if (certificate_is_name(e->name))
		return WHAT_CERTIFICATE;
	if (e->size > TEXT_MAX)
		return WHAT_NOTHING;
	if (text_starts(e->name, "META-INF/services/"))
		return WHAT_SERVICE;
	if (text_starts(e->name, "OSGI-INF/"))
		return WHAT_COMPONENT;
	return has_ending(e->name, texts) ? WHAT_TEXT : WHAT_NOTHING;
}

/* What an entry tells by its name; most are classes, and nothing else. */
static void count_entry(struct java_archive *a, const struct entry *e, struct about *about)
{
	static const char *const natives[] = { ".so", ".dll", ".dylib", ".jnilib", NULL };
	static const char *const blocks[] = { ".rsa", ".dsa", ".ec", NULL };
	static const char *const sf[] = { ".sf", NULL };

	if (text_ends(e->name, ".class")) {
		a->classes++;
		return;
	}
	a->nested += java_is_archive(e->name);
	a->natives += has_ending(e->name, natives);
	if (text_starts(e->name, "META-INF/") && strchr(e->name + 9, '/') == NULL) {
		about->sf |= has_ending(e->name, sf);
		about->block |= has_ending(e->name, blocks);
	}
}

/* bytes: NULL where the file cannot be read. Other text is told only where it holds some. */
static void read_certificates(struct java_scan *s, enum what what, const char *name,
			      const struct blob *bytes)
{
	struct java_certificates *c = arena_alloc(s->part->arena, sizeof(*c));

	if (bytes == NULL)
		c->file.cut = true;
	else if (what == WHAT_CERTIFICATE)
		certificate_read(&c->file, bytes->data, bytes->size, s->part->arena);
	else
		certificate_read_text(&c->file, bytes->data, bytes->size, s->part->arena);
	if (what != WHAT_CERTIFICATE && c->file.format == CERTIFICATE_OTHER)
		return;
	c->path = arena_printf(s->part->arena, "%s!/%s", s->links->archive->path, name);
	c->own = s->links->archive->own;
	vec_push(&s->part->certificates, c);
}

static void read_services(struct java_scan *s, const struct blob *b)
{
	java_names_in(&s->links->services, b->data, b->size);
	java_names_in(&s->links->names, b->data, b->size);
}

static void read_text(struct java_scan *s, enum what what, const struct blob *b,
		      struct about *about)
{
	switch (what) {
	case WHAT_MANIFEST:
		read_manifest(s, b, about);
		break;
	case WHAT_POM:
		read_pom(s, b, about);
		break;
	case WHAT_SERVICE:
		read_services(s, b);
		break;
	case WHAT_COMPONENT:
		java_names_in(&s->links->starts, b->data, b->size);
		break;
	default:
		java_names_in(&s->links->names, b->data, b->size);
	}
}

/* -- what cannot be read -- */

/* A limit is told by whoever keeps it. */
static void tell_class(struct java_scan *s, const struct entry *e, size_t *unread,
		       const struct err *err)
{
	/* What is wrong with an entry was told when it was listed. */
	bool told = s->hit_limit || e->problem != ENTRY_FINE;

	const char *place = arena_printf(s->part->arena, "%s!/%s", s->links->archive->path,
					 e->name);

	s->part->unread++;
	if (!told && ++*unread <= UNREAD_TOLD)
		diag_add(&s->part->diags, DIAG_NOTE, place, "cannot be read: %s",
			 unread_reason(err, place));
}

static void tell_rest(struct java_scan *s, size_t unread)
{
	if (unread > UNREAD_TOLD)
		diag_add(&s->part->diags, DIAG_NOTE, s->links->archive->path,
			 "%zu more of its classes cannot be read", unread - UNREAD_TOLD);
}

/* -- archives -- */

struct open_archive {
	struct package *package;
	const char *place;
	size_t bytes;
};

static void scan_opened(struct java_worker *w, struct java_part *part,
			const struct open_archive *open);

static void scan_inner(struct java_scan *s, struct package *outer, const struct entry *e)
{
	CLEANUP(blob_release) struct blob bytes = { NULL, 0 };
	CLEANUP(package_cleanup) struct package *inner = NULL;
	struct java_part *part = s->part;
	const char *place = arena_printf(part->arena, "%s!/%s", s->links->archive->path, e->name);
	struct err err = ERR_NONE;

	part->total++;
	if (package_read(outer, e, &bytes, &err) == 0 &&
	    package_open_nested(&inner, outer, place, bytes.data, bytes.size, &err) == 0) {
		scan_opened(s->worker, part, &(struct open_archive){ inner, place, bytes.size });
		return;
	}
	part->unreadable++;
	if (package_hit_limit(outer))
		part->over_limit = true;
	else if (e->problem == ENTRY_FINE || e->problem == ENTRY_TWICE)
		diag_add(&part->diags, e->problem == ENTRY_TWICE ? DIAG_INCOMPLETE : DIAG_NOTE,
			 place, "cannot be opened: %s", unread_reason(&err, place));
}

static void scan_entry(struct java_scan *s, struct package *p, const struct entry *e,
		       struct about *about, size_t *unread)
{
	struct room *room = &s->worker->room;
	enum what what = what_is(e);
	struct err err = ERR_NONE;
	struct blob bytes;

	if (what == WHAT_NOTHING)
		return;
	if (what == WHAT_ARCHIVE) {
		scan_inner(s, p, e);
		return;
	}
	s->part->wanted++;
	s->hit_limit = false;
	if (package_read_into(p, e, room, &err) != 0) {
		s->hit_limit = package_hit_limit(p);
		s->part->over_limit |= s->hit_limit;
		tell_class(s, e, unread, &err);
		if (what == WHAT_CERTIFICATE)
			read_certificates(s, what, e->name, NULL);
		return;
	}
	bytes = (struct blob){ room->data, (size_t)e->size };
	if (what == WHAT_CERTIFICATE || what == WHAT_TEXT)
		read_certificates(s, what, e->name, &bytes);
	if (what == WHAT_CLASS && java_class(s, e->name, &bytes, &err) != 0)
		tell_class(s, e, unread, &err);
	if (what != WHAT_CLASS && what != WHAT_CERTIFICATE)
		read_text(s, what, &bytes, about);
	if (room->size > ROOM_KEPT)
		room_release(room);
}

static void note_marker(struct java_scan *s, const struct entry *e)
{
	const char *prefix;
	struct java_marker m, *kept;

	if (text_ends(e->name, ".class") || strstr(e->name, ".jar.") == NULL)
		return;
	prefix = arena_printf(s->part->arena, "%s!/", s->links->archive->path);
	if (!java_marker_of(&m, s->part->arena, prefix, e->name, e->size))
		return;
	kept = arena_alloc(s->part->arena, sizeof(*kept));
	*kept = m;
	vec_push(&s->part->markers, kept);
}

static struct java_links *add_archive(struct java_part *part, const struct open_archive *open)
{
	struct java_links *l = arena_alloc(part->arena, sizeof(*l));
	struct java_archive *a = arena_alloc(part->arena, sizeof(*a));
	const char *base = base_of(open->place);

	a->path = open->place;
	a->name = arena_text_n(part->arena, base, name_len(base));
	a->own = strcmp(open->place, "model/bundles/project.jar") == 0;
	a->bytes = open->bytes;
	a->entries = package_count(open->package);
	l->archive = a;
	vec_push(&part->links, l);
	return l;
}

/* Counts what the archive has more than before; beyond the bound nothing is kept. */
static void check_edges(struct java_scan *s, size_t *counted)
{
	const struct java_links *l = s->links;
	size_t now = l->edges.len + l->names.len + l->services.len + l->starts.len +
		     l->node_count + java_uses_weight(&l->uses);

	if (s->part->over_edges) {
		java_links_release(s->links);
		*counted = 0;
		return;
	}
	s->part->edges += now - *counted;
	*counted = now;
	if (s->part->edges > JAVA_EDGES_MAX)
		java_part_drop_links(s->part);
}

static void scan_opened(struct java_worker *w, struct java_part *part,
			const struct open_archive *open)
{
	struct java_scan s = { w, part, add_archive(part, open), false };
	struct java_archive *a = s.links->archive;
	struct about about = { .manifest = NULL };
	size_t unread = 0, counted = 0;

	for (size_t i = 0; i < a->entries; i++) {
		const struct entry *e = package_entry(open->package, i);

		count_entry(a, e, &about);
		note_marker(&s, e);
		scan_entry(&s, open->package, e, &about, &unread);
		check_edges(&s, &counted);
	}
	tell_rest(&s, unread);
	a->is_signed = about.sf && about.block;
	a->pom = about.named != NULL ? about.named : about.poms == 1 ? about.name : NULL;
	choose_version(&s, &about);
}

void java_scan_archive(struct java_worker *w, struct java_part *part, const struct blob *bytes,
		       uint64_t spent)
{
	CLEANUP(package_cleanup) struct package *package = NULL;
	struct package_apart how = { part->limits, &part->diags, part->arena, spent };
	struct err err = ERR_NONE;

	part->total++;
	if (package_open_apart(&package, &how, part->place, bytes, &err) == 0) {
		scan_opened(w, part,
			    &(struct open_archive){ package, part->place, bytes->size });
		part->inflated = package_inflated(package) - spent;
		return;
	}
	part->unreadable++;
	if (diags_worst(&part->diags) == DIAG_NOTE)
		diag_add(&part->diags, DIAG_NOTE, part->place, "cannot be opened: %s",
			 unread_reason(&err, part->place));
}
