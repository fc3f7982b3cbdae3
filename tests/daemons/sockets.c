/* SPDX-License-Identifier: MIT */
/*
 * sockets PATH...: datagram sockets that all may write to, as a service manager and its journal have them.
 * What arrives is printed, a line for each datagram at least.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

enum { SOCKETS = 4 };

static int listen_at(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
	    chmod(path, 0666) < 0) {
		perror(path);
		return -1;
	}
	return fd;
}

int main(int argc, char **argv)
{
	struct pollfd fds[SOCKETS];
	char message[8192];
	int count = argc - 1;
	if (count < 1 || count > SOCKETS)
		return 2;
	for (int i = 0; i < count; i++) {
		fds[i] = (struct pollfd){listen_at(argv[i + 1]), POLLIN, 0};
		if (fds[i].fd < 0)
			return 1;
	}
	while (poll(fds, (nfds_t)count, -1) >= 0)
		for (int i = 0; i < count; i++) {
			if (!fds[i].revents)
				continue;
			ssize_t length = recv(fds[i].fd, message, sizeof(message), 0);
			if (length < 0)
				return 1;
			printf("%.*s\n", (int)length, message);
			fflush(stdout);
		}
	return 1;
}
