/* SPDX-License-Identifier: MIT */
/*
 * The end: find the program where the policy gives no path, and execute it in place. The
 * environment is the one that was built, never the launcher's own, and $PATH is never asked
 * (systemd.service(5)).
 */
#define _GNU_SOURCE 1
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

const char *ambit_directive = "ExecStart";

static const char *found_program; /* by step "search" */

static int check_program(const char *path)
{
	struct stat entry;

	if (stat(path, &entry) < 0)
		return errno;
	if (!S_ISREG(entry.st_mode))
		return EACCES;
	return syscall(SYS_faccessat2, AT_FDCWD, path, X_OK, AT_EACCESS) < 0 ? errno : 0;
}

/* The launcher's own arguments behind those of the policy. */
static char **join_arguments(ambit_place place, const char *const *arguments, bool pass)
{
	size_t count = 0, more = pass ? (size_t)ambit_argc : 0;

	if (!more)
		return (char **)arguments;
	while (arguments[count])
		count++;
	char **all = ambit_keep(place, (count + more + 1) * sizeof(*all));
	memcpy(all, arguments, count * sizeof(*all));
	memcpy(all + count, ambit_argv, more * sizeof(*all));
	return all;
}

/*
 * Missing, or executable for nobody; where only the user may not see or execute it there may be
 * one.
 */
static bool is_no_program(const char *path)
{
	struct stat entry;

	if (stat(path, &entry) < 0)
		return errno != EACCES;
	return !S_ISREG(entry.st_mode) || !(entry.st_mode & 0111);
}

/* Where there is no program the prefix "-" makes that no failure. It is said all the same. */
static _Noreturn void leave(ambit_place place, const char *detail, bool no_program, unsigned flags,
			    int error)
{
	bool is_fine = no_program && flags & AMBIT_IGNORE_FAILURE;

	ambit_fail(place, is_fine ? 0 : AMBIT_STATUS_exec, ambit_directive, detail, error);
}

/*
 * As for execvp(3) a program that may not be executed does not end the search. One that root finds
 * and the user may not execute does: the same name must not mean another program for lack of a
 * privilege.
 */
void ambit_search(ambit_place place, const char *name, const char *path, unsigned flags)
{
	size_t name_len = strlen(name);
	const char *searched = path;
	int search_error = ENOENT;

	while (*path) {
		size_t len = strcspn(path, ":");
		char *program = ambit_keep(place, len + name_len + 2);
		memcpy(program, path, len);
		program[len] = '/';
		memcpy(program + len + 1, name, name_len);
		int error = *path == '/' ? check_program(program) : ENOENT;
		found_program = program;
		if (!error)
			return;
		if (error != ENOENT && error != ENOTDIR)
			search_error = error;
		path += len + (path[len] == ':');
	}
	leave(place, ambit_join(place, name, " in ", searched),
	      search_error == ENOENT || !geteuid(), flags, search_error);
}

void ambit_exec(ambit_place place, const char *path, unsigned flags, const char *const *arguments)
{
	if (!path)
		path = found_program;
	execve(path, join_arguments(place, arguments, flags & AMBIT_PASS_ARGUMENTS),
	       ambit_environment_list());
	int error = errno;
	if (ambit_is_filtered) /* no call to look closer */
		leave(place, path, error == ENOENT, flags, error);
	if (error == ENOENT && !access(path, F_OK)) /* execve(2) has one error for both */
		ambit_fail(place, AMBIT_STATUS_exec, ambit_directive,
			   ambit_join(place, path, ": its interpreter is missing", ""), error);
	leave(place, path, is_no_program(path), flags, error);
}
