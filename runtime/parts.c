/* SPDX-License-Identifier: MIT */
/* The parts of a path that leads to a directory of the service. */
#define _GNU_SOURCE 1
#include "parts.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Nobody else can have put it there: neither is it another's, nor could another rename it. */
static bool is_roots_link(int dir, const struct stat *link)
{
	struct stat st;

	return !fstat(dir, &st) && !link->st_uid && !st.st_uid && !(st.st_mode & 022);
}

int ambit_open_part(int dir, const char *part)
{
	struct stat st;
	int fd = openat(dir, part, O_PATH | O_NOFOLLOW | O_CLOEXEC), error = 0;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) < 0)
		error = -errno;
	else if (S_ISLNK(st.st_mode))
		error = is_roots_link(dir, &st) ? 1 : -ELOOP;
	else if (!S_ISDIR(st.st_mode))
		error = -ENOTDIR;
	if (!error)
		return fd;
	close(fd);
	if (error < 0)
		return error;
	int linked = openat(dir, part, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (linked < 0)
		return -errno;
	return linked;
}

int ambit_make_part(int dir, const char *part, mode_t mode, bool *is_new)
{
	*is_new = !mkdirat(dir, part, mode);
	if (!*is_new && errno != EEXIST)
		return -errno;
	int fd = ambit_open_part(dir, part);
	/* a launcher with capabilities alone makes them as whoever started it */
	if (fd >= 0 && *is_new && geteuid() && fchownat(fd, "", 0, 0, AT_EMPTY_PATH) < 0) {
		int error = -errno;
		close(fd);
		return error;
	}
	return fd;
}

/* The directory above, on the same way as when it was made, whatever somebody has put there since. */
static int open_above(const char *path, const char **leaf)
{
	int dir = openat(ambit_outside, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);

	for (const char *slash; dir >= 0 && (slash = strchr(++path, '/')); path = slash) {
		char part[NAME_MAX + 1] = {0};
		memcpy(part, path, (size_t)(slash - path)); /* it was made: it is no longer */
		int next = ambit_open_part(dir, part);
		close(dir);
		dir = next;
	}
	*leaf = path;
	return dir;
}

void ambit_remove_part(const char *path)
{
	const char *leaf;
	struct stat st;
	int dir = open_above(path, &leaf);

	if (dir < 0)
		return;
	if (unlinkat(dir, leaf, AT_REMOVEDIR) < 0 && errno == ENOTDIR &&
	    !fstatat(dir, leaf, &st, AT_SYMLINK_NOFOLLOW) && S_ISLNK(st.st_mode) && !st.st_uid)
		unlinkat(dir, leaf, 0);
	close(dir);
}
