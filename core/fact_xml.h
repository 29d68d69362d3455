/* SPDX-License-Identifier: Apache-2.0 */
/* The fact document as XML: what `mxaudit facts` prints is what the rules see. */
#ifndef CORE_FACT_XML_H
#define CORE_FACT_XML_H

#include <stddef.h>

#include "core/fact.h"

void fact_xml_write(struct buf *out, const struct facts *fs);	/* facts must be sorted */
void fact_xml_write_one(struct buf *out, const struct fact *f, unsigned indent);
void fact_xml_escape(struct buf *out, const char *s);	/* text or attribute value */

/* Reads a stored document into fs (sorted). Unknown names or missing attributes are errors. */
int fact_xml_read(struct facts *fs, const char *name, const void *bytes, size_t len,
		  struct err *err);

#endif
