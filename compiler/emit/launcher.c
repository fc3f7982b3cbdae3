/* SPDX-License-Identifier: MIT */
/*
 * Making the launcher's file. The compiler's work goes on in a child, so that several launchers can
 * be made at once. The output is written beside its place and renamed: a failed build leaves what
 * was there.
 */
#include "emit/launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* No symbols, no build id, no dates: the same input gives the same bytes. */
#define LINK_FLAGS "-static -no-pie -Wl,--gc-sections,--build-id=none,-z,noseparate-code,-s"

/* The directory of this program, without its slash. */
static const char *own_directory(struct arena *arena)
{
	char self[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	self[len < 0 ? 0 : len] = '\0';
	char *slash = strrchr(self, '/');
	if (slash)
		*slash = '\0';
	return arena_string(arena, slice_of(self));
}

bool toolchain_find(struct arena *arena, struct toolchain *toolchain, const char **where)
{
	const char *const places[] = {"runtime", "../lib/ambit"}, *self = own_directory(arena);
	struct text tried = {.arena = arena};
	toolchain->command = LAUNCHER_CC;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		toolchain->runtime = arena_printf(arena, "%s/%s", self, places[i]);
		text_printf(&tried, "%s%s", i ? ", " : "", toolchain->runtime);
		if (access(arena_printf(arena, "%s/libambit.a", toolchain->runtime), R_OK) == 0)
			return true;
	}
	*where = tried.at;
	return false;
}

const char *profiles_find(struct arena *arena)
{
	const char *const places[] = {"profiles", "../share/ambit"}, *self = own_directory(arena);
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		const char *directory = arena_printf(arena, "%s/%s", self, places[i]);
		if (access(directory, X_OK) == 0)
			return directory;
	}
	return NULL;
}

static int write_file(const char *path, struct slice bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	int error = 0;
	while (bytes.len && !error) {
		ssize_t n = write(fd, bytes.at, bytes.len);
		if (n < 0)
			error = errno == EINTR ? 0 : -errno;
		else
			bytes = slice_part(bytes, (size_t)n, bytes.len);
	}
	return close(fd) < 0 && !error ? -errno : error;
}

/* The note as assembler source: owner "ambit", type 1, the text as its description (elf(5)). */
static struct slice note_source(struct arena *arena, struct slice note)
{
	struct text text = {.arena = arena};
	text_printf(&text,
		    "\t.section .note.ambit,\"\",%%note\n\t.balign 4\n"
		    "\t.long 6, %zu, 1\n\t.asciz \"ambit\"\n"
		    "\t.balign 4\n",
		    note.len);
	for (size_t i = 0; i < note.len; i++)
		text_printf(&text, i % 24 ? ",%u" : "\n\t.byte %u", (unsigned char)note.at[i]);
	text_puts(&text, "\n\t.balign 4\n\t.section .note.GNU-stack,\"\",%progbits\n");
	return text_slice(&text);
}

static _Noreturn void run_compiler(struct arena *arena, const struct toolchain *toolchain,
				   const struct launcher_job *job)
{
	/*
	 * the shell splits LAUNCHER_CC, which make chose; our own paths are parameters and stay
	 * whole
	 */
	char *script = arena_printf(arena,
				    "exec %s -std=gnu17 -Os -w -I\"$1\" " LINK_FLAGS
				    " -o \"$2\" \"$3\" \"$4\" \"$1/libambit.a\"",
				    toolchain->command);
	char *source = arena_printf(arena, "%s/launcher.c", job->directory);
	char *note = arena_printf(arena, "%s/note.s", job->directory);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setpgid(0, 0); /* with all that it starts, for launcher_stop() */
	setenv("LC_ALL", "C", 1);
	setenv("SOURCE_DATE_EPOCH", "0", 1);
	dup2(STDERR_FILENO, STDOUT_FILENO);
	execl("/bin/sh", "sh", "-c", script, "sh", toolchain->runtime, job->temporary, source, note,
	      (char *)NULL);
	_exit(127);
}

