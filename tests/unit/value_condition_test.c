/* SPDX-License-Identifier: MIT */
/* Conditions and assertions: prefixes, lists, operands. */
#include "harness.h"

TEST(condition_prefixes)
{
	assert_value("ConditionPathExists=/etc//x/", "</etc/x>");
	assert_value("ConditionPathExists=!/x\nConditionPathExists=|/y\nConditionPathExists=| ! /z",
		     "<!/x><|/y><|!/z>");
	assert_mistake("ConditionPathExists=!|/x", "|/x", "the path must be absolute", NULL);
	assert_mistake("ConditionPathExists=|!", "|!", "there is nothing to test", NULL);
	assert_mistake("ConditionPathExists=!x", "x", "the path must be absolute", NULL);
	assert_value("AssertPathExistsGlob=/etc/*.conf", "</etc/*.conf>");
}

TEST(condition_empty_resets_the_list)
{
	struct outcome *outcome =
		outcome_of("web.service", "ConditionPathExists=/x\nConditionCPUs=2\n"
					  "AssertPathExists=/y\nConditionACPower=");
	assert_int_equal(outcome->diagnostics.count, 0);
	assert_string_equal(outcome_print(outcome, D_Unit_ConditionPathExists), "unset");
	assert_string_equal(outcome_print(outcome, D_Unit_ConditionCPUs), "unset");
	assert_string_equal(outcome_print(outcome, D_Unit_AssertPathExists), "</y>");
	outcome_free(outcome);
}

TEST(condition_items_keep_their_place)
{
	struct outcome *outcome = outcome_of("web.service", "ConditionPathExists=/x");
	const struct item *item = &outcome_setting(outcome)->items.list[0];
	assert_int_equal(item->directive, D_Unit_ConditionPathExists);
	assert_true(slice_is(source_slice(&outcome->sources, item->span), "/x"));
	outcome_free(outcome);
}

TEST(condition_operands)
{
	assert_value("ConditionFirstBoot=on", "<on>");
	assert_value("ConditionArchitecture=!x86-64", "<!x86-64>");
	assert_value("ConditionVirtualization=container", "<container>");
	assert_value("ConditionVirtualization=true", "<true>");
	assert_value("ConditionFirmware=smbios-field(board_name = \"X\")",
		     "<smbios-field(board_name = \"X\")>");
	assert_value("ConditionFirmware=device-tree-compatible(a,b)",
		     "<device-tree-compatible(a,b)>");
	assert_value("ConditionKernelVersion=>= 5.12 <7", "<>= 5.12 <7>");
	assert_value("ConditionKernelVersion=6.*", "<6.*>");
	assert_value("ConditionVersion=kernel >= 5.12 <7", "<kernel >= 5.12 <7>");
	assert_value("AssertVersion=!5.*", "<!5.*>");
	assert_value("ConditionCredential=net-%N", "<net-web>");
	assert_value("ConditionKernelModuleLoaded=nf-tables", "<nf-tables>");
	assert_value("ConditionSecurity=apparmor", "<apparmor>");
	assert_value("ConditionCapability=cap_net_admin", "<cap_net_admin>");
	assert_value("ConditionMemory=>=1.5G", "<>=1610612736>");
	assert_value("ConditionMemory=1G 1K", "<1073742848>");
	assert_value("ConditionCPUs=> 2", "<> 2>");
	assert_value("ConditionEnvironment=A=1 2", "<A=1 2>");
	assert_value("ConditionUser=@system", "<@system>");
	assert_value("ConditionGroup=adm", "<adm>");
	assert_value("ConditionControlGroupController=cpu memory", "<cpu memory>");
	assert_value("ConditionControlGroupController=v2", "<v2>");
	assert_value("ConditionOSRelease=ID=debian VERSION_ID>=12", "<ID=debian VERSION_ID>=12>");
	assert_value("ConditionOSRelease=NAME=\"Debian GNU/Linux\"", "<NAME=\"Debian GNU/Linux\">");
	assert_value("ConditionMemoryPressure=20%/1min", "<20%%/1min>");
	assert_value("ConditionCPUPressure=2.5%", "<2.5%%/5min>");
	assert_value("ConditionIOPressure=20%/5s", "<20%%/10sec>");
	assert_value("ConditionHost=%H*", "<%H*>");
}

