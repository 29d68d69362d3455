/* SPDX-License-Identifier: Apache-2.0 */
#include "util/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int err_set(struct err *e, const char *format, ...)
{
	va_list ap;

	if (e == NULL || e->set)
		return -1;
	va_start(ap, format);
	vsnprintf(e->text, sizeof(e->text), format, ap);
	va_end(ap);
	e->set = true;
	return -1;
}

int err_in(struct err *e, const char *format, ...)
{
	char place[sizeof(e->text)];
	char whole[sizeof(e->text)];
	va_list ap;

	if (e == NULL)
		return -1;
	va_start(ap, format);
	vsnprintf(place, sizeof(place), format, ap);
	va_end(ap);
	if (snprintf(whole, sizeof(whole), "%.500s: %.500s", place, e->text) < 0)
		return -1;
	memcpy(e->text, whole, sizeof(whole));
	e->set = true;
	return -1;
}
