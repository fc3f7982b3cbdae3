/* SPDX-License-Identifier: MIT */
/* What holds over several settings. */
#include "pipeline.h"

#define START "[Service]\nExecStart=/bin/true\n"

TEST(check_commands)
{
	assert_told("[Service]\n", DIAG_NO_COMMAND, "Service");
	assert_told("[Unit]\n[Service]\nUser=a\n", DIAG_NO_COMMAND, "Service");
	assert_told("[Unit]\n", DIAG_NO_COMMAND, "[");
	assert_told(START "ExecStart=\n", DIAG_NO_COMMAND, "ExecStart");
	assert_told("[Service]\nExecStart=bin/true\n", DIAG_VALUE,
		    "bin/true"); /* not missing too */
	assert_told(START "ExecStart=/bin/false\n", DIAG_CONFLICT, "/bin/false");
	assert_nothing_told(START "ExecStart=/bin/false\nType=oneshot\n");
	assert_nothing_told(START "ExecStart=\nExecStart=/bin/false\n");
}

TEST(check_a_missing_command_among_other_mistakes)
{
	struct pipeline *p = pipeline_of(
		"web.service", "[Service]\nExecStart=bin/true\nExecStart=\nNice=x\n", NULL);
	bool told = false;
	for (size_t i = 0; i < p->diagnostics.count; i++)
		told |= p->diagnostics.list[i].id == DIAG_NO_COMMAND;
	assert_true(told);
	pipeline_free(p);
}

TEST(check_types)
{
	assert_told(START "Type=dbus\n", DIAG_CONFLICT, "dbus");
	assert_nothing_told(START "Type=dbus\nBusName=org.example\n");
	assert_told(START "Type=oneshot\nRestart=always\n", DIAG_CONFLICT, "always");
	assert_told(START "Type=oneshot\nRestart=on-success\n", DIAG_CONFLICT, "on-success");
	assert_nothing_told(START "Type=oneshot\nRestart=on-failure\n");
	assert_nothing_told(START "Restart=always\n");
}

#define USER START "User=nobody\n"

TEST(check_ambient_capabilities)
{
	assert_nothing_told(USER "AmbientCapabilities=CAP_KILL\n");
	assert_nothing_told(
		USER "AmbientCapabilities=CAP_KILL\nCapabilityBoundingSet=CAP_KILL CAP_CHOWN\n");
	assert_told(USER "AmbientCapabilities=CAP_KILL\nCapabilityBoundingSet=CAP_CHOWN\n",
		    DIAG_AMBIENT_OUTSIDE, "CAP_KILL");
	assert_told(USER "AmbientCapabilities=CAP_KILL\nCapabilityBoundingSet=~CAP_KILL\n",
		    DIAG_AMBIENT_OUTSIDE, "CAP_KILL");
	assert_told(USER "AmbientCapabilities=CAP_KILL\nCapabilityBoundingSet=\n",
		    DIAG_AMBIENT_OUTSIDE, "CAP_KILL");
}

TEST(check_scheduling)
{
	assert_told(START "CPUSchedulingPriority=5\n", DIAG_CONFLICT, "5");
	assert_told(START "CPUSchedulingPolicy=batch\nCPUSchedulingPriority=5\n", DIAG_CONFLICT,
		    "5");
	assert_nothing_told(START "CPUSchedulingPolicy=rr\nCPUSchedulingPriority=5\n");
	assert_nothing_told(START "CPUSchedulingPriority=0\n");
}

TEST(check_memory_nodes)
{
	assert_told(START "CPUAffinity=numa\n", DIAG_CONFLICT, "numa");
	assert_nothing_told(START "CPUAffinity=numa\nNUMAPolicy=bind\nNUMAMask=0\n");
	assert_told(START "NUMAPolicy=bind\n", DIAG_CONFLICT, "bind");
	assert_nothing_told(START "NUMAPolicy=bind\nNUMAMask=all\n");
	assert_told(START "NUMAPolicy=default\nNUMAMask=0\n", DIAG_CONFLICT, "0");
}

TEST(check_input)
{
	assert_told(START "StandardInput=data\n", DIAG_CONFLICT, "data");
	assert_nothing_told(START "StandardInput=data\nStandardInputText=a\n");
	assert_nothing_told(START "StandardInput=data\nStandardInputData=YQ==\n");
}
