/* SPDX-License-Identifier: MIT */
/* Resource limits in what each resource counts. */
#include "harness.h"

TEST(limit_soft_and_hard)
{
	assert_value("LimitNOFILE=1024", "1024");
	assert_value("LimitNOFILE=1024:524288", "1024:524288");
	assert_value("LimitNOFILE=1024:infinity", "1024:infinity");
	assert_value("LimitNOFILE=infinity", "infinity");
	assert_mistake("LimitNOFILE=2:1", "2:1", "the soft limit is above the hard limit",
		       "write it as soft:hard");
	assert_mistake("LimitNOFILE=infinity:1", "infinity:1",
		       "the soft limit is above the hard limit", "*");
	assert_mistake("LimitNOFILE=1:x", "x", "'x' is not a number", NULL);
	assert_mistake("LimitNOFILE=1:2:3", "2:3", "'2:3' is not a number", NULL);
	assert_mistake("LimitNOFILE=1:", "", "'' is not a number", NULL);
	assert_mistake("LimitNOFILE=1\nLimitNOFILE=", "",
		       "an empty value does not reset LimitNOFILE=", "*");
	assert_mistake("LimitNOFILE=1K", "1K", "'1K' is not a number", NULL);
	assert_mistake("LimitNOFILE=-1", "-1", "-1 is out of range: from 0 to 9223372036854775807",
		       NULL);
}

TEST(limit_sizes)
{
	assert_value("LimitCORE=1M:1.5G", "1M:1536M");
	assert_value("LimitSTACK=8388608", "8M");
}

TEST(limit_times)
{
	assert_value("LimitCPU=10", "10s");
	assert_value("LimitCPU=1500ms", "2s");
	assert_value("LimitCPU=1min:1h", "1min:1h");
	assert_value("LimitRTTIME=10", "10us");
	assert_value("LimitRTTIME=1s", "1s");
}

TEST(limit_nice)
{
	assert_value("LimitNICE=15", "15");
	assert_value("LimitNICE=+5", "15");
	assert_value("LimitNICE=-20", "40");
	assert_mistake("LimitNICE=+20", "+20", "+20 is out of range: from -20 to 19", NULL);
	assert_mistake("LimitNICE=41", "41", "41 is out of range: from 0 to 40", NULL);
}
