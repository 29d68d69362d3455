/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/eval.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "core/pattern.h"
#include "rules/functions.h"
#include "util/alloc.h"
#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"

struct eval {
	struct eval_setup setup;
	struct function_env env;
	xmlXPathContextPtr context;
	xmlXPathObjectPtr *groups;	/* node sets of setup.groups, made when first used */
};

static void take_error(void *user, xmlErrorPtr e)
{
	struct function_env *env = user;
	size_t n = e->message == NULL ? 0 : strcspn(e->message, "\r\n");

	if (e->code == XML_XPATH_EXPRESSION_OK + XPATH_OP_LIMIT_EXCEEDED)
		err_set(&env->err, "the limit of XPath operations was reached "
			"(--max-xpath-steps)");
	else
		err_set(&env->err, "%.*s", (int)n, e->message == NULL ? "" : e->message);
}

static xmlXPathObjectPtr make_group(struct eval *e, size_t i)
{
	const struct expr_group *g = e->setup.groups->items[i];
	const struct nodes *nodes = document_group(e->env.document, g->def, g->find);
	xmlNodeSetPtr set = xmlXPathNodeSetCreate(NULL);

	for (size_t k = 0; set != NULL && k < nodes->count; k++)
		xmlXPathNodeSetAddUnique(set, node_xml(nodes->items[k]));
	return set == NULL ? NULL : xmlXPathWrapNodeSet(set);
}

static xmlXPathObjectPtr group(struct eval *e, const char *number)
{
	size_t i = strtoul(number, NULL, 10);

	if (i >= e->setup.groups->len)
		return NULL;
	if (e->groups[i] == NULL)
		e->groups[i] = make_group(e, i);
	return e->groups[i] == NULL ? NULL : xmlXPathObjectCopy(e->groups[i]);
}

static xmlXPathObjectPtr look_up(void *data, const xmlChar *name, const xmlChar *ns)
{
	struct eval *e = data;
	struct eval_value value = { 0 };

	if (ns != NULL)
		return NULL;
	if (name[0] == '_')
		return group(e, (const char *)name + 1);
	if (e->setup.variable == NULL ||
	    !e->setup.variable(e->setup.data, (const char *)name, &value))
		return NULL;
	if (value.text != NULL)
		return xmlXPathNewCString(value.text);
	return xmlXPathNewFloat(value.number);
}

struct eval *eval_new(const struct eval_setup *setup)
{
	struct eval *e = alloc_zero(1, sizeof(*e));

	e->setup = *setup;
	e->env.facts = setup->facts;
	e->env.document = document_new(setup->facts, setup->words);
	e->env.match = vocabulary_find(setup->facts->vocabulary, "match");
	e->env.patterns = setup->patterns;
	e->env.scratch = pattern_scratch_new(setup->max_pattern_steps);
	e->groups = alloc_zero(setup->groups->len + 1, sizeof(xmlXPathObjectPtr));
	e->context = xmlXPathNewContext(document_xml(e->env.document));
	if (e->context == NULL)
		BUG("no XPath context");
	e->context->userData = &e->env;
	e->context->error = take_error;
	e->context->opLimit = setup->max_steps < ULONG_MAX ? (unsigned long)setup->max_steps
							   : ULONG_MAX;
	xmlXPathContextSetCache(e->context, 1, -1, 0);
	xmlXPathRegisterVariableLookup(e->context, look_up, e);
	functions_register(e->context);
	return e;
}

void eval_free(struct eval *e)
{
	if (e == NULL)
		return;
	for (size_t i = 0; i < e->setup.groups->len; i++)
		xmlXPathFreeObject(e->groups[i]);
	free(e->groups);
	xmlXPathFreeContext(e->context);
	pattern_scratch_free(e->env.scratch);
	document_free(e->env.document);
	free(e);
}

void eval_restart(struct eval *e)
{
	e->context->opCount = 0;
}

void eval_places(struct eval *e, size_t places)
{
	e->env.places = places;
}

static void prepare(struct eval *e, const struct expr *x, struct node *at)
{
	if (x->walks)
		document_complete(e->env.document);
	e->env.err = (struct err)ERR_NONE;
	e->context->node = node_xml(at != NULL ? at : document_root(e->env.document));
	e->context->contextSize = 1;
	e->context->proximityPosition = 1;
}

