/* SPDX-License-Identifier: MIT */
/*
 * What stands on the other end of a service's streams, in the background once it is ready. It ends
 * when the file /run/helper.pid, which has its PID, is removed, or after half a minute.
 *   helper terminal          holds a pseudoterminal, which is /dev/pts/0 where it is the first
 *   helper listen PATH FILE  a stream socket at PATH; what is sent there goes to FILE
 *   helper serve PATH        a stream socket at PATH; who connects gets the name that it is bound to
 *   helper hold              takes what tests/kernel/probe_outside.c looks for, until it is killed
 * In the foreground:
 *   helper default-signals COMMAND...  COMMAND with no signal ignored, not even those that libc hides
 *   helper move FROM TO      as mv(1), which takes three times as long to start
 *   helper launch COMMAND...  COMMAND in a session of its own, for 20 seconds at most; its status as of a shell
 */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static const char pid_file[] = "/run/helper.pid";

static void check(int result, const char *what)
{
	if (result >= 0)
		return;
	perror(what);
	exit(1);
}

static void go_to_background(void)
{
	pid_t pid = fork();

	check(pid, "fork");
	if (pid) {
		FILE *file = fopen(pid_file, "w");
		check(file ? fprintf(file, "%d\n", pid) : -1, pid_file);
		check(fclose(file), pid_file);
		exit(0);
	}
	setsid();
	for (int fd = 0; fd < 3; fd++)
		close(fd);
	while (access(pid_file, F_OK))
		usleep(1000);
}

/*
 * Half a minute in steps of 10 ms. FDS[0] is the listener; what comes on the others goes to FILE.
 */
static void pass_on(struct pollfd *fds, nfds_t room, int file)
{
	nfds_t count = 1;
	char bytes[4096];

	for (int i = 0; i < 3000 && !access(pid_file, F_OK); i++) {
		if (poll(fds, count, 10) <= 0)
			continue;
		for (nfds_t k = 1; k < count; k++) {
			ssize_t len = fds[k].revents ? read(fds[k].fd, bytes, sizeof(bytes)) : 1;
			if (len <= 0)
				fds[k].fd = -1;
			else if (fds[k].revents && write(file, bytes, (size_t)len) != len)
				exit(1);
		}
		if (fds[0].revents && count < room)
			fds[count++] = (struct pollfd){.fd = accept(fds[0].fd, NULL, NULL),
						       .events = POLLIN};
	}
}

static int make_listener(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (strlen(path) >= sizeof(address.sun_path))
		check(-1, path);
	strcpy(address.sun_path, path);
	check(bind(fd, (struct sockaddr *)&address, sizeof(address)), path);
	check(listen(fd, 16), path);
	check(chmod(path, 0666), path);
	return fd;
}

/* Without the part before the first slash, which is random, and the NUL of an abstract name. */
static void serve(const char *path)
{
	struct pollfd waiting = {.fd = make_listener(path), .events = POLLIN};

	go_to_background();
	for (int i = 0; i < 3000 && !access(pid_file, F_OK); i++) {
		struct sockaddr_un peer;
		socklen_t len = sizeof(peer);
		memset(&peer, 0, sizeof(peer));
		if (poll(&waiting, 1, 10) <= 0)
			continue;
		int client = accept(waiting.fd, (struct sockaddr *)&peer, &len);
		const char *name = strchr(peer.sun_path + 1, '/');
		dprintf(client, "to %s", name ? name : "nobody");
		close(client);
	}
}

static void listen_at(const char *path, const char *name)
{
	struct pollfd fds[16] = {{.events = POLLIN}};
	int file = open(name, O_WRONLY | O_CREAT | O_APPEND, 0644);

	check(file, name);
	fds[0].fd = make_listener(path);
	go_to_background();
	/* the descriptors that go_to_background closed are not these */
	pass_on(fds, 16, file);
}

static void hold_terminal(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave;

	check(master, "posix_openpt");
	check(grantpt(master), "grantpt");
	check(unlockpt(master), "unlockpt");
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	check(slave, "terminal");
	go_to_background();
	for (int i = 0; i < 3000 && !access(pid_file, F_OK); i++)
		usleep(10000);
}

/* The memory and the queues stay by themselves; the address wants a process. */
static void hold(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "\0ambit-outside"};
	socklen_t len = offsetof(struct sockaddr_un, sun_path) + sizeof("\0ambit-outside") - 1;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	check(shmget(0x616d6269, 4096, IPC_CREAT | 0666), "shmget");
	check(msgget(0x616d6269, IPC_CREAT | 0666), "msgget");
	check(mq_open("/ambit-outside", O_RDWR | O_CREAT, 0666, NULL), "mq_open");
	check(bind(fd, (struct sockaddr *)&address, len), "ambit-outside");
	check(listen(fd, 4096), "ambit-outside");
	pid_t pid = fork();
	check(pid, "fork");
	while (!pid)
		pause();
}

/* glibc's posix_spawn(3), as in make, leaves 32 and 33 ignored, and no sigaction(3) resets them. */
static void default_signals(char **command)
{
	static const unsigned long zero[16];

	for (int number = 1; number < _NSIG; number++)
		syscall(SYS_rt_sigaction, number, zero, NULL, (size_t)_NSIG / 8);
	execv(*command, command);
	check(-1, *command);
}

static pid_t launched;

static void stop_launched(int number)
{
	(void)number;
	kill(launched, SIGKILL);
}

static int launch(char **command)
{
	int status;

	launched = fork();
	check(launched, "fork");
	if (!launched) {
		check(setsid(), "setsid");
		execv(*command, command);
		check(-1, *command);
	}
	signal(SIGALRM, stop_launched);
	alarm(20);
	while (waitpid(launched, &status, 0) < 0)
		continue;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "move"))
		return rename(argv[2], argv[3]) ? 1 : 0;
	if (argc > 2 && !strcmp(argv[1], "launch"))
		return launch(argv + 2);
	if (argc > 2 && !strcmp(argv[1], "default-signals"))
		default_signals(argv + 2);
	if (argc == 2 && !strcmp(argv[1], "terminal"))
		hold_terminal();
	else if (argc == 3 && !strcmp(argv[1], "serve"))
		serve(argv[2]);
	else if (argc == 2 && !strcmp(argv[1], "hold"))
		hold();
	else if (argc == 4 && !strcmp(argv[1], "listen"))
		listen_at(argv[2], argv[3]);
	else
		return 2;
	return 0;
}
