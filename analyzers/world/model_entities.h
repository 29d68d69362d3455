/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which entity a variable of a flow holds, one object of it or a list: by parameters, what makes
 * or retrieves, loops, list operations, and results of microflows. Casts, and results of Java or
 * of imports, leave it open.
 */
#ifndef ANALYZERS_WORLD_MODEL_ENTITIES_H
#define ANALYZERS_WORLD_MODEL_ENTITIES_H

#include "formats/bson.h"
#include "util/map.h"

struct activity;
struct flow;
struct model;
struct reader;

/* Of one flow. Starts zeroed. */
struct entities {
	struct map by_name;
};

/* An object of the flow that is no activity: a parameter or a loop. */
void entities_add_object(struct entities *e, struct reader *r, struct doc object);
/* What an action gives, `a` is what it was read as. */
void entities_add_action(struct entities *e, struct reader *r, struct doc action,
			 const struct activity *a);
/* Sets the entity of what commits, deletes or rolls back, once all of f was read. */
void entities_settle(const struct entities *e, struct flow *f);
void entities_release(struct entities *e);

/* The same for results of microflows, once all of them are known. */
void entities_finish(struct model *m, struct flow *f);

/* "Shop.Order" of "[Shop.Order]", too; "" for what is no entity. */
const char *entity_of_type(const char *type, struct arena *a);

#endif
