/* SPDX-License-Identifier: Apache-2.0 */
#include "core/version.h"

#include <ctype.h>
#include <string.h>

/* Decimal digits of any length compare as numbers; *a and *b move behind them. */
static int compare_digits(const char **a, const char **b)
{
	size_t n, m;
	int c;

	while (**a == '0')
		(*a)++;
	while (**b == '0')
		(*b)++;
	for (n = 0; isdigit((unsigned char)(*a)[n]); n++)
		;
	for (m = 0; isdigit((unsigned char)(*b)[m]); m++)
		;
	c = n != m ? (n < m ? -1 : 1) : memcmp(*a, *b, n);
	*a += n;
	*b += m;
	return c;
}

/* "rc2" before "rc10": runs of digits as numbers, the rest as bytes in one case. */
static int compare_words(const char *a, const char *b)
{
	while (*a != '\0' && *b != '\0') {
		int c;

		if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
			c = compare_digits(&a, &b);
			if (c != 0)
				return c;
			continue;
		}
		c = tolower((unsigned char)*a) - tolower((unsigned char)*b);
		if (c != 0)
			return c;
		a++;
		b++;
	}
	return (*a != '\0') - (*b != '\0');
}

static bool at_number(const char *s)
{
	return s[0] == '.' && isdigit((unsigned char)s[1]);
}

/* The rest after the numbers: nothing is the release, which is newer than any word. */
static int compare_rest(const char *a, const char *b)
{
	if (*a == '\0' || *b == '\0')
		return (*a == '\0') - (*b == '\0');
	return compare_words(a, b);
}

bool version_compare(const char *a, const char *b, int *order)
{
	static const char zero[] = "0";
	int c;

	if (!isdigit((unsigned char)*a) || !isdigit((unsigned char)*b))
		return false;
	c = compare_digits(&a, &b);
	while (c == 0 && (at_number(a) || at_number(b))) {
		const char *left = zero, *right = zero;

		if (at_number(a))
			left = ++a;
		if (at_number(b))
			right = ++b;
		c = compare_digits(left == zero ? &left : &a, right == zero ? &right : &b);
	}
	*order = c != 0 ? c : compare_rest(a, b);
	return true;
}

/* -- bounds -- */

enum { VERSION_MAX = 64 };

struct bound {
	char op[3];
	char version[VERSION_MAX];
};

/* The bound at *s, which moves behind it; false where there is none. */
static bool next_bound(const char **s, struct bound *b)
{
	const char *p = *s + strspn(*s, " ");
	size_t n = strspn(p, "<>="), m;

	if (n == 0 || n > 2)
		return false;
	memcpy(b->op, p, n);
	b->op[n] = '\0';
	p += n;
	m = strcspn(p, " ");
	if (m == 0 || m >= VERSION_MAX || !isdigit((unsigned char)*p))
		return false;
	memcpy(b->version, p, m);
	b->version[m] = '\0';
	*s = p + m;
	return true;
}

static bool holds(int order, const char *op)
{
	if (strcmp(op, "<") == 0)
		return order < 0;
	if (strcmp(op, "<=") == 0)
		return order <= 0;
	if (strcmp(op, ">") == 0)
		return order > 0;
	if (strcmp(op, ">=") == 0)
		return order >= 0;
	return order == 0;
}

bool version_is_bounds(const char *s)
{
	return *s != '\0' && strchr("<>=", *s) != NULL;
}

bool version_bounds_ok(const char *bounds)
{
	struct bound b;

	while (next_bound(&bounds, &b))
		if (b.op[1] != '\0' && strcmp(b.op, "<=") != 0 && strcmp(b.op, ">=") != 0)
			return false;
	return bounds[strspn(bounds, " ")] == '\0';
}

bool version_within(const char *v, const char *bounds)
{
	struct bound b;
	int order;

	while (next_bound(&bounds, &b))
		if (!version_compare(v, b.version, &order) || !holds(order, b.op))
			return false;
	return true;
}
