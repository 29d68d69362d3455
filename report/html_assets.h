/* SPDX-License-Identifier: Apache-2.0 */
/* The one style sheet and the one script of the HTML report, embedded by report/html/embed. */
#ifndef REPORT_HTML_ASSETS_H
#define REPORT_HTML_ASSETS_H

#include <stddef.h>

extern const char html_style[], html_script[];	/* NUL-terminated */
extern const size_t html_style_len, html_script_len;	/* without that NUL */

#endif
