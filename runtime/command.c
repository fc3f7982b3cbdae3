/* SPDX-License-Identifier: MIT */
/*
 * ExecCondition=, ExecStartPre= and all but the last ExecStart=: systemd.service(5). A command has
 * a function of steps of its own, which runs in a child and ends in step "exec"; the launcher
 * waits.
 */
#define _GNU_SOURCE 1
#include "text.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SKIP_MOST = 254, DIED = 255 }; /* systemd.service(5), "ExecCondition=" */

/* Without what libc's fork() does for threads and for atfork handlers. There are none. */
static pid_t start(void)
{
#ifdef SYS_fork
	return (pid_t)syscall(SYS_fork);
#else
	return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
#endif
}

/*
 * A byte that the child shares until execve: it is true when a step of its own has failed, and said
 * so.
 */
static bool *shared_flag(void)
{
	static void *page;
	const int access = PROT_READ | PROT_WRITE, kind = MAP_SHARED | MAP_ANONYMOUS;

	if (!page) {
		/* cppcheck-suppress invalidFunctionArg ; no file */
		page = mmap(NULL, sizeof(bool), access, kind, -1, 0);
	}
	if (page == MAP_FAILED)
		return NULL;
	*(bool *)page = false;
	return page;
}

static int run(ambit_place place, const char *directive, void (*command)(void), bool *failed)
{
	int status;
	pid_t pid = start();

	if (pid < 0)
		ambit_fail(place, DIED, directive, "fork", errno);
	if (!pid) {
		ambit_directive = directive;
		ambit_failed = failed;
		command();
		_exit(DIED);
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			ambit_fail(place, DIED, directive, "wait", errno);
	return status;
}

static const char *describe(ambit_place place, int status, const char *consequence)
{
	const char *how = WIFSIGNALED(status) ? "was killed by signal " : "ended with status ";
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);

	return ambit_join(place, how, ambit_decimal(place, (uint64_t)number), consequence);
}

void ambit_command(ambit_place place, const char *directive, void (*command)(void), unsigned flags)
{
	bool *failed = shared_flag();
	int status = run(place, directive, command, failed);

	if (!status || flags & AMBIT_IGNORE_FAILURE)
		return;
	int code = WIFSIGNALED(status) ? DIED : WEXITSTATUS(status);
	if (failed && *failed) /* the launcher's failure is never the condition's answer */
		_exit(code);
	if (flags & AMBIT_CONDITION && code <= SKIP_MOST)
		ambit_fail(place, 0, directive,
			   describe(place, status, ": the service is not wanted"), 0);
	ambit_fail(place, code, directive, describe(place, status, ""), 0);
}