TEST(condition_operands_that_are_wrong)
{
	assert_mistake("ConditionFirstBoot=maybe", "maybe", "unknown boolean 'maybe'", "*");
	assert_mistake("ConditionArchitecture=amd64", "amd64", "unknown architecture 'amd64'", "*");
	assert_mistake("ConditionSecurity=|!apparmour", "apparmour",
		       "unknown security technology 'apparmour'", "did you mean apparmor?");
	assert_mistake("ConditionFirmware=bios", "bios", "'bios' is not a kind of firmware", "*");
	assert_mistake("ConditionKernelVersion=>=", ">=", "'>=' is not a comparison of versions",
		       "*");
	assert_mistake("ConditionCapability=CAP_NET_ADMN", "CAP_NET_ADMN",
		       "unknown capability 'CAP_NET_ADMN'", "did you mean CAP_NET_ADMIN?");
	assert_mistake("ConditionMemory=>= lots", "lots", "'lots' is not a size", "*");
	assert_mistake("ConditionCPUFeature=!ssse2", "ssse2",
		       "'ssse2' is not a feature of processors that can be tested",
		       "did you mean sse2?");
	assert_mistake("ConditionCPUs=!>x", "x", "'x' is not a number", NULL);
	assert_mistake("ConditionCPUs=$=2", "$=2", "'$=2' is not a comparison of numbers", "*");
	assert_mistake("ConditionEnvironment=1A", "1A", "'1A' is not a variable", "*");
	assert_mistake("ConditionUser=a:b", "a:b",
		       "'a:b' is not a user or group: it is a name with ':' or '/' in it", "*");
	assert_mistake("ConditionControlGroupController=cpu memry", "memry",
		       "unknown controller 'memry'", "did you mean memory?");
	assert_mistake("ConditionOSRelease=ID", "ID",
		       "'ID' is not a comparison of fields of /etc/os-release", "*");
	assert_mistake("ConditionKernelVersion=>=5 < 7", ">=5 < 7",
		       "'>=5 < 7' is not a comparison of versions", "*");
	assert_mistake("ConditionControlGroupController=cpu v2", "v2", "unknown controller 'v2'",
		       "*");
	assert_mistake("ConditionOSRelease=ID=x \"NAME=y", "\"NAME=y", "the quote is not closed",
		       NULL);
	assert_mistake("ConditionMemoryPressure=20", "20", "'20' is not a pressure", "*");
	assert_mistake("ConditionMemoryPressure=2.555%", "2.555%", "'2.555%' is not a pressure",
		       "*");
	assert_mistake("ConditionMemoryPressure=101%", "101%",
		       "101% is out of range: from 0% to 100%", NULL);
	assert_mistake("ConditionMemoryPressure=a.slice:20%", "a.slice:20%",
		       "the pressure of one slice cannot be tested", "*");
	assert_mistake("ConditionMemoryPressure=20%%/10min", "10min",
		       "the kernel knows pressure over 5min at most", NULL);
}

TEST(condition_versions_of_others)
{
	assert_mistake("ConditionVersion=systemd >= 250", "systemd",
		       "the version of systemd cannot be tested",
		       "a launcher knows the version of the kernel");
	assert_mistake("ConditionVersion=!glibc 2.*", "glibc",
		       "the version of glibc cannot be tested",
		       "a launcher knows the version of the kernel");
	assert_mistake("ConditionVersion=kernel", "kernel", "'kernel' is not a version",
		       "write it as kernel >= 6.1");
	assert_mistake("ConditionVersion=kernel >=5.1 <", ">=5.1 <",
		       "'>=5.1 <' is not a comparison of versions", "*");
	assert_mistake("ConditionCredential=a/b", "a/b", "'a/b' is not a name", "*");
	assert_mistake("ConditionKernelModuleLoaded=../a", "../a", "'../a' is not a name", "*");
}
