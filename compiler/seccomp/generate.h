/* SPDX-License-Identifier: MIT */
/* From a decision diagram to the one program of classic BPF that seccomp(2) takes. */
#ifndef SECCOMP_GENERATE_H
#define SECCOMP_GENERATE_H

#include "seccomp/diagram.h"

#include <linux/filter.h>

struct program {
	const struct sock_filter *code;
	size_t count;
};

/*
 * The program that decides as the node ROOT does, for a filter whose machine and calls say what is frequent.
 * False when it needs more than BPF_MAXINSNS instructions, which is what the kernel takes.
 */
bool generate_program(struct diagram *diagram, uint32_t root, const struct filter *filter,
		      struct program *program);

#endif
