/* SPDX-License-Identifier: MIT */
/* Each trial is one way to ask the kernel, by doing it, or by faccessat2(2). */
#include "trials.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int open_with(const char *path, int flags)
{
	int fd = open(path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
	int error = fd < 0 ? errno : 0;
	if (fd >= 0)
		close(fd);
	return error == ENXIO ? 0 : error; /* a pipe that nobody reads */
}

static int try_read(const char *path)
{
	return open_with(path, O_RDONLY);
}

static int try_write(const char *path)
{
	return open_with(path, O_WRONLY);
}

static int try_update(const char *path)
{
	return open_with(path, O_RDWR);
}

/* A file without a name is made as one with a name would be. */
static int try_make(const char *path)
{
	return open_with(path, O_TMPFILE | O_WRONLY);
}

static int try_enter(const char *path)
{
	return chdir(path) < 0 ? errno : 0;
}

/* The files are no programs: to get as far as that is to be allowed. */
static int try_execute(const char *path)
{
	char *none[] = {NULL};
	execve(path, none, none);
	return errno == ENOEXEC ? 0 : errno;
}

static int ask(const char *path, int mode)
{
	return syscall(SYS_faccessat2, AT_FDCWD, path, mode, AT_EACCESS) < 0 ? errno : 0;
}

static int ask_exists(const char *path)
{
	return ask(path, F_OK);
}

static int ask_read(const char *path)
{
	return ask(path, R_OK);
}

static int ask_write(const char *path)
{
	return ask(path, W_OK);
}

static int ask_execute(const char *path)
{
	return ask(path, X_OK);
}

static bool is_directory(const struct node *node)
{
	return S_ISDIR(node->mode);
}

static bool is_no_directory(const struct node *node)
{
	return !S_ISDIR(node->mode);
}

/* faccessat(2) knows of no device that may not be opened. */
static bool is_plain(const struct node *node)
{
	return S_ISDIR(node->mode) || S_ISREG(node->mode);
}

const struct trial trials[TRIALS] = {
	{"open to read", MAY_READ, NULL, try_read},
	{"open to write", MAY_WRITE, is_no_directory, try_write},
	{"open for both", MAY_READ | MAY_WRITE, is_no_directory, try_update},
	{"make a file in", MAY_WRITE | MAY_EXECUTE, is_directory, try_make},
	{"enter", MAY_EXECUTE, is_directory, try_enter},
	{"execute", MAY_EXECUTE, is_no_directory, try_execute},
	{"ask whether it exists", 0, NULL, ask_exists},
	{"ask to read", MAY_READ, is_plain, ask_read},
	{"ask to write", MAY_WRITE, is_plain, ask_write},
	{"ask to execute", MAY_EXECUTE, is_plain, ask_execute},
};

/* A walk that the kernel has to begin anew counts its links on (fs/namei.c, -ECHILD): one of the next
 * finds all in its caches. */
int trial_run(const struct trial *trial, const char *path)
{
	int error = trial->run(path);
	for (int i = 0; error == ELOOP && i < 50; i++)
		error = trial->run(path);
	return error;
}
