/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/functions.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "core/host.h"
#include "core/pattern.h"
#include "rules/document.h"
#include "rules/value.h"
#include "core/version.h"
#include "util/buf.h"
#include "util/map.h"
#include "util/text.h"

enum { NUMBER_MAX = 400 };

#define EVERYWHERE \
	{ "mx:version-less", 2, 2, NAMES_BOOLEAN, NAMES_PLAIN, false }, \
	{ "mx:matches", 2, 2, NAMES_BOOLEAN, NAMES_MATCHES, true }, \
	{ "mx:host-scope", 1, 1, NAMES_STRING, NAMES_PLAIN, true }, \
	{ "mx:host-in", 2, 2, NAMES_BOOLEAN, NAMES_PLAIN, false }, \
	{ "mx:found", 1, 3, NAMES_BOOLEAN, NAMES_FOUND, false }, \
	{ "mx:given", 1, 1, NAMES_BOOLEAN, NAMES_GIVEN, false }, \
	{ "mx:has", 1, 3, NAMES_BOOLEAN, NAMES_HAS, false }, \
	{ "mx:listed", 2, 2, NAMES_BOOLEAN, NAMES_PLAIN, false }, \
	{ "mx:outermost", 1, 1, NAMES_STRING, NAMES_PLAIN, false }, \
	{ "mx:lower", 1, 1, NAMES_STRING, NAMES_PLAIN, true }, \
	{ "mx:bytes", 1, 1, NAMES_STRING, NAMES_PLAIN, true }, \
	{ "mx:int", 1, 1, NAMES_STRING, NAMES_PLAIN, true }, \
	{ "mx:count", 2, 3, NAMES_STRING, NAMES_PLAIN, true }, \
	{ "mx:days", 1, 1, NAMES_NUMBER, NAMES_PLAIN, false }

const struct names_function functions_all[] = {
	EVERYWHERE, { NULL, 0, 0, NAMES_ANY, NAMES_PLAIN, false },
};

const struct names_function functions_message[] = {
	EVERYWHERE,
	{ "mx:places", 0, 0, NAMES_NUMBER, NAMES_PLAIN, false },
	{ NULL, 0, 0, NAMES_ANY, NAMES_PLAIN, false },
};

void functions_write_int(struct buf *out, double n)
{
	if (isfinite(n))
		buf_printf(out, "%.0f", n == 0 ? 0 : n);
	else
		buf_puts(out, "unknown");
}

void functions_write_bytes(struct buf *out, double n)
{
	static const char *const units[] = { "KB", "MB", "GB", "TB", "PB" };
	size_t i = 0;

	if (!isfinite(n) || fabs(n) < 1024) {
		functions_write_int(out, n);
		buf_puts(out, isfinite(n) ? " B" : "");
		return;
	}
	/* 1023.95 of a unit would print as 1024.0 of it. */
	for (n /= 1024; i + 1 < sizeof(units) / sizeof(units[0]) && fabs(n) >= 1023.95; i++)
		n /= 1024;
	buf_printf(out, "%.1f %s", n, units[i]);
}

static struct function_env *env_of(xmlXPathParserContextPtr ctxt)
{
	return ctxt->context->userData;
}

static void return_buf(xmlXPathParserContextPtr ctxt, struct buf *b)
{
	xmlXPathReturnString(ctxt, xmlStrdup((const xmlChar *)buf_text(b)));
	buf_release(b);
}

static void version_less(xmlXPathParserContextPtr ctxt, int nargs)
{
	xmlChar *a, *b;
	int order = 0;
	bool less;

	(void)nargs;
	b = xmlXPathPopString(ctxt);
	a = xmlXPathPopString(ctxt);
	less = a != NULL && b != NULL &&
	       version_compare((const char *)a, (const char *)b, &order) && order < 0;
	xmlFree(a);
	xmlFree(b);
	xmlXPathReturnBoolean(ctxt, less);
}

