/* SPDX-License-Identifier: MIT */
/*
 * Runs programs of classic BPF as the kernel does for seccomp(2), to prove what they do. Of the
 * instructions that the kernel takes there it knows those that generate.c writes and libseccomp:
 * loads of a word, AND, jumps with a constant, RET with a constant.
 */
#ifndef SECCOMP_EVALUATE_H
#define SECCOMP_EVALUATE_H

#include "seccomp/generate.h"

/*
 * NULL when the kernel would take the program, else what is wrong, with the instruction in *at:
 * an unknown instruction, a load outside of struct seccomp_data or not aligned, a jump out of
 * the program, no RET at its end, no or too many instructions.
 */
const char *evaluate_check(const struct program *program, size_t *at);
/*
 * NULL when each comparison of PROGRAM, which is checked, finds the same word of the call with
 * the same mask in the accumulator on all ways to it, as it is in programs of ours; else what is
 * wrong, and where.
 */
const char *evaluate_words(struct arena *arena, const struct program *program, size_t *at);
/* The way that a call took. */
struct path {
	size_t steps;    /* instructions */
	uint64_t loaded; /* 1 << K: the word at K * 4 of struct seccomp_data was loaded */
};

/* What PROGRAM, which is checked, returns for DATA, and into *path how. */
uint32_t evaluate_run(const struct program *program, const struct seccomp_data *data,
		      struct path *path);
/*
 * The verdict of several programs, the oldest first, as the kernel combines them
 * (kernel/seccomp.c, seccomp_run_filters()). *steps is the sum.
 */
uint32_t evaluate_stack(const struct program *programs, size_t count,
			const struct seccomp_data *data, size_t *steps);
/*
 * Instructions on the way of a call of the filter's machine through all of PROGRAMS: the mean,
 * weighted by call_weight(), with arguments of zero.
 */
double evaluate_expected(const struct filter *filter, const struct program *programs, size_t count);
/* The most instructions that a call can take. */
size_t evaluate_longest(struct arena *arena, const struct program *program);

#endif
