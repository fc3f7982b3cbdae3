/* SPDX-License-Identifier: MIT */
/*
 * From diagrams to programs: search trees, far jumps, limits, the checks of the evaluator, the
 * proof.
 */
#include "harness.h"
#include "seccomp_fixture.h"
#include "seccomp/disassemble.h"
#include "seccomp/prove.h"
#include "seccomp/search.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/bpf_common.h>
#include <string.h>

static uint32_t search(const struct test *test, uint32_t value, unsigned *steps)
{
	for (*steps = 1;; ++*steps) {
		bool yes = test->equal ? value == test->key : value >= test->key;
		const struct test *next = yes ? test->yes : test->no;
		if (!next)
			return yes ? test->yes_to : test->no_to;
		test = next;
	}
}

/* COUNT edges, each EVERY values wide; every third leads back to the same node. */
static void check_search(uint32_t count, uint32_t every)
{
	struct arena arena = {0};
	struct edge *edges = arena_alloc(&arena, count * sizeof(*edges));
	uint32_t *weights = arena_alloc(&arena, count * sizeof(*weights));
	for (uint32_t i = 0; i < count; i++) {
		edges[i] = (struct edge){i + 1 < count ? (i + 1) * every - 1 : UINT32_MAX,
					 i % 3 == 1 ? i : i % 3};
		weights[i] = i == count / 3 ? 10000 : 1;
	}
	struct node node = {
		.variable = FIELD_NUMBER * VARIABLES_OF_FIELD, .count = count, .edges = edges};
	const struct test *tree = search_tree(&arena, &node, weights);
	unsigned steps, longest = 0;
	for (uint32_t i = 0; i < count; i++) {
		assert_int_equal(search(tree, i * every, &steps), edges[i].to);
		assert_int_equal(search(tree, edges[i].last, &steps), edges[i].to);
		longest = steps > longest ? steps : longest;
	}
	assert_true(longest <= 24);
	assert_int_equal(search(tree, count / 3 * every, &steps), edges[count / 3].to);
	assert_true(steps <= 4); /* what is frequent is near */
	arena_free(&arena);
}

TEST(seccomp_search_trees)
{
	static const uint32_t counts[] = {2, 3, 5, 20, 127, 128, 129, 130, 400, 1000};
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		check_search(counts[i], 1);
		check_search(counts[i], 3);
	}
}

TEST(seccomp_program_of_one_verdict)
{
	struct fixture f;
	begin(&f);
	assert_true(generate(&f));
	assert_int_equal(f.program.count, 1);
	assert_int_equal(f.program.code[0].k, SECCOMP_RET_ALLOW);
	assert_null(prove_program(&f.filter, &f.program).difference);
	arena_free(&f.arena);
}

/* COUNT numbers, each with a verdict of its own on a pair of arguments. */
static void add_many(struct fixture *f, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct condition *when = condition_and(
			&f->arena,
			condition_compare(&f->arena, (struct operand){0, 64}, COMPARE_EQ, i),
			condition_masked(&f->arena, (struct operand){1, 32}, 3, 3));
		filter_rule_number(&f->filter, &f->filter.layers[0],
				   (struct rule){.architecture = ARCH_x86_64,
						 .number = 600 + 2 * i,
						 .when = when,
						 .verdict = SECCOMP_RET_ERRNO | (i + 1)});
	}
}

static size_t count_instructions(const struct program *program, uint16_t code)
{
	size_t count = 0;
	for (size_t i = 0; i < program->count; i++)
		count += program->code[i].code == code;
	return count;
}

TEST(seccomp_far_jumps)
{
	for (uint32_t count = 20; count <= 320; count += 50) {
		struct fixture f;
		begin(&f);
		add_many(&f, count);
		assert_true(generate(&f));
		struct proof proof = prove_program(&f.filter, &f.program);
		assert_null(proof.difference);
		assert_true(proof.calls > count);
		/* both ways to reach far: a jump that can, and the common verdict again */
		size_t far = count_instructions(&f.program, BPF_JMP | BPF_JA);
		size_t verdicts = count_instructions(&f.program, BPF_RET | BPF_K);
		assert_int_equal(far > 0, count > 20);
		assert_int_equal(verdicts > count + 1, count > 20);
		arena_free(&f.arena);
	}
}

TEST(seccomp_program_that_is_too_long)
{
	struct fixture f;
	begin(&f);
	add_many(&f, 600);
	assert_false(generate(&f));
	arena_free(&f.arena);
}

/*
 * Allow lists of the machine's own architecture and of all that it takes, on every kind of
 * machine.
 */
