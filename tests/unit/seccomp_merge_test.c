/* SPDX-License-Identifier: MIT */
/* Decisions whose one form is too large: the rules one after the other. */
#include "harness.h"
#include "seccomp_fixture.h"
#include "seccomp/prove.h"

/*
 * COUNT rules of a layer, each about a bit of two arguments: 2^COUNT combinations of the first count, and the one form
 * of the decision knows all of them.
 */
static void add_crossed_rules(struct fixture *f, struct layer *layer, unsigned count,
			      unsigned first)
{
	for (unsigned i = 0; i < count; i++) {
		uint64_t one = UINT64_C(1) << i, other = UINT64_C(1) << (count - i);
		const struct condition *when = condition_and(
			&f->arena,
			condition_masked(&f->arena, (struct operand){first, 32}, one, one),
			condition_masked(&f->arena, (struct operand){first + 1, 32}, other, other));
		struct rule rule = {.when = when, .verdict = SECCOMP_RET_ERRNO | (1 + i % 5)};
		assert_true(filter_rule(&f->filter, layer, SLICE("openat"), rule));
	}
}

TEST(seccomp_rules_on_crossed_arguments)
{
	struct fixture f;
	for (unsigned count = 2; count <= 30; count += 4) {
		add_crossed_rules(&f, begin(&f), count, 2);
		assert_true(generate(&f));
		assert_null(prove_program(&f.filter, &f.program).difference);
		assert_true(f.program.count <= 30 + 5 * count);
		arena_free(&f.arena);
	}
}

/* Each verdict of the first layer meets all rules of the second. */
TEST(seccomp_layers_on_crossed_arguments)
{
	struct fixture f;
	add_crossed_rules(&f, begin(&f), 20, 2);
	add_crossed_rules(&f, filter_layer(&f.filter, allow_all), 20, 1);
	filter_layer(&f.filter, allow_all)->known = SECCOMP_RET_LOG;
	assert_true(generate(&f));
	assert_null(prove_program(&f.filter, &f.program).difference);
	assert_true(f.program.count <= 1000);
	arena_free(&f.arena);
}
