/* SPDX-License-Identifier: MIT */
/*
 * OpenFile=: files and sockets that the service gets open, behind the sockets that are passed on to it:
 * systemd.service(5). They are opened with the rights of the launcher.
 */
#define _GNU_SOURCE 1
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* The file that an O_PATH descriptor stands for, whatever has become of its path. */
static const char *path_of(ambit_place place, int fd)
{
	return ambit_join(place, "/proc/self/fd/", ambit_decimal(place, (uint64_t)fd), "");
}

static int connect_as(const char *path, int type)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	strcpy(address.sun_path, path); /* of /proc, and short */
	if (!connect(fd, (struct sockaddr *)&address, sizeof(address)))
		return fd;
	int error = -errno;
	close(fd);
	return error;
}

/* Only the kernel knows what type of socket is at the other end: unix(7), EPROTOTYPE. */
static int connect_socket(const char *path, bool read_only)
{
	static const int types[] = {SOCK_DGRAM, SOCK_STREAM, SOCK_SEQPACKET};
	int fd = -EPROTOTYPE;

	for (size_t i = 0; fd == -EPROTOTYPE && i < sizeof(types) / sizeof(*types); i++)
		fd = connect_as(path, types[i]);
	if (fd >= 0 && read_only && shutdown(fd, SHUT_WR) < 0)
		return -errno;
	return fd;
}

static int open_node(ambit_place place, const char *path, unsigned flags)
{
	int node = open(path, O_PATH | O_CLOEXEC), fd;
	int access = flags & AMBIT_OPEN_READ_ONLY ? O_RDONLY : O_RDWR;
	struct stat st;

	if (node < 0 || fstat(node, &st) < 0)
		return -errno;
	access |= flags & AMBIT_OPEN_APPEND ? O_APPEND : 0;
	access |= flags & AMBIT_OPEN_TRUNCATE ? O_TRUNC : 0;
	if (S_ISSOCK(st.st_mode)) {
		fd = connect_socket(path_of(place, node), flags & AMBIT_OPEN_READ_ONLY);
	} else {
		fd = open(path_of(place, node), access | O_NOCTTY | O_CLOEXEC);
		fd = fd < 0 ? -errno : fd;
	}
	close(node);
	return fd;
}

/* dup2 leaves the copy open across execve. */
static int move(int from, int to)
{
	if (from == to)
		return fcntl(to, F_SETFD, 0) < 0 ? -errno : 0;
	if (dup2(from, to) < 0)
		return -errno;
	close(from);
	return 0;
}

void ambit_open_file(ambit_place place, const char *path, const char *name, unsigned flags)
{
	int to = STDERR_FILENO + 1 + (int)(ambit_sockets + ambit_opened);
	int fd = open_node(place, path, flags);

	if (fd < 0 && flags & AMBIT_OPTIONAL)
		return;
	int error = fd < 0 ? fd : move(fd, to);
	if (error < 0)
		ambit_fail(place, AMBIT_STATUS_open_file, "OpenFile", path, -error);
	if (ambit_opened++)
		name = ambit_join(place, ambit_opened_names, ":", name);
	ambit_opened_names = name;
}
