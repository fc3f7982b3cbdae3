/* SPDX-License-Identifier: MIT */
/* What a launcher itself needs: plan/needs.c. */
#include "pipeline.h"

#include <linux/capability.h>

#define BIT(name) (UINT64_C(1) << CAP_##name)

static void check(const char *lines, uint64_t expected)
{
	struct arena arena = {0};
	struct pipeline *p = pipeline_of(
		"web.service", arena_printf(&arena, "[Service]\nExecStart=/bin/true\n%s", lines),
		NULL);
	assert_int_equal(p->diagnostics.errors, 0);
	assert_int_equal(plan_needs(&p->plan), expected);
	pipeline_free(p);
	arena_free(&arena);
}

TEST(needs_of_steps)
{
	const uint64_t ids = BIT(SETGID) | BIT(SETUID);
	check("", ids);
	check("CapabilityBoundingSet=CAP_KILL\n", ids | BIT(SETPCAP));
	check("AmbientCapabilities=CAP_KILL CAP_NET_RAW\n", ids | BIT(KILL) | BIT(NET_RAW));
	check("SecureBits=noroot\n", ids | BIT(SETPCAP));
	check("RootDirectory=/srv\n", ids | BIT(SYS_ADMIN));
	check("RootDirectory=/srv\nMountAPIVFS=no\n", ids | BIT(SYS_CHROOT));
	check("ProtectSystem=yes\n", ids | BIT(SYS_ADMIN));
	check("Nice=-1\n", ids | BIT(SYS_NICE));
	check("Nice=1\n", ids);
	check("CPUSchedulingPolicy=fifo\n", ids | BIT(SYS_NICE));
	check("CPUSchedulingPolicy=batch\n", ids);
	check("IOSchedulingClass=realtime\n", ids | BIT(SYS_NICE));
	check("IOSchedulingClass=idle\n", ids);
	check("OOMScoreAdjust=-1\n", ids | BIT(SYS_RESOURCE));
	check("OOMScoreAdjust=1\n", ids);
	check("LimitNOFILE=5\n", ids | BIT(SYS_RESOURCE));
	check("LimitCORE=0\n", ids);
	check("SystemCallFilter=@system-service\n", ids | BIT(SYS_ADMIN));
	check("User=nobody\nSystemCallFilter=~@privileged\n", ids);
	check("SetCredential=a:b\n", ids | BIT(SYS_ADMIN));
	check("NoNewPrivileges=yes\nSystemCallFilter=@system-service\n", ids);
}

TEST(needs_of_namespaces)
{
	const uint64_t ids = BIT(SETGID) | BIT(SETUID), admin = ids | BIT(SYS_ADMIN);
	check("PrivateNetwork=yes\n", admin | BIT(NET_ADMIN));
	check("PrivateNetwork=yes\nNetworkNamespacePath=/run/netns/a\n", admin);
	check("PrivateIPC=yes\n", admin);
	check("IPCNamespacePath=/run/ipc\n", admin);
	check("PrivatePIDs=yes\n", admin);
	check("ProtectHostname=yes\n", admin);
	check("ProtectControlGroups=strict\n", admin);
	check("MemoryKSM=yes\n", ids);
	/* inside there is all that the later steps need */
	check("PrivateUsers=yes\nSecureBits=noroot\nRootDirectory=/srv\nMountAPIVFS=no\n",
	      ids | BIT(SETFCAP));
	check("User=http\nPrivateUsers=yes\nCapabilityBoundingSet=CAP_KILL\n"
	      "AmbientCapabilities=CAP_KILL\nSystemCallFilter=~@swap\n",
	      ids | BIT(SETFCAP));
}

TEST(needs_of_all_commands)
{
	struct pipeline *p = pipeline_of("web.service",
					 "[Service]\nExecStartPre=/bin/a\nExecStart=+/bin/b\n"
					 "SecureBits=noroot\n",
					 NULL);
	assert_true(plan_needs(&p->plan) &
		    BIT(SETPCAP)); /* the child's, though main has no such step */
	pipeline_free(p);
}
