/* SPDX-License-Identifier: MIT */
/* Each command of a plan on the model, from a given state, and what is wrong on the way. */
#include "plan/predict.h"

#include "plan/prove.h"
#include "service/value.h"

#include <string.h>

const char *credentials_names(struct arena *arena, uint64_t set)
{
	enum { SHOWN = 3 };
	struct text text = {.arena = arena};
	uint64_t shown = 0, rest = set;
	for (int i = 0; i < SHOWN; i++) {
		shown |= rest & -rest;
		rest &= rest - 1;
	}
	capabilities_print(&text, shown);
	text_puts(&text, rest ? " and more" : "");
	return text.at;
}

uint64_t credentials_set(uint64_t set)
{
	bool most = __builtin_popcountll(set) > CAPABILITY_LAST / 2;
	return most ? set | UINT64_C(1) << 63 : set;
}

static bool ids_equal(const struct ids *a, const struct ids *b)
{
	return a->real == b->real && a->effective == b->effective && a->saved == b->saved &&
	       a->fs == b->fs;
}

bool credentials_equal(const struct credentials *a, const struct credentials *b)
{
	bool same = a->groups == b->groups; /* they are long, and rarely changed */
	bool groups = a->group_count == b->group_count;
	for (size_t i = 0; !same && groups && i < a->group_count; i++)
		groups = a->groups[i] == b->groups[i];
	return groups && ids_equal(&a->uid, &b->uid) && ids_equal(&a->gid, &b->gid) &&
	       a->effective == b->effective && a->permitted == b->permitted &&
	       a->inheritable == b->inheritable && a->bounding == b->bounding &&
	       a->ambient == b->ambient && a->securebits == b->securebits &&
	       a->no_new_privileges == b->no_new_privileges && a->map == b->map;
}

/* The step's own line; that of what it stands for; the line of the command. */
static struct span place_of(const struct simulation *s, const struct command_plan *command)
{
	struct span place = s->step->span;
	if (!place.at && s->is_end && s->blamed < DIRECTIVE_COUNT)
		place = s->plan->service->settings[s->blamed].span;
	return place.at ? place : command->command->span;
}

static const char *hint_of(const struct simulation *s)
{
	if (s->is_end)
		return "the state that the launcher starts from does not allow it: see --from";
	if (s->is_locked)
		return "start the launcher without that lock: see --from";
	if (!s->missing)
		return NULL;
	return arena_printf(s->arena,
			    "start the launcher with %s, or in the state that is asked for: "
			    "--from says how it is started",
			    credentials_names(s->arena, s->missing));
}

static void report(struct diagnostics *diagnostics, const struct simulation *s,
		   const struct command_plan *command, bool is_old)
{
	const char *kernel = is_old ? " (on an older kernel)" : "";
	if (s->is_end)
		diag_report(diagnostics, DIAG_END_STATE, place_of(s, command), hint_of(s),
			    "after step %s of %s= %s%s", step_rows[s->step->id].name,
			    directive_rows[command->directive].name, s->problem, kernel);
	else
		diag_report(diagnostics, DIAG_DENIED, place_of(s, command), hint_of(s),
			    "step %s of %s= would be denied: %s%s", step_rows[s->step->id].name,
			    directive_rows[command->directive].name, s->problem, kernel);
}

static bool take_step(struct simulation *s, struct predicted *predicted)
{
	const struct credentials before = s->now;
	if (!simulate_step(s))
		return false;
	if (credentials_equal(&before, &s->now))
		return true;
	predicted->changes = arena_grow(s->arena, predicted->changes, predicted->count,
					&predicted->room, sizeof(*predicted->changes));
	predicted->changes[predicted->count++] = (struct change){s->step, s->now};
	return true;
}

static bool run_steps(struct simulation *s, const struct command_plan *command,
		      struct predicted *predicted)
{
	const struct step *verify = command->steps;
	*predicted = (struct predicted){.before = s->start};
	s->now = s->start;
	s->is_end = s->is_locked = false;
	for (size_t i = 0; i < command->count; i++) {
		s->step = &command->steps[i];
		if (!take_step(s, predicted))
			return false;
		verify = s->step->id == STEP_verify ? s->step : verify;
	}
	predicted->service = s->now;
	predicted->kernel = s->kernel;
	return simulate_verify(s, verify->arguments[0].expected, true);
}

struct kernel proof_kernel(size_t index)
{
	return index ? kernel_of(5, 12, CAPABILITY_LAST) : kernel_of(6, 16, CAPABILITY_LAST);
}

static bool predict_command(struct diagnostics *diagnostics, struct simulation *s,
			    const struct command_plan *command, struct predicted on[KERNELS])
{
	for (size_t i = 0; i < KERNELS; i++) {
		s->kernel = proof_kernel(i);
		if (run_steps(s, command, &on[i]))
			continue;
		report(diagnostics, s, command, i > 0);
		return false;
	}
	return true;
}

void plan_predict(struct diagnostics *diagnostics, const struct plan *plan,
		  const struct credentials *from, struct proof *proof)
{
	struct arena *arena = diagnostics->arena;
	struct simulation s = {.arena = arena,
			       .plan = plan,
			       .identity = &proof->identity,
			       .start = from ? *from : start_of_root()};
	struct predicted(*on)[KERNELS] = arena_alloc(arena, plan->count * sizeof(*on));
	bool holds = true;
	proof->plan = plan;
	accounts_init(&proof->accounts, arena, plan->service, &s.start);
	identity_of(&proof->accounts, plan->service, &proof->identity);
	proof->commands = arena_alloc(arena, plan->count * sizeof(*proof->commands));
	for (size_t i = 0; i < plan->count; i++) {
		holds = predict_command(diagnostics, &s, &plan->commands[i], on[i]) && holds;
		proof->commands[i] = on[i][0];
	}
	if (holds)
		prove_assertions(diagnostics, plan, proof, on);
}
