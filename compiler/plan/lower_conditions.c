/* SPDX-License-Identifier: MIT */
/* Condition*= and Assert*=, in the order in which they are written, before anything else. */
#include "plan/lower.h"

#include <stdlib.h>

static int compare_items(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	return (x->span.at > y->span.at) - (x->span.at < y->span.at);
}

/* All that the list has, over all its directives. */
static struct items collect(struct lowering *l, bool assertions)
{
	struct items all = {0};
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct directive_row *row = &directive_rows[i];
		if (row->kind != KIND_CONDITION || !(row->argument.flags & IS_ASSERT) == assertions)
			continue;
		const struct items *items = &l->service->settings[i].items;
		for (size_t k = 0; k < items->count; k++)
			items_add(l->arena, &all, items->list[k]);
	}
	if (all.count)
		qsort(all.list, all.count, sizeof(*all.list), compare_items);
	return all;
}

static void lower_list(struct lowering *l, bool assertions, enum step_id id, enum step_id any)
{
	struct items all = collect(l, assertions);
	const struct item *trigger = NULL;
	for (size_t i = 0; i < all.count; i++) {
		const struct item *item = &all.list[i];
		const struct directive_row *row = &directive_rows[item->directive];
		struct step *step = lower_step(l, id, item->span, row->name);
		step_constant(step, 0, row->argument.constant);
		step_constant(step, 1,
			      FLAGS(l->arena, {item->flags & ITEM_NOT, "AMBIT_NOT"},
				    {item->flags & ITEM_TRIGGER, "AMBIT_TRIGGER"}));
		step_text(step, 2, item->text);
		if (item->flags & ITEM_TRIGGER)
			trigger = item;
	}
	if (trigger)
		lower_step(l, any, trigger->span, directive_rows[trigger->directive].name);
}

void lower_conditions(struct lowering *l)
{
	if (!l->is_main)
		return;
	lower_list(l, false, STEP_condition, STEP_condition_any);
	lower_list(l, true, STEP_assertion, STEP_assertion_any);
}
