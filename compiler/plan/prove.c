/* SPDX-License-Identifier: MIT */
/* Each assertion against each command, on each kernel. */
#include "plan/prove.h"

#include "service/value.h"
#include "service/vocabulary.h"

#include <string.h>

static enum set asserted_set(const struct assertion *assertion)
{
	return (enum set)(assertion->subject - ASSERT_BOUNDING);
}

static bool is_about_set(const struct assertion *assertion)
{
	return assertion->subject >= ASSERT_BOUNDING && assertion->subject <= ASSERT_AMBIENT;
}

static const struct reach *reach_of(struct trial *t)
{
	if (!t->reach.count)
		reach_all(&t->reach, &t->predicted->service);
	return &t->reach;
}

/* Nothing of FORBIDDEN in any of the sets from FIRST to LAST, ever. */
static bool sets_are_within(struct trial *t, enum set first, enum set last, uint64_t forbidden)
{
	const struct reach *reach = reach_of(t);
	for (size_t i = 0; i < reach->count; i++)
		for (enum set set = first; set <= last; set++)
			if (prove_set(&reach->list[i].c, set) & forbidden)
				return prove_fail_set(
					t, set, i, prove_set(&reach->list[i].c, set) & forbidden);
	return true;
}

static bool set_contains(struct trial *t, enum set set)
{
	const struct credentials *c = &t->predicted->service;
	uint64_t lacking = t->assertion->bits & t->reach.kernel->capabilities & ~prove_set(c, set);
	if (!lacking)
		return true;
	const char *what = arena_printf(t->arena, "the %s set lacks %s", prove_set_names[set],
					credentials_names(t->arena, lacking));
	if (prove_privileged(t))
		return prove_fail_lower(
			t, what,
			arena_printf(t->arena, "%s leaves the sets alone", prove_privileged(t)),
			arena_printf(t->arena, "leave out %s", prove_privileged(t)));
	/* what root has by being root is the bounding set */
	bool is_ceiling = set == BOUNDING || (set <= EFFECTIVE && c->permitted != c->ambient);
	if (!is_ceiling)
		return prove_fail_lower(t, what, "no AmbientCapabilities= grants it",
					"add it to AmbientCapabilities=");
	if (t->plan->service->settings[D_Service_CapabilityBoundingSet].set)
		return prove_fail_lower(t, what, "CapabilityBoundingSet= leaves it out",
					"add it to CapabilityBoundingSet=");
	return prove_fail_lower(t, what, "the launcher is started without it",
				"start the launcher with it: --from says how it is started");
}

/* All halves of a set's relation. */
static bool set_holds(struct trial *t)
{
	enum set set = asserted_set(t->assertion);
	if (t->assertion->relation != ASSERT_CONTAINS &&
	    !sets_are_within(t, set, set, ~t->assertion->bits))
		return false;
	return t->assertion->relation == ASSERT_WITHIN || set_contains(t, set);
}

/* What the launcher will look at: an id that the service starts with, one of the COUNT in OWN. */
static bool wait_for_launch(struct trial *t, uint32_t id, const uint32_t *own, size_t count)
{
	t->proof->verdicts[t->index] = AT_LAUNCH;
	for (size_t i = 0; i < count; i++)
		if (own[i] == id)
			return true;
	return false;
}

/* Any of the four ids of a state; true also when the launch decides. */
static bool ids_hold(struct trial *t, size_t state)
{
	const struct credentials *c = &t->reach.list[state].c;
	const struct credentials *start = &t->reach.list[0].c;
	bool user = t->assertion->subject == ASSERT_UID;
	const struct ids *ids = user ? &c->uid : &c->gid, *own = user ? &start->uid : &start->gid;
	const uint32_t list[] = {ids->real, ids->effective, ids->saved, ids->fs};
	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++) {
		enum verdict verdict = account_id_holds(&t->proof->accounts, t->assertion, list[i]);
		if (verdict == FAILS ||
		    (verdict == AT_LAUNCH && !wait_for_launch(t, list[i], &own->real, 1)))
			return prove_fail_id(t, state, list[i]);
	}
	return true;
}

static bool id_holds(struct trial *t)
{
	const struct reach *reach = reach_of(t);
	for (size_t i = 0; i < reach->count; i++)
		if (!ids_hold(t, i))
			return false;
	return true;
}

