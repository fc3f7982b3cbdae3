/* SPDX-License-Identifier: MIT */
/*
 * Most launchers that fail do so when the rights are given up: the program is missing, or the working directory.
 * So a second thread keeps them, for ids, capabilities and filters are those of a thread. It does nothing but
 * wait until the launcher fails; then it undoes, and ends the process. When the service begins, execve(2) has
 * ended it: no process stays, no descriptor, and nothing to be waited for.
 */
#define _GNU_SOURCE 1
#include "internal.h"

#include <sched.h>
#include <stdalign.h>
#include <sys/eventfd.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { STACK = 32 << 10 };

/*
 * The clone(2) that the C libraries start their threads with. That of musl without the underscores refuses threads
 * from version 1.2.5 on, for they lack storage of their own: here one of two waits always.
 */
int __clone(int (*thread)(void *), void *stack, int flags, void *argument, ...);

static int request = -1; /* an eventfd(2): the exit status and 1 */
static alignas(max_align_t) char stack[STACK];

static int keep(void *nothing)
{
	uint64_t status;

	(void)nothing;
	if (read(request, &status, sizeof(status)) == sizeof(status)) {
		ambit_hand_over = NULL;
		ambit_undo_all();
		_exit((int)status - 1); /* exit_group(2) */
	}
	return 0;
}

/* Behind a filter there is no call to wait with but write(2): the second goes on when the first is read. */
static void hand_over(int status)
{
	const uint64_t value = (uint64_t)status + 1, most = UINT64_MAX - 1;

	if (write(request, &value, sizeof(value)) != sizeof(value))
		return;
	while (write(request, &most, sizeof(most)))
		;
}

/*
 * Nobody with less rights may trace the thread that gives them up, for the two share their memory. Who changes his
 * uid is as open as /proc/sys/fs/suid_dumpable says, and a change of another id tells before.
 */
static bool close_to_others(void)
{
	const gid_t gid = getegid();

	if (geteuid() == ambit_ids.uid)
		return !prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L); /* until execve(2) */
	setfsgid(gid ? 0 : 1);
	setfsgid(gid);
	return prctl(PR_GET_DUMPABLE, 0L, 0L, 0L, 0L) != 1;
}

void ambit_start_keeper(void)
{
	const int flags = CLONE_VM | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;

	if (ambit_failed || request >= 0 || !close_to_others())
		return;
	request = eventfd(0, EFD_CLOEXEC);
	if (request >= 0 && __clone(keep, stack + STACK, flags, NULL) >= 0)
		ambit_hand_over = hand_over;
}
