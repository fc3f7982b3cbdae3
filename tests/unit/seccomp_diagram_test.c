/* SPDX-License-Identifier: MIT */
/* Decision diagrams: equal decisions are one node, however they were said; merging; the words. */
#include "harness.h"
#include "seccomp/merge.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

struct fixture {
	struct arena arena;
	struct diagram diagram;
};

static void begin(struct fixture *f)
{
	*f = (struct fixture){0};
	diagram_init(&f->diagram, &f->arena);
}

static const struct condition *is(struct fixture *f, unsigned bits, enum comparator comparator,
				  uint64_t value)
{
	return condition_compare(&f->arena, (struct operand){0, bits}, comparator, value);
}

static uint32_t of(struct fixture *f, const struct condition *condition)
{
	return diagram_condition(&f->diagram, condition, SECCOMP_RET_ALLOW);
}

TEST(seccomp_words)
{
	assert_int_equal(field_offset(FIELD_NUMBER), 0);
	assert_int_equal(field_offset(FIELD_ARCHITECTURE), 4);
	for (unsigned i = 0; i < FIELD_COUNT; i++)
		assert_int_equal(field_at(field_offset(i)), i);
	assert_int_equal(field_at(offsetof(struct seccomp_data, instruction_pointer)), FIELD_COUNT);
	struct seccomp_data data = {.args[3] = UINT64_C(0x1111111122222222)};
	uint32_t words[sizeof(data) / sizeof(uint32_t)];
	memcpy(words, &data, sizeof(data));
	assert_int_equal(words[field_offset(field_low(3)) / 4], 0x22222222);
	assert_int_equal(words[field_offset(field_high(3)) / 4], 0x11111111);
}

TEST(seccomp_diagrams_are_canonical)
{
	struct fixture f;
	begin(&f);
	for (unsigned bits = 32; bits <= 64; bits += 32) {
		static const uint64_t values[] = {0, 1, 7, UINT32_MAX - 1};
		for (size_t i = 0; i < 4; i++) {
			uint64_t v = values[i];
			uint32_t below = of(&f, is(&f, bits, COMPARE_LT, v + 1));
			assert_int_equal(below, of(&f, is(&f, bits, COMPARE_LE, v)));
			uint32_t above = of(&f, is(&f, bits, COMPARE_GE, v + 1));
			assert_int_equal(above, of(&f, is(&f, bits, COMPARE_GT, v)));
			const struct condition *low = is(&f, bits, COMPARE_LT, v);
			const struct condition *same = is(&f, bits, COMPARE_EQ, v);
			const struct condition *high = is(&f, bits, COMPARE_GT, v);
			assert_int_equal(below, of(&f, condition_or(&f.arena, low, same)));
			assert_int_equal(of(&f, is(&f, bits, COMPARE_NE, v)),
					 of(&f, condition_or(&f.arena, high, low)));
			assert_int_equal(diagram_leaf(&f.diagram, NO_VERDICT),
					 of(&f, condition_and(&f.arena, high, low)));
		}
	}
	const struct condition *one = condition_masked(&f.arena, (struct operand){0, 32}, 1, 1);
	const struct condition *two = condition_masked(&f.arena, (struct operand){0, 32}, 2, 0);
	assert_int_equal(of(&f, condition_and(&f.arena, one, two)),
			 of(&f, condition_masked(&f.arena, (struct operand){0, 32}, 3, 1)));
	assert_int_equal(of(&f, condition_and(&f.arena, two, one)),
			 of(&f, condition_masked(&f.arena, (struct operand){0, 64}, 3, 1)));
	arena_free(&f.arena);
}

TEST(seccomp_bits_of_a_known_value_are_not_tested)
{
	struct fixture f;
	begin(&f);
	const struct condition *five = is(&f, 32, COMPARE_EQ, 5);
	const struct condition *odd = condition_masked(&f.arena, (struct operand){0, 32}, 1, 1);
	const struct condition *even = condition_masked(&f.arena, (struct operand){0, 32}, 1, 0);
	assert_int_equal(of(&f, condition_and(&f.arena, five, odd)), of(&f, five));
	assert_int_equal(of(&f, condition_and(&f.arena, odd, five)), of(&f, five));
	assert_int_equal(of(&f, condition_and(&f.arena, even, five)),
			 diagram_leaf(&f.diagram, NO_VERDICT));
	const struct condition *large = is(&f, 32, COMPARE_GE, 0x80000000);
	const struct condition *top =
		condition_masked(&f.arena, (struct operand){0, 32}, 0x80000000, 0x80000000);
	assert_int_equal(of(&f, condition_and(&f.arena, large, top)), of(&f, large));
	arena_free(&f.arena);
}

