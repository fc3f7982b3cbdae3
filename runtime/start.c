/* SPDX-License-Identifier: MIT */
/*
 * The first steps: undo what a process inherits through execve and the policy did not ask for
 * (execve(2), "Effect on process attributes"), so that the service starts as if PID 1 had started
 * it.
 */
#define _GNU_SOURCE 1
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

enum { FIRST_SOCKET = STDERR_FILENO + 1 }; /* sd_listen_fds(3) */

const char *const *ambit_sources;
int ambit_argc;
char **ambit_argv;
bool ambit_secure;
unsigned ambit_sockets, ambit_opened;
const char *ambit_opened_names;

/* Otherwise the next file that is opened would become a standard stream. */
static void open_standard_streams(void)
{
	static const struct {
		const char *directive;
		int status;
	} streams[] = {
		{"StandardInput", AMBIT_STATUS_input},
		{"StandardOutput", AMBIT_STATUS_output},
		{"StandardError", AMBIT_STATUS_error},
	};
	struct pollfd fds[] = {{.fd = 0}, {.fd = 1}, {.fd = 2}};

	if (poll(fds, 3, 0) <= 0) /* one call tells of all three */
		return;
	for (int fd = 0; fd < 3; fd++)
		if (fds[fd].revents & POLLNVAL && open("/dev/null", O_RDWR) != fd)
			ambit_fail(0, streams[fd].status, streams[fd].directive, "/dev/null",
				   errno);
}

/*
 * The raw call, since libc hides the signals that it may use itself (32 to 34), which a caller can
 * have set to be ignored all the same. A zeroed struct means SIG_DFL, no flags, no mask on all
 * architectures.
 */
static void reset_signals(bool ignore_sigpipe)
{
	static const unsigned long zero[16];
	const size_t set_size = _NSIG / 8;

	for (int number = 1; number < _NSIG; number++)
		if (number != SIGKILL && number != SIGSTOP)
			syscall(SYS_rt_sigaction, number, zero, NULL, set_size);
	if (ignore_sigpipe)
		sigaction(SIGPIPE, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, zero, NULL, set_size);
}

/* Timers of the caller go on through execve: setitimer(2). */
static void stop_timers(void)
{
	static const struct itimerval zero;

	setitimer(ITIMER_REAL, &zero, NULL);
	setitimer(ITIMER_VIRTUAL, &zero, NULL);
	setitimer(ITIMER_PROF, &zero, NULL);
}

/* sd_listen_fds(3). A caller with less privilege than the launcher is not its supervisor. */
static unsigned count_sockets(void)
{
	const char *pid = ambit_own_variable("LISTEN_PID"), *fds = ambit_own_variable("LISTEN_FDS");
	uint64_t number, count;

	if (ambit_secure || !pid || !fds)
		return 0;
	if (ambit_parse_number(pid, &number) || number != (uint64_t)getpid())
		return 0;
	if (ambit_parse_number(fds, &count) || count > INT32_MAX - FIRST_SOCKET)
		return 0;
	for (unsigned i = 0; i < count; i++)
		if (fcntl(FIRST_SOCKET + (int)i, F_GETFD) < 0)
			return 0;
	return (unsigned)count;
}

void ambit_start(int argc, char **argv, const char *const *sources, unsigned flags)
{
	ambit_sources = sources;
	open_standard_streams();
	ambit_secure = getauxval(AT_SECURE);
	if (argc > 1) {
		ambit_argc = argc - 1;
		ambit_argv = argv + 1;
		if (!(flags & AMBIT_PASS_ARGUMENTS))
			ambit_fail(0, AMBIT_STATUS_start, argv[1],
				   "the policy passes no arguments on", 0);
	}
	reset_signals(!(flags & AMBIT_RECEIVE_SIGPIPE));
	stop_timers();
	prctl(PR_SET_PDEATHSIG, 0L, 0L, 0L, 0L); /* all three survive execve: prctl(2) */
	prctl(PR_SET_CHILD_SUBREAPER, 0L, 0L, 0L, 0L);
	prctl(PR_SET_THP_DISABLE, 0L, 0L, 0L, 0L);
	umask(S_IWGRP | S_IWOTH); /* 0022, as PID 1 has it */
	ambit_sockets = count_sockets();
	ambit_no_new_privileges_at_start = prctl(PR_GET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L);
}

/* Without AMBIT_SOCKETS what was passed is closed too, and so is not announced. */
void ambit_descriptors(ambit_place place, unsigned flags)
{
	if (!(flags & AMBIT_SOCKETS))
		ambit_sockets = 0;
	for (unsigned i = 0; i < ambit_sockets; i++)
		if (fcntl(FIRST_SOCKET + (int)i, F_SETFD, 0) < 0)
			ambit_fail(place, AMBIT_STATUS_descriptors, "Sockets", NULL, errno);
	if (syscall(SYS_close_range, FIRST_SOCKET + ambit_sockets, ~0u, 0) < 0)
		ambit_fail(place, AMBIT_STATUS_descriptors, "descriptors", "close_range", errno);
}

/*
 * The leader of a process group cannot start a session: setsid(2). A child could, but not with this
 * PID.
 */
void ambit_session(ambit_place place)
{
	if (setsid() >= 0 || getsid(0) == getpid())
		return;
	ambit_fail(place, AMBIT_STATUS_session, "session",
		   "the launcher already leads a process group: start it through setsid(1)", errno);
}
