/* SPDX-License-Identifier: MIT */
/* Sizes, paths and times of the programs, beside libseccomp's for the same rules. */
#include "tests.h"

#include <stdio.h>
#include <time.h>

enum { RUNS = 20 };

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void print_programs(struct subject *s, const char *what, const struct program *programs,
			   size_t count)
{
	size_t instructions = 0, longest = 0;
	for (size_t i = 0; i < count; i++) {
		instructions += programs[i].count;
		longest += evaluate_longest(&s->arena, &programs[i]);
	}
	printf("  %-34s %3zu programs %6zu instructions, path expected %6.1f longest %5zu\n", what,
	       count, instructions, evaluate_expected(&s->filter, programs, count), longest);
}

static void print_times(unsigned index)
{
	double best[2] = {1e9, 1e9};
	size_t calls = 0;
	for (unsigned i = 0; i < RUNS; i++) {
		struct subject s;
		double start = now();
		subject_make(&s, index);
		double made = now();
		calls = prove_program(&s.filter, &s.program).calls;
		double proved = now();
		best[0] = made - start < best[0] ? made - start : best[0];
		best[1] = proved - made < best[1] ? proved - made : best[1];
		subject_free(&s);
	}
	printf("  made in %.2f ms, proved in %.2f ms by %zu calls\n", best[0], best[1], calls);
}

void print_figures(void)
{
	for (unsigned i = 0; i < POLICIES; i++) {
		struct subject s;
		struct program programs[MOST_PROGRAMS];
		subject_make(&s, i);
		printf("%s\n", s.name);
		print_programs(&s, "ambit", &s.program, 1);
		print_programs(&s, "ambit, one program a layer", programs,
			       peers_separate(&s, programs));
		if (s.for_libseccomp) {
			print_programs(&s, "libseccomp, tree, as systemd", programs,
				       peers_libseccomp(&s, true, programs));
			print_programs(&s, "libseccomp, no tree, as systemd", programs,
				       peers_libseccomp(&s, false, programs));
		}
		print_times(i);
		subject_free(&s);
	}
}