static void remove_files(struct launcher_job *job)
{
	static const char *const files[] = {"launcher.c", "note.s"};
	char path[PATH_MAX];
	for (size_t i = 0; job->directory && i < sizeof(files) / sizeof(*files); i++) {
		snprintf(path, sizeof(path), "%s/%s", job->directory, files[i]);
		unlink(path);
	}
	if (job->directory)
		rmdir(job->directory);
	if (job->temporary)
		unlink(job->temporary);
}

const char *output_place(struct arena *arena, const char *path)
{
	char resolved[PATH_MAX];
	struct stat status;
	if (lstat(path, &status) == 0 && S_ISLNK(status.st_mode) && realpath(path, resolved))
		path = arena_string(arena, slice_of(resolved));
	return stat(path, &status) == 0 && !S_ISREG(status.st_mode) ? NULL : path;
}

/* Makes the temporary files; *what names the one that failed. */
static int prepare(struct arena *arena, struct slice source, struct slice note,
		   struct launcher_job *job, const char **what)
{
	const char *base = getenv("TMPDIR");
	char *directory = arena_printf(arena, "%s/ambit-XXXXXX", base && *base ? base : "/tmp");
	char *temporary = arena_printf(arena, "%s.XXXXXX", job->place);
	*what = directory;
	if (!mkdtemp(directory))
		return -errno;
	job->directory = directory;
	*what = job->out;
	int fd = mkstemp(temporary);
	if (fd < 0)
		return -errno;
	close(fd);
	job->temporary = temporary;
	*what = arena_printf(arena, "%s/launcher.c", directory);
	int error = write_file(*what, source);
	if (error)
		return error;
	*what = arena_printf(arena, "%s/note.s", directory);
	return write_file(*what, note_source(arena, note));
}

int launcher_start(struct arena *arena, const struct toolchain *toolchain, struct slice source,
		   struct slice note, const char *out, struct launcher_job *job, const char **what)
{
	*job = (struct launcher_job){.out = out, .place = output_place(arena, out)};
	*what = out;
	int error = !job->place ? -ENOTSUP : prepare(arena, source, note, job, what);
	if (!error) {
		fflush(NULL);
		job->pid = fork();
		if (job->pid == 0)
			run_compiler(arena, toolchain, job);
		if (job->pid < 0)
			error = -errno;
	}
	if (error)
		remove_files(job);
	return error;
}

int launcher_finish(struct launcher_job *job, int status)
{
	int error = status == 0 ? 0 : -ECHILD;
	if (!error) {
		mode_t mask = umask(0);
		umask(mask);
		if (chmod(job->temporary, 0777 & ~mask) < 0 ||
		    rename(job->temporary, job->place) < 0)
			error = -errno;
		else
			job->temporary = NULL;
	}
	remove_files(job);
	return error;
}

/* Whether it would end the program: what the caller ignores (nohup(1)) is left ignored. */
static bool ends_program(int signal)
{
	struct sigaction action;
	return sigaction(signal, NULL, &action) == 0 && action.sa_handler != SIG_IGN;
}

static void awaited_signals(sigset_t *set)
{
	static const int ends[] = {SIGHUP, SIGINT, SIGTERM};
	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (ends_program(ends[i]))
			sigaddset(set, ends[i]);
}

void launcher_signals(bool awaited)
{
	sigset_t set;
	awaited_signals(&set);
	signal(SIGCHLD, SIG_DFL); /* ignored, it would take the statuses away */
	sigprocmask(awaited ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

int launcher_end(int status)
{
	launcher_signals(false);
	if (status < 0)
		raise(-status);
	return status;
}

pid_t launcher_wait(int *status)
{
	sigset_t set;
	pid_t pid;
	awaited_signals(&set);
	while ((pid = waitpid(-1, status, WNOHANG)) == 0) {
		int signal = 0;
		sigwait(&set, &signal);
		if (signal != SIGCHLD)
			return -signal;
	}
	return pid > 0 ? pid : 0;
}

void launcher_stop(struct launcher_job *job)
{
	kill(-job->pid, SIGTERM);
	kill(job->pid, SIGTERM); /* it may not have its group yet */
	waitpid(job->pid, NULL, 0);
	remove_files(job);
}
