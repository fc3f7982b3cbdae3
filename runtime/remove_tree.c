/* SPDX-License-Identifier: MIT */
/*
 * A directory with all that is in it, by descriptors and without following a link: what a service that is
 * gone has left behind. However deep it is, one descriptor is open at a time, and another for a moment.
 */
#define _GNU_SOURCE 1
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_directory(int at, const char *name)
{
	return openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

struct found {
	int directory;
	char name[NAME_MAX + 1]; /* a directory that is not empty; "": there is none */
	int error;
};

/* Removes what it is called for, unless that is a directory with something in it. */
static bool remove_entry(const char *name, unsigned char type, void *data)
{
	struct found *found = data;

	(void)type; /* unlink(2) tells */
	if (!unlinkat(found->directory, name, 0))
		return false;
	if (errno == EISDIR && !unlinkat(found->directory, name, AT_REMOVEDIR))
		return false;
	if (errno == ENOTEMPTY || errno == EEXIST)
		memcpy(found->name, name, strlen(name) + 1);
	else
		found->error = -errno;
	return true;
}

/* Goes down to the first that is not empty, and up again when there is none. */
int ambit_remove_tree(int parent, const char *name)
{
	struct found found = {.directory = open_directory(parent, name)};
	unsigned depth = 0;

	if (found.directory < 0)
		return -errno;
	for (;;) {
		*found.name = 0;
		int error = ambit_read_directory_at(found.directory, remove_entry, &found);
		if (error < 0 || found.error)
			break;
		if (!*found.name && !depth)
			break;
		int next = open_directory(found.directory, *found.name ? found.name : "..");
		if (next < 0)
			found.error = -errno;
		depth += *found.name ? 1 : -1u;
		close(found.directory);
		found.directory = next;
		if (next < 0)
			return found.error;
	}
	close(found.directory);
	return found.error ? found.error : unlinkat(parent, name, AT_REMOVEDIR) < 0 ? -errno : 0;
}