static void matches(xmlXPathParserContextPtr ctxt, int nargs)
{
	struct function_env *env = env_of(ctxt);
	xmlChar *pattern, *subject;
	const struct pattern *p;
	int found = 0;

	(void)nargs;
	pattern = xmlXPathPopString(ctxt);
	subject = xmlXPathPopString(ctxt);
	p = pattern == NULL ? NULL : map_get(env->patterns, (const char *)pattern);
	if (p != NULL && subject != NULL)
		found = pattern_matches(p, env->scratch, (const char *)subject,
					strlen((const char *)subject));
	if (found < 0) {
		err_set(&env->err, "pattern '%s' reached the limit of steps "
			"(--max-pattern-steps)", (const char *)pattern);
		xmlXPathSetError(ctxt, XPATH_EXPR_ERROR);
	}
	xmlFree(pattern);
	xmlFree(subject);
	xmlXPathReturnBoolean(ctxt, found > 0);
}

static void host_scope_of(xmlXPathParserContextPtr ctxt, int nargs)
{
	xmlChar *host = xmlXPathPopString(ctxt);

	(void)nargs;
	xmlXPathReturnString(ctxt, xmlStrdup((const xmlChar *)host_scope(
					     host == NULL ? "" : (const char *)host)));
	xmlFree(host);
}

static void host_is_in(xmlXPathParserContextPtr ctxt, int nargs)
{
	xmlChar *list = xmlXPathPopString(ctxt), *host = xmlXPathPopString(ctxt);
	bool in = list != NULL && host != NULL && host_in((const char *)host, (const char *)list);

	(void)nargs;
	xmlFree(host);
	xmlFree(list);
	xmlXPathReturnBoolean(ctxt, in);
}

static void found(xmlXPathParserContextPtr ctxt, int nargs)
{
	struct function_env *env = env_of(ctxt);
	xmlChar *method = nargs > 2 ? xmlXPathPopString(ctxt) : NULL;
	xmlChar *class = nargs > 1 ? xmlXPathPopString(ctxt) : NULL;
	xmlChar *id = xmlXPathPopString(ctxt);
	bool any = false;

	if (id != NULL && class != NULL)
		any = document_found(env->document, (const char *)id, (const char *)class,
				     (const char *)method);
	else if (id != NULL && env->match != NULL)
		any = document_group(env->document, env->match, (const char *)id)->count > 0;
	xmlFree(id);
	xmlFree(class);
	xmlFree(method);
	xmlXPathReturnBoolean(ctxt, any);
}

static bool is_complete(const struct facts *facts, const char *source)
{
	size_t count;
	struct fact *const *list = facts_of(facts, "source", &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(fact_get(list[i], "name"), source) == 0)
			return strcmp(fact_get(list[i], "state"), "complete") == 0;
	return false;
}

static void given(xmlXPathParserContextPtr ctxt, int nargs)
{
	xmlChar *source = xmlXPathPopString(ctxt);
	bool whole = source != NULL && is_complete(env_of(ctxt)->facts, (const char *)source);

	(void)nargs;
	xmlFree(source);
	xmlXPathReturnBoolean(ctxt, whole);
}

/* The last argument of mx:has() may be several nodes: one of them is enough. */
static bool has_value(struct function_env *env, const char *fact, const char *attr,
		      const xmlXPathObject *wanted)
{
	bool any = false;

	if (wanted->type != XPATH_NODESET) {
		xmlChar *text = xmlXPathCastToString((xmlXPathObjectPtr)(uintptr_t)wanted);

		any = text != NULL &&
		      document_has(env->document, fact, attr, (const char *)text);
		xmlFree(text);
		return any;
	}
	for (int i = 0; !any && wanted->nodesetval != NULL && i < wanted->nodesetval->nodeNr; i++) {
		xmlChar *text = xmlXPathCastNodeToString(wanted->nodesetval->nodeTab[i]);

		any = text != NULL &&
		      document_has(env->document, fact, attr, (const char *)text);
		xmlFree(text);
	}
	return any;
}

static void has(xmlXPathParserContextPtr ctxt, int nargs)
{
	struct function_env *env = env_of(ctxt);
	xmlXPathObjectPtr wanted = nargs > 2 ? valuePop(ctxt) : NULL;
	xmlChar *attr = nargs > 1 ? xmlXPathPopString(ctxt) : NULL;
	xmlChar *fact = xmlXPathPopString(ctxt);
	bool any = false;

	if (fact != NULL && wanted != NULL && attr != NULL)
		any = has_value(env, (const char *)fact, (const char *)attr, wanted);
	else if (fact != NULL && wanted == NULL)
		any = document_has(env->document, (const char *)fact, (const char *)attr, NULL);
	xmlXPathFreeObject(wanted);
	xmlFree(attr);
	xmlFree(fact);
	xmlXPathReturnBoolean(ctxt, any);
}

