/* SPDX-License-Identifier: MIT */
/* What the layers of settings say of calls: plan/layers.c, plan/listed_calls.c. */
#include "harness.h"
#include "plan/layers.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>

enum { KILL = -1, LOG = -2 };

struct fixture {
	struct outcome *outcome;
	struct arena arena;
	struct calls calls;
	struct filter filter;
};

/* As for a launcher of x86-64, wherever the test runs. */
static void begin(struct fixture *f, const char *lines)
{
	*f = (struct fixture){.outcome = outcome_of("web.service", lines)};
	assert_int_equal(f->outcome->diagnostics.errors, 0);
	f->calls.arena = &f->arena;
	filter_init(&f->filter, &f->calls, ARCH_x86_64);
	layers_add(&f->filter, &f->outcome->service);
}

static void end(struct fixture *f)
{
	outcome_free(f->outcome);
	arena_free(&f->arena);
}

/* 0: allowed; KILL, LOG, or the error. */
static int decide_on(const struct fixture *f, enum architecture architecture, uint32_t number,
		     const uint64_t arguments[2])
{
	const struct seccomp_data data = {.nr = (int)number,
					  .arch = architecture_rows[architecture].audit,
					  .args = {arguments[0], arguments[1]}};
	uint32_t verdict = filter_decide(&f->filter, &data, NULL);
	return verdict == SECCOMP_RET_ALLOW          ? 0
	       : verdict == SECCOMP_RET_LOG          ? LOG
	       : verdict == SECCOMP_RET_KILL_PROCESS ? KILL
						     : (int)(verdict & SECCOMP_RET_DATA);
}

static void check_on(enum architecture architecture, const char *lines, const char *name,
		     int expected)
{
	struct fixture f;
	begin(&f, lines);
	const struct call *call = call_find(&f.calls, architecture, slice_of(name));
	assert_non_null(call);
	int found = decide_on(&f, architecture, call->number, (const uint64_t[2]){0, 0});
	if (found != expected)
		fail_msg("%s: %s: %d", lines, name, found);
	end(&f);
}

static void check(const char *lines, const char *name, int expected)
{
	check_on(ARCH_x86_64, lines, name, expected);
}

static void check_arguments(const char *lines, const char *name, uint64_t first, uint64_t second,
			    int expected)
{
	struct fixture f;
	begin(&f, lines);
	const struct call *call = call_find(&f.calls, ARCH_x86_64, slice_of(name));
	int found = decide_on(&f, ARCH_x86_64, call->number, (const uint64_t[2]){first, second});
	if (found != expected)
		fail_msg("%s: %s(%#lx, %#lx): %d", lines, name, (unsigned long)first,
			 (unsigned long)second, found);
	end(&f);
}

static void check_count(const char *lines, size_t expected)
{
	struct fixture f;
	begin(&f, lines);
	assert_int_equal(f.filter.count, expected);
	assert_true(!expected || layers_asked(&f.outcome->service));
	end(&f);
}

TEST(layers_of_allow_lists)
{
	check("SystemCallFilter=read", "read", 0);
	check("SystemCallFilter=read", "write", KILL);
	check("SystemCallFilter=read", "execve", 0); /* @default */
	check("SystemCallFilter=read\nSystemCallErrorNumber=EACCES", "write", EACCES);
	check("SystemCallFilter=read\nSystemCallErrorNumber=kill", "write", KILL);
	check("SystemCallFilter=read\nSystemCallFilter=write", "write", 0);
	check("SystemCallFilter=@system-service\nSystemCallFilter=~read", "read", KILL);
	check("SystemCallFilter=@system-service\nSystemCallFilter=~read:ENOENT", "read", ENOENT);
	check("SystemCallFilter=@basic-io\nSystemCallFilter=~read:ENOENT\nSystemCallFilter=read",
	      "read", 0);
	check("SystemCallFilter=read\nSystemCallFilter=~write:kill\nSystemCallErrorNumber=EPERM",
	      "write", KILL);
	check("SystemCallFilter=read\nSystemCallFilter=\nSystemCallFilter=~read", "write", 0);
}

