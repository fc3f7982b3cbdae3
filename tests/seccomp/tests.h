/* SPDX-License-Identifier: MIT */
/*
 * What the tests of filters share: a filter with its program, random numbers, calls that matter to
 * its rules, and the other programs that mean the same.
 */
#ifndef TESTS_SECCOMP_H
#define TESTS_SECCOMP_H

#include "policies.h"
#include "seccomp/evaluate.h"
#include "seccomp/merge.h"
#include "seccomp/prove.h"

enum { POLICIES = 4, MOST_PROGRAMS = 64 };

struct subject {
	const char *name;
	struct arena arena;
	struct calls calls;
	struct filter filter;
	struct diagram diagram;
	uint32_t root;
	struct program program;
	bool for_libseccomp; /* it can express the rules */
	struct random_pool *pool;
};

/* Policy INDEX for x86-64, with its program. Ends the tests when there is none. */
void subject_make(struct subject *subject, unsigned index);
/* The same in two halves, for a filter of one's own. */
void subject_begin(struct subject *subject, const char *name);
void subject_end(struct subject *subject);
void subject_free(struct subject *subject);
/* The program for some of the layers of FILTER. */
struct program subject_program(struct subject *subject, const struct filter *filter);

/* A sequence of its own for each *STATE (splitmix64). */
uint64_t random_next(uint64_t *state);
/* A call, more often one that rules look at, with arguments more often at their boundaries. */
struct seccomp_data random_call(struct subject *subject, uint64_t *state);
/* Without what the kernel does not look at in arguments of 32 bits, and libseccomp does. */
struct seccomp_data clean_call(struct seccomp_data data);

/* One program for each layer; how many. */
size_t peers_separate(struct subject *subject, struct program programs[MOST_PROGRAMS]);
/* libseccomp's programs, as systemd makes them: for each layer and architecture. */
size_t peers_libseccomp(struct subject *subject, bool tree, struct program programs[MOST_PROGRAMS]);

/* What libseccomp makes of CONTEXT, which is released. */
struct program peers_export(struct subject *subject, void *context);
/* libseccomp's one program for the JSON of "ambit seccomp --to=oci". */
struct program peers_oci(struct subject *subject, const char *json, bool tree);

/*
 * The diagram of what PROGRAM, which is checked, does; of programs that do the same in one
 * DIAGRAM it is the same. False when it does what diagrams cannot say.
 */
bool lift_program(struct diagram *diagram, const struct program *program, uint32_t *root);

/* Each says "ok" and "not ok" lines. */
void test_random(uint64_t seed, size_t calls);
void test_random_filters(uint64_t seed);
void test_mutants(void);
void test_kernel(uint64_t seed);
void test_oci(void);
void print_figures(void);
/* An exit status. */
int run_bench(void);

/* Counts and prints one outcome. */
__attribute__((format(printf, 2, 3))) void outcome(bool passed, const char *format, ...);

#endif
