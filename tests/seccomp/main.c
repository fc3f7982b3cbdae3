/* SPDX-License-Identifier: MIT */
/*
 * The tests of filters that unit tests are too small for: seccomp-tests [SEED [CALLS]], or "figures" for the
 * sizes and times of programs, or "bench" for what they cost.
 */
#include "tests.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned counts[2]; /* failed, passed */

void outcome(bool passed, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fputs(passed ? "ok " : "not ok ", stdout);
	vprintf(format, arguments);
	putchar('\n');
	fflush(stdout);
	va_end(arguments);
	counts[passed]++;
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "figures") == 0) {
		print_figures();
		return 0;
	}
	if (argc > 1 && strcmp(argv[1], "bench") == 0)
		return run_bench();
	uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 0) : 1;
	size_t calls = argc > 2 ? strtoull(argv[2], NULL, 0) : 10000000;
	printf("seed %llu\n", (unsigned long long)seed);
	test_oci();
	test_mutants();
	test_kernel(seed);
	test_random_filters(seed);
	test_random(seed, calls);
	printf("%u passed, %u failed\n", counts[1], counts[0]);
	return counts[0] ? 1 : 0;
}
