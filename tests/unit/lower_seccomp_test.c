/* SPDX-License-Identifier: MIT */
/* The steps around a filter, and when no_new_privs is implied: plan/lower_seccomp.c. */
#include "pipeline.h"
#include "plan/layers.h"

#include <linux/capability.h>
#include <linux/filter.h>
#include <string.h>

#define START      "[Service]\nExecStart=/bin/true\n"
#define USER       "User=nobody\n"
#define PERMITTING "SystemCallFilter=@system-service\n"
#define FORBIDDING "SystemCallFilter=~@privileged\n"
#define BIT(name)  (UINT64_C(1) << CAP_##name)
#define ONE        "filter=2 layers flags=AMBIT_READ_BACK"

TEST(seccomp_steps)
{
	assert_step("", "seccomp", "");
	assert_step(PERMITTING, "seccomp", ONE);
	assert_step(PERMITTING, "keep_admin", "ambient=0x0");
	assert_step(PERMITTING, "capabilities", "");
	assert_step("SystemCallFilter=@basic-io\n", "seccomp", "filter=2 layers flags=0");
	assert_step("RestrictRealtime=yes\n", "limit", "resource=RLIMIT_RTPRIO soft=0 hard=0");
	assert_step("RestrictRealtime=yes\nLimitRTPRIO=3\n", "limit",
		    "resource=RLIMIT_RTPRIO soft=3 hard=3");
	assert_step("ProtectClock=yes\n", "bounding", "set=0xfffffff7fdffffff");
	assert_step("ProtectClock=yes\nCapabilityBoundingSet=CAP_SYS_TIME CAP_KILL\n", "bounding",
		    "set=0x20");
}

static size_t count_steps(const char *lines, const char *function, enum step_id id)
{
	struct arena arena = {0};
	struct pipeline *p =
		pipeline_of("web.service", arena_printf(&arena, START "%s", lines), NULL);
	size_t count = 0;
	assert_int_equal(p->diagnostics.errors, 0);
	for (size_t i = 0; i < p->plan.count; i++)
		for (size_t k = 0; k < p->plan.commands[i].count; k++)
			count += strcmp(p->plan.commands[i].function, function) == 0 &&
				 p->plan.commands[i].steps[k].id == id;
	pipeline_free(p);
	arena_free(&arena);
	return count;
}

TEST(seccomp_implied_no_new_privileges)
{
	assert_int_equal(count_steps(USER PERMITTING, "main", STEP_no_new_privileges), 0);
	assert_int_equal(count_steps(USER FORBIDDING, "main", STEP_no_new_privileges), 1);
	assert_int_equal(count_steps(FORBIDDING, "main", STEP_no_new_privileges), 0);
	assert_int_equal(count_steps("User=root\n" FORBIDDING, "main", STEP_no_new_privileges), 0);
	assert_int_equal(
		count_steps(USER "NoNewPrivileges=no\n" FORBIDDING, "main", STEP_no_new_privileges),
		1);
	assert_int_equal(count_steps(USER "NoNewPrivileges=yes\n" FORBIDDING, "main",
				     STEP_no_new_privileges),
			 1);
	assert_int_equal(count_steps(USER "ExecStartPre=!/bin/true\n" FORBIDDING,
				     "exec_start_pre_1", STEP_no_new_privileges),
			 0);
}

TEST(seccomp_gives_up_what_it_kept)
{
	assert_int_equal(count_steps(USER PERMITTING, "main", STEP_drop_admin), 1);
	assert_int_equal(count_steps(USER FORBIDDING, "main", STEP_drop_admin), 0);
	assert_int_equal(count_steps(FORBIDDING, "main", STEP_keep_admin), 1);
	assert_int_equal(count_steps(FORBIDDING, "main", STEP_drop_admin), 0); /* execve does */
	assert_int_equal(
		count_steps(USER "NoNewPrivileges=yes\n" PERMITTING, "main", STEP_keep_admin), 0);
	static const char pre[] = USER PERMITTING "ExecStartPre=+/bin/true\n";
	assert_int_equal(count_steps(pre, "exec_start_pre_1", STEP_seccomp), 0);
	assert_int_equal(count_steps(pre, "exec_start_pre_1", STEP_keep_admin), 0);
	assert_int_equal(count_steps(pre, "main", STEP_seccomp), 1);
}

