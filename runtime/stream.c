/* SPDX-License-Identifier: MIT */
/*
 * Standard input, output and error, and the openers that need no more than a few system calls:
 * systemd.exec(5), "Logging and Standard Input/Output". All is opened before privileges are given
 * up. An opener returns a descriptor to be moved into place, or 0, 1 or 2 for one to be shared.
 */
#define _GNU_SOURCE 1
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { NOEXEC_SEAL = 8 }; /* MFD_NOEXEC_SEAL, memfd_create(2): "vm.memfd_noexec" may demand it */

static bool operand_is_data; /* not to be shown */

/* dup2 leaves the copy open across execve, which O_CLOEXEC of the original would not. */
static int connect_stream(ambit_opener *open_stream, int fd, const char *operand, size_t len)
{
	int from = open_stream(fd, operand, len);

	if (from < 0)
		return from;
	if (from == fd)
		return fcntl(fd, F_SETFD, 0) < 0 ? -errno : 0;
	if (dup2(from, fd) < 0)
		return -errno;
	if (from > STDERR_FILENO)
		close(from);
	return 0;
}

static void check(ambit_place place, int status, const char *directive, const char *operand,
		  int error)
{
	if (operand_is_data || (operand && !*operand))
		operand = NULL;
	if (error < 0)
		ambit_fail(place, status, directive, operand, -error);
}

void ambit_input(ambit_place place, ambit_opener *opener, const char *operand, size_t len)
{
	int error = connect_stream(opener, STDIN_FILENO, operand, len);

	check(place, AMBIT_STATUS_input, "StandardInput", operand, error);
}

void ambit_output(ambit_place place, ambit_opener *opener, const char *operand, size_t len)
{
	int error = connect_stream(opener, STDOUT_FILENO, operand, len);

	check(place, AMBIT_STATUS_output, "StandardOutput", operand, error);
}

void ambit_error(ambit_place place, ambit_opener *opener, const char *operand, size_t len)
{
	ambit_keep_messages();
	int error = connect_stream(opener, STDERR_FILENO, operand, len);

	check(place, AMBIT_STATUS_error, "StandardError", operand, error);
}

static int open_file(const char *path, int flags)
{
	int fd = open(path, flags | O_NOCTTY | O_CLOEXEC, 0666); /* less the umask */

	if (fd < 0)
		return -errno;
	return fd;
}

int ambit_null(int fd, const char *operand, size_t len)
{
	(void)operand;
	(void)len;
	return open_file("/dev/null", fd == STDIN_FILENO ? O_RDONLY : O_WRONLY);
}

/* A path that cannot be opened, being a socket, is connected to, for the direction wanted. */
static int connect_socket(const char *path, int flags)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int access = flags & O_ACCMODE;

	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	strcpy(address.sun_path, path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return -errno;
	if (access != O_RDWR && shutdown(fd, access == O_RDONLY ? SHUT_WR : SHUT_RD) < 0)
		return -errno;
	return fd;
}

static int open_path(const char *path, int flags)
{
	int fd = open_file(path, flags);

	return fd == -ENXIO ? connect_socket(path, flags) : fd;
}

int ambit_file(int fd, const char *operand, size_t len)
{
	(void)len;
	return open_path(operand, fd == STDIN_FILENO ? O_RDONLY : O_WRONLY | O_CREAT);
}

int ambit_update(int fd, const char *operand, size_t len)
{
	(void)fd;
	(void)len;
	return open_path(operand, O_RDWR | O_CREAT);
}

int ambit_append(int fd, const char *operand, size_t len)
{
	(void)fd;
	(void)len;
	return open_path(operand, O_WRONLY | O_CREAT | O_APPEND);
}

int ambit_truncate(int fd, const char *operand, size_t len)
{
	(void)fd;
	(void)len;
	return open_path(operand, O_WRONLY | O_CREAT | O_TRUNC);
}

/* Sealed: the service may be handed the same bytes twice and can trust that they stay. */
int ambit_data(int fd, const char *operand, size_t len)
{
	(void)fd;
	operand_is_data = true;
	const unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
	int data = memfd_create("standard-input", flags | NOEXEC_SEAL);

	if (data < 0 && errno == EINVAL) /* before Linux 6.3 */
		data = memfd_create("standard-input", flags);
	if (data < 0)
		return -errno;
	for (size_t done = 0; done < len;) {
		ssize_t n = ambit_write(data, operand + done, len - done);
		if (n <= 0)
			return n ? -errno : -EIO;
		done += (size_t)n;
	}
	if (lseek(data, 0, SEEK_SET) < 0 ||
	    fcntl(data, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) < 0)
		return -errno;
	return data;
}

int ambit_same_as_input(int fd, const char *operand, size_t len)
{
	(void)fd;
	(void)operand;
	(void)len;
	return STDIN_FILENO;
}

int ambit_same_as_output(int fd, const char *operand, size_t len)
{
	(void)fd;
	(void)operand;
	(void)len;
	return STDOUT_FILENO;
}

/* The descriptor of that name, of those from FIRST on that have these names; or -1. */
static int find_name(const char *names, const char *wanted, int first)
{
	size_t size = strlen(wanted);

	while (names) {
		size_t len = strcspn(names, ":");
		if (size == len && !memcmp(names, wanted, size))
			return first;
		names = names[len] ? names + len + 1 : NULL;
		first++;
	}
	return -1;
}

/*
 * The passed descriptor of that name, or the file of OpenFile=. It stays where it is and is announced as
 * before.
 */
int ambit_descriptor(int fd, const char *operand, size_t len)
{
	const int first = STDERR_FILENO + 1;
	int passed = find_name(ambit_socket_names(), operand, first);

	(void)fd;
	(void)len;
	if (passed < 0)
		passed = find_name(ambit_opened_names, operand, first + (int)ambit_sockets);
	if (passed < 0)
		return -ENOENT;
	int copy = fcntl(passed, F_DUPFD_CLOEXEC, first);
	return copy < 0 ? -errno : copy;
}

/*
 * The one passed socket. It moves to the streams that want it and is announced no more; what is behind
 * it moves up.
 */
int ambit_socket(int fd, const char *operand, size_t len)
{
	static int moved = -1;

	(void)operand;
	(void)len;
	if (moved >= 0)
		return moved;
	if (ambit_sockets != 1)
		return ambit_sockets ? -EINVAL : -ENOENT;
	const int first = STDERR_FILENO + 1;
	int last = first + (int)ambit_opened, socket = fcntl(first, F_DUPFD_CLOEXEC, last + 1);
	if (socket < 0)
		return -errno;
	for (int i = first; i < last; i++)
		if (dup2(i + 1, i) < 0)
			return -errno;
	close(last);
	ambit_sockets = 0;
	moved = fd;
	return socket;
}
