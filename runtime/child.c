/* SPDX-License-Identifier: MIT */
/*
 * Children of the launcher: the raw calls, without what libc does for threads and for atfork
 * handlers. There are none.
 */
#define _GNU_SOURCE 1
#include "internal.h"

#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILLED = 128 }; /* as shells have it */

pid_t ambit_fork(void)
{
#ifdef SYS_fork
	long pid = syscall(SYS_fork);
#else
	long pid = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
#endif

	return pid < 0 ? -errno : (pid_t)pid;
}

int ambit_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : KILLED + WTERMSIG(status);
}
