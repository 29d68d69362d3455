/* SPDX-License-Identifier: Apache-2.0 */
/* `mxaudit help`, `--help`: made from the tables of commands, options, reports and limits. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/options.h"
#include "report/report.h"

enum { COLUMN = 28, WIDTH = 90 };

/* "  head" and its text from COLUMN on, wrapped. */
static void print_row(const char *head, const char *text)
{
	size_t at = strlen(head) + 2;

	printf("  %s", head);
	if (at >= COLUMN) {
		putchar('\n');
		at = 0;
	}
	printf("%*s", (int)(COLUMN - at), "");
	at = COLUMN;
	while (*text != '\0') {
		size_t n = strcspn(text, " ");

		if (at > COLUMN && at + n + 1 > WIDTH) {
			printf("\n%*s", COLUMN, "");
			at = COLUMN;
		} else if (at > COLUMN) {
			putchar(' ');
			at++;
		}
		printf("%.*s", (int)n, text);
		at += n;
		text += n + (text[n] == ' ');
	}
	putchar('\n');
}

static void print_option(const struct option *d)
{
	char head[80];

	snprintf(head, sizeof(head), "%s%c%s--%s%s%s", d->letter == 0 ? "" : "-",
		 d->letter == 0 ? ' ' : d->letter, d->letter == 0 ? "" : ", ", d->name,
		 d->argument == NULL ? "" : " ", d->argument == NULL ? "" : d->argument);
	print_row(head[0] == ' ' ? head + 1 : head, d->help);
}

static void print_group(unsigned group, const char *title)
{
	printf("\n%s:\n", title);
	for (const struct option *d = option_defs; d->name != NULL; d++)
		if (group == 0 ? d->group == 0 : (d->group & group) != 0)
			print_option(d);
}

static void print_reports(void)
{
	printf("\nReports ('-' is standard output; text goes there by default):\n");
	for (size_t i = 0; reports[i] != NULL; i++) {
		char head[80];

		snprintf(head, sizeof(head), "--%s FILE", reports[i]->name);
		print_row(head, reports[i]->summary);
	}
	for (const struct option *d = option_defs; d->name != NULL; d++)
		if ((d->group & GROUP_REPORT) != 0)
			print_option(d);
}

static void print_limits(void)
{
	printf("\nLimits (k, m, g, t may follow a number); over one the audit is incomplete:\n");
	for (const struct limit_def *d = limit_defs; d->flag != NULL; d++) {
		char head[80], text[256];

		snprintf(head, sizeof(head), "--%s N", d->flag);
		snprintf(text, sizeof(text), "%s; default %" PRIu64, d->meaning, d->value);
		print_row(head, text);
	}
}

static void print_statuses(void)
{
	printf("\nExit status:\n");
	print_row("0", "nothing gates");
	print_row("1", "a finding at or above --fail-on");
	print_row("2", "usage, configuration or a rule file is wrong");
	print_row("3", "the package cannot be audited, or not completely");
	print_row("4", "a rule that could gate is undecided (--fail-on-undecided)");
	print_row("5", "internal error, or a report could not be written");
	printf("When several apply: 5, 2, 3, 1, 4.\n");
}

static void print_program(void)
{
	printf("mxaudit: what a Mendix app needs before it moves from Mendix Cloud v3 to v4\n\n"
	       "usage: mxaudit COMMAND [OPTION]… [OPERAND]…\n\nCommands:\n");
	for (size_t i = 0; commands[i] != NULL; i++)
		print_row(commands[i]->name, commands[i]->summary);
	printf("\nStart with: mxaudit check app.mda --html readiness.html\n"
	       "'mxaudit COMMAND --help' tells its options.\n");
	print_statuses();
}

void help_print(const struct command *c)
{
	static const struct {
		unsigned group;
		const char *title;
	} groups[] = {
		{ GROUP_FACTS, "Facts" },	{ GROUP_RULES, "Rules" },
		{ GROUP_JUDGE, "Judging" },	{ GROUP_LINT, "Lint" },
		{ GROUP_INPUT, "Inputs beside the package" },
		{ GROUP_SETTINGS, "Settings" },
		{ GROUP_GATE, "Gate" },		{ GROUP_READ, "Reading" },
		{ GROUP_PLAN, "Plan" },
	};

	if (c == NULL) {
		print_program();
		return;
	}
	printf("usage: mxaudit %s %s\n\n%s\n", c->name, c->usage, c->summary);
	if (c->details != NULL)
		printf("\n%s\n", c->details);
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if ((c->groups & groups[i].group) != 0)
			print_group(groups[i].group, groups[i].title);
	if ((c->groups & GROUP_REPORT) != 0)
		print_reports();
	if ((c->groups & GROUP_LIMIT) != 0)
		print_limits();
	print_group(0, "Other");
	print_statuses();
}

static int run(struct options *o)
{
	const struct command *c = NULL;

	if (o->operands.len > 1)
		return complain(EXIT_USAGE, "help takes one command, not %zu", o->operands.len);
	if (o->operands.len == 1 && (c = command_by_name(o->operands.items[0])) == NULL)
		return complain(EXIT_USAGE, "unknown command '%s'",
				(const char *)o->operands.items[0]);
	help_print(c);
	return EXIT_FINE;
}

const struct command command_help = {
	.name = "help",
	.usage = "[COMMAND]",
	.summary = "explain the program, or one command",
	.run = run,
};
