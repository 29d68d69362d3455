/* SPDX-License-Identifier: Apache-2.0 */
#include "report/compare_json.h"

#include "report/compare.h"
#include "util/buf.h"
#include "util/cleanup.h"

static void add_side(struct jsonw *j, const char *key, const struct compare_side *side)
{
	jsonw_flat_object(j, key);
	jsonw_text(j, "state", compare_state_name(side->state));
	jsonw_text(j, "value", side->value);
	jsonw_close(j);
}

static void add_row(struct jsonw *j, const struct compare_row *row)
{
	jsonw_flat_object(j, NULL);
	jsonw_text(j, "name", row->name);
	jsonw_text(j, "verdict", compare_verdict_name(row->verdict));
	jsonw_bool(j, "fine", compare_is_fine(row));
	jsonw_text(j, "result", row->result);
	add_side(j, "v3", &row->v3);
	add_side(j, "v4", &row->v4);
	jsonw_text(j, "rule", row->outcome == NULL ? NULL : row->outcome->rule->id);
	jsonw_text(j, "fingerprint", row->finding == NULL ? NULL : row->finding->fingerprint);
	jsonw_close(j);
}

static void add_group(struct jsonw *j, const struct compare_group *g, const struct sources *s)
{
	CLEANUP(buf_release) struct buf note = { .max = SIZE_MAX };

	compare_note(&note, g, s);
	jsonw_object(j, NULL);
	jsonw_text(j, "name", g->name);
	jsonw_text(j, "what", g->what);
	jsonw_bool(j, "compared", g->compared);
	jsonw_text(j, "note", note.len == 0 ? NULL : buf_text(&note));
	jsonw_flat_object(j, "counts");
	for (int v = 0; v < COMPARE_VERDICTS; v++)
		jsonw_count(j, compare_verdict_name((enum compare_verdict)v), g->counts[v]);
	jsonw_close(j);
	jsonw_array(j, "names");
	for (size_t i = 0; i < g->count; i++)
		add_row(j, &g->rows[i]);
	jsonw_close(j);
	jsonw_close(j);
}

void compare_json(struct jsonw *j, const struct audit *audit)
{
	struct compare c;

	compare_collect(&c, audit);
	if (!c.any) {
		jsonw_null(j, "comparison");
		return;
	}
	jsonw_array(j, "comparison");
	for (size_t i = 0; i < c.count; i++)
		add_group(j, &c.groups[i], audit->sources);
	jsonw_close(j);
}
