/* SPDX-License-Identifier: MIT */
/*
 * Attributes of the process that are one call or one file of /proc each: OOM score, core dump
 * filter, execution domain, umask, root and working directory. proc(5), personality(2), umask(2),
 * chroot(2).
 */
#define _GNU_SOURCE 1
#include "text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* To write the value that is there already may need a privilege: it is left alone. */
static int write_unless_same(ambit_place place, const char *path, const char *same,
			     const char *text)
{
	char *now;
	size_t len = strlen(same);

	if (ambit_read_file(place, path, &now) == (long)len + 1 && !memcmp(now, same, len))
		return 0;
	return ambit_write_proc(path, text);
}

void ambit_oom_score_adjust(ambit_place place, int score)
{
	const char *digits = ambit_decimal(place, (uint64_t)(score < 0 ? -score : score));
	const char *text = score < 0 ? ambit_join(place, "-", digits, "") : digits;
	int error = write_unless_same(place, "/proc/self/oom_score_adj", text, text);

	if (error)
		ambit_fail(place, AMBIT_STATUS_oom_score_adjust, "OOMScoreAdjust", text, -error);
}

/* The kernel shows eight digits and takes any: proc_coredump_filter_read() in fs/proc/base.c. */
void ambit_coredump_filter(ambit_place place, uint64_t mask)
{
	char text[] = "0x0000000000000000";
	const size_t first = 2, shown = sizeof(text) - 1 - 8;

	for (size_t i = sizeof(text) - 2; i >= first; i--, mask >>= 4)
		text[i] = "0123456789abcdef"[mask & 15];
	int error = write_unless_same(place, "/proc/self/coredump_filter", text + shown, text);
	if (error)
		ambit_fail(place, AMBIT_STATUS_coredump_filter, "CoredumpFilter", text, -error);
}

void ambit_personality(ambit_place place, unsigned long wanted)
{
	const unsigned long query = 0xffffffff;

	if (syscall(SYS_personality, query) == (long)wanted)
		return;
	if (syscall(SYS_personality, wanted) < 0)
		ambit_fail(place, AMBIT_STATUS_personality, "Personality", NULL, errno);
}

void ambit_umask(ambit_place place, unsigned mask)
{
	(void)place; /* umask(2) always succeeds */
	umask((mode_t)mask);
}

/* A working directory outside of the new root would be a way out of it: chroot(2). */
void ambit_root_directory(ambit_place place, const char *path)
{
	if (!path[strspn(path, "/")])
		return;
	if (chroot(path) < 0 || chdir("/") < 0)
		ambit_fail(place, AMBIT_STATUS_root_directory, "RootDirectory", path, errno);
}

/* When an optional one fails it is "/", where PID 1 stands, not where the launcher was started. */
void ambit_working_directory(ambit_place place, const char *path, unsigned flags)
{
	if (flags & AMBIT_HOME)
		path = ambit_ids.home;
	if (path && !chdir(path))
		return;
	if (!path && !(flags & AMBIT_OPTIONAL))
		ambit_fail(place, AMBIT_STATUS_working_directory, "WorkingDirectory",
			   "the user has no home directory", 0);
	if (!(flags & AMBIT_OPTIONAL) || chdir("/") < 0)
		ambit_fail(place, AMBIT_STATUS_working_directory, "WorkingDirectory", path, errno);
}
