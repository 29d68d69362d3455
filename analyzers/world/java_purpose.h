/* SPDX-License-Identifier: Apache-2.0 */
/* What well-known classes are for, as far as it matters where an app runs. */
#ifndef ANALYZERS_WORLD_JAVA_PURPOSE_H
#define ANALYZERS_WORLD_JAVA_PURPOSE_H

#include <stdbool.h>

#include "formats/classfile.h"

/* In the order in which they are told. All up to messaging talk to other systems. */
enum java_purpose {
	JAVA_MAIL, JAVA_FILE_TRANSFER, JAVA_DIRECTORY, JAVA_DATABASE, JAVA_MESSAGING, JAVA_HTTP,
	JAVA_SOCKET, JAVA_PROCESS, JAVA_THREAD, JAVA_PURPOSE_COUNT, JAVA_NO_PURPOSE
};
#define JAVA_PURPOSE_WORDS \
	"mail|file-transfer|directory|database|messaging|http|socket|process|thread"
extern const char *const java_purpose_names[];	/* "mail" … */

static inline bool java_purpose_outbound(enum java_purpose p)
{
	return p <= JAVA_SOCKET;
}

/*
 * What calling that member is for; *by_member says that the member, not the class alone, told it.
 * Exceptions have no purpose.
 */
enum java_purpose java_purpose_of(struct class_text class, struct class_text member,
				  bool *by_member);

#endif
