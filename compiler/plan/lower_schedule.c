/* SPDX-License-Identifier: MIT */
/* Processor, memory node and I/O scheduling. Nice= is a plain value and needs no code here. */
#include "plan/lower.h"
#include "service/vocabulary.h"

#include <linux/ioprio.h>
#include <linux/mempolicy.h>
#include <sched.h>

static void lower_policy(struct lowering *l)
{
	const struct setting *policy = SETTING(l, CPUSchedulingPolicy);
	const struct setting *priority = SETTING(l, CPUSchedulingPriority);
	if (!policy->set && !priority->set)
		return;
	const struct setting *both[] = {policy, priority};
	int64_t which = policy->set ? policy->number : SCHED_OTHER;
	bool realtime = which == SCHED_FIFO || which == SCHED_RR;
	struct step *step = lower_step(l, STEP_scheduling, first_span(both, 2),
				       "CPUSchedulingPolicy, CPUSchedulingPriority");
	step_constant(step, 0, words_value(&words_scheduling_policy, which)->constant);
	/* the least priority of a policy stands in where none is given: sched(7) */
	step_number(step, 1, realtime && priority->number < 1 ? 1 : priority->number);
	step_constant(step, 2,
		      SETTING(l, CPUSchedulingResetOnFork)->number ? "AMBIT_RESET_ON_FORK" : "0");
}

static void lower_memory_nodes(struct lowering *l)
{
	const struct setting *affinity = SETTING(l, CPUAffinity);
	const struct setting *policy = SETTING(l, NUMAPolicy), *mask = SETTING(l, NUMAMask);
	if (affinity->set && affinity->numbers.special)
		step_mask(lower_step(l, STEP_cpu_affinity_numa, affinity->span, "CPUAffinity"), 0,
			  &mask->numbers);
	else if (affinity->set)
		step_mask(lower_step(l, STEP_cpu_affinity, affinity->span, "CPUAffinity"), 0,
			  &affinity->numbers);
	bool has_mask = mask->set && (mask->numbers.count || mask->numbers.special);
	if (!policy->set && !has_mask)
		return;
	/*
	 * a mask alone is what to prefer; with the policies that take none it is for
	 * CPUAffinity=numa
	 */
	int64_t which = policy->set ? policy->number : MPOL_PREFERRED;
	bool takes_mask = which != MPOL_DEFAULT && which != MPOL_LOCAL;
	const struct setting *first = policy->set ? policy : mask;
	struct step *step = lower_step(l, STEP_numa_policy, first->span,
				       policy->set ? "NUMAPolicy" : "NUMAMask");
	step_constant(step, 0, words_value(&words_numa_policy, which)->constant);
	step_mask(step, 1, takes_mask ? &mask->numbers : &(const struct numbers){.count = 0});
}

static void lower_io(struct lowering *l)
{
	const struct setting *class = SETTING(l, IOSchedulingClass),
			     *level = SETTING(l, IOSchedulingPriority);
	if (!class->set && !level->set)
		return;
	const struct setting *both[] = {class, level};
	/* "none" has no level of its own and means what the kernel does without: best effort, 4 */
	bool none = !class->set || class->number == IOPRIO_CLASS_NONE;
	struct step *step = lower_step(l, STEP_io_priority, first_span(both, 2),
				       "IOSchedulingClass, IOSchedulingPriority");
	step_constant(
		step, 0,
		words_value(&words_io_class, none ? IOPRIO_CLASS_BE : class->number)->constant);
	step_number(step, 1, level->set ? level->number : 4);
}

void lower_schedule(struct lowering *l)
{
	lower_policy(l);
	lower_memory_nodes(l);
	lower_io(l);
}
