/* SPDX-License-Identifier: MIT */
/* Limit*=, in the order of the table, which is systemd's. */
#include "plan/lower.h"

void lower_limits(struct lowering *l)
{
	for (int i = 0; i < DIRECTIVE_COUNT; i++) {
		const struct directive_row *row = &directive_rows[i];
		const struct setting *setting = &l->service->settings[i];
		if (row->kind != KIND_LIMIT || !setting->set)
			continue;
		struct step *step = lower_step(l, STEP_limit, setting->span, row->name);
		step_constant(step, 0, row->argument.constant);
		step_bits(step, 1, setting->limit.soft);
		step_bits(step, 2, setting->limit.hard);
	}
}
