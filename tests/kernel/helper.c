/* SPDX-License-Identifier: MIT */
/*
 * The world around a launcher, where a shell cannot make it: helper FORM COMMAND..., FORM being one
 * of
 *   signals             all signals blocked and ignored, those of libc too
 *   timers              an interval timer of each kind runs
 *   keyring             a session keyring named "caller"
 *   no-arguments        argc is 0, as far as the kernel lets it
 *   variables N         N variables more, V0=, V1= ...
 *   variable NAME=VALUE   this one more, unseen by other programs
 *   journal SOCKET FILE    a journal, which writes what it gets to FILE
 *   terminal PTMX FILE     a terminal, /dev/pts/0 to that PTMX; what it shows goes to FILE
 *   watch FILE          what others see of the stopped service goes to FILE
 *   bind FILE PLACE     PLACE is FILE, in a mount namespace of its own
 *   empty DIRECTORY     ... is empty there; read-only DIRECTORY: cannot be written to
 *   devpts              terminals of its own at /dev/pts
 *   map ID OUTSIDE N    a user namespace with these ids (0 OUTSIDE 1 for the first), as its root
 *   open FD             FD is open;  shut FD: is not
 *   low-files N         no descriptor from N on can be opened
 *   listen N            LISTEN_FDS=N and LISTEN_PID for the command itself
 *   swap A B            A and B change places all the time, until the command has ended; while there is a file
 *                       "rest", each is in its own
 *   namespace WHAT      pid: a PID namespace of its own
 *   fake CALL           a system call claims success without effect; forbid CALL: fails with EIO;
 *   exhaust CALL        it fails with EDQUOT
 *   lack CALL           the kernel has it not
 */
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

void die(const char *what)
{
	perror(what);
	exit(97);
}

/* The raw calls: libc keeps signals 32 and 33 to itself. */
static void hold_signals(void)
{
	const struct {
		void (*handler)(int);
		unsigned long rest[15];
	} ignore = {.handler = SIG_IGN};
	const unsigned long all[16] = {~0UL, ~0UL};

	for (int number = 1; number <= 64; number++)
		syscall(SYS_rt_sigaction, number, &ignore, NULL, 8);
	if (syscall(SYS_rt_sigprocmask, SIG_SETMASK, all, NULL, 8) < 0)
		die("rt_sigprocmask");
}

static void start_timers(void)
{
	const struct itimerval timer = {.it_value.tv_sec = 1000};

	if (setitimer(ITIMER_REAL, &timer, NULL) || setitimer(ITIMER_VIRTUAL, &timer, NULL) ||
	    setitimer(ITIMER_PROF, &timer, NULL))
		die("setitimer");
}

/* At once: setenv(3) looks through all of them each time. */
static void add_variables(long count)
{
	long own = 0;

	while (environ[own])
		own++;
	char **all = calloc((size_t)(own + count + 1), sizeof(*all));
	if (!all)
		die("variables");
	memcpy(all, environ, (size_t)own * sizeof(*all));
	for (long i = 0; i < count; i++)
		if (asprintf(&all[own + i], "V%ld=of the caller", i) < 0)
			die("variables");
	environ = all;
}

static pid_t start(char **command)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (pid)
		return pid;
	execvp(*command, command);
	die(*command);
	return 0;
}

static int status_of(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) < 0)
		die("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* All that comes until nobody holds the other end; EIO is that for a terminal. */
static void copy(int from, int to)
{
	char bytes[4096];
	ssize_t n;

	while ((n = read(from, bytes, sizeof(bytes))) > 0)
		if (write(to, bytes, (size_t)n) != n)
			die("write");
}

static int open_output(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0)
		die(path);
	return fd;
}

