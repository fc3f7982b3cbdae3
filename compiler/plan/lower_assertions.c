/* SPDX-License-Identifier: MIT */
/*
 * Assertions on ids that hang on accounts of the machine that launches: the others are decided here,
 * by plan/prove.c, and leave no step.
 */
#include "plan/accounts.h"
#include "plan/lower.h"

static void lower_id(struct lowering *l, struct accounts *accounts,
		     const struct assertion *assertion, uint32_t id)
{
	bool user = assertion->subject == ASSERT_UID, plain = l->who == WHO_PLAIN;
	if (account_id_holds(accounts, assertion, plain ? id : 0) != AT_LAUNCH)
		return;
	struct step *step = lower_step(l, user ? STEP_require_user : STEP_require_group,
				       assertion->span, "Assert");
	step_text(step, 0, assertion->names.list[0].text);
	step_constant(
		step, 1,
		FLAGS(l->arena, {assertion->is_not, "AMBIT_NOT"}, {!plain, "AMBIT_INITGROUPS"}));
}

static void lower_groups(struct lowering *l, struct accounts *accounts,
			 const struct assertion *assertion, const struct identity *identity)
{
	bool plain = l->who == WHO_PLAIN;
	const struct id_list *groups = plain ? &identity->groups : &identity->user_groups;
	struct account_set set = account_set_of(accounts, assertion);
	bool waits = false;
	for (size_t i = 0; i < groups->count && !waits; i++)
		waits = groups->ids[i] != (plain ? identity->gid : 0) &&
			account_set_has(accounts, &set, groups->ids[i]) == AT_LAUNCH;
	if (!waits)
		return;
	struct step *step = lower_step(l, STEP_require_groups, assertion->span, "Assert");
	step_texts(step, 0, &assertion->names);
	step_constant(step, 1, plain ? "0" : "AMBIT_INITGROUPS");
}

/* What a specifier of the launch makes of a name might be root, of which nothing would be proved. */
static void lower_not_root(struct lowering *l)
{
	const struct setting *user = SETTING(l, User);
	if (slice_find(user->text, '\0') == user->text.len)
		return;
	struct step *step = lower_step(l, STEP_require_user, user->span, "User");
	step_text(step, 0, SLICE("root"));
	step_constant(step, 1, "AMBIT_NOT");
}

void lower_assertions(struct lowering *l)
{
	const struct assertions *assertions = &l->service->settings[D_Ambit_Assert].assertions;
	struct accounts accounts;
	struct identity identity;
	lower_not_root(l);
	if (!assertions->count)
		return;
	accounts_init(&accounts, l->arena, l->service, NULL);
	identity_of(&accounts, l->service, &identity);
	for (size_t i = 0; i < assertions->count; i++) {
		const struct assertion *assertion = &assertions->list[i];
		if (assertion->subject == ASSERT_UID)
			lower_id(l, &accounts, assertion, identity.uid);
		if (assertion->subject == ASSERT_GID)
			lower_id(l, &accounts, assertion, identity.gid);
		if (assertion->subject == ASSERT_GROUPS)
			lower_groups(l, &accounts, assertion, &identity);
	}
}
