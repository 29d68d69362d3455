/* SPDX-License-Identifier: Apache-2.0 */
/* Values as files write them: sizes, counts, switches, and structures as one text. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/limits.h"
#include "formats/settings_read.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/text.h"

enum { TEXT_MAX = 1 << 24 };

/* A number with k, m, g or t, and maybe B or iB, in any case; `unit` for a bare one. */
static bool size_of(const char *s, uint64_t unit, uint64_t *out)
{
	static const char units[] = "kmgt";
	const char *found;
	char *end;
	double n;

	if (*s < '0' || *s > '9')
		return false;
	n = strtod(s, &end);
	while (*end == ' ')
		end++;
	if (*end == '\0') {
		n *= (double)unit;
	} else {
		found = strchr(units, *end | 0x20);
		if (found == NULL)
			return false;
		n *= pow(1024, (double)(found - units + 1));
		end++;
		if (*end != '\0' && strcasecmp(end, "b") != 0 && strcasecmp(end, "ib") != 0)
			return false;
	}
	if (!(n >= 1) || n > (double)(INT64_C(1) << 60))
		return false;
	*out = (uint64_t)n;
	return true;
}

int settings_put_size(struct settings_reader *r, const char *name, const struct tree *t,
		      uint64_t unit)
{
	uint64_t n = 0;
	char text[32];

	if (!tree_is_single(t) || !size_of(t->text, unit, &n))
		return settings_wrong(r, t->line, "'%s' has to be a size with its unit, such as "
				      "2 GB", name);
	snprintf(text, sizeof(text), "%" PRIu64, n);
	return settings_put(r, SETTINGS_ENVIRONMENT, name, text, t->line);
}

int settings_put_count(struct settings_reader *r, const char *name, const struct tree *t)
{
	int64_t n = 0;
	char text[32];

	if (!tree_is_single(t) || !text_to_int(t->text, &n) || n < 1 || n > 100000)
		return settings_wrong(r, t->line, "'%s' has to be a number from 1 to 100000",
				      name);
	snprintf(text, sizeof(text), "%" PRId64, n);
	return settings_put(r, SETTINGS_ENVIRONMENT, name, text, t->line);
}

bool settings_switch(const char *word, bool *on)
{
	static const char *const yes[] = { "on", "true", "yes", "enabled", "enable", "1" };
	static const char *const no[] = { "off", "false", "no", "disabled", "disable", "0" };

	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		if (strcasecmp(word, yes[i]) == 0 || strcasecmp(word, no[i]) == 0) {
			*on = strcasecmp(word, yes[i]) == 0;
			return true;
		}
	}
	return false;
}

static int compare_keys(const void *left, const void *right)
{
	const struct tree *a = left, *b = right;

	return strcmp(a->key, b->key);
}

static void add_text(struct buf *out, const struct tree *t);

static void add_map(struct buf *out, const struct tree *t)
{
	CLEANUP(vec_release) struct vec members = { 0 };

	for (struct tree *c = t->first; c != NULL; c = c->next)
		vec_push(&members, c);
	vec_sort(&members, compare_keys);
	buf_putc(out, '{');
	for (size_t i = 0; i < members.len; i++) {
		const struct tree *c = members.items[i];

		buf_printf(out, "%s%s: ", i > 0 ? ", " : "", c->key);
		add_text(out, c);
	}
	buf_putc(out, '}');
}

static void add_text(struct buf *out, const struct tree *t)
{
	if (t->kind == TREE_MAP) {
		add_map(out, t);
		return;
	}
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		add_text(out, c);
		buf_puts(out, c->next == NULL ? "" : ",");
	}
	buf_puts(out, t->text);
}

const char *settings_text(struct settings_reader *r, const struct tree *t)
{
	CLEANUP(buf_release) struct buf out = { .max = TEXT_MAX };

	if (tree_is_single(t))
		return t->text;
	if (t->kind == TREE_NULL)
		return "";
	add_text(&out, t);
	return arena_text(r->arena, buf_text(&out));
}

static void add_part(struct buf *out, const char *text)
{
	buf_printf(out, "%s%s", out->len > 0 ? "; " : "", text);
}

static bool is_shown(const char *who)
{
	return strcmp(who, "nobody") == 0 ||
	       (who[0] != '\0' && who[strspn(who, "0123456789abcdefABCDEF.:/")] == '\0');
}

/* "10.0.0.0/8, 192.168.0.1" of a list or a single one: what is no address is only counted. */
static void add_addresses(struct buf *out, const struct tree *t)
{
	const struct tree *c = tree_is_single(t) ? t : t->first;
	size_t others = 0, shown = 0;

	for (; c != NULL; c = c == t ? NULL : c->next) {
		if (!is_shown(c->text)) {
			others++;
			continue;
		}
		buf_printf(out, "%s%s", shown > 0 ? ", " : out->len > 0 ? "; " : "", c->text);
		shown++;
	}
	if (others > 0)
		buf_printf(out, "%s%zu other%s", out->len > 0 ? ", " : "", others,
			   others == 1 ? "" : "s");
}

const char *settings_access(struct settings_reader *r, const struct tree *t)
{
	CLEANUP(buf_release) struct buf out = { .max = 4000 };
	const struct tree *list = tree_get(t, "ipfilter"), *logins = tree_get(t, "basic_auth");
	const char *certificate = tree_text(t, "client_cert"), *how = tree_text(t, "satisfy");

	if (t->kind == TREE_LIST || tree_is_single(t))
		add_addresses(&out, t);
	if (list != NULL && list->kind == TREE_LIST)
		add_addresses(&out, list);
	if (certificate != NULL && strcmp(certificate, "true") == 0)
		add_part(&out, "client certificate");
	if (tree_text(t, "issuer_dn") != NULL)
		add_part(&out, "certificate of one issuer");
	if (logins != NULL && logins->count > 0)
		buf_printf(&out, "%s%zu login%s", out.len > 0 ? "; " : "", logins->count,
			   logins->count == 1 ? "" : "s");
	if (how != NULL && strcmp(how, "any") == 0)
		add_part(&out, "one of them is enough");
	return arena_text(r->arena, out.len == 0 ? "everybody" : buf_text(&out));
}
