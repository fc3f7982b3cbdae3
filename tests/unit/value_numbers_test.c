/* SPDX-License-Identifier: MIT */
/* Sets of processors and nodes. */
#include "harness.h"

TEST(numbers_lists)
{
	assert_value("CPUAffinity=0 2-4,7", "0 2-4 7");
	assert_value("CPUAffinity=1\nCPUAffinity=0, 65", "0-1 65");
	assert_value("CPUAffinity=63-64", "63-64");
	assert_value("CPUAffinity=1\nCPUAffinity=", "unset");
	assert_value("CPUAffinity=8191", "8191");
	assert_value("CPUAffinity=1\nCPUAffinity=numa", "numa");
	assert_value("CPUAffinity=numa\nCPUAffinity=1", "1");
	assert_value("NUMAMask=1\nNUMAMask=all\nNUMAMask=2", "all");
}

TEST(numbers_mistakes)
{
	assert_mistake("CPUAffinity=0\nCPUAffinity=1 x", "x", "'x' is not a number", NULL);
	assert_mistake("CPUAffinity=4-2", "4-2", "the range 4-2 is empty",
		       "write the lower number first");
	assert_mistake("CPUAffinity=0-8192", "8192", "8192 is out of range: from 0 to 8191", NULL);
	assert_mistake("CPUAffinity=1-", "", "'' is not a number", NULL);
	assert_mistake("CPUAffinity=all", "all", "'all' is not a number", NULL);
	assert_mistake("NUMAMask=numa", "numa", "'numa' is not a number", NULL);
	assert_mistake("CPUAffinity=,", ",", "there is no number in the list", NULL);
}
