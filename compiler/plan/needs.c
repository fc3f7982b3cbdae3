/* SPDX-License-Identifier: MIT */
/*
 * What a launcher itself needs for its steps (capabilities(7)), when their ends are not yet the
 * state.
 */
#include "plan/plan.h"

#include <linux/capability.h>
#include <string.h>

#define CAP(name) (UINT64_C(1) << CAP_##name)

static bool is_constant(const struct argument *argument, const char *constant)
{
	return strcmp(argument->constant, constant) == 0;
}

uint64_t step_needs(const struct step *step)
{
	const struct argument *first = &step->arguments[0];
	switch (step->id) {
	case STEP_network_namespace: /* where it is made, loopback goes up too */
		return CAP(SYS_ADMIN) | (first->text.at ? 0 : CAP(NET_ADMIN));
	case STEP_ipc_namespace:
	case STEP_pid_namespace:
	case STEP_cgroup_namespace:
	case STEP_uts_namespace:
		return CAP(SYS_ADMIN);
	case STEP_user_namespace: /* for the maps */
		return CAP(SETGID) | CAP(SETUID) | CAP(SETFCAP);
	case STEP_bounding:
		return CAP(SETPCAP);
	case STEP_groups:
	case STEP_group:
		return CAP(SETGID);
	case STEP_user:
		return CAP(SETUID);
	case STEP_ambient:
		return first->bits >> 63 ? 0 : first->bits;
	case STEP_securebits:
		return is_constant(first, "0") ? 0 : CAP(SETPCAP);
	case STEP_dynamic_user:
		return CAP(CHOWN) | CAP(DAC_OVERRIDE);
	case STEP_runtime_directory:
	case STEP_state_directory:
	case STEP_cache_directory:
	case STEP_logs_directory:
	case STEP_configuration_directory:
		return CAP(CHOWN) | CAP(DAC_OVERRIDE) | CAP(FOWNER);
	case STEP_credentials:
		return CAP(SYS_ADMIN);
	case STEP_root_directory:
		return CAP(SYS_CHROOT);
	case STEP_view:
		return CAP(SYS_ADMIN);
	case STEP_nice:
		return first->number < 0 ? CAP(SYS_NICE) : 0;
	case STEP_scheduling:
		return is_constant(first, "SCHED_FIFO") || is_constant(first, "SCHED_RR")
			       ? CAP(SYS_NICE)
			       : 0;
	case STEP_io_priority:
		return is_constant(first, "IOPRIO_CLASS_RT") ? CAP(SYS_NICE) : 0;
	case STEP_oom_score_adjust:
		return first->number < 0 ? CAP(SYS_RESOURCE) : 0;
	case STEP_limit: /* unless the caller's hard limit is as high */
		return step->arguments[2].bits ? CAP(SYS_RESOURCE) : 0;
	case STEP_keep_admin: /* unless the caller has no_new_privs */
		return CAP(SYS_ADMIN);
	case STEP_smack_label:
		return CAP(MAC_ADMIN);
	case STEP_terminal: /* TIOCVHANGUP; vhangup(2) wants another one */
		return strstr(step->arguments[1].constant, "AMBIT_HANGUP") ? CAP(SYS_ADMIN) : 0;
	default:
		return 0;
	}
}

size_t steps_outside(const struct command_plan *command)
{
	size_t count = 0;
	while (count < command->count && command->steps[count].id != STEP_user_namespace)
		count++;
	return count < command->count ? count + 1 : count;
}

uint64_t plan_needs(const struct plan *plan)
{
	uint64_t needs = 0;
	for (size_t i = 0; i < plan->count; i++)
		for (size_t k = 0; k < steps_outside(&plan->commands[i]); k++)
			needs |= step_needs(&plan->commands[i].steps[k]);
	return needs;
}