TEST(layers_of_deny_lists)
{
	check("SystemCallFilter=~read", "read", KILL);
	check("SystemCallFilter=~read", "write", 0);
	check("SystemCallFilter=~@swap:ENOSPC", "swapon", ENOSPC);
	check("SystemCallFilter=~@swap:0", "swapon", 0 /* without being made */);
	check("SystemCallFilter=~@swap\nSystemCallFilter=swapon", "swapon", 0);
	check("SystemCallFilter=~@swap\nSystemCallFilter=swapon", "swapoff", KILL);
	check("SystemCallFilter=~read:EPERM\nSystemCallFilter=~read", "read", KILL);
	check("SystemCallFilter=~\nSystemCallFilter=~read", "read", KILL);
}

TEST(layers_of_unknown_numbers)
{
	struct fixture f;
	const uint64_t none[2] = {0, 0};
	begin(&f, "SystemCallFilter=read\nSystemCallErrorNumber=EPERM\n"
		  "SystemCallNumbers=~x86-64:5000:EXDEV x86-64:5001\n"
		  "SystemCallNumbers=x86-64:5002\nSystemCallNumbers=x86-64:5001");
	assert_int_equal(decide_on(&f, ARCH_x86_64, 4999, none), ENOSYS);
	assert_int_equal(decide_on(&f, ARCH_x86_64, 5000, none), EXDEV);
	assert_int_equal(decide_on(&f, ARCH_x86_64, 5001, none), 0);
	assert_int_equal(decide_on(&f, ARCH_x86_64, 5002, none), 0);
	assert_int_equal(decide_on(&f, ARCH_x86, 5002, none), ENOSYS);
	assert_int_equal(decide_on(&f, ARCH_arm64, 0, none), KILL);
	end(&f);
}

TEST(layers_of_declared_kernels)
{
	static const char old[] = "SystemCallFilter=read\nKernelVersion=5.12\n";
	static const char young[] = "SystemCallFilter=read\nKernelVersion=5.14\n";
	check(old, "quotactl_fd", ENOSYS);
	check(young, "quotactl_fd", KILL);
	check(old, "write", KILL);
	check(old, "mount_setattr", KILL); /* of 5.12 */
	check("SystemCallFilter=read quotactl_fd\nKernelVersion=5.12\n", "quotactl_fd", 0);
	check("SystemCallFilter=read\nSystemCallFilter=~quotactl_fd:EPERM\nKernelVersion=5.12\n",
	      "quotactl_fd", EPERM);
	check("SystemCallFilter=~read\nKernelVersion=5.12\n", "quotactl_fd", 0);
}

TEST(layers_that_are_none)
{
	check_count("Nice=1", 0);
	check_count("RestrictNamespaces=no", 0);
	check_count("RestrictNamespaces=cgroup ipc net mnt pid user uts", 0);
	check_count("RestrictNamespaces=~user\nRestrictNamespaces=user", 0);
	check_count("RestrictNamespaces=~time", 2);
	check_count("MemoryDenyWriteExecute=no", 0);
	check_count("SystemCallArchitectures=native", 1);
	check_count("ProtectClock=yes", 2); /* and the other architectures */
	check_count("ProtectClock=yes\nSystemCallArchitectures=native", 2);
}

TEST(layers_of_protected_parts)
{
	check("ProtectHostname=yes", "sethostname", EPERM);
	check("ProtectHostname=yes", "setdomainname", EPERM);
	check_count("ProtectHostname=private", 0);
	check("ProtectKernelTunables=yes", "_sysctl", EPERM);
	check("ProtectKernelModules=yes", "finit_module", EPERM);
	check("ProtectKernelLogs=yes", "syslog", EPERM);
	check("ProtectClock=yes", "adjtimex", EPERM);
	check("PrivateDevices=yes", "iopl", EPERM);
	check("PrivateDevices=yes", "read", 0);
	check("PrivateDevices=yes\nSystemCallFilter=~iopl:EACCES", "iopl", EACCES);
}

TEST(layers_of_log)
{
	check("SystemCallLog=read", "read", LOG);
	check("SystemCallLog=read", "write", 0);
	check("SystemCallLog=~read", "read", 0);
	check("SystemCallLog=~read", "write", LOG);
	check("SystemCallLog=read\nSystemCallFilter=~read:EPERM", "read", EPERM);
}

TEST(layers_of_architectures)
{
	check_on(ARCH_x86, "SystemCallArchitectures=native", "read", KILL);
	check_on(ARCH_x32, "SystemCallArchitectures=native", "read", KILL);
	check_on(ARCH_x86, "SystemCallArchitectures=x86", "read", 0);
	check_on(ARCH_x86, "SystemCallFilter=~read", "read", KILL);
	check_on(ARCH_x86, "SystemCallArchitectures=native\nSystemCallFilter=write", "write", KILL);
	check("SystemCallArchitectures=arm64", "read", 0);
	check_on(ARCH_arm64, "ProtectClock=yes", "read", KILL);
}

