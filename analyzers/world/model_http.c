/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls that leave the app by HTTP: where to, how, how long they may take. User names,
 * passwords, headers and bodies are never looked at.
 */
#include "analyzers/world/model_read.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/text.h"

enum { URL_MAX = 16384, PARAMETERS_MAX = 1000 };

const char *tidy_text(struct arena *a, const char *s)
{
	char *out = arena_text(a, s);
	size_t n = 0;

	for (; *s != '\0'; s++) {
		if (!isspace((unsigned char)*s))
			out[n++] = *s;
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	n -= n > 0 && out[n - 1] == ' ';
	out[n] = '\0';
	return out;
}

/* The text of a literal like 'it''s', NULL when s is something else. */
static const char *literal(struct arena *a, const char *s)
{
	size_t n = strlen(s), len = 0;
	char *out;

	if (n < 2 || s[0] != '\'' || s[n - 1] != '\'')
		return NULL;
	out = arena_text_n(a, s + 1, n - 2);
	for (size_t i = 1; i < n - 1; i++) {
		if (s[i] == '\'' && (s[i + 1] != '\'' || ++i == n - 1))
			return NULL;
		out[len++] = s[i];
	}
	out[len] = '\0';
	return out;
}

const char *http_expression(struct arena *a, const char *expression)
{
	const char *s = tidy_text(a, expression), *text = literal(a, s);

	if (text != NULL)
		return text;
	if (s[0] == '\0' || text_starts(s, "http://") || text_starts(s, "https://"))
		return s;
	return arena_printf(a, "{%s}", s);
}

/* Length of "{12}" at s with its number, or 0. */
static size_t hole(const char *s, size_t *number)
{
	size_t n = 1, value = 0;

	while (isdigit((unsigned char)s[n]) && n < 6)
		value = value * 10 + (size_t)(s[n++] - '0');
	if (n == 1 || s[n] != '}')
		return 0;
	*number = value;
	return n + 1;
}

static const char *fill(struct arena *a, const char *text, const struct vec *parameters)
{
	const char *out;
	struct buf b;

	buf_init(&b, URL_MAX);
	while (*text != '\0') {
		size_t number = 0, n = *text == '{' ? hole(text, &number) : 0;

		if (n > 0 && number >= 1 && number <= parameters->len) {
			buf_puts(&b, parameters->items[number - 1]);
			text += n;
		} else {
			buf_putc(&b, *text++);
		}
	}
	/* What was cut may end inside a character. */
	out = text_intern(a, buf_text(&b), b.len);
	buf_release(&b);
	return out;
}

/* A Microflows$StringTemplate: "{1}/orders" with its parameters. */
static const char *template_text(struct doc d, struct arena *a)
{
	struct doc_iter list = doc_array(d, "Parameters");
	struct vec parameters = {0};
	struct doc parameter;
	const char *out;

	while (parameters.len < PARAMETERS_MAX && doc_next(&list, &parameter))
		vec_push(&parameters, (void *)(uintptr_t)http_expression(
					      a, doc_str(parameter, "Expression", a)));
	out = fill(a, doc_str(d, "Text", a), &parameters);
	vec_release(&parameters);
	return out;
}

const char *http_location(struct doc configuration, struct arena *a)
{
	struct doc template = doc_doc(configuration, "CustomLocationTemplate");

	if (template.data != NULL)
		return tidy_text(a, template_text(template, a));
	return http_expression(a, doc_str(configuration, "CustomLocation", a));
}

/* Up to 7.13 a number of seconds, later an expression. */
static void read_timeout(struct http_call *call, struct doc action, struct arena *a)
{
	int64_t number = doc_int(action, "RequestTimeOut", -1);

	call->timeout = tidy_text(a, doc_str(action, "RequestTimeOutExpression", a));
	if (call->timeout[0] == '\0' && number >= 0)
		call->timeout = arena_printf(a, "%" PRId64, number);
	if (!text_to_int(call->timeout, &call->timeout_seconds) ||
	    call->timeout_seconds < 0)
		call->timeout_seconds = -1;
}

static void read_common(struct http_call *call, struct doc action, struct arena *a)
{
	struct doc http = doc_doc(action, "HttpConfiguration");

	read_timeout(call, action, a);
	call->proxy = doc_str(action, "RequestProxyType", a);
	call->authentication = doc_bool(http, "UseHttpAuthentication", false);
	call->client_certificate = doc_str(http, "ClientCertificate", a);
	call->error_handling = doc_str(action, "ErrorHandlingType", a);
}

void http_read_rest(struct http_call *call, struct doc action, struct arena *a)
{
	struct doc http = doc_doc(action, "HttpConfiguration");

	read_common(call, action, a);
	call->url = http_location(http, a);
	call->method = doc_str(http, "HttpMethod", a);
	call->service = call->operation = "";
}

void http_read_soap(struct http_call *call, struct doc action, struct arena *a)
{
	read_common(call, action, a);
	call->url = http_expression(a, doc_str(action, "Location", a));
	if (call->url[0] == '\0')
		call->url = http_location(doc_doc(action, "HttpConfiguration"), a);
	call->method = "";
	call->service = doc_str(action, "ImportedService", a);
	call->operation = doc_str(action, "OperationName", a);
}
