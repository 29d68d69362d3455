/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/packs.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyzers/analyzer.h"
#include "cli/options.h"
#include "rules/rules.h"
#include "util/cleanup.h"
#include "util/err.h"
#include "util/vec.h"

static const char DEFAULT_PACK[] = "mendix-cloud-v4";

/* True, with the folder in path and no ".." left in it, where it can be read. */
static bool is_folder(char *path, size_t size, const char *wanted)
{
	char real[PATH_MAX];

	if (access(wanted, R_OK | X_OK) != 0 || realpath(wanted, real) == NULL)
		return false;
	return snprintf(path, size, "%s", real) < (int)size;
}

/* The folder the program stands in, without a trailing slash. */
static int program_folder(char *path, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", path, size - 1);
	char *slash;

	if (n <= 0)
		return -1;
	path[n] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		return -1;
	*slash = '\0';
	return 0;
}

static int pack_path(char *path, size_t size, const char *pack, struct err *err)
{
	static const char *const places[] = { "/../../rules.d", "/../share/mxaudit/rules.d" };
	char folder[PATH_MAX], wanted[2 * PATH_MAX];

	if (strchr(pack, '/') != NULL || pack[0] == '.' || pack[0] == '\0')
		return err_set(err, "--pack: '%s' is no id of a pack; --rules takes a folder",
			       pack);
	if (program_folder(folder, sizeof(folder)) == 0) {
		for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
			snprintf(wanted, sizeof(wanted), "%s%s/%s", folder, places[i], pack);
			if (is_folder(path, size, wanted))
				return 0;
		}
	}
	snprintf(wanted, sizeof(wanted), "%s/%s", MXAUDIT_RULES, pack);
	if (is_folder(path, size, wanted))
		return 0;
	return err_set(err, "--pack: no shipped pack '%s'", pack);
}

const char *packs_name(const struct options *o)
{
	return o->pack == NULL ? DEFAULT_PACK : o->pack;
}

int packs_load(struct rules **out, const struct options *o, const char *as_of, struct err *err)
{
	CLEANUP(vec_release) struct vec dirs = { 0 };
	const char *pack = packs_name(o);
	char path[8192];
	struct rules_options ro = {
		.edition = o->edition,
		.params = (const char *const *)o->params.items,
		.param_count = o->params.len,
		.select = (const char *const *)o->select.items,
		.select_count = o->select.len,
		.of_settings = o->of_settings,
		.without_tests = !o->with_tests,
		.as_of = as_of,
		.vocabulary = analyzers_vocabulary(),
		.limits = &o->limits,
	};

	if (strcmp(pack, "none") != 0) {
		if (pack_path(path, sizeof(path), pack, err) != 0)
			return -1;
		vec_push(&dirs, path);
	}
	for (size_t i = 0; i < o->rules.len; i++)
		vec_push(&dirs, o->rules.items[i]);
	ro.dirs = (const char *const *)dirs.items;
	ro.dir_count = dirs.len;
	return rules_load(out, &ro, err);
}
