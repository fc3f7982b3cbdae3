/* SPDX-License-Identifier: MIT */
/* Time spans, sizes and percentages. */
#include "harness.h"

TEST(time_units)
{
	assert_value("RestartSec=5", "5s");
	assert_value("RestartSec=1min 30s", "1min 30s");
	assert_value("RestartSec=1min30s", "1min 30s");
	assert_value("RestartSec=90", "1min 30s");
	assert_value("RestartSec=1.5h", "1h 30min");
	assert_value("RestartSec=.5s", "500ms");
	assert_value("RestartSec=2 weeks 1 day", "15d");
	assert_value("RestartSec=1M", "30d 10h 30min");
	assert_value("RestartSec=1m", "1min");
	assert_value("RestartSec=1y", "365d 6h");
	assert_value("RestartSec=3us 2usec 1\u00b5s", "6us");
	assert_value("RestartSec=5 3", "8s");
	assert_value("RestartSec=1.0000019s", "1s 1us");
	assert_value("RestartSec=0", "0");
	assert_value("RestartSec=infinity", "infinity");
	assert_value("TimeoutAbortSec=5\nTimeoutAbortSec=", "unset");
}

TEST(time_nanoseconds)
{
	assert_value("TimerSlackNSec=50", "50ns");
	assert_value("TimerSlackNSec=1.5us", "1us 500ns");
	assert_value("TimerSlackNSec=1s 1ns", "1s 1ns");
	assert_mistake("TimerSlackNSec=infinity", "infinity", "'infinity' is not a time span", "*");
}

TEST(time_mistakes)
{
	assert_mistake("RestartSec=5 parsecs", "5 parsecs", "'5 parsecs' is not a time span",
		       "as 30s, 1min 30s, 1.5h");
	assert_mistake("RestartSec=1h 5x", "5x", "'1h 5x' is not a time span", "*");
	assert_mistake("RestartSec=-5", "-5", "'-5' is not a time span", "*");
	assert_mistake("RestartSec=5.", "5.", "'5.' is not a time span", "*");
	assert_mistake("RestartSec=1.2.3", "1.2.3", "'1.2.3' is not a time span", "*");
	assert_mistake("RestartSec=5ns", "5ns", "'5ns' is not a time span", "*");
	assert_mistake("RestartSec=s", "s", "'s' is not a time span", "*");
	assert_mistake("RestartSec=300000y", "300000y",
		       "300000y is out of range: there are less than 2^63 microseconds", NULL);
	assert_mistake(
		"RestartSec=99999999999999999999", "99999999999999999999",
		"99999999999999999999 is out of range: there are less than 2^63 microseconds",
		NULL);
	assert_mistake("RestartSec=5\nRestartSec=", "",
		       "an empty value does not reset RestartSec=", "*");
}

TEST(size_units)
{
	assert_value("MemoryLow=4096", "4K");
	assert_value("MemoryLow=1.5G", "1536M");
	assert_value("MemoryLow=1G 512M", "1536M");
	assert_value("MemoryLow=0.1K", "102");
	assert_value("MemoryLow=7E", "7E");
	assert_value("MemoryLow=5B", "5");
	assert_value("MemoryLow=1 K", "1K");
	assert_value("MemoryLow=50%", "50%");
	assert_value("MemoryMax=infinity", "infinity");
	assert_value("MemoryMax=5K\nMemoryMax=", "unset");
	assert_mistake("MemoryLow=8E", "8E", "8E is out of range: there are less than 2^63 bytes",
		       NULL);
	assert_mistake("MemoryLow=5KB", "5KB", "'5KB' is not a size", "as 4096, 16K, 1.5G");
	assert_mistake("MemoryLow=1M 1G", "1G", "'1M 1G' is not a size", "*");
	assert_mistake("MemoryLow=1k", "1k", "'1k' is not a size", "*");
	assert_mistake("MemoryLow=100.01%", "100.01%", "100.01% is out of range: from 0% to 100%",
		       NULL);
}
