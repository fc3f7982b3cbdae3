/* SPDX-License-Identifier: MIT */
/* User=, Group=, SupplementaryGroups=: looked up early, taken late. */
#include "plan/lower.h"
#include "service/dynamic_user.h"

/* Once, for all commands: they are the children of the launcher that makes it. */
static void lower_dynamic_user(struct lowering *l)
{
	const struct setting *user = SETTING(l, User), *dynamic = SETTING(l, DynamicUser);
	if (!l->is_main)
		return;
	struct items directories = lower_owned_directories(l);
	struct step *step = lower_step(l, STEP_dynamic_user, dynamic->span, "DynamicUser");
	step_text(step, 0, user->text);
	step_number(step, 1, dynamic_uid(user->text));
	step_texts(step, 2, &directories);
}

static void lower_user(struct lowering *l)
{
	const struct setting *user = SETTING(l, User), *group = SETTING(l, Group);
	const struct slice none = {0};
	bool dynamic = service_is_dynamic(l->service);
	if (dynamic)
		lower_dynamic_user(l);
	else
		step_text(lower_step(l, STEP_resolve_user, user->span, "User"), 0,
			  user->set ? user->text : none);
	/* a dynamic user's own group is made with it */
	if (group->set && !(dynamic && slice_equal(group->text, user->text)))
		step_text(lower_step(l, STEP_resolve_group, group->span, "Group"), 0, group->text);
}

void lower_ids(struct lowering *l)
{
	const struct setting *user = SETTING(l, User), *group = SETTING(l, Group);
	const struct setting *more = SETTING(l, SupplementaryGroups);
	const struct setting *groups[] = {group, user};
	const struct setting *supplementary[] = {more, user, group};

	struct span further = first_span(supplementary, 3);
	lower_user(l);
	struct step *step = lower_step(l, STEP_resolve_groups, further, "SupplementaryGroups");
	step_texts(step, 0, &more->items);

	step = lower_step(l, STEP_groups, further, "SupplementaryGroups");
	step_constant(step, 0, l->who == WHO_PLAIN ? "0" : "AMBIT_INITGROUPS");
	lower_step(l, STEP_group, first_span(groups, 2), "Group");
	lower_step(l, STEP_user, user->span, "User");
}