TEST(seccomp_one_program)
{
	struct pipeline *p =
		pipeline_of("web.service", START "ExecStartPre=/bin/true\n" USER PERMITTING, NULL);
	const struct plan_filter *filter = p->plan.filter;
	size_t lines = 0;
	assert_int_equal(p->plan.count, 2);
	for (size_t i = 0; i < p->plan.count; i++)
		for (size_t k = 0; k < p->plan.commands[i].count; k++)
			if (p->plan.commands[i].steps[k].id == STEP_seccomp)
				assert_ptr_equal(p->plan.commands[i].steps[k].arguments[0].filter,
						 filter);
	for (size_t i = 0; i < filter->listing.len; i++)
		lines += filter->listing.at[i] == '\n';
	assert_int_equal(lines, filter->count);
	assert_string_equal(filter->directives, "SystemCallFilter");
	pipeline_free(p);
}

/* Each of them is a directive that a unit of its own may have. */
TEST(seccomp_of_takers)
{
	static const char *const lines[] = {"PrivateDevices=yes\n", "ProtectKernelModules=yes\n",
					    "ProtectKernelLogs=yes\n", "ProtectClock=yes\n"};
	for (size_t i = 0; i < 4; i++) {
		struct outcome *outcome = outcome_of("web.service", lines[i]);
		assert_int_equal(service_bounding(&outcome->service), ~capability_takers[i].set);
		assert_ptr_equal(service_bounding_setting(&outcome->service),
				 &outcome->service.settings[capability_takers[i].directive]);
		outcome_free(outcome);
	}
}

TEST(seccomp_of_what_the_launcher_needs)
{
	assert_told(START "SystemCallFilter=~execve\n", DIAG_FILTER, "execve");
	assert_told(START "SystemCallFilter=~write:EPERM\n", DIAG_FILTER, "write:EPERM");
	assert_told(START "SystemCallFilter=~exit_group\n", DIAG_FILTER, "exit_group");
	assert_told(START "SystemCallFilter=@basic-io\n", DIAG_LOADER_CALLS, "@basic-io");
	assert_nothing_told(START PERMITTING);
	assert_nothing_told(START "SystemCallLog=execve write openat\n");
	assert_nothing_told(START FORBIDDING);
	assert_told(START "AmbientCapabilities=CAP_WAKE_ALARM\nSecureBits=noroot\n"
			  "ProtectClock=yes\n",
		    DIAG_AMBIENT_OUTSIDE, "CAP_WAKE_ALARM");
	assert_told(START "[X-Ambit]\nKernelVersion=6.1\n", DIAG_CONFLICT, "6.1");
	assert_told(START "[X-Ambit]\nSystemCallNumbers=x86-64:1000\n", DIAG_CONFLICT,
		    "x86-64:1000");
}

/* Behind execve nothing is left of what was kept. */
static void check_service(const char *lines, uint64_t permitted, bool no_new_privileges)
{
	struct arena arena = {0};
	struct pipeline *p =
		pipeline_of("web.service", arena_printf(&arena, START "%s", lines), NULL);
	assert_int_equal(p->diagnostics.errors, 0);
	const struct credentials *c = &p->proof.commands[0].service;
	assert_int_equal(c->permitted, permitted);
	assert_int_equal(c->effective, permitted);
	assert_int_equal(c->inheritable, c->ambient);
	assert_int_equal(c->no_new_privileges, no_new_privileges);
	pipeline_free(p);
	arena_free(&arena);
}

TEST(seccomp_leaves_the_sets)
{
	check_service(USER PERMITTING, 0, false);
	check_service(USER FORBIDDING, 0, true);
	check_service(USER PERMITTING "AmbientCapabilities=CAP_KILL\n", BIT(KILL), false);
	check_service(USER PERMITTING "AmbientCapabilities=CAP_SYS_ADMIN\n", BIT(SYS_ADMIN), false);
	check_service("CapabilityBoundingSet=CAP_KILL\n" FORBIDDING, BIT(KILL), false);
	check_service("CapabilityBoundingSet=CAP_KILL\n" PERMITTING, BIT(KILL), false);
	check_service("SecureBits=noroot\n" FORBIDDING, 0, false);
}

/* As of the services of a policy, one after the other. */
TEST(seccomp_services_share_a_program)
{
	struct pipeline *p = pipeline_of("web.service", START "SystemCallFilter=~@mount\n", NULL);
	const struct plan_filter *first = p->plan.filter;
	plan_lower(&p->diagnostics, &p->service, &p->plan);
	assert_ptr_not_equal(p->plan.filter, first);
	assert_ptr_equal(p->plan.filter->code, first->code);
	p->service.settings[D_Service_LockPersonality].set = true;
	p->service.settings[D_Service_LockPersonality].number = 1;
	plan_lower(&p->diagnostics, &p->service, &p->plan);
	assert_ptr_not_equal(p->plan.filter->code, first->code);
	assert_ptr_equal(p->plan.filter->former, first);
	pipeline_free(p);
}
