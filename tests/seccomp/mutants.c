/* SPDX-License-Identifier: MIT */
/*
 * The proof is put to the proof: each instruction of a program that is right is spoiled in several ways, and the
 * proof must find each that changes what the program does.
 */
#include "tests.h"

#include <linux/bpf_common.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHANGES = 16, AGAIN = 32 }; /* AGAIN: so many mutants have a diagram together */

static struct sock_filter change(struct sock_filter instruction, unsigned how)
{
	static const uint32_t flips[] = {1, 2, 4, 0x40, 0x800, 0x8000, 0x40000000, 0x80000000};
	if (how < 8)
		instruction.k ^= flips[how];
	else if (how < 10)
		instruction.k += how == 8 ? 1 : UINT32_MAX;
	else if (how < 12)
		instruction.jt = (uint8_t)(instruction.jt + (how == 10 ? 1 : -1));
	else if (how < 14)
		instruction.jf = (uint8_t)(instruction.jf + (how == 12 ? 1 : -1));
	else
		*(how == 14 ? &instruction.jt : &instruction.jf) = 0;
	return instruction;
}

struct mutation {
	struct subject *subject;
	struct arena arena; /* of the diagram */
	struct diagram diagram;
	uint32_t root; /* of the program as it was */
	size_t found, same, missed, undecided;
};

static void miss(struct mutation *m, size_t number)
{
	printf("missed: %s: instruction %zu, change %zu\n", m->subject->name, number / CHANGES,
	       number % CHANGES);
	m->missed++;
}

static void judge(struct mutation *m, const struct program *mutant, size_t number)
{
	if (prove_program(&m->subject->filter, mutant).difference) {
		m->found++;
		return;
	}
	if (number % AGAIN == 0 || !m->arena.blocks) {
		arena_free(&m->arena);
		diagram_init(&m->diagram, &m->arena);
		lift_program(&m->diagram, &m->subject->program, &m->root);
	}
	uint32_t root;
	bool exact = lift_program(&m->diagram, mutant, &root);
	if (root == m->root)
		m->same++;
	else if (exact)
		miss(m, number);
	else
		m->undecided++;
}

static void test_subject(unsigned index)
{
	struct subject s;
	subject_make(&s, index);
	uint32_t root;
	bool exact = lift_program(&s.diagram, &s.program, &root);
	outcome(exact && root == s.root, "%s: the program is the diagram that it was made of",
		s.name);
	struct mutation m = {.subject = &s};
	struct sock_filter *code = malloc(s.program.count * sizeof(*code));
	struct program mutant = {code, s.program.count};
	for (size_t i = 0; i < s.program.count; i++) {
		memcpy(code, s.program.code, s.program.count * sizeof(*code));
		bool jumps = BPF_CLASS(code[i].code) == BPF_JMP;
		for (unsigned how = 0; how < (jumps ? CHANGES : 10); how++) {
			code[i] = change(s.program.code[i], how);
			if (memcmp(&code[i], &s.program.code[i], sizeof(*code)) != 0)
				judge(&m, &mutant, i * CHANGES + how);
		}
	}
	outcome(!m.missed && !m.undecided && m.found,
		"%s: %zu mutants found, %zu mean the same, %zu missed, %zu undecided", s.name,
		m.found, m.same, m.missed, m.undecided);
	free(code);
	arena_free(&m.arena);
	subject_free(&s);
}

void test_mutants(void)
{
	for (unsigned i = 0; i < POLICIES; i++)
		test_subject(i);
}
