/* SPDX-License-Identifier: MIT */
/* Runs the unit tests: all, or those whose names contain an argument. */
#include "harness.h"

int main(int argc, char **argv)
{
	return test_run(argc - 1, argv + 1) ? 1 : 0;
}