TEST(layers_of_families)
{
	static const uint64_t garbage = UINT64_C(5) << 32;
	check_arguments("RestrictAddressFamilies=AF_UNIX", "socket", AF_UNIX | garbage, 0, 0);
	check_arguments("RestrictAddressFamilies=AF_UNIX", "socket", AF_INET, 0, EAFNOSUPPORT);
	check_arguments("RestrictAddressFamilies=AF_UNIX", "socket", 0, 0, EAFNOSUPPORT);
	check_arguments("RestrictAddressFamilies=~AF_UNIX", "socket", AF_UNIX | garbage, 0,
			EAFNOSUPPORT);
	check_arguments("RestrictAddressFamilies=~AF_UNIX", "socket", AF_INET, 0, 0);
	check("RestrictAddressFamilies=none", "socket", EAFNOSUPPORT);
	check_arguments("RestrictAddressFamilies=none\nRestrictAddressFamilies=AF_INET", "socket",
			AF_INET, 0, 0);
	check_arguments("RestrictAddressFamilies=AF_INET AF_UNIX\nRestrictAddressFamilies=~AF_INET",
			"socket", AF_INET, 0, EAFNOSUPPORT);
	check_count("RestrictAddressFamilies=~AF_INET\nRestrictAddressFamilies=AF_INET\nNice=1", 0);
	check_on(ARCH_x86, "RestrictAddressFamilies=none", "socket", 0);
}

TEST(layers_of_namespaces)
{
	const uint64_t user = CLONE_NEWUSER, net = CLONE_NEWNET, time = 0x80;
	check_arguments("RestrictNamespaces=yes", "unshare", user, 0, EPERM);
	check_arguments("RestrictNamespaces=yes", "setns", 0, 0, EPERM);
	check_arguments("RestrictNamespaces=yes", "clone", 0x11, 0, 0);
	check("RestrictNamespaces=net", "clone3", ENOSYS);
	check_arguments("RestrictNamespaces=net", "unshare", net, 0, 0);
	check_arguments("RestrictNamespaces=net", "unshare", net | user, 0, EPERM);
	check_arguments("RestrictNamespaces=net", "setns", 3, net, 0);
	check_arguments("RestrictNamespaces=net", "setns", 3, UINT64_C(1) << 32, EPERM);
	check_arguments("RestrictNamespaces=~net", "unshare", user, 0, 0);
	check_arguments("RestrictNamespaces=~net", "unshare", time, 0, EPERM);
	check_arguments("RestrictNamespaces=~time", "unshare", time, 0, EPERM);
	check_arguments("RestrictNamespaces=net time", "unshare", time, 0, 0);
	check_arguments("RestrictNamespaces=yes\nRestrictNamespaces=net", "unshare", net, 0, 0);
	check_arguments("RestrictNamespaces=no\nRestrictNamespaces=~net", "unshare", net, 0, EPERM);
	check_arguments("RestrictNamespaces=net user\nRestrictNamespaces=~net", "unshare", net, 0,
			EPERM);
}

TEST(layers_of_personality)
{
	check("LockPersonality=yes", "personality", 0);
	check_arguments("LockPersonality=yes", "personality", 8, 0, EPERM);
	check_arguments("LockPersonality=yes", "personality", 0xffffffff, 0, EPERM);
}

static void check_permits(const char *lines, bool expected)
{
	struct outcome *outcome = outcome_of("web.service", lines);
	assert_int_equal(layers_permit_capabilities(&outcome->arena, &outcome->service), expected);
	outcome_free(outcome);
}

TEST(layers_permit_capabilities)
{
	check_permits("ProtectClock=yes", true);
	check_permits("SystemCallFilter=@system-service", true);
	check_permits("SystemCallFilter=@system-service\nSystemCallFilter=~prctl", false);
	check_permits("SystemCallFilter=@system-service\nSystemCallFilter=~prctl:EPERM", true);
	check_permits("SystemCallFilter=@basic-io", false);
	check_permits("SystemCallFilter=~@swap", true);
	check_permits("SystemCallFilter=~@privileged", false);
	check_permits("SystemCallFilter=~capset\nSystemCallFilter=capset", true);
}
