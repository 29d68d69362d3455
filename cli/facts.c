/* SPDX-License-Identifier: Apache-2.0 */
/* `mxaudit facts`: what the rules would see, or the vocabulary itself. */
#include <stdio.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "cli/audit.h"
#include "cli/command.h"
#include "cli/output.h"
#include "core/fact_xml.h"
#include "rules/query.h"
#include "util/buf.h"
#include "util/cleanup.h"
#include "util/err.h"

enum { OUTPUT_MAX = 1 << 30 };

static const char *type_name(const struct attr_def *a)
{
	static const char *const names[] = {
		[ATTR_STRING] = "text", [ATTR_NAME] = "name", [ATTR_ENUM] = NULL,
		[ATTR_BOOL] = "yes or no", [ATTR_INT] = "number", [ATTR_BYTES] = "bytes",
		[ATTR_TIME] = "time, UTC", [ATTR_DIGEST] = "hex digest",
	};

	return a->type == ATTR_ENUM ? a->words : names[a->type];
}

/* One row; a '|' inside a cell would end it. */
static void print_cell(const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '|')
			fputs(" \\| ", stdout);
		else
			putchar(*s);
	}
}

static void print_attributes(const struct fact_def *def)
{
	if (def->attrs == NULL || def->attrs[0].name == NULL)
		return;
	printf("\n| attribute | type | | meaning |\n| --- | --- | --- | --- |\n");
	for (const struct attr_def *a = def->attrs; a->name != NULL; a++) {
		printf("| `%s` | ", a->name);
		print_cell(type_name(a));
		printf(" | %s%s%s | ", (a->flags & ATTR_KEY) != 0 ? "key" : "",
		       (a->flags & ATTR_KEY) != 0 && (a->flags & ATTR_REQUIRED) != 0 ? ", " : "",
		       (a->flags & ATTR_REQUIRED) != 0 ? "required" : "");
		print_cell(a->meaning);
		printf(" |\n");
	}
}

static void print_definition(const struct fact_def *def, const char *owner, const char *parent)
{
	printf("\n%s `%s`\n\n%s.\n\n", parent == NULL ? "##" : "###", def->name, def->meaning);
	if (def->source == SOURCE_NONE)
		printf("About the run; owner: %s", owner);
	else
		printf("Source: %s; owner: %s", source_name(def->source), owner);
	if (parent != NULL)
		printf("; inside `%s`", parent);
	printf("%s.\n", def->text ? "; has text" : "");
	print_attributes(def);
	for (size_t i = 0; def->children != NULL && def->children[i] != NULL; i++)
		print_definition(def->children[i], owner, def->name);
}

static int print_vocabulary(void)
{
	const struct vocabulary *v = analyzers_vocabulary();

	printf("# Facts\n\nEvery fact and attribute that analyzers find and rules may use, in the "
	       "order of the fact\ndocument. Printed by `mxaudit facts --vocabulary`; do not "
	       "edit.\n");
	for (size_t i = 0; i < v->count; i++)
		print_definition(v->items[i].def, v->items[i].owner, NULL);
	return EXIT_FINE;
}

static int print_facts(const struct audit_run *run)
{
	CLEANUP(buf_release) struct buf out = { .max = OUTPUT_MAX };
	const char *xpath = run->options->xpath;
	struct err err = ERR_NONE;

	if (xpath == NULL)
		fact_xml_write(&out, &run->facts);
	else if (rules_query(&out, &run->facts, xpath, &run->options->limits, &err) != 0)
		return complain(EXIT_USAGE, "--xpath: %s", err.text);
	if (output_write("-", &out, &err) != 0)
		return complain(EXIT_INTERNAL, "%s", err.text);
	return diags_worst(&run->diags) == DIAG_NOTE ? EXIT_FINE : EXIT_INCOMPLETE;
}

static int facts_of_one(const struct options *o)
{
	struct err err = ERR_NONE;
	struct audit_run run;
	int status;

	if (audit_open(&run, o, o->operands.items[0], &err) != 0 || audit_read(&run, &err) != 0) {
		status = complain(EXIT_USAGE, "%s", err.text);
	} else {
		audit_tell(&run, DIAG_INCOMPLETE);
		status = print_facts(&run);
	}
	audit_close(&run);
	return status;
}

static int run_facts_command(struct options *o)
{
	if (o->vocabulary)
		return print_vocabulary();
	if (o->operands.len != 1)
		return complain(EXIT_USAGE, "facts takes one package, not %zu", o->operands.len);
	return facts_of_one(o);
}

const struct command command_facts = {
	.name = "facts",
	.usage = "PACKAGE [OPTION]…",
	.summary = "print the facts of a package as XML, or what an XPath expression yields",
	.details = "The searches of the loaded packs are among the facts. Exit status 3 where the\n"
		   "package could not be read completely.",
	.groups = GROUP_FACTS | GROUP_RULES | GROUP_LIMIT | GROUP_READ | GROUP_INPUT,
	.run = run_facts_command,
};
