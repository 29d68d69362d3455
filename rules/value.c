/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "util/text.h"

#define NAME_PATTERN "[a-z][a-z0-9]*(-[a-z0-9]+)*"
#define STATEMENT_PATTERN "[A-Z][A-Z0-9]*-[0-9]{3}"

enum { EFFORT_MAX = 9999 };

const struct value_def value_defs[VALUE_FORM_COUNT] = {
	[VALUE_TEXT] = { "[\\s\\S]*\\S[\\s\\S]*", "a text" },
	[VALUE_ANY] = { NULL, "a text" },
	[VALUE_ID] = { NAME_PATTERN "/" NAME_PATTERN, "an id such as 'mail/javamail'" },
	[VALUE_NAME] = { NAME_PATTERN, "a name of small letters, digits and single '-'" },
	[VALUE_WORD] = { NULL, "a word of the list" },
	[VALUE_DATE] = { "[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date such as '2026-11-20'" },
	[VALUE_EDITION] = { "[0-9]{4}", "a year such as '2024'" },
	[VALUE_EFFORT] = { "[0-9]{1,4}(-[0-9]{1,4})?h", "hours such as '4h' or '2-6h'" },
	[VALUE_HOURS] = { "[0-9]{1,4}h", "hours such as '40h'" },
	[VALUE_COUNT] = { "[0-9]{1,6}", "a number" },
	[VALUE_HTTPS] = { "https://[^\\s]+", "an https:// address" },
	[VALUE_YES] = { "yes|no", "'yes' or 'no'" },
	[VALUE_DURATION] = { "[0-9]{1,4}(-[0-9]{1,4})?(min|h|d|w)",
			     "a duration such as '30min', '2-6h', '1-2d' or '3w'" },
	[VALUE_STATEMENT] = { STATEMENT_PATTERN, "the id of a statement such as 'NET-001'" },
	[VALUE_STATEMENTS] = { "\\s*" STATEMENT_PATTERN "(\\s+" STATEMENT_PATTERN ")*\\s*",
			       "ids of statements such as 'NET-001 URL-012'" },
};

/* Small letters and digits, a letter first, single '-' between them; ends at `end`. */
static bool is_name(const char *s, const char *end)
{
	if (s == end || !islower((unsigned char)*s))
		return false;
	for (; s < end; s++) {
		if (*s == '-' ? s + 1 == end || s[1] == '-'
			      : !islower((unsigned char)*s) && !isdigit((unsigned char)*s))
			return false;
	}
	return true;
}

static size_t digits(const char *s)
{
	size_t n = 0;

	while (isdigit((unsigned char)s[n]))
		n++;
	return n;
}

static bool is_id(const char *text)
{
	const char *slash = strchr(text, '/');

	return slash != NULL && is_name(text, slash) &&
	       is_name(slash + 1, text + strlen(text));
}

/* How long the id of a statement at s is; 0: there is none. */
static size_t statement_length(const char *s)
{
	size_t n = 0;

	while (isupper((unsigned char)s[n]) || (n > 0 && isdigit((unsigned char)s[n])))
		n++;
	return n > 0 && s[n] == '-' && digits(s + n + 1) == 3 ? n + 4 : 0;
}

static bool are_statements(const char *s)
{
	size_t n;

	for (s += strspn(s, " \t\r\n"); *s != '\0'; s += n + strspn(s + n, " \t\r\n")) {
		n = statement_length(s);
		if (n == 0 || (s[n] != '\0' && strchr(" \t\r\n", s[n]) == NULL))
			return false;
	}
	return true;
}

