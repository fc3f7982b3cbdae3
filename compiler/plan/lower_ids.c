/* SPDX-License-Identifier: MIT */
/* User=, Group=, SupplementaryGroups=: looked up early, taken late. */
#include "plan/lower.h"

void lower_ids(struct lowering *l)
{
	const struct setting *user = SETTING(l, User), *group = SETTING(l, Group);
	const struct setting *more = SETTING(l, SupplementaryGroups);
	const struct setting *groups[] = {group, user};
	const struct setting *supplementary[] = {more, user, group};
	const struct slice none = {0};

	struct span further = first_span(supplementary, 3);
	struct step *step = lower_step(l, STEP_resolve_user, user->span, "User");
	step_text(step, 0, user->set ? user->text : none);
	if (group->set)
		step_text(lower_step(l, STEP_resolve_group, group->span, "Group"), 0, group->text);
	step = lower_step(l, STEP_resolve_groups, further, "SupplementaryGroups");
	step_texts(step, 0, &more->items);

	step = lower_step(l, STEP_groups, further, "SupplementaryGroups");
	step_constant(step, 0, l->who == WHO_PLAIN ? "0" : "AMBIT_INITGROUPS");
	lower_step(l, STEP_group, first_span(groups, 2), "Group");
	lower_step(l, STEP_user, user->span, "User");
}
