/* SPDX-License-Identifier: MIT */
/* What layers say: conditions, the first rule, sets, architectures, the kernel's precedence. */
#include "harness.h"
#include "seccomp/filter.h"

#include <errno.h>
#include <linux/audit.h>

enum { DENIED = SECCOMP_RET_ERRNO | EPERM, MISSING = SECCOMP_RET_ERRNO | ENOSYS };
enum { READ = 0, OPENAT = 257, SOCKET = 41, NONE = 400 };

static const struct layer allow_all = {.architectures = ARCH_BIT(ARCH_x86_64),
				       .known = SECCOMP_RET_ALLOW,
				       .unknown = SECCOMP_RET_ALLOW,
				       .foreign = SECCOMP_RET_ALLOW};

struct fixture {
	struct arena arena;
	struct calls calls;
	struct filter filter;
};

static void begin(struct fixture *f)
{
	*f = (struct fixture){0};
	f->calls.arena = &f->arena;
	filter_init(&f->filter, &f->calls, ARCH_x86_64);
}

static uint32_t decide(const struct fixture *f, uint32_t audit, uint32_t number, uint64_t argument)
{
	struct seccomp_data data = {.nr = (int)number, .arch = audit, .args = {argument}};
	return filter_decide(&f->filter, &data, NULL);
}

TEST(seccomp_conditions)
{
	struct arena arena = {0};
	static const struct {
		enum comparator comparator;
		bool below, equal, above;
	} rows[] = {{COMPARE_EQ, false, true, false}, {COMPARE_NE, true, false, true},
		    {COMPARE_LT, true, false, false}, {COMPARE_LE, true, true, false},
		    {COMPARE_GT, false, false, true}, {COMPARE_GE, false, true, true}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct condition *narrow =
			condition_compare(&arena, (struct operand){2, 32}, rows[i].comparator, 5);
		const struct condition *wide =
			condition_compare(&arena, (struct operand){2, 64}, rows[i].comparator, 5);
		uint64_t garbage = UINT64_C(1) << 32;
		for (uint64_t value = 4; value <= 6; value++) {
			bool expected = value == 4   ? rows[i].below
					: value == 5 ? rows[i].equal
						     : rows[i].above;
			uint64_t plain[ARGUMENTS] = {9, 9, value};
			uint64_t dirty[ARGUMENTS] = {9, 9, value | garbage};
			assert_int_equal(condition_holds(narrow, plain), expected);
			assert_int_equal(condition_holds(narrow, dirty), expected);
			assert_int_equal(condition_holds(wide, plain), expected);
			assert_int_equal(condition_holds(wide, dirty), rows[i].above);
		}
	}
	arena_free(&arena);
}

TEST(seccomp_conditions_on_bits)
{
	struct arena arena = {0};
	const struct condition *bits = condition_masked(&arena, (struct operand){0, 32}, 6, 4);
	const struct condition *never = condition_masked(&arena, (struct operand){0, 32}, 6, 1);
	const struct condition *mode =
		condition_compare(&arena, (struct operand){0, 16}, COMPARE_EQ, 0644);
	const struct condition *both = condition_and(&arena, bits, mode);
	const struct condition *either = condition_or(&arena, bits, mode);
	assert_true(condition_holds(bits, (uint64_t[ARGUMENTS]){0xfffffff5}));
	assert_false(condition_holds(bits, (uint64_t[ARGUMENTS]){6}));
	assert_false(condition_holds(never, (uint64_t[ARGUMENTS]){1}));
	assert_true(condition_holds(mode, (uint64_t[ARGUMENTS]){0xffff0000 | 0644}));
	assert_false(condition_holds(mode, (uint64_t[ARGUMENTS]){0x8000 | 0644}));
	assert_true(condition_holds(both, (uint64_t[ARGUMENTS]){0644}));
	assert_false(condition_holds(both, (uint64_t[ARGUMENTS]){4}));
	assert_true(condition_holds(either, (uint64_t[ARGUMENTS]){4}));
	assert_false(condition_holds(either, (uint64_t[ARGUMENTS]){2}));
	arena_free(&arena);
}

TEST(seccomp_precedence)
{
	static const uint32_t order[] = {SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_KILL_THREAD,
					 SECCOMP_RET_TRAP | 1,     SECCOMP_RET_ERRNO | 1,
					 SECCOMP_RET_LOG,          SECCOMP_RET_ALLOW};
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		for (size_t j = 0; j < sizeof(order) / sizeof(*order); j++)
			assert_int_equal(verdict_of_both(order[i], order[j]), order[i < j ? i : j]);
	}
	assert_int_equal(verdict_of_both(SECCOMP_RET_ERRNO | 1, SECCOMP_RET_ERRNO | 2),
			 SECCOMP_RET_ERRNO | 2);
	assert_int_equal(verdict_of_both(SECCOMP_RET_ERRNO | 2, SECCOMP_RET_ERRNO | 1),
			 SECCOMP_RET_ERRNO | 1);
}

