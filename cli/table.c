/* SPDX-License-Identifier: Apache-2.0 */
/* The commands, from list.def, and the one way they complain. */
#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/buf.h"
#include "util/text.h"

#define COMMAND(symbol) extern const struct command command_##symbol;
#include "cli/list.def"
#undef COMMAND

const struct command *const commands[] = {
#define COMMAND(symbol) &command_##symbol,
#include "cli/list.def"
#undef COMMAND
	NULL,
};

const struct command *command_by_name(const char *name)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

int complain(int status, const char *format, ...)
{
	char text[2048];
	struct buf safe;
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	buf_init(&safe, sizeof(text) * 8);
	text_add_safe(&safe, text);
	fprintf(stderr, "mxaudit: %s\n", buf_text(&safe));
	buf_release(&safe);
	return status;
}