/* Those of one state. */
static bool groups_are_within(struct trial *t, const struct account_set *set, size_t state)
{
	const struct credentials *c = &t->reach.list[state].c, *start = &t->reach.list[0].c;
	for (size_t i = 0; i < c->group_count; i++) {
		enum verdict verdict = account_set_has(&t->proof->accounts, set, c->groups[i]);
		if (c->groups[i] == start->gid.real || verdict == HOLDS)
			continue;
		if (verdict == FAILS ||
		    !wait_for_launch(t, c->groups[i], start->groups, start->group_count))
			return prove_fail_id(t, state, c->groups[i]);
	}
	return true;
}

static bool groups_hold(struct trial *t)
{
	const struct reach *reach = reach_of(t);
	struct account_set set = account_set_of(&t->proof->accounts, t->assertion);
	for (size_t i = 0; i < reach->count; i++) {
		bool as_before = i && reach->list[i].c.groups == reach->list[0].c.groups;
		if (!as_before && !groups_are_within(t, &set, i))
			return false;
	}
	return true;
}

static bool no_new_privileges_hold(struct trial *t)
{
	const char *privileged = prove_privileged(t);
	return t->predicted->service.no_new_privileges ||
	       prove_fail_lower(t, "no_new_privs is not set", "",
				privileged ? arena_printf(t->arena, "leave out %s", privileged)
					   : "write NoNewPrivileges=yes");
}

static bool securebits_hold(struct trial *t)
{
	const struct credentials *c = &t->predicted->service;
	uint64_t lacking = t->assertion->bits & ~(uint64_t)c->securebits;
	if (!lacking)
		return true;
	const char *name = words_value(&words_securebits, (int64_t)(lacking & -lacking))->name;
	bool lost = strcmp(name, "keep-caps") == 0;
	return prove_fail_lower(t, arena_printf(t->arena, "%s is not set", name),
				lost ? "execve clears it" : "no SecureBits= sets it",
				lost ? "no service can start with it"
				     : arena_printf(t->arena, "write SecureBits=%s", name));
}

/* The first step that needs one of the capabilities. */
static const struct step *step_that_needs(const struct plan *plan, uint64_t capabilities)
{
	const struct step *found = NULL;
	for (size_t i = 0; i < plan->count && !found; i++)
		for (size_t k = 0; k < steps_outside(&plan->commands[i]) && !found; k++)
			if (step_needs(&plan->commands[i].steps[k]) & capabilities)
				found = &plan->commands[i].steps[k];
	return found;
}

static bool needs_hold(struct trial *t)
{
	uint64_t beyond = plan_needs(t->plan) & ~t->assertion->bits;
	if (!beyond)
		return true;
	const struct step *step = step_that_needs(t->plan, beyond);
	return prove_fail_needs(t, step, beyond & step_needs(step));
}

static bool assertion_holds(struct trial *t)
{
	if (is_about_set(t->assertion))
		return set_holds(t);
	switch (t->assertion->subject) {
	case ASSERT_NEVER:
		return sets_are_within(t, BOUNDING, AMBIENT, t->assertion->bits);
	case ASSERT_UID:
	case ASSERT_GID:
		return id_holds(t);
	case ASSERT_GROUPS:
		return groups_hold(t);
	case ASSERT_NO_NEW_PRIVILEGES:
		return no_new_privileges_hold(t);
	case ASSERT_SECUREBITS:
		return securebits_hold(t);
	default:
		return needs_hold(t);
	}
}

/* What fails is told once, for the first command and kernel. */
static void try_all(struct trial *t, const struct assertions *assertions, bool *told)
{
	for (size_t i = 0; i < assertions->count; i++) {
		t->assertion = &assertions->list[i];
		t->index = i;
		told[i] = told[i] || !assertion_holds(t);
	}
}

void prove_assertions(struct diagnostics *diagnostics, const struct plan *plan, struct proof *proof,
		      struct predicted (*on)[KERNELS])
{
	const struct assertions *assertions = &plan->service->settings[D_Ambit_Assert].assertions;
	struct arena *arena = diagnostics->arena;
	bool *told = arena_alloc(arena, assertions->count * sizeof(*told));
	uint32_t any = account_id(&proof->accounts, ACCOUNT_ANY, SLICE(""));
	proof->verdicts = arena_alloc(arena, assertions->count * sizeof(*proof->verdicts));
	for (size_t i = 0; i < plan->count && assertions->count; i++)
		for (int k = 0; k < KERNELS; k++)
			try_all(&(struct trial){.diagnostics = diagnostics,
						.arena = arena,
						.plan = plan,
						.proof = proof,
						.command = &plan->commands[i],
						.predicted = &on[i][k],
						.reach = {.arena = arena,
							  .kernel = &on[i][k].kernel,
							  .any = any}},
				assertions, told);
}
