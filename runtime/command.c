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
#include <sys/wait.h>
#include <unistd.h>

enum { SKIP_MOST = 254, DIED = 255 }; /* systemd.service(5), "ExecCondition=" */

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

static sigset_t awaited_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGQUIT);
	sigaddset(&set, SIGTERM);
	return set;
}

static void await_signals(bool wait)
{
	sigset_t set = awaited_signals();

	sigprocmask(wait ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

/*
 * What is to end the launcher ends the command before, as systemd would: else a supervisor that
 * starts the launcher anew has two of them. 0 or -1 with errno.
 */
static int wait_for(pid_t pid, int *status)
{
	sigset_t set = awaited_signals();
	int ended = 0, number;
	pid_t waited;

	while (!(waited = waitpid(pid, status, WNOHANG))) {
		if (sigwait(&set, &number) || number == SIGCHLD)
			continue;
		ended = number;
		kill(pid, number);
	}
	await_signals(false);
	if (ended)
		raise(ended);
	return waited < 0 ? -1 : 0;
}

static int run(ambit_place place, const char *directive, void (*command)(void), bool *failed)
{
	int status;

	await_signals(true);
	pid_t pid = ambit_fork();

	if (pid < 0)
		ambit_fail(place, DIED, directive, "fork", -pid);
	if (!pid) {
		await_signals(false);
		ambit_directive = directive;
		ambit_failed = failed;
		command();
		_exit(DIED);
	}
	if (wait_for(pid, &status) < 0)
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
		ambit_leave(code);
	if (flags & AMBIT_CONDITION && code <= SKIP_MOST)
		ambit_fail(place, 0, directive,
			   describe(place, status, ": the service is not wanted"), 0);
	ambit_fail(place, code, directive, describe(place, status, ""), 0);
}
