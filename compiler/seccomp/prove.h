/* SPDX-License-Identifier: MIT */
/* That a program does what the layers say: run against them on every call that can tell them apart. */
#ifndef SECCOMP_PROVE_H
#define SECCOMP_PROVE_H

#include "seccomp/evaluate.h"

/* What a proof has looked at. */
struct proof {
	const char *difference; /* the first one, a sentence; NULL: there is none */
	size_t calls;           /* how many calls it ran */
};

/*
 * Runs PROGRAM for every architecture and an unknown one; every number from 0 past the last known one, with the
 * bit of x32 too, around those of rules, and -1; and for each the boundaries of every comparison that the
 * layers make there, argument against argument (of very many pairs, evenly spread ones).
 */
struct proof prove_program(const struct filter *filter, const struct program *program);

#endif
