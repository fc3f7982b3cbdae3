/* SPDX-License-Identifier: MIT */
/*
 * What a process can learn about itself: each function prints the lines of one key of probe.c. Ids
 * and capabilities are in probe_credentials.c.
 */
#include "probe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/ioprio.h>
#include <linux/mempolicy.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

extern char **environ;

void read_line(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "r");

	if (!file || !fgets(line, (int)size, file))
		snprintf(line, size, "%s", strerror(errno));
	line[strcspn(line, "\n")] = 0;
	if (file)
		fclose(file);
}

void kill_self(int signal_number)
{
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

void print_arguments(void)
{
	char key[32];
	int count = 0;

	for (; arguments[count]; count++) {
		char *text = escape(arguments[count], strlen(arguments[count]));
		snprintf(key, sizeof(key), "argv[%d]", count);
		print(key, "%s", text);
		free(text);
	}
	print("argc", "%d", count);
}

void print_environment(void)
{
	int count = 0;

	for (char **variable = environ; *variable; variable++, count++) {
		char key[512];
		size_t len = strcspn(*variable, "=");
		const char *value = *variable + len + ((*variable)[len] == '=');
		char *text = escape(value, strlen(value));
		snprintf(key, sizeof(key), "env.%.*s", (int)len, *variable);
		print(key, "%s", text);
		free(text);
	}
	print("env", "%d", count);
}

void print_directories(void)
{
	char path[4096] = "";
	struct stat root, cwd;

	print("cwd", "%s", getcwd(path, sizeof(path)) ? path : strerror(errno));
	if (!stat("/", &root) && !stat(".", &cwd))
		print("cwd.is_root", "%s",
		      root.st_ino == cwd.st_ino && root.st_dev == cwd.st_dev ? "yes" : "no");
}

void print_umask(void)
{
	mode_t mask = umask(0);

	umask(mask);
	print("umask", "%04o", (unsigned)mask);
}

static const char *limit_text(rlim_t limit, char text[24])
{
	snprintf(text, 24, "%ju", (uintmax_t)limit);
	return limit == RLIM_INFINITY ? "infinity" : text;
}

void print_limits(void)
{
	static const char *const names[] = {
		[RLIMIT_CPU] = "CPU",           [RLIMIT_FSIZE] = "FSIZE",
		[RLIMIT_DATA] = "DATA",         [RLIMIT_STACK] = "STACK",
		[RLIMIT_CORE] = "CORE",         [RLIMIT_RSS] = "RSS",
		[RLIMIT_NPROC] = "NPROC",       [RLIMIT_NOFILE] = "NOFILE",
		[RLIMIT_MEMLOCK] = "MEMLOCK",   [RLIMIT_AS] = "AS",
		[RLIMIT_LOCKS] = "LOCKS",       [RLIMIT_SIGPENDING] = "SIGPENDING",
		[RLIMIT_MSGQUEUE] = "MSGQUEUE", [RLIMIT_NICE] = "NICE",
		[RLIMIT_RTPRIO] = "RTPRIO",     [RLIMIT_RTTIME] = "RTTIME",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char key[24], soft[24], hard[24];
		struct rlimit limit;
		getrlimit((__rlimit_resource_t)i, &limit);
		snprintf(key, sizeof(key), "limit.%s", names[i]);
		print(key, "%s:%s", limit_text(limit.rlim_cur, soft),
		      limit_text(limit.rlim_max, hard));
	}
}

void print_nice(void)
{
	print("nice", "%d", getpriority(PRIO_PROCESS, 0));
}

void print_scheduling(void)
{
	static const char *const names[] = {"other", "fifo", "rr",       "batch",
					    "4",     "idle", "deadline", "ext"};
	int policy = sched_getscheduler(0);
	struct sched_param parameters;

	sched_getparam(0, &parameters);
	print("sched.policy", "%s", names[policy & 7]);
	print("sched.priority", "%d", parameters.sched_priority);
	print("sched.reset_on_fork", "%s", policy & SCHED_RESET_ON_FORK ? "yes" : "no");
}

static void print_bits(const char *key, const unsigned long *words, size_t bits)
{
	struct list list = {.len = 0};

	for (size_t i = 0; i < bits; i++)
		if (words[i / (8 * sizeof(long))] >> i % (8 * sizeof(long)) & 1)
			add_number(&list, i);
	print(key, "%s", list.text);
}

void print_affinity(void)
{
	unsigned long words[8192 / 8 / sizeof(long)] = {0};

	syscall(SYS_sched_getaffinity, 0, sizeof(words), words);
	print_bits("affinity", words, 8192);
}

void print_memory_policy(void)
{
	static const char *const names[] = {"default", "preferred", "bind", "interleave", "local"};
	unsigned long nodes[1024 / 8 / sizeof(long)] = {0};
	int policy = -1;

	if (syscall(SYS_get_mempolicy, &policy, nodes, 1024UL, NULL, 0L) < 0 || policy < 0 ||
	    policy > 4) {
		print("mempolicy", "%s", strerror(errno));
		return;
	}
	print("mempolicy", "%s", names[policy]);
	print_bits("mempolicy.nodes", nodes, 1024);
}

void print_io_priority(void)
{
	long priority = syscall(SYS_ioprio_get, IOPRIO_WHO_PROCESS, 0);

	print("ioprio", "%ld:%ld", priority >> IOPRIO_CLASS_SHIFT, priority & 7);
}

void print_timer_slack(void)
{
	print("timer_slack", "%d", prctl(PR_GET_TIMERSLACK, 0L, 0L, 0L, 0L));
}

void print_personality(void)
{
	print("personality", "0x%x", (unsigned)personality(0xffffffff));
}

void print_oom(void)
{
	char line[64] = "";

	read_line("/proc/self/oom_score_adj", line, sizeof(line));
	print("oom_score_adj", "%s", line);
}

void print_coredump_filter(void)
{
	char line[64] = "";

	read_line("/proc/self/coredump_filter", line, sizeof(line));
	print("coredump_filter", "0x%lx", strtoul(line, NULL, 16));
}

/* The mask of "NAME:\t0123456789abcdef" as the numbers of signals. */
static void print_signal_set(const char *line, const char *name, const char *key)
{
	size_t len = strlen(name);
	struct list list = {.len = 0};

	if (strncmp(line, name, len))
		return;
	uint64_t mask = strtoull(line + len, NULL, 16);
	for (unsigned i = 0; i < 64; i++)
		if (mask >> i & 1)
			add_number(&list, i + 1);
	print(key, "%s", list.text);
}

void print_signals(void)
{
	char line[256];
	FILE *status = fopen("/proc/self/status", "r");

	while (status && fgets(line, sizeof(line), status)) {
		print_signal_set(line, "SigBlk:", "signals.blocked");
		print_signal_set(line, "SigIgn:", "signals.ignored");
		print_signal_set(line, "SigCgt:", "signals.caught");
	}
	if (status)
		fclose(status);
}

static void print_descriptor(int fd, const char *target)
{
	static const char *const modes[] = {"r", "w", "rw", "?"};
	char key[32];
	int flags = fcntl(fd, F_GETFL);

	snprintf(key, sizeof(key), "fd.%d", fd);
	print(key, "%s", target);
	snprintf(key, sizeof(key), "fd.%d.mode", fd);
	print(key, "%s%s", modes[flags & O_ACCMODE], flags & O_APPEND ? "a" : "");
}

void print_descriptors(void)
{
	struct list list = {.len = 0};
	DIR *directory = opendir("/proc/self/fd");
	int own = directory ? dirfd(directory) : -1;

	for (int fd = 0; fd < 1024; fd++) {
		char path[40], target[4096];
		if (fd == own || fcntl(fd, F_GETFD) < 0)
			continue;
		add_number(&list, (unsigned long)fd);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		ssize_t len = readlink(path, target, sizeof(target) - 1);
		target[len < 0 ? 0 : len] = 0;
		print_descriptor(fd, target);
	}
	print("fds", "%s", list.text);
	if (directory)
		closedir(directory);
}

void print_session(void)
{
	print("session.leader", "%s", getsid(0) == getpid() ? "yes" : "no");
	print("session.group_leader", "%s", getpgrp() == getpid() ? "yes" : "no");
}

/* Whether there is a controlling terminal; the size of the one that is standard input. */
void print_terminal(void)
{
	struct winsize size;
	int fd = open("/dev/tty", O_RDONLY | O_NOCTTY);

	print("tty", "%s", fd < 0 ? "none" : "yes");
	if (!ioctl(STDIN_FILENO, TIOCGWINSZ, &size))
		print("tty.size", "%dx%d", size.ws_row, size.ws_col);
	if (fd >= 0)
		close(fd);
}

static void print_pid_variable(const char *name, const char *key)
{
	const char *value = getenv(name);

	print(key, "%s", !value ? "none" : atoi(value) == getpid() ? "self" : "other");
}

/* Whom the variables with a PID speak of, and the signal that comes when the parent dies. */
void print_pid(void)
{
	int death = -1;

	print("pid", "%d", getpid());
	print_pid_variable("SYSTEMD_EXEC_PID", "pid.exec");
	print_pid_variable("LISTEN_PID", "pid.listen");
	print_pid_variable("WATCHDOG_PID", "pid.watchdog");
	prctl(PR_GET_PDEATHSIG, &death, 0L, 0L, 0L);
	print("pid.death_signal", "%d", death);
}

void print_timers(void)
{
	static const char *const names[] = {"timers.real", "timers.virtual", "timers.prof"};

	for (int i = 0; i < 3; i++) {
		struct itimerval timer;
		getitimer((__itimer_which_t)i, &timer);
		print(names[i], "%s",
		      timer.it_value.tv_sec || timer.it_value.tv_usec ? "on" : "off");
	}
}
