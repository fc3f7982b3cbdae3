/* SPDX-License-Identifier: MIT */
/* Condition*= and Assert*=, in the order in which they are written, before anything else. */
#include "plan/lower.h"

static void lower_list(struct lowering *l, bool assertions, enum step_id id, enum step_id any)
{
	struct items all = service_conditions(l->arena, l->service, assertions);
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