static int run_journal(const char *path, const char *output, char **command)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), to = open_output(output);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	unlink(path);
	if (bind(server, (struct sockaddr *)&address, sizeof(address)) || listen(server, 8))
		die(path);
	if (chmod(path, 0666))
		die(path);
	int status = status_of(start(command));
	struct pollfd waiting = {.fd = server, .events = POLLIN};
	while (poll(&waiting, 1, 0) > 0) { /* those that were made wait, even when ended */
		struct ucred peer;
		socklen_t len = sizeof(peer);
		int client = accept(server, NULL, NULL);
		if (client < 0 || getsockopt(client, SOL_SOCKET, SO_PEERCRED, &peer, &len))
			die("accept");
		dprintf(to, "connection=%u:%u\n", peer.uid, peer.gid);
		copy(client, to);
		close(client);
	}
	return status;
}

static int run_terminal(const char *path, const char *output, char **command)
{
	int master = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC), to = open_output(output), number;

	if (master < 0 || unlockpt(master) || ioctl(master, TIOCGPTN, &number))
		die(path);
	if (number)
		fprintf(stderr, "helper: the terminal is %d, not 0\n", number);
	pid_t pid = start(command);
	int status = status_of(pid);
	fcntl(master, F_SETFL, O_NONBLOCK);
	copy(master, to);
	return status;
}

/* A mount namespace whose mounts are nobody else's. */
static void own_mounts(void)
{
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		die("mount namespace");
}

static void bind_file(const char *file, const char *place)
{
	own_mounts();
	if (mount(file, place, NULL, MS_BIND, NULL))
		die(place);
}

static void make_empty(const char *directory)
{
	own_mounts();
	if (mount("none", directory, "tmpfs", 0, "mode=755"))
		die(directory);
}

static void make_terminals(void)
{
	own_mounts();
	if (mount("none", "/dev/pts", "devpts", 0, "newinstance,ptmxmode=0666,mode=620"))
		die("/dev/pts");
}

static void make_read_only(const char *directory)
{
	own_mounts();
	if (mount(directory, directory, NULL, MS_BIND, NULL) ||
	    mount(NULL, directory, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL))
		die(directory);
}

static void write_map(pid_t pid, const char *file, const char *map)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, map, strlen(map)) < 0)
		die(path);
	close(fd);
}

/* The maps are written from outside, where there is the privilege for more than one id. */
static void map_ids(char **words)
{
	char map[256];
	int ready[2], mapped[2];
	pid_t parent = getpid();

	snprintf(map, sizeof(map), "0 %s 1\n1 %s %s\n", words[0], words[1], words[2]);
	if (pipe2(ready, O_CLOEXEC) || pipe2(mapped, O_CLOEXEC))
		die("pipe");
	pid_t writer = fork();
	if (!writer) {
		close(ready[1]);
		if (read(ready[0], map + 255, 1) < 0)
			die("read");
		write_map(parent, "uid_map", map);
		write_map(parent, "gid_map", map);
		exit(0);
	}
	int id = atoi(words[0]);
	if (syscall(SYS_setgroups, 0, NULL) || setresgid((gid_t)id, (gid_t)id, (gid_t)id) ||
	    setresuid((uid_t)id, (uid_t)id, (uid_t)id) || prctl(PR_SET_DUMPABLE, 1) ||
	    unshare(CLONE_NEWUSER) || write(ready[1], "", 1) != 1 || status_of(writer))
		die("user namespace");
	if (setresgid(0, 0, 0) || setresuid(0, 0, 0))
		die("setresuid");
}

static void enter_pid_namespace(void)
{
	if (unshare(CLONE_NEWPID))
		die("unshare");
	pid_t pid = fork();
	if (pid)
		exit(status_of(pid));
	own_mounts();
	if (mount("proc", "/proc", "proc", 0, NULL))
		die("/proc");
}

static void keep_swapping(const char *a, const char *b)
{
	pid_t parent = getpid(), pid = fork();

	if (pid < 0)
		die("fork");
	if (pid)
		return;
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent)
		die("parent");
	for (;;) {
		if (!access("rest", F_OK))
			usleep(100);
		else if (renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) ||
			 renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE))
			die(a);
	}
}

