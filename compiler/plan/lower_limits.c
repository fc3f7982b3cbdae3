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
	const struct setting *restricted = SETTING(l, RestrictRealtime);
	if (!restricted->number || SETTING(l, LimitRTPRIO)->set)
		return;
	/* no other way to realtime scheduling either (systemd, exec_child()) */
	struct step *step = lower_step(l, STEP_limit, restricted->span, "RestrictRealtime");
	step_constant(step, 0, "RLIMIT_RTPRIO");
	step_bits(step, 1, 0);
	step_bits(step, 2, 0);
}
