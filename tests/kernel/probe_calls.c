/* SPDX-License-Identifier: MIT */
/*
 * What the kernel says to a system call: "--call=NAME[,ARGUMENT]...", printed as "call.NAME,ARGUMENT...=0", the
 * name of an error, or of the signal that ended the child which made it. NAME may be a number, or x86:NUMBER
 * for one of 32 bits. ARGUMENT is a number or "path", the name of a file that there is not; or "zeros".
 */
#include "probe.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct {
	const char *name;
	long number;
} calls[] = {
#define CALL(name)                                                                                 \
	{                                                                                          \
#name, SYS_##name                                                                  \
	}
	CALL(acct),          CALL(add_key),       CALL(capget),  CALL(capset),
	CALL(clock_adjtime), CALL(clone),         CALL(clone3),  CALL(delete_module),
	CALL(fchmod),        CALL(fchmodat),      CALL(getpid),  CALL(getppid),
	CALL(ioctl),         CALL(keyctl),        CALL(mkdirat), CALL(mknodat),
	CALL(mmap),          CALL(mprotect),      CALL(openat),  CALL(openat2),
	CALL(personality),   CALL(pkey_mprotect), CALL(ptrace),  CALL(sched_setscheduler),
	CALL(setns),         CALL(settimeofday),  CALL(shmat),   CALL(socket),
	CALL(socketpair),    CALL(swapon),        CALL(sync),    CALL(syslog),
	CALL(unshare),
#if defined __x86_64__
	CALL(chmod),         CALL(creat),         CALL(ioperm),  CALL(iopl),
	CALL(mkdir),         CALL(mknod),         CALL(open),
#endif
#undef CALL
};

static long number_of(const char *name)
{
	char *end;
	long number = strtol(name, &end, 0);

	if (*name && !*end)
		return number;
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (!strcmp(name, calls[i].name))
			return calls[i].number;
	fprintf(stderr, "probe: no such call: %s\n", name);
	exit(99);
}

static long argument_of(const char *text)
{
	static char zeros[4096];

	if (!strcmp(text, "path"))
		return (long)"/no/such/file";
	if (!strcmp(text, "zeros"))
		return (long)zeros;
	return (long)strtoul(text, NULL, 0);
}

#if defined __x86_64__
static long call_x86(long number)
{
	long result;

	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(number)
			 : "memory", "r8", "r9", "r10", "r11");
	if (result >= 0)
		return result;
	errno = (int)-result;
	return -1;
}
#endif

/* In a child that ends with errno; so does one more, where the call makes it. */
static void make_call(long number, bool is_x86, const long arguments[6])
{
	long result = -1;

	errno = ENOSYS;
	if (!is_x86)
		result = syscall(number, arguments[0], arguments[1], arguments[2], arguments[3],
				 arguments[4], arguments[5]);
#if defined __x86_64__
	else
		result = call_x86(number);
#endif
	_exit(result == -1 ? errno : 0);
}

void print_call(const char *text)
{
	char *key, *rest, *name;
	long list[6] = {0};
	int status;

	if (asprintf(&key, "call.%s", text) < 0)
		abort();
	rest = strdup(text);
	name = strsep(&rest, ",");
	for (int i = 0; i < 6 && rest; i++)
		list[i] = argument_of(strsep(&rest, ","));
	bool is_x86 = !strncmp(name, "x86:", 4);
	long number = number_of(is_x86 ? name + 4 : name);
	pid_t child = fork();
	if (!child)
		make_call(number, is_x86, list);
	if (child < 0 || waitpid(child, &status, 0) < 0)
		print(key, "%s", "(no child)");
	else if (WIFSIGNALED(status))
		print(key, "SIG%s", sigabbrev_np(WTERMSIG(status)));
	else
		print(key, "%s", WEXITSTATUS(status) ? strerrorname_np(WEXITSTATUS(status)) : "0");
	free(key);
	free(name);
}