TEST(seccomp_first_rule_decides)
{
	struct fixture f;
	begin(&f);
	struct layer *layer = filter_layer(&f.filter, allow_all);
	const struct condition *two =
		condition_compare(&f.arena, (struct operand){0, 32}, COMPARE_EQ, 2);
	assert_true(filter_rule(&f.filter, layer, SLICE("socket"),
				(struct rule){.when = two, .verdict = SECCOMP_RET_LOG}));
	assert_true(
		filter_rule(&f.filter, layer, SLICE("socket"), (struct rule){.verdict = DENIED}));
	assert_true(
		filter_rule(&f.filter, layer, SLICE("socket"), (struct rule){.verdict = MISSING}));
	assert_true(filter_rule(&f.filter, layer, SLICE("mmap2"),
				(struct rule){.verdict = DENIED})); /* not here */
	assert_false(
		filter_rule(&f.filter, layer, SLICE("nothing"), (struct rule){.verdict = DENIED}));
	assert_false(
		filter_rule(&f.filter, layer, SLICE("@nothing"), (struct rule){.verdict = DENIED}));
	filter_finish(&f.filter);
	assert_int_equal(decide(&f, AUDIT_ARCH_X86_64, SOCKET, 2), SECCOMP_RET_LOG);
	assert_int_equal(decide(&f, AUDIT_ARCH_X86_64, SOCKET, 3), DENIED);
	assert_int_equal(decide(&f, AUDIT_ARCH_X86_64, READ, 2), SECCOMP_RET_ALLOW);
	arena_free(&f.arena);
}

TEST(seccomp_known_unknown_foreign)
{
	struct fixture f;
	begin(&f);
	struct layer row = {.architectures = ARCH_BIT(ARCH_x86_64),
			    .known = DENIED,
			    .unknown = MISSING,
			    .foreign = SECCOMP_RET_KILL_PROCESS};
	struct layer *layer = filter_layer(&f.filter, row);
	assert_true(filter_rule(&f.filter, layer, SLICE("@basic-io"),
				(struct rule){.verdict = SECCOMP_RET_ALLOW}));
	filter_rule_number(&f.filter, layer,
			   (struct rule){.architecture = ARCH_x86_64,
					 .number = NONE,
					 .verdict = SECCOMP_RET_LOG});
	filter_finish(&f.filter);
	assert_int_equal(decide(&f, AUDIT_ARCH_X86_64, READ, 0), SECCOMP_RET_ALLOW);
	assert_int_equal(decide(&f, AUDIT_ARCH_X86_64, OPENAT, 0), DENIED);
	assert_int_equal(decide(&f, AUDIT_ARCH_X86_64, NONE, 0), SECCOMP_RET_LOG);
	assert_int_equal(decide(&f, AUDIT_ARCH_X86_64, NONE + 1, 0), MISSING);
	assert_int_equal(decide(&f, AUDIT_ARCH_X86_64, UINT32_MAX, 0), MISSING);
	assert_int_equal(decide(&f, AUDIT_ARCH_X86_64, 0x40000000, 0), SECCOMP_RET_KILL_PROCESS);
	assert_int_equal(decide(&f, AUDIT_ARCH_I386, 3, 0), SECCOMP_RET_KILL_PROCESS);
	assert_int_equal(decide(&f, 1, 0, 0), SECCOMP_RET_KILL_PROCESS);
	assert_int_equal(filter_architectures(&f.filter),
			 ARCH_BIT(ARCH_x86_64) | ARCH_BIT(ARCH_x86) | ARCH_BIT(ARCH_x32));
	arena_free(&f.arena);
}

