/* SPDX-License-Identifier: Apache-2.0 */
/* Read as a stream: no document type is loaded, no entity followed, nothing fetched. */
#include "formats/wsdl.h"

#include <limits.h>
#include <string.h>

#include <libxml/xmlreader.h>

#include "util/arena.h"
#include "util/cleanup.h"
#include "util/err.h"

enum { OPTIONS = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING };

static void free_reader(xmlTextReaderPtr *r)
{
	if (*r != NULL)
		xmlFreeTextReader(*r);
}

/* Errors come as the result of the next step. */
static void ignore(void *data, xmlErrorPtr error)
{
	(void)data;
	(void)error;
}

static void take_address(struct vec *out, xmlTextReaderPtr r, struct arena *a)
{
	const xmlChar *name = xmlTextReaderConstLocalName(r);
	xmlChar *location;

	if (xmlTextReaderNodeType(r) != XML_READER_TYPE_ELEMENT || name == NULL ||
	    strcmp((const char *)name, "address") != 0)
		return;
	location = xmlTextReaderGetAttribute(r, (const xmlChar *)"location");
	if (location != NULL)
		vec_push(out, arena_text(a, (const char *)location));
	xmlFree(location);
}

int wsdl_locations(struct vec *out, const void *bytes, size_t len, struct arena *a,
		   struct err *err)
{
	CLEANUP(free_reader) xmlTextReaderPtr r = NULL;
	int got;

	if (len > INT_MAX)
		return err_set(err, "larger than a description can be");
	r = xmlReaderForMemory(bytes, (int)len, NULL, NULL, OPTIONS);
	if (r == NULL)
		return err_set(err, "cannot be read as XML");
	xmlTextReaderSetStructuredErrorHandler(r, ignore, NULL);
	while ((got = xmlTextReaderRead(r)) == 1)
		take_address(out, r, a);
	if (got < 0)
		return err_set(err, "line %d: not well-formed XML",
			       xmlTextReaderGetParserLineNumber(r));
	return 0;
}
