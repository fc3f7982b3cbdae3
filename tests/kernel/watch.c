/* SPDX-License-Identifier: MIT */
/*
 * "helper watch FILE": once the service has stopped itself (probe --stop), writes to FILE what
 * others see of it, in /proc and through libcap; then it may go on.
 */
#include "helper.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/wait.h>
#include <unistd.h>

static void open_path(char path[64], pid_t pid, const char *name)
{
	snprintf(path, 64, "/proc/%d/%s", pid, name);
}

static void copy_file(FILE *to, pid_t pid, const char *name, const char *key)
{
	char path[64], line[512];

	open_path(path, pid, name);
	FILE *from = fopen(path, "r");
	if (!from)
		die(path);
	while (fgets(line, sizeof(line), from))
		fprintf(to, "%s%s", key, line);
	fclose(from);
}

/* The last component of what a link of /proc leads to. */
static void write_link(FILE *to, pid_t pid, const char *name)
{
	char path[64], target[4096];

	open_path(path, pid, name);
	ssize_t len = readlink(path, target, sizeof(target) - 1);
	target[len < 0 ? 0 : len] = 0;
	const char *last = strrchr(target, '/');
	fprintf(to, "%s=%s\n", name, last && last[1] ? last + 1 : target);
}

static int is_number(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void write_descriptors(FILE *to, pid_t pid)
{
	char path[64];
	struct dirent **entries;

	open_path(path, pid, "fd");
	int count = scandir(path, &entries, is_number, alphasort);
	fprintf(to, "fds=");
	for (int i = 0; i < count; i++)
		fprintf(to, "%s ", entries[i]->d_name);
	fprintf(to, "\n");
}

static void look(FILE *to, pid_t pid)
{
	cap_t sets = cap_get_pid(pid);
	char *text = sets ? cap_to_text(sets, NULL) : NULL;

	copy_file(to, pid, "status", "");
	copy_file(to, pid, "limits", "");
	copy_file(to, pid, "oom_score_adj", "oom_score_adj=");
	fprintf(to, "cap_get_pid=%s\n", text ? text : "?");
	write_link(to, pid, "cwd");
	write_link(to, pid, "exe");
	write_descriptors(to, pid);
}

int watch(const char *path, char **command)
{
	FILE *to = fopen(path, "we");
	int status;
	pid_t pid = fork();

	if (!pid) {
		execv(*command, command);
		die(*command);
	}
	if (!to || pid < 0 || waitpid(pid, &status, WUNTRACED) < 0)
		die(path);
	if (WIFSTOPPED(status)) {
		look(to, pid);
		kill(pid, SIGCONT);
		waitpid(pid, &status, 0);
	}
	fclose(to);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
