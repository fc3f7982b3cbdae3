/* SPDX-License-Identifier: MIT */
/*
 * What is to end the launcher while it waits: for a command, as systemd would, it ends that before, else a
 * supervisor that starts the launcher anew has two of them; and what was made for this run is taken away.
 */
#define _GNU_SOURCE 1
#include "internal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KILLED = 128 }; /* as shells have it */

static sigset_t ending_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGQUIT);
	sigaddset(&set, SIGTERM);
	return set;
}

static void hold(int how)
{
	sigset_t set = ending_signals();

	sigaddset(&set, SIGCHLD);
	sigprocmask(how, &set, NULL);
}

void ambit_hold_signals(void)
{
	hold(SIG_BLOCK);
}

/* The first process of a PID namespace does not die of a signal that it sends to itself. */
static _Noreturn void end_by(int number)
{
	if (ambit_undo)
		ambit_undo();
	hold(SIG_UNBLOCK);
	raise(number);
	_exit(KILLED + number);
}

void ambit_release_signals(void)
{
	const sigset_t set = ending_signals();
	int number = sigtimedwait(&set, NULL, &(struct timespec){0});

	if (number > 0)
		end_by(number);
	hold(SIG_UNBLOCK);
}

int ambit_wait_for_command(pid_t pid, int *status)
{
	sigset_t set = ending_signals();
	int ended = 0, number;
	pid_t waited;

	sigaddset(&set, SIGCHLD);
	while (!(waited = waitpid(pid, status, WNOHANG))) {
		if (sigwait(&set, &number) || number == SIGCHLD)
			continue;
		ended = number;
		kill(pid, number);
	}
	int error = errno;
	if (ended)
		end_by(ended);
	ambit_release_signals();
	return waited < 0 ? -error : 0;
}

void ambit_await_input(int fd)
{
	const sigset_t set = ending_signals();
	struct pollfd waited[] = {{.fd = signalfd(-1, &set, SFD_CLOEXEC), .events = POLLIN},
				  {.fd = fd, .events = POLLIN}};

	if (waited[0].fd < 0)
		return;
	ambit_hold_signals();
	while (poll(waited, 2, -1) < 0 && errno == EINTR)
		;
	ambit_release_signals();
	close(waited[0].fd);
}
