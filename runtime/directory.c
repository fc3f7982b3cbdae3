/* SPDX-License-Identifier: MIT */
/*
 * The entries of a directory, one after the other, without the heap that opendir(3) needs.
 */
#define _GNU_SOURCE 1
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct entry { /* what getdents64 writes */
	uint64_t inode, offset;
	unsigned short length;
	unsigned char type;
	char name[];
};

static bool each_of(const char *buffer, long size, ambit_entry *each, void *data)
{
	for (const char *at = buffer; at < buffer + size;) {
		const struct entry *entry = (const void *)at;
		if (strcmp(entry->name, ".") && strcmp(entry->name, "..") &&
		    each(entry->name, entry->type, data))
			return true;
		at += entry->length;
	}
	return false;
}

int ambit_read_directory_at(int fd, ambit_entry *each, void *data)
{
	_Alignas(struct entry) char buffer[2048];
	int result = 0;
	long size = 0;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return -errno;
	while (!result && (size = syscall(SYS_getdents64, fd, buffer, sizeof(buffer))) > 0)
		result = each_of(buffer, size, each, data);
	return size < 0 ? -errno : result;
}

int ambit_read_directory(const char *path, ambit_entry *each, void *data)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	int result = ambit_read_directory_at(fd, each, data);
	close(fd);
	return result;
}
