/* SPDX-License-Identifier: MIT */
/*
 * ExecCondition=, ExecStartPre= and all but the last ExecStart=: systemd.service(5). A command has
 * a function of steps of its own, which runs in a child and ends in step "exec"; the launcher
 * waits.
 */
#define _GNU_SOURCE 1
#include "text.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SKIP_MOST = 254, DIED = 255 }; /* systemd.service(5), "ExecCondition=" */

static int run(ambit_place place, const char *directive, void (*command)(void), bool *failed)
{
	int status;

	ambit_hold_signals();
	pid_t pid = ambit_fork();

	if (pid < 0)
		ambit_fail(place, DIED, directive, "fork", -pid);
	if (!pid) {
		ambit_release_signals();
		ambit_directive = directive;
		ambit_failed = failed;
		command();
		_exit(DIED);
	}
	int error = ambit_wait_for_command(pid, &status);
	if (error)
		ambit_fail(place, DIED, directive, "wait", -error);
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
	bool *failed = ambit_share_notes(place);
	int status = run(place, directive, command, failed);

	if (!status || flags & AMBIT_IGNORE_FAILURE)
		return;
	int code = WIFSIGNALED(status) ? DIED : WEXITSTATUS(status);
	if (*failed) /* the launcher's failure is never the condition's answer */
		ambit_leave(code);
	if (flags & AMBIT_CONDITION && code <= SKIP_MOST)
		ambit_fail(place, 0, directive,
			   describe(place, status, ": the service is not wanted"), 0);
	ambit_fail(place, code, directive, describe(place, status, ""), 0);
}