/* "2-6h": the unit is one of the words. */
static bool is_span(const char *text, bool range, const char *units)
{
	size_t n = digits(text);
	unsigned long min, max;

	if (n == 0 || n > 4)
		return false;
	min = max = strtoul(text, NULL, 10);
	text += n;
	if (range && *text == '-') {
		n = digits(++text);
		if (n == 0 || n > 4)
			return false;
		max = strtoul(text, NULL, 10);
		text += n;
	}
	return text_is_word(units, text) && min <= max && max <= EFFORT_MAX;
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

bool value_ok(enum value_form form, const char *words, const char *text)
{
	int64_t days;

	switch (form) {
	case VALUE_TEXT:
		return !is_blank(text);
	case VALUE_ID:
		return is_id(text);
	case VALUE_NAME:
		return is_name(text, text + strlen(text));
	case VALUE_WORD:
		return text_is_word(words, text);
	case VALUE_DATE:
		return strlen(text) == 10 && value_days(text, &days);
	case VALUE_EDITION:
		return strlen(text) == 4 && digits(text) == 4;
	case VALUE_EFFORT:
		return is_span(text, true, "h");
	case VALUE_HOURS:
		return is_span(text, false, "h");
	case VALUE_COUNT:
		return digits(text) == strlen(text) && digits(text) > 0 && digits(text) <= 6;
	case VALUE_HTTPS:
		return text_starts(text, "https://") && text[8] != '\0' &&
		       text[strcspn(text, " \t\r\n")] == '\0';
	case VALUE_DURATION:
		return is_span(text, true, "min|h|d|w");
	case VALUE_STATEMENT:
		return statement_length(text) == strlen(text) && text[0] != '\0';
	case VALUE_STATEMENTS:
		return !is_blank(text) && are_statements(text);
	case VALUE_YES:
		return text_is_word("yes|no", text);
	case VALUE_ANY:
	case VALUE_FORM_COUNT:
		break;
	}
	return true;
}

static int number_at(const char *text, size_t n)
{
	int value = 0;

	for (size_t i = 0; i < n; i++) {
		if (!isdigit((unsigned char)text[i]))
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

bool value_days(const char *text, int64_t *days)
{
	int year, month, day;
	int64_t y, era, of_era, of_year;

	if (strlen(text) < 10 || text[4] != '-' || text[7] != '-' ||
	    (text[10] != '\0' && text[10] != 'T' && text[10] != ' '))
		return false;
	year = number_at(text, 4);
	month = number_at(text + 5, 2);
	day = number_at(text + 8, 2);
	if (year < 0 || month < 1 || month > 12 || day < 1 || day > days_in(year, month))
		return false;
	/* Years begin in March, so the leap day is the last of one; eras have 400 years. */
	y = month <= 2 ? year - 1 : year;
	era = (y >= 0 ? y : y - 399) / 400;
	of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	of_era = y - era * 400;
	of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
	*days = era * 146097 + of_era - 719468;
	return true;
}

void value_effort(const char *text, unsigned *min, unsigned *max)
{
	const char *dash = strchr(text, '-');

	*min = (unsigned)strtoul(text, NULL, 10);
	*max = dash == NULL ? *min : (unsigned)strtoul(dash + 1, NULL, 10);
}

unsigned value_hours(const char *text)
{
	return (unsigned)strtoul(text, NULL, 10);
}

static bool is_version(const char *text)
{
	return isdigit((unsigned char)text[0]) &&
	       text[strspn(text, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			   ".-")] == '\0';
}

bool value_param_ok(const char *type, const char *text)
{
	uint64_t size;
	int64_t number;

	if (strcmp(type, "bytes") == 0)
		return text_to_size(text, &size);
	if (strcmp(type, "int") == 0)
		return text_to_int(text, &number);
	if (strcmp(type, "date") == 0)
		return value_ok(VALUE_DATE, NULL, text);
	if (strcmp(type, "version") == 0)
		return is_version(text);
	return true;
}

bool value_param_number(const char *type, const char *text, double *out)
{
	uint64_t size;
	int64_t number;

	if (strcmp(type, "bytes") == 0 && text_to_size(text, &size)) {
		*out = (double)size;
		return true;
	}
	if (strcmp(type, "int") == 0 && text_to_int(text, &number)) {
		*out = (double)number;
		return true;
	}
	return false;
}
