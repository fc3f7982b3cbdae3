/* SPDX-License-Identifier: MIT */
/*
 * Filters of random layers, with rules that no one would write: the program is proved, and
 * random calls get the same verdicts from it, the layers and separate programs.
 */
#include "tests.h"

#include <stdio.h>

enum { FILTERS = 400, CALLS = 2000 };

static uint32_t random_verdict(uint64_t *state)
{
	static const uint32_t verdicts[] = {SECCOMP_RET_ALLOW,       SECCOMP_RET_ALLOW,
					    SECCOMP_RET_LOG,         SECCOMP_RET_ERRNO | 1,
					    SECCOMP_RET_ERRNO | 2,   SECCOMP_RET_TRAP | 3,
					    SECCOMP_RET_KILL_THREAD, SECCOMP_RET_KILL_PROCESS};
	return verdicts[random_next(state) % 8];
}

/* Few different values, so that conditions meet. */
static uint64_t random_value(uint64_t *state, unsigned bits)
{
	static const uint64_t values[] = {0, 1, 2, 3, 5, 0x40, 0x8000, 0x80000000};
	uint64_t value = values[random_next(state) % 8];
	if (bits == 64)
		value |= values[random_next(state) % 4] << 32;
	return bits == 16 ? value & UINT16_MAX : value;
}

static const struct condition *random_condition(struct arena *arena, uint64_t *state,
						unsigned depth)
{
	uint64_t choice = random_next(state);
	if (depth && choice % 3) {
		const struct condition *left = random_condition(arena, state, depth - 1);
		const struct condition *right = random_condition(arena, state, depth - 1);
		return choice % 3 == 1 ? condition_and(arena, left, right)
				       : condition_or(arena, left, right);
	}
	struct operand operand = {(unsigned)(choice >> 8) % 2, 16U << (choice >> 16) % 3};
	uint64_t value = random_value(state, operand.bits);
	if (choice >> 24 & 1)
		return condition_masked(arena, operand, random_value(state, operand.bits) | value,
					value);
	unsigned comparators = operand.bits == 16 ? COMPARE_NE + 1 : COMPARE_GE + 1;
	return condition_compare(arena, operand, (unsigned)(choice >> 32) % comparators, value);
}

static void add_layer(struct filter *filter, uint64_t *state)
{
	uint32_t local = architecture_rows[filter->machine].local;
	struct layer *layer = filter_layer(
		filter, (struct layer){.architectures = local & (uint32_t)random_next(state),
				       .known = random_verdict(state),
				       .unknown = random_verdict(state),
				       .foreign = random_verdict(state)});
	for (unsigned rules = (unsigned)random_next(state) % 60; rules; rules--) {
		uint64_t choice = random_next(state);
		struct rule rule = {.architecture = (unsigned)choice % 3,
				    .number = (uint32_t)(choice >> 8) % 40,
				    .verdict = random_verdict(state)};
		rule.number += architecture_rows[rule.architecture].first;
		if (choice >> 32 & 3)
			rule.when = random_condition(filter->arena, state,
						     (unsigned)(choice >> 40) % 4);
		if (layer->architectures & ARCH_BIT(rule.architecture))
			filter_rule_number(filter, layer, rule);
	}
}

static bool same_verdicts(struct subject *s, uint64_t *state)
{
	struct program separate[MOST_PROGRAMS];
	size_t count = peers_separate(s, separate);
	for (size_t i = 0; i < CALLS; i++) {
		struct seccomp_data data = random_call(s, state);
		struct path path;
		size_t steps;
		uint32_t is = evaluate_run(&s->program, &data, &path);
		if (is != filter_decide(&s->filter, &data, NULL) ||
		    is != evaluate_stack(separate, count, &data, &steps))
			return false;
	}
	return true;
}

void test_random_filters(uint64_t seed)
{
	uint64_t state = seed;
	size_t instructions = 0, canonical = 0;
	for (unsigned i = 0; i < FILTERS; i++) {
		struct subject s;
		subject_begin(&s, "random");
		for (uint64_t layers = random_next(&state) % 5; layers; layers--)
			add_layer(&s.filter, &state);
		filter_finish(&s.filter);
		subject_end(&s);
		uint32_t root;
		canonical += lift_program(&s.diagram, &s.program, &root) && root == s.root;
		instructions += s.program.count;
		struct proof proof = prove_program(&s.filter, &s.program);
		bool same = same_verdicts(&s, &state);
		if (proof.difference || !same) {
			outcome(false, "random filter %u: %s", i,
				proof.difference ? proof.difference : "other verdicts");
			return;
		}
		subject_free(&s);
	}
	outcome(true, "%u random filters of %zu instructions, %zu of them back to their diagrams",
		FILTERS, instructions, canonical);
}
