/* SPDX-License-Identifier: MIT */
/* The filters under test, and random calls of them. */
#include "tests.h"

#include <linux/audit.h>
#include <stdio.h>
#include <stdlib.h>

/* What random calls are made of. */
struct random_pool {
	const struct rule **rules; /* those with conditions */
	size_t rule_count, rule_room;
	uint64_t *values; /* that they compare with */
	size_t value_count, value_room;
};

static void add_value(struct subject *s, uint64_t value)
{
	struct random_pool *pool = s->pool;
	pool->values = arena_grow(&s->arena, pool->values, pool->value_count, &pool->value_room,
				  sizeof(*pool->values));
	pool->values[pool->value_count++] = value;
}

static void add_condition(struct subject *s, const struct condition *condition)
{
	if (!condition)
		return;
	add_value(s, condition->comparison.value);
	add_value(s, condition->comparison.mask);
	add_condition(s, condition->left);
	add_condition(s, condition->right);
}

static void fill_pool(struct subject *s)
{
	struct random_pool *pool = s->pool = arena_alloc(&s->arena, sizeof(*s->pool));
	add_value(s, 0);
	for (size_t i = 0; i < s->filter.count; i++) {
		const struct layer *layer = &s->filter.layers[i];
		for (size_t j = 0; j < layer->count; j++) {
			if (!layer->rules[j].when)
				continue;
			pool->rules = arena_grow(&s->arena, pool->rules, pool->rule_count,
						 &pool->rule_room, sizeof(struct rule *));
			pool->rules[pool->rule_count++] = &layer->rules[j];
			add_condition(s, layer->rules[j].when);
		}
	}
}

struct program subject_program(struct subject *subject, const struct filter *filter)
{
	struct program program;
	size_t at;
	uint32_t root = merge_filter(&subject->diagram, filter);
	if (!generate_program(&subject->diagram, root, filter, &program) ||
	    evaluate_check(&program, &at)) {
		printf("not ok %s: no program\n", subject->name);
		exit(1);
	}
	return program;
}

void subject_make(struct subject *subject, unsigned index)
{
	static const char *const names[POLICIES] = {"@system-service", "hardened, native",
						    "hardened, all architectures", "arguments"};
	*subject = (struct subject){.name = names[index], .for_libseccomp = index < 3};
	subject->calls.arena = &subject->arena;
	struct filter *filter = &subject->filter;
	filter_init(filter, &subject->calls, ARCH_x86_64);
	if (index == 0)
		policy_system_service(filter);
	else if (index < 3)
		policy_hardened(filter, index == 1);
	else
		policy_arguments(filter);
	diagram_init(&subject->diagram, &subject->arena);
	subject->root = merge_filter(&subject->diagram, filter);
	subject->program = subject_program(subject, filter);
	fill_pool(subject);
}

void subject_free(struct subject *subject)
{
	arena_free(&subject->arena);
}

uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static uint64_t random_argument(const struct random_pool *pool, uint64_t *state)
{
	uint64_t choice = random_next(state);
	uint64_t value = pool->values[(choice >> 32) % pool->value_count];
	value += (choice >> 8) % 4 == 0 ? 1 : (choice >> 8) % 4 == 1 ? UINT64_MAX : 0;
	switch (choice % 8) {
	case 0:
		return random_next(state);
	case 1:
		return value ^ UINT64_C(1) << random_next(state) % 64;
	case 2:
		return value | UINT64_C(0xffffffff) << 32;
	case 3:
		return value << 32;
	case 4:
		return value | pool->values[random_next(state) % pool->value_count];
	default:
		return value;
	}
}

struct seccomp_data random_call(struct subject *subject, uint64_t *state)
{
	static const uint32_t audits[] = {AUDIT_ARCH_X86_64, AUDIT_ARCH_X86_64, AUDIT_ARCH_X86_64,
					  AUDIT_ARCH_I386,   AUDIT_ARCH_I386,   AUDIT_ARCH_AARCH64};
	const struct random_pool *pool = subject->pool;
	struct seccomp_data data = {.arch = audits[random_next(state) % 6]};
	uint64_t choice = random_next(state);
	data.nr = (int)(choice >> 32) % 600;
	if (choice % 16 < 2)
		data.nr |= 0x40000000;
	if (choice % 16 == 2)
		data.nr = (int)(choice >> 32);
	if (choice % 16 > 7 && pool->rule_count) {
		const struct rule *rule = pool->rules[(choice >> 32) % pool->rule_count];
		data.nr = (int)rule->number;
		data.arch = architecture_rows[rule->architecture].audit;
	}
	for (size_t i = 0; i < ARGUMENTS; i++)
		data.args[i] = random_argument(pool, state);
	return data;
}

struct seccomp_data clean_call(struct seccomp_data data)
{
	for (size_t i = 0; i < ARGUMENTS; i++)
		data.args[i] = (uint32_t)data.args[i];
	return data;
}
