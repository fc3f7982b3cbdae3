/* SPDX-License-Identifier: MIT */
/* The small files plan/lower_*.c: identity, capabilities, limits, scheduling, conditions, what is
 * read back. */
#include "pipeline.h"

#include <string.h>

TEST(lower_ids)
{
	assert_step("User=nobody\n", "resolve_user", "user=\"nobody\"");
	assert_step("User=nobody\n", "resolve_group", "");
	assert_step("User=nobody\n", "resolve_groups", "groups=[]");
	static const char all[] =
		"User=7\nGroup=8\nSupplementaryGroups=a b\nSupplementaryGroups=9\n";
	assert_step(all, "resolve_user", "user=\"7\"");
	assert_step(all, "resolve_group", "group=\"8\"");
	assert_step(all, "resolve_groups", "groups=[\"a\", \"b\", \"9\"]");
	assert_step("", "resolve_user", "user=none");
	assert_step("", "groups", "flags=0"); /* always: an inherited list must not stay */
	assert_steps("ExecStartPre=+/bin/a\nExecStart=/bin/b\nUser=nobody\n", "exec_start_pre_1",
		     "groups", "flags=AMBIT_INITGROUPS");
}

TEST(lower_caps)
{
	assert_step("", "bounding", "");
	assert_step("", "ambient", "set=0x0");
	assert_step("", "capabilities", "ambient=0x0");
	assert_step("", "securebits", "bits=0");
	assert_step("CapabilityBoundingSet=CAP_CHOWN CAP_KILL\n", "bounding", "set=0x21");
	assert_step("CapabilityBoundingSet=\n", "bounding", "set=0x0");
	assert_step("CapabilityBoundingSet=~CAP_CHOWN\n", "bounding", "set=0xfffffffffffffffe");
	assert_step("CapabilityBoundingSet=~\n", "bounding", "");
	assert_step("AmbientCapabilities=CAP_KILL\n", "ambient", "set=0x20");
	assert_step("AmbientCapabilities=CAP_KILL\n", "capabilities", "ambient=0x20");
	assert_step("SecureBits=noroot noroot-locked\n", "securebits",
		    "bits=SECBIT_NOROOT | SECBIT_NOROOT_LOCKED");
}

TEST(lower_limits)
{
	assert_step("", "limit", "");
	assert_step("LimitNOFILE=10:20\nLimitCORE=infinity\n", "limit",
		    "resource=RLIMIT_CORE soft=infinity hard=infinity | resource=RLIMIT_NOFILE "
		    "soft=10 hard=20");
	assert_step("LimitNPROC=5\nLimitNPROC=6\n", "limit", "resource=RLIMIT_NPROC soft=6 hard=6");
}

TEST(lower_schedule)
{
	assert_step(
		"CPUSchedulingPolicy=rr\nCPUSchedulingPriority=7\nCPUSchedulingResetOnFork=yes\n",
		"scheduling", "policy=SCHED_RR priority=7 flags=AMBIT_RESET_ON_FORK");
	assert_step("CPUSchedulingPolicy=fifo\n", "scheduling",
		    "policy=SCHED_FIFO priority=1 flags=0");
	assert_step("CPUSchedulingPolicy=idle\n", "scheduling",
		    "policy=SCHED_IDLE priority=0 flags=0");
	assert_step("CPUAffinity=0 2-3 64\n", "cpu_affinity", "cpus=0x1 0xd");
	assert_step("CPUAffinity=numa\nNUMAPolicy=bind\nNUMAMask=1\n", "cpu_affinity_numa",
		    "nodes=0x2");
	assert_step("NUMAPolicy=bind\nNUMAMask=0-1\n", "numa_policy", "policy=MPOL_BIND nodes=0x3");
	assert_step("IOSchedulingClass=idle\n", "io_priority", "class=IOPRIO_CLASS_IDLE level=4");
	assert_step("IOSchedulingPriority=2\n", "io_priority", "class=IOPRIO_CLASS_BE level=2");
	assert_step("CPUAffinity=1\nCPUAffinity=\n", "cpu_affinity", "");
}

TEST(lower_conditions)
{
	static const char unit[] =
		"[Service]\nExecStartPre=/bin/a\nExecStart=/bin/b\n[Unit]\n"
		"ConditionPathExists=/1\nAssertPathExists=/2\nConditionPathIsDirectory=!/3\n"
		"ConditionPathExists=|/4\nConditionPathExists=|!/5\n";
	struct pipeline *p = pipeline_of("web.service", unit, NULL);
	struct text text = {.arena = &p->arena};
	assert_int_equal(p->diagnostics.errors, 0);
	plan_dump(&p->diagnostics, &p->plan, &text);
	/* in the order in which they are written, in main only, each list with its own end */
	const char *main = strstr(text.at, "\nmain\n");
	assert_non_null(main);
	assert_true(strstr(text.at, "condition ") > main);
	const char *last = main;
	static const char *const order[] = {"operand=\"/1\"",
					    "flags=AMBIT_NOT operand=\"/3\"",
					    "flags=AMBIT_TRIGGER operand=\"/4\"",
					    "flags=AMBIT_NOT | AMBIT_TRIGGER operand=\"/5\"",
					    "condition_any ",
					    "assertion ",
					    "operand=\"/2\""};
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		const char *found = strstr(last, order[i]);
		assert_non_null(found);
		last = found;
	}
	assert_null(strstr(text.at, "assertion_any"));
	pipeline_free(p);
}

static const struct expected *expected_of(struct pipeline *p, size_t command)
{
	const struct command_plan *plan = &p->plan.commands[command];
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].id == STEP_verify)
			return plan->steps[i].arguments[0].expected;
	fail_msg("no step verify");
	return NULL;
}

TEST(lower_verify)
{
	struct pipeline *p = pipeline_of(
		"web.service",
		"[Service]\nExecStartPre=+/bin/a\nExecStart=/bin/b\n"
		"AmbientCapabilities=CAP_KILL\nCapabilityBoundingSet=CAP_KILL CAP_CHOWN\n"
		"NoNewPrivileges=yes\nUMask=0077\nLimitNOFILE=5\nSecureBits=noroot\n",
		NULL);
	const struct expected *plain = expected_of(p, 1), *privileged = expected_of(p, 0);
	static const char *const checks[] = {"AMBIT_CHECK_USER", "AMBIT_CHECK_CAPABILITIES",
					     "AMBIT_CHECK_BOUNDING",
					     "AMBIT_CHECK_NO_NEW_PRIVILEGES"};
	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
		assert_non_null(strstr(plain->check, checks[i]));
		assert_null(strstr(privileged->check, checks[i]));
	}
	assert_int_equal(plain->bounding, 0x21);
	assert_int_equal(plain->ambient, 0x20);
	assert_int_equal(plain->no_new_privileges, 1);
	assert_string_equal(plain->securebits, "SECBIT_NOROOT");
	assert_int_equal(plain->limit_count, 1);
	assert_int_equal(privileged->limit_count, 0); /* it has none set */
	assert_int_equal(plain->umask, 0077);
	assert_int_equal(privileged->umask, 0077);
	pipeline_free(p);
}

TEST(lower_verify_of_what_is_unset)
{
	struct pipeline *p = pipeline_of("web.service", "[Service]\nExecStart=/bin/b\n", NULL);
	const struct expected *expected = expected_of(p, 0);
	assert_null(strstr(expected->check, "BOUNDING"));
	assert_null(strstr(expected->check, "NO_NEW_PRIVILEGES"));
	assert_int_equal(expected->umask, 0022);
	assert_string_equal(expected->securebits, "0");
	pipeline_free(p);
}
