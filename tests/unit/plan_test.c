/* SPDX-License-Identifier: MIT */
/* The table of steps, which commands there are, and the order and the owners of their steps. */
#include "pipeline.h"

#include <string.h>

TEST(plan_rows_are_whole)
{
	for (int i = 0; i < STEP_COUNT; i++) {
		const struct step_row *row = &step_rows[i];
		struct slice name;
		assert_true(*row->name && strlen(row->summary) > 5);
		assert_true(row->who && (row->who & ~(unsigned)ALL) == 0);
		assert_true(row->status >= 0 && row->status < 256);
		for (size_t n = 0; n < STEP_ARGUMENTS; n++) {
			char letter = step_parameter((enum step_id)i, n, &name);
			if (letter)
				assert_true(strchr("nohlkfxtsgcmpveab", letter) && name.len > 0);
		}
		assert_int_equal(step_parameter((enum step_id)i, STEP_ARGUMENTS, &name), 0);
	}
}

TEST(plan_parameters)
{
	struct slice name;
	assert_int_equal(step_parameter(STEP_limit, 0, &name), 'k');
	assert_true(slice_is(name, "resource"));
	assert_int_equal(step_parameter(STEP_limit, 2, &name), 'l');
	assert_true(slice_is(name, "hard"));
	assert_int_equal(step_parameter(STEP_limit, 3, &name), 0);
	assert_int_equal(step_parameter(STEP_user, 0, &name), 0);
}

static const char all[] =
	"[Service]\nType=oneshot\nExecCondition=/bin/a\nExecStartPre=+/bin/b\nExecStart=!/bin/"
	"c\nExecStart=/bin/d\n"
	"User=nobody\nNoNewPrivileges=yes\nLimitNOFILE=5\nNice=3\nEnvironment=B=1 A=2\n"
	"AmbientCapabilities=CAP_KILL\nCapabilityBoundingSet=CAP_KILL\n";

TEST(plan_functions)
{
	static const char *const functions[] = {"exec_condition_1", "exec_start_pre_1",
						"exec_start_1", "main"};
	struct pipeline *p = pipeline_of("web.service", all, NULL);
	assert_int_equal(p->plan.count, 4);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(p->plan.commands[i].function, functions[i]);
	pipeline_free(p);
}

TEST(plan_steps_are_in_the_order_of_the_table)
{
	struct pipeline *p = pipeline_of("web.service", all, NULL);
	for (size_t i = 0; i < p->plan.count; i++) {
		const struct command_plan *command = &p->plan.commands[i];
		for (size_t k = 1; k < command->count; k++)
			assert_true(command->steps[k - 1].id <= command->steps[k].id);
		assert_int_equal(command->steps[command->count - 1].id, STEP_exec);
		assert_int_equal(command->steps[command->count - 2].id, STEP_verify);
	}
	pipeline_free(p);
}

static bool has_step(const struct command_plan *command, int id)
{
	for (size_t i = 0; i < command->count; i++)
		if ((int)command->steps[i].id == id)
			return true;
	return false;
}

TEST(plan_prefixes_leave_out_what_the_table_says)
{
	static const unsigned who[] = {WHO_PLAIN, WHO_PRIVILEGED, WHO_NO_SETUID, WHO_PLAIN};
	static const enum step_id steps[] = {
		STEP_limit, STEP_bounding,          STEP_ambient,      STEP_securebits, STEP_group,
		STEP_user,  STEP_no_new_privileges, STEP_capabilities, STEP_nice};
	struct pipeline *p = pipeline_of("web.service", all, NULL);
	for (size_t i = 0; i < p->plan.count; i++)
		for (size_t k = 0; k < sizeof(steps) / sizeof(*steps); k++)
			assert_int_equal(has_step(&p->plan.commands[i], (int)steps[k]),
					 (step_rows[steps[k]].who & who[i]) != 0);
	pipeline_free(p);
}

TEST(plan_of_permissions_start_only)
{
	static const char lines[] =
		"User=nobody\nPermissionsStartOnly=yes\nExecStartPre=/bin/a\nExecStart=/bin/b\n";
	assert_steps(lines, "exec_start_pre_1", "user", "");
	assert_steps(lines, "main", "exec", "path=\"/bin/b\" flags=0 arguments=[\"/bin/b\"]");
	struct pipeline *p = pipeline_of("web.service",
					 "[Service]\nUser=nobody\nPermissionsStartOnly=yes\n"
					 "ExecStartPre=/bin/a\nExecStart=/bin/b\n",
					 NULL);
	assert_false(has_step(&p->plan.commands[0], STEP_user));
	assert_true(has_step(&p->plan.commands[1], STEP_user));
	pipeline_free(p);
}

/* Each "value" row has its step, and the step has its value. */
TEST(plan_of_plain_values)
{
	assert_step("Nice=-7\n", "nice", "nice=-7");
	assert_step("", "nice", "");
	assert_step("OOMScoreAdjust=500\n", "oom_score_adjust", "score=500");
	assert_step("TimerSlackNSec=5ms\n", "timer_slack", "nanoseconds=5000000");
	assert_step("Personality=x86\n", "personality", "personality=PER_LINUX32");
	assert_step("SELinuxContext=-a_u:b_r:c_t\n", "selinux_context",
		    "context=\"a_u:b_r:c_t\" flags=AMBIT_OPTIONAL");
	assert_step("AppArmorProfile=web\n", "apparmor_profile", "profile=\"web\" flags=0");
	assert_step("CoredumpFilter=elf-headers\n", "coredump_filter", "mask=0x10");
}