TEST(seccomp_calls_newer_than_a_kernel)
{
	enum { FUTEX_WAITV = 449, FCHMODAT2 = 452, CACHESTAT = 451 };
	struct fixture f;
	begin(&f);
	struct layer row = {.architectures = ARCH_BIT(ARCH_x86_64),
			    .known = DENIED,
			    .unknown = MISSING,
			    .foreign = SECCOMP_RET_ALLOW};
	struct layer *layer = filter_layer(&f.filter, row);
	filter_rule(&f.filter, layer, SLICE("fchmodat2"),
		    (struct rule){.verdict = SECCOMP_RET_ALLOW});
	filter_newer(&f.filter, layer, KERNEL_VERSION_OF(6, 1));
	filter_finish(&f.filter);
	assert_int_equal(decide(&f, AUDIT_ARCH_X86_64, READ, 0), DENIED);
	assert_int_equal(decide(&f, AUDIT_ARCH_X86_64, FUTEX_WAITV, 0), DENIED);
	assert_int_equal(decide(&f, AUDIT_ARCH_X86_64, CACHESTAT, 0), MISSING);
	assert_int_equal(decide(&f, AUDIT_ARCH_X86_64, FCHMODAT2, 0), SECCOMP_RET_ALLOW);
	arena_free(&f.arena);
}

TEST(seccomp_layer_that_decides)
{
	struct fixture f;
	begin(&f);
	static const uint32_t verdicts[] = {DENIED, MISSING, SECCOMP_RET_ALLOW};
	for (size_t i = 0; i < 3; i++)
		filter_rule(&f.filter, filter_layer(&f.filter, allow_all), SLICE("socket"),
			    (struct rule){.verdict = verdicts[i]});
	filter_finish(&f.filter);
	struct seccomp_data data = {.nr = SOCKET, .arch = AUDIT_ARCH_X86_64};
	size_t layer;
	assert_int_equal(filter_decide(&f.filter, &data, &layer), MISSING);
	assert_int_equal(layer, 1);
	data.nr = READ;
	assert_int_equal(filter_decide(&f.filter, &data, &layer), SECCOMP_RET_ALLOW);
	assert_int_equal(layer, 2);
	arena_free(&f.arena);
}

TEST(seccomp_calls_by_other_calls)
{
	struct fixture f;
	begin(&f);
	struct layer row = allow_all;
	row.architectures = ARCH_BIT(ARCH_x86);
	struct layer *layer = filter_layer(&f.filter, row);
	filter_rule(&f.filter, layer, SLICE("socket"), (struct rule){.verdict = DENIED});
	filter_rule(&f.filter, layer, SLICE("shmat"), (struct rule){.verdict = DENIED});
	filter_rule(&f.filter, layer, SLICE("bind"),
		    (struct rule){.when = condition_compare(&f.arena, (struct operand){0, 32},
							    COMPARE_EQ, 1),
				  .verdict = DENIED});
	filter_finish(&f.filter);
	assert_int_equal(decide(&f, AUDIT_ARCH_I386, 359, 0), DENIED);
	assert_int_equal(decide(&f, AUDIT_ARCH_I386, 102, 1), DENIED);
	assert_int_equal(decide(&f, AUDIT_ARCH_I386, 102, 2), SECCOMP_RET_ALLOW);
	assert_int_equal(decide(&f, AUDIT_ARCH_I386, 117, 21 | 1 << 16),
			 DENIED); /* ipc, version 1 */
	assert_int_equal(decide(&f, AUDIT_ARCH_I386, 117, 22), SECCOMP_RET_ALLOW);
	arena_free(&f.arena);
}

/* SystemCallRule= of one service, with the argument compared with VALUE. */
static struct filter *one_rule(struct fixture *f, uint32_t known, unsigned argument, uint64_t value)
{
	struct filter *filter = arena_alloc(&f->arena, sizeof(*filter));
	struct layer row = allow_all;
	row.known = known;
	filter_init(filter, &f->calls, ARCH_x86_64);
	const struct condition *when =
		condition_compare(&f->arena, (struct operand){argument, 32}, COMPARE_EQ, value);
	filter_rule(filter, filter_layer(filter, row), SLICE("socket"),
		    (struct rule){.when = condition_or(&f->arena, when, when), .verdict = DENIED});
	filter_finish(filter);
	return filter;
}

TEST(seccomp_equal_filters)
{
	struct fixture f;
	begin(&f);
	struct filter *one = one_rule(&f, SECCOMP_RET_LOG, 0, 1);
	struct filter *same = one_rule(&f, SECCOMP_RET_LOG, 0, 1);
	same->layers[0].span.at = 7;
	assert_true(filter_equal(one, same));
	assert_false(filter_equal(one, one_rule(&f, SECCOMP_RET_LOG, 0, 2)));
	assert_false(filter_equal(one, one_rule(&f, SECCOMP_RET_LOG, 1, 1)));
	assert_false(filter_equal(one, one_rule(&f, SECCOMP_RET_ALLOW, 0, 1)));
	filter_layer(same, allow_all);
	assert_false(filter_equal(one, same));
	arena_free(&f.arena);
}
