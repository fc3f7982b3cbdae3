/* SPDX-License-Identifier: MIT */
/*
 * PrivatePIDs=: pid_namespaces(7). Only a child can be PID 1 of a new namespace, so that here, other than
 * anywhere else, the launcher stays: outside, as the parent of the service, with no right but that to send
 * it signals. It ends as the service does; and the kernel kills the service when the launcher is killed.
 */
#define _GNU_SOURCE 1
#include "credentials.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const char directive[] = "PrivatePIDs";
static int launcher = -1; /* in the service: a descriptor for the process that waits outside */

/* A service that gives up root itself is another user's: then kill(2) takes this one capability. */
static int give_up_privileges(void)
{
	struct ambit_sets sets = {0};
	int error = ambit_get_process_sets(&sets);

	sets.permitted &= CAP(KILL);
	sets.effective = sets.permitted;
	sets.inheritable = 0;
	error = error ? error : ambit_set_process_sets(&sets);
	if (error)
		return error;
	/* no user of this uid can trace it, no core file is written of it */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) < 0 ||
	    prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) < 0 || chdir("/") < 0)
		return -errno;
	return 0;
}

/* Nothing of the service's is held open: whoever reads its output sees the end when it ends. */
static int close_all_but(int fd)
{
	if (fd && syscall(SYS_close_range, 0, fd - 1, 0) < 0)
		return -errno;
	return syscall(SYS_close_range, fd + 1, ~0u, 0) < 0 ? -errno : 0;
}

static _Noreturn void end_as(int status)
{
	sigset_t set;
	int number = WTERMSIG(status);

	if (WIFEXITED(status))
		_exit(WEXITSTATUS(status));
	signal(number, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, number);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(number);
	_exit(AMBIT_STATUS_pid_namespace);
}

/* What a terminal sends goes to the service too, which is of the same process group; not so its end. */
static bool is_passed_on(int number, const siginfo_t *info)
{
	return number > 0 && (info->si_code != SI_KERNEL || number == SIGHUP);
}

static _Noreturn void stand_by(pid_t service, const sigset_t *all)
{
	siginfo_t info;
	int status;

	for (;;) {
		int number = sigwaitinfo(all, &info);
		if (number != SIGCHLD && is_passed_on(number, &info))
			kill(service, number);
		if (waitpid(service, &status, WNOHANG) == service)
			end_as(status);
	}
}

/* The service waits for a byte, until the launcher is as it will stay. */
static _Noreturn void be_launcher(ambit_place place, pid_t service, int ready, const sigset_t *all)
{
	int error = give_up_privileges();

	if (!error && write(ready, "", 1) != 1)
		error = -EPIPE;
	if (error) {
		kill(service, SIGKILL);
		ambit_fail(place, AMBIT_STATUS_pid_namespace, directive,
			   "the launcher cannot give up its privileges", -error);
	}
	close_all_but(ready);
	close(ready);
	stand_by(service, all);
}

static int open_process(pid_t pid)
{
	return (int)syscall(SYS_pidfd_open, pid, 0);
}

void ambit_pid_namespace(ambit_place place)
{
	const int status = AMBIT_STATUS_pid_namespace;
	sigset_t all, before;
	int ready[2];
	char byte;

	launcher = open_process(getpid());
	if (launcher < 0 || pipe2(ready, O_CLOEXEC) < 0)
		ambit_fail(place, status, directive, NULL, errno);
	if (unshare(CLONE_NEWPID) < 0)
		ambit_fail_namespace(place, directive, status, errno);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	pid_t pid = ambit_fork();
	if (pid < 0)
		ambit_fail(place, status, directive, "fork", -pid);
	if (pid)
		be_launcher(place, pid, ready[1], &all);
	close(ready[1]);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (read(ready[0], &byte, 1) != 1) /* the launcher has said why */
		_exit(status);
	close(ready[0]);
	if (getpid() != 1)
		ambit_fail(place, status, directive,
			   "the process is not the first of its namespace", 0);
}

/* Here, since each change of the ids before takes it back: prctl(2), PR_SET_PDEATHSIG. */
void ambit_parent_death(ambit_place place)
{
	struct pollfd gone = {.fd = launcher, .events = POLLIN};
	int number = 0;

	if (prctl(PR_SET_PDEATHSIG, (long)SIGKILL, 0L, 0L, 0L) < 0 ||
	    prctl(PR_GET_PDEATHSIG, &number, 0L, 0L, 0L) < 0 || poll(&gone, 1, 0) < 0)
		ambit_fail(place, AMBIT_STATUS_parent_death, directive, "PR_SET_PDEATHSIG", errno);
	if (number != SIGKILL)
		ambit_fail(place, AMBIT_STATUS_parent_death, directive,
			   "the service would outlive the launcher", 0);
	if (gone.revents)
		ambit_fail(place, AMBIT_STATUS_parent_death, directive,
			   "the launcher that waits for the service is gone", 0);
	close(launcher);
}
