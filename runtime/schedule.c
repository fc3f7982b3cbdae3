/* SPDX-License-Identifier: MIT */
/*
 * Scheduling: policy, nice level, I/O priority, timer slack: sched(7), ioprio_set(2). What is so
 * already is left alone, for even to set it again may need CAP_SYS_NICE.
 */
#define _GNU_SOURCE 1
#include "text.h"

#include <errno.h>
#include <linux/ioprio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { RESET_ON_FORK = 1 }; /* SCHED_FLAG_RESET_ON_FORK; <sched.h> and <linux/sched.h> collide */

/* SCHED_ATTR_SIZE_VER0 of linux/sched/types.h, which some versions of libc declare on their own. */
struct attributes {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t deadline[3];
};

static const char *signed_decimal(ambit_place place, int number)
{
	return number < 0 ? ambit_join(place, "-",
				       ambit_decimal(place, (uint64_t) - (int64_t)number), "")
			  : ambit_decimal(place, (uint64_t)number);
}

/* The nice level is part of the call and stays; systemd would reset it to 0. */
void ambit_scheduling(ambit_place place, int policy, int priority, unsigned flags)
{
	struct attributes now, wanted = {
				       .size = sizeof(wanted),
				       .policy = (uint32_t)policy,
				       .priority = (uint32_t)priority,
				       .flags = flags & AMBIT_RESET_ON_FORK ? RESET_ON_FORK : 0,
			       };

	if (syscall(SYS_sched_getattr, 0, &now, sizeof(now), 0) < 0)
		ambit_fail(place, AMBIT_STATUS_scheduling, "CPUSchedulingPolicy", "sched_getattr",
			   errno);
	if (now.policy == wanted.policy && now.priority == wanted.priority &&
	    (now.flags & RESET_ON_FORK) == wanted.flags)
		return;
	wanted.nice = now.nice;
	if (syscall(SYS_sched_setattr, 0, &wanted, 0) < 0)
		ambit_fail(place, AMBIT_STATUS_scheduling, "CPUSchedulingPolicy",
			   ambit_join(place, "priority ", signed_decimal(place, priority), ""),
			   errno);
}

/*
 * The system call tells 20 less the nice level, so that no level looks like an error:
 * getpriority(2).
 */
void ambit_nice(ambit_place place, int nice)
{
	const int process = 0; /* PRIO_PROCESS, an enum in glibc */

	if (syscall(SYS_getpriority, process, 0) == 20 - nice)
		return;
	if (syscall(SYS_setpriority, process, 0, nice) < 0)
		ambit_fail(place, AMBIT_STATUS_nice, "Nice", signed_decimal(place, nice), errno);
}

void ambit_io_priority(ambit_place place, int class, int level)
{
	long wanted = (long)IOPRIO_PRIO_VALUE((unsigned)class, (unsigned)level);

	if (syscall(SYS_ioprio_get, IOPRIO_WHO_PROCESS, 0) == wanted)
		return;
	if (syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, wanted) < 0)
		ambit_fail(place, AMBIT_STATUS_io_priority, "IOSchedulingClass",
			   ambit_join(place, "priority ", signed_decimal(place, level), ""), errno);
}

void ambit_timer_slack(ambit_place place, uint64_t nanoseconds)
{
	unsigned long slack = (unsigned long)nanoseconds;
	int error = slack == nanoseconds ? 0 : ERANGE;

	if (!error && prctl(PR_SET_TIMERSLACK, slack, 0UL, 0UL, 0UL) < 0)
		error = errno;
	if (error)
		ambit_fail(place, AMBIT_STATUS_timer_slack, "TimerSlackNSec",
			   ambit_decimal(place, nanoseconds), error);
}