TEST(seccomp_programs_for_all_machines)
{
	for (unsigned machine = 0; machine < ARCH_COUNT; machine++) {
		uint32_t local = architecture_rows[machine].local;
		struct fixture f;
		begin(&f);
		filter_init(&f.filter, &f.calls, machine);
		struct layer row = {.architectures = ARCH_BIT(machine),
				    .known = SECCOMP_RET_ERRNO | EPERM,
				    .unknown = SECCOMP_RET_ERRNO | ENOSYS,
				    .foreign = SECCOMP_RET_ALLOW};
		filter_rule(&f.filter, filter_layer(&f.filter, row), SLICE("@system-service"),
			    (struct rule){.verdict = SECCOMP_RET_ALLOW});
		row.architectures = local;
		row.known = row.unknown = SECCOMP_RET_ALLOW;
		row.foreign = SECCOMP_RET_KILL_PROCESS;
		struct rule rule = {
			.when = condition_compare(&f.arena, (struct operand){0, 32}, COMPARE_GT, 1),
			.verdict = SECCOMP_RET_LOG};
		filter_rule(&f.filter, filter_layer(&f.filter, row), SLICE("socket"), rule);
		assert_true(generate(&f));
		struct proof proof = prove_program(&f.filter, &f.program);
		assert_null(proof.difference);
		arena_free(&f.arena);
	}
}

TEST(seccomp_constant_verdicts_test_no_arguments)
{
	struct fixture f;
	struct layer *layer = begin(&f);
	struct slice name = SLICE("ioctl");
	filter_rule(&f.filter, layer, name,
		    (struct rule){.when = condition_compare(&f.arena, (struct operand){1, 32},
							    COMPARE_LT, 9),
				  .verdict = SECCOMP_RET_ERRNO | 1});
	filter_rule(&f.filter, layer, name,
		    (struct rule){.when = condition_compare(&f.arena, (struct operand){1, 32},
							    COMPARE_GE, 9),
				  .verdict = SECCOMP_RET_ERRNO | 1});
	assert_true(generate(&f));
	assert_null(prove_program(&f.filter, &f.program).difference);
	for (size_t i = 0; i < f.program.count; i++)
		assert_true(BPF_CLASS(f.program.code[i].code) != BPF_LD ||
			    f.program.code[i].k <= 4);
	arena_free(&f.arena);
}

static void assert_wrong(const struct sock_filter *code, size_t count, const char *message,
			 size_t place)
{
	size_t at;
	const char *wrong = evaluate_check(&(struct program){code, count}, &at);
	assert_non_null(wrong);
	assert_string_equal(wrong, message);
	assert_int_equal(at, place);
}

TEST(seccomp_programs_that_the_kernel_refuses)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 60),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 1),
		BPF_STMT(BPF_JMP | BPF_JA, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	size_t at, count = sizeof(code) / sizeof(*code);
	assert_null(evaluate_check(&(struct program){code, count}, &at));
	assert_wrong(code, 0, "a program has from 1 to 4096 instructions", 0);
	assert_wrong(code, 1, "a program ends with a verdict", 0);
	assert_wrong(code, 3, "a jump leads out of the program", 1);
	code[0].k = 62;
	assert_wrong(code, count, "a load is no word of the call", 0);
	code[0].k = 64;
	assert_wrong(code, count, "a load is no word of the call", 0);
	code[0].k = 0;
	code[1].jt = 2;
	assert_wrong(code, count, "a jump leads out of the program", 1);
	code[1].jt = 0;
	code[2].k = UINT32_MAX;
	assert_wrong(code, count, "a jump leads out of the program", 2);
	code[2] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_XOR | BPF_K, 1);
	assert_wrong(code, count, "an instruction is none that a filter has", 2);
}

TEST(seccomp_evaluation)
{
	const struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 10, 2, 0),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 6),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 6, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 1),
		BPF_STMT(BPF_RET | BPF_K, 2),
	};
	const struct program program = {code, 6};
	struct path path;
	struct arena arena = {0};
	assert_int_equal(evaluate_run(&program, &(struct seccomp_data){.nr = 11}, &path), 1);
	assert_int_equal(path.steps, 3);
	assert_int_equal(evaluate_run(&program, &(struct seccomp_data){.nr = 7}, &path), 1);
	assert_int_equal(path.steps, 5);
	assert_int_equal(path.loaded, 1);
	assert_int_equal(evaluate_run(&program, &(struct seccomp_data){.nr = 10}, &path), 2);
	assert_int_equal(evaluate_longest(&arena, &program), 5);
	arena_free(&arena);
}