static void lower(xmlXPathParserContextPtr ctxt, int nargs)
{
	xmlChar *text = xmlXPathPopString(ctxt);

	(void)nargs;
	for (xmlChar *p = text; p != NULL && *p != '\0'; p++)
		*p = *p < 0x80 ? (xmlChar)tolower(*p) : *p;
	xmlXPathReturnString(ctxt, text == NULL ? xmlStrdup((const xmlChar *)"") : text);
}

static void listed(xmlXPathParserContextPtr ctxt, int nargs)
{
	xmlChar *list = xmlXPathPopString(ctxt), *word = xmlXPathPopString(ctxt);
	bool in = list != NULL && word != NULL &&
		  text_is_listed((const char *)list, (const char *)word);

	(void)nargs;
	xmlFree(word);
	xmlFree(list);
	xmlXPathReturnBoolean(ctxt, in);
}

/* The package of a class, the module of a document. */
static void outermost(xmlXPathParserContextPtr ctxt, int nargs)
{
	xmlChar *name = xmlXPathPopString(ctxt);

	(void)nargs;
	if (name != NULL)
		name[strcspn((const char *)name, "/.")] = '\0';
	xmlXPathReturnString(ctxt, name == NULL ? xmlStrdup((const xmlChar *)"") : name);
}

static void bytes(xmlXPathParserContextPtr ctxt, int nargs)
{
	struct buf out = { .max = NUMBER_MAX };

	(void)nargs;
	functions_write_bytes(&out, xmlXPathPopNumber(ctxt));
	return_buf(ctxt, &out);
}

static void integer(xmlXPathParserContextPtr ctxt, int nargs)
{
	struct buf out = { .max = NUMBER_MAX };

	(void)nargs;
	functions_write_int(&out, xmlXPathPopNumber(ctxt));
	return_buf(ctxt, &out);
}

/* "no loops", "1 loop", "2 loops"; a third argument is the plural. */
static void counted(xmlXPathParserContextPtr ctxt, int nargs)
{
	xmlChar *many = nargs == 3 ? xmlXPathPopString(ctxt) : NULL;
	xmlChar *one = xmlXPathPopString(ctxt);
	double n = xmlXPathPopNumber(ctxt);
	struct buf out = { .max = NUMBER_MAX };

	if (n == 0)
		buf_puts(&out, "no");
	else
		functions_write_int(&out, n);
	buf_printf(&out, " %s%s", (const char *)(many != NULL && n != 1 ? many : one),
		   many == NULL && n != 1 ? "s" : "");
	xmlFree(one);
	xmlFree(many);
	return_buf(ctxt, &out);
}

static void days(xmlXPathParserContextPtr ctxt, int nargs)
{
	xmlChar *text = xmlXPathPopString(ctxt);
	int64_t n = 0;
	bool is_date = text != NULL && value_days((const char *)text, &n);

	(void)nargs;
	xmlFree(text);
	xmlXPathReturnNumber(ctxt, is_date ? (double)n : (double)NAN);
}

static void places(xmlXPathParserContextPtr ctxt, int nargs)
{
	(void)nargs;
	xmlXPathReturnNumber(ctxt, (double)env_of(ctxt)->places);
}

void functions_register(struct _xmlXPathContext *context)
{
	static const struct {
		const char *name;
		xmlXPathFunction call;
	} table[] = {
		{ "version-less", version_less }, { "matches", matches },
		{ "host-scope", host_scope_of }, { "host-in", host_is_in }, { "found", found },
		{ "given", given },
		{ "has", has },
		{ "listed", listed }, { "outermost", outermost },
		{ "lower", lower }, { "bytes", bytes }, { "int", integer }, { "count", counted },
		{ "days", days }, { "places", places },
	};

	xmlXPathRegisterNs(context, (const xmlChar *)"mx",
			   (const xmlChar *)FUNCTIONS_NAMESPACE);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		xmlXPathRegisterFuncNS(context, (const xmlChar *)table[i].name,
				       (const xmlChar *)FUNCTIONS_NAMESPACE, table[i].call);
}
