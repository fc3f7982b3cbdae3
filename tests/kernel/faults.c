/* SPDX-License-Identifier: MIT */
/*
 * "helper fake CALL", "forbid CALL" and "exhaust CALL": a seccomp filter (seccomp(2)) under which a
 * system call claims success without effect, fails with EIO, or with EDQUOT. What the launcher reads back must then
 * differ.
 */
#include "helper.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#ifdef SYS_fork
#define FORK SYS_fork
#else
#define FORK SYS_clone
#endif

enum { ANY = -1, NOT_NULL = -2 };

static const struct call {
	const char *name;
	int number;
	int argument; /* that must be `value` */
	long value;
} calls[] = {
	{"setresuid", SYS_setresuid, ANY, 0},
	{"setresgid", SYS_setresgid, ANY, 0},
	{"setgroups", SYS_setgroups, ANY, 0},
	{"capset", SYS_capset, ANY, 0},
	{"capget", SYS_capget, ANY, 0},
	{"umask", SYS_umask, ANY, 0},
	{"setlimit", SYS_prlimit64, 2, NOT_NULL},
	{"getgroups", SYS_getgroups, ANY, 0},
	{"bounding", SYS_prctl, 0, PR_CAPBSET_DROP},
	{"securebits", SYS_prctl, 0, PR_SET_SECUREBITS},
	{"no_new_privs", SYS_prctl, 0, PR_SET_NO_NEW_PRIVS},
	{"ambient", SYS_prctl, 0, PR_CAP_AMBIENT},
	{"close_range", SYS_close_range, ANY, 0},
	{"setpriority", SYS_setpriority, ANY, 0},
	{"ioprio_set", SYS_ioprio_set, ANY, 0},
	{"personality", SYS_personality, ANY, 0},
	{"timer_slack", SYS_prctl, 0, PR_SET_TIMERSLACK},
	{"chdir", SYS_chdir, ANY, 0},
	{"chroot", SYS_chroot, ANY, 0},
	{"keyctl", SYS_keyctl, ANY, 0},
	{"getrandom", SYS_getrandom, ANY, 0},
	{"set_mempolicy", SYS_set_mempolicy, ANY, 0},
	{"sched_setattr", SYS_sched_setattr, ANY, 0},
	{"sched_setaffinity", SYS_sched_setaffinity, ANY, 0},
	{"seccomp", SYS_seccomp, ANY, 0},
	{"move_mount", SYS_move_mount, ANY, 0},
	{"fsetxattr", SYS_fsetxattr, ANY, 0},
	{"fork", FORK, ANY, 0},
	{"thread", SYS_clone, 0, CLONE_VM | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD},
	{"wait4", SYS_wait4, ANY, 0},
	{"unshare", SYS_unshare, ANY, 0},
	{"setns", SYS_setns, ANY, 0},
	{"sethostname", SYS_sethostname, ANY, 0},
	{"interface", SYS_ioctl, 1, SIOCSIFFLAGS},
	{"death_signal", SYS_prctl, 0, PR_SET_PDEATHSIG},
	{"memory_merge", SYS_prctl, 0, 67 /* PR_SET_MEMORY_MERGE, since 6.4 */},
};

/* The arguments are compared by their low 32 bits, a pointer by whether those are 0. */
static void install(const struct call *call, unsigned action)
{
	const unsigned at = call->argument < 0 ? 0 : (unsigned)call->argument;
	const unsigned low = (unsigned)offsetof(struct seccomp_data, args) + 8 * at;
	struct sock_filter compare =
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call->value, 0, 1);
	if (call->value == NOT_NULL)
		compare = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0);
	if (call->argument == ANY) /* both ways lead on */
		compare = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 0);
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call->number, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, low),
		compare,
		BPF_STMT(BPF_RET | BPF_K, action),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {sizeof(filter) / sizeof(*filter), filter};

	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		die("seccomp");
}

void break_call(const char *name, int error)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		if (strcmp(calls[i].name, name))
			continue;
		install(&calls[i], SECCOMP_RET_ERRNO | (unsigned)error);
		return;
	}
	errno = EINVAL;
	die(name);
}
