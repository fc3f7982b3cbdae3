/* SPDX-License-Identifier: MIT */
/*
 * A program back to a decision diagram, by following all its paths at once: exact where the proof samples. What
 * the accumulator holds is a word of the call and the bits of it that a mask left.
 */
#include "tests.h"

#include <linux/bpf_common.h>

struct lift {
	struct diagram *diagram;
	const struct program *program;
	bool inexact; /* something was tested that diagrams do not test */
};

/* What the jump tests, as a diagram of an allowing verdict and NO_VERDICT. */
static uint32_t lift_test(struct lift *l, const struct sock_filter *jump, enum field field,
			  uint32_t mask)
{
	uint32_t none = diagram_leaf(l->diagram, NO_VERDICT),
		 yes = diagram_leaf(l->diagram, SECCOMP_RET_ALLOW);
	uint32_t k = jump->k, to[2] = {none, yes}, swapped[2] = {yes, none};
	uint16_t operation = BPF_OP(jump->code);
	if (field == FIELD_COUNT) { /* the address of the call */
		l->inexact = true;
		return none;
	}
	if (operation == BPF_JSET)
		return diagram_bits(l->diagram, field, (struct bits){k & mask, 0}, swapped);
	if (mask != UINT32_MAX && operation != BPF_JEQ)
		l->inexact = true;
	if (mask != UINT32_MAX)
		return diagram_bits(l->diagram, field, (struct bits){mask, k}, to);
	uint64_t first = operation == BPF_JGT ? (uint64_t)k + 1 : k;
	uint32_t last = operation == BPF_JEQ ? k : UINT32_MAX;
	if (first > UINT32_MAX)
		return none;
	struct edge edges[3];
	size_t count = 0;
	if (first)
		edges[count++] = (struct edge){(uint32_t)first - 1, none};
	edges[count++] = (struct edge){last, yes};
	if (last < UINT32_MAX)
		edges[count++] = (struct edge){UINT32_MAX, none};
	return diagram_value(l->diagram, field, edges, count);
}

/* YES where WHEN has a verdict, else NO. */
static uint32_t choose(struct diagram *diagram, uint32_t when, uint32_t yes, uint32_t no)
{
	uint32_t some = diagram_merge(diagram, MERGE_BOTH, when, yes);
	return diagram_merge(diagram, MERGE_EITHER, some, no);
}

static uint32_t lift(struct lift *l, size_t at, enum field field, uint32_t mask)
{
	const struct sock_filter *instruction = &l->program->code[at];
	switch (BPF_CLASS(instruction->code)) {
	case BPF_RET:
		return diagram_leaf(l->diagram, instruction->k);
	case BPF_LD:
		return lift(l, at + 1, field_at(instruction->k), UINT32_MAX);
	case BPF_ALU:
		return lift(l, at + 1, field, mask & instruction->k);
	}
	if (BPF_OP(instruction->code) == BPF_JA)
		return lift(l, at + 1 + instruction->k, field, mask);
	uint32_t when = lift_test(l, instruction, field, mask);
	uint32_t yes = lift(l, at + 1 + instruction->jt, field, mask);
	uint32_t no = lift(l, at + 1 + instruction->jf, field, mask);
	return choose(l->diagram, when, yes, no);
}

bool lift_program(struct diagram *diagram, const struct program *program, uint32_t *root)
{
	struct lift l = {diagram, program, false};
	*root = lift(&l, 0, FIELD_COUNT, UINT32_MAX);
	return !l.inexact;
}
