/* SPDX-License-Identifier: MIT */
/* An interpreter of classic BPF with the checks of net/core/filter.c and kernel/seccomp.c. */
#include "seccomp/evaluate.h"

#include <linux/bpf_common.h>
#include <string.h>

static bool is_jump(uint16_t code)
{
	return code == (BPF_JMP | BPF_JEQ | BPF_K) || code == (BPF_JMP | BPF_JGT | BPF_K) ||
	       code == (BPF_JMP | BPF_JGE | BPF_K) || code == (BPF_JMP | BPF_JSET | BPF_K);
}

static const char *check_instruction(const struct program *program, size_t at)
{
	const struct sock_filter *instruction = &program->code[at];
	size_t after = program->count - at - 1; /* how many instructions follow */
	if (is_jump(instruction->code))
		return instruction->jt < after && instruction->jf < after
			       ? NULL
			       : "a jump leads out of the program";
	switch (instruction->code) {
	case BPF_JMP | BPF_JA:
		return instruction->k < after ? NULL : "a jump leads out of the program";
	case BPF_LD | BPF_W | BPF_ABS:
		return instruction->k % sizeof(uint32_t) == 0 &&
				       instruction->k < sizeof(struct seccomp_data)
			       ? NULL
			       : "a load is no word of the call";
	case BPF_ALU | BPF_AND | BPF_K:
	case BPF_RET | BPF_K:
		return NULL;
	default:
		return "an instruction is none that a filter has";
	}
}

const char *evaluate_check(const struct program *program, size_t *at)
{
	*at = 0;
	if (!program->count || program->count > BPF_MAXINSNS)
		return "a program has from 1 to 4096 instructions";
	for (; *at < program->count; ++*at) {
		const char *wrong = check_instruction(program, *at);
		if (wrong)
			return wrong;
	}
	--*at;
	if (program->code[*at].code != (BPF_RET | BPF_K))
		return "a program ends with a verdict";
	return NULL;
}

static bool jumps(const struct sock_filter *instruction, uint32_t accumulator)
{
	switch (BPF_OP(instruction->code)) {
	case BPF_JEQ:
		return accumulator == instruction->k;
	case BPF_JGT:
		return accumulator > instruction->k;
	case BPF_JGE:
		return accumulator >= instruction->k;
	default:
		return accumulator & instruction->k;
	}
}

uint32_t evaluate_run(const struct program *program, const struct seccomp_data *data,
		      struct path *path)
{
	uint32_t accumulator = 0;
	const struct sock_filter *at = program->code;
	*path = (struct path){0};
	for (;; at++) {
		path->steps++;
		switch (BPF_CLASS(at->code)) {
		case BPF_LD:
			memcpy(&accumulator, (const char *)data + at->k, sizeof(accumulator));
			path->loaded |= UINT64_C(1) << at->k / sizeof(accumulator);
			break;
		case BPF_ALU:
			accumulator &= at->k;
			break;
		case BPF_JMP:
			if (BPF_OP(at->code) == BPF_JA)
				at += at->k;
			else
				at += jumps(at, accumulator) ? at->jt : at->jf;
			break;
		default:
			return at->k;
		}
	}
}

uint32_t evaluate_stack(const struct program *programs, size_t count,
			const struct seccomp_data *data, size_t *steps)
{
	uint32_t verdict = SECCOMP_RET_ALLOW;
	*steps = 0;
	while (count-- > 0) {
		struct path path;
		uint32_t older = evaluate_run(&programs[count], data, &path);
		*steps += path.steps;
		if ((int32_t)(older & SECCOMP_RET_ACTION_FULL) <
		    (int32_t)(verdict & SECCOMP_RET_ACTION_FULL))
			verdict = older;
	}
	return verdict;
}

/* What is in the accumulator before an instruction. */
struct accumulator {
	bool reached, mixed; /* mixed: not the same on all ways */
	uint32_t offset;     /* of the word; UINT32_MAX: nothing was loaded */
	uint32_t mask;
};

static void flow(struct accumulator *there, struct accumulator value)
{
	bool same = there->offset == value.offset && there->mask == value.mask;
	if (there->reached)
		there->mixed |= value.mixed || !same;
	else
		*there = value;
}

const char *evaluate_words(struct arena *arena, const struct program *program, size_t *at)
{
	struct accumulator *before = arena_alloc(arena, program->count * sizeof(*before));
	before[0] = (struct accumulator){.reached = true, .offset = UINT32_MAX};
	for (*at = 0; *at < program->count; ++*at) {
		const struct sock_filter *instruction = &program->code[*at];
		struct accumulator value = before[*at], *next = &before[*at + 1];
		bool uses = is_jump(instruction->code) || BPF_CLASS(instruction->code) == BPF_ALU;
		if (uses && (value.mixed || value.offset == UINT32_MAX))
			return "what is compared is not the same word on all ways";
		if (!value.reached || BPF_CLASS(instruction->code) == BPF_RET)
			continue;
		if (is_jump(instruction->code)) {
			flow(next + instruction->jt, value);
			flow(next + instruction->jf, value);
			continue;
		}
		if (BPF_CLASS(instruction->code) == BPF_LD)
			value = (struct accumulator){true, false, instruction->k, UINT32_MAX};
		if (BPF_CLASS(instruction->code) == BPF_ALU)
			value.mask &= instruction->k;
		flow(next + (BPF_CLASS(instruction->code) == BPF_JMP ? instruction->k : 0), value);
	}
	return NULL;
}

double evaluate_expected(const struct filter *filter, const struct program *programs, size_t count)
{
	const struct call_list *calls = calls_of(filter->calls, filter->machine);
	double sum = 0, weights = 0;
	for (size_t i = 0; i < calls->count; i++) {
		struct seccomp_data data = {.nr = (int)calls->by_number[i].number,
					    .arch = architecture_rows[filter->machine].audit};
		size_t steps;
		double weight = call_weight(calls->by_number[i].name);
		evaluate_stack(programs, count, &data, &steps);
		sum += weight * (double)steps;
		weights += weight;
	}
	return sum / weights;
}

size_t evaluate_longest(struct arena *arena, const struct program *program)
{
	size_t *longest = arena_alloc(arena, program->count * sizeof(*longest));
	for (size_t i = program->count; i-- > 0;) {
		const struct sock_filter *at = &program->code[i];
		const size_t *next = &longest[i + 1];
		longest[i] = 1;
		if (is_jump(at->code))
			longest[i] += next[at->jt] > next[at->jf] ? next[at->jt] : next[at->jf];
		else if (BPF_CLASS(at->code) == BPF_JMP)
			longest[i] += next[at->k];
		else if (BPF_CLASS(at->code) != BPF_RET)
			longest[i] += next[0];
	}
	return longest[0];
}