static int failed(const struct eval *e, const struct expr *x, struct err *err)
{
	return err_set(err, "'%s': %s", x->text,
		       e->env.err.set ? e->env.err.text : "the evaluation failed");
}

static xmlXPathObjectPtr evaluate(struct eval *e, const struct expr *x, struct node *at,
				  struct err *err)
{
	xmlXPathObjectPtr result;

	prepare(e, x, at);
	result = xmlXPathCompiledEval(x->compiled, e->context);
	if (result != NULL && !e->env.err.set)
		return result;
	xmlXPathFreeObject(result);
	failed(e, x, err);
	return NULL;
}

int eval_boolean(struct eval *e, const struct expr *x, struct node *at, bool *out,
		 struct err *err)
{
	int result;

	prepare(e, x, at);
	result = xmlXPathCompiledEvalToBoolean(x->compiled, e->context);
	if (result < 0 || e->env.err.set)
		return failed(e, x, err);
	*out = result != 0;
	return 0;
}

int eval_nodes(struct eval *e, const struct expr *x, struct node *at, struct arena *arena,
	       struct nodes *out, struct err *err)
{
	xmlXPathObjectPtr result = evaluate(e, x, at, err);
	xmlNodeSetPtr set;
	struct nodes nodes = { 0 };

	if (result == NULL)
		return -1;
	if (result->type != XPATH_NODESET) {
		xmlXPathFreeObject(result);
		return err_set(err, "'%s' gives no nodes", x->text);
	}
	set = result->nodesetval;
	if (set != NULL && set->nodeNr > 0) {
		xmlXPathNodeSetSort(set);
		nodes.items = arena_alloc(arena, (size_t)set->nodeNr * sizeof(*nodes.items));
		for (int i = 0; i < set->nodeNr; i++)
			if (set->nodeTab[i]->type == XML_ELEMENT_NODE)
				nodes.items[nodes.count++] = node_of_xml(set->nodeTab[i]);
	}
	xmlXPathFreeObject(result);
	*out = nodes;
	return 0;
}

static void add_value(struct buf *out, xmlXPathObjectPtr value)
{
	xmlChar *text;

	if (value->type == XPATH_NUMBER && value->floatval >= -1e15 && value->floatval <= 1e15 &&
	    value->floatval != (double)(int64_t)value->floatval) {
		buf_printf(out, "%g", value->floatval);
		return;
	}
	if (value->type == XPATH_NUMBER) {
		functions_write_int(out, value->floatval);
		return;
	}
	text = xmlXPathCastToString(value);
	if (text != NULL)
		buf_puts(out, (const char *)text);
	xmlFree(text);
}

int eval_text(struct eval *e, const struct expr *x, struct node *at, struct buf *out,
	      struct err *err)
{
	xmlXPathObjectPtr result;
	const char *value;

	if (x->attr != NULL && at != NULL && node_fact(at) != NULL) {
		value = fact_get(node_fact(at), x->attr);
		buf_puts(out, value == NULL ? "" : value);
		return 0;
	}
	result = evaluate(e, x, at, err);
	if (result == NULL)
		return -1;
	add_value(out, result);
	xmlXPathFreeObject(result);
	return 0;
}

static void visit_node(xmlNodePtr node, eval_visit *visit, void *data)
{
	xmlChar *text = xmlXPathCastNodeToString(node);

	visit(data, node->type == XML_ELEMENT_NODE ? node_of_xml(node) : NULL,
	      text == NULL ? "" : (const char *)text);
	xmlFree(text);
}

static void visit_value(xmlXPathObjectPtr value, eval_visit *visit, void *data)
{
	struct buf text = { .max = SIZE_MAX };

	add_value(&text, value);
	visit(data, NULL, buf_text(&text));
	buf_release(&text);
}

int eval_each(struct eval *e, const struct expr *x, struct node *at, eval_visit *visit, void *data,
	      struct err *err)
{
	xmlXPathObjectPtr result = evaluate(e, x, at, err);

	if (result == NULL)
		return -1;
	if (result->type != XPATH_NODESET) {
		visit_value(result, visit, data);
	} else if (result->nodesetval != NULL) {
		xmlXPathNodeSetSort(result->nodesetval);
		for (int i = 0; i < result->nodesetval->nodeNr; i++)
			visit_node(result->nodesetval->nodeTab[i], visit, data);
	}
	xmlXPathFreeObject(result);
	return 0;
}