static void open_descriptor(const char *number)
{
	if (dup2(open("/dev/zero", O_RDONLY), atoi(number)) < 0)
		die("dup2");
}

static void limit_files(unsigned long count)
{
	if (setrlimit(RLIMIT_NOFILE, &(struct rlimit){count, count}))
		die("setrlimit");
}

static void listen_for(const char *count)
{
	char pid[24];

	snprintf(pid, sizeof(pid), "%d", getpid());
	if (setenv("LISTEN_FDS", count, 1) || setenv("LISTEN_PID", pid, 1))
		die("setenv");
}

static void without_arguments(char **command)
{
	char *none[] = {NULL};

	execv(*command, none);
	die(*command);
}

static void prepare(const char *form, char **words)
{
	if (!strcmp(form, "signals"))
		hold_signals();
	else if (!strcmp(form, "timers"))
		start_timers();
	else if (!strcmp(form, "keyring"))
		syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, "caller", 0, 0, 0);
	else if (!strcmp(form, "variables"))
		add_variables(atol(words[0]));
	else if (!strcmp(form, "variable"))
		putenv(words[0]);
	else if (!strcmp(form, "no-arguments"))
		without_arguments(words);
	else if (!strcmp(form, "journal"))
		exit(run_journal(words[0], words[1], words + 2));
	else if (!strcmp(form, "terminal"))
		exit(run_terminal(words[0], words[1], words + 2));
	else if (!strcmp(form, "watch"))
		exit(watch(words[0], words + 1));
	else if (!strcmp(form, "bind"))
		bind_file(words[0], words[1]);
	else if (!strcmp(form, "empty"))
		make_empty(words[0]);
	else if (!strcmp(form, "devpts"))
		make_terminals();
	else if (!strcmp(form, "read-only"))
		make_read_only(words[0]);
	else if (!strcmp(form, "map"))
		map_ids(words);
	else if (!strcmp(form, "open"))
		open_descriptor(words[0]);
	else if (!strcmp(form, "low-files"))
		limit_files(strtoul(words[0], NULL, 10));
	else if (!strcmp(form, "shut"))
		close(atoi(words[0]));
	else if (!strcmp(form, "listen"))
		listen_for(words[0]);
	else if (!strcmp(form, "swap"))
		keep_swapping(words[0], words[1]);
	else if (!strcmp(form, "namespace"))
		enter_pid_namespace();
	else if (!strcmp(form, "fake"))
		break_call(words[0], 0);
	else if (!strcmp(form, "forbid"))
		break_call(words[0], EIO);
	else if (!strcmp(form, "exhaust"))
		break_call(words[0], EDQUOT);
	else if (!strcmp(form, "lack"))
		break_call(words[0], ENOSYS);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int words; /* behind the name, before the command */
	} forms[] = {
		{"signals", 0},  {"timers", 0},       {"keyring", 0},   {"variables", 1},
		{"variable", 1}, {"no-arguments", 0}, {"journal", 2},   {"terminal", 2},
		{"bind", 2},     {"empty", 1},        {"devpts", 0},    {"read-only", 1},
		{"map", 3},      {"open", 1},         {"low-files", 1}, {"shut", 1},
		{"listen", 1},   {"namespace", 1},    {"fake", 1},      {"forbid", 1},
		{"lack", 1},     {"exhaust", 1},      {"watch", 1},     {"swap", 2},
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		if (argc < 3 + forms[i].words || strcmp(argv[1], forms[i].name))
			continue;
		prepare(argv[1], argv + 2);
		execv(argv[2 + forms[i].words], argv + 2 + forms[i].words);
		die(argv[2 + forms[i].words]);
	}
	fprintf(stderr, "helper: %s?\n", argc > 1 ? argv[1] : "");
	return 97;
}
