/* SPDX-License-Identifier: MIT */
/* Booleans, vocabularies, flags, numbers and modes. */
#include "harness.h"

#include <stdio.h>

TEST(bool_words)
{
	static const char *const yes[] = {"1", "yes", "y", "true", "t", "on", "YES", "True", "oN"};
	static const char *const no[] = {"0", "no", "n", "false", "f", "off", "NO", "FALSE", "Off"};
	for (size_t i = 0; i < 9; i++) {
		char line[64];
		snprintf(line, sizeof(line), "NoNewPrivileges=%s", yes[i]);
		assert_value(line, "yes");
		snprintf(line, sizeof(line), "NoNewPrivileges=%s", no[i]);
		assert_value(line, "no");
	}
	assert_mistake("NoNewPrivileges=yess", "yess", "'yess' is not a boolean",
		       "write yes or no");
	assert_mistake("NoNewPrivileges=yes # always", "yes # always",
		       "'yes # always' is not a boolean", "*");
	assert_mistake("NoNewPrivileges=yes\nNoNewPrivileges=", "",
		       "an empty value does not reset NoNewPrivileges=", "*");
}

TEST(tristate_resets)
{
	assert_value("SetLoginEnvironment=no", "no");
	assert_value("SetLoginEnvironment=no\nSetLoginEnvironment=", "unset");
}

TEST(enum_words)
{
	assert_value("KeyringMode=shared", "shared");
	assert_mistake("KeyringMode=shard", "shard", "unknown keyring mode 'shard'",
		       "did you mean shared?");
	assert_mistake("KeyringMode=1", "1", "unknown keyring mode '1'",
		       "one of inherit, private, shared");
	assert_mistake("KeyringMode=shared\nKeyringMode=", "",
		       "an empty value does not reset KeyringMode=", "*");
	assert_mistake("KeyringMode=Shared", "Shared", "unknown keyring mode 'Shared'",
		       "did you mean shared?");
	assert_value("CPUSchedulingPolicy=fifo\nCPUSchedulingPolicy=", "unset");
	assert_value("CPUSchedulingPolicy=1", "fifo");
	assert_mistake("CPUSchedulingPolicy=77", "77", "unknown scheduling policy '77'", "*");
}

TEST(enum_booleans)
{
	assert_value("ProtectSystem=TRUE", "yes");
	assert_value("ProtectSystem=off", "no");
	assert_value("ProtectSystem=strict", "strict");
	assert_value("MemoryPressureWatch=1", "on");
}

TEST(enum_signals)
{
	assert_value("KillSignal=SIGTERM", "SIGTERM");
	assert_value("KillSignal=INT", "SIGINT");
	assert_value("KillSignal=9", "SIGKILL");
	assert_value("KillSignal=RTMIN+3", "SIGRTMIN+3");
	assert_value("KillSignal=SIGRTMAX", "SIGRTMIN+30");
	assert_mistake("KillSignal=SIGTREM", "SIGTREM", "unknown signal 'SIGTREM'", "*");
	assert_mistake("KillSignal=RTMIN+31", "RTMIN+31", "unknown signal 'RTMIN+31'", "*");
	assert_mistake("KillSignal=RTMIN-1", "RTMIN-1", "unknown signal 'RTMIN-1'", "*");
}

TEST(flags_add_up)
{
	assert_value("SecureBits=noroot", "noroot");
	assert_value("SecureBits=noroot keep-caps\nSecureBits=noroot-locked",
		     "noroot noroot-locked keep-caps");
	assert_value("SecureBits=noroot\nSecureBits=", "unset");
	assert_mistake("SecureBits=noroot\nSecureBits=keep-caps norot", "norot",
		       "unknown securebit 'norot'", "did you mean noroot?");
	assert_mistake("SecureBits=0x1", "0x1", "unknown securebit '0x1'", "*");
}

TEST(flags_masks)
{
	assert_value("CoredumpFilter=0x33",
		     "private-anonymous shared-anonymous elf-headers private-huge");
	assert_value("CoredumpFilter=elf-headers\nCoredumpFilter=1",
		     "private-anonymous elf-headers");
	assert_value("CoredumpFilter=0", "0x0");
	assert_mistake("CoredumpFilter=all 0x2ff", "0x2ff",
		       "the bits 0x200 have no meaning; all that have are 0x1ff", NULL);
	assert_mistake("CoredumpFilter=0x10000000000000000", "0x10000000000000000",
		       "unknown kind of memory '0x10000000000000000'", "*");
}

TEST(number_ranges)
{
	assert_value("Nice=-20", "-20");
	assert_value("Nice=+5", "5");
	assert_value("Nice=0x10", "16");
	assert_value("Nice=5\nNice=", "unset");
	assert_mistake("Nice=20", "20", "20 is out of range: from -20 to 19", NULL);
	assert_mistake("OOMScoreAdjust=-1001", "-1001", "-1001 is out of range: from -1000 to 1000",
		       NULL);
	assert_mistake("Nice=99999999999999999999", "99999999999999999999",
		       "99999999999999999999 is out of range: from -20 to 19", NULL);
	assert_mistake("Nice=5x", "5x", "'5x' is not a number", NULL);
	assert_mistake("Nice=1 2", "1 2", "'1 2' is not a number", NULL);
	assert_mistake("Nice=010", "010", "'010' is octal for some and decimal for others",
		       "write it without the leading 0");
	assert_mistake("CPUSchedulingPriority=", "",
		       "an empty value does not reset CPUSchedulingPriority=", "*");
}

TEST(number_words_and_percent)
{
	assert_value("CPUWeight=idle", "idle");
	assert_value("CPUWeight=100", "100");
	assert_value("TasksMax=infinity", "infinity");
	assert_value("TasksMax=12.5%", "12.50%");
	assert_value("CPUQuota=150%", "150%");
	assert_mistake("CPUQuota=150", "150", "'150' is not a percentage", "*");
	assert_mistake("TasksMax=101%", "101%", "101% is out of range: from 0.01% to 100%", NULL);
}

TEST(mode_octal)
{
	assert_value("UMask=22", "0022");
	assert_value("UMask=07777", "7777");
	assert_mistake("UMask=0028", "8", "'0028' is not an octal number",
		       "a mode is octal, as 0022");
	assert_mistake("UMask=10000", "10000", "10000 is out of range: from 0 to 7777", NULL);
	assert_mistake("UMask=", "", "an empty value does not reset UMask=", "*");
	assert_mistake("UMask=0o22", "o", "'0o22' is not an octal number", "*");
}
