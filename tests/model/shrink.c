/* SPDX-License-Identifier: MIT */
/*
 * A smaller sequence in which model and kernel still differ: fewer operations, a starting state
 * nearer to the difference, and then each number of it smaller, as long as one of these helps.
 */
#include "model.h"

#include <string.h>

static bool still_differs(struct shared *shared, const struct rule *broken)
{
	struct credentials c;
	long result;

	return trace_run(shared) && trace_compare(shared, broken, &c, &result) >= 0;
}

/* Keeps what was done to the sequence if that leaves the difference, or else takes it back. */
static bool keep(struct shared *shared, const struct rule *broken, const struct trace *before)
{
	if (still_differs(shared, broken))
		return true;
	shared->trace = *before;
	return false;
}

static void cut_after_difference(struct shared *shared, const struct rule *broken)
{
	struct credentials c;
	long result;

	shared->trace.count = trace_compare(shared, broken, &c, &result) + 1;
}

static void start_late(struct shared *shared, const struct rule *broken)
{
	struct trace *trace = &shared->trace;
	const struct trace before = *trace;

	if (trace->count < 2)
		return;
	trace->wanted = trace->steps[trace->count - 2].after;
	trace->steps[0] = trace->steps[trace->count - 1];
	trace->count = 1;
	keep(shared, broken, &before);
}

static void drop_operations(struct shared *shared, const struct rule *broken)
{
	struct trace *trace = &shared->trace;

	for (int i = trace->count - 1; i >= 0 && trace->count > 1; i--) {
		const struct trace before = *trace;
		trace->count--;
		memmove(&trace->steps[i], &trace->steps[i + 1],
			(size_t)(trace->count - i) * sizeof(*trace->steps));
		keep(shared, broken, &before);
	}
}

/* All 0, or each bit for itself. */
static bool lower(struct shared *shared, const struct rule *broken, uint64_t *number)
{
	const uint64_t old = *number;
	const struct trace before = shared->trace;

	*number = 0;
	if (!old || keep(shared, broken, &before))
		return old != 0;
	for (int bit = 63; bit >= 0; bit--) {
		if (!(*number >> bit & 1))
			continue;
		const struct trace now = shared->trace;
		*number &= ~(UINT64_C(1) << bit);
		keep(shared, broken, &now);
	}
	return *number != old;
}

static bool lower_small(struct shared *shared, const struct rule *broken, uint32_t *number)
{
	const struct trace before = shared->trace;

	if (!*number)
		return false;
	*number = 0;
	return keep(shared, broken, &before);
}

static bool lower_flags(struct shared *shared, const struct rule *broken)
{
	struct credentials *c = &shared->trace.wanted.c;
	const struct trace before = shared->trace;
	bool lowered = false;

	if (c->no_new_privileges) {
		c->no_new_privileges = false;
		lowered |= keep(shared, broken, &before);
	}
	if (c->group_count) {
		const struct trace now = shared->trace;
		c->group_count = 0;
		lowered |= keep(shared, broken, &now);
	}
	for (unsigned bit = 0; bit < 12; bit++) {
		if (!(c->securebits >> bit & 1))
			continue;
		const struct trace now = shared->trace;
		c->securebits &= ~(1U << bit);
		lowered |= keep(shared, broken, &now);
	}
	return lowered;
}

static bool lower_start(struct shared *shared, const struct rule *broken)
{
	struct credentials *c = &shared->trace.wanted.c;
	uint64_t *const sets[] = {&c->ambient, &c->inheritable, &c->effective, &c->permitted,
				  &c->bounding};
	uint32_t *const ids[] = {&c->uid.real, &c->uid.effective, &c->uid.saved, &c->uid.fs,
				 &c->gid.real, &c->gid.effective, &c->gid.saved, &c->gid.fs};
	bool lowered = lower_flags(shared, broken);

	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++)
		lowered |= lower_small(shared, broken, ids[i]);
	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++)
		lowered |= lower(shared, broken, sets[i]);
	return lowered;
}

/* The program is replaced by the first one that does as well. */
static bool replace_program(struct shared *shared, const struct rule *broken, uint64_t *program)
{
	const struct trace before = shared->trace;
	const uint64_t old = *program;

	for (uint64_t i = 0; i < old; i++) {
		*program = i;
		if (keep(shared, broken, &before))
			return true;
	}
	return false;
}

static bool lower_operation(struct shared *shared, const struct rule *broken, int number)
{
	struct operation *operation = &shared->trace.steps[number].operation;
	bool lowered = false;

	if (operation->call == EXECVE)
		return replace_program(shared, broken, &operation->a[0]);
	for (int i = operation->call == PRCTL; i < 3; i++)
		lowered |= lower(shared, broken, &operation->a[i]);
	return lowered;
}

void trace_shrink(struct shared *shared, const struct rule *broken)
{
	bool lowered = true;

	shared->trace.random = 0;
	cut_after_difference(shared, broken);
	start_late(shared, broken);
	drop_operations(shared, broken);
	for (int round = 0; lowered && round < 4; round++) {
		lowered = lower_start(shared, broken);
		for (int i = 0; i < shared->trace.count; i++)
			lowered |= lower_operation(shared, broken, i);
	}
	still_differs(shared, broken);
}