TEST(seccomp_stack_of_programs)
{
	static const struct sock_filter one[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1)};
	static const struct sock_filter two[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 2)};
	static const struct sock_filter log[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_LOG)};
	const struct program programs[] = {{one, 1}, {two, 1}, {log, 1}};
	const struct seccomp_data data = {0};
	size_t steps;
	assert_int_equal(evaluate_stack(programs, 3, &data, &steps), SECCOMP_RET_ERRNO | 2);
	assert_int_equal(steps, 3);
	assert_int_equal(evaluate_stack(programs, 1, &data, &steps), SECCOMP_RET_ERRNO | 1);
	assert_int_equal(evaluate_stack(programs + 2, 1, &data, &steps), SECCOMP_RET_LOG);
	assert_int_equal(evaluate_stack(programs, 0, &data, &steps), SECCOMP_RET_ALLOW);
}

TEST(seccomp_proof_names_the_difference)
{
	struct fixture f;
	struct layer *layer = begin(&f);
	filter_rule(&f.filter, layer, SLICE("ioctl"),
		    (struct rule){.when = condition_compare(&f.arena, (struct operand){1, 32},
							    COMPARE_EQ, 0x5412),
				  .verdict = SECCOMP_RET_ERRNO | EPERM});
	assert_true(generate(&f));
	struct sock_filter code[64];
	memcpy(code, f.program.code, f.program.count * sizeof(*code));
	for (size_t i = 0; i < f.program.count; i++)
		if (code[i].k == 0x5412)
			code[i].k++;
	const struct program spoiled = {code, f.program.count};
	assert_string_equal(
		prove_program(&f.filter, &spoiled).difference,
		"for x86-64 ioctl(0x0, 0x5412, 0x0, 0x0, 0x0, 0x0) the program says allow "
		"and the rules say errno EPERM");
	const struct program empty = {code, 0};
	assert_string_equal(prove_program(&f.filter, &empty).difference,
			    "instruction 0: a program has from 1 to 4096 instructions");
	arena_free(&f.arena);
}

TEST(seccomp_programs_as_text)
{
	struct fixture f;
	struct layer *layer = begin(&f);
	filter_rule(&f.filter, layer, SLICE("ioctl"),
		    (struct rule){.when = condition_compare(&f.arena, (struct operand){1, 32},
							    COMPARE_EQ, 0x5412),
				  .verdict = SECCOMP_RET_ERRNO | EPERM});
	filter_rule(&f.filter, layer, SLICE("mmap"),
		    (struct rule){.when = condition_masked(&f.arena, (struct operand){2, 32}, 6, 6),
				  .verdict = SECCOMP_RET_KILL_PROCESS});
	assert_true(generate(&f));
	struct text text = {.arena = &f.arena};
	disassemble_program(&text, &f.calls, &f.program);
	assert_string_equal(text.at, "       load architecture\n"
				     "       if architecture == x86-64 else goto 14\n"
				     "       load number\n"
				     "       if number >= pread64 goto 14\n"
				     "       if number >= mmap else goto 14\n"
				     "       if number == mmap else goto 10\n"
				     "       load argument 2\n"
				     "       mask 0x6\n"
				     "       if that == 0x6 else goto 14\n"
				     "       kill process\n"
				     "  10:  if number == ioctl else goto 14\n"
				     "       load argument 1\n"
				     "       if argument 1 == 0x5412 else goto 14\n"
				     "       errno EPERM\n"
				     "  14:  allow\n");
	arena_free(&f.arena);
}

TEST(seccomp_verdicts_as_text)
{
	static const struct {
		uint32_t verdict;
		const char *text;
	} rows[] = {{SECCOMP_RET_ALLOW, "allow"},
		    {SECCOMP_RET_LOG, "log"},
		    {SECCOMP_RET_KILL_PROCESS, "kill process"},
		    {SECCOMP_RET_KILL_THREAD, "kill thread"},
		    {SECCOMP_RET_TRAP | 7, "trap 7"},
		    {SECCOMP_RET_ERRNO | EPERM, "errno EPERM"},
		    {SECCOMP_RET_ERRNO, "errno 0"},
		    {SECCOMP_RET_ERRNO | 4000, "errno 4000"},
		    {0x12340000, "verdict 0x12340000"}};
	struct arena arena = {0};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct text text = {.arena = &arena};
		disassemble_verdict(&text, rows[i].verdict);
		assert_string_equal(text.at, rows[i].text);
	}
	struct calls calls = {.arena = &arena};
	struct text text = {.arena = &arena};
	disassemble_call(&text, &calls, AUDIT_ARCH_X86_64, 0x40000001);
	text_puts(&text, ", ");
	disassemble_call(&text, &calls, AUDIT_ARCH_I386, 999);
	text_puts(&text, ", ");
	disassemble_call(&text, &calls, 17, 3);
	assert_string_equal(text.at, "x32 write, x86 call 999, architecture 0x00000011 call 3");
	arena_free(&arena);
}
