/* SPDX-License-Identifier: MIT */
/*
 * Static storage in place of a heap. Nothing is given back: a launcher lives for microseconds.
 * Pages of the arena that nobody asks for are never touched, so its size costs nothing.
 */
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdalign.h>
#include <string.h>
#include <sys/statfs.h>
#include <unistd.h>

#define ARENA ((size_t)4 << 20)
#define CHUNK                                                                                      \
	((size_t)32 << 10) /* the kernel allocates as much for a file of /proc/sys, or refuses */

static alignas(max_align_t) char arena[ARENA];
static size_t used;

static size_t round_up(size_t size)
{
	const size_t unit = alignof(max_align_t);

	return (size + unit - 1) / unit * unit;
}

void *ambit_keep(ambit_place place, size_t size)
{
	char *start = arena + used;

	if (size > ARENA - used)
		ambit_fail(place, AMBIT_STATUS_environment, "memory",
			   "the values of the policy take more than 4 MiB", 0);
	used += round_up(size); /* the arena's size is a multiple of the unit */
	return start;
}

const char *ambit_join(ambit_place place, const char *a, const char *b, const char *c)
{
	size_t len_a = strlen(a), len_b = strlen(b), len_c = strlen(c);
	char *joined = ambit_keep(place, len_a + len_b + len_c + 1);

	memcpy(joined, a, len_a);
	memcpy(joined + len_a, b, len_b);
	memcpy(joined + len_a + len_b, c, len_c);
	return joined;
}

/* Reads into what is left of the arena: files of /proc do not know their length before. */
static long read_all(int fd, char *to, size_t room)
{
	size_t len = 0;

	while (len < room) {
		ssize_t n = read(fd, to + len, room - len < CHUNK ? room - len : CHUNK);
		if (n == 0)
			return (long)len;
		if (n < 0) {
			int error = errno;
			memset(to, 0, len); /* kept storage is zeroed */
			return -error;
		}
		len += (size_t)n;
	}
	memset(to, 0, len);
	return -EFBIG;
}

long ambit_read_file(ambit_place place, const char *path, char **text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return -errno;
	long len = ARENA - used ? read_all(fd, arena + used, ARENA - used) : -EFBIG;
	close(fd);
	if (len >= 0)
		*text = ambit_keep(place, (size_t)len + 1);
	return len;
}

/* A plain file where /proc should be obeys nobody. */
static int write_to_proc(int fd, const char *text)
{
	struct statfs fs;

	if (fstatfs(fd, &fs) < 0)
		return -errno;
	if (fs.f_type != PROC_SUPER_MAGIC)
		return -ENOSYS;
	return write(fd, text, strlen(text)) < 0 ? -errno : 0;
}

int ambit_write_proc(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return -errno;
	int error = write_to_proc(fd, text);
	close(fd);
	return error;
}