TEST(seccomp_merging)
{
	struct fixture f;
	begin(&f);
	uint32_t kill = diagram_leaf(&f.diagram, SECCOMP_RET_KILL_PROCESS);
	uint32_t allow = diagram_leaf(&f.diagram, SECCOMP_RET_ALLOW);
	uint32_t one = diagram_leaf(&f.diagram, SECCOMP_RET_ERRNO | 1);
	uint32_t two = diagram_leaf(&f.diagram, SECCOMP_RET_ERRNO | 2);
	uint32_t none = diagram_leaf(&f.diagram, NO_VERDICT);
	assert_int_equal(diagram_merge(&f.diagram, MERGE_VERDICTS, kill, two), kill);
	assert_int_equal(diagram_merge(&f.diagram, MERGE_VERDICTS, one, two), two);
	assert_int_equal(diagram_merge(&f.diagram, MERGE_VERDICTS, two, one), one);
	assert_int_equal(diagram_merge(&f.diagram, MERGE_VERDICTS, one, allow), one);
	assert_int_equal(diagram_merge(&f.diagram, MERGE_EITHER, none, one), one);
	assert_int_equal(diagram_merge(&f.diagram, MERGE_EITHER, two, one), two);
	assert_int_equal(diagram_merge(&f.diagram, MERGE_BOTH, none, one), none);
	assert_int_equal(diagram_merge(&f.diagram, MERGE_BOTH, two, one), one);
	arena_free(&f.arena);
}

static const struct layer allow_all = {.architectures = ARCH_BIT(ARCH_x86_64),
				       .known = SECCOMP_RET_ALLOW,
				       .unknown = SECCOMP_RET_ALLOW,
				       .foreign = SECCOMP_RET_ALLOW};

TEST(seccomp_filters_that_say_the_same_are_one_node)
{
	struct fixture f;
	begin(&f);
	struct calls calls = {.arena = &f.arena};
	struct filter one, other;
	uint32_t denied = SECCOMP_RET_ERRNO | EPERM;
	filter_init(&one, &calls, ARCH_x86_64);
	struct layer *layer = filter_layer(&one, allow_all);
	filter_rule(&one, layer, SLICE("read"),
		    (struct rule){.when = is(&f, 32, COMPARE_NE, 1), .verdict = denied});
	filter_finish(&one);
	filter_init(&other, &calls, ARCH_x86_64);
	for (unsigned i = 0; i < 2; i++) /* read is number 0 */
		filter_rule_number(&other, filter_layer(&other, allow_all),
				   (struct rule){.architecture = ARCH_x86_64,
						 .when = is(&f, 32, i ? COMPARE_GT : COMPARE_LT, 1),
						 .verdict = denied});
	filter_finish(&other);
	uint32_t root = merge_filter(&f.diagram, &one);
	assert_int_equal(root, merge_filter(&f.diagram, &other));
	assert_int_equal(node_field(&f.diagram.nodes[root]), FIELD_ARCHITECTURE);
	filter_layer(&other, (struct layer){.foreign = SECCOMP_RET_LOG});
	assert_int_not_equal(root, merge_filter(&f.diagram, &other));
	filter_init(&one, &calls, ARCH_x86_64);
	assert_int_equal(merge_filter(&f.diagram, &one),
			 diagram_leaf(&f.diagram, SECCOMP_RET_ALLOW));
	arena_free(&f.arena);
}

TEST(seccomp_numbers_at_which_decisions_change)
{
	struct arena arena = {0};
	struct calls calls = {.arena = &arena};
	struct filter filter;
	filter_init(&filter, &calls, ARCH_x86_64);
	filter_rule_number(&filter, filter_layer(&filter, allow_all),
			   (struct rule){.architecture = ARCH_x86_64,
					 .number = 5000,
					 .verdict = SECCOMP_RET_LOG});
	filter_finish(&filter);
	size_t count, found = 0;
	const uint32_t *numbers =
		merge_numbers(&filter, architecture_rows[ARCH_x86_64].audit, &count);
	assert_int_equal(numbers[0], 0);
	assert_int_equal(numbers[count - 1], UINT32_MAX);
	for (size_t i = 1; i < count; i++) {
		assert_true(numbers[i - 1] < numbers[i]);
		found += numbers[i] == 5000 || numbers[i] == 5001 || numbers[i] == 0x40000000;
	}
	assert_int_equal(found, 3);
	arena_free(&arena);
}
